"""Names that no list of districts or provinces has (codebook 3.2, 9.20).

Papers run a headline or a heading into the next sentence without a full stop, or put a full stop behind `TP.` that
ends nothing: the first word of the sentence then looks like the name (`của TP. Theo đó`, `huyện Văn X Trước đó`).
The lists of districts and provinces, present and former, are complete; those of communes and hamlets are not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from tinbai import gazetteer, lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import Run, run_at
from tinbai.entities.place_types import TypeWord
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_HIGH = frozenset({"district", "province"})
_NAME = re.compile(r"(tỉnh|thành phố|quận|huyện|thị xã|thị trấn) (.+)")
# Of these every name is on the list; that of a huyện may be an old one (`huyện Giằng`).
_LISTED = frozenset({"tỉnh", "thành phố", "quận"})
_NO_ACCENT = re.compile(r"[a-z]{5,}")  # thị trấn Hallstatt, huyện Pingyao


# `huyện An Khê Thượng`: what parts namesakes may be a name that the list lacks.
_PARTS_NAMESAKES = frozenset(map(fold, ("Thượng", "Hạ", "Trung", "Đông", "Tây", "Nam", "Bắc", "Nội", "Ngoại", "Mới")))


def known_front(view: TextView, run: Run, word: TypeWord) -> int | None:
    """Return where a district's or province's name ends in front of other words, or None.

    None too where the whole run is such a name, and where a country stands behind: `tỉnh Hà Nam Trung Quốc`.
    """
    wanted = _HIGH if word.level == "district_or_province" else {word.level}
    whole = view.text[run.start : run.end]
    if not wanted <= _HIGH or units_known.levels_of(whole) & wanted or _is_unit(word, whole):
        return None
    shortest = 0 if word.word == "thành phố" else 1  # thành phố Vinh Theo đó
    for (_, end), (after, stop) in reversed(list(pairwise(run.syllables[shortest:]))):
        if _is_unit(word, view.text[run.start : end]):
            namesake = word.word not in _LISTED and view.folded[after:stop] in _PARTS_NAMESAKES
            return None if namesake or _country().match(view.folded, end) else end
    return None


def known_end(view: TextView, start: int, stop: int, level: str, word: str) -> int:
    """Return where the name at [start, stop) behind a committee ends: `Tỉnh ủy Bắc X Sáng nay`."""
    run = run_at(view.text, start, stop)
    front = known_front(view, run, TypeWord(start, start, start, level, "", word)) if run else None
    return stop if front is None else front


@cache
def _gone() -> frozenset[str]:
    return frozenset(fold(name) for name in lexicon.load("units")["around"]["gone_provinces"])


def _is_unit(word: TypeWord, name: str) -> bool:
    if word.word == "tỉnh" and fold(name) in _gone():
        return True
    if word.level != "district" and "province" in units_known.levels_of(name):
        return word.word == "tỉnh" or fold(name) in units_known.CENTRAL_CITIES
    return word.level != "province" and bool(units_known.district_codes(f"{word.word} {name}"))


@cache
def _country() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["countries"])
    return re.compile(rf" *{words}(?![^\W\d_])")


def needs_more(name: str, level: str) -> bool:
    """Say whether a district or province of this one syllable is on no list, so that its name goes on: `huyện Yên`."""
    wanted = _HIGH if level == "district_or_province" else {level}
    return wanted <= _HIGH and " " not in name and not units_known.levels_of(name) & wanted


def is_unlisted(view: TextView, place: Mention) -> bool:
    """Say whether a unit's name is on no list and no misprint of one: `TP. Theo`, `TT Dân số`."""
    if place.type == "COMMUNE" and fold(str(place.normal)) in _no_communes():
        return True
    match = _NAME.fullmatch(str(place.normal))
    if match is None or place.attrs.get("numbered") or place.type not in ("COMMUNE", "DISTRICT", "PROVINCE"):
        return False
    word, name = match.groups()
    one_word = " " not in name
    if place.type == "COMMUNE" and one_word and view.text.startswith("TT ", place.start):
        return not _resembles(name, "commune")
    sure = word in _LISTED or (one_word and (word == "thị xã" or _NO_ACCENT.fullmatch(fold(name)) or name == "Huế"))
    levels: tuple[Literal["province", "district", "commune"], ...] = ("commune",)
    if place.type != "COMMUNE":  # tỉnh Mỹ Tho: a province once, a town now
        levels = ("province", "district") if place.type == "PROVINCE" else ("district",)
    return bool(sure) and not any(_resembles(name, level) for level in levels)


_FOREST = 100  # tiểu khu 417: a part of a forest; those of towns count to thirty or so


def is_no_hamlet(place: Mention) -> bool:
    """Say whether what is written like a hamlet is a part of a forest or of the world: `khu vực Đông Âu`."""
    word = place.attrs.get("unit_type")
    name = str(place.normal).removeprefix(f"{word} ")
    if place.type != "HAMLET" or word not in ("tiểu khu", "khu vực"):
        return False
    if word == "tiểu khu":
        return name.isdigit() and int(name) >= _FOREST
    return fold(name) in _world()


@cache
def _world() -> frozenset[str]:
    return frozenset(fold(name) for name in lexicon.load("units")["around"]["world_regions"])


@cache
def _no_communes() -> frozenset[str]:
    return frozenset(fold(words) for words in lexicon.load("units")["around"]["no_commune"])


@lru_cache(maxsize=4_096)
def _resembles(name: str, level: Literal["province", "district", "commune"]) -> bool:
    return _bones(name) in _listed(level)


@cache
def _listed(level: Literal["province", "district", "commune"]) -> frozenset[str]:
    names = set(gazetteer.default().keys(level))
    if level == "province":
        around = lexicon.load("units")["around"]
        names.update(around["gone_provinces"], around["old_provinces"])
    return frozenset(map(_bones, names))


def _bones(name: str) -> str:
    """Return the letters without accents and blanks, so that a misprint (`Đông Hới`, `Đác Lắc`) finds its name."""
    letters = unicodedata.normalize("NFD", fold(name).replace("đ", "d"))
    plain = "".join(letter for letter in letters if letter.isalpha() and not unicodedata.combining(letter))
    return plain.replace("c", "k").replace("y", "i").replace("ai", "ei")
