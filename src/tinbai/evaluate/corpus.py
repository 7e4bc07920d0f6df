"""Loads gold articles from source files: one, a folder, or the whole corpus with its splits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tinbai.errors import CorpusError, NothingToReadError
from tinbai.evaluate.compile import GoldArticle, compile_source
from tinbai.evaluate.source import Problem, parse

SPLITS = ("train", "dev", "test")


def source_files(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return the `.txt` files among and below `paths`, sorted, each once.

    Raises:
        NothingToReadError: there is none.
    """
    found: set[Path] = set()
    for path in map(Path, paths):
        found.update(path.rglob("*.txt") if path.is_dir() else [path])
    if not found:
        raise NothingToReadError(f"no gold article (*.txt) in {', '.join(str(path) for path in paths)}")
    return tuple(sorted(found))


def compile_file(path: str | Path) -> tuple[GoldArticle | None, list[Problem]]:
    """Read and compile one source file; the split is the name of its folder."""
    path = Path(path)
    try:
        raw = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(str(path), 0, "error", f"cannot be read: {error}")]
    source, problems = parse(raw, str(path))
    if source is None:
        return None, problems
    split = path.parent.name if path.parent.name in SPLITS else ""
    article, more = compile_source(source, split=split)
    return article, [*problems, *more]


def load(*paths: str | Path, split: str | None = None) -> Iterator[GoldArticle]:
    """Yield the gold articles of `paths` in order of their files.

    Args:
        paths: files or folders.
        split: only this one (train, dev, test); all if None.

    Raises:
        CorpusError: an article has mistakes; the message lists all of that file.
        NothingToReadError: no file at all.
    """
    for path in source_files(paths):
        if split is not None and path.parent.name != split:
            continue
        article, problems = compile_file(path)
        errors = [problem for problem in problems if problem.level == "error"]
        if article is None or errors:
            raise CorpusError("\n".join(str(problem) for problem in errors))
        yield article


def digest(*paths: str | Path, split: str | None = None) -> str:
    """Return the SHA-256 over name and bytes of all source files under `paths`, in order.

    Args:
        paths: files or folders.
        split: only this one; all if None.
    """
    total = hashlib.sha256()
    for path in source_files(paths):
        if split is None or path.parent.name == split:
            total.update(f"{path.parent.name}/{path.name}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
