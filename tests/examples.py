"""Strict reader of tagged example sentences: one text file per component, one line one test.

A tag is `<TYPE normal | key=value | key=value>surface</TYPE>`; normal and attributes
may be left out and are then not checked. TYPE is one of `TYPES`. Tags of different
types may cross (`<ROLE>Trưởng <H>bản</ROLE> Nà X</H>`), those of one type may not nest.
A line without tags asserts that nothing of the checked types is found. Lines that
start with # and empty lines are comments. A test file uses it like this::

    @pytest.mark.parametrize("line", examples.lines(Path(__file__).with_name("figures.txt")))
    def test_figures(line, nlp):
        examples.check(line, ("FIG",), nlp)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get

TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "H": ("HAMLET", "place"),
        "C": ("COMMUNE", "place"),
        "D": ("DISTRICT", "place"),
        "P": ("PROVINCE", "place"),
        "PER": ("PERSON", "person"),
        "ROLE": ("ROLE", "role"),
        "ORG": ("ORG", "org"),
        "DOC": ("DOCUMENT", "document"),
        "DATE": ("DATE", "date"),
        "FIG": ("FIGURE", "figure"),
        "ETH": ("ETHNIC", "ethnic"),
    }
)
_PLACE = frozenset(["unit_type", "type_inherited", "numbered", "in_org", "shared_with_role", "former", "level"])
ATTRIBUTES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("H", "C", "D", "P"), _PLACE),
        "PER": frozenset(["honorific", "gender", "gender_cue"]),
        "ROLE": frozenset(["holder", "person", "status", "how", "rank", "level", "career"]),
        "ORG": frozenset(["kind", "level", "elided"]),
        "DOC": frozenset(["doc_type", "date", "issuer", "year"]),
        "DATE": frozenset(["subtype", "mod"]),
        "FIG": frozenset(["kind", "value", "value_max", "denominator", "unit", "approx", "comparator", "per"]),
        "ETH": frozenset(["subgroup", "stated_of"]),
    }
)
# A normal form may open with an operator that looks like the end of the tag: `>=25 học viên`.
_TAG = re.compile(r"<(/?)([A-Z]+)(?: +((?:~<|>=|<=|[<>~])?[^<>]*))?>")


class ExampleError(ValueError):
    """An example line is not written by the rules of this module."""


@dataclass(frozen=True)
class Expected:
    """One tagged span: its short type, offsets into the plain text, and what is checked."""

    type: str
    start: int
    end: int
    normal: str | None
    attrs: Mapping[str, str]


def read(line: str) -> tuple[str, tuple[Expected, ...]]:
    """Return the plain text of a tagged line and its spans in order.

    Raises:
        ExampleError: unknown type or attribute, a tag that is not closed or not read,
            two open spans of one type, an empty span.
    """
    text, position = "", 0
    opened: dict[str, tuple[int, str | None, dict[str, str]]] = {}
    spans: list[Expected] = []
    for tag in _TAG.finditer(line):
        text += line[position : tag.start()]
        position = tag.end()
        closing, kind, head = tag.groups()
        if kind not in TYPES:
            raise ExampleError(f"unknown type {kind!r}: {line}")
        if closing:
            if kind not in opened or head:
                raise ExampleError(f"</{kind}> closes nothing: {line}")
            start, normal, attrs = opened.pop(kind)
            if start == len(text):
                raise ExampleError(f"empty {kind} span: {line}")
            spans.append(Expected(kind, start, len(text), normal, attrs))
        elif kind in opened:
            raise ExampleError(f"{kind} inside {kind}: {line}")
        else:
            opened[kind] = (len(text), *_head(kind, head or "", line))
    text += line[position:]
    if opened or "<" in text or ">" in text:
        raise ExampleError(f"unread tag ({', '.join(opened) or 'angle bracket'}): {line}")
    return text, tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def _head(kind: str, head: str, line: str) -> tuple[str | None, dict[str, str]]:
    normal, *pairs = [part.strip() for part in head.split("|")]
    attrs: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key not in ATTRIBUTES[kind] or key in attrs:
            raise ExampleError(f"attribute {pair!r} of {kind} is unknown, repeated or without value: {line}")
        attrs[key] = value
    return normal or None, attrs


def lines(path: Path) -> list[str]:
    """Return the example lines of a file, comments left out; each is the id of its test.

    Raises:
        ExampleError: the file holds no example, or one twice.
    """
    found = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    found = [line for line in found if line and not line.startswith("#")]
    if not found or len(set(found)) != len(found):
        raise ExampleError(f"{path.name}: no example, or one twice")
    return found


def check(line: str, types: Collection[str], nlp: Language) -> None:
    """Run the pipeline on a tagged line and compare the spans of `types` (short names), one by one."""
    text, expected = read(line)
    doc = nlp(text)
    wanted = [span for span in expected if span.type in types]
    found = mentions(doc, types)
    assert [(kind, text[m.start : m.end], m.start) for kind, m in found] == [
        (span.type, text[span.start : span.end], span.start) for span in wanted
    ]
    for span, (_, mention) in zip(wanted, found, strict=True):
        surface = text[span.start : span.end]
        if span.normal is not None:
            assert (surface, mention.normal) == (surface, span.normal)
        for key, value in span.attrs.items():
            assert (surface, key, shown(mention.attrs.get(key))) == (surface, key, value)


def mentions(doc: Doc, types: Collection[str]) -> list[tuple[str, Mention]]:
    """Return (short type, mention) of the wanted types in text order."""
    found = [
        (kind, mention)
        for kind, (type_, layer) in TYPES.items()
        if kind in types
        for mention in get(doc, layer)
        if mention.type == type_
    ]
    return sorted(found, key=lambda pair: (pair[1].start, pair[1].end))


def shown(value: Any) -> str:
    """Return an attribute value as examples write it: `none`, `4` for 4.0, tuples joined by commas."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.10g}" if value < 1e9 else str(int(value))
    if isinstance(value, tuple | list):
        return ",".join(map(str, value))
    return str(value)
