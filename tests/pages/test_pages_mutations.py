"""Broken pages never end a batch: an article whose offsets hold, or one clear refusal."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tinbai.errors import InputError
from tinbai.evaluate.mutations import mutations
from tinbai.pages.encoding import decode
from tinbai.pages.html import extract

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
