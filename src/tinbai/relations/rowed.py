"""Rows of hamlets that have the model, each with its holder in brackets (codebook 1.2): `…, gồm thôn X (ông A), …`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tinbai.entities.mention import Mention, starting_in
from tinbai.text.view import TextView

_HAVE = re.compile(
    r"(?<![^\W\d_])(?:\d{1,3}(?:/\d{1,3})?|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) +[^\W\d_]+(?: +[^\W\d_]+){0,2}? +"
    r"(?:(?:đã|hiện|đang) +)*(?:có|thực +hiện|bố +trí)(?: +(?:mô +hình|chức +danh|việc|được))* +$"
)
_JOINED = re.compile(r" *,? *(?:kiêm(?: +nhiệm)?|đồng +thời(?: +(?:là|làm|kiêm))?|cũng +là|-) *(?:chức +)?")
_ROW = re.compile(r" *,? *(?:gồm(?: +có)?|đó +là) *:? *$")
_CALLED = re.compile(r" *\( *(?:(?:do +)?(?:ông|bà|anh|chị|cô|chú|đồng +chí|đ/c):? +)?")


def holders_in_brackets(
    view: TextView, titles: Sequence[Mention], persons: Sequence[Mention], hamlets: Sequence[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """Yield both titles with each person of such a row; only where a hamlet stands before every bracket.

    Args:
        view: the text view.
        titles: the secretary and head titles that nobody holds, in order.
        persons: all persons, in order.
        hamlets: the HAMLET mentions, in order.
    """
    for first, second in pairwise(titles):
        sentence = view.sentence_at(first.start)
        if sentence is None or second.end > sentence.end or first.normal == second.normal:
            continue
        people = starting_in(persons, second.end, sentence.end)
        places = starting_in(hamlets, second.end, sentence.end)
        opens = places and _ROW.fullmatch(view.folded, second.end, places[0].start)
        if not opens or not _JOINED.fullmatch(view.folded, first.end, second.start):
            continue
        if not _HAVE.search(view.folded, sentence.start, first.start):
            continue
        ends = {place.end for place in places}
        if all(hamlet_end(view, person) in ends for person in people):
            yield from ((title, person) for person in people for title in (first, second))


def hamlet_end(view: TextView, person: Mention) -> int | None:
    """Where the name before the bracket of a person ends, None without bracket: `Khe X (ông A)`."""
    opening = view.text.rfind("(", max(0, person.start - 20), person.start)
    if opening < 0 or view.text[person.end : person.end + 1] not in ("", ")", ","):
        return None
    end = len(view.text[:opening].rstrip())
    return end if _CALLED.fullmatch(view.folded, end, person.start) else None
