"""Pages → articles: the project's own pages with their expected zones, and the shared real pages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tinbai.errors import InputError
from tinbai.pages.html import extract
from tinbai.pages.read import read
from tinbai.records import Article
from tinbai.text.normalize import fold, nfc

PAGES = Path(__file__).parents[2] / "corpora" / "pages"
FIXTURES = sorted(PAGES.glob("*.html"))


def _words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_there_are_fixtures() -> None:
    assert {path.stem for path in FIXTURES} == {path.stem for path in PAGES.glob("*.json")} != set()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_page_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    (article,) = read(path)
    assert isinstance(article, Article)
    zones = [[zone.zone, _words(article.text[zone.start : zone.end])] for zone in article.zones]
    assert zones == [[zone, nfc(words)] for zone, words in expected.pop("zones")]
    assert {key: getattr(article, key) for key in expected} == expected


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body><h1>Tin tức</h1></body></html>",
        "<ul>" + "<li><a href='/x'>Xã Thượng Lạc mở lớp dạy nghề mây tre đan cho bà con ba xóm</a></li>" * 20 + "</ul>",
        "<script>var body = 'Xóm có điện. '.repeat(100)</script>",
    ],
    ids=["empty", "title only", "list of links", "script only"],
)
def test_page_without_article_is_refused(page: str) -> None:
    with pytest.raises(InputError, match=r"^a\.html: the page holds no article text$") as caught:
        extract(page, where="a.html")
    assert caught.value.reason == "no_article"


def test_encoded_body_is_kept_as_unreadable() -> None:
    page = f"<h1>Chuyện xóm</h1><div class='cms-body'><p>Xóm có đường mới.</p><p>{'4bq+4buu' * 60}</p></div>"
    assert [zone.zone for zone in extract(page, where="a.html").zones] == ["title", "lead", "unreadable"]


def _score(found: Counter[str], reference: Counter[str]) -> float:
    hits = sum((found & reference).values())
    return 2 * hits / max(1, sum(found.values()) + sum(reference.values()))


@pytest.mark.parametrize(
    ("name", "at_least"),
    [
        ("baochinhphu_article", 0.99),
        ("cafef_article", 0.99),
        ("cafef_article_batdongsan", 0.99),
        ("dantri_article", 0.99),
        ("nld_article", 0.99),
        ("vnexpress_article", 0.99),
    ],
)
def test_paragraphs_of_real_pages(shared: Path, name: str, at_least: float) -> None:
    page = (shared / "html" / f"{name}.html").read_text(encoding="utf-8")
    reference = json.loads((shared / "html" / "reference" / f"{name}.json").read_text(encoding="utf-8"))
    found = extract(page, where=name)

    def key(text: str) -> str:  # the references have blanks where a link or bold type ends
        return "".join(fold(nfc(text)).split())

    paragraphs = Counter(
        key(found.text[zone.start : zone.end]) for zone in found.zones if zone.zone in ("body", "subheading", "byline")
    )
    assert _score(paragraphs, Counter(key(line) for line in reference["paragraphs"])) >= at_least
    assert key(found.title or "") == key(reference["title"])
    assert key(found.lead or "") == key(reference["sapo"])
    text = key(found.text)
    assert all(key(caption) in text for caption in reference["captions"])


def test_real_list_pages_are_no_articles(shared: Path) -> None:
    lists = sorted((shared / "html").glob("*_list.html"))
    assert lists
    for path in lists:
        with pytest.raises(InputError, match="no article"):
            extract(path.read_text(encoding="utf-8"), where=path.name)
