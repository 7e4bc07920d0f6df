"""Parents, children, successors after 1 July 2025, and kinds of change (codebook 5.3)."""

from __future__ import annotations

from collections import Counter

import pytest

from tinbai.gazetteer import Gazetteer, Unit, default, name_key


@pytest.fixture(scope="module")
def units() -> Gazetteer:
    return default()


def unit(units: Gazetteer, code: str, valid_from: str = "2019-09-11") -> Unit:
    found = units.get(code, valid_from)
    assert found is not None
    return found


def test_path_follows_the_date(units: Gazetteer) -> None:
    commune = unit(units, "15016", "2020-03-01")
    assert units.path(commune) == "thị trấn Sơn Lư, huyện Quan Sơn, tỉnh Thanh Hóa"
    assert units.path(unit(units, "15016", "2025-07-01")) == "xã Quan Sơn, tỉnh Thanh Hóa"


def test_parent_has_the_name_of_the_date(units: Gazetteer) -> None:
    (commune,) = {m.unit for m in units.lookup("xã Phù Lãng", as_of="2021", within="Quế Võ")}
    assert units.ancestors(commune, "2021")[0].name == "huyện Quế Võ"
    assert units.ancestors(commune, "2024")[0].name == "thị xã Quế Võ"
    assert units.ancestors(commune)[0].name == "thị xã Quế Võ"


def test_children_are_those_of_the_date(units: Gazetteer) -> None:
    district = unit(units, "387")
    before = {child.name for child in units.children(district, "2019-10-01")}
    after = {child.name for child in units.children(district, "2021")}
    assert before - after == {"thị trấn Quan Sơn", "xã Sơn Lư"}
    assert after - before == {"thị trấn Sơn Lư"}
    assert {child.key for child in units.children(district, "2015")} == {
        child.key for child in units.children(district, "2019-09-11")
    }
    assert units.children(district, "2026") == []
    province = unit(units, "14", "2025-07-01")
    assert len(units.children(province)) == 75


@pytest.mark.parametrize(
    ("code", "valid_from", "change", "heirs"),
    [
        ("04243", "2019-09-11", "merged_into", ["04231"]),
        ("04237", "2019-09-11", "merged_into", ["04231"]),
        ("04234", "2019-09-11", "merged_into", ["04228"]),
        ("04231", "2019-09-11", "enlarged_same_name", ["04231"]),
        ("04240", "2019-09-11", "unchanged", ["04240"]),
        ("04246", "2019-09-11", "unchanged", ["04246"]),
        ("15016", "2020-03-01", "split", None),
        ("02", "2019-09-11", "merged_into", ["08"]),
        ("10", "2019-09-11", "enlarged_same_name", ["15"]),
        ("15", "2019-09-11", "merged_into", ["15"]),
        ("14", "2019-09-11", "unchanged", ["14"]),
        ("755", "2019-09-11", "same_name", ["26732"]),
        ("04231", "2025-07-01", "unchanged", ["04231"]),
    ],
)
def test_change_and_successors(
    units: Gazetteer, code: str, valid_from: str, change: str, heirs: list[str] | None
) -> None:
    old = unit(units, code, valid_from)
    assert units.change(old) == change
    found = [heir.code for heir in units.successors(old)]
    assert all(heir.current for heir in units.successors(old))
    assert found == heirs if heirs else len(found) > 1


def test_changes_of_the_last_communes(units: Gazetteer) -> None:
    """Codebook 5.3 counts 1,815 codes with another name, 330 with another type, 1,171 the same, 5 new."""
    last = {old.code: old for old in units.units if old.level == "commune" and old.valid_to == "2025-06-30"}
    kinds: Counter[str] = Counter()
    for new in units.units:
        if new.current and new.level == "commune":
            old = last.get(new.code)
            kinds["new code" if old is None else _difference(old, new)] += 1
    assert kinds["new code"] == 5
    assert abs(kinds["other name"] - 1815) <= 30  # the spellings of the two lists are joined here
    assert abs(kinds["other type"] - 330) <= 15
    assert abs(kinds["same"] - 1171) <= 15


def _difference(old: Unit, new: Unit) -> str:
    if name_key(old.short) != name_key(new.short):
        return "other name"
    return "same" if old.type_word == new.type_word else "other type"


def test_kind_of_change_says_what_it_says(units: Gazetteer) -> None:
    for old in units.units:
        if old.valid_to != "2025-06-30" or old.level != "commune":
            continue
        change, heirs = units.change(old), units.successors(old)
        assert (change == "split") == (len(heirs) > 1)
        if len(heirs) == 1:
            same_name = name_key(old.short) == name_key(heirs[0].short)
            assert same_name == (change in ("unchanged", "same_name", "enlarged_same_name"))
            assert (change == "renamed_or_merged") == (not same_name and heirs[0].code == old.code)


def test_divided_communes_keep_all_candidates(units: Gazetteer) -> None:
    last = [old for old in units.units if old.level == "commune" and old.valid_to == "2025-06-30"]
    converted = [old for old in last if old.successor_basis == "conversion"]
    divided = [old for old in converted if len(old.successor_codes) > 1]
    assert len(converted) == 10_035
    assert len(divided) == 471
    assert sum(len(old.successor_codes) for old in divided) == 1033
    assert {units.change(old) for old in divided} == {"split"}


def test_every_unit_of_2025_has_predecessors(units: Gazetteer) -> None:
    for new in units.units:
        if new.current:
            assert units.predecessors(new), new
    assert {old.code for old in units.predecessors(unit(units, "04231", "2025-07-01"))} == {"04231", "04237", "04243"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hà Giang", "Tuyên Quang"),
        ("Yên Bái", "Lào Cai"),
        ("Kon Tum", "Quảng Ngãi"),
        ("Bình Thuận", "Lâm Đồng"),
        ("Đắk Nông", "Lâm Đồng"),
        ("Hải Dương", "Hải Phòng"),
        ("Quảng Nam", "Đà Nẵng"),
        ("Phú Yên", "Đắk Lắk"),
        ("Bình Định", "Gia Lai"),
    ],
)
def test_provinces_merged_by_the_reform(units: Gazetteer, old: str, new: str) -> None:
    (match,) = units.lookup(old, "province", as_of="2025-06-30")
    assert [heir.short for heir in units.successors(match.unit)] == [new]


def test_provinces_before_and_after(units: Gazetteer) -> None:
    assert (len(units.provinces("2025-06-30")), len(units.provinces("2025-07-01"))) == (63, 34)
    assert len(units.provinces("2015")) == 63


def test_former_district_has_the_successors_of_its_communes(units: Gazetteer) -> None:
    district = unit(units, "127")
    assert {"04231", "04228", "04240", "04246"} <= {heir.code for heir in units.successors(district)}
    assert units.change(district) == "split"
    gone = unit(units, "050")  # merged into another district in 2020
    assert units.successors(gone)


def test_communes_merged_before_the_reform_are_followed(units: Gazetteer) -> None:
    gone = [old for old in units.units if old.level == "commune" and (old.valid_to or "9") < "2025-06-30"]
    known = [old for old in gone if units.successors(old)]
    assert len(known) / len(gone) > 0.98
    assert {old.successor_basis for old in known} == {"code", "recoded", "alias", "district"}
    assert [heir.code for heir in units.successors(unit(units, "14992", "2019-12-01"))] == [
        heir.code for heir in units.successors(unit(units, "15016", "2020-03-01"))
    ]
    assert all(units.change(old) is None for old in gone if not units.successors(old))
