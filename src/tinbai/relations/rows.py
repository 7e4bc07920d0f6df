"""Shares of several communes at once (codebook 4.2, guideline T17).

`Mười xã đạt 100%, gồm A, B và C` and `A và B cùng ở mức 45%` say the share of each commune;
`sáu phường, xã đạt từ 85%` names none, and is no share of the district.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations import context, counting
from tinbai.relations.counting import Counted
from tinbai.relations.draft import Draft
from tinbai.relations.governing import UPPER, Where
from tinbai.relations.wording import words
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
# `hai đơn vị đạt 100% là xã A (16/16 bản) và xã B (12/12)`: counted by themselves.
_HAS_OWN = re.compile(r" *\(\d")
_UNDER = re.compile(r"(?<![^\W_])(?:dưới|chưa +(?:đạt|qua|tới|đến|đầy|được)|không +(?:đạt|quá|tới))(?![^\W_])")
# Between the share and the first name.
_THEY_ARE = re.compile(
    r"[^,;:.()\d]{0,60}?(?:[,:(] *| +)(?:(?:có +thể +kể +(?:đến|tới)|kể +cả|gồm(?: +có)?|bao +gồm|là|như"
    r"|trong +đó +có|đó +là|tiêu +biểu(?: +(?:là|như))?|điển +hình(?: +(?:là|như))?"
    r"|cụ +thể(?: +là)?|nhất +là|ở|thuộc +về)(?: +|: *))?"
    r"(?:(?:các|hai|ba|bốn)? *(?:xã|phường|thị +trấn)? *)"
)


_KIND = r"(?:xã|phường|thị +trấn|huyện|nơi|bên|đơn +vị|địa +phương)"
_FEW = (
    r"(?: +(?:đều|cùng|mới|chỉ|đã|hiện|cũng|thì|có|thử|làm|chọn|ở|tại|được|phải|với|ít +nhất|tối +thiểu|trên|hơn|qua"
    r"|mức|vượt|đạt|bố +trí|xong))*"
)
_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_NUMBER = rf"(?P<number>\d+(?:,\d+)?%?|(?:{'|'.join(_WORDS)})(?![^\W_]))"
_UNITS = rf"(?:(?: *[,/])? *{UNIT})*"
_END = r"(?= *(?:$|[,.;:)]|(?:thực +hiện|làm|trước|trong|vào)(?![^\W_])))"
# `Xã A và xã B mới có mỗi nơi một thôn`, `phường A, B và C, mỗi phường bốn`, `A và B tăng lên 5 bản mỗi xã`
_EACH = re.compile(
    rf"(?: *,)?{_FEW}(?: +(?:dẫn +đầu|đứng +cuối))?(?: *,)?{_FEW} +mỗi +{_KIND}{_FEW} +{_NUMBER}{_UNITS}{_END}"
    rf"|{_FEW}(?: +(?:tăng +|giảm +)?(?:lên|xuống|còn))?"
    rf" +{_NUMBER.replace('number', 'before')}{_UNITS} +mỗi +{_KIND}{_END}"
)


def each(
    doc: Doc,
    sentence: Sentence,
    drafts: Sequence[Draft],
    places: Sequence[Mention],
    read: Callable[[Counted], Draft],
) -> list[Draft]:
    """Give a number that each unit of a row has to every one of them (`Xã A và xã B mới có mỗi nơi một thôn`).

    Args:
        doc: the article.
        sentence: the sentence.
        drafts: its statements in text order.
        places: its communes, districts and provinces.
        read: makes a statement of a count.
    """
    found = list(drafts)
    for place in places:
        row = [*context.coordinated(doc, place, places), place]
        text = reduce(view_of(doc).folded, place.end, sentence.end)
        match = _EACH.match(text.text)
        of_others = words("not_adoption").search(view_of(doc).folded, sentence.start, row[0].start)
        if match is None or len(row) < 2 or of_others:
            continue
        key = "number" if match["number"] else "before"
        start, end = (text.offsets[at] for at in match.span(key))
        figure = next(
            (m for m in within(doc, "figure", sentence.start, sentence.end) if m.start <= start < m.end), None
        )
        figure = figure or Mention("FIGURE", start, end, None, {"value": _value(match[key])})
        of, base = counting.what(view_of(doc).folded, figure, sentence.end)
        if of not in ("hamlet_units", "number", "percent"):
            continue
        draft = read(Counted(figure, of, base, figure.attrs.get("approx")))
        found = [d for d in found if not d.figures or not d.figures[0].start <= start < d.figures[0].end]
        for one in row:
            at = Where(UPPER[one.type], one.normal, "named", one.start)
            found.append(replace(draft, start=one.start, where=at, figures=list(draft.figures)))
    return sorted(found, key=lambda draft: draft.start)


def _value(number: str) -> float:
    return float(_WORDS.index(number) + 1) if number in _WORDS else float(number.rstrip("%").replace(",", "."))


def of_communes(doc: Doc, drafts: list[Draft], sentence: Sentence, places: Sequence[Mention]) -> list[Draft]:
    """Give a share of so many units to those that the sentence names; without names it is no record."""
    found: list[Draft] = []
    for draft in drafts:
        share = _share(doc, draft)
        if share is not None and _is_of_units(doc, share, sentence) and (draft.count is None or draft.percent == 100):
            named = list(_named(doc, replace(draft, count=None, total=None, figures=[share]), places))
            found += named if named or draft.count is None else [draft]
        else:
            found.append(draft)
    return found


def _share(doc: Doc, draft: Draft) -> Mention | None:
    """Return the percent of a statement: alone, or of so many units of no name (`bảy đơn vị đạt 100%`)."""
    folded, first = view_of(doc).folded, draft.figures[0] if draft.figures else None
    if first is None or draft.percent is None or draft.count is None:
        return first if draft.percent is not None else None
    units = first.attrs.get("unit") in ("đơn vị", "nơi", "địa phương") and not draft.total
    return next((m for m in draft.figures if units and "%" in folded[m.start : m.end]), None)


def _is_of_units(doc: Doc, share: Mention, sentence: Sentence) -> bool:
    folded = view_of(doc).folded
    return bool(_OF_UNITS.search(folded[sentence.start : share.start]))


def _named(doc: Doc, draft: Draft, places: Sequence[Mention]) -> Iterator[Draft]:
    folded, share = view_of(doc).folded, draft.figures[0]
    surface = folded[max(0, share.start - 14) : share.end]
    behind = [p for p in places if p.start >= share.end and p.type == "COMMUNE"]
    if not behind or _UNDER.search(surface) or not _THEY_ARE.fullmatch(folded, share.end, behind[0].start):
        return
    row = (behind[0], *context.joined_behind(doc, behind[0], places))
    for place in (place for place in row if not _HAS_OWN.match(folded, place.end)):
        yield replace(
            draft, where=Where(UPPER[place.type], place.normal, "named", place.start), figures=list(draft.figures)
        )
