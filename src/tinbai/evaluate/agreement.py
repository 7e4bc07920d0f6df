"""Agreement of two annotators on the same articles (codebook 0.9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tinbai.errors import CorpusError
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.corpus import load
from tinbai.records import ENTITY_TYPES
from tinbai.text.normalize import fold

LABELS = ("relevance", "report_type", "stance")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotators agree on.

    Attributes:
        articles: number of articles that both annotated.
        spans: by entity type (spans both marked with equal edges, spans of the first, of the second).
        kappa: by label (Cohen's kappa, items); `dual` counts persons that either recorded.
    """

    articles: int
    spans: Mapping[str, tuple[int, int, int]]
    kappa: Mapping[str, tuple[float | None, int]]

    def lines(self) -> Iterator[str]:
        """Yield the report, one measure a line, tab-separated."""
        yield f"articles\t{self.articles}"
        for type_, (both, first, second) in self.spans.items():
            f1 = 2 * both / (first + second) if first + second else None
            yield f"{type_}\tF1 {_shown(f1)}\tboth {both}\tfirst {first}\tsecond {second}"
        for name, (value, items) in self.kappa.items():
            yield f"{name}\tkappa {_shown(value)}\titems {items}"


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Return Cohen's kappa of paired labels; None for no pair, 1.0 if both always say the same one label.

    Example:
        >>> cohens_kappa([("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "no")])
        0.5
    """
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def agreement(first: Sequence[str | Path], second: Sequence[str | Path]) -> Agreement:
    """Compare two annotations of the same texts, paired by article id.

    Args:
        first: gold files or folders; articles that the second does not have are left out.
        second: files or folders of the second annotator.

    Raises:
        CorpusError: an article of the second is not in the first, or its text differs.
    """
    known = {article.id: article for article in load(*first)}
    pairs = []
    for other in load(*second):
        one = known.get(other.id)
        if one is None:
            raise CorpusError(f"{other.path}: the first annotation has no article '{other.id}'")
        if one.text != other.text:
            at = next((i for i, (a, b) in enumerate(zip(one.text, other.text, strict=False)) if a != b), len(one.text))
            raise CorpusError(f"{other.path}: the text differs from {one.path} at character {at}")
        pairs.append((one, other))
    return Agreement(
        articles=len(pairs),
        spans={type_: _spans(pairs, type_) for type_ in ENTITY_TYPES},
        kappa={name: _labels(pairs, name) for name in LABELS} | {"dual": _dual(pairs)},
    )


_Pairs = Sequence[tuple[GoldArticle, GoldArticle]]


def _spans(pairs: _Pairs, type_: str) -> tuple[int, int, int]:
    both = first = second = 0
    for one, other in pairs:
        a = {(e.start, e.end) for e in one.annotation.entities if e.type == type_}
        b = {(e.start, e.end) for e in other.annotation.entities if e.type == type_}
        both, first, second = both + len(a & b), first + len(a), second + len(b)
    return both, first, second


def _labels(pairs: _Pairs, name: str) -> tuple[float | None, int]:
    values = [(getattr(a.annotation.labels, name), getattr(b.annotation.labels, name)) for a, b in pairs]
    return cohens_kappa(values), len(values)


def _dual(pairs: _Pairs) -> tuple[float | None, int]:
    values: list[tuple[Hashable, Hashable]] = []
    for one, other in pairs:
        a = {fold(o.person): o.dual for o in one.annotation.officeholders}
        b = {fold(o.person): o.dual for o in other.annotation.officeholders}
        values += [(a.get(person, "none"), b.get(person, "none")) for person in sorted(a.keys() | b.keys())]
    return cohens_kappa(values), len(values)
