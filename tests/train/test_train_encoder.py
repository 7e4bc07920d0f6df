"""What the encoder learns from: no article held out, figures in their words, every lesson once a round."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.errors import ModelError
from tinbai.train import counts
from tinbai.train.claim_examples import Example
from tinbai.train.encoder import lessons, within
from tinbai.train.fine_tuning import Lesson, Read, batches, fine_tuned


def _sentence(article: int | None, text: str, *aspects: str, whole: bool = True) -> Example:
    claim = bool(aspects) if whole else None
    return Example(article, {}, frozenset(aspects), claim=claim, folded=text, weight=2.0)


def test_articles_held_out_teach_nothing() -> None:
    figures = [counts.Example(n, {}, True, False, "writer", f"[ {n} bản ]") for n in (10, 11)]
    learnt = lessons([_sentence(11, "dân tin", "B01"), _sentence(12, "việc nhanh", "B02")], figures, ["B01", "B02"])
    assert [lesson.text for lesson in learnt] == ["việc nhanh", "[ 10 bản ]"]


def test_a_lesson_asks_what_its_example_can_tell() -> None:
    sentence, span, figure = lessons(
        [_sentence(0, "dân tin", "B08"), _sentence(0, "tin", "B08", whole=False)],
        [counts.Example(0, {}, False, True, "", "[ 7 hộ ]")],
        ["B08"],
    )
    assert (sentence.truth["claim"], set(sentence.weight)) == (True, {"B08", "claim"})
    assert set(span.weight) == {"B08"}
    assert span.weight["B08"] < sentence.weight["B08"]
    assert (figure.truth, set(figure.weight)) == ({"count": False}, {"count"})


def test_each_clause_teaches_what_it_says_among_the_others() -> None:
    parts = (((0, 12), frozenset({"D02"})), ((12, 23), frozenset[str]()))
    held, read = (replace(_sentence(n, "phụ cấp ít, dân vẫn tin", "D02"), clauses=parts) for n in (11, 12))
    (lesson,) = within([held, read], ["D02"])
    assert lesson.truth == {"D02": True, "claim": True}
    assert lesson.parts == [((0, 12), {"D02": True, "claim": True}), ((12, 23), {"D02": False, "claim": False})]


@given(st.lists(st.integers(1, 40), max_size=200))
def test_every_lesson_is_read_once_a_round(lengths: list[int]) -> None:
    examples = [Read((number,) * length, (), ()) for number, length in enumerate(lengths)]
    read = [one for batch in batches(examples, random.Random(0)) for one in batch]
    assert sorted(one.pieces for one in read) == sorted(one.pieces for one in examples)


def test_without_torch_training_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ModelError, match="pip install"):
        fine_tuned([Lesson("dân tin", {"claim": True}, {"claim": 1.0})], ["claim"])
