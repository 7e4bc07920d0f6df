"""What a table and a column of the dataset are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# list: strings; json: an object or list of objects written as JSON text.
Type = Literal["string", "integer", "number", "boolean", "list", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, meaning, codebook section and unit."""

    name: str
    type: Type
    meaning: str
    codebook: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table; `span` names the columns that hold start, end and `text[start:end]`."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    span: tuple[str, str, str] | None = ("evidence_start", "evidence_end", "evidence_text")

    def names(self) -> tuple[str, ...]:
        """Return the column names in order."""
        return tuple(column.name for column in self.columns)
