"""Sitemaps, RSS and Atom: addresses and days out of XML that may be broken, huge or hostile."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from tinbai.pages.dates import normalise
from tinbai.pages.stored import TooLargeError, unpacked

_ITEMS = frozenset({"url", "sitemap", "item", "entry"})
_ADDRESSES = frozenset({"loc", "link"})
_MODIFIED = frozenset({"lastmod", "updated"})
_PUBLISHED = frozenset({"publication_date", "pubdate", "published", "date"})
_MOST_ITEMS = 100_000
_MOST_CHARS = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of a sitemap or feed, with its days (ISO) as far as they are given.

    Attributes:
        url: as printed.
        is_map: it is another sitemap.
        published: day of publication.
        modified: day of the last change, as the site claims.
    """

    url: str
    is_map: bool = False
    published: str | None = None
    modified: str | None = None


class HostileXmlError(Exception):
    """The XML declares a document type: entities could blow it up, and no sitemap needs them."""


@dataclass(slots=True)
class _Reader:
    entries: list[Entry] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    text: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        self.path.append(local)
        self.text = ""
        if local in _ITEMS:
            self.values = {}
        if local == "link" and attributes.get("rel", "alternate") == "alternate" and "href" in attributes:
            self.values.setdefault("loc", attributes["href"])

    def data(self, text: str) -> None:
        if len(self.text) < _MOST_CHARS:
            self.text += text

    def end(self, name: str) -> None:
        local = _local(name)
        if self.path:
            self.path.pop()
        parent = self.path[-1] if self.path else ""
        text = self.text.strip()
        if text and (parent in _ITEMS or parent == "news"):
            if local in _ADDRESSES and parent in _ITEMS:
                self.values.setdefault("loc", text)
            elif local in _MODIFIED:
                self.values.setdefault("modified", text)
            elif local in _PUBLISHED:
                self.values.setdefault("published", text)
        if local in _ITEMS and self.values.get("loc") and len(self.entries) < _MOST_ITEMS:
            days = (_day(self.values.get("published")), _day(self.values.get("modified")))
            self.entries.append(Entry(self.values["loc"], local == "sitemap", *days))
        self.text = ""


def entries(body: bytes, *, most_bytes: int) -> tuple[list[Entry], str | None]:
    """Return the entries of a sitemap, sitemap index, RSS or Atom feed, and what was wrong with it, if anything.

    What stands before a mistake is kept. A gzip file is unpacked, up to `most_bytes`.

    Raises:
        HostileXmlError: it declares a document type.

    Example:
        >>> broken = b"<urlset><url><loc>https://baoxom.vn/a</loc><lastmod>2024-05-06</lastmod></url><url>"
        >>> found, wrong = entries(broken, most_bytes=999)
        >>> found[0].url, found[0].modified, wrong
        ('https://baoxom.vn/a', '2024-05-06', 'no element found: line 1, column 83')
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = unpacked(body, "gzip", most_bytes)
        except TooLargeError:
            return [], f"more than {most_bytes} bytes"
        except (zlib.error, EOFError) as error:
            return [], f"cannot be unpacked ({error})"
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(body.lstrip(b" \t\r\n"), True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        return reader.entries, str(error)
    return reader.entries, None


def _refuse(*_: object) -> None:
    raise HostileXmlError("the XML declares a document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _day(value: str | None) -> str | None:
    """Return the ISO day of a date as sitemaps and feeds print it, or None."""
    if value is None:
        return None
    found = normalise(value)
    return found[:10] if found and len(found) >= 10 else _mail_day(value)


def _mail_day(value: str) -> str | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None
