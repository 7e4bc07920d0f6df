"""Descriptions of the dataset, all made from `schema.py`: dictionary, Frictionless package, card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinbai import __version__
from tinbai.dataset.columns import Column, Table
from tinbai.dataset.schema import BY_NAME, TABLES
from tinbai.records import CODEBOOK_VERSION

# How a type is written in CSV, in the words of the Frictionless Table Schema.
_FRICTIONLESS = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "list": "string",
    "json": "object",
}
_READING = """\
- An empty cell means that the text does not say. It never means zero or no.
- Offsets are code points into `articles.text`, half-open: `text[start:end]` is the text beside them.
- Derived values stand in columns of their own (`*_inferred`, `*_computed`, `derived_*`) with their basis.
- Parquet keeps lists as lists. CSV joins them with `; `. SQLite holds them as JSON arrays.
- CSV is UTF-8 with a byte order mark and opens in Excel with Vietnamese intact. Cells are printed text,
  unchanged: a spreadsheet may take one that begins with `=`, `+`, `-` or `@` for a formula, and cuts
  texts above 32,767 characters. Use Parquet for computation.
"""


_GATED = """\
- The gate rejected {} articles, which name no hamlet head, no cell secretary and no phrase for the model. They are in
  no table: for a share of all articles, add them to the rows of `articles`."""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown: every table, every column."""
    lines = ["# Data dictionary", "", "Made from `tinbai.dataset.schema`; sections are those of the codebook.", ""]
    lines += [_READING]
    for table in TABLES:
        lines += [f"## {table.name}", "", table.meaning, ""]
        lines += ["| column | type | unit | meaning | codebook |", "|---|---|---|---|---|"]
        lines += [f"| `{c.name}` | {c.type} | {c.unit} | {c.meaning} | {c.codebook} |" for c in table.columns]
        lines.append("")
    return "\n".join(lines)


def datapackage() -> dict[str, Any]:
    """Return the Frictionless data package that describes the CSV files."""
    return {
        "profile": "tabular-data-package",
        "name": "tinbai-dataset",
        "title": "Secretary-cum-head model in Vietnamese provincial newspapers",
        "version": __version__,
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    key = table.columns[0].name
    schema: dict[str, Any] = {
        "fields": [_field(column, required=column.name == key) for column in table.columns],
        "primaryKey": [key],
        "missingValues": [""],
    }
    if key != "article_id" and "article_id" in table.names():
        reference = {"resource": "articles", "fields": ["article_id"]}
        schema["foreignKeys"] = [{"fields": ["article_id"], "reference": reference}]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(column: Column, *, required: bool) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FRICTIONLESS[column.type],
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.codebook:
        field["codebook"] = column.codebook
    if column.type == "list":
        field["listSeparator"] = "; "
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if required:
        field["constraints"] = {"required": True, "unique": True}
    return field


def card(counts: Mapping[str, int], *, sqlite: bool = False, rejected: int | None = None) -> str:
    """Return the card (README.md) of a dataset with `counts` rows by table and what the gate rejected."""
    forms = "Parquet and CSV" + (", and together in `dataset.sqlite`" if sqlite else "")
    table_lines = [f"| `{name}` | {counts[name]} | {BY_NAME[name].meaning} |" for name in counts]
    return "\n".join(
        [
            "# Dataset made by tinbai",
            "",
            f"Made with tinbai {__version__}, codebook {CODEBOOK_VERSION}. Each table is a file in {forms}.",
            "",
            "| table | rows | what |",
            "|---|---|---|",
            *table_lines,
            "",
            "## Reading it",
            "",
            _READING,
            "## Limits",
            "",
            *([] if rejected is None else [_GATED.format(rejected)]),
            "- The rows are found by a program, not by a reader: check what you quote. `tinbai explain` shows the",
            "  sentence behind a row.",
            "- The sources are organs of provincial Party committees. A difficulty that is missing was not reported;",
            "  that does not mean it was absent.",
            "- Names of places change: join on (`code`, `valid_from`) of `places`, never on names.",
            "- The texts belong to the newspapers; see to their terms before you pass on the column `articles.text`.",
            "",
            "`DATA_DICTIONARY.md` explains every column, `datapackage.json` tells programs the same, `manifest.json`",
            "has the versions and the digest of every file.",
            "",
        ]
    )
