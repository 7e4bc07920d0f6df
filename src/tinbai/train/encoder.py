"""Trains the encoder further from a pretrained one: it reads claims (`relations/claim_model.py`) and counts.

Regressions over words know only the words of invented articles; an encoder that has read much Vietnamese knows which
other words say the same. It learns from the same sentences, claim spans and invented clauses, from clauses read within
their sentence, and from the same figures (`relations/count_model.py`), of which it sees more words than the
regression. One encoder for both: half the size of two, and what a sentence says of the model is worth knowing for
either.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from tinbai.evaluate.compile import GoldArticle
from tinbai.models import Model
from tinbai.models.encoder import SHIPPED, Encoder, encoder_files, encoder_of
from tinbai.relations.claim_model import CLAIM
from tinbai.relations.count_model import COUNT
from tinbai.text.normalize import fold
from tinbai.train import counts
from tinbai.train.claim_examples import Example, Material, material, of_sample, pipeline
from tinbai.train.fine_tuning import LIBRARIES, FineTuned, Lesson, fine_tuned
from tinbai.train.run import Trained

_log = logging.getLogger(__name__)
_GOLD_WEIGHT, _PART_WEIGHT, _FIGURE_WEIGHT = 2.0, 0.5, 2.0
_HELD = 12  # every twelfth article is never trained on: the figures come from these
_RARE = ("B99", "D99")
_Seen = TypeVar("_Seen", Example, counts.Example)


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the trained encoder; its figures are those of articles it was not trained on.

    Raises:
        ModelError: torch or the pretrained encoder is not installed.
    """
    given, nlp = material(articles, corpora), pipeline()
    examples = [
        example
        for index, sample in enumerate(given.samples)
        for example in of_sample(index, sample, nlp, weight=_GOLD_WEIGHT if index < len(articles) else 1.0)
        if not example.part
    ]
    seen = counts.read_figures(articles, given.samples[len(articles) :])
    aspects = sorted({code for one in (*examples, *given.clauses) for code in one.aspects} - set(_RARE))
    gold, first = range(len(articles)), range(len(given.samples) - given.last)
    last = {*gold, *range(len(first), len(given.samples))}
    courses = (
        lessons([*_among(first, examples), *given.clauses], _among(first, seen), aspects),
        # Sketches say everything in turn, newspapers do not: what is learnt last is in their manner. Clauses
        # within sentences come only now: learnt from the beginning, they spoil the rest (benchmarks/README.md).
        within([e for e in _among(last, examples) if e.claim is not None], aspects)
        + lessons([], _among(last, seen), aspects),
    )
    # Words of sentences that nothing is learnt from, too: claims elsewhere may use them.
    teach = partial(fine_tuned, labels=[*aspects, CLAIM, COUNT], texts=list(_texts(given)))
    learning = teach(courses[0])
    made = teach(courses[1], start=_encoder(learning))
    trained = _encoder(made)
    return Trained(
        task="says of a sentence by itself, and of each clause in it, whether it holds a claim about the model, and "
        "which aspects it names; of a figure, by the words about it, whether it counts units with the model",
        files=_files(made),
        settings={
            "courses": [learning.settings, made.settings],
            "weight": {"a gold article": _GOLD_WEIGHT, "a figure": _FIGURE_WEIGHT},
            **given.settings,
        },
        figures=_claim_figures(trained, [e for e in examples if _is_held(e.article) and e.claim is not None])
        | _count_figures(trained, [one for one in seen if _is_held(one.article)]),
        limits=(
            "Trained on invented articles: shares of claims in real newspapers may differ.",
            "What it says of clauses is measured with the regressions beside it only (benchmarks/README.md).",
            "It reads a sentence alone: whether the model is meant, the regressions beside it decide.",
            "Another processor or number of threads trains other last digits.",
            "It knows the pieces of words that the corpora hold, and the first 128 of a sentence.",
        ),
        libraries=LIBRARIES,
    )


def _files(made: FineTuned) -> dict[str, bytes]:
    return encoder_files(made.labels, made.pieces, made.heads, made.weights)


def _encoder(made: FineTuned) -> Encoder:
    """Return it as it will be kept, in whole numbers."""
    return encoder_of(Model(SHIPPED, {}, _files(made), Path()))


def _among(articles: Container[int], examples: Iterable[_Seen]) -> list[_Seen]:
    return [one for one in examples if one.article in articles]


def _is_held(article: int | None) -> bool:
    return article is not None and article % _HELD == _HELD - 1


def _texts(given: Material) -> Iterator[str]:
    yield from (fold(sample.article.text) for sample in given.samples)
    yield from (clause.folded for clause in given.clauses)


def lessons(examples: Iterable[Example], figures: Iterable[counts.Example], aspects: Sequence[str]) -> list[Lesson]:
    """Return what is learnt from sentences, spans and clauses, then from figures; of articles held out nothing."""
    return [
        *(_lesson(one, aspects) for one in examples if not _is_held(one.article)),
        *(_figure_lesson(one) for one in figures if not _is_held(one.article)),
    ]


def within(examples: Iterable[Example], aspects: Sequence[str]) -> list[Lesson]:
    """Return what is learnt from sentences and from each clause read within its own; of articles held out nothing."""
    return [
        replace(_lesson(one, aspects), parts=[(p, _truth(named, bool(named), aspects)) for p, named in one.clauses])
        for one in examples
        if not _is_held(one.article)
    ]


def _lesson(example: Example, aspects: Sequence[str]) -> Lesson:
    whole = example.claim is not None
    weight = example.weight if whole or example.article is None else example.weight * _PART_WEIGHT
    asked = dict.fromkeys(aspects, weight) | ({CLAIM: weight} if whole else {})
    return Lesson(example.folded, _truth(example.aspects, bool(example.claim), aspects), asked)


def _truth(named: Collection[str], claim: bool, aspects: Sequence[str]) -> dict[str, bool]:
    return {code: code in named for code in aspects} | {CLAIM: claim}


def _figure_lesson(one: counts.Example) -> Lesson:
    weight = _FIGURE_WEIGHT * (1.0 if one.writer else _GOLD_WEIGHT)
    return Lesson(one.marked, {COUNT: one.counts}, {COUNT: weight})


def _claim_figures(encoder: Encoder, held: Sequence[Example]) -> dict[str, Any]:
    """Return F1 of claim or not, by the encoder alone."""
    return _f1(encoder, CLAIM, "sentences with a claim", [(e.folded, bool(e.claim)) for e in held])


def _count_figures(encoder: Encoder, held: Sequence[counts.Example]) -> dict[str, Any]:
    """Return F1 of counting or not, by the encoder alone."""
    return _f1(encoder, COUNT, "figures that count", [(one.marked, one.counts) for one in held])


def _f1(encoder: Encoder, label: str, what: str, held: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    if not held:
        return {}
    said = encoder.scores([text for text, _ in held])[:, encoder.labels.index(label)] > 0
    truth = np.array([true for _, true in held])
    right, found, gold = int((said & truth).sum()), int(said.sum()), int(truth.sum())
    f1 = round(2 * right / (found + gold), 4) if found + gold else 0.0
    name = f"{what} F1, encoder alone, every {_HELD}th article held out"
    return {name: {"f1": f1, "right": right, "found": found, "gold": gold}}
