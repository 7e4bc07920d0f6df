"""What the units that an article names say about its bare names (codebook 3.2, 4.3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import attrgetter

from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import Run, heroes, run_at
from tinbai.entities.place_merged import (
    SOURCE,
    is_borne,
    is_said_former,
    merged_commune,
    stands_as_place,
    tells_of_merger,
)
from tinbai.gazetteer import type_word
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_PARENT_RIGHT = re.compile(r" *[,(-] *(?=\S)")
_DISTRICT_RIGHT = re.compile(r" *[,(-] *(?:(?:huyện|thị xã|thành phố|tp\.?|tx\.?|h\.) *)?(?=\S)")
_LISTED = re.compile(r" *(?:,|;|và(?![^\W\d_])) *")
_CLOSED = re.compile(r" *(?:[).;]|$)")
_ITEM_LEFT = re.compile(r"(?:[,;]|(?<![^\W\d_])và) +$")
_CHAINED = re.compile(r" *[,(-]? *(?:(?:thuộc|của|ở) +)?")
_WHERE = re.compile(r"(?<![^\W\d_])(?:ở|tại|về|đến|lên|xuống|từ|thuộc|địa bàn) +$")
_END = attrgetter("end")
_DISTRICT_WORD = re.compile(r"(?<![^\W\d_])(?:huyện|thị ủy|thị xã)(?![^\W\d_])")


_DIRECTION_LEFT = re.compile(r"(?<![^\W\d_])(?:phía|hướng) +$")
_DIRECTIONS = frozenset(("đông", "tây", "nam", "bắc"))


def past_direction(view: TextView, run: Run) -> int:
    """Return where the name begins behind a point of the compass: `phía Bắc Sơn La`, not `phía Bắc Trà My`."""
    parts = run.syllables
    points = len(parts) > 2 and view.folded[slice(*parts[0])] in _DIRECTIONS
    if not points or not _DIRECTION_LEFT.search(view.folded, max(0, run.start - 8), run.start):
        return run.start
    return run.start if units_known.levels_of(view.text[run.start : run.end]) else parts[1][0]


@dataclass(frozen=True, slots=True)
class Scope:
    """The places found so far, read as the context of a bare name.

    Attributes:
        view: the text view.
        found: places in order of their ends.
        communes: short names of the communes named with type word.
    """

    view: TextView
    found: tuple[Mention, ...]
    communes: tuple[str, ...]
    _above: dict[str, list[str]] = field(default_factory=dict, repr=False)
    _provinces: dict[int, str | None] = field(default_factory=dict, repr=False)
    _inside: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False)
    _about: set[str] = field(default_factory=set, repr=False)
    _holders: dict[str, str | None] = field(default_factory=dict, repr=False)
    _borne: dict[str, bool] = field(default_factory=dict, repr=False)
    _tells: list[bool] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, view: TextView, found: list[Mention]) -> Scope:
        """Read the scope of an article from its places."""
        communes = {
            str(m.normal).split(" ", 1)[-1] for m in found if m.type == "COMMUNE" and not m.attrs.get("numbered")
        }
        scope = cls(view, tuple(sorted(found, key=lambda m: m.end)), tuple(sorted(communes)))
        # What the article names says which provinces it is about; a district of one name in several says nothing.
        for mention in found:
            if mention.type in ("DISTRICT", "PROVINCE") and mention.normal:
                lies = units_known.provinces_of(mention.normal, mention.type.lower())
                if mention.type == "PROVINCE" or len(units_known.district_codes(mention.normal)) == 1:
                    scope._about.update(lies)
        for parent in ("DISTRICT", "PROVINCE"):
            scope._above[parent] = sorted({str(m.normal) for m in found if m.type == parent})
        for mention in reversed(scope.found):
            if mention.type == "PROVINCE":
                scope._provinces[mention.start] = mention.normal
        return scope

    def namesake(self, name: str) -> str | None:
        """Return the district that bears the name of a commune named here, while districts are spoken of.

        A bare name that stands for both levels is the district (codebook 3.2, third rule).
        """
        spoken = islice(_DISTRICT_WORD.finditer(self.view.folded), 2)
        district = self._holding(name) if len(list(spoken)) == 2 else None
        return None if district is None or self._told_elsewhere(name, district) else district

    def _told_elsewhere(self, name: str, district: str) -> bool:
        """Say whether the text puts the commune that shares the name into another district (`xã A, huyện B`)."""
        for mention, parent in pairwise(self.found):
            if mention.type == "COMMUNE" and fold(str(mention.normal)).endswith(f" {name}"):
                gap = self.view.folded[mention.end : parent.start]
                if parent.type == "DISTRICT" and parent.normal != district and _CHAINED.fullmatch(gap):
                    return True
        return False

    def _holding(self, name: str) -> str | None:
        """The only district of this name that holds a commune named here."""
        if name not in self._holders:
            self._holders[name] = self._near(units_known.district_with(name, self.communes))
        return self._holders[name]

    def _near(self, district: str | None) -> str | None:
        """Return `district` unless the article speaks of other provinces: then a namesake far away is not meant."""
        if district is None or not self._about:
            return district
        return district if units_known.provinces_of(district, "district") & self._about else None

    def beside(self, span: tuple[int, int], sentence: Sentence) -> Mention | None:
        """A bare district after a smaller unit (`xã A, Quan X`) or before its province (`Quan X, Thanh Y`).

        After a hamlet also a commune whose neighbours the article names (`bản Pán, Chiềng Y`).
        """
        view = self.view
        name = spell(view.text[span[0] : span[1]])
        index = bisect_right(self.found, span[0], key=lambda m: m.end)
        previous = self.found[index - 1] if index else None
        chained = previous is not None and re.fullmatch(r" *[,(-] *", view.folded[previous.end : span[0]])
        province = self._province_right(span, sentence)
        smaller = bool(chained) and previous is not None and previous.type in {"COMMUNE", "HAMLET"}
        levels = units_known.levels_of(name)
        if "commune" in levels and "district" not in levels and chained and previous and previous.type == "HAMLET":
            commune = units_known.sibling(name, self.communes) or self._below_right(name, span, sentence)
            attrs = {"type_inherited": True, "unit_type": type_word(commune)} if commune else {}
            return Mention("COMMUNE", *span, commune, attrs, "gazetteer:commune_after_hamlet") if commune else None
        if "district" not in levels or not (province or smaller):
            return None
        normal = units_known.district_normal(name, province)
        if normal is not None and not province and not self._holds(normal, previous) and self._near(normal) is None:
            return None  # `xã A, Tân B` in an article on another province than that of huyện Tân B
        if province and normal is None and not chained:
            return None
        return self._district(span, normal or f"huyện {name}", "chain")

    def _below_right(self, name: str, span: tuple[int, int], sentence: Sentence) -> str | None:
        """The one commune of this name in the provinces of the district that follows: `(bản X, Mường Y, Sốp Z)`."""
        parent = _DISTRICT_RIGHT.match(self.view.folded, span[1], sentence.end)
        run = run_at(self.view.text, parent.end(), sentence.end) if parent else None
        lies = units_known.provinces_of(self.view.text[run.start : run.end], "district") if run else frozenset()
        found = {unit for province in sorted(lies) if (unit := units_known.commune_normal(name, province))}
        return found.pop() if len(found) == 1 else None

    @staticmethod
    def _holds(district: str, smaller: Mention | None) -> bool:
        """Say whether a commune told before a district lies in it; a hamlet may lie anywhere."""
        if smaller is None or smaller.type != "COMMUNE":
            return False
        return units_known.commune_normal(str(smaller.normal), district) is not None

    def _province_right(self, span: tuple[int, int], sentence: Sentence) -> str | None:
        parent = _PARENT_RIGHT.match(self.view.folded, span[1], sentence.end)
        if not parent:
            return None
        if parent.end() in self._provinces:
            return self._provinces[parent.end()]
        run = run_at(self.view.text, parent.end(), sentence.end)
        return units_known.province_normal(self.view.text[run.start : run.end]) if run else None

    def last_before(self, start: int, found: list[Mention]) -> Mention | None:
        """Return the last place that ends at or before `start`, of the scope or of those `found` since."""
        index = bisect_right(self.found, start, key=_END)
        before, last = self.found[index - 1] if index else None, found[-1] if found else None
        return last if before is None or (last is not None and last.end > before.end) else before

    def listed(self, span: tuple[int, int], previous: Mention | None) -> Mention | None:
        """A bare commune with the name of a province, in a list with another of its district (`Lâm A, Thanh B`)."""
        if previous is None or previous.type != "COMMUNE":
            return None
        if not _LISTED.fullmatch(self.view.folded, previous.end, span[0]):
            return None
        name, before = spell(self.view.text[span[0] : span[1]]), str(previous.normal)
        if self._is_parent(span, name, before):
            return None
        if previous.source == SOURCE:
            return self._merged(span)
        normal = self._only_inside(name, "COMMUNE", "DISTRICT")
        if normal is None or self._only_inside(before, "COMMUNE", "DISTRICT") is None:
            return None
        attrs = {"type_inherited": True, "unit_type": type_word(normal)}
        return Mention("COMMUNE", *span, normal, attrs, "gazetteer:commune_in_list")

    def _is_parent(self, span: tuple[int, int], name: str, commune: str) -> bool:
        """Say whether a name behind a commune is its province's, or its district's at the end of an address."""
        province, district = units_known.province_normal(name), units_known.district_normal(name, None)
        if province is not None and units_known.commune_normal(commune, province) is not None:
            return True
        sentence = self.view.sentence_at(span[0])
        if sentence is None or district is None or units_known.commune_normal(commune, district) is None:
            return False
        closed = _CLOSED.match(self.view.folded, span[1], sentence.end)
        return closed is not None or self._province_right(span, sentence) is not None

    def capitalised(self, hamlet: Mention) -> Mention:
        """Return a hamlet as the commune that it is if its unit word is part of a listed name (`Pha L, Bản L`)."""
        written = self.view.text[hamlet.start : hamlet.end]
        if hamlet.type != "HAMLET" or not written[0].isupper():
            return hamlet
        if not _ITEM_LEFT.search(self.view.folded, max(0, hamlet.start - 6), hamlet.start):
            return hamlet
        normal = self._only_inside(spell(written), "COMMUNE", "DISTRICT")
        if normal is None:
            return hamlet
        attrs = {"type_inherited": True, "unit_type": type_word(normal)}
        return Mention("COMMUNE", hamlet.start, hamlet.end, normal, attrs, "gazetteer:commune_in_list")

    def inside(self, span: tuple[int, int], levels: frozenset[str]) -> Mention | None:
        """A bare commune of a district that the article names, or a district of a province that it names."""
        name = spell(self.view.text[span[0] : span[1]])
        if self._is_hero(span):
            return None
        for level, parent in (("COMMUNE", "DISTRICT"), ("DISTRICT", "PROVINCE")):
            if level.lower() not in levels:
                continue
            normal = self._only_inside(name, level, parent)
            if normal is not None:
                attrs = {"type_inherited": True, "unit_type": type_word(normal)}
                return Mention(level, *span, normal, attrs, f"gazetteer:{level.lower()}_in_scope")
        return None

    def _only_inside(self, name: str, level: str, parent: str) -> str | None:
        """The one unit called `name` that lies in a parent named here."""
        if (name, level) not in self._inside:
            find = units_known.commune_normal if level == "COMMUNE" else units_known.district_normal
            units = {unit for above in self._above[parent] if (unit := find(name, above))}
            self._inside[name, level] = units.pop() if len(units) == 1 else None
        return self._inside[name, level]

    def only_one(self, span: tuple[int, int], levels: frozenset[str]) -> Mention | None:
        """A district that holds a commune named here, or whose long name no other district bears."""
        if "district" not in levels or self._is_hero(span):
            return None
        name = spell(self.view.text[span[0] : span[1]])
        holder = self._holding(name) if self.communes else None
        if holder is None and len(name.split()) >= 3:
            holder = self._near(units_known.district_normal(name, None))
        return self._district(span, holder, "holds_a_commune") if holder else None

    def merged(self, span: tuple[int, int], levels: frozenset[str]) -> Mention | None:
        """A bare commune that went into one named here, in an article that tells of mergers (`Nậm Sỏ cũ 9 bản`)."""
        sentence = self.view.sentence_at(span[0])
        found = self._merged(span) if "commune" in levels else None
        if found is None or sentence is None or not stands_as_place(self.view, span):
            return None
        name = self.view.folded[slice(*span)]
        if name not in self._borne:
            self._borne[name] = is_borne(self.view, name)
        borne = self._borne[name] and not is_said_former(self.view, span[1])
        return None if borne or self._province_right(span, sentence) else found

    def _merged(self, span: tuple[int, int]) -> Mention | None:
        if not self._tells:
            self._tells.append(tells_of_merger(self.view))
        if not self.communes or not (self._tells[0] or is_said_former(self.view, span[1])):
            return None
        name = spell(self.view.text[span[0] : span[1]])
        normal = merged_commune(name, self.communes, frozenset(map(fold, self._about)))
        if normal is None:
            return None
        self._tells[0] = True  # `X cũ 9 xóm, Y 8 xóm`: what is told of one is told of those behind it
        return Mention("COMMUNE", *span, normal, {"type_inherited": True, "unit_type": type_word(normal)}, SOURCE)

    def _is_hero(self, span: tuple[int, int]) -> bool:
        """`hào khí Ngô Quyền`: the name of a person after whom a unit is called, unless it stands where units do."""
        if self.view.folded[slice(*span)] not in heroes():
            return False
        return not _WHERE.search(self.view.folded, max(0, span[0] - 16), span[0])

    def in_its_province(self, span: tuple[int, int], sentence: Sentence) -> bool:
        """Say whether its province stands right behind a district: `phố Hàng X, Hoàn Kiếm (Hà Nội)`."""
        province = self._province_right(span, sentence)
        name = spell(self.view.text[span[0] : span[1]])
        return bool(province and units_known.district_normal(name, province))

    @staticmethod
    def _district(span: tuple[int, int], normal: str, how: str) -> Mention:
        return Mention("DISTRICT", *span, normal, {"type_inherited": True}, f"gazetteer:district_{how}")
