"""A newspaper on this computer that prints the shipped articles: a crawl can be tried without asking anybody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import as_file, files

from tinbai.pages.read import read
from tinbai.papers import Paper
from tinbai.papers.files import parse
from tinbai.records import Article

_SECTION = "xay-dung-dang"
_ROBOTS = f"User-agent: *\nDisallow: /{_SECTION}/in/\nCrawl-delay: 0.5\n"
_DAY = "2024-05-06T08:00:00+07:00"
_PAPER = """name = "Báo Làng Mẫu"
aliases = []
province = "tỉnh Mẫu"
hosts = ["{host}"]
verified = true
scheme = "http"
private = true
family = "a-id"
sections = ["{section}"]
delay_seconds = 0.3
"""


@contextmanager
def newspaper() -> Iterator[Paper]:
    """Serve a newspaper with a list of two pages, a robots.txt and a page that it refuses, on a free port.

    Example:
        >>> with newspaper() as paper:
        ...     paper.name, paper.sections, paper.private
        ('Báo Làng Mẫu', ('xay-dung-dang',), True)
    """
    pages = _pages()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65_536

        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            kind = "text/plain" if self.path == "/robots.txt" else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            sent = (body or "không có trang này").encode()
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield parse("mau", _PAPER.format(host=f"127.0.0.1:{server.server_port}", section=_SECTION))
        finally:
            server.shutdown()
            thread.join()


def _pages() -> dict[str, str]:
    """Return the whole site: path → page."""
    with as_file(files("tinbai") / "data" / "demo") as folder:
        articles = [article for article in read(folder) if isinstance(article, Article)]
    paths = [f"/{_SECTION}/chuyen-o-thon-a{1001 + number}.html" for number in range(len(articles))]
    pages = {path: _page(article) for path, article in zip(paths, articles, strict=True)}
    refused = f"/{_SECTION}/in/chuyen-o-thon-a1001.html"
    pages[f"/{_SECTION}/"] = _list([*paths[:2], refused])
    pages[f"/{_SECTION}/?p=2"] = _list(paths[2:])
    pages["/robots.txt"] = _ROBOTS
    return pages


def _list(paths: list[str]) -> str:
    items = "".join(f"<li><h3><a href='{path}'>Chuyện ở thôn</a></h3></li>" for path in paths)
    return f"<html><head><meta charset='utf-8'></head><body><ul>{items}</ul></body></html>"


def _page(article: Article) -> str:
    forms = {"caption": "<figure><figcaption>{}</figcaption></figure>", "byline": "<p class='author'>{}</p>"}
    pieces = [(zone.zone, escape(article.text[zone.start : zone.end])) for zone in article.zones]
    body = "".join(forms.get(zone, "<p>{}</p>").format(text) for zone, text in pieces if zone not in ("title", "lead"))
    return (
        f"<html><head><meta charset='utf-8'><meta property='article:published_time' content='{_DAY}'></head><body>"
        f"<h1 class='title'>{escape(article.title or '')}</h1><h4 class='sapo'>{escape(article.lead or '')}</h4>"
        f"<div id='newscontents'><div class='content-fck'>{body}</div></div></body></html>"
    )
