"""What looks like the name of a unit and is none (codebook 3.2, 9.20).

Papers run a headline or a heading into the next sentence without a full stop, or put a full stop behind `TP.` that
ends nothing: the first word of the sentence then looks like the name (`của TP. Theo đó`, `huyện Văn X Trước đó`).
An unknown name stays a name: the lists begin in 2019, and papers misprint. Only a word that is none goes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from tinbai import gazetteer, lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Located, Mention
from tinbai.entities.names import Run, ends_name, looks_like_person, run_at, sure_surnames, surnames, word_pairs
from tinbai.entities.place_types import TypeWord
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_HIGH = frozenset({"district", "province"})
_NAME = re.compile(r"(tỉnh|thành phố|quận|huyện|thị xã|thị trấn) (.+)")
_OFFICE = 60
_OFFICE_LEFT = re.compile(r"(?<![^\W\d_])(?:bí thư|chủ tịch|trưởng|phó|giám đốc|chánh|chỉ huy)(?![^\W\d_])[^.;:\n]*$")
_WORD = re.compile(r" +([^\W_])")
_DOTTED = re.compile(r"[^\W\d_]+\. ")  # `TP. Phù hợp`; `TP.Vinh` is one word
_PEOPLE = frozenset(map(fold, ("Ông", "Bà")))  # TP. Bà Lê Mơ nói
_NO_WAYS = frozenset(map(fold, ("Đông", "Tây", "Nam", "Bắc", "Trung")))  # các tỉnh Đông và Tây Nam Bộ


def known_front(view: TextView, run: Run, word: TypeWord) -> int | None:
    """Return where a district's or province's name ends in front of what cannot be a part of it, or None.

    None too where the whole run is such a name, or a person's: `UBND huyện Vũ Quang Sáng`.
    """
    wanted = _HIGH if word.level == "district_or_province" else {word.level}
    whole = view.text[run.start : run.end]
    if not wanted <= _HIGH or units_known.levels_of(whole) & wanted or _is_unit(word, whole):
        return None
    parts = [view.folded[a:b] for a, b in run.syllables]
    office = _OFFICE_LEFT.search(view.folded, max(0, run.start - _OFFICE), run.start)
    person = office and parts[0] in surnames() and looks_like_person(parts)
    shortest = 0 if word.word == "thành phố" else 1  # thành phố Vinh Theo đó
    for (_, end), (after, _) in reversed(list(pairwise(run.syllables[shortest:]))):
        front = view.text[run.start : end]
        if not _is_unit(word, front):
            continue
        if word.word == "thành phố" and fold(front) in units_known.CENTRAL_CITIES:
            return end if " " in front or _ends_there(view, run, after, word) else None
        return end if not person and _ends_there(view, run, after, word) else None
    return None


def _ends_there(view: TextView, run: Run, after: int, word: TypeWord) -> bool:
    """Say whether the rest of the run from `after` opens a sentence or is a unit of its own."""
    rest = view.text[after : run.end]
    if " " not in rest:
        return view.folded[after : run.end] in _openers() and _goes_on(view, run.end)
    if word.word != "tỉnh" and "province" in units_known.levels_of(rest):
        return True  # thành phố Tân An Long An; but tỉnh Gia Lai Kon Tum was one
    return rest.split()[0] in _UNIT_WORDS


_UNIT_WORDS = frozenset(("Bản", "Thôn", "Xóm", "Ấp", "Buôn", "Xã", "Phường", "Huyện", "Quận", "Tỉnh"))


def _goes_on(view: TextView, stop: int) -> bool:
    """Say whether a word in small letters or a number follows."""
    word = _WORD.match(view.text, stop)
    return word is not None and not word[1].isupper()


def known_end(view: TextView, start: int, stop: int, level: str, word: str) -> int:
    """Return where the name at [start, stop) behind a committee ends: `Tỉnh ủy Bắc X Sáng nay`."""
    run = run_at(view.text, start, stop)
    front = known_front(view, run, TypeWord(start, start, start, level, "", word)) if run else None
    return stop if front is None else front


@cache
def _gone() -> frozenset[str]:
    return frozenset(fold(name) for name in lexicon.load("units")["around"]["gone_provinces"])


@cache
def _openers() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("units")["around"]["opens_sentence"])


def _is_unit(word: TypeWord, name: str) -> bool:
    if word.word == "tỉnh" and fold(name) in _gone():
        return True
    if word.level != "district" and "province" in units_known.levels_of(name):
        return word.word == "tỉnh" or fold(name) in units_known.CENTRAL_CITIES
    return word.level != "province" and bool(units_known.district_codes(f"{word.word} {name}"))


def needs_more(name: str, level: str) -> bool:
    """Say whether a district or province of this one syllable is on no list, so that its name goes on: `huyện Yên`."""
    wanted = _HIGH if level == "district_or_province" else {level}
    return wanted <= _HIGH and " " not in name and not units_known.levels_of(name) & wanted


def is_unlisted(view: TextView, place: Mention) -> bool:
    """Say whether a unit's name is on no list and cannot be one: `TP. Theo`, `TT Dân số`, `thành phố Toulouse`."""
    if place.type == "COMMUNE" and fold(str(place.normal)) in _no_communes():  # Hội Bác Ái Xã Hội; Xã Đoàn Hà Văn Bun
        return not ends_name(view.text, place.start) and run_at(view.text, place.end + 1, place.end + 9) is None
    match = _NAME.fullmatch(str(place.normal))
    if match is None or place.attrs.get("numbered") or place.type not in ("COMMUNE", "DISTRICT", "PROVINCE"):
        return False
    word, name = match.groups()
    level: Literal["district", "commune"] = "commune" if place.type == "COMMUNE" else "district"
    if level == "commune" and name == "Huế":
        return True  # người TT Huế
    if units_known.levels_of(name) & ({"commune"} if level == "commune" else _HIGH):
        return False
    if _is_foreign(name):
        return not _resembles(name, level)
    dotted = word in ("thành phố", "thị xã") and _DOTTED.match(view.text, place.start)
    if " " in name:
        return (bool(dotted) and fold(name).split()[0] in _PEOPLE) or _is_chairman(view, place, word, name)
    small = _goes_on(view, place.end)
    if level == "commune":
        return small and view.text.startswith("TT ", place.start) and not _resembles(name, level)
    if fold(name) in _NO_WAYS and word == "tỉnh":
        return bool(place.attrs.get("type_inherited"))
    pair = small and view.folded.startswith(word_pairs(), place.end - len(name))
    return bool((dotted and small) or pair or fold(name) in _openers())


_CHAIR_LEFT = re.compile(r"chủ tịch(?: +(?:ubnd|hđnd|ubmttq|ubmttqvn))? +$")


def _is_chairman(view: TextView, place: Mention, word: str, name: str) -> bool:
    """`Phó Chủ tịch UBND tỉnh Lê Hà Vân`: no province or city begins with such a family name, but Hồ Chí Minh."""
    parts = fold(name).split()
    person = (len(parts) > 2 and parts[0] in sure_surnames() and parts[1] != "chí") or parts[0].startswith("h'")
    begin = max(0, place.start - 30)
    return word in ("tỉnh", "thành phố") and person and bool(_CHAIR_LEFT.search(view.folded, begin, place.start))


_FOREIGN_LETTERS = 5
# A syllable of Vietnamese without its accents; names of the highlands in one word resemble one of the list.
_PLAIN = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?:uye|ieu|yeu|oai|oay|uoi|uou|uay|uya|uyu|oeo|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|uu|uy|uu|ye|ai|ao|au|ay|eo|eu|[aeiouy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)


def _is_foreign(name: str) -> bool:
    """Say whether a name without accents has a long word that is no syllable of Vietnamese: `Toulouse`."""
    words = fold(name).split()
    return all(word.isascii() and word.isalpha() for word in words) and any(
        len(word) >= _FOREIGN_LETTERS and not _PLAIN.fullmatch(word) for word in words
    )


_FOREST = 100  # tiểu khu 417: a part of a forest; those of towns count to thirty or so
_FORESTERS = re.compile(r"(?<![^\W\d_])(?:khoảnh|rừng|kiểm lâm|lâm nghiệp|lâm tặc|lâm trường)(?![^\W\d_])")
_TOWN_RIGHT = re.compile(r" *[,(]? *(?:thuộc +|của +|ở +)?(?:phường|p\.|thị trấn|tt\.?)(?![^\W\d_])")


def without_no_hamlets(view: TextView, found: list[Mention], posts: Located[Mention]) -> list[Mention]:
    """Drop what is a part of a forest or of the world (`khu vực Đông Âu`), unless it has a head or a town."""
    doubtful = [m for m in found if _is_no_hamlet(m)]
    if not doubtful:
        return found
    forest = _FORESTERS.search(view.folded) is not None
    kept = {
        m.normal
        for m in doubtful
        if posts.touching(m.start, m.end)
        or _TOWN_RIGHT.match(view.folded, m.end)
        or (m.attrs.get("numbered") and not forest)
    }
    return [m for m in found if m.normal in kept or not _is_no_hamlet(m)]


def _is_no_hamlet(place: Mention) -> bool:
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
def _resembles(name: str, level: Literal["district", "commune"]) -> bool:
    """Say whether a name is a misprint of one of the list."""
    levels: tuple[Literal["province", "district", "commune"], ...]
    levels = ("commune",) if level == "commune" else ("province", "district")
    return any(_bones(name) in _listed(item) for item in levels)


@cache
def _listed(level: Literal["province", "district", "commune"]) -> frozenset[str]:
    return frozenset(map(_bones, gazetteer.default().keys(level))) - {""}  # names of districts that are numbers


def _bones(name: str) -> str:
    """Return the letters without accents and blanks, so that a misprint (`Daklak`, `Playku`) finds its name."""
    letters = unicodedata.normalize("NFD", fold(name).replace("đ", "d"))
    plain = "".join(letter for letter in letters if letter.isalpha() and not unicodedata.combining(letter))
    return plain.replace("c", "k").replace("y", "i").replace("ai", "ei")
