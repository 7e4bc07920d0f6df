"""Adoption counts from figures, phrases and places (codebook 4.2)."""

from __future__ import annotations

from typing import Any

import pytest
from adoption_layers import adoption_doc, values
from spacy.language import Language
from tagged import pipeline

_CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "count left of the phrase",
        "@C có [9 thôn|FIGURE 9_thôn] bố trí bí thư chi bộ kiêm trưởng thôn.",
        [{"level": "commune", "place": "xã Tân Lũng", "count": 9, "total": None, "status": "achieved"}],
    ),
    (
        "count right of the phrase",
        ("@D đã thực hiện bí thư chi bộ đồng thời là trưởng bản tại [31 bản|FIGURE 31_bản]."),
        [{"level": "district", "place": "huyện Khe Sim", "count": 31, "status": "achieved"}],
    ),
    (
        "count inside the phrase",
        "@D hiện có [94 bí thư kiêm trưởng bản|FIGURE 94_người].",
        [{"level": "district", "count": 94, "count_of": "persons", "base": "secretaries"}],
    ),
    (
        "ratio and percent that agree",
        (
            "@D có [50/88 thôn|FIGURE 50/88_thôn], đạt [56,8%|FIGURE 56.8_%], "
            "bố trí bí thư chi bộ đồng thời là trưởng thôn."
        ),
        [{"count": 50, "total": 88, "percent": 56.8, "percent_computed": 56.82, "flags": ()}],
    ),
    (
        "ratio and percent that do not agree",
        ("@D có [60/120 thôn|FIGURE 60/120_thôn] ([45%|FIGURE 45_%]) nhất thể hóa hai chức danh."),
        [{"count": 60, "total": 120, "percent": 45.0, "flags": ("percent_mismatch(50 expected)",)}],
    ),
    (
        "total before trong đó",
        ("@D có [120 thôn|FIGURE 120_thôn], trong đó [94 thôn|FIGURE 94_thôn] có bí thư chi bộ kiêm trưởng thôn."),
        [{"count": 94, "total": 120}],
    ),
    (
        "total after trong tổng số",
        (
            "@D có [94 thôn|FIGURE 94_thôn] (trong tổng số [120 thôn|FIGURE 120_thôn]) "
            "có bí thư chi bộ kiêm trưởng thôn."
        ),
        [{"count": 94, "total": 120}],
    ),
    (
        "share only",
        "@P có [72%|FIGURE 72_%] bí thư chi bộ đồng thời là trưởng thôn.",
        [{"level": "province", "count": None, "percent": 72.0, "base": "secretaries", "percent_computed": None}],
    ),
    (
        "100% of the hamlets",
        "@C có [100%|FIGURE 100_%] thôn, xóm có bí thư chi bộ kiêm trưởng thôn.",
        [{"count": None, "total": None, "percent": 100.0, "base": "hamlet_units"}],
    ),
    (
        "target",
        ("@D phấn đấu [đến năm 2024|DATE 2024] có [70 thôn|FIGURE 70_thôn] thực hiện bí thư chi bộ kiêm trưởng thôn."),
        [{"count": 70, "status": "target", "as_of": "2024", "incremental": False}],
    ),
    (
        "achieved in spite of a plan's name",
        (
            "Theo kế hoạch, [đến nay|DATE article_date] @c đã có [7 thôn|FIGURE 7_thôn] "
            "bố trí bí thư chi bộ kiêm trưởng thôn."
        ),
        [{"count": 7, "status": "achieved", "as_of": "article_date", "as_of_basis": "deictic"}],
    ),
    (
        "steps of a plan add up",
        (
            "@C đã triển khai bí thư chi bộ kiêm trưởng thôn tại [3 thôn|FIGURE 3_thôn]. "
            "Dự kiến [năm 2023|DATE 2023], sẽ triển khai ở [2 thôn|FIGURE 2_thôn], [đến năm 2024|DATE 2024] triển khai "
            "[4 thôn|FIGURE 4_thôn] còn lại."
        ),
        [
            {"count": 3, "status": "achieved", "derived_total": None},
            {"count": 2, "status": "target", "incremental": True, "as_of": "2023", "place": "xã Tân Lũng"},
            {"count": 4, "status": "target", "incremental": True, "as_of": "2024", "derived_total": 9},
        ],
    ),
    (
        "list of communes",
        (
            "[Đến tháng 6|DATE 2021-06], @d có [12 bản|FIGURE 12_bản] thực hiện mô hình "
            "bí thư chi bộ kiêm trưởng bản. Trong đó, [xã Nà Ư|COMMUNE xã_Nà_Ư] có [7 bản|FIGURE 7_bản]; "
            "[Pa Khoang|COMMUNE xã_Pa_Khoang] [5 bản|FIGURE 5_bản]."
        ),
        [
            {"level": "district", "count": 12, "as_of": "2021-06", "part_of": None},
            {"level": "commune", "place": "xã Nà Ư", "count": 7, "as_of": "2021-06", "part_of": "A1"},
            {"level": "commune", "place": "xã Pa Khoang", "count": 5, "part_of": "A1"},
        ],
    ),
    (
        "communes that are gone in the one of now",
        (
            "[Xã Nà Ư|COMMUNE xã_Nà_Ư] có [12 bản|FIGURE 12_bản] thực hiện mô hình bí thư chi bộ kiêm trưởng bản. "
            "Trong đó, địa bàn [xã Nà Lũng|COMMUNE xã_Nà_Lũng former=true] cũ [7 bản|FIGURE 7_bản], "
            "[xã Pa Khoang|COMMUNE xã_Pa_Khoang former=true] cũ [5 bản|FIGURE 5_bản]."
        ),
        [
            {"place": "xã Nà Ư", "count": 12, "part_of": None},
            {"place": "xã Nà Lũng", "count": 7, "part_of": "A1"},
            {"place": "xã Pa Khoang", "count": 5, "part_of": "A1"},
        ],
    ),
    (
        "elided unit",
        ("@C họp bàn. Toàn xã có [6 thôn|FIGURE 6_thôn] nhất thể hóa chức danh bí thư chi bộ, trưởng thôn."),
        [{"level": "commune", "place": "xã Tân Lũng", "count": 6}],
    ),
    (
        "subunits beside the count",
        ("@D có [5 xã|FIGURE 5_xã] thực hiện bí thư chi bộ kiêm trưởng bản tại [19 bản|FIGURE 19_bản]."),
        [{"count": 19, "n_subunits": 5, "subunit": "xã"}],
    ),
    (
        "members of a list",
        ("@N đã bố trí bí thư chi bộ đồng thời là trưởng bản tại [2 bản|FIGURE 2_bản], gồm các bản: @H1, @H2."),
        [
            {"count": 2, "members": ("bản Huổi Sen", "bản Co Muông"), "members_listed": 2, "flags": ()},
            {"level": "hamlet", "place": "bản Huổi Sen", "count": 1, "total": 1, "derived": True, "part_of": "A1"},
            {"level": "hamlet", "place": "bản Co Muông", "commune": "xã Nà Ư", "derived": True},
        ],
    ),
    (
        "a list that is too short",
        ("@N đã bố trí bí thư chi bộ đồng thời là trưởng bản tại [3 bản|FIGURE 3_bản]: @H1 và @H2."),
        [
            {"count": 3, "members_listed": 2, "flags": ("list_count_mismatch(3 vs 2)",)},
            {"place": "bản Huổi Sen"},
            {"place": "bản Co Muông"},
        ],
    ),
    (
        "hamlets as subject",
        (
            "[Bản Huổi Sen|HAMLET bản_Huổi_Sen] và [bản Co Muông|HAMLET bản_Co_Muông] đã nhất thể hóa chức danh bí thư "
            "chi bộ, trưởng bản."
        ),
        [{"level": "hamlet", "place": "bản Huổi Sen"}, {"level": "hamlet", "place": "bản Co Muông"}],
    ),
    (
        "decline between two terms",
        (
            "[Nhiệm kỳ 2015-2017|DATE 2015/2017 subtype=term], huyện có [40 xóm|FIGURE 40_xóm] nhất thể "
            "hóa; sang [nhiệm kỳ 2017-2020|DATE 2017/2020 subtype=term] chỉ còn [25 xóm|FIGURE 25_xóm], "
            "giảm [15 xóm|FIGURE 15_xóm]."
        ),
        [
            {"level": "district", "count": 40, "as_of": "2015/2017", "term": "2015/2017", "change": None},
            {"count": 25, "as_of": "2017/2020", "change": -15, "comparator": "decrease_to"},
        ],
    ),
    (
        "share behind the predicate",
        "@D có [270/369 xóm|FIGURE 270/369_xóm] bố trí bí thư chi bộ kiêm xóm trưởng, đạt [73,2%|FIGURE 73.2_%].",
        [{"count": 270, "total": 369, "percent": 73.2, "flags": ()}],
    ),
    (
        "secretaries among hamlets",
        "@C có [64 thôn|FIGURE 64_thôn], trong đó [41 bí thư chi bộ|FIGURE 41_người] đồng thời là trưởng thôn.",
        [{"count": 41, "total": 64, "base": "secretaries"}],
    ),
    (
        "the verb alone, once the model is named",
        (
            "@D bố trí bí thư chi bộ kiêm xóm trưởng.\nĐến hết [năm 2021|DATE 2021], toàn huyện chỉ còn "
            "[241 xóm|FIGURE 241_xóm] thực hiện, giảm [29 xóm|FIGURE 29_xóm]."
        ),
        [{"level": "district", "place": "huyện Khe Sim", "count": 241, "as_of": "2021", "change": -29}],
    ),
    (
        "not adopted",
        (
            "@C có [9 thôn|FIGURE 9_thôn] bố trí bí thư chi bộ kiêm trưởng thôn, còn "
            "[2 thôn|FIGURE 2_thôn] chưa thực hiện."
        ),
        [{"count": 9, "status": "achieved"}, {"count": 2, "status": "not_adopted"}],
    ),
    (
        "abandoned",
        "@D có [8 thôn|FIGURE 8_thôn] không còn thực hiện bí thư chi bộ kiêm trưởng thôn.",
        [{"count": 8, "status": "abandoned"}],
    ),
    (
        "completed without a number",
        ("[Đến nay|DATE article_date], @c đã hoàn thành việc nhất thể hóa bí thư chi bộ, trưởng thôn."),
        [{"status": "completed_qualitative", "place": "xã Tân Lũng", "count": None, "as_of": "article_date"}],
    ),
    (
        "approximation",
        "@P có [hơn 300 thôn|FIGURE >300_thôn] thực hiện bí thư chi bộ kiêm trưởng thôn.",
        [{"count": 300, "comparator": "more_than"}],
    ),
    (
        "one group of units only",
        (
            "@P phấn đấu có [80%|FIGURE 80_%] bí thư chi bộ đồng thời là trưởng thôn; "
            "riêng phường đạt [100%|FIGURE 100_%]."
        ),
        [
            {"percent": 80.0, "subset": None, "status": "target"},
            {"percent": 100.0, "subset": "phường", "status": "target"},
        ],
    ),
]

_NONE = [
    (
        "heads who are not party members",
        "Xã có [4/9 trưởng thôn|FIGURE 4/9_người] chưa là đảng viên, khó nhất thể hóa bí thư chi bộ, trưởng thôn.",
    ),
    (
        "awards",
        "Huyện khen thưởng [12 đồng chí|FIGURE 12_người] bí thư chi bộ kiêm trưởng bản tiêu biểu.",
    ),
    (
        "training",
        "Lớp học có [45 người|FIGURE 45_người] được bồi dưỡng nghiệp vụ, phần lớn là bí thư chi bộ kiêm trưởng bản.",
    ),
    (
        "new rural hamlets",
        "Huyện có [53/83 bản|FIGURE 53/83_bản] đạt chuẩn nông thôn mới, nhiều bí thư chi bộ kiêm trưởng bản được khen.",
    ),
    (
        "allowances",
        "Bí thư chi bộ kiêm trưởng thôn hưởng [100%|FIGURE 100_%] phụ cấp chức danh thứ nhất.",
    ),
    (
        "commune-level unification",
        "Huyện có [8/14 xã|FIGURE 8/14_xã] thực hiện bí thư Đảng ủy đồng thời là Chủ tịch UBND xã.",
    ),
    (
        "households of another sentence",
        "Xã có bí thư chi bộ kiêm trưởng thôn. Thôn Hạ có [120 hộ|FIGURE 120_hộ], trong đó [9 hộ|FIGURE 9_hộ] nghèo.",
    ),
    (
        "a plain total in another clause",
        "Toàn xã có [12 bản|FIGURE 12_bản], những năm qua bà con tin yêu các bí thư chi bộ kiêm trưởng bản.",
    ),
]


@pytest.fixture(scope="module")
def nlp_adoption() -> Language:
    return pipeline(["tinbai_cue", "tinbai_hierarchy", "tinbai_adoption"])


@pytest.mark.parametrize(("tagged", "expected"), [case[1:] for case in _CASES], ids=[case[0] for case in _CASES])
def test_statement(tagged: str, expected: list[dict[str, Any]], nlp_adoption: Language) -> None:
    records = adoption_doc(nlp_adoption, tagged)._.adoption
    assert [values(r, e) for r, e in zip(records, expected, strict=False)] == expected
    assert len(records) == len(expected)


@pytest.mark.parametrize("tagged", [case[1] for case in _NONE], ids=[case[0] for case in _NONE])
def test_what_is_counted_decides(tagged: str, nlp_adoption: Language) -> None:
    assert adoption_doc(nlp_adoption, tagged)._.adoption == ()
