"""The way back from a row to its sentence."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import tinbai
from tinbai import screen
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


def test_a_place_comes_with_its_candidates_and_basis(tmp_path: Path) -> None:
    text = "Xã Tam Thanh có đường mới\n\nÔng Lò Văn Đáp, Bí thư Đảng ủy xã Bum Tở, sang thăm và học cách làm đường.\n"
    (tmp_path / "xa.txt").write_text(text, encoding="utf-8")
    tinbai.build([tmp_path / "xa.txt"], tmp_path / "ds")
    open_link, linked, above = (explain(tmp_path / "ds", f"xa#P{number}") for number in (1, 2, 3))
    assert "several units" in open_link.basis["basis"]
    assert "Quan Sơn" in open_link.basis["candidates"]
    assert linked.row["code"] == "03454"
    assert (above.row["normal"], above.sentence) == ("huyện Mường Tè", None)
    console = Console(width=200, file=StringIO())
    console.print(screen.lineage(open_link))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "xã Tam Thanh, huyện Quan Sơn, tỉnh Thanh Hóa (15007 since 2019-09-11, 1)" in shown
    assert "code several units" in shown
