"""Gold articles as pages of four content systems: crawled, archived and read again, they are the same articles."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from families import FAMILIES, page
from newspaper import Answer, FastClock, serving

import tinbai
from tinbai.crawl.audit import audit
from tinbai.crawl.crawler import Crawler
from tinbai.evaluate.corpus import load
from tinbai.pages.read import read
from tinbai.records import Article

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
# What a page of a newspaper has; boilerplate is what plain text files have instead.
ZONES = {"title", "lead", "body", "subheading", "caption", "byline"}
TABLES = ("officeholders", "adoption", "figures", "claims", "labels")


def suitable() -> list[Article]:
    found = [gold.annotation.article for gold in load(GOLD, split="dev")]
    return [article for article in found if {"title", "lead"} < {zone.zone for zone in article.zones} <= ZONES]


def crawled(articles: list[Article], family: str, folder: Path) -> dict[str, Article]:
    """Serve the articles as one paper, crawl it, and return what is read from the archive, by address."""
    with serving() as site:
        paths = [FAMILIES[family][1].format(2_000_000 + number) for number in range(len(articles))]
        for path, article in zip(paths, articles, strict=True):
            site.routes[path] = Answer(page(article, family))
        site.listing("/", paths)
        paper = site.paper(folder, f'family = "{family}"\n', family)
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
    articles = [article for article in suitable() if "  " not in article.text][:4]
    found = crawled(articles, "cms-body", tmp_path)
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
