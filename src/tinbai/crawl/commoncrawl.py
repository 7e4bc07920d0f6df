"""The past of a newspaper out of Common Crawl: which pages its index knows, and each page by a request for its bytes.

Asked are Common Crawl's own hosts, by their robots.txt and at the usual pace; the newspaper is not asked at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from tinbai.crawl.addresses import canonical, is_article, without_fragment
from tinbai.crawl.discover import Scope, from_article, with_month
from tinbai.crawl.fetch import Reply
from tinbai.crawl.queue import Link, Settled
from tinbai.errors import CrawlError
from tinbai.pages.stored import dechunked, http_parts
from tinbai.pages.warc import record_at
from tinbai.papers import Paper
from tinbai.settings import CrawlSettings

ALL = "all"
_CRAWL = re.compile(r"CC-MAIN-(?P<year>\d{4})[\d-]*")
_PAGE = re.compile(r"(?<=&page=)\d+")
_SPAN = re.compile(r"#bytes=(\d+)-(\d+)$")
_FIELDS = "url,timestamp,status,mime,filename,offset,length"
_HTML = frozenset({"text/html", "application/xhtml+xml", "unk", ""})
_LENGTH_FIELDS = frozenset({"transfer-encoding", "content-length"})  # of the answer to somebody else


def index_seeds(paper: Paper, scope: Scope, settings: CrawlSettings) -> Iterator[Link]:
    """Yield where the search for a paper's past begins.

    Raises:
        CrawlError: the name of a crawl is none.
    """
    for crawl in scope.common_crawl:
        if crawl == ALL:
            address = f"{settings.common_crawl_index}/collinfo.json#{paper.id}"
            yield Link(address, paper.id, "crawls", root=address)
        elif _CRAWL.fullmatch(crawl):
            yield from _index_links(crawl, paper, settings)
        else:
            raise CrawlError(f"'{crawl}' is no crawl of Common Crawl; write CC-MAIN-2024-10, or all")


def _index_links(crawl: str, paper: Paper, settings: CrawlSettings) -> Iterator[Link]:
    for host in paper.hosts:
        query = urlencode({"url": f"{host}/*", "output": "json", "fl": _FIELDS, "filter": "=status:200", "page": 0})
        address = f"{settings.common_crawl_index}/{crawl}-index?{query}"
        yield Link(address, paper.id, "index", root=address)


def from_crawls(reply: Reply, paper: Paper, scope: Scope, settings: CrawlSettings) -> Settled:
    """Return the outcome for the list of all crawls: the indexes of those that may hold what is wanted."""
    try:
        names = [str(entry["id"]) for entry in json.loads(reply.body)]
    except (ValueError, TypeError, KeyError) as error:
        return Settled("failed", reason=f"broken: no list of crawls ({type(error).__name__})")
    links: list[Link] = []
    for name in names:
        found = _CRAWL.fullmatch(name)
        if found and not (scope.since and found["year"] < scope.since[:4]):
            links += _index_links(name, paper, settings)
    return Settled("done", links=tuple(links))


def from_index(reply: Reply, link: Link, paper: Paper, scope: Scope, settings: CrawlSettings) -> Settled:
    """Return the outcome for a page of an index: the articles that were captured, and the index's next page."""
    links: dict[str, Link] = {}
    wrong = count = 0
    for line in reply.body.splitlines():
        try:
            entry = json.loads(line)
            day = _day(entry["timestamp"])
            first, size = int(entry["offset"]), int(entry["length"])
            found = canonical(str(entry["url"]), paper.site, paper, article=True)
            file, kind = str(entry["filename"]), str(entry.get("mime", ""))
        except (ValueError, TypeError, KeyError):
            wrong += 1
            continue
        count += 1
        usable = found is not None and is_article(found, paper) and kind in _HTML
        # What was captured before --since was published before it.
        if not usable or found is None or (scope.since and day < scope.since):
            continue
        source = f"{settings.common_crawl_data}/{file}#bytes={first}-{first + size - 1}"
        if size <= settings.max_page_bytes:
            links.setdefault(found, with_month(Link(found, paper.id, "article", source=source), paper))
    found_links = list(links.values())
    if count and link.page < settings.max_listing_pages:
        address = _PAGE.sub(str(link.page), link.url)
        found_links.append(Link(address, paper.id, "index", page=link.page + 1, root=link.root))
    reason = f"broken: {wrong} lines of the index cannot be read" if wrong else None
    return Settled("done" if count or not wrong else "failed", reason=reason, links=tuple(found_links))


def _day(timestamp: object) -> str:
    """Return the ISO day of an index's time, such as `20240506010203`."""
    printed = str(timestamp)
    if not re.fullmatch(r"\d{14}", printed):
        raise ValueError(printed)
    return f"{printed[:4]}-{printed[4:6]}-{printed[6:8]}"


def span_of(source: str) -> tuple[int, int] | None:
    """Return first and last byte that a source names, or None.

    Example:
        >>> span_of("https://data.commoncrawl.org/a.warc.gz#bytes=10-19")
        (10, 19)
    """
    found = _SPAN.search(source)
    return (int(found[1]), int(found[2])) if found else None


def from_capture(reply: Reply, link: Link, paper: Paper, scope: Scope) -> tuple[Settled, Reply]:
    """Return the outcome for the bytes of one captured page, and the newspaper's answer that they hold."""
    record = record_at(reply.body, 0, most_bytes=len(reply.body) * 200 + 1_000_000)
    if record is None or record.kind != "response":
        return Settled("failed", reason="the bytes hold no whole record"), reply
    if "warc-truncated" in record.headers:
        return Settled("failed", reason="Common Crawl has only a part of the page"), reply
    url = record.headers.get("warc-target-uri", "").strip("<>")
    if canonical(url, link.url, paper, article=True) != link.url:
        return Settled("failed", reason=f"the bytes hold another page: {url[:200]}"), reply
    status, headers, body = http_parts(record.block)
    body = dechunked(body, headers)
    answer = Reply(
        url=link.url,
        status=status,
        reason="OK" if status == 200 else "",
        headers=tuple((name, value) for name, value in headers.items() if name not in _LENGTH_FIELDS),
        raw=body,
        body=body,
        captured=record.headers.get("warc-date"),
        source=link.source,
    )
    if status != 200:
        return Settled("failed", reason=f"captured with status {status}"), answer
    return from_article(answer, paper, scope), answer


def asked_address(link: Link) -> str:
    """Return the address that is asked for a link: its own, or where its capture is kept."""
    return without_fragment(link.source or link.url)
