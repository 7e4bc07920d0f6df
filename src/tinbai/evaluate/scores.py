"""Scores the pipeline against gold: spans, values, records, claims, labels (`tinbai evaluate`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tinbai.evaluate import matching, places
from tinbai.evaluate.cases import Case
from tinbai.evaluate.tally import Tally
from tinbai.records import Annotation, Entity
from tinbai.text.view import TextView

By = Literal["type", "zone", "region", "kind"]
LABELS = ("relevance", "report_type", "stance")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Scores:
    """All results; `as_dict` has the keys `articles`, `splits` and `results`."""

    articles: int
    splits: dict[str, int]
    results: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {"articles": self.articles, "splits": self.splits, "results": self.results}


def score(cases: Sequence[Case], found: Sequence[Annotation], *, by: By = "type") -> Scores:
    """Score `found[i]` against `cases[i].gold`.

    Args:
        cases: gold.
        found: what the pipeline says about the same texts, in the same order.
        by: how span results are grouped; zone, region and kind are micro averages over types.

    Returns:
        `results` with `spans` (exact, relaxed: any overlap in the same type, surface: text without
        place), `values` (right among exactly found figures and dates), `records`, `places` (linked right,
        and not linked wrong, of the places of gold records: see `evaluate.places`), `claims` (overlap,
        and aspects of paired claims), `labels` with confusion tables (gold → found → articles).
        Every F1 has a 95 % bootstrap interval over articles (1,000 resamples, fixed seed).
    """
    tally = Tally(len(cases))
    for index, (case, annotation) in enumerate(zip(cases, found, strict=True)):
        _spans(tally, index, case, annotation, by)
        _values(tally, index, case.gold, annotation)
        _records(tally, index, case.gold, annotation)
        places.count(tally, index, case, annotation)
        _claims(tally, index, case.gold, annotation)
        _labels(tally, index, case.gold, annotation)
    results = {
        "spans": {"by": by, **{name: tally.table(name) for name in ("exact", "relaxed", "surface")}},
        "values": _each(tally, "values"),
        "records": _each(tally, "records"),
        "places": _each(tally, "places"),
        "claims": _each(tally, "claims"),
        "labels": {
            **_each(tally, "labels"),
            **{f"{name}_macro": tally.macro(f"label {name}") for name in LABELS},
            "confusion": {name: confusion(cases, found, name) for name in LABELS},
        },
    }
    splits = Counter(case.split or "-" for case in cases)
    return Scores(len(cases), dict(sorted(splits.items())), results)


def _each(tally: Tally, measure: str) -> dict[str, Any]:
    return {group: tally.score(measure, [group]).as_dict() for group in tally.groups(measure)}


def _group(case: Case, view: TextView, by: By) -> Callable[[Entity], str]:
    if by == "type":
        return lambda entity: entity.type
    if by == "zone":  # the gold zone, on both sides
        return lambda entity: view.zone_at(entity.start)
    value = getattr(case, by) or _NONE
    return lambda entity: value


def _spans(tally: Tally, index: int, case: Case, annotation: Annotation, by: By) -> None:
    group = _group(case, TextView.of(case.gold.article.text, case.gold.article.zones), by)
    sides = {"gold": case.gold.entities, "found": annotation.entities}
    cells = {(group(entity), entity.type) for side in sides.values() for entity in side}
    for name, kind in sorted(cells):
        gold, found = ([e for e in side if e.type == kind and group(e) == name] for side in sides.values())
        exact = matching.exact(((e.start, e.end) for e in gold), ((e.start, e.end) for e in found))
        tally.add(index, "exact", name, *exact)
        tally.add(index, "relaxed", name, len(matching.overlapping(gold, found)), len(found), len(gold))
        tally.add(index, "surface", name, *matching.exact((e.text for e in gold), (e.text for e in found)))


def _values(tally: Tally, index: int, gold: Annotation, found: Annotation) -> None:
    """Right values among exactly found spans: both totals are the same, so F1 is the accuracy."""
    spans = {(f.start, f.end): matching.figure_value(f) for f in found.figures}
    ours = {(e.start, e.end) for e in found.entities if e.type == "FIGURE"} | set(spans)
    pairs = [(matching.figure_value(f), spans.get((f.start, f.end))) for f in gold.figures if (f.start, f.end) in ours]
    tally.add(index, "values", "figure", sum(a == b for a, b in pairs), len(pairs), len(pairs))
    for kind in ("DATE", "DOCUMENT", "PERSON", "ROLE"):
        normals = {(e.start, e.end): e.normal for e in found.entities if e.type == kind}
        same = [
            normals[e.start, e.end] == e.normal for e in gold.entities if e.type == kind and (e.start, e.end) in normals
        ]
        tally.add(index, "values", kind.lower(), sum(same), len(same), len(same))


def _records(tally: Tally, index: int, gold: Annotation, found: Annotation) -> None:
    measures: dict[str, Callable[[Annotation], list[Any]]] = {
        "dual_holder": matching.dual_holders,
        "officeholder_full": lambda a: [matching.full_holder(holder) for holder in a.officeholders],
        "adoption_numbers": lambda a: [matching.adoption_numbers(record) for record in matching.printed(a)],
        "adoption_full": lambda a: [matching.adoption_full(record) for record in matching.printed(a)],
        "adoption_derived": matching.derived,
    }
    for name, items in measures.items():
        tally.add(index, "records", name, *matching.exact(items(gold), items(found)))


def _claims(tally: Tally, index: int, gold: Annotation, found: Annotation) -> None:
    ours, theirs = matching.model_claims(found), matching.model_claims(gold)
    pairs = matching.overlapping(theirs, ours)
    tally.add(index, "claims", "overlap", len(pairs), len(ours), len(theirs))
    shared = sum(len(set(a.aspects) & set(b.aspects)) for a, b in pairs)
    total = (sum(len(set(claim.aspects)) for claim in side) for side in (ours, theirs))
    tally.add(index, "claims", "aspects", shared, *total)
    for field in ("stance", "speaker"):
        same = sum(getattr(a, field) == getattr(b, field) for a, b in pairs)
        tally.add(index, "claims", f"{field}_of_paired", same, len(pairs), len(pairs))


def _labels(tally: Tally, index: int, gold: Annotation, found: Annotation) -> None:
    for name in LABELS:
        want, have = _label(gold, name), _label(found, name)
        tally.add(index, "labels", name, int(want == have), 1, 1)
        for value in {want, have}:
            both = int(want == have)
            tally.add(index, f"label {name}", value, both, int(have == value), int(want == value))
    sides = [(*a.labels.benefits, *a.labels.difficulties) for a in (gold, found)]
    tally.add(index, "labels", "aspects", *matching.exact(*sides))


def _label(annotation: Annotation, name: str) -> str:
    return getattr(annotation.labels, name) or _NONE


def confusion(cases: Sequence[Case], found: Sequence[Annotation], name: str) -> dict[str, dict[str, int]]:
    """Return gold value → found value → number of articles, in alphabetical order."""
    counts = Counter((_label(case.gold, name), _label(ours, name)) for case, ours in zip(cases, found, strict=True))
    table: dict[str, dict[str, int]] = {}
    for (want, have), number in sorted(counts.items()):
        table.setdefault(want, {})[have] = number
    return table
