"""Says which paragraphs nobody can read: encoded runs, poisoned accents, mojibake (codebook 0.4).

Such text is copy protection or a broken conversion. tinbai marks it and leaves
it alone; it does not break protections.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tinbai.pages.syllables import accented, is_syllable

# Longer than any printed word or web address without a blank.
_RUN_CHARS = 200
_ENCODED_RUN = re.compile(r"[A-Za-z0-9+/=_\-]{200,}")
# The same broken into lines, as mail programs do.
_LINE_CHARS = 40
_ENCODED_LINE = re.compile(rf"(?<!\S)[A-Za-z0-9+/=_\-]{{{_LINE_CHARS},}}(?!\S)")
_LINES_SHARE = 0.8
_FEW_WORDS = 5
_MANY_WORDS = 20
_TOKEN_CHARS = 80
_WRONG = 1 << 32  # both counts in one sum
_MOST_KEPT = 65_536
_right: set[str] = set()  # tokens seen before that hold no wrong word: every paragraph of every page passes here


def is_encoded(paragraph: str) -> bool:
    """Say whether `paragraph` holds a long encoded run, which a page delivers instead of its text.

    Example:
        >>> is_encoded("4bq+4buu" * 40), is_encoded("Xóm họp bàn làm đường.")
        (True, False)
    """
    if len(paragraph) < _RUN_CHARS:
        return False
    if _ENCODED_RUN.search(paragraph):
        return True
    lines = sum(map(len, _ENCODED_LINE.findall(paragraph)))
    return lines >= max(_RUN_CHARS, _LINES_SHARE * len(paragraph))


def is_plain(tokens: list[str]) -> bool:
    """Say whether `tokens` (what blanks part in NFC text) hold nothing encoded and no wrong accent at all.

    Cheap, and true of nearly every paragraph; one of which it is not true may still be readable.

    Example:
        >>> is_plain("Xóm họp bàn làm đường.".split()), is_plain(["qùỵết"])
        (True, False)
    """
    if _right.issuperset(tokens):
        return True
    for token in set(tokens) - _right:
        if len(token) >= _LINE_CHARS or (not token.isascii() and _accents(token) >= _WRONG):
            return False
        if len(_right) >= _MOST_KEPT:
            _right.clear()
        _right.add(token)
    return True


def is_unreadable(paragraph: str) -> bool:
    """Say whether `paragraph` (NFC) is encoded or has wrong accents on many words.

    Foreign words without accents never count: an English paragraph is readable.

    Example:
        >>> is_unreadable("Ủỵ bàn ñhân dân đã qùỵết địñh qùản lỹý cảc bảñ")
        True
        >>> is_unreadable("Ủy ban nhân dân xã đã quyết định giao bản H'Drưng cho ông Y Blơm Niê")
        False
    """
    tokens = paragraph.split()
    if is_plain(tokens):
        return False
    if is_encoded(paragraph):
        return True
    if max(map(len, tokens), default=0) > _TOKEN_CHARS:  # too long to be kept
        tokens = [token[at : at + _TOKEN_CHARS] for token in tokens for at in range(0, len(token), _TOKEN_CHARS)]
    wrong, found = divmod(sum(map(_accents, tokens)), _WRONG)
    if found >= _MANY_WORDS:
        return wrong > 0.2 * found
    return found >= _FEW_WORDS and wrong >= 0.5 * found


@lru_cache(maxsize=4096)
def _accents(token: str) -> int:
    """Return how many accented words `token` holds, plus `_WRONG` for each that is no syllable."""
    found = accented(token)
    return len(found) + _WRONG * sum(not is_syllable(word) for word in found)
