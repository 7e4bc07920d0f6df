"""The noun that a number counts, with its classifier or its glued neighbour (codebook 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tinbai.entities import coordination
from tinbai.entities.coordination import words_at
from tinbai.entities.number import choice, words_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold, spell


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or a counted noun.

    Attributes:
        end: one past its last code point.
        kind: `count`, `percent`, `measure`, `money`, `age` or `time`.
        name: canonical unit (`ha`, `VND`, `%`) or the noun in lower case.
        factor: what the printed number is multiplied by (`triệu đồng` = 1,000,000).
        half: True if `rưỡi` adds half a unit.
        per: ids of the units after slashes, joined by `/`.
        listed: False if only the fallback took the following word.
    """

    end: int
    kind: str
    name: str
    factor: float = 1.0
    half: bool = False
    per: str | None = None
    listed: bool = True

    @property
    def firm(self) -> bool:
        """False also before a noun that does not make the number a count where it may be a date or end a name."""
        return self.listed and fold(self.name.split(",")[0]) not in _set("nouns", "weak_compounds")


_LEARN = "học"
_CHILD = "con"
_ROW = fold("hàng")
_COMMUNE, _SOCIETY = fold("xã"), fold("hội")
_SPACES = re.compile(r" *")
_CLOSED = re.compile(r" *(?:[.,;:)!?\"]|$|(?:và|hay|hoặc)(?!\w))")
# One syllable has one run of vowels: what has two lost a blank (`sởdạy`).
_VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_GLUED = re.compile(rf"[^\W\d_]*[{_VOWELS}]+(?P<cut>)(?![{_VOWELS}])[^\W\d_]+?[{_VOWELS}]")
_SYLLABLE = re.compile(rf"(?:ngh?|gh?|kh?|nh|c?h|t?h|tr?|ph|qu|[bcdđlmnrsvx])?[{_VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?")


@cache
def nouns() -> frozenset[str]:
    """Return every listed count noun, folded."""
    data = load("numbers")
    listed = [noun for key in ("compounds", "weak_compounds", "singles", "posts") for noun in data["nouns"][key]]
    listed += [noun for group in data["count_nouns"].values() for noun in group if "," not in noun]
    listed += [noun for group in data["coordinated"].values() for noun in group]
    return frozenset(fold(noun) for noun in listed)


@cache
def _set(*path: str) -> frozenset[str]:
    return frozenset(words_of(*path))


@cache
def _kinds() -> Mapping[str, str]:
    kinds = load("numbers")["nouns"]["kinds"]
    return {fold(f"{head} {kind}"): fold(head) for head, rows in kinds.items() for kind in rows}


def head_of(name: str) -> str:
    """Return the noun that numbers of different kinds share: `hai tàu chiến và một tàu cá` are ships."""
    return _kinds().get(fold(name), name)


@cache
def _posts() -> frozenset[str]:
    return _set("nouns", "posts")


@cache
def rate() -> str:
    """Return the regex of the units behind slashes."""
    one = rf"(?:{choice('numeral', 'one_each')} +)?"
    return rf"(?: */ *{one}{alternation([fold(key) for key in load('numbers')['per']])}(?!\w))*"


@cache
def rates() -> re.Pattern[str]:
    """Return the pattern of the units behind slashes (`đồng/công`)."""
    return re.compile(rate())


@cache
def _per_ids() -> Mapping[str, str]:
    return {fold(key): value for key, value in load("numbers")["per"].items()}


def per_of(slashes: str | None) -> str | None:
    """Return the ids of the units after slashes, joined by `/`."""
    if not slashes:
        return None
    parts = (re.sub(" +", " ", part.strip()) for part in slashes.split("/") if part.strip())
    each = re.compile(rf"{choice('numeral', 'one_each')} +")
    return "/".join(_per_ids()[each.sub("", part)] for part in parts)


def noun_at(folded: str, text: str, start: int, end: int, titles: Mapping[int, int]) -> Unit | None:
    """Return the counted noun at `start`: title, listed noun, classifier + noun, portion, else one word."""
    start = _SPACES.match(folded, start, end).end()  # type: ignore[union-attr]
    quoted = start < end and folded[start] == '"'
    found = words_at(folded, start + quoted, end)
    if not found:
        return None
    if quoted:
        stop = folded.find('"', start + 1, min(end, start + 30))
        inner = noun_at(folded, text, start + 1, end, titles) if stop > 0 else None
        return Unit(stop + 1, "count", inner.name, listed=inner.listed) if inner and inner.end == stop else None
    if start in titles:
        return Unit(coordination.titles_end(folded, text, titles[start], end, titles=titles), "count", "người")
    stop, name, listed = _noun(folded, text, start, found)
    if not stop:
        return None
    if name in _posts():
        return Unit(coordination.posts_end(folded, text, stop, end), "count", "người")
    stop = coordination.nouns_end(folded, text, stop, end, noun=name) if listed else stop
    slashes = rates().match(folded, stop, end)
    if slashes and slashes.end() > stop:
        return Unit(slashes.end(), "count", _lowered(text[start:stop]), per=per_of(slashes[0]), listed=listed)
    return Unit(stop, "count", _lowered(text[start:stop]), listed=listed)


def _lowered(surface: str) -> str:
    """`Thôn, TDP` → `thôn, tổ dân phố`: abbreviations are expanded or keep their capitals."""
    for short, whole in load("numbers")["nouns"]["expanded"].items():
        if short in surface:
            surface = re.sub(rf"(?<!\w){short}(?!\w)", whole, surface)
    return re.sub(
        r"\w+", lambda word: word[0] if len(word[0]) > 1 and word[0].isupper() else word[0].lower(), spell(surface)
    )


def _noun(folded: str, text: str, start: int, found: list[tuple[int, str]]) -> tuple[int, str, bool]:
    words = [word for _, word in found]
    for size in range(min(6, len(found)), 1, -1):
        name = " ".join(words[:size])
        if words[size - 1] == "ở" and _goes_on(found, size):
            continue  # ba nhà ở làng X
        if name in _set("nouns", "first_word_only"):
            return found[0][0], words[0], True
        if name in nouns() and not (words[size:] and words[size] in _parting(name, words[size - 1])):
            return found[size - 1][0], name, True
    first = words[0]
    if glued := _glued(found):
        return *glued, True
    if first in _set("nouns", "ways"):
        pointed = len(words) > 1 and words[1] in _set("nouns", "after_ways")
        return (found[0][0], first, True) if pointed or _CLOSED.match(folded, found[0][0]) else (0, "", False)
    if first == _ROW and len(words) > 1 and text[found[0][0] + 1].isupper():
        return 0, "", False  # 20 Hàng Đường
    if first in _set("nouns", "classifiers"):
        return _classified(text, found)
    if first in _set("nouns", "portions") or first in nouns():
        return found[0][0], first, True
    if first in _set("nouns", "not_nouns") or text[start].isupper() or len(first) < 2:
        return 0, "", False
    if len(words) > 1 and " ".join(words[:2]) in _set("nouns", "not_nouns"):
        return 0, "", False
    return found[0][0], first, False


def _parting(name: str, last: str) -> frozenset[str]:
    """Return the words before which a listed noun falls apart."""
    return _set("nouns", "opened_by") if last == _LEARN else frozenset(_apart().get(name, ()))


@cache
def _apart() -> Mapping[str, tuple[str, ...]]:
    return {fold(noun): tuple(map(fold, words)) for noun, words in load("numbers")["nouns"]["apart_before"].items()}


def _glued(found: list[tuple[int, str]]) -> tuple[int, str] | None:
    """`cơ sởdạy nghề`: where the noun of two syllables ends whose last lost the blank behind it, and the noun."""
    glued = _GLUED.match(found[1][1]) if len(found) > 1 else None
    if glued is None:
        return None
    start = found[1][0] - len(found[1][1])
    for cut in range(glued.end() - 1, 1, -1):
        name = f"{found[0][1]} {found[1][1][:cut]}"
        if name in nouns() and _SYLLABLE.fullmatch(found[1][1], cut):  # not `3 trang web|site`
            return start + cut, name
    return None


def _goes_on(found: list[tuple[int, str]], size: int) -> bool:
    """Say whether `ở` after a noun opens a place (`ba nhà ở chân đồi`)."""
    follower = found[size][1] if size < len(found) else ""
    social = follower == _COMMUNE and size + 1 < len(found) and found[size + 1][1] == _SOCIETY  # nhà ở xã hội
    return bool(follower) and not social and follower not in _set("nouns", "after_dwelling")


def _classified(text: str, found: list[tuple[int, str]]) -> tuple[int, str, bool]:
    """A classifier takes the noun right after it, never an adjective, a verb or a name."""
    words = [word for _, word in found]
    alone = found[0][0], words[0], True
    for size in range(min(6, len(found)), 1, -1):
        noun = " ".join(words[1:size])
        if noun in nouns() and not text[found[0][0] + 1].isupper():
            if noun in _set("nouns", "ambiguous_after_classifier"):
                if " " in noun:  # 2 người vi phạm
                    return alone
                break
            followed = len(words) > size and " ".join(words[1:3]) in _set("nouns", "not_nouns")
            if followed or (size == 2 and not _fits(words)):
                return alone
            return found[size - 1][0], " ".join(words[:size]), True
    listed = words[0] in nouns() or words[0] in _set("nouns", "portions")
    strict = words[0] in _set("nouns", "strict_classifiers") or len(found) < 2 or not _fits(words)
    if strict or {words[1], " ".join(words[1:3])} & _set("nouns", "not_nouns") or text[found[0][0] + 1].isupper():
        return found[0][0], words[0], listed or words[0] in _set("nouns", "classifiers")
    return found[1][0], " ".join(words[:2]), True


def _fits(words: list[str]) -> bool:
    """Say whether a noun of one syllable may belong to its classifier: a person to one of persons, no owner to con."""
    if words[0] == _CHILD:
        return words[1] not in _set("nouns", "owners")
    persons = words[0] in _set("nouns", "person_classifiers")
    return not persons or words[1] in _set("nouns", "persons_of_one_syllable")
