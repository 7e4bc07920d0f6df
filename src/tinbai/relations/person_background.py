"""What somebody was before the post: soldier, pensioner, teacher, trader (codebook 4.1).

The words for it stand in every report on others, too: only apposition, predicate or
an opening clause of the person itself counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tinbai.entities.role_subject import of_relative
from tinbai.lexicon import load

_ADDRESS = r"(?:(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí) +)?"
_CLAUSE_ENDS = re.compile(r"[.;:!?…\"“”]")
# All that may stand between the person, or the comma, and the word: `vốn là một`, `nay đã`, `năm 2016`, `giáo viên`.
_SMALL = re.compile(
    r" *(?:(?:là|vốn|từng|nguyên|một|người|vị|bác|ông|bà|đảng +viên|hội +viên|nữ|nam|cán +bộ|công +nhân|công +chức|"
    r"bộ +đội|sĩ +quan|lính|giáo +viên|thầy +giáo|cô +giáo|làng|hiện|nay|giờ|hiện +giờ|đã|mới|vừa|sau|từ|khi|vào|"
    r"ngày|tháng|năm|cũng|cả|đều|rồi|\d[\d/.-]*|cựu)(?![^\W_]) *)*"
)
_APPOSED = re.compile(r" *(?:[,(–-]|sinh +năm|năm +nay|\d\d +tuổi|là +|vốn +|trước +(?:đây|kia) +|từng +)")
_OTHERS = re.compile(
    r"(?<![^\W_])(?:cùng|với|gặp|thăm|tặng|mời|trao|các|những|nhiều|cho|dự|đón|tiếp|giúp|gồm|như|con|vợ|chồng|bố|mẹ)"
    r"(?![^\W_])"
)
_OF_OTHERS = re.compile(
    r" +(?:trong|của|các|toàn|cho|đối +với|bị|khác|tiêu +biểu|ở|xã|huyện|tỉnh|thôn|phường|thành)(?![^\W_])"
)
_PRONOUN = re.compile(r"^\W*(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí)(?= )")


def background_of(texts: Sequence[str], names: tuple[str, ...]) -> str | None:
    """Return the first background of the lexicon that is told of the person itself.

    Args:
        texts: folded stretches that speak of the person.
        names: the folded forms of the name in them.
    """
    for background, words in _backgrounds():
        for text in texts:
            if any(_is_own(text, match, names) for match in words.finditer(text)):
                return background
    return None


@cache
def _backgrounds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (str(b["id"]), re.compile(rf"(?<![^\W_])(?:{'|'.join(b['words'])})(?![^\W_])"))
        for b in load("persons")["background"]
    )


def _is_own(text: str, match: re.Match[str], names: tuple[str, ...]) -> bool:
    before = _CLAUSE_ENDS.split(text[: match.start()])[-1]
    behind = text[match.end() :]
    if _names(behind, names):  # `cựu chiến binh [A]`
        return re.search(r"(?<![^\W_])(?:hội|con|vợ|chồng|mẹ|cha|bố) *$", before) is None
    if _OF_OTHERS.match(behind):
        return False
    start, name = max(((before.rfind(name), name) for name in names), default=(-1, ""))
    if start >= 0:
        told = before[start + len(name) :]
        if of_relative(before[:start]) or _OTHERS.search(told):
            return False
        if _SMALL.fullmatch(told):
            return True
        item = max(told.rfind(mark) for mark in ",(–-")
        return item >= 0 and bool(_APPOSED.match(told) and _SMALL.fullmatch(told[item + 1 :]))
    item = before.rpartition(",")[2]
    if (pronoun := _PRONOUN.match(before)) is not None and before.strip() == text[: match.start()].strip():
        told = before[pronoun.end() :]
        return not _OTHERS.search(told) and bool(_SMALL.fullmatch(told if "," not in told else item))
    # `Là cựu chiến binh, ông [A]`: before the person, up to the comma.
    comma = re.match(r"[^,.;:]{0,30},", behind)
    return bool(
        comma and _SMALL.fullmatch(item) and _names(behind[comma.end() :], names) and not _OTHERS.search(before)
    )


def _names(behind: str, names: tuple[str, ...]) -> bool:
    """Say whether the text goes on with the person's name."""
    address = re.match(rf" +{_ADDRESS}", behind)
    return address is not None and behind.startswith(names, address.end())
