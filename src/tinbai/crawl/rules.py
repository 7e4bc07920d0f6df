"""Which robots.txt is in force for a host: fetched, archived, remembered for a day at most."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from tinbai.crawl.addresses import origin, resolve
from tinbai.crawl.archive import stored_file
from tinbai.crawl.fetch import Fetcher, FetchError, Reply
from tinbai.crawl.frontier import Frontier
from tinbai.crawl.ledger import Received, Sent
from tinbai.crawl.pace import Clock, Pace, retry_after
from tinbai.crawl.robots import Robots, whole_lines
from tinbai.pages.stored import KIND_FIELD, http_parts, unpacked
from tinbai.pages.warc import record_at
from tinbai.settings import CrawlSettings


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules of a host, the ledger id of the request that brought them, and when that was sent."""

    robots: Robots
    row: int
    began: float


class Rules:
    """The robots.txt files of all hosts of a crawl.

    Args:
        frontier: keeps the ledger and archives the files.
        fetcher: asks.
        pace: robots.txt is asked for at the same pace as pages.
        clock: time and sleep.
        settings: limits.
        folder: the archive, from which earlier files are read.
    """

    def __init__(
        self, frontier: Frontier, fetcher: Fetcher, pace: Pace, clock: Clock, settings: CrawlSettings, folder: Path
    ) -> None:
        self._frontier = frontier
        self._fetcher = fetcher
        self._pace = pace
        self._clock = clock
        self._settings = settings
        self._folder = folder
        self._known: dict[str, InForce] = {}

    def of(self, host: str, stopped: Callable[[], bool]) -> InForce | None:
        """Return the rules in force on a host; None if the crawl was stopped meanwhile.

        Rules of a host that could not be reached are asked for anew each time.
        """
        oldest = self._clock.now() - self._settings.robots_seconds
        known = self._known.get(host) or self._remembered(host, oldest)
        if known is not None and known.began > oldest and known.robots.basis != "unreachable":
            self._known[host] = known
            return known
        found = self._fetched(host, stopped)
        if found is not None:
            self._known[host] = found
        return found

    def _remembered(self, host: str, oldest: float) -> InForce | None:
        row = self._frontier.robots(host, oldest)
        if row is None or Robots(row["status"]).basis == "unreachable":
            return None
        body = archived_body(self._folder, row["file"], row["offset"], self._settings) if row["status"] == 200 else b""
        return None if body is None else InForce(Robots(row["status"], body), row["id"], row["began"])

    def _fetched(self, host: str, stopped: Callable[[], bool]) -> InForce | None:
        url = f"{host}/robots.txt"
        for _ in range(self._settings.max_redirects + 1):
            asked = self._in_turn(url, host, stopped)
            if asked is None:
                return None
            reply, row, began = asked
            target = reply.header("Location") if reply is not None and 300 <= reply.status < 400 else None
            following = resolve(urljoin(url, target), url) if target else None
            if following is None:
                break
            url = following
        status = reply.status if reply is not None else None
        body = whole_lines(reply.body, self._settings.max_robots_bytes) if reply is not None else b""
        return InForce(Robots(status, body), row, began)

    def _in_turn(self, url: str, about: str, stopped: Callable[[], bool]) -> tuple[Reply | None, int, float] | None:
        """Ask when the host's turn has come; return answer, ledger id and time, or None if the crawl was stopped."""
        host = origin(url)
        while not stopped():
            with self._pace.alone(host):
                turn, began = self._pace.turn(host, None), self._clock.now()
                if turn.at <= began:
                    row = self._frontier.send(Sent(host, url, "robots", "robots.txt itself", turn, began, about=about))
                    return self._ask(url, row, began), row, began
            self._clock.sleep(turn.at - began)
        return None

    def _ask(self, url: str, row: int, began: float) -> Reply | None:
        reply, status, outcome, received = None, None, "answered", 0
        try:
            most_bytes = self._settings.max_robots_bytes
            reply = self._fetcher.get(url, types=None, most_bytes=most_bytes, cut=True)
            status, received = reply.status, len(reply.raw)
        except FetchError as error:
            status, outcome, received = error.status, error.reason, error.received
        ended = self._clock.now()
        pause = retry_after(reply.header("Retry-After"), ended) if reply is not None else None
        self._pace.finished(origin(url), began=began, ended=ended, status=status, retry_after=pause)
        # A 200 whose body could not be read is no file: nothing is known about the rules.
        status = None if reply is None else status
        self._frontier.settle(row, Received(ended, outcome, status, received, pause), reply=reply)
        return reply


def archived_body(folder: Path, name: str | None, offset: int | None, settings: CrawlSettings) -> bytes | None:
    """Return the robots.txt that is archived at a place; None if there is no whole record."""
    if name is None or offset is None:
        return None
    try:
        with stored_file(folder, name).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            record = record_at(data, offset, most_bytes=settings.max_list_bytes)
    except (OSError, ValueError):
        return None
    if record is None or record.kind != "response" or record.headers.get(KIND_FIELD.lower()) != "robots":
        return None
    _, headers, body = http_parts(record.block)
    body = unpacked(body, headers.get("content-encoding", ""), settings.max_robots_bytes, cut=True)
    return whole_lines(body, settings.max_robots_bytes)
