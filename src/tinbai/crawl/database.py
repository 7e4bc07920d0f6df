"""The crawl's memory in SQLite: opened by one crawler at a time, changed only in whole transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tinbai.errors import CrawlError, OutputError

NAME = "crawl.sqlite"
_LOCK = "crawl.lock"
_VERSION = 2
_SCHEMA = """
CREATE TABLE runs(id INTEGER PRIMARY KEY, command TEXT, began REAL, ended REAL, least_delays TEXT);
CREATE TABLE taken(run INTEGER, paper TEXT, articles INTEGER, PRIMARY KEY(run, paper)) WITHOUT ROWID;
CREATE TABLE files(name TEXT PRIMARY KEY, bytes INTEGER) WITHOUT ROWID;
CREATE TABLE urls(
    id INTEGER PRIMARY KEY, url TEXT UNIQUE, host TEXT, paper TEXT, kind TEXT, priority INTEGER,
    state TEXT, reason TEXT, page INTEGER, root TEXT, via INTEGER, hops INTEGER,
    attempts INTEGER DEFAULT 0, not_before REAL DEFAULT 0, run INTEGER, found_run INTEGER,
    published TEXT, source TEXT, past INTEGER, fetched TEXT, digest TEXT, file TEXT, offset INTEGER);
CREATE INDEX queue ON urls(host, priority, id) WHERE state = 'queued';
CREATE INDEX inflight ON urls(id) WHERE state = 'inflight';
CREATE INDEX again ON urls(id) WHERE state IN ('unanswered', 'failed', 'refused', 'skipped');
CREATE INDEX digests ON urls(digest) WHERE digest IS NOT NULL;
CREATE INDEX found_by ON urls(via) WHERE via IS NOT NULL;
CREATE TABLE listed(root TEXT, url TEXT, PRIMARY KEY(root, url)) WITHOUT ROWID;
CREATE TABLE exhausted(root TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE ledger(
    id INTEGER PRIMARY KEY, run INTEGER, host TEXT, url TEXT, kind TEXT, about TEXT, robots INTEGER, rule TEXT,
    delay REAL, why TEXT, began REAL, ended REAL, status INTEGER, bytes INTEGER, outcome TEXT, retry_after REAL,
    record TEXT, file TEXT, offset INTEGER, digest TEXT, sequence INTEGER, seal TEXT);
CREATE TABLE head(id INTEGER PRIMARY KEY CHECK(id = 1), sequence INTEGER, seal TEXT);
CREATE INDEX unsettled ON ledger(id) WHERE sequence IS NULL;
CREATE INDEX by_host ON ledger(host, id);
CREATE INDEX robots_about ON ledger(about, sequence) WHERE about IS NOT NULL;
CREATE INDEX sequences ON ledger(sequence);
"""


class Database:
    """A connection that all threads share, under one lock.

    Args:
        folder: the archive; made if it is missing.

    Raises:
        CrawlError: another crawler is at work here, or the file is no crawl database.
        OutputError: the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._guard = sqlite3.connect(folder / _LOCK, timeout=0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"{folder}: the archive cannot be written ({error})") from error
        try:
            self._guard.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._guard.close()
            if "locked" in str(error):
                raise CrawlError(f"{folder}: another crawl is writing this archive; wait for it or stop it") from None
            raise OutputError(f"{folder}: the archive cannot be written ({error})") from error
        try:
            self.connection = self._opened(folder)
        except BaseException:
            self._guard.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Change all or nothing.

        Raises:
            OutputError: the disk is full or cannot be written; nothing was changed.
        """
        with self.lock:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException as error:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise OutputError(f"{self.folder}: the archive cannot be written ({error})") from error
                raise

    def close(self) -> None:
        """Close, and let another crawler in."""
        with self.lock:
            self.connection.close()
            self._guard.close()

    def _opened(self, folder: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(folder / NAME, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            # A record is on the disk before its transaction; after a power cut the last ones may be undone, never torn.
            connection.execute("PRAGMA synchronous = NORMAL")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {_VERSION};COMMIT;")
            elif version != _VERSION:
                raise CrawlError(f"{folder / NAME}: was made by another version of tinbai; begin a new archive")
        except sqlite3.OperationalError as error:
            connection.close()
            raise OutputError(f"{folder}: the archive cannot be written ({error})") from error
        except sqlite3.DatabaseError as error:
            connection.close()
            raise CrawlError(f"{folder / NAME}: is damaged or no crawl database ({error})") from error
        return connection


def read_only(folder: Path) -> sqlite3.Connection:
    """Open the database of an archive for reading, also while a crawl is at work.

    Raises:
        CrawlError: there is none.
    """
    path = folder / NAME
    if not path.is_file():
        raise CrawlError(f"{folder}: is no archive of tinbai crawl (no {NAME} in it)")
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    return connection
