"""The way back from a row to its sentence: what `tinbai explain` shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinbai.dataset import folder
from tinbai.dataset.columns import Table
from tinbai.dataset.schema import TABLES
from tinbai.errors import InputError, NothingToReadError
from tinbai.text.sentences import split


@dataclass(frozen=True, slots=True)
class Lineage:
    """One row and what it rests on.

    Attributes:
        table: name of the table.
        row: the row as declared in the schema, without missing values.
        input: path that the article was read from, None for a failure.
        sentence: the printed text around the evidence, None if the row has no span.
        start: offset of the evidence inside `sentence`.
        end: one past its end.
        basis: columns that say why: basis, source, score, candidates, flags.
        mentions: entities inside the evidence, with their row ids.
    """

    table: str
    row: dict[str, Any]
    input: str | None
    sentence: str | None
    start: int
    end: int
    basis: dict[str, Any]
    mentions: tuple[str, ...]


_BASIS = ("basis", "source", "score", "candidates", "flags", "attrs", "dual_evidence", "cue")


def explain(dataset: str | Path, row_id: str) -> Lineage:
    """Return the row `row_id` of `dataset` with its sentence and basis.

    Raises:
        InputError: `dataset` is no dataset of tinbai, or one of its files is damaged.
        NothingToReadError: it has no such row.
    """
    dataset = Path(dataset)
    if folder.files_of(dataset) is None:
        raise InputError(f"{dataset}: is no dataset of tinbai", where=str(dataset), reason="no_dataset")
    for table in TABLES:
        found = _rows(dataset, table, table.columns[0].name, row_id)
        if found:
            return _lineage(dataset, table, found[0])
    raise NothingToReadError(f"{dataset}: has no row {row_id}; row ids stand in the first column of each table")


def _lineage(dataset: Path, table: Table, row: dict[str, Any]) -> Lineage:
    said = {name: value for name, value in row.items() if value is not None and value != []}
    article = _rows(dataset, TABLES[0], "article_id", row["article_id"]) if row.get("article_id") else []
    text = article[0]["text"] if article else ""
    start, end = (row.get(name) for name in table.span[:2]) if table.span else (None, None)
    sentence, offset = _around(text, start, end) if start is not None and end is not None else (None, 0)
    return Lineage(
        table=table.name,
        row=said,
        input=article[0]["input"] if article else row.get("input"),
        sentence=sentence,
        start=0 if start is None else start - offset,
        end=0 if end is None else end - offset,
        basis={name: value for name, value in said.items() if any(part in name for part in _BASIS)}
        | _because(said.pop("because", None), text),
        mentions=_mentions(dataset, row, start, end),
    )


def _because(reasons: str | None, text: str) -> dict[str, str]:
    """Return the reasons of each label, one a line: what speaks for it, its weight, its sentence."""
    found: dict[str, list[str]] = {}
    for reason in json.loads(reasons or "[]"):
        weight = "" if reason["weight"] is None else f" {reason['weight']:+.2f}"
        sentence = "" if reason["start"] is None else f" — {' '.join(text[reason['start'] : reason['end']].split())}"
        found.setdefault(f"because {reason['label']}", []).append(f"{reason['what']}{weight}{sentence}")
    return {label: "".join(f"\n    {line}" for line in lines) for label, lines in found.items()}


def _around(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the sentences that hold `text[start:end]`, and the offset where they begin."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    parts = split(text, line_start, line_end if line_end >= 0 else len(text))
    touched = [part for part in parts if part[0] < end and start < part[1]]
    begin, stop = min([start, *(part[0] for part in touched)]), max([end, *(part[1] for part in touched)])
    return text[begin:stop], begin


def _mentions(dataset: Path, row: dict[str, Any], start: int | None, end: int | None) -> tuple[str, ...]:
    if start is None or end is None:
        return ()
    table = next(table for table in TABLES if table.name == "mentions")
    found = _rows(dataset, table, "article_id", row["article_id"])
    inside = [m for m in found if start <= m["start"] and m["end"] <= end and m["row_id"] != row.get("row_id")]
    return tuple(f"{m['type']} {m['text']} ({m['row_id']})" for m in inside)


def _rows(dataset: Path, table: Table, column: str, value: str) -> Sequence[dict[str, Any]]:
    import pyarrow.parquet as pq

    path = dataset / f"{table.name}.parquet"
    try:
        found: list[dict[str, Any]] = pq.read_table(path, filters=[(column, "=", value)]).to_pylist()
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error})", where=str(path), reason="damaged") from error
    return found
