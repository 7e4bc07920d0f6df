"""Trains the model of relevance: multinomial logistic regression over the evidence and the words of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language

from tinbai.classify.relevance import Relevance, relevance, shares, speaks_of_model
from tinbai.classify.relevance_features import features
from tinbai.classify.relevance_model import LABELS, calibration, likeliest, settled, softmax
from tinbai.evaluate.compile import GoldArticle
from tinbai.models.linear import Linear, linear_files
from tinbai.pipeline import COMPONENTS
from tinbai.records import Article
from tinbai.train.run import Trained
from tinbai.train.sketches import read_sketches, sample_of

_PENALTY = 10.0  # scikit-learn's C: 3 and 10 err equally often in cross-validation, 10 is better calibrated
_FOLDS = 10
_RARE_WORD, _RARE_EVIDENCE = 6, 2  # articles that must have a feature
_LIMITS = (
    "Trained on articles written for the purpose, not on newspapers; real articles may be less clear.",
    "The evidence it reads was found by the rules: what they overlook in an article, it sees through words alone.",
    "Probabilities are calibrated on the mixture of the corpus; in a whole newspaper the model is far rarer.",
)


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the model trained on `articles` and the sketches, with figures from cross-validation by article."""
    sketches, sketch_digest = read_sketches(corpora / "sketches")
    samples = [*map(sample_of, articles), *sketches]
    nlp = pipeline()
    found = [_read(nlp, sample.article) for sample in samples]
    given, rule, speaks = [one[0] for one in found], [one[1] for one in found], [one[2] for one in found]
    true = [sample.labels["relevance"] for sample in samples]
    return Trained(
        task="Says how probable model_focus, model_mention and not_model are for an annotated article.",
        files=_files(_fit(given, true)),
        settings={
            "model": "multinomial logistic regression",
            "C": _PENALTY,
            "least_articles": {"words": _RARE_WORD, "evidence": _RARE_EVIDENCE},
            "sketches": {"articles": len(sketches), "digest": sketch_digest},
        },
        figures=_figures(given, rule, speaks, true),
        limits=_LIMITS,
    )


def pipeline() -> Language:
    """Return the pipeline without the labels, which need the model that is being trained."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
    for name in COMPONENTS:
        if name != "tinbai_labels":
            nlp.add_pipe(name)
    return nlp


def _read(nlp: Language, article: Article) -> tuple[dict[str, float], Relevance, bool]:
    doc = nlp.make_doc(article.text)
    doc._.article = article
    nlp(doc)
    found = shares(doc)
    return features(doc, found), relevance(doc, found), speaks_of_model(doc, found)


def _fit(given: Sequence[Mapping[str, float]], true: Sequence[str]) -> Linear:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for one in given for name in one)
    kept = {n for n, c in seen.items() if c >= (_RARE_WORD if n.startswith("w:") else _RARE_EVIDENCE)}
    columns = DictVectorizer(sort=True)
    matrix = columns.fit_transform([{name: one[name] for name in sorted(one) if name in kept} for one in given])
    names = [str(name) for name in columns.feature_names_]
    fitted = LogisticRegression(C=_PENALTY, max_iter=5000).fit(matrix, list(true))
    order = [list(fitted.classes_).index(label) for label in LABELS]
    weights, bias = fitted.coef_[order].T.astype(np.float32), fitted.intercept_[order].astype(np.float32)
    return Linear(LABELS, tuple(names), weights, bias)


def _files(fitted: Linear) -> dict[str, bytes]:
    return linear_files(fitted.labels, fitted.vocabulary, fitted.weights, fitted.bias)


def _figures(
    given: Sequence[Mapping[str, float]], rule: Sequence[Relevance], speaks: Sequence[bool], true: Sequence[str]
) -> dict[str, Any]:
    """Compare rule, model, and both together; each article is judged by a model without it."""
    from sklearn.model_selection import StratifiedKFold

    least = min(Counter(true).values())
    if least < 2:
        return {}  # too few articles to hold any back
    judged: list[dict[str, float]] = [{} for _ in true]
    folds = StratifiedKFold(min(_FOLDS, least), shuffle=True, random_state=0)
    for learn, hold in folds.split(np.zeros(len(true)), np.array(true)):
        fitted = _fit([given[i] for i in learn], [true[i] for i in learn])
        for i in hold:
            judged[i] = softmax(dict(zip(fitted.labels, map(float, fitted.scores(given[i])), strict=True)))
    best = [likeliest(p) for p in judged]
    both = [settled(r, p, speaks=s) for r, p, s in zip(rule, judged, speaks, strict=True)]
    error, table = calibration(list(zip(judged, true, strict=True)))
    doubted = [r != b for r, b in zip(rule, best, strict=True)]
    wrong = [r != t for r, t in zip(rule, true, strict=True)]
    return {
        "rule": _score(rule, true),
        "model": _score(best, true),
        "rule, but of a mention the model may make a focus": _score(both, true),
        "expected calibration error": error,
        "reliability (articles, said, right)": table,
        "marked for review": sum(doubted),
        "errors of the rule among them": sum(d and w for d, w in zip(doubted, wrong, strict=True)),
    }


def _score(found: Sequence[str], true: Sequence[str]) -> dict[str, Any]:
    from sklearn.metrics import f1_score, recall_score

    return {
        "right": sum(f == t for f, t in zip(found, true, strict=True)),
        "of": len(true),
        "macro_f1": round(float(f1_score(true, found, average="macro")), 3),
        "model_focus_recall": round(float(recall_score(true, found, labels=["model_focus"], average="macro")), 3),
    }
