"""Sentence boundaries inside one paragraph (codebook 0.8).

Full stops alone are not trusted: a stop before a lower-case letter is none,
abbreviations and initials keep their stop, and a sentence glued to the next one
(`…la hét.Một đoạn…`) is cut all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tinbai.text.normalize import CAPITALS

_OPEN = "\"'“‘«(["
_CLOSE = "\"'”’»)\\]"
_END = re.compile(rf"(?:\.{{2,}}|…|[.!?]+)[{_CLOSE}]*")
_STARTS = re.compile(
    rf"[\s]+(?=(?:[{_OPEN}–—\-•●*+]|>+)?\s*[{CAPITALS}0-9{_OPEN}])|(?=[{CAPITALS}][^\W\d_.]|[{_OPEN}][{CAPITALS}])"
)
# What a word before a stop cannot contain: the scan back to its start ends here.
_BREAKS = frozenset('(["“‘«,;:')
# A number, letter or Roman numeral that opens a list item keeps its stop: "1. ", "a. ", "II. ", "2.1. ".
_ITEM = re.compile(r"\d+(?:\.\d+)*|[a-zđ]|[IVX]+")
# Initials glued to a name or a unit letter glued to its name (`N.T.Hoa`, `H.Văn Chấn`); Á and Ý are words.
_INITIALS = re.compile(rf"(?:[{CAPITALS}]\.)*(?![ÁÝ])[{CAPITALS}]")
# Abbreviations whose stop never ends a sentence, and those of units before a name.
_ABBREVIATIONS = frozenset(
    {"tp", "tx", "tt", "ttnt", "th", "ths", "ts", "pgs", "gs", "vs", "bs", "ks", "mr", "mrs", "dr", "st", "tr"}
    | {"đ/c", "đc", "đt", "tel", "vd", "nxb", "stt", "k/g"}
)
_UNIT_LETTERS = frozenset("HPQXT")
_HONORIFICS = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "em", "cháu", "thị", "văn"})


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of `text[start:end]`, in order, blanks trimmed.

    Args:
        text: the article's text.
        start: first code point of the paragraph.
        end: one past its last code point; the end of the text if None.

    Example:
        >>> line = "Xã họp kịp thời. nhất quán. Ông K. kể lại.Bản đã có điện."
        >>> [line[a:b] for a, b in split(line)]
        ['Xã họp kịp thời. nhất quán.', 'Ông K. kể lại.', 'Bản đã có điện.']
    """
    end = len(text) if end is None else end
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop >= end or not _is_boundary(text, begin, match.start(), stop, end):
            continue
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _is_boundary(text: str, begin: int, dot: int, stop: int, end: int) -> bool:
    follow = _STARTS.match(text, stop, end)
    if not follow:
        return False
    if text[dot] != "." or text[dot : dot + 2] == "..":
        return True
    first = _word_start(text, begin, dot)
    word = text[first:dot]
    if not word:  # a closing mark or a blank stands before the stop
        return bool(text[begin:dot].strip())
    if first == begin and _ITEM.fullmatch(word):
        return False
    glued = follow.end() == stop
    if glued and (_INITIALS.fullmatch(word) or (word[-1].isalnum() and not _starts_a_word(text, word, stop))):
        return False
    if word.rpartition(".")[2].lower() in _ABBREVIATIONS:  # also the last of PGS.TS.
        return False
    if len(word) == 1 and word in _UNIT_LETTERS:
        return _ends_a_name(text, begin, first)
    return True


def _starts_a_word(text: str, word: str, stop: int) -> bool:
    """Say whether what is glued on is a word (`HTV7.Tư liệu`), not the rest of a code (`15.QĐ`, `N.TH`)."""
    return not (word[-1].isupper() or word[-1].isdigit()) or text[stop + 1].islower()


def _word_start(text: str, begin: int, stop: int) -> int:
    while stop > begin and not text[stop - 1].isspace() and text[stop - 1] not in _BREAKS:
        stop -= 1
    return stop


def _ends_a_name(text: str, begin: int, letter: int) -> bool:
    """Say whether the letter at `letter` is an initial after a name (`Lò Thị P.`), not a unit (`P. 5`)."""
    stop = letter
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    word = text[_word_start(text, begin, stop) : stop]
    return word.lower() in _HONORIFICS or word[:1].isupper()


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
