"""Words, parts of speech and entity evidence from the models that underthesea ships.

The only import of underthesea. Its own `ner()` builds the features of every token
anew from the whole sentence, which is quadratic in its length and most of its time;
here (`text/features.py`) they are built in one pass, letter for letter the same, so that
the same models give the same tags. Unlike underthesea's functions this
one reports code point offsets into the sentence as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from tinbai.settings import DEFAULT, Settings
from tinbai.text import features

_LONGEST_TOKEN = 6  # underthesea mends the spelling of tokens up to this length, in code points
_CHARS_PER_SYLLABLE = 12  # a run without blanks is cut too; no Vietnamese syllable is longer than 7
_RUN = re.compile(r"\S+")
_SURROGATE = re.compile("[\ud800-\udfff]")  # a lone half cannot enter the models' UTF-8 strings


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence.

    Attributes:
        start: first code point in the sentence given.
        end: one past the last code point.
        text: `sentence[start:end]`, original characters.
        pos: part of speech (`N`, `Np`, `V` …), None if not asked for.
        chunk: phrase tag (`B-NP`, `I-VP`, `O` …), None if not asked for.
        ner: entity tag (`B-PER`, `I-LOC`, `O` …), None if not asked for.
        form: the word as the models read it: NFC, usual tone placement, single blanks.
    """

    start: int
    end: int
    text: str
    pos: str | None = None
    chunk: str | None = None
    ner: str | None = None
    form: str = ""


class Segmenter:
    """underthesea's shipped CRF models with linear features; loaded on first use.

    Args:
        settings: `max_sentence_syllables` bounds what the models see at once; a longer
            sentence is tagged in pieces of that size.

    Example:
        >>> sentence = "Ông Vừ Bá Lềnh ở Hà Nội về bản."
        >>> [word.text for word in Segmenter().words(sentence)]
        ['Ông', 'Vừ Bá Lềnh', 'ở', 'Hà Nội', 'về', 'bản', '.']
        >>> [(label, sentence[start:end]) for label, start, end in Segmenter().entities(sentence)]
        [('PER', 'Vừ Bá Lềnh'), ('LOC', 'Hà Nội')]
    """

    def __init__(self, settings: Settings = DEFAULT) -> None:
        self._syllables = settings.max_sentence_syllables

    def words(self, sentence: str) -> list[Word]:
        """Return the words of `sentence` in order, without tags (fast)."""
        shadow = _Shadow.of(sentence)
        return [
            Word(start, end, sentence[start:end], form=form)
            for piece in self._pieces(shadow)
            for form, start, end in piece
        ]

    def ner(self, sentence: str) -> list[Word]:
        """Return the words of `sentence` in order with part of speech, phrase and entity tag."""
        models, shadow = _models(), _Shadow.of(sentence)
        found: list[Word] = []
        for piece in self._pieces(shadow):
            tags = zip(*_tag(models, [form for form, _, _ in piece]), strict=True)
            found.extend(
                Word(start, end, sentence[start:end], pos, chunk, ner, form)
                for (form, start, end), (pos, chunk, ner) in zip(piece, tags, strict=True)
            )
        return found

    def entities(self, sentence: str) -> list[tuple[str, int, int]]:
        """Return (label, start, end) of each entity of `sentence`, in order.

        The labels are underthesea's: `PER`, `LOC`, `ORG`, `MISC`. They are evidence
        to weigh, not truth.
        """
        found: list[tuple[str, int, int]] = []
        inside = ""
        for word in self.ner(sentence):
            prefix, _, label = (word.ner or "O").partition("-")
            if prefix == "I" and label == inside:
                found[-1] = (label, found[-1][1], word.end)
            elif label:
                found.append((label, word.start, word.end))
            inside = label
        return found

    def _pieces(self, shadow: _Shadow) -> Iterator[list[_Form]]:
        models = _models()
        for begin, text in _cut(shadow.text, self._syllables):
            forms = models.segment(text)
            if forms:
                yield [(form, *shadow.span(begin + start, begin + end)) for form, start, end in forms]


@cache
def default_segmenter() -> Segmenter:
    """Return the one Segmenter with default settings that components share."""
    return Segmenter()


_Form = tuple[str, int, int]


class _Shadow(NamedTuple):
    """The sentence as underthesea reads it, and the way back to the one given."""

    text: str
    starts: Sequence[int] | None  # None: same length, offsets are equal
    ends: Sequence[int] | None

    @classmethod
    def of(cls, sentence: str) -> _Shadow:
        text = _SURROGATE.sub("\ufffd", sentence)
        if unicodedata.is_normalized("NFC", text):
            return cls(text.translate(_models().characters), None, None)
        parts, starts, ends = [], [], []
        for start, end in _clusters(text):
            part = unicodedata.normalize("NFC", text[start:end])
            parts.append(part)
            starts += [start] * len(part)
            ends += [end] * len(part)
        return cls("".join(parts).translate(_models().characters), starts, ends)

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Cut `text` where NFC cannot join what stands left and right of the cut."""
    start = starter = 0
    for index in range(1, len(text)):
        char = text[index]
        if char > "\x7f":
            if unicodedata.combining(char):
                continue
            before = unicodedata.normalize("NFC", text[starter:index])
            joined = unicodedata.normalize("NFC", text[starter : index + 1])
            starter = index
            if joined != before + unicodedata.normalize("NFC", char):
                starter = start
                continue
        yield start, index
        start = starter = index
    if text:
        yield start, len(text)


def _cut(text: str, syllables: int) -> Iterator[tuple[int, str]]:
    """Yield (start, piece) with at most `syllables` runs of letters in each piece."""
    longest = syllables * _CHARS_PER_SYLLABLE
    begin, count = 0, 0
    for run in _RUN.finditer(text) if len(text) > 2 * syllables else ():
        count += 1
        if count > syllables or run.end() - begin > longest:
            yield begin, text[begin : run.start()]
            begin, count = run.start(), 1
        while run.end() - begin > longest:
            yield begin, text[begin : begin + longest]
            begin += longest
    yield begin, text[begin:]


class _Models(NamedTuple):
    pattern: re.Pattern[str]
    characters: Mapping[int, str]
    spelling: Mapping[str, str]
    dictionary: frozenset[str]
    word: Callable[[list[list[str]]], list[str]]
    pos: Callable[[list[list[str]]], list[str]]
    chunk: Callable[[list[list[str]]], list[str]]
    ner: Callable[[list[list[str]]], list[str]]

    def segment(self, text: str) -> list[_Form]:
        """Return (form, start, end) of each word of `text`, which is in shadow spelling."""
        spans = [match.span() for match in self.pattern.finditer(text)]
        tokens = [text[start:end] for start, end in spans]
        forms = [self.spelling.get(token, token) if len(token) <= _LONGEST_TOKEN else token for token in tokens]
        if not forms:
            return []
        found: list[_Form] = []
        tags = self.word(features.of_syllables(forms, self.dictionary))
        for tag, form, (start, end) in zip(tags, forms, spans, strict=True):
            if tag == "I-W" and found:
                head, first, _ = found[-1]
                found[-1] = (f"{head} {form}", first, end)
            else:
                found.append((form, start, end))
        return found


@cache
def _models() -> _Models:
    """Load the models that underthesea ships; about half a second, once per process."""
    from pathlib import Path

    from underthesea.models import fast_crf_sequence_tagger as fast
    from underthesea.pipeline import word_tokenize
    from underthesea.pipeline.chunking.model_crf import CRFChunkingPredictor
    from underthesea.pipeline.ner.model_crf import CRFNERPredictor
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor
    from underthesea.pipeline.text_normalize.text_normalizer import character_map, token_map
    from underthesea.pipeline.word_tokenize import regex_tokenize

    folder = Path(str(word_tokenize.__file__)).parent / "models" / "ws_crf_vlsp2013_20230727"
    paths: Any = fast.FastCRFSequenceTagger()  # not loaded: its features and their dictionary are made here
    words = fast.CRFTagger()
    words.load(str(folder / paths.path_model))
    return _Models(
        # its module-level `patterns` changes when anyone asks for fixed words; the source does not
        pattern=re.compile(regex_tokenize.regex_patterns_combine, re.VERBOSE),
        characters={ord(old): new for old, new in character_map.items()},
        spelling=dict(token_map),
        dictionary=frozenset(fast.joblib.load(folder / paths.path_dictionary)),
        word=words.tag,
        pos=CRFPOSTagPredictor.Instance().model.tag,
        chunk=CRFChunkingPredictor.Instance().model.tag,
        ner=CRFNERPredictor.Instance().model.tag,
    )


def _tag(models: _Models, words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return parts of speech, phrase tags and entity tags of `words`; each looks at the ones before."""
    columns = features.WordColumns(words)
    pos = models.pos(columns.for_pos())
    chunk = models.chunk(columns.for_chunk(pos))
    return pos, chunk, models.ner(columns.for_ner(pos))
