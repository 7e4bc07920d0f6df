"""What a figure's number says beside the others: totals told before, sums, shares that agree (`count_features.py`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import combinations

from tinbai.entities.mention import Mention
from tinbai.relations import totals

# Figures on each side that may add up with it, or be its total.
_NEAR = 6
_SIZES = (2, 10, 50, 200, 1000)


def beside_others(folded: str, figures: Sequence[tuple[Mention, str, int]]) -> Iterator[set[str]]:
    """Yield for each figure what its number says beside the others of its article.

    Args:
        folded: the folded text.
        figures: (figure, what it counts, number of its sentence) of the article in text order.

    Example:
        >>> text = "5 xóm trong 9 xóm"
        >>> found = [Mention("FIGURE", at, at + 5, None, {"value": value}) for at, value in ((0, 5.0), (12, 9.0))]
        >>> five, nine = beside_others(text, [(figure, "hamlet_units", 0) for figure in found])
        >>> sorted(name for name in five if name.startswith("right"))
        ['right hamlet_units ', 'right hamlet_units more True', 'right hamlet_units of hamlet_units', 'right same noun']
    """
    earlier: set[float] = set()
    wholes: set[float] = set()
    for at, (figure, _, _) in enumerate(figures):
        yield _among(folded, figures, at, (earlier, wholes))
        earlier.add(_value(figure))
        total = _total(figure)
        if total is not None:
            wholes.add(total)


def _among(
    folded: str, figures: Sequence[tuple[Mention, str, int]], at: int, told: tuple[set[float], set[float]]
) -> set[str]:
    """Return what one number says beside the others, given the numbers and totals `told` before it."""
    figure, of, sentence = figures[at]
    (earlier, wholes), value, total = told, _value(figure), _total(figure)
    near = [*figures[max(0, at - _NEAR) : at], *figures[at + 1 : at + 1 + _NEAR]]
    here = [other for other, _, number in near if number == sentence]
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
