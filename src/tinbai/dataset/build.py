"""Anything readable → a documented dataset: the main job of tinbai."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from tinbai.classify.gate import opens
from tinbai.dataset import describe, folder, manifest
from tinbai.dataset.inputs import Input, articles
from tinbai.dataset.rows import failure_rows, rows
from tinbai.dataset.write import TableWriter
from tinbai.errors import NothingToReadError, OutputError
from tinbai.papers import Paper
from tinbai.pipeline import annotate
from tinbai.records import Annotation, Failure

_SPOOL = "annotations.spool"
Watch = Callable[[Annotation | Failure], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` made.

    Attributes:
        folder: the dataset.
        articles: number of annotated articles.
        failures: inputs that could not be read or annotated, also in the table `failures`.
        rows: number of rows by table.
        rejected: articles that the gate rejected; they are in no table. 0 without the gate.
    """

    folder: Path
    articles: int
    failures: tuple[Failure, ...]
    rows: dict[str, int]
    rejected: int = 0


class _Gate:
    """Says which texts can concern the model, and counts the others."""

    def __init__(self) -> None:
        self.rejected = 0

    def __call__(self, text: str) -> bool:
        if opens(text):
            return True
        self.rejected += 1
        return False


@dataclass(frozen=True, slots=True)
class _Spooled:
    """Where one annotation lies in the spool."""

    id: str
    input: str
    start: int
    size: int


def build(
    inputs: Input | Iterable[Input],
    out: str | Path,
    *,
    gate: bool = False,
    sqlite: bool = False,
    workers: int = 1,
    force: bool = False,
    papers: Iterable[Paper] = (),
    watch: Watch | None = None,
) -> Built:
    """Write the dataset of `inputs` into the folder `out`, the same as `tinbai build`.

    The folder appears when it is complete, or not at all; an earlier dataset in
    its place is replaced, never appended to. Rows are sorted by article id, so
    the order of the inputs does not matter. Articles wait on disk, not in memory.

    Args:
        inputs: a path or several: files, folders, `-` for standard input; or articles.
        out: folder for the dataset; must be missing, empty or an earlier dataset.
        gate: annotate only what can concern the model (`tinbai.gate`); the manifest counts the rest.
        sqlite: also write `dataset.sqlite`.
        workers: number of processes that annotate.
        force: replace an earlier dataset even if files were added to its folder.
        papers: newspapers of your own (`papers.read_paper`), whose selectors go before the shipped ones.
        watch: called with every annotation and failure as it comes, for progress.

    Raises:
        NothingToReadError: not one article could be read; nothing is written.
        OutputError: `out` cannot be used, or the disk is full; nothing is changed.
    """
    out = Path(out)
    several = list(inputs) if isinstance(inputs, (list, tuple)) else inputs
    _keep_apart(several, out)
    failures: list[Failure] = []
    keep = _Gate() if gate else None

    def fail(failure: Failure) -> None:
        failures.append(failure)
        if watch:
            watch(failure)

    with folder.replacing(out, force=force) as partial:
        spool = partial / _SPOOL
        with spool.open("wb") as file:
            stream = annotate(articles(several, keep, papers), workers=workers, on_failure=fail)
            index = [*_spooled(stream, file, watch)]
        kept, repeated = _ordered(index)
        failures += repeated
        rejected = keep.rejected if keep else 0
        if not kept and not rejected:
            first = f": {failures[0].message}" if failures else ""
            raise NothingToReadError(f"no article could be read ({len(failures)} failures){first}")
        with TableWriter(partial, sqlite=sqlite) as tables:
            with spool.open("rb") as spooled:
                for article_id, where in kept:
                    spooled.seek(where.start)
                    tables.add(rows(Annotation.model_validate_json(spooled.read(where.size)), article_id))
            tables.add({"failures": failure_rows(failures)})
            spool.unlink()
        _describe(partial, tables.counts, sqlite=sqlite, rejected=rejected if gate else None)
    return Built(out, tables.counts["articles"], tuple(failures), dict(tables.counts), rejected)


def _spooled(stream: Iterable[Annotation], file: BinaryIO, watch: Watch | None) -> Iterator[_Spooled]:
    start = 0
    for annotation in stream:
        size = file.write(annotation.model_dump_json(by_alias=True).encode("utf-8"))
        yield _Spooled(annotation.article.id, annotation.article.input, start, size)
        start += size
        if watch:
            watch(annotation)


def _ordered(index: Iterable[_Spooled]) -> tuple[list[tuple[str, _Spooled]], list[Failure]]:
    """Sort by id and input; give ids that came twice a number; leave out an input that came twice."""
    kept: list[tuple[str, _Spooled]] = []
    repeated: list[Failure] = []
    used: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for item in sorted(index, key=attrgetter("id", "input", "start")):
        if (item.id, item.input) in seen:
            message = f"{item.input}: was given twice; the second time was left out"
            repeated.append(Failure(input=item.input, stage="read", reason="given_twice", message=message))
            continue
        seen.add((item.id, item.input))
        used[item.id] = used.get(item.id, 0) + 1
        kept.append((item.id if used[item.id] == 1 else f"{item.id}~{used[item.id]}", item))
    return kept, repeated


def _describe(partial: Path, counts: dict[str, int], *, sqlite: bool, rejected: int | None) -> None:
    """Write the descriptions, then the manifest: its presence says that all the rest is there."""
    texts = {
        "DATA_DICTIONARY.md": describe.data_dictionary(),
        "README.md": describe.card(counts, sqlite=sqlite, rejected=rejected),
        "datapackage.json": manifest.as_json(describe.datapackage()),
    }
    for name, text in texts.items():
        (partial / name).write_text(text, encoding="utf-8", newline="\n")
        folder.sync(partial / name)
    last = partial / folder.MANIFEST
    last.write_text(manifest.as_json(manifest.manifest(partial, counts, rejected)), encoding="utf-8", newline="\n")
    folder.sync(last)


def _keep_apart(inputs: Input | Iterable[Input], out: Path) -> None:
    """Refuse an output inside an input folder (the next run would read it) and the reverse (it would be replaced)."""
    items = [inputs] if isinstance(inputs, (str, Path)) else inputs if isinstance(inputs, list) else []
    target = out.resolve()
    for item in items:
        if not isinstance(item, (str, Path)) or str(item) == "-":
            continue
        source = Path(item).resolve()
        if source.is_dir() and source in (target, *target.parents):
            raise OutputError(f"{out}: lies inside the input {item}; choose an output folder outside")
        if target in source.parents:
            raise OutputError(f"{out}: holds the input {item}, which would be replaced; choose another output folder")
