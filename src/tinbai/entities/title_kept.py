"""The one post behind `giữ chức vụ`: `chức vụ` alone names a kind of post (`chức vụ [trưởng thôn] do dân bầu`)."""

from __future__ import annotations

import re

from tinbai.entities.role_gap import career, left_office
from tinbai.text.view import TextView

_KEPT = re.compile(r"(?<![^\W\d_])(?:giữ|đảm +nhiệm) +chức +vụ *$")
# News, whatever its day: `Trước đó, … trao quyết định bổ nhiệm ông A giữ chức vụ …`.
_DECISION = re.compile(r"(?<![^\W\d_])(?:trao|công +bố) +(?:các +)?quyết +định(?![^\W\d_])")
_NOW = re.compile(r"(?<![^\W\d_])(?:hiện|nay)(?: +(?:nay|đang|là|được))* +(?:giữ|đảm +nhiệm) +chức +vụ *$")
# Steps of a life, several and all past.
_STEPS = re.compile(r"(?<![^\W\d_])(?:trước +khi|lần +lượt|kinh +qua)(?![^\W\d_])")
# The word of careers and of trials: what any of these opens was held once, and the role layer cannot say it.
_ONCE = re.compile(
    r"(?<![^\W\d_])(?:trước +(?:đó|đây|kia)|từng|khi|lúc|hồi|thuở|không|chưa|chẳng|"
    r"thời +(?:gian|điểm|kì)|quá +trình|giai +đoạn|còn|sau +(?:khi|đó)|"
    r"(?:nhiệm +kì|khóa) +trước|bị +(?:cáo|can)|lợi +dụng|"
    r"(?<!từ )(?<!sinh )năm +(?:19|20)\d\d|(?<!từ )tháng +\d{1,2}(?:/|-| +năm +)(?:19|20)\d\d)(?![^\W\d_])"
)

_ONCE_BEHIND = re.compile(
    r"[^.;:]{0,70}?(?<![^\W\d_])(?:(?:\d+|mấy|nhiều) +năm +trước|(?:khi|lúc|hồi) +(?:đó|ấy)|bấy +giờ|giai +đoạn|"
    r"(?<!nhiệm kì )từ +[^.;:,]{0,20}\d{4} *(?:đến|-|–)(?! +nay))(?![^\W\d_])"
)


def is_kept_now(view: TextView, start: int) -> bool:
    """Say whether `giữ chức vụ` stands before the title at `start`, and the sentence does not tell of the past.

    Also said of a past that the role layer reads by itself: `từng giữ chức vụ`, `thôi giữ chức vụ`.

    Args:
        view: the text view.
        start: where the title begins.
    """
    sentence = view.sentence_at(start)
    floor = max(sentence.start if sentence else 0, start - 400)
    left = view.folded[floor:start]
    kept = _KEPT.search(left)
    if kept is None or _STEPS.search(left):
        return False
    if _NOW.search(left) or _DECISION.search(left):
        return True
    if career(left[-100:]) or left_office(left):
        return True
    end = sentence.end if sentence else start
    return _ONCE.search(left) is None and _ONCE_BEHIND.match(view.folded, start, end) is None
