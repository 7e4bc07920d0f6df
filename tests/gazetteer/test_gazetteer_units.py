"""The shipped list of units: counts of the codebook (5.1, 5.3), keys, parents, coordinates."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from tinbai.errors import GazetteerError
from tinbai.gazetteer import Gazetteer, default
from tinbai.gazetteer.spelling import key

UNITS = default().units
CURRENT = [unit for unit in UNITS if unit.current]


def test_units_of_2025_are_those_of_the_resolutions() -> None:
    assert Counter(unit.level for unit in CURRENT) == {"province": 34, "commune": 3321}
    assert Counter(unit.type_word for unit in CURRENT if unit.level == "commune") == {
        "xã": 2621,
        "phường": 687,
        "đặc khu": 13,
    }
    assert Counter(unit.type_word for unit in CURRENT if unit.level == "province") == {"tỉnh": 28, "thành phố": 6}
    assert {unit.valid_from for unit in CURRENT} == {"2025-07-01"}


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        ("2019-09-11", 63, 713, 11161),
        ("2019-12-01", 63, 713, 11053),
        ("2020-03-01", 63, 707, 10643),
        ("2021-02-01", 63, 705, 10603),
        ("2025-03-01", 63, 696, 10047),
        ("2025-06-30", 63, 696, 10047),
        ("2025-07-01", 34, 0, 3321),
    ],
)
def test_units_in_force_on_a_day(day: str, provinces: int, districts: int, communes: int) -> None:
    found = Counter(unit.level for unit in UNITS if unit.valid(day, day))
    assert (found["province"], found["district"], found["commune"]) == (provinces, districts, communes)


def test_provinces_that_the_codebook_counts() -> None:
    gazetteer = default()
    communes = Counter(
        (gazetteer.ancestors(unit)[-1].short, unit.type_word) for unit in CURRENT if unit.level == "commune"
    )
    assert (communes["Sơn La", "xã"], communes["Sơn La", "phường"]) == (67, 8)
    assert (communes["Thanh Hóa", "xã"], communes["Thanh Hóa", "phường"]) == (147, 19)


def test_code_alone_is_no_identity() -> None:
    assert len({unit.key for unit in UNITS}) == len(UNITS)
    states = [(unit.name, unit.valid_from, unit.valid_to) for unit in UNITS if unit.code == "15016"]
    assert states == [
        ("xã Sơn Lư", "2019-09-11", "2019-11-30"),
        ("thị trấn Sơn Lư", "2020-03-01", "2025-06-30"),
        ("xã Quan Sơn", "2025-07-01", None),
    ]


def test_names_shared_by_communes_of_2025() -> None:
    names = Counter(unit.short for unit in CURRENT if unit.level == "commune")
    shared = [count for count in names.values() if count > 1]
    assert (len(shared), sum(shared)) == (314, 787)


def test_at_least_249_communes_carry_the_name_of_their_district() -> None:
    gazetteer = default()
    last = [unit for unit in UNITS if unit.level == "commune" and unit.valid_to == "2025-06-30"]
    same = [unit for unit in last if key(unit.short) == key(gazetteer.ancestors(unit)[0].short)]
    assert 249 <= len(same) <= 290
    for unit in same:
        levels = {match.unit.level for match in gazetteer.lookup(unit.short, as_of="2025-06-30", within=None)}
        assert {"commune", "district"} <= levels


def test_every_unit_but_a_province_has_a_parent_on_all_its_days() -> None:
    gazetteer = default()
    depth = {"province": 0, "district": 1, "commune": 2}
    for unit in UNITS:
        expected = 1 if unit.current and unit.level == "commune" else depth[unit.level]
        for day in (unit.valid_from, unit.valid_to):
            if day:
                assert len(gazetteer.ancestors(unit, day)) == expected, unit


def test_coordinates_lie_in_vietnam_and_are_known_for_all_units_of_2025() -> None:
    assert all(unit.lat is not None for unit in CURRENT)
    placed = [unit for unit in UNITS if unit.lat is not None and unit.lon is not None]
    assert len(placed) > 14_000
    assert all(6 < (unit.lat or 0) < 24 and 102 < (unit.lon or 0) < 117 for unit in placed)


def test_names_are_clean_normal_forms() -> None:
    for unit in UNITS:
        assert unit.short == " ".join(unit.short.split())
        assert unit.short[0].isupper() or unit.short[0].isdigit(), unit
        assert unit.type_word == unit.type_word.lower()
    assert {"phường 5", "thành phố Hà Nội", "huyện Thủy Nguyên"} <= {unit.name for unit in UNITS}


def test_file_is_small_and_says_where_it_comes_from() -> None:
    path = resources.files("tinbai.gazetteer") / "data" / "units.tsv.gz"
    assert len(path.read_bytes()) < 3_000_000
    provenance = default().provenance
    assert provenance["states"].count(",") == 18
    assert "vietnamadminunits 1.0.4" in provenance["since_2025-07-01"]
    assert default().version.startswith("2025-07-01.")


def test_damaged_file_is_one_clear_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "units.tsv.gz"
    whole = (resources.files("tinbai.gazetteer") / "data" / "units.tsv.gz").read_bytes()
    for content in (b"", b"no gzip", whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(GazetteerError, match="units"):
            Gazetteer.load(path)
