"""Units that wait for the model have not adopted it (codebook 4.2, status)."""

from __future__ import annotations

import re

# Whatever came of it is said behind (`7 bản chờ từ năm 2019 nay đã có …`); a merger is no model.
_WAIT = re.compile(
    r"(?: +(?:nơi|thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khu +phố|tổ))?(?: +(?:còn +lại|khác|nữa|kia))?"
    r" +(?:còn +|đang +|phải +)?(?:chờ|đợi)(?![^\W_])(?! +(?:đợi|sắp +xếp|sáp +nhập|quyết +định))"
    r"(?![^;.]*(?<![^\W_])(?:đã|mới|nay)(?![^\W_]))"
)
_OPENS = re.compile(r"[,;] *(?:(?:còn|riêng) +)?$")


def waits(folded: str, start: int, after: str) -> bool:
    """Say whether a clause opens with units that only wait (`51 thôn gộp hai chức danh, 15 nơi chờ năm 2022`).

    Args:
        folded: the folded text.
        start: where the number of units starts.
        after: the words about it that stand behind.

    Example:
        >>> waits("51 thôn làm, 15 nơi chờ năm 2022", 13, " nơi chờ năm 2022")
        True
    """
    return bool(_OPENS.search(folded, max(0, start - 12), start) and _WAIT.match(after))
