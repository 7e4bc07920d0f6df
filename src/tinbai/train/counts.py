"""Trains the reader of counts (`relations/count_model.py`): does a figure count units with the model.

One logistic regression over the words about a figure and where it stands. It learns from every
figure of the articles that name the model: those that gold makes the count or the share of an
adoption record, against all others, the totals among them. Sketches (`corpora/sketches`) state
their records behind a sentence; the figure there with the record's count or share is the one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import view_of
from tinbai.evaluate.compile import GoldArticle
from tinbai.models.linear import Linear, linear_files
from tinbai.records import Annotation, Article, Figure
from tinbai.relations.count_features import Candidate, candidates
from tinbai.relations.count_model import AT_LEAST, COUNT, marked
from tinbai.train.run import Trained
from tinbai.train.sketches import Sample, read_sketches

_PENALTY = 0.3  # scikit-learn's C; with 1, more of what the model adds is wrong in cross-validation
_FOLDS = 8
_LEAST = 2  # figures that a feature belongs to
# Gold links every figure to its record, a sketch only sentences.
_GOLD_WEIGHT = 3.0
_LIMITS = (
    "Its figures are without the encoder; the thresholds were chosen for both together.",
    "Trained on articles written for the purpose, not on newspapers.",
    "It silences figures that it disbelieves where no phrase of the model governs them.",
)


@dataclass(frozen=True, slots=True)
class Example:
    """One figure.

    Attributes:
        article: number of its article.
        features: what the model sees.
        counts: it is the count or the share of an adoption record.
        by_rule: the rules count it.
        writer: file of its sketch, empty for gold.
        marked: the words about it, as the encoder reads them.
    """

    article: int
    features: Mapping[str, float]
    counts: bool
    by_rule: bool
    writer: str = ""
    marked: str = ""


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the model trained on `articles` and the sketches, with figures from cross-validation.

    A gold article is judged by a model without it and its fold, a sketch by one without its writer.
    """
    sketches, sketch_digest = read_sketches(corpora / "sketches", rich=True)
    figures = read_figures(articles, sketches)
    fitted = _fit(figures)
    return Trained(
        task="Says how probable it is that a figure counts units with the model.",
        files=linear_files(fitted.labels, fitted.vocabulary, fitted.weights, fitted.bias),
        settings={
            "model": "logistic regression",
            "C": _PENALTY,
            "least_figures": _LEAST,
            "at_least": AT_LEAST,
            "weight of a gold article": _GOLD_WEIGHT,
            "sketches": {"articles": len(sketches), "digest": sketch_digest},
        },
        figures=_figures(figures),
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


def read_figures(articles: Sequence[GoldArticle], sketches: Sequence[Sample]) -> list[Example]:
    """Return the figures of gold articles and of sketches whose truth is known, in order of the text."""
    nlp, found = _pipeline(), []
    for number, article in enumerate(articles):
        gold = counted(article.annotation)
        found += [
            Example(number, one.features, span in gold, rule, marked=text)
            for span, one, rule, text in _seen(_read(nlp, article.annotation.article))
        ]
    for number, sketch in enumerate(sketches, len(articles)):
        doc = _read(nlp, sketch.article)
        right, wrong = told(sketch, doc._.figures)
        writer = Path(sketch.article.input or "").stem
        found += [
            Example(number, one.features, span in right, rule, writer, text)
            for span, one, rule, text in _seen(doc)
            if span in right | wrong
        ]
    return found


def _read(nlp: Language, article: Article) -> Doc:
    doc = nlp.make_doc(article.text)
    doc._.article = article
    return nlp(doc)


def _seen(doc: Doc) -> Iterator[tuple[tuple[int, int], Candidate, bool, str]]:
    """Yield span and features of every figure that the model sees, whether the rules count it, and its words."""
    rule = {(figure.start, figure.end) for figure in doc._.figures if figure.adoption_ref}
    for one in candidates(doc):
        span = (one.figure.start, one.figure.end)
        yield span, one, span in rule, marked(view_of(doc).folded, one)


def told(sketch: Sample, figures: Iterable[Figure]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return the spans of figures that count by what the sketch states of their sentence, and of those that do not.

    A figure that repeats the number of a record elsewhere in the article is in neither: a sketch
    does not say whether it speaks of the same units.
    """
    right: set[tuple[int, int]] = set()
    wrong: set[tuple[int, int]] = set()
    everywhere = {number for record in sketch.adoption for number in (record.count, record.percent)} - {None}
    for figure in figures:
        here = [one for one in sketch.adoption if one.start <= figure.start < one.end]
        if any(figure.value in (one.count, one.percent) for one in here if figure.value is not None):
            right.add((figure.start, figure.end))
        elif here or figure.value not in everywhere:
            wrong.add((figure.start, figure.end))
    return right, wrong


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
    columns, matrix = _matrix(examples)
    kept = _frequent(matrix)
    fitted = _regression(matrix[:, kept], examples)
    names = tuple(str(name) for name, keep in zip(columns.feature_names_, kept, strict=True) if keep)
    return Linear((COUNT,), names, fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32))


def _matrix(examples: Sequence[Example]) -> tuple[Any, Any]:
    """Return the vectorizer and the matrix of all figures by all features."""
    from sklearn.feature_extraction import DictVectorizer

    columns = DictVectorizer(sort=True)
    return columns, columns.fit_transform(
        [{name: one.features[name] for name in sorted(one.features)} for one in examples]
    )


def _frequent(matrix: Any) -> Any:
    """Return a mask of the features that enough figures have."""
    return np.asarray((matrix != 0).sum(axis=0)).ravel() >= _LEAST


def _regression(matrix: Any, examples: Sequence[Example]) -> Any:
    from sklearn.linear_model import LogisticRegression

    weights = [1.0 if one.writer else _GOLD_WEIGHT for one in examples]
    return LogisticRegression(C=_PENALTY, max_iter=5000).fit(matrix, [one.counts for one in examples], weights)


def _figures(examples: Sequence[Example]) -> dict[str, Any]:
    """Compare the rules, the model, and the rules with what the model adds, on gold and on sketches."""
    held = cross_validated(examples)
    found = {}
    for name, part in (("gold", [h for h in held if not h[0].writer]), ("sketches", [h for h in held if h[0].writer])):
        sure = [(one, probability >= AT_LEAST) for one, probability in part]
        if sure:
            found[name] = {
                "rules": _score([(one.counts, one.by_rule) for one, _ in sure]),
                "model": _score([(one.counts, yes) for one, yes in sure]),
                "rules and model": _score([(one.counts, one.by_rule or yes) for one, yes in sure]),
            }
    return found


def cross_validated(examples: Sequence[Example]) -> list[tuple[Example, float]]:
    """Return each figure with its probability by a model without its fold of gold or without its writer's sketches.

    Folds without which one cannot learn are left out.
    """
    folds: list[set[int]] = []
    for writer, group in groupby(sorted(examples, key=lambda one: one.writer), key=lambda one: one.writer):
        numbers = sorted({one.article for one in group})
        folds += [set(numbers)] if writer else [set(numbers[fold::_FOLDS]) for fold in range(_FOLDS)]
    held: list[tuple[Example, float]] = []
    _, matrix = _matrix(examples)  # once: of each fold only its rows are taken
    for back in folds:
        rows = np.array([one.article in back for one in examples])
        hold, learn = ([one for one, row in zip(examples, rows, strict=True) if row == side] for side in (True, False))
        if hold and len({one.counts for one in learn}) == 2:
            kept = _frequent(matrix[~rows])
            fitted = _regression(matrix[~rows][:, kept], learn)
            said = fitted.predict_proba(matrix[rows][:, kept])[:, 1]
            held += zip(hold, (float(probability) for probability in said), strict=True)
    return held


def _score(pairs: Sequence[tuple[bool, bool]]) -> dict[str, int]:
    return {
        "right": sum(true and found for true, found in pairs),
        "found": sum(found for _, found in pairs),
        "gold": sum(true for true, _ in pairs),
    }
