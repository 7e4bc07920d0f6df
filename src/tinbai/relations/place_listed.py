"""The type word of units in a list: that of the head (codebook 3.2), unless the gazetteer has no such unit there.

`thị trấn Chi Nê 10/13; Đồng Tâm 8/12` names a xã Đồng Tâm where the district has no thị trấn of that name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
from tinbai.gazetteer import Unit, UnitLevel, default
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
    printed = [m for m in found if m.source == "rule:place_typed"]
    return [_retyped(m, found, printed, view, days) if _is_inherited(m) else m for m in found]


def _is_inherited(mention: Mention) -> bool:
    inherited = mention.attrs.get("type_inherited") and mention.source in _INHERITED
    return bool(inherited) and mention.type in _UPPER and not mention.attrs.get("numbered")


def _retyped(
    mention: Mention, found: Sequence[Mention], printed: Sequence[Mention], view: TextView, days: str
) -> Mention:
    word, normal = str(mention.attrs.get("unit_type") or ""), str(mention.normal)
    if not normal.startswith(f"{word} "):
        return mention
    names = {unit.name for unit in _here(mention, normal[len(word) + 1 :], found, days)}
    if any(m.normal == normal for m in printed):  # the same list may name both: `thị trấn A 6/8; B 5/7; A 4/6`
        sentence = view.sentence_at(mention.start)
        before = [m for m in printed if sentence and sentence.start <= m.start < mention.start]
        if mention.source != "rule:place_list" or not any(m.normal == normal for m in before):
            return mention
        names.discard(normal)
    if len(names) != 1 or normal in names:
        return mention
    (name,) = names
    unit_type = name[: len(name) - len(normal) + len(word)].strip()
    return replace(mention, normal=name, attrs={**mention.attrs, "unit_type": unit_type})


def _here(mention: Mention, short: str, found: Sequence[Mention], days: str) -> list[Unit]:
    """Return the units of a short name below the units that the article names, else beside those that it names."""
    units = default()
    level, upper = _UPPER[mention.type]
    named = {fold(str(m.normal)) for m in found if m.type == upper}
    if not named:
        others = [m for m in found if m.type == mention.type and m.normal != mention.normal]
        named = {
            fold(parent.name)
            for other in others
            for match in units.lookup(str(other.normal), level, as_of=days)
            if match.score >= 0.9
            for parent in units.ancestors(match.unit, days)[:1]
        }
    return [
        match.unit
        for match in units.lookup(short, level, as_of=days)
        if match.score >= 0.9 and any(fold(up.name) in named for up in units.ancestors(match.unit, days))
    ]
