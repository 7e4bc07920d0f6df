"""What a page says about itself: JSON-LD, Open Graph and plain meta tags."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from tinbai.pages.dates import normalise

_ARTICLE_TYPES = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle"})
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "dc.created",
    "dc.date.issued",
)
_MODIFIED = ("article:modified_time", "datemodified", "lastmod", "og:updated_time")
_DESCRIBED = ("og:title", "og:description", "description", "og:url", "og:site_name", "generator")
_WANTED = frozenset((*_PUBLISHED, *_MODIFIED, *_DESCRIBED))


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values as printed in the page head; None where the page says nothing.

    `published_in` and `modified_in` say where the dates were: `json_ld` or `meta`.
    """

    title: str | None = None
    description: str | None = None
    published: str | None = None
    published_in: str | None = None
    modified: str | None = None
    modified_in: str | None = None
    author: str | None = None
    url: str | None = None
    site: str | None = None
    generator: str | None = None


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Return the metadata of a parsed page; JSON-LD of an article goes before meta tags.

    Example:
        >>> page = '<meta property="og:title" content="Chuyện xóm"><script type="application/ld+json">{bad</script>'
        >>> read_metadata(LexborHTMLParser(page)).title
        'Chuyện xóm'
    """
    linked = next((item for item in _linked_data(tree) if _is_article(item)), {})
    meta = _meta(tree)
    published, published_in = _dated(linked.get("datePublished"), meta, _PUBLISHED)
    modified, modified_in = _dated(linked.get("dateModified"), meta, _MODIFIED)
    return Metadata(
        title=_words(linked.get("headline")) or meta.get("og:title"),
        description=meta.get("og:description") or meta.get("description") or _words(linked.get("description")),
        published=published,
        published_in=published_in,
        modified=modified,
        modified_in=modified_in,
        author=_author(linked.get("author")),
        url=meta.get("og:url") or _canonical(tree),
        site=meta.get("og:site_name"),
        generator=meta.get("generator"),
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """Return the meta tags that are read, by property, itemprop or name in small letters; the first of each."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        for key in ("property", "itemprop", "name"):
            name = attributes.get(key)
            if not name or (name := name.strip().lower()) not in _WANTED or name in found:
                continue
            if content := _text(attributes.get("content")):
                found[name] = content
    return found


def _dated(linked: Any, meta: dict[str, str], names: tuple[str, ...]) -> tuple[str | None, str | None]:
    """Return the first date that can be read and where it was; else the first that is given."""
    given = [(_text(linked), "json_ld"), *((meta.get(name), "meta") for name in names)]
    printed = [(value, where) for value, where in given if value]
    readable = [(value, where) for value, where in printed if normalise(value)]
    return next(iter(readable or printed), (None, None))


def _linked_data(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            yield from _items(json.loads(node.text(), strict=False))
        except (ValueError, RecursionError):  # pages carry broken JSON; the meta tags remain
            continue


def _items(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _items(item)
    elif isinstance(value, dict):
        yield value
        yield from _items(value.get("@graph", []))


def _is_article(item: dict[str, Any]) -> bool:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(name in _ARTICLE_TYPES for name in kinds if isinstance(name, str))


def _author(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        return None if value.get("@type") == "Organization" else _words(value.get("name"))
    return _words(value)


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _words(value: Any) -> str | None:
    """Return words out of JSON-LD, where sites write entities that mean nothing there."""
    return _text(html.unescape(value)) if isinstance(value, str) else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    return _text(node.attributes.get("href")) if node is not None else None
