"""What a caller names as input → one stream of articles and failures."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from tinbai.dataset import parquet
from tinbai.pages.read import Keep, PathLike
from tinbai.pages.read import read as read_files
from tinbai.papers import Paper, read_paper
from tinbai.records import Article, Failure
from tinbai.settings import DEFAULT, Settings

Input = str | os.PathLike[str] | Article | Failure


def read(
    source: PathLike | Iterable[PathLike],
    *,
    settings: Settings = DEFAULT,
    keep: Keep | None = None,
    papers: Iterable[Paper] = (),
) -> Iterator[Article | Failure]:
    r"""Stream the articles behind `source`, sorted by path; what cannot be read comes as `Failure`.

    Args:
        source: a path, several paths, or `-` for standard input. Read are `.txt`, `.html`, `.htm`, `.jsonl`,
            `.jsonl.gz`, `.parquet`, `.warc`, `.warc.gz`, and folders of them.
        settings: limits in bytes and characters.
        keep: asked with the text of each article; False leaves it out of the stream.
        papers: newspapers of your own (`papers.read_paper`), whose selectors go before the shipped ones.

    Raises:
        NothingToReadError: no path leads to a file that could be read (at the call, not later).

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "xom.txt").write_text("Xóm Gò có đường mới\n\nBà con vui.", encoding="utf-8")
        >>> [article.title for article in read(folder)]
        ['Xóm Gò có đường mới']
    """
    return read_files(source, settings=settings, keep=keep, papers=papers, tables=parquet.rows)


def articles(
    inputs: Input | Iterable[Input], keep: Keep | None = None, papers: Iterable[Paper] = ()
) -> Iterator[Article | Failure]:
    """Return the articles behind `inputs`: paths are read, articles and failures pass through.

    A list of paths is sorted and each path read once, so the order does not matter.
    With `keep`, an article is left out when `keep(text)` is False; `papers` are the user's own newspapers.

    Raises:
        NothingToReadError: no path leads to a file that could be read (at the call, not later).
    """
    items = [inputs] if isinstance(inputs, str | os.PathLike | Article | Failure) else inputs
    if isinstance(items, list | tuple):
        paths = [item for item in items if isinstance(item, str | os.PathLike)]
        if len(paths) == len(items):
            return read(paths, keep=keep, papers=papers)
    return _passed(items, keep, tuple(papers))


def own_papers(files: Iterable[Path] | None) -> tuple[Paper, ...]:
    """Return the newspapers of the user's own files.

    Raises:
        PaperError: a file cannot be read or is malformed; the message names file and line.
    """
    return tuple(read_paper(file) for file in files or ())


def _passed(items: Iterable[Input], keep: Keep | None, papers: tuple[Paper, ...]) -> Iterator[Article | Failure]:
    for item in items:
        if isinstance(item, Article):
            if keep is None or keep(item.text):
                yield item
        elif isinstance(item, Failure):
            yield item
        else:
            yield from read(item, keep=keep, papers=papers)
