"""Pages of lists: the articles that they name, with the days that they show, sections of the menu, the next page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tinbai.crawl.addresses import canonical, is_article
from tinbai.crawl.fetch import Reply
from tinbai.crawl.queue import Link, Settled
from tinbai.errors import CrawlError
from tinbai.pages.dates import normalise
from tinbai.papers import Paper
from tinbai.settings import CrawlSettings
from tinbai.text.normalize import fold

_DATE_ELEMENTS = "time, [class*=date], [class*=time], [class*=ngay]"
_MOST_PARENTS = 4  # of a link, among which the element that holds one item of the list is looked for
_MOST_DATE_CHARS = 60


def read_listing(reply: Reply, link: Link, paper: Paper, settings: CrawlSettings, *, dated: bool) -> Settled:
    """Return the outcome for a listing page: its articles in their order, and the next page.

    Args:
        reply: the page.
        link: its address.
        paper: whose list it is.
        settings: `max_listing_pages`.
        dated: also find the day that the list shows beside each article.
    """
    tree = LexborHTMLParser(reply.body.decode("utf-8", "replace"))
    base_node = tree.css_first("base[href]")
    base = (base_node.attributes.get("href") or reply.url) if base_node is not None else reply.url
    reason = None
    links = _articles(tree, paper.links or "a", base, paper, dated)
    if not links and paper.links:
        links = _articles(tree, "a", base, paper, dated)
        reason = f"no article behind the links {paper.links!r}: took every link" if links else None
    sections = _menu(tree, base, paper) if link.url == f"{paper.site}/" and not paper.sections else {}
    following = _next_page(tree, base, link, paper) if link.page < settings.max_listing_pages else None
    return Settled("done", reason=reason, links=(*links.values(), *sections.values()), following=following)


def _anchors(tree: LexborHTMLParser, selector: str, paper: Paper) -> Iterator[LexborNode]:
    try:
        nodes = tree.css(selector)
    except SelectolaxError as error:
        raise CrawlError(f"newspaper {paper.id}: 'links' is no CSS selector: {selector}") from error
    for node in nodes:
        yield from [node] if node.tag == "a" else node.css("a")


def _articles(tree: LexborHTMLParser, selector: str, base: str, paper: Paper, dated: bool) -> dict[str, Link]:
    links: dict[str, Link] = {}
    for anchor in _anchors(tree, selector, paper):
        url = canonical(anchor.attributes.get("href") or "", base, paper, article=True)
        if url is None or not is_article(url, paper):
            continue
        day = _shown_day(anchor, url, base, paper) if dated else None
        if url not in links or (day and not links[url].published):
            links[url] = Link(url, paper.id, "article", published=day)
    return links


def _shown_day(anchor: LexborNode, url: str, base: str, paper: Paper) -> str | None:
    """Return the day that stands as a text of its own in the item of the list that holds `anchor`, and no other."""
    node, item = anchor.parent, None
    for _ in range(_MOST_PARENTS):
        if node is None or not _only(node, url, base, paper):
            break
        node, item = node.parent, node
    if item is None:
        return None
    days = set()
    for element in item.css(_DATE_ELEMENTS):
        text = element.attributes.get("datetime") or element.text(deep=True, strip=True)
        if text and len(text) <= _MOST_DATE_CHARS and (found := normalise(text)):
            days.add(found[:10])
    return days.pop() if len(days) == 1 else None


def _only(node: LexborNode, url: str, base: str, paper: Paper) -> bool:
    """Say whether `node` holds links to no other article."""
    for anchor in node.css("a"):
        other = canonical(anchor.attributes.get("href") or "", base, paper, article=True)
        if other is not None and other != url and is_article(other, paper):
            return False
    return True


def menu_sections(body: bytes, base: str, paper: Paper) -> dict[str, Link]:
    """Return the sections that the menu of a page names with the words of `paper.menu`, by address."""
    return _menu(LexborHTMLParser(body.decode("utf-8", "replace")), base, paper)


def _menu(tree: LexborHTMLParser, base: str, paper: Paper) -> dict[str, Link]:
    words = {fold(word) for word in paper.menu}
    links: dict[str, Link] = {}
    for anchor in tree.css("a[href]"):
        if fold(" ".join(anchor.text(deep=True).split())) in words:
            url = canonical(anchor.attributes.get("href") or "", base, paper, article=False)
            if url is not None and url != f"{paper.site}/" and not is_article(url, paper):
                links.setdefault(url, Link(url, paper.id, "listing", root=url))
    return links


def _next_page(tree: LexborHTMLParser, base: str, link: Link, paper: Paper) -> Link | None:
    """Return the page behind this one: by the paper's file, by `rel=next`, or by a link that says so."""
    root = link.root or link.url
    url = None
    if paper.pagination is not None:
        section = section_of(root, paper)
        if section is not None:
            address = paper.pagination.format(section=section, page=link.page + 1)
            url = canonical(address, paper.site, paper, article=False)
    else:
        node = tree.css_first("link[rel=next], a[rel=next]")
        if node is not None:
            url = canonical(node.attributes.get("href") or "", base, paper, article=False)
        url = url or _counted(tree, base, link, paper)
    return Link(url, paper.id, "listing", page=link.page + 1, root=root) if url is not None else None


def _counted(tree: LexborHTMLParser, base: str, link: Link, paper: Paper) -> str | None:
    """Return the address with the next page's number in it whose link says that number or a word for `next`."""
    number = str(link.page + 1)
    counts = re.compile(rf"(?<!\d){number}(?!\d)")
    said = {number, *(fold(word) for word in paper.next_words)}
    for anchor in tree.css("a[href]"):
        text = fold(anchor.attributes.get("title") or "") if not anchor.text(deep=True).strip() else ""
        if (text or fold(" ".join(anchor.text(deep=True).split()))) not in said:
            continue
        url = canonical(anchor.attributes.get("href") or "", base, paper, article=False)
        if url is None or url == link.url or is_article(url, paper):
            continue
        if counts.search(url.removeprefix(paper.site)):
            return url
    return None


def section_of(root: str, paper: Paper) -> str | None:
    """Return the section whose first page is at `root`."""
    address = canonical(paper.listing.format(section="\x7f"), paper.site, paper, article=False) or ""
    before, _, behind = address.partition("%7F")
    inside = before and root.startswith(before) and root.endswith(behind)
    return root[len(before) : len(root) - len(behind)] if inside else None
