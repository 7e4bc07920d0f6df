"""Trains the model of report types: multinomial logistic regression over types of sentences and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language

from tinbai.classify.relevance import relevance, shares
from tinbai.classify.relevance_features import features as relevance_features
from tinbai.classify.report_type import ORDER, is_answer, sentence_types
from tinbai.classify.report_type_features import features
from tinbai.classify.report_type_model import likeliest, probabilities
from tinbai.errors import ModelError
from tinbai.evaluate.compile import GoldArticle
from tinbai.models.linear import Linear, linear_files
from tinbai.records import Article
from tinbai.train.relevance import pipeline
from tinbai.train.run import Trained
from tinbai.train.sketches import read_sketches, sample_of

_PENALTY = 10.0  # scikit-learn's C
_FOLDS = 8
_RARE = 3  # articles that must have a feature
_LIMITS = (
    "Trained on articles written for the purpose, not on newspapers; real articles may be less clear.",
    "Gold and sketches were not labelled by the same hands; where they differ on mixed articles, so does the model.",
    "An article that is half one type and half another gets one of them; the probabilities show how near it was.",
)


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the model trained on the model articles among `articles` and the sketches, cross-validated by article.

    Raises:
        ModelError: the articles have fewer than three types.
    """
    sketches, sketch_digest = read_sketches(corpora / "sketches")
    gold = [s for s in map(sample_of, articles) if s.labels["relevance"] != "not_model"]
    samples = [*gold, *(s for s in sketches if s.labels["relevance"] != "not_model")]
    true = [sample.labels["report_type"] for sample in samples]
    nlp = pipeline()
    read = [_read(nlp, sample.article) for sample in samples]
    given, rule, asked = [one for one, _, _ in read], [kind for _, kind, _ in read], [asks for _, _, asks in read]
    fitted = _fit(given, true)
    return Trained(
        task="Says how probable each primary report type is for an annotated article about the model.",
        files=linear_files(fitted.labels, fitted.vocabulary, fitted.weights, fitted.bias),
        settings={
            "model": "multinomial logistic regression",
            "C": _PENALTY,
            "least_articles": _RARE,
            "gold_articles": len(gold),
            "sketches": {"articles": len(samples) - len(gold), "digest": sketch_digest},
        },
        figures=_figures(given, rule, asked, true, len(gold)),
        limits=_LIMITS,
    )


def _read(nlp: Language, article: Article) -> tuple[dict[str, float], str, bool]:
    """Return the features, the type with most sentences, and whether the article answers a reader."""
    doc = nlp.make_doc(article.text)
    doc._.article = article
    nlp(doc)
    found = shares(doc)
    focus = relevance(doc, found) == "model_focus"
    types = sentence_types(doc, found, doc._.claims, focus=focus)
    most = max(ORDER, key=lambda kind: len(types[kind]))
    by_share = most if types[most] else "other"
    return features(doc, found, relevance_features(doc, found), focus=focus), by_share, is_answer(doc, found)


def _fit(given: Sequence[Mapping[str, float]], true: Sequence[str]) -> Linear:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    labels = tuple(kind for kind in ORDER if kind in set(true))
    if len(labels) < 3:
        raise ModelError(f"the articles have {len(labels)} report types; three or more are needed to train")
    seen = Counter(name for one in given for name in one)
    kept = {name for name, count in seen.items() if count >= _RARE}
    columns = DictVectorizer(sort=True)
    matrix = columns.fit_transform([{name: one[name] for name in sorted(one) if name in kept} for one in given])
    names = [str(name) for name in columns.feature_names_]
    fitted = LogisticRegression(C=_PENALTY, max_iter=2000).fit(matrix, list(true))
    order = [list(fitted.classes_).index(label) for label in labels]
    weights, bias = fitted.coef_[order].T.astype(np.float32), fitted.intercept_[order].astype(np.float32)
    return Linear(labels, tuple(names), weights, bias)


def _figures(
    given: Sequence[Mapping[str, float]],
    rule: Sequence[str],
    asked: Sequence[bool],
    true: Sequence[str],
    gold: int,
) -> dict[str, Any]:
    """Compare the largest share with the model; each article is judged by a model without it."""
    from sklearn.model_selection import StratifiedKFold

    least = min(Counter(true).values())
    if least < 2:
        return {}  # too few articles to hold any back
    judged = [""] * len(true)
    folds = StratifiedKFold(min(_FOLDS, least), shuffle=True, random_state=0)
    for learn, hold in folds.split(np.zeros(len(true)), np.array(true)):
        fitted = _fit([given[i] for i in learn], [true[i] for i in learn])
        for i in hold:
            judged[i] = likeliest(probabilities(given[i], fitted))
    answered = ["other" if asks else kind for asks, kind in zip(asked, judged, strict=True)]
    return {
        "largest share": _score(rule, true, gold),
        "model": _score(judged, true, gold),
        "model, answers to readers are other": _score(answered, true, gold),
        "by type (right, of)": {
            kind: [
                sum(j == t == kind for j, t in zip(judged, true, strict=True)),
                sum(t == kind for t in true),
            ]
            for kind in ORDER
        },
    }


def _score(found: Sequence[str], true: Sequence[str], gold: int) -> dict[str, list[int]]:
    right = [f == t for f, t in zip(found, true, strict=True)]
    return {
        "gold (right, of)": [sum(right[:gold]), gold],
        "sketches (right, of)": [sum(right[gold:]), len(right) - gold],
    }
