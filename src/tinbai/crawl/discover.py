"""Where articles are: first pages of lists, and what lists, sitemaps, feeds and articles name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from tinbai.crawl.addresses import canonical, is_article, path_of
from tinbai.crawl.fetch import Reply
from tinbai.crawl.listing import read_listing
from tinbai.crawl.queue import Link, Settled
from tinbai.crawl.sitemaps import Entry, HostileXmlError, entries
from tinbai.errors import CrawlError
from tinbai.pages.dates import published
from tinbai.pages.metadata import read_metadata
from tinbai.papers import Paper
from tinbai.settings import CrawlSettings
from tinbai.text.normalize import fold

ALL = "all"
_EARLIEST = "1997-01-01"  # no Vietnamese newspaper was online before; older days are mistakes
_MOST_SITEMAP_DEPTH = 3
_TITLES = re.compile(rb"<(title|h1)\b[^>]*>(.{0,400}?)</\1", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a newspaper is wanted.

    Attributes:
        since: first day (ISO), None for no limit.
        until: last day (ISO), None for no limit.
        sections: sections instead of those of the paper's file; `all` is the whole paper.
        max_pages: articles of each paper that one run fetches at most.
        common_crawl: crawls of Common Crawl that are read instead of the newspaper; `all` are all there are.
    """

    since: str | None = None
    until: str | None = None
    sections: tuple[str, ...] = ()
    max_pages: int | None = None
    common_crawl: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether days matter."""
        return self.since is not None or self.until is not None

    def takes(self, entry: Entry) -> bool:
        """Say whether an entry of a sitemap or feed may be inside; days that cannot be true say nothing."""
        day = entry.published
        if day is not None and day >= _EARLIEST:
            return self.outside(day) is None
        changed = entry.modified
        return not (changed is not None and changed >= _EARLIEST and self.since and changed < self.since)

    def outside(self, day: str | None) -> str | None:
        """Say why a day or month (`2024-05`) is outside, or None if it may be inside.

        Example:
            >>> scope = Scope(since="2024-05-10", until="2024-06-30")
            >>> scope.outside("2024-05"), scope.outside("2024-05-09"), scope.outside("2024-07")
            (None, 'before --since', 'after --until')
        """
        if day is None or day < _EARLIEST:
            return None
        if self.since and day < self.since[: len(day)]:
            return "before --since"
        return "after --until" if self.until and day > self.until[: len(day)] else None


def sections_of(paper: Paper, scope: Scope) -> tuple[str, ...]:
    """Return the sections to read: those asked for, else those of the paper's file."""
    return tuple(name for name in scope.sections if name != ALL) or (() if ALL in scope.sections else paper.sections)


def reads_whole(paper: Paper, scope: Scope) -> bool:
    """Say whether sitemaps and the home page are used: sitemaps do not tell sections apart."""
    return ALL in scope.sections or not sections_of(paper, scope)


def seeds(paper: Paper, scope: Scope) -> Iterator[Link]:
    """Yield where reading a paper begins.

    Raises:
        CrawlError: an address of its file is not on one of its hosts.
    """
    addresses = [("feed", feed) for feed in paper.feeds] if not scope.sections or ALL in scope.sections else []
    if reads_whole(paper, scope):
        addresses += [("sitemap", address) for address in paper.sitemaps]
        addresses += [("listing", "/")]
    addresses += [("listing", paper.listing.format(section=name)) for name in sections_of(paper, scope)]
    for kind, address in addresses:
        url = canonical(address, paper.site, paper, article=False)
        if url is None:
            raise CrawlError(f"newspaper {paper.id}: {address} is not on one of its hosts")
        yield Link(url, paper.id, kind, root=url)  # type: ignore[arg-type]


def sitemap_links(addresses: tuple[str, ...], paper: Paper) -> Iterator[Link]:
    """Yield the sitemaps that a robots.txt names, those of the paper's hosts."""
    for address in addresses:
        url = canonical(address, paper.site, paper, article=False)
        if url is not None:
            yield Link(url, paper.id, "sitemap", root=url)


def from_article(reply: Reply, paper: Paper, scope: Scope) -> Settled:
    """Return the outcome for an article's page, with its day as far as the page's head tells it and days matter."""
    said = _said_missing(reply.body, paper)
    if said is not None:
        return Settled("failed", reason=f"the page says {said!r}, with status 200")
    if not scope.dated:
        return Settled("done")
    tree = LexborHTMLParser(reply.body.decode("utf-8", "replace"))
    day, _ = published(read_metadata(tree).published, ())
    reason = scope.outside(day[:10]) if day else None
    return Settled("done", reason=f"published {reason}" if reason else None, published=day[:10] if day else None)


def _said_missing(body: bytes, paper: Paper) -> str | None:
    """Return the title of a page that stands where there is no article, if this is one."""
    for found in _TITLES.finditer(body):
        title = " ".join(html.unescape(_TAG.sub(" ", found[2].decode("utf-8", "replace"))).split())
        parts = {part.strip(" .!:") for part in re.split(r"\s[-|–]\s", fold(title))}
        if parts & {fold(word) for word in paper.missing_words}:
            return title[:80]
    return None


def from_listing(reply: Reply, link: Link, paper: Paper, scope: Scope, settings: CrawlSettings) -> Settled:
    """Return the outcome for a listing page; where days matter, its first, last and middle article come first."""
    found = read_listing(reply, link, paper, settings, dated=scope.dated)
    if not scope.dated:
        return found
    return replace(found, links=_probes_first([with_month(item, paper) for item in found.links]))


def with_month(link: Link, paper: Paper) -> Link:
    """Return the link with the month that its address tells, if it does."""
    found = re.search(paper.article, path_of(link.url)) if link.kind == "article" and not link.published else None
    month = found.groupdict().get("month") if found else None
    return replace(link, published=f"{month[:4]}-{month[4:6]}") if month else link


def _probes_first(links: Sequence[Link]) -> tuple[Link, ...]:
    """Return links with the first, the last and the middle article before all others."""
    articles = [link for link in links if link.kind == "article"]
    probes = [articles[index] for index in (0, -1, len(articles) // 2)] if articles else []
    return tuple(dict.fromkeys([*probes, *links]))


def from_feed(reply: Reply, link: Link, paper: Paper, scope: Scope, settings: CrawlSettings) -> Settled:
    """Return the outcome for a sitemap or feed: articles and further sitemaps that it names."""
    try:
        found, wrong = entries(reply.body, most_bytes=settings.max_list_bytes)
    except HostileXmlError as error:
        return Settled("failed", reason=f"hostile: {error}")
    if wrong and not found:
        return Settled("failed", reason=f"broken: {wrong}")
    links: dict[str, Link] = {}
    for entry in found:
        if not scope.takes(entry):
            continue
        if entry.is_map:
            url = canonical(entry.url, link.url, paper, article=False)
            if url is not None and link.page < _MOST_SITEMAP_DEPTH:
                links.setdefault(url, Link(url, paper.id, "sitemap", page=link.page + 1, root=link.root))
        else:
            url = canonical(entry.url, link.url, paper, article=True)
            if url is not None and is_article(url, paper):
                links.setdefault(url, Link(url, paper.id, "article", published=entry.published))
    return Settled("done", reason=f"broken: {wrong}" if wrong else None, links=tuple(links.values()))
