"""The value that entity components hand to each other, and where it is kept.

A component finds `Mention`s on the text view and stores them with `put`. They
live in `doc.spans[layer]` as spaCy spans; the exact value is `span._.mention`.
A mention's offsets are code points and may cut a token (glued words); the spaCy
span then covers the whole token while the mention keeps the exact edges.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from tinbai.text.view import TextView

_KEY = "tinbai.mentions"
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mention:
    """One found span.

    Attributes:
        type: entity type (`HAMLET` …) or the kind of a helper layer (`TITLE`, `CUE`).
        start: first code point in the text.
        end: one past the last code point.
        normal: normal form or id (codebook 3), None if there is none.
        attrs: further values of the codebook's attribute lists.
        source: the rule, list or model that found it, for `tinbai explain`.
    """

    type: str
    start: int
    end: int
    normal: str | None = None
    attrs: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    source: str = ""

    def overlaps(self, other: Mention) -> bool:
        """Say whether the two spans share a code point."""
        return self.start < other.end and other.start < self.end


def register_extensions() -> None:
    """Set the `doc._` and `span._` attributes; called by component constructors only."""
    if not Doc.has_extension("view"):
        Doc.set_extension("view", default=None)
    if not Span.has_extension("mention"):
        Span.set_extension("mention", getter=_mention_of)
        Span.set_extension("normal", getter=lambda span: getattr(_mention_of(span), "normal", None))


def _mention_of(span: Span) -> Mention | None:
    for layer in span.doc.user_data.get(_KEY, {}).values():
        for mention in layer:
            if mention.type == span.label_ and mention.start >= span.start_char and mention.end <= span.end_char:
                return mention  # type: ignore[no-any-return]
    return None


def put(doc: Doc, layer: str, found: Iterable[Mention]) -> None:
    """Store `found` as `doc.spans[layer]`, sorted by start, then longest first."""
    mentions = tuple(sorted(found, key=lambda m: (m.start, -m.end, m.type)))
    doc.user_data.setdefault(_KEY, {})[layer] = mentions
    spans = [doc.char_span(m.start, m.end, label=m.type, alignment_mode="expand") for m in mentions]
    doc.spans[layer] = SpanGroup(doc, name=layer, spans=[span for span in spans if span is not None])


def get(doc: Doc, layer: str) -> tuple[Mention, ...]:
    """Return the mentions of `layer` in text order; empty if no component filled it."""
    return doc.user_data.get(_KEY, {}).get(layer, ())  # type: ignore[no-any-return]


def view_of(doc: Doc) -> TextView:
    """Return the text view of `doc`.

    Raises:
        ValueError: the zone component has not run on this Doc.
    """
    view = doc._.view if Doc.has_extension("view") else None
    if view is None:
        raise ValueError("doc has no text view: run the component 'tinbai_zone' first (tinbai.load does)")
    return view  # type: ignore[no-any-return]


def covered(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return every code point inside one of `spans`.

    Example:
        >>> sorted(covered([(2, 4), (3, 5)]))
        [2, 3, 4]
    """
    return frozenset(point for start, end in spans for point in range(start, end))


def longest(found: Iterable[Mention]) -> list[Mention]:
    """Resolve overlaps inside one type: the longest span wins, then the first (codebook 0.5)."""
    kept: list[Mention] = []  # in order of the text, none overlapping: only the neighbours have to be asked
    for mention in sorted(found, key=lambda m: (-(m.end - m.start), m.start)):
        place = bisect_right(kept, mention.start, key=lambda m: m.start)
        if not any(mention.overlaps(other) for other in kept[max(0, place - 1) : place + 1]):
            kept.insert(place, mention)
    return kept


def plain(value: Any) -> Any:
    """Return attributes as lists and dicts in a fixed order, so that one process and many give equal values.

    Example:
        >>> plain({"b": (1, 2), "a": {"y", "x"}})
        {'a': ['x', 'y'], 'b': [1, 2]}
    """
    if isinstance(value, Mapping):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
