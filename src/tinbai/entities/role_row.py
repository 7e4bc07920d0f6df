"""Rows of guests whose titles stand before the names: `Bí thư - ông A, Trưởng thôn - ông B` (codebook 3.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinbai.entities.mention import Mention
from tinbai.text.view import TextView

_CALLED = r"(?:(?:ông|bà|anh|chị|đồng chí|đ/c:?) +)"
_COMMA = re.compile(r" *[,;] *")
_DASH = re.compile(rf" *[-–] *{_CALLED}?")
_DASH_NAME = re.compile(rf"[-–] *{_CALLED}$")
# Before the first name of the row; not `Từ trái sang - ông A, Trưởng thôn - bà B`.
_TITLED = re.compile(
    r"(?<![^\W\d_])(?:bí +thư|chủ +tịch|trưởng|phó|giám +đốc|tổ +trưởng|ủy +viên|chánh)"
    rf"(?![^\W\d_])[^,.;:–-]{{0,80}}[-–] *{_CALLED}$"
)

# `ba bí thư chi bộ trúng cử [trưởng thôn] là ông A (thôn X), ông B (thôn Y)`: the row behind both titles.
_ROW = re.compile(r"[^,;.()]{0,30}(?<![^\W\d_])(?:là|gồm)(?: +có)?:? +(?:các +)?(?:ông|bà|anh|chị|cô|đồng chí):? *")


def are_told(view: TextView, title: Mention, first: Mention | None) -> bool:
    """Say whether the holders of a plural title and of the one joined to it are told in a row behind both.

    Args:
        view: the text view.
        title: the second title.
        first: its holder, if any.
    """
    return first is not None and _ROW.fullmatch(view.folded, title.end, first.start) is not None


def right_of_row(view: TextView, title: Mention, left: Mention | None, people: Sequence[Mention]) -> Mention | None:
    """Return the next person where the name before the title has a dash before it and the next one too.

    The first name of the sentence tells that the titles of the row stand before the names.

    Args:
        view: the text view.
        title: the title.
        left: the last person before it, if any.
        people: the persons of the sentence, in order.
    """
    if left is None or not _COMMA.fullmatch(view.folded, left.end, title.start):
        return None
    if not _DASH_NAME.search(view.folded, max(0, left.start - 16), left.start):
        return None
    if not _TITLED.search(view.folded, max(0, people[0].start - 120), people[0].start):
        return None
    right = next((p for p in people if p.start >= title.end), None)
    return right if right is not None and _DASH.fullmatch(view.folded, title.end, right.start) else None
