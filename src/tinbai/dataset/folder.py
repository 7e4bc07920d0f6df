"""The output folder: written beside its place, then moved there whole, or not at all.

A dataset is made in a hidden sibling folder and renamed when it is complete, so
a reader never sees half of one. A run that was killed leaves at most such a
hidden folder, which the next run into the same place removes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tinbai.dataset.schema import DATASET_ID
from tinbai.errors import OutputError

MANIFEST = "manifest.json"


@contextmanager
def replacing(out: Path, *, force: bool = False) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well it takes the place of `out`.

    Args:
        out: the dataset's folder: missing, empty, or an earlier dataset of ours.
        force: replace an earlier dataset of ours even if files were added to it.

    Raises:
        OutputError: `out` is not ours, not a folder, or cannot be written.
    """
    out = Path(os.path.abspath(out))  # noqa: PTH100 - resolve() would replace a link's target instead of asking
    if out.is_symlink():
        out = out.resolve()
    try:
        _recover(out)
        check_free(out, force=force)
        out.parent.mkdir(parents=True, exist_ok=True)
        partial = _sibling(out, "partial")
        partial.mkdir()
    except OSError as error:
        raise OutputError(f"{out}: cannot be written ({error.strerror or error}); choose another folder") from error
    try:
        yield partial
        sync(partial)
        check_free(out, force=force)
        _swap(partial, out)
    except OSError as error:
        raise OutputError(f"{out}: could not be written ({error.strerror or error}); nothing was changed") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def check_free(out: Path, *, force: bool = False) -> None:
    """Raise unless `out` is missing, empty, or a dataset of ours without foreign files.

    Raises:
        OutputError: says what is in the way.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise OutputError(f"{out}: is a file; choose a folder for the dataset")
    present = {path.name for path in out.iterdir()}
    if not present:
        return
    ours = files_of(out)
    if ours is None:
        raise OutputError(f"{out}: is not empty and not a dataset of tinbai; choose another output folder")
    foreign = sorted(present - ours)
    if foreign and not force:
        raise OutputError(f"{out}: holds {foreign[0]}, which tinbai did not write; move it away or use --force")


def files_of(folder: Path) -> set[str] | None:
    """Return the names of the files that our manifest in `folder` lists, or None if there is no manifest of ours."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["dataset"] != DATASET_ID:
            return None
        return {MANIFEST, *manifest["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def replacing_file(out: Path) -> Iterator[BinaryIO]:
    """Give a file to write; when the block ends well it takes the place of `out` in one step.

    Raises:
        OutputError: `out` is a folder, or cannot be written.
    """
    if out.is_dir():
        raise OutputError(f"{out}: is a folder; name a file")
    partial = _sibling(out, "partial")
    try:
        with partial.open("wb") as file:
            yield file
        sync(partial)
        partial.replace(out)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError(f"{out}: could not be written ({error.strerror or error}); choose another file") from error
    finally:
        partial.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Force the file or folder `path` to disk, so that a rename never shows less than was written."""
    if os.name != "posix" and path.is_dir():  # Windows cannot open folders; its rename is journalled
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sibling(out: Path, kind: str) -> Path:
    return out.with_name(f".{out.name}.{kind}-{os.getpid()}")


def _swap(partial: Path, out: Path) -> None:
    old = _sibling(out, "old")
    had_one = out.exists()
    if had_one:
        out.rename(old)
    try:
        partial.rename(out)
    except OSError:
        if had_one:
            old.rename(out)
        raise
    sync(out.parent)
    if had_one:
        shutil.rmtree(old, ignore_errors=True)


def _recover(out: Path) -> None:
    """Remove what killed runs left beside `out`; put an old dataset back if its successor never came."""
    for kind in ("old", "partial"):
        for left in sorted(out.parent.glob(f".{out.name}.{kind}-*")):
            if _is_running(left.name.rpartition("-")[2]):
                continue
            if kind == "old" and not out.exists():
                left.rename(out)
            else:
                shutil.rmtree(left, ignore_errors=True)


def _is_running(number: str) -> bool:
    if os.name != "posix":  # there os.kill would end the process instead of asking for it
        return True
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return int(number) != os.getpid()
