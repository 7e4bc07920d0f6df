"""Puts a statement together: its total, its share, and the places it is repeated for (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations import context, counting, totals
from tinbai.relations.counting import Counted
from tinbai.relations.draft import Draft, decimals
from tinbai.relations.governing import Where, where
from tinbai.text.view import Sentence


def give_total(folded: str, draft: Draft, counted: Counted, others: Sequence[Counted]) -> list[int]:
    """Give a count its total, if one of the other figures is; return where that stands."""
    share = next((m for m in draft.figures[1:] if "%" in folded[m.start : m.end]), None)
    for other in others:
        if draft.total is not None or other.value is None or re.match(r" *còn +lại", folded[counted.figure.end :]):
            continue
        if other.figure.end <= draft.where.offset < counted.figure.start:
            continue  # `7 thôn, trong đó xã A 3 thôn`: a part of the number, not a count out of it
        held = other.value >= (counted.value or 0) and counting.can_hold(other, counted)
        if held and totals.is_total_of(folded, counted.figure, other.figure, share):
            draft.total = int(other.value)
            draft.figures.append(other.figure)
            return [other.figure.start]
    return []


def total_before(doc: Doc, draft: Draft, sentence: Sentence) -> None:
    """Give a count the total that the sentence before, or the clause before a semicolon, has told.

    `Xã có 26 thôn. Sau năm tháng, 21 thôn đã …`: same paragraph, same place, same noun, nothing counted in between.
    """
    view = view_of(doc)
    if draft.total is not None or draft.count is None or draft.count_of != "hamlet_units":
        return
    if draft.status != "achieved" or draft.incremental:
        return
    at = view.index_of(sentence)
    earlier = view.sentences[max(at - 1, 0) : at + 1]
    for home in (s for s in reversed(earlier) if s.paragraph == sentence.paragraph):
        figures = list(within(doc, "figure", home.start, min(home.end, draft.figures[0].start)))
        figures = [m for m in figures if counting.what(view.folded, m, m.end)[0] != "percent"]
        for figure in figures[-1:]:
            stop = home.end if home is not sentence else view.folded.find(";", figure.end, draft.figures[0].start) + 1
            value, place = figure.attrs.get("value"), where(doc, figure, home).place
            if not totals.says_how_many(view.folded, figure, home.start, max(stop, figure.end)) or stop <= figure.end:
                return
            same = _noun_of(figure) == (draft.unit or "").split(",")[0].strip().lower() or draft.unit == "nơi"
            if value is not None and value >= draft.count and same and place == draft.where.place:
                draft.total = int(value)
        if figures:
            return


def _noun_of(figure: Mention) -> str:
    return str(figure.attrs.get("unit") or "").split(",")[0].strip().lower()


def give_share(folded: str, share: Counted, drafts: Sequence[Draft], figures: Sequence[Mention]) -> bool:
    """Give a percent to the count that it is of; say whether there is one."""

    def fits(draft: Draft) -> bool:
        count = draft.figures[0]
        between = [m for m in figures if count.end <= m.start < share.figure.start and m not in draft.figures]
        return totals.is_share_of(folded, count, share.figure, between)

    beside = [d for d in drafts if d.percent is None and d.count is not None and fits(d)]
    if beside:
        beside[-1].percent = share.value
        beside[-1].decimals = decimals(folded[share.figure.start : share.figure.end])
        beside[-1].figures.append(share.figure)
    return bool(beside)


def repeated(doc: Doc, drafts: Sequence[Draft], places: Sequence[Mention]) -> Iterator[Draft]:
    """Repeat a statement for each of its places (`A và B đạt 100%`; `A và B, mỗi xã có 2 thôn`)."""
    for draft in drafts:
        place = next((p for p in places if p.start == draft.where.offset), None)
        if place is None or not draft.figures:
            continue
        between = view_of(doc).folded[place.end : draft.figures[0].start]
        each = re.search(r"(?<![^\W_])(?:mỗi|đều|cùng)(?![^\W_])", between)
        if (each or draft.count is None) and len(between) <= 40:
            for other in context.coordinated(doc, place, places):
                at = Where(draft.where.level, other.normal, draft.where.basis, other.start)
                yield replace(draft, where=at, figures=list(draft.figures), start=other.start)
