"""Docs with gold layers for tests of relations and labels: no entity component needs to run.

A sentence is written with tags `[surface|TYPE normal key=value …]`; blanks in a
normal form are written as `_`. `build` puts the mentions into their layers and runs
the given components. Figures get their attributes from the normal form (codebook 3.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Mention, put, register_extensions
from tinbai.records import Evidence, Officeholder, Zone, ZoneName
from tinbai.text.view import TextView

_TAG = re.compile(r"\[([^|\]]+)\|([A-Z]+)([^\]]*)\]")
_PLACES = ("HAMLET", "COMMUNE", "DISTRICT", "PROVINCE")
_APPROX = {">": "more_than", "<": "less_than", "~": "about", "~<": "nearly", ">=": "at_least", "<=": "at_most"}
_FIGURE = re.compile(r"(~<|>=|<=|>|<|~)?([\d.]+)(?:/([\d.]+))?(?:\s+(.*))?$")


def parse(tagged: str) -> tuple[str, list[Mention]]:
    """Return the plain text and its mentions."""
    text, mentions, last = "", [], 0
    for match in _TAG.finditer(tagged):
        text += tagged[last : match.start()]
        words = match[3].split()
        normal = words[0] if words and "=" not in words[0] else None
        if normal and normal != "article_date":
            normal = normal.replace("_", " ")
        attrs: dict[str, Any] = dict(word.split("=", 1) for word in words if "=" in word)
        start = len(text)
        text += match[1]
        last = match.end()
        mentions.append(mention(match[2], start, len(text), normal or match[1], attrs))
    return text + tagged[last:], mentions


def mention(type_: str, start: int, end: int, normal: str | None, attrs: Mapping[str, Any]) -> Mention:
    """Return a mention; a figure's values come from its normal form."""
    values = dict(attrs)
    if type_ == "FIGURE":
        values = {**figure_attrs(normal or ""), **values}
    if type_ == "DATE" and "subtype" not in values:
        values["subtype"] = "duration" if (normal or "").startswith("P") else "date"
    return Mention(type_, start, end, normal, values)


def figure_attrs(normal: str) -> dict[str, Any]:
    """Return kind, value, denominator, unit and approx of a figure's normal form."""
    match = _FIGURE.match(normal)
    if not match:
        return {"kind": "count"}
    value = float(match[2])
    unit = match[4]
    kind = "percent" if unit == "%" else "ratio" if match[3] else "count"
    found: dict[str, Any] = {"kind": kind, "value": int(value) if value == int(value) else value, "unit": unit}
    if match[3]:
        found["denominator"] = int(float(match[3]))
    if match[1]:
        found["approx"] = _APPROX[match[1]]
    return found


def pipeline(names: Sequence[str]) -> Language:
    """Return a blank pipeline with tinbai's tokens and only the given components."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
    register_extensions()
    for name in names:
        nlp.add_pipe(name)
    return nlp


def lines(text: str, zones: Iterable[ZoneName] = ()) -> list[Zone]:
    """Return one zone per line; `zones` names the first ones, the rest are body."""
    found, position, names = [], 0, list(zones)
    for index, line in enumerate(text.split("\n")):
        zone: ZoneName = names[index] if index < len(names) else "body"
        found.append(Zone(zone=zone, start=position, end=position + len(line)))
        position += len(line) + 1
    return found


def build(
    nlp: Language,
    text: str,
    mentions: Iterable[Mention] = (),
    *,
    zones: Sequence[Zone] | None = None,
    holders: Iterable[Officeholder] = (),
) -> Doc:
    """Return the Doc of `text` with gold layers and officeholders, after all components of `nlp`."""
    doc = nlp.make_doc(text)
    doc._.view = TextView.of(text, zones or lines(text))
    layers: dict[str, list[Mention]] = {}
    for found in mentions:
        layers.setdefault("place" if found.type in _PLACES else found.type.lower(), []).append(found)
    for layer in ("place", "person", "role", "org", "document", "date", "figure", "ethnic"):
        put(doc, layer, layers.get(layer, ()))
    if Doc.has_extension("officeholders"):
        doc._.officeholders = tuple(holders)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def holder(person: str, **values: Any) -> Officeholder:
    """Return an officeholder record with an evidence at the start of the text unless one is given."""
    evidence = values.pop("evidence", None) or Evidence(start=0, end=1, text="?")
    return Officeholder(id=values.pop("id", "O1"), person=person, evidence=evidence, **values)
