"""The text as rules see it: folded copy, paragraphs with zones, sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tinbai.records import Zone, ZoneName
from tinbai.text import sentences
from tinbai.text.normalize import even, fold

# Nothing is extracted from these zones (codebook 0.3, 0.4).
SILENT_ZONES: frozenset[str] = frozenset({"boilerplate", "unreadable"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `paragraph` is the index of its paragraph (codebook: a line)."""

    start: int
    end: int
    paragraph: int
    zone: ZoneName


@dataclass(frozen=True, slots=True)
class TextView:
    """Read-only view of one article, made once and shared by all components.

    Attributes:
        text: the NFC text as rules read it: the original characters, but every blank is U+0020 (`normalize.even`),
            also the line ends in a paragraph, and Đ is never U+00D0; surfaces are taken from the article,
            which keeps its own characters.
        printed: the text as it was given.
        folded: matching copy of the same length (`text.normalize.fold`).
        paragraphs: the zones in order of the text; each is one paragraph.
        sentences: sentences in order; none in silent zones.

    Example:
        >>> from tinbai.records import Zone
        >>> view = TextView.of("Bản họp. Xã đến.", [Zone(zone="body", start=0, end=16)])
        >>> [view.text[s.start:s.end] for s in view.sentences]
        ['Bản họp.', 'Xã đến.']
        >>> view.sentence_at(12).start
        9
    """

    text: str
    printed: str
    folded: str
    paragraphs: tuple[Zone, ...]
    sentences: tuple[Sentence, ...]
    _paragraph_starts: tuple[int, ...] = field(repr=False)
    _sentence_starts: tuple[int, ...] = field(repr=False)

    @classmethod
    def of(cls, text: str, zones: Iterable[Zone]) -> TextView:
        """Build the view of `text` (NFC) with its `zones` in order."""
        paragraphs = tuple(zones)
        even_text = _even(text, paragraphs)
        found = tuple(
            Sentence(start, end, index, zone.zone)
            for index, zone in enumerate(paragraphs)
            if zone.zone not in SILENT_ZONES
            for start, end in sentences.split(even_text, zone.start, zone.end)
        )
        return cls._made(text, even_text, paragraphs, found)

    def moved(self, printed: str, move: Callable[[int, int], tuple[int, int]]) -> TextView:
        """Return the view of `printed` with the paragraphs and sentences of this one where `move` puts them."""
        paragraphs = tuple(
            zone.model_copy(update={"start": start, "end": end})
            for zone in self.paragraphs
            for start, end in [move(zone.start, zone.end)]
        )
        found = tuple(
            Sentence(*move(sentence.start, sentence.end), sentence.paragraph, sentence.zone)
            for sentence in self.sentences
        )
        return self._made(printed, _even(printed, paragraphs), paragraphs, found)

    @classmethod
    def _made(cls, printed: str, text: str, paragraphs: tuple[Zone, ...], found: tuple[Sentence, ...]) -> TextView:
        return cls(
            text=text,
            printed=printed,
            folded=fold(text),
            paragraphs=paragraphs,
            sentences=found,
            _paragraph_starts=tuple(zone.start for zone in paragraphs),
            _sentence_starts=tuple(sentence.start for sentence in found),
        )

    def paragraph_at(self, offset: int) -> Zone | None:
        """Return the paragraph that holds `offset`, or None between paragraphs."""
        index = bisect_right(self._paragraph_starts, offset) - 1
        if index < 0 or offset >= self.paragraphs[index].end:
            return None
        return self.paragraphs[index]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds `offset`, or None in blanks and silent zones."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index < 0 or offset >= self.sentences[index].end:
            return None
        return self.sentences[index]

    def index_of(self, sentence: Sentence) -> int:
        """Return the place of one of `sentences` among them."""
        return bisect_left(self._sentence_starts, sentence.start)

    def index_of_paragraph(self, offset: int) -> int:
        """Return the index of the last paragraph that begins at or before `offset`."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def zone_at(self, offset: int) -> ZoneName:
        """Return the zone of `offset`; blanks between paragraphs are `body`."""
        paragraph = self.paragraph_at(offset)
        return paragraph.zone if paragraph else "body"

    def is_silent(self, offset: int) -> bool:
        """Say whether nothing may be extracted at `offset`."""
        return self.zone_at(offset) in SILENT_ZONES


def _even(text: str, paragraphs: tuple[Zone, ...]) -> str:
    """Return `text` as rules read it; a line end in a paragraph is a blank, since no writer broke that line."""
    if len(text.splitlines()) <= len(paragraphs):
        return even(text)
    parts, position = [], 0
    for zone in paragraphs:
        parts += [even(text[position : zone.start]), even(text[zone.start : zone.end], on_one_line=True)]
        position = zone.end
    return "".join([*parts, even(text[position:])])
