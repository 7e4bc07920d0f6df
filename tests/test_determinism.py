"""The same input gives the same bytes: other hash seed, other order, other number of workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from spacy.language import Language

import tinbai
from tinbai.evaluate.cases import load_cases


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped articles, and one input that fails."""
    folder = tmp_path_factory.mktemp("same") / "bai"
    shutil.copytree(Path(tinbai.__file__).parent / "data" / "demo", folder)
    (folder / "empty.txt").write_bytes(b"")
    return folder


def build(folder: Path, out: str, *options: str, seed: int, inputs: Sequence[str] = ()) -> dict[str, bytes]:
    """Build in a process of its own, and return the bytes of every file.

    Never in this process: a checkout that is changed while the tests run would be compared with itself.
    """
    files = sorted(path.relative_to(folder.parent).as_posix() for path in folder.iterdir())
    given = inputs or (files[::-1] if seed % 2 else files)
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "tinbai.cli", "build", *given, "-o", out, "--sqlite", *options]
    subprocess.run(command, cwd=folder.parent, env=environment, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in (folder.parent / out).iterdir()}


@pytest.fixture(scope="module")
def first(articles: Path) -> dict[str, bytes]:
    return build(articles, "first", seed=0)


@pytest.mark.parametrize(
    ("options", "seed", "inputs"),
    [((), 1, ()), (("--workers", "2"), 2, ()), ((), 0, ("bai",))],
    ids=["other seed and order", "two workers", "folder instead of files"],
)
def test_the_dataset_is_the_same_byte_for_byte(
    options: tuple[str, ...], seed: int, inputs: tuple[str, ...], articles: Path, first: dict[str, bytes]
) -> None:
    again = build(articles, f"again{seed}{''.join(inputs)}", *options, seed=seed, inputs=inputs)
    assert [name for name in sorted(first) if first[name] != again.get(name)] == []
    assert set(again) == set(first)


def test_articles_read_before_change_nothing(nlp: Language) -> None:
    """What one process keeps between articles (caches of names, words, sentences) never shows."""
    gold = Path(__file__).parents[1] / "corpora" / "gold"
    articles = [case.article() for case in load_cases(gold, split="train")[:40:4]]
    found = {one.article.id: one for one in tinbai.annotate(articles, nlp=nlp)}
    for again in tinbai.annotate([*articles[::-1], *articles[::2], *articles[::-1]], nlp=nlp):
        assert again.model_dump_json() == found[again.article.id].model_dump_json()
