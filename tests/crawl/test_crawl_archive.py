"""The archive under stress (full, unwritable, shared, changed by others) and the audit that proves or accuses."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archived import archived
from newspaper import FAST, SMALL, Answer, FastClock, Newspaper, small_site

from tinbai.crawl.audit import audit
from tinbai.crawl.crawler import Crawler
from tinbai.crawl.database import NAME, Database
from tinbai.crawl.pace import Pace
from tinbai.crawl.robots import Robots
from tinbai.errors import CrawlError, OutputError

CONTACT = "an@example.org"


def crawled(site: Newspaper, folder: Path) -> Path:
    small_site(site, articles=4)
    site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /in/\nCrawl-delay: 5\n", type="text/plain")
    Crawler([site.paper(folder, SMALL)], folder / "archive", CONTACT, clock=FastClock()).run()
    assert audit(folder / "archive").problems == []
    return folder / "archive"


def change(folder: Path, sql: str) -> None:
    connection = sqlite3.connect(folder / NAME)
    with connection:
        assert connection.execute(sql).rowcount > 0
    connection.close()


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE ledger SET began=began-4 WHERE id=4", "after the request before it, not 5"),
        ("UPDATE ledger SET ended=ended+3 WHERE id=3", "after the request before it, not 5"),
        ("UPDATE ledger SET url=replace(url, '/xay-dung-dang/', '/in/') WHERE id=4", "robots.txt refuses it"),
        ("UPDATE ledger SET robots=NULL WHERE id=4", "no robots.txt of its host"),
        ("UPDATE ledger SET robots=3 WHERE id=4", "no robots.txt of its host"),
        ("UPDATE ledger SET began=began-90000, ended=ended-90000 WHERE id=1", "was not from the day before"),
        ("UPDATE ledger SET status=404 WHERE id=1", "the seal does not match"),
        ("UPDATE ledger SET bytes=1 WHERE id=5", "the seal does not match"),
        ("UPDATE ledger SET rule='allowed by me' WHERE id=4", "the seal does not match"),
        ("UPDATE ledger SET retry_after=NULL, delay=9 WHERE id=4", "the seal does not match"),
        ("UPDATE ledger SET digest='sha1:AAAA' WHERE id=4", "another content than was received"),
        ("UPDATE ledger SET host='http://127.0.0.2' WHERE id=4", "no robots.txt of its host"),
        ("UPDATE ledger SET record='<urn:uuid:0>' WHERE id=4", "has no such request"),
        ("UPDATE ledger SET sequence=sequence+10 WHERE id>4", "are missing"),
        ("UPDATE ledger SET sequence=9 WHERE id=4", "are missing"),
        ("UPDATE runs SET least_delays='{}'", "the seal does not match"),
        ("INSERT INTO ledger(run, host, url, began) SELECT 1, host, url, 1e10 FROM ledger WHERE id=3", "no robots.txt"),
        ("DELETE FROM ledger WHERE id=3", "are missing"),
        ("DELETE FROM ledger WHERE id=(SELECT max(id) FROM ledger)", "its end is not the one that was sealed"),
        ("DELETE FROM ledger WHERE id>0", "its end is not the one that was sealed"),
        ("DELETE FROM head", "its end is not the one that was sealed"),
        ("DELETE FROM ledger WHERE id=(SELECT max(id) FROM ledger WHERE record IS NOT NULL)", "has no such request"),
    ],
)
def test_a_tampered_ledger_is_found_out(site: Newspaper, tmp_path: Path, sql: str, said: str) -> None:
    folder = crawled(site, tmp_path)
    change(folder, sql)
    assert said in " ".join(audit(folder).problems)


def test_a_changed_archive_is_found_out(site: Newspaper, tmp_path: Path) -> None:
    folder = crawled(site, tmp_path)
    (path,) = folder.glob("*.warc.gz")
    data = bytearray(path.read_bytes())
    data[-100] ^= 255  # within the last page
    path.write_bytes(data)
    problems = " ".join(audit(folder).problems)
    assert "the packed bytes are damaged" in problems
    assert "is in the ledger, but not in the archive" in problems
    path.write_bytes(data[:100])
    assert "missing or shorter" in " ".join(audit(folder).problems)


@pytest.mark.parametrize(
    ("owner", "name", "wrong", "said"),
    [
        (Robots, "allows", lambda self, url: True, "robots.txt refuses it"),
        (Pace, "turn", None, "after the request before it"),
    ],
)
def test_a_crawler_that_breaks_the_rules_is_found_out(
    site: Newspaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, wrong, said: str
) -> None:
    small_site(site, articles=4)
    site.routes["/robots.txt"] = Answer(
        "User-agent: *\nDisallow: /xay-dung-dang/chuyen-xom-2-\nCrawl-delay: 5\n", type="text/plain"
    )
    right = Pace.turn
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, wrong or (lambda self, host, crawl_delay: right(self, host, None)))
        Crawler([site.paper(tmp_path, SMALL)], tmp_path / "archive", CONTACT, clock=FastClock()).run()
    assert said in " ".join(audit(tmp_path / "archive").problems)


def test_no_archive_no_audit(tmp_path: Path) -> None:
    with pytest.raises(CrawlError, match="is no archive of tinbai crawl"):
        audit(tmp_path)


def test_a_second_crawler_is_refused_and_harms_nothing(site: Newspaper, tmp_path: Path) -> None:
    small_site(site)
    arrived, go_on = threading.Event(), threading.Event()
    page = site.routes["/xay-dung-dang/"]

    def waits() -> Answer:
        arrived.set()
        go_on.wait(20)
        return page  # type: ignore[return-value]

    site.routes["/xay-dung-dang/"] = waits
    first = Crawler([site.paper(tmp_path, FAST)], tmp_path / "archive", CONTACT)
    thread = threading.Thread(target=first.run)
    thread.start()
    try:
        assert arrived.wait(20)
        with pytest.raises(CrawlError, match="another crawl is writing this archive"):
            Crawler([site.paper(tmp_path, FAST)], tmp_path / "archive", CONTACT)
    finally:
        go_on.set()
        thread.join(20)
    assert first.report.articles == {"thu": 12}
    assert audit(tmp_path / "archive").problems == []


FULL = """
import resource, sys
from pathlib import Path
from tinbai.crawl.crawler import Crawler
from tinbai.errors import OutputError
from tinbai.papers import read_paper
crawler = Crawler([read_paper(Path(sys.argv[1]))], Path(sys.argv[2]), "an@example.org")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    crawler.run()
except OutputError as error:
    sys.exit(f"said: {error}")
"""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("limit", [2_000, 3_000, 140_000, 160_000])
def test_a_full_disk_is_one_sentence_and_the_next_run_goes_on(site: Newspaper, tmp_path: Path, limit: int) -> None:
    small_site(site, articles=40)
    for path, route in site.routes.items():  # incompressible pages, so that the archive grows
        if "chuyen-xom" in path and isinstance(route, Answer):
            route.body = str(route.body) + "<!--" + os.urandom(4000).hex() + "-->"
    site.paper(tmp_path, FAST)
    command = [sys.executable, "-c", FULL, str(tmp_path / "thu.toml"), str(tmp_path / "archive"), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith(f"said: {tmp_path / 'archive'}: the archive cannot be written (")
    assert len(done.stderr.splitlines()) == 1
    Crawler([site.paper(tmp_path, FAST)], tmp_path / "archive", CONTACT).run()
    articles = [url for kind, url, _ in archived(tmp_path / "archive") if kind == "article"]
    assert len(articles) == len(set(articles)) == 40
    assert audit(tmp_path / "archive").problems == []


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="the archive cannot be written"):
        Database(tmp_path / "file" / "archive")


def as_nobody(work: Callable[[], object]) -> str:
    """Return the error that `work` ends with in a process without the rights of an administrator."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        if os.geteuid() == 0:
            os.seteuid(65_534)
        try:
            work()
            said = "nothing"
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.waitpid(pid, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read().decode()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder whose parents everybody may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)
        for path in folder.rglob("*"):
            path.chmod(0o755)


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_folder_that_may_not_be_written_is_one_sentence(site: Newspaper, open_folder: Path) -> None:
    paper = site.paper(open_folder, FAST)
    open_folder.chmod(0o555)
    said = as_nobody(lambda: Crawler([paper], open_folder / "archive", CONTACT))
    assert said.startswith(f"OutputError: {open_folder / 'archive'}: the archive cannot be written (")
    assert "\n" not in said
    assert site.asked == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_an_archive_that_became_read_only_is_left_as_it_is(site: Newspaper, open_folder: Path) -> None:
    folder = crawled(site, open_folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    paper = site.paper(open_folder, SMALL)
    site.asked.clear()
    said = as_nobody(lambda: Crawler([paper], folder, CONTACT).run())
    assert said.startswith(f"OutputError: {folder}: the archive cannot be written (")
    assert "\n" not in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert site.asked == []
    assert audit(folder).problems == []


def test_a_database_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all, but long enough to look at" * 10)
    with pytest.raises(CrawlError, match="is damaged or no crawl database"):
        Database(tmp_path)
    assert (tmp_path / NAME).read_bytes().startswith(b"no database")


LOST_ROBOTS = "the robots.txt it relies on is not in the archive"


@pytest.mark.parametrize("left", [0, 1, 300, 900, 1700, -1])
def test_what_a_power_cut_took_from_the_end_is_fetched_again(site: Newspaper, tmp_path: Path, left: int) -> None:
    folder = crawled(site, tmp_path)
    (path,) = folder.glob("*.warc.gz")
    whole = path.read_bytes()
    path.unlink()  # as it is while it is written: under another name, and the last second not on the disk
    path.with_name(path.name + ".open").write_bytes(whole[:left])
    change(folder, "UPDATE runs SET ended=NULL")
    asked = len(site.paths())
    Crawler([site.paper(tmp_path, SMALL)], folder, CONTACT, clock=FastClock(1_700_000_900.0)).run()
    articles = [url for kind, url, _ in archived(folder) if kind == "article"]
    assert len(articles) == len(set(articles)) == 4
    assert len(site.paths()) > asked
    problems = audit(folder).problems
    assert problems
    assert all(problem.endswith(("is in the ledger, but not in the archive", LOST_ROBOTS)) for problem in problems)
