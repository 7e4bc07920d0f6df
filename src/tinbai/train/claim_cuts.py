"""Trains what tells one claim with two aspects from two claims (`relations/claim_cuts.py`).

It learns from sentences of gold articles and sketches that name two aspects of one side in two clauses. Which clause
names which the readers of claims say that do not know the article, as they will not know those to come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from tinbai.models.linear import Linear
from tinbai.relations.claim_cuts import CUT, cut_features, placed
from tinbai.relations.claim_model import Asked, told
from tinbai.train.claim_examples import Example
from tinbai.train.sketches import Sample

PENALTY = 0.2  # scikit-learn's C; 0.1 to 0.3 are alike in cross-validation
GOLD_WEIGHT = 2.0
_LEAST = 2  # pairs that a feature belongs to
_SIDES = "BD"  # benefits and difficulties are never one claim


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring aspects of a sentence, in different clauses.

    Attributes:
        article: index of the article.
        features: what the model sees.
        apart: they belong to two claims.
        weight: how much it counts.
    """

    article: int
    features: Mapping[str, float]
    apart: bool
    weight: float


def pairs(model: Linear, sentences: Iterable[Example], samples: Sequence[Sample], gold: int) -> list[Pair]:
    """Return the pairs of the sentences, in order of the text.

    Args:
        model: a reader of claims that does not know them.
        sentences: examples of whole sentences.
        samples: all articles and their claims; the first `gold` of them are gold.
        gold: how many samples are gold articles.
    """
    found = []
    for one in sentences:
        if one.article is None or len(one.aspects) < 2:
            continue
        end = one.start + len(one.folded)
        claims = [claim for claim in samples[one.article].claims if claim.start < end and one.start < claim.end]
        whole = (0, len(one.folded))
        reading = told(model, Asked(one.features, one.folded, whole, whole)).reading()
        parts = [part for part, _ in reading.clauses]
        weight = GOLD_WEIGHT if one.article < gold else 1.0
        for side in _SIDES:
            codes = sorted(code for code in one.aspects if code[0] == side and code in reading.aspects)
            for left, right in pairwise(placed(codes, reading, one.listed)):
                if left[0] != right[0]:
                    apart = not any({left[1], right[1]} <= set(claim.aspects) for claim in claims)
                    found.append(Pair(one.article, cut_features(one.folded, parts, left, right), apart, weight))
    return found


def fitted(learnt: Sequence[Pair]) -> Linear:
    """Return the regression; of pairs that are all alike it learns to cut nowhere."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for pair in learnt for name in pair.features)
    if len({pair.apart for pair in learnt}) < 2:
        return Linear((CUT,), (), np.zeros((0, 1), np.float32), np.array([-9.0], np.float32))
    columns = DictVectorizer(sort=True)
    matrix: Any = columns.fit_transform(
        [{name: value for name, value in sorted(pair.features.items()) if counts[name] >= _LEAST} for pair in learnt]
    )
    found = LogisticRegression(C=PENALTY, max_iter=2000).fit(
        matrix, [pair.apart for pair in learnt], [pair.weight for pair in learnt]
    )
    names = tuple(str(name) for name in columns.feature_names_)
    rounded = found.coef_.T.astype(np.float16).astype(np.float32)
    return Linear((CUT,), names, rounded, found.intercept_.astype(np.float32))


def figures(learnt: Sequence[Pair], folds: Iterable[tuple[frozenset[int], Linear]]) -> dict[str, dict[str, int]]:
    """Return how many pairs are told right by a regression without their articles, and of how many."""
    right = 0
    for held, _ in folds:
        model = fitted([pair for pair in learnt if pair.article not in held])
        right += sum(bool(model.scores(p.features)[0] >= 0) == p.apart for p in learnt if p.article in held)
    apart = sum(pair.apart for pair in learnt)
    return {
        "neighbouring aspects, one claim or two, cross-validated": {"right": right, "of": len(learnt), "two": apart}
    }
