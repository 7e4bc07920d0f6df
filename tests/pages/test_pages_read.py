"""The one entrance: every kind of input, every kind of damage, one clear sentence each."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import PAGE, TEXT, one, written

from tinbai.errors import NothingToReadError
from tinbai.pages.read import read
from tinbai.records import Article, Failure
from tinbai.settings import Settings

DAMAGED = {
    "empty": (".txt", b"", "empty"),
    "blanks only": (".txt", b" \n\t\n", "empty"),
    "blank UTF-16": (".txt", " \n".encode("utf-16"), "empty"),
    "program": (".txt", b"\x7fELF\x02\x01\x01" + bytes(200), "binary"),
    "picture": (".txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "random bytes": (".txt", bytes(range(256)) * 4, "binary"),
    "NUL in text": (".txt", "Xóm\x00Gò họp bàn việc nước sạch".encode(), "nul"),
    "half a UTF-16 letter": (".txt", "Xóm Gò".encode("utf-16") + b"\x41", "encoding"),
    "French": (".txt", "L'été dernier, près du château, la fenêtre était fermée à clé.".encode("latin-1"), "encoding"),
    "broken UTF-8": (".txt", TEXT.encode()[:60] + b"\xff\xfe\xfa" + TEXT.encode()[60:], "encoding"),
    "page without article": (".html", b"<html><body><p>Menu</p></body></html>", "no_article"),
    "empty lines file": (".jsonl", b"\n\n", "empty"),
    "no gzip": (".jsonl.gz", b"not packed", "gzip"),
    "empty archive": (".warc", b"", "empty"),
    "no archive": (".warc.gz", b"not packed", "warc"),
    "table": (".parquet", b"PAR1", "unsupported"),
    "other kind": (".docx", b"PK\x03\x04", "unsupported"),
}


@pytest.mark.parametrize(("suffix", "data", "reason"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_file_is_one_clear_failure(tmp_path: Path, suffix: str, data: bytes, reason: str) -> None:
    path = written(tmp_path, f"a{suffix}", data)
    failure = one(path)
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.stage, failure.input) == (reason, "read", failure.message.split(": ")[0])
    assert failure.input.startswith(str(path))
    assert "\n" not in failure.message


LINES = {
    "broken": (b'{"text": "X', "json"),
    "a list": (b'["text"]', "json"),
    "a number": (b"12", "json"),
    "huge number": (b"1" * 5000, "json"),
    "deep": (b"[" * 200_000, "json"),
    "no text": (b'{"title": "X"}', "no_text"),
    "null text": (b'{"text": null}', "no_text"),
    "blank text": (b'{"text": " \\n"}', "no_text"),
    "text is a list": (b'{"text": ["X"]}', "json_type"),
    "title is a number": (b'{"title": 7, "text": "X"}', "json_type"),
    "id is a truth value": (b'{"id": true, "text": "X"}', "json_type"),
    "id is an object": (b'{"id": {}, "text": "X"}', "json_type"),
    "lone surrogate": (b'{"text": "X\\ud800m"}', "surrogates"),
    "NUL": (b'{"text": "X\\u0000m"}', "nul"),
    "long line": (b'{"text": "' + b"x" * 5000 + b'"}', "line_too_long"),
    "wrong encoding": (b'{"text": "\xe9\xe8\xff\xfa"}', "encoding"),
}


@pytest.mark.parametrize(("line", "reason"), LINES.values(), ids=LINES)
def test_bad_line_never_loses_the_others(tmp_path: Path, line: bytes, reason: str) -> None:
    path = written(
        tmp_path, "a.jsonl", b'{"id": 1, "text": "M\xe1\xbb\x99t."}\n' + line + b'\n\n{"id": "b", "text": "Hai."}'
    )
    limits = Settings(max_line_bytes=300_000 if reason == "json" else 4000)
    first, failure, last = read(path, settings=limits)
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.input) == (reason, f"{path}:2")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert [(first.id, first.input), (last.id, last.input)] == [("1", f"{path}:1"), ("b", f"{path}:4")]


def test_damaged_gzip_keeps_what_came_before(tmp_path: Path) -> None:
    rows = "".join(
        json.dumps({"id": str(n), "text": f"Xóm {n} họp. {hashlib.sha256(bytes([n % 256, n // 256])).hexdigest()}"})
        + "\n"
        for n in range(2000)
    )
    packed = gzip.compress(rows.encode())
    *articles, failure = read(written(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2]))
    assert len(articles) > 100
    assert all(isinstance(article, Article) for article in articles)
    assert isinstance(failure, Failure)
    assert failure.reason == "gzip"


def test_json_lines_in_utf_16(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"text": "Xóm họp."}\n{"text": "Bản họp."}\n'.encode("utf-16"))
    assert [item.text for item in read(path) if isinstance(item, Article)] == ["Xóm họp.", "Bản họp."]


def test_large_file_is_refused_by_size(tmp_path: Path) -> None:
    failure = one(written(tmp_path, "a.txt", b"x" * 2000), settings=Settings(max_file_bytes=1000))
    assert isinstance(failure, Failure)
    assert failure.reason == "too_large"


def test_long_article_is_refused(tmp_path: Path) -> None:
    failure = one(written(tmp_path, "a.txt", "xóm " * 500), settings=Settings(max_article_chars=1000))
    assert isinstance(failure, Failure)
    assert failure.reason == "too_long"


def test_file_that_vanishes_is_a_failure(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", TEXT)
    stream = read([path])
    path.unlink()
    (failure,) = stream
    assert isinstance(failure, Failure)
    assert failure.reason == "missing"


def test_forbidden_file_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.txt", TEXT)

    def refuse(self: Path, mode: str = "r") -> None:  # root may read everything, so the refusal is played
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    failure = one(path)
    assert isinstance(failure, Failure)
    assert failure.reason == "permission"


@pytest.mark.parametrize("name", ["missing.txt", "empty", "a\x00b", "x" * 5000], ids=["path", "folder", "NUL", "long"])
def test_nothing_to_read_is_said_at_the_call(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.docx").write_bytes(b"x")
    with pytest.raises(NothingToReadError):
        read(f"{tmp_path}/{name}")


def test_no_paths_is_nothing_to_read() -> None:
    with pytest.raises(NothingToReadError, match="no input"):
        read([])


def test_missing_path_among_others_is_a_failure(tmp_path: Path) -> None:
    items = list(read([written(tmp_path, "a.txt", TEXT), tmp_path / "b.txt"]))
    assert [type(item) for item in items] == [Article, Failure]


def test_folder_is_read_to_the_bottom_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.HTML", "a.txt", ".hidden.txt", ".git/x.txt", "c.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        written(tmp_path, name, PAGE if name.endswith("HTML") else TEXT)
    items = list(read(tmp_path))
    assert [item.input for item in items] == [f"{tmp_path}/a.txt", f"{tmp_path}/b/1.HTML", f"{tmp_path}/b/2.txt"]
    assert all(isinstance(item, Article) for item in items)


def test_equal_ids_are_told_apart_whatever_the_order(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
    paths = [written(tmp_path, "x/bai.txt", TEXT), written(tmp_path, "y/bai.txt", TEXT + "Thêm.")]
    one, other = list(read(paths)), list(read([*reversed(paths), paths[0]]))
    assert one == other
    ids = [item.id for item in one if isinstance(item, Article)]
    assert ids[0] == "bai"
    assert ids[1].startswith("bai-")
    assert len(ids) == 2


def test_line_without_id_is_named_by_its_text(tmp_path: Path) -> None:
    first, second, third = read(written(tmp_path, "a.jsonl", '{"text":"Xóm."}\n{"text":"Bản."}\n{"text":"Xóm."}'))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(third, Article)
    assert len({first.id, second.id, third.id}) == 3
    assert third.id.startswith(f"{first.id}-")


COMPOSED = {
    "title and lead": (
        {"title": "Tên", "lead": "Đoạn mở.", "body": "Thân bài."},
        "Tên\n\nĐoạn mở.\n\nThân bài.",
        "title lead body",
    ),
    "lead in the body": (
        {"title": "Tên", "lead": "Đoạn mở.", "body": "Đoạn  mở.\n\nThân."},
        "Tên\n\nĐoạn  mở.\n\nThân.",
        "title lead body",
    ),
    "title in the body": (
        {"title": "Tên", "text": "Tên\n\nĐoạn mở.\n\nThân."},
        "Tên\n\nĐoạn mở.\n\nThân.",
        "title lead body",
    ),
    "lead only": ({"lead": "Đoạn mở.", "body": "Thân bài."}, "Đoạn mở.\n\nThân bài.", "lead body"),
    "body only": ({"body": "Một dòng."}, "Một dòng.", "body"),
    "title over lines": (
        {"title": "Tên\n bài", "body": "Đoạn mở.\n\nThân."},
        "Tên bài\n\nĐoạn mở.\n\nThân.",
        "title lead body",
    ),
}


@pytest.mark.parametrize(("row", "text", "zones"), COMPOSED.values(), ids=COMPOSED)
def test_parts_make_one_text(tmp_path: Path, row: dict[str, str], text: str, zones: str) -> None:
    article = one(written(tmp_path, "a.jsonl", json.dumps(row)))
    assert isinstance(article, Article)
    assert article.text == text
    assert [zone.zone for zone in article.zones] == zones.split()


def test_source_and_date_are_kept(tmp_path: Path) -> None:
    row = {
        "url": "https://bao.example/1",
        "source": "Báo Ven Sông",
        "published": "05/03/2024 14:30",
        "text": "Xóm họp.",
    }
    article = one(written(tmp_path, "a.jsonl", json.dumps(row)))
    assert isinstance(article, Article)
    assert (article.url, article.source) == (row["url"], row["source"])
    assert (article.published, article.published_basis) == ("2024-03-05T14:30:00+07:00", "metadata")


def test_date_line_gives_the_date(tmp_path: Path) -> None:
    article = one(written(tmp_path, "a.txt", "Thứ Tư, 08/04/2020, 08:11 [GMT+7]\n" + TEXT))
    assert isinstance(article, Article)
    assert (article.published, article.published_basis) == ("2020-04-08T08:11:00+07:00", "dateline")
    assert article.title == "Xóm Gò Mít thắp sáng đường quê"


STREAMS = {
    "text": (TEXT.encode(), ["-"]),
    "lines": (b'{"text": "X."}\n{"text": "Y."}\n', ["-:1", "-:2"]),
    "packed lines": (gzip.compress(b'\n{"text": "X."}\n'), ["-:2"]),
    "page": (PAGE.encode(), ["-"]),
    "nothing": (b"", ["-"]),
}


@pytest.mark.parametrize(("data", "inputs"), STREAMS.values(), ids=STREAMS)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, inputs: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    items = list(read("-"))
    assert [item.input for item in items] == inputs
    assert all(isinstance(item, Article) for item in items) == bool(data)


def test_name_that_is_no_utf_8_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/b\xe0i.txt"
    Path(os.fsdecode(path)).write_text(TEXT, encoding="utf-8")
    article = one(Path(os.fsdecode(path)))
    assert isinstance(article, Article)
    assert article.input.endswith("b\\xe0i.txt")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    data=st.one_of(
        st.binary(max_size=400), st.text(max_size=200).map(lambda text: text.encode("utf-16", "surrogatepass"))
    ),
    head=st.sampled_from([b"", b"{", b'{"text": "', b"<p>", b"\xff\xfe", b"\x1f\x8b\x08", b"\xef\xbb\xbf"]),
    suffix=st.sampled_from([".txt", ".jsonl", ".jsonl.gz", ".html", ".warc", ".odt"]),
)
def test_no_bytes_make_it_raise(tmp_path: Path, data: bytes, head: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(head + data)
    items = list(read(path))
    assert items
    for item in items:
        assert isinstance(item, Article | Failure)
        if isinstance(item, Article):
            item.text.encode("utf-8")
            assert unicodedata.is_normalized("NFC", item.text)
            assert all(item.text[zone.start : zone.end].strip() for zone in item.zones)
