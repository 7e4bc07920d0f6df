"""Normalisation that never moves an offset (codebook 0.1, 0.2).

`nfc` makes the stored text; `fold` makes the copy that rules match on. The copy
has the same length as the text, so a match on it is a span of the text: letters
are lower case, tone marks sit in the new place, final i/y are equal, every
blank is U+0020, every apostrophe is ' and every dash is -. Accents stay: they
are letters, `trưởng ban` is not `trưởng bản`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Capitals for a class of characters: of Vietnamese, and of names from the Central Highlands (`Čư M'gar`).
CAPITALS = "ɃČĔĬŎŬÑA-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
_CHARACTERS = {
    "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u2002": " ",
    "\u2003": " ", "\u3000": " ", "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ",
    "\u2028": " ", "\u2029": " ", "\u0085": " ", "\u200b": " ", "\ufeff": " ",
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
    "\u2013": "-", "\u2014": "-", "\u2012": "-", "\u2011": "-", "\u2010": "-", "\u2212": "-",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00d0": "đ", "\u00f0": "đ", "\u0110": "đ",
}  # fmt: skip


def _lower_table() -> dict[int, str]:
    """Translation table that lowers letter by letter, so that length never changes."""
    table = {}
    for code in range(0x0250):
        low = chr(code).lower()
        if len(low) == 1 and low != chr(code):
            table[code] = low
    for code in range(0x1E00, 0x1F00):  # Latin Extended Additional: Vietnamese capitals
        low = chr(code).lower()
        if len(low) == 1 and low != chr(code):
            table[code] = low
    table.update({ord(key): value for key, value in _CHARACTERS.items()})
    return table


def _moves() -> dict[str, str]:
    """Old to new tone placement: `oà` → `òa`, `oè` → `òe`, `uỳ` → `ùy`."""
    pairs = {}
    for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
        for tone in _TONES:
            old = first + unicodedata.normalize("NFC", second + tone)
            pairs[old] = unicodedata.normalize("NFC", first + tone) + second
    return pairs


_LOWER = _lower_table()
LINE_ENDS = "\n\r\x0b\x0c\u2028\u2029\u0085"
# Every kind of blank that does not end a line.
LINE_BLANKS = " " + "".join(key for key, value in _CHARACTERS.items() if value == " " and key not in LINE_ENDS)
# Soft hyphen, joiners, marks of direction, word joiner and invisible operators: they take no room. U+200B is not
# among them: it parts words, and stands beside a real blank where translation engines leave it.
INVISIBLE = "\u00ad\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
_EVEN = dict.fromkeys(map(ord, LINE_BLANKS), " ") | {0xD0: "Đ", 0xF0: "đ"}
_ON_ONE_LINE = _EVEN | dict.fromkeys(map(ord, LINE_ENDS), " ")
_MOVES = _moves()
_WORD = 32  # longer texts are not kept
_OLD_TONE = re.compile("(?<!q)(?:" + "|".join(_MOVES) + r")(?![^\W\d_])")
# `kỷ`/`kỉ`, `Mỹ`/`Mĩ`, `lý`/`lí`: after one consonant (or consonant pair) and at the end
# of the syllable; never in `uy`, `ay`, `ây`, where y and i are different rhymes.
_FINAL_Y = re.compile(r"(?<=[bcdđghklmnpqrstvx])[yỳýỷỹỵ](?![^\W\d_])|(?<=qu)[yỳýỷỹỵ](?![^\W\d_])")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


def nfc(text: str) -> str:
    r"""Return `text` in Unicode normal form C, the form that all offsets refer to.

    Example:
        >>> nfc("ba\u0309n") == "bản"
        True
    """
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def even(text: str, *, on_one_line: bool = False) -> str:
    r"""Return `text` with every kind of blank as U+0020 and the Icelandic eth as Đ; the length stays.

    Rules read this copy, so that a no-break space from a web page hides nothing from them.

    Args:
        text: text in NFC.
        on_one_line: make blanks of line ends too.

    Example:
        >>> even("Trưởng\u00a0ấp\u2003Chín\n")
        'Trưởng ấp Chín\n'
    """
    return text.translate(_ON_ONE_LINE if on_one_line else _EVEN)


def fold(text: str) -> str:
    r"""Return the matching copy of NFC `text`; it has exactly the same length.

    Word lists must be folded with the same function before matching.

    Example:
        >>> fold("Bí\u00a0thư Đảng uỷ, Tỷ lệ") == "bí thư đảng ủy, tỉ lệ"
        True
        >>> fold("Trưởng ban") == fold("Trưởng bản")
        False
    """
    return _fold(text) if len(text) > _WORD else _fold_word(text)


def _fold(text: str) -> str:
    out = text.translate(_LOWER)
    out = _OLD_TONE.sub(lambda match: _MOVES[match[0]], out)
    return _FINAL_Y.sub(lambda match: match[0].translate(_Y_TO_I), out)


def spell(text: str) -> str:
    r"""Return `text` in the spelling of normal forms: new tone placement, plain blanks.

    Case and i/y stay as written. Used for `normal` fields, never for the stored text.

    Example:
        >>> spell("Đảng\u00a0uỷ  xã") == "Đảng ủy xã"
        True
    """
    return _spell(text) if len(text) > _WORD else _spell_word(text)


def _spell(text: str) -> str:
    moved = "".join(_respell(part) for part in re.split(r"(\W+)", text))
    return re.sub(r"\s+", " ", moved.replace("\u00d0", "Đ").replace("\u00f0", "đ")).strip()


# Components ask for the same names again and again.
_fold_word = lru_cache(maxsize=16_384)(_fold)
_spell_word = lru_cache(maxsize=16_384)(_spell)


def _respell(word: str) -> str:
    folded = word.translate(_LOWER)
    match = _OLD_TONE.search(folded)
    if not match:
        return word
    new = _MOVES[match[0]]
    cased = "".join(n.upper() if o.isupper() else n for o, n in zip(word[match.start() :], new, strict=False))
    return word[: match.start()] + cased + word[match.end() :]
