"""Parquet as input: the same articles as from JSON Lines, and every damage with file and row."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import tinbai
from tinbai.records import Article, Failure

ROWS: list[dict[str, Any]] = [
    {
        "id": "a",
        "title": "Xóm Gò có điện",
        "lead": "Xóm vui.",
        "body": "Ông Lục Văn Tếnh kể.",
        "published": "2022-04-07",
    },
    {"id": "b", "title": None, "lead": None, "body": "Bản Pá Khôm họp bàn làm đường.", "published": None},
]


def written(folder: Path, rows: list[dict[str, Any]], **columns: list[Any]) -> Path:
    path = folder / "bai.parquet"
    pq.write_table(pa.table(columns) if columns else pa.Table.from_pylist(rows), path)
    return path


def test_rows_are_the_articles_of_json_lines(tmp_path: Path) -> None:
    lines = tmp_path / "bai.jsonl"
    lines.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    table, text = list(tinbai.read(written(tmp_path, ROWS))), list(tinbai.read(lines))
    assert [item.input for item in table] == [f"{tmp_path}/bai.parquet:1", f"{tmp_path}/bai.parquet:2"]
    same = [item.model_copy(update={"input": ""}) for item in table if isinstance(item, Article)]
    assert same == [item.model_copy(update={"input": ""}) for item in text if isinstance(item, Article)]
    assert len(same) == 2


def test_dataset_is_built_from_a_folder_with_a_table(tmp_path: Path) -> None:
    (tmp_path / "bai").mkdir()
    written(tmp_path / "bai", ROWS)
    (tmp_path / "bai" / "c.txt").write_text("Ấp Rạch Dừa họp chợ\n\nChợ đông.", encoding="utf-8")
    tinbai.build(tmp_path / "bai", tmp_path / "out")
    built = pq.read_table(tmp_path / "out" / "articles.parquet").column("article_id").to_pylist()
    assert set(built) <= {"a", "b", "c"}


def test_columns_that_nobody_knows_are_passed_over_and_times_are_dates(tmp_path: Path) -> None:
    when = datetime(2022, 4, 7, 6, 30, tzinfo=timezone(timedelta(hours=7)))
    path = written(tmp_path, [], text=["Xóm họp."], views=[12], published=[when])
    (article,) = tinbai.read(path)
    assert isinstance(article, Article)
    assert (article.text, article.published) == ("Xóm họp.", "2022-04-07T06:30:00+07:00")


@pytest.mark.parametrize(
    ("columns", "place", "reason", "said"),
    [
        ({"words": ["x"]}, "", "no_text", "has no column 'text' or 'body'; there are words"),
        ({"text": ["Xóm họp.", None]}, ":2", "no_text", "there is no text"),
        ({"text": ["Xóm họp.", "Bản họp."], "title": [["x"], None]}, ":1", "json_type", "'title' must be a string"),
        ({"text": [b"\xff", None]}, ":1", "json_type", "'text' must be a string, not bytes"),
        ({"text": pa.array([], pa.string())}, "", "empty", "the table has no rows"),
    ],
)
def test_what_is_wrong_names_file_and_row(
    tmp_path: Path, columns: dict[str, list[Any]], place: str, reason: str, said: str
) -> None:
    path = written(tmp_path, [], **columns)
    failures = [item for item in tinbai.read(path) if isinstance(item, Failure)]
    assert (failures[0].input, failures[0].reason) == (f"{path}{place}", reason)
    assert failures[0].message.startswith(f"{path}{place}: ")
    assert said in failures[0].message


@pytest.mark.parametrize("cut", [0, 3, 100, -1, -8, -40])
def test_damaged_file_is_one_failure(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path, ROWS * 50)
    data = path.read_bytes()
    path.write_bytes(data[:cut])
    (failure,) = tinbai.read(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "parquet"


def test_damage_within_keeps_the_rows_before(tmp_path: Path) -> None:
    path = tmp_path / "bai.parquet"
    rows = pa.Table.from_pylist([{"text": f"Xóm {number} họp bàn chuyện đường sá."} for number in range(400)])
    pq.write_table(rows, path, row_group_size=100, compression="gzip", use_dictionary=False)
    data = bytearray(path.read_bytes())
    half = len(data) // 2
    data[half : half + 200] = bytes(200)
    path.write_bytes(bytes(data))
    *articles, failure = tinbai.read(path)
    assert len(articles) >= 100
    assert all(isinstance(item, Article) for item in articles)
    assert isinstance(failure, Failure)
    assert (failure.input, failure.reason) == (f"{path}:{len(articles) + 1}", "parquet")
