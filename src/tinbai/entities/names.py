"""Runs of capitalised syllables: the raw material of place and person names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tinbai import lexicon
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.remembered import remembered

_LOWER = CAPITALS.lower() + "\u0306"
# A small word behind a hyphen goes on a highland name (`Bờ-lơ`) unless it is a common one: `Lò Văn X-bí thư`.
_COMMON = "|".join(lexicon.load("names")["after_hyphen"])
_HYPHENED = rf"(?:-(?!(?:{_COMMON})(?![{_LOWER}]))[{_LOWER}]+)*"
# One syllable of a name: `Cang`, `H'Lâm`, `KRang`, `K'`, `Pơloong`, `Y`, `Ea`, `Bờ-lơ`; a small letter
# followed by a capital is a lost blank (`HảiCả`) unless the syllable is a known shape like `KRang`.
SYLLABLE = (
    rf"(?:[{CAPITALS}][{_LOWER}]*['’‘ʼ´][{CAPITALS}{_LOWER}]+|[{CAPITALS}]{{2}}[{_LOWER}]+|"
    rf"[{CAPITALS}][{_LOWER}]*['’](?!\w)|[{CAPITALS}][{_LOWER}]+{_HYPHENED}|[{CAPITALS}](?![{CAPITALS}\w]))"
)
_RUN = re.compile(rf"(?<![\w{CAPITALS}]){SYLLABLE}(?:[ \u00a0\n\t]+{SYLLABLE})*")
SYLLABLES = re.compile(SYLLABLE)
_GIVEN_MIDDLES = frozenset({"thị", "văn"})
INITIALS = re.compile(
    rf"(?<![\w.])(?:[{CAPITALS}]\.){{1,4}}[{CAPITALS}]?(?![{_LOWER}\w])|(?<![\w.])[{CAPITALS}]{{1}}(?=\.)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A maximal run of capitalised syllables inside one sentence.

    Attributes:
        start: first code point.
        end: one past the last.
        syllables: (start, end) of each syllable, in order.
    """

    start: int
    end: int
    syllables: tuple[tuple[int, int], ...]


_SYLLABLE_LEFT = re.compile(rf"(?<![^\W_]){SYLLABLE} +$")


def ends_name(text: str, start: int) -> bool:
    """Say whether the word at `start` goes on with the capitals of a name.

    Example:
        >>> line = "Chủ tịch UBND huyện Đông Anh Lê Văn Thụ"
        >>> ends_name(line, line.index("Anh")), ends_name(line, line.index("Đông"))
        (True, False)
    """
    return text[start].isupper() and _SYLLABLE_LEFT.search(text, max(0, start - 12), start) is not None


@remembered  # persons and places read the same sentences
def runs(text: str, start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of `text[start:end]` in order.

    Example:
        >>> line = "Trưởng bản Nà Ngà và H'Lâm Niê"
        >>> [line[r.start:r.end] for r in runs(line, 0, len(line))]
        ['Trưởng', 'Nà Ngà', "H'Lâm Niê"]
    """
    return tuple(run_of(text, *match.span()) for match in _RUN.finditer(text, start, end))


def run_of(text: str, start: int, end: int) -> Run:
    """Return the run [start, end) with its syllables."""
    if text[start:end].isalpha():  # most runs are one syllable
        return Run(start, end, ((start, end),))
    return Run(start, end, tuple(m.span() for m in SYLLABLES.finditer(text, start, end)))


def run_at(text: str, start: int, end: int) -> Run | None:
    """Return the run that begins exactly at `start`, or None."""
    match = _RUN.match(text, start, end)
    return run_of(text, match.start(), match.end()) if match else None


_GLUED = re.compile(rf"(?<=[{_LOWER}]){SYLLABLE}(?:[ \u00a0\t]+{SYLLABLE})*")


def glued_runs(text: str, start: int, end: int) -> Iterator[Run]:
    """Yield the runs that a lost blank glues to the small letter before them.

    Example:
        >>> line = "đường đến bảnHà Văn Chấp kể"
        >>> [line[r.start:r.end] for r in glued_runs(line, 0, len(line))]
        ['Hà Văn Chấp']
    """
    return (run_of(text, *match.span()) for match in _GLUED.finditer(text, start, end))


@cache
def surnames() -> frozenset[str]:
    """Return the folded family names of the lexicon (codebook 3.3)."""
    return frozenset(fold(name) for name in lexicon.load("names")["surnames"])


@cache
def middles() -> frozenset[str]:
    """Return the folded middle names of the lexicon."""
    return frozenset(fold(name) for name in lexicon.load("names")["middle"])


@cache
def rare_middles() -> frozenset[str]:
    """Return the middle names that prove a personal name only behind a sure family name."""
    return frozenset(fold(name) for name in lexicon.load("names")["rare_middle"])


@cache
def sure_middles() -> frozenset[str]:
    """Return the middle names that alone prove a personal name."""
    return frozenset(fold(name) for name in lexicon.load("names")["sure_middle"])


@cache
def sure_surnames() -> frozenset[str]:
    """Return the family names that hardly ever open a place name."""
    return frozenset(fold(name) for name in lexicon.load("names")["sure_surnames"])


@cache
def heroes() -> frozenset[str]:
    """Return the folded names of persons of history after whom streets and units are called."""
    return frozenset(fold(name) for name in lexicon.load("names")["heroes"])


@cache
def place_surnames() -> frozenset[str]:
    """Return the family names that open more names of places than of persons."""
    return frozenset(fold(name) for name in lexicon.load("names")["place_surnames"])


@cache
def word_pairs() -> tuple[str, ...]:
    """Return the folded words of two syllables whose first is also a given name: `thanh niên`."""
    return tuple(fold(pair) for pair in lexicon.load("names")["word_pairs"])


@cache
def highland_surnames() -> frozenset[str]:
    """Return the family names that open two-syllable highland names."""
    return frozenset(fold(name) for name in lexicon.load("names")["highland_surnames"])


def looks_like_person(parts: list[str]) -> bool:
    """Say whether folded syllables have the shape of a full personal name.

    A known family name opens it and two to five syllables follow the shapes of
    codebook 3.3; `Văn`, `Thị` … inside prove it.

    Example:
        >>> looks_like_person(["lò", "văn", "pản"]), looks_like_person(["nà", "ngà"])
        (True, False)
    """
    if not 2 <= len(parts) <= 6:
        return False
    if any(part in sure_middles() for part in parts[1:-1]):
        return True
    if parts[0] in surnames():
        return len(parts) > 2 or parts[0] not in {
            "y",
            "a",
            "h",
            "k",
            "sơn",
            "hà",
            "hòa",
            "yên",
            "phú",
            "thành",
            "hạ",
            "ma",
            "la",
            "tà",
        }
    return parts[0].startswith(("h'", "k'", "y'"))


def person_offset(parts: list[str]) -> int | None:
    """Return the index where a personal name begins inside a longer run, or None.

    Used to cut `Nà Lốc Lò Văn Pản` after a place word: the last syllable but two
    or three that is a family name with a plausible middle wins.

    Example:
        >>> person_offset(["nà", "khoang", "lò", "văn", "pản"])
        2
    """
    if len(parts) <= 5 and parts[0] in surnames() and parts[1:2] and parts[1] in _GIVEN_MIDDLES:
        return None  # Nguyễn Thị Minh Nết
    for index in range(1, len(parts) - 1):
        rest = parts[index:]
        if rest[0] in surnames() and len(rest) <= 5 and any(part in sure_middles() for part in rest[1:-1]):
            return index
    for index in range(1, len(parts) - 1):
        rest = parts[index:]
        if len(rest) in (3, 4) and rest[0] in surnames() and rest[1] in middles():
            return index
    for index in range(1, len(parts) - 2):
        if len(parts) - index == 3 and parts[index] in sure_surnames():
            return index
    return None
