"""Model files: what is written is read, and what was changed is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.errors import ModelError
from tinbai.models import array_bytes, line_bytes, load, packed
from tinbai.models.linear import Linear, linear_files, linear_of, sigmoid

WEIGHTS = np.array([[1.5, -2.0], [0.25, 0.5]], np.float32)
CARD = {"name": "toy", "task": "says nothing", "data": {"articles": 0}}


def written(folder: Path, *, name: str = "toy") -> Path:
    files = packed(CARD, linear_files(["B01", "D01"], ["nhanh", "vất vả"], WEIGHTS, np.array([0.0, -1.0])))
    (folder / name).mkdir()
    for file, content in files.items():
        (folder / name / file).write_bytes(content)
    return folder / name


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    written(tmp_path)
    model = load("toy", tmp_path)
    assert model.card["task"] == "says nothing"
    linear = linear_of(model)
    assert linear.labels == ("B01", "D01")
    assert linear.vocabulary == ("nhanh", "vất vả")
    assert linear.weights.tolist() == WEIGHTS.tolist()


def test_equal_input_gives_equal_bytes() -> None:
    files = linear_files(["B01", "D01"], ["a", "b"], WEIGHTS, np.zeros(2))
    reordered = {key: files[key] for key in sorted(files, reverse=True)}
    assert packed(CARD, files) == packed(CARD, reordered)


@pytest.mark.parametrize("file", ["weights.npy", "bias.npy", "vocabulary.txt", "labels.txt"])
def test_a_changed_file_is_refused_by_name(tmp_path: Path, file: str) -> None:
    path = written(tmp_path) / file
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ModelError, match=rf"{file}: was changed after training.*tinbai train toy"):
        load("toy", tmp_path)


def test_a_changed_card_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path) / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["data"]["articles"] = 1000
    path.write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match=r"card\.json: was changed after training"):
        load("toy", tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "tinbai.model/0"}', b"\xff\xfe"])
def test_a_damaged_card_is_refused(tmp_path: Path, content: bytes) -> None:
    (written(tmp_path) / "card.json").write_bytes(content)
    with pytest.raises(ModelError, match=r"card\.json: (?:cannot be read|is no card of format)"):
        load("toy", tmp_path)


def test_a_missing_file_or_model_is_told(tmp_path: Path) -> None:
    (written(tmp_path) / "bias.npy").unlink()
    with pytest.raises(ModelError, match=r"bias\.npy: cannot be read"):
        load("toy", tmp_path)
    with pytest.raises(ModelError, match="none"):
        load("none", tmp_path)


def test_an_array_of_objects_is_never_unpickled(tmp_path: Path) -> None:
    import io

    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    (tmp_path / "toy").mkdir()
    for file, content in packed(CARD, {"weights.npy": buffer.getvalue()}).items():
        (tmp_path / "toy" / file).write_bytes(content)
    with pytest.raises(ModelError, match="is no array"):
        load("toy", tmp_path).array("weights")


def test_arrays_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ModelError, match="do not fit"):
        Linear(("B01",), ("a", "b"), WEIGHTS, np.zeros(2, np.float32))


def test_a_line_end_cannot_shift_the_vocabulary() -> None:
    with pytest.raises(ValueError, match="line end"):
        line_bytes(["a\nb"])


def test_arrays_are_stored_little_endian() -> None:
    assert array_bytes(np.arange(3, dtype=">f4")) == array_bytes(np.arange(3, dtype="<f4"))


@given(st.floats(-800, 800))
def test_probabilities_are_symmetric(score: float) -> None:
    assert 0 <= sigmoid(score) <= 1
    assert sigmoid(score) + sigmoid(-score) == pytest.approx(1)


@given(st.permutations([("a", 0.1), ("b", 0.3), ("c", 0.7)]))
def test_the_order_of_features_does_not_change_a_score(features: list[tuple[str, float]]) -> None:
    weights = np.array([[0.1], [1e7], [-1e7]], np.float32)
    linear = Linear(("X",), ("a", "b", "c"), weights, np.zeros(1, np.float32))
    assert linear.scores(dict(features)) == linear.scores({"a": 0.1, "b": 0.3, "c": 0.7})
