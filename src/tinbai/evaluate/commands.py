"""The commands about gold, as lines of text: `tinbai.cli` prints them and ends the process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from tinbai.errors import CorpusError

Gold = Annotated[list[Path], typer.Argument(metavar="GOLD", help="Gold files or folders.")]
Split = Annotated[str | None, typer.Option(metavar="SPLIT", help="Only this split: train, dev or test.")]


class Note(str):
    """A message beside the data: printed on standard error."""

    __slots__ = ()


class By(str, Enum):
    """How span scores are grouped."""

    type = "type"
    zone = "zone"
    region = "region"
    kind = "kind"


class Format(str, Enum):
    """Interchange formats of `tinbai.evaluate.interchange`."""

    docbin = "docbin"
    conll = "conll"
    labelstudio = "labelstudio"
    brat = "brat"


def check(
    paths: Gold,
    shared: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder of real articles whose sentences must not occur.")
    ] = None,
) -> Iterator[str]:
    """List every mistake of gold articles with file and line; exit code 1 if there is an error."""
    from tinbai.evaluate.check import check_corpus, real_folder

    report = check_corpus(paths, shared=shared or real_folder(paths[0]))
    yield from map(str, report.problems)
    yield from (Note(f"note: {note}") for note in report.notes)
    yield from (Note(f"{split}\t{kind}\t{count}") for (split, kind), count in report.counts.items())
    warnings = len(report.problems) - len(report.errors)
    yield Note(f"{report.articles} articles, {len(report.errors)} errors, {warnings} warnings")
    if report.errors:
        raise typer.Exit(1)


def compile_(paths: Gold, split: Split = None) -> Iterator[str]:
    """Compile gold sources to annotations with offsets, one JSON object a line."""
    from tinbai.evaluate.corpus import load

    for article in load(*paths, split=split):
        yield article.annotation.model_dump_json(by_alias=True)


def agree(
    first: Annotated[list[Path], typer.Argument(metavar="FIRST", help="Gold files or folders.")],
    second: Annotated[Path, typer.Option("--with", metavar="SECOND", help="Folder of the second annotator.")],
) -> Iterator[str]:
    """Report the agreement of two annotators: span F1 by type, Cohen's kappa of labels and dual."""
    from tinbai.evaluate.agreement import agreement

    yield from agreement(first, [second]).lines()


def export(
    paths: Gold,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Folder for the files.")],
    format: Annotated[Format, typer.Option("--format", "-f", help="docbin and conll are one file.")],
    split: Split = None,
) -> Iterator[str]:
    """Export the entities of gold articles for other tools; offsets are verified by reading them back."""
    from tinbai.evaluate.corpus import load
    from tinbai.evaluate.interchange import write

    count = write([article.annotation for article in load(*paths, split=split)], out, format.value)
    yield Note(f"{count} articles → {out}")


def evaluate(
    paths: Gold,
    split: Split = None,
    by: Annotated[By, typer.Option(help="Group span scores.")] = By.type,
    errors: Annotated[
        str | None, typer.Option(metavar="TYPE", help="Print each error of this type in its sentence.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print articles, splits and results as JSON.")] = False,
    workers: Annotated[int, typer.Option("--workers", "-j", min=1, help="Processes; the result is the same.")] = 1,
    pin: Annotated[Path | None, typer.Option(metavar="FLOORS", help="Raise the floors file to these figures.")] = None,
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why a floor may be lowered.")] = None,
    robust: Annotated[
        bool, typer.Option("--robustness", help="What is lost as NFD, with NBSP, old tones, wrapped, unspaced.")
    ] = False,
) -> Iterator[str]:
    """Score the pipeline on gold articles: spans, values, records, claims and labels."""
    from tinbai.evaluate import report
    from tinbai.evaluate.cases import load_cases, predict
    from tinbai.evaluate.corpus import digest
    from tinbai.evaluate.floors import Floors
    from tinbai.evaluate.misses import KINDS, misses
    from tinbai.evaluate.scores import score

    if errors is not None and errors not in KINDS:
        raise CorpusError(f"no errors of type '{errors}'; choose one of {', '.join(KINDS)}")
    if pin and (split is None or by is not By.type):
        raise CorpusError("floors are pinned for one --split, by type")
    cases = load_cases(*paths, split=split)
    if robust:
        from tinbai.evaluate.robustness import robustness

        yield from robustness(cases, workers=workers).lines()
        return
    found = list(predict(cases, workers=workers))
    if errors:
        yield from report.error_lines(misses(cases, found, errors))
        return
    scores = score(cases, found, by=by.value)
    if as_json:
        yield json.dumps(scores.as_dict(), ensure_ascii=False, indent=1)
    else:
        yield from report.lines(scores)
    if pin and split:
        Floors.read(pin).pinned(split, scores, digest(*paths, split=split), reason=reason).write(pin)
        yield Note(f"floors of {split} → {pin}")
