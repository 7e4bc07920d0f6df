"""Words, parts of speech and entity evidence from the models that underthesea ships.

The only import of underthesea. Its own `ner()` builds the features of every token
anew from the whole sentence, which is quadratic in its length and most of its time;
here the features of all three taggers are built in one pass, letter for letter the
same, so that the same models give the same tags. Unlike underthesea's functions this
one reports code point offsets into the sentence as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from tinbai.settings import DEFAULT, Settings

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
    features: Callable[[list[list[list[str]]]], list[list[list[str]]]]
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
        tags = self.word(self.features([[[form] for form in forms]])[0])
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

    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
    from underthesea.pipeline import word_tokenize
    from underthesea.pipeline.chunking.model_crf import CRFChunkingPredictor
    from underthesea.pipeline.ner.model_crf import CRFNERPredictor
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor
    from underthesea.pipeline.text_normalize.text_normalizer import character_map, token_map
    from underthesea.pipeline.word_tokenize import regex_tokenize

    words: Any = FastCRFSequenceTagger()
    words.load(str(Path(str(word_tokenize.__file__)).parent / "models" / "ws_crf_vlsp2013_20230727"))
    return _Models(
        # its module-level `patterns` changes when anyone asks for fixed words; the source does not
        pattern=re.compile(regex_tokenize.regex_patterns_combine, re.VERBOSE),
        characters={ord(old): new for old, new in character_map.items()},
        spelling=dict(token_map),
        features=words.featurizer.process,
        word=words.estimator.tag,
        pos=CRFPOSTagPredictor.Instance().model.tag,
        chunk=CRFChunkingPredictor.Instance().model.tag,
        ner=CRFNERPredictor.Instance().model.tag,
    )


def _tag(models: _Models, words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return parts of speech, phrase tags and entity tags of `words`.

    Each feature is one column over all words, in the order of underthesea's templates
    (the order matters to the last bit of the scores); rows are read across the columns.
    """
    size = len(words)
    lower = _around([word.lower() for word in words], ".lower")
    near = _around([str(_is_title(word)) for word in words], ".istitle")
    titles, far_titles = [near[2], near[1], near[3]], [near[0], near[4]]
    surface = _around(words, "") + _pairs(words, "")
    past = _past(1, size) + _past_pairs(1, size)
    pos = models.pos(_rows(lower + titles + surface + past))
    context = surface + _around(pos, "[1]") + _pairs(pos, "[1]")
    chunk = models.chunk(_rows(lower + titles + context + _past(2, size)))
    ner = models.ner(_rows(lower + titles + far_titles + context + _past(3, size)))
    return pos, chunk, ner


def _rows(columns: list[list[str]]) -> list[list[str]]:
    return [list(row) for row in zip(*columns, strict=True)]


def _around(values: list[str], suffix: str) -> list[list[str]]:
    """Columns of the value two before to two after each word."""
    padded = ["BOS", "BOS", *values, "EOS", "EOS"]
    return [_column(f"T[{at}]{suffix}=", padded[at + 2 :], len(values)) for at in range(-2, 3)]


def _pairs(values: list[str], suffix: str) -> list[list[str]]:
    """Columns of the four neighbouring pairs from two before to two after each word."""
    joined = [f"{left} {right}" for left, right in pairwise(values)]
    padded = ["BOS", "BOS", *joined, "EOS", "EOS"]
    return [_column(f"T[{at},{at + 1}]{suffix}=", padded[at + 2 :], len(values)) for at in range(-2, 2)]


def _past(column: int, size: int) -> list[list[str]]:
    """Columns of the tags before each word, which the models were shipped without: all X."""
    return [_column(f"T[-{far}][{column}]=", ["BOS"] * far + ["X"] * size, size) for far in (3, 2, 1)]


def _past_pairs(column: int, size: int) -> list[list[str]]:
    return [_column(f"T[-{far},-{far - 1}][{column}]=", ["BOS"] * far + ["X X"] * size, size) for far in (3, 2)]


def _column(name: str, values: list[str], size: int) -> list[str]:
    return [name + value for value in values[:size]]


def _is_title(word: str) -> bool:
    """Say whether each syllable starts with a title-case letter, as the models learnt it."""
    return all(part and part[0].istitle() for part in word.split(" "))
