"""Sitemaps and feeds: what is read, what is kept of broken ones, what is refused."""

from __future__ import annotations

import gzip

import pytest

from tinbai.crawl.discover import Scope
from tinbai.crawl.sitemaps import Entry, HostileXmlError, entries

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><title>x</title>
<link rel="self" href="/no"/><link href="/a"/><published>2024-05-06T01:00:00Z</published>
<updated>2024-05-07T01:00:00Z</updated></entry></feed>"""
RSS = """<rss><channel><link>/</link><item><title>&lt;b&gt;</title><link><![CDATA[/a]]></link>
<pubDate>Mon, 06 May 2024 08:00:00 +0700</pubDate></item></channel></rss>"""
IMAGES = """<urlset xmlns:image="i"><url><loc>/a</loc><image:image><image:loc>/a.jpg</image:loc></image:image></url>
</urlset>"""


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ("<urlset><url><loc> /a </loc></url></urlset>", [Entry("/a")]),
        ("<sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>", [Entry("/a", is_map=True)]),
        (ATOM, [Entry("/a", published="2024-05-06", modified="2024-05-07")]),
        (RSS, [Entry("/a", published="2024-05-06")]),
        (IMAGES, [Entry("/a")]),
        ("\n<urlset><url><loc>/a</loc><lastmod>hôm qua</lastmod></url></urlset>", [Entry("/a")]),
        ("<urlset><url></url><url><loc></loc></url></urlset>", []),
    ],
)
def test_entries(xml: str, found: list[Entry]) -> None:
    assert entries(xml.encode(), most_bytes=10_000) == (found, None)
    assert entries(gzip.compress(xml.encode()), most_bytes=10_000) == (found, None)


@pytest.mark.parametrize(
    ("body", "count", "said"),
    [
        (b"<urlset><url><loc>/a</loc></url><url><loc>/b</lo", 1, "mismatched|not well-formed|unclosed"),
        (b"<urlset><url><loc>/a</loc></url>&nbsp;</urlset>", 1, "undefined entity"),
        (b"<html><body>503", 0, "no element|unclosed"),
        (b"", 0, "no element"),
        (b"<?xml version='1.0' encoding='nope'?><urlset/>", 0, "encoding"),
        (gzip.compress(bytes(50_000)), 0, "more than 10000 bytes"),
        (gzip.compress(b"<urlset/>")[:-9], 0, "cannot be unpacked"),
    ],
)
def test_what_stands_before_a_mistake_is_kept(body: bytes, count: int, said: str) -> None:
    import re

    found, wrong = entries(body, most_bytes=10_000)
    assert len(found) == count
    assert re.search(said, wrong or "")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_document_types_are_refused(head: str) -> None:
    with pytest.raises(HostileXmlError):
        entries(f"{head}<urlset><url><loc>&b;</loc></url></urlset>".encode(), most_bytes=10_000)


@pytest.mark.parametrize(
    ("entry", "taken"),
    [
        (Entry("/a"), True),
        (Entry("/a", published="2024-03-01"), True),
        (Entry("/a", published="2023-12-31"), False),
        (Entry("/a", published="2024-07-01"), False),
        (Entry("/a", modified="2023-12-31"), False),  # changed last before: published before
        (Entry("/a", modified="2030-01-01"), True),  # says nothing about publication
        (Entry("/a", modified="1970-01-01"), True),  # cannot be true
        (Entry("/a", published="2024-03-01", modified="2023-01-01"), True),
    ],
)
def test_scope(entry: Entry, taken: bool) -> None:
    assert Scope(since="2024-01-01", until="2024-06-30").takes(entry) is taken
    assert Scope().takes(entry)
