"""Posts held between two printed years: steps of a career, over since the second (codebook 4.1, 9.14).

`Từ năm 2011 đến năm 2015, ông làm bí thư` tells no post of now, nor does `làm bí thư từ 2011 đến 2015`.
A term (`nhiệm kỳ 2020 - 2025`) may be the one that runs: it is over where the next post begins when
it ends. A range beside an apposition (`Từ năm 2016 đến năm 2019, ông A, trưởng thôn, vận động …`)
dates what the person did.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_DAY = (
    r"(?:(?:đầu|giữa|cuối|hết|ngày|tháng|năm) +)*(?:\d{1,2}[/.-]){0,2}(?:\d{1,2} +năm +)?(?:19|20)\d\d(?![\d/]|[.,]\d)"
)
_RANGE = rf"(?<![^\W_])(?<!kì )(?<!khóa )(?:từ +{_DAY}|năm +(?:19|20)\d\d) *(?:đến|tới|-) *{_DAY}"
_HOLDS = (
    r"(?<![^\W_])(?:là|làm|giữ|giữ +chức|đảm +nhiệm|đảm +nhận|đảm +đương|phụ +trách|gánh|"
    r"được +(?:[^\W\d_]+ +){0,3}?(?:bầu|cử|giao|phân +công|bổ +nhiệm|chỉ +định|tín +nhiệm)(?: +(?:làm|giữ))?)"
    r"(?: +(?:chức|chức +vụ|chức +danh|vai +trò|cương +vị|thêm|cả|công +tác))* *$"
)
_HOLDS_AT_END = re.compile(_HOLDS)
# Not what begins another clause: `Từ 2016 đến 2019, chi bộ do ông A làm bí thư đã …`.
_WORDS = r"(?:(?!(?:do|có|nơi|nhờ|vì|mà)(?![^\W_]))[^\W_]+ +){0,8}?"
_BEFORE = re.compile(rf"{_RANGE} *[:,]? *{_WORDS}{_HOLDS}")
_AFTER = re.compile(
    rf"(?P<place>(?: +[^\W_]+(?:-[^\W_]+)?){{0,7}}?) *[(,]? *{_RANGE}(?= *(?:[.,;:)]|$|thì|rồi|sau|trước|và))"
)
# Between a post and its years stands its place, nothing that was done there: `trưởng thôn bản Lự từ 2016 đến 2019`.
_PLACE_WORDS = re.compile(
    r"này|đó|của|ở|tại|bản|thôn|ấp|xóm|làng|buôn|bon|khóm|khối|khu|phố|tổ|dân|cư|tiểu|xã|phường|thị|trấn|huyện|quận|thành"
    r"|tỉnh|\d+"
)
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"(?: +[^\W_]+){0,5}? *(?:,|-|/|và|kiêm|kiêm +nhiệm|đồng +thời(?: +(?:là|làm))?) *")
_REACH = 120
_TERM = re.compile(
    rf"(?<![^\W_])(?:nhiệm +kì|khóa|giai +đoạn|thời +kì) +(?:năm +)?(?P<first>(?:19|20)\d\d) *(?:-|đến) *"
    rf"(?P<last>(?:19|20)\d\d) *[:,]? *{_WORDS}{_HOLDS}"
)
_SINCE = re.compile(
    rf"(?<![^\W_])(?:từ +)?(?:tháng +\d{{1,2}}[/-]|năm +)(?P<first>(?:19|20)\d\d) *[:,]? *{_WORDS}{_HOLDS}"
)
# `có 10 năm làm [trưởng thôn], nay là [bí thư]`; `làm [trưởng thôn] hai nhiệm kỳ, sau đó làm [bí thư]`.
_LENGTH = r"(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều) +(?:năm|nhiệm +kì|khóa)(?: +liền)?"
_LONG_BEFORE = re.compile(rf"(?<![^\W_])(?:có|qua|sau) +(?:hơn +|gần +)?{_LENGTH} +(?:làm|giữ +chức|đảm +nhiệm) +$")
_YEARS = r"(?:(?:giai +đoạn|nhiệm +kì|khóa) +|\()(?:19|20)\d\d *- *(?:19|20)\d\d\)?"
_LONG_AFTER = re.compile(rf"(?: +[^\W_]+){{0,5}}? +(?:được +|trong +|suốt +)?(?:{_LENGTH}|{_YEARS})(?= *,)")
_THEN = re.compile(
    r"[^.;:]*, *(?:(?:nay|hiện +nay|hiện) +(?:ông +|bà +|anh +|chị +)?(?:là|làm)|"
    r"(?:sau +đó|rồi|tiếp +đó) +(?:ông +|bà +|anh +|chị +)?(?:làm|là|giữ|chuyển +sang +làm|sang +làm))(?: +chức)? +"
)
_ON_TOP = re.compile(r"(?<![^\W_])(?:kiêm|thêm|vẫn|đồng +thời|tiếp +tục|luôn|cả)(?![^\W_])")


def dated(view: TextView, roles: Sequence[Mention]) -> list[Mention]:
    """Mark the posts that `roles` tell as held from one printed year to another.

    Args:
        view: the text.
        roles: the ROLE mentions of the article in order.
    """
    past: set[int] = set()
    for index, role in enumerate(roles):
        sentence = view.sentence_at(role.start)
        if sentence is None:
            continue
        if _BEFORE.search(view.folded, max(sentence.start, role.start - _REACH), role.start):
            past.add(index)
        elif _years_after(view, role.end, min(sentence.end, role.end + _REACH)):
            chain = _chain(view, roles, index)
            first = roles[chain[0]].start
            if _HOLDS_AT_END.search(view.folded, max(sentence.start, first - 40), first):
                past.update(chain)
    return _marked(roles, past)


def _years_after(view: TextView, start: int, end: int) -> bool:
    match = _AFTER.match(view.folded, start, end)
    if match is None:
        return False
    words = _WORD.finditer(view.text, *match.span("place"))
    return all(word[0][0].isupper() or _PLACE_WORDS.fullmatch(fold(word[0])) for word in words)


def succeeded(view: TextView, roles: Sequence[Mention]) -> list[Mention]:
    """Mark the posts that the next post of the same person follows on."""
    return _marked(roles, {index for index in range(len(roles)) if _is_over(view, roles, index)})


def _marked(roles: Sequence[Mention], past: Collection[int]) -> list[Mention]:
    over = {"career": True, "status": "former"}
    return [replace(r, attrs={**r.attrs, **over}) if i in past else r for i, r in enumerate(roles)]


def _is_over(view: TextView, roles: Sequence[Mention], index: int) -> bool:
    role = roles[index]
    after = next((r for r in roles[index + 1 : index + 40] if r.attrs["person"] == role.attrs["person"]), None)
    paragraph = view.paragraph_at(role.start)
    if after is None or paragraph is None or after.start > paragraph.end or after.normal == role.normal:
        return False
    gap = view.folded[role.end : after.start]
    if _ON_TOP.search(gap):
        return False
    if term := _dated_by(_TERM, view, role):
        started = _dated_by(_TERM, view, after) or _dated_by(_SINCE, view, after)
        return started is not None and started["first"] >= term["last"]
    if _is_next_office(view, role, after):
        return True
    left = max(paragraph.start, role.start - _REACH)
    long = _LONG_BEFORE.search(view.folded, left, role.start) or _LONG_AFTER.match(view.folded, role.end, after.start)
    return long is not None and _THEN.fullmatch(gap) is not None


# Levels whose offices nobody holds two of; a member of a committee or council may hold one beside it.
_OFFICES = frozenset({"commune", "district", "province", "central"})
_MEMBER = re.compile(r"(?:ủy +viên|đại +biểu|thành +viên)(?![^\W_])")


def _is_next_office(view: TextView, role: Mention, after: Mention) -> bool:
    """Say whether two offices of two levels are steps: `từ tháng 7/1996 làm …; từ tháng 8/1998 làm …`."""
    levels = {role.attrs.get("level"), after.attrs.get("level")}
    if len(levels) != 2 or not levels <= _OFFICES:
        return False
    if any(_MEMBER.match(view.folded, m.start, m.end) for m in (role, after)):
        return False
    first, second = _dated_by(_SINCE, view, role), _dated_by(_SINCE, view, after)
    return first is not None and second is not None and second["first"] > first["first"]


def _dated_by(pattern: re.Pattern[str], view: TextView, role: Mention) -> re.Match[str] | None:
    sentence = view.sentence_at(role.start)
    start = max(sentence.start, role.start - _REACH) if sentence else role.start
    return pattern.search(view.folded, start, role.start)


def _chain(view: TextView, roles: Sequence[Mention], index: int) -> list[int]:
    """Return the posts joined with that at `index` from the left, itself last: `làm [bí thư] kiêm [trưởng thôn]`."""
    chain = [index]
    while chain[0] and roles[chain[0] - 1].attrs["holder"] == roles[chain[0]].attrs["holder"]:
        before = roles[chain[0] - 1]
        if not _JOINED.fullmatch(view.folded, before.end, roles[chain[0]].start):
            break
        chain.insert(0, chain[0] - 1)
    return chain
