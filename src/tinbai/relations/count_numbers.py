"""What a figure's number says beside the others: totals told before, sums, shares that agree (`count_features.py`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import combinations

from tinbai.entities.mention import Mention
from tinbai.relations import totals

# Figures on each side that may add up with it, or be its total.
_NEAR = 6
_SIZES = (2, 10, 50, 200, 1000)


def among(folded: str, figures: Sequence[tuple[Mention, str, int]], at: int) -> set[str]:
    """Return what the number of one figure says beside the others of its article.

    Args:
        folded: the folded text.
        figures: (figure, what it counts, number of its sentence) of the article in text order.
        at: index of the figure.
    """
    figure, of, sentence = figures[at]
    value, total = _value(figure), _total(figure)
    near = [*figures[max(0, at - _NEAR) : at], *figures[at + 1 : at + 1 + _NEAR]]
    here = [other for other, _, number in near if number == sentence]
    earlier = {_value(other) for other, _, _ in figures[:at]}
    wholes = {_total(other) for other, _, _ in figures[:at]} - {None}
    sums = {_value(a) + _value(b) for (a, _, _), (b, _, _) in combinations(near, 2)}
    names = {
        "number is a total": value in wholes,
        "number told before": value in earlier,
        "number fills a total": total is None and any(value + other in wholes for other in earlier),
        "number adds up here": any(value + _value(other) in earlier for other in here),
        "number is a sum": value in sums,
        "number is a year": 1900 < value < 2100,
        f"number {bisect_left(_SIZES, value + 0.5)} of {of}": True,
    }
    if of == "percent":
        pairs = [(a, _total(a)) for a in here] + [(a, _value(b)) for a in here for b, _, _ in near if a is not b]
        names["share of a pair"] = any(totals.agrees(folded, a, b, figure) for a, b in pairs if a is not figure)
    else:
        shares = [other for other, kind, number in near if kind == "percent" and number == sentence]
        wide = [total, *(_value(other) for other, kind, _ in near if kind != "percent")]
        names["has its share"] = any(totals.agrees(folded, figure, whole, share) for share in shares for whole in wide)
    found = {name for name, holds in names.items() if holds}
    for side, other in (("left", at - 1), ("right", at + 1)):
        beside = figures[other] if 0 <= other < len(figures) and figures[other][2] == sentence else None
        found |= _beside(folded, figures[at], side, beside)
    return found


def _beside(folded: str, one: tuple[Mention, str, int], side: str, other: tuple[Mention, str, int] | None) -> set[str]:
    """Return how a figure stands to the one beside it in its sentence."""
    if other is None:
        return {f"{side} none"}
    (figure, of, _), (beside, kind, _) = one, other
    gap = folded[min(figure.end, beside.end) : max(figure.start, beside.start)]
    mark = next((mark for mark in ";:," if mark in gap), "")
    found = {f"{side} {kind} {mark}", f"{side} {kind} of {of}", f"{side} {kind} more {_value(beside) > _value(figure)}"}
    return found | ({f"{side} same noun"} if figure.attrs.get("unit") == beside.attrs.get("unit") else set())


def _value(figure: Mention) -> float:
    return float(figure.attrs["value"])


def _total(figure: Mention) -> float | None:
    total = figure.attrs.get("denominator")
    return float(total) if total is not None else None
