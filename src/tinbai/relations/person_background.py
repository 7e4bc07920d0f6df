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
    r" *(?:(?:là|vốn|từng|nguyên|một|người(?! +khi)|vị|bác|ông|bà|đảng +viên|hội +viên|nữ|nam|cán +bộ|công +nhân|"
    r"công +chức|bộ +đội|sĩ +quan|lính|giáo +viên|thầy +giáo|cô +giáo|làng|hiện|nay|giờ|hiện +giờ|đã|mới|vừa|sau|"
    r"từ|khi|vào|ngày|tháng|năm|cũng|cả|đều|rồi|đến +năm +\d{4}(?: +thì)?|\d[\d/.-]*|cựu|"
    r"dù|dẫu|tuy|mặc +dù|trở +về|về +(?:quê|địa +phương)|quê +hương|địa +phương|và +là|nhập +ngũ|"
    r"đi +(?:bộ +đội|lính)|tham +gia +(?:quân +đội|chiến +(?:trường|đấu)|kháng +chiến)(?: +miền +[^\W_]+)?)"
    r"(?![^\W_]) *)*"
)
_APPOSED = re.compile(r" *(?:[,(–-]|sinh +năm|năm +nay|\d\d +tuổi|là +|vốn +|trước +(?:đây|kia) +|từng +)")
_OTHERS = re.compile(
    r"(?<![^\W_])(?:cùng|với|gặp|thăm|tặng|mời|trao|các|những|nhiều|cho|dự|đón|tiếp|giúp|gồm|như|con|vợ|chồng|bố|mẹ)"
    r"(?![^\W_])"
)
_OF_OTHERS = re.compile(r" +(?:trong|của|các|toàn|cho|đối +với|bị|khác|tiêu +biểu)(?![^\W_])")
_OWN_WORDS = re.compile(r"(?:^|,) *tôi(?P<told> [^,]*)$")
_CLAUSE_BEFORE = re.compile(r"[^,.;:]{0,60}?(?:,| +(?:nhưng|song)(?= ))")
_ALONE = re.compile(r" *(?:ông|bà|anh|chị|cô|chú|bác|cụ) +[^\W\d_]")
# `Cựu chiến binh, Trưởng thôn X, ông [A]`: a post of the person between.
_TITLE = re.compile(r" *(?:bí +thư|phó +bí +thư|trưởng|tổ +trưởng|phó|chủ +tịch)(?![^\W_])")
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
    if (own := _OWN_WORDS.search(before)) and any(name in text[: match.start()] for name in names):
        return _SMALL.fullmatch(own["told"]) is not None
    if (pronoun := _PRONOUN.match(before)) is not None and before.strip() == text[: match.start()].strip():
        told = before[pronoun.end() :]
        return not _OTHERS.search(told) and bool(_SMALL.fullmatch(told if "," not in told else item))
    # `Là cựu chiến binh, ông [A]`, `Tuy đã nghỉ hưu nhưng ông [A]`: before the person, up to the comma.
    comma = _CLAUSE_BEFORE.match(behind)
    if comma is None or not _SMALL.fullmatch(item) or _OTHERS.search(before):
        return False
    after = behind[comma.end() :]
    if _names(after, names):
        return True
    at_head = before.strip() == text[: match.start()].strip() and item == before
    if at_head and _TITLE.match(after):
        title = re.match(rf"[^.;:]{{0,80}}?(?:{'|'.join(map(re.escape, names))})(?![^\W_])", after)
        return title is not None and not re.search(rf"{_OTHERS.pattern}|(?<= )và(?= )", title[0])
    return at_head and _ALONE.match(after) is not None and not any(name in text for name in names)


def _names(behind: str, names: tuple[str, ...]) -> bool:
    """Say whether the text goes on with the person's name."""
    address = re.match(rf" +(?:(?:ấy|này|đó)(?: +chính)?(?: +là)? +)?{_ADDRESS}", behind)
    return address is not None and behind.startswith(names, address.end())
