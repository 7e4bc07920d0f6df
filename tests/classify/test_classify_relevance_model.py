"""The model beside the rule of relevance: calibrated, shown, and heard only on mentions."""

from __future__ import annotations

from pathlib import Path

import pytest

import tinbai
from tinbai.classify import relevance_model
from tinbai.classify.relevance_model import LABELS, calibration, likeliest
from tinbai.errors import ModelError
from tinbai.evaluate.corpus import load as gold_articles
from tinbai.pipeline import annotate
from tinbai.train.relevance import train

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
ABOUT = (
    "Xóm Gò có trưởng xóm mới\n\nÔng Lường Văn Đáp là Bí thư Chi bộ kiêm Trưởng xóm Gò từ tháng 3.\n\nBà con rất vui."
)


@pytest.fixture(scope="module")
def dev():
    """The labels found and the true relevance of each dev article."""
    articles = list(gold_articles(GOLD, split="dev"))
    found = annotate([article.annotation.article for article in articles])
    return [(one.labels, gold.annotation.labels.relevance) for one, gold in zip(found, articles, strict=True)]


def test_probabilities_on_dev_are_calibrated(dev):
    judged = [({label: labels.scores[f"p_{label}"] for label in LABELS}, true) for labels, true in dev]
    error, table = calibration(judged, bins=10)
    assert sum(size for size, _, _ in table) == len(dev) >= 45
    assert error <= 0.05


def test_every_row_on_which_rule_and_model_disagree_is_marked(dev):
    for labels, _ in dev:
        by_model = {label: labels.scores[f"p_{label}"] for label in LABELS}
        assert (likeliest(by_model) != labels.relevance) == ("relevance" in labels.review)


def test_the_probabilities_are_shown_and_sum_to_one():
    doc = tinbai.load()(ABOUT)
    shown = [doc._.labels.scores[f"p_{label}"] for label in LABELS]
    assert shown == [doc.cats[label] for label in LABELS]
    assert sum(shown) == pytest.approx(1, abs=0.001)
    assert doc._.labels.relevance == likeliest(dict(zip(LABELS, shown, strict=True))) == "model_focus"
    assert doc._.labels.review == ()


def test_a_row_is_marked_for_review_when_the_model_says_otherwise(monkeypatch):
    monkeypatch.setattr(
        "tinbai.classify.labels.probabilities",
        lambda seen: {"model_focus": 0.2, "model_mention": 0.1, "not_model": 0.7},
    )
    (annotation,) = annotate(ABOUT)
    assert annotation.labels.relevance == "model_focus"
    assert annotation.labels.review == ("relevance",)


def test_a_missing_model_is_told_when_the_pipeline_is_loaded(monkeypatch):
    monkeypatch.setattr(relevance_model, "NAME", "absent")
    with pytest.raises(ModelError, match="absent"):
        tinbai.load()


def test_calibration_weighs_each_band_by_its_articles():
    sure = {"model_focus": 1.0, "model_mention": 0.0, "not_model": 0.0}
    unsure = {"model_focus": 0.5, "model_mention": 0.4, "not_model": 0.1}
    error, table = calibration([(sure, "model_focus")] * 3 + [(unsure, "not_model")], bins=5)
    assert table == [(1, 0.5, 0.0), (3, 1.0, 1.0)]
    assert error == 0.125


def test_two_trainings_give_the_same_bytes_and_figures(tmp_path):
    articles = list(gold_articles(GOLD, split="train"))[::5]
    first, second = (train(articles, corpora=tmp_path) for _ in range(2))  # without sketches
    assert first == second
    assert first.figures["rule"]["of"] == len(articles)
    assert set(first.files) == {"labels.txt", "vocabulary.txt", "weights.npy", "bias.npy"}
