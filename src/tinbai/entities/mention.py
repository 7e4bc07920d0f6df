"""The value that entity components hand to each other, and where it is kept.

A component finds `Mention`s on the text view and stores them with `put`. They
live in `doc.spans[layer]` as spaCy spans; the exact value is `span._.mention`.
A mention's offsets are code points and may cut a token (glued words); the spaCy
span then covers the whole token while the mention keeps the exact edges.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from spacy.tokens import Doc, Span, SpanGroup

from tinbai.text.view import TextView

_KEY = "tinbai.mentions"
_EMPTY: Mapping[str, Any] = MappingProxyType({})
START = attrgetter("start")  # key of a layer, which is in text order


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


def layers(doc: Doc) -> dict[str, tuple[Mention, ...]]:
    """Return every layer that a component filled, by name, in the order of the components."""
    return dict(doc.user_data.get(_KEY, {}))


def view_of(doc: Doc) -> TextView:
    """Return the text view of `doc`.

    Raises:
        ValueError: the zone component has not run on this Doc.
    """
    try:
        view = doc._.view
    except AttributeError:  # asking whether it is there each time would take longer
        view = None
    if view is None:
        raise ValueError("doc has no text view: run the component 'tinbai_zone' first (tinbai.load does)")
    return view  # type: ignore[no-any-return]


class Placed(Protocol):
    """What stands at a place of the text."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last."""


_T = TypeVar("_T", bound=Placed)


def starting_in(mentions: Sequence[_T], start: int, end: int) -> Sequence[_T]:
    """Return those of `mentions`, which are in text order as a layer is, that start in [start, end).

    A scan of the whole layer for each sentence would take time in the square of the article's length.

    Example:
        >>> layer = (Mention("DATE", 3, 9), Mention("DATE", 12, 15), Mention("DATE", 20, 24))
        >>> [mention.start for mention in starting_in(layer, 9, 20)]
        [12]
    """
    return mentions[bisect_left(mentions, start, key=START) : bisect_left(mentions, end, key=START)]


def within(doc: Doc, layer: str, start: int, end: int) -> Sequence[Mention]:
    """Return the mentions of `layer` that start in [start, end), in text order."""
    return starting_in(get(doc, layer), start, end)


class Located(Generic[_T]):
    """Mentions that can be asked for by place; they may overlap and nest.

    Example:
        >>> layer = Located([Mention("ORG", 3, 30), Mention("PROVINCE", 12, 15), Mention("DATE", 40, 44)])
        >>> [mention.start for mention in layer.touching(14, 41)]
        [3, 12, 40]
        >>> layer.holds(12, 15), layer.holds(29, 31)
        (True, False)
    """

    def __init__(self, mentions: Iterable[_T]) -> None:
        """Sort `mentions` by start."""
        self.mentions = tuple(sorted(mentions, key=START))
        self._reach = tuple(accumulate((mention.end for mention in self.mentions), max))

    def touching(self, start: int, end: int) -> tuple[_T, ...]:
        """Return those that share a code point with [start, end), in text order."""
        first, last = bisect_right(self._reach, start), bisect_left(self.mentions, end, key=START)
        return tuple(mention for mention in self.mentions[first:last] if mention.end > start)

    def holds(self, start: int, end: int) -> bool:
        """Say whether one of them covers all of [start, end)."""
        return any(mention.start <= start and end <= mention.end for mention in self.touching(start, end))


def covered(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return every code point inside one of `spans`.

    Example:
        >>> sorted(covered([(2, 4), (3, 5)]))
        [2, 3, 4]
    """
    return frozenset(point for start, end in spans for point in range(start, end))


def longest(found: Iterable[Mention]) -> list[Mention]:
    """Resolve overlaps inside one type: the longest span wins, then the first (codebook 0.5)."""
    kept: list[Mention] = []
    group: list[Mention] = []  # mentions that hang together by overlaps; groups have nothing to do with each other
    reach = 0
    for mention in sorted(found, key=START):
        if mention.start >= reach:
            kept += _longest_of(group)
            group = []
        group.append(mention)
        reach = max(reach, mention.end)
    return kept + _longest_of(group)


def _longest_of(group: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(group, key=lambda m: (-(m.end - m.start), m.start)):
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return sorted(kept, key=START)


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
