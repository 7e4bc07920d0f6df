"""How probable each relevance label is, told by a trained model beside the rule (codebook 2.1).

Each decides what it is better at. Whether the article is about the model at all is the rule's, and
so is a focus that it finds: both rest on sentences that can be shown. But the rule counts the
sentences that name the model, and overlooks some in other words. So the trained model, which sees
the whole article, says whether what the rule calls a mention is a focus (figures in its card) -
unless the article only gives somebody both titles, as a report on another theme may that quotes
him. Where the two disagree the row is marked for review.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tinbai.classify.relevance import Relevance
from tinbai.models.linear import Linear, load_linear

NAME = "relevance"
LABELS: tuple[Relevance, ...] = ("model_focus", "model_mention", "not_model")


def model() -> Linear:
    """Return the shipped model, read once a process.

    Raises:
        ModelError: it is missing or was changed.
    """
    return load_linear(NAME)


def probabilities(seen: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each label for an article with the features `seen`; they sum to 1."""
    return softmax(dict(zip(model().labels, map(float, model().scores(seen)), strict=True)))


def softmax(scores: Mapping[str, float]) -> dict[str, float]:
    """Return the probabilities of log scores, without overflow.

    Example:
        >>> softmax({"model_focus": 1000.0, "not_model": 1000.0})
        {'model_focus': 0.5, 'not_model': 0.5}
    """
    most = max(scores.values())
    weights = {label: math.exp(score - most) for label, score in scores.items()}
    total = sum(weights.values())
    return {label: weight / total for label, weight in weights.items()}


def likeliest(by_model: Mapping[str, float]) -> Relevance:
    """Return the most probable label; of equals the first in order of `LABELS`.

    Example:
        >>> likeliest({"not_model": 0.1, "model_mention": 0.6, "model_focus": 0.3})
        'model_mention'
    """
    return max(LABELS, key=lambda label: by_model.get(label, 0.0))


def settled(by_rule: Relevance, by_model: Mapping[str, float], *, speaks: bool) -> Relevance:
    """Return the label of the article: that of the rule, but of a mention the model may make a focus.

    Args:
        by_rule: what codebook 2.1 gives.
        by_model: the probability of each label.
        speaks: the article speaks of holding both posts, beyond giving somebody both titles.

    Example:
        >>> by_model = {"model_focus": 0.7, "model_mention": 0.2, "not_model": 0.1}
        >>> settled("model_mention", by_model, speaks=True), settled("model_mention", by_model, speaks=False)
        ('model_focus', 'model_mention')
    """
    raised = speaks and by_rule == "model_mention" and by_model["model_focus"] > by_model["model_mention"]
    return "model_focus" if raised else by_rule


def calibration(
    judged: Sequence[tuple[Mapping[str, float], str]], bins: int = 5
) -> tuple[float, list[tuple[int, float, float]]]:
    """Return the expected calibration error and its reliability table.

    Args:
        judged: the probabilities of an article with its true label.
        bins: number of bands of equal width between 0 and 1.

    Returns:
        The error, and for each band that has articles: their number, the mean probability of
        the most probable label, and how often it was right.

    Example:
        >>> sure = {"model_focus": 0.9, "model_mention": 0.1}
        >>> calibration([(sure, "model_focus"), (sure, "model_mention")])
        (0.4, [(2, 0.9, 0.5)])
    """
    bands: dict[int, list[tuple[float, bool]]] = {}
    for by_model, true in judged:
        label = likeliest(by_model)
        bands.setdefault(min(int(by_model[label] * bins), bins - 1), []).append((by_model[label], label == true))
    table = []
    for _, found in sorted(bands.items()):
        mean = sum(probability for probability, _ in found) / len(found)
        table.append((len(found), round(mean, 3), round(sum(right for _, right in found) / len(found), 3)))
    error = sum(size * abs(mean - right) for size, mean, right in table) / max(1, len(judged))
    return round(error, 3), table
