"""What a server may answer, and how long is waited: odd, huge, slow and hostile answers, tries, pauses."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

import pytest
from newspaper import Answer, FastClock, Newspaper, bomb, small_site
from test_crawl_crawler import crawl, states

from tinbai.crawl.audit import audit
from tinbai.crawl.discover import Scope
from tinbai.crawl.outcome import Outcomes
from tinbai.crawl.queue import Link, Task
from tinbai.pages.read import read
from tinbai.records import Article
from tinbai.settings import CrawlSettings

TEXT = "<p>Bà con xóm góp công làm đường mới.</p>" * 9
PAGE = f"<html><body><h1>Chuyện</h1><article>{TEXT}</article></body></html>"


def deflated(body: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(wbits=wbits)  # zlib.compress has no wbits before Python 3.11
    return packer.compress(body) + packer.flush()


def packed(encoding: str) -> Answer:
    body = PAGE.encode()
    for name in encoding.split(", "):
        body = gzip.compress(body) if name == "gzip" else deflated(body, 15 if name == "deflate" else -15)
    return Answer(body, headers={"Content-Encoding": encoding.replace("raw", "deflate")})


OK = b"HTTP/1.1 200 OK\r\n"
ANSWERS: dict[str, tuple[Answer, str]] = {
    "plain": (Answer(PAGE), ""),
    "no type": (Answer(PAGE, type=""), ""),
    "xhtml": (Answer(PAGE, type="application/xhtml+xml"), ""),
    "gzip": (packed("gzip"), ""),
    "deflate": (packed("deflate"), ""),
    "deflate without its head": (packed("raw"), ""),
    "gzip in gzip": (packed("gzip, gzip"), ""),
    "pdf": (Answer(b"%PDF", type="application/pdf"), "content type application/pdf"),
    "json": (Answer("{}", type="application/json"), "content type application/json"),
    "text": (Answer("x", type="text/plain"), "content type text/plain"),
    "brotli": (Answer(b"\x0b", headers={"Content-Encoding": "br"}), "content encoding br"),
    "60 MB": (Answer(b"x" * 60_000_000), "more than 10000000 bytes"),
    "bomb": (Answer(bomb(60), headers={"Content-Encoding": "gzip"}), "more than 10000000 bytes"),
    "bomb in gzip": (Answer(gzip.compress(bomb(60)), headers={"Content-Encoding": "gzip, gzip"}), "more than 10000000"),
    "bomb without head": (
        Answer(deflated(bytes(60_000_000), -15), headers={"Content-Encoding": "deflate"}),
        "more than 10000000 bytes",
    ),
    "no status": (Answer(raw=b"\x00\x01\x02\r\n\r\n"), "no connection"),
    "nothing": (Answer(raw=b" "), "no connection"),
    "status 999": (Answer(raw=b"HTTP/1.1 999 x\r\n\r\n"), "status 999"),
    "a thousand fields": (Answer(raw=OK + b"A: b\r\n" * 1000 + b"\r\n"), "no connection"),
    "a long field": (Answer(raw=OK + b"A: " + b"b" * 200_000 + b"\r\n\r\n"), "no connection"),
    "negative length": (Answer(raw=OK + b"Content-Length: -5\r\nContent-Type: image/png\r\n\r\n"), "image"),
    "bad chunks": (Answer(raw=OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc"), "no connection"),
    "cut chunks": (Answer(raw=OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"), "no connection"),
    "slow head": (Answer(raw=OK + b"A: b\r\n" * 99, drip=0.05), "no answer in time"),
    "slow without length": (Answer(raw=OK + b"\r\n" + b"x" * 99, drip=0.03), "no answer in time"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_or_refused_and_the_crawl_goes_on(site: Newspaper, tmp_path: Path, name: str) -> None:
    answer, said = ANSWERS[name]
    small_site(site, articles=1)
    site.routes["/x-y-z-a2.html"] = answer
    site.listing("/xay-dung-dang/", ["/x-y-z-a2.html", "/xay-dung-dang/chuyen-xom-0-a1000.html"])
    settings = CrawlSettings(request_seconds=0.8 if answer.drip else 20, max_attempts=2)
    report = crawl(site, tmp_path, settings=settings)
    assert report.articles == {"thu": 1 if said else 2}
    state, reason = states(tmp_path)["/x-y-z-a2.html"]
    assert (state == "done") is not bool(said)
    assert said in (reason or "")
    assert audit(tmp_path / "archive").problems == []


CHARSETS = {
    "head says latin": Answer(PAGE, type="text/html; charset=iso-8859-1"),
    "head says nothing": Answer(PAGE, type="text/html"),
    "utf-16": Answer(("\ufeff" + PAGE).encode("utf-16-le"), type="text/html; charset=utf-8"),
    "broken": Answer(PAGE.replace("</p>", "").replace("</h1>", "<b></h1></div></table>").replace("</html>", "<p")),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_wrong_charsets_and_broken_html_are_read(site: Newspaper, tmp_path: Path, name: str) -> None:
    site.listing("/xay-dung-dang/", ["/x-y-z-a2.html"])
    site.routes["/x-y-z-a2.html"] = CHARSETS[name]
    crawl(site, tmp_path)
    (article,) = read(tmp_path / "archive")
    assert isinstance(article, Article), article
    assert article.title == "Chuyện"
    assert "Bà con xóm góp công làm đường mới." in article.text


def outcomes(**options: float) -> Outcomes:
    return Outcomes({}, Scope(), CrawlSettings(**options))  # type: ignore[arg-type]


def task(attempts: int, url: str = "https://baoxom.vn/a-b-c-d") -> Task:
    return Task(1, Link(url, "x", "article"), attempts)


def test_tries_are_bounded_and_wait_longer_each_time_with_a_jitter_that_a_second_run_repeats() -> None:
    waits = []
    for attempts in range(5):
        settled = outcomes(max_attempts=6, backoff_seconds=30).later(task(attempts), 1000.0, "status 503")
        assert settled == outcomes(max_attempts=6, backoff_seconds=30).later(task(attempts), 1000.0, "status 503")
        assert settled.state == "queued"
        waits.append(settled.not_before - 1000.0)
        assert 0.5 <= waits[-1] / (30 * 2**attempts) <= 1.5
    assert len({round(wait / 2**attempts, 6) for attempts, wait in enumerate(waits)}) == 5
    assert outcomes(max_attempts=6).later(task(5), 1000.0, "status 503").state == "unanswered"
    first, second = (outcomes().later(task(0, f"https://baoxom.vn/{name}"), 0.0, "x").not_before for name in "ab")
    assert first != second


@pytest.mark.parametrize(("value", "least"), [("90", 90), ("Tue, 14 Nov 2023 22:20:00 GMT", 300), ("bald", 0)])
def test_retry_after_holds_for_the_whole_host(site: Newspaper, tmp_path: Path, value: str, least: int) -> None:
    small_site(site, articles=2)
    good, count = site.routes["/xay-dung-dang/"], iter(range(9))
    busy = Answer(status=503, headers={"Retry-After": value})
    site.routes["/xay-dung-dang/"] = lambda: busy if not next(count) else good  # type: ignore[return-value]
    clock = FastClock(1_700_000_000.0)  # 22:13:20
    crawl(site, tmp_path, clock=clock)
    assert sum(clock.slept) >= least
    assert audit(tmp_path / "archive").problems == []


def test_a_robots_file_counts_up_to_500_kib(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=2)
    filler = "# không có gì ở đây\n" * 30_000
    rules = f"User-agent: *\nDisallow: /xay-dung-dang/chuyen-xom-0-\n{filler}Disallow: /xay-dung-dang/chuyen-xom-1-\n"
    site.routes["/robots.txt"] = Answer(rules, type="text/plain")
    assert crawl(site, tmp_path).articles == {"thu": 1}
    assert not any("xom-0-" in path for path in site.paths())
    assert audit(tmp_path / "archive").problems == []


def test_slow_answers_slow_the_crawl_down_and_quick_ones_let_it_recover(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=6)
    clock = FastClock()
    for number in range(2):
        path = f"/xay-dung-dang/chuyen-xom-{number}-a{1000 + number}.html"

        def slowly(page: object = site.routes[path]) -> Answer:
            clock.sleep(40)  # the server takes that long
            return page  # type: ignore[return-value]

        site.routes[path] = slowly
    crawl(site, tmp_path, clock=clock)
    waits = [round(seconds, 3) for seconds in clock.slept if seconds]
    assert waits.count(40.0) == 2 + 2  # the server's and ours
    assert [seconds for seconds in waits if seconds != 40][:7] == [2.0, 2.0, 20.0, 10.0, 5.0, 2.5, 2.0]
    assert audit(tmp_path / "archive").problems == []
