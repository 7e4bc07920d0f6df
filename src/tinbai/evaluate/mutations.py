"""Pages broken in the ways that the web breaks them: cut, doubled, nested, glued, in the wrong encoding."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

_SOUP = (
    *(
        b"<div>",
        b"</div>",
        b"<p>",
        b"</p>",
        b"<table><tr><td>",
        b"</table>",
        b"<script>",
        b"</script>",
        b"<!--",
        b"-->",
    ),
    *(b"<style>", b"<![CDATA[", b"&#0;", b"&#x110000;", b"&nbsp;", b"<img src=", b"<a href='", b'"', b"'", b">", b"<"),
    *(
        b"<svg><p>",
        b"<template>",
        b"<select><option>",
        b"<br>",
        b"<figcaption>",
        b"<h1>",
        b"<li>",
        b"\x00",
        b"\xff\xfe",
    ),
    *("ế".encode()[:2], "\u0301".encode(), "\u200b".encode(), b"<form><form>", b"<body>", b"<base href=//x>"),
)
_NESTED = (
    b"<div>",
    b"<b>",
    b"<table><tr><td>",
    b"<ul><li>",
    b"<p><a>",
    b"<blockquote>",
    b"<figure>",
    b"<span class=tags>",
)
_ENCODINGS = ("utf-16", "utf-16-le", "cp1258", "latin-1", "utf-7", "cp1252")
_MOST_NESTED = 20_000
_MOST_RUN = 400_000


def mutations(pages: Sequence[bytes], count: int, *, seed: int) -> Iterator[bytes]:
    """Yield `count` broken pages, always the same ones for the same pages and seed.

    Args:
        pages: whole pages to break.
        count: how many to yield.
        seed: of the random numbers.

    Example:
        >>> pages = [b"<p>Xom hop.</p>" * 2]
        >>> list(mutations(pages, 3, seed=4)) == list(mutations(pages, 3, seed=4)) != pages * 3
        True
    """
    chance = random.Random(seed)
    for _ in range(count):
        page = chance.choice(pages)
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            page = chance.choice(_WAYS)(page, chance)
        yield page


def _flip(page: bytes, chance: random.Random) -> bytes:
    bent = bytearray(page)
    for _ in range(min(len(bent), chance.choice((1, 10, 200)))):
        bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def _cut(page: bytes, chance: random.Random) -> bytes:
    return page[: chance.randrange(len(page) + 1)]


def _delete(page: bytes, chance: random.Random) -> bytes:
    start, end = _slice(page, chance)
    return page[:start] + page[end:]


def _double(page: bytes, chance: random.Random) -> bytes:
    start, end = _slice(page, chance)
    times = min(chance.choice((1, 5, 50)), _MOST_RUN // max(1, end - start))
    return page[:start] + page[start:end] * times + page[start:]


def _swap(page: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(page) + 1) for _ in range(2))
    return page[second:] + page[first:second] + page[:first]


def _soup(page: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 5, 100))):
        at = chance.randrange(len(page) + 1)
        page = page[:at] + chance.choice(_SOUP) + page[at:]
    return page


def _nest(page: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(page) + 1)
    return page[:at] + chance.choice(_NESTED) * chance.choice((50, 1000, _MOST_NESTED)) + page[at:]


def _run(page: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(page) + 1)
    unit = chance.choice(
        (b"a", b"A. ", "ế ".encode(), b"&amp;", b"1/", b" ", b"\n", b"x,", b"Anh: ", b"<p>a", b"<br>", b"<i>")
    )
    return page[:at] + unit * chance.choice((300, 5000, _MOST_RUN // len(unit))) + page[at:]


def _data(page: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((10, 100_000))
    inner = chance.choice(
        (b'{"@graph":' * depth, b"[" * depth, b'{"@type":"NewsArticle","datePublished":"%s"}' % (b"9" * depth))
    )
    return b'<script type="application/ld+json">' + inner + b"</script>" + page


def _recode(page: bytes, chance: random.Random) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _untag(page: bytes, chance: random.Random) -> bytes:
    name = chance.choice((b"</p>", b"</div>", b"<p>", b"class=", b"</a>", b"</script>", b"</table>"))
    return page.replace(name, b"")


def _slice(page: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(page) + 1)
    return start, min(len(page), start + chance.choice((1, 30, 1000, 20_000)))


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _cut, _delete, _double, _swap, _soup, _nest, _run, _data, _recode, _untag),
)
