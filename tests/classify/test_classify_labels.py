"""Labels of the article by the rules of codebook 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc
from tagged import build, holder, lines, mention, parse, pipeline

from tinbai.classify.relevance import relevance, shares
from tinbai.classify.report_type import ORDER
from tinbai.classify.stance import aspects, negative_share, stance
from tinbai.records import Claim, Labels, Officeholder, ZoneName

_FILL = "Trời mưa suốt tuần qua ở vùng cao. "
_KIEM = "Xã có bí thư chi bộ kiêm trưởng thôn. "


@pytest.fixture(scope="module")
def labelled() -> Language:
    return pipeline(["tinbai_cue", "tinbai_hierarchy", "tinbai_adoption", "tinbai_claim", "tinbai_labels"])


def _doc(nlp: Language, tagged: str, zones: tuple[ZoneName, ...] = (), *holders: Officeholder) -> Doc:
    text, mentions = parse(tagged)
    return build(nlp, text, mentions, zones=lines(text, zones), holders=holders)


def _labels(nlp: Language, tagged: str, zones: tuple[ZoneName, ...] = (), *holders: Officeholder) -> Labels:
    labels: Labels = _doc(nlp, tagged, zones, *holders)._.labels
    return labels


_RELEVANCE: list[tuple[str, str, str, tuple[ZoneName, ...]]] = [
    ("no phrase", _FILL * 3, "not_model", ()),
    ("phrase in the title", "Bí thư chi bộ kiêm trưởng thôn ở Khe Sim\n" + _FILL * 9, "model_focus", ("title",)),
    ("phrase in the lead", "Tin vùng cao\n" + _KIEM + "\n" + _FILL * 9, "model_focus", ("title", "lead")),
    ("three marked sentences of nine", (_KIEM + "\n") * 3 + (_FILL + "\n") * 6, "model_focus", ()),
    ("three marked sentences of twenty", (_KIEM + "\n") * 3 + (_FILL + "\n") * 17, "model_mention", ()),
    ("two marked sentences of two", (_KIEM + "\n") * 2, "model_mention", ()),
    ("one line is all body", _KIEM, "model_mention", ()),
    ("a caption does not count", _FILL * 3 + "\n" + _KIEM, "not_model", ("body", "caption")),
    ("a short paragraph counts whole", (_KIEM + _FILL * 3 + "\n") * 3 + (_FILL + "\n") * 20, "model_focus", ()),
    ("a long paragraph counts neighbours", (_KIEM + _FILL * 9 + "\n") * 3 + _FILL * 5, "model_mention", ()),
    ("plural comma", "Lớp mở cho các bí thư chi bộ, trưởng thôn. " + _FILL, "not_model", ()),
    ("commune level", "Bí thư Đảng ủy đồng thời là Chủ tịch UBND xã. " + _FILL, "not_model", ()),
    ("a slogan alone", "Phương châm dân tin, Đảng cử. " + _FILL, "not_model", ()),
]


@pytest.mark.parametrize(("text", "label", "zones"), [c[1:] for c in _RELEVANCE], ids=[c[0] for c in _RELEVANCE])
def test_the_rule_of_relevance(text: str, label: str, zones: tuple[ZoneName, ...], labelled: Language) -> None:
    doc = _doc(labelled, text.strip(), zones)
    assert relevance(doc, shares(doc)) == label


@pytest.mark.parametrize(
    ("dual", "label"),
    [("yes", "model_mention"), ("former", "model_mention"), ("no", "not_model"), ("unclear", "not_model")],
)
def test_a_holder_alone_makes_a_mention(dual: str, label: str, labelled: Language) -> None:
    tagged = "[Lò Văn Chựa|PERSON] đón khách. " + _FILL * 4
    assert _labels(labelled, tagged, (), holder("Lò Văn Chựa", dual=dual)).relevance == label


@pytest.mark.parametrize(("speaks", "label"), [(True, "model_focus"), (False, "model_mention")])
def test_a_portrait_needs_a_sentence_on_both_posts(speaks: bool, label: str, labelled: Language) -> None:
    extra = "Ông đảm nhiệm hai chức danh đã lâu. " if speaks else "Ông nuôi ong đã lâu. "
    tagged = "Ông [Lò Văn Chựa|PERSON], Bí thư Chi bộ kiêm Trưởng bản Pa Khôm, dậy sớm. " + extra + _FILL
    doc = _doc(labelled, tagged, (), holder("Lò Văn Chựa", dual="yes"))
    assert relevance(doc, shares(doc)) == label


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Huyện thực hiện bí thư Đảng ủy đồng thời là Chủ tịch UBND xã. Xã nào cũng làm.", "commune"),
        ("Trưởng ban Tổ chức kiêm Trưởng phòng Nội vụ được bổ nhiệm.", "agency"),
        ("Lũ lớn. " + _FILL * 8 + "\nÔng Phùng Quang Ước, Bí thư Đảng ủy, Chủ tịch UBND xã, có mặt.", None),
        (_FILL * 3, None),
    ],
)
def test_other_unification_is_the_subject_or_nothing(text: str, code: str | None, labelled: Language) -> None:
    labels = _labels(labelled, text)
    assert (labels.relevance, labels.other_unification) == ("not_model", code)


def test_not_model_has_no_type_stance_or_aspects(labelled: Language) -> None:
    tagged = "Bí thư Chi bộ xóm còn là công chức tư pháp xã; đảm nhận hai vai khiến chị ít có thời gian."
    labels = _labels(labelled, tagged)
    assert (labels.report_type, labels.stance, labels.difficulties) == (None, "neutral", ())


_TITLE = "Bí thư chi bộ kiêm trưởng thôn ở Khe Sim"
_TYPES = [
    (
        "implementation_progress",
        (
            "[Đến nay|DATE article_date], [huyện Khe Sim|DISTRICT huyện_Khe_Sim] có [9 thôn|FIGURE 9_thôn] bố trí "
            "bí thư chi bộ kiêm trưởng thôn. Dự kiến sang năm làm tiếp. Lộ trình đã rõ."
        ),
    ),
    (
        "effectiveness_assessment",
        _KIEM + "Mô hình giúp tinh gọn bộ máy. Nhân dân đồng thuận. Nghị quyết nhanh vào cuộc sống.",
    ),
    ("difficulties_criticism", _KIEM + "Phụ cấp còn thấp. Nhiều người e ngại. Khó tìm người thay."),
    (
        "directive_policy",
        "Tỉnh ủy ban hành văn bản về bí thư chi bộ kiêm trưởng thôn. Văn bản quy định rõ việc. Quy định này mới.",
    ),
    (
        "congress_election_personnel",
        "Sau đại hội chi bộ, bí thư chi bộ được bầu làm trưởng thôn. Ngày bầu cử đông vui. Cử tri bỏ phiếu sớm.",
    ),
]


@pytest.mark.parametrize(("kind", "body"), _TYPES)
def test_the_type_of_most_sentences_is_primary_or_secondary(kind: str, body: str, labelled: Language) -> None:
    labels = _labels(labelled, f"{_TITLE}\n{body}", ("title",))
    assert max(ORDER, key=lambda one: labels.scores[f"type_{one}"]) == kind
    assert kind in (labels.report_type, *labels.report_type_secondary)
    assert labels.report_type not in labels.report_type_secondary


def test_an_answer_to_a_reader_is_other_whatever_it_says(labelled: Language) -> None:
    labels = _labels(labelled, f"Trả lời bạn đọc: {_TITLE}\n{_TYPES[3][1]}", ("title",))
    assert labels.report_type == "other"
    assert "directive_policy" in labels.report_type_secondary


def test_a_feature_on_another_theme_is_other(labelled: Language) -> None:
    tagged = (
        "Chị [Vi Thị Nương|PERSON], Bí thư Chi bộ kiêm Trưởng xóm, dệt lụa. " + "Lụa đẹp và bền, hiệu quả cao. " * 5
    )
    labels = _labels(labelled, tagged, (), holder("Vi Thị Nương", dual="yes"))
    assert (labels.relevance, labels.report_type, labels.stance) == ("model_mention", "other", "neutral")


def test_categories_hold_probabilities_and_labels(labelled: Language) -> None:
    doc = _doc(labelled, f"{_TITLE}\n{_KIEM}Nhân dân đồng tình ủng hộ cách làm này.", ("title",))
    for label in ("model_focus", "model_mention", "not_model"):
        assert doc.cats[label] == doc._.labels.scores[f"p_{label}"]
    assert "B08" in doc._.labels.benefits
    assert {code for code in doc.cats if code[1:].isdigit()} == {*doc._.labels.benefits, *doc._.labels.difficulties}


def _claim(value: str, *, resolved: bool = False, target: str = "dual", code: str = "B01") -> Claim:
    return Claim(id="C", text="x", start=0, end=1, speaker="author", aspects=(code,), target=target, stance=value,
                 resolved=resolved)  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [(0, 0, "neutral"), (9, 1, "positive"), (17, 3, "mixed"), (3, 7, "mixed"), (2, 8, "negative"), (0, 1, "negative")],
)
def test_stance_thresholds(positive: int, negative: int, expected: str) -> None:
    claims = [_claim("positive")] * positive + [_claim("negative")] * negative
    assert stance(claims) == expected


def test_resolved_and_other_claims_do_not_weigh() -> None:
    claims = [_claim("positive"), _claim("mixed", resolved=True, code="D01"), _claim("negative", target="other_model")]
    assert negative_share(claims) == 0
    assert (aspects(claims, "B"), aspects(claims, "D")) == (("B01",), ("D01",))


def test_codebook_cases(shared: Path, labelled: Language) -> None:
    cases = json.loads((shared / "codebook" / "edge_cases.json").read_text(encoding="utf-8"))["cases"]
    wrong = []
    for case in cases:
        persons = [
            mention("PERSON", start, start + len(e["text"]), e["normal"], {})
            for e in case["entities"]
            if e["type"] == "PERSON" and (start := case["text"].find(e["text"])) >= 0
        ]
        holders = [holder(one["person"], posts=tuple(one["posts"]), dual=one["dual"]) for one in case["officeholders"]]
        labels = build(labelled, case["text"], persons, holders=holders)._.labels
        if any(getattr(labels, key) != value for key, value in case["labels"].items()):
            wrong.append(case["id"])
    assert wrong == []
