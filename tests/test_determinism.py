"""The same input gives the same bytes: other hash seed, other order, other number of workers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tinbai


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped articles, and one input that fails."""
    folder = tmp_path_factory.mktemp("same") / "bai"
    shutil.copytree(Path(tinbai.__file__).parent / "data" / "demo", folder)
    (folder / "empty.txt").write_bytes(b"")
    return folder


def build(folder: Path, out: str, *options: str, seed: int) -> dict[str, bytes]:
    """Build in a process of its own, and return the bytes of every file."""
    inputs = sorted(path.relative_to(folder.parent).as_posix() for path in folder.iterdir())
    inputs = inputs[::-1] if seed % 2 else inputs
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "tinbai.cli", "build", *inputs, "-o", out, "--sqlite", *options]
    subprocess.run(command, cwd=folder.parent, env=environment, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in (folder.parent / out).iterdir()}


@pytest.fixture(scope="module")
def first(articles: Path) -> dict[str, bytes]:
    return build(articles, "first", seed=0)


@pytest.mark.parametrize(
    ("options", "seed"), [((), 1), (("--workers", "2"), 2)], ids=["other seed and order", "two workers"]
)
def test_the_dataset_is_the_same_byte_for_byte(
    options: tuple[str, ...], seed: int, articles: Path, first: dict[str, bytes]
) -> None:
    again = build(articles, f"again{seed}", *options, seed=seed)
    assert [name for name in sorted(first) if first[name] != again.get(name)] == []
    assert set(again) == set(first)


def test_folder_and_files_give_the_same(
    articles: Path, first: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    tinbai.build("bai", "whole", sqlite=True)
    assert {path.name: path.read_bytes() for path in Path("whole").iterdir()} == first
