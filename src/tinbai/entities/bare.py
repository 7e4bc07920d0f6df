"""Numbers that stand without their noun, and `từ` before one (codebook 3.8, 9.31, 9.32)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tinbai.entities import exclusion, number
from tinbai.entities.approximation import Lead
from tinbai.entities.mention import Mention
from tinbai.entities.quantity import unit_at
from tinbai.text.normalize import CAPITALS
from tinbai.text.view import Sentence, TextView

# Characters between two states of a number.
_FAR = 90
_TOTAL = re.compile(r"(?<!\w)tổng +số +$")
_PART = re.compile(r"(?<!\w)trong +(?:đó|số +(?:đó|này|ấy))(?: *,)?(?: +(?:có|đã|mới|chỉ|hiện))* +$")


# `62 thôn, 49 trong số này đã …`, `31 thôn thì 26 do …`
OF_THEM = re.compile(r" +trong +(?:tổng +)?số +(?:này|đó|ấy|trên)(?!\w)")
_THEN = re.compile(r"(?<!\w)thì(?: +(?:có|đã|mới|chỉ|hiện))* +$")
_IS_DONE = re.compile(r" +(?:do|đã|có|được|là|bố +trí|thực +hiện)(?!\w)")


def is_of_a_whole(prefix: str, rest: str, *, counted: bool) -> bool:
    """Say whether a bare number is a whole or a part of one (`trong tổng số 40 là …`, `31 thôn, trong đó 8 là …`).

    Args:
        prefix: folded text before the number.
        rest: folded text behind it.
        counted: a figure stands before it in the sentence.
    """
    if _TOTAL.search(prefix):
        return True
    then = _THEN.search(prefix) and _IS_DONE.match(rest)
    return counted and bool(_PART.search(prefix) or OF_THEM.match(rest) or then)


# A state of a number told before: `con số dừng ở 40`, `vượt chỉ tiêu 60 được giao`.
_GOAL = re.compile(r" +(?:mà|được +giao|cho|của|đề +ra|đặt +ra|đã +(?:đề|đặt))(?!\w)")
_YEAR = re.compile(r" *\((?:năm +|tháng +[\d/]+)?(?:19|20)\d\d\)")
_ROW = re.compile(r"(?:[,;]|(?<!\w)và) +$")
_IN_YEAR = re.compile(r"(?<!\w)(?:năm +\d{4}|(?:tháng|quí) +[\d/ivx]+(?: +năm +\d{4})?), *$")


def is_state(prefix: str, rest: str, found: Sequence[Mention]) -> bool:
    """Say whether a bare number is one state of a number that the text goes on about.

    Args:
        prefix: folded text before the number.
        rest: folded text behind it.
        found: the figures before it in its sentence.

    Example:
        >>> is_state("con số mới dừng ở ", ".", []), is_state("họp ở ", ".", [])
        (True, False)
    """
    if exclusion.after("not_figure", "state_before").search(prefix):
        return bool(_STOP.match(rest) or _GOAL.match(rest))
    last = found[-1].attrs if found else {}
    told = last.get("kind") == "count" and not last.get("per")
    return told and bool(
        (_ROW.search(prefix) and _YEAR.match(rest)) or (_IN_YEAR.search(prefix) and _STATED.match(rest))
    )


_STATED = re.compile(r" *(?:[.,;)]|$|\()")


# `từ bảy thôn nay còn ba`, `giờ chỉ giữ lại được hai`
_BECOME = re.compile(r"(?<!\w)(?:còn|lên|xuống|giữ +lại)(?: +(?:còn|lại|được|có|tới|đến|đúng|chỉ|vỏn +vẹn))* +$")
_FROM = re.compile(r"(?<!\w)từ +$")
_TO = re.compile(r" *(?:rơi +|rớt +|tụt +)?(?:lên|xuống|còn)(?!\w)")
_STOP = re.compile(r" *(?:[.,;)!?\"”:]|$)")
_APART = re.compile(r"[;.:]")


def has_become(folded: str, at: int, rest: str, found: Sequence[Mention]) -> bool:
    """Say whether a small number in words is one state of a number told before (`từ bảy thôn nay còn ba`).

    Args:
        folded: the folded text.
        at: start of the number.
        rest: folded text behind the number.
        found: the figures before it in its sentence.
    """
    if not found or not found[-1].attrs.get("unit"):
        return False
    span = found[-1].end, at
    if at - found[-1].end > _FAR or _APART.search(folded, *span):
        return False
    if OF_THEM.match(rest) and folded[at : at + 3] != "một":
        return True
    if _FROM.search(folded, *span) and _TO.match(rest):
        return True
    return bool(_BECOME.search(folded, *span) and _STOP.match(rest))


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
# `Ông Lò A đã ngoài 60`, `Chị mới ngoài 30`: an age of a person, not `nhiệt độ đã ngoài 38`.
_PAST = re.compile(
    rf"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ụ|[Cc]ô|[Cc]hú|[Bb]ác|[Mm]ẹ|[Bb]ố|[Vv]ợ|[Cc]hồng)"
    rf"(?: +[{CAPITALS}][^\W\d_]*){{0,5}}"
    r"(?:,? +(?:nay|năm +nay|cũng|đều))? +(?:đã|mới) +ngoài +$"
)


def is_age(view: TextView, floor: int, at: int) -> bool:
    """Say whether a bare number tells that a person is past an age (`ông đã ngoài 60`).

    Args:
        view: the text view.
        floor: start of the sentence.
        at: start of the number.
    """
    return _PAST.search(view.text[max(floor, at - 60) : at]) is not None


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
    if _AGED.search(view.folded, max(0, span[0] - 20), span[0]) or is_age(view, 0, span[0]):
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
