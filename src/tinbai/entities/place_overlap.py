"""Places that overlap: hamlet words inside larger names, the longest of a type, words shared with a title or person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import START, Located, Mention, covered, longest
from tinbai.entities.names import middles, run_at, sure_middles, surnames
from tinbai.lexicon import alternation
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import TextView

_GIVEN_NAME = re.compile(rf"[{CAPITALS}][^\W\d_{CAPITALS}]+")
_OFTEN = 3  # namings of a country, so that an article plays there
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


def without_person(
    view: TextView, place: Mention, names: set[tuple[str, str | None]], titles: Located[Mention]
) -> Mention:
    """Cut a name off a place behind a post: `Bí thư Đảng ủy xã Nậm X Kring Giúp`, where the article has xã Nậm X.

    Without a post only a given name is cut off a commune: `rừng xã Nậm X Giúp đã nhận`.
    """
    if place.attrs.get("numbered"):
        return place
    post = bool(titles.touching(place.start - 2, place.start))
    words = str(place.normal).split(" ")
    shorter = [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    for normal in (name for name in shorter if (place.type, name) in names):
        rest = str(place.normal)[len(normal) + 1 :]
        named = len(rest.split()) in (2, 3) and not _lacks_family_name(fold(rest).split())
        fits = named if post else place.type == "COMMUNE" and _GIVEN_NAME.fullmatch(rest)
        if fits and not units_known.levels_of(str(place.normal).split(" ", 1)[1]):
            end = (
                place.end
                - len(view.text[place.start : place.end].rpartition(rest.split()[0])[2])
                - len(rest.split()[0])
            )
            end = place.start + len(view.text[place.start : end].rstrip())
            return replace(place, end=end, normal=normal)
    return place


def whole_name(view: TextView, hamlet: Mention, names: set[tuple[str, str | None]]) -> Mention:
    """Give a hamlet back what a family name took: `Trưởng bản Can Hồ Lý X`, where the article has bản Can Hồ."""
    run = run_at(view.text, hamlet.end + 1, len(view.text)) if hamlet.type == "HAMLET" else None
    if run is None or view.text[hamlet.end] != " " or len(run.syllables) < 3:
        return hamlet
    end = run.syllables[0][1]
    normal = f"{hamlet.normal} {spell(view.text[run.start : end])}"
    rest = view.folded[run.syllables[1][0] : run.end].split()
    fits = (hamlet.type, normal) in names and rest[0] in surnames() and not _lacks_family_name(rest)
    return replace(hamlet, end=end, normal=normal) if fits else hamlet


def _lacks_family_name(parts: list[str]) -> bool:
    """Say whether a name may open with its middle name, so that the family name stands before it: `Văn X`."""
    return parts[0] in sure_middles() or (len(parts) == 2 and parts[0] in middles())


def is_governor(place: Mention, titles: Located[Mention]) -> bool:
    """Say whether a person's name stands behind the province in a title: `Phó Chủ tịch UBND tỉnh Giàng Seo Lử`."""
    if place.type != "PROVINCE" or not _unknown(place):
        return False
    parts = fold(str(place.normal)).split()[1:]
    shared = any(t.start < place.start < t.end for t in titles.touching(place.start, place.start + 1))
    return shared and len(parts) >= 3 and parts[0] in surnames()


_CHAINED = re.compile(r" *[,(-]? *")


_NAME_LEFT = re.compile(rf"(?:(?<=\w) [{CAPITALS}][^\W\d_]*|(?<![^\W\d_])(?:ông|bà|anh|chị|em|cô|chú|bác|cháu)) +$")
_NAME_RIGHT = re.compile(rf" +[{CAPITALS}]")


@cache
def _abroad() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["countries"])
    return re.compile(rf"(?<![^\W\d_]){words}(?![^\W\d_])")


def without_foreign(view: TextView, found: list[Mention]) -> list[Mention]:
    """Drop the units of another country (codebook 9.20).

    A province that the gazetteer has under no name is one where the text keeps naming
    another country, or behind which one stands; with it go the units told inside it
    (`làng K, huyện H, tỉnh Q`). A city that no syllable of Vietnamese can name goes too,
    and so does such a hamlet where the text keeps naming a country and no unit of Vietnam.
    """
    unknown = {m.normal for m in found if m.type == "PROVINCE" and _unknown(m)}
    doubtful = unknown or any(_NO_SYLLABLE.search(fold(str(m.normal))) for m in found)
    often = bool(doubtful) and len(list(islice(_countries(view, found), _OFTEN))) >= _OFTEN
    away = unknown if often else {m.normal for m in found if m.normal in unknown and _lies_abroad(view, m)}
    away |= {m.normal for m in found if m.type == "DISTRICT" and _is_foreign_city(m)}
    if often and all(m.normal in away or m.type == "HAMLET" for m in found):  # no unit of Vietnam is named
        away |= {m.normal for m in found if _NO_SYLLABLE.search(fold(str(m.normal)))}
    if not away:
        return found
    for unit, parent in reversed(list(pairwise(sorted(found, key=START)))):
        above = unit.end <= parent.start and TYPES.index(unit.type) < TYPES.index(parent.type)
        if above and parent.normal in away and _CHAINED.fullmatch(view.folded, unit.end, parent.start):
            away.add(unit.normal)
    return [m for m in found if m.normal not in away]


# Letters, openings and ends that no syllable of Vietnamese has; names of the highlands have some of them (`Playku`).
_NO_SYLLABLE = re.compile(r"[fjwz]|[^\W\d_][bdlrsvx](?![^\W\d_])|(?<![^\W\d_])(?:[bcdfg][lr]|pr|s[cklmpt])(?=[^\W\d_])")


def _is_foreign_city(place: Mention) -> bool:
    """`thành phố Brisbane`: no district ever had the name, and it is no syllable of Vietnamese."""
    name = str(place.normal).removeprefix("thành phố ")
    return name != place.normal and not units_known.levels_of(name) and bool(_NO_SYLLABLE.search(fold(name)))


def _lies_abroad(view: TextView, place: Mention) -> bool:
    """`tỉnh X, Tây Bắc Trung Quốc`: the country stands right behind."""
    return _in_country().match(view.folded, place.end, place.end + 40) is not None


@cache
def _in_country() -> re.Pattern[str]:
    return re.compile(rf" *[,(]? *(?:(?:của|ở|thuộc|miền|phía|vùng|nước|đông|tây|nam|bắc) +){{0,3}}{_abroad().pattern}")


def _countries(view: TextView, found: list[Mention]) -> Iterator[int]:
    """Yield where a country is named: not where it ends a name (`xã Tân Mỹ`, `bà Nga`) or opens one (`Lào Cai`)."""
    taken = covered((m.start, m.end) for m in found)
    for match in _abroad().finditer(view.folded):
        inside = _NAME_LEFT.search(view.text, max(0, match.start() - 12), match.start())
        if match.start() not in taken and not inside and not _NAME_RIGHT.match(view.text, match.end()):
            yield match.start()


def _unknown(province: Mention) -> bool:
    name = str(province.normal).removeprefix("tỉnh ")
    return name != province.normal and fold(name) not in _gone() and not units_known.province_normal(name)


@cache
def _gone() -> frozenset[str]:
    """Return the provinces that ended before the first state of the gazetteer."""
    return frozenset(fold(name) for name in lexicon.load("units")["around"]["gone_provinces"])
