"""Pages into WARC 1.1 files: written at the end, counted only when the database says so.

A file is called `….warc.gz.open` while it is written and gets its name when it
is complete. What stands behind the last byte that the database knows of is cut
off when the archive is opened again.
"""

from __future__ import annotations

import io
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tinbai import __version__
from tinbai.crawl.fetch import Reply
from tinbai.errors import CrawlError, OutputError
from tinbai.pages.stored import KIND_FIELD

_OPEN = ".open"
_SYNC_SECONDS = 1.0
SOURCE_FIELD = "X-Tinbai-Source"  # where a page was fetched if not from its own address
# http.client has undone these; the archive says what they were.
_UNDONE = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: file name in the archive, half-open range of bytes, and its id, digest and date."""

    file: str
    offset: int
    end: int
    record: str
    digest: str
    date: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An archived page with the same content."""

    url: str
    date: str


class Archive:
    """The WARC files of one folder; one writer at a time.

    Args:
        folder: exists.
        most_bytes: a file above this is completed and the next one begun.
        agent: user agent, for the file's description.
    """

    def __init__(self, folder: Path, *, most_bytes: int, agent: str) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._agent = agent
        self._file: IO[bytes] | None = None
        self._name = ""
        self._end = 0
        self._sync_at = 0.0
        self._known: frozenset[str] = frozenset()

    def shortened(self, known: Mapping[str, int]) -> dict[str, int]:
        """Return the files that are shorter than the database knows, with their size: a power cut took their end."""
        sizes = {name: stored_file(self._folder, name).stat().st_size for name in known if self._is_open(name)}
        return {name: size for name, size in sizes.items() if size < known[name]}

    def _is_open(self, name: str) -> bool:
        return (self._folder / (name + _OPEN)).exists()

    def recover(self, known: Mapping[str, int]) -> None:
        """Complete what a killed crawl left: cut off what the database does not know, name the files.

        Args:
            known: bytes of each file that the database knows of.

        Raises:
            CrawlError: a file is shorter than was written; something else has changed it.
        """
        self._known = frozenset(known)  # a name is not used again, even if its file is lost
        for path in sorted(self._folder.glob(f"*.warc.gz{_OPEN}")):
            final = path.with_name(path.name.removesuffix(_OPEN))
            if not known.get(final.name):
                path.unlink()
                continue
            if path.stat().st_size < known[final.name]:
                raise CrawlError(f"{path}: the file is shorter than what was written to it; restore it from a copy")
            with path.open("r+b") as file:
                file.truncate(known[final.name])
                os.fsync(file.fileno())
            path.rename(final)

    def append(self, reply: Reply, *, kind: str, when: float, earlier: Earlier | None = None) -> Place:
        """Write an answer behind the last record; it counts once it is committed.

        A killed process loses nothing that was written. Against a power cut the disk is forced once a second,
        which at a polite pace is after each page; what one takes nevertheless is fetched again (`shortened`).

        Args:
            reply: what was received.
            kind: `article`, `listing`, `sitemap`, `feed` or `robots`.
            when: time of the request.
            earlier: a page with the same content; then only that is noted.

        Raises:
            OutputError: the disk is full or does not take it; the file is as before.
        """
        try:
            if self._file is None or self._end >= self._most_bytes:
                self._next_file()
            assert self._file is not None
            if not self._end:
                self._describe(self._file)
            offset = self._file.tell()
            record, digest = self._write(self._file, reply, kind, reply.captured or iso_date(when), earlier)
            if time.monotonic() >= self._sync_at:
                os.fsync(self._file.fileno())
                self._sync_at = time.monotonic() + _SYNC_SECONDS
            return Place(self._name, offset, self._file.tell(), record, digest, reply.captured or iso_date(when))
        except OSError as error:
            self.undo()
            raise OutputError(f"{self._folder}: the archive cannot be written ({error.strerror or error})") from error

    def commit(self, place: Place) -> None:
        """Take note that the database knows the record at `place`."""
        self._end = place.end

    def undo(self) -> bool:
        """Cut off what was written but not committed; say whether the disk let us (else the next start does)."""
        try:
            if self._file is not None:
                self._file.seek(self._end)
                self._file.truncate()
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Give the file that is being written its name; an empty one goes."""
        file, whole = self._file, self.undo()
        self._file = None
        if file is None:
            return
        try:
            os.fsync(file.fileno())
        except OSError:
            whole = False
        file.close()
        if not whole:  # the next start cuts it
            return
        path = self._folder / (self._name + _OPEN)
        if self._end:
            path.rename(self._folder / self._name)
        else:
            path.unlink()

    def _next_file(self) -> None:
        self.close()
        names = {path.name for path in self._folder.glob("tinbai-*.warc.gz*")} | self._known
        self._name = (
            f"tinbai-{max((int(name[7:12]) for name in names if name[7:12].isdigit()), default=0) + 1:05}.warc.gz"
        )
        self._end = 0
        self._file = (self._folder / (self._name + _OPEN)).open("xb", buffering=0)

    def _describe(self, file: IO[bytes]) -> None:
        """Write the record that says what wrote this file."""
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        info = {"software": f"tinbai/{__version__}", "format": "WARC file version 1.1"}
        info["http-header-user-agent"] = self._agent
        writer.write_record(writer.create_warcinfo_record(self._name, info))

    def _write(self, file: IO[bytes], reply: Reply, kind: str, date: str, earlier: Earlier | None) -> tuple[str, str]:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        identity = f"<urn:uuid:{uuid.uuid4()}>"
        fields = {"WARC-Record-ID": identity, "WARC-Date": date, KIND_FIELD: kind}
        if reply.source is not None:
            fields[SOURCE_FIELD] = reply.source
        head = StatusAndHeaders(
            f"{reply.status} {reply.reason}".strip(),
            [(_UNDONE.get(name.lower(), name), value) for name, value in reply.headers],
            protocol="HTTP/1.1",
        )
        record: Any
        if earlier is None:
            record = writer.create_warc_record(
                reply.url, "response", payload=io.BytesIO(reply.raw), length=len(reply.raw),
                http_headers=head, warc_headers_dict=fields,
            )  # fmt: skip
        else:
            record = writer.create_revisit_record(
                reply.url, payload_digest(reply.raw), earlier.url, earlier.date,
                http_headers=head, warc_headers_dict=fields,
            )  # fmt: skip
        writer.write_record(record)
        return identity, payload_digest(reply.raw)


def payload_digest(raw: bytes) -> str:
    """Return the digest of a body as WARC writes it.

    Example:
        >>> payload_digest(b"")
        'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    import base64
    import hashlib

    return "sha1:" + base64.b32encode(hashlib.sha1(raw, usedforsecurity=False).digest()).decode()


def iso_date(when: float) -> str:
    """Return a time as WARC 1.1 writes it.

    Example:
        >>> iso_date(0.5)
        '1970-01-01T00:00:00.500000Z'
    """
    return datetime.fromtimestamp(when, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def stored_file(folder: Path, name: str) -> Path:
    """Return where an archive file is, whether or not it is complete."""
    final = folder / name
    return final if final.exists() else folder / (name + _OPEN)
