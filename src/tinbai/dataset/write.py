"""Tables on disk: Parquet, CSV and SQLite, row by row, the same bytes for the same rows."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tinbai.dataset.columns import Column, Table
from tinbai.dataset.folder import sync
from tinbai.dataset.rows import Row
from tinbai.dataset.schema import TABLES

LIST_SEPARATOR = "; "
_ROW_GROUP = 20_000  # rows; fixed, because the cut shows in the bytes of a Parquet file
_SQL_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}


class TableWriter:
    """Writes all tables into `folder`; a context manager that syncs every file to disk at its end.

    Args:
        folder: an existing folder without files of these names.
        sqlite: also write `dataset.sqlite`.
    """

    def __init__(self, folder: Path, *, sqlite: bool = False) -> None:
        self.folder = folder
        self.counts = {table.name: 0 for table in TABLES}
        self._stack = ExitStack()
        self._sinks = {table.name: _Sink(table, folder, self._stack) for table in TABLES}
        self._database = _Database(folder / "dataset.sqlite") if sqlite else None

    def add(self, rows: Mapping[str, Iterable[Row]]) -> None:
        """Append rows by table name; they are written in the order given."""
        for name, found in rows.items():
            found = list(found)
            self.counts[name] += len(found)
            self._sinks[name].add(found)
            if self._database:
                self._database.add(self._sinks[name].table, found)

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                for sink in self._sinks.values():
                    sink.flush()
        finally:
            self._stack.close()
            if self._database:
                self._database.close(commit=kind is None)
        if kind is None:
            for path in sorted(self.folder.iterdir()):
                sync(path)


class _Sink:
    """One table as Parquet and CSV."""

    def __init__(self, table: Table, folder: Path, stack: ExitStack) -> None:
        self.table = table
        self._arrow = _arrow_schema(table)
        self._waiting: list[Row] = []
        writer = pq.ParquetWriter(folder / f"{table.name}.parquet", self._arrow, compression="zstd")
        self._parquet = stack.enter_context(writer)
        # The byte order mark makes Excel read Vietnamese as UTF-8; \r\n is RFC 4180.
        file = stack.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline=""))
        self._csv = csv.writer(file)
        self._csv.writerow(table.names())

    def add(self, rows: list[Row]) -> None:
        self._csv.writerows([_csv_cell(column, row[column.name]) for column in self.table.columns] for row in rows)
        self._waiting += rows
        if len(self._waiting) >= _ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        if self._waiting:
            self._parquet.write_table(pa.Table.from_pylist(self._waiting, schema=self._arrow))
            self._waiting = []


class _Database:
    """All tables in one SQLite file; lists are JSON arrays, so that `json_each` opens them."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        # The whole folder is thrown away on failure, so the journal would only cost time.
        self._connection.execute("PRAGMA journal_mode = OFF")
        for table in TABLES:
            key = table.columns[0].name
            columns = ", ".join(f'"{c.name}" {_SQL_TYPES.get(c.type, "TEXT")}' for c in table.columns)
            self._connection.execute(f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ("{key}"))')

    def add(self, table: Table, rows: list[Row]) -> None:
        marks = ", ".join("?" * len(table.columns))
        cells = ([_sql_cell(row[column.name]) for column in table.columns] for row in rows)
        self._connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', cells)

    def close(self, *, commit: bool) -> None:
        if commit:
            for table in TABLES[1:]:
                if "article_id" in table.names():
                    self._connection.execute(f'CREATE INDEX "{table.name}_article" ON "{table.name}" (article_id)')
            self._connection.commit()
        self._connection.close()


def _arrow_schema(table: Table) -> pa.Schema:
    types = {
        "string": pa.string(),
        "json": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    return pa.schema([pa.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in table.columns])


def _csv_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return LIST_SEPARATOR.join(value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def _sql_cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
