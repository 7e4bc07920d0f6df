"""A newspaper on this computer: pages, lists, sitemaps, feeds and traps, for tests that fetch."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tinbai.crawl.pace import Clock
from tinbai.papers import Paper, read_paper

_MOST_REQUESTS = 50_000
BODY = "<p>Bà con xóm {n} góp công làm đường, cán bộ chi bộ đi đầu trong mọi việc của xóm.</p>" * 6


@dataclass
class Answer:
    """What is sent; `drip` seconds between bytes, `cut` breaks off halfway, `ranges` sends the part asked for.

    `raw` is sent instead of everything, as it is.
    """

    body: bytes | str = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0
    cut: bool = False
    ranges: bool = False
    raw: bytes = b""


class Newspaper:
    """Routes and a log. Routes are changed by tests; an address without a route is a 404."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer | Callable[[], Answer]] = {}
        self.asked: list[tuple[float, str, str]] = []
        self.port = 0

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]

    def article(self, path: str, number: int, day: str = "2024-05-06") -> None:
        head = f'<meta property="article:published_time" content="{day}T08:00:00+07:00">'
        self.routes[path] = Answer(
            f"<html><head>{head}</head><body><h1>Chuyện ở xóm {number}</h1>"
            f"<article>{BODY.format(n=number)}</article></body></html>"
        )

    def listing(self, path: str, links: list[str], following: str | None = None) -> None:
        anchors = "".join(f'<h3><a href="{link}">Chuyện</a></h3>' for link in links)
        behind = f'<a rel="next" href="{following}">Trang sau</a>' if following else ""
        self.routes[path] = Answer(f"<html><body>{anchors}{behind}<a href='/lien-he'>Liên hệ</a></body></html>")

    def paper(self, folder: Path, extra: str = "", name: str = "thu") -> Paper:
        path = folder / f"{name}.toml"
        path.write_text(
            f'name = "Báo Thử"\naliases = []\nprovince = "tỉnh Thử"\nhosts = ["{self.host}"]\nverified = false\n'
            f'scheme = "http"\nprivate = true\n{extra}',
            encoding="utf-8",
        )
        return read_paper(path)


def small_site(paper: Newspaper, articles: int = 12, per_page: int = 4) -> None:
    """A section whose pages are named by a pattern, in the manner of one family."""
    paths = [f"/xay-dung-dang/chuyen-xom-{number}-a{1000 + number}.html" for number in range(articles)]
    for number, path in enumerate(paths):
        paper.article(path, number)
    pages = [paths[start : start + per_page] for start in range(0, articles, per_page)]
    for number, links in enumerate(pages, start=1):
        paper.listing("/xay-dung-dang/" if number == 1 else f"/xay-dung-dang/?p={number}", links)
    paper.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /in/\n", type="text/plain")


SMALL = 'family = "a-id"\nsections = ["xay-dung-dang"]\n'
FAST = SMALL + "delay_seconds = 0\n"


@contextmanager
def serving() -> Iterator[Newspaper]:
    """Serve a newspaper on a free port of the loopback address."""
    paper = Newspaper()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30
        wbufsize = 65_536  # head and body in one packet: no wait for an acknowledgement between them

        def do_GET(self) -> None:
            paper.asked.append((time.time(), self.path, self.headers.get("User-Agent", "")))
            route = paper.routes.get(self.path, Answer("không có", 404))
            answer = route() if callable(route) else route
            if len(paper.asked) > _MOST_REQUESTS:
                answer = Answer(status=503)
            if answer.raw:
                self._send(answer.raw, answer)
                self.close_connection = True
                return
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            status = answer.status
            if answer.ranges and (span := self.headers.get("Range", "").removeprefix("bytes=").split("-")) != [""]:
                body, status = body[int(span[0]) : int(span[1]) + 1], 206
            self.send_response(status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self._send(body, answer)

        def _send(self, body: bytes, answer: Answer) -> None:
            try:
                if answer.cut:
                    self.wfile.write(body[: len(body) // 2])
                    self.close_connection = True
                elif answer.drip:
                    for start in range(len(body)):
                        self.wfile.write(body[start : start + 1])
                        self.wfile.flush()
                        time.sleep(answer.drip)
                else:
                    self.wfile.write(body)
                self.wfile.flush()
            except OSError:  # the crawler has seen enough
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        paper.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield paper
        finally:
            server.shutdown()
            thread.join(5)


class FastClock(Clock):
    """Sleeps in no time: the clock jumps instead."""

    def __init__(self, start: float = 1_700_000_000.0) -> None:
        super().__init__()
        self._time = start
        self._lock = threading.Lock()
        self.slept: list[float] = []

    def now(self) -> float:
        with self._lock:
            return self._time

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(seconds)
            self._time += max(0.0, seconds)


def bomb(megabytes: int) -> bytes:
    return gzip.compress(bytes(megabytes * 1_000_000))
