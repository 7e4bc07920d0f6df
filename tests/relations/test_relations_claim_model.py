"""The trained reader finds what the word lists do not know, and keeps to articles about the model."""

from __future__ import annotations

import pytest
from spacy.language import Language
from tagged import build, parse, pipeline

from tinbai.records import Claim
from tinbai.relations.aspects import hits
from tinbai.relations.claim_model import AT_LEAST, BACKED_AT_LEAST, Reading
from tinbai.text.normalize import fold

_MODEL = "Xã có bí thư chi bộ kiêm trưởng thôn. "
_PARAPHRASES = [
    ("Việc gì bà con cũng kể với chị, tối nào nhà chị cũng có người ngồi.", "B"),
    ("Con đường bùn ngày nào, nay đã trải bê tông phẳng lì tới tận cổng trường.", "B"),
    ("Vợ con trách tôi đi suốt, lúa ngoài ruộng chẳng ai gặt.", "D"),
    ("Tiền nhận mỗi tháng đổ xăng đi họp là vừa hết.", "D"),
    ("Lớp trẻ đi làm công nhân cả, tìm mãi chẳng ra người thay.", "D"),
]
_NOTHING = [
    "Huyện ủy yêu cầu các xã báo cáo trước ngày 20 tháng 9.",
    "Thôn có 204 hộ, phần lớn làm ruộng.",
    "Hội nghị diễn ra trong một buổi sáng.",
]


@pytest.fixture(scope="module")
def claims() -> Language:
    return pipeline(["tinbai_cue", "tinbai_claim"])


def _claims(nlp: Language, plain: str) -> tuple[Claim, ...]:
    text, mentions = parse(plain)
    found: tuple[Claim, ...] = build(nlp, text, mentions)._.claims
    assert all(text[claim.start : claim.end] == claim.text for claim in found)
    return found


@pytest.mark.parametrize(("sentence", "side"), _PARAPHRASES)
def test_a_claim_in_other_words_is_found(claims: Language, sentence: str, side: str) -> None:
    folded = fold(sentence)
    found = _claims(claims, _MODEL + sentence)
    assert found, hits(folded, 0, len(folded))
    assert {code[0] for claim in found for code in claim.aspects} == {side}


@pytest.mark.parametrize("sentence", _NOTHING)
def test_facts_and_orders_are_no_claims(claims: Language, sentence: str) -> None:
    assert _claims(claims, _MODEL + sentence) == ()


@pytest.mark.parametrize(("sentence", "side"), _PARAPHRASES)
def test_without_the_model_there_is_no_claim(claims: Language, sentence: str, side: str) -> None:
    assert _claims(claims, "Xã có nhiều đổi thay. " + sentence) == ()


def test_benefits_and_difficulties_are_claims_of_their_own() -> None:
    aspects = {"B01": 0.9, "D01": 0.4, "D02": 0.1, "B02": 0.35}
    assert Reading(0.9, aspects).sides() == [("B01", "B02"), ("D01",)]
    assert Reading(AT_LEAST - 0.01, aspects).sides() == []
    assert Reading(0.9, {"B01": 0.05, "D01": 0.2}).sides() == [("D01",)]


def test_a_claim_names_an_aspect_or_is_none() -> None:
    assert Reading(0.99, {"B01": 0.05, "D01": 0.04}).sides() == []


def test_the_word_lists_back_what_the_model_doubts() -> None:
    doubted = Reading(AT_LEAST / 2, {"B01": 0.1, "D01": 0.01})
    assert doubted.sides() == []
    assert doubted.sides({"B01"}) == [("B01",)]
    assert Reading(BACKED_AT_LEAST / 2, {"B01": 0.9}).sides({"B01"}) == []
