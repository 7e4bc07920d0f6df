"""The commands `tinbai crawl` and `tinbai papers`, as lines of text: `tinbai.cli` prints them and ends the process."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from tinbai.crawl.addresses import host_of
from tinbai.errors import CrawlError

if TYPE_CHECKING:
    from rich.live import Live

    from tinbai.crawl.crawler import Crawler, Report
    from tinbai.papers import Paper

_PROGRESS_SECONDS = 1.0  # on a screen, where one picture replaces the other
_LOG_SECONDS = 30.0  # elsewhere
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Note(str):
    """A message beside the data: printed on standard error."""

    __slots__ = ()


class Status(Note):
    """How a long work is going, in lines that replace the ones before."""

    __slots__ = ()


class Foot:
    """The foot of the screen, where a status replaces the one before; only where there is a screen.

    Args:
        stream: standard error.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live: Live | None = None

    def __enter__(self) -> Foot:
        """Begin with nothing shown."""
        return self

    def takes(self, line: str) -> bool:
        """Show a line if it is a status and there is a screen; say whether it was shown."""
        if not isinstance(line, Status) or not self._stream.isatty():
            return False
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        if self._live is None:
            self._live = Live(console=Console(file=self._stream), transient=True, auto_refresh=False)
            self._live.start()
        self._live.update(Text(line), refresh=True)
        return True

    def __exit__(self, *_: object) -> None:
        """Leave the screen as it was before."""
        if self._live is not None:
            self._live.stop()


OwnPapers = Annotated[
    list[Path] | None, typer.Option("--paper", metavar="FILE", help="A newspaper file of your own (.toml).")
]
Contact = Annotated[
    str | None,
    typer.Option(envvar="TINBAI_CONTACT", metavar="MAIL", help="E-mail or web address that the newspaper is told."),
]


def papers(context: typer.Context, paper: OwnPapers = None) -> Iterator[str]:
    """List the newspapers that tinbai knows: id, name, province, host, whether somebody has checked the file live."""
    if context.invoked_subcommand is not None:
        return
    from tinbai.papers import all_papers, read_paper

    known = {entry.id: entry for entry in (*all_papers(), *map(read_paper, paper or []))}
    for entry in sorted(known.values(), key=lambda entry: entry.id):
        checked = "verified" if entry.verified else "not verified"
        yield "\t".join((entry.id, entry.name, entry.province, entry.hosts[0], checked))


def check(
    host: Annotated[str, typer.Argument(metavar="HOST", help="Host or id of a newspaper, also of one not known yet.")],
    paper: OwnPapers = None,
    contact: Contact = None,
) -> Iterator[str]:
    """Fetch about ten pages of a newspaper, politely, and say which rules of its file work and which do not.

    Exit code 1: a rule does not work.
    """
    from tinbai.crawl.check import check as visit
    from tinbai.papers import all_papers, read_paper
    from tinbai.papers.files import paper_of_host

    name = host_of(host)
    known = [*map(read_paper, paper or []), *all_papers()]
    chosen = next((entry for entry in known if entry.id == host or name in entry.hosts), None)
    if chosen is None:
        yield Note(f"no newspaper has the host {name}: only what holds for all papers is tried")
        chosen = paper_of_host(name)
    failed = 0
    for found in visit(chosen, contact):
        failed += found.verdict == "fails"
        yield f"{found.verdict}\t{found.rule}\t{found.seen}"
    if failed:
        yield Note(f"{failed} rules do not work; mend {chosen.id}.toml")
        raise typer.Exit(1)
    yield Note(f"every rule that was tried works; {chosen.id}.toml may say verified = true")


def crawl(
    papers: Annotated[
        list[str] | None, typer.Argument(metavar="PAPER", help="Newspapers by id; tinbai papers lists them.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="ARCHIVE", help="Folder of WARC files.")] = None,
    paper: OwnPapers = None,
    contact: Contact = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Articles from this day on (2024-01-31).")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Articles up to this day, as far as lists and maps tell it.")
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option(metavar="SECTION", help="Sections instead of those of the paper's file; all: the whole paper."),
    ] = None,
    max_pages: Annotated[int | None, typer.Option(min=1, help="Articles of each paper that one run fetches.")] = None,
    common_crawl: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CRAWL", help="Take pages from Common Crawl (CC-MAIN-2024-10, or all), not from the site."
        ),
    ] = None,
    audit: Annotated[
        Path | None, typer.Option(metavar="ARCHIVE", help="Fetch nothing: prove that a crawl broke no rule.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress; errors are still told.")] = False,
) -> Iterator[str]:
    """Fetch newspapers into an archive, slowly and by their rules; run it again to go on.

    Exit code 1: hosts were left unfinished, or the audit found a problem.
    """
    if audit is not None:
        yield from _audited(audit)
        return
    from tinbai.crawl.crawler import Crawler
    from tinbai.crawl.discover import Scope

    if out is None:
        raise CrawlError("name the folder for the archive with -o")
    chosen = _chosen(papers or [], paper or [])
    scope = Scope(_day(since), _day(until), tuple(section or ()), max_pages, tuple(common_crawl or ()))
    crawler = Crawler(chosen, out, contact, scope=scope)
    yield from _watched(crawler, quiet)
    report = crawler.report
    if not quiet:
        yield from _summary(report, out)
    for host, reason in sorted(report.left.items()):
        yield Note(f"left unfinished: {host}: {reason}; the same command goes on")
    if report.left:
        raise typer.Exit(1)


def _audited(folder: Path) -> Iterator[str]:
    from tinbai.crawl.audit import audit

    found = audit(folder)
    yield from found.problems
    checked = f"{found.requests} requests to {found.hosts} hosts and {found.records} records checked"
    yield Note(f"{checked}, {len(found.problems)} problems")
    if found.problems:
        raise typer.Exit(1)


def _chosen(ids: list[str], files: list[Path]) -> list[Paper]:
    from tinbai.papers import all_papers, read_paper

    known = {paper.id: paper for paper in all_papers()}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise CrawlError(f"no newspaper '{unknown[0]}'; tinbai papers lists them, --paper FILE reads your own")
    chosen = {name: known[name] for name in ids} | {paper.id: paper for paper in map(read_paper, files)}
    if not chosen:
        raise CrawlError("name a newspaper; tinbai papers lists them")
    return list(chosen.values())


def _day(value: str | None) -> str | None:
    if value is not None and not _DAY.fullmatch(value):
        raise CrawlError(f"'{value}' is no day; write it as 2024-01-31")
    return value


def _watched(crawler: Crawler, quiet: bool) -> Iterator[str]:
    """Run the crawl beside this thread, which tells how it is going and hears an interrupt."""
    failures: list[BaseException] = []
    ended = threading.Event()

    def work() -> None:
        try:
            crawler.run()
        except BaseException as error:
            failures.append(error)
        finally:
            ended.set()

    thread = threading.Thread(target=work, name="crawl")
    thread.start()
    try:
        while not ended.wait(_PROGRESS_SECONDS if sys.stderr.isatty() else _LOG_SECONDS):
            if not quiet and (status := _progress(crawler)):
                yield status
    finally:
        crawler.stop()
        thread.join()
    if failures:
        raise failures[0]


def _progress(crawler: Crawler) -> Status:
    lines = []
    for host in crawler.progress():
        errors = f", {host.errors} errors" if host.errors else ""
        left = crawler.report.left.get(host.host)
        wait = f"left: {left}" if left else f"next in {host.next_seconds:.0f} s"
        lines.append(f"{host.host}: {host.requests} requests ({host.rate:.2f}/s), {host.queued} queued, {wait}{errors}")
    return Status("\n".join(lines))


def _summary(report: Report, out: Path) -> Iterator[Note]:
    if report.resumed:
        yield Note("went on with an unfinished crawl")
    states: dict[str, int] = {}
    for (_, state), count in report.counts.items():
        states[state] = states.get(state, 0) + count
    for name, count in sorted(report.articles.items()):
        yield Note(f"{name}: {count} articles → {out}")
    told = {
        "failed": "failed",
        "unanswered": "without an answer",
        "refused": "refused by robots.txt",
        "queued": "still queued",
    }
    parts = [f"{states[state]} addresses {words}" for state, words in told.items() if states.get(state)]
    if parts:
        yield Note(", ".join(parts))
