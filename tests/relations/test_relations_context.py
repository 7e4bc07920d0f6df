"""Counts in sentences that do not name the model, in a text that is about it (codebook 2.1 A, 4.2)."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc
from tagged import build, lines, parse, pipeline

_LEAD = "[Huyện Khe Sim|DISTRICT huyện_Khe_Sim] bố trí bí thư chi bộ kiêm trưởng thôn.\n"
_A, _B = "[xã Tân Lũng|COMMUNE xã_Tân_Lũng]", "[xã Nà Ư|COMMUNE xã_Nà_Ư]"
_CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "a predicate that takes up the model",
        "Đến cuối quý, toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã thực hiện, bằng [57,8%|FIGURE 57.8_%].",
        [{"level": "district", "place": "huyện Khe Sim", "count": 52, "total": 90, "percent": 57.8}],
    ),
    (
        "one person in other words",
        "Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] do một người đứng mũi.",
        [{"count": 52, "total": 90}],
    ),
    (
        "a ratio at the head of its sentence",
        "[52/90 thôn|FIGURE 52/90_thôn], tức [57,8%|FIGURE 57.8_%]: đó là con số của cả huyện.",
        [{"count": 52, "total": 90, "percent": 57.8, "place": "huyện Khe Sim"}],
    ),
    (
        "a total before its part",
        f"Ở {_A}, xã có [8 thôn|FIGURE 8_thôn], [5 thôn|FIGURE 5_thôn] do bí thư chi bộ làm trưởng thôn.",
        [{"level": "commune", "place": "xã Tân Lũng", "count": 5, "total": 8}],
    ),
    (
        "a list of communes after a count",
        (
            "Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã bố trí. "
            f"Bảng theo dõi ghi: {_A} [9 thôn|FIGURE 9_thôn], {_B} [7 thôn|FIGURE 7_thôn]."
        ),
        [{"count": 52}, {"place": "xã Tân Lũng", "count": 9}, {"place": "xã Nà Ư", "count": 7}],
    ),
    (
        "a commune that has none",
        f"Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã bố trí; {_A} chưa có thôn nào.",
        [{"count": 52}, {"place": "xã Tân Lũng", "count": None, "status": "not_adopted"}],
    ),
    (
        "a commune that has none any more",
        f"Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã bố trí; {_A} không còn thôn nào.",
        [{"count": 52}, {"place": "xã Tân Lũng", "status": "abandoned"}],
    ),
    (
        "a bare number that has fallen",
        "Khóa trước toàn huyện có [61 thôn|FIGURE 61_thôn] nhất thể hóa; nay chỉ còn [52|FIGURE 52].",
        [{"count": 61}, {"count": 52, "comparator": "decrease_to"}],
    ),
    (
        "that number",
        "Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã bố trí. Con số ấy khóa trước mới là [30|FIGURE 30].",
        [{"count": 52}, {"count": 30, "total": None}],
    ),
    (
        "one share of two communes",
        f"Riêng {_A} và {_B} phải đạt [100%|FIGURE 100_%].",
        [
            {"place": "xã Tân Lũng", "percent": 100.0, "status": "target"},
            {"place": "xã Nà Ư", "percent": 100.0, "status": "target"},
        ],
    ),
    (
        "what must be reached",
        (
            "Nghị quyết ghi rõ: [hết năm 2022|DATE 2022], [55% số thôn, bản|FIGURE 55_%] "
            "phải bố trí được bí thư kiêm trưởng thôn."
        ),
        [{"percent": 55.0, "status": "target", "as_of": "2022"}],
    ),
    (
        "the rest keep two persons",
        (
            "Xã có [11 bản|FIGURE 11_bản] thì [7 bản|FIGURE 7_bản] do bí thư kiêm trưởng bản, "
            "[4 bản|FIGURE 4_bản] còn lại bố trí [hai người|FIGURE 2_người]."
        ),
        [{"count": 7, "total": 11, "status": "achieved"}, {"count": 4, "status": "not_adopted"}],
    ),
    (
        "each number of a change has its own date",
        (
            "Số thôn nhất thể hóa hai chức danh tăng từ [74 thôn|FIGURE 74_thôn] ([năm 2018|DATE 2018]) "
            "lên [99 thôn|FIGURE 99_thôn] ([năm 2020|DATE 2020])."
        ),
        [{"count": 74, "as_of": "2018"}, {"count": 99, "as_of": "2020"}],
    ),
    (
        "so many in each of two communes",
        (
            "Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã bố trí. "
            f"Dẫn đầu là {_A} và {_B} mỗi xã [6 thôn|FIGURE 6_thôn], "
            "[xã Pa Tần|COMMUNE xã_Pa_Tần] [5 thôn|FIGURE 5_thôn]."
        ),
        [{"count": 52}, {"place": "xã Tân Lũng", "count": 6}, {"place": "xã Nà Ư", "count": 6}, {"count": 5}],
    ),
    (
        "the rest will follow",
        "[38 thôn|FIGURE 38_thôn] còn lại sẽ thực hiện trong [năm 2023|DATE 2023].",
        [{"count": 38, "status": "target", "as_of": "2023"}],
    ),
    (
        "the parent in a parenthesis",
        f"Ở {_A} ([huyện Khe Sim|DISTRICT huyện_Khe_Sim]) có [6/9 thôn|FIGURE 6/9_thôn] đã thực hiện.",
        [{"level": "commune", "place": "xã Tân Lũng", "count": 6}],
    ),
]
_NONE = [
    ("works", "[52/90 thôn|FIGURE 52/90_thôn] đã hoàn thành đường bê tông."),
    ("new rural hamlets", "Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đạt chuẩn nông thôn mới."),
    ("heads outside the Party", "[13 thôn|FIGURE 13_thôn] có trưởng thôn chưa phải đảng viên."),
    ("a description", f"{_A} có [11 thôn|FIGURE 11_thôn], [1.200 hộ|FIGURE 1200_hộ]."),
    ("a share of the people", "Xã đông dân, người Khmer chiếm [71%|FIGURE 71_%]."),
    ("votes", "Anh đạt [98%|FIGURE 98_%] số phiếu."),
    ("steps not yet taken", "Còn [21 nơi|FIGURE 21_nơi] chưa đưa vào kế hoạch."),
    ("the women among them", "Trong số [58 người|FIGURE 58_người] kiêm nhiệm, nữ chiếm [14%|FIGURE 14_%]."),
]


@pytest.fixture(scope="module")
def adopt() -> Language:
    return pipeline(["tinbai_cue", "tinbai_hierarchy", "tinbai_adoption"])


def _doc(nlp: Language, body: str, lead: str = _LEAD) -> Doc:
    text, mentions = parse("Tiêu đề\n" + lead + body)
    return build(nlp, text, mentions, zones=lines(text, ["title", "lead"]))


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in _CASES], ids=[case[0] for case in _CASES])
def test_counts_go_on_without_the_name(body: str, expected: list[dict[str, Any]], adopt: Language) -> None:
    records = _doc(adopt, body)._.adoption
    assert [{key: getattr(r, key) for key in e} for r, e in zip(records, expected, strict=False)] == expected
    assert len(records) == len(expected)


@pytest.mark.parametrize("body", [case[1] for case in _NONE], ids=[case[0] for case in _NONE])
def test_other_counts_are_none(body: str, adopt: Language) -> None:
    assert _doc(adopt, body)._.adoption == ()


def test_an_article_that_has_not_named_the_model_counts_nothing(adopt: Language) -> None:
    body = "Toàn huyện có [52/90 thôn|FIGURE 52/90_thôn] đã thực hiện."
    assert _doc(adopt, body, "Huyện họp sơ kết quý.\n")._.adoption == ()
