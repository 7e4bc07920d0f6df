"""Look-ups as of a date, with all candidates, scores and their basis."""

from __future__ import annotations

import pytest

from tinbai.gazetteer import Gazetteer, default, lookup, name_key


@pytest.fixture(scope="module")
def units() -> Gazetteer:
    return default()


@pytest.mark.parametrize(
    ("as_of", "codes"),
    [
        ("2019-10-01", {"387", "14992", "06517"}),
        ("2021", {"387", "06517"}),
        ("2025-08-15", {"15016", "06517"}),
    ],
)
def test_bare_name_means_what_existed_then(units: Gazetteer, as_of: str, codes: set[str]) -> None:
    assert {match.unit.code for match in units.lookup("Quan Sơn", as_of=as_of)} == codes


@pytest.mark.parametrize(
    ("name", "as_of", "keys"),
    [
        ("xã Sơn Lư", "2019-10-01", [("15016", "2019-09-11")]),
        ("thị trấn Sơn Lư", "2019-12-20", [("14992", "2019-12-01")]),
        ("thị trấn Sơn Lư", "2021-05", [("15016", "2020-03-01")]),
        ("thị trấn Sơn Lư", "2025-06-30", [("15016", "2020-03-01")]),
        ("thị trấn Sơn Lư", "2025-07-01", []),
        ("xã Quan Sơn", "2025-07-01", [("06517", "2025-07-01"), ("15016", "2025-07-01")]),
        ("huyện Phục Hòa", "2019-12", [("050", "2019-09-11")]),
        ("huyện Phục Hòa", "2021", []),
        ("thành phố Thủ Đức", "2020", []),
        ("thành phố Thủ Đức", "2022", [("769", "2021-02-01")]),
        ("tỉnh Hà Giang", "2025-06", [("02", "2019-09-11")]),
        ("tỉnh Hà Giang", "2025-07", []),
        ("thành phố Huế", "2024", [("474", "2019-09-11")]),
    ],
)
def test_typed_name_as_of_a_date(units: Gazetteer, name: str, as_of: str, keys: list[tuple[str, str]]) -> None:
    sure = [match.unit.key for match in units.lookup(name, as_of=as_of) if match.score == 1.0]
    assert sure == keys


def test_any_time_gives_every_state(units: Gazetteer) -> None:
    states = [match.unit.valid_from for match in units.lookup("Sơn Lư")]
    assert len(states) == 3
    assert len({match.score for match in units.lookup("Sơn Lư")}) == 1


def test_before_the_first_state_the_earliest_answers_and_says_so(units: Gazetteer) -> None:
    (match,) = units.lookup("Sơn Lư", as_of="2016-03-02")
    assert match.unit.key == ("15016", "2019-09-11")
    assert match.basis == "exact;earliest_state"
    assert all("earliest_state" not in found.basis for found in units.lookup("Sơn Lư", as_of="2019-09-11"))


def test_a_change_between_two_states_leaves_both_possible(units: Gazetteer) -> None:
    found = units.lookup("Quế Võ", as_of="2023-02-15", level="district")
    assert [(match.unit.name, match.score, match.basis) for match in found] == [
        ("huyện Quế Võ", 1.0, "exact"),
        ("thị xã Quế Võ", 0.95, "exact;between_states"),
    ]
    assert [match.unit.type_word for match in units.lookup("Quế Võ", as_of="2022-06", level="district")] == ["huyện"]


def test_wrong_type_word_is_a_weak_candidate_only_if_there_is_no_other(units: Gazetteer) -> None:
    (match,) = units.lookup("huyện Quế Võ", as_of="2024")
    assert (match.unit.type_word, match.score, match.basis) == ("thị xã", 0.6, "exact;other_type")
    assert {match.unit.type_word for match in units.lookup("huyện Kỳ Anh", as_of="2022")} == {"huyện"}


@pytest.mark.parametrize(
    ("name", "level"),
    [("Kỳ Anh", None), ("Cai Lậy", "district"), ("xã Tam Thanh", None), ("Tân Lập", "commune")],
)
def test_ambiguous_names_give_all_candidates(units: Gazetteer, name: str, level: str | None) -> None:
    found = units.lookup(name, level, as_of="2022")  # type: ignore[arg-type]
    assert len({match.unit.code for match in found}) >= 2
    assert len({match.score for match in found}) == 1


def test_name_on_two_levels_gives_both(units: Gazetteer) -> None:
    found = units.lookup("Đông Hưng", as_of="2023", within="tỉnh Thái Bình")
    assert [match.unit.name for match in found] == ["huyện Đông Hưng", "thị trấn Đông Hưng"]


@pytest.mark.parametrize("within", ["tỉnh Thanh Hóa", "Quan Sơn", "huyện Quan Sơn"])
def test_within_leaves_what_lies_below(units: Gazetteer, within: str) -> None:
    (match,) = units.lookup("xã Tam Thanh", as_of="2021", within=within)
    assert match.unit.code == "15007"


def test_within_takes_a_unit_and_an_unknown_one_leaves_nothing(units: Gazetteer) -> None:
    province = units.get("49", "2019-09-11")
    assert province is not None
    assert [m.unit.code for m in units.lookup("xã Tam Thanh", as_of="2021", within=province)] == ["20359"]
    assert units.lookup("xã Tam Thanh", within="tỉnh Không Có") == []


@pytest.mark.parametrize(
    ("name", "within", "expected"),
    [
        ("TP. Sơn La", None, "thành phố Sơn La"),
        ("TP Sơn La", None, "thành phố Sơn La"),
        ("TX Kỳ Anh", None, "thị xã Kỳ Anh"),
        ("TX. Kỳ Anh", None, "thị xã Kỳ Anh"),
        ("TT. Mậu A", None, "thị trấn Mậu A"),
        ("TT Mậu A", None, "thị trấn Mậu A"),
        ("H.Tương Dương", None, "huyện Tương Dương"),
        ("H. Tương Dương", None, "huyện Tương Dương"),
        ("Q.1", "TP.HCM", "quận 1"),
        ("P. 5", "quận 8", "phường 5"),
        ("P.05", "quận 8", "phường 5"),
        ("phường 05", "quận 8", "phường 5"),
        ("TP.HCM", None, "thành phố Hồ Chí Minh"),
        ("TPHCM", None, "thành phố Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", None, "thành phố Hồ Chí Minh"),
        ("BR-VT", None, "tỉnh Bà Rịa - Vũng Tàu"),
        ("Bà Rịa – Vũng Tàu", None, "tỉnh Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên - Huế", None, "tỉnh Thừa Thiên Huế"),
    ],
)
def test_abbreviations(units: Gazetteer, name: str, within: str | None, expected: str) -> None:
    assert [match.unit.name for match in units.lookup(name, as_of="2022", within=within)] == [expected]


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("huyện Thủy Nguyên", "exact"),
        ("huyện Thuỷ Nguyên", "exact"),
        ("HUYỆN THỦY NGUYÊN", "exact"),
        ("huyện Mỹ Đức", "exact"),
        ("huyện Mĩ Đức", "spelling"),
        ("huyện Đăk Hà", "exact"),
        ("huyện Đắk Hà", "spelling"),
        ("huyện Đak Hà", "spelling"),
        ("huyện \u00d0ăk Hà", "exact"),
        ("huyện Cư M’gar", "exact"),
        ("huyện Cư Mgar", "spelling"),
        ("thành phố Phan Rang-Tháp Chàm", "spelling"),
        ("xã Mương Chanh", "alias"),
        ("huyện Đakrông", "blanks"),
        ("huyện Đak Rông", "blanks"),
        ("TP Phan Rang", "alias"),
        ("tỉnh Bắc Cạn", "alias"),
        ("tỉnh Đắc Lắc", "spelling"),
    ],
)
def test_spelling_variants_find_the_unit_with_their_basis(units: Gazetteer, name: str, basis: str) -> None:
    found = units.lookup(name, as_of="2022")
    assert basis in {match.basis for match in found}
    assert all((match.score == 1.0) == (match.basis == "exact") for match in found)


@pytest.mark.parametrize("name", ["Son La", "huyện Muong Ang", "tỉnh Hà Giàng", "Nà Xã Không Có", "", "xã", "TP."])
def test_accents_are_never_stripped_and_unknown_names_stay_unknown(units: Gazetteer, name: str) -> None:
    assert units.lookup(name) == []


def test_names_that_differ_by_an_accent_stay_apart(units: Gazetteer) -> None:
    one = {match.unit.code for match in units.lookup("xã Sơn Hà", as_of="2026", within="tỉnh Quảng Ngãi")}
    two = {match.unit.code for match in units.lookup("xã Sơn Hạ", as_of="2026", within="tỉnh Quảng Ngãi")}
    assert len(one) == len(two) == 1
    assert one != two


def test_order_is_score_then_level_then_code(units: Gazetteer) -> None:
    found = units.lookup("Tân Lập")
    ranks = [(-m.score, ("province", "district", "commune").index(m.unit.level), *m.unit.key) for m in found]
    assert ranks == sorted(ranks)


def test_keys_answer_for_every_name_and_alias(units: Gazetteer) -> None:
    for level in ("province", "district", "commune"):
        assert all(name_key(unit.short) in units.keys(level) for unit in units.units if unit.level == level)
    assert name_key("TPHCM") in units.keys("province")
    assert name_key("Sài Gòn") not in units.keys("province")
    assert units.longest_name_syllables >= 4
    assert {unit.level for unit in units.by_key(name_key("Kỳ Anh"))} == {"district", "commune"}
    assert units.by_key(name_key("Kỳ Anh"), "province") == ()


@pytest.mark.parametrize(
    ("name", "as_of", "expected"),
    [
        ("Hà Nội", None, True),
        ("TP.HCM", None, True),
        ("thành phố Cần Thơ", "2021", True),
        ("Huế", "2021", False),
        ("Huế", "2025-02", True),
        ("Sơn La", None, False),
        ("TP Sơn La", None, False),
        ("tỉnh Hà Nam", None, False),
    ],
)
def test_central_cities(units: Gazetteer, name: str, as_of: str | None, expected: bool) -> None:
    assert units.is_central_city(name, as_of) is expected


def test_module_lookup_uses_the_gazetteer_of_the_package(units: Gazetteer) -> None:
    assert lookup("huyện Kỳ Anh", "district", as_of="2022") == units.lookup("huyện Kỳ Anh", "district", as_of="2022")
    assert default() is units
