"""What a caller names as input → one stream of articles and failures."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from tinbai.pages.read import Keep, read
from tinbai.records import Article, Failure

Input = str | os.PathLike[str] | Article | Failure


def articles(inputs: Input | Iterable[Input], keep: Keep | None = None) -> Iterator[Article | Failure]:
    """Return the articles behind `inputs`: paths are read, articles and failures pass through.

    A list of paths is sorted and each path read once, so the order does not matter.
    With `keep`, an article is left out when `keep(text)` is False.

    Raises:
        NothingToReadError: no path leads to a file that could be read (at the call, not later).
    """
    items = [inputs] if isinstance(inputs, str | os.PathLike | Article | Failure) else inputs
    if isinstance(items, list | tuple):
        paths = [item for item in items if isinstance(item, str | os.PathLike)]
        if len(paths) == len(items):
            return read(paths, keep=keep)
    return _passed(items, keep)


def _passed(items: Iterable[Input], keep: Keep | None) -> Iterator[Article | Failure]:
    for item in items:
        if isinstance(item, Article):
            if keep is None or keep(item.text):
                yield item
        elif isinstance(item, Failure):
            yield item
        else:
            yield from read(item, keep=keep)
