"""Two states of one number in one sentence: what it was and what it is (codebook 4.2).

`từ 74 thôn lên 99 thôn` has two counts, and so has `99 thôn, so với 74 của năm 2018`: once one
of them counts units with the model, the other does, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tinbai.relations.counting import Counted
from tinbai.relations.draft import Draft

_FROM = re.compile(r"(?<![^\W_])từ(?: +(?:chỗ|mức|con +số|chỉ|vỏn +vẹn|lác +đác|lèo +tèo))* *$")
_MORE = r"(?: +(?:còn|tới|đến|là|được|lại|có|đúng|chỉ|vỏn +vẹn))* *"
_TO = re.compile(rf"[^;.:]{{0,30}}?(?<![^\W_])(?:lên|xuống|còn|(?<=% )về){_MORE}")
# `bảy ấp rút còn ba`; `kỳ trước 10 xóm đã làm, kỳ này rơi xuống 4`
_FELL = re.compile(
    r"(?: +[^\W\d_]+){0,2}? +(?:rút|rớt|rơi|tụt|sụt|vơi|giảm|nhích|tăng)(?: +[^\W\d_]+)? +(?:lên|xuống|còn)"
    rf"{_MORE}"
)
_THIS_TIME = re.compile(
    r"[^;.:,]{0,60}, *(?:(?:đến +|tới +|bây +)?(?:nay|giờ)|hiện(?: +nay)?|(?:kì|khóa|nhiệm +kì|năm) +này"
    r"|cuối +năm(?: +\d{4})?|sau +[^,;.:]{1,30}?)(?: +(?:xã|huyện|phường|thị +trấn|đã|thì|chỉ|gỡ +bớt|đếm +lại))*"
    rf",?(?: +(?:rơi|rớt|tụt|rút))? +(?:còn|giữ|xuống){_MORE}"
)
_CLOSED = re.compile(r" *(?:$|[,.;)]|trong(?![^\W_])|trên +tổng)")
# `Từ 8 thôn làm điểm năm 2014, huyện nay có 33 thôn`; `Từ 13 khu, nay xã giữ được vỏn vẹn 5`
_NOW = re.compile(
    r"[^;.:,]{0,40}, *[^;.:]{0,70}?(?<![^\W_])(?:nay|hiện|đã|năm +\d{4}|tháng +[\d/]+|quí +[\divx/]+)"
    r"[^;.:,]{0,40}(?:,[^;.:,]{0,30},)?[^;.:,]{0,20}(?<![^\W_])(?:có|còn|là|được|lên|đạt|ra|ở)"
    r"(?: +(?:tới|đến|vỏn +vẹn|đúng|cả|gần|hơn|trên|chỉ|còn))* *"
)


def is_from_to(folded: str, a: Counted, b: Counted) -> bool:
    """Say whether the second number is what the first has become."""
    if not _FROM.search(folded[max(0, a.figure.start - 24) : a.figure.start]) or None in (a.value, b.value):
        return False
    return _alike(a, b) and any(way.fullmatch(folded, a.figure.end, b.figure.start) for way in (_TO, _NOW))


def has_become(folded: str, a: Counted, b: Counted) -> bool:
    """Say whether a bare number is what the one before has become, told without `từ` (`bảy ấp rút còn ba`)."""
    if None in (a.value, b.value) or a.of != "hamlet_units" or b.of != "number" or b.figure.attrs.get("denominator"):
        return False
    told = any(way.fullmatch(folded, a.figure.end, b.figure.start) for way in (_FELL, _THIS_TIME))
    return told and _CLOSED.match(folded, b.figure.end) is not None


def _alike(a: Counted, b: Counted) -> bool:
    return a.of == b.of or "number" in (a.of, b.of)


def place_alike(folded: str, drafts: Sequence[Draft], found: Sequence[Counted]) -> None:
    """Give what a number was the place of what it has become (`Từ 13 khu, nay xã giữ được 5`)."""
    for a, b in pairwise(found):
        was, now = (next((d for d in drafts if d.figures[0] is c.figure), None) for c in (a, b))
        if was is not None and now is not None and now.where.offset >= a.figure.end and is_from_to(folded, a, b):
            was.where = now.where


def with_changes(folded: str, counts: Sequence[Counted], found: Sequence[Counted]) -> list[Counted]:
    """Return `counts` with the other number of a change (`từ 74 thôn (năm 2018) lên 99 thôn`) beside each.

    Args:
        folded: the folded text.
        counts: figures that count units with the model.
        found: all candidates of the sentence in text order.
    """
    kept = [c in counts for c in found]
    for i, (a, b) in enumerate(pairwise(found)):
        if is_from_to(folded, a, b):
            kept[i] = kept[i + 1] = kept[i] or kept[i + 1]
        elif has_become(folded, a, b):
            kept[i + 1] = kept[i] or kept[i + 1]
    return [c for c, keep in zip(found, kept, strict=True) if keep]
