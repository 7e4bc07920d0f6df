"""Puts a statement together: its total, its share, and the places it is repeated for (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of
from tinbai.relations import context, counting, totals, wholes
from tinbai.relations.counting import Counted
from tinbai.relations.draft import Draft, decimals
from tinbai.relations.governing import UPPER, Where
from tinbai.text.view import Sentence

_SUBSET = re.compile(
    r"(?<![^\W_])riêng +(?:các +|khối +|khu vực +)?(phường|xã|thị trấn|thôn|bản|tổ dân phố|khu phố)"
    r"(?= +(?:đạt|có|là|thì))"
)
_WORDS = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_SMALL = "|".join(_WORDS)
_PRINTED = rf"(?:\d[\d.,]*(?:%|/\d[\d.]*)?|(?:{_SMALL})(?![^\W_]))"
# `lần lượt là 88%, 81% và 76%`, `với 9, 8 và 7 ấp`, `tương ứng 9/11, 8/9`: the numbers of the places before, in order.
_IN_TURN = re.compile(
    r"(?<![^\W_])(?:lần +lượt|tương +ứng|với|, *đạt)(?: +(?:là|có|đạt|ở|mức|với|được|gồm|làm +được))* +"
    rf"(?P<numbers>{_PRINTED}(?:(?: +[^\W\d_]+){{0,3}}? *(?:,|, +và|và) +{_PRINTED})+)"
)
_NO_NOUN = re.compile(r"\d+(?:[.,]\d+)*%? *,? *(?:,|và) +\d")
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)*(?:%|/\d+(?:\.\d+)*)?|(?<![^\W_])(?:{_SMALL})(?![^\W_])")
_LEFT = re.compile(r"(?<![^\W_])còn(?: +(?:lại|có|tới))* *$")
# `Xã A, xã B và thị trấn lần lượt …`: the last of a row goes without its name.
_NAMELESS = re.compile(r" *,? +và +(?:thị +trấn|phường|xã)(?: +trung +tâm)?(?: +(?:có|đạt|tỉ +lệ))* *$")


def give_total(
    folded: str, draft: Draft, counted: Counted, others: Sequence[Counted], counts: Sequence[Counted] = ()
) -> list[int]:
    """Give a count its total, if one of the other figures is; return where that stands.

    A total behind several counts is that of the last one (`24 thôn, nay là 52 thôn trên tổng số 74`).
    """
    if wholes.is_former_of_two(folded, counted.figure):
        return []  # `có 121 thôn; số ấy tăng từ 44 lên 103`: the state of now is out of it
    share = next((m for m in draft.figures[1:] if "%" in folded[m.start : m.end]), None)
    before = [c for c in others if c.figure.start < counted.figure.start]
    for other in (*reversed(before), *(c for c in others if c not in before)):  # the nearest whole first
        if draft.total is not None or other.value is None or re.match(r" *còn +lại", folded[counted.figure.end :]):
            continue
        if other.figure.end <= counted.figure.start and wholes.is_subset(folded, other.figure):
            continue  # `trong 13 ấp còn lại, 9 ấp sẽ làm`
        if other.value != counted.value and wholes.is_all(folded, counted.figure):
            continue  # `có 225 thôn; toàn bộ 51 thôn biên giới đều …`
        if draft.status == "not_adopted" and _LEFT.search(
            folded, max(0, counted.figure.start - 16), counted.figure.start
        ):
            continue  # `98 xóm, đã làm 61 xóm, còn 37 xóm chưa`: a rest is told by itself
        if any(counted.figure.end <= c.figure.start < other.figure.start for c in counts):
            continue
        at = draft.where.offset
        own = wholes.is_of_place(folded, other.figure, at) or totals.has_part(folded, counted.figure, other.figure)
        if other.figure.end <= at < counted.figure.start and not own:
            continue  # `7 thôn, trong đó xã A 3 thôn`: a part of the number, not a count out of it
        held = other.value >= (counted.value or 0) and counting.can_hold(other, counted)
        if held and totals.is_total_of(folded, counted.figure, other.figure, share):
            draft.total = int(other.value)
            draft.figures.append(other.figure)
            return [other.figure.start]
    return []


def give_share(folded: str, share: Counted, drafts: Sequence[Draft], figures: Sequence[Mention]) -> bool:
    """Give a percent to the count that it is of; say whether there is one."""

    def fits(draft: Draft) -> bool:
        count = draft.figures[0]
        between = [m for m in figures if count.end <= m.start < share.figure.start and m not in draft.figures]
        between = [m for m in between if not _in_brackets(folded, count.end, m.start)]
        if ")" in folded[count.end : share.figure.start].split("(")[0]:
            return False  # `93 thôn (kế hoạch 90), chiếm 34,1%`
        return totals.is_share_of(folded, count, share.figure, between)

    beside = [d for d in drafts if d.percent is None and d.count is not None and fits(d)]
    if beside and "%" in folded[share.figure.start : share.figure.end]:  # `tức quá nửa` is no printed percent
        beside[-1].percent = share.value
        beside[-1].decimals = decimals(folded[share.figure.start : share.figure.end])
        beside[-1].figures.append(share.figure)
    return bool(beside)


def _in_brackets(folded: str, start: int, at: int) -> bool:
    between = folded[start:at]
    return between.count("(") > between.count(")")


def without_wholes(folded: str, drafts: Sequence[Draft], figures: Sequence[Mention] = ()) -> list[Draft]:
    """Drop what only tells how many units there are.

    That is the total of a later count (`hiện có 129 thôn; …, 41 nơi trong số đó`) and the parts that a number of
    `figures` which nothing counts is made of (`Xã có 43 khu: A 13, B 12, C 18`).
    """
    counted = {m.start for draft in drafts for m in draft.figures}
    for whole in (m for m in figures if m.start not in counted and wholes.is_split(folded, m)):
        parts = [d for d in drafts if d.start > whole.end and d.count and d.total is None and d.percent is None]
        listed = [
            d for d in parts if d.status == "achieved" and d.where.basis == "named" and d.where.level == "commune"
        ]
        if len(parts) < 2 or len(listed) < len(parts) or len({d.where.place for d in parts}) < len(parts):
            continue
        if sum(d.count or 0 for d in parts) == whole.attrs.get("value") and not wholes.says_done(
            folded, whole, parts[-1].figures[0].end
        ):
            drafts = [d for d in drafts if d not in parts]

    def is_whole(draft: Draft) -> bool:
        later = (d for d in drafts if d.start > draft.start and d.where.place == draft.where.place)
        return any(
            d.total == draft.count and (d.count != d.total or wholes.is_all(folded, d.figures[0])) for d in later
        )

    return [d for d in drafts if d.count is None or d.total is not None or d.percent is not None or not is_whole(d)]


def in_turn(doc: Doc, sentence: Sentence, drafts: list[Draft], places: Sequence[Mention]) -> list[Draft]:
    """Give the numbers of `A, B và C lần lượt có 9, 8 và 7 thôn` to their places, if one of them counts.

    Args:
        doc: the article.
        sentence: the sentence.
        drafts: its statements in text order.
        places: its communes, districts and provinces.
    """
    folded = view_of(doc).folded
    match = _IN_TURN.search(folded, sentence.start, sentence.end)
    named = [p for p in places if match and p.end <= match.start()]
    inside = [d for d in drafts if match and match.start("numbers") <= d.start < match.end("numbers")]
    if match is None or not named or not inside:
        return drafts
    row = [*context.coordinated(doc, named[-1], named), named[-1]]
    printed = list(_NUMBER.finditer(folded, match.start("numbers"), match.end("numbers")))
    if _NAMELESS.fullmatch(folded, row[-1].end, match.start()) and len(printed) == len(row) + 1:
        printed.pop()
    if len(row) < 2 and "/" in match["numbers"]:
        return drafts  # of one place in several years
    if len(row) < 2 or len(row) != len(printed):  # in turn of whom? better no number than a neighbour's
        unnamed = "lần" in match[0] or (len(row) < len(printed) and _NO_NOUN.match(match["numbers"]))
        return [d for d in drafts if d not in inside] if unnamed else drafts
    kept = [d for d in drafts if d not in inside and not named[0].start <= d.start < match.start()]
    for place, number in zip(row, printed, strict=True):
        at = Where(UPPER[place.type], place.normal, "named", place.start)
        own = next((d for d in inside if d.start == number.start()), inside[0])
        part, _, whole = number[0].partition("/")
        value = float(_WORDS.index(part) + 2) if part in _WORDS else _value(part)
        share = part.endswith("%") or own.count is None
        alone = Mention("FIGURE", number.start(), number.end(), number[0], {"value": value})
        figures = list(own.figures) if own.start == number.start() else [alone]
        kept.append(
            replace(
                own,
                start=number.start(),
                where=at,
                figures=figures,
                count=None if share else int(value),
                total=int(_value(whole)) if whole else None,
                percent=value if share else None,
                decimals=decimals(part),
            )
        )
    return sorted(kept, key=lambda draft: draft.start)


def _value(number: str) -> float:
    return float(number.rstrip("%").replace(".", "").replace(",", "."))


def subset_of(folded: str, start: int, end: int) -> str | None:
    """Return the kind of unit that a share is of alone (`riêng phường đạt 100%`)."""
    match = _SUBSET.search(folded, start, end)
    return match[1] if match else None


def repeated(doc: Doc, drafts: Sequence[Draft], places: Sequence[Mention]) -> Iterator[Draft]:
    """Repeat a statement for each of its places (`A và B đạt 100%`; `A và B, mỗi xã có 2 thôn`)."""
    for draft in drafts:
        place = next((p for p in places if p.start == draft.where.offset), None)
        if place is None or not draft.figures or place.start >= draft.figures[0].start:
            continue
        between = view_of(doc).folded[place.end : draft.figures[0].start]
        each = re.search(r"(?<![^\W_])(?:mỗi|đều|cùng)(?![^\W_])", between)
        if (each or draft.count is None) and len(between) <= 40:
            for other in context.coordinated(doc, place, places):
                at = Where(draft.where.level, other.normal, draft.where.basis, other.start)
                yield replace(draft, where=at, figures=list(draft.figures), start=other.start)
