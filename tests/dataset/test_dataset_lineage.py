"""The way back from a row to its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

import tinbai
from tinbai.dataset.lineage import explain
from tinbai.errors import InputError, NothingToReadError

TEXT = (
    "Xóm Gò có đường mới\n\nXóm họp từ sáng. Ông Lường Văn Đáp, Bí thư Chi bộ kiêm Trưởng xóm Gò, vận động 12 hộ "
    "hiến 300 m2 đất. Đường xong trước Tết.\n"
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lineage")
    (folder / "xom.txt").write_text(TEXT, encoding="utf-8")
    (folder / "leer.txt").write_bytes(b"")
    tinbai.build([folder / "xom.txt", folder / "leer.txt"], folder / "ds")
    return folder / "ds"


def test_a_mention_comes_with_its_sentence(dataset: Path) -> None:
    found = explain(dataset, "xom#E1")
    assert found.table == "mentions"
    assert found.sentence is not None
    assert found.sentence[found.start : found.end] == found.row["text"]
    assert found.input is not None
    assert found.input.endswith("xom.txt")


def test_labels_have_no_sentence_but_a_row(dataset: Path) -> None:
    found = explain(dataset, "xom#labels")
    assert found.sentence is None
    assert found.row["relevance"]


def test_an_article_and_a_failure_are_rows_too(dataset: Path) -> None:
    assert explain(dataset, "xom").table == "articles"
    assert "empty" in explain(dataset, "failure#1").row["message"]


def test_unknown_rows_and_folders_are_named(dataset: Path) -> None:
    with pytest.raises(NothingToReadError, match="has no row xom#E999"):
        explain(dataset, "xom#E999")
    with pytest.raises(InputError, match="is no dataset of tinbai"):
        explain(dataset.parent, "xom#E1")
