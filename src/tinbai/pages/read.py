"""The one entrance: any file, folder or standard input → a stream of articles.

Bad input never stops a batch: it becomes a `Failure` that names the file, the
place and the reason, in the place where the article would have come.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tinbai.errors import InputError
from tinbai.pages import jsonlines, stored
from tinbai.pages.dates import published
from tinbai.pages.encoding import decode
from tinbai.pages.html import extract
from tinbai.pages.sources import Source, expand, stem_of
from tinbai.pages.zones import header_lines, zone_text, zones
from tinbai.records import Article, Failure
from tinbai.settings import DEFAULT, Settings

PathLike = str | os.PathLike[str]
Keep = Callable[[str], bool]
_UNSUPPORTED = {
    ".parquet": "Parquet is not supported yet as input: export the table as JSON Lines",
}
_SUPPORTED = "tinbai reads .txt, .html, .htm, .jsonl, .jsonl.gz, .warc and .warc.gz"


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """An article that the caller did not want; its id stays taken, so that no other article's id depends on it."""

    id: str


def read(
    source: PathLike | Iterable[PathLike], *, settings: Settings = DEFAULT, keep: Keep | None = None
) -> Iterator[Article | Failure]:
    r"""Stream the articles behind `source`, sorted by path; what cannot be read comes as `Failure`.

    Args:
        source: a path, several paths, or `-` for standard input. Read are `.txt`,
            `.html`, `.htm`, `.jsonl`, `.jsonl.gz`, `.warc`, `.warc.gz`, and folders of them.
        settings: limits in bytes and characters.
        keep: asked with the text of each article, before its zones are found where the
            input allows it; False leaves the article out of the stream.

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
    return _stream(expand(source), settings, keep or _everything)


def _everything(text: str) -> bool:
    return True


def _stream(sources: list[Source], settings: Settings, keep: Keep) -> Iterator[Article | Failure]:
    taken: set[str] = set()
    for source in sources:
        try:
            for item in _read_one(source, settings, keep):
                if isinstance(item, _LeftOut):
                    taken.add(item.id)
                else:
                    yield _numbered(item, taken) if isinstance(item, Article) else item
        except InputError as error:
            yield _failure(error)
        except (OSError, EOFError, zlib.error) as error:
            yield _failure(_spoken(error, source.name))


def _read_one(source: Source, settings: Settings, keep: Keep) -> Iterator[Article | Failure | _LeftOut]:
    if source.missing:
        raise InputError(f"{source.name}: {source.missing}", where=source.name, reason="missing")
    if source.path is None:
        yield from _standard_input(settings, keep)
        return
    if source.suffix is None or source.suffix in _UNSUPPORTED:
        what = _UNSUPPORTED.get(source.suffix or "", _SUPPORTED)
        raise InputError(f"{source.name}: {what}", where=source.name, reason="unsupported")
    if source.suffix in (".warc", ".warc.gz"):
        yield from _stored(source, source.path, settings, keep)
        return
    with source.path.open("rb") as file:
        if source.suffix == ".jsonl":
            yield from _json_lines(file, source.name, settings, keep)
        elif source.suffix == ".jsonl.gz":
            with gzip.open(file, "rb") as unpacked:
                yield from _json_lines(io.BufferedReader(unpacked), source.name, settings, keep)
        else:
            yield _single(file, source, settings, keep)


def _standard_input(settings: Settings, keep: Keep) -> Iterator[Article | Failure | _LeftOut]:
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
        yield from _json_lines(stream, "-", settings, keep)
    else:
        yield _single(stream, Source("-", None, ".html" if opening == b"<" else ".txt"), settings, keep)


def _json_lines(
    stream: io.BufferedReader[Any], name: str, settings: Settings, keep: Keep
) -> Iterator[Article | Failure | _LeftOut]:
    count = 0
    for where, line in jsonlines.lines(stream, name=name, settings=settings):
        count += 1
        try:
            if isinstance(line, InputError):
                raise line
            yield _from_fields(jsonlines.parse(line, where=where, settings=settings), where, settings, keep)
        except InputError as error:
            yield _failure(error)
    if not count:
        raise InputError(f"{name}: the file is empty", where=name, reason="empty")


def _stored(source: Source, path: Path, settings: Settings, keep: Keep) -> Iterator[Article | Failure | _LeftOut]:
    for page in stored.pages(path, source.name, settings=settings):
        try:
            if isinstance(page, InputError):
                raise page
            text = decode(page.body, where=page.where, settings=settings)
            article = _from_page(text, Source(page.where, None, ".html"), settings, page.url or None)
            whole = article.model_copy(update={"id": _digest(page.url or article.text)})
            yield whole if keep(whole.text) else _LeftOut(whole.id)
        except InputError as error:
            yield _failure(error)


def _from_fields(fields: jsonlines.Fields, where: str, settings: Settings, keep: Keep) -> Article | _LeftOut:
    _check_length(fields.text, where, settings)
    if not keep(fields.text):
        return _LeftOut(fields.id or _digest(fields.text))
    found = zones(fields.text, has_title=fields.has_title)
    date, basis = published(fields.published, header_lines(fields.text, found))
    return Article(
        id=fields.id or _digest(fields.text),
        input=where,
        url=fields.url,
        source=fields.source,
        title=fields.title or zone_text(fields.text, found, "title"),
        lead=zone_text(fields.text, found, "lead"),
        byline=zone_text(fields.text, found, "byline"),
        published=date,
        published_basis=basis,
        text=fields.text,
        zones=found,
    )


def _single(stream: IO[bytes], source: Source, settings: Settings, keep: Keep) -> Article | _LeftOut:
    name = source.name
    data = stream.read(settings.max_file_bytes + 1)
    if len(data) > settings.max_file_bytes:
        message = f"{name}: the file has more than {settings.max_file_bytes} bytes"
        raise InputError(message, where=name, reason="too_large")
    text = decode(data, where=name, settings=settings)
    if source.suffix in (".html", ".htm"):
        article = _from_page(text, source, settings)
        return article if keep(article.text) else _LeftOut(article.id)
    _check_length(text, name, settings)
    if not keep(text):
        return _LeftOut(_own_id(source, text))
    found = zones(text)
    date, basis = published(None, header_lines(text, found))
    return Article(
        id=_own_id(source, text),
        input=name,
        title=zone_text(text, found, "title"),
        lead=zone_text(text, found, "lead"),
        byline=zone_text(text, found, "byline"),
        published=date,
        published_basis=basis,
        text=text,
        zones=found,
    )


def _from_page(page: str, source: Source, settings: Settings, url: str | None = None) -> Article:
    found = extract(page, where=source.name, url=url)
    _check_length(found.text, source.name, settings)
    return Article(
        id=_own_id(source, found.text),
        input=source.name,
        url=url or found.metadata.url,
        source=found.metadata.site,
        title=found.title,
        lead=found.lead,
        byline=found.byline,
        published=found.dates.published,
        published_basis=found.dates.published_basis,
        modified=found.dates.modified,
        modified_basis=found.dates.modified_basis,
        read_by=found.read_by,
        flags=found.flags,
        text=found.text,
        zones=found.zones,
    )


def _check_length(text: str, where: str, settings: Settings) -> None:
    if len(text) > settings.max_article_chars:
        message = f"{where}: the article has {len(text)} characters, more than {settings.max_article_chars}"
        raise InputError(message, where=where, reason="too_long")


def _own_id(source: Source, text: str) -> str:
    return stem_of(source.name) if source.path is not None else _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _numbered(article: Article, taken: set[str]) -> Article:
    """Give a second article of one id a suffix from its input, so that two are never merged."""
    name = article.id
    if name in taken:
        name = f"{article.id}-{_digest(article.input)[:8]}"
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
