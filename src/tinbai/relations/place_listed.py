"""The type word of units in a list: that of the head (codebook 3.2), unless the gazetteer has no such unit there.

`thị trấn Chi Nê 10/13; Đồng Tâm 8/12` names a xã Đồng Tâm where the district has no thị trấn of that name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tinbai.entities.mention import Mention
from tinbai.gazetteer import UnitLevel, default, type_word
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_INHERITED = ("rule:place_list", "rule:place_bare_typed")
_UPPER: dict[str, tuple[UnitLevel, str]] = {"COMMUNE": ("commune", "DISTRICT"), "DISTRICT": ("district", "PROVINCE")}


def as_listed(mentions: Iterable[Mention], view: TextView, days: str) -> list[Mention]:
    """Return `mentions`, those with an inherited type word that no unit of the article's districts has corrected.

    Args:
        mentions: the places of the article in text order.
        view: its text.
        days: EDTF, when the article appeared.
    """
    found = list(mentions)
    inherited = {m.type for m in found if _is_inherited(m)}
    above = {type_: _above(type_, found, days) for type_ in inherited}
    printed: dict[str, list[int]] = {}
    for mention in found:
        if mention.source == "rule:place_typed":
            printed.setdefault(str(mention.normal), []).append(mention.start)
    return [_retyped(m, above[m.type], printed, view, days) if _is_inherited(m) else m for m in found]


def _is_inherited(mention: Mention) -> bool:
    inherited = mention.attrs.get("type_inherited") and mention.source in _INHERITED
    return bool(inherited) and mention.type in _UPPER and not mention.attrs.get("numbered")


def _retyped(
    mention: Mention, above: frozenset[str], printed: Mapping[str, Sequence[int]], view: TextView, days: str
) -> Mention:
    word, normal = str(mention.attrs.get("unit_type") or ""), str(mention.normal)
    if not normal.startswith(f"{word} "):
        return mention
    names = _names_below(_UPPER[mention.type][0], normal[len(word) + 1 :], above, days)
    if normal in printed:  # the same list may name both: `thị trấn A 6/8; B 5/7; A 4/6`
        sentence = view.sentence_at(mention.start)
        last = bisect_left(printed[normal], mention.start) - 1
        here = sentence is not None and last >= 0 and printed[normal][last] >= sentence.start
        if mention.source != "rule:place_list" or not here:
            return mention
        names -= {normal}
    if len(names) != 1 or normal in names:
        return mention
    (name,) = names
    return replace(mention, normal=name, attrs={**mention.attrs, "unit_type": type_word(name)})


def _above(type_: str, found: Sequence[Mention], days: str) -> frozenset[str]:
    """Return the folded names of the units above that the article names, else of those above the units it names."""
    level, upper = _UPPER[type_]
    named = {fold(str(m.normal)) for m in found if m.type == upper}
    units = default()
    return frozenset(named) or frozenset(
        fold(parent.name)
        for normal in sorted({str(m.normal) for m in found if m.type == type_ and not _is_inherited(m)})
        for match in units.lookup(normal, level, as_of=days)
        if match.score >= 0.9
        for parent in units.ancestors(match.unit, days)[:1]
    )


@lru_cache(maxsize=4096)
def _names_below(level: UnitLevel, short: str, above: frozenset[str], days: str) -> frozenset[str]:
    """Return the normal forms that units of a short name have below the units `above` (folded names)."""
    units = default()
    return frozenset(
        match.unit.name
        for match in units.lookup(short, level, as_of=days)
        if match.score >= 0.9 and any(fold(up.name) in above for up in units.ancestors(match.unit, days))
    )
