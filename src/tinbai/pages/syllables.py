"""Says whether a word is spelled like a Vietnamese syllable: onset, rhyme, one tone.

Not a dictionary: `mưỡng` is possible, `qùỵết` is not. The share of possible
syllables tells a right decoding from a wrong one, and readable text from
poisoned text (codebook 0.4).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tinbai.text.normalize import CAPITALS

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")  # a rhyme closed by p, t, c, ch carries sắc or nặng only
_ONSET_LETTERS = (
    *("b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh"),
    *("p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)
_ONSETS = frozenset(("", *_ONSET_LETTERS))
_LONGEST_ONSET = 3
_CODAS = {
    "a": "- c ch i k m n ng nh o p t u y",
    "ă": "c k m n ng p t",
    "â": "c k m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- c ch m n ng nh p t u",
    "i": "- a ch m n nh p t u",
    "iê": "c m n ng p t u",
    "o": "- c i k m n ng p t",
    "oo": "c ng",
    "ô": "- c i k m n ng p t",
    "ơ": "- i k m n p t",
    "u": "- a c i k m n ng p t",
    "uô": "c i m n ng p t",
    "ư": "- a c i k m n ng t u",
    "ươ": "c i m n ng p t u",
    "y": "- n nh t ch m",
    "yê": "m n ng t u",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng p t",
    "oe": "- m n o t",
    "uâ": "n ng p t y",
    "uê": "- ch n nh u",
    "uơ": "- i n",
    "uy": "- a ch n nh p t u",
    "uyê": "n t",
}
_RHYMES = frozenset(
    nucleus + (coda if coda != "-" else "") for nucleus, codas in _CODAS.items() for coda in codas.split()
)
_LONGEST = 8  # nghiêng has seven letters; longer ones would only fill the cache
_STOPS = ("c", "ch", "k", "p", "t")
# A capital after a small letter starts a word: sites lose blanks (`sàngTrung`).
_WORD = re.compile(r"[^\W\d_]+")
_GLUE = re.compile(rf"(?<=[{CAPITALS.lower()}])(?=[{CAPITALS}])")


def is_syllable(word: str) -> bool:
    """Say whether `word` (NFC, any case, no blanks) is a possible Vietnamese syllable.

    Example:
        >>> [is_syllable(word) for word in ("trưởng", "Uỷ", "khuỷu", "qùỵết", "cỏc", "string")]
        [True, True, True, False, False, False]
    """
    return len(word) <= _LONGEST and _is_syllable(word)


@lru_cache(maxsize=65536)
def _is_syllable(word: str) -> bool:
    toned = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    tones = [mark for mark in toned if mark in _TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(mark for mark in toned if mark not in _TONES))
    if bare == "gi":  # gì: the i of the onset is the rhyme
        return True
    return any(bare[:cut] in _ONSETS and _fits(bare[cut:], tones) for cut in range(_LONGEST_ONSET + 1))


def _fits(rhyme: str, tones: list[str]) -> bool:
    if rhyme not in _RHYMES:
        return False
    return not rhyme.endswith(_STOPS) or (bool(tones) and tones[0] in _STOP_TONES)


def words(text: str) -> list[str]:
    """Return the words of `text`, cut also where a capital is glued to a small letter."""
    return [part for match in _WORD.finditer(text) for part in _GLUE.split(match[0]) if part]


def share(found: list[str]) -> float:
    """Return the share (0 to 1) of `found` that are possible syllables; 0 of no words.

    Example:
        >>> share(["bản", "qùỵết"])
        0.5
    """
    return sum(is_syllable(word) for word in found) / len(found) if found else 0.0


def accented(text: str) -> list[str]:
    """Return the words of `text` with a letter outside ASCII: only these tell encodings apart.

    Words in capitals are left out, since most of them are abbreviations (`HĐND`).
    """
    return [word for word in words(text) if not word.isascii() and not word.isupper()]
