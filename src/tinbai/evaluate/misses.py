"""Every error of one kind in its sentence (`tinbai evaluate --errors TYPE`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tinbai.evaluate import matching
from tinbai.evaluate.cases import Case
from tinbai.records import ENTITY_TYPES, Annotation
from tinbai.text.view import TextView

_RECORDS: Mapping[str, Callable[[Annotation], list[Hashable]]] = {
    "dual_holder": matching.dual_holders,
    "officeholder": lambda a: [matching.full_holder(holder) for holder in a.officeholders],
    "adoption": lambda a: [matching.adoption_full(record) for record in matching.printed(a)],
}
KINDS = (*ENTITY_TYPES, *_RECORDS, "claim", "figure_value", "date_value")


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: `what` is missed, extra, edges or value; spans stand in ⟦ ⟧ in their sentence."""

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


def _records(case: Case, gold: list[Hashable], found: list[Hashable]) -> Iterator[Miss]:
    left, right = Counter(gold), Counter(found)
    for record in sorted(map(str, (left - right).elements())):
        yield Miss(case.id, "missed", record, "", "")
    for record in sorted(map(str, (right - left).elements())):
        yield Miss(case.id, "extra", "", record, "")


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


def _marked(view: TextView, start: int, end: int) -> str:
    first, last = view.sentence_at(start), view.sentence_at(max(start, end - 1))
    paragraph = view.paragraph_at(start)
    fallback = (paragraph.start, paragraph.end) if paragraph else (max(0, start - 80), min(len(view.text), end + 80))
    begin = first.start if first else fallback[0]
    stop = last.end if last else fallback[1]
    text = view.text
    return f"{text[begin:start]}⟦{text[start:end]}⟧{text[end:stop]}".replace("\n", " ")
