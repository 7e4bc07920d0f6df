"""The declared columns: complete, documented, and the only ones that rows may have."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tinbai.dataset import schema
from tinbai.dataset.columns import Table
from tinbai.dataset.describe import card, data_dictionary, datapackage
from tinbai.dataset.rows import rows
from tinbai.records import (
    Adoption,
    Annotation,
    Article,
    Check,
    Claim,
    Entity,
    Failure,
    Figure,
    Labels,
    Officeholder,
    Place,
)

DOCS = Path(__file__).parents[2] / "docs" / "DATA_DICTIONARY.md"
ANNOTATION = Path(__file__).with_name("annotation.json")
RECORDS = {
    "articles": Article,
    "mentions": Entity,
    "places": Place,
    "officeholders": Officeholder,
    "adoption": Adoption,
    "figures": Figure,
    "claims": Claim,
    "labels": Labels,
    "checks": Check,
    "failures": Failure,
}
# Fields that a table holds under another name.
RENAMED = {"id", "evidence"}


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_every_column_is_documented_once(table: Table) -> None:
    assert len(set(table.names())) == len(table.names())
    assert table.meaning.endswith(".")
    for column in table.columns:
        assert column.meaning.endswith((".", "…")), f"{table.name}.{column.name} says nothing"
        if column.type in ("integer", "number") and column.name not in ("score",):
            assert column.unit, f"{table.name}.{column.name} has no unit"


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_every_field_of_a_record_has_its_column(name: str) -> None:
    missing = set(RECORDS[name].model_fields) - RENAMED - set(schema.BY_NAME[name].names())
    assert not missing


def test_a_row_with_an_undeclared_column_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = schema.BY_NAME["figures"]
    without = tuple(column for column in figures.columns if column.name != "counted")
    monkeypatch.setitem(schema.BY_NAME, "figures", replace(figures, columns=without))
    annotation = Annotation.model_validate_json(ANNOTATION.read_text(encoding="utf-8"))
    with pytest.raises(ValueError, match="figures: counted not declared"):
        rows(annotation)


def test_the_dictionary_in_docs_is_the_generated_one() -> None:
    assert DOCS.read_text(encoding="utf-8") == data_dictionary(), "regenerate docs/DATA_DICTIONARY.md"


def test_dictionary_and_package_name_every_column() -> None:
    dictionary = data_dictionary()
    package = {resource["name"]: resource for resource in datapackage()["resources"]}
    for table in schema.TABLES:
        fields = package[table.name]["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.names())
        assert all(field["description"] for field in fields)
        section = dictionary.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == list(table.names())
    json.dumps(datapackage())


def test_the_card_counts_and_warns() -> None:
    text = card({table.name: 7 for table in schema.TABLES}, sqlite=True)
    assert "| `officeholders` | 7 |" in text
    assert "dataset.sqlite" in text
    assert "not reported" in text
