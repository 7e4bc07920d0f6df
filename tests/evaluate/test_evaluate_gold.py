"""The corpus itself: complete, clean, and the same twice annotated."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tinbai.evaluate.agreement import agreement
from tinbai.evaluate.check import check_corpus, real_folder
from tinbai.evaluate.corpus import load

CORPORA = Path(__file__).parents[2] / "corpora"
GOLD, SECOND = CORPORA / "gold", CORPORA / "second"


def test_the_corpus_has_no_error():
    report = check_corpus([GOLD], shared=real_folder(GOLD))
    assert [str(problem) for problem in report.errors] == []
    assert report.articles == 300


@pytest.mark.parametrize(("split", "articles"), [("train", 210), ("dev", 45), ("test", 45)])
def test_the_splits_are_complete_and_hold_every_kind(split, articles):
    kinds = Counter(article.kind for article in load(GOLD, split=split))
    assert sum(kinds.values()) == articles
    assert set(kinds) == {"model_focus", "model_mention", "near_miss", "far"}


def test_twenty_articles_of_each_split_are_annotated_twice():
    assert {folder.name: len(list(folder.glob("*.txt"))) for folder in SECOND.iterdir()} == {
        "train": 20,
        "dev": 20,
        "test": 20,
    }


@pytest.mark.parametrize(("split", "articles"), [("train", 67), ("dev", 11), ("test", 11)])
def test_claims_of_the_other_articles_are_annotated_twice_too(split: str, articles: int) -> None:
    texts = {article.annotation.article.id: article.annotation.article.text for article in load(GOLD, split=split)}
    with (CORPORA / "second_claims" / f"{split}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len({row["article"] for row in rows}) == articles
    for row in rows:
        line = texts[row["article"]].split("\n")[int(row["line"]) - 1].replace("\u00a0", " ")
        assert row["text"] in line, row


def test_two_annotators_agree_as_the_codebook_asks():
    found = agreement([GOLD], [SECOND])
    assert found.articles == 60
    for type_, (both, first, second) in found.spans.items():
        target = 0.95 if type_ in {"HAMLET", "COMMUNE", "DISTRICT", "PROVINCE", "PERSON", "DOCUMENT"} else 0.90
        assert 2 * both / (first + second) >= target, type_
    targets = {"relevance": 0.85, "dual": 0.85, "stance": 0.75, "report_type": 0.75}
    assert {name for name, least in targets.items() if (found.kappa[name][0] or 0) < least} == set()
