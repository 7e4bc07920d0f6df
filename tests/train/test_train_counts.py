"""The reader of counts: training gives the same bytes twice and learns from counts and shares, not from totals."""

from __future__ import annotations

from pathlib import Path

from tinbai.evaluate.corpus import load
from tinbai.models import Model
from tinbai.models.linear import linear_of
from tinbai.pipeline import load as load_pipeline
from tinbai.train.counts import counted, told, train
from tinbai.train.sketches import parse

CORPORA = Path(__file__).parents[2] / "corpora"


_SKETCH = """=== x-1
relevance = model_focus
report_type = other
stance = neutral

[body]
- | Huyện có 71/203 thôn làm theo, đạt 34,9%, có 15 xã báo cáo.
= achieved | district | huyện Rào | 71 | 203 | 34.9 | |
- | Con số 71 chưa cao, 90 hộ ở thôn Rào bảo thế.
"""


def test_training_twice_gives_the_same_bytes_and_a_model_that_reads(tmp_path: Path) -> None:
    articles = [gold for gold in load(CORPORA / "gold", split="train") if gold.annotation.adoption][:16]
    few = (CORPORA / "sketches" / "north.txt").read_text(encoding="utf-8").split("\n=== ")[:9]
    (tmp_path / "sketches").mkdir()
    (tmp_path / "sketches" / "few.txt").write_text("\n=== ".join(few), encoding="utf-8")
    first, second = (train(articles, corpora=tmp_path) for _ in range(2))
    assert first == second
    assert first.settings["sketches"]["articles"] == 9
    assert all(first.figures[part]["rules and model"]["gold"] > 0 for part in ("gold", "sketches"))
    linear = linear_of(Model("counts", {}, first.files, CORPORA))
    assert linear.labels == ("count",)
    assert (
        linear.probabilities({"ratio hamlet_units": 1.0, "cue right": 1.0})["count"] > linear.probabilities({})["count"]
    )


def test_a_single_article_gives_no_figures(tmp_path: Path) -> None:
    articles = [gold for gold in load(CORPORA / "gold", split="train") if gold.annotation.adoption][:1]
    assert train(articles, corpora=tmp_path).figures == {}


def test_what_a_sketch_states_of_a_sentence_counts_there_and_is_left_out_elsewhere() -> None:
    (sketch,) = parse(_SKETCH, "x.txt")
    doc = load_pipeline()(sketch.article.text)
    right, wrong = told(sketch, doc._.figures)
    assert {sketch.article.text[a:b] for a, b in right} == {"71/203 thôn", "34,9%"}
    assert {sketch.article.text[a:b] for a, b in wrong} == {"15 xã", "90 hộ"}


def test_totals_are_not_what_is_counted() -> None:
    for gold in load(CORPORA / "gold", split="train"):
        spans = counted(gold.annotation)
        records = {record.id: record for record in gold.annotation.adoption}
        for figure in gold.annotation.figures:
            record = records.get(figure.adoption_ref or "")
            if record and record.total is not None and figure.value == record.total != record.count:
                assert (figure.start, figure.end) not in spans
