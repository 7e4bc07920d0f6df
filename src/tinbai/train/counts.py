"""Trains the reader of counts (`relations/count_model.py`): does a figure count units with the model.

One logistic regression over the words about a figure and where it stands. It learns from every
figure of the articles that name the model: those that gold makes the count or the share of an
adoption record, against all others, the totals among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language

from tinbai.evaluate.compile import GoldArticle
from tinbai.models.linear import Linear, linear_files
from tinbai.records import Annotation
from tinbai.relations.count_features import candidates
from tinbai.relations.count_model import AT_LEAST, COUNT
from tinbai.train.run import Trained

_PENALTY = 1.0  # scikit-learn's C; 0.3 and 3 err equally often in cross-validation
_FOLDS = 8
_LEAST = 2  # figures that a feature belongs to
_LIMITS = (
    "Trained on articles written for the purpose, not on newspapers.",
    "It only adds to the rules: what they count is counted whatever it says.",
)


@dataclass(frozen=True, slots=True)
class Example:
    """One figure: its article, what the model sees, whether it counts, whether the rules count it."""

    article: int
    features: Mapping[str, float]
    counts: bool
    by_rule: bool


def train(articles: Sequence[GoldArticle], *, corpora: Path | None = None) -> Trained:
    """Return the model trained on `articles`, with figures from cross-validation by article."""
    examples = _examples(articles)
    fitted = _fit(examples)
    return Trained(
        task="Says how probable it is that a figure counts units with the model.",
        files=linear_files(fitted.labels, fitted.vocabulary, fitted.weights, fitted.bias),
        settings={"model": "logistic regression", "C": _PENALTY, "least_figures": _LEAST, "at_least": AT_LEAST},
        figures=_figures(examples),
        limits=_LIMITS,
    )


def _pipeline() -> Language:
    """Return the pipeline up to the adoption records, with the rules alone."""
    import spacy

    from tinbai.pipeline import COMPONENTS

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
    for name in COMPONENTS[: COMPONENTS.index("tinbai_adoption")]:
        nlp.add_pipe(name)
    nlp.add_pipe("tinbai_adoption", config={"trained": False})
    return nlp


def _examples(articles: Sequence[GoldArticle]) -> list[Example]:
    nlp, found = _pipeline(), []
    for number, article in enumerate(articles):
        doc = nlp.make_doc(article.text)
        doc._.article = article.annotation.article
        nlp(doc)
        gold = counted(article.annotation)
        rule = {(figure.start, figure.end) for figure in doc._.figures if figure.adoption_ref}
        for one in candidates(doc):
            span = (one.figure.start, one.figure.end)
            found.append(Example(number, one.features, span in gold, span in rule))
    return found


def counted(annotation: Annotation) -> set[tuple[int, int]]:
    """Return the spans of the figures that are the count or the share of an adoption record, not its total."""
    records = {record.id: record for record in annotation.adoption}
    spans = set()
    for figure in annotation.figures:
        record = records.get(figure.adoption_ref or "")
        if record is not None and figure.value is not None and figure.value in (record.count, record.percent):
            spans.add((figure.start, figure.end))
    return spans


def _fit(examples: Sequence[Example]) -> Linear:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for one in examples for name in one.features)
    columns = DictVectorizer(sort=True)
    matrix = columns.fit_transform(
        [{name: one.features[name] for name in sorted(one.features) if seen[name] >= _LEAST} for one in examples]
    )
    fitted = LogisticRegression(C=_PENALTY, max_iter=5000).fit(matrix, [one.counts for one in examples])
    names = tuple(str(name) for name in columns.feature_names_)
    return Linear((COUNT,), names, fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32))


def _figures(examples: Sequence[Example]) -> dict[str, Any]:
    """Compare the rules, the model, and the rules with what the model adds; each article held back once."""
    held: list[tuple[Example, bool]] = []
    numbers = sorted({one.article for one in examples})
    for fold in range(_FOLDS):
        back = set(numbers[fold::_FOLDS])
        hold, learn = ([one for one in examples if (one.article in back) == wanted] for wanted in (True, False))
        if not hold or len({one.counts for one in learn}) < 2:
            return {}  # too few articles to hold any back
        fitted = _fit(learn)
        held += [(one, fitted.probabilities(one.features)[COUNT] >= AT_LEAST) for one in hold]
    return {
        "rules": _score([(one.counts, one.by_rule) for one, _ in held]),
        "model": _score([(one.counts, sure) for one, sure in held]),
        "rules and model": _score([(one.counts, one.by_rule or sure) for one, sure in held]),
    }


def _score(pairs: Sequence[tuple[bool, bool]]) -> dict[str, int]:
    return {
        "right": sum(true and found for true, found in pairs),
        "found": sum(found for _, found in pairs),
        "gold": sum(true for true, _ in pairs),
    }
