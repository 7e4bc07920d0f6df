"""What stands in or around the body of a page without being the article, told by tag, class and style."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from selectolax.lexbor import LexborNode

Aside = Literal["related", "comments", "tags", "drop"]
Attributes = dict[str, str | None]

SKIPPED_TAGS = frozenset(
    {
        *("script", "style", "noscript", "template", "nav", "footer", "form", "iframe", "aside", "button", "select"),
        *("textarea", "svg", "video", "audio", "object", "embed", "input", "link", "meta", "head", "title"),
    }
)
_EDGE = r"(?:^|[\s_-])(?:{})(?=$|[\s_-])"
_RELATED = (
    r"relat\w*|yarpp|lienquan|lien-quan|tinlienquan|relates|recommend\w*|most-?read|block-news-list|RelatedOneNews"
    r"|RelatedNewsBox|news-other|other-?news|jp-relatedposts|tin-khac|readmore|c-box"
)
_DROPPED = (
    r"shar(?:e|ing)\w*|sharedaddy|social\w*|ads?\w{0,8}|advert\w*|quang-?cao|banner\w*|breadcrumb\w*|sidebar-?2|topics?"
    r"|audio\w*|player|print\w*|newsletter|subscribe|menu|select-accent-wrap|notebox|rating|vote|poll|popup|toolbar"
    r"|copyright|google-?news|video-(?:box|title)|hidden|d-none|sr-only|visually-hidden|view-?count|news-tools"
)
_KINDS: tuple[tuple[Aside, str], ...] = (
    ("related", _RELATED),
    ("comments", r"comment\w*|binh-?luan|discussion"),
    ("tags", r"tags?|keywords?"),
    ("drop", _DROPPED),
)
_ANY = re.compile("|".join(_EDGE.format(words) for _, words in _KINDS), re.IGNORECASE)
_EACH = [(kind, re.compile(_EDGE.format(words), re.IGNORECASE)) for kind, words in _KINDS]
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAME_CHARS = 400  # of class and id are looked at
_MIN_ARTICLE_CHARS = 1200
_MAX_LINK_SHARE = 0.3


def names_of(attributes: Attributes) -> str:
    """Return class and id of an element, as much of them as is looked at."""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_NAME_CHARS]


def noise(node: LexborNode, tag: str | None, attributes: Attributes, names: str) -> Aside | None:
    """Say what `node` is if it does not belong to the article, else None.

    Wrappers whose class only sounds like noise are kept: they hold many paragraphs of their own.

    Args:
        node: an element.
        tag: of it.
        attributes: of it.
        names: `names_of(attributes)`.
    """
    if tag in SKIPPED_TAGS:
        return "drop"
    if not attributes:
        return None
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN.search(style)):
        return "drop"
    kind = _named(names)
    return None if kind is None or _holds_article(node) else kind


@lru_cache(maxsize=4096)
def _named(names: str) -> Aside | None:
    if not _ANY.search(names):
        return None
    return next(kind for kind, pattern in _EACH if pattern.search(names))


def _holds_article(node: LexborNode) -> bool:
    length = sum(len(child.text(strip=True)) for child in node.css("p"))
    if length <= _MIN_ARTICLE_CHARS:
        return False
    return sum(len(link.text(strip=True)) for link in node.css("a")) < _MAX_LINK_SHARE * length
