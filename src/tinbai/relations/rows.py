"""Shares of several communes at once (codebook 4.2, guideline T17).

`Mười xã đạt 100%, gồm A, B và C` and `A và B cùng ở mức 45%` say the share of each commune;
`sáu phường, xã đạt từ 85%` names none, and is no share of the district.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of
from tinbai.relations import context
from tinbai.relations.draft import Draft
from tinbai.relations.governing import UPPER, Where
from tinbai.text.view import Sentence

# `Mười xã đạt …`, `Số đơn vị đạt …`, `Các xã chưa đạt …`, `Năm nơi có tỷ lệ …`: no unit by name, a number of them.
_OF_UNITS = re.compile(
    r"(?:^|[.;:,] *|(?<![^\W_])(?:đã|có|trong +đó|trong +số +đó|và|riêng|hiện|nay|mới|chỉ|với|còn) +)"
    r"(?:(?:\d+(?:/\d+)?|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?: +[^ ,;.]+)?|[^ ,;.]+ +mươi(?: +[^ ,;.]+)?"
    r"|các|những|nhiều|một +số|số|mỗi|phần +lớn|đa +số|hầu +hết)(?: +các)? +)"
    r"(?:(?:xã|phường|thị +trấn|huyện|quận|thị +xã|thành +phố|địa +phương|đơn +vị|nơi|đảng +bộ)(?: *, *| +và +| +)?)+"
    r"(?:[^,;:.()]{0,40}?(?<![^\W_])(?:đạt|có|phủ|làm|được|qua|vượt|ở|từ|trên|dưới|với|giữ"
    r"|bố +trí|thực +hiện|hoàn +thành))"
    r"[^,;:.()]{0,30}$"
)
_UNDER = re.compile(r"(?<![^\W_])(?:dưới|chưa +(?:đạt|qua|tới|đến|đầy|được)|không +(?:đạt|quá|tới))(?![^\W_])")
# Between the share and the first name.
_THEY_ARE = re.compile(
    r"[^,;:.()\d]{0,60}?(?:[,:(] *| +)(?:(?:có +thể +kể +(?:đến|tới)|kể +cả|gồm(?: +có)?|bao +gồm|là|như"
    r"|trong +đó +có|đó +là|tiêu +biểu(?: +(?:là|như))?|điển +hình(?: +(?:là|như))?"
    r"|cụ +thể(?: +là)?|nhất +là|ở|thuộc +về)(?: +|: *))?"
    r"(?:(?:các|hai|ba|bốn)? *(?:xã|phường|thị +trấn)? *)"
)


def of_communes(doc: Doc, drafts: list[Draft], sentence: Sentence, places: Sequence[Mention]) -> list[Draft]:
    """Give a share of so many units to those that the sentence names; without names it is no record."""
    found: list[Draft] = []
    for draft in drafts:
        if draft.count is None and draft.percent is not None and _is_of_units(doc, draft, sentence):
            found += _named(doc, draft, places)
        else:
            found.append(draft)
    return found


def _is_of_units(doc: Doc, draft: Draft, sentence: Sentence) -> bool:
    folded = view_of(doc).folded
    return bool(_OF_UNITS.search(folded[sentence.start : draft.start]))


def _named(doc: Doc, draft: Draft, places: Sequence[Mention]) -> Iterator[Draft]:
    folded, share = view_of(doc).folded, draft.figures[0]
    surface = folded[max(0, share.start - 14) : share.end]
    behind = [p for p in places if p.start >= share.end and p.type == "COMMUNE"]
    if not behind or _UNDER.search(surface) or not _THEY_ARE.fullmatch(folded, share.end, behind[0].start):
        return
    for place in (behind[0], *context.joined_behind(doc, behind[0], places)):
        yield replace(
            draft, where=Where(UPPER[place.type], place.normal, "named", place.start), figures=list(draft.figures)
        )
