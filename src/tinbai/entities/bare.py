"""Numbers that stand without their noun, and `từ` before one (codebook 3.8, 9.31, 9.32)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tinbai.entities import exclusion, number
from tinbai.entities.approximation import Lead
from tinbai.entities.quantity import unit_at
from tinbai.text.view import Sentence, TextView

_TOTAL = re.compile(r"(?<!\w)tổng +số +$")
_PART = re.compile(r"(?<!\w)trong +(?:đó|số +(?:đó|này|ấy))(?: *,)?(?: +(?:có|đã|mới|chỉ|hiện))* +$")


def is_of_a_whole(prefix: str, *, counted: bool) -> bool:
    """Say whether a bare number is a whole or a part of one (`trong tổng số 40 là …`, `31 thôn, trong đó 8 là …`).

    Args:
        prefix: folded text before the number.
        counted: a figure stands before it in the sentence.
    """
    return bool(_TOTAL.search(prefix)) or (counted and bool(_PART.search(prefix)))


def is_behind_title(folded: str, span: tuple[int, int], titles: Mapping[int, int]) -> bool:
    """Say whether a number tells how many hold a post, behind its colon (`trưởng thôn, trưởng khóm: 31`).

    Args:
        folded: the folded text.
        span: start of the sentence and start of the number.
        titles: start → end of the post titles.
    """
    row = folded[slice(*span)].rstrip()
    return row.endswith(":") and span[0] + len(row) - 1 in titles.values()


_NEXT = re.compile(r"(?: *, *| +(?:và|hoặc|hay) +)(?=\d)")
_AGED = re.compile(
    r"(?<!\w)(?:ở|bước +(?:sang|vào)|sang|tới|đến|bên|vào|độ|cái|ngưỡng)? *tuổi +(?:(?:đã|mới|cũng|ngoài|vừa) +){0,2}$"
)


def noun_beside(view: TextView, span: tuple[int, int], end: int, titles: Mapping[int, int]) -> str | None:
    """The noun that a bare number shares with the next one, or its age: `3 và 8 cây cầu`, `ở tuổi 70`.

    Args:
        view: the text view.
        span: start and end of the number with its approximation words.
        end: end of the sentence.
        titles: start → end of the post titles.

    Returns:
        The unit, or None.
    """
    if _AGED.search(view.folded, max(0, span[0] - 20), span[0]):
        return "tuổi"
    position = span[1]
    while link := _NEXT.match(view.folded, position, end):
        following = number.at(view.folded, link.end(), end)
        if not following:
            return None
        unit = unit_at(view.folded, view.text, following.end, end, titles)
        if unit:
            return unit.name if unit.kind == "count" and unit.listed and unit.name else None
        position = following.end
    return None


def is_minimum(folded: str, sentence: Sentence, lead: Lead, rest: str) -> bool:
    """`cần từ 25 học viên` is a minimum; `tăng từ 5 hộ lên 9 hộ` is not."""
    moved = exclusion.after("not_figure", "change_before").search(folded[sentence.start : lead.opened_at])
    origin = exclusion.after("not_figure", "origins_before_tu").search(folded[sentence.start : lead.opened_at])
    return (
        not moved
        and not origin
        and not re.match(r" *(?:(?:sẽ|đã) +)?(?:tăng|giảm|lên|xuống|còn|đến|tới|năm|vào|của|do)(?!\w)", rest)
    )
