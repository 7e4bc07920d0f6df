"""WARC files cut and bent at every byte: whole records exactly, the rest reported, never a wrong one."""

from __future__ import annotations

import gzip
import io
import random
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tinbai.pages.read import read
from tinbai.pages.warc import Damage, Record, record_at, records
from tinbai.records import Article, Failure
from tinbai.settings import Settings

MOST = 1_000_000
COUNT = 20


def response(writer: WARCWriter, number: int, body: bytes, *fields: tuple[str, str], status: str = "200 OK") -> None:
    head = StatusAndHeaders(status, [("Content-Type", "text/html"), *fields], protocol="HTTP/1.1")
    url = f"https://baoxom.vn/tin-{number}.html"
    writer.write_record(
        writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=head)
    )


def sample(*, packed: bool) -> tuple[bytes, list[int]]:
    """Twenty records and where each begins."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed, warc_version="1.1")
    starts = []
    for number in range(COUNT):
        starts.append(file.tell())
        response(writer, number, f"<p>xóm {number}</p>".encode() * (1 + number % 3))
    return file.getvalue(), [*starts, file.tell()]


def contents(data: bytes) -> list[tuple[str, bytes]]:
    return [
        (item.headers.get("warc-target-uri", ""), item.block)
        for item in records(data, most_bytes=MOST)
        if isinstance(item, Record)
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_cut_at_every_byte(packed: bool) -> None:
    data, starts = sample(packed=packed)
    whole = contents(data)
    assert len(whole) == COUNT
    for cut in range(len(data)):
        before = sum(start <= cut for start in starts) - 1
        found = list(records(data[:cut], most_bytes=MOST))
        good = [item for item in found if isinstance(item, Record)]
        assert [(item.headers["warc-target-uri"], item.block) for item in good] == whole[:before]
        damaged = [item for item in found if isinstance(item, Damage)]
        assert bool(damaged) == (cut not in starts)
        assert found == [] or (found[0].offset, found[-1].end) == (0, cut)


@pytest.mark.parametrize("packed", [True, False])
def test_flipped_bytes(packed: bool) -> None:
    data, starts = sample(packed=packed)
    whole = contents(data)
    chance = random.Random(3)
    for position in range(0, len(data), 1 if packed else 3):
        bent = bytearray(data)
        bent[position] ^= 1 << chance.randrange(8)
        found = list(records(bytes(bent), most_bytes=MOST))
        good = [(item.headers.get("warc-target-uri", ""), item.block) for item in found if isinstance(item, Record)]
        at = sum(start <= position for start in starts) - 1
        assert good[:at] == whole[:at]
        assert [block for _, block in good if block not in [content for _, content in whole]] == []
        assert good[-(COUNT - at - 1) :] == whole[at + 1 :] or at == COUNT - 1
        assert len(good) == COUNT or any(isinstance(item, Damage) for item in found)


def test_records_are_read_where_they_stand() -> None:
    data, starts = sample(packed=True)
    third = record_at(data, starts[3], most_bytes=MOST)
    assert third is not None
    assert third.headers["warc-target-uri"] == "https://baoxom.vn/tin-3.html"
    assert record_at(data, starts[3] + 1, most_bytes=MOST) is None


def test_a_record_that_is_too_large_is_passed_over() -> None:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    response(writer, 1, b"x" * 3_000_000)
    response(writer, 2, b"<p>")
    large, small = records(file.getvalue(), most_bytes=MOST)
    assert isinstance(large, Damage)
    assert "more than 1000000 bytes" in large.reason
    assert isinstance(small, Record)


def test_one_gzip_member_for_all_records_is_read() -> None:
    data, _ = sample(packed=False)
    assert contents(gzip.compress(data)) == contents(data)


PAGE = "<h1>Chuyện xóm {0}</h1><article>" + "<p>Bà con xóm {0} góp công làm đường bê tông mới.</p>" * 8 + "</article>"


def test_pages_become_articles_and_damage_a_failure(tmp_path: Path) -> None:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    response(writer, 1, PAGE.format(1).encode())
    response(writer, 2, gzip.compress(PAGE.format(2).encode()), ("Content-Encoding", "gzip"))
    body = PAGE.format(3).encode()
    response(writer, 3, b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), ("Transfer-Encoding", "chunked"))
    response(writer, 4, b"", ("Location", "/"), status="302 Found")
    response(writer, 5, gzip.compress(bytes(9_000_000)), ("Content-Encoding", "gzip"))
    response(writer, 6, b"\x1f\x8bjunk", ("Content-Encoding", "gzip"))
    response(writer, 7, b"<ul><li>Menu</li></ul>")
    size = file.tell()
    response(writer, 8, PAGE.format(8).encode())
    (tmp_path / "a.warc.gz").write_bytes(file.getvalue()[:-9])
    items = list(read(tmp_path, settings=Settings(max_file_bytes=1_000_000)))
    articles = [item for item in items if isinstance(item, Article)]
    failures = [item for item in items if isinstance(item, Failure)]
    assert [article.title for article in articles] == ["Chuyện xóm 1", "Chuyện xóm 2", "Chuyện xóm 3"]
    assert [article.url for article in articles] == [f"https://baoxom.vn/tin-{n}.html" for n in (1, 2, 3)]
    assert len({article.id for article in articles}) == 3
    assert [failure.reason for failure in failures] == ["too_large", "gzip", "no_article", "warc"]
    assert failures[-1].input == f"{tmp_path}/a.warc.gz:{size}"
    assert all(failure.message.startswith(f"{failure.input}: ") for failure in failures)


@pytest.mark.parametrize(
    "fields",
    [
        [("Content-Length", "99999")],
        [("Transfer-Encoding", "chunked")],
        [("Content-Encoding", "gzip")],
    ],
    ids=["shorter than said", "last chunk missing", "end of gzip missing"],
)
def test_a_short_page_is_never_given_as_whole(tmp_path: Path, fields: list[tuple[str, str]]) -> None:
    body = PAGE.format(1).encode()
    cut = {"Transfer-Encoding": b"%x\r\n%s" % (len(body), body[:-200]), "Content-Encoding": gzip.compress(body)[:-20]}
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True, warc_version="1.1")
    response(writer, 1, cut.get(fields[0][0], body), *fields)
    response(writer, 2, PAGE.format(2).encode())
    (tmp_path / "a.warc.gz").write_bytes(file.getvalue())
    failure, article = read(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.reason in ("truncated", "gzip")
    assert failure.input == f"{tmp_path}/a.warc.gz:0"
    assert isinstance(article, Article)
    assert article.title == "Chuyện xóm 2"


def test_a_page_that_the_crawler_cut_is_said_to_be_cut(tmp_path: Path) -> None:
    file = io.BytesIO()
    response(WARCWriter(file, gzip=False, warc_version="1.1"), 1, PAGE.format(1).encode())
    said = file.getvalue().replace(b"WARC-Type:", b"WARC-Truncated: length\r\nWARC-Type:", 1)
    (tmp_path / "a.warc").write_bytes(said)
    (failure,) = read(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.reason == "truncated"


def test_an_archive_without_pages_says_so(tmp_path: Path) -> None:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=False)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "x"}))
    (tmp_path / "a.warc").write_bytes(file.getvalue())
    (failure,) = read(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.reason == "empty"
