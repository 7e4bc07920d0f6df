"""HTML page → Article: title, lead, body, subheadings, captions and byline typed into zones.

The parts of a page are found by the selectors of its content system (`papers/`),
which is known by its host, its generator or its markup; a page of no known
system is read where the prose is. Related news, comments and tags are
kept apart and never reach the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from tinbai.errors import InputError
from tinbai.pages import cues
from tinbai.pages.arrange import Arranged, arranged, composed
from tinbai.pages.blocks import Block, blocks
from tinbai.pages.fallback import by_trafilatura
from tinbai.pages.family import Layout, aside_lines, first_text, layout, outside, parts
from tinbai.pages.generic import GENERIC, densest
from tinbai.pages.head import Dates, find_dates, find_head
from tinbai.pages.metadata import Metadata, read_metadata
from tinbai.pages.readable import is_unreadable
from tinbai.pages.zones import zone_text
from tinbai.papers import Paper
from tinbai.records import Zone

_MOST_OPEN = 5000  # elements that are never closed: parsing takes the square of their number
# Elements that need no end tag nest no deeper.
_OPENS = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|t[rdh]|option|d[td]|t(?:head|body))\b)[a-z]",
    re.IGNORECASE,
)
# An unclosed link or bold is opened again in every block behind it, so the tree has the product of both.
_REPEATED = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_MOST_REPEATED = 200_000
_MOST_BLOCKS = 10_000  # no article has as many paragraphs; each costs memory
_MIN_BODY_WORDS = 25
_MAX_LINK_SHARE = 0.5
_TEASERS = 5  # headings that are links: a page of unknown family is then rather a list,
_MIN_LIST_WORDS = 120  # unless it has this much prose in one place


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article taken out of a page, before it gets an id.

    Attributes:
        dates: when it was published and last changed, each with its basis.
        read_by: basis and name of the rules: `host:baosonla`, `generator:nukeviet`, `signs:vccorp`; `generic` or
            `trafilatura` without.
        flags: `encoded_body` (left empty: long encoded runs), `unreadable` (paragraphs with wrong accents),
            `date_conflict` (the page prints another day than its metadata).
        related, comments, tags: lines of what stands beside the article, if they were asked for.
    """

    text: str
    zones: tuple[Zone, ...]
    metadata: Metadata
    title: str | None
    lead: str | None
    byline: str | None
    dates: Dates
    read_by: str
    flags: tuple[str, ...]
    related: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def extract(
    page: str, *, where: str, url: str | None = None, papers: tuple[Paper, ...] = (), asides: bool = False
) -> Extracted:
    """Return the article of the HTML `page`.

    Args:
        page: the whole page as text.
        where: path for the message.
        url: address it was fetched from, if that is known.
        papers: newspapers of the user's own, whose selectors go first.
        asides: also return related news, comments and tags.

    Raises:
        InputError: `no_article`: a list, a menu or an empty page; `nesting`: thousands of elements inside each
            other; `too_long`: thousands of paragraphs.

    Example:
        >>> body = "<p>Xóm Gò vừa làm xong con đường bê tông dài 2 km, bà con góp 300 ngày công.</p>" * 4
        >>> extract(f"<h1>Chuyện xóm</h1><article><p>Xóm có đường mới.</p>{body}</article>", where="a.html").title
        'Chuyện xóm'
    """
    _check_nesting(page, where)
    tree = LexborHTMLParser(page)
    metadata = read_metadata(tree)
    known = layout(tree, metadata, url, papers)
    rules = known.rules if known else GENERIC
    root = known.body if known else densest(tree)
    found = blocks(root, parts(root, rules)) if root is not None else []
    if len(found) > _MOST_BLOCKS:
        message = f"{where}: the page has more than {_MOST_BLOCKS} paragraphs"
        raise InputError(message, where=where, reason="too_long")
    if root is None or not _is_article(found, min_words=_fewest_words(tree, known)):
        return _last_resort(page, tree, metadata, where)
    head = find_head(tree, rules, metadata, root, found)
    found = [*(Block(line, "caption") for line in outside(tree, rules.caption, root)), *found]
    told = arranged(found, head.title, head.lead, trusted=known is not None)
    text, zones = composed(told.pieces)
    lines = dict(reversed(told.pieces))
    dates = find_dates(metadata, (*head.dates, *told.dates))
    return Extracted(
        text=text,
        zones=zones,
        metadata=metadata,
        title=head.title,
        lead=lines.get("lead"),
        byline=lines.get("byline") or head.byline,
        dates=dates,
        read_by=known.read_by if known else "generic",
        flags=_flags(told, dates),
        related=aside_lines(tree, rules.related) if asides else (),
        comments=aside_lines(tree, rules.comments) if asides else (),
        tags=aside_lines(tree, rules.tags) if asides else (),
    )


def _check_nesting(page: str, where: str) -> None:
    tags, closed = page.count("<"), page.count("</")
    left_open = tags - 2 * closed
    if left_open * tags <= _MOST_REPEATED:  # quick, and true of small pages
        return
    marks = Counter(_REPEATED.findall(page))
    repeated = max(0, marks[""] - marks["/"]) * tags
    nested = left_open > _MOST_OPEN and len(_OPENS.findall(page)) - closed > _MOST_OPEN
    if nested or repeated > _MOST_REPEATED:
        message = f"{where}: the page has too many elements that are never closed"
        raise InputError(message, where=where, reason="nesting")


def _last_resort(page: str, tree: LexborHTMLParser, metadata: Metadata, where: str) -> Extracted:
    title = first_text(tree, GENERIC.title)
    found = by_trafilatura(page, title)
    if found is None:
        raise InputError(f"{where}: the page holds no article text", where=where, reason="no_article")
    text, zones = found
    return Extracted(
        text=text,
        zones=zones,
        metadata=metadata,
        title=title,
        lead=zone_text(text, zones, "lead"),
        byline=zone_text(text, zones, "byline"),
        dates=find_dates(metadata, ()),
        read_by="trafilatura",
        flags=(),
    )


def _fewest_words(tree: LexborHTMLParser, known: Layout | None) -> int:
    if known is None and len(tree.css("h2 a, h3 a, h4 a")) >= _TEASERS:
        return _MIN_LIST_WORDS
    return _MIN_BODY_WORDS


def _is_article(found: list[Block], *, min_words: int) -> bool:
    """Say whether the blocks are prose: enough words (or unreadable ones), most of them outside links."""
    prose = [block for block in found if block.kind == "body"]
    words = sum(cues.words_in(block.text) for block in prose)
    length = sum(len(block.text) for block in prose) or 1
    linked = sum(block.link_share * len(block.text) for block in prose) / length
    long_enough = words >= min_words or any(is_unreadable(block.text) for block in prose)
    return long_enough and linked <= _MAX_LINK_SHARE


def _flags(told: Arranged, dates: Dates) -> tuple[str, ...]:
    given = (
        ("encoded_body", told.encoded),
        ("unreadable", any(zone == "unreadable" for zone, _ in told.pieces)),
        ("date_conflict", dates.conflict),
    )
    return tuple(name for name, true in given if true)
