"""What counts as a place linked right, wrong, or left open."""

from __future__ import annotations

import pytest

from tinbai.evaluate import report
from tinbai.evaluate.cases import Case
from tinbai.evaluate.misses import misses
from tinbai.evaluate.places import gold_places, judged, seat
from tinbai.evaluate.scores import score
from tinbai.records import Adoption, Annotation, Article, Evidence, Labels, Officeholder, Place

_TEXT = "Xã Quan Sơn họp."
_HERE = Evidence(start=0, end=3, text="Xã ")
_PROVINCE = "tỉnh Thanh Hóa"
_HOLDER = Officeholder(
    id="O1", person="Lò Văn Đáp", hamlet="bản Bôn", commune="xã Tam Lư", district="huyện Quan Sơn",
    province=_PROVINCE, evidence=_HERE,
)  # fmt: skip
_ADOPTION = Adoption(
    id="A1", level="commune", place="xã Tam Lư", province=_PROVINCE, count=3, status="achieved", evidence=_HERE
)


def _annotation(**records: object) -> Annotation:
    article, labels = Article(id="a", input="a", text=_TEXT), Labels(relevance="not_model")
    return Annotation(tinbai="test", article=article, labels=labels, **records)  # type: ignore[arg-type]


def _case(**records: object) -> Case:
    return Case("a", "dev", "", "", _annotation(**records), "2022-05-04")


def _verdict(place: Place) -> str:
    case = _case(adoption=(_ADOPTION.model_copy(update={"district": "huyện Quan Sơn"}),))
    verdicts = {gold.normal: verdict for gold, verdict in judged(case, _annotation(places=(place,)))}
    return verdicts["xã Tam Lư"]


def test_gold_places_are_the_distinct_units_of_the_records() -> None:
    places = gold_places(_annotation(officeholders=(_HOLDER,), adoption=(_ADOPTION,)), "2022-05-04")
    assert [(p.level, p.normal, p.above) for p in places] == [
        ("hamlet", "bản Bôn", ("xã Tam Lư", "huyện Quan Sơn", _PROVINCE)),
        ("commune", "xã Tam Lư", ("huyện Quan Sơn", _PROVINCE)),
        ("district", "huyện Quan Sơn", (_PROVINCE,)),
        ("province", _PROVINCE, ()),
    ]
    assert [sorted(code for code, _ in p.keys) for p in places] == [[], ["15019"], ["387"], ["38"]]


def test_without_a_date_gold_has_no_codes() -> None:
    assert all(not place.keys for place in gold_places(_annotation(officeholders=(_HOLDER,)), ""))


_RIGHT = Place(
    normal="xã Tam Lư", level="commune", district="huyện Quan Sơn", province=_PROVINCE, code="15019",
    valid_from="2019-09-11",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "right"),
        ({"province": "tỉnh Thanh Hoá"}, "right"),
        ({"code": None}, "open"),
        ({"district": None}, "open"),
        ({"normal": "xã Tam Thanh"}, "open"),
        ({"district": "huyện Quan Hóa"}, "wrong"),
        ({"district": None, "province": "tỉnh Sơn La"}, "wrong"),
        ({"code": "15007"}, "wrong"),
        ({"valid_from": "2025-07-01"}, "wrong"),
    ],
)
def test_verdict_on_a_link(change: dict[str, str | None], verdict: str) -> None:
    assert _verdict(_RIGHT.model_copy(update=change)) == verdict


def test_filling_what_gold_leaves_open_is_wrong() -> None:
    two_level = _ADOPTION.model_copy(update={"place": "xã Đồng Vải"})
    place = Place(normal="xã Đồng Vải", level="commune", district="huyện Yên Lộc", province=_PROVINCE)
    verdicts = judged(_case(adoption=(two_level,)), _annotation(places=(place,)))
    assert [verdict for gold, verdict in verdicts if gold.level == "commune"] == ["wrong"]


def test_shares_are_of_all_gold_places_and_errors_are_listed() -> None:
    case = _case(officeholders=(_HOLDER,))
    found = _annotation(places=(_RIGHT, Place(normal="bản Bôn", level="hamlet", commune="xã Tam Thanh")))
    scores = score([case], [found])
    rows = scores.results["places"]
    assert (rows["linked_right"]["correct"], rows["linked_right"]["gold"], rows["not_wrong"]["f1"]) == (1, 4, 0.75)
    assert "4 places: 1 linked right, 1 linked wrong, 2 left open" in list(report.lines(scores))
    assert [(m.what, m.gold, m.found) for m in misses([case], [found], "place")][:2] == [
        ("wrong", "bản Bôn, xã Tam Lư, huyện Quan Sơn, tỉnh Thanh Hóa", "bản Bôn, xã Tam Thanh, –, –"),
        ("open", "huyện Quan Sơn, tỉnh Thanh Hóa (387)", ""),
    ]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "right"),
        ({"hamlet": None}, "open"),
        ({"hamlet": "bản Hậu"}, "wrong"),
        ({"district": "huyện Quan Hóa", "hamlet": None}, "wrong"),
    ],
)
def test_the_place_of_a_post(change: dict[str, str | None], verdict: str) -> None:
    assert seat(_HOLDER, _HOLDER.model_copy(update=change)) == verdict
    case = _case(officeholders=(_HOLDER,))
    rows = score([case], [_annotation(officeholders=(_HOLDER.model_copy(update=change),))]).results["places"]
    assert (rows["seat_right"]["correct"], rows["seat_not_wrong"]["correct"]) == (
        verdict == "right",
        verdict != "wrong",
    )
