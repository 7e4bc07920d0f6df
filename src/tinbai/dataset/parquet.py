"""Parquet tables as input: a row an article, with the columns that JSON Lines have as keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tinbai.errors import InputError
from tinbai.settings import Settings

_COLUMNS = ("id", "url", "source", "title", "lead", "published", "text", "body")
_BATCH_ROWS = 64


def rows(path: Path, name: str, settings: Settings) -> Iterator[tuple[str, dict[str, Any] | InputError]]:
    """Yield (`name:row`, its known columns) of each row, counted from 1; a few rows are in memory at a time.

    A day or time in `published` is given out in ISO 8601. Where a file is damaged within, that comes
    as an error in the row's place and ends the file.

    Raises:
        InputError: `parquet` (no Parquet file), `no_text` (no column `text` or `body`), or `empty`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise InputError(f"{name}: is no Parquet file ({_line(error)})", where=name, reason="parquet") from None
    with table:
        columns = [column for column in _COLUMNS if column in table.schema_arrow.names]
        if not {"text", "body"} & set(columns):
            there = ", ".join(table.schema_arrow.names)
            message = f"{name}: the table has no column 'text' or 'body'; there are {there or 'none'}"
            raise InputError(message, where=name, reason="no_text")
        if not table.metadata.num_rows:
            raise InputError(f"{name}: the table has no rows", where=name, reason="empty")
        number = 0
        try:
            for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield f"{name}:{number}", {key: _plain(value) for key, value in row.items()}
        except (pa.ArrowException, OSError, ValueError) as error:
            where = f"{name}:{number + 1}"
            message = f"{where}: the Parquet file is damaged here ({_line(error)})"
            yield where, InputError(message, where=where, reason="parquet")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
