"""HTML page → Article: title, lead, body, subheadings, captions and byline typed into zones.

The parts of a page are found by the selectors of its content system (`papers/`),
which is known by its host, its generator or its markup; a page of no known
system is read where the prose is. Related news, comments and tags are
kept apart and never reach the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.errors import InputError
from tinbai.pages.arrange import Arranged, arranged, composed
from tinbai.pages.blocks import Block, block, blocks
from tinbai.pages.fallback import by_trafilatura
from tinbai.pages.family import Layout, aside_lines, first_text, layout, outside, parts
from tinbai.pages.generic import GENERIC, densest
from tinbai.pages.head import Dates, find_dates, find_head
from tinbai.pages.markup import Markup
from tinbai.pages.metadata import Metadata, read_metadata
from tinbai.pages.nesting import is_endless
from tinbai.pages.readable import is_unreadable
from tinbai.pages.zones import zone_text
from tinbai.papers import Paper
from tinbai.records import Zone

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
        read_by: basis and name of the rules: `host:onecms`, `generator:nukeviet`, `signs:vccorp`; `generic` or
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
    html: str, *, where: str, url: str | None = None, papers: tuple[Paper, ...] = (), asides: bool = False
) -> Extracted:
    """Return the article of an HTML page.

    Args:
        html: the whole page as text.
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
    data = html.encode("utf-8", "replace")
    if is_endless(data):
        message = f"{where}: the page has too many elements that are never closed"
        raise InputError(message, where=where, reason="nesting")
    page = Markup(data)
    metadata = read_metadata(page.tree)
    known = layout(page, metadata, url, papers)
    rules = known.rules if known else GENERIC
    root = known.body if known else densest(page.tree)
    found = blocks(root, parts(page, root, rules)) if root is not None else []
    if len(found) > _MOST_BLOCKS:
        message = f"{where}: the page has more than {_MOST_BLOCKS} paragraphs"
        raise InputError(message, where=where, reason="too_long")
    if root is None or not _is_article(found, min_words=_fewest_words(page, known)):
        return _last_resort(html, page, metadata, where)
    head = find_head(page, rules, metadata, root, found)
    found = [*(block(line, "caption") for line in outside(page, rules.caption, root)), *found]
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
        related=aside_lines(page, rules.related) if asides else (),
        comments=aside_lines(page, rules.comments) if asides else (),
        tags=aside_lines(page, rules.tags) if asides else (),
    )


def _last_resort(html: str, page: Markup, metadata: Metadata, where: str) -> Extracted:
    title = first_text(page, GENERIC.title)
    found = by_trafilatura(html, title)
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


def _fewest_words(page: Markup, known: Layout | None) -> int:
    if known is None and len(page.tree.css("h2 a, h3 a, h4 a")) >= _TEASERS:
        return _MIN_LIST_WORDS
    return _MIN_BODY_WORDS


def _is_article(found: list[Block], *, min_words: int) -> bool:
    """Say whether the blocks are prose: enough words (or unreadable ones), most of them outside links."""
    prose = [one for one in found if one.kind == "body"]
    words = sum([one.words for one in prose])
    length = sum([len(one.text) for one in prose]) or 1
    linked = sum([one.link_share * len(one.text) for one in prose if one.link_share]) / length
    long_enough = words >= min_words or any(is_unreadable(one.text) for one in prose if not one.plain)
    return long_enough and linked <= _MAX_LINK_SHARE


def _flags(told: Arranged, dates: Dates) -> tuple[str, ...]:
    given = (
        ("encoded_body", told.encoded),
        ("unreadable", any(zone == "unreadable" for zone, _ in told.pieces)),
        ("date_conflict", dates.conflict),
    )
    return tuple(name for name, true in given if true)
