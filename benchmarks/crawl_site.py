"""A newspaper on this computer that answers as fast as it can: lists of 40 articles, pages of about 40 kB.

Every path is answered from memory, in a process of its own, so that neither crawler waits for the other's server.

Run: python benchmarks/crawl_site.py PORT ARTICLES
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

PER_PAGE = 40
SECTION = "xay-dung-dang"
ROBOTS = "User-agent: *\nDisallow: /in/\nDisallow: /tim-kiem\nCrawl-delay: 0\n"
_SENTENCE = "Cán bộ chi bộ cùng bà con xóm {n} góp công, góp của làm đường, dựng nhà văn hóa và giữ vệ sinh chung. "
_MENU = "".join(f"<li><a href='/muc-{n}'>Chuyên mục {n}</a></li>" for n in range(60))


def article(number: int) -> str:
    """Return the page of an article."""
    text = "".join(f"<p>{_SENTENCE.format(n=number) * 4} ({part})</p>" for part in range(16))
    return (
        f"<html><head><meta charset='utf-8'><title>Chuyện ở xóm {number}</title></head><body><ul>{_MENU}</ul>"
        f"<h1 class='title'>Chuyện ở xóm {number}</h1><span class='pubdate'>06/05/2024 08:00</span>"
        f"<div class='content-fck'>{text}</div><ul>{_MENU}</ul></body></html>"
    )


def listing(page: int, articles: int) -> str:
    """Return a page of the section's list, from 1, with a link to the next one."""
    numbers = range((page - 1) * PER_PAGE, min(page * PER_PAGE, articles))
    links = "".join(f"<h3><a href='/{SECTION}/chuyen-xom-{n}-a{1000 + n}.html'>Chuyện {n}</a></h3>" for n in numbers)
    following = f"<a rel='next' href='/{SECTION}/?p={page + 1}'>Sau</a>" if page * PER_PAGE < articles else ""
    return f"<html><head><meta charset='utf-8'></head><body><ul>{_MENU}</ul>{links}{following}</body></html>"


def routes(articles: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and whole answer of everything there is."""
    pages = {f"/{SECTION}/chuyen-xom-{n}-a{1000 + n}.html": article(n) for n in range(articles)}
    for page in range(1, -(-articles // PER_PAGE) + 1):
        pages[f"/{SECTION}/" if page == 1 else f"/{SECTION}/?p={page}"] = listing(page, articles)
    for path, text in pages.items():
        yield path, _answer(text.encode(), "text/html; charset=utf-8")
    yield "/robots.txt", _answer(ROBOTS.encode(), "text/plain")


def _answer(body: bytes, kind: str, status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Connection(asyncio.Protocol):
    answers: dict[bytes, bytes] = {}  # noqa: RUF012 - one table for all connections
    missing = _answer("không có".encode(), "text/html; charset=utf-8", "404 Not Found")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._got = b""

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            path = self._got.split(b" ", 2)[1]
            self._got = self._got[end + 4 :]
            self._transport.write(self.answers.get(path, self.missing))  # type: ignore[attr-defined]


async def _serve(port: int, articles: int) -> None:
    _Connection.answers = {path.encode(): answer for path, answer in routes(articles)}
    server = await asyncio.get_running_loop().create_server(_Connection, "0.0.0.0", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
