"""The newspaper files: complete, consistent, found by name and host."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from tinbai import gazetteer
from tinbai.crawl.discover import Scope, seeds
from tinbai.errors import PaperError
from tinbai.papers import all_papers, paper_at, province_of
from tinbai.papers.files import families, parse, read_paper


def test_every_province_has_its_paper():
    covered = {paper.province for paper in all_papers()}
    wanted = {unit.name for unit in gazetteer.default().provinces("2020-06-01")}
    assert wanted - covered == set()


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: paper.id)
def test_paper_is_found_by_name_and_by_every_host(paper):
    assert province_of(paper.name) == paper.province
    assert {province_of(None, f"https://{host}/tin-1.html") for host in paper.hosts} == {paper.province}


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: paper.id)
def test_paper_has_the_codes_of_its_province_and_says_where_it_comes_from(paper):
    units = gazetteer.default()
    (unit,) = (unit for unit in units.provinces("2020-06-01") if unit.name == paper.province)
    (since,) = units.successors(unit)
    assert (paper.code, paper.code_2025) == (unit.code, since.code)
    assert paper.verified or paper.provenance
    others = {host: other for other in all_papers() for host in other.hosts}
    assert all(others[host].code_2025 == paper.code_2025 for host in paper.moved_to)


def test_at_least_fifty_papers_and_the_portals_are_described():
    assert len(all_papers()) >= 50
    assert {"liferay", "sharepoint", "vnpt", "nukeviet"} <= set(families())


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: paper.id)
def test_paper_is_short_since_its_family_describes_its_system(paper):
    content = (resources.files("tinbai.papers") / "data" / f"{paper.id}.toml").read_text(encoding="utf-8")
    settings = [line for line in content.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(settings) <= 15


@pytest.mark.parametrize("paper", all_papers(), ids=lambda paper: paper.id)
def test_paper_can_be_begun_with(paper):
    links = list(seeds(paper, Scope()))
    assert links
    assert all(link.url.startswith(paper.site) for link in links)
    assert paper.sections or paper.menu


@pytest.mark.parametrize("source", [None, "", "VnExpress", "Báo"])
def test_no_paper_no_province(source):
    assert province_of(source) is None


GOOD = 'name = "Báo X"\naliases = []\nprovince = "tỉnh X"\nhosts = ["baox.vn"]\nverified = false\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = ", r"x\.toml"),
        ('name = "Báo X"', "missing key 'aliases'"),
        (GOOD + 'color = "red"', "line 6: unknown key 'color'"),
        (GOOD + "[color]", "line 6: unknown key 'color'"),
        (GOOD + 'family = "none"', "line 6: no family 'none'"),
        (GOOD + 'sections = "chinh-tri"', "line 6: 'sections' must be a list of texts"),
        (GOOD + "article = '('", "line 6: 'article' must be a regular expression"),
        (GOOD + 'pagination = "/{section}"', "line 6: 'pagination' must be an address with"),
        (GOOD + 'pagination = "/{section}/{page}/{id}"', "line 6: 'pagination' must be an address with"),
        (GOOD + 'listing = "/{muc}"', "line 6: 'listing' must be an address with no other braces"),
        (GOOD + 'code = "1"', "line 6: 'code' must be two digits"),
        (GOOD + "code = 14", "line 6: 'code' must be two digits"),
        (GOOD + 'moved_to = "baoy.vn"', "line 6: 'moved_to' must be a list of host names"),
        (GOOD + 'traps = ["a", 1]', "line 6: 'traps' must be a list of texts"),
        (GOOD + 'menu = ["a"\n', "at the end, line 6"),
        (GOOD + "private = 1", "line 6: 'private' must be true or false"),
        (GOOD + 'scheme = "ftp"', "line 6: 'scheme' must be"),
        (GOOD + "delay_seconds = 0.5", "line 6: 2 seconds are the least"),
        (GOOD + "page = 3", "line 6: 'page' must be a table"),
        (GOOD + '[page]\nbodies = ["p"]', "line 7: unknown key 'bodies' in .page.; there are generators, signs"),
        (GOOD + '[page]\nbody = "p"', "line 7: 'body' must be a list of CSS selectors"),
        (
            GOOD + '[page]\nlead = ["p"]\nbody = [\n  "div",\n  "p[",\n]',
            r"line 10: 'body' has no valid CSS selector: p\[",
        ),
        (GOOD + '[page]\ndate_format = "%d/%m/%Y"', "line 7: 'date_format' must be a list of texts"),
        (GOOD + '[page]\ndate_format = ["%d/%m"]', "line 7: 'date_format' has no form with %d, %m, %Y .*: %d/%m"),
        (GOOD + '[page]\ndate_format = [\n"%A %d %B %Y"]', "line 8: 'date_format' has no form"),
        (GOOD + '[page]\ndate_format = ["%d/%m/%Y %H"]', "line 7: 'date_format' has no form"),
        (GOOD.replace("baox.vn", "https://baox.vn"), "line 4: 'hosts' must be"),
    ],
)
def test_wrong_file_is_named(content, said):
    with pytest.raises(PaperError, match=said):
        parse("x", content)


def test_family_is_inherited_and_overridden():
    paper = parse("x", GOOD + 'family = "onecms"\nlisting = "/muc/{section}"')
    assert paper.listing == "/muc/{section}"
    assert paper.article == families()["onecms"]["article"]


def test_selectors_are_inherited_one_by_one():
    paper = parse("x", GOOD + 'family = "onecms"\n[page]\nlead = ["p.mo-dau"]')
    assert paper.page.lead == ("p.mo-dau",)
    assert list(paper.page.body) == families()["onecms"]["page"]["body"]
    assert paper.page.name == "x"
    assert parse("x", GOOD + 'family = "onecms"').page.name == "onecms"
    assert parse("x", GOOD).page is None


def test_paper_is_found_by_address():
    own = parse("x", GOOD.replace("baox.vn", "baosonla.vn"))
    assert paper_at("https://www.baosonla.vn/a").id == "baosonla"
    assert paper_at("https://baosonla.vn:443/a", (own,)).id == "x"
    assert (paper_at("https://tin.example/a"), paper_at("http://[baosonla.vn")) == (None, None)


def test_own_file_is_read(tmp_path):
    path = tmp_path / "baox.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert (read_paper(path).id, read_paper(path).site) == ("baox", "https://baox.vn")
    with pytest.raises(PaperError, match="cannot be read"):
        read_paper(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("paper_id", "article", "other"),
    [
        ("baohaiduong", "/hoi-nghi-xom-moi-hop-ban.html", "/chinh-tri"),
        ("baosonla", "/xay-dung-dang/chi-bo-ban-moi-2NSKgzlIR.html", "/xay-dung-dang/trang-2.html"),
        ("baonghean", "/chi-bo-xom-moi-10281234.html", "/dai-hoi-dang-event1234567.html"),
        ("baocantho", "/chi-bo-ap-moi-a180001.html", "/chinh-tri/?p=2"),
        ("baodaklak", "/chinh-tri/202404/chi-bo-buon-moi-1a2b3c4/", "/chinh-tri/"),
        ("baohatinh", "/chi-bo-thon-moi-post281234.html", "/chinh-tri-tag99.html"),
        ("baoyenbai", "/12/281234/Chi_bo_thon_moi.aspx", "/12/Chinh-tri.aspx"),
    ],
)
def test_addresses_of_articles_are_told_from_lists(paper_id, article, other):
    (paper,) = (paper for paper in all_papers() if paper.id == paper_id)
    assert re.search(paper.article, article)
    assert not re.search(paper.article, other)
