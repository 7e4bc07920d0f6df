"""A crawl of the newspaper on this computer, and what it left in its archive, for tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from newspaper import SMALL, FastClock, Newspaper

from tinbai.crawl.crawler import Crawler, Report
from tinbai.crawl.database import NAME

CONTACT = "an@example.org"


def crawl(site: Newspaper, folder: Path, extra: str = SMALL, *, clock: FastClock | None = None, **options) -> Report:
    paper = site.paper(folder, extra)
    return Crawler([paper], folder / "archive", CONTACT, clock=clock or FastClock(), **options).run()


def states(folder: Path) -> dict[str, tuple[str, str | None]]:
    connection = sqlite3.connect(folder / "archive" / NAME)
    try:
        rows = connection.execute("SELECT url, state, reason FROM urls").fetchall()
    finally:
        connection.close()
    return {"/" + url.split("/", 3)[3]: (state, reason) for url, state, reason in rows}
