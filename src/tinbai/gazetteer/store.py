"""Reads the packed list of units (`data/units.tsv.gz`, built by `tools/build_gazetteer.py`)."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from sys import intern
from types import MappingProxyType

from tinbai.errors import GazetteerError
from tinbai.gazetteer.units import UNIT_LEVELS, Unit

FORMAT = "tinbai.units/1"
_LEVELS = {level[0]: level for level in UNIT_LEVELS}


@dataclass(frozen=True, slots=True)
class Store:
    """The units in the order of the file, and where they come from."""

    units: tuple[Unit, ...]
    provenance: Mapping[str, str]


def read(path: Path | None = None) -> Store:
    """Read a packed list of units.

    Args:
        path: the file; None reads the one of the package.

    Raises:
        GazetteerError: missing, damaged, or of another format.
    """
    source = path or resources.files(__package__) / "data" / "units.tsv.gz"
    try:
        lines = gzip.decompress(source.read_bytes()).decode("utf-8").splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise GazetteerError(f"the list of units {source} cannot be read: {error}") from error
    head = dict(line[1:].split("\t", 1) for line in lines[:20] if line.startswith("#") and "\t" in line)
    if head.get("format") != FORMAT:
        raise GazetteerError(f"the list of units {source} is not of format {FORMAT}: rebuild it")
    body = lines[len(head) + 1 :]
    if head.get("rows") != str(len(body)):
        raise GazetteerError(f"the list of units {source} has {len(body)} of {head.get('rows')} rows: rebuild it")
    try:
        return Store(tuple(_unit(line) for line in body), MappingProxyType(head))
    except (KeyError, ValueError) as error:
        raise GazetteerError(f"the list of units {source} has a wrong line: {error}") from error


def _unit(line: str) -> Unit:
    (level, code, type_word, short, parent, valid_from, valid_to, lat, lon, seen_after, aliases, successors, basis) = (
        line.split("\t")
    )
    return Unit(
        code=code,
        valid_from=intern(valid_from),
        valid_to=intern(valid_to) if valid_to else None,
        level=_LEVELS[level],
        type_word=intern(type_word),
        short=intern(short),
        parent=intern(parent) if parent else None,
        lat=float(lat) if lat else None,
        lon=float(lon) if lon else None,
        seen_after=intern(seen_after),
        aliases=tuple(aliases.split("|")) if aliases else (),
        successor_codes=tuple(successors.split(",")) if successors else (),
        successor_basis=intern(basis),
    )
