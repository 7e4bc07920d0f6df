"""The one entrance: any file, folder or standard input → a stream of articles.

Bad input never stops a batch: it becomes a `Failure` that names the file, the
place and the reason, in the place where the article would have come.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from tinbai.errors import InputError
from tinbai.pages import jsonlines, stored
from tinbai.pages.encoding import decode
from tinbai.pages.make import Keep as Keep
from tinbai.pages.make import LeftOut, Way, digest, from_fields, from_page, from_text
from tinbai.pages.sources import Source, expand
from tinbai.papers import Paper
from tinbai.records import Article, Failure
from tinbai.settings import DEFAULT, Settings

PathLike = str | os.PathLike[str]
Item = Article | Failure | LeftOut
# What opens tables, which this room cannot: path, its name for messages, limits → (place, row or what is wrong).
Tables = Callable[[Path, str, Settings], Iterator[tuple[str, Mapping[str, Any] | InputError]]]
_SUPPORTED = "tinbai reads .txt, .html, .htm, .jsonl, .jsonl.gz, .parquet, .warc and .warc.gz"


def read(
    source: PathLike | Iterable[PathLike],
    *,
    settings: Settings = DEFAULT,
    keep: Keep | None = None,
    papers: Iterable[Paper] = (),
    tables: Tables | None = None,
) -> Iterator[Article | Failure]:
    r"""Stream the articles behind `source`, sorted by path; what cannot be read comes as `Failure`.

    Args:
        source: a path, several paths, or `-` for standard input. Read are `.txt`,
            `.html`, `.htm`, `.jsonl`, `.jsonl.gz`, `.parquet`, `.warc`, `.warc.gz`, and folders of them.
        settings: limits in bytes and characters.
        keep: asked with the text of each article, before its zones are found where the
            input allows it; False leaves the article out of the stream.
        papers: newspapers of your own (`papers.read_paper`), whose selectors go before the shipped ones.
        tables: what opens `.parquet` files; `tinbai.read` has it, here they are failures without.

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
    return _stream(expand(source), Way(settings, keep or _everything, tuple(papers)), tables)


def _everything(text: str) -> bool:
    return True


def _stream(sources: list[Source], way: Way, tables: Tables | None) -> Iterator[Article | Failure]:
    taken: set[str] = set()
    for source in sources:
        try:
            for item in _read_one(source, way, tables):
                if isinstance(item, LeftOut):
                    taken.add(item.id)
                else:
                    yield _numbered(item, taken) if isinstance(item, Article) else item
        except InputError as error:
            yield _failure(error)
        except (OSError, EOFError, zlib.error) as error:
            yield _failure(_spoken(error, source.name))


def _read_one(source: Source, way: Way, tables: Tables | None) -> Iterator[Item]:
    if source.missing:
        raise InputError(f"{source.name}: {source.missing}", where=source.name, reason="missing")
    if source.path is None:
        yield from _standard_input(way)
        return
    if source.suffix is None or (source.suffix == ".parquet" and tables is None):
        raise InputError(f"{source.name}: {_SUPPORTED}", where=source.name, reason="unsupported")
    if source.suffix == ".parquet" and tables is not None:
        yield from _rows(tables(source.path, source.name, way.settings), way)
        return
    if source.suffix in (".warc", ".warc.gz"):
        yield from _stored(source, source.path, way)
        return
    with source.path.open("rb") as file:
        if source.suffix == ".jsonl":
            yield from _json_lines(file, source.name, way)
        elif source.suffix == ".jsonl.gz":
            with gzip.open(file, "rb") as unpacked:
                yield from _json_lines(io.BufferedReader(unpacked), source.name, way)
        else:
            yield _single(file, source, way)


def _standard_input(way: Way) -> Iterator[Item]:
    """Read standard input: JSON Lines if its first letter is `{`, HTML if it is `<`, else one text."""
    given = sys.stdin.buffer
    stream: io.BufferedReader[Any]
    stream = given if isinstance(given, io.BufferedReader) else io.BufferedReader(given)
    head = stream.peek(1024)
    if head.startswith(b"\x1f\x8b"):
        stream = io.BufferedReader(gzip.GzipFile(fileobj=stream))
        head = stream.peek(1024)
    opening = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if opening == b"{":
        yield from _json_lines(stream, "-", way)
    else:
        yield _single(stream, Source("-", None, ".html" if opening == b"<" else ".txt"), way)


def _json_lines(stream: io.BufferedReader[Any], name: str, way: Way) -> Iterator[Item]:
    count = 0
    for where, line in jsonlines.lines(stream, name=name, settings=way.settings):
        count += 1
        try:
            if isinstance(line, InputError):
                raise line
            yield from_fields(jsonlines.parse(line, where=where, settings=way.settings), where, way)
        except InputError as error:
            yield _failure(error)
    if not count:
        raise InputError(f"{name}: the file is empty", where=name, reason="empty")


def _rows(rows: Iterator[tuple[str, Mapping[str, Any] | InputError]], way: Way) -> Iterator[Item]:
    for where, row in rows:
        try:
            if isinstance(row, InputError):
                raise row
            yield from_fields(jsonlines.fields(row, where=where), where, way)
        except InputError as error:
            yield _failure(error)


def _stored(source: Source, path: Path, way: Way) -> Iterator[Item]:
    for page in stored.pages(path, source.name, settings=way.settings):
        try:
            if isinstance(page, InputError):
                raise page
            text = decode(page.body, where=page.where, settings=way.settings, page=True)
            yield from_page(text, Source(page.where, None, ".html"), way, page.url or None)
        except InputError as error:
            yield _failure(error)


def _single(stream: IO[bytes], source: Source, way: Way) -> Item:
    name = source.name
    data = stream.read(way.settings.max_file_bytes + 1)
    if len(data) > way.settings.max_file_bytes:
        message = f"{name}: the file has more than {way.settings.max_file_bytes} bytes"
        raise InputError(message, where=name, reason="too_large")
    is_page = source.suffix in (".html", ".htm")
    text = decode(data, where=name, settings=way.settings, page=is_page)
    return from_page(text, source, way) if is_page else from_text(text, source, way)


def _numbered(article: Article, taken: set[str]) -> Article:
    """Give a second article of one id a suffix from its input, so that two are never merged."""
    name = article.id
    if name in taken:
        name = f"{article.id}-{digest(article.input)[:8]}"
        article = article.model_copy(update={"id": name})
    taken.add(name)
    return article


def _failure(error: InputError) -> Failure:
    return Failure(input=error.where, stage="read", reason=error.reason, message=str(error))


def _spoken(error: Exception, name: str) -> InputError:
    if isinstance(error, PermissionError):
        return InputError(f"{name}: you may not read this file", where=name, reason="permission")
    if isinstance(error, FileNotFoundError):
        return InputError(f"{name}: the file is gone", where=name, reason="missing")
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return InputError(f"{name}: the gzip file is damaged ({error})", where=name, reason="gzip")
    return InputError(f"{name}: cannot be read ({error})", where=name, reason="unreadable_file")
