"""Consistency checks K1 to K11, each passing and failing (codebook 4.6)."""

from __future__ import annotations

import pytest
from spacy.language import Language
from tagged import build, parse, pipeline

from tinbai.records import Adoption, Article, Check, Evidence
from tinbai.relations.checks import ChecksComponent

_K = "nhất thể hóa chức danh bí thư chi bộ, trưởng thôn"
_D = "[Huyện Khe Sim|DISTRICT huyện_Khe_Sim]"
_LIST = (
    _D + " có [{whole}|FIGURE {n}_bản] " + _K + "; trong đó, {lead}[xã Nà Ư|COMMUNE xã_Nà_Ư] [7 bản|FIGURE 7_bản], "
    "[xã Pa Khoang|COMMUNE xã_Pa_Khoang] [5 bản|FIGURE 5_bản]."
)
_CASES = [
    ("K1", True, _D + " có [16/103 thôn|FIGURE 16/103_thôn] ([15%|FIGURE 15_%]) " + _K + "."),
    ("K1", False, _D + " có [118/245 thôn|FIGURE 118/245_thôn], đạt [52,3%|FIGURE 52.3_%]."),
    ("K1", True, _D + " có [50/88 thôn|FIGURE 50/88_thôn], chiếm [56,8%|FIGURE 56.8_%]."),
    ("K1", False, _D + " có [50/88 thôn|FIGURE 50/88_thôn] ([57,8%|FIGURE 57.8_%])."),
    ("K1", True, "Tỷ lệ đạt [56,8%|FIGURE 56.8_%] ([50/88 thôn|FIGURE 50/88_thôn])."),
    ("K2", True, _LIST.format(whole="12 bản", n=12, lead="")),
    ("K2", False, _LIST.format(whole="14 bản", n=14, lead="")),
    ("K2", True, _LIST.format(whole="14 bản", n=14, lead="tiêu biểu như ")),
    ("K2", False, _LIST.format(whole="11 bản", n=11, lead="tiêu biểu như ")),
    ("K2", True, _LIST.format(whole="hơn 10 bản", n=">10", lead="")),
    (
        "K3",
        True,
        "[Xã Nà Ư|COMMUNE xã_Nà_Ư] " + _K + " tại [2 bản|FIGURE 2_bản], gồm: [Co Mạ|HAMLET bản_Co_Mạ], "
        "[Huổi Lóng|HAMLET bản_Huổi_Lóng].",
    ),
    (
        "K3",
        False,
        "[Xã Nà Ư|COMMUNE xã_Nà_Ư] " + _K + " tại [3 bản|FIGURE 3_bản], gồm: [Co Mạ|HAMLET bản_Co_Mạ], "
        "[Huổi Lóng|HAMLET bản_Huổi_Lóng].",
    ),
    ("K4", True, "Trong [154 thôn|FIGURE 154_thôn], [102 thôn|FIGURE 102_thôn] đã làm, [52 thôn|FIGURE 52_thôn] chưa."),
    (
        "K4",
        False,
        "Trong [154 thôn|FIGURE 154_thôn], [102 thôn|FIGURE 102_thôn] đã làm, [42 thôn|FIGURE 42_thôn] chưa làm.",
    ),
    ("K4", True, "Có [102/154 thôn|FIGURE 102/154_thôn] đã làm, còn lại [52 thôn|FIGURE 52_thôn] chưa làm."),
    (
        "K4",
        True,
        "Trong [154 thôn|FIGURE 154_thôn], [hơn 100 thôn|FIGURE >100_thôn] đã làm, [50 thôn|FIGURE 50_thôn] chưa làm.",
    ),
    ("K5", True, "Có [41/154 thôn|FIGURE 41/154_thôn]."),
    ("K5", False, "Có [164/154 thôn|FIGURE 164/154_thôn]."),
    ("K5", False, _D + " có [120%|FIGURE 120_%] bí thư chi bộ đồng thời là trưởng thôn."),
    ("K6", True, f"{_D} có [9 thôn|FIGURE 9_thôn] {_K}.\n{_D} có [9 thôn|FIGURE 9_thôn] {_K}."),
    ("K6", False, f"{_D} có [9 thôn|FIGURE 9_thôn] {_K}.\n{_D} có [8 thôn|FIGURE 8_thôn] {_K}."),
    (
        "K7",
        True,
        "Trước có [164 thôn|FIGURE 164_thôn], nay chỉ còn [79 thôn|FIGURE 79_thôn], giảm [85 thôn|FIGURE 85_thôn].",
    ),
    (
        "K7",
        False,
        "Trước có [164 thôn|FIGURE 164_thôn], nay chỉ còn [79 thôn|FIGURE 79_thôn], giảm [95 thôn|FIGURE 95_thôn].",
    ),
    ("K7", True, "Từ [20 thôn|FIGURE 20_thôn] lên [32 thôn|FIGURE 32_thôn], tăng [12 thôn|FIGURE 12_thôn]."),
    ("K7", False, "Từ [20 thôn|FIGURE 20_thôn] lên [32 thôn|FIGURE 32_thôn], tăng [13 thôn|FIGURE 13_thôn]."),
    ("K9", None, "Xã có [2.406 hộ|FIGURE 2406_hộ], chiếm [27,20%|FIGURE 27.20_%]."),
    ("K10", None, "Có [94/94 bản|FIGURE 94/94_bản]; [53/83 bản|FIGURE 53/83_bản] đạt chuẩn."),
]


@pytest.fixture(scope="module")
def checks() -> Language:
    return pipeline(["tinbai_cue", "tinbai_hierarchy", "tinbai_adoption", "tinbai_checks"])


def _checks(nlp: Language, tagged: str) -> tuple[Check, ...]:
    text, mentions = parse(tagged)
    found: tuple[Check, ...] = build(nlp, text, mentions)._.checks
    for check in found:
        if check.evidence:
            assert text[check.evidence.start : check.evidence.end] == check.evidence.text
    return found


@pytest.mark.parametrize(("name", "ok", "tagged"), _CASES)
def test_check(name: str, ok: bool | None, tagged: str, checks: Language) -> None:
    assert [check.ok for check in _checks(checks, tagged) if check.id == name] == [ok]


def test_an_approximated_change_is_not_tested(checks: Language) -> None:
    tagged = "Từ [20 thôn|FIGURE 20_thôn] lên [hơn 30 thôn|FIGURE >30_thôn], tăng [12 thôn|FIGURE 12_thôn]."
    assert [check for check in _checks(checks, tagged) if check.id == "K7"] == []


def test_counts_of_different_things_are_no_complement(checks: Language) -> None:
    tagged = (
        "Trong [235 xã|FIGURE 235_xã] có [6 xã|FIGURE 6_xã] về đích, còn [44 xã|FIGURE 44_xã] đạt từ mười tiêu chí."
    )
    assert [check for check in _checks(checks, tagged) if check.id == "K4"] == []


def test_plain_text_needs_no_check(checks: Language) -> None:
    assert _checks(checks, "Hôm nay bản mở hội.") == ()


def test_the_base_of_a_share_is_named(checks: Language) -> None:
    (check,) = _checks(checks, "Xã có [2.406 hộ|FIGURE 2406_hộ], chiếm [27,20%|FIGURE 27.20_%].")
    assert "8846" in check.detail


@pytest.mark.parametrize(
    ("status", "as_of", "ok"),
    [
        ("target", "2025", True),
        ("target", "2019", False),
        ("achieved", "2020-06", True),
        ("achieved", "2022", False),
        ("achieved", "2020", True),
        ("target", "2020-36", True),
        ("target", "2020-34", False),
        ("achieved", "2020-33", True),
        ("achieved", "2020-36", False),
    ],
)
def test_targets_lie_ahead_and_states_do_not(status: str, as_of: str, ok: bool, checks: Language) -> None:
    text = "Ngày mới."
    doc = build(pipeline([]), text)
    component = checks.get_pipe("tinbai_checks")
    assert isinstance(component, ChecksComponent)
    doc._.article = Article(id="a", input="a.txt", text=text, published="2020-08-12")
    evidence = Evidence(start=0, end=4, text="Ngày")
    doc._.adoption = (Adoption(id="A1", status=status, as_of=as_of, count=3, evidence=evidence),)  # type: ignore[arg-type]
    assert [check.ok for check in component(doc)._.checks if check.id == "K11"] == [ok]


@pytest.mark.parametrize(
    ("place", "level", "province", "count", "words"),
    [
        ("huyện Yên Châu", "district", "tỉnh Sơn La", 9, "9 xã of 15"),
        ("huyện Yên Châu", "district", "tỉnh Sơn La", 19, "19 xã but only 15"),
        ("tỉnh Sơn La", "province", None, 19, ""),
        ("huyện Khe Sim", "district", None, 9, ""),
        ("huyện Châu Thành", "district", None, 9, ""),
    ],
)
def test_subunits_are_compared_with_the_gazetteer_and_never_judged(
    place: str, level: str, province: str | None, count: int, words: str, checks: Language
) -> None:
    text = "Ngày mới."
    doc = build(pipeline([]), text)
    component = checks.get_pipe("tinbai_checks")
    assert isinstance(component, ChecksComponent)
    doc._.article = Article(id="a", input="a.txt", text=text, published="2020-08-12")
    evidence = Evidence(start=0, end=4, text="Ngày")
    record = Adoption(
        id="A1",
        level=level,
        place=place,
        province=province,
        n_subunits=count,
        subunit="xã",
        count=20,
        evidence=evidence,  # type: ignore[arg-type]
    )
    doc._.adoption = (record,)
    found = [check for check in component(doc)._.checks if check.id == "K8"]
    assert [check.ok for check in found] == ([None] if words else [])
    assert all(words in check.detail for check in found)
