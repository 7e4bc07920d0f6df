"""A linear classifier over named features: weights times features, one independent decision a label.

Own code of a few lines instead of scikit-learn's: what is trained with one version of
scikit-learn has to give the same probabilities under every other, without pickles, and
an explanation needs the weights by name anyway.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tinbai.errors import ModelError
from tinbai.models import FOLDER, Model, array_bytes, line_bytes, load

Features = Mapping[str, float]
_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Linear:
    """One logistic regression a label over a shared vocabulary of features.

    Attributes:
        labels: names of the decisions, in order of the columns.
        vocabulary: names of the features, in order of the rows.
        weights: (features, labels).
        bias: (labels,).

    Example:
        >>> model = Linear(("B01",), ("nhanh",), np.array([[2.0]], np.float32), np.array([-1.0], np.float32))
        >>> round(model.probabilities({"nhanh": 1.0, "unknown": 1.0})["B01"], 3)
        0.731
        >>> model.strongest({"nhanh": 1.0}, "B01")
        [('nhanh', 2.0)]
    """

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]
    weights: _Floats
    bias: _Floats
    _rows: dict[str, int] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.weights.shape != (len(self.vocabulary), len(self.labels)) or self.bias.shape != (len(self.labels),):
            raise ModelError("the arrays of a linear model do not fit its labels and vocabulary: train it again")
        self._rows.update({name: row for row, name in enumerate(self.vocabulary)})

    def scores(self, features: Features) -> _Floats:
        """Return the log odds of each label, in order of `labels`; unknown features count nothing."""
        # Sorted, so that rounding does not depend on the order in which features were found.
        known = sorted((self._rows[name], value) for name, value in features.items() if name in self._rows)
        total = self.bias.astype(np.float64)
        if known:
            rows, values = zip(*known, strict=True)
            parts = self.weights[list(rows)].astype(np.float64) * np.array(values, dtype=np.float64)[:, None]
            total = np.concatenate([total[None, :], parts]).sum(axis=0)
        return total.astype(np.float32)

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return the probability of each label, each on its own; they need not sum to 1."""
        scores = self.scores(features)
        return {label: sigmoid(float(score)) for label, score in zip(self.labels, scores, strict=True)}

    def strongest(self, features: Features, label: str, count: int = 5) -> list[tuple[str, float]]:
        """Return the features that speak most for `label`, with what each adds to the log odds, strongest first."""
        column = self.labels.index(label)
        known = [(name, self._rows[name], value) for name, value in features.items() if name in self._rows]
        weights = self.weights[[row for _, row, _ in known], column].tolist() if known else []
        parts = [(name, round(weight * value, 3)) for (name, _, value), weight in zip(known, weights, strict=True)]
        return sorted(((n, part) for n, part in parts if part > 0), key=lambda item: (-item[1], item[0]))[:count]


def sigmoid(score: float) -> float:
    """Return the probability of log odds `score`, without overflow."""
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    return math.exp(score) / (1 + math.exp(score))


def linear_files(
    labels: Sequence[str],
    vocabulary: Sequence[str],
    weights: npt.NDArray[np.floating[Any]],
    bias: npt.NDArray[np.floating[Any]],
    *,
    part: str = "",
) -> dict[str, bytes]:
    """Return the files of a linear model: half-precision weights, which is finer than what training can tell.

    Args:
        labels: as in `Linear`.
        vocabulary: as there.
        weights: as there.
        bias: as there.
        part: what its files begin with, for a second classifier of the same model.
    """
    before = f"{part}_" if part else ""
    return {
        f"{before}labels.txt": line_bytes(list(labels)),
        f"{before}vocabulary.txt": line_bytes(list(vocabulary)),
        f"{before}weights.npy": array_bytes(weights.astype(np.float16)),
        f"{before}bias.npy": array_bytes(bias.astype(np.float32)),
    }


@cache
def load_linear(name: str, folder: Path = FOLDER, part: str = "") -> Linear:
    """Return the linear model `name`, or a further `part` of it, read once a process.

    Raises:
        ModelError: the model is missing, was changed, or its parts do not fit each other.
    """
    return linear_of(load(name, folder), part)


def linear_of(model: Model, part: str = "") -> Linear:
    """Return the linear classifier that the files of `model` hold."""
    before = f"{part}_" if part else ""
    weights, bias = (model.array(before + name).astype(np.float32) for name in ("weights", "bias"))
    return Linear(model.lines(f"{before}labels"), model.lines(f"{before}vocabulary"), weights, bias)
