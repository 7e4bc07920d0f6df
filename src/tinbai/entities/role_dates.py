"""Posts held between two printed years: steps of a career, over since the second (codebook 4.1, 9.14).

`Từ năm 2011 đến năm 2015, ông làm bí thư` tells no post of now, nor does `làm bí thư từ 2011 đến 2015`.
A term (`nhiệm kỳ 2020 - 2025`) may be the one that runs, and a range beside an apposition
(`Từ năm 2016 đến năm 2019, ông A, trưởng thôn, vận động …`) dates what the person did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
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
# What begins another clause between the range and the verb: `Từ 2016 đến 2019, chi bộ do ông A làm bí thư đã …`.
_BEFORE = re.compile(rf"{_RANGE} *[:,]? *(?:(?!(?:do|có|nơi|nhờ|vì|mà)(?![^\W_]))[^\W_]+ +){{0,8}}?{_HOLDS}")
_AFTER = re.compile(rf"(?: +[^\W_]+(?:-[^\W_]+)?){{0,7}}? *[(,]? *{_RANGE}(?= *(?:[.,;:)]|$|thì|rồi|sau|trước|và))")
_JOINED = re.compile(r"(?: +[^\W_]+){0,5}? *(?:,|-|/|và|kiêm|kiêm +nhiệm|đồng +thời(?: +(?:là|làm))?) *")
_REACH = 120


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
        elif _AFTER.match(view.folded, role.end, min(sentence.end, role.end + _REACH)):
            chain = _chain(view, roles, index)
            first = roles[chain[0]].start
            if _HOLDS_AT_END.search(view.folded, max(sentence.start, first - 40), first):
                past.update(chain)
    return [
        replace(r, attrs={**r.attrs, "career": True, "status": "former"}) if i in past else r
        for i, r in enumerate(roles)
    ]


def _chain(view: TextView, roles: Sequence[Mention], index: int) -> list[int]:
    """Return the posts joined with that at `index` from the left, itself last: `làm [bí thư] kiêm [trưởng thôn]`."""
    chain = [index]
    while chain[0] and roles[chain[0] - 1].attrs["holder"] == roles[chain[0]].attrs["holder"]:
        before = roles[chain[0] - 1]
        if not _JOINED.fullmatch(view.folded, before.end, roles[chain[0]].start):
            break
        chain.insert(0, chain[0] - 1)
    return chain
