"""The crawl: one worker per host, one request at a time, everything written down before and after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path

from tinbai.crawl import commoncrawl, discover
from tinbai.crawl.addresses import without_fragment
from tinbai.crawl.archive import Archive
from tinbai.crawl.database import Database
from tinbai.crawl.discover import Scope
from tinbai.crawl.fetch import Fetcher, user_agent
from tinbai.crawl.frontier import Frontier
from tinbai.crawl.ledger import Sent
from tinbai.crawl.outcome import Outcomes
from tinbai.crawl.pace import Clock, Pace, Turn
from tinbai.crawl.queue import PROBES, Link, Task
from tinbai.crawl.rules import InForce, Rules
from tinbai.papers import Paper
from tinbai.settings import CrawlSettings


@dataclass(slots=True)
class Report:
    """What a crawl did.

    Attributes:
        resumed: it went on with an unfinished run.
        articles: articles archived in this run, by paper.
        counts: addresses by (host, state).
        left: hosts that were left for another day, with the reason.
    """

    resumed: bool = False
    articles: dict[str, int] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """A host at work: requests and errors so far, requests a second, addresses that wait, seconds to the next."""

    host: str
    requests: int
    errors: int
    rate: float
    queued: int
    next_seconds: float


class Crawler:
    """Reads newspapers into an archive; run it again, and it goes on where it was, whatever ended it.

    Args:
        papers: newspapers.
        folder: the archive.
        contact: e-mail or web address that newspapers are told.
        scope: what is wanted.
        settings: limits; hosts of papers marked private are added to `private_hosts`.
        clock: time and sleep.

    Raises:
        CrawlError: no usable contact, or another crawl is at work in the folder.
        OutputError: the folder cannot be written.
    """

    def __init__(
        self,
        papers: Sequence[Paper],
        folder: Path,
        contact: str | None,
        *,
        scope: Scope | None = None,
        settings: CrawlSettings | None = None,
        clock: Clock | None = None,
    ) -> None:
        agent = user_agent(contact)
        settings = settings or CrawlSettings()
        private = {host for paper in papers if paper.private for host in paper.hosts}
        self._settings = replace(settings, private_hosts=settings.private_hosts | private)
        self._scope = scope or Scope()
        self._papers = {paper.id: paper for paper in papers}
        self.clock = clock or Clock()
        self._pace = Pace(self._settings, now=self.clock.now)
        self._fetcher = Fetcher(agent, self._settings)
        self._database = Database(folder)
        try:
            self._archive = Archive(folder, most_bytes=self._settings.max_archive_bytes, agent=agent)
            self._frontier = Frontier(self._database, self._archive, now=self.clock.now())
        except BaseException:
            self._database.close()
            raise
        self._rules = Rules(self._frontier, self._fetcher, self._pace, self.clock, self._settings, folder)
        self._open = set(self._papers)
        self._outcomes = Outcomes(self._papers, self._scope, self._settings)
        self._taken: dict[str, int] = {}
        self._mapped: set[int] = set()
        self._started = self.clock.now()
        self._done: dict[str, tuple[int, int]] = {}
        self.report = Report()

    def run(self) -> Report:
        """Crawl until nothing is left to fetch, and return what was done; close everything at the end.

        Raises:
            OutputError: the disk is full or cannot be written; the archive is as after the last whole page.
        """
        try:
            self._begin()
            with ThreadPoolExecutor(self._settings.parallel_hosts, thread_name_prefix="host") as pool:
                self._drive(pool)
            if not self.report.left and not self._stopped():
                self._frontier.finish(self.clock.now())
            self.report.counts = self._frontier.counts(self._papers)
            return self.report
        finally:
            self._archive.close()
            self._fetcher.close()
            self._database.close()

    def stop(self) -> None:
        """End the crawl after the requests that are under way."""
        self.clock.stopped.set()

    def progress(self) -> list[Progress]:
        """Return how the hosts are doing, in order of name."""
        found = []
        for host, (done, errors) in sorted(self._done.copy().items()):
            seconds = max(0.0, self._pace.turn(host, None).at - self.clock.now())
            rate = done / max(1.0, self.clock.now() - self._started)
            found.append(Progress(host, done, errors, rate, self._frontier.queue_length(host), seconds))
        return found

    def _begin(self) -> None:
        papers = [self._papers[name] for name in sorted(self._papers)]
        delays: dict[str, float] = {}
        for paper in papers:
            delay = self._settings.delay_seconds if paper.delay_seconds is None else paper.delay_seconds
            for name in paper.hosts:
                host = f"{paper.scheme}://{name}"
                delays[host] = min(delay, delays.get(host, delay))
                self._pace.remember(host, own_delay=delay, last=self._frontier.last_request(host))
        scope = self._scope
        command = json.dumps(
            [sorted(self._papers), scope.since, scope.until, scope.sections, scope.max_pages, scope.common_crawl]
        )
        delays["*"] = self._settings.delay_seconds
        self._frontier.begin(command, delays, now=self.clock.now(), past=bool(scope.common_crawl))
        self.report.resumed = self._frontier.resumed
        for paper in papers:
            past = commoncrawl.index_seeds(paper, scope, self._settings)
            self._frontier.add(past if scope.common_crawl else discover.seeds(paper, scope))
            self._taken[paper.id] = self._frontier.archived(paper.id)
        self.report.articles = self._taken

    def _drive(self, pool: ThreadPoolExecutor) -> None:
        """Give each host that has something to fetch a worker, until no host has."""
        active: dict[str, Future[None]] = {}
        try:
            while not self._stopped():
                hosts = self._frontier.waiting(sorted(self._open))
                for host in hosts:
                    if host not in active and host not in self.report.left:
                        active[host] = pool.submit(self._work, host)
                if not active:
                    return
                done, _ = wait(active.values(), timeout=0.5, return_when=FIRST_COMPLETED)
                for host in [host for host, future in active.items() if future in done]:
                    active.pop(host).result()
        except BaseException:
            self.stop()
            raise
        finally:
            wait(active.values())
        for future in active.values():
            future.result()

    def _work(self, host: str) -> None:
        """Fetch what is queued for one host, one request at a time."""
        while not self._stopped():
            reason = self._pace.gave_up(host)
            if reason is not None:
                self.report.left[host] = reason
                return
            task = self._frontier.next(host, sorted(self._open), now=self.clock.now())
            if task is None:
                return
            if isinstance(task, float):
                self.clock.sleep(task - self.clock.now())
                continue
            rules = self._reachable_rules(host)
            if rules is None:
                return
            if self._set_aside(task, rules):
                continue
            with self._pace.alone(host):
                turn, now = self._pace.turn(host, rules.robots.crawl_delay), self.clock.now()
                if turn.at <= now:
                    self._request(host, task, rules, turn)
                    continue
            self.clock.sleep(turn.at - now)

    def _reachable_rules(self, host: str) -> InForce | None:
        """Return the rules of a host; None if they cannot be had, and then the host is left for another day."""
        status = None
        for _ in range(self._settings.max_attempts):
            rules = self._rules.of(host, self._stopped)
            if rules is None:
                return None
            if rules.robots.basis != "unreachable":
                self._take_sitemaps(rules)
                return rules
            status = rules.robots.status
            if self._pace.gave_up(host):
                break
        self.report.left[host] = f"its robots.txt cannot be read (status {status or 'none'})"
        return None

    def _take_sitemaps(self, rules: InForce) -> None:
        """Queue the sitemaps that a robots.txt names, once."""
        if rules.row not in self._mapped:
            self._mapped.add(rules.row)
            named = rules.robots.sitemaps[: self._settings.max_sitemaps]
            papers = [paper for paper in self._papers.values() if discover.reads_whole(paper, self._scope)]
            self._frontier.add(link for paper in papers for link in discover.sitemap_links(named, paper))

    def _set_aside(self, task: Task, rules: InForce) -> bool:
        """Settle a task that needs no request; say whether it was one."""
        link = task.link
        if link.kind == "article" and self._taken.get(link.paper, 0) >= (self._scope.max_pages or 1 << 60):
            self._open.discard(link.paper)
            return True
        if not rules.robots.allows(link.source or link.url):
            self._frontier.set_aside(task, "refused", "refused by robots.txt")
            return True
        outside = self._outside(link) if link.kind == "article" and self._scope.dated else None
        if outside is not None:
            self._frontier.set_aside(task, "skipped", outside)
            return True
        if link.kind == "listing" and link.page > 1 and self._scope.since:
            newest = self._frontier.newest_of(link.via)
            if newest is not None and newest < self._scope.since:
                self._frontier.set_aside(task, "skipped", f"the page before it ends {newest}, before --since")
                return True
        return False

    def _outside(self, link: Link) -> str | None:
        """Say why an article need not be asked for: its list shows its day, or its neighbours are all outside.

        A list's first page also names other news beside the list, so neighbours say nothing there.
        """
        reason = self._scope.outside(link.published)
        if reason is not None:
            return f"its list says {link.published}, {reason}"
        days = self._frontier.probed(link.via)
        reasons = {self._scope.outside(day) for day in days}
        if len(days) == PROBES and len(reasons) == 1 and (found := reasons.pop()):
            return f"the first, middle and last article of its list page are {found}"
        return None

    def _request(self, host: str, task: Task, rules: InForce, turn: Turn) -> None:
        began = self.clock.now()
        sent = Sent(
            host,
            task.link.source or without_fragment(task.link.url),
            task.link.kind,
            rules.robots.rule,
            turn,
            began,
            robots=rules.row,
        )
        row = self._frontier.send(sent, task)
        got, settled, kept = self._outcomes.ask(task, self._fetcher, self.clock)
        ended = got.ended
        broken_off = got.outcome in ("timeout", "connection", "damaged")
        status = None if broken_off else got.status
        self._pace.finished(host, began=began, ended=ended, status=status, retry_after=got.retry_after)
        self._frontier.settle(row, got, reply=kept, task=task, settled=settled)
        done, errors = self._done.get(host, (0, 0))
        self._done[host] = (done + 1, errors + (settled.state in ("failed", "unanswered", "queued")))
        if kept is not None and task.link.kind == "article":
            self._taken[task.link.paper] += 1

    def _stopped(self) -> bool:
        return self.clock.stopped.is_set()
