"""Scores and errors as lines of text, for the command line to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tinbai.evaluate.misses import Miss
from tinbai.evaluate.scores import LABELS, Scores

_WIDTH = 20


def lines(scores: Scores) -> Iterator[str]:
    """Yield the tables of `scores`; shares in percent, the interval is that of F1."""
    splits = ", ".join(f"{split} {count}" for split, count in scores.splits.items())
    yield f"{scores.articles} articles ({splits}); F1 with 95 % bootstrap interval over articles"
    results = scores.results
    spans = results["spans"]
    yield from _table(f"spans, exact, by {spans['by']}", spans["exact"])
    yield from _table(f"spans, relaxed (any overlap in the type), by {spans['by']}", spans["relaxed"])
    yield from _table("spans, surfaces without place in the text", {"micro": spans["surface"]["micro"]})
    yield from _table("values (right among exactly found spans: F1 = accuracy)", results["values"])
    yield from _table("records", results["records"])
    yield from _table("places of gold records (chain and code; shares of gold, F1 = share)", results["places"])
    yield _wrong(results["places"])
    yield from _table("claims", results["claims"])
    labels = results["labels"]
    yield from _table("labels", {name: row for name, row in labels.items() if "correct" in row})
    for name in LABELS:
        yield f"{name}: macro-F1 {_share(labels[f'{name}_macro']['f1'])} {_interval(labels[f'{name}_macro'])}"
        yield from _confusion(labels["confusion"][name])


def _table(title: str, rows: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield title
    yield f"{'':<{_WIDTH}}{'P':>7}{'R':>7}{'F1':>7}  {'95 %':<14}{'right':>7}{'found':>7}{'gold':>7}"
    for name, row in rows.items():
        shares = "".join(f"{_share(row[key]):>7}" for key in ("precision", "recall", "f1"))
        counts = "".join(f"{row[key]:>7}" for key in ("correct", "predicted", "gold"))
        yield f"{name:<{_WIDTH}}{shares}  {_interval(row):<14}{counts}"


def _wrong(rows: Mapping[str, Any]) -> str:
    right, total, fine = (
        rows[name][key]
        for name, key in (("linked_right", "correct"), ("linked_right", "gold"), ("not_wrong", "correct"))
    )
    return f"{total} places: {right} linked right, {total - fine} linked wrong, {fine - right} left open"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _interval(row: Mapping[str, Any]) -> str:
    return "" if row["low"] is None else f"[{_share(row['low'])}, {_share(row['high'])}]"


def _confusion(table: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for want, row in table.items():
        yield f"  {want} → " + ", ".join(f"{have} {count}" for have, count in row.items())


def error_lines(found: Iterable[Miss]) -> Iterator[str]:
    """Yield each error: article, what, gold | found, and its sentence below."""
    count = 0
    for miss in found:
        count += 1
        yield f"{miss.article}\t{miss.what}\t{miss.gold or '–'} | {miss.found or '–'}"
        if miss.sentence:
            yield f"\t{miss.sentence}"
    yield f"{count} errors"
