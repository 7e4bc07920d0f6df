"""The three articles that ship with tinbai: invented persons and hamlets in real communes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files

from tinbai.pages.read import read
from tinbai.records import Article, Failure


def demo_articles() -> Iterator[Article | Failure]:
    """Yield the shipped articles; their `input` is `demo/…`, so that datasets do not hold paths of a machine."""
    with as_file(files("tinbai") / "data" / "demo") as folder:
        for path in sorted(folder.glob("*.txt")):
            for article in read(path):
                yield article.model_copy(update={"input": f"demo/{path.name}"})
