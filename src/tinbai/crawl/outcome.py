"""What an answer means for its address: done, tried again later, redirected, failed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from tinbai.crawl import commoncrawl, discover
from tinbai.crawl.addresses import canonical, is_article
from tinbai.crawl.discover import Scope
from tinbai.crawl.fetch import HTML, LISTS, Fetcher, FetchError, Reply
from tinbai.crawl.ledger import Received
from tinbai.crawl.pace import Clock, retry_after
from tinbai.crawl.queue import Link, Settled, Task
from tinbai.papers import Paper
from tinbai.settings import CrawlSettings

_LARGE = frozenset({"sitemap", "feed", "crawls", "index"})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Reads answers for the papers of a crawl."""

    _papers: Mapping[str, Paper]
    _scope: Scope
    _settings: CrawlSettings

    def ask(self, task: Task, fetcher: Fetcher, clock: Clock) -> tuple[Received, Settled, Reply | None]:
        """Send the request of a task; return how it ended, what it means, and the answer that is to be archived."""
        link = task.link
        span = commoncrawl.span_of(link.source) if link.source else None
        large = link.kind in _LARGE
        types = LISTS if link.kind in ("sitemap", "feed") else None if large or span else HTML
        most_bytes = self._settings.max_list_bytes if large else self._settings.max_page_bytes
        try:
            address = commoncrawl.asked_address(link)
            reply = fetcher.get(address, types=types, most_bytes=most_bytes, span=span)
            ended = clock.now()
            pause = retry_after(reply.header("Retry-After"), ended)
            got = Received(ended, "answered", reply.status, len(reply.raw), pause)
            if link.source and reply.status == 206:
                settled, reply = commoncrawl.from_capture(reply, link, self._papers[link.paper], self._scope)
            else:
                settled = self._of(task, reply, ended)
            return got, settled, reply if reply.status == 200 and settled.state == "done" else None
        except FetchError as error:
            got = Received(clock.now(), error.reason, error.status, error.received)
            reason = str(error)
            return got, self.later(task, got.ended, reason) if error.again else Settled("failed", reason), None

    def _of(self, task: Task, reply: Reply, ended: float) -> Settled:
        """Return the outcome of an answer that came at time `ended`."""
        link, paper = task.link, self._papers[task.link.paper]
        if reply.status == 200:
            if link.kind == "crawls":
                return commoncrawl.from_crawls(reply, paper, self._scope, self._settings)
            if link.kind == "index":
                return commoncrawl.from_index(reply, link, paper, self._scope, self._settings)
            if link.kind == "article":
                return discover.from_article(reply, paper, self._scope)
            if link.kind == "listing":
                return discover.from_listing(reply, link, paper, self._scope, self._settings)
            return discover.from_feed(reply, link, paper, self._scope, self._settings)
        if 300 <= reply.status < 400 and not link.source and link.kind not in ("crawls", "index"):
            return self._redirected(link, reply, paper)
        if reply.status in _AGAIN:
            return self.later(task, ended, f"status {reply.status}")
        if link.kind == "listing" and link.page > 1 and reply.status in (404, 410):
            return Settled("done", reason="the list ends before it")
        if link.kind == "index" and reply.status in (400, 404):  # so the index says that there is nothing (more)
            return Settled("done", reason="the index ends before it")
        return Settled("failed", reason=f"status {reply.status}")

    def _redirected(self, link: Link, reply: Reply, paper: Paper) -> Settled:
        target = reply.header("Location")
        if not target:
            return Settled("failed", reason=f"status {reply.status} without an address")
        url = canonical(urljoin(link.url, target), link.url, paper, article=link.kind == "article")
        if url is None:
            return Settled("failed", reason=f"redirects to {target[:200]}, which is on no host of the paper")
        if url == link.url:
            return Settled("failed", reason="redirects to itself")
        if link.hops >= self._settings.max_redirects:
            return Settled("failed", reason=f"more than {self._settings.max_redirects} redirects")
        if link.kind == "article" and not is_article(url, paper):
            return Settled("failed", reason=f"redirects to {url[:200]}, which is no article")
        return Settled("redirected", reason=url, links=(replace(link, url=url, hops=link.hops + 1),))

    def later(self, task: Task, ended: float, reason: str) -> Settled:
        """Try again after a pause that doubles and varies, so that many addresses do not come back at once."""
        if task.attempts + 1 >= self._settings.max_attempts:
            return Settled("unanswered", reason=f"{reason}, {task.attempts + 1} times")
        jitter = random.Random(f"{task.link.url} {task.attempts}").uniform(0.5, 1.5)
        return Settled("queued", reason, ended + self._settings.backoff_seconds * 2**task.attempts * jitter)
