"""Says which paragraphs nobody can read: encoded runs, poisoned accents, mojibake (codebook 0.4).

Such text is copy protection or a broken conversion. tinbai marks it and leaves
it alone; it does not break protections.
"""

from __future__ import annotations

import re

from tinbai.pages.syllables import accented, is_syllable

# Longer than any printed word or web address without a blank.
_ENCODED_RUN = re.compile(r"[A-Za-z0-9+/=_\-]{200,}")
_FEW_WORDS = 5
_MANY_WORDS = 20


def is_unreadable(paragraph: str) -> bool:
    """Say whether `paragraph` (NFC) is encoded or has wrong accents on many words.

    Foreign words without accents never count: an English paragraph is readable.

    Example:
        >>> is_unreadable("Ủỵ bàn ñhân dân đã qùỵết địñh qùản lỹý cảc bảñ")
        True
        >>> is_unreadable("Ủy ban nhân dân xã đã quyết định giao bản H'Drưng cho ông Y Blơm Niê")
        False
    """
    if _ENCODED_RUN.search(paragraph):
        return True
    found = accented(paragraph)
    wrong = sum(not is_syllable(word) for word in found)
    if len(found) >= _MANY_WORDS:
        return wrong > 0.2 * len(found)
    return len(found) >= _FEW_WORDS and wrong >= 0.5 * len(found)
