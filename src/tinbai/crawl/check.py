"""A few polite requests that tell which rules of a newspaper's file work, from robots.txt to the articles' pages."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin

from tinbai.crawl.addresses import belongs, canonical, is_article, origin, path_of, resolve
from tinbai.crawl.archive import Archive
from tinbai.crawl.database import Database
from tinbai.crawl.discover import Scope, from_article, seeds
from tinbai.crawl.fetch import HTML, LISTS, Fetcher, FetchError, Reply, user_agent
from tinbai.crawl.frontier import Frontier
from tinbai.crawl.ledger import Received, Sent
from tinbai.crawl.listing import menu_sections, read_listing
from tinbai.crawl.pace import Clock, Pace, retry_after
from tinbai.crawl.queue import Kind, Link, Settled
from tinbai.crawl.rules import InForce, Rules
from tinbai.crawl.sitemaps import HostileXmlError, entries
from tinbai.pages.read import read
from tinbai.papers import Paper
from tinbai.records import Article, Failure
from tinbai.settings import CrawlSettings

Verdict = Literal["works", "fails", "unused"]
_MOST_SECTIONS = 3
_MOST_ARTICLES = 2
_LONGEST_WAIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one rule: its name in the newspaper's file, whether it works, and what was seen."""

    rule: str
    verdict: Verdict
    seen: str


def check(
    paper: Paper, contact: str | None, *, settings: CrawlSettings | None = None, clock: Clock | None = None
) -> Iterator[Finding]:
    """Ask a newspaper for about ten pages and yield what its file says rightly and wrongly.

    It is asked as by a crawl: by its robots.txt, one request at a time, with the usual pauses. Nothing is kept.

    Args:
        paper: the newspaper.
        contact: e-mail or web address that it is told.
        settings: limits.
        clock: time and sleep.

    Raises:
        CrawlError: no usable contact.
    """
    settings = settings or CrawlSettings()
    settings = replace(settings, private_hosts=settings.private_hosts | set(paper.hosts if paper.private else ()))
    agent = user_agent(contact)
    with tempfile.TemporaryDirectory() as scratch:
        visit = _Visit(paper, Path(scratch), agent, settings, clock or Clock())
        try:
            yield from _Check(paper, visit, settings).findings()
        finally:
            visit.close()


class _Visit:
    """Fetches one page after the other; what it fetched is archived in a folder that goes afterwards."""

    def __init__(self, paper: Paper, folder: Path, agent: str, settings: CrawlSettings, clock: Clock) -> None:
        self.folder = folder
        self._paper = paper
        self._settings = settings
        self._clock = clock
        self._pace = Pace(settings, now=clock.now)
        delay = settings.delay_seconds if paper.delay_seconds is None else paper.delay_seconds
        for host in (*paper.hosts, *paper.moved_to):
            self._pace.remember(f"{paper.scheme}://{host}", own_delay=delay, last=None)
        self._fetcher = Fetcher(agent, settings)
        self._database = Database(folder)
        self._archive = Archive(folder, most_bytes=settings.max_archive_bytes, agent=agent)
        self._frontier = Frontier(self._database, self._archive, now=clock.now())
        self._frontier.begin("check", {}, now=clock.now())
        self._rules = Rules(self._frontier, self._fetcher, self._pace, clock, settings, folder)

    def close(self) -> None:
        self._archive.close()
        self._fetcher.close()
        self._database.close()

    def articles(self) -> Iterator[Article | Failure]:
        """Read what was fetched; nothing can be fetched afterwards."""
        self._archive.close()
        return read(self.folder)

    def rules(self, url: str) -> InForce | None:
        """Return the rules for an address; None if the crawl was stopped."""
        return self._rules.of(origin(url), self._clock.stopped.is_set)

    def get(self, url: str, kind: Kind) -> tuple[Reply | None, str]:
        """Return the answer with status 200 behind `url` and the way there, or None and why there is none."""
        way = path_of(url)
        for _ in range(self._settings.max_redirects + 1):
            rules = self.rules(url)
            if rules is None or not rules.robots.allows(url):
                return None, f"{way}: refused by robots.txt"
            reply, problem = self._ask(url, kind, rules)
            if reply is None or reply.status == 200:
                return reply, way if reply else f"{way}: {problem}"
            target = reply.header("Location") if 300 <= reply.status < 400 else None
            following = resolve(urljoin(url, target), url) if target else None
            if following is None:
                return None, f"{way}: status {reply.status}"
            way += f" → {following}"
            if not belongs(following, self._paper):
                return None, f"{way}: on no host of the paper"
            url = following
        return None, f"{way}: more than {self._settings.max_redirects} redirects"

    def _ask(self, url: str, kind: Kind, rules: InForce) -> tuple[Reply | None, str]:
        host = origin(url)
        turn = self._pace.turn(host, rules.robots.crawl_delay)
        if turn.at - self._clock.now() > _LONGEST_WAIT_SECONDS:
            return None, f"the host asks for a pause of {turn.delay:.0f} s"
        while (wait := turn.at - self._clock.now()) > 0 and not self._clock.stopped.is_set():
            self._clock.sleep(wait)
        began = self._clock.now()
        row = self._frontier.send(Sent(host, url, kind, rules.robots.rule, turn, began, robots=rules.row))
        lists = kind in ("sitemap", "feed")
        reply, problem, got = None, "", None
        try:
            most_bytes = self._settings.max_list_bytes if lists else self._settings.max_page_bytes
            reply = self._fetcher.get(url, types=LISTS if lists else HTML, most_bytes=most_bytes)
            ended = self._clock.now()
            pause = retry_after(reply.header("Retry-After"), ended)
            got = Received(ended, "answered", reply.status, len(reply.raw), pause)
        except FetchError as error:
            problem = str(error)
            got = Received(self._clock.now(), error.reason, error.status, error.received)
        status = None if problem else got.status
        self._pace.finished(host, began=began, ended=got.ended, status=status, retry_after=got.retry_after)
        self._frontier.settle(row, got, reply=reply if reply is not None and reply.status == 200 else None)
        return reply, problem


class _Check:
    def __init__(self, paper: Paper, visit: _Visit, settings: CrawlSettings) -> None:
        self._paper = paper
        self._visit = visit
        self._settings = settings
        self._articles: list[str] = []

    def findings(self) -> Iterator[Finding]:
        rules = self._visit.rules(self._paper.site)
        if rules is None or rules.robots.basis == "unreachable":
            status = rules.robots.status if rules else None
            yield Finding(
                "robots", "fails", f"robots.txt cannot be read (status {status or 'none'}): nothing is fetched"
            )
            return
        delay = f", Crawl-delay {rules.robots.crawl_delay:g} s" if rules.robots.crawl_delay else ""
        yield Finding("robots", "works", f"{rules.robots.rule}{delay}, {len(rules.robots.sitemaps)} sitemaps named")
        yield from self._lists()
        yield from self._maps("sitemaps", self._paper.sitemaps or rules.robots.sitemaps)
        yield from self._maps("feeds", self._paper.feeds)
        yield from self._pages()

    def _lists(self) -> Iterator[Finding]:
        sections = [link for link in seeds(self._paper, Scope()) if link.kind == "listing"][:_MOST_SECTIONS]
        if not self._paper.sections:
            home = sections[0]
            reply, way = self._visit.get(home.url, "listing")
            if reply is None:
                yield Finding("hosts", "fails", way)
                return
            yield from self._list("links", home, reply, way)
            found = list(menu_sections(reply.body, reply.url, self._paper).values())
            named = ", ".join(path_of(link.url) for link in found) or "none of the menu's titles is known"
            yield Finding("menu", "works" if found else "fails", named)
            sections = found[:_MOST_SECTIONS]
        for number, link in enumerate(sections):
            reply, way = self._visit.get(link.url, "listing")
            if reply is None:
                yield Finding("sections", "fails", way)
                continue
            settled = yield from self._list("sections", link, reply, way)
            if number == 0:
                yield from self._later(link, settled)

    def _list(self, rule: str, link: Link, reply: Reply, way: str) -> Generator[Finding, None, Settled]:
        settled = read_listing(reply, link, self._paper, self._settings, dated=True)
        found = [item for item in settled.links if item.kind == "article"]
        days = sum(item.published is not None for item in found)
        self._articles += [item.url for item in found]
        seen = f"{way}: {len(found)} articles" + (f", {days} with their day" if days else "")
        yield Finding(rule, "works" if found else "fails", seen)
        if found and settled.reason:
            yield Finding("links", "fails", settled.reason)
        return settled

    def _later(self, link: Link, settled: Settled) -> Iterator[Finding]:
        if settled.following is None:
            yield Finding("pagination", "unused", "no later page is known, and the page links to none")
            return
        reply, way = self._visit.get(settled.following.url, "listing")
        if reply is None:
            yield Finding("pagination", "fails", way)
            return
        first = {item.url for item in settled.links}
        later = read_listing(reply, settled.following, self._paper, self._settings, dated=False)
        new = sum(item.kind == "article" and item.url not in first for item in later.links)
        by = "as the file says" if self._paper.pagination else "by the page's link"
        yield Finding("pagination", "works" if new else "fails", f"{way}: {new} articles that page 1 has not, {by}")

    def _maps(self, rule: str, addresses: tuple[str, ...]) -> Iterator[Finding]:
        if not addresses:
            yield Finding(rule, "unused", "none is named")
            return
        url = canonical(addresses[0], self._paper.site, self._paper, article=False)
        if url is None:
            yield Finding(rule, "fails", f"{addresses[0]} is on no host of the paper")
            return
        reply, way = self._visit.get(url, "sitemap")
        if reply is None:
            yield Finding(rule, "fails", way)
            return
        try:
            found, wrong = entries(reply.body, most_bytes=self._settings.max_list_bytes)
        except HostileXmlError as error:
            found, wrong = [], str(error)
        articles = [
            address
            for entry in found
            if (address := canonical(entry.url, url, self._paper, article=True)) and is_article(address, self._paper)
        ]
        maps = sum(entry.is_map for entry in found)
        seen = f"{way}: {len(found)} entries, {len(articles)} of them articles, {maps} further maps"
        self._articles += articles
        yield Finding(rule, "works" if articles or maps else "fails", f"{seen} ({wrong})" if wrong else seen)

    def _pages(self) -> Iterator[Finding]:
        wanted = list(dict.fromkeys(self._articles))[:_MOST_ARTICLES]
        if not wanted:
            yield Finding("article", "fails", f"no address on these pages matches {self._paper.article}")
            return
        fetched = {}
        for url in wanted:
            reply, way = self._visit.get(url, "article")
            missing = from_article(reply, self._paper, Scope()) if reply is not None else None
            if reply is None or missing is None or missing.state != "done":
                yield Finding("article", "fails", f"{way}: {missing.reason}" if missing and missing.reason else way)
            else:
                fetched[reply.url] = way
        if not fetched:
            return
        for item in self._visit.articles():
            if not isinstance(item, Article):
                yield Finding("article", "fails", item.message.partition(": ")[2])
            elif item.url in fetched:
                yield _read_page(item, fetched[item.url])


def _read_page(article: Article, way: str) -> Finding:
    words = sum(len(article.text[z.start : z.end].split()) for z in article.zones if z.zone in ("lead", "body"))
    lacking = [name for name in ("title", "lead", "published") if not getattr(article, name)]
    if article.published and "T" not in article.published:
        lacking.append("hour of publication")
    if any(zone.zone == "unreadable" for zone in article.zones):
        lacking.append("readable text")
    seen = f"{way}: {article.title or 'no title'} ({article.published or 'no day'}, {words} words)"
    return Finding(
        "article", "fails" if lacking else "works", f"{seen}, lacking {', '.join(lacking)}" if lacking else seen
    )
