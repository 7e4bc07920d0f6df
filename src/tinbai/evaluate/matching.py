"""Pairs gold with found: spans, figure and date values, records, claims.

Own code instead of spaCy's Scorer or nervaluate: both count on tokens, and mentions
here may cut a token (codebook 3); the counting itself is a few lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol, TypeVar

from tinbai.records import Adoption, Annotation, Claim, Figure, Officeholder
from tinbai.text.normalize import fold

Counts = tuple[int, int, int]  # correct, predicted, gold


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=_Spanned)


def exact(gold: Iterable[Hashable], found: Iterable[Hashable]) -> Counts:
    """Count equal items, each once (multisets)."""
    left, right = Counter(gold), Counter(found)
    return sum((left & right).values()), sum(right.values()), sum(left.values())


def overlapping(gold: Sequence[S], found: Sequence[S]) -> list[tuple[S, S]]:
    """Pair spans that share a code point, one to one, in text order; equal spans first.

    Raises nothing; both sides may be empty.
    """
    pairs: list[tuple[S, S]] = []
    free = sorted(found, key=lambda span: (span.start, span.end))
    rest: list[S] = []
    for span in sorted(gold, key=lambda span: (span.start, span.end)):
        same = next((other for other in free if (other.start, other.end) == (span.start, span.end)), None)
        if same is None:
            rest.append(span)
        else:
            free.remove(same)
            pairs.append((span, same))
    for span in rest:
        near = next((other for other in free if other.start < span.end and span.start < other.end), None)
        if near is not None:
            free.remove(near)
            pairs.append((span, near))
    return pairs


_PER = {"tháng": "month", "năm": "year", "ngày": "day", "người": "person", "hộ": "household", "công": "work day"}


def figure_value(figure: Figure) -> tuple[float | None, float | None, float | None, str]:
    """Return value, upper value, denominator and unit in one spelling (`VND/tháng` = `VND/month`)."""
    head, *per = fold(figure.unit or "").split("/")
    unit = "/".join([head.strip(), *(_PER.get(part.strip(), part.strip()) for part in per)])
    return _rounded(figure.value), _rounded(figure.value_max), _rounded(figure.denominator), unit


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _same(value: str | None) -> str | None:
    return None if value is None else fold(value)


def dual_holders(annotation: Annotation) -> list[Hashable]:
    """Return (person, hamlet) of everyone with dual=yes."""
    return [(fold(h.person), _same(h.hamlet)) for h in annotation.officeholders if h.dual == "yes"]


def full_holder(holder: Officeholder) -> Hashable:
    """Return person, posts, dual and the place chain."""
    places = (holder.hamlet, holder.commune, holder.district, holder.province)
    return fold(holder.person), frozenset(holder.posts), holder.dual, tuple(map(_same, places))


def adoption_numbers(record: Adoption) -> Hashable:
    """Return level, place, and the printed numbers."""
    return record.level, _same(record.place), record.count, record.total, record.percent


def adoption_full(record: Adoption) -> Hashable:
    """Return level, place and numbers with status and date."""
    return adoption_numbers(record), record.status, record.as_of


def printed(annotation: Annotation) -> list[Adoption]:
    """Return the adoption records that the text states, without those derived from dual holders."""
    return [record for record in annotation.adoption if not record.derived]


def derived(annotation: Annotation) -> list[Hashable]:
    """Return (hamlet, count) of the derived hamlet-level records."""
    return [(_same(record.place), record.count) for record in annotation.adoption if record.derived]


def model_claims(annotation: Annotation) -> list[Claim]:
    """Return the claims that count for the article: target dual or both (codebook 2.3)."""
    return [claim for claim in annotation.claims if claim.target in ("dual", "both")]
