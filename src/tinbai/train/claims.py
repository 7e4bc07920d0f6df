"""Trains the reader of claims (`relations/claim_model.py`): is a sentence a claim, and which aspects does it name.

One logistic regression a decision over syllables, pairs of syllables, and place in the
article. Both learn from gold articles and from sketches (`corpora/sketches`). Aspects also learn
from the claim spans alone, from the clauses of sentences that hold a claim, from the triggers of the codebook
and from invented clauses (`corpora/claims`): the same thoughts in other words. Among these are sentences that
are no claims, of kinds that newspapers are full of (directives, goals, steps, background).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.matching import overlapping
from tinbai.models.linear import Linear, linear_files
from tinbai.records import Claim
from tinbai.relations.claim_cuts import CUT, PART, stretches
from tinbai.relations.claim_model import ASPECT_AT_LEAST, AT_LEAST, CLAIM, TOP_AT_LEAST, Asked, told
from tinbai.train import claim_cuts
from tinbai.train.claim_cuts import Pair
from tinbai.train.claim_examples import Example, material, of_sample, pipeline, placed, triggers
from tinbai.train.run import Trained
from tinbai.train.sketches import Sample

# Inverse strength of the penalty, for aspects and for claim or not; chosen among 1, 2 and 5 on train.
_ASPECTS_C, _CLAIM_C = 5.0, 2.0
_FOLDS = 3
_LEAST = 3  # articles or clauses that a feature occurs in
# Gold articles were annotated whole and read again, sketches once and quickly.
_GOLD_WEIGHT = 3.0
_RARE = ("B99", "D99")  # what fits no other code has no words of its own
# Logarithm of the rarity at which a word is penalised as a place feature is.
_USUAL_RARITY = 6.0


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the trained model; its figures are cross-validated over articles and sketches."""
    learnt, nlp = material(articles, corpora), pipeline()
    examples = [
        example
        for index, sample in enumerate(learnt.samples)
        for example in of_sample(index, sample, nlp, weight=_GOLD_WEIGHT if index < len(articles) else 1.0)
    ]
    clauses = [*placed(learnt.clauses, nlp), *triggers()]
    folds = _folds(len(learnt.samples), examples, clauses)
    pairs = [
        pair
        for held, blind in folds
        for pair in claim_cuts.pairs(blind, _sentences(examples, held), learnt.samples, len(articles))
    ]
    model, cuts = fitted([*examples, *clauses]), claim_cuts.fitted(pairs)
    return Trained(
        task="says of a sentence in an article about the model whether it holds a claim, which aspects it names, and "
        "where one claim ends and the next begins",
        files=linear_files(model.labels, model.vocabulary, model.weights, model.bias)
        | linear_files(cuts.labels, cuts.vocabulary, cuts.weights, cuts.bias, part=PART),
        settings={
            "penalty": {"aspects": _ASPECTS_C, CLAIM: _CLAIM_C, CUT: claim_cuts.PENALTY},
            "weight of a gold article": {"sentences": _GOLD_WEIGHT, "cuts": claim_cuts.GOLD_WEIGHT},
            "at_least": {"aspects": ASPECT_AT_LEAST, "likeliest aspect": TOP_AT_LEAST, CLAIM: AT_LEAST},
            **learnt.settings,
        },
        figures=cross_validated(learnt.samples, examples, folds, pairs) | claim_cuts.figures(pairs, folds),
        limits=(
            "Its figures are without the encoder; the threshold of a claim was chosen for both together.",
            "Trained on invented articles: shares of claims in real newspapers may differ.",
            "B99 and D99 are never found; B03, B06, B14, D13 and D14 rest on few gold claims.",
            "A probability is that of the sentence, an aspect's mixed with that of the clause that speaks for it most.",
        ),
    )


def fitted(examples: Sequence[Example]) -> Linear:
    """Fit one regression a label. Aspects see words only; `claim` sees words and place, of whole sentences.

    Rare words may weigh more than common ones: each column is scaled by its inverse document frequency, and its
    weight scaled back, so that the reader need not know.
    """
    counts = Counter(name for example in examples for name in example.features)
    vocabulary = sorted(name for name, count in counts.items() if count >= _LEAST)
    whole = [example for example in examples if example.claim is not None]
    words = [column for column, name in enumerate(vocabulary) if not name.startswith("#")]
    scale = np.array([1.0 if n[0] == "#" else _rarity(counts[n], len(examples)) for n in vocabulary])
    every = _matrix(examples, vocabulary, scale)[:, words]
    labels = sorted({code for example in examples for code in example.aspects} - set(_RARE))
    weights = np.zeros((len(vocabulary), len(labels) + 1))
    bias = np.zeros(len(labels) + 1)
    for row, code in enumerate(labels):
        weights[words, row], bias[row] = _regression(every, [code in e.aspects for e in examples], examples, _ASPECTS_C)
    weights[:, -1], bias[-1] = _regression(
        _matrix(whole, vocabulary, scale), [bool(e.claim) for e in whole], whole, _CLAIM_C
    )
    # Rounded as the file will be, so that the figures are those of what is shipped.
    rounded = (weights * scale[:, None]).astype(np.float16).astype(np.float32)
    return Linear((*labels, CLAIM), tuple(vocabulary), rounded, bias.astype(np.float32))


def _rarity(count: int, examples: int) -> float:
    return math.log((examples + 1) / (count + 1)) / _USUAL_RARITY


def _matrix(examples: Sequence[Example], vocabulary: Sequence[str], scale: npt.NDArray[np.float64]) -> Any:
    """Return a sparse matrix (examples, vocabulary), columns scaled; other features are passed over."""
    from scipy.sparse import csr_matrix

    columns = {name: column for column, name in enumerate(vocabulary)}
    cells = [
        (row, columns[name], value * scale[columns[name]])
        for row, example in enumerate(examples)
        for name, value in example.features.items()
        if name in columns
    ]
    rows, places, values = zip(*cells, strict=True)
    return csr_matrix((values, (rows, places)), shape=(len(examples), len(columns)))


def _regression(
    matrix: Any, truth: Sequence[bool], examples: Sequence[Example], strength: float
) -> tuple[npt.NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    if len(set(truth)) < 2:  # a small corpus without this aspect
        return np.zeros(matrix.shape[1]), -9.0
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=1000).fit(
        matrix, np.array(truth), sample_weight=[example.weight for example in examples]
    )
    return model.coef_[0], float(model.intercept_[0])


def _folds(
    articles: int, examples: Sequence[Example], clauses: Sequence[Example]
) -> list[tuple[frozenset[int], Linear]]:
    """Return articles held out, and a model that does not know them, so that each article is held out once."""
    numbers = [frozenset(range(first, articles, _FOLDS)) for first in range(min(_FOLDS, articles))]
    return [(held, fitted([*(e for e in examples if e.article not in held), *clauses])) for held in numbers]


def _sentences(examples: Sequence[Example], held: frozenset[int]) -> list[Example]:
    return [one for one in examples if one.article in held and one.claim is not None]


def cross_validated(
    samples: Sequence[Sample],
    examples: Sequence[Example],
    folds: Sequence[tuple[frozenset[int], Linear]],
    pairs: Sequence[Pair],
) -> dict[str, Any]:
    """Return F1 with counts of claims, their aspects and the articles' aspects; no model has seen what it reads."""
    totals = {name: np.zeros(3, int) for name in ("claims overlap", "claims aspects", "article aspects")}
    for held, model in folds:
        cuts = claim_cuts.fitted([pair for pair in pairs if pair.article not in held])
        sentences: dict[int, list[Example]] = {index: [] for index in sorted(held)}
        for sentence in _sentences(examples, held):
            sentences[sentence.article or 0].append(sentence)
        for index, read in sentences.items():
            found, gold = _claims(model, cuts, read), samples[index].claims
            paired = overlapping(gold, found)
            sides = [{code for claim in side for code in claim.aspects} for side in (gold, found)]
            totals["claims overlap"] += (len(paired), len(found), len(gold))
            totals["claims aspects"] += (
                sum(len({*a.aspects} & {*b.aspects}) for a, b in paired),
                *(sum(len(claim.aspects) for claim in side) for side in (found, gold)),
            )
            totals["article aspects"] += (len(sides[0] & sides[1]), len(sides[1]), len(sides[0]))
    return {f"{name} F1, model alone, cross-validated": _f1(*counts) for name, counts in totals.items()}


def _claims(model: Linear, cuts: Linear, sentences: Sequence[Example]) -> list[Claim]:
    found = []
    for sentence in sentences:
        whole = (0, len(sentence.folded))
        reading = told(model, Asked(sentence.features, sentence.folded, whole, whole)).reading()
        for side in reading.sides():
            for (start, end), codes in stretches(side, reading, sentence.folded, {}, cuts).items():
                span = (sentence.start + start, sentence.start + end)
                stance = "positive" if codes[0].startswith("B") else "negative"
                found.append(
                    Claim(id="", text="", start=span[0], end=span[1], speaker="", aspects=codes, stance=stance)  # type: ignore[arg-type]
                )
    return found


def _f1(right: int, found: int, gold: int) -> dict[str, float | int]:
    share = 2 * right / (found + gold) if found + gold else 0.0
    return {"f1": round(float(share), 4), "right": int(right), "found": int(found), "gold": int(gold)}
