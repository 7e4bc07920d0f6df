"""From what the caller names to the list of files to read, in an order that never varies."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tinbai.errors import NothingToReadError

STANDARD_INPUT = "-"
# Longest suffix first: `.jsonl.gz` is not `.gz`.
SUFFIXES = (".jsonl.gz", ".warc.gz", ".jsonl", ".parquet", ".warc", ".html", ".htm", ".txt")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read.

    Attributes:
        name: the path as given, fit to print; for a file of a folder the joined path.
        path: the path to open, None for standard input.
        suffix: one of `SUFFIXES`, or None if tinbai reads no such file.
        missing: why it cannot be read, known without opening it.
    """

    name: str
    path: Path | None
    suffix: str | None
    missing: str | None = None


def expand(given: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[Source]:
    """Return the files behind `given`, sorted by path, each once; standard input comes last.

    Folders are searched to the bottom; hidden files and files with other suffixes in them are passed over.

    Raises:
        NothingToReadError: nothing is given, or no path leads to a file that could be read.
    """
    named = [given] if isinstance(given, str | os.PathLike) else list(given)
    found: dict[str, Source] = {}
    for item in named:
        for source in _sources(os.fspath(item)):
            found.setdefault(source.name, source)
    ordered = sorted(found.values(), key=lambda source: (source.path is None and not source.missing, source.name))
    if not ordered:
        raise NothingToReadError("no input is given: name a file, a folder or - for standard input")
    if all(source.missing for source in ordered):
        reasons = "; ".join(f"{source.name}: {source.missing}" for source in ordered[:3])
        raise NothingToReadError(f"nothing to read: {reasons}")
    return ordered


def printable(path: str) -> str:
    """Return `path` as valid Unicode: bytes that are no UTF-8 are written as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _sources(item: str) -> list[Source]:
    if item == STANDARD_INPUT:
        return [Source(STANDARD_INPUT, None, None)]
    name = printable(item)
    try:
        path = Path(item)
        if path.is_dir():
            return _folder(path) or [Source(name, None, None, "the folder holds no file that tinbai reads")]
        if not os.path.lexists(path):
            return [Source(name, None, None, "there is no such file or folder")]
    except (OSError, ValueError) as error:  # a name that no file system takes
        return [Source(name, None, None, f"is no usable path ({error})")]
    return [Source(name, path, suffix_of(item))]


def _folder(folder: Path) -> list[Source]:
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in files:
            path = Path(parent, file)
            suffix = suffix_of(file)
            if suffix and not file.startswith(".") and (path.is_file() or path.is_symlink()):
                found.append(Source(printable(str(path)), path, suffix))
    return found


def suffix_of(name: str) -> str | None:
    """Return the suffix of `name` that tinbai knows, in lower case, or None.

    Example:
        >>> suffix_of("bao.JSONL.gz"), suffix_of("anh.png")
        ('.jsonl.gz', None)
    """
    lowered = name.lower()
    return next((suffix for suffix in SUFFIXES if lowered.endswith(suffix)), None)


def stem_of(name: str) -> str:
    """Return the file name without the suffix that tinbai knows.

    Example:
        >>> stem_of("2024/bai_7.html")
        'bai_7'
    """
    base = name.rsplit("/", 1)[-1].rsplit(os.sep, 1)[-1]
    suffix = suffix_of(base)
    return base[: -len(suffix)] if suffix and len(base) > len(suffix) else base
