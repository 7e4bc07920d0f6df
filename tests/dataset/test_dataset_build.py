"""The dataset on disk: whole or not there, ours or untouched, the same in every form."""

from __future__ import annotations

import csv
import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import tinbai
from tinbai.dataset import schema
from tinbai.dataset.manifest import digest
from tinbai.dataset.rows import Row, rows
from tinbai.dataset.write import TableWriter
from tinbai.errors import NothingToReadError, OutputError
from tinbai.records import Annotation, Failure

ARTICLE = "Xóm Gò có đường mới\n\nÔng Lường Văn Đáp, Bí thư Chi bộ, Trưởng xóm Gò, nói bà con rất vui.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "bai"
    folder.mkdir()
    for number in (1, 2, 3):
        (folder / f"bai{number}.txt").write_text(ARTICLE.replace("Gò", f"Gò {number}"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sample() -> dict[str, list[Row]]:
    text = Path(__file__).with_name("annotation.json").read_text(encoding="utf-8")
    return rows(Annotation.model_validate_json(text))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def ids(dataset: Path) -> list[str]:
    found: list[str] = pq.read_table(dataset / "articles.parquet")["article_id"].to_pylist()
    return found


def test_a_dataset_has_all_tables_and_their_descriptions(articles: Path, tmp_path: Path) -> None:
    built = tinbai.build(articles, tmp_path / "ds", sqlite=True)
    tables = {f"{table.name}.{form}" for table in schema.TABLES for form in ("csv", "parquet")}
    described = {"DATA_DICTIONARY.md", "README.md", "datapackage.json", "manifest.json", "dataset.sqlite"}
    assert set(names(tmp_path / "ds")) == tables | described
    assert (built.articles, built.failures) == (3, ())


def test_the_manifest_counts_and_digests(articles: Path, tmp_path: Path) -> None:
    (articles / "leer.txt").write_bytes(b"")
    tinbai.build(articles, tmp_path / "ds")
    manifest = json.loads((tmp_path / "ds" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"] == {"read": 4, "failed": 1, "rejected": 0}
    assert manifest["gate"] is False
    assert manifest["rows"]["articles"] == 3
    assert manifest["tinbai"] == tinbai.__version__
    assert set(manifest["files"]) == set(names(tmp_path / "ds")) - {"manifest.json"}
    for name, entry in manifest["files"].items():
        assert entry["sha256"] == digest(tmp_path / "ds" / name)


def test_the_three_forms_hold_the_same(sample: dict[str, list[Row]], tmp_path: Path) -> None:
    with TableWriter(tmp_path, sqlite=True) as writer:
        writer.add(sample)
    connection = sqlite3.connect(tmp_path / "dataset.sqlite")
    for table in schema.TABLES:
        parquet = pq.read_table(tmp_path / f"{table.name}.parquet").to_pylist()
        assert parquet == sample.get(table.name, [])
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            printed = list(csv.DictReader(file))
        assert len(printed) == len(parquet)
        stored = connection.execute(f'SELECT * FROM "{table.name}"').fetchall()
        for row, cells, record in zip(parquet, printed, stored, strict=True):
            for column, value in zip(table.columns, record, strict=True):
                expected = row[column.name]
                cell = cells[column.name]
                if column.type == "list":
                    assert cell == "; ".join(expected)
                    assert json.loads(value) == expected
                elif column.type == "boolean":
                    assert cell == {True: "true", False: "false", None: ""}[expected]
                    assert value == expected
                elif column.type in ("integer", "number"):
                    assert (float(cell) if cell else None) == expected == value
                else:
                    assert (cell or None) == expected == value
    connection.close()


def test_csv_opens_in_excel_with_vietnamese_intact(articles: Path, tmp_path: Path) -> None:
    tinbai.build(articles, tmp_path / "ds")
    data = (tmp_path / "ds" / "articles.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Xóm Gò 1 có đường mới".encode() in data


def test_csv_writes_whole_numbers_plain(sample: dict[str, list[Row]], tmp_path: Path) -> None:
    with TableWriter(tmp_path) as writer:
        writer.add(sample)
    with (tmp_path / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["value"], row["denominator"], row["value_max"]) == ("4", "9", "")


def test_a_second_run_replaces_and_never_appends(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "ds"
    tinbai.build(articles, out, sqlite=True)
    (articles / "bai2.txt").unlink()
    tinbai.build(articles, out)
    assert ids(out) == ["bai1", "bai3"]
    assert "dataset.sqlite" not in names(out)
    assert names(tmp_path) == ["bai", "ds"]


def test_an_empty_folder_is_filled(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "ds").mkdir()
    tinbai.build(articles, tmp_path / "ds")
    assert len(ids(tmp_path / "ds")) == 3


@pytest.mark.parametrize("manifest", [None, "{}", "not json", '{"dataset": "other/1", "files": {}}', "[]"])
def test_a_folder_that_is_not_ours_is_left_alone(manifest: str | None, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "ds"
    out.mkdir()
    (out / "thesis.docx").write_text("years of work", encoding="utf-8")
    if manifest is not None:
        (out / "manifest.json").write_text(manifest, encoding="utf-8")
    before = names(out)
    with pytest.raises(OutputError, match=r"ds: is not empty and not a dataset of tinbai"):
        tinbai.build(articles, out, force=True)
    assert names(out) == before
    assert names(tmp_path) == ["bai", "ds"]


def test_files_added_to_our_folder_are_kept_unless_forced(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "ds"
    tinbai.build(articles, out)
    (out / "notes.md").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds notes\.md"):
        tinbai.build(articles, out)
    assert (out / "notes.md").exists()
    tinbai.build(articles, out, force=True)
    assert not (out / "notes.md").exists()


def test_an_output_that_is_a_file_or_below_one_is_refused(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for out in (tmp_path / "file", tmp_path / "file" / "ds"):
        with pytest.raises(OutputError, match=r"file"):
            tinbai.build(articles, out)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_the_right_to_write_is_refused(articles: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"):
        tinbai.build(articles, locked / "ds")


def test_output_inside_an_input_or_around_it_is_refused(articles: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="lies inside the input"):
        tinbai.build([articles], articles / "ds")
    with pytest.raises(OutputError, match="would be replaced"):
        tinbai.build(articles, tmp_path)
    assert names(tmp_path) == ["bai"]


def test_nothing_readable_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bai").mkdir()
    (tmp_path / "bai" / "leer.txt").write_bytes(b"")
    with pytest.raises(NothingToReadError, match=r"leer\.txt"):
        tinbai.build(tmp_path / "bai", tmp_path / "ds")
    assert names(tmp_path) == ["bai"]


def test_a_full_disk_leaves_the_old_dataset_and_nothing_else(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "ds"
    tinbai.build(articles, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    (articles / "bai4.txt").write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(OutputError, match="No space left"):
        tinbai.build(articles, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert names(tmp_path) == ["bai", "ds"]


def test_an_id_that_comes_twice_stays_apart(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "bai.txt").write_text(ARTICLE.replace("Gò", f"Gò {place}"), encoding="utf-8")
    folders = [tmp_path / "b", tmp_path / "a"]
    tinbai.build(folders, tmp_path / "one")
    tinbai.build(folders[::-1], tmp_path / "two")
    assert len(set(ids(tmp_path / "one"))) == 2
    assert ids(tmp_path / "one") == ids(tmp_path / "two")


def test_articles_and_failures_are_inputs_too(articles: Path, tmp_path: Path) -> None:
    found = list(tinbai.read(articles))
    broken = Failure(input="x.txt", stage="read", reason="empty", message="x.txt: the file is empty")
    twice = [*found, broken, found[0]]
    built = tinbai.build(twice, tmp_path / "ds")
    assert ids(tmp_path / "ds") == ["bai1", "bai2", "bai3"]
    assert sorted(failure.reason for failure in built.failures) == ["empty", "given_twice"]


KILLED = """
import sys, time
from pathlib import Path
import tinbai
from tinbai.dataset import build
plain = build.rows
def slow(*args):
    print("writing", flush=True)
    time.sleep(60)
    return plain(*args)
build.rows = slow
tinbai.build(sys.argv[1], sys.argv[2])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_killed_run_shows_nothing_and_the_next_one_cleans_up(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "ds"
    tinbai.build(articles, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (articles / "bai4.txt").write_text(ARTICLE, encoding="utf-8")
    command = [sys.executable, "-c", KILLED, str(articles), str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        try:
            assert run.stdout is not None
            assert run.stdout.readline() == "writing\n"
        finally:
            run.send_signal(signal.SIGKILL)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert [name for name in names(tmp_path) if not name.startswith(".")] == ["bai", "ds"]
    tinbai.build(articles, out)
    assert len(ids(out)) == 4
    assert names(tmp_path) == ["bai", "ds"]


def test_a_run_killed_between_two_renames_loses_nothing(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "ds"
    tinbai.build(articles, out)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    out.rename(tmp_path / f".ds.old-{gone.pid}")
    (articles / "bai1.txt").write_bytes(b"")
    (articles / "bai2.txt").unlink()
    (articles / "bai3.txt").unlink()
    with pytest.raises(NothingToReadError):
        tinbai.build(articles, out)
    assert len(ids(out)) == 3


def test_building_again_gives_the_same_bytes_at_another_time(articles: Path, tmp_path: Path) -> None:
    tinbai.build(articles, tmp_path / "one", sqlite=True)
    time.sleep(1.1)
    tinbai.build(articles, tmp_path / "two", sqlite=True)
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
