"""Trained models as shipped: plain files with a card, checked against their digests when they are loaded.

A model is a folder of `data/`: `card.json` says what it is, what it was trained on,
with which versions, how good it is and where it ends; every other file is listed
there with its SHA-256. Arrays are `.npy` without pickled objects, word lists plain
text, so that loading a model can never run code. The room lies below all that
uses models (the tagger in `entities`, claims in `relations`, labels in
`classify`) and imports none of them; models are trained by `tinbai.train`.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinbai.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FORMAT = "tinbai.model/1"
FOLDER = Path(__file__).parent / "data"
CARD = "card.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model; nothing in it has been interpreted yet.

    Attributes:
        name: name of its folder.
        card: what `card.json` says: `task`, `data`, `made_with`, `settings`, `figures`, `limits`, `files`, `digest`.
        files: content of the other files by name.
        path: where it was read from.
    """

    name: str
    card: Mapping[str, Any]
    files: Mapping[str, bytes]
    path: Path

    def array(self, name: str) -> npt.NDArray[np.generic]:
        """Return the array of `NAME.npy`.

        Raises:
            ModelError: there is no such file, or it holds no plain array.
        """
        import numpy as np

        try:
            found: npt.NDArray[np.generic] = np.load(io.BytesIO(self._file(f"{name}.npy")), allow_pickle=False)
        except (ValueError, EOFError, OSError) as error:
            raise ModelError(f"{self.path / name}.npy: is no array ({error}); run tinbai train {self.name}") from error
        return found

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of `NAME.txt`, without line ends.

        Raises:
            ModelError: there is no such file, or it is no UTF-8 text.
        """
        try:
            return tuple(self._file(f"{name}.txt").decode("utf-8").split("\n")[:-1])
        except UnicodeDecodeError as error:
            raise ModelError(f"{self.path / name}.txt: is no text ({error}); run tinbai train {self.name}") from error

    def _file(self, name: str) -> bytes:
        if name not in self.files:
            raise ModelError(f"{self.path}: the model has no file {name}; run tinbai train {self.name}")
        return self.files[name]


def array_bytes(array: npt.NDArray[Any]) -> bytes:
    """Return `array` as the bytes of an `.npy` file, little-endian and in C order on every platform."""
    import numpy as np

    buffer = io.BytesIO()
    plain = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<"), copy=False))
    np.save(buffer, plain, allow_pickle=False)
    return buffer.getvalue()


def line_bytes(lines: list[str]) -> bytes:
    r"""Return `lines` as the bytes of a text file.

    Raises:
        ValueError: a line holds a line end.

    Example:
        >>> line_bytes(["chi bộ", "bản"]).decode()
        'chi bộ\nbản\n'
    """
    if any("\n" in line for line in lines):
        raise ValueError("a line of a model file may not hold a line end")
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


@cache
def load(name: str, folder: Path = FOLDER) -> Model:
    """Return the model `name` of `folder`, verified against the digests of its card; read once a process.

    Raises:
        ModelError: the model is missing, of another format, or one of its files was changed.
    """
    path = folder / name
    mend = f"run tinbai train {name}, or install tinbai again"
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ModelError(f"{path / CARD}: cannot be read ({error}); {mend}") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelError(f"{path / CARD}: is no card of format {FORMAT}; {mend}")
    if card.get("digest") != card_digest(card):
        raise ModelError(f"{path / CARD}: was changed after training: its digest does not match; {mend}")
    files: dict[str, bytes] = {}
    for file, stated in card["files"].items():
        try:
            files[file] = (path / file).read_bytes()
        except OSError as error:
            raise ModelError(f"{path / file}: cannot be read ({error.strerror}); {mend}") from error
        if hashlib.sha256(files[file]).hexdigest() != stated["sha256"]:
            raise ModelError(f"{path / file}: was changed after training: its digest does not match the card; {mend}")
    return Model(name, card, files, path)


def card_digest(card: Mapping[str, Any]) -> str:
    """Return the SHA-256 over everything the card says except its own digest."""
    said = {key: value for key, value in card.items() if key != "digest"}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()


def packed(card: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return all files of a model, the card with format and digests among them; equal input gives equal bytes."""
    listed = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    }
    whole: dict[str, Any] = {"format": FORMAT, **card, "files": listed}
    whole["digest"] = card_digest(whole)
    return {**files, CARD: (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")}
