"""What the trained reader of counts sees of a figure: what it counts, the words about it, and where it stands.

Training and reading share this file, so that a feature means the same in both. Names, dates,
figures, titles and the model's name are seen as such, not by their words: a model trained on
one district must read the next. The rules' own decision is deliberately not among the features:
they were tuned on the articles the model is trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention, get, starting_in, view_of, within
from tinbai.relations import counting, light
from tinbai.relations.context import Context
from tinbai.relations.governing import UPPER
from tinbai.text.view import Sentence

_SHOWN = {
    light.PLACE: "PLACE",
    light.DATE: "DATE",
    light.FIGURE: "FIGURE",
    light.CUE: "CUE",
    light.HAMLET: "HAMLET",
    CELL: "CELL",
    SHORT: "SECRETARY",
    HEAD: "HEAD",
    UNIT: "UNIT",
}
_TOKEN = re.compile(r"([\ue000-\uf8ff])\1*|[^\W\d_]+|[\d.,]+|[^\w\s]")
# How many words on each side are seen with their place, and how many as a mere set.
_NEAR, _BEFORE, _AFTER = 4, 8, 12
# Characters between a place and its count in a list.
_BESIDE = 14
# Characters back in which the model has just been named.
_LATELY = 300
_SILENT = ("slogan", "weak")
_COUNTING = ("hamlet_units", "persons", "cells")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may count units with the model, and what the reader sees of it."""

    figure: Mention
    sentence: Sentence
    features: Mapping[str, float]


def tokens(text: str) -> list[str]:
    """Return the words of masked text, every mention one word in capitals.

    Example:
        >>> tokens("có 12 hộ")
        ['có', '12', 'hộ']
    """
    return [_SHOWN.get(match[0][0], match[0]) for match in _TOKEN.finditer(text)]


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Yield the figures of an article that names the model, in text order; none if it does not name it."""
    context = Context(doc)
    if context.first is None:
        return
    history = _History()
    cues = [m for m in get(doc, "cue") if m.attrs["confirmed"] and m.attrs["strength"] not in _SILENT]
    for sentence in view_of(doc).sentences:
        found = list(_in_sentence(doc, sentence, context, cues))
        yield from (Candidate(c.figure, sentence, c.features | history.of(c, place)) for c, place in found)
        history.add([c for c, _ in found])


@dataclass(frozen=True, slots=True)
class _Seen:
    figure: Mention
    counts: str
    linked: bool
    features: dict[str, float]


class _History:
    """What the figures so far have counted: `known` once one stood beside the model's name."""

    def __init__(self) -> None:
        self.known = self.just = False
        self.nouns: set[str] = set()

    def of(self, seen: _Seen, before: str) -> dict[str, float]:
        names = {
            "known": self.known,
            f"known {seen.counts}": self.known,
            "linked before": self.just,
            "same noun": _noun(seen.figure) in self.nouns,
            f"after {before}": bool(before),
        }
        return {name: 1.0 for name, holds in names.items() if holds}

    def add(self, seen: Sequence[_Seen]) -> None:
        linked = [one for one in seen if one.linked]
        self.known = self.known or bool(linked)
        self.nouns.update(noun for one in linked if (noun := _noun(one.figure)))
        self.just = bool(linked) or (self.just and any("ratio" in one.features for one in seen))


def _noun(figure: Mention) -> str:
    return str(figure.attrs.get("unit") or "")


def _in_sentence(
    doc: Doc, sentence: Sentence, context: Context, cues: Sequence[Mention]
) -> Iterator[tuple[_Seen, str]]:
    """Yield each figure of a sentence with what the one before it counts."""
    view = view_of(doc)
    figures = list(within(doc, "figure", sentence.start, sentence.end))
    kinds = []
    for index, figure in enumerate(figures):
        right = figures[index + 1].start if index + 1 < len(figures) else sentence.end
        of, base = counting.what(view.folded, figure, right)
        if of != "other" and figure.attrs.get("value") is not None:
            kinds.append((figure, of, base))
    around = _sentence_features(doc, sentence, context, (len(kinds), cues))
    here = starting_in(cues, sentence.start, sentence.end)
    before = ""
    for figure, of, base in kinds:
        features = around | _words(doc, sentence, figure) | _kind(figure, of, base)
        features |= _model_near(doc, sentence, figure, of, (here, "context" in around))
        linked = of in _COUNTING and bool(features.keys() & {"cue right", "cue inside", "cue left"})
        yield _Seen(figure, of, linked, features), before
        before = of + ("/" if "ratio" in features else "")


def _sentence_features(
    doc: Doc, sentence: Sentence, context: Context, around: tuple[int, Sequence[Mention]]
) -> dict[str, float]:
    view, (count, cues) = view_of(doc), around
    communes = [m for m in within(doc, "place", sentence.start, sentence.end) if m.type == "COMMUNE"]
    opening = tokens(reduce(view.folded, sentence.start, sentence.end).text)[:1]
    names = {
        "context": context.holds(sentence),
        "focused": context.focused,
        "named lately": bool(starting_in(cues, sentence.start - _LATELY, sentence.start)),
        f"cues {min(4, len(cues))}": True,
        f"communes {min(3, len(communes))}": True,
        f"figures {min(4, count)}": True,
        f"opens {opening[0] if opening else ''}": True,
        f"zone {sentence.zone}": True,
    }
    return {name: 1.0 for name, holds in names.items() if holds}


def _kind(figure: Mention, of: str, base: str | None) -> dict[str, float]:
    found = {f"of {of}": 1.0, f"base {base}": 1.0}
    return found | ({"ratio": 1.0, f"ratio {of}": 1.0} if figure.attrs.get("denominator") else {})


def _words(doc: Doc, sentence: Sentence, figure: Mention) -> dict[str, float]:
    """Return the words on both sides by place, by clause and as a set."""
    before, after = (tokens(side) for side in light.masked(doc, sentence, figure))
    clause = light.clause_of(doc, sentence, figure)
    names = {f"{-at} {before[-at] if len(before) >= at else '^'}" for at in range(1, _NEAR + 1)}
    names |= {f"+{at} {after[at - 1] if len(after) >= at else '$'}" for at in range(1, _NEAR + 1)}
    names.add(f"-2-1 {' '.join(before[-2:])}")
    names.add(f"+1+2 {' '.join(after[:2])}")
    names |= {f"clause before {word}" for word in tokens(clause.before)}
    names |= {f"clause after {word}" for word in tokens(clause.after)}
    names |= {f"before {word}" for word in before[-_BEFORE:]} | {f"behind {word}" for word in after[:_AFTER]}
    return dict.fromkeys(sorted(names), 1.0)


def _model_near(
    doc: Doc, sentence: Sentence, figure: Mention, of: str, around: tuple[Sequence[Mention], bool]
) -> dict[str, float]:
    """Return where the model's name and the next place stand."""
    folded = view_of(doc).folded
    cues, holds = around
    places = [m for m in within(doc, "place", sentence.start, figure.start) if m.type in UPPER]
    names = {
        "cue": bool(cues),
        f"cue {of}": bool(cues),
        f"context {of}": holds,
        "cue right": any(c.start >= figure.end and not re.search("[;.:]", folded[figure.end : c.start]) for c in cues),
        "cue left": any(c.end <= figure.start and not re.search("[;.]", folded[c.end : figure.start]) for c in cues),
        "cue inside": any(figure.start <= c.start < figure.end for c in cues),
        "beside place": any(0 <= figure.start - m.end <= _BESIDE for m in places),
    }
    return {name: 1.0 for name, there in names.items() if there}
