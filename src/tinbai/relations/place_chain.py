"""How place names hang together in the text itself: chains, lists, resets, former units (codebook 4.3, 5.2).

Everything here is read off the words; the gazetteer has no say yet.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tinbai.entities.mention import Mention
from tinbai.relations import place_words as words
from tinbai.relations.place_former import FormerPlaces
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_words import PARENT_GAP, SISTER_GAP
from tinbai.text.normalize import fold
from tinbai.text.view import SILENT_ZONES

_SKIPPED = ("caption", "subheading", "byline", "title")


@dataclass(frozen=True, slots=True)
class Places(FormerPlaces):
    """The place mentions of an article in text order, with what the words say about them."""

    _states: dict[int, list[tuple[int, Mapping[str, Mention | None]]]] = field(default_factory=dict, repr=False)
    _chains: dict[tuple[int, int], tuple[Mention, ...]] = field(default_factory=dict, repr=False)
    _named: dict[tuple[str, tuple[str, ...]], list[str]] = field(default_factory=dict, repr=False)
    _origins: dict[int, bool] = field(default_factory=dict, repr=False)
    _hamlets: dict[frozenset[str], tuple[Mention, ...]] = field(default_factory=dict, repr=False)

    def hamlets(self, words: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
        """Return the whole hamlets that are there still, in text order; of some kinds only, where `words` says so."""
        if words not in self._hamlets:
            found = self.hamlets() if words else (m for m in self.mentions if m.type == "HAMLET" and self._is_whole(m))
            self._hamlets[words] = tuple(m for m in found if fold(m.normal or "").startswith(tuple(words) or ""))
        return self._hamlets[words]

    def _is_whole(self, hamlet: Mention) -> bool:
        return hamlet.attrs.get("level") != "sub" and not self.is_former(hamlet) and not self.is_predecessor(hamlet)

    def named(self, level: str, zones: tuple[str, ...] = ()) -> list[str]:
        """Return the distinct units of `level` in order of naming, only in `zones` if given; former ones left out."""
        if (level, zones) not in self._named:
            self._named[level, zones] = self._names(level, zones)
        return self._named[level, zones]

    def _names(self, level: str, zones: tuple[str, ...]) -> list[str]:
        names = [
            m.normal
            for m in self.mentions
            if LEVELS[RANK[m.type]] == level
            and m.normal
            and (not zones or self.view.zone_at(m.start) in zones)
            and not self.is_former(m)
            and not self.is_origin(m)
        ]
        return list(dict.fromkeys(names))

    def is_origin(self, mention: Mention) -> bool:
        """Say whether a unit, or one below it in the text, is where somebody comes from (`quê ở tổ 2, phường X`)."""
        if not self._origins:
            for place in self.mentions:
                if words.says_origin(self.view.folded[max(0, place.start - 40) : place.start]):
                    self._origins.update({m.start: True for m in (place, *self.chain(place))})
                self._origins.setdefault(place.start, False)
        return self._origins[mention.start]

    def chain(self, mention: Mention) -> tuple[Mention, ...]:
        """Return the parents in apposition or parenthesis after `mention`, from low to high.

        `bản Hiết, Trung Sơn, xã Sơn Thủy` gives xã Sơn Thủy for both hamlets.
        """
        key = (mention.start, mention.end)
        if key not in self._chains:
            self._chains[key] = self._chain(mention)
        return self._chains[key]

    def gone_parent(self, hamlet: Mention) -> Mention | None:
        """Return the former commune that stands right behind a hamlet with none of now (`bản X, xã Y cũ`)."""
        other = next(iter(self.between(hamlet.end, self.sentence(hamlet.start)[1])), None)
        if other is None or other.type != "COMMUNE" or not PARENT_GAP.match(self.gap(hamlet, other)):
            return None
        now = any(m.type == "COMMUNE" for m in self.chain(hamlet))
        return other if self.is_former(other) and not now else None

    def states(self, child: Mention, parent: Mention) -> bool:
        """Say whether the words leave no doubt that `parent`, of the chain of `child`, is no neighbour."""
        gap = self.view.folded[child.end : parent.start]
        return gap.strip() != "," or self.chain(child)[-1] is not parent

    def _chain(self, mention: Mention) -> tuple[Mention, ...]:
        _, end = self.sentence(mention.start)
        parents: list[Mention] = []
        last, level, gone = mention, RANK[mention.type], set[str]()
        for other in self.between(mention.start, end):
            if other.start < last.end:
                continue
            gap = self.gap(last, other)
            joined = PARENT_GAP.match(gap) and not _is_listmate(last, other)
            if RANK[other.type] > level and (joined or (last.type in gone and words.says_now(gap))):
                if self.is_former(other):  # `bản X, xã Y cũ, nay thuộc xã Z`: passed over
                    gone.add(other.type)
                else:
                    parents.append(other)
                    level = RANK[other.type]
            elif parents or RANK[other.type] != level or not (words.is_sister(gap) or words.says_alias(gap)):
                break
            last = other
        return tuple(parents)

    def is_listed(self, mention: Mention) -> bool:
        """Say whether `mention` is one of several coordinated units of its level."""
        start, end = self.sentence(mention.start)
        for other in self.between(start, end):
            if other.type != mention.type or other.normal == mention.normal:
                continue
            left, right = (other, mention) if other.start < mention.start else (mention, other)
            if left.end <= right.start and SISTER_GAP.match(self.gap(left, right)):
                return True
            if mention.attrs.get("type_inherited") and other.start < mention.start:
                return True
            if other.attrs.get("type_inherited") and other.start > mention.start:
                return True
        return False

    def header(self, mention: Mention, level: str) -> Mention | None:
        """Return the unit of `level` in the header of the list that holds `mention`."""
        start, _ = self.sentence(mention.start)
        colon = self.view.folded.rfind(":", start, mention.start)
        if colon < 0:
            return None
        named = [m for m in self.between(start, colon) if LEVELS[RANK[m.type]] == level and not self.is_former(m)]
        return named[-1] if len({m.normal for m in named}) == 1 else None

    def in_force(self, start: int, offset: int) -> Mapping[str, Mention | None]:
        """Return the last named unit of each level in [start, offset); None where it is one of a list.

        `start` opens a paragraph. A unit named after `Tại`, `Còn tại`, `Đến với` ends the lower units before it.
        """
        if start not in self._states:
            paragraph = self.view.paragraph_at(start)
            self._states[start] = list(self._walk(start, paragraph.end if paragraph else start))
        states = self._states[start]
        index = bisect_left(states, offset, key=lambda item: item[0])
        return states[index - 1][1] if index else {}

    def in_paragraph(self, offset: int, level: str) -> Mention | None:
        """Return step 3: the unit of `level` in force at `offset`, else one named right there (`Đảng ủy xã X`)."""
        paragraph = self.view.paragraph_at(offset)
        if paragraph is None:
            return None
        unit = self.in_force(paragraph.start, offset).get(level)
        if unit is not None:
            return unit
        for mention in self.between(offset, min(offset + 4, self.sentence(offset)[1])):
            if LEVELS[RANK[mention.type]] == level and not self.is_former(mention):
                return mention
        return None

    def is_open(self, offset: int, level: str) -> bool:
        """Say whether the paragraph before `offset` names several units of `level` in a row, so that none is meant."""
        paragraph = self.view.paragraph_at(offset)
        state = self.in_force(paragraph.start, offset) if paragraph else {}
        return level in state and state[level] is None

    def before(self, offset: int, level: str) -> tuple[Mention, bool] | None:
        """Return step 4: the unit of `level` in force at the end of the previous paragraph of lead or body.

        The second value says whether that paragraph is about the unit: it opens with it and names no other.
        """
        if self.view.zone_at(offset) in _SKIPPED:
            return None
        index = bisect_right(self.view.paragraphs, offset, key=lambda zone: zone.start) - 1
        for zone in reversed(self.view.paragraphs[: max(index, 0)]):
            silent = zone.zone in _SKIPPED or zone.zone in SILENT_ZONES
            if not silent and self.view.text[zone.start : zone.end].strip():
                unit = self.in_force(zone.start, zone.end).get(level)
                if unit is None:
                    return None
                topic = self._is_topic(unit, zone.start, zone.end)
                return (unit, topic) if topic or self._is_only(unit, zone.start, zone.end) else None
        return None

    def _is_only(self, unit: Mention, start: int, end: int) -> bool:
        """Say whether a paragraph names no other unit of the level, or moves on to this one (`Còn tại xã B`)."""
        others = {m.normal for m in self.between(start, end) if m.type == unit.type} - {unit.normal}
        return not others or words.says_new_scene(self.view.folded[self.sentence(unit.start)[0] : unit.start][-30:])

    def _is_topic(self, unit: Mention, start: int, end: int) -> bool:
        named = self.between(start, end)
        if {m.normal for m in named if m.type == unit.type} != {unit.normal}:
            return False
        first = next(m for m in named if m.normal == unit.normal or unit in self.chain(m))
        return words.opens(self.view.folded[start : first.start])

    def topic(self, level: str, *, town: bool = False) -> str | None:
        """Return step 5: the one unit of title and lead, else of the title, else of the whole article.

        Args:
            level: commune, district or province.
            town: count only wards and townships.
        """
        rural = "xã " if town else "\n"
        for zones in (("title", "lead"), ("title",), ()):
            names = [name for name in self.named(level, zones) if not name.startswith(rural)]
            if len(names) == 1 and (zones or level != "commune" or not self._in_passing(names[0])):
                return names[0]
            if zones == ("title",) and self.named(level, ("title", "lead")) and not town:
                return None
        return None

    def _in_passing(self, commune: str) -> bool:
        """Say whether an article on several districts names a commune only once."""
        return len(self.named("district")) > 1 and sum(m.normal == commune for m in self.mentions) == 1

    def _walk(self, start: int, end: int) -> Iterator[tuple[int, Mapping[str, Mention | None]]]:
        """Yield (offset of a mention, what is in force after it), each only if something changed."""
        state: dict[str, Mention | None] = {}
        for mention in self.between(start, end):
            if self.is_former(mention) or mention.attrs.get("level") == "sub" or self.is_predecessor(mention):
                continue
            if self.is_origin(mention) or self._is_elsewhere(mention) or self._is_of_address(mention):
                continue
            level = LEVELS[RANK[mention.type]]
            current = state.get(level)
            if current is not None and current.normal == mention.normal:
                continue
            state[level] = None if self.is_listed(mention) else mention
            for lower in tuple(self._ended(mention, state)):
                del state[lower]
            yield mention.start, dict(state)

    def _is_elsewhere(self, mention: Mention) -> bool:
        """Say whether another province, or a district gone to, is named in passing (`bỏ công ty ở TP. X về quê`)."""
        if mention.type not in ("PROVINCE", "DISTRICT") or mention.normal == self.topic(LEVELS[RANK[mention.type]]):
            return False
        start, _ = self.sentence(mention.start)
        before = self.view.folded[start : mention.start]
        goes = words.says_where(before) if mention.type == "PROVINCE" else words.says_going(before)
        if not goes or words.says_new_scene(before[-30:]):
            return False
        return not any(mention in self.chain(other) for other in self.between(start, mention.start))

    def _is_of_address(self, mention: Mention) -> bool:
        """Say whether a place is of a house's address (`57 phố Mang Cá, phường X, TP. Y`), where nobody else is."""
        start, _ = self.sentence(mention.start)
        places = (mention, *(other for other in self.between(start, mention.start) if mention in self.chain(other)))
        return any(words.says_address(self.view.text[max(start, one.start - 60) : one.start]) for one in places)

    def _ended(self, mention: Mention, state: dict[str, Mention | None]) -> Iterator[str]:
        before = self.view.folded[self.sentence(mention.start)[0] : mention.start][-30:]
        reset = words.says_new_scene(before)
        for lower in LEVELS[: RANK[mention.type]]:
            unit = state.get(lower)
            if unit is None:
                if lower in state and reset:
                    yield lower
                continue
            chain = self.chain(unit)
            stated = {LEVELS[RANK[m.type]]: m.normal for m in chain}.get(LEVELS[RANK[mention.type]])
            if stated != mention.normal and (stated is not None or (reset and mention not in chain)):
                yield lower


def _is_listmate(city: Mention, other: Mention) -> bool:
    """Say whether two cities stand in one list, of which one is a province: `các thành phố Vinh, Hải Phòng`."""
    kinds = {mention.attrs.get("unit_type") for mention in (city, other) if mention.attrs.get("type_inherited")}
    return kinds == {"thành phố"} and city.attrs.get("unit_type") == other.attrs.get("unit_type")
