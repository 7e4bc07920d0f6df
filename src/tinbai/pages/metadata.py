"""What a page says about itself: JSON-LD, Open Graph and plain meta tags."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_ARTICLE_TYPES = frozenset({"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "AnalysisNewsArticle"})
_PUBLISHED = (
    'meta[property="article:published_time"]',
    'meta[itemprop="datePublished"]',
    'meta[name="pubdate"]',
    'meta[name="publishdate"]',
    'meta[name="dc.created"]',
    'meta[name="DC.date.issued"]',
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Values as printed in the page head; None where the page says nothing."""

    title: str | None = None
    description: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    site: str | None = None


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Return the metadata of a parsed page; JSON-LD of an article goes before meta tags.

    Example:
        >>> page = '<meta property="og:title" content="Chuyện xóm"><script type="application/ld+json">{bad</script>'
        >>> read_metadata(LexborHTMLParser(page)).title
        'Chuyện xóm'
    """
    linked = next((item for item in _linked_data(tree) if _is_article(item)), {})
    return Metadata(
        title=_text(linked.get("headline")) or _meta(tree, 'meta[property="og:title"]'),
        description=_meta(tree, 'meta[property="og:description"]', 'meta[name="description"]')
        or _text(linked.get("description")),
        published=_text(linked.get("datePublished")) or _meta(tree, *_PUBLISHED),
        author=_author(linked.get("author")),
        url=_meta(tree, 'meta[property="og:url"]') or _canonical(tree),
        site=_meta(tree, 'meta[property="og:site_name"]'),
    )


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
        return None if value.get("@type") == "Organization" else _text(value.get("name"))
    return _text(value)


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _meta(tree: LexborHTMLParser, *selectors: str) -> str | None:
    for selector in selectors:
        node = tree.css_first(selector)
        if node is not None and (found := _text(node.attributes.get("content"))):
            return found
    return None


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('link[rel="canonical"]')
    return _text(node.attributes.get("href")) if node is not None else None
