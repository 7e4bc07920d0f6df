"""Which numbers only say how many units there are, and which are a part or a rest of them (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention

# `có 14 xã, phường, 62 khu phố`: the units that hold them.
_DIVIDED = (
    r" +[^ ,;.]+(?: +[^ ,;.]+)? +(?:xã|phường|đơn +vị(?: +hành +chính)?(?: +cấp +xã)?)"
    r"(?: *, *(?:phường|xã|thị +trấn))*(?: *, *| +và| +với)(?: +có)?"
)
# Before a number that only says how many units there are.
THERE_ARE = re.compile(
    r"(?<![^\W_])(?:có|gồm|còn|tổng +số|tổng +cộng|trong|với|quản +lí|(?:bầu|sắp +xếp|kiện +toàn) +(?:xong|được))"
    rf"(?: +(?:tất +cả|tổng +số|cả +thảy|cả|ở|tại)|{_DIVIDED})* *$"
)
# `13 ấp còn lại`, `20 ấp đã làm`: a part of the units, told before.
_SUBSET = re.compile(r" +(?:còn +lại|kể +trên|nói +trên|đã +(?:làm|thực +hiện|bố +trí|kiêm|nhất +thể)|từng)(?![^\W_])")
_REST = re.compile(r" +(?:nơi +|[^ ,;.]+ +)?(?:còn +lại|kia)(?![^\W_])")
_LEFT = re.compile(r"(?<![^\W_])(?:còn +lại|còn)(?: +(?:là|có|tới))? *$")
_LEAD = 60
_WHERE_THEY_LIE = re.compile(rf"(?: *[,/] *{UNIT})* *(?::|, *(?:gồm|bao +gồm|trong +đó)(?![^\W_])|\()")
_SAYS = re.compile(
    rf"[{CELL}{SHORT}{HEAD}]|(?<![^\W_])(?:do|đã|sẽ|làm|bố +trí|thực +hiện|triển +khai|kiêm|nhất +thể|hoàn +thành"
    r"|chưa|năm|theo|mô +hình|người|bí +thư|trưởng)(?![^\W_])"
)
_ROUND = re.compile(r"(?<![^\W_])(?:đợt|kì|năm|nay|hiện|tháng|trường +hợp|này)(?![^\W_])")
# `Cả 19 tổ dân phố của phường X cùng bầu`
_ALL = re.compile(r"(?:^|[.\n,:;] *|(?<![^\W_])(?:cả|toàn +bộ|tất +cả|đủ) +)$")
_WHOLE_OF = re.compile(
    r"(?: *[,/] *[^\W\d_]+){0,3} +(?:của|thuộc) +(?:toàn +)?(?:xã|phường|thị +trấn|huyện|thị +xã|thành +phố"
    r"|tỉnh)(?![^\W_])"
)
_NAMED_WHOLE = re.compile(
    r"(?<![^\W_])tổng +số(?:(?: *, *| +)(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khối|phố|tổ|dân|tiểu|đơn|vị|bon|sóc|cả"
    r"|toàn|của|ở|tại|xã|phường|thị|trấn|huyện|thành|tỉnh|hiện|nay))+ +(?:là|có|còn)(?: +(?:là|tới|đến))? *$"
)
_OF_PLACE = re.compile(rf"(?: *,? *{UNIT})* +(?:của|ở|tại|thuộc|trên +địa +bàn) +")
# `11 xã, 103 bản`: how a unit is divided.
_SUBUNITS = re.compile(r"(?<![^\W_])(?:xã|phường|thị +trấn|đơn +vị +cấp +xã)(?![^\W_])")
_DONE = re.compile(r"(?<![^\W_])(?:làm|bố +trí|thực +hiện)(?: +(?:được|xong))+ *$")
_ALL_OF = re.compile(r"(?<![^\W_])(?:cả|toàn +bộ|tất +cả)(?: +số)? *$")
_FROM = re.compile(r"(?<![^\W_])từ *$")
_TO = re.compile(r"(?: +[^ ,;.]+){0,3}? +(?:lên|xuống|thành)(?![^\W_])")
AMONG = re.compile(r"(?<![^\W_])(?:trong(?: +(?:số|tổng +số))?|tổng +số) *$")


def says_how_many(folded: str, figure: Mention, start: int, end: int) -> bool:
    """Say whether a figure only tells how many units there are (`xã có 12 thôn`), and its clause ends there."""
    ends = re.match(
        r"(?: *[,/] *[^\W\d_]+){0,3} *(?:[.;]|$|, *[^;.\d]*(?:[.;]|$))|[^,;.\d]{0,40}sắp +xếp *[.;]"
        r"| *[,(] *(?:trước|hồi)(?: +[^ ,;.\d]+){0,5}? +(?:là|có) +\d+(?: +[^ ,;.()\d]+){0,3}\)? *(?:[.;]|$)"
        r"| *,? +(?:với|thuộc|nằm|ở|trải|rải|phân +bố|của|tương +đương)(?![^\W_])(?:[^;.]|\.(?=\d)){1,60}(?:[.;]|$)",
        folded[figure.end : end],
    )
    if _WHOLE_OF.match(folded, figure.end, end) and _ALL.search(folded, start, figure.start):
        return True
    return bool(ends) and bool(THERE_ARE.search(folded, start, figure.start))


def is_split(folded: str, figure: Mention) -> bool:
    """Say whether a number that tells how many units there are is followed by where they lie (`có 43 khu: A 13, …`).

    Example:
        >>> is_split("xã có 43 khu: a 13, b 30", Mention("FIGURE", 6, 12))
        True
    """
    there = THERE_ARE.search(folded, max(0, figure.start - _LEAD), figure.start)
    return bool(there and _WHERE_THEY_LIE.match(reduce(folded, figure.end, figure.end + _LEAD).text))


def says_done(folded: str, whole: Mention, end: int) -> bool:
    """Say whether more than names and numbers stands between a whole and its last part, or a date before it."""
    before = folded[max(0, whole.start - _LEAD) : whole.start]
    return bool(_SAYS.search(reduce(folded, whole.end, end).text) or _ROUND.search(re.split(r"[.;\n]", before)[-1]))


def is_named_whole(folded: str, figure: Mention, start: int) -> bool:
    """Say whether words tell that a number is all there are (`Tổng số thôn, xóm của huyện là 208`)."""
    return bool(_NAMED_WHOLE.search(folded, start, figure.start))


def is_of_place(folded: str, whole: Mention, place: int) -> bool:
    """Say whether a place only tells whose the total is (`trong 49 thôn của huyện X, 20 nơi …`)."""
    if not AMONG.search(folded, max(0, whole.start - 16), whole.start):
        return False
    return bool(_OF_PLACE.fullmatch(reduce(folded, whole.end, place).text))


def is_subset(folded: str, figure: Mention) -> bool:
    """Say whether a number is of units that are a part of all (`13 ấp còn lại`, `20 ấp đã làm`, `làm được 6`)."""
    return bool(_SUBSET.match(folded, figure.end) or _DONE.search(folded, max(0, figure.start - 24), figure.start))


def is_all(folded: str, figure: Mention) -> bool:
    """Say whether a number is that of all units (`cả 6 thôn`)."""
    return bool(_ALL_OF.search(folded, max(0, figure.start - 16), figure.start))


def is_former_of_two(folded: str, figure: Mention) -> bool:
    """Say whether a number is only what another rose or fell from (`tăng từ 44 lên 103`)."""
    before = _FROM.search(folded, max(0, figure.start - 12), figure.start)
    return bool(before and _TO.match(folded, figure.end))


def is_rest(folded: str, figure: Mention) -> bool:
    """Say whether a number is what other units leave (`số còn lại 17`, `13 nơi còn lại`)."""
    return bool(_REST.match(folded, figure.end) or _LEFT.search(folded, max(0, figure.start - 16), figure.start))


def is_a_whole(folded: str, figure: Mention, figures: Sequence[Mention], end: int) -> bool:
    """Say whether a number of units is what a following number is taken of (`hiện có 386 xóm, trong đó 301 nơi`).

    Args:
        folded: the folded text.
        figure: the number.
        figures: all figures of the sentence in text order.
        end: end of the sentence.
    """
    if figure.attrs.get("denominator") or figure.attrs.get("kind") == "percent":
        return False
    behind = reduce(folded, figure.end, end).text
    if re.match(rf"(?: *, *{UNIT})* *[,;] *(?:trong +(?:đó|số +(?:này|đó|ấy))|mới|chỉ|đã +có)(?![^\W_])", behind):
        return any(other.start >= figure.end for other in figures)
    beside = [m for m in figures if 0 <= figure.start - m.end <= 8 or 0 <= m.start - figure.end <= 8]
    return any(_SUBUNITS.search(folded, m.start, m.end) for m in beside)
