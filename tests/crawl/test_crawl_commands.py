"""`tinbai crawl` from outside: what it says and how it ends."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import pytest
from newspaper import FAST, Answer, Newspaper, small_site
from typer.testing import CliRunner, Result

from tinbai.cli import app
from tinbai.crawl import commands


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["crawl", *arguments])


@pytest.fixture
def paper(site: Newspaper, tmp_path: Path) -> list[str]:
    small_site(site, articles=4)
    site.paper(tmp_path, FAST)
    return ["--paper", str(tmp_path / "thu.toml"), "-o", str(tmp_path / "archive")]


def test_crawl_audit_and_build(paper: list[str], tmp_path: Path) -> None:
    done = run(*paper, "--contact", "an@example.org")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert f"thu: 4 articles → {tmp_path / 'archive'}" in done.stderr
    audited = run("--audit", str(tmp_path / "archive"))
    assert (audited.exit_code, audited.stdout) == (0, "")
    assert "7 requests to 1 hosts and 6 records checked, 0 problems" in audited.stderr
    built = CliRunner().invoke(app, ["build", str(tmp_path / "archive"), "-o", str(tmp_path / "ds")])
    assert built.exit_code == 0
    assert "4 articles" in built.stderr


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_is_told_for_each_host(
    paper: list[str], site: Newspaper, monkeypatch: pytest.MonkeyPatch, quiet: bool
) -> None:
    monkeypatch.setattr(commands, "_LOG_SECONDS", 0.05)
    path = "/xay-dung-dang/chuyen-xom-3-a1003.html"
    site.routes[path] = lambda: time.sleep(0.5) or Answer("không", 410)  # type: ignore[func-returns-value]
    done = run(*paper, "--contact", "an@example.org", *(["--quiet"] if quiet else []))
    if quiet:
        assert done.output == ""
    else:
        told = rf"(?m)^http://{site.host}: \d+ requests \(\d+\.\d\d/s\), \d+ queued, next in 0 s$"
        assert re.search(told, done.stderr)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_status_is_shown_at_the_foot_of_a_screen_only() -> None:
    screen = Screen()
    with commands.Foot(screen) as foot:
        assert foot.takes(commands.Status("một: 1 requests"))
        assert not foot.takes("data")
    assert "một: 1 requests" in screen.getvalue()
    with commands.Foot(io.StringIO()) as foot:
        assert not foot.takes(commands.Status("một"))


def test_quiet_is_quiet(paper: list[str]) -> None:
    done = run(*paper, "--contact", "https://example.org/du-an", "--quiet")
    assert (done.exit_code, done.output) == (0, "")


def test_an_unfinished_crawl_is_exit_code_1(paper: list[str], site: Newspaper) -> None:
    site.routes["/robots.txt"] = Answer(status=503, headers={"Retry-After": "99999"})
    done = run(*paper, "--contact", "an@example.org", "--quiet")
    assert done.exit_code == 1
    assert "left unfinished: http://127.0.0.1" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["baosonla", "-o", "x"], "a crawl needs a contact"),
        (["baosonla", "--contact", "an@example.org"], "with -o"),
        (["-o", "x", "--contact", "an@example.org"], "name a newspaper"),
        (["nobody", "-o", "x", "--contact", "an@example.org"], "no newspaper 'nobody'"),
        (["baosonla", "-o", "x", "--contact", "an@example.org", "--since", "1.2.2024"], "is no day"),
        (["--paper", "none.toml", "-o", "x", "--contact", "an@example.org"], "cannot be read"),
        (["--audit", "nowhere"], "is no archive of tinbai crawl"),
    ],
)
def test_wrong_usage_is_one_sentence(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TINBAI_CONTACT", raising=False)
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
