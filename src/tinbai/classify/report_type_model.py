"""How probable each primary report type is, told by a trained model (codebook 2.2).

The type is what the article is as a whole, which shares of sentences tell badly: a report
on progress praises in most of its sentences, and a portrait counts villages. So the model decides
the primary type (figures beside those of the bare shares in its card); the secondary
ones are shares by definition and stay with the rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from tinbai.classify.relevance_model import softmax
from tinbai.models.linear import Linear, load_linear

NAME = "report_type"


def model() -> Linear:
    """Return the shipped model, read once a process.

    Raises:
        ModelError: it is missing or was changed.
    """
    return load_linear(NAME)


def probabilities(seen: Mapping[str, float], by: Linear | None = None) -> dict[str, float]:
    """Return the probability of each type, in codebook order, for an article with the features `seen`; their sum is 1.

    Args:
        seen: features of `report_type_features`.
        by: the model that judges; the shipped one if None.
    """
    judge = by or model()
    return softmax(dict(zip(judge.labels, map(float, judge.scores(seen)), strict=True)))


def likeliest(by_model: Mapping[str, float]) -> str:
    """Return the most probable type; of equals the first.

    Example:
        >>> likeliest({"directive_policy": 0.3, "other": 0.7})
        'other'
    """
    return max(by_model, key=by_model.__getitem__)
