"""Seconds and memory to go on with an archive that knows a million addresses.

The archive is filled in one process; another opens it, takes it up and asks for the next task of every host.

Run: python benchmarks/frontier_resume.py [--urls 1000000] [--queued 0.5]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tinbai.crawl.archive import Archive
from tinbai.crawl.database import Database
from tinbai.crawl.frontier import Frontier
from tinbai.crawl.queue import Link

HOSTS = 40


def opened(folder: Path) -> tuple[Database, Frontier]:
    database = Database(folder)
    archive = Archive(folder, most_bytes=1_000_000_000, agent="benchmark")
    return database, Frontier(database, archive, now=time.time())


def fill(folder: Path, urls: int, queued: float) -> None:
    """Write an unfinished crawl: some addresses are done, the rest waits."""
    database, frontier = opened(folder)
    frontier.begin("benchmark", {}, now=0.0)
    papers = [f"paper{number}" for number in range(HOSTS)]
    frontier.add(
        Link(f"https://bao{n % HOSTS}.vn/xay-dung-dang/chuyen-o-xom-moi-{n}-a{n}.html", papers[n % HOSTS], "article")
        for n in range(urls)
    )
    with database.transaction() as connection:
        connection.execute(
            "UPDATE urls SET state='done', digest='sha1:' || hex(randomblob(16)), fetched='2024-05-06T01:00:00Z',"
            " file='tinbai-00001.warc.gz', offset=id * 20000 WHERE id <= ?",
            (int(urls * (1 - queued)),),
        )
        connection.execute(
            "INSERT INTO ledger(run, host, url, kind, rule, delay, why, began, ended, status, bytes, outcome, record,"
            " file, offset, sequence, seal) SELECT 1, host, url, kind, 'allowed', 2.0, 'own', id, id + 1, 200, 20000,"
            " 'answered', 'urn:uuid:' || hex(randomblob(16)), file, offset, id, hex(randomblob(32)) FROM urls"
            " WHERE state='done'"
        )
        connection.execute("INSERT INTO taken SELECT 1, paper, count(*) FROM urls WHERE state='done' GROUP BY paper")
    database.close()


def resume(folder: Path) -> None:
    """Take the crawl up and say what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    database, frontier = opened(folder)
    frontier.begin("benchmark", {}, now=time.time())
    papers = [f"paper{number}" for number in range(HOSTS)]
    archived = sum(frontier.archived(paper) for paper in papers)
    hosts = frontier.waiting(papers)
    tasks = [frontier.next(host, papers, now=time.time()) for host in hosts]
    first = time.perf_counter() - began
    queued = sum(frontier.queue_length(host) for host in hosts)
    database.close()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert all(tasks)
    print(f"{first:.3f} s to the first task of {len(hosts)} hosts; {queued} addresses queued, {archived} articles in")
    print(f"{after / 1024:.0f} MB at most, of which {before / 1024:.0f} MB are imports")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--queued", type=float, default=0.5)
    parser.add_argument("--resume", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.resume:
        resume(options.resume)
        return
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        fill(Path(folder), options.urls, options.queued)
        print(f"{options.urls} addresses written in {time.perf_counter() - began:.0f} s")
        subprocess.run([sys.executable, __file__, "--resume", folder], check=True)


if __name__ == "__main__":
    main()
