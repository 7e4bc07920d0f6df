"""Names of districts before the first state of the list: the table fits the list, and dates decide."""

from __future__ import annotations

from importlib import resources

import pytest

from tinbai.gazetteer import default, later_names, names_at
from tinbai.gazetteer.earlier import tomllib

TABLE = tomllib.loads((resources.files("tinbai.gazetteer") / "data" / "earlier.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", TABLE["district"], ids=lambda entry: str(entry["code"]))
def test_each_entry_names_a_district_of_the_first_state_with_forms_in_order(entry: dict[str, object]) -> None:
    unit = default().get(str(entry["code"]), "2019-09-11")
    assert unit is not None
    assert unit.name == entry["name"]
    months = [month for month, _ in entry["forms"]]  # type: ignore[attr-defined]
    assert months == sorted(months)
    assert all("2005-01" <= month <= "2019-09" for month in months)


@pytest.mark.parametrize(
    ("name", "as_of", "then"),
    [
        ("thành phố Chí Linh", "2009-12-31", "huyện Chí Linh"),
        ("thành phố Chí Linh", "2010-02-01", "thị xã Chí Linh"),
        ("thành phố Chí Linh", "2018", "thị xã Chí Linh"),
        ("thành phố Chí Linh", "2021", "thành phố Chí Linh"),
        ("thị xã Kỳ Anh", "2015-03-31", "huyện Kỳ Anh"),
    ],
)
def test_a_district_is_called_as_it_was_at_the_date(name: str, as_of: str, then: str) -> None:
    (match,) = default().lookup(name, "district", as_of="2020")
    assert names_at((match.unit,), as_of) == (then,)


def test_the_province_of_a_district_is_that_of_the_date() -> None:
    (match,) = default().lookup("huyện Chương Mỹ", "district", as_of="2020")
    path = (match.unit, *default().ancestors(match.unit))
    assert names_at(path, "2008-07-31") == ("huyện Chương Mỹ", "tỉnh Hà Tây")
    assert names_at(path, "2008-08-01") == ("huyện Chương Mỹ", "thành phố Hà Nội")


@pytest.mark.parametrize(
    ("name", "as_of", "later"),
    [
        ("huyện Yên Hưng", "2008", ("thị xã Quảng Yên",)),
        ("huyện Bến Cát", "2010", ("huyện Bàu Bàng", "thị xã Bến Cát")),
        ("huyện Hương Trà", "2020", ()),
    ],
)
def test_an_earlier_name_leads_to_all_that_came_of_its_district(name: str, as_of: str, later: tuple[str, ...]) -> None:
    assert later_names(name, as_of) == later
