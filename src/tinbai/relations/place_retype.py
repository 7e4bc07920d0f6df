"""Normal forms of units as the gazetteer spells them, and bare names with the type word of the article's date.

`Quế Võ` is a huyện in 2022 and a thị xã in 2024. Before the gazetteer's first state a town may still have been a
huyện; an article that speaks of `Huyện ủy` and never of `thị xã` says so (codebook 4.3, 5.3, 9.18).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from tinbai.entities.mention import Mention
from tinbai.entities.place_merged import SOURCE as MERGED
from tinbai.gazetteer import UnitLevel, default, names_at, type_word
from tinbai.gazetteer.dates import EARLIEST_STATE, span
from tinbai.relations.place_listed import as_listed
from tinbai.text.view import TextView

_LEVELS: dict[str, UnitLevel] = {"DISTRICT": "district", "COMMUNE": "commune"}
_UNITS: dict[str, UnitLevel] = {**_LEVELS, "PROVINCE": "province"}
_DISTRICT_AND_PROVINCE: tuple[UnitLevel, UnitLevel] = ("district", "province")
_HUYEN = re.compile(r"(?<![^\W_])huyện(?: +ủy)?(?![^\W_])")
_SAID = {  # words by which an article says what a town is
    "thị xã": re.compile(r"(?<![^\W_])thị +(?:xã|ủy)(?![^\W_])"),
    "thành phố": re.compile(r"(?<![^\W_])thành +(?:phố|ủy)(?![^\W_])"),
}
_TOWN = re.compile(r"(?<![^\W_])(?:thị +(?:xã|ủy)|thành +(?:phố|ủy))(?![^\W_])")


def retyped(mentions: Iterable[Mention], view: TextView, days: str, *, sure: bool = True) -> list[Mention]:
    """Return `mentions` in the gazetteer's spelling, bare districts and communes with the type word that they had.

    Args:
        mentions: the places of the article.
        view: its text.
        days: EDTF, when the article appeared.
        sure: whether it cannot have appeared later.
    """
    found = as_listed([_risen(m, days) if sure else m for m in mentions], view, days)
    spoken = " ".join(view.folded[s.start : s.end] for s in view.sentences)
    rural = (
        span(days)[1] < EARLIEST_STATE
        and len({m.normal for m in found if m.type == "DISTRICT"}) == 1
        and bool(_HUYEN.search(spoken))
        and not _TOWN.search(spoken)
    )
    told = frozenset(word for word, pattern in _SAID.items() if not sure or pattern.search(spoken))
    return [m if m.source == MERGED else _named(m, days, rural, told) for m in found]


def _named(mention: Mention, days: str, rural: bool, told: frozenset[str]) -> Mention:
    return _retyped(mention, days, rural, told) if mention.source.startswith("gazetteer:") else _respelt(mention, days)


def _risen(mention: Mention, days: str) -> Mention:
    """Huế is a city of its province until the end of 2024, then one under the centre."""
    since = _central_since(mention.normal or "") if mention.type in ("DISTRICT", "PROVINCE") else None
    if since is None or days == "..":
        return mention
    if span(days)[1] < since:
        return replace(mention, type="DISTRICT")
    return replace(mention, type="PROVINCE") if span(days)[0] >= since else mention


@lru_cache(maxsize=4096)
def _central_since(city: str) -> str | None:
    """Return the day since which a former district is a province, None for every other name."""
    if not city.startswith("thành phố "):
        return None
    before, since = (
        [match.unit.valid_from for match in default().lookup(city, level) if match.unit.name == city]
        for level in _DISTRICT_AND_PROVINCE
    )
    return min(since) if before and since and min(before) < min(since) else None


def _respelt(mention: Mention, days: str) -> Mention:
    """Repair the spelling if exactly one name with this type word can be meant (codebook 9.18).

    The names of communes are many: there another official name (`alias`) may be that of another commune.
    """
    level, normal = _UNITS.get(mention.type), mention.normal
    if level is None or not normal:
        return mention
    found = default().lookup(normal, level, as_of=days) or default().lookup(normal, level)
    if level == "commune":
        found = [match for match in found if match.basis.startswith(("exact", "spelling"))]
    names = {match.unit.name for match in found if "other_type" not in match.basis}
    if len(names) != 1 or normal in names:
        return mention
    return replace(mention, normal=names.pop())


def _retyped(mention: Mention, days: str, rural: bool, told: frozenset[str]) -> Mention:
    level, normal = _LEVELS.get(mention.type), mention.normal
    if level is None or normal is None:
        return mention
    known = [match.unit for match in default().lookup(normal, level) if match.score >= 0.9]
    if not known:
        return mention
    short, codes = known[0].short, {unit.code for unit in known}
    if rural and level == "district" and known[0].type_word == "thị xã":
        names = {f"huyện {short}"}
    else:
        now = default().lookup(short, level, as_of=days)
        units = [match.unit for match in now if match.unit.code in codes and match.score >= 0.95]
        names = {unit.name if unit.type_word in told else names_at((unit,), days)[0] for unit in units}
    if len(names) != 1 or normal in names:
        return mention
    (name,) = names
    return replace(mention, normal=name, attrs={**mention.attrs, "unit_type": type_word(name)})
