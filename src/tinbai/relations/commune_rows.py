"""Rows of communes that are counted together (guideline T17): `Bốn xã A, B, C và D có 32 thôn`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations.count_subject import is_summed
from tinbai.relations.scope import scope_of
from tinbai.text.view import Sentence

# `Bốn xã ven đầm gồm A, B, C có 32 thôn`, `Các xã A, B đầu nhiệm kỳ có 11 thôn`: without và the row needs its number.
_NUMBER = r"(?<![^\W_])(?:các|cả|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|\d+)"
_SEVERAL = re.compile(
    rf"{_NUMBER} +(?:xã|phường) *$|{_NUMBER} +(?:xã|phường|đơn +vị|địa +phương)(?: +là|[^.;:]{{0,60}} gồm)[ :]+$"
)
# `…, trong đó 24 thôn`: a part of what was counted right behind the row.
_PART = re.compile(rf"(?: *, *{UNIT})*, *(?:trong +đó|nay|đến +nay)(?: +(?:có|còn|đã|mới|chỉ))* *")
_EACH = re.compile(r"(?<![^\W_])(?:mỗi|đều|cùng|lần +lượt|tương +ứng|từng|với)(?![^\W_])")


def joined(folded: str, place: Mention, other: Mention, by: str = ",|và") -> bool:
    """Say whether two units of one level stand in a row (`xã A, B và C`)."""
    return place.type == other.type and bool(
        re.fullmatch(rf" *,? *(?:{by})(?: +(?:các +)?(?:xã|thị +trấn))? *", folded[place.end : other.start])
    )


def district_of_row(
    doc: Doc, named: Sequence[Mention], figure: Mention, sentence: Sentence, *, last: int
) -> str | None:
    """Return the district of the row of communes that a number right behind it counts, None if there is no such row.

    `Ba xã A, B, C cộng lại có 6 thôn` counts a row whatever stands before it.

    Args:
        doc: the article.
        named: the units of the sentence before the number.
        figure: the number.
        sentence: the sentence.
        last: where the commune starts that the number would be of, -1 if of none.
    """
    folded, summed = view_of(doc).folded, bool(named) and is_summed(doc, named[-1], figure)
    named = named if summed else [m for m in named if m.start <= last]
    row = list(named[-1:])
    while len(row) < len(named) and joined(folded, named[-len(row) - 1], row[0]):
        row.insert(0, named[-len(row) - 1])
    if len(row) < 2 or row[0].type != "COMMUNE":
        return None
    above = {scope_of(doc).parents(m)["district"] for m in row}
    if summed:
        if _EACH.search(folded, row[-1].end, figure.start):
            return None
        return above.pop() if len(above) == 1 else None
    if not joined(folded, row[-2], row[-1], "và") and not _SEVERAL.search(folded, sentence.start, row[0].start):
        return None
    first = next(iter(within(doc, "figure", row[-1].end, figure.end)), figure)
    if first is not figure and not _PART.fullmatch(reduce(folded, first.end, figure.start).text):
        return None
    between = folded[row[-1].end : first.start]
    if _EACH.search(between) or re.search(r"[,;:]", between):
        return None
    return above.pop() if len(above) == 1 else None
