"""Bare names of communes that went into one that the article names (codebook 3.2, 5.2): `Nậm Sỏ cũ có 9 bản`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tinbai import gazetteer
from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.gazetteer import name_key
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

SOURCE = "gazetteer:commune_merged"
_SINCE = "2025-07-01"
_SCOPES = 256  # kept: one article asks for the same communes again and again
# An article that tells of no merger and of no former unit may use the name for anything.
_TELLS = re.compile(
    r"(?<![^\W\d_])(?:hợp +nhất|hợp +thành|sáp +nhập|nhập +(?:từ|về|lại|làm|các|hai|ba|bốn|năm)|gộp"
    r"|(?:xã|phường|trấn|huyện|đơn +vị) +(?:\(cũ\)|cũ)|trước +đây|(?:hai|2) +cấp)(?![^\W\d_])"
)
_FORMER = re.compile(r" +(?:\(cũ\)|cũ(?![^\W_])(?! +(?:là|gọi|do)))")
# What makes a bare name a place: `ở X`, `12 thôn của X`, `X 9 thôn`.
_WHERE = re.compile(
    r"(?<![^\W_])(?:ở|tại|về|đến|lên|xuống|sang|từ|thuộc|riêng|địa +bàn|khu +vực|vùng|đơn +vị|các +xã|gồm) +$"
)
_OF = re.compile(rf"\d *(?: *[,/]? *{UNIT})+ +(?:của|thuộc) +$")
_COUNTED = re.compile(r",? +(?:(?:có|được|đạt|mới|chỉ|làm|với|vỏn +vẹn|dẫn +đầu|cao +nhất|nhiều +nhất) +)*\d")
# The last syllable of what stands before a person's name: `bị cáo`, `đồng chí`, `tiền vệ`.
_ADDRESSED = re.compile(
    r"(?<![^\W_])(?:ông|bà|anh|chị|cô|thầy|em|bác|cụ|chú|cháu|giáo|tên|cáo|chí|sĩ|tá|úy|tướng|hùng|vệ|đối) +$"
)
_LONGEST_ADDRESS = 8


def is_said_former(view: TextView, end: int) -> bool:
    """Say whether the word right behind a name calls its unit one that is gone: `Tông Lạnh cũ`."""
    return _FORMER.match(view.folded, end) is not None


def tells_of_merger(view: TextView) -> bool:
    """Say whether the article speaks of communes that were merged, or of units that are gone."""
    return _TELLS.search(view.folded) is not None


def stands_as_place(view: TextView, span: tuple[int, int]) -> bool:
    """Say whether the words around a bare name make it a place: `ở X`, `12 thôn của X`, `X cũ`, `X 9 thôn`."""
    start, end = span
    near = reduce(view.folded, max(0, start - 40), start).text
    return bool(
        is_said_former(view, end)
        or _WHERE.search(view.folded, max(0, start - 16), start)
        or _OF.search(near)
        or _COUNTED.match(view.folded, end)
    )


def is_borne(view: TextView, name: str) -> bool:
    """Say whether the article addresses somebody by the folded `name`; reads the whole text."""
    at = view.folded.find(name)
    while at >= 0:
        if _ADDRESSED.search(view.folded, max(0, at - _LONGEST_ADDRESS), at):
            return True
        at = view.folded.find(name, at + 1)
    return False


@lru_cache(maxsize=_SCOPES)
def merged_communes(communes: tuple[str, ...], provinces: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Return the communes that went into `communes` in July 2025: name key → normal forms.

    Args:
        communes: names of communes of now, with or without type word.
        provinces: folded normal forms of the provinces that they may lie in; empty: a name of several is left out.

    Example:
        >>> sorted(merged_communes(("Thanh Ba",), frozenset({"tỉnh phú thọ"})))
        ['hanh cù', 'thanh ba', 'vân lĩnh', 'đồng xuân']
        >>> merged_communes(("Thanh Ba",), frozenset({"tỉnh sơn la"}))
        {}
    """
    units = gazetteer.default()
    found: dict[str, frozenset[str]] = {}
    for commune in communes:
        now = [m.unit for m in units.lookup(commune, "commune", as_of=_SINCE) if m.score >= 0.9 and m.unit.current]
        if provinces:
            now = [unit for unit in now if any(fold(above.name) in provinces for above in units.ancestors(unit))]
        elif len(now) > 1:
            continue
        for old in (old for unit in now for old in units.predecessors(unit)):
            key = name_key(old.short)
            found[key] = found.get(key, frozenset()) | {old.name}
    return found


def merged_commune(name: str, communes: tuple[str, ...], provinces: frozenset[str]) -> str | None:
    """Return the normal form of the only commune `name` that went into one of `communes`, None if there is none."""
    found = merged_communes(communes, provinces).get(name_key(name), frozenset())
    return next(iter(found)) if len(found) == 1 else None
