"""What the gazetteer knows of a bare name: on which levels it exists."""

from __future__ import annotations

from functools import cache, lru_cache

from tinbai import gazetteer
from tinbai.gazetteer import spelling

# Names kept: those of an article come again and again, those of a batch have no end.
_NAMES = 16_384
CENTRAL_CITIES = frozenset({"hà nội", "hồ chí minh", "hải phòng", "đà nẵng", "cần thơ", "huế"})


@cache
def _keys() -> dict[str, frozenset[str]]:
    units = gazetteer.default()
    return {"province": units.keys("province"), "district": units.keys("district"), "commune": units.keys("commune")}


@lru_cache(maxsize=_NAMES)
def levels_of(name: str) -> frozenset[str]:
    """Return the levels (`province`, `district`, `commune`) that have a unit called `name`.

    Example:
        >>> sorted(levels_of("Sơn La"))
        ['district', 'province']
    """
    wanted = spelling.key(name)
    return frozenset(level for level, names in _keys().items() if wanted in names)


@lru_cache(maxsize=_NAMES)
def province_normal(name: str) -> str | None:
    """Return the normal form of a province's short name (`tỉnh Sơn La`), or None."""
    found = gazetteer.lookup(name, "province")
    return found[0].unit.name if found and found[0].score >= 0.9 else None


@lru_cache(maxsize=_NAMES)
def district_normal(name: str, within: str | None) -> str | None:
    """Return the normal form of the district called `name` inside province `within`.

    A town that changed its type word (huyện, then thị xã) is one unit: the older form
    is returned. None if there is no such district, or several of one name.
    """
    found = [match.unit for match in gazetteer.lookup(name, "district", within=within) if match.score >= 0.9]
    if not found or len({unit.code for unit in found}) > 1:
        return None
    return min(found, key=lambda unit: unit.valid_from).name


@lru_cache(maxsize=_NAMES)
def with_type(name: str, level: str, word: str) -> str:
    """Return the name with the type word that a committee gives it (`Thành ủy`), if the unit ever bore it so.

    Example:
        >>> with_type("thị xã Thuận An", "district", "thành phố")
        'thành phố Thuận An'
    """
    if level != "district":
        return name
    codes = district_codes(name)
    found = [match.unit for match in gazetteer.lookup(name, "district") if match.score >= 0.9]
    if len(codes) != 1:
        return name
    typed = f"{word} {found[0].short}"
    return typed if district_codes(typed) == codes else name


@lru_cache(maxsize=_NAMES)
def district_codes(name: str) -> frozenset[str]:
    """Return the codes of the districts, of any time, called `name`."""
    return frozenset(match.unit.code for match in gazetteer.lookup(name, "district") if match.score >= 0.9)


@lru_cache(maxsize=_NAMES)
def provinces_of(name: str, level: str) -> frozenset[str]:
    """Return the provinces, of any time, that a district or province called `name` may lie in or be.

    Provinces merged in 2025 count with those that they became.
    """
    units = gazetteer.default()
    found: set[str] = set()
    for match in gazetteer.lookup(name, "province" if level == "province" else "district"):
        if match.score < 0.9:
            continue
        for unit in (match.unit, *units.ancestors(match.unit)):
            if unit.level == "province":
                found.update({unit.name, *(heir.name for heir in units.successors(unit))})
    return frozenset(found)


@lru_cache(maxsize=_NAMES)
def commune_normal(name: str, within: str) -> str | None:
    """Return the normal form of the only commune called `name` inside `within`; the older form, as above."""
    found = [match.unit for match in gazetteer.lookup(name, "commune", within=within) if match.score >= 0.9]
    if not found or len({unit.code for unit in found}) > 1:
        return None
    return min(found, key=lambda unit: unit.valid_from).name


@lru_cache(maxsize=_NAMES)
def commune_word(word: str, name: str) -> str:
    """Return the type word of a commune in a list: `word` of the list's head, unless every namesake has another.

    Example:
        >>> commune_word("thị trấn", "Liêu Tú"), commune_word("xã", "Hát Lót")
        ('xã', 'xã')
    """
    words = {match.unit.type_word for match in gazetteer.lookup(name, "commune") if match.score >= 0.9}
    return words.pop() if len(words) == 1 else word


@lru_cache(maxsize=_NAMES)
def sibling(name: str, communes: tuple[str, ...]) -> str | None:
    """Return the normal form of the only commune `name` in a district that holds one of `communes`, or None.

    Example:
        >>> sibling("Chiềng Cang", ("xã Chiềng Khoong",)), sibling("Chiềng Cang", ())
        ('xã Chiềng Cang', None)
    """
    units = gazetteer.default()
    beside = {
        above.code
        for commune in communes
        for match in units.lookup(commune, "commune")
        for above in units.ancestors(match.unit)[:1]
        if above.level == "district"
    }
    found = {
        match.unit.code: match.unit.name
        for match in units.lookup(name, "commune")
        if match.score >= 0.9 and any(above.code in beside for above in units.ancestors(match.unit)[:1])
    }
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=_NAMES)
def district_with(name: str, communes: tuple[str, ...]) -> str | None:
    """Return the only district called `name` that holds one of `communes` (short names), or None."""
    units = {match.unit.code: match.unit for match in gazetteer.lookup(name, "district") if match.score >= 0.9}
    holding = [
        unit.name for unit in units.values() if any(gazetteer.lookup(c, "commune", within=unit) for c in communes)
    ]
    return holding[0] if len(holding) == 1 else None
