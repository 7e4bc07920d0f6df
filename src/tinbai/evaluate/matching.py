"""Pairs gold with found: spans, figure and date values, records, claims.

Own code instead of spaCy's Scorer or nervaluate: both count on tokens, and mentions
here may cut a token (codebook 3); the counting itself is a few lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from functools import cache
from typing import Protocol, TypeVar

from tinbai import lexicon
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


@cache
def _one_spelling() -> tuple[dict[str, str], dict[str, str]]:
    """Folded measure → SI name, and folded unit after a slash → its id: the codebook allows either."""
    data = lexicon.load("numbers")
    measures = {fold(row["surface"]): fold(row["si"]) for row in data["measure"]}
    return measures, {fold(word): name for word, name in data["per"].items()}


def figure_value(figure: Figure) -> tuple[float | None, float | None, float | None, str]:
    """Return value, upper value, denominator and unit in one spelling (`VND/tháng` = `VND/month`, `lít` = `l`, `TDP`).

    The unit of a bare number (`giảm còn [9]`) is inferred, not printed, and therefore left out.
    """
    measures, rates = _one_spelling()
    printed = fold(figure.unit or "")
    for short, whole in lexicon.load("numbers")["nouns"]["expanded"].items():
        printed = re.sub(rf"(?<!\w){fold(short)}(?!\w)", fold(whole), printed)
    head, *per = (part.strip() for part in printed.split("/"))
    unit = "/".join([measures.get(head, head), *(rates.get(part, part) for part in per)])
    bare = re.search(r"(?:^|\s)[\d.,/-]+$", figure.surface)
    return _rounded(figure.value), _rounded(figure.value_max), _rounded(figure.denominator), "" if bare else unit


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _same(value: str | None) -> str | None:
    return None if value is None else fold(value)


def dual_holders(annotation: Annotation) -> list[Hashable]:
    """Return (person, hamlet) of everyone with dual=yes."""
    return [dual_holder(h) for h in annotation.officeholders if h.dual == "yes"]


def dual_holder(holder: Officeholder) -> Hashable:
    """Return person and hamlet."""
    return fold(holder.person), _same(holder.hamlet)


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
