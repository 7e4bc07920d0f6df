"""Training as such: the same gold gives the same bytes, and a model's folder is whole or not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tinbai.errors import ModelError, NothingToReadError, OutputError
from tinbai.evaluate.commands import Note
from tinbai.evaluate.compile import GoldArticle
from tinbai.models import load
from tinbai.models.linear import linear_files, load_linear
from tinbai.train import run
from tinbai.train.commands import train as command
from tinbai.train.run import TRAINERS, Trained, train

GOLD = Path(__file__).parents[2] / "corpora" / "gold"


def lengths(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    weights = np.array([[float(sum(len(article.text) for article in articles))]]) / 1e6
    return Trained("says how long articles are", linear_files(["long"], ["chars"], weights, np.zeros(1)))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(run, "TRAINERS", {"toy": f"{__name__}:lengths"})
    monkeypatch.setattr(run, "trainer", lambda name: lengths)
    return "toy"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold" / "train"
    folder.mkdir(parents=True)
    for path in sorted((GOLD / "train").glob("*.txt"))[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    return tmp_path / "gold"


def test_a_trained_model_carries_its_data_and_versions(toy: str, gold: Path, tmp_path: Path) -> None:
    ((name, card),) = train(gold=gold, out=tmp_path / "models")
    assert name == toy
    assert card["data"]["articles"] == 3
    assert set(card["made_with"]) == {"tinbai", "python", "numpy", "scipy", "scikit-learn"}
    assert load_linear(toy, tmp_path / "models").labels == ("long",)
    assert load(toy, tmp_path / "models").card == card


def test_other_gold_gives_another_digest(toy: str, gold: Path, tmp_path: Path) -> None:
    ((_, first),) = train(gold=gold, out=tmp_path / "first")
    next((gold / "train").glob("*.txt")).unlink()
    ((_, second),) = train(gold=gold, out=tmp_path / "second")
    assert first["data"]["digest"] != second["data"]["digest"]


def test_training_again_replaces_the_model_and_leaves_nothing_beside(toy: str, gold: Path, tmp_path: Path) -> None:
    out = tmp_path / "models"
    list(train(gold=gold, out=out))
    first = {path.name: path.read_bytes() for path in (out / toy).iterdir()}
    list(train(gold=gold, out=out))
    assert {path.name: path.read_bytes() for path in (out / toy).iterdir()} == first
    assert [path.name for path in out.iterdir()] == [toy]


def test_a_folder_that_is_no_model_is_left_alone(toy: str, gold: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "models" / toy
    foreign.mkdir(parents=True)
    (foreign / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is no model"):
        list(train(gold=gold, out=tmp_path / "models"))
    assert (foreign / "thesis.txt").is_file()


def test_where_no_gold_is_there_is_nothing_to_train_on(toy: str, gold: Path, tmp_path: Path) -> None:
    with pytest.raises(NothingToReadError, match=r"gold: no gold article to train on; .*--gold"):
        list(train([toy], gold=gold, split="dev", out=tmp_path / "out"))


def test_an_unknown_model_is_told_with_those_that_are_known(toy: str, gold: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no model 'tpyo' to train; choose from: toy"):
        list(train(["tpyo"], gold=gold, out=tmp_path))


@pytest.mark.parametrize("name", sorted(TRAINERS))
def test_every_trainer_resolves(name: str) -> None:
    assert callable(run.trainer(name))


def test_training_tells_what_it_is_at_on_standard_error(
    toy: str, gold: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = list(command([toy], gold=gold, out=tmp_path))
    assert [line.split("\t")[0] for line in lines if not isinstance(line, Note)] == [toy]
    assert f"{toy}: training on" in capfd.readouterr().err
    list(train([toy], gold=gold, out=tmp_path))
    assert capfd.readouterr().err == ""  # the library is silent; only the command tells
