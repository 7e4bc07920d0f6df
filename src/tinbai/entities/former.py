"""Words that call a unit one that is gone (codebook 5.2): `trước đây thuộc xã X`, `huyện X cũ`."""

from __future__ import annotations

import re

# `nơi trước là huyện X`, but not `đơn vị đi trước là huyện X`.
_WAS = r"(?:(?:[(,]|(?<![^\W_])(?:nơi|vốn|xã|phường|này|đây)(?= )) *trước +là)"
_BEFORE = re.compile(rf"(?:trước +(?:đây|kia|thuộc|(?:khi +)?sáp +nhập)|{_WAS}|tên +cũ|nguyên +(?:là|thuộc))[^.;]*$")
_DIRECT = re.compile(
    r"(?:trước +(?:đây|kia|(?:ngày +)?0?1[/-]0?7[/-]2025|(?:khi +)?sáp +nhập),? +(?:nơi +này +)?(?:là|thuộc)"
    rf"|trước +(?:nơi +này +(?:là|thuộc)|thuộc)|{_WAS}) *$"
)
# Of the days before the reform of July 2025, or before a merger: what lay in a unit then is told of one that is gone.
# `Khi còn huyện X`, but not `khi đời sống còn khó, huyện X …`; `trước khi sáp nhập, huyện X`, but not `… nhập thôn, …`.
_THEN = re.compile(
    r"(?<![^\W_])(?:trước +(?:ngày +)?0?1[/-]0?7[/-]2025(?![^\W_])"
    r"|trước +(?:khi +)?sáp +nhập(?: +(?:tỉnh|xã|các +xã|đơn +vị +hành +chính))?,?(?: +(?:cả|toàn|ở|tại))* *$"
    r"|(?<!trong )(?:khi|hồi|thời|lúc)(?: +[^ ,;.]+){0,2} +còn"
    r"(?: +(?:cả|toàn|thuộc|(?:là|nằm)(?: +(?:một +)?(?:xã|phường))?(?: +(?:của|thuộc|trong))?))? *$)"
)
_AFTER = re.compile(
    r"^ *\(? *(?:cũ\b(?! +(?:là|gọi|do))|(?:trước +đây|trước +kia)\b(?! +(?:thuộc|là|gọi|có|do))|nay +là\b)"
)


def says_former(before: str, after: str) -> bool:
    """Say whether the words around a unit call it one that is gone (`trước đây thuộc …`, `huyện X cũ`).

    Args:
        before: the folded text from the start of the sentence to the unit.
        after: the folded text from the unit to the end of the sentence.
    """
    if _AFTER.match(after) or _DIRECT.search(before):
        return True
    opened = before.rfind("(")
    inside = opened >= 0 and ")" not in before[opened:]
    return bool(_BEFORE.search(before[opened:])) if inside else False


def says_lay_in(before: str) -> bool:
    """Say whether the words before a unit say that something once lay in it (`nơi trước đây thuộc huyện`).

    Example:
        >>> says_lay_in("xã a, trước đây thuộc "), says_lay_in("trước đây, ")
        (True, False)
    """
    return _DIRECT.search(before) is not None


def tells_of_then(before: str) -> bool:
    """Say whether the words from the start of the sentence to a unit tell of the time before a merger.

    Example:
        >>> tells_of_then("trước ngày 1/7/2025, "), tells_of_then("khi còn "), tells_of_then("khi còn nghèo, ")
        (True, True, False)
    """
    return _THEN.search(before) is not None
