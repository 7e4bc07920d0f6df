"""Named hamlets of which a text tells that nobody holds both posts (codebook 4.2; guidelines A3, A7, T11).

The words are those of lexicon `apart`: the head is not in the Party, the secretary has lost the vote for
head, two persons hold the posts, one post was refused or given back, this one hamlet still waits. The
hamlet stands in these words, before them in their sentence, or the sentences before are about it. Where
the paragraph goes on to say that it has come out otherwise since, nothing is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, expand, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.lexicon import alternation, load
from tinbai.relations.context import Context
from tinbai.relations.dating import when
from tinbai.relations.draft import Draft
from tinbai.relations.hamlets import of_member
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_LETTERS = {"HAM": "\ue010", "PLC": "\ue011", "PRS": "\ue012", "LOW": "\ue013", "HIGH": "\ue014", "NUM": "\ue015"}
_HAM, _PLC = _LETTERS["HAM"], _LETTERS["PLC"]
_MACRO = re.compile(r"<(\w+)>")
_WORD = r"(?<![^\W_])"
_LONGEST = 800  # code points: longer runs without a full stop are no sentences
_BACK = 2  # sentences before, of the same paragraph, that may name the hamlet
# `Ở thôn X, …`, `Còn xóm Y thuộc xã Z, …`: what a sentence is about stands at its head.
_TOPIC = 40


@dataclass(frozen=True, slots=True)
class _Told:
    id: str
    status: str
    by_head: bool
    votes: bool
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with titles, hamlet words, names and numbers as letters."""

    sentence: Sentence
    text: str
    offsets: tuple[int, ...]
    hamlets: tuple[Mention, ...]

    def at(self, offset: int) -> int:
        """Return where an offset of the article stands in `text`."""
        return next((i for i, o in enumerate(self.offsets) if o >= offset), len(self.text))


@cache
def _told() -> tuple[_Told, ...]:
    lexicon = load("apart")
    return tuple(
        _Told(
            id=entry["id"],
            status=entry["status"],
            by_head=entry.get("by") == "head",
            votes=bool(entry.get("votes")),
            regex=re.compile(_WORD + _spelt(entry["pattern"], lexicon["macro"]) + r"(?![^\W_])"),
        )
        for entry in lexicon["told"]
    )


def _spelt(pattern: str, macros: Mapping[str, str]) -> str:
    while found := _MACRO.search(pattern):
        pattern = pattern[: found.start()] + macros[found[1]] + pattern[found.end() :]
    pattern = pattern.replace("SEC]", f"{CELL}{SHORT}]")
    for name, letter in _LETTERS.items():
        pattern = re.sub(rf"\b{name}\b", f"{letter}+(?!{letter})", pattern)  # a whole run: no way back
    return expand(pattern).pattern


@cache
def _listed(key: str) -> str:
    words = (_LETTERS.get(word) or fold(word) for word in load("apart")[key])
    return alternation(reduce(word, 0, len(word)).text for word in words)


@cache
def _not_said() -> re.Pattern[str]:
    return re.compile(rf"{_WORD}{_listed('not_said')}(?![^\W_])")


@cache
def _otherwise() -> re.Pattern[str]:
    return re.compile(rf"{_WORD}{_listed('since_then')}(?![^\W_])[^.;:]{{0,60}}?(?<![^\W_]){_listed('came_out')}")


@cache
def _votes() -> re.Pattern[str]:
    return re.compile(rf"{_WORD}{_listed('votes')}(?![^\W_])")


def told_apart(doc: Doc) -> Iterator[Draft]:
    """Yield a record for each named hamlet of which a text about the model says that nobody holds both posts there."""
    view, context = view_of(doc), Context(doc)
    if context.first is None:  # no sentence of such a text speaks of the model
        return
    lines: list[_Line] = []
    seen: set[str | None] = set()
    for sentence in view.sentences:
        if lines and lines[-1].sentence.paragraph != sentence.paragraph:
            lines = []
        if sentence.end - sentence.start > _LONGEST:
            lines = []
            continue
        lines.append(_line(doc, sentence))
        if not context.holds(sentence) or view.text[sentence.start : sentence.end].rstrip(' ”"').endswith("?"):
            continue
        for told in _told():
            match = told.regex.search(lines[-1].text)
            if match is None or not _holds(lines, told, match):
                continue
            mention = _about(lines, match, told)
            if mention is None or mention.normal in seen or _comes_out(doc, lines[-1], match, mention):
                continue
            seen.add(mention.normal)
            draft = of_member(mention, (sentence.start, sentence.end), None, when(doc, mention, sentence), told.status)
            draft.count = 0
            yield draft


def _line(doc: Doc, sentence: Sentence) -> _Line:
    folded = view_of(doc).folded
    text = list(folded[sentence.start : sentence.end])
    hamlets = []
    for m in within(doc, "figure", sentence.start, sentence.end):
        if m.end <= sentence.end and (letter := _share(m)):
            text[m.start - sentence.start : m.end - sentence.start] = letter * (m.end - m.start)
    for m in within(doc, "person", sentence.start, sentence.end):
        if m.end <= sentence.end:
            text[m.start - sentence.start : m.end - sentence.start] = _LETTERS["PRS"] * (m.end - m.start)
    for m in within(doc, "place", sentence.start, sentence.end):
        if m.end > sentence.end:
            continue
        if m.type != "HAMLET":
            text[m.start - sentence.start : m.end - sentence.start] = _PLC * (m.end - m.start)
        elif m.attrs.get("level") != "sub":
            hamlets.append(m)
            start = _name(m, folded)
            text[start - sentence.start : m.end - sentence.start] = _HAM * (m.end - start)
    plain = re.sub(r"\d[\d.,/]*(?<![.,])", lambda number: _LETTERS["NUM"] * len(number[0]), "".join(text))
    reduced = reduce(plain, 0, len(plain))
    return _Line(sentence, reduced.text, tuple(o + sentence.start for o in reduced.offsets), tuple(hamlets))


def _name(mention: Mention, folded: str) -> int:
    """Return where the name of a hamlet begins behind its hamlet word."""
    word = fold(str(mention.attrs.get("unit_type") or ""))
    printed = folded[mention.start : mention.end]
    if word and printed.startswith(f"{word} "):
        return mention.start + len(word) + 1
    unit = re.match(rf"{UNIT} +", reduce(printed, 0, len(printed)).text)
    return mention.start + reduce(printed, 0, len(printed)).offsets[unit.end()] if unit else mention.start


def _share(figure: Mention) -> str | None:
    value, whole = figure.attrs.get("value"), figure.attrs.get("denominator")
    if not isinstance(value, int | float):
        return None
    if figure.attrs.get("unit") == "%":
        return _LETTERS["LOW" if value < 50 else "HIGH"]
    if isinstance(whole, int | float) and whole and "phiếu" in str(figure.attrs.get("unit") or "phiếu"):
        return _LETTERS["LOW" if 2 * value < whole else "HIGH"]
    return None


def _holds(lines: list[_Line], told: _Told, match: re.Match[str]) -> bool:
    text = lines[-1].text
    clause = max(text.rfind(mark, 0, match.start()) for mark in ".;") + 1
    if _not_said().search(text, clause, match.end()):
        return False
    return not told.votes or any(_votes().search(line.text) for line in lines[-2:])


def _about(lines: list[_Line], match: re.Match[str], told: _Told) -> Mention | None:
    """Return the hamlet that the words are about, None if that is not plain."""
    line = lines[-1]
    left = [m for m in line.hamlets if m.start < line.offsets[match.end()]]
    if left:
        at = line.at(left[-1].end)
        if _new_place(line.text[at : max(at, match.start())], apposition=True):
            return None
        return left[-1] if not told.by_head or _is_heads(line, left[-1]) else None
    if _new_place(line.text[: match.start()], apposition=False):
        return None
    for before in reversed(lines[-1 - _BACK : -1]):
        if before.hamlets:
            last = before.hamlets[-1]
            at = before.at(last.end)
            begins = before.text.find(_HAM)
            if len({m.normal for m in before.hamlets}) > 1 or _new_place(before.text[at:], apposition=True):
                return None
            if told.by_head:
                return last if _is_heads(before, last) else None
            return last if begins <= _TOPIC or _is_heads(before, last) else None
        if _new_place(before.text, apposition=False):
            return None
    return None


def _new_place(text: str, *, apposition: bool) -> bool:
    """Say whether words turn to another unit; right behind a hamlet stand the units that it lies in."""
    if apposition:
        text = re.sub(rf"^(?: *[,(]? *(?:(?:của|thuộc|ở|cũng ở|cũng thuộc) +)?{_PLC}+(?!{_PLC}) *\)?)+", "", text)
    return _PLC in text


def _is_heads(line: _Line, mention: Mention) -> bool:
    return bool(re.search(rf"{HEAD} *$", line.text[: line.text.rfind(_HAM, 0, line.at(mention.end)) + 1].rstrip(_HAM)))


def _comes_out(doc: Doc, line: _Line, match: re.Match[str], mention: Mention) -> bool:
    """Say whether the paragraph tells behind the words that the hamlet has found one holder since."""
    view = view_of(doc)
    end = view.paragraphs[line.sentence.paragraph].end
    others = [m for m in within(doc, "place", line.offsets[match.end()], end) if m.type == "HAMLET"]
    stop = next((m.start for m in others if m.normal != mention.normal), end)
    rest = [
        s for s in view.sentences if s.paragraph == line.sentence.paragraph and line.sentence.start <= s.start < stop
    ]
    for sentence in rest:
        here = _line(doc, sentence)
        start = match.end() if sentence == line.sentence else 0
        if _otherwise().search(here.text, start, here.at(stop)):
            return True
    return False
