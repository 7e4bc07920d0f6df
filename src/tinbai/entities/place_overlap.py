"""Places that overlap: hamlet words inside larger names, the longest of a type, words shared with a title."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tinbai.entities.mention import Located, Mention, longest

TYPES = ("HAMLET", "COMMUNE", "DISTRICT", "PROVINCE")


def without_inner(found: list[Mention]) -> list[Mention]:
    """Drop hamlets inside the name of a larger unit: `Bản Nguyên` in `xã Bản Nguyên`."""
    larger = Located(m for m in found if m.type != "HAMLET")
    return [m for m in found if m.type != "HAMLET" or not larger.holds(m.start, m.end)]


def longest_by_type(found: Iterable[Mention]) -> list[Mention]:
    """Return the longest mentions of each type, the types one after the other (codebook 0.5)."""
    mentions = list(found)
    return [mention for type_ in TYPES for mention in longest(m for m in mentions if m.type == type_)]


def with_shared(mention: Mention, titles: Located[Mention]) -> Mention:
    """Flag a hamlet whose unit word is that of a title (`Trưởng bản Nà X`)."""
    beside = titles.touching(mention.start, mention.start + 1) if mention.type == "HAMLET" else ()
    shared = any(t.start < mention.start < t.end <= mention.end for t in beside)
    return replace(mention, attrs={**mention.attrs, "shared_with_role": True}) if shared else mention
