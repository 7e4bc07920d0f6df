"""What the trained reader of counts sees of a figure: what it counts, the words about it, and where it stands.

Training and reading share this file, so that a feature means the same in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, reduce
from tinbai.entities.mention import Mention, get, starting_in, view_of, within
from tinbai.relations import count_numbers, count_words, counting
from tinbai.relations.context import Context
from tinbai.relations.count_words import tokens
from tinbai.relations.governing import UPPER
from tinbai.text.view import Sentence

# Characters between a place and its count in a list.
_BESIDE = 14
# Characters back in which the model has just been named.
_LATELY = 300
# A head that no list holds (`trưởng 12 khu phố`), not the chief of an office or of a unit of the army.
_SOME_HEAD = re.compile(
    r"(?<!cục)(?<!vụ)(?<!bộ)(?<!hội)(?<!hiệu)(?<!viện)(?<!đoàn)(?<!đội)(?<!trạm)(?<!hạt)(?<!đồn)(?<!quản)"
    r"(?<!tăng)(?<!môi)(?<!thị)(?<!sinh)(?<!chủ)(?<!toán)(?<!tộc)(?<!khoa)(?<!con) trưởng"
    r"(?! +(?:ban|phòng|đoàn|đồn|trạm|khoa|công +an|bộ +môn|thành|phó|họ|tiểu|văn +phòng)(?![^\W_]))"
)
_SILENT = ("slogan", "weak")
_COUNTING = ("hamlet_units", "persons", "cells")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may count units with the model, and what the reader sees of it."""

    figure: Mention
    sentence: Sentence
    features: Mapping[str, float]


def candidates(doc: Doc) -> Iterator[Candidate]:
    """Yield the figures of an article that may speak of the model, in text order; none of any other article.

    Example:
        >>> import tinbai
        >>> doc = tinbai.load()("Nay 9 xóm có bí thư chi bộ kiêm trưởng xóm.")
        >>> [doc.text[found.figure.start:found.figure.end] for found in candidates(doc)]
        ['9 xóm']
    """
    context = Context(doc)
    if context.first is None and not _has_both_posts(doc):
        return
    history = _History()
    cues = [m for m in get(doc, "cue") if m.attrs["confirmed"] and m.attrs["strength"] not in _SILENT]
    found = [(s, *one) for s in view_of(doc).sentences for one in _in_sentence(doc, s, context, cues)]
    numbers = [(seen.figure, seen.counts, sentence.start) for sentence, seen, _ in found]
    beside_others = count_numbers.beside_others(view_of(doc).folded, numbers)
    last, here = None, list[_Seen]()
    for (sentence, seen, place), names in zip(found, beside_others, strict=True):
        if last is not None and sentence is not last:
            history.add(here)
            here = []
        last = sentence
        here.append(seen)
        told = dict.fromkeys(sorted(names), 1.0)
        yield Candidate(seen.figure, sentence, seen.features | history.of(seen, place) | told)


def _has_both_posts(doc: Doc) -> bool:
    """Say whether a sentence of the article names both posts, in whatever words it joins them."""
    folded = view_of(doc).folded
    for sentence in view_of(doc).sentences:
        text = reduce(folded, sentence.start, sentence.end).text
        if (CELL in text or SHORT in text) and (HEAD in text or _SOME_HEAD.search(text)):
            return True
    return False


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
    if not kinds:
        return
    around = _sentence_features(doc, sentence, context, (len(kinds), cues))
    here = starting_in(cues, sentence.start, sentence.end)
    before = ""
    for figure, of, base in kinds:
        names = count_words.around(doc, sentence, figure) | count_words.as_rules_see(doc, sentence, figure, of)
        features = around | dict.fromkeys(sorted(names), 1.0) | _kind(figure, of, base)
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
        "unnamed": context.first is None,
        "named lately": bool(starting_in(cues, sentence.start - _LATELY, sentence.start)),
        f"cues {min(4, len(cues))}": True,
        f"communes {min(3, len(communes))}": True,
        f"figures {min(4, count)}": True,
        f"opens {opening[0] if opening else ''}": True,
        f"zone {sentence.zone}": True,
    }
    names |= dict.fromkeys(sorted(count_words.before_it(doc, sentence)), True)
    return {name: 1.0 for name, holds in names.items() if holds}


def _kind(figure: Mention, of: str, base: str | None) -> dict[str, float]:
    found = {f"of {of}": 1.0, f"base {base}": 1.0}
    return found | ({"ratio": 1.0, f"ratio {of}": 1.0} if figure.attrs.get("denominator") else {})


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
