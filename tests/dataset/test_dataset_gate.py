"""Building behind the gate: the same rows for what passes, and a count of the rest."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import tinbai
from tinbai.errors import NothingToReadError

ABOUT = "Xóm Gò có đường mới\n\nÔng Lường Văn Đáp, Bí thư Chi bộ, Trưởng xóm Gò, nói bà con rất vui.\n"
OTHER = "Giá lúa tăng\n\nNông dân trong huyện được mùa, thương lái mua lúa tại ruộng.\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with each kind of input: five articles, two of them about the model."""
    folder = tmp_path / "bai"
    folder.mkdir()
    (folder / "a.txt").write_text(ABOUT, encoding="utf-8")
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    (folder / "c.html").write_text(
        f"<html><body><article><h1>Giá lúa tăng</h1><p>{OTHER * 3}</p></article></body></html>", encoding="utf-8"
    )
    lines = [{"id": "một", "body": OTHER}, {"id": "hai", "body": ABOUT.replace("Gò", "Đồi")}]
    with gzip.open(folder / "d.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return folder


def manifest(dataset: Path) -> Any:
    return json.loads((dataset / "manifest.json").read_text(encoding="utf-8"))


def rows(dataset: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(dataset / f"{table}.parquet").to_pylist()
    return found


def test_what_is_rejected_is_counted_and_in_no_table(mixed: Path, tmp_path: Path) -> None:
    (mixed / "leer.txt").write_bytes(b"")
    built = tinbai.build(mixed, tmp_path / "ds", gate=True)
    assert (built.articles, built.rejected, len(built.failures)) == (2, 3, 1)
    assert manifest(tmp_path / "ds")["inputs"] == {"read": 6, "failed": 1, "rejected": 3}
    assert manifest(tmp_path / "ds")["gate"] is True
    assert [row["article_id"] for row in rows(tmp_path / "ds", "articles")] == ["a", "hai"]
    assert "rejected 3 articles" in (tmp_path / "ds" / "README.md").read_text(encoding="utf-8")


def test_the_gate_changes_no_row_of_an_article_that_passes(mixed: Path, tmp_path: Path) -> None:
    (mixed / "z.jsonl").write_text(json.dumps({"id": "một", "body": ABOUT.replace("Gò", "Bến")}), encoding="utf-8")
    tinbai.build(mixed, tmp_path / "all")
    tinbai.build(mixed, tmp_path / "some", gate=True)
    passed = {row["article_id"] for row in rows(tmp_path / "some", "articles")}
    assert len(passed) == 3  # the second article of the id "một" has the id that it has without the gate
    for table in ("articles", "officeholders", "places"):
        whole = [row for row in rows(tmp_path / "all", table) if row["article_id"] in passed]
        assert whole == rows(tmp_path / "some", table) != []


def test_articles_given_as_values_go_through_the_gate_too(mixed: Path, tmp_path: Path) -> None:
    built = tinbai.build(list(tinbai.read(mixed)), tmp_path / "ds", gate=True)
    assert (built.articles, built.rejected) == (2, 3)


def test_a_batch_without_any_hit_gives_an_empty_dataset_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(OTHER, encoding="utf-8")
    built = tinbai.build(tmp_path / "b.txt", tmp_path / "ds", gate=True)
    assert (built.articles, built.rejected, built.rows["articles"]) == (0, 1, 0)
    assert manifest(tmp_path / "ds")["inputs"]["rejected"] == 1


def test_nothing_read_is_still_an_error(tmp_path: Path) -> None:
    (tmp_path / "leer.txt").write_bytes(b"")
    with pytest.raises(NothingToReadError):
        tinbai.build(tmp_path / "leer.txt", tmp_path / "ds", gate=True)
    assert not (tmp_path / "ds").exists()
