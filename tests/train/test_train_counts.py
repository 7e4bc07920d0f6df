"""The reader of counts: training gives the same bytes twice and learns from counts and shares, not from totals."""

from __future__ import annotations

from pathlib import Path

from tinbai.evaluate.corpus import load
from tinbai.models import Model
from tinbai.models.linear import linear_of
from tinbai.train.counts import counted, train

CORPORA = Path(__file__).parents[2] / "corpora"


def test_training_twice_gives_the_same_bytes_and_a_model_that_reads() -> None:
    articles = [gold for gold in load(CORPORA / "gold", split="train") if gold.annotation.adoption][:16]
    first, second = (train(articles, corpora=CORPORA) for _ in range(2))
    assert first == second
    assert first.figures["rules and model"]["gold"] > 0
    linear = linear_of(Model("counts", {}, first.files, CORPORA))
    assert linear.labels == ("count",)
    assert (
        linear.probabilities({"ratio hamlet_units": 1.0, "cue right": 1.0})["count"] > linear.probabilities({})["count"]
    )


def test_too_few_articles_to_hold_any_back_give_no_figures() -> None:
    articles = [gold for gold in load(CORPORA / "gold", split="train") if gold.annotation.adoption][:2]
    assert train(articles).figures == {}


def test_totals_are_not_what_is_counted() -> None:
    for gold in load(CORPORA / "gold", split="train"):
        spans = counted(gold.annotation)
        records = {record.id: record for record in gold.annotation.adoption}
        for figure in gold.annotation.figures:
            record = records.get(figure.adoption_ref or "")
            if record and record.total is not None and figure.value == record.total != record.count:
                assert (figure.start, figure.end) not in spans
