"""Where articles are: first pages of lists, and what lists, sitemaps, feeds and articles name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from tinbai.crawl.addresses import canonical, is_article
from tinbai.crawl.fetch import Reply
from tinbai.crawl.queue import Link, Settled
from tinbai.crawl.sitemaps import Entry, HostileXmlError, entries
from tinbai.errors import CrawlError
from tinbai.pages.dates import published
from tinbai.pages.metadata import read_metadata
from tinbai.papers import Paper
from tinbai.settings import CrawlSettings

ALL = "all"
_EARLIEST = "1997-01-01"  # no Vietnamese newspaper was online before; older days are mistakes
_MOST_SITEMAP_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a newspaper is wanted.

    Attributes:
        since: first day (ISO), None for no limit.
        until: last day (ISO), None for no limit.
        sections: sections instead of those of the paper's file; `all` is the whole paper.
        max_pages: articles of each paper that one run fetches at most.
    """

    since: str | None = None
    until: str | None = None
    sections: tuple[str, ...] = ()
    max_pages: int | None = None

    def takes(self, entry: Entry) -> bool:
        """Say whether an entry of a sitemap or feed may be inside; days that cannot be true say nothing."""
        day = entry.published
        if day is not None and day >= _EARLIEST:
            return not ((self.since and day < self.since) or (self.until and day > self.until))
        changed = entry.modified
        return not (changed is not None and changed >= _EARLIEST and self.since and changed < self.since)


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


def from_article(reply: Reply) -> Settled:
    """Return the outcome for an article's page, with its day as far as the page's head tells it."""
    tree = LexborHTMLParser(reply.body.decode("utf-8", "replace"))
    day, _ = published(read_metadata(tree).published, ())
    return Settled("done", published=day[:10] if day else None)


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
                links.setdefault(url, Link(url, paper.id, "article"))
    return Settled("done", reason=f"broken: {wrong}" if wrong else None, links=tuple(links.values()))


def from_listing(reply: Reply, link: Link, paper: Paper, settings: CrawlSettings) -> Settled:
    """Return the outcome for a listing page: its articles in their order, and the next page."""
    tree = LexborHTMLParser(reply.body.decode("utf-8", "replace"))
    base_node = tree.css_first("base[href]")
    base = (base_node.attributes.get("href") or reply.url) if base_node is not None else reply.url
    reason = None
    links = _articles(tree, paper.links or "a", base, paper)
    if not links and paper.links:
        links = _articles(tree, "a", base, paper)
        reason = f"no article behind the links {paper.links!r}: took every link" if links else None
    following = _next_page(tree, base, link, paper) if link.page < settings.max_listing_pages else None
    return Settled("done", reason=reason, links=tuple(links.values()), following=following)


def _articles(tree: LexborHTMLParser, selector: str, base: str, paper: Paper) -> dict[str, Link]:
    links: dict[str, Link] = {}
    try:
        nodes = tree.css(selector)
    except SelectolaxError as error:
        raise CrawlError(f"newspaper {paper.id}: 'links' is no CSS selector: {selector}") from error
    for node in nodes:
        for anchor in [node] if node.tag == "a" else node.css("a"):
            url = canonical(anchor.attributes.get("href") or "", base, paper, article=True)
            if url is not None and is_article(url, paper):
                links.setdefault(url, Link(url, paper.id, "article"))
    return links


def _next_page(tree: LexborHTMLParser, base: str, link: Link, paper: Paper) -> Link | None:
    """Return the page behind this one: by the paper's file, else by the page's own `rel=next`."""
    root = link.root or link.url
    url = None
    if paper.pagination is not None:
        section = _section_of(root, paper)
        if section is not None:
            address = paper.pagination.format(section=section, page=link.page + 1)
            url = canonical(address, paper.site, paper, article=False)
    else:
        node = tree.css_first("link[rel=next], a[rel=next]")
        url = canonical(node.attributes.get("href") or "", base, paper, article=False) if node is not None else None
    return Link(url, paper.id, "listing", page=link.page + 1, root=root) if url is not None else None


def _section_of(root: str, paper: Paper) -> str | None:
    """Return the section whose first page is at `root`."""
    before, _, behind = (
        canonical(paper.listing.format(section="\x7f"), paper.site, paper, article=False) or ""
    ).partition("%7F")
    return (
        root[len(before) : len(root) - len(behind)]
        if before and root.startswith(before) and root.endswith(behind)
        else None
    )
