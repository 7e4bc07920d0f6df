"""The reader of claims: training gives the same bytes twice, and mistakes in the clauses are told with their line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tinbai.errors import CorpusError
from tinbai.evaluate.corpus import load
from tinbai.models import Model
from tinbai.models.linear import linear_of
from tinbai.train.claim_cuts import Pair, figures, fitted
from tinbai.train.claim_examples import read_clauses
from tinbai.train.claims import train

CORPORA = Path(__file__).parents[2] / "corpora"


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """The shipped clauses, and of the sketches only a few."""
    shutil.copytree(CORPORA / "claims", tmp_path / "claims")
    (tmp_path / "sketches").mkdir()
    few = (CORPORA / "sketches" / "north.txt").read_text(encoding="utf-8").split("\n=== ")[:5]
    (tmp_path / "sketches" / "few.txt").write_text("\n=== ".join(few), encoding="utf-8")
    return tmp_path


def test_training_twice_gives_the_same_bytes_and_a_model_that_reads(
    monkeypatch: pytest.MonkeyPatch, corpora: Path
) -> None:
    monkeypatch.setattr("tinbai.train.claims._FOLDS", 2)
    articles = [gold for gold in load(CORPORA / "gold", split="train") if gold.annotation.claims][:6]
    first, second = (train(articles, corpora=corpora) for _ in range(2))
    assert first.settings["sketches"]["articles"] == 5
    assert first == second
    assert all(counts["gold"] > 0 for counts in first.figures.values() if "gold" in counts)
    linear = linear_of(Model("claims", {}, first.files, CORPORA))
    assert linear.labels[-1] == "claim"
    assert {"B01", "D02"} < set(linear.labels)
    assert linear.probabilities({"phụ cấp": 1.0, "thấp": 1.0})["D02"] > linear.probabilities({})["D02"]
    assert linear_of(Model("claims", {}, first.files, CORPORA), "cut").labels == ("cut",)


@pytest.mark.parametrize(
    "line", ["B01 Nghị quyết xuống dân nhanh", "B77 | Nghị quyết xuống dân nhanh", "B01, | Mau", "B01 |  "]
)
def test_a_malformed_clause_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "x.txt").write_text(f"# kept apart\n- | Họp lúc bảy giờ\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"x\.txt:3: write 'CODE,CODE"):
        read_clauses(tmp_path)


def test_a_folder_without_clauses_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no clauses"):
        read_clauses(tmp_path)


def test_every_aspect_that_can_be_found_has_clauses() -> None:
    clauses, _ = read_clauses(CORPORA / "claims")
    named = {code for clause in clauses for code in clause.aspects}
    assert named == {f"B{n:02}" for n in (*range(1, 15), 98)} | {f"D{n:02}" for n in (*range(1, 16), 98)}
    assert sum(not clause.aspects for clause in clauses) > 100


def _pairs(*apart: bool) -> list[Pair]:
    return [Pair(n, {"#semicolon": float(one)} | {"word làm": 0.5}, one, 1.0) for n, one in enumerate(apart)]


def test_cuts_are_learnt_from_what_parts_claims() -> None:
    model = fitted(_pairs(*[True, False] * 6))
    assert model.scores({"#semicolon": 1.0})[0] > model.scores({})[0]
    assert model.vocabulary == ("#semicolon", "word làm")


@pytest.mark.parametrize("pairs", [[], _pairs(False, False)])
def test_without_examples_of_both_kinds_nothing_is_cut(pairs: list[Pair]) -> None:
    assert fitted(pairs).scores({"#semicolon": 1.0})[0] < 0


def test_figures_of_cuts_are_of_pairs_held_out() -> None:
    pairs = _pairs(*[True, False] * 6)
    for parts, right in ((3, 12), (2, 6)):  # of each half the other knows one answer only
        folds = [(frozenset(range(first, 12, parts)), fitted([])) for first in range(parts)]
        (found,) = figures(pairs, folds).values()
        assert found == {"right": right, "of": 12, "two": 6}
