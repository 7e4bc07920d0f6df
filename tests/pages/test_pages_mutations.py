"""Broken and huge input never ends a batch: an article whose offsets hold, or one clear refusal."""

from __future__ import annotations

import tracemalloc
import unicodedata
from pathlib import Path

from tinbai.errors import InputError
from tinbai.evaluate.mutations import mutations
from tinbai.pages.encoding import decode
from tinbai.pages.html import extract
from tinbai.pages.read import read
from tinbai.records import Article, Failure
from tinbai.settings import Settings

PAGES = Path(__file__).parents[2] / "corpora" / "pages"


def test_broken_pages_are_read_or_refused() -> None:
    pages = [path.read_bytes() for path in sorted(PAGES.rglob("*.html"))]
    articles = 0
    for page in mutations(pages, 300, seed=20):
        try:
            found = extract(decode(page, where="p.html", page=True).text, where="p.html")
        except InputError:
            continue
        articles += 1
        assert unicodedata.is_normalized("NFC", found.text)
        assert "\x00" not in found.text
        ends = [0, *(zone.end for zone in found.zones)]
        assert all(end <= zone.start < zone.end for end, zone in zip(ends, found.zones, strict=False))
        assert all(found.text[zone.start : zone.end].strip() for zone in found.zones)
    assert articles > 100


def test_memory_stays_small_with_a_huge_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(30):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "Sau."}\n')
    tracemalloc.start()
    failure, article = read(path, settings=Settings(max_line_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(failure, Failure)
    assert failure.reason == "line_too_long"
    assert isinstance(article, Article)
    assert peak < 12_000_000
