"""What is wanted of a newspaper: days, sections, months in addresses, menus, later pages, and pages that are none."""

from __future__ import annotations

from pathlib import Path

import pytest
from newspaper import SMALL, Answer, FastClock, Newspaper, small_site
from test_crawl_crawler import crawl, states

from tinbai.crawl.audit import audit
from tinbai.crawl.discover import Scope

HEAD = '<html><head><meta property="article:published_time" content="{day}"></head><body>'


def dated_site(site: Newspaper, days: list[str], per_page: int = 6) -> list[str]:
    """A list whose articles tell their day only on their own page."""
    small_site(site, articles=len(days), per_page=per_page)
    paths = [f"/xay-dung-dang/chuyen-xom-{number}-a{1000 + number}.html" for number in range(len(days))]
    for number, (path, day) in enumerate(zip(paths, days, strict=True)):
        site.article(path, number, day)
    return paths


def asked_articles(site: Newspaper) -> set[int]:
    return {int(path.split("chuyen-xom-")[1].split("-")[0]) for path in site.paths() if "chuyen-xom-" in path}


def test_since_ends_a_list_and_spares_the_neighbours_of_old_articles(site: Newspaper, tmp_path: Path) -> None:
    dated_site(site, ["2024-05-06"] * 6 + ["2019-01-01"] * 12)
    crawl(site, tmp_path, scope=Scope(since="2024-01-01"))
    assert asked_articles(site) == {0, 1, 2, 3, 4, 5, 6, 9, 11}
    assert "/xay-dung-dang/?p=3" not in site.paths()
    assert states(tmp_path)["/xay-dung-dang/chuyen-xom-7-a1007.html"] == (
        "skipped",
        "the first, middle and last article of its list page are before --since",
    )


def test_until_passes_over_pages_that_are_later(site: Newspaper, tmp_path: Path) -> None:
    dated_site(site, ["2024-05-06"] * 14 + ["2021-03-04"] * 4)
    crawl(site, tmp_path, scope=Scope(until="2022-01-01"))
    # The first page names other news too, so each of its articles is asked; of the second only three.
    assert asked_articles(site) == {0, 1, 2, 3, 4, 5, 6, 9, 11, 12, 13, 14, 15, 16, 17}
    found = states(tmp_path)["/xay-dung-dang/chuyen-xom-0-a1000.html"]
    assert found == ("done", "published after --until")


def test_neighbours_say_nothing_if_they_disagree(site: Newspaper, tmp_path: Path) -> None:
    dated_site(site, ["2024-05-06"] * 6 + ["2024-05-06", "2021-01-01", "2024-05-06", "2024-05-06", "2021-01-01"] + [""])
    crawl(site, tmp_path, scope=Scope(until="2022-01-01"))
    assert asked_articles(site) == set(range(12))


def test_other_days_take_up_what_was_passed_over(site: Newspaper, tmp_path: Path) -> None:
    dated_site(site, ["2024-05-06"] * 12)
    clock = FastClock()
    crawl(site, tmp_path, clock=clock, scope=Scope(until="2022-01-01"))
    assert len(asked_articles(site)) == 9
    crawl(site, tmp_path, clock=clock)
    assert asked_articles(site) == set(range(12))
    assert len([path for path in site.paths() if "chuyen-xom-" in path]) == 12
    assert audit(tmp_path / "archive").problems == []


ITEMS = """<ul><li><h3><a href="/chuyen-a1.html">Một</a></h3><span class="date">06/05/2024</span></li>
<li><a href="/chuyen-a2.html"></a><h3><a href="/chuyen-a2.html">Hai</a></h3><time datetime="2019-02-03">x</time></li>
<li><h3><a href="/chuyen-a3.html">Kỷ niệm ngày 3/2/1930</a></h3><p>Ngày 01/01/2018 xóm họp.</p></li>
<li><h3><a href="/chuyen-a4.html">Bốn</a></h3><p class="date">ra ngày 01/01/2018, sửa sau</p></li>
<li><h3><a href="/chuyen-a5.html">Năm</a></h3><i class="date">1/1/2018</i><i class="date">2/1/2024</i></li></ul>"""


def test_days_that_a_list_shows_are_used_and_others_are_not(site: Newspaper, tmp_path: Path) -> None:
    site.routes["/xay-dung-dang/"] = Answer(ITEMS)
    for number in range(1, 6):
        site.article(f"/chuyen-a{number}.html", number)
    crawl(site, tmp_path, scope=Scope(since="2024-01-01"))
    assert {path for path in site.paths() if "chuyen-a" in path} == {f"/chuyen-a{n}.html" for n in (1, 3, 4, 5)}
    assert states(tmp_path)["/chuyen-a2.html"] == ("skipped", "its list says 2019-02-03, before --since")


def test_the_month_of_an_address_is_used(site: Newspaper, tmp_path: Path) -> None:
    paths = [
        f"/chinh-tri/{month}/chi-bo-xom-moi-0a1b2c{number}/" for number, month in enumerate((202405, 202404, 201901))
    ]
    site.listing("/chinh-tri/", [])
    site.routes["/chinh-tri/"] = Answer("".join(f"<a class='title1' href='{path}'>Chuyện</a>" for path in paths))
    for number, path in enumerate(paths):
        site.article(path, number)
    crawl(site, tmp_path, 'family = "yyyymm"\nsections = ["chinh-tri"]\n', scope=Scope("2024-04-15", "2024-04-30"))
    assert [path for path in site.paths() if "chi-bo" in path] == [paths[1]]


def test_sections_are_those_asked_for(site: Newspaper, tmp_path: Path) -> None:
    small_site(site, articles=2)
    site.listing("/nong-thon-moi/", ["/chuyen-khac-a9.html"])
    site.article("/chuyen-khac-a9.html", 9)
    crawl(site, tmp_path, scope=Scope(sections=("nong-thon-moi",)))
    assert [path for path in site.paths() if path.endswith(".html")] == ["/chuyen-khac-a9.html"]


def test_sections_of_the_menu_are_read_where_the_file_names_none(site: Newspaper, tmp_path: Path) -> None:
    menu = (
        "<nav><a href='/the-thao'>Thể thao</a><a href='/xdd'> XÂY DỰNG  ĐẢNG</a><a href='/ntm'>Nông thôn mới</a></nav>"
    )
    site.routes["/"] = Answer(menu)
    site.listing("/xdd", ["/chi-bo-xom-moi-hop.html"])
    site.listing("/ntm", ["/xom-moi-lam-duong.html"])
    for path in ("/chi-bo-xom-moi-hop.html", "/xom-moi-lam-duong.html"):
        site.article(path, 1)
    crawl(site, tmp_path, "")
    assert set(site.paths()) >= {"/xdd", "/ntm", "/chi-bo-xom-moi-hop.html", "/xom-moi-lam-duong.html"}
    assert "/the-thao" not in site.paths()


@pytest.mark.parametrize(
    ("link", "followed"),
    [
        ("<a href='/xdd?page=2'>2</a>", True),
        ("<a href='/xdd/trang-2.html'>Trang sau</a>", True),
        ("<a href='/xdd?page=2'>»</a>", True),
        ("<a href='/xdd?page=2' title='Trang tiếp'><i></i></a>", True),
        ("<a href='/xdd?page=22'>2</a>", False),
        ("<a href='/xdd?page=2'>Liên hệ</a>", False),
        ("<a href='http://example.org/xdd?page=2'>2</a>", False),
        ("<a href='javascript:trang(2)'>2</a>", False),
    ],
)
def test_later_pages_are_found_by_their_number(site: Newspaper, tmp_path: Path, link: str, followed: bool) -> None:
    site.routes["/xdd"] = Answer(f"<a href='/chi-bo-xom-moi-hop.html'>Chuyện</a>{link}")
    site.article("/chi-bo-xom-moi-hop.html", 1)
    for path in ("/xdd?page=2", "/xdd/trang-2.html", "/xdd?page=22"):
        site.listing(path, ["/xom-moi-lam-duong.html"])
    site.article("/xom-moi-lam-duong.html", 2)
    crawl(site, tmp_path, 'sections = ["xdd"]\n')
    assert ("/xom-moi-lam-duong.html" in site.paths()) is followed


def test_an_endless_list_ends_at_its_limit(site: Newspaper, tmp_path: Path) -> None:
    from tinbai.settings import CrawlSettings

    for number in range(1, 30):
        path = f"/lich/ngay-{number}-a{number}.html"
        site.article(path, number)
        site.listing("/lich/" if number == 1 else f"/lich/?p={number}", [path])
    settings = CrawlSettings(max_listing_pages=7)
    report = crawl(site, tmp_path, 'family = "a-id"\nsections = ["lich"]\n', settings=settings)
    assert report.articles == {"thu": 7}
    assert report.left == {}


@pytest.mark.parametrize("family", ["sharepoint", "vnpt"])
def test_a_query_is_kept_where_it_identifies_the_article(site: Newspaper, tmp_path: Path, family: str) -> None:
    page = {"sharepoint": "/Trang/ChiTietTinTuc.aspx?nid={}", "vnpt": "/vi/tin-bai/chi-bo?id={}&type=NEWS"}[family]
    paths = [page.format(number) for number in (11, 12)]
    site.listing("/", [f"{path}&utm_source=zalo" for path in paths])
    for number, path in enumerate(paths):
        site.article(path, number)
    assert crawl(site, tmp_path, f'family = "{family}"\n').articles == {"thu": 2}
    assert set(paths) <= set(site.paths())


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("<title>404</title>", True),
        ("<title>Báo Xóm - Không tìm thấy trang</title><p>Xin lỗi</p>", True),
        ("<h1 class='x'>Trang <b>không tồn tại</b>!</h1>", True),
        ("<title>Quốc lộ 404 - Báo Xóm</title><h1>Quốc lộ 404 qua xóm</h1>", False),
        ("<title>Không tìm thấy trang trại nào bỏ hoang</title>", False),
    ],
)
def test_a_page_that_says_it_is_none_is_not_archived(site: Newspaper, tmp_path: Path, body: str, missing: bool) -> None:
    small_site(site, articles=1)
    path = "/xay-dung-dang/chuyen-xom-0-a1000.html"
    site.routes[path] = Answer(f"<html>{body}</html>")
    report = crawl(site, tmp_path, SMALL)
    assert report.articles == {"thu": 0 if missing else 1}
    assert (states(tmp_path)[path][0] == "failed") is missing
    assert audit(tmp_path / "archive").problems == []
