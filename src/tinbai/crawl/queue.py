"""Addresses and their states, as rows: added once, settled once, lists followed while they bring news."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tinbai.crawl.addresses import origin
from tinbai.crawl.archive import Place

Kind = Literal["article", "listing", "sitemap", "feed", "crawls", "index"]
State = Literal["queued", "done", "unanswered", "failed", "refused", "redirected", "skipped"]

PROBES = 3  # articles of a listing page that are asked for their day before the others


@dataclass(frozen=True, slots=True)
class Link:
    """An address that is to be fetched.

    Attributes:
        url: canonical address.
        paper: id of the newspaper.
        kind: what is expected there.
        page: number of a listing page, from 1; depth of a sitemap, from 1.
        root: address of the first page of its list.
        via: frontier id of the listing page that named it.
        hops: redirects that led here.
        published: day or month of publication, if a list shows it.
        source: where else the page is kept, as `ADDRESS#bytes=FIRST-LAST`; then that is asked, not the newspaper.
    """

    url: str
    paper: str
    kind: Kind
    page: int = 1
    root: str | None = None
    via: int | None = None
    hops: int = 0
    published: str | None = None
    source: str | None = None

    @property
    def past(self) -> bool:
        """Whether Common Crawl is asked for it; a crawl asks either that or the newspaper."""
        return self.source is not None or self.kind in ("crawls", "index")


@dataclass(frozen=True, slots=True)
class Task:
    """A link whose turn it is, with its frontier id and the tries so far."""

    id: int
    link: Link
    attempts: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a task.

    Attributes:
        state: `queued` is to be tried again in this run, `unanswered` when the command is given again,
            `failed` and `refused` in a new run.
        reason: why, if it is not done.
        not_before: time of the next try.
        links: addresses that it named.
        following: the list's next page; dropped if this one brought nothing new.
        published: day of publication of an article.
    """

    state: State
    reason: str | None = None
    not_before: float = 0.0
    links: tuple[Link, ...] = ()
    following: Link | None = None
    published: str | None = None


def settle(connection: sqlite3.Connection, run: int, task: Task, settled: Settled, place: Place | None) -> None:
    """Write down what became of a task, and queue what it named.

    Args:
        connection: in a transaction.
        run: id of the run.
        task: the address.
        settled: its outcome.
        place: where its page is archived, if it is.
    """
    connection.execute(
        "UPDATE urls SET state=?, reason=?, not_before=?, published=coalesce(?, published) WHERE id=?",
        (settled.state, settled.reason, settled.not_before, settled.published, task.id),
    )
    if place is not None:
        connection.execute(
            "UPDATE urls SET fetched=?, digest=?, file=?, offset=? WHERE id=?",
            (place.date, place.digest, place.file, place.offset, task.id),
        )
        if task.link.kind == "article":
            # Counted here, because a resumed crawl could not count a million rows in time.
            connection.execute(
                "INSERT INTO taken VALUES(?,?,1) ON CONFLICT(run, paper) DO UPDATE SET articles=articles+1",
                (run, task.link.paper),
            )
    links = [replace(link, via=task.id) if task.link.kind == "listing" else link for link in settled.links]
    fresh = add(connection, run, links)
    if task.link.kind == "listing" and settled.state == "done":
        _follow(connection, run, task, settled, links, fresh)


def _follow(
    connection: sqlite3.Connection, run: int, task: Task, settled: Settled, links: list[Link], fresh: int
) -> None:
    """Queue a list's next page, unless this one showed nothing new.

    New is an article that the list has not shown in this run. If an earlier run has read the list
    to its end, it must be new to the archive: what comes behind known articles is known.
    """
    root = task.link.root or task.link.url
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO listed VALUES(?,?)",
        [(root, link.url) for link in links if link.kind == "article"],
    )
    new_here = connection.total_changes > before
    complete = connection.execute("SELECT 1 FROM exhausted WHERE root=?", (root,)).fetchone() is not None
    if complete and not fresh:
        return
    if new_here and settled.following is not None:
        add(connection, run, [replace(settled.following, via=task.id)])
    else:
        connection.execute("INSERT OR IGNORE INTO exhausted VALUES(?)", (root,))


def forget(connection: sqlite3.Connection, name: str, size: int) -> None:
    """Queue again what stood in the lost end of an archive file.

    Args:
        connection: in a transaction.
        name: the file.
        size: bytes of it that are left.
    """
    offsets = [row[0] for row in connection.execute("SELECT offset FROM ledger WHERE file=? ORDER BY offset", (name,))]
    known = connection.execute("SELECT bytes FROM files WHERE name=?", (name,)).fetchone()[0]
    lost = [start for start, end in zip(offsets, [*offsets[1:], known], strict=True) if end > size]
    cut = lost[0] if lost and lost[0] <= size else 0  # 0: nothing is whole, not even the file's description
    connection.execute(
        "UPDATE urls SET state='queued', attempts=0, not_before=0, digest=NULL, file=NULL, offset=NULL"
        " WHERE file=? AND offset>=?",
        (name, cut),
    )
    connection.execute("UPDATE files SET bytes=? WHERE name=?", (cut, name))


def add(connection: sqlite3.Connection, run: int, links: Iterable[Link]) -> int:
    """Queue addresses; return how many articles among them this run was the first to see."""
    fresh = 0
    for link in links:
        values = (link.url, origin(link.source or link.url), link.paper, link.kind, 0 if link.kind == "article" else 1)
        added = connection.execute(
            "INSERT OR IGNORE INTO urls(url, host, paper, kind, priority, page, root, via, hops, published,"
            " source, past, run, found_run, state) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,'queued')",
            (*values, link.page, link.root, link.via, link.hops, link.published, link.source, link.past, run, run),
        ).rowcount
        if link.kind == "article":
            found = connection.execute("SELECT found_run FROM urls WHERE url=?", (link.url,)).fetchone()
            fresh += found["found_run"] == run
            if link.source and not added:  # what the newspaper no longer has may be kept elsewhere
                connection.execute(
                    "UPDATE urls SET state='queued', attempts=0, not_before=0, past=1, host=?, source=? WHERE url=?"
                    " AND past=0 AND state IN ('failed', 'unanswered', 'queued')",
                    (values[1], link.source, link.url),
                )
        elif not added:
            connection.execute(
                "UPDATE urls SET state='queued', attempts=0, not_before=0, run=?, via=?, page=? WHERE url=? AND run<?",
                (run, link.via, link.page, link.url, run),
            )
    return fresh
