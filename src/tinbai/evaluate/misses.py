"""Every error of one kind in its sentence (`tinbai evaluate --errors TYPE`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tinbai.evaluate import matching, places
from tinbai.evaluate.cases import Case
from tinbai.records import ENTITY_TYPES, Adoption, Annotation, Officeholder
from tinbai.text.view import TextView

_Keyed = list[tuple[Hashable, Officeholder | Adoption]]
_RECORDS: Mapping[str, Callable[[Annotation], _Keyed]] = {
    "dual_holder": lambda a: [(matching.dual_holder(h), h) for h in a.officeholders if h.dual == "yes"],
    "officeholder": lambda a: [(matching.full_holder(h), h) for h in a.officeholders],
    "adoption": lambda a: [(matching.adoption_full(record), record) for record in matching.printed(a)],
}
KINDS = (*ENTITY_TYPES, *_RECORDS, "place", "claim", "figure_value", "date_value")


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: `what` is missed, extra, edges, value, wrong or open; spans stand in ⟦ ⟧ in their sentence."""

    article: str
    what: str
    gold: str
    found: str
    sentence: str


def misses(cases: Sequence[Case], found: Sequence[Annotation], kind: str) -> Iterator[Miss]:
    """Yield the errors of `kind` in order of articles and text.

    Args:
        cases: gold.
        found: the pipeline's annotations in the same order.
        kind: one of `KINDS`.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no errors of kind '{kind}'; choose one of {', '.join(KINDS)}")
    if kind == "place":
        yield from _places(cases, found)
        return
    for case, ours in zip(cases, found, strict=True):
        if kind in _RECORDS:
            yield from _records(case, _RECORDS[kind](case.gold), _RECORDS[kind](ours))
        elif kind.endswith("_value"):
            yield from _values(case, ours, kind)
        elif kind == "claim":
            yield from _spans(case, matching.model_claims(case.gold), matching.model_claims(ours))
        else:
            sides = ([e for e in a.entities if e.type == kind] for a in (case.gold, ours))
            yield from _spans(case, *sides)


def _records(case: Case, gold: _Keyed, found: _Keyed) -> Iterator[Miss]:
    view = TextView.of(case.gold.article.text, case.gold.article.zones)
    left, right = Counter(key for key, _ in gold), Counter(key for key, _ in found)
    for what, side, missing in (("missed", gold, left - right), ("extra", found, right - left)):
        for key, record in sorted(side, key=lambda pair: (pair[1].evidence.start, str(pair[0]))):
            if missing[key] > 0:
                missing[key] -= 1
                shown = _marked(view, record.evidence.start, record.evidence.end)
                texts = (str(key), "") if what == "missed" else ("", str(key))
                yield Miss(case.id, what, *texts, shown)


def _spans(case: Case, gold: Sequence[matching.S], found: Sequence[matching.S]) -> Iterator[Miss]:
    text = case.gold.article.text
    view = TextView.of(text, case.gold.article.zones)
    pairs = matching.overlapping(gold, found)
    rows = [
        (g.start, "edges", (g.start, g.end), (f.start, f.end)) for g, f in pairs if (g.start, g.end) != (f.start, f.end)
    ]
    missed = [g for g in gold if all(g is not pair[0] for pair in pairs)]
    extra = [f for f in found if all(f is not pair[1] for pair in pairs)]
    none = (0, 0)
    rows += [(g.start, "missed", (g.start, g.end), none) for g in missed]
    rows += [(f.start, "extra", none, (f.start, f.end)) for f in extra]
    for _, what, want, have in sorted(rows):
        shown = want if want != none else have
        yield Miss(case.id, what, text[slice(*want)], text[slice(*have)], _marked(view, *shown))


def _values(case: Case, found: Annotation, kind: str) -> Iterator[Miss]:
    if kind == "figure_value":
        want = {(f.start, f.end): str(matching.figure_value(f)) for f in case.gold.figures}
        have = {(f.start, f.end): str(matching.figure_value(f)) for f in found.figures}
    else:
        want, have = (
            {(e.start, e.end): str(e.normal) for e in a.entities if e.type == "DATE"} for a in (case.gold, found)
        )
    view = TextView.of(case.gold.article.text, case.gold.article.zones)
    for span in sorted(want.keys() & have.keys()):
        if want[span] != have[span]:
            yield Miss(case.id, "value", want[span], have[span], _marked(view, *span))


def _places(cases: Sequence[Case], found: Sequence[Annotation]) -> Iterator[Miss]:
    for case, place, verdict, ours in places.wrong_links(cases, found):
        view = TextView.of(case.gold.article.text, case.gold.article.zones)
        yield Miss(case.id, verdict, places.said(place), ours, _marked(view, place.offset, place.offset))


def _marked(view: TextView, start: int, end: int) -> str:
    first, last = view.sentence_at(start), view.sentence_at(max(start, end - 1))
    paragraph = view.paragraph_at(start)
    fallback = (paragraph.start, paragraph.end) if paragraph else (max(0, start - 80), min(len(view.text), end + 80))
    begin = first.start if first else fallback[0]
    stop = last.end if last else fallback[1]
    text = view.text
    return f"{text[begin:start]}⟦{text[start:end]}⟧{text[end:stop]}".replace("\n", " ")
