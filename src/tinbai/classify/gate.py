"""The gate: which articles can concern the model at all, told at the speed of reading.

One pass of an Aho-Corasick automaton over the normalised text looks for the title of
a hamlet head or of a cell secretary, or a phrase that names the model. Without one of
them no rule behind the gate can find the model, so what it rejects needs no annotation.

Normalising costs more than searching, so the text is brought into a form that only
*resembles* `text.normalize.fold`: lower case, single plain blanks, one letter đ. What
`fold` does beyond that, tone placement and final i/y, is in the spellings of the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import ahocorasick

from tinbai.classify.gate_words import words
from tinbai.records import Article
from tinbai.text.normalize import INVISIBLE, nfc

# Blanks that newspapers print, and quotation marks: an idiom may stand in them, `một người hai “vai”`.
_COMMON = '\n\xa0\r\t"\u201c\u201d'
# What else `fold` makes a blank, a quotation mark or đ.
_BLANKS = "\u2007\u202f\u2009\u200a\u2002\u2003\u3000\x0b\x0c\u2028\u2029\u0085\u200b\ufeff\u201e\u00ab\u00bb"
_RARE = dict.fromkeys(_BLANKS, " ") | dict.fromkeys(INVISIBLE, "") | {"\u00f0": "đ"}


def gate(texts: str | Article | Iterable[str | Article]) -> Iterator[bool]:
    """Say of each text whether it can concern the model, in order; `itertools.compress` keeps those that do.

    True means: annotate it. False means: the text names no head of a hamlet, no secretary
    of a cell and has no phrase for the model, so its relevance is not_model (codebook 2.1).

    Args:
        texts: texts in any Unicode form, lines broken anywhere, or articles.

    Example:
        >>> list(gate(["Ông Tạ là trưởng bản.", "Ông Tạ là trưởng ban.", "Một người gánh hai vai."]))
        [True, False, True]
    """
    items = [texts] if isinstance(texts, str | Article) else texts
    return (opens(item if isinstance(item, str) else item.text) for item in items)


def opens(text: str) -> bool:
    r"""Say whether one text has a word that opens the gate.

    Example:
        >>> opens("BÍ\u00a0THƯ\nCHI BỘ"), opens("bí thư huyện ủy")
        (True, False)
    """
    return opening(text) is not None


def opening(text: str) -> str | None:
    """Return the first word that opens the gate, as spelt in the text but in lower case; None if there is none.

    Example:
        >>> opening("Chị là Bí thư chi bộ kiêm Trưởng xóm.")
        'bí thư chi bộ'
    """
    found = plain(text)
    size = len(found)
    for last, (word, not_before) in _automaton().iter(found):
        end = last + 1
        start = end - len(word)
        whole = not (start and found[start - 1].isalnum()) and not (end < size and found[end].isalnum())
        if whole and not (not_before and found.startswith(not_before, end)):
            return str(word)
    return None


def plain(text: str) -> str:
    r"""Return `text` in lower case with single plain blanks; each step is one call that runs in C.

    Example:
        >>> plain("“Hai\u00a0vai”,\r\n một người")
        ' hai vai , một người'
    """
    found = nfc(text).lower()
    for sign in _COMMON:
        found = found.replace(sign, " ")
    for sign, instead in _RARE.items():
        if sign in found:
            found = found.replace(sign, instead)
    while "  " in found:
        found = found.replace("  ", " ")
    return found


@cache
def _automaton() -> Any:
    automaton = ahocorasick.Automaton()
    for word, not_before in words().items():
        automaton.add_word(word, (word, not_before))
    automaton.make_automaton()
    return automaton
