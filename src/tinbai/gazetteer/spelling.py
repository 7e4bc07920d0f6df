"""Spelling of unit names: two comparable forms, never without accents (codebook 0.2).

`plain` keeps what a careful reader would call the same spelling: case, blanks
and tone placement are ignored. `key` also equates the variants that newspapers
print: `NT Mộc Châu`, final i/y, hyphens, apostrophes, leading zeros, `Đăk`/`Đắk`/`Đak`; `letters`
ignores blanks. All give the same result for a name and for its folded copy (`text.normalize.fold`);
this room may not import that one, so a test keeps the two in step.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from tinbai.gazetteer.wording import wording

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
_SAME = str.maketrans(
    {
        "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
        "\u2013": "-", "\u2014": "-", "\u2012": "-", "\u2011": "-", "\u2010": "-", "\u2212": "-",
        "\u00d0": "đ", "\u00f0": "đ", "\u200b": " ", "\ufeff": " ",
    }
)  # fmt: skip
_APOSTROPHE = re.compile(r" ?' ?")
_DASH = re.compile(r" ?- ?")
_ZEROS = re.compile(r"\b0+(?=\d)")
_FARM = re.compile(r"\bn\.?t\.? +(?=[^\W\d_])")
_FINAL_Y = re.compile(r"(?<=[bcdđghklmnpqrstvx])[yỳýỷỹỵ](?![^\W\d_])|(?<=qu)[yỳýỷỹỵ](?![^\W\d_])")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


def _tone_moves() -> Mapping[str, str]:
    """Old to new tone placement: `oà` → `òa`, `oè` → `òe`, `uỳ` → `ùy`."""
    compose = unicodedata.normalize
    pairs = (("o", "a"), ("o", "e"), ("u", "y"))
    return {
        first + compose("NFC", second + tone): compose("NFC", first + tone) + second
        for first, second in pairs
        for tone in _TONES
    }


_MOVES = _tone_moves()
_OLD_TONE = re.compile("(?<!q)(?:" + "|".join(_MOVES) + r")(?![^\W\d_])")


@cache
def _classes() -> Mapping[str, str]:
    groups = wording()["spellings"]["classes"]
    return {variant: group[0] for group in groups for variant in group[1:]}


@lru_cache(maxsize=16_384)  # an article asks for the same names again and again
def plain(name: str) -> str:
    """Return the form in which equal spellings are equal.

    Example:
        >>> plain("Xã  Hoà Bình") == plain("xã Hòa Bình")
        True
        >>> plain("Ban") == plain("Bản")
        False
    """
    text = unicodedata.normalize("NFC", name).lower().translate(_SAME)
    text = " ".join(text.split())
    return _OLD_TONE.sub(lambda match: _MOVES[match[0]], text)


@lru_cache(maxsize=16_384)
def key(name: str) -> str:
    """Return the form in which spelling variants of one name are equal.

    Example:
        >>> key("Đăk R'Lấp") == key("Đắk R’ Lấp")
        True
        >>> key("Phường 05"), key("Mỹ Lý")
        ('phường 5', 'mĩ lí')
    """
    classes = _classes()
    return " ".join(classes.get(syllable, syllable) for syllable in _even(name).split())


def letters(name: str) -> str:
    """Return the form without blanks, for names that papers join or part.

    Example:
        >>> letters("Đa Krông") == letters("Đakrông") == letters("Đak Rông")
        True
    """
    return _even(name).replace(" ", "")


def _even(name: str) -> str:
    text = _DASH.sub(" ", _APOSTROPHE.sub("", _FARM.sub("nông trường ", plain(name))))
    return _FINAL_Y.sub(lambda match: match[0].translate(_Y_TO_I), _ZEROS.sub("", text))
