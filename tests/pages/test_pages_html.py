"""Pages → articles: the project's own pages with their expected zones, and the shared real pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tinbai.errors import InputError
from tinbai.evaluate.pages import PageGold, PageScore, read_gold, score
from tinbai.pages.html import Extracted, extract
from tinbai.pages.read import read
from tinbai.papers import page_families
from tinbai.papers.files import parse
from tinbai.records import Article
from tinbai.text.normalize import fold, nfc

PAGES = Path(__file__).parents[2] / "corpora" / "pages"
TUNED = sorted(PAGES.glob("tuned/*.html"))
HELD_OUT = sorted(PAGES.glob("held_out/*.html"))
REAL = ["baochinhphu", "cafef", "cafef_batdongsan", "dantri", "nld", "vnexpress"]
TEXT_ZONES = ("lead", "body", "subheading", "byline")


def _words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split(" "))


def _lines(found: Extracted, *zones: str) -> list[str]:
    return [found.text[zone.start : zone.end] for zone in found.zones if zone.zone in zones]


def _without_basis(read_by: str | None) -> str | None:
    return (read_by or "").partition(":")[2] or None


def test_every_family_has_a_tuned_and_a_held_out_page() -> None:
    families = {rules.name for rules in page_families()} - {"common"}
    for pages in (TUNED, HELD_OUT):
        assert families <= {json.loads(path.with_suffix(".json").read_text("utf-8")).get("read_by") for path in pages}


@pytest.mark.parametrize("path", TUNED, ids=lambda path: path.stem)
def test_page_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    (article,) = read(path)
    assert isinstance(article, Article)
    zones = [[zone.zone, _words(article.text[zone.start : zone.end])] for zone in article.zones]
    assert zones == [[zone, nfc(words)] for zone, words in expected["zones"]]
    assert _without_basis(article.read_by) == expected["read_by"]
    fields = ("title", "url", "source", "published", "modified", "byline")
    assert {key: getattr(article, key) for key in fields if key in expected} == {
        key: expected[key] for key in fields if key in expected
    }
    assert list(article.flags) == expected.get("flags", [])
    found = extract(path.read_text(encoding="utf-8"), where=path.name, asides=True)
    for aside in ("related", "comments", "tags"):
        assert set(expected.get(aside, ())) <= set(getattr(found, aside))


def test_pages_that_nobody_tuned_on() -> None:
    assert len(HELD_OUT) >= len(TUNED)
    total = PageScore()
    for path in HELD_OUT:
        total += score(
            _lines(extract(path.read_text("utf-8"), where=path.name), *TEXT_ZONES), read_gold(path.with_suffix(".json"))
        )
    assert total.f1 >= 0.97
    assert (total.captions, total.asides) == (0, 0)


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


@pytest.mark.parametrize("links", [0, 60], ids=["article", "list"])
def test_trafilatura_is_the_last_resort_and_never_for_lists(monkeypatch: pytest.MonkeyPatch, links: int) -> None:
    told = "Bà con xóm Gò góp công làm đường suốt mùa khô năm ấy.\n" * 8
    monkeypatch.setitem(sys.modules, "trafilatura", SimpleNamespace(extract=lambda page, **options: told))
    hidden = "".join(f"<pre hidden>{line}</pre>" for line in told.splitlines())
    page = f"<h1>Chuyện xóm</h1>{hidden}" + "<a href='/x'>Tin</a>" * links
    if links:
        with pytest.raises(InputError, match="no article"):
            extract(page, where="a.html")
    else:
        found = extract(page, where="a.html")
        assert (found.read_by, found.title, found.lead) == ("trafilatura", "Chuyện xóm", told.splitlines()[0])


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 6000 + "Bản có điện.",
        "".join(f'<a href="{n}">' for n in range(300)) + "<p>Bản có điện." * 3000,
    ],
    ids=["nested", "links that every paragraph opens again"],
)
def test_page_whose_tree_would_outgrow_it_is_refused_before_it_is_built(page: str) -> None:
    with pytest.raises(InputError, match="never closed") as caught:
        extract(page, where="a.html")
    assert caught.value.reason == "nesting"


@pytest.mark.parametrize("run", ["4bq+4buu" * 60, "\n".join(["4bq+4buu" * 9 + "TmFt"] * 8)], ids=["whole", "in lines"])
def test_encoded_body_is_left_empty_and_said_so(run: str) -> None:
    page = f"<h1>Chuyện xóm</h1><div class='cms-body'><p>Xóm có đường mới.</p><p>{run}</p></div>"
    found = extract(page, where="a.html")
    assert [zone.zone for zone in found.zones] == ["title", "lead"]
    assert found.flags == ("encoded_body",)


PROSE = "<p>Bà con xóm Gò góp công làm đường, cán bộ chi bộ đi đầu trong mọi việc của xóm.</p>" * 6


@pytest.mark.parametrize(
    ("form", "printed", "published"),
    [
        ("%Y.%m.%d, %Hh%M", "Đăng 2024.05.06, 7h05", "2024-05-06T07:05:00+07:00"),
        ("%m-%d-%Y", "05-06-2024", "2024-05-06"),  # the month first, as no other rule would read it
        ("%d/%m/%Y | %H:%M", "06/05/2024 | 07:05 PM", "2024-05-06T19:05:00+07:00"),  # a half of the day: usual forms
        ("%d/%m/%Y | %H:%M", "6 tháng 5 năm 2024", "2024-05-06"),  # the file is out of date: usual forms
        ("%d/%m/%Y | %H:%M", "36/15/2024 | 07:05", None),
    ],
)
def test_a_newspapers_file_says_how_it_prints_the_date(form: str, printed: str, published: str | None) -> None:
    said = f'date = [".luc"]\nbody = [".bai"]\ndate_format = ["{form}"]'
    content = f'name = "X"\naliases = []\nprovince = "x"\nhosts = ["baox.vn"]\nverified = false\n[page]\n{said}'
    page = f"<h1>Chuyện xóm</h1><p class='luc'>{printed}</p><div class='bai'>{PROSE}</div>"
    found = extract(page, where="a.html", url="https://baox.vn/a", papers=(parse("x", content),))
    assert found.dates.published == published


def test_entities_in_json_ld_are_read_and_addresses_left_alone() -> None:
    linked = {"@type": "NewsArticle", "headline": "Xóm &quot;mới&quot;", "author": {"name": "V&#361; &#272;&#7891;i"}}
    head = f"<script type='application/ld+json'>{json.dumps(linked)}</script>"
    head += "<meta property='og:url' content='https://baox.vn/a?id=1&amp;copy=2'>"
    found = extract(f"<head>{head}</head><article>{PROSE}</article>", where="a.html")
    assert (found.title, found.byline) == ('Xóm "mới"', "Vũ Đồi")
    assert found.metadata.url == "https://baox.vn/a?id=1&copy=2"


@pytest.mark.parametrize("name", REAL)
def test_real_pages(shared: Path, name: str) -> None:
    stem = f"{name.replace('_', '_article_')}" if "_" in name else f"{name}_article"
    page = (shared / "html" / f"{stem}.html").read_text(encoding="utf-8")
    reference = json.loads((shared / "html" / "reference" / f"{stem}.json").read_text(encoding="utf-8"))
    found = extract(page, where=name, asides=True)
    gold = PageGold(tuple(reference["paragraphs"]), tuple(reference["captions"]), ())
    result = score(_lines(found, "body", "subheading", "byline"), gold)
    assert result.f1 >= 0.98
    assert result.captions == 0

    def key(text: str | None) -> str:  # the references have blanks where a link or bold type ends
        return "".join(fold(nfc(text or "")).split())

    assert key(found.title) == key(reference["title"])
    assert key(found.lead) == key(reference["sapo"])
    assert found.dates.published is not None
    date, hour = found.dates.published[:10], found.dates.published[11:16]
    year, month, day = (int(part) for part in date.split("-"))
    printed = reference["date_text"]
    assert hour in printed
    assert found.dates.published.endswith("+07:00")
    assert any(
        form in printed
        for form in (f"{day:02}/{month:02}/{year}", f"{day}/{month}/{year}", f"{day:02}-{month:02}-{year}")
    )
    text = key(found.text)
    assert all(key(caption) in text for caption in reference["captions"])
    assert not set(map(key, found.related)) & set(map(key, found.text.split("\n\n")))


def test_real_list_pages_are_no_articles(shared: Path) -> None:
    lists = sorted((shared / "html").glob("*_list.html"))
    assert lists
    for path in lists:
        with pytest.raises(InputError, match="no article"):
            extract(path.read_text(encoding="utf-8"), where=path.name)
