"""A newspaper's past out of a Common Crawl of our own: index, ranges of bytes, and what can be wrong with both."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from archived import all_records
from newspaper import BODY, SMALL, Answer, FastClock, Newspaper, serving, small_site
from test_crawl_crawler import states
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tinbai.cli import app
from tinbai.crawl.audit import audit
from tinbai.crawl.crawler import Crawler, Report
from tinbai.crawl.discover import Scope
from tinbai.pages.read import read
from tinbai.settings import CrawlSettings

CRAWL = "CC-MAIN-2021-17"
FILE = "crawl-data/CC-MAIN-2021-17/segments/1/warc/CC-MAIN-1.warc.gz"
FIELDS = "url,timestamp,status,mime,filename,offset,length"


class Past:
    """A host that plays Common Crawl's index and data for one newspaper."""

    def __init__(self, server: Newspaper, paper: str) -> None:
        self.server = server
        self.paper = paper
        self.data = b""
        self.lines: list[dict[str, str]] = []
        server.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /geheim\n", type="text/plain")

    def capture(
        self, path: str, number: int, *, when: str = "20210412101112", status: str = "200 OK", **fields
    ) -> None:
        url = f"http://{self.paper}{path}"
        page = f"<html><body><h1>Chuyện ở xóm {number}</h1><article>{BODY.format(n=number)}</article></body></html>"
        head = StatusAndHeaders(status, [("Content-Type", "text/html"), ("Content-Length", "3")], protocol="HTTP/1.1")
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=True, warc_version="1.0")
        record = writer.create_warc_record(
            fields.pop("holds", url), "response", payload=io.BytesIO(page.encode()), length=len(page.encode()),
            http_headers=head,
            warc_headers_dict={"WARC-Date": "2021-04-12T10:11:12Z", **fields.pop("warc", {})},
        )  # fmt: skip
        writer.write_record(record)
        entry = {"url": url, "timestamp": when, "status": "200", "mime": "text/html", "filename": FILE}
        self.lines.append(entry | {"offset": str(len(self.data)), "length": str(len(out.getvalue()))} | fields)
        self.data += out.getvalue()

    def address(self, page: int, crawl: str = CRAWL) -> str:
        query = {"url": f"{self.paper}/*", "output": "json", "fl": FIELDS, "filter": "=status:200", "page": page}
        return f"/{crawl}-index?{urlencode(query)}"

    def serve(self, per_page: int = 3, crawl: str = CRAWL) -> None:
        pages = [self.lines[start : start + per_page] for start in range(0, len(self.lines), per_page)]
        for number, lines in enumerate(pages):
            body = "".join(json.dumps(line) + "\n" for line in lines)
            self.server.routes[self.address(number, crawl)] = Answer(body, type="text/x-ndjson")
        self.server.routes[self.address(len(pages), crawl)] = Answer('{"message": "Page invalid"}', 400)
        self.server.routes[f"/{FILE}"] = Answer(self.data, type="application/octet-stream", ranges=True)


@pytest.fixture
def past(site: Newspaper) -> Iterator[Past]:
    with serving() as server:
        yield Past(server, site.host)


def settings(past: Past) -> CrawlSettings:
    host = f"http://{past.server.host}"
    named = frozenset({past.server.host})
    return CrawlSettings(common_crawl_index=host, common_crawl_data=host, private_hosts=named)


def crawl(site: Newspaper, past: Past, folder: Path, *crawls: str, clock: FastClock | None = None, **scope) -> Report:
    wanted = Scope(common_crawl=crawls or (CRAWL,), **scope)
    paper = site.paper(folder, SMALL)
    clock = clock or FastClock()
    return Crawler(
        [paper], folder / "archive", "an@example.org", scope=wanted, settings=settings(past), clock=clock
    ).run()


def test_captured_pages_are_archived_and_read_under_their_own_address(
    site: Newspaper, past: Past, tmp_path: Path
) -> None:
    for number in range(5):
        past.capture(f"/xay-dung-dang/chuyen-xom-{number}-a{number}.html", number)
    past.capture("/xay-dung-dang/chuyen-xom-1-a1.html?utm_source=x", 1)  # again
    past.capture("/xay-dung-dang/", 9)
    past.capture("/anh-a7.html", 7, mime="image/png")
    past.serve()
    clock = FastClock()
    assert crawl(site, past, tmp_path, clock=clock).articles == {"thu": 5}
    assert site.asked == []
    articles = list(read(tmp_path / "archive"))
    assert {article.title for article in articles} == {f"Chuyện ở xóm {number}" for number in range(5)}
    assert {article.url for article in articles} == {
        f"http://{site.host}/xay-dung-dang/chuyen-xom-{number}-a{number}.html" for number in range(5)
    }
    dates = {
        record.headers["warc-date"]
        for record in all_records(tmp_path / "archive")
        if "x-tinbai-source" in record.headers
    }
    assert dates == {"2021-04-12T10:11:12Z"}
    found = audit(tmp_path / "archive")
    assert (found.problems, found.requests, found.records) == ([], 1 + 4 + 5, 1 + 3 + 5)
    assert clock.slept.count(2.0) >= 8


def test_what_was_captured_before_since_is_left(site: Newspaper, past: Past, tmp_path: Path) -> None:
    past.capture("/chuyen-a1.html", 1, when="20190101000000")
    past.capture("/chuyen-a2.html", 2, when="20210101000000")
    past.serve()
    assert crawl(site, past, tmp_path, since="2020-01-01").articles == {"thu": 1}


def test_all_crawls_are_those_that_may_hold_it(site: Newspaper, past: Past, tmp_path: Path) -> None:
    past.capture("/chuyen-a1.html", 1)
    past.serve()
    names = ["CC-MAIN-2024-10", CRAWL, "CC-MAIN-2019-09", "odd"]
    past.server.routes["/collinfo.json"] = Answer(json.dumps([{"id": name} for name in names]), type="application/json")
    assert crawl(site, past, tmp_path, "all", since="2021-01-01").articles == {"thu": 1}
    assert not any("2019-09" in path for path in past.server.paths())
    assert any("2024-10" in path for path in past.server.paths())
    assert audit(tmp_path / "archive").problems == []


def test_robots_of_common_crawl_hold(site: Newspaper, past: Past, tmp_path: Path) -> None:
    past.capture("/chuyen-a1.html", 1)
    past.serve()
    past.server.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /crawl-data/", type="text/plain")
    assert crawl(site, past, tmp_path).articles == {"thu": 0}
    assert past.server.paths() == ["/robots.txt", past.address(0), past.address(1)]
    assert states(tmp_path)["/chuyen-a1.html"][0] == "refused"


WRONG = {
    "another page": ({"holds": "http://example.org/khac-a1.html"}, "the bytes hold another page"),
    "part": ({"warc": {"WARC-Truncated": "length"}}, "has only a part of the page"),
    "moved": ({"status": "301 Moved"}, "captured with status 301"),
    "shifted": ({"offset": "7"}, "hold no whole record"),
    "short": ({"length": "40"}, "hold no whole record"),
    "behind the end": ({"offset": "99999999"}, "hold no whole record"),
    "lost": ({"filename": "none"}, "status 404"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_capture_costs_one_address(site: Newspaper, past: Past, tmp_path: Path, name: str) -> None:
    fields, said = WRONG[name]
    past.capture("/chuyen-a1.html", 1, **fields)
    past.capture("/chuyen-a2.html", 2)
    past.serve()
    assert crawl(site, past, tmp_path).articles == {"thu": 1}
    state, reason = states(tmp_path)["/chuyen-a1.html"]
    assert state == "failed"
    assert said in (reason or "")
    assert len(list(read(tmp_path / "archive"))) == 1
    assert audit(tmp_path / "archive").problems == []


def test_a_host_that_sends_whole_files_is_not_read(site: Newspaper, past: Past, tmp_path: Path) -> None:
    past.capture("/chuyen-a1.html", 1)
    past.serve()
    past.server.routes[f"/{FILE}"] = Answer(past.data, type="application/octet-stream")
    assert crawl(site, past, tmp_path).articles == {"thu": 0}
    assert states(tmp_path)["/chuyen-a1.html"] == ("failed", "the host sends whole files only")


def test_broken_lines_of_an_index_are_told(site: Newspaper, past: Past, tmp_path: Path) -> None:
    past.capture("/chuyen-a1.html", 1)
    past.serve()
    route = past.server.routes[past.address(0)]
    assert isinstance(route, Answer)
    route.body = str(route.body) + 'no json\n{"url": 1}\n{"url": "x", "timestamp": "2021", "offset": "a"}\n'
    assert crawl(site, past, tmp_path).articles == {"thu": 1}
    said = [reason for state, reason in states(tmp_path).values() if reason]
    assert said[0] == "broken: 3 lines of the index cannot be read"


def test_what_the_newspaper_no_longer_has_is_taken_from_the_past(site: Newspaper, past: Past, tmp_path: Path) -> None:
    small_site(site, articles=2)
    gone = "/xay-dung-dang/chuyen-xom-1-a1001.html"
    site.routes[gone] = Answer("không còn", 410)
    paper = site.paper(tmp_path, SMALL)
    clock = FastClock()
    Crawler([paper], tmp_path / "archive", "an@example.org", clock=clock).run()
    past.capture(gone, 7)
    past.capture("/xay-dung-dang/chuyen-xom-0-a1000.html", 8)
    past.serve()
    assert crawl(site, past, tmp_path, clock=clock).articles == {"thu": 1}
    assert {article.title for article in read(tmp_path / "archive")} == {"Chuyện ở xóm 0", "Chuyện ở xóm 7"}
    assert site.paths().count(gone) == 1
    assert audit(tmp_path / "archive").problems == []


def test_a_wrong_name_of_a_crawl_is_one_sentence(tmp_path: Path) -> None:
    options = ["-o", str(tmp_path / "a"), "--contact", "an@example.org", "--common-crawl", "2021"]
    done = CliRunner().invoke(app, ["crawl", "baosonla", *options])
    assert done.exit_code == 2
    assert done.stderr == "tinbai: '2021' is no crawl of Common Crawl; write CC-MAIN-2024-10, or all\n"
