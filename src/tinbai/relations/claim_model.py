"""The trained reader of claims: a probability that a sentence judges the model, and which aspects it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tinbai.models.linear import Linear, load_linear
from tinbai.relations.claim_features import word_features
from tinbai.text.view import Sentence

MODEL = "claims"
CLAIM = "claim"
# Fixed on sketches that neither the model nor the word lists had seen: benchmarks/README.md.
AT_LEAST, BACKED_AT_LEAST, ASPECT_AT_LEAST, MOST_ASPECTS = 0.40, 0.05, 0.30, 3
# The likeliest aspect must have so much itself, else the sentence judges nothing that the codebook lists.
TOP_AT_LEAST = 0.06
# A trigger of the word lists multiplies the odds of its aspect.
_BACKED_ODDS = 4.0
# A part of the sentence belongs to the claim if it speaks for its aspects with this share of the best part.
_PART = 0.35
_CUT = re.compile(r"[,;:] |\. | - |(?<= )(?=(?:nhưng|song|mà|còn|nên) )")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a sentence.

    Attributes:
        claim: probability that it holds a claim.
        aspects: probability of each aspect, if it does.
    """

    claim: float
    aspects: Mapping[str, float]

    def sides(self, listed: Collection[str] = ()) -> list[tuple[str, ...]]:
        """Return the aspects of each claim, the benefits and the difficulties apart; empty if there is no claim.

        Args:
            listed: aspects that the word lists see in the sentence; with one, less probability is enough.
        """
        if self.claim < (BACKED_AT_LEAST if listed else AT_LEAST):
            return []
        said = {code: _raised(p) if code in listed else p for code, p in self.aspects.items()}
        ranked = sorted(said, key=lambda code: (-said[code], code))[:MOST_ASPECTS]
        if said[ranked[0]] < TOP_AT_LEAST:
            return []
        least = {code: TOP_AT_LEAST if code in listed else ASPECT_AT_LEAST for code in ranked}
        kept = [code for code in ranked if code == ranked[0] or said[code] >= least[code]]
        sides = [tuple(sorted(code for code in kept if code[0] == side)) for side in (kept[0][0], "B", "D")]
        return [side for side in dict.fromkeys(sides) if side]


def _raised(probability: float) -> float:
    odds = _BACKED_ODDS * probability
    return odds / (odds + 1 - probability)


@cache
def _model() -> Linear:
    return load_linear(MODEL)


def read(features: Mapping[str, float]) -> Reading:
    """Return what the shipped model says of a sentence with these features.

    Raises:
        ModelError: the model is missing or was changed.
    """
    found = _model().probabilities(features)
    claim = found.pop(CLAIM)
    return Reading(claim, found)


def strongest(features: Mapping[str, float], label: str) -> list[tuple[str, float]]:
    """Return the features that speak most for an aspect, or for `claim`, with their part of the log odds."""
    return _model().strongest(features, label)


def span(folded: str, sentence: Sentence, bounds: tuple[int, int], aspects: Sequence[str]) -> tuple[int, int]:
    """Return the stretch of the sentence that speaks for `aspects`: from its first such clause to its last.

    Args:
        folded: the folded text.
        sentence: the sentence that the model has read.
        bounds: stretch inside of it that one speaker says.
        aspects: what the claim names.
    """
    start, end = bounds
    cuts = [start, *(m.end() for m in _CUT.finditer(folded, start, end) if m.end() > start), end]
    parts = [(a, b) for a, b in pairwise(cuts) if folded[a:b].strip()]
    if len(parts) < 2:
        return start, end
    weights = [_speaks_for(folded[a:b], aspects) for a, b in parts]
    best = max(weights)
    if best <= 0:
        return start, end
    held = [part for part, weight in zip(parts, weights, strict=True) if weight >= _PART * best]
    return held[0][0], held[-1][1]


def clause_at(folded: str, bounds: tuple[int, int], offset: int) -> tuple[int, int]:
    """Return the clause of the stretch `bounds` that holds `offset`."""
    start, end = bounds
    cuts = [start, *(m.end() for m in _CUT.finditer(folded, start, end)), end]
    return next(((a, b) for a, b in pairwise(cuts) if a <= offset < b), bounds)


def _speaks_for(folded: str, aspects: Sequence[str]) -> float:
    model, features = _model(), word_features(folded)
    scores = model.scores(features)
    return max(float(scores[model.labels.index(code)] - model.bias[model.labels.index(code)]) for code in aspects)
