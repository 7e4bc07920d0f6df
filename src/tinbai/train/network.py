"""The encoder of `models/encoder.py` as a torch module, so that it can be trained; only `tinbai train` needs torch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from tinbai.models.encoder import MOST_PIECES
from tinbai.train.base_encoder import BaseEncoder

_DROPOUT = 0.1
_TINY = 1e-12
_LINEAR, _NORMS = ("attention", "attention_out", "inner", "outer"), ("attention_norm", "outer_norm")
_HEADS = ("head", "part_head")


class Layer(nn.Module):
    """One layer: attention and a feed-forward part, each added to its input and normalised."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention, self.attention_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.attention_norm, self.outer_norm = nn.LayerNorm(width, _TINY), nn.LayerNorm(width, _TINY)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return (sentences, pieces, width) for the like; `mask` is true where a piece stands."""
        sentences, pieces, width = x.shape
        packed = self.attention(x).view(sentences, pieces, 3, self.heads, width // self.heads)
        query, key, value = packed.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        mixed = self.attention_out(mixed.transpose(1, 2).reshape(sentences, pieces, width))
        x = self.attention_norm(x + functional.dropout(mixed, _DROPOUT, self.training))
        inner = self.outer(functional.gelu(self.inner(x), approximate="tanh"))
        found: Tensor = self.outer_norm(x + functional.dropout(inner, _DROPOUT, self.training))
        return found


class Network(nn.Module):
    """The lowest layers of a pretrained encoder, with one number a label for the mean of the pieces, and of parts.

    Args:
        base: the pretrained encoder.
        chosen: pieces to keep, by their numbers there.
        layers: how many of its layers to keep.
        labels: number of labels.
    """

    def __init__(self, base: BaseEncoder, chosen: list[int], layers: int, labels: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding.from_pretrained(torch.from_numpy(base.words(chosen)), freeze=False)
        places = base.plain("emb.pos", base.places, base.width)[:MOST_PIECES]
        self.places = nn.Parameter(torch.from_numpy(places))
        self.norm = nn.LayerNorm(base.width, _TINY)
        _fill(self.norm, base.plain("emb.ln.w", base.width), base.plain("emb.ln.b", base.width))
        self.layers = nn.ModuleList(_layer(base, number) for number in range(layers))
        self.head, self.part_head = nn.Linear(base.width, labels), nn.Linear(base.width, labels)

    def forward(self, numbers: Tensor, mask: Tensor, rows: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        """Return the log odds of padded sentences and of their parts.

        Args:
            numbers: pieces, (sentences, pieces).
            mask: true where a piece stands, of the same shape.
            rows: the sentence of each part, (parts).
            inside: one where a piece of the part stands, (parts, pieces).

        Returns:
            (sentences, labels) and (parts, labels).
        """
        x = self.norm(self.pieces(numbers) + self.places[: numbers.shape[1]])
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()

        def odds(head: nn.Linear, of: Tensor, there: Tensor) -> Tensor:
            mean = (of * there[..., None]).sum(1) / there.sum(1, keepdim=True)
            found: Tensor = head(functional.dropout(mean, _DROPOUT, self.training))
            return found

        return odds(self.head, x, mask.float()), odds(self.part_head, x[rows], inside)

    def take(self, weights: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Take over the `weights()` of a network with as many layers and labels, and with the first pieces of this."""
        with torch.no_grad():
            self.pieces.weight[: len(weights["pieces"])] = torch.from_numpy(weights["pieces"])
            self.places.copy_(torch.from_numpy(weights["places"]))
        _fill(self.norm, *weights["norm"])
        for number, layer in enumerate(self.layers):
            for name in _LINEAR:
                _fill(getattr(layer, name), weights[name][number], weights[f"{name}_bias"][number])
            for name in _NORMS:
                _fill(getattr(layer, name), *weights[name][number])
        for name in _HEADS:
            _fill(getattr(self, name), weights[name][0], weights[f"{name}_bias"][0])

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """Return the arrays of `models.encoder.Encoder`."""
        found = {"pieces": self.pieces.weight, "places": self.places, "norm": _both(self.norm)}
        for name in _LINEAR:
            parts = [getattr(layer, name) for layer in self.layers]
            found[name] = torch.stack([part.weight for part in parts])
            found[f"{name}_bias"] = torch.stack([part.bias for part in parts])
        for name in _NORMS:
            found[name] = torch.stack([_both(getattr(layer, name)) for layer in self.layers])
        for name in _HEADS:
            found |= {name: getattr(self, name).weight[None], f"{name}_bias": getattr(self, name).bias[None]}
        return {name: tensor.detach().float().numpy() for name, tensor in found.items()}


def _layer(base: BaseEncoder, number: int) -> Layer:
    layer = Layer(base.width, base.heads, base.inner)
    width, inner = base.width, base.inner

    def both(name: str, rows: int, columns: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        return base.matrix(f"l{number}.{name}.w", rows, columns), base.plain(f"l{number}.{name}.b", rows)

    heads = [both(name, width, width) for name in "qkv"]
    _fill(layer.attention, np.concatenate([w for w, _ in heads]), np.concatenate([b for _, b in heads]))
    _fill(layer.attention_out, *both("ao", width, width))
    _fill(layer.inner, *both("fi", inner, width))
    _fill(layer.outer, *both("fo", width, inner))
    for norm, name in ((layer.attention_norm, "aln"), (layer.outer_norm, "oln")):
        _fill(norm, base.plain(f"l{number}.{name}.w", width), base.plain(f"l{number}.{name}.b", width))
    return layer


def _fill(part: nn.Linear | nn.LayerNorm, weight: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> None:
    part.weight = nn.Parameter(torch.from_numpy(weight))
    part.bias = nn.Parameter(torch.from_numpy(bias))


def _both(norm: nn.LayerNorm) -> Tensor:
    return torch.stack([norm.weight, norm.bias])
