"""Which units the text names as gone: former ones, those merged into others, and what they lay in (codebook 5.2)."""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.entities.former import says_former
from tinbai.entities.mention import Mention
from tinbai.relations import place_words as words
from tinbai.relations.place_index import RANK, PlaceIndex
from tinbai.relations.place_words import PARENT_GAP


@dataclass(frozen=True, slots=True)
class FormerPlaces(PlaceIndex):
    """The place mentions of an article, with what the words say about units that are gone."""

    def is_former(self, mention: Mention) -> bool:
        """Say whether the unit is named as one that is gone (`trước đây thuộc …`, `huyện X cũ`)."""
        if mention.attrs.get("former"):
            return True
        start, end = self.sentence(mention.start)
        folded = self.view.folded
        if says_former(folded[start : mention.start], folded[mention.end : end]):
            return True
        if mention.type != "COMMUNE":
            return False
        return words.says_part_of(folded[mention.end : end]) or self.is_merged(mention)

    def is_merged(self, commune: Mention) -> bool:
        """Say whether a commune is one of those that a new one was made from (`hợp thành từ các xã A, B`)."""
        start, _ = self.sentence(commune.start)
        at = words.merged_from(self.view.folded[start : commune.start])
        if at is None:
            return False
        between = list(self.view.folded[start + at : commune.start])
        for other in self.between(start + at, commune.start):
            between[other.start - start - at : other.end - start - at] = " " * (other.end - other.start)
        return words.is_list("".join(between))

    def is_predecessor(self, mention: Mention) -> bool:
        """Say whether a hamlet is named as one that was merged into another (`ghép từ thôn A và thôn B`)."""
        if mention.attrs.get("merged_into"):
            return True
        return words.says_merged(self.view.folded[self.sentence(mention.start)[0] : mention.start])

    def former_chain(self, mention: Mention) -> tuple[Mention, ...]:
        """Return the parents right behind a unit that is gone: `(trước đây thuộc xã A, huyện B)`; districts all are."""
        _, end = self.sentence(mention.start)
        parents: list[Mention] = []
        last = mention
        for other in self.between(mention.end, end):
            if RANK[other.type] <= RANK[last.type] or not PARENT_GAP.match(self.gap(last, other)):
                break
            if other.type == "COMMUNE" and not self.is_former(other):
                break
            parents.append(other)
            last = other
        return tuple(parents)

    def former_path(self, mention: Mention) -> str | None:
        """Return the former units named beside `mention`: `xã Tân Hòa, huyện Buôn Đôn`.

        A row of communes that it was made from is no address: None.
        """
        _, end = self.sentence(mention.start)
        path: list[str] = []
        levels: list[int] = []
        for other in self.between(mention.end, end):
            if self.is_former(other):
                if other.normal and other.normal not in path:
                    if RANK[other.type] in levels:
                        return None
                    path.append(other.normal)
                    levels.append(RANK[other.type])
            elif path or RANK[other.type] <= RANK[mention.type]:
                break
        return ", ".join(path) or None
