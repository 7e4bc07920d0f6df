"""Two printed forms of one person's name (codebook 4.1, 9.18)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tinbai.entities.names import SYLLABLE
from tinbai.relations.posts import is_head
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import TextView

if TYPE_CHECKING:
    from tinbai.relations.holding import Held, Holder

# Small words, then a number or capitals: the unit that a title is told of.
_UNIT = re.compile(rf" *(?:[^\W\d_{CAPITALS}]+ +){{0,3}}(\d+\w?|{SYLLABLE}(?: +{SYLLABLE})*)")


def without_variants(view: TextView, holders: list[Holder]) -> list[Holder]:
    """Merge two printed forms of one name: one syllable differs by one letter, a post is shared (codebook 4.1).

    Args:
        view: the text view.
        holders: the holders in text order.

    Returns:
        The holders without the second forms. Two who are told apart by gender, or whose
        shared post is that of two named units (`bản A`, `bản B`), stay two.
    """
    kept: list[Holder] = []
    alike: dict[tuple[int, tuple[str, ...]], list[Holder]] = {}  # by all syllables of the name but one
    for holder in holders:
        names = _but_one(holder.name)
        near = (other for name in names for other in alike.get(name, ())) if holder.held else ()
        twin = min((k for k in near if _is_variant(view, k, holder)), key=lambda k: k.mentions[0].start, default=None)
        if twin is None:
            kept.append(holder)
            for name in names:
                alike.setdefault(name, []).append(holder)
            continue
        twin.mentions = sorted([*twin.mentions, *holder.mentions], key=lambda m: m.start)
        twin.held = sorted([*twin.held, *holder.held], key=lambda h: h.role.start)
    return kept


def _but_one(name: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the name without each of its syllables: variants of one name share one of these."""
    parts = tuple(fold(name).split())
    return [(at, parts[:at] + parts[at + 1 :]) for at in range(len(parts))] if len(parts) >= 3 else []


def _is_variant(view: TextView, left: Holder, right: Holder) -> bool:
    if not left.held:
        return False
    first, second = fold(left.name).split(), fold(right.name).split()
    if len(first) < 3 or len(first) != len(second):
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    if len(differing) != 1 or not _one_letter(*differing[0]):
        return False
    shared = {h.post for h in left.held} & {h.post for h in right.held}
    if not shared:  # trưởng thôn here, trưởng xóm there
        heads = [{h.post for h in holder.held if is_head(h.post)} for holder in (left, right)]
        shared = heads[0] | heads[1] if all(heads) else shared
    return bool(shared) and len(_genders(left) | _genders(right)) < 2 and not _apart(view, left, right, shared)


def _genders(holder: Holder) -> set[object]:
    return {m.attrs["gender"] for m in holder.mentions if m.attrs.get("gender")}


def _apart(view: TextView, left: Holder, right: Holder, shared: set[str]) -> bool:
    """Say whether the shared posts are told of units, and of none in common."""
    units = [{unit for h in holder.held if h.post in shared and (unit := _unit(view, h))} for holder in (left, right)]
    return bool(units[0] and units[1]) and not units[0] & units[1]


def _unit(view: TextView, held: Held) -> str:
    """The name or number right after a title: `lầm` after `Trưởng bản`, `4` after `Bí thư Chi bộ`."""
    match = _UNIT.match(view.text, held.role.end)
    return " ".join(fold(match[1]).split()) if match else ""


def _one_letter(left: str, right: str) -> bool:
    if len(left) == len(right):
        return sum(a != b for a, b in zip(left, right, strict=True)) == 1
    short, long = sorted((left, right), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
