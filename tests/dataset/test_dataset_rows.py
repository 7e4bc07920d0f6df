"""Rows of an annotation: keys, evidence, links between tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tinbai.dataset import schema
from tinbai.dataset.columns import Table
from tinbai.dataset.rows import Row, failure_rows, rows
from tinbai.records import Annotation, Failure


@pytest.fixture(scope="module")
def annotation() -> Annotation:
    return Annotation.model_validate_json(Path(__file__).with_name("annotation.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(annotation: Annotation) -> dict[str, list[Row]]:
    return rows(annotation)


def test_every_table_but_failures_is_made(made: dict[str, list[Row]]) -> None:
    assert set(made) == {table.name for table in schema.TABLES} - {"failures"}
    assert all(made.values())


def test_keys_are_article_and_record(made: dict[str, list[Row]]) -> None:
    assert [row["row_id"] for row in made["mentions"]] == [f"bai-1#E{number}" for number in range(1, 8)]
    assert made["officeholders"][0]["row_id"] == "bai-1#O1"
    assert made["labels"][0]["row_id"] == "bai-1#labels"
    found = [row["row_id"] for name, table in made.items() if name != "articles" for row in table]
    keys_by_table = [(name, row.get("row_id")) for name, table in made.items() for row in table]
    assert len(set(keys_by_table)) == len(keys_by_table)
    assert all(key.startswith("bai-1#") for key in found)


def test_another_article_id_reaches_every_row(annotation: Annotation) -> None:
    made = rows(annotation, "bai-1~2")
    assert {row["article_id"] for table in made.values() for row in table} == {"bai-1~2"}


@pytest.mark.parametrize("table", [table for table in schema.TABLES if table.span], ids=lambda table: table.name)
def test_evidence_is_the_text_between_its_offsets(
    table: Table, made: dict[str, list[Row]], annotation: Annotation
) -> None:
    start, end, text = table.span or ("", "", "")
    for row in made[table.name]:
        assert row[text]
        assert annotation.article.text[row[start] : row[end]] == row[text]


def test_figures_come_with_their_whole_sentence(made: dict[str, list[Row]]) -> None:
    assert made["figures"][0]["evidence_text"].startswith("Theo Kế hoạch")
    assert made["figures"][0]["evidence_text"].endswith("thực hiện.")


def test_rows_point_to_the_place_they_mean(made: dict[str, list[Row]]) -> None:
    assert made["officeholders"][0]["place_row"] == "bai-1#P2"
    assert made["adoption"][0]["place_row"] == "bai-1#P1"
    assert made["claims"][0]["place_row"] is None


def test_two_places_of_one_name_are_not_guessed_between(annotation: Annotation) -> None:
    twin = annotation.places[0].model_copy(update={"district": "huyện Mường La"})
    doubtful = annotation.model_copy(update={"places": (*annotation.places, twin)})
    assert rows(doubtful)["adoption"][0]["place_row"] is None
    named = annotation.adoption[0].model_copy(update={"district": "huyện Mường La"})
    assert rows(doubtful.model_copy(update={"adoption": (named,)}))["adoption"][0]["place_row"] == "bai-1#P3"


def test_documents_are_one_row_per_number(annotation: Annotation) -> None:
    again = annotation.entities[0].model_copy(update={"id": "E9", "attrs": {"date": "2020-05-12"}})
    twice = annotation.model_copy(update={"entities": (*annotation.entities, again)})
    (row,) = rows(twice)["documents"]
    assert (row["document"], row["mentions"], row["date"]) == ("7-KH/HU", 2, "2020-05-12")


def test_nested_values_are_json_and_lists_are_lists(made: dict[str, list[Row]]) -> None:
    assert json.loads(made["places"][0]["candidates"])[0]["code"] == "14866"
    assert made["officeholders"][0]["posts"] == ["bi_thu_chi_bo", "truong_ban"]
    assert made["officeholders"][0]["aliases"] == []


def test_failures_are_sorted_so_that_input_order_does_not_matter() -> None:
    found = [Failure(input=name, stage="read", reason="empty", message=f"{name}: empty") for name in ("b", "a")]
    assert failure_rows(found) == failure_rows(reversed(found))
    assert [(row["row_id"], row["input"]) for row in failure_rows(found)] == [("failure#1", "a"), ("failure#2", "b")]
