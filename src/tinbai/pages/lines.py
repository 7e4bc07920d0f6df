"""Paragraphs of a text: lines, or the runs of lines that an editor wrapped (codebook 9.1).

A file wrapped at 72 columns is recognised because hardly any next word would
have fitted on the line before; such lines are joined to one paragraph, whose
offsets still index the unchanged text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = " \t\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\u200b\ufeff\x1f"
_MAX_COLUMNS = 160
_MIN_COLUMNS = 30
_MIN_PAIRS = 4
_ENDS = ".!?…:;"
_WRAPPED_SHARE = 0.6
_SHORT_PARAGRAPHS_SHARE = 0.35  # paragraphs of two lines, no blank lines between: half of the breaks are full
_MID_SENTENCE_SHARE = 0.6
_RUNNING_SHARE = 0.4
_LONG_SHARE = 0.75
# Columns are counted in characters, in decomposed characters, or in bytes (`fold -w`).
_MEASURES: tuple[Callable[[str], int], ...] = (
    len,
    lambda line: len(unicodedata.normalize("NFD", line)),
    lambda line: len(line.encode("utf-8", "replace")),
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, blanks trimmed.

    Attributes:
        start: first code point in the text.
        end: one past the last code point.
        alone: it stands between blank lines, or the file has no blank lines.
    """

    start: int
    end: int
    alone: bool


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    after_blank: bool


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    r"""Return the paragraphs of `text` in order; together they hold all that is not blank.

    Example:
        >>> text = "Xã có điện\n\nBản Lũng Pìn đã có nước."
        >>> [text[p.start:p.end] for p in paragraphs(text)]
        ['Xã có điện', 'Bản Lũng Pìn đã có nước.']
    """
    lines = _lines(text)
    joined = _joins(text, lines)
    groups: list[list[_Line]] = []
    for line, join in zip(lines, joined, strict=True):
        if join:
            groups[-1].append(line)
        else:
            groups.append([line])
    blanks = [group[0].after_blank for group in groups]
    spaced = sum(blanks[1:]) > 0.2 * max(1, len(blanks) - 1)
    blanks.append(True)
    return tuple(
        Paragraph(group[0].start, group[-1].end, not spaced or (blanks[index] and blanks[index + 1]))
        for index, group in enumerate(groups)
    )


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    last = 0
    for match in _LINE.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip(_BLANK))
        end = match.start() + len(line.rstrip(_BLANK))
        if start < end:
            blank = not found or len(_BREAK.findall(text, last, start)) > 1
            found.append(_Line(start, end, blank))
            last = end
    return found


def _joins(text: str, lines: list[_Line]) -> list[bool]:
    """Say for each line whether it continues the one before it."""
    pairs = [(text[a.start : a.end], text[b.start : b.end], not b.after_blank) for a, b in pairwise(lines)]
    near = sum(close for *_, close in pairs)
    if near < _MIN_PAIRS:
        return [False] * len(lines)
    best = max((_full_pairs(pairs, measure) for measure in _MEASURES), key=sum)
    running = [close and _runs_on(first, second) for first, second, close in pairs]
    inside = sum(full and first[-1] not in _ENDS for full, (first, *_) in zip(best, pairs, strict=True))
    share = _SHORT_PARAGRAPHS_SHARE if inside >= _MID_SENTENCE_SHARE * sum(best) else _WRAPPED_SHARE
    if sum(best) >= max(_MIN_PAIRS, share * near):
        return [False, *(full or runs for full, runs in zip(best, running, strict=True))]
    if sum(running) >= max(_MIN_PAIRS, _RUNNING_SHARE * near):
        return [False, *(runs or splits for runs, splits in zip(running, _split(pairs, running), strict=True))]
    return [False] * len(lines)


def _full_pairs(pairs: list[tuple[str, str, bool]], measure: Callable[[str], int]) -> list[bool]:
    """Say of each pair whether the second line's first word had no room in the first."""
    columns = max(measure(first) for first, _, close in pairs if close)
    if not _MIN_COLUMNS <= columns <= _MAX_COLUMNS:
        return [False] * len(pairs)
    return [close and _full(first, second, columns, measure) for first, second, close in pairs]


def _runs_on(first: str, second: str) -> bool:
    """Say whether a sentence runs over the line break: ragged lines, wrapped by hand."""
    return second[0].islower() and first[-1] not in _ENDS


def _split(pairs: list[tuple[str, str, bool]], running: list[bool]) -> list[bool]:
    """Say of each pair of ragged lines whether a name or number runs over the break: `huyện Phù | Yên, sáng nay`.

    Only behind a line about as long as those whose sentences run on, and beside one of them; never behind the first
    line, which may be a title.
    """
    usual = median(len(first) for (first, *_), runs in zip(pairs, running, strict=True) if runs)
    return [
        close
        and index > 0
        and first[-1] not in _ENDS
        and len(first) >= _LONG_SHARE * usual
        and any(running[max(0, index - 1) : index + 2])
        for index, (first, _, close) in enumerate(pairs)
    ]


def _full(first: str, second: str, columns: int, measure: Callable[[str], int]) -> bool:
    word = second.split(maxsplit=1)[0]
    return measure(first) + 1 + measure(word) > columns
