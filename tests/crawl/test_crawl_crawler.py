"""The crawl from end to end, against a newspaper on this computer: what is fetched, kept, refused and told."""

from __future__ import annotations

import dataclasses
import gzip
from pathlib import Path

import pytest
from archived import all_records, archived
from crawling import CONTACT, crawl, states
from newspaper import FAST, SMALL, Answer, FastClock, Newspaper, bomb, small_site

import tinbai
from tinbai.crawl.audit import audit
from tinbai.crawl.crawler import Crawler
from tinbai.crawl.discover import Scope
from tinbai.errors import CrawlError
from tinbai.pages.read import read
from tinbai.records import Article
from tinbai.settings import CrawlSettings


def test_every_article_is_archived_and_read_again(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    report = crawl(site, tmp_path)
    assert report.articles == {"thu": 12}
    assert report.left == {}
    articles = list(read(tmp_path / "archive"))
    assert all(isinstance(article, Article) for article in articles)
    assert len({article.url for article in articles}) == 12
    assert {article.title for article in articles} == {f"Chuyện ở xóm {number}" for number in range(12)}
    assert {article.published for article in articles} == {"2024-05-06T08:00:00+07:00"}
    assert audit(tmp_path / "archive").problems == []


def test_the_agent_names_program_and_contact(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=1)
    crawl(site, tmp_path)
    assert {agent for _, _, agent in site.asked} == {f"tinbai/{tinbai.__version__} (+mailto:{CONTACT})"}
    assert site.paths()[0] == "/robots.txt"


@pytest.mark.parametrize("contact", [None, "", "me", "a@b", "an@example.org (x)\r\nX: y"])
def test_no_contact_no_crawl(site: Newspaper, tmp_path: Path, contact: str | None) -> None:
    with pytest.raises(CrawlError, match="--contact"):
        Crawler([site.paper(tmp_path, SMALL)], tmp_path / "archive", contact)
    assert site.asked == []
    assert not (tmp_path / "archive").exists()


def test_a_second_run_fetches_only_what_is_new(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    crawl(site, tmp_path)
    site.asked.clear()
    new = "/xay-dung-dang/chuyen-moi-a9999.html"
    site.article(new, 99)
    site.listing("/xay-dung-dang/", [new, *[f"/xay-dung-dang/chuyen-xom-{n}-a{1000 + n}.html" for n in range(3)]])
    report = crawl(site, tmp_path, clock=FastClock(1_700_100_000.0))
    assert report.articles == {"thu": 1}
    assert site.paths() == ["/robots.txt", "/xay-dung-dang/", new, "/xay-dung-dang/?p=2"]
    assert len({article.url for article in read(tmp_path / "archive")}) == 13


TRAPS = {
    "loop": (Answer(status=302, headers={"Location": "/x-y-z-a2.html"}), "redirects to itself"),
    "elsewhere": (Answer(status=302, headers={"Location": "http://example.org/a-b-c-a2.html"}), "on no host"),
    "file": (Answer(status=302, headers={"Location": "file:///etc/passwd"}), "on no host"),
    "home": (Answer(status=301, headers={"Location": "/"}), "is no article"),
    "gone": (Answer("không", 410), "status 410"),
    "picture": (Answer(b"\x89PNG", type="image/png"), "content type image/png"),
    "large": (Answer(b"x" * 3_000_000), "more than 2000000 bytes"),
    "bomb": (Answer(bomb(20), headers={"Content-Encoding": "gzip"}), "more than 2000000 bytes"),
    "bad gzip": (Answer(b"\x1f\x8b junk", headers={"Content-Encoding": "gzip"}), "4 times"),
    "cut": (Answer("<p>" + "x" * 5000, cut=True), "times"),
    "busy": (Answer(status=503), "status 503, 4 times"),
    "drip": (Answer("x" * 400, drip=0.01), "times"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_costs_one_address_and_not_the_crawl(site: Newspaper, tmp_path: Path, name: str) -> None:
    small_site(site, articles=3)
    site.routes["/x-y-z-a2.html"], words = TRAPS[name]
    links = ["/x-y-z-a2.html", *[f"/xay-dung-dang/chuyen-xom-{n}-a{1000 + n}.html" for n in range(3)]]
    site.listing("/xay-dung-dang/", links)
    settings = CrawlSettings(max_page_bytes=2_000_000, request_seconds=0.3, read_seconds=5)
    report = crawl(site, tmp_path, settings=settings)
    assert report.articles == {"thu": 3}
    state, reason = states(tmp_path)["/x-y-z-a2.html"]
    assert state == ("unanswered" if words.endswith("times") else "failed")
    assert words in (reason or "")
    assert audit(tmp_path / "archive").problems == []


def test_redirects_end(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=1)
    for number in range(1, 20):
        site.routes[f"/x-a{number}.html"] = Answer(status=302, headers={"Location": f"/x-a{number + 1}.html"})
    site.listing("/xay-dung-dang/", ["/x-a1.html"])
    crawl(site, tmp_path)
    assert [path for path in site.paths() if path.startswith("/x-a")] == [f"/x-a{n}.html" for n in range(1, 7)]
    assert states(tmp_path)["/x-a6.html"] == ("failed", "more than 5 redirects")


def test_a_redirect_loop_of_several_addresses_ends(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=1)
    for number in range(1, 4):
        site.routes[f"/x-a{number}.html"] = Answer(status=302, headers={"Location": f"/x-a{number % 3 + 1}.html"})
    site.listing("/xay-dung-dang/", ["/x-a1.html", "/xay-dung-dang/chuyen-xom-0-a1000.html"])
    assert crawl(site, tmp_path).articles == {"thu": 1}
    assert sorted(path for path in site.paths() if path.startswith("/x-a")) == [f"/x-a{n}.html" for n in (1, 2, 3)]
    assert audit(tmp_path / "archive").problems == []


def test_a_calendar_without_end_is_left(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=3)
    shown = [f"/xay-dung-dang/chuyen-xom-{n}-a{1000 + n}.html" for n in range(3)]
    for number in range(60):  # every month links to the next one, by its own names and by `rel=next`
        month = f"/xay-dung-dang/?thang={number + 1}"
        page = f"<a href='/lich/{number + 1}'>Tháng sau</a><a rel='next' href='{month}'>Trang sau</a>"
        links = "".join(f"<h3><a href='{path}'>Chuyện</a></h3>" for path in shown)
        for path in (f"/lich/{number}", f"/xay-dung-dang/?thang={number}"):
            site.routes[path] = Answer(f"<html><body>{page}{links}</body></html>")
    site.routes["/xay-dung-dang/"] = site.routes["/xay-dung-dang/?thang=0"]
    said = """sections = ["xay-dung-dang"]\nlisting = "/{section}/"\narticle = '-a\\d+\\.html$'\ndelay_seconds = 0\n"""
    for extra in ('pagination = "/{section}/?thang={page}"\n', ""):
        site.asked.clear()
        folder = tmp_path / str(len(extra))
        folder.mkdir()
        assert crawl(site, folder, extra=said + extra).articles == {"thu": 3}
        assert "/xay-dung-dang/?thang=1" in site.paths() or extra
        assert not [path for path in site.paths() if path.startswith("/lich/")]
        assert sum("thang=" in path for path in site.paths()) <= 2


def test_retry_after_is_kept(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=1)
    path = "/xay-dung-dang/chuyen-xom-0-a1000.html"
    good, count = site.routes[path], iter(range(9))
    site.routes[path] = lambda: Answer(status=429, headers={"Retry-After": "120"}) if not next(count) else good
    clock = FastClock()
    assert crawl(site, tmp_path, clock=clock).articles == {"thu": 1}
    assert max(clock.slept) >= 100
    assert audit(tmp_path / "archive").problems == []


def test_a_host_that_is_down_is_left_for_another_day(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=12)
    for path in [path for path in site.routes if path != "/robots.txt"]:
        site.routes[path] = Answer(status=503)
    site.listing("/xay-dung-dang/", [f"/xay-dung-dang/chuyen-xom-{n}-a{1000 + n}.html" for n in range(12)])
    report = crawl(site, tmp_path)
    assert "failed again after 3 rests" in next(iter(report.left.values()))
    assert len(site.asked) < 30
    small_site(site, articles=12)
    clock = FastClock(1_700_900_000.0)
    assert crawl(site, tmp_path, clock=clock).articles["thu"] == 12
    assert audit(tmp_path / "archive").problems == []


def test_endless_calendar_and_session_ids_end(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=4)
    links = [f"/xay-dung-dang/chuyen-xom-{n}-a{1000 + n}.html;jsessionid=A{n}?utm_source=x" for n in range(4)]
    site.listing("/xay-dung-dang/", links)
    for number in range(2, 50):
        site.listing(f"/xay-dung-dang/?p={number}", links)
    report = crawl(site, tmp_path)
    assert report.articles == {"thu": 4}
    assert "/xay-dung-dang/?p=3" not in site.paths()


def test_max_pages_counts_articles(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    assert crawl(site, tmp_path, scope=Scope(max_pages=5)).articles == {"thu": 5}
    assert sum("chuyen-xom" in path for path in site.paths()) == 5
    assert crawl(site, tmp_path, scope=Scope(max_pages=5)).articles == {"thu": 5}
    assert sum("chuyen-xom" in path for path in site.paths()) == 10


SITEMAP = """<urlset xmlns:news="x"><url><loc>/tin-moi-hom-nay-a1.html</loc><lastmod>2024-05-06</lastmod></url>
<url><loc>/tin-cu-nam-xua-a2.html</loc><news:news><news:publication_date>2018-01-02</news:publication_date>
</news:news></url><url><loc>/tin-ngay-sai-le-a3.html</loc><lastmod>0001-01-01</lastmod></url>
<url><loc>http://example.org/tin-noi-khac-a4.html</loc></url></urlset>"""
FEED = """<rss><channel><link>/</link><item><link>/tin-tu-rss-moi-a5.html?utm_medium=rss</link>
<pubDate>Mon, 06 May 2024 08:00:00 +0700</pubDate></item></channel></rss>"""


def test_sitemaps_and_feeds(site: Newspaper, tmp_path: Path) -> None:
    site.routes["/robots.txt"] = Answer(f"Sitemap: http://{site.host}/map.xml", type="text/plain")
    index = "<sitemapindex><sitemap><loc>/news.xml.gz</loc></sitemap><sitemap><loc>/bad.xml</loc></sitemap>"
    site.routes["/map.xml"] = Answer(index + "</sitemapindex>", type="text/xml")
    site.routes["/news.xml.gz"] = Answer(gzip.compress(SITEMAP.encode()), type="application/x-gzip")
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    site.routes["/bad.xml"] = Answer(entity, type="text/xml")
    site.routes["/rss"] = Answer(FEED, type="application/rss+xml")
    for number, name in enumerate(
        ("tin-moi-hom-nay-a1", "tin-cu-nam-xua-a2", "tin-ngay-sai-le-a3", "tin-tu-rss-moi-a5")
    ):
        site.article(f"/{name}.html", number)
    report = crawl(site, tmp_path, 'family = "a-id"\nfeeds = ["/rss"]\n', scope=Scope(since="2024-01-01"))
    assert report.articles == {"thu": 3}
    assert "/tin-cu-nam-xua-a2.html" not in site.paths()
    assert states(tmp_path)["/bad.xml"][1] == "hostile: the XML declares a document type"


def test_same_content_becomes_a_revisit(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=2)
    first, second = (f"/xay-dung-dang/chuyen-xom-{n}-a{1000 + n}.html" for n in range(2))
    site.routes[second] = site.routes[first]
    crawl(site, tmp_path)
    (revisit,) = [record for record in all_records(tmp_path / "archive") if record.kind == "revisit"]
    assert revisit.headers["warc-refers-to-target-uri"].endswith(first)
    (original,) = [r for r in all_records(tmp_path / "archive") if r.headers.get("warc-target-uri", "").endswith(first)]
    assert revisit.headers["warc-refers-to-date"] == original.headers["warc-date"]
    assert len(list(read(tmp_path / "archive"))) == 1


def test_archive_goes_on_in_new_files(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    crawl(site, tmp_path, settings=CrawlSettings(max_archive_bytes=2000))
    names = sorted(path.name for path in (tmp_path / "archive").glob("tinbai-*"))
    assert len(names) > 3
    assert all(name.endswith(".warc.gz") for name in names)
    assert len(list(read(tmp_path / "archive"))) == 12
    assert audit(tmp_path / "archive").problems == []


def test_private_addresses_are_refused_unless_named(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    paper = dataclasses.replace(site.paper(tmp_path, SMALL), private=False)
    report = Crawler([paper], tmp_path / "archive", CONTACT, clock=FastClock()).run()
    assert site.asked == []
    assert "cannot be read" in next(iter(report.left.values()))


def test_hosts_are_read_side_by_side(site: Newspaper, tmp_path: Path) -> None:
    from newspaper import serving

    with serving() as other:
        small_site(site)
        small_site(other)
        papers = [site.paper(tmp_path, FAST, "mot"), other.paper(tmp_path, FAST, "hai")]
        report = Crawler(papers, tmp_path / "archive", CONTACT).run()
    assert report.articles == {"mot": 12, "hai": 12}
    assert audit(tmp_path / "archive").problems == []
    assert len(archived(tmp_path / "archive")) == 2 * (12 + 3 + 1)
