"""Pages whose elements are never closed: a parser takes the square of their number, so they are refused before.

Only the beginnings of the tags are looked at. numpy takes them out of the page: a search through a page of half a
million letters would cost as much as parsing it.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from numpy.typing import NDArray

_MOST_OPEN = 5000
# Elements that need no end tag nest no deeper. Bytes beyond ASCII are letters of a longer name.
_OPENS = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|t[rdh]|option|d[td]|t(?:head|body))"
    rb"(?![\w\x80-\xff]))[a-z]",
    re.IGNORECASE,
)
# An unclosed link or bold is opened again in every block behind it, so the tree has the product of both.
_REPEATED = re.compile(
    rb"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![\w\x80-\xff])", re.IGNORECASE
)
# How their names begin: few other tags have to be looked at.
_FIRST = np.isin(np.arange(256), list(b"abcefinstuABCEFINSTU"))
_SECOND = ~np.isin(np.arange(256), list(b"abcdefghjklnpqrsuvwxyzABCDEFGHJKLNPQRSUVWXYZ"))  # I, M, O, T, or the end
_MOST_REPEATED = 200_000
_FEW_TAGS = 447  # whose square is no more
_SMALL_BYTES = 10_000  # counted quicker without numpy
_CHUNK_BYTES = 65_536
_NAME_BYTES = 9  # `</strike` and what ends the name


def is_endless(page: bytes) -> bool:
    """Say whether the UTF-8 of a page opens thousands of elements that it never closes.

    Example:
        >>> is_endless(b"<div>" * 6000), is_endless(b"<div>x</div>" * 6000), is_endless(b"<p>x" * 6000)
        (True, False, False)
    """
    if len(page) < _SMALL_BYTES and page.count(b"<") <= _FEW_TAGS:
        return False
    letters = np.frombuffer(page, np.uint8)
    starts = range(0, len(page) - _NAME_BYTES, _CHUNK_BYTES)  # in pieces: large arrays cost more to make than to fill
    places = np.concatenate([np.flatnonzero(letters[at : at + _CHUNK_BYTES] == ord("<")) + at for at in starts])
    places = places[places < len(page) - _NAME_BYTES]
    tags = len(places)
    if tags <= _FEW_TAGS:
        return False
    is_end = letters[places + 1] == ord("/")
    closed = int(np.count_nonzero(is_end))
    left_open = tags - 2 * closed
    if left_open * tags <= _MOST_REPEATED:  # quick, and true of most pages
        return False
    names = places + 1 + is_end
    alike = _FIRST[letters[names]] & _SECOND[letters[names + 1]]
    marks = Counter(_REPEATED.findall(_starts(letters, places[alike])))
    if max(0, marks[b""] - marks[b"/"]) * tags > _MOST_REPEATED:
        return True
    return left_open > _MOST_OPEN and len(_OPENS.findall(_starts(letters, places))) - closed > _MOST_OPEN


def _starts(letters: NDArray[np.uint8], places: NDArray[np.intp]) -> bytes:
    """Return what follows each `<`, and nothing of the next one, each on a line of its own."""
    rows = np.full((len(places), _NAME_BYTES + 1), ord("\n"), np.uint8)
    rows[:, :_NAME_BYTES] = np.lib.stride_tricks.sliding_window_view(letters, _NAME_BYTES)[places]
    after = rows[:, 1:]
    after[after == ord("<")] = ord("\n")
    return rows.tobytes()
