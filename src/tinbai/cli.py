"""The command line; the only file that prints.

Standard output carries data, standard error progress and messages. Exit codes:
0 done, 1 some inputs failed (with --strict), 2 wrong usage or nothing readable.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from tinbai import __version__, stopping
from tinbai.crawl import commands as web
from tinbai.errors import NothingToReadError, TinbaiError
from tinbai.evaluate import commands as gold
from tinbai.train import commands as training

if TYPE_CHECKING:
    from tinbai.records import Annotation
    from tinbai.screen import Watch

_HELP = """Turn Vietnamese provincial newspapers into a research dataset.

\b
See what it does:         tinbai demo
A folder into tables:     tinbai build articles/ -o dataset/
The same, as JSON Lines:  tinbai annotate articles/ > annotations.jsonl
Why is this row there?    tinbai explain dataset/ 'article#O1'
"""
app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

corpus = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Gold corpora: check, compile, compare, export.")
app.add_typer(corpus, name="corpus")
papers = typer.Typer(rich_markup_mode=None)
app.add_typer(papers, name="papers")


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Files (.txt .html .jsonl .parquet .warc), folders of them, or - for standard input.",
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", "-j", min=1, help="Processes that annotate; the result is the same.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if any input failed.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no messages; errors are still told.")]


def main() -> None:
    """Run the command line; the entry point `tinbai`."""
    stopping.listen()  # a polite kill takes the same way out as an error, so that nothing half-written stays
    app()


def _ends_cleanly(command: Callable[..., None]) -> Callable[..., None]:
    """Turn expected ends of a command into one message and an exit code."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except TinbaiError as error:
            _tell(f"tinbai: {error}")
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            _tell("tinbai: stopped")
            raise typer.Exit(130) from None
        except BrokenPipeError:  # the reader has seen enough, as in `tinbai annotate … | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None

    return run


def _version(asked: bool) -> None:
    if asked:
        print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command(
    epilog=_examples(
        "tinbai annotate article.txt",
        "tinbai annotate articles/ more.jsonl.gz -o annotations.jsonl -j 2",
        "cat article.txt | tinbai annotate -",
    )
)
@_ends_cleanly
def annotate(
    inputs: Inputs,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here, all or nothing.")] = None,
    workers: Workers = 1,
    paper: web.OwnPapers = None,
    strict: Strict = False,
    quiet: Quiet = False,
) -> None:
    """Annotate articles: one JSON object a line."""
    from tinbai.dataset.folder import replacing_file
    from tinbai.dataset.inputs import articles, own_papers
    from tinbai.pipeline import annotate as stream

    done = 0
    target = replacing_file(out) if out else nullcontext(sys.stdout.buffer)
    with _watching("annotating", quiet) as watch, target as file:
        for annotation in stream(articles(inputs, papers=own_papers(paper)), workers=workers, on_failure=watch.failed):
            _write_line(file, annotation.model_dump_json(by_alias=True))
            watch.done(annotation)
            done += 1
        if not done:
            raise NothingToReadError(f"no article could be read from {' '.join(inputs)}")
    _finish(f"{done} articles annotated", watch, strict=strict, quiet=quiet)


@app.command(
    epilog=_examples(
        "tinbai build articles/ -o dataset/", "tinbai build 2021.jsonl.gz 2022.jsonl.gz -o dataset/ --sqlite -j 2"
    )
)
@_ends_cleanly
def build(
    inputs: Inputs,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DATASET", help="Folder; an earlier dataset is replaced.")
    ],
    gate: Annotated[
        bool, typer.Option("--gate", help="Annotate only what can concern the model; the manifest counts the rest.")
    ] = False,
    sqlite: Annotated[bool, typer.Option("--sqlite", help="Also write dataset.sqlite.")] = False,
    workers: Workers = 1,
    paper: web.OwnPapers = None,
    strict: Strict = False,
    quiet: Quiet = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a dataset even if files were added to it.")] = False,
) -> None:
    """Build the dataset: tables in Parquet and CSV with their data dictionary."""
    from tinbai.dataset.build import build as make
    from tinbai.dataset.inputs import own_papers

    own = own_papers(paper)
    with _watching("building", quiet) as watch:
        built = make(inputs, out, gate=gate, sqlite=sqlite, workers=workers, force=force, papers=own, watch=watch)
    rejected = f", {built.rejected} rejected by the gate" if gate else ""
    _finish(f"{built.articles} articles → {out}{rejected}", watch, strict=strict, quiet=quiet)


@app.command(epilog=_examples("tinbai schema > annotation.schema.json"))
@_ends_cleanly
def schema() -> None:
    """Print the JSON Schema of an annotation."""
    from tinbai.records import Annotation

    print(json.dumps(Annotation.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


@app.command(epilog=_examples("tinbai demo"))
@_ends_cleanly
def demo(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DATASET", help="Folder for the dataset.")] = Path(
        "tinbai-demo"
    ),
    quiet: Quiet = False,
) -> None:
    """Run on three shipped articles and show what was found, each with its sentence."""
    from rich.console import Console

    from tinbai import screen
    from tinbai.dataset.build import build as make
    from tinbai.dataset.demo import demo_articles

    found: list[Annotation] = []
    with _watching("annotating", quiet) as watch:
        watch.keep = found
        make(list(demo_articles()), out, watch=watch)
    console = Console()
    for annotation in found:
        console.print(screen.findings(annotation))
        console.print()
    _finish(f"{len(found)} articles → {out}{os.sep}", watch, strict=True, quiet=quiet)
    if not quiet:
        _tell(f"Now try:  tinbai build YOUR_ARTICLES -o dataset   and   tinbai explain {out} ROW_ID")


@app.command(epilog=_examples("tinbai explain dataset/ 'article#O1'"))
@_ends_cleanly
def explain(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET", help="Folder made by tinbai build.")],
    row_id: Annotated[str, typer.Argument(metavar="ROW_ID", help="First column of any table.")],
) -> None:
    """Show the sentence and the basis behind a row of a dataset."""
    from rich.console import Console

    from tinbai import screen
    from tinbai.dataset.lineage import explain as trace

    Console().print(screen.lineage(trace(dataset, row_id)))


def _prints(lines: Callable[..., Iterator[str]]) -> Callable[..., None]:
    """Turn a command that yields lines (`evaluate.commands`, `crawl.commands`) into one that prints them."""

    @functools.wraps(lines)
    def run(*args: Any, **kwargs: Any) -> None:
        with web.Foot(sys.stderr) as foot:
            for line in lines(*args, **kwargs):
                stopping.check()
                if not foot.takes(line):
                    print(line, file=sys.stderr if isinstance(line, gold.Note | web.Note) else sys.stdout, flush=True)

    return _ends_cleanly(run)


app.command("evaluate", epilog=_examples("tinbai evaluate corpora/gold --split dev --errors PERSON"))(
    _prints(gold.evaluate)
)
papers.callback(invoke_without_command=True, epilog=_examples("tinbai papers", "tinbai papers --paper mine.toml"))(
    _prints(web.papers)
)
papers.command("check", epilog=_examples("tinbai papers check baosonla.vn --contact you@example.org"))(
    _prints(web.check)
)
app.command("crawl", epilog=_examples("tinbai crawl baosonla -o archive/ --contact you@example.org"))(
    _prints(web.crawl)
)
app.command("train", epilog=_examples("tinbai train", "tinbai train claims --gold corpora/gold"))(
    _prints(training.train)
)
corpus.command("check", epilog=_examples("tinbai corpus check corpora/gold"))(_prints(gold.check))
corpus.command("compile", epilog=_examples("tinbai corpus compile corpora/gold > gold.jsonl"))(_prints(gold.compile_))
corpus.command("agree", epilog=_examples("tinbai corpus agree corpora/gold --with corpora/second"))(_prints(gold.agree))
corpus.command("export", epilog=_examples("tinbai corpus export corpora/gold -f brat -o brat/"))(_prints(gold.export))


@contextmanager
def _watching(what: str, quiet: bool) -> Iterator[Watch]:
    """Give a watch; with a progress line if standard error is a terminal."""
    from tinbai.screen import Watch, progress

    if quiet or not sys.stderr.isatty():
        yield Watch(lambda: None, (lambda message: None) if quiet else _tell)
        return
    from rich.console import Console

    console = Console(stderr=True)
    with progress(console) as bar:
        task = bar.add_task(what, total=None)
        yield Watch(lambda: bar.advance(task), lambda message: console.print(message, markup=False, highlight=False))


def _write_line(file: BinaryIO, line: str) -> None:
    file.write(line.encode("utf-8") + b"\n")
    file.flush()


def _finish(message: str, watch: Watch, *, strict: bool, quiet: bool) -> None:
    if not quiet:
        _tell(message + (f", {watch.failures} inputs failed" if watch.failures else ""))
    if strict and watch.failures:
        raise typer.Exit(1)


def _tell(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    main()
