"""A small transformer encoder that reads sentences with numpy alone: one number a label for each.

The layers are those of BERT (Devlin et al. 2019): attention and a feed-forward part, each added to its input and
normalised. Own code of a few lines instead of a runtime for neural networks: the formulas are settled, and numpy is
there anyway. Weights are kept as 8-bit numbers with one scale a row, a quarter of their size.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from tinbai.errors import ModelError
from tinbai.models import FOLDER, Model, array_bytes, line_bytes, load
from tinbai.models.pieces import Pieces

_Floats = npt.NDArray[np.float32]
_Bytes = npt.NDArray[np.int8]
SHIPPED = "encoder"
MOST_PIECES = 128
# So many pieces are read at once: enough for fast products of matrices, few enough for little memory.
_AT_ONCE = 512
_TINY = 1e-12
_DIMENSIONS = 3  # of what a layer does: layers, out, in
_ONE = Lock()
_MATRICES = ("pieces", "attention", "attention_out", "inner", "outer", "head", "part_head")
_PLAIN = (
    "attention_bias",
    "attention_out_bias",
    "inner_bias",
    "outer_bias",
    "head_bias",
    "part_head_bias",
    "attention_norm",
    "outer_norm",
    "places",
    "norm",
)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Reads sentences; made by `load_encoder`.

    Example:
        >>> encoder = load_encoder()
        >>> scores = encoder.scores(["dân tin", "thôn có 204 hộ"])
        >>> scores.shape == (2, len(encoder.labels))
        True

    Attributes:
        labels: names of the decisions, in order of the scores.
        pieces: vocabulary.
        heads: parts that attention is split into; divides the width.
        weights: arrays by name. `attention`, `attention_out`, `inner`, `outer`, `head` (of sentences) and `part_head`
            are (layers, out, in), with `NAME_bias` (layers, out); `attention_norm`, `outer_norm` are (layers, 2,
            width), weights and biases; `pieces` (pieces, width), `places` (128, width), `norm` (2, width). The first
            six and `pieces` are whole numbers, each row times its `NAME_scale` (…, 1): as floats they take four times
            the memory.
    """

    labels: tuple[str, ...]
    pieces: Pieces
    heads: int
    weights: Mapping[str, npt.NDArray[Any]]

    def scores(self, sentences: Sequence[str]) -> _Floats:
        """Return the log odds of each label, (sentences, labels); what goes beyond 128 pieces is not read."""
        return self.scores_within(sentences, [()] * len(sentences))[0]

    def scores_within(
        self, sentences: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[_Floats, list[_Floats]]:
        """Return the log odds of sentences, and of parts of them, each read among the words of its sentence.

        Args:
            sentences: folded.
            parts: of each sentence, stretches of it (code points), any number.

        Returns:
            (sentences, labels), and for each sentence (parts, labels).

        Example:
            >>> whole, (clauses,) = load_encoder().scores_within(["dân tin, việc nhanh"], [[(0, 9), (9, 19)]])
            >>> clauses.shape == (2, whole.shape[1])
            True
        """
        read = [
            (self.pieces.of(sentence, MOST_PIECES), self.pieces.within(sentence, within, MOST_PIECES))
            for sentence, within in zip(sentences, parts, strict=True)
        ]
        found = np.zeros((len(read), len(self.labels)), np.float32)
        of_parts = [np.zeros((len(within), len(self.labels)), np.float32) for within in parts]
        # One matrix of each kind in floats, filled anew for each layer: fresh memory each time takes longer.
        room = {name: np.empty(self.weights[name].shape[1:], np.float32) for name in _MATRICES[1:]}
        # One thread: the last digits would depend on the number of cores, and batches run one process a core anyway.
        # The limit is the process's: without the lock, a thread that ends would lift it for another or keep it.
        with _ONE, _threads().limit(limits=1, user_api="blas"):
            for batch in _batches([pieces for pieces, _ in read]):
                hidden = self._hidden([read[index][0] for index in batch], room)
                found[batch] = self._through(np.stack([x.mean(axis=0) for x in hidden]), "head", 0, room)
                for index, x in zip(batch, hidden, strict=True):
                    if within := read[index][1]:
                        means = np.stack([x[first:after].mean(axis=0) for first, after in within])
                        of_parts[index] = self._through(means, "part_head", 0, room)
        return found, of_parts

    def floats(self) -> dict[str, _Floats]:
        """Return its weights as `encoder_files` takes them."""
        plain = {name: self.weights[name].astype(np.float32) for name in _PLAIN}
        return plain | {name: self.weights[name] * self.weights[f"{name}_scale"] for name in _MATRICES}

    def _through(self, x: _Floats, name: str, layer: int, room: Mapping[str, _Floats]) -> _Floats:
        """Return `x` through a matrix and its bias."""
        np.copyto(room[name], self.weights[name][layer])
        found: _Floats = x @ room[name].T
        found *= self.weights[f"{name}_scale"][layer, :, 0]
        found += self.weights[f"{name}_bias"][layer]
        return found

    def _hidden(self, read: Sequence[Sequence[int]], room: Mapping[str, _Floats]) -> list[_Floats]:
        """Return what the last layer says of each sentence, (pieces, width)."""
        w = self.weights
        through = partial(self._through, room=room)
        bounds = np.cumsum([0, *map(len, read)])
        spans = [slice(a, b) for a, b in pairwise(bounds)]
        places = np.concatenate([np.arange(len(one)) for one in read])
        numbers = np.concatenate([np.array(one) for one in read])
        x = _normalised(w["pieces"][numbers] * w["pieces_scale"][numbers] + w["places"][places], w["norm"])
        for n in range(w["inner"].shape[0]):
            mixed = self._attended(through(x, "attention", n), spans)
            x = _normalised(x + through(mixed, "attention_out", n), w["attention_norm"][n])
            x = _normalised(x + through(_gelu(through(x, "inner", n)), "outer", n), w["outer_norm"][n])
        return [x[span] for span in spans]

    def _attended(self, packed: _Floats, spans: Sequence[slice]) -> _Floats:
        """Return what each piece takes from the others of its sentence; `packed` holds queries, keys and values."""
        width = packed.shape[1] // 3
        size = width // self.heads
        found = np.empty((len(packed), width), np.float32)
        for span in spans:
            query, key, value = packed[span].reshape(-1, 3, self.heads, size).transpose(1, 2, 0, 3)
            odds = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size))
            odds = np.exp(odds - odds.max(axis=-1, keepdims=True))
            odds /= odds.sum(axis=-1, keepdims=True)
            found[span] = (odds @ value).transpose(1, 0, 2).reshape(-1, width)
        return found


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _batches(read: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index, one in enumerate(read):
        if batch and sum(len(read[i]) for i in batch) + len(one) > _AT_ONCE:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _normalised(x: _Floats, norm: _Floats) -> _Floats:
    """Layer normalisation; `norm` holds weights and biases, (2, width)."""
    found: _Floats = x - x.mean(axis=-1, keepdims=True)
    found /= np.sqrt((found * found).mean(axis=-1, keepdims=True) + np.float32(_TINY))
    found *= norm[0]
    found += norm[1]
    return found


def _gelu(x: _Floats) -> _Floats:
    """The usual approximation by tanh, with which it was trained; in one array, since fresh ones take longer."""
    found: _Floats = x * x
    found *= np.float32(0.044715)
    found += np.float32(1)
    found *= x
    found *= np.float32(0.7978845608)
    np.tanh(found, out=found)
    found += np.float32(1)
    found *= x
    found *= np.float32(0.5)
    return found


def encoder_files(
    labels: Sequence[str], pieces: Pieces, heads: int, weights: Mapping[str, npt.NDArray[np.floating[Any]]]
) -> dict[str, bytes]:
    """Return the files of an encoder: matrices as 8-bit integers with one scale a row, the rest in half precision."""
    files = {
        "labels.txt": line_bytes(list(labels)),
        "piece_names.txt": line_bytes(list(pieces.pieces)),
        "piece_scores.npy": array_bytes(np.array(pieces.scores, np.float32)),
        "heads.npy": array_bytes(np.array([heads], np.int32)),
    }
    for name in _PLAIN:
        files[f"{name}.npy"] = array_bytes(weights[name].astype(np.float16))
    for name in _MATRICES:
        whole, scale = _rounded(weights[name].astype(np.float32))
        files |= {f"{name}.npy": array_bytes(whole), f"{name}_scale.npy": array_bytes(scale)}
    return files


def _rounded(matrix: _Floats) -> tuple[_Bytes, _Floats]:
    """Return whole numbers from -127 to 127 and what one of them is worth in each row."""
    scale = np.maximum(np.abs(matrix).max(axis=-1, keepdims=True), np.float32(_TINY)) / np.float32(127)
    return np.rint(matrix / scale).astype(np.int8), scale.astype(np.float32)


@cache
def load_encoder(name: str = SHIPPED, folder: Path = FOLDER) -> Encoder:
    """Return the encoder `name`, read once a process.

    Raises:
        ModelError: the model is missing, was changed, or its parts do not fit each other.
    """
    return encoder_of(load(name, folder))


def encoder_of(model: Model) -> Encoder:
    """Return the encoder that the files of `model` hold.

    Raises:
        ModelError: its parts do not fit each other.
    """
    weights: dict[str, npt.NDArray[Any]] = {name: model.array(name).astype(np.float32) for name in _PLAIN}
    for name in _MATRICES:
        weights |= {name: model.array(name), f"{name}_scale": model.array(f"{name}_scale").astype(np.float32)}
    pieces = Pieces(model.lines("piece_names"), model.array("piece_scores").tolist())
    labels, heads = model.lines("labels"), int(model.array("heads")[0])
    layers, inner, width = weights["inner"].shape if weights["inner"].ndim == _DIMENSIONS else (0, 0, 0)
    shapes = {
        "pieces": (len(pieces.pieces), width),
        "places": (MOST_PIECES, width),
        "norm": (2, width),
        "attention": (layers, 3 * width, width),
        "attention_bias": (layers, 3 * width),
        "attention_out": (layers, width, width),
        "attention_out_bias": (layers, width),
        "inner_bias": (layers, inner),
        "outer": (layers, width, inner),
        "outer_bias": (layers, width),
        "attention_norm": (layers, 2, width),
        "outer_norm": (layers, 2, width),
        "head": (1, len(labels), width),
        "head_bias": (1, len(labels)),
        "part_head": (1, len(labels), width),
        "part_head_bias": (1, len(labels)),
    }
    shapes |= {f"{name}_scale": (*shapes.get(name, (layers, inner, width))[:-1], 1) for name in _MATRICES}
    fits = all(weights[name].shape == shape for name, shape in shapes.items())
    if not fits or len(pieces.scores) != len(pieces.pieces) or heads < 1 or width % heads:
        raise ModelError(f"{model.path}: the arrays of the encoder do not fit each other: train it again")
    return Encoder(labels, pieces, heads, weights)
