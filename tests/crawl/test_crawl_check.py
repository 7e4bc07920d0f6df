"""`tinbai papers check`: what works and what does not, told in a few polite requests."""

from __future__ import annotations

from pathlib import Path

import pytest
from newspaper import SMALL, Answer, FastClock, Newspaper, small_site
from typer.testing import CliRunner

from tinbai.cli import app
from tinbai.crawl.check import check
from tinbai.errors import CrawlError

CONTACT = "an@example.org"


def found(site: Newspaper, folder: Path, extra: str = SMALL, clock: FastClock | None = None) -> list[tuple[str, str]]:
    findings = check(site.paper(folder, extra), CONTACT, clock=clock or FastClock())
    return [(finding.rule, f"{finding.verdict} {finding.seen}") for finding in findings]


def said(findings: list[tuple[str, str]], rule: str) -> str:
    return "; ".join(text for name, text in findings if name == rule)


def test_what_works_is_told_in_few_requests(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    site.routes["/robots.txt"] = Answer("User-agent: *\nCrawl-delay: 9\nSitemap: /map.xml", type="text/plain")
    site.routes["/map.xml"] = Answer("<urlset><url><loc>/tin-moi-a5.html</loc></url></urlset>", type="text/xml")
    clock = FastClock()
    findings = found(site, tmp_path, clock=clock)
    assert [(rule, text.split()[0]) for rule, text in findings] == [
        ("robots", "works"),
        ("sections", "works"),
        ("pagination", "works"),
        ("sitemaps", "works"),
        ("feeds", "unused"),
        ("article", "works"),
        ("article", "works"),
    ]
    assert said(findings, "sections") == "works /xay-dung-dang/: 4 articles"
    assert said(findings, "pagination") == "works /xay-dung-dang/?p=2: 4 articles that page 1 has not, as the file says"
    assert "Chuyện ở xóm 0 (2024-05-06T08:00:00+07:00" in said(findings, "article")
    assert len(site.paths()) == 6
    assert clock.slept.count(9.0) == 5


@pytest.mark.parametrize(
    ("route", "answer", "rule", "text"),
    [
        ("/robots.txt", Answer(status=503), "robots", "fails robots.txt cannot be read (status 503)"),
        (
            "/robots.txt",
            Answer("User-agent: *\nDisallow: /"),
            "sections",
            "fails /xay-dung-dang/: refused by robots.txt",
        ),
        ("/xay-dung-dang/", Answer(status=404), "sections", "fails /xay-dung-dang/: status 404"),
        ("/xay-dung-dang/", Answer("<a href='/lien-he'>Liên hệ</a>"), "article", "fails no address on these pages"),
        ("/xay-dung-dang/", Answer(status=301, headers={"Location": "http://example.org/"}), "sections", "on no host"),
        (
            "/xay-dung-dang/",
            Answer(status=301, headers={"Location": "/xay-dung-dang/"}),
            "sections",
            "more than 5 redir",
        ),
        ("/xay-dung-dang/?p=2", Answer(status=404), "pagination", "fails /xay-dung-dang/?p=2: status 404"),
        ("/rss", Answer("<html><body>không có", type="text/html"), "feeds", "fails /rss: 0 entries"),
        ("/xay-dung-dang/chuyen-xom-0-a1000.html", Answer("<title>404</title>"), "article", "the page says '404'"),
        ("/xay-dung-dang/chuyen-xom-0-a1000.html", Answer("<p>x"), "article", "fails the page holds no article text"),
        ("/xay-dung-dang/chuyen-xom-0-a1000.html", Answer(b"x", type="image/png"), "article", "content type image/png"),
        (
            "/xay-dung-dang/chuyen-xom-0-a1000.html",
            Answer("<h1>Xóm</h1><article><p>" + "Bà con góp công làm đường mới. " * 20 + "</p></article>"),
            "article",
            "lacking published",
        ),
    ],
)
def test_what_does_not_work_is_told_with_the_reason(
    site: Newspaper, tmp_path: Path, route: str, answer: Answer, rule: str, text: str
) -> None:
    small_site(site)
    site.routes["/rss"] = Answer("<rss/>", type="application/rss+xml")
    site.routes[route] = answer
    findings = found(site, tmp_path, SMALL + 'feeds = ["/rss"]\n')
    assert text in said(findings, rule)
    assert len(site.paths()) <= 12


def test_a_wrong_selector_and_a_menu_are_told(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    findings = found(site, tmp_path, SMALL + 'links = "a.khong-co"\n')
    assert "fails no article behind the links 'a.khong-co'" in said(findings, "links")
    site.routes["/"] = Answer("<a href='/xay-dung-dang/'>Xây dựng Đảng</a>")
    findings = found(site, tmp_path, 'family = "a-id"\n')
    assert said(findings, "menu") == "works /xay-dung-dang/"
    assert "4 articles" in said(findings, "sections")


def test_the_command(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    site.paper(tmp_path, SMALL + "delay_seconds = 0\n")
    options = ["papers", "check", site.host, "--paper", str(tmp_path / "thu.toml")]
    done = CliRunner().invoke(app, [*options, "--contact", CONTACT])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1] == "works\tsections\t/xay-dung-dang/: 4 articles"
    assert "may say verified = true" in done.stderr
    site.routes["/xay-dung-dang/"] = Answer(status=404)
    done = CliRunner().invoke(app, [*options, "--contact", CONTACT])
    assert done.exit_code == 1
    assert "mend thu.toml" in done.stderr


def test_no_contact_no_check(site: Newspaper, tmp_path: Path) -> None:
    with pytest.raises(CrawlError, match="--contact"):
        next(check(site.paper(tmp_path, SMALL), None))
    assert site.asked == []


def test_a_private_address_is_not_visited_unless_its_file_says_so(site: Newspaper) -> None:
    done = CliRunner().invoke(app, ["papers", "check", site.host, "--contact", CONTACT])
    assert done.exit_code == 1
    assert "no newspaper has the host" in done.stderr
    assert "robots.txt cannot be read" in done.stdout
    assert site.asked == []


def test_papers_are_listed_with_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "aaa.toml"
    own.write_text('name = "Báo A"\naliases = []\nprovince = "tỉnh A"\nhosts = ["a.vn"]\nverified = false\n', "utf-8")
    sure = tmp_path / "aab.toml"
    sure.write_text(own.read_text("utf-8").replace("false", "true"), "utf-8")
    done = CliRunner().invoke(app, ["papers", "--paper", str(own), "--paper", str(sure)])
    lines = done.stdout.splitlines()
    assert lines[:2] == ["aaa\tBáo A\ttỉnh A\ta.vn\tnot verified", "aab\tBáo A\ttỉnh A\ta.vn\tverified"]
    assert len(lines) > 50
