"""Entities for other tools and back: spaCy DocBin, CoNLL BIO, Label Studio JSON, brat standoff.

Every format carries type, offsets and, but for CoNLL, the normal form. `write` reads
its own files back and compares, so that an export with a shifted offset never stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tinbai.errors import CorpusError
from tinbai.records import Annotation
from tinbai.text.tokenizer import cuts


@dataclass(frozen=True, slots=True, order=True)
class Marked:
    """One entity: half-open code points, type, normal form."""

    start: int
    end: int
    type: str
    normal: str | None = None


@dataclass(frozen=True, slots=True)
class Layered:
    """A text with its entities, which may overlap, sorted."""

    id: str
    text: str
    spans: tuple[Marked, ...]

    @classmethod
    def of(cls, annotation: Annotation) -> Layered:
        """Take the entities of an annotation."""
        spans = (Marked(e.start, e.end, e.type, e.normal) for e in annotation.entities)
        return cls(annotation.article.id, annotation.article.text, tuple(sorted(spans)))

    def flat(self) -> Layered:
        """Return the layer without overlaps that CoNLL can hold: longest first; no normal forms."""
        kept: list[Marked] = []
        for span in sorted(self.spans, key=lambda s: (s.start - s.end, s.start, s.type)):
            if all(span.end <= other.start or other.end <= span.start for other in kept):
                kept.append(Marked(span.start, span.end, span.type))
        return Layered(self.id, self.text, tuple(sorted(kept)))


def write(annotations: Iterable[Annotation], folder: str | Path, format: str) -> int:
    """Write the entities of `annotations` into `folder` and verify them by reading back.

    Args:
        annotations: gold or found.
        folder: made if missing; files of the same name are replaced.
        format: `docbin`, `conll`, `labelstudio` or `brat`.

    Returns:
        The number of articles.

    Raises:
        CorpusError: no such format, or what was read back differs.
    """
    if format not in _FORMATS:
        raise CorpusError(f"no format '{format}'; choose one of {', '.join(sorted(_FORMATS))}")
    layers = [Layered.of(annotation) for annotation in annotations]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _FORMATS[format][0](layers, folder)
    texts = {layer.id: layer.text for layer in layers}
    back = list(read(folder, format, texts))
    want = [layer.flat() if format == "conll" else layer for layer in layers]
    if sorted(back, key=_by_id) != sorted(want, key=_by_id):
        raise CorpusError(f"{folder}: the {format} files do not give the same entities back")
    return len(layers)


def read(folder: str | Path, format: str, texts: Mapping[str, str] | None = None) -> Iterator[Layered]:
    """Yield the articles that `write` (or an annotator, in brat or Label Studio) put into `folder`.

    Args:
        folder: where the files are.
        format: as for `write`.
        texts: article id → text; CoNLL needs it, since the format drops blanks.

    Raises:
        CorpusError: no such format, an offset outside its text, or a surface that differs.
    """
    if format not in _FORMATS:
        raise CorpusError(f"no format '{format}'; choose one of {', '.join(sorted(_FORMATS))}")
    for layer in _FORMATS[format][1](Path(folder), texts or {}):
        for span in layer.spans:
            if not 0 <= span.start < span.end <= len(layer.text):
                raise CorpusError(f"{folder}: {layer.id}: {span.type} at {span.start}:{span.end} is outside the text")
        yield layer


def _by_id(layer: Layered) -> str:
    return layer.id


def _surface(layer_id: str, text: str, start: int, end: int, given: str) -> None:
    if text[start:end] != given:
        raise CorpusError(f"{layer_id}: at {start}:{end} the text has '{text[start:end]}', the file '{given}'")


def _tokens(layer: Layered) -> Iterator[tuple[int, int]]:
    """Yield tokens, cut also where a span begins or ends, so that every span is whole tokens."""
    edges = sorted({edge for span in layer.spans for edge in (span.start, span.end)})
    for start, end in cuts(layer.text):
        bounds = [start, *(edge for edge in edges if start < edge < end), end]
        yield from pairwise(bounds)


# --- brat: ID.txt and ID.ann; the normal form is a note ---


def _write_brat(layers: Sequence[Layered], folder: Path) -> None:
    for layer in layers:
        rows = []
        for number, span in enumerate(layer.spans, 1):
            surface = layer.text[span.start : span.end]
            rows.append(f"T{number}\t{span.type} {span.start} {span.end}\t{surface}\n")
            if span.normal is not None:
                rows.append(f"#{number}\tAnnotatorNotes T{number}\t{span.normal}\n")
        (folder / f"{layer.id}.txt").write_text(layer.text, encoding="utf-8", newline="")
        (folder / f"{layer.id}.ann").write_text("".join(rows), encoding="utf-8", newline="")


def _read_brat(folder: Path, _: Mapping[str, str]) -> Iterator[Layered]:
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        marks: dict[str, tuple[int, int, str]] = {}
        notes: dict[str, str] = {}
        for row in path.read_bytes().decode("utf-8").split("\n"):
            fields = row.split("\t")
            if row.startswith("T"):
                kind, start, end = fields[1].split(" ")
                marks[fields[0]] = (int(start), int(end), kind)
                _surface(path.stem, text, int(start), int(end), fields[2])
            elif row.startswith("#") and fields[1].startswith("AnnotatorNotes "):
                notes[fields[1].split(" ")[1]] = fields[2]
        spans = (Marked(*mark, notes.get(name)) for name, mark in marks.items())
        yield Layered(path.stem, text, tuple(sorted(spans)))


# --- Label Studio: one list of tasks; its offsets are UTF-16 units, as JavaScript counts ---


def _units(text: str) -> list[int]:
    """Return the UTF-16 offset of every code point, and of the end."""
    offsets = [0]
    for letter in text:
        offsets.append(offsets[-1] + (2 if ord(letter) > 0xFFFF else 1))
    return offsets


def _write_label_studio(layers: Sequence[Layered], folder: Path) -> None:
    tasks: list[dict[str, Any]] = []
    for layer in layers:
        units = _units(layer.text)
        result = []
        for number, span in enumerate(layer.spans, 1):
            surface = layer.text[span.start : span.end]
            value = {"start": units[span.start], "end": units[span.end], "text": surface, "labels": [span.type]}
            item: dict[str, Any] = {"id": f"T{number}", "from_name": "label", "to_name": "text"}
            item.update({"type": "labels", "value": value})
            if span.normal is not None:
                item["meta"] = {"text": [span.normal]}
            result.append(item)
        tasks.append({"data": {"id": layer.id, "text": layer.text}, "annotations": [{"result": result}]})
    content = json.dumps(tasks, ensure_ascii=False, indent=1)
    (folder / "tasks.json").write_text(content + "\n", encoding="utf-8")


def _read_label_studio(folder: Path, _: Mapping[str, str]) -> Iterator[Layered]:
    for task in json.loads((folder / "tasks.json").read_text(encoding="utf-8")):
        layer_id, text = task["data"]["id"], task["data"]["text"]
        points = {unit: point for point, unit in enumerate(_units(text))}
        spans = []
        for item in task["annotations"][0]["result"]:
            value = item["value"]
            start, end = points.get(value["start"], -1), points.get(value["end"], -1)
            _surface(layer_id, text, start, end, value["text"])
            normal = item.get("meta", {}).get("text", [None])[0]
            spans.append(Marked(start, end, value["labels"][0], normal))
        yield Layered(layer_id, text, tuple(sorted(spans)))


# --- CoNLL: token, start, end, BIO tag; the flat layer ---


def _write_conll(layers: Sequence[Layered], folder: Path) -> None:
    rows = []
    for layer in (layer.flat() for layer in layers):
        rows.append(f"# id = {layer.id}\n")
        end_before = 0
        for start, end in _tokens(layer):
            if "\n" in layer.text[end_before:start]:
                rows.append("\n")
            span = next((s for s in layer.spans if s.start <= start < s.end), None)
            tag = "O" if span is None else f"{'B' if span.start == start else 'I'}-{span.type}"
            rows.append(f"{layer.text[start:end]}\t{start}\t{end}\t{tag}\n")
            end_before = end
        rows.append("\n")
    (folder / "entities.conll").write_text("".join(rows), encoding="utf-8", newline="")


def _read_conll(folder: Path, texts: Mapping[str, str]) -> Iterator[Layered]:
    found: dict[str, list[Marked]] = {}
    current = ""
    for row in (folder / "entities.conll").read_bytes().decode("utf-8").split("\n"):
        if row.startswith("# id = "):
            current = row.removeprefix("# id = ")
            if current not in texts:
                raise CorpusError(f"CoNLL has no blanks: the text of '{current}' must be given")
            found[current] = []
        elif "\t" in row:
            word, start, end, tag = row.split("\t")
            _surface(current, texts[current], int(start), int(end), word)
            if tag.startswith("B-"):
                found[current].append(Marked(int(start), int(end), tag[2:]))
            elif tag.startswith("I-"):
                last = found[current].pop()
                found[current].append(Marked(last.start, int(end), last.type))
    for layer_id, spans in found.items():
        yield Layered(layer_id, texts[layer_id], tuple(sorted(spans)))


# --- spaCy: one DocBin, all entities in doc.spans["entities"], the normal form as kb_id ---


def _write_docbin(layers: Sequence[Layered], folder: Path) -> None:
    from spacy.tokens import Doc, DocBin, Span, SpanGroup
    from spacy.vocab import Vocab

    vocab = Vocab()
    store = DocBin(store_user_data=True)
    for layer in layers:
        words, spaces = _words(layer)
        doc = Doc(vocab, words=words, spaces=spaces)
        doc.user_data["id"] = layer.id
        marks = []
        for span in layer.spans:
            mark = doc.char_span(span.start, span.end)
            if mark is None or doc.text != layer.text:
                raise CorpusError(f"{layer.id}: {span.type} at {span.start}:{span.end} is no whole tokens")
            marks.append(Span(doc, mark.start, mark.end, label=span.type, kb_id=span.normal or ""))
        doc.spans["entities"] = SpanGroup(doc, name="entities", spans=marks)
        store.add(doc)
    store.to_disk(folder / "entities.spacy")


def _words(layer: Layered) -> tuple[list[str], list[bool]]:
    """Return words and following blanks that give the text back code point for code point."""
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for start, end in [*_tokens(layer), (len(layer.text), len(layer.text))]:
        gap = layer.text[position:start]
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        for word in (gap, layer.text[start:end]):
            if word:
                words.append(word)
                spaces.append(False)
        position = end
    return words, spaces


def _read_docbin(folder: Path, _: Mapping[str, str]) -> Iterator[Layered]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    store = DocBin().from_disk(folder / "entities.spacy")
    for doc in store.get_docs(Vocab()):
        spans = (Marked(s.start_char, s.end_char, s.label_, s.kb_id_ or None) for s in doc.spans["entities"])
        yield Layered(doc.user_data["id"], doc.text, tuple(sorted(spans)))


_Writer = Callable[[Sequence[Layered], Path], None]
_Reader = Callable[[Path, Mapping[str, str]], Iterator[Layered]]
_FORMATS: Mapping[str, tuple[_Writer, _Reader]] = {
    "brat": (_write_brat, _read_brat),
    "conll": (_write_conll, _read_conll),
    "docbin": (_write_docbin, _read_docbin),
    "labelstudio": (_write_label_studio, _read_label_studio),
}
