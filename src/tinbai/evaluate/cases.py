"""Gold cases to score against, and what the pipeline says about the same text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language

from tinbai.errors import CorpusError, NothingToReadError, TinbaiError
from tinbai.evaluate import corpus
from tinbai.records import Adoption, Annotation, Article, Claim, Entity, Evidence, Figure, Labels, Officeholder, Zone
from tinbai.text.normalize import nfc


@dataclass(frozen=True, slots=True)
class Case:
    """One gold annotation with what results are grouped by.

    Attributes:
        dated: when the article appeared or was written, EDTF; empty if gold does not say.
    """

    id: str
    split: str
    kind: str
    region: str
    gold: Annotation
    dated: str = ""

    def article(self) -> Article:
        """Return the article as a reader would get it: text and date, no gold zones."""
        given = self.gold.article
        return Article(id=given.id, input=given.input, source=given.source, published=given.published, text=given.text)


def load_cases(*paths: str | Path, split: str | None = None) -> list[Case]:
    """Load gold sources (`.txt` in tagged form) or offset gold (`gold_*.json` beside its text).

    Args:
        paths: files or folders; a folder with `gold_*.json` is offset gold.
        split: only this split of the tagged corpus.

    Raises:
        CorpusError: a gold file has mistakes.
        NothingToReadError: there is no case.
    """
    cases: list[Case] = []
    for path in map(Path, paths):
        offset_gold = [path] if path.suffix == ".json" else sorted(path.glob("gold_*.json")) if path.is_dir() else []
        if offset_gold:
            cases += [offset_case(file) for file in offset_gold]
            continue
        loaded = corpus.load(path, split=split)
        cases += [Case(gold.id, gold.split, gold.kind, gold.region, gold.annotation, gold.dated) for gold in loaded]
    if not cases:
        raise NothingToReadError(
            f"no gold article in {', '.join(map(str, paths))}" + (f", split {split}" if split else "")
        )
    return cases


def predict(cases: Iterable[Case], nlp: Language | None = None, *, workers: int = 1) -> Iterator[Annotation]:
    """Annotate the text of every case, in order.

    Raises:
        TinbaiError: the pipeline failed on a gold article; scores without it would mislead.
    """
    from tinbai.pipeline import annotate

    failed: list[str] = []
    found = annotate(
        (case.article() for case in cases), nlp=nlp, workers=workers, on_failure=lambda f: failed.append(f.message)
    )
    yield from found
    if failed:
        raise TinbaiError("the pipeline failed on gold: " + "; ".join(failed))


# --- offset gold: one JSON object with `file`, `entities` with `mentions`, records with `source` ---


def offset_case(path: Path) -> Case:
    """Read one offset gold file; every offset is verified against the text beside it.

    Raises:
        CorpusError: an offset does not give its surface, or the text file is missing.
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    try:
        text = nfc((path.parent / data["file"]).read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"{path}: its text cannot be read: {error}") from error
    labels = data["labels"]
    gold = Annotation(
        tinbai="gold",
        article=Article(id=data["seed_id"], input=str(path), text=text, zones=tuple(_zones(data["zones"], text))),
        entities=tuple(_entities(data["entities"], text, path)),
        officeholders=tuple(_records(Officeholder, data["officeholders"], text)),
        adoption=tuple(_records(Adoption, data["adoption"], text)),
        figures=tuple(Figure(**_known(Figure, item)) for item in data["figures"]),
        claims=tuple(Claim(**_known(Claim, {**item, **item["source"]})) for item in data["claims"]),
        labels=Labels(**{**_known(Labels, labels), "report_type": labels.get("report_type_primary")}),
    )
    return Case(data["seed_id"], "", "", "", gold)


def _zones(listed: Iterable[Mapping[str, Any]], text: str) -> Iterator[Zone]:
    named = {line: item["zone"] for item in listed for line in range(item["lines"][0], item["lines"][1] + 1)}
    begin = 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            yield Zone(zone=named.get(number, "body"), start=begin, end=begin + len(line))
        begin += len(line) + 1


def _entities(listed: Iterable[Mapping[str, Any]], text: str, path: Path) -> Iterator[Entity]:
    for entry in listed:
        for mention in entry["mentions"]:
            start, end = mention["start"], mention["end"]
            if text[start:end] != entry["text"]:
                raise CorpusError(
                    f"{path}: {entry['type']} at {start}:{end} is '{text[start:end]}', not '{entry['text']}'"
                )
            attrs = dict(mention.get("attrs", {}))
            yield Entity(
                id=f"E{start}-{end}",
                type=entry["type"],
                text=entry["text"],
                start=start,
                end=end,
                normal=entry.get("normal"),
                zone=attrs.pop("zone", "body"),
                attrs=attrs,
            )


def _records(model: type[Any], listed: Iterable[Mapping[str, Any]], text: str) -> Iterator[Any]:
    for item in listed:
        source = item["source"]
        evidence = Evidence(start=source["start"], end=source["end"], text=text[source["start"] : source["end"]])
        values = {
            key: value for key, value in _known(model, item).items() if not key.endswith(("_evidence", "_source"))
        }
        yield model(**{**values, "evidence": evidence})


def _known(model: type[Any], item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key in model.model_fields and value is not None}
