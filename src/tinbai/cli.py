"""The command line; the only file that prints."""

from __future__ import annotations

from pathlib import Path

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)
corpus_app = typer.Typer(no_args_is_help=True, help="Gold corpora: check, compile, export.")
app.add_typer(corpus_app, name="corpus")


@app.callback()
def tinbai() -> None:
    """Vietnamese provincial newspapers → research data on the secretary-cum-head model."""


@corpus_app.command("check")
def corpus_check(
    paths: list[Path] = typer.Argument(..., help="Gold source files or folders."),
    shared: Path | None = typer.Option(
        None, help="Folder with real articles whose sentences must not occur; found beside the project if not given."
    ),
) -> None:
    """List every mistake of gold articles with file and line; exit code 1 if there is an error."""
    from tinbai.evaluate.check import check_corpus, real_folder

    report = check_corpus(paths, shared=shared or real_folder(paths[0]))
    for problem in report.problems:
        typer.echo(str(problem))
    for note in report.notes:
        typer.echo(f"note: {note}", err=True)
    for (split, kind), count in report.counts.items():
        typer.echo(f"{split}\t{kind}\t{count}", err=True)
    typer.echo(f"{report.articles} articles, {len(report.errors)} errors", err=True)
    if report.errors:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()
