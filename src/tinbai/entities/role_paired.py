"""The second of two posts told side by side: `việc [trưởng xóm] lẫn việc [bí thư chi bộ]` (codebook 1.2, 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tinbai.entities.mention import Mention, starting_in
from tinbai.text.view import TextView

Pair = tuple[Mention, Mention]  # title, person
_DUTY = r"(?:(?:phần +|công +)?việc|chức(?: +(?:danh|vụ))?|vai(?: +trò)?|nhiệm +vụ)"
_ONE = r"(?: +(?:một|1))?(?: +(?:người|vị))?"
# `gánh cả việc [bí thư] lẫn việc [trưởng xóm]`, `việc của một [trưởng xóm] và một [bí thư chi bộ]`.
_DUTIES = re.compile(
    rf"(?: +(?:chi +bộ|thôn|xóm|bản|ấp|làng|khu|khóm))? *,?"
    rf" *(?:lẫn|và|cùng|với|đến|tới|cho +đến|rồi)(?: +cả)?(?: +{_DUTY}(?: +của)?)?{_ONE} +"
)
_DUTY_LEFT = re.compile(rf"(?<![^\W\d_]){_DUTY}(?: +của)?{_ONE} +$")
# `bí thư chi bộ năm 2017, trưởng thôn năm 2018`: each post with its own year.
_YEAR = r" *(?:,? *(?:từ|hồi|vào|đầu|giữa|cuối) +)*(?:năm +)?(?:\d{1,2}/)?\d{4}"
_DATED = re.compile(rf"{_YEAR} *,? *(?:và|rồi|sau +đó|lại)? *(?:chức +)?")
_DATED_RIGHT = re.compile(rf"{_YEAR}(?!\d)(?! +(?:là|do|thuộc|thì|về)(?![^\W\d_]))")
# `đi với tư cách [Bí thư] …, chiều cô lại đi trong vai [trưởng khu vực]`.
_GUISE = r"(?<![^\W\d_])(?:với|trên|trong)(?: +cả)? +(?:tư +cách|cương +vị|vai(?: +trò)?)(?: +(?:là|của|một|người))* +"
_GUISE_LEFT = re.compile(rf"{_GUISE}$")
_GUISES = re.compile(
    rf"(?!.*(?<![^\W\d_])(?:chồng|vợ|con|em|người +khác)(?![^\W\d_]))[^.;:?!]{{0,90}}"
    rf"(?<![^\W\d_])(?:ông|bà|anh|chị|cô|chú|bác|vẫn|lại)(?: +(?:ấy|này|vẫn|lại|cũng|còn|đi|làm|về|họp|đến))* +{_GUISE}"
)


def paired(
    view: TextView, titles: Sequence[Mention], roles: Sequence[Mention], persons: Sequence[Mention]
) -> Iterator[Pair]:
    """Yield the titles that nobody holds yet and the holder of the post before them.

    Args:
        view: the text view.
        titles: the titles of a sentence, in order.
        roles: the ROLE mentions found so far, those of the sentence among them.
        persons: all persons of the article, in order.
    """
    held = {role.start: role for role in roles}
    for first, second in pairwise(titles):
        role = held.get(first.start)
        if role is None or second.start in held or first.normal == second.normal:
            continue
        person = starting_in(persons, role.attrs["holder"], role.attrs["holder"] + 1)
        if not person or starting_in(persons, first.end, second.start) or not are_one(view, first, second):
            continue
        yield second, person[0]
        held[second.start] = role


def are_one(view: TextView, first: Mention, second: Mention) -> bool:
    """Say whether the words around two titles make them two duties of one person."""
    span = (first.end, second.start)
    if _DUTY_LEFT.search(view.folded, max(0, first.start - 40), first.start):
        return _DUTIES.fullmatch(view.folded, *span) is not None
    if _GUISE_LEFT.search(view.folded, max(0, first.start - 40), first.start):
        return second.start - first.end < 120 and _GUISES.fullmatch(view.folded, *span) is not None
    dated = _DATED.fullmatch(view.folded, *span) is not None
    return dated and _DATED_RIGHT.match(view.folded, second.end) is not None
