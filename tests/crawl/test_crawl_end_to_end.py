"""Gold articles as pages of four content systems: crawled, archived and read again, they are the same articles."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from families import FAMILIES, page
from newspaper import Answer, FastClock, Newspaper, serving

import tinbai
from tinbai.crawl.audit import audit
from tinbai.crawl.crawler import Crawler
from tinbai.evaluate.corpus import load
from tinbai.pages.read import read
from tinbai.records import Article

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
# What a page of a newspaper has; boilerplate is what plain text files have instead.
ZONES = {"title", "lead", "body", "subheading", "caption", "byline"}
# Every table that is made of texts; the others say where an article was read.
TABLES = ("mentions", "places", "officeholders", "adoption", "figures", "claims", "labels", "documents", "checks")


def suitable() -> list[Article]:
    found = [gold.annotation.article for gold in load(GOLD, split="dev")]
    return [article for article in found if {"title", "lead"} < {zone.zone for zone in article.zones} <= ZONES]


def play(site: Newspaper, family: str, paths: list[str]) -> str:
    """Lay out the paper as sites of its family do, and return what its file says.

    The first article stands only in the map that robots.txt names or in the feed, the others in two list pages.
    """
    section = "xay-dung-dang"
    half = 1 + len(paths) // 2
    alone = f"http://{site.host}{paths[0]}"
    robots, said = "User-agent: *\nDisallow: /tim-kiem\n", f'family = "{family}"\n'
    if family in ("cms-body", "card"):  # no section in the file: home page, its menu, and maps are read
        site.routes["/map.xml"] = Answer(f"<sitemapindex><sitemap><loc>/{section}.xml</loc></sitemap></sitemapindex>")
        site.routes[f"/{section}.xml"] = Answer(f"<urlset><url><loc>{alone}</loc></url></urlset>", type="text/xml")
        site.routes["/"] = Answer(f"<nav><a href='/muc/{section}'>Xây dựng Đảng</a></nav>")
        robots += f"Sitemap: http://{site.host}/map.xml\n"
        first, second = f"/muc/{section}", f"/muc/{section}?trang=2"
        site.listing(first, paths[1:half], following=second if family == "cms-body" else None)
        if family == "card":
            page = site.routes[first]
            assert isinstance(page, Answer)
            page.body = str(page.body).replace("</body>", f"<a href='{second}'>2</a></body>")
    else:
        said += f'sections = ["{section}"]\nfeeds = ["/rss"]\n'
        site.routes["/rss"] = Answer(
            f"<rss><channel><item><link>{alone}</link></item></channel></rss>", type="text/xml"
        )
        first = f"/{section}/" if family == "a-id" else f"/{section}"
        second = f"/{section}/?p=2" if family == "a-id" else f"/{section}/trang-2.html"
        site.listing(first, paths[1:half], following=None if family == "a-id" else second)
    site.listing(second, paths[half:])
    site.routes["/robots.txt"] = Answer(robots, type="text/plain")
    return said


def crawled(articles: list[Article], family: str, folder: Path) -> dict[str, Article]:
    """Serve the articles as one paper, crawl it, and return what is read from the archive, by address."""
    with serving() as site:
        paths = [FAMILIES[family][1].format(2_000_000 + number) for number in range(len(articles))]
        for path, article in zip(paths, articles, strict=True):
            site.routes[path] = Answer(page(article, family))
        paper = site.paper(folder, play(site, family, paths), family)
        report = Crawler([paper], folder / family, "an@example.org", clock=FastClock()).run()
        assert report.articles == {family: len(articles)}
    assert audit(folder / family).problems == []
    read_again = {}
    for item in read(folder / family):
        assert isinstance(item, Article), item
        read_again["/" + (item.url or "").split("/", 3)[3]] = item
    return {article.id: read_again[path] for path, article in zip(paths, articles, strict=True)}


def zones_of(article: Article) -> list[tuple[str, str]]:
    return [(zone.zone, " ".join(article.text[zone.start : zone.end].split())) for zone in article.zones]


@pytest.mark.parametrize("family", FAMILIES)
def test_gold_articles_come_back_whole(family: str, tmp_path: Path) -> None:
    articles = suitable()[list(FAMILIES).index(family) :: len(FAMILIES)]
    assert len(articles) >= 4
    found = crawled(articles, family, tmp_path)
    for article in articles:
        assert zones_of(found[article.id]) == zones_of(article), article.id
        if article.published:
            assert found[article.id].published == f"{article.published[:10]}T08:00:00+07:00"


def test_tables_of_the_archive_are_those_of_the_texts(tmp_path: Path) -> None:
    articles = [article for article in suitable() if "  " not in article.text][: 2 * len(FAMILIES)]
    assert len(articles) == 2 * len(FAMILIES)
    found: dict[str, Article] = {}
    for number, family in enumerate(FAMILIES):
        found |= crawled(articles[number :: len(FAMILIES)], family, tmp_path)
    same = [
        found[article.id].model_copy(update={name: getattr(article, name) for name in ("id", "url", "source", "input")})
        for article in articles
    ]
    texts = [
        article.model_copy(update={name: getattr(found[article.id], name) for name in ("published", "published_basis")})
        for article in articles
    ]
    tinbai.build(same, tmp_path / "pages")
    tinbai.build(texts, tmp_path / "texts")
    for table in TABLES:
        rows = [pq.read_table(tmp_path / name / f"{table}.parquet").to_pylist() for name in ("pages", "texts")]
        assert rows[0] == rows[1]
    assert pq.read_table(tmp_path / "pages" / "labels.parquet").num_rows == len(articles)
