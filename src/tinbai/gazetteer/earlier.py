"""Names that districts went by before the first state of the list (`data/earlier.toml`)."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from tinbai.errors import GazetteerError
from tinbai.gazetteer.dates import EARLIEST_STATE, span
from tinbai.gazetteer.spelling import key
from tinbai.gazetteer.units import Unit

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same parser as a package: tomllib entered the standard library in 3.11
    import tomli as tomllib

_Forms = tuple[tuple[str, str], ...]


@cache
def _table() -> tuple[Mapping[str, _Forms], Mapping[str, tuple[str, str]], Mapping[str, _Forms]]:
    """Return (forms by code of the district, (month, province before it) by code, forms by name in the list)."""
    path = resources.files(__package__) / "data" / "earlier.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"gazetteer earlier.toml: {error}") from error
    forms = [(entry, tuple((month, name) for month, name in entry["forms"])) for entry in entries["district"]]
    provinces = {code: (entry["before"], entry["name"]) for entry in entries["province"] for code in entry["districts"]}
    return {entry["code"]: of for entry, of in forms}, provinces, {entry["name"]: of for entry, of in forms}


def names_at(path: Sequence[Unit], as_of: str | None) -> tuple[str, ...]:
    """Return the names of a unit and of those above it as they were at a date, also before the first state.

    Args:
        path: a unit and what lies above it, nearest first.
        as_of: EDTF date; None: as the list has them.

    Example:
        >>> from tinbai.gazetteer import default
        >>> (match,) = default().lookup("thị xã Hương Trà", "district", as_of="2020")
        >>> names_at((match.unit,), "2010-02-22"), names_at((match.unit,), "2012")
        (('huyện Hương Trà',), ('thị xã Hương Trà',))
    """
    names = [unit.name for unit in path]
    end = span(as_of)[1] if as_of is not None else EARLIEST_STATE
    if end >= EARLIEST_STATE:
        return tuple(names)
    forms, provinces, _ = _table()
    for index, unit in enumerate(path):
        if unit.level != "district" or unit.current:
            continue
        names[index] = next((name for month, name in forms.get(unit.code, ()) if end < month), unit.name)
        before, province = provinces.get(unit.code, ("", ""))
        if end < before and index + 1 < len(path):
            names[index + 1] = province
    return tuple(names)


def later_names(name: str, as_of: str | None) -> tuple[str, ...]:
    """Return the listed names of the districts that a name printed before the first state may mean, in order of code.

    One if the district was renamed, several if it was divided, none if the list has no other name for it.

    Example:
        >>> later_names("huyện Hương Trà", "2010"), later_names("huyện Hương Trà", "2015")
        (('thị xã Hương Trà',), ())
        >>> later_names("huyện Tân Uyên", "2010")
        ('thị xã Tân Uyên', 'huyện Bắc Tân Uyên')
    """
    end = span(as_of)[1] if as_of is not None else EARLIEST_STATE
    if end >= EARLIEST_STATE:
        return ()
    return tuple(
        later
        for later, forms in _renamed().get(key(name), ())
        if next((form for month, form in forms if end < month), later) != later
    )


@cache
def _renamed() -> Mapping[str, list[tuple[str, _Forms]]]:
    """Return (later name, forms) by the key of each earlier name."""
    found: dict[str, list[tuple[str, _Forms]]] = {}
    for later, forms in _table()[2].items():
        for month, name in forms:
            found.setdefault(key(name), []).append((later, ((month, name),)))
    return found
