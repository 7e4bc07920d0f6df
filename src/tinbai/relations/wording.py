"""The lists of lexicon `cues` about counts, as patterns on folded text."""

from __future__ import annotations

import re
from functools import cache

from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold


@cache
def words(key: str) -> re.Pattern[str]:
    """Return the list `adoption.key` of lexicon `cues` as a pattern on folded text."""
    listed = alternation(fold(word) for word in load("cues")["adoption"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?![^\W_])")


@cache
def words_at_end(key: str) -> re.Pattern[str]:
    """Return the list as a pattern for what stands right before a number, up to words of degree."""
    listed = alternation(fold(word) for word in load("cues")["adoption"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?: +(?:khoảng|các|cả|toàn +bộ|tổng +số|số|đầy +đủ|tất +cả))* *$")


@cache
def two_persons() -> re.Pattern[str]:
    """`để hai người làm`, `mỗi người một việc`: each of the two posts has its own holder."""
    return re.compile(
        rf"(?<![^\W_])(?:{alternation(fold(word) for word in load('cues')['adoption']['two_persons_clause'])}"
        r"|(?:hai|2) +người(?: +vẫn)? +(?:giữ|làm|nắm|lo|đảm +nhiệm|đảm +nhận) +(?:hai|2) +"
        r"(?:chức|việc|vai|vị +trí))(?![^\W_])"
    )
