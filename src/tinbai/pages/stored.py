"""Pages out of WARC archives: the HTML responses, unpacked, with their address and day of fetching."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tinbai.errors import InputError
from tinbai.pages.warc import Damage, Record, header_fields, records
from tinbai.settings import DEFAULT, Settings

# What tinbai's own archives say about a record beside the standard fields.
KIND_FIELD = "X-Tinbai-Kind"
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_BYTES = 65_536
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]*\r\n")


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One page of an archive.

    Attributes:
        where: `path:offset` of its record.
        url: address it was fetched from.
        fetched: `WARC-Date`, as printed.
        body: the page, unpacked.
    """

    where: str
    url: str
    fetched: str
    body: bytes


class TooLargeError(Exception):
    """A body is larger, unpacked, than it may be."""


def pages(path: Path, name: str, *, settings: Settings = DEFAULT) -> Iterator[StoredPage | InputError]:
    """Yield the articles' pages of a WARC file in its order, and an error for each damaged part.

    Passed over are redirects and errors, other types than HTML, lists and robots files
    that tinbai's crawler marked as such, and revisits, whose content was read before.

    Raises:
        InputError: `empty`: the file has no byte, or no page and no damage either.
    """
    count = 0
    with path.open("rb") as file:
        if not file.seek(0, 2):
            raise InputError(f"{name}: the file is empty", where=name, reason="empty")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for item in records(data, most_bytes=settings.max_file_bytes):
                where = f"{name}:{item.offset}"
                if isinstance(item, Damage):
                    message = f"{where}: {item.reason} ({item.end - item.offset} bytes passed over)"
                    yield InputError(message, where=where, reason="warc")
                elif (page := _page(item, where, settings)) is not None:
                    yield page
                else:
                    continue
                count += 1
    if not count:
        raise InputError(f"{name}: the archive holds no page", where=name, reason="empty")


def _page(record: Record, where: str, settings: Settings) -> StoredPage | InputError | None:
    if record.kind != "response" or record.headers.get(KIND_FIELD.lower(), "article") != "article":
        return None
    status, headers, body = http_parts(record.block)
    kind = headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if status != 200 or kind not in _HTML_TYPES:
        return None
    said = headers.get("content-length", "")
    if "warc-truncated" in record.headers or (said.isascii() and said.isdigit() and len(body) < int(said[:15])):
        message = f"{where}: the page was cut short when it was archived ({len(body)} bytes are left)"
        return InputError(message, where=where, reason="truncated")
    try:
        body = unpacked(dechunked(body, headers), headers.get("content-encoding", ""), settings.max_file_bytes)
    except TooLargeError:
        message = f"{where}: the page has more than {settings.max_file_bytes} bytes"
        return InputError(message, where=where, reason="too_large")
    except (zlib.error, EOFError) as error:
        return InputError(f"{where}: the page cannot be unpacked ({error})", where=where, reason="gzip")
    url = record.headers.get("warc-target-uri", "").strip("<>")
    return StoredPage(where, url, record.headers.get("warc-date", ""), body)


def http_parts(block: bytes) -> tuple[int, dict[str, str], bytes]:
    r"""Return status (0 if there is none), header fields and body of an HTTP response as archived.

    Example:
        >>> http_parts(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
        (200, {'content-type': 'text/html'}, b'<p>')
    """
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    line, _, fields = head.partition(b"\n")
    status = re.match(rb"HTTP/\d(?:\.\d)? +(\d{3})", line)
    return int(status[1]) if status else 0, header_fields(fields), body


def unpacked(body: bytes, encoding: str, most_bytes: int, *, cut: bool = False) -> bytes:
    """Return `body` without its content encoding (`gzip`, `deflate` or none).

    Args:
        body: the bytes as sent.
        encoding: the header field `Content-Encoding`.
        most_bytes: limit of what is returned.
        cut: end a longer or incomplete body there instead of refusing it.

    Raises:
        TooLargeError: there is more than `most_bytes`; a bomb is not unpacked further than that.
        zlib.error, EOFError: damaged or cut.
    """
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip"):
            body = _inflated(body, 31, most_bytes, cut)
        elif name == "deflate":  # some servers send it without the zlib header
            body = _inflated(body, 15 if body[:1] == b"\x78" else -15, most_bytes, cut)
        elif name not in ("", "identity"):
            raise zlib.error(f"content encoding {name}")
    if len(body) > most_bytes and not cut:
        raise TooLargeError
    return body[:most_bytes]


def _inflated(body: bytes, wbits: int, most_bytes: int, cut: bool) -> bytes:
    unpacker = zlib.decompressobj(wbits=wbits)
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest and not unpacker.eof:
        part = unpacker.decompress(rest, _CHUNK_BYTES)
        rest = unpacker.unconsumed_tail
        size += len(part)
        parts.append(part)
        if size > most_bytes:
            if cut:
                return b"".join(parts)
            raise TooLargeError
    if not unpacker.eof and not cut:
        raise EOFError("it ends too early")
    return b"".join(parts)


def dechunked(body: bytes, headers: dict[str, str]) -> bytes:
    r"""Return `body` without the chunk sizes that some archives keep; unchanged if it has none.

    Raises:
        EOFError: the last chunks are missing.

    Example:
        >>> dechunked(b"3\r\nabc\r\n0\r\n\r\n", {"transfer-encoding": "chunked"})
        b'abc'
    """
    if headers.get("transfer-encoding", "").lower() != "chunked":
        return body
    parts: list[bytes] = []
    at = 0
    while (size := _CHUNK.match(body, at)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        part = body[size.end() : size.end() + length]
        if len(part) < length:
            raise EOFError("its last chunks are missing")
        parts.append(part)
        at = size.end() + length + 2
    if not at:  # the archive had taken the sizes out
        return body
    raise EOFError("its last chunks are missing")
