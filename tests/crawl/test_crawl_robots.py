"""What robots.txt says holds, from one end of the crawl to the other (RFC 9309)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from crawling import crawl, states
from newspaper import SMALL, Answer, FastClock, Newspaper, small_site

from tinbai.crawl.audit import audit
from tinbai.crawl.discover import Scope


def test_refused_addresses_are_never_asked_for(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=4)
    site.routes["/robots.txt"] = Answer(
        "User-agent: tinbai\nDisallow: /xay-dung-dang/chuyen-xom-2-\nCrawl-delay: 7\n", type="text/plain"
    )
    clock = FastClock()
    report = crawl(site, tmp_path, clock=clock)
    assert report.articles == {"thu": 3}
    assert not any("xom-2-" in path for path in site.paths())
    assert states(tmp_path)["/xay-dung-dang/chuyen-xom-2-a1002.html"][0] == "refused"
    assert audit(tmp_path / "archive").problems == []
    assert clock.slept.count(7.0) >= 4


@pytest.mark.parametrize("status", [429, 500, 503])
def test_unreachable_robots_refuse_everything(site: Newspaper, tmp_path: Path, status: int) -> None:
    small_site(site)
    site.routes["/robots.txt"] = Answer("nicht", status)
    report = crawl(site, tmp_path)
    assert set(site.paths()) == {"/robots.txt"}
    assert list(report.left.values()) == [f"its robots.txt cannot be read (status {status})"]
    small_site(site)  # it is back: the same command goes on
    assert crawl(site, tmp_path).articles == {"thu": 12}


def test_missing_robots_allow(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    site.routes["/robots.txt"] = Answer("không", 404)
    assert crawl(site, tmp_path).articles == {"thu": 12}
    assert audit(tmp_path / "archive").problems == []


def test_robots_are_read_again_after_a_day(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    crawl(site, tmp_path, SMALL + "delay_seconds = 10000\n")
    assert site.paths().count("/robots.txt") == 2
    assert audit(tmp_path / "archive").problems == []


def test_archived_robots_hold_for_the_next_run(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=4)
    robots = "User-agent: *\nDisallow: /xay-dung-dang/chuyen-xom-1-"
    site.routes["/robots.txt"] = Answer(gzip.compress(robots.encode()), headers={"Content-Encoding": "gzip"})
    clock = FastClock()
    assert crawl(site, tmp_path, clock=clock, scope=Scope(max_pages=1)).articles == {"thu": 1}
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow:")
    assert crawl(site, tmp_path, clock=clock).articles == {"thu": 2}
    assert site.paths().count("/robots.txt") == 1
    assert not any("xom-1-" in path for path in site.paths())
    assert audit(tmp_path / "archive").problems == []


def test_robots_redirects_are_followed(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=4)
    site.routes["/robots.txt"] = Answer(status=301, headers={"Location": "/r.txt"})
    site.routes["/r.txt"] = Answer("User-agent: *\nDisallow: /xay-dung-dang/chuyen-xom-1-", type="text/plain")
    assert crawl(site, tmp_path).articles == {"thu": 3}
    assert audit(tmp_path / "archive").problems == []
