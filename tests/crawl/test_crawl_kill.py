"""kill -9 at every passage of every state transition and at 200 random moments: the same command then completes it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from archived import archived
from kill_driver import TRANSITIONS
from newspaper import FAST, Newspaper, serving, small_site

from tinbai.crawl.audit import audit

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGKILL")
KILLS = 200
MOST_KILLS_A_CRAWL = 4
LEAST_PASSAGES = {"open": 1, "recover": 1, "begin": 1, "seed": 1, "rotate": 2, "finish": 1, "close": 2}


class Crawls:
    """A driver process, the newspaper it reads, and what an unbroken run archives."""

    def __init__(self, process: subprocess.Popen[str], site: Newspaper, folder: Path) -> None:
        self.process = process
        self.site = site
        self.paper = folder / "thu.toml"
        assert self.run(folder / "unbroken") == 0  # and everything is imported
        began = time.monotonic()
        assert self.run(folder / "timed") == 0
        self.seconds = time.monotonic() - began
        self.wanted = archived(folder / "unbroken")

    def run(self, folder: Path, transition: str = "", number: int = 0, *, kill_after: float | None = None) -> int:
        """Run the command once and return its exit code."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([str(self.paper), str(folder), transition, number, kill_after]) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def check(self, folder: Path, kills: int) -> None:
        """Complete a crawl that was killed, and compare."""
        assert self.run(folder) == 0
        found = archived(folder)
        assert set(found) == set(self.wanted)
        articles = [answer for answer in found if answer[0] == "article"]
        assert articles == [answer for answer in self.wanted if answer[0] == "article"]
        assert audit(folder).problems == []
        assert not list(folder.glob("*.open"))
        asked = [path for path in self.site.paths() if "chuyen-xom" in path]
        assert len(asked) - len(set(asked)) <= kills  # at most what was under way


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    folder = tmp_path_factory.mktemp("kill")
    driver = [sys.executable, str(Path(__file__).with_name("kill_driver.py"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with serving() as site, subprocess.Popen(driver, **pipes) as process:
        try:
            small_site(site, articles=6)
            site.routes["/xay-dung-dang/chuyen-xom-5-a1005.html"] = site.routes[
                "/xay-dung-dang/chuyen-xom-4-a1004.html"
            ]
            site.paper(folder, FAST)
            yield Crawls(process, site, folder)
        finally:
            process.kill()


def test_the_unbroken_run_is_whole(crawls: Crawls) -> None:
    assert [kind for kind, _, _ in crawls.wanted] == ["article"] * 6 + ["listing"] * 2 + ["robots"]


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("name", TRANSITIONS)
def test_killed_at_a_transition(crawls: Crawls, tmp_path: Path, name: str, side: str) -> None:
    for number in range(1, 100):
        crawls.site.asked.clear()
        if crawls.run(tmp_path / str(number), f"{name}:{side}", number) == 0:
            break
        crawls.check(tmp_path / str(number), kills=1)
    assert number - 1 >= LEAST_PASSAGES.get(name, 9)  # one a page, if not said otherwise


@pytest.mark.slow
def test_killed_at_random(crawls: Crawls, tmp_path: Path) -> None:
    chance = random.Random(6)
    killed = 0
    for number in range(5 * KILLS):  # a crawl that ends before its time has come is no kill, on a machine at rest
        if killed >= KILLS:
            break
        folder = tmp_path / str(number)
        crawls.site.asked.clear()
        kills = chance.randint(1, MOST_KILLS_A_CRAWL)
        for _ in range(kills):
            killed += crawls.run(folder, kill_after=chance.uniform(0, crawls.seconds)) == -signal.SIGKILL
        crawls.check(folder, kills)
    assert killed >= KILLS
