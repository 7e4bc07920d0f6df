"""Sentence boundaries inside one paragraph (codebook 0.8).

Full stops alone are not trusted: a stop before a lower-case letter is none,
abbreviations and initials keep their stop, and a sentence glued to the next one
(`…la hét.Một đoạn…`) is cut all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_OPEN = "\"'“‘«(["
_CLOSE = "\"'”’»)\\]"
_END = re.compile(rf"(?:\.{{2,}}|…|[.!?]+)[{_CLOSE}]*")
_STARTS = re.compile(rf"[\s]+(?=[{_OPEN}–—\-•*+]?\s*[{_UPPER}0-9{_OPEN}])|(?=[{_UPPER}][^\W\d_.]|[{_OPEN}][{_UPPER}])")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘«,;:]+$")
# Abbreviations whose stop never ends a sentence, and those of units before a name.
_ABBREVIATIONS = frozenset(
    "tp tx tt th ths ts pgs gs bs ks nguyễn.t mr mrs dr st tr đ/c đc tel vd ttnt nxb stt k/g q.".split()
)
_UNIT_LETTERS = frozenset("HPQXT")
_HONORIFICS = frozenset("ông bà anh chị cô chú bác cụ em cháu thị văn".split())


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
    before = _WORD_BEFORE.search(text, begin, dot)
    word = before[0] if before else ""
    if not word:
        return False
    glued = follow.end() == stop
    if glued and (word[-1].isupper() or word[-1].isdigit()):  # H.Tương Dương, N.T.H, 1.Mục
        return False
    if word.lower() in _ABBREVIATIONS:
        return False
    if len(word) == 1 and word in _UNIT_LETTERS:
        previous = text[begin : before.start()].split() if before else []
        return bool(previous) and (previous[-1].lower() in _HONORIFICS or previous[-1][0].isupper())
    return not (word.isdigit() and dot - len(word) == begin)  # "1. Mục đích" opens a list item


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
