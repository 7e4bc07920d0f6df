"""The manifest: what a dataset was made from and the digest of each of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tinbai import __version__
from tinbai.dataset.schema import DATASET_ID
from tinbai.records import CODEBOOK_VERSION, SCHEMA_ID


def manifest(folder: Path, rows: Mapping[str, int], rejected: int | None = None) -> dict[str, Any]:
    """Return the manifest of a finished `folder`; it holds no clock time, so equal inputs give equal bytes.

    Args:
        folder: holds every file of the dataset but the manifest.
        rows: number of rows by table.
        rejected: number of articles that the gate rejected; None if it was not used.
    """
    read = rows["articles"] + rows["failures"] + (rejected or 0)
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {
        "dataset": DATASET_ID,
        "annotation": SCHEMA_ID,
        "tinbai": __version__,
        "codebook": CODEBOOK_VERSION,
        "gazetteer": gazetteer_version(),
        "gate": rejected is not None,
        "inputs": {"read": read, "failed": rows["failures"], "rejected": rejected or 0},
        "rows": dict(rows),
        "files": {path.name: {"bytes": path.stat().st_size, "sha256": digest(path)} for path in files},
    }


def as_json(value: Mapping[str, Any]) -> str:
    """Return `value` as readable JSON with a final newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def gazetteer_version() -> str:
    """Return the version of the gazetteer that places were linked with."""
    from tinbai.gazetteer import default

    return default().version
