"""One article out of what was read: a text, the fields of a row, or a page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from tinbai.errors import InputError
from tinbai.pages import jsonlines
from tinbai.pages.dates import published
from tinbai.pages.encoding import Decoded, mended
from tinbai.pages.html import extract
from tinbai.pages.sources import Source, stem_of
from tinbai.pages.zones import header_lines, zone_text, zones
from tinbai.papers import Paper
from tinbai.records import Article
from tinbai.settings import Settings

Keep = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """How everything of one call is read.

    Attributes:
        settings: limits.
        keep: asked with the text of each article; False leaves it out.
        papers: newspapers of the user's own, whose selectors go first.
    """

    settings: Settings
    keep: Keep
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that the caller did not want; its id stays taken, so that no other article's id depends on it."""

    id: str


def from_fields(fields: jsonlines.Fields, where: str, way: Way) -> Article | LeftOut:
    """Return the article of one row.

    Raises:
        InputError: `too_long`.
    """
    whole = mended(fields.text)
    _check_length(whole.text, where, way.settings)
    name = fields.id or digest(whole.text)
    if not way.keep(whole.text):
        return LeftOut(name)
    found = zones(whole.text, has_title=fields.has_title)
    date, basis = published(fields.published, header_lines(whole.text, found))
    return Article(
        id=name,
        input=where,
        url=fields.url,
        source=fields.source,
        title=mended(fields.title).text if fields.title else zone_text(whole.text, found, "title"),
        lead=zone_text(whole.text, found, "lead"),
        byline=zone_text(whole.text, found, "byline"),
        published=date,
        published_basis=basis,
        flags=(*fields.flags, *whole.flags),
        text=whole.text,
        zones=found,
    )


def from_text(given: Decoded, source: Source, way: Way) -> Article | LeftOut:
    """Return the article of a text file.

    Raises:
        InputError: `too_long`.
    """
    text = given.text
    _check_length(text, source.name, way.settings)
    if not way.keep(text):
        return LeftOut(_own_id(source, text))
    found = zones(text)
    date, basis = published(None, header_lines(text, found))
    return Article(
        id=_own_id(source, text),
        input=source.name,
        title=zone_text(text, found, "title"),
        lead=zone_text(text, found, "lead"),
        byline=zone_text(text, found, "byline"),
        published=date,
        published_basis=basis,
        flags=given.flags,
        text=text,
        zones=found,
    )


def from_page(page: Decoded, source: Source, way: Way, url: str | None = None) -> Article | LeftOut:
    """Return the article of an HTML page; one with an address has an id made from it.

    Raises:
        InputError: `too_long`, or what `html.extract` raises.
    """
    found = extract(page.text, where=source.name, url=url, papers=way.papers)
    _check_length(found.text, source.name, way.settings)
    name = digest(url) if url else _own_id(source, found.text)
    if not way.keep(found.text):
        return LeftOut(name)
    return Article(
        id=name,
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
        flags=(*page.flags, *found.flags),
        text=found.text,
        zones=found.zones,
    )


def digest(text: str) -> str:
    """Return the id of a text or address that has no other.

    Example:
        >>> digest("Xóm họp.")
        '2c6aee345616bbdd'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _check_length(text: str, where: str, settings: Settings) -> None:
    if len(text) > settings.max_article_chars:
        message = f"{where}: the article has {len(text)} characters, more than {settings.max_article_chars}"
        raise InputError(message, where=where, reason="too_long")


def _own_id(source: Source, text: str) -> str:
    return stem_of(source.name) if source.path is not None else digest(text)
