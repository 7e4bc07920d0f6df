"""Pages a second on loopback with no delay, beside Scrapy with robots on; and what is left of a crawl after kill -9.

Both read the same site in turns, each in a process of its own: tinbai writes its archive and its ledger, Scrapy
writes nothing in the first table and keeps its queue in JOBDIR in the second.

Run: pip install scrapy; python benchmarks/crawl_speed.py [--articles 2000] [--rounds 3] [--kills 5]
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawl_site import PER_PAGE, SECTION

HERE = Path(__file__).parent
PAPER = """name = "Báo Thử"
aliases = []
province = "tỉnh Thử"
hosts = ["127.0.0.1:{port}"]
verified = false
scheme = "http"
private = true
family = "a-id"
sections = ["{section}"]
delay_seconds = 0
"""
OURS = """
import sys
from pathlib import Path
from tinbai.crawl.crawler import Crawler
from tinbai.papers import read_paper
Crawler([read_paper(Path(sys.argv[1]))], Path(sys.argv[2]), "an@example.org").run()
"""


@contextmanager
def site(articles: int) -> Iterator[int]:
    """Serve the site; gives its port."""
    with subprocess.Popen(
        [sys.executable, str(HERE / "crawl_site.py"), "0", str(articles)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def ours(folder: Path, port: int) -> list[str]:
    paper = folder / "thu.toml"
    paper.write_text(PAPER.format(port=port, section=SECTION), encoding="utf-8")
    return [sys.executable, "-c", OURS, str(paper), str(folder / "archive")]


def scrapy(folder: Path, port: int, *options: str) -> list[str]:
    start = f"http://127.0.0.1:{port}/{SECTION}/"
    return [sys.executable, str(HERE / "crawl_scrapy.py"), start, str(folder / "seen.txt"), *options]


def timed(command: list[str]) -> tuple[float, float]:
    """Return wall and processor seconds of a command; on a busy machine the second says more."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def startup(command: list[str]) -> tuple[float, float]:
    """Return how long the same program takes to read nothing, so that imports do not count as crawling."""
    return min(timed(command) for _ in range(2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=5)
    options = parser.parse_args()
    speed(options.articles, options.rounds)
    killed(options.articles, options.kills)


def speed(articles: int, rounds: int) -> None:
    commands = {
        "tinbai": lambda folder, port: ours(folder, port),
        "scrapy, 1 at a time": lambda folder, port: scrapy(folder, port, "--parallel", "1"),
        "scrapy, 8 at a time": lambda folder, port: scrapy(folder, port, "--parallel", "8"),
    }
    starts: dict[str, tuple[float, float]] = {}
    with site(0) as port, tempfile.TemporaryDirectory() as scratch:
        for name, command in commands.items():
            starts[name] = startup(command(Path(scratch), port))
    walls: dict[str, list[float]] = {name: [] for name in commands}
    processor: dict[str, list[float]] = {name: [] for name in commands}
    with site(articles) as port:
        for _ in range(rounds):
            for name, command in commands.items():
                with tempfile.TemporaryDirectory() as folder:
                    wall, cpu = timed(command(Path(folder), port))
                    walls[name].append(wall - starts[name][0])
                    processor[name].append(cpu - starts[name][1])
                    if name == "tinbai":
                        archived = count_ours(Path(folder))
                        assert archived == articles, archived
    pages = articles + -(-articles // PER_PAGE)
    best = pages / statistics.median(walls["tinbai"])
    print(f"{'crawler':<22} {'pages/s':>8} {'tinbai is':>10} {'CPU ms/page':>12} {'start s':>8}")
    for name, times in walls.items():
        rate = pages / statistics.median(times)
        cost = statistics.median(processor[name]) / pages * 1000
        print(f"{name:<22} {rate:>8.0f} {best / rate:>9.2f}x {cost:>12.2f} {starts[name][0]:>8.2f}")


def killed(articles: int, kills: int) -> None:
    """Kill each at random moments of its first run, give the same command again, and count articles."""
    chance = random.Random(6)
    print(f"\n{'after kill -9':<22} {'articles':>9} {'lost':>6} {'exit code':>10}")
    with site(articles) as port:
        for number in range(kills):
            share = chance.uniform(0.2, 0.8)
            for name in ("tinbai", "scrapy JOBDIR"):
                with tempfile.TemporaryDirectory() as scratch:
                    folder = Path(scratch)
                    if name == "tinbai":
                        command = ours(folder, port)
                    else:
                        command = scrapy(folder, port, "--jobdir", str(folder / "job"))
                    code = broken(command, folder, name, share * articles)
                    found = count_ours(folder) if name == "tinbai" else count_scrapy(folder)
                    print(f"{f'{number + 1}: {name}':<22} {found:>9} {1 - found / articles:>6.1%} {code:>10}")


def broken(command: list[str], folder: Path, name: str, after: float) -> int:
    """Run, kill when about `after` articles are in, run again; return the exit code of the second run."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        found = growing_ours(folder) if name == "tinbai" else count_scrapy(folder)
        if found >= after:
            os.kill(process.pid, signal.SIGKILL)
        time.sleep(0.01)
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def growing_ours(folder: Path) -> int:
    """Return about how many articles are archived by now, by the database."""
    import sqlite3

    path = folder / "archive" / "crawl.sqlite"
    if not path.is_file():
        return 0
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            sql = "SELECT count(*) FROM ledger WHERE record IS NOT NULL AND kind='article'"
            return int(connection.execute(sql).fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return 0


def count_ours(folder: Path) -> int:
    """Return how many different articles the archive holds."""
    from warcio.archiveiterator import ArchiveIterator

    found = set()
    for path in (folder / "archive").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_headers.get_header("X-Tinbai-Kind") == "article":
                    found.add(record.rec_headers.get_header("WARC-Target-URI"))
    return len(found)


def count_scrapy(folder: Path) -> int:
    """Return how many different articles Scrapy's spider has seen."""
    path = folder / "seen.txt"
    return len(set(path.read_text().split())) if path.is_file() else 0


if __name__ == "__main__":
    main()
