"""The ledger: every request, written before it is sent and sealed when its end is known.

A seal is a digest of the row, of what its run promised and of the seal before it, so that a later change of any row
shows; the last seal stands apart, so that a ledger that was cut shows too. It proves no more than that: whoever
rebuilds all seals is not found out.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from tinbai.crawl.archive import Place
from tinbai.crawl.database import read_only
from tinbai.crawl.pace import Turn

# What a seal covers, in this order.
SEALED = (
    "id", "run", "host", "url", "kind", "about", "robots", "rule", "delay", "why", "began", "ended",
    "status", "bytes", "outcome", "retry_after", "record", "file", "offset", "digest", "sequence",
)  # fmt: skip


# A row with what its run promised: the least delay of each host.
WITH_PROMISE = "SELECT ledger.*, runs.least_delays FROM ledger LEFT JOIN runs ON runs.id = ledger.run"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it is sent.

    Attributes:
        host: scheme and host.
        url: address.
        kind: what is expected there.
        rule: the rule that allows it, in words.
        turn: the delay that is kept before it.
        began: time of sending.
        robots: ledger id of the robots.txt in force, None for robots.txt itself.
        about: the host whose robots.txt this is, None for pages.
    """

    host: str
    url: str
    kind: str
    rule: str
    turn: Turn
    began: float
    robots: int | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """How a request ended: time, status, bytes, outcome in a word, and the host's wish for a pause in seconds."""

    ended: float
    outcome: str
    status: int | None = None
    received: int = 0
    retry_after: float | None = None


def send(connection: sqlite3.Connection, run: int, sent: Sent) -> int:
    """Write a request that is about to be sent; return its id."""
    cursor = connection.execute(
        "INSERT INTO ledger(run, host, url, kind, about, robots, rule, delay, why, began) VALUES(?,?,?,?,?,?,?,?,?,?)",
        (
            run,
            sent.host,
            sent.url,
            sent.kind,
            sent.about,
            sent.robots,
            sent.rule,
            sent.turn.delay,
            sent.turn.why,
            sent.began,
        ),
    )
    return int(cursor.lastrowid or 0)


def settle(connection: sqlite3.Connection, row_id: int, got: Received, place: Place | None) -> None:
    """Complete a row and seal it."""
    last = connection.execute("SELECT sequence, seal FROM head").fetchone()
    where = (place.record, place.file, place.offset, place.digest) if place else (None, None, None, None)
    sequence = (last["sequence"] if last else 0) + 1
    connection.execute(
        "UPDATE ledger SET ended=?, status=?, bytes=?, outcome=?, retry_after=?, record=?, file=?, offset=?, digest=?,"
        " sequence=? WHERE id=?",
        (
            got.ended,
            got.status,
            got.received,
            got.outcome,
            got.retry_after,
            *where,
            sequence,
            row_id,
        ),
    )
    row = connection.execute(f"{WITH_PROMISE} WHERE ledger.id=?", (row_id,)).fetchone()
    sealed = seal(row, last["seal"] if last else "")
    connection.execute("UPDATE ledger SET seal=? WHERE id=?", (sealed, row_id))
    connection.execute("INSERT OR REPLACE INTO head VALUES(1,?,?)", (sequence, sealed))


def seal(row: sqlite3.Row, before: str) -> str:
    """Return the seal of a row, with the delays that its run promised, after the one with the seal `before`."""
    content = json.dumps([before, row["least_delays"], *(row[name] for name in SEALED)], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def requests_of(folder: Path) -> list[dict[str, object]]:
    """Return every request of an archive, in order: time, address, rule, delay kept, status, bytes and all else.

    Raises:
        CrawlError: there is no archive in the folder.
    """
    connection = read_only(folder)
    try:
        return [dict(row) for row in connection.execute("SELECT * FROM ledger ORDER BY id")]
    finally:
        connection.close()


def close_interrupted(connection: sqlite3.Connection, now: float) -> None:
    """Seal the rows of requests whose end a killed crawl did not see; they count as ended now."""
    for row in connection.execute("SELECT id FROM ledger WHERE sequence IS NULL ORDER BY id").fetchall():
        settle(connection, row["id"], Received(now, "interrupted"), None)


def last_request(connection: sqlite3.Connection, host: str) -> tuple[float, float] | None:
    """Return when the last request to a host ended, and the pause in seconds that it asked for; None without one."""
    row = connection.execute(
        "SELECT ended, retry_after FROM ledger WHERE host=? AND ended IS NOT NULL ORDER BY id DESC LIMIT 1", (host,)
    ).fetchone()
    return None if row is None else (float(row["ended"]), float(row["retry_after"] or 0.0))


def robots_row(connection: sqlite3.Connection, host: str, since: float) -> sqlite3.Row | None:
    """Return the row of the latest robots.txt of a host that was asked for after `since`, or None."""
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM ledger WHERE about=? AND sequence IS NOT NULL AND began>? ORDER BY sequence DESC LIMIT 1",
        (host, since),
    ).fetchone()
    return row
