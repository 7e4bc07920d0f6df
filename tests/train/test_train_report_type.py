"""Training of the model of report types."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinbai.classify.report_type import ORDER
from tinbai.errors import ModelError
from tinbai.evaluate.corpus import load as gold_articles
from tinbai.train.report_type import train

GOLD = Path(__file__).parents[2] / "corpora" / "gold"


def test_two_trainings_give_the_same_bytes_and_figures(tmp_path: Path) -> None:
    articles = list(gold_articles(GOLD, split="train"))[::4]
    about = [a for a in articles if a.annotation.labels.relevance != "not_model"]
    first, second = train(articles, corpora=tmp_path), train(articles, corpora=tmp_path)
    assert first == second
    assert first.settings["gold_articles"] == len(about)
    assert set(first.files) == {"labels.txt", "vocabulary.txt", "weights.npy", "bias.npy"}
    kinds = first.files["labels.txt"].decode().split()
    assert kinds == [kind for kind in ORDER if any(a.annotation.labels.report_type == kind for a in about)]


def test_too_few_types_are_told(tmp_path: Path) -> None:
    articles = [a for a in gold_articles(GOLD, split="train") if a.annotation.labels.report_type == "directive_policy"]
    with pytest.raises(ModelError, match="have 1 report types; three or more are needed"):
        train(articles[:2], corpora=tmp_path)
