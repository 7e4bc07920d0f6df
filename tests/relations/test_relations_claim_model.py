"""The trained reader finds what the word lists do not know, and keeps to articles about the model."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from tagged import build, parse, pipeline

from tinbai.lexicon import load as lexicon
from tinbai.models.linear import load_linear
from tinbai.records import Claim
from tinbai.relations.aspects import hits
from tinbai.relations.claim_features import word_features
from tinbai.relations.claim_model import (
    ASPECT_AT_LEAST,
    AT_LEAST,
    BACKED_AT_LEAST,
    CLAIM,
    TOP_AT_LEAST,
    Asked,
    Encoded,
    Reading,
    clauses,
    read,
    told,
)
from tinbai.text.normalize import fold

_MODEL = "Xã có bí thư chi bộ kiêm trưởng thôn. "
_PARAPHRASES = [
    ("Việc gì bà con cũng kể với chị, tối nào nhà chị cũng có người ngồi.", "B"),
    ("Con đường bùn ngày nào, nay đã trải bê tông phẳng lì tới tận cổng trường.", "B"),
    ("Vợ con trách tôi đi suốt, lúa ngoài ruộng chẳng ai gặt.", "D"),
    ("Tiền nhận mỗi tháng đổ xăng đi họp là vừa hết.", "D"),
    ("Lớp trẻ đi làm công nhân cả, tìm mãi chẳng ra người thay.", "D"),
]
# Newspapers love them, invented articles avoid them: the encoder alone doubts some.
_SET_PHRASES = [
    ("Thực hiện mô hình này góp phần tinh gọn bộ máy, giảm đầu mối.", {"B04"}),
    ("Việc nhất thể hóa đã góp phần nâng cao vai trò lãnh đạo của chi bộ.", {"B09"}),
    ("Qua đó, giảm số người hoạt động không chuyên trách và tiết kiệm chi ngân sách.", {"B04", "B05"}),
    ("Trách nhiệm của người đứng đầu được nâng lên rõ rệt.", {"B03"}),
    ("Nhất thể hóa hai chức danh giúp việc lãnh đạo, điều hành được thông suốt.", {"B02"}),
    ("Khó khăn lớn nhất là nguồn cán bộ ở thôn khan hiếm.", {"D04"}),
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


@pytest.mark.parametrize(("sentence", "aspects"), _SET_PHRASES)
def test_a_set_phrase_of_the_newspapers_is_a_claim(claims: Language, sentence: str, aspects: set[str]) -> None:
    assert {code for claim in _claims(claims, _MODEL + sentence) for code in claim.aspects} == aspects


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
    enough, less = ASPECT_AT_LEAST + 0.05, ASPECT_AT_LEAST - 0.05
    aspects = {"B01": 0.9, "D01": enough, "D02": less, "B02": enough}
    assert Reading(0.9, aspects).sides() == [("B01", "B02"), ("D01",)]
    assert Reading(AT_LEAST - 0.01, aspects).sides() == []
    assert Reading(0.9, {"B01": 0.05, "D01": TOP_AT_LEAST + 0.05}).sides() == [("D01",)]


def test_a_claim_names_an_aspect_or_is_none() -> None:
    assert Reading(0.99, {"B01": TOP_AT_LEAST - 0.05, "D01": 0.04}).sides() == []


def test_the_word_lists_back_what_the_model_doubts() -> None:
    doubted = Reading(AT_LEAST / 2, {"B01": 0.1, "D01": 0.01})
    assert doubted.sides() == []
    assert doubted.sides({"B01"}) == [("B01",)]
    assert Reading(BACKED_AT_LEAST / 2, {"B01": 0.9}).sides({"B01"}) == []


def test_a_claim_stands_in_the_clauses_that_speak_for_it() -> None:
    said = [((0, 20), {"B08": 0.02, "D01": 0.8}), ((20, 40), {"B08": 0.9, "D01": 0.01})]
    reading = Reading(0.9, {"B08": 0.9, "D01": 0.8}, said)
    assert reading.sides() == [("B08",), ("D01",)]
    assert [reading.span(side) for side in reading.sides()] == [(20, 40), (0, 20)]


@given(st.text(alphabet="abđ ế,;:.-n", max_size=80), st.integers(0, 10), st.integers(0, 10))
def test_clauses_cover_their_stretch_without_gaps(text: str, left: int, right: int) -> None:
    start, end = min(left, len(text)), max(min(left, len(text)), len(text) - right)
    found = clauses(text, start, end)
    assert (found[0][0], found[-1][1]) == (start, end)
    assert all(a[1] == b[0] for a, b in pairwise(found))


def test_trouble_and_praise_in_one_sentence_are_two_claims(claims: Language) -> None:
    found = _claims(claims, _MODEL + "Việc nhiều hơn trước, họp hành liên miên, nhưng bà con rất tin tưởng, ủng hộ.")
    assert [claim.aspects[0][0] for claim in found] == ["D", "B"]
    assert found[0].end <= found[1].start


@pytest.mark.parametrize(
    ("folded", "there", "absent"),
    [
        ("không còn đùn đẩy, dân tin", "not đùn", "not dân"),
        ("bớt họp nhưng việc chạy", "not họp", "not việc"),
        ("hồi trước hai người cãi nhau", "once cãi", "once trước"),
        ("nay một người lo", "một người", "once một"),
    ],
)
def test_denied_and_former_words_are_features_of_their_own(folded: str, there: str, absent: str) -> None:
    found = word_features(folded)
    assert there in found
    assert absent not in found


def test_a_denying_word_is_one_syllable_as_the_features_are() -> None:
    assert [word for word in lexicon("aspects")["words"]["denying"] if len(word.split()) != 1] == []


def test_the_encoder_doubts_no_aspect_that_the_word_lists_name() -> None:
    folded, model = fold("Cách làm này giúp tinh gọn bộ máy."), load_linear("claims")
    whole = (0, len(folded))
    plain = told(model, Asked(word_features(folded), folded, whole, whole))
    doubt = Encoded(dict.fromkeys(model.labels, -20.0), [score for _, score in plain.clauses])
    alone, doubted = plain.reading(), plain.reading(doubt)
    backed = replace(plain, listed=frozenset({"B04"})).reading(doubt)
    assert doubted.aspects["B04"] < backed.aspects["B04"] == alone.aspects["B04"]
    assert doubted.claim < backed.claim <= alone.claim
    assert backed.aspects["B01"] == doubted.aspects["B01"] < alone.aspects["B01"]


def test_the_encoder_makes_a_claim_of_words_that_the_regressions_do_not_know() -> None:
    folded, model = fold("Việc gì cũng trôi chảy."), load_linear("claims")
    whole = (0, len(folded))
    plain = told(model, Asked({}, folded, whole, whole))
    assert plain.reading().claim < AT_LEAST
    sure = Encoded({"B01": 6.0, CLAIM: 6.0}, [{}])
    assert plain.reading(sure).claim > plain.reading().claim


def test_a_clause_read_among_the_others_names_what_the_sentence_hides() -> None:
    folded, model = fold("Phụ cấp thì ít ỏi, vậy mà ai cũng gật."), load_linear("claims")
    whole = (0, len(folded))
    plain = told(model, Asked({}, folded, whole, whole))
    silent = [{}, {}]
    heard = plain.reading(Encoded(plain.whole, silent)), plain.reading(Encoded(plain.whole, [{}, {"B08": 9.0}]))
    assert heard[1].aspects["B08"] > heard[0].aspects["B08"]
    assert heard[1].span(["B08"]) == plain.clauses[1][0]


def test_nothing_to_read_gives_nothing() -> None:
    assert read([]) == []
