"""Runs trainers and writes what they return as model folders."""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, Protocol

from tinbai import __version__
from tinbai.errors import ModelError, NothingToReadError, OutputError
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.corpus import digest, load
from tinbai.models import FOLDER, packed

_log = logging.getLogger(__name__)
# Name of each shipped model and the function that trains it.
TRAINERS: Mapping[str, str] = {
    "claims": "tinbai.train.claims:train",
    "counts": "tinbai.train.counts:train",
    "relevance": "tinbai.train.relevance:train",
    "report_type": "tinbai.train.report_type:train",
    "encoder": "tinbai.train.encoder:train",
}
# Trained only where it is named: it takes two hours and the extra `encoder`.
_NAMED_ONLY = ("encoder",)


@dataclass(frozen=True, slots=True)
class Trained:
    """What a trainer returns.

    Attributes:
        task: one sentence: what the model decides, from what.
        files: the files of the model by name; names without folders.
        settings: what was fixed in training (penalties, thresholds, seeds).
        figures: how good it is, with counts: cross-validation within the articles given.
        limits: sentences on where not to trust it.
        libraries: distributions whose versions can change the result.
    """

    task: str
    files: Mapping[str, bytes]
    settings: Mapping[str, Any] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)
    limits: Sequence[str] = ()
    libraries: Sequence[str] = ("numpy", "scipy", "scikit-learn")


class Trainer(Protocol):
    """Trains one model."""

    def __call__(self, articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
        """Return the model trained on `articles`, in order of their files; `corpora` is the folder beside the gold."""


def train(
    names: Iterable[str] = (), *, gold: Path, split: str | None = "train", out: Path = FOLDER
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Train the models `names` (if none is given, all but `encoder`) and write each into its folder of `out`.

    Yields:
        Name and card of each model, when it has been written.

    Raises:
        ModelError: a name is unknown, or what only `encoder` needs (extra `encoder`) is not installed.
        CorpusError: a gold article has mistakes.
        NothingToReadError: there is no gold article.
        OutputError: the folder cannot be written.
    """
    names = tuple(names) or tuple(name for name in TRAINERS if name not in _NAMED_ONLY)
    for name in names:
        if name not in TRAINERS:
            raise ModelError(f"there is no model '{name}' to train; choose from: {', '.join(TRAINERS)}")
    articles = list(load(gold, split=split))
    if not articles:
        raise NothingToReadError(f"{gold}: no gold article to train on; run this where corpora/gold is, or give --gold")
    data = {"corpus": gold.name, "split": split, "articles": len(articles), "digest": digest(gold, split=split)}
    for name in names:
        _log.info("%s: training on %d articles", name, len(articles))
        files = packed_model(name, trainer(name)(articles, corpora=gold.parent), data)
        write(files, out / name)
        yield name, card_of(files)


def trainer(name: str) -> Trainer:
    """Return the trainer of the model `name`; imported now, since scikit-learn is slow to load."""
    module, function = TRAINERS[name].split(":")
    found: Trainer = getattr(import_module(module), function)
    return found


def packed_model(name: str, trained: Trained, data: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of the model with its card."""
    versions = {"tinbai": __version__, "python": ".".join(platform.python_version_tuple()[:2])}
    card = {
        "name": name,
        "task": trained.task,
        "data": dict(data),
        "made_with": versions | {library: metadata.version(library) for library in trained.libraries},
        "settings": dict(trained.settings),
        "figures": dict(trained.figures),
        "limits": list(trained.limits),
    }
    return packed(card, trained.files)


def card_of(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the card among the files of a model."""
    import json

    card: dict[str, Any] = json.loads(files["card.json"])
    return card


def write(files: Mapping[str, bytes], path: Path) -> None:
    """Write a model's folder, whole or not at all; an earlier model in its place goes.

    Raises:
        OutputError: the folder cannot be written, or what stands there is no model.
    """
    import shutil

    partial, old = path.with_name(f".{path.name}.partial"), path.with_name(f".{path.name}.old")
    try:
        if path.exists() and not (path / "card.json").is_file():
            raise OutputError(f"{path}: is there and is no model; choose another folder")
        for leftover in (partial, old):
            shutil.rmtree(leftover, ignore_errors=True)
        partial.mkdir(parents=True)
        for name, content in sorted(files.items()):
            (partial / name).write_bytes(content)
        if path.exists():
            path.rename(old)
        partial.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); choose another folder") from error
