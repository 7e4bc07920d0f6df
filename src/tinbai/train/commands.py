"""The command `tinbai train`, as lines of text: `tinbai.cli` prints them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from tinbai.evaluate.commands import Note


def train(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="MODEL",
            help="claims, counts, relevance, report_type; none: all these. encoder: two hours, extra encoder.",
        ),
    ] = None,
    gold: Annotated[Path, typer.Option(metavar="FOLDER", help="Gold corpus; its split train is used.")] = Path(
        "corpora/gold"
    ),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Default: where tinbai reads its models.")
    ] = None,
) -> Iterator[str]:
    """Train the shipped models anew from the gold corpus.

    The same corpus gives the same bytes on one platform; of the encoder, with as many threads.
    """
    from tinbai.models import FOLDER
    from tinbai.train.run import train as run

    target = out or FOLDER
    with _telling():
        for name, card in run(names or (), gold=gold, out=target):
            size = sum(file["bytes"] for file in card["files"].values())
            yield f"{name}\t{card['digest'][:16]}\t{size} bytes\t{card['data']['articles']} articles"
            for measure, value in card["figures"].items():
                yield Note(f"  {measure}: {value}")
    yield Note(f"models → {target}")


@contextmanager
def _telling() -> Iterator[None]:
    """Write how far training is to standard error: it takes minutes, that of an encoder two hours."""
    log, handler = logging.getLogger("tinbai.train"), logging.StreamHandler()
    before = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
