"""The proof: no request of an archive broke the rules in force when it was sent.

Read are the ledger and the archived robots.txt files; nothing is asked of the
crawler that wrote them. Also checked: the ledger's seals, and that ledger and
archive name the same records.
"""

from __future__ import annotations

import json
import mmap
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tinbai.crawl.archive import SOURCE_FIELD, stored_file
from tinbai.crawl.database import read_only
from tinbai.crawl.ledger import WITH_PROMISE, seal
from tinbai.crawl.robots import Robots
from tinbai.crawl.rules import archived_body
from tinbai.pages.warc import Damage, records
from tinbai.settings import CrawlSettings

# Floating point and the time between two lines of the program.
_TOLERANCE_SECONDS = 0.001


@dataclass(slots=True)
class Audit:
    """What an audit found.

    Attributes:
        requests: ledger rows that were checked.
        hosts: hosts that were asked.
        records: archived answers that were checked.
        problems: one sentence each; none means that the archive is clean.
    """

    requests: int = 0
    hosts: int = 0
    records: int = 0
    problems: list[str] = field(default_factory=list)


def audit(folder: Path, *, settings: CrawlSettings | None = None) -> Audit:
    """Check every request of an archive.

    Raises:
        CrawlError: `folder` holds no crawl database.
    """
    settings = settings or CrawlSettings()
    connection = read_only(folder)
    try:
        found = Audit()
        found.requests = connection.execute("SELECT count(*) FROM ledger").fetchone()[0]
        hosts = [row[0] for row in connection.execute("SELECT DISTINCT host FROM ledger ORDER BY host")]
        found.hosts = len(hosts)
        found.problems += _seals(connection)
        rules = _Rules(connection, folder, settings)
        delays = {row["id"]: json.loads(row["least_delays"]) for row in connection.execute("SELECT * FROM runs")}
        for host in hosts:
            found.problems += _host(connection, host, rules, delays)
        for row in connection.execute("SELECT name, bytes FROM files ORDER BY name").fetchall():
            found.problems += _file(connection, folder, row, found, settings)
        return found
    finally:
        connection.close()


def _seals(connection: sqlite3.Connection) -> Iterator[str]:
    before = ""
    expected = 1
    for row in connection.execute(f"{WITH_PROMISE} WHERE sequence IS NOT NULL ORDER BY sequence"):
        if row["sequence"] != expected:
            yield f"ledger: {expected} to {row['sequence'] - 1} are missing"
        if row["seal"] != seal(row, before):
            yield f"ledger {row['id']}: the seal does not match; this row or one before it was changed"
        before = row["seal"]
        expected = row["sequence"] + 1
    head = connection.execute("SELECT sequence, seal FROM head").fetchone()
    if (head["sequence"], head["seal"]) != (expected - 1, before) if head else expected > 1:
        yield "ledger: its end is not the one that was sealed; rows were taken away or added"


class _Rules:
    """The robots.txt files as archived, by ledger id."""

    def __init__(self, connection: sqlite3.Connection, folder: Path, settings: CrawlSettings) -> None:
        self._connection = connection
        self._folder = folder
        self._settings = settings
        self._known: dict[int, Robots | None] = {}

    def problem(self, row: sqlite3.Row) -> tuple[str | None, float]:
        """Return why a request was not allowed, if it was not, and the delay that the rules ask for."""
        source = self._connection.execute("SELECT * FROM ledger WHERE id=?", (row["robots"],)).fetchone()
        if source is None or source["sequence"] is None or source["about"] != row["host"]:
            return "no robots.txt of its host was read before it", 0.0
        if not 0 <= row["began"] - source["began"] <= self._settings.robots_seconds:
            return "the robots.txt it relies on was not from the day before", 0.0
        robots = self._read(source)
        if robots is None:
            return "the robots.txt it relies on is not in the archive", 0.0
        if robots.basis == "unreachable":
            return "its host's robots.txt could not be read", 0.0
        if not robots.allows(row["url"]):
            return "robots.txt refuses it", robots.crawl_delay or 0.0
        return None, robots.crawl_delay or 0.0

    def _read(self, source: sqlite3.Row) -> Robots | None:
        if source["id"] not in self._known:
            body: bytes | None = b""
            if source["status"] == 200:
                body = archived_body(self._folder, source["file"], source["offset"], self._settings)
            self._known[source["id"]] = None if body is None else Robots(source["status"], body)
        return self._known[source["id"]]


def _host(
    connection: sqlite3.Connection, host: str, rules: _Rules, delays: dict[int, dict[str, float]]
) -> Iterator[str]:
    before: sqlite3.Row | None = None
    for row in connection.execute("SELECT * FROM ledger WHERE host=? ORDER BY began, id", (host,)):
        where = f"ledger {row['id']}: {row['url']}"
        least = delays.get(row["run"], {})
        asked = least.get(host, least.get("*", 0.0))
        if row["about"] is None:
            problem, crawl_delay = rules.problem(row)
            asked = max(asked, crawl_delay)
            if problem is not None:
                yield f"{where}: {problem}"
        if before is not None:
            asked = max(asked, before["retry_after"] or 0.0)
            kept = row["began"] - (before["began"] if before["ended"] is None else before["ended"])
            if kept < asked - _TOLERANCE_SECONDS:
                yield f"{where}: came {kept:.3f} s after the request before it, not {asked:.3f} s"
        before = row


def _file(
    connection: sqlite3.Connection, folder: Path, known: sqlite3.Row, found: Audit, settings: CrawlSettings
) -> Iterator[str]:
    """Compare one archive file with the ledger, record by record."""
    rows = connection.execute("SELECT record, url, digest FROM ledger WHERE file=?", (known["name"],))
    expected = {row["record"]: (row["url"], row["digest"]) for row in rows}
    path = stored_file(folder, known["name"])
    if not known["bytes"]:  # a power cut took the whole file
        yield from (f"{path}: {url} is in the ledger, but not in the archive" for url, _ in sorted(expected.values()))
        return
    if not path.is_file() or path.stat().st_size < known["bytes"]:
        yield f"{path}: is missing or shorter than what was written to it"
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), known["bytes"], access=mmap.ACCESS_READ) as data:
        for item in records(data, most_bytes=settings.max_list_bytes):
            if isinstance(item, Damage):
                yield f"{path}:{item.offset}: {item.reason}"
            elif item.kind in ("response", "revisit"):
                found.records += 1
                url = item.headers.get(SOURCE_FIELD.lower()) or item.headers.get("warc-target-uri", "")
                asked, digest = expected.pop(item.headers.get("warc-record-id", ""), (None, None))
                if asked != url:
                    yield f"{path}:{item.offset}: {url} is archived, but the ledger has no such request"
                elif digest != item.headers.get("warc-payload-digest"):
                    yield f"{path}:{item.offset}: {url} is archived with another content than was received"
    for url, _ in sorted(expected.values()):
        yield f"{path}: {url} is in the ledger, but not in the archive"
