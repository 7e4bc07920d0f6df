"""Bare names in lists that are of another kind than the name before them (codebook 3, type word rule).

In `thị trấn Chi Nê 10/13, Phú Nghĩa 11/13` the bare name takes the type word of its neighbour, yet
there is no thị trấn Phú Nghĩa. Where the gazetteer knows the name in a district or province of the
article, and with one type word only, it has that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
from tinbai.gazetteer import Match, UnitLevel, default
from tinbai.gazetteer.dates import EARLIEST_STATE, span

_LEVELS: dict[str, UnitLevel] = {"DISTRICT": "district", "COMMUNE": "commune"}
_RURAL = ("xã", "huyện")
_LIST = "rule:place_list"
_EXACT = 0.95


def inherited(mentions: Iterable[Mention], days: str) -> list[Mention]:
    """Return `mentions`, those of lists with the type word that the gazetteer gives them.

    Args:
        mentions: the places of the article.
        days: EDTF, when the article appeared.
    """
    found = list(mentions)
    above = {
        "COMMUNE": sorted({m.normal for m in found if m.type in ("DISTRICT", "PROVINCE") and m.normal}),
        "DISTRICT": sorted({m.normal for m in found if m.type == "PROVINCE" and m.normal}),
    }
    return [_typed(m, above[m.type], days) if m.type in above and m.source == _LIST else m for m in found]


def _typed(mention: Mention, above: Sequence[str], days: str) -> Mention:
    level, word = _LEVELS[mention.type], str(mention.attrs.get("unit_type") or "")
    if not mention.normal or not mention.normal.startswith(f"{word} "):
        return mention
    short = mention.normal.removeprefix(f"{word} ")
    known = _names(default().lookup(short, level, as_of=days)) or _names(default().lookup(short, level))
    if not known:
        return mention
    near = {name for unit in above for name in _names(default().lookup(short, level, as_of=days, within=unit))}
    names = near or known
    if len(names) != 1 or mention.normal in names:
        return mention
    (name,) = names
    kind = name.removesuffix(short).strip()
    if kind not in _RURAL and (kind == name or span(days)[1] < EARLIEST_STATE):
        return mention  # what is a town in the first state known may have been none before
    return replace(mention, normal=name, attrs={**mention.attrs, "unit_type": kind})


def _names(matches: Iterable[Match]) -> set[str]:
    return {match.unit.name for match in matches if match.score >= _EXACT}
