"""WARC records out of files that may be damaged: whole ones exactly, the rest reported.

A record is handed out only if its gzip checksum, its length, its end and its
digests agree. After damage reading goes on at the next place that looks like
the start of a record and is one.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

_GZIP = b"\x1f\x8b\x08"
_START = re.compile(rb"WARC/1\.\d+\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_MOST_HEAD_BYTES = 65_536
_CHUNK_BYTES = 65_536
_END = b"\r\n\r\n"
_HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}
Data = bytes | mmap


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record.

    Attributes:
        offset: where it begins in the file, in bytes (its gzip member if it is packed).
        end: where the next one begins.
        headers: names in small letters.
        block: the content, as long as its header says.
    """

    offset: int
    end: int
    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """`WARC-Type`, such as `response`, `revisit` or `warcinfo`."""
        return self.headers.get("warc-type", "")


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file, half-open, that hold no whole record, and why."""

    offset: int
    end: int
    reason: str


class _BrokenError(Exception):
    """No whole record here; `end` is where it would have ended, if that is known."""

    def __init__(self, reason: str, end: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.end = end


def records(data: Data, *, most_bytes: int) -> Iterator[Record | Damage]:
    r"""Yield what is in a WARC file, in order: every byte belongs to a record or to a damage.

    Args:
        data: the file, packed or not; a memory map for large ones.
        most_bytes: a larger record (unpacked) is passed over and reported.

    Example:
        >>> one = b"WARC/1.1\r\nWARC-Type: metadata\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
        >>> [(item.offset, type(item).__name__) for item in records(one + b"junk" + one, most_bytes=100)]
        [(0, 'Record'), (58, 'Damage'), (62, 'Record')]
    """
    at = 0
    while at < len(data):
        try:
            found = _read_at(data, at, most_bytes)
        except _BrokenError as broken:
            end = broken.end or _next_start(data, at + 1)
            yield Damage(at, end, broken.reason)
            at = end
            continue
        yield from found[0]
        at = found[1]


def record_at(data: Data, offset: int, *, most_bytes: int) -> Record | None:
    """Return the whole record that begins at `offset`, or None if there is none."""
    try:
        found = _read_at(data, offset, most_bytes)[0]
    except _BrokenError:
        return None
    return found[0] if found else None


def _read_at(data: Data, at: int, most_bytes: int) -> tuple[list[Record], int]:
    """Return the records at `at` (several if they share one gzip member) and where they end."""
    if data[at : at + 3] != _GZIP:
        record = _parsed(data, at, at, most_bytes)
        return [record], record.end
    content, end = _member(data, at, most_bytes)
    found: list[Record] = []
    start = 0
    while start < len(content):
        try:
            inner = _parsed(content, start, at, most_bytes)
        except _BrokenError as broken:
            raise _BrokenError(broken.reason, end) from None
        found.append(Record(at, end, inner.headers, inner.block))
        start = inner.end
    return found, end


def _member(data: Data, at: int, most_bytes: int) -> tuple[bytes, int]:
    """Unpack one gzip member, whose checksum and length zlib verifies."""
    unpacker = zlib.decompressobj(wbits=31)
    kept: list[bytes] = []
    size = 0
    position = at
    most = most_bytes + _MOST_HEAD_BYTES
    while not unpacker.eof:
        fed = unpacker.unconsumed_tail
        if not fed:
            fed = data[position : position + _CHUNK_BYTES]
            position += len(fed)
            if not fed:
                raise _BrokenError("the file ends within the record")
        try:
            part = unpacker.decompress(fed, 1_000_000)
        except zlib.error:
            raise _BrokenError("the packed bytes are damaged") from None
        size += len(part)
        if size <= most:
            kept.append(part)
            if not kept[0].startswith(b"WARC/"[: len(kept[0])]):
                raise _BrokenError("the packed bytes are no WARC record")
        else:  # read on to the member's end, keeping nothing
            kept.clear()
    end = position - len(unpacker.unused_data)
    if size > most:
        raise _BrokenError(f"the record has more than {most_bytes} bytes", end)
    return b"".join(kept), end


def _parsed(data: Data, at: int, offset: int, most_bytes: int) -> Record:
    head = data[at : at + _MOST_HEAD_BYTES]
    start = _START.match(head)
    if start is None:
        raise _BrokenError("no record begins here")
    head_end = _HEAD_END.search(head, start.end() - 1)
    if head_end is None:
        raise _BrokenError("the record's header has no end")
    headers = header_fields(head[start.end() : head_end.start()])
    length = headers.get("content-length", "")
    if not re.fullmatch(r"\d{1,15}", length):
        raise _BrokenError("the record's length is no number")
    begin = at + head_end.end()
    end = begin + int(length)
    if end > len(data):
        raise _BrokenError("the file ends within the record")
    if data[end : end + 4] != _END:
        raise _BrokenError("the record is not as long as its header says")
    if int(length) > most_bytes:
        raise _BrokenError(f"the record has more than {most_bytes} bytes", end + 4)
    block = data[begin:end]
    _verify(headers, block)
    return Record(offset, end + 4, headers, block)


def header_fields(head: bytes) -> dict[str, str]:
    r"""Return header lines as a dictionary with names in small letters; a folded line continues its field.

    Example:
        >>> header_fields(b"Content-Type: text/html\r\nX: a\r\n b")
        {'content-type': 'text/html', 'x': 'a b'}
    """
    fields: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t") and name:
            fields[name] += " " + line.strip()
            continue
        name, _, value = line.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, value.strip())
    return fields


def _verify(headers: dict[str, str], block: bytes) -> None:
    """Compare the digests that the header gives with the content."""
    parts = {"warc-block-digest": block}
    if headers.get("warc-type") == "response" and "warc-block-digest" not in headers:
        found = _HEAD_END.search(block, 0, _MOST_HEAD_BYTES)
        parts = {"warc-payload-digest": block[found.end() :] if found else block}
    for name, content in parts.items():
        algorithm, _, printed = headers.get(name, "").partition(":")
        if algorithm.lower() not in _HASHES:
            continue
        digest = _HASHES[algorithm.lower()](content, usedforsecurity=False).digest()
        if printed.upper() not in (base64.b32encode(digest).decode(), digest.hex().upper()):
            raise _BrokenError(f"the record does not match its {name}")


def _next_start(data: Data, at: int) -> int:
    """Return where the next record may begin, from `at` on; the end of the data if nowhere."""
    while True:
        packed = data.find(_GZIP, at)
        plain = data.find(b"WARC/1.", at)
        places = [place for place in (packed, plain) if place >= 0]
        if not places:
            return len(data)
        at = min(places)
        if at == plain or _opens_record(data[at : at + _CHUNK_BYTES]):
            return at
        at += 1


def _opens_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, 5) == b"WARC/"
    except zlib.error:
        return False
