"""JSON Lines → article fields, one line at a time, however long the file or the line."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tinbai.errors import InputError
from tinbai.pages.encoding import decode
from tinbai.settings import Settings
from tinbai.text.normalize import fold, nfc

_STRINGS = ("url", "source", "title", "lead", "published")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Fields:
    """What one JSON object says, with the text composed.

    Attributes:
        text: NFC text: title, lead and body, parted by blank lines.
        has_title: whether the first line of the text is a given title; None if it may be.
        flags: what had to be done to decode it.
    """

    id: str | None
    url: str | None
    source: str | None
    title: str | None
    published: str | None
    text: str
    has_title: bool | None
    flags: tuple[str, ...] = ()


def lines(stream: io.BufferedReader[Any], *, name: str, settings: Settings) -> Iterator[tuple[str, bytes | InputError]]:
    """Yield (`name:line`, bytes) of each line that is not blank; never more than the limit in memory.

    A line above `max_line_bytes` and the point where a damaged stream breaks are yielded as errors.
    """
    number = 0
    limit = settings.max_line_bytes
    try:
        stream = _recoded(stream)
        while line := stream.readline(limit + 1):
            number += 1
            where = f"{name}:{number}"
            if len(line) > limit and not line.endswith(b"\n"):
                size = _skip(stream, len(line))
                message = f"{where}: the line has {size} bytes, more than {limit}"
                yield where, InputError(message, where=where, reason="line_too_long")
            elif line.strip():
                yield where, line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        where = f"{name}:{number + 1}"
        yield where, InputError(f"{where}: the gzip file is damaged here ({error})", where=where, reason="gzip")
    except UnicodeDecodeError as error:
        where = f"{name}:{number + 1}"
        message = f"{where}: begins like UTF-16 but breaks ({error.reason})"
        yield where, InputError(message, where=where, reason="encoding")


def _recoded(buffered: io.BufferedReader[Any]) -> io.BufferedReader[Any]:
    """Return the stream as lines of UTF-8: UTF-16 with a byte order mark is recoded on the way."""
    if buffered.peek(2)[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return buffered
    return io.BufferedReader(_Recoder(buffered))


class _Recoder(io.RawIOBase):
    """Reads UTF-16 and hands out UTF-8."""

    def __init__(self, stream: io.BufferedReader[Any]) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")()
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            chunk = self._stream.read(_CHUNK_BYTES)
            self._left = self._decoder.decode(chunk, final=not chunk).encode("utf-8")
            if not chunk:
                break
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def _skip(stream: io.BufferedReader[Any], size: int) -> int:
    while chunk := stream.readline(_CHUNK_BYTES):
        size += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return size


def parse(line: bytes, *, where: str, settings: Settings) -> Fields:
    r"""Return the fields of one line.

    Raises:
        InputError: `json` (broken or no object), `json_type` (a value of the wrong type), `no_text`,
            `nul`, `surrogates`, or what `encoding.decode` raises.

    Example:
        >>> from tinbai.settings import DEFAULT
        >>> line = '{"title": "Chuyện xóm", "body": "Xóm có điện."}'.encode()
        >>> parse(line, where="a.jsonl:1", settings=DEFAULT).text
        'Chuyện xóm\n\nXóm có điện.'
    """
    given = decode(line, where=where, settings=settings)
    try:
        value = json.loads(given.text)
    except RecursionError:
        raise InputError(f"{where}: the JSON is nested too deeply", where=where, reason="json") from None
    except ValueError as error:
        raise InputError(f"{where}: no valid JSON ({error})", where=where, reason="json") from None
    if not isinstance(value, dict):
        raise InputError(f"{where}: the line holds no JSON object", where=where, reason="json")
    return replace(fields(value, where=where), flags=given.flags)


def fields(value: Mapping[str, Any], *, where: str) -> Fields:
    r"""Return the fields of one object or row.

    Raises:
        InputError: `json_type` (a value of the wrong type), `no_text`, `nul` or `surrogates`.

    Example:
        >>> fields({"lead": "Xóm họp.", "body": "Bà con vui."}, where="a.parquet:1").text
        'Xóm họp.\n\nBà con vui.'
    """
    given = {key: _string(value.get(key), key, where) for key in _STRINGS}
    body = _string(value.get("text"), "text", where) or _string(value.get("body"), "body", where)
    if not body:
        raise InputError(f"{where}: there is no text under 'text' or 'body'", where=where, reason="no_text")
    text, has_title = _composed(given["title"], given["lead"], body)
    return Fields(
        id=_id(value.get("id"), where),
        url=given["url"],
        source=given["source"],
        title=given["title"],
        published=given["published"],
        text=text,
        has_title=has_title,
    )


def _string(value: Any, key: str, where: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        message = f"{where}: '{key}' must be a string, not {type(value).__name__}"
        raise InputError(message, where=where, reason="json_type")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"{where}: '{key}' has a lone surrogate at character {error.start}, which no text holds"
        raise InputError(message, where=where, reason="surrogates") from None
    if "\x00" in value:
        raise InputError(f"{where}: '{key}' has a NUL character", where=where, reason="nul")
    return nfc(value).strip("\ufeff") if value.strip("\ufeff\u200b \t\r\n\x0b\x0c\u00a0") else None


def _id(value: Any, where: str) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
        return str(value)
    found = _string(value, "id", where)
    return found.strip() if found else None


def _composed(title: str | None, lead: str | None, body: str) -> tuple[str, bool | None]:
    """Return the text of the parts, and whether its first line is a given title.

    A title that opens the body and a lead that the body repeats are not doubled.
    """
    parts = [body]
    if lead and _key(lead) not in _key(body):
        parts.insert(0, lead)
    if title is None:
        return "\n\n".join(parts), False if lead else None
    first = next((line for line in body.splitlines() if line.strip()), "")
    if len(parts) > 1 or _key(first) != _key(title):
        parts.insert(0, " ".join(title.split()))
    return "\n\n".join(parts), True


def _key(text: str) -> str:
    return " ".join(fold(text).split())
