"""Bare names of communes that went into one that the article names (codebook 3.2, 5.2): `Nậm Sỏ cũ có 9 bản`."""

from __future__ import annotations

import re
from functools import lru_cache

from tinbai import gazetteer
from tinbai.gazetteer import spelling
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

SOURCE = "gazetteer:commune_merged"
_SINCE = "2025-07-01"
_NAMES = 4_096
# An article that says nothing of a merger or of what was before may use the name for anything.
_TELLS = re.compile(
    r"(?<![^\W\d_])(?:hợp +nhất|hợp +thành|sáp +nhập|nhập|gộp|cũ|trước +đây"
    r"|chính +quyền +(?:địa +phương +)?(?:hai|2) +cấp)(?![^\W\d_])"
)


def tells_of_merger(view: TextView) -> bool:
    """Say whether the article speaks of units that were merged, or that are gone."""
    return _TELLS.search(view.folded) is not None


@lru_cache(maxsize=_NAMES)
def merged_commune(name: str, communes: tuple[str, ...], provinces: frozenset[str]) -> str | None:
    """Return the normal form of the only commune `name` that went into one of `communes` in July 2025, or None.

    Args:
        name: bare.
        communes: names of communes of now, with or without type word.
        provinces: folded normal forms of the provinces that one of `communes` may lie in; empty: any.

    Example:
        >>> merged_commune("Hanh Cù", ("Thanh Ba",), frozenset({"tỉnh Phú Thọ"}))
        'xã Hanh Cù'
        >>> merged_commune("Hanh Cù", ("Thanh Ba",), frozenset({"tỉnh Sơn La"})) is None
        True
    """
    units = gazetteer.default()
    wanted = spelling.key(name)
    found = {
        old.code: old.name
        for commune in communes
        for match in units.lookup(commune, "commune", as_of=_SINCE)
        if match.score >= 0.9 and match.unit.current
        if not provinces or any(fold(above.name) in provinces for above in units.ancestors(match.unit))
        for old in units.predecessors(match.unit)
        if spelling.key(old.short) == wanted
    }
    return next(iter(found.values())) if len(found) == 1 else None
