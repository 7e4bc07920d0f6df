"""What is known, waiting, under way and done: URL state, ledger and archive move together or not at all."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from tinbai.crawl import ledger, queue
from tinbai.crawl.archive import Archive, Earlier, Place, payload_digest
from tinbai.crawl.database import Database
from tinbai.crawl.fetch import Reply
from tinbai.crawl.ledger import Received, Sent
from tinbai.crawl.queue import PROBES, Link, Settled, State, Task

# Each step finds the next host in the index, so that a million queued addresses cost nothing.
_QUEUED_HOSTS = """
WITH RECURSIVE hosts(host) AS (
    SELECT min(host) FROM urls WHERE state='queued'
    UNION ALL SELECT (SELECT min(host) FROM urls WHERE state='queued' AND host > hosts.host)
    FROM hosts WHERE hosts.host IS NOT NULL)
SELECT host FROM hosts WHERE host IS NOT NULL"""


# In the words of the index, so that it is used.
_AGAIN = """UPDATE urls SET state='queued', attempts=0, not_before=0
WHERE state IN ('unanswered', 'failed', 'refused', 'skipped')"""


class Frontier:
    """The queue of one archive.

    Args:
        database: open.
        archive: of the same folder.
        now: time in seconds since 1970.
    """

    def __init__(self, database: Database, archive: Archive, *, now: float) -> None:
        self._db = database
        self._archive = archive
        self.run = 0
        self.resumed = False
        self.past = False
        with database.transaction() as connection:
            for name, size in archive.shortened(_files(connection)).items():
                queue.forget(connection, name, size)
            known = _files(connection)
            ledger.close_interrupted(connection, now)
            connection.execute("UPDATE urls SET state='queued' WHERE state='inflight'")
        archive.recover(known)

    def begin(self, command: str, least_delays: Mapping[str, float], *, now: float, past: bool = False) -> None:
        """Go on with the unfinished run of the same command, or begin a new one, which tries all failures again.

        Args:
            command: what makes two runs the same.
            least_delays: seconds between requests, by host.
            now: time in seconds since 1970.
            past: this run asks Common Crawl and leaves what newspapers are to be asked; otherwise the reverse.
        """
        self.past = past
        with self._db.transaction() as connection:
            row = connection.execute("SELECT id, command, ended FROM runs ORDER BY id DESC LIMIT 1").fetchone()
            self.resumed = row is not None and row["ended"] is None and row["command"] == command
            if self.resumed:
                connection.execute(f"{_AGAIN} AND state='unanswered' AND past=?", (past,))
                self.run = int(row["id"])
                return
            self.run = (row["id"] if row else 0) + 1
            connection.execute(
                "INSERT INTO runs VALUES(?,?,?,NULL,?)", (self.run, command, now, json.dumps(dict(least_delays)))
            )
            connection.execute(f"{_AGAIN} AND state<>'skipped' AND past=?", (past,))
            if row is not None and row["command"] != command:  # other days may be wanted now
                connection.execute(f"{_AGAIN} AND state='skipped' AND kind='article' AND past=?", (past,))
            connection.execute("DELETE FROM listed")

    def finish(self, now: float) -> None:
        """Mark the run as complete."""
        with self._db.transaction() as connection:
            connection.execute("UPDATE runs SET ended=? WHERE id=?", (now, self.run))

    def add(self, links: Iterable[Link]) -> None:
        """Queue addresses that are not known yet, and lists that this run has not read yet."""
        with self._db.transaction() as connection:
            queue.add(connection, self.run, links)

    def waiting(self, papers: Iterable[str]) -> list[str]:
        """Return the hosts that have something queued for these papers, in order of name."""
        marks, values = _marks(papers)
        queued = f"SELECT 1 FROM urls WHERE state='queued' AND host=? AND past=? AND paper IN ({marks}) LIMIT 1"
        with self._db.lock:
            hosts = [row[0] for row in self._db.connection.execute(_QUEUED_HOSTS)]
            return [
                host for host in hosts if self._db.connection.execute(queued, (host, self.past, *values)).fetchone()
            ]

    def queue_length(self, host: str) -> int:
        """Return how many addresses of a host are queued."""
        with self._db.lock:
            sql = "SELECT count(*) FROM urls WHERE state='queued' AND host=?"
            return int(self._db.connection.execute(sql, (host,)).fetchone()[0])

    def next(self, host: str, papers: Iterable[str], *, now: float) -> Task | float | None:
        """Return the task of a host whose turn it is; the time of the next one if all wait; None if there is none.

        Articles come before lists, so that a limit is used for articles; then the order of discovery.
        """
        marks, values = _marks(papers)
        where = f"FROM urls WHERE state='queued' AND host=? AND past=? AND paper IN ({marks})"
        with self._db.lock:
            row = self._db.connection.execute(
                f"SELECT * {where} AND not_before<=? ORDER BY priority, id LIMIT 1", (host, self.past, *values, now)
            ).fetchone()
            if row is None:
                soonest = self._db.connection.execute(
                    f"SELECT min(not_before) {where}", (host, self.past, *values)
                ).fetchone()[0]
                return None if soonest is None else float(soonest)
        names = ("url", "paper", "kind", "page", "root", "via", "hops", "published", "source")
        return Task(row["id"], Link(**{name: row[name] for name in names}), row["attempts"])

    def set_aside(self, task: Task, state: State, reason: str) -> None:
        """Settle a task without a request: refused by robots.txt, or skipped."""
        with self._db.transaction() as connection:
            connection.execute("UPDATE urls SET state=?, reason=? WHERE id=?", (state, reason, task.id))

    def send(self, sent: Sent, task: Task | None = None) -> int:
        """Write down that a request is about to be sent; return its ledger id."""
        with self._db.transaction() as connection:
            if task is not None:
                connection.execute("UPDATE urls SET state='inflight', attempts=attempts+1 WHERE id=?", (task.id,))
            return ledger.send(connection, self.run, sent)

    def settle(
        self,
        row: int,
        got: Received,
        *,
        reply: Reply | None = None,
        task: Task | None = None,
        settled: Settled | None = None,
    ) -> None:
        """Archive an answer, seal its ledger row, settle its task and queue what it names: all or nothing.

        Args:
            row: ledger id.
            got: how the request ended.
            reply: the answer if it is to be archived.
            task: None for robots.txt.
            settled: what became of the task.
        """
        with self._db.lock:
            place = self._stored(row, reply, task) if reply is not None else None
            try:
                with self._db.transaction() as connection:
                    if place is not None:
                        connection.execute("INSERT OR REPLACE INTO files VALUES(?,?)", (place.file, place.end))
                    ledger.settle(connection, row, got, place)
                    if task is not None and settled is not None:
                        queue.settle(connection, self.run, task, settled, place)
            except BaseException:
                self._archive.undo()
                raise
            if place is not None:
                self._archive.commit(place)

    def robots(self, host: str, since: float) -> sqlite3.Row | None:
        """Return the ledger row of the latest robots.txt of a host that is not older than `since`."""
        with self._db.lock:
            return ledger.robots_row(self._db.connection, host, since)

    def last_request(self, host: str) -> tuple[float, float] | None:
        """Return the end of a host's last request and the pause that it asked for."""
        with self._db.lock:
            return ledger.last_request(self._db.connection, host)

    def archived(self, paper: str) -> int:
        """Return how many articles of a paper this run has archived."""
        with self._db.lock:
            sql = "SELECT articles FROM taken WHERE run=? AND paper=?"
            row = self._db.connection.execute(sql, (self.run, paper)).fetchone()
        return int(row[0]) if row else 0

    def newest_of(self, via: int | None) -> str | None:
        """Return the latest day of publication among the articles that a listing page named."""
        with self._db.lock:
            row = self._db.connection.execute("SELECT max(published) FROM urls WHERE via=?", (via,)).fetchone()
        return None if row is None else row[0]

    def probed(self, via: int | None) -> list[str | None]:
        """Return the days of the first articles that a listing page was the first to name; none for a first page."""
        sql = "SELECT published FROM urls WHERE via=? AND kind='article' ORDER BY id LIMIT ?"
        with self._db.lock:
            page = self._db.connection.execute("SELECT page FROM urls WHERE id=?", (via,)).fetchone()
            if page is None or page["page"] == 1:
                return []
            return [row[0] for row in self._db.connection.execute(sql, (via, PROBES))]

    def counts(self, papers: Iterable[str]) -> dict[tuple[str, str], int]:
        """Return how many addresses of these papers there are by host and state."""
        marks, values = _marks(papers)
        sql = f"SELECT host, state, count(*) AS n FROM urls WHERE paper IN ({marks}) GROUP BY host, state"
        with self._db.lock:
            return {(row["host"], row["state"]): row["n"] for row in self._db.connection.execute(sql, values)}

    def _stored(self, row: int, reply: Reply, task: Task | None) -> Place:
        began, kind = self._db.connection.execute("SELECT began, kind FROM ledger WHERE id=?", (row,)).fetchone()
        known = None
        if task is not None and reply.raw:
            known = self._db.connection.execute(
                "SELECT url, fetched FROM urls WHERE digest=? ORDER BY fetched LIMIT 1", (payload_digest(reply.raw),)
            ).fetchone()
        earlier = Earlier(known["url"], known["fetched"]) if known else None
        return self._archive.append(reply, kind=kind, when=began, earlier=earlier)


def _files(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how long each file of the archive is as far as the database knows."""
    return dict(connection.execute("SELECT name, bytes FROM files").fetchall())


def _marks(values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    listed = tuple(values)
    return ",".join("?" * len(listed)), listed
