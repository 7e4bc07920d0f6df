"""Counts per article, summed to precision, recall and F1 with bootstrap intervals over articles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
SEED = 20250701
_Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a table; shares are in 0..1, None where nothing was there to count.

    Attributes:
        correct: true positives; `predicted` and `gold` are the totals.
        low: lower end of the 95 % bootstrap interval of F1 over articles.
        high: its upper end.
    """

    correct: int
    predicted: int
    gold: int
    precision: float | None
    recall: float | None
    f1: float | None
    low: float | None
    high: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for JSON, shares rounded to four digits."""
        return {key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(self).items()}


def f1(correct: _Matrix, predicted: _Matrix, gold: _Matrix) -> _Matrix:
    """Return 2·correct / (predicted + gold), NaN where both totals are 0."""
    total = predicted + gold
    return np.divide(2 * correct, total, out=np.full_like(total, np.nan), where=total > 0)


class Tally:
    """Collects (correct, predicted, gold) per article, measure and group.

    Example:
        >>> tally = Tally(2)
        >>> tally.add(0, "exact", "PERSON", 1, 1, 2)
        >>> tally.add(1, "exact", "PERSON", 1, 2, 1)
        >>> tally.score("exact", ["PERSON"]).f1
        0.6666666666666666
    """

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self._counts: dict[str, dict[str, _Matrix]] = defaultdict(dict)

    def add(self, article: int, measure: str, group: str, *counts: int) -> None:
        """Add (correct, predicted, gold) of one article."""
        groups = self._counts[measure]
        if group not in groups:
            groups[group] = np.zeros((self.articles, 3))
        groups[group][article] += counts

    def groups(self, measure: str) -> list[str]:
        """Return the groups of a measure in alphabetical order."""
        return sorted(self._counts.get(measure, {}))

    def score(self, measure: str, groups: Iterable[str]) -> Score:
        """Sum `groups` (micro average) and return their score."""
        counts = sum((self._counts[measure][group] for group in groups), np.zeros((self.articles, 3)))
        correct, predicted, gold = (int(value) for value in counts.sum(axis=0))
        low, high = self._interval(f1(*(self._weights @ counts).T))
        return Score(
            correct=correct,
            predicted=predicted,
            gold=gold,
            precision=correct / predicted if predicted else None,
            recall=correct / gold if gold else None,
            f1=2 * correct / (predicted + gold) if predicted + gold else None,
            low=low,
            high=high,
        )

    def table(self, measure: str) -> dict[str, Any]:
        """Return every group and their micro average, for JSON."""
        names = self.groups(measure)
        rows = {name: self.score(measure, [name]).as_dict() for name in names}
        return {**rows, "micro": self.score(measure, names).as_dict()}

    def macro(self, measure: str) -> dict[str, float | None]:
        """Return the unweighted mean of the groups' F1 over groups that occur in the gold, with its interval."""
        matrices = [self._counts[measure][name] for name in self.groups(measure)]
        matrices = [matrix for matrix in matrices if matrix[:, 2].sum()]
        if not matrices:
            return {"f1": None, "low": None, "high": None}
        point = float(np.mean([f1(*matrix.sum(axis=0)[:, None])[0] for matrix in matrices]))
        drawn = np.array([f1(*(self._weights @ matrix).T) for matrix in matrices])
        present = ~np.isnan(drawn)
        means = np.divide(
            np.where(present, drawn, 0).sum(axis=0),
            present.sum(axis=0),
            out=np.full(drawn.shape[1], np.nan),
            where=present.any(axis=0),
        )
        low, high = self._interval(means)
        return {name: None if v is None else round(v, 4) for name, v in (("f1", point), ("low", low), ("high", high))}

    @cached_property
    def _weights(self) -> _Matrix:
        """How often each article is drawn in each resample; the same seed gives the same intervals."""
        generator = np.random.default_rng(SEED)
        shares = np.full(self.articles, 1 / self.articles)
        return generator.multinomial(self.articles, shares, size=RESAMPLES).astype(np.float64)

    def _interval(self, samples: _Matrix) -> tuple[float | None, float | None]:
        kept = samples[~np.isnan(samples)]
        if self.articles < 2 or not kept.size:  # one article says nothing about others
            return None, None
        low, high = np.percentile(kept, [2.5, 97.5])
        return float(low), float(high)
