"""One claim with two aspects, or two claims: what the clauses say of each other decides (codebook 2.3)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from tagged import build, pipeline

from tinbai.models.linear import Linear
from tinbai.relations.claim_cuts import CUT, cut_features, placed, stretches
from tinbai.relations.claim_model import Reading

_MODEL = "Xã có bí thư chi bộ kiêm trưởng thôn. "
# Aspects of each claim, benefits before difficulties, each side in order of the text.
_SENTENCES: list[tuple[str, list[tuple[str, ...]]]] = [
    # A semicolon parts two results.
    ("Bộ máy bớt được 12 chức danh; bà con đồng tình, ủng hộ.", [("B04",), ("B08",)]),
    ("Phụ cấp còn thấp; 4 trưởng thôn chưa phải là đảng viên.", [("D02",), ("D05",)]),
    ("Bà đi từng ngõ, gõ từng nhà; an ninh trật tự được giữ vững.", [("B07",), ("B12",)]),
    # So does a comma between two results with numbers of their own.
    ("Hai năm nay thôn không có đơn thư khiếu nại, số hộ nghèo từ 20 xuống còn 6 hộ.", [("B12",), ("B10",)]),
    # What the clause before it causes belongs to the claim.
    ("Phụ cấp thấp nên nhiều người e ngại.", [("D02", "D12")]),
    ("Địa bàn rộng thì một người làm rất vất vả.", [("D01", "D10")]),
    ("Nhờ ông gần dân mà dân tin.", [("B07", "B08")]),
]


@pytest.fixture(scope="module")
def claims() -> Language:
    return pipeline(["tinbai_cue", "tinbai_claim"])


@pytest.mark.parametrize(("sentence", "expected"), _SENTENCES)
def test_sentences(sentence: str, expected: list[tuple[str, ...]], claims: Language) -> None:
    found = build(claims, _MODEL + sentence)._.claims
    assert [claim.aspects for claim in found] == expected
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_claim_with_two_aspects_holds_both_clauses(claims: Language) -> None:
    (claim,) = build(claims, _MODEL + "Địa bàn rộng thì một người làm rất vất vả.")._.claims
    assert claim.text == "Địa bàn rộng thì một người làm rất vất vả"


_TEXT = "bớt người; bớt chi, dân tin"
_PARTS = [(0, 11), (11, 20), (20, 27)]
_CODES = ["B04", "B05", "B08"]
_SAID = [dict(zip(_CODES, said, strict=True)) for said in ((0.9, 0.1, 0.1), (0.2, 0.8, 0.1), (0.0, 0.1, 0.7))]
_READING = Reading(0.9, {"B04": 0.9, "B05": 0.8, "B08": 0.7}, list(zip(_PARTS, _SAID, strict=True)))


def _cutting(name: str) -> Linear:
    """A model that cuts where the feature `name` holds."""
    return Linear((CUT,), (name,), np.array([[9.0]], np.float32), np.array([-4.0], np.float32))


@pytest.mark.parametrize(
    ("cut_at", "expected"),
    [
        ("#semicolon", {(0, 11): ("B04",), (11, 27): ("B05", "B08")}),
        ("pair B05 B08", {(0, 20): ("B04", "B05"), (20, 27): ("B08",)}),
        ("no such feature", {(0, 27): ("B04", "B05", "B08")}),
    ],
)
def test_cuts_part_the_clauses(cut_at: str, expected: dict[tuple[int, int], tuple[str, ...]]) -> None:
    assert stretches(_CODES, _READING, _TEXT, {}, _cutting(cut_at)) == expected


def test_listed_words_place_an_aspect_where_they_stand() -> None:
    assert placed(["B04", "B08"], _READING, {"B08": 12}) == [(0, "B04"), (1, "B08")]
    assert placed(["B04", "B08"], _READING, {"B08": 99}) == [(0, "B04"), (2, "B08")]


def test_aspects_of_one_clause_are_one_claim() -> None:
    found = stretches(["B04", "B08"], _READING, _TEXT, {"B08": 3}, _cutting("code B04"))
    assert list(found.values()) == [("B04", "B08")]


@given(
    st.lists(st.floats(0.01, 0.99), min_size=12, max_size=12),
    st.sets(st.sampled_from(["B01", "B04", "B05", "B08"]), min_size=1),
    st.sampled_from(["#semicolon", "#distance", "code B04", "word bớt"]),
)
def test_every_aspect_is_in_one_claim_and_claims_do_not_overlap(
    weights: list[float], codes: set[str], cut_at: str
) -> None:
    said = [dict(zip(["B01", "B04", "B05", "B08"], weights[at : at + 4], strict=True)) for at in (0, 4, 8)]
    reading = Reading(0.9, said[0], list(zip(_PARTS, said, strict=True)))
    found = stretches(sorted(codes), reading, _TEXT, {}, _cutting(cut_at))
    assert sorted(code for named in found.values() for code in named) == sorted(codes)
    spans = sorted(found)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_features_count_numbers_and_know_no_order_of_aspects() -> None:
    text = "giảm 3 người, bớt 20 triệu đồng"
    parts = [(0, 14), (14, 31)]
    found = cut_features(text, parts, (0, "B05"), (1, "B04"))
    assert {"#number left", "#number right", "#number both", "pair B04 B05", "left giảm", "right bớt"} <= set(found)
    assert found["#semicolon"] == 0
