"""The place mentions of an article, found by offset and by name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from tinbai.entities.mention import Mention
from tinbai.text.view import TextView

_P = TypeVar("_P", bound="PlaceIndex")
# Order of the levels; a parent has a higher number than its child.
RANK = {"HAMLET": 0, "COMMUNE": 1, "DISTRICT": 2, "PROVINCE": 3}
LEVELS = ("hamlet", "commune", "district", "province")


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Place mentions in text order.

    Attributes:
        view: the text.
        mentions: those that stand in a zone that is read.
    """

    view: TextView
    mentions: tuple[Mention, ...]
    _starts: tuple[int, ...] = field(repr=False)
    _by_name: dict[tuple[str, str], list[Mention]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls: type[_P], view: TextView, mentions: Sequence[Mention]) -> _P:
        """Take the places of `mentions` that stand in a zone that is read."""
        found = [m for m in mentions if m.type in RANK and not view.is_silent(m.start)]
        found.sort(key=lambda m: (m.start, m.end))
        places = cls(view, tuple(found), tuple(m.start for m in found))
        for mention in found:
            places._by_name.setdefault((mention.type, mention.normal or ""), []).append(mention)
        return places

    def namesakes(self, kind: str, normal: str) -> Sequence[Mention]:
        """Return the mentions of one type with one normal form, in text order."""
        return self._by_name.get((kind, normal), ())

    def between(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that start in [start, end)."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the edges of the sentence at `offset` (of the paragraph, if there is none)."""
        found = self.view.sentence_at(offset) or self.view.paragraph_at(offset)
        return (found.start, found.end) if found else (offset, offset)

    def gap(self, left: Mention, right: Mention) -> str:
        """Return the folded text between two mentions."""
        return self.view.folded[left.end : right.start]
