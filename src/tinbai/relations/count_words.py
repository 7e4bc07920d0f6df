"""The words about a figure as the trained reader of counts sees them (`count_features.py`).

Names, dates, figures, titles and the model's name are seen as such, not by their words: a model
trained on one district must read the next. Besides single words it sees pairs of neighbours, the
words of the sentence before, and which closed lists of the rules (lexicon `cues`) the clause holds:
a word it has never met is known by its list.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT
from tinbai.entities.mention import Mention, view_of, within
from tinbai.lexicon import alternation, load
from tinbai.relations import context, light, predicates, wholes
from tinbai.relations.counting import Counted
from tinbai.relations.governing import UPPER
from tinbai.text.normalize import fold
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
# How many words on each side are seen with their place, in pairs, and as a mere set.
_NEAR, _PAIRS, _BEFORE, _AFTER = 4, 7, 8, 12
# Characters on each side in which the words of lists are looked for.
_REACH = 60


def tokens(text: str) -> list[str]:
    """Return the words of masked text, every mention one word in capitals.

    Example:
        >>> tokens("có 12 hộ")
        ['có', '12', 'hộ']
    """
    return [_SHOWN.get(match[0][0], match[0]) for match in _TOKEN.finditer(text)]


@cache
def _lists() -> dict[str, re.Pattern[str]]:
    listed = load("cues")["adoption"]
    return {
        key: re.compile(rf"(?<![^\W_]){alternation(fold(word) for word in listed[key])}(?![^\W_])")
        for key in sorted(listed)
    }


def around(doc: Doc, sentence: Sentence, figure: Mention) -> set[str]:
    """Return the words on both sides of a figure: by place, in pairs, by clause, and as a set; and their lists."""
    left, right = light.masked(doc, sentence, figure)
    before, after = tokens(left), tokens(right)
    clause = light.clause_of(doc, sentence, figure)
    names = {f"{-at} {before[-at] if len(before) >= at else '^'}" for at in range(1, _NEAR + 1)}
    names |= {f"+{at} {after[at - 1] if len(after) >= at else '$'}" for at in range(1, _NEAR + 1)}
    names.add(f"-2-1 {' '.join(before[-2:])}")
    names.add(f"+1+2 {' '.join(after[:2])}")
    names |= {f"pair before {a} {b}" for a, b in pairwise(before[-_PAIRS:])}
    names |= {f"pair behind {a} {b}" for a, b in pairwise(after[: _PAIRS + 1])}
    names |= {f"clause before {word}" for word in tokens(clause.before)}
    names |= {f"clause after {word}" for word in tokens(clause.after)}
    names |= {f"before {word}" for word in before[-_BEFORE:]} | {f"behind {word}" for word in after[:_AFTER]}
    names |= {f"sentence {word}" for word in {*before, *after}}
    behind = re.split(r"[;:.,]", right)[0]
    where = (("clause behind", behind), ("clause before", clause.before), ("near behind", right[:_REACH]))
    for key, pattern in _lists().items():
        names |= {
            f"{name} list {key}" for name, text in (*where, ("near before", left[-_REACH:])) if pattern.search(text)
        }
    return names


def before_it(doc: Doc, sentence: Sentence) -> set[str]:
    """Return the words of the sentence before in its paragraph."""
    view = view_of(doc)
    at = view.index_of(sentence)
    if not at or view.sentences[at - 1].paragraph != sentence.paragraph:
        return {"previous none"}
    previous = view.sentences[at - 1]
    _, words = light.masked(doc, previous, Mention("FIGURE", previous.start, previous.start))
    return {f"previous {word}" for word in tokens(words)}


def as_rules_see(doc: Doc, sentence: Sentence, figure: Mention, of: str) -> set[str]:
    """Return what the patterns of the rules make of the clause, were the model known and the place counted before.

    Their verdict on the figure is deliberately not among the features: the rules were tuned on the
    articles the model is trained on.
    """
    counted = Counted(figure, of, None, None)
    clause = light.clause_of(doc, sentence, figure)
    places = [m for m in within(doc, "place", sentence.start, sentence.end) if m.type in UPPER]
    figures = list(within(doc, "figure", sentence.start, sentence.end))
    holds = {
        f"light {light.is_light_lead(clause.before)} {light.is_only_light(clause.after)}": True,
        f"said {predicates.said_of(doc, counted, sentence, known=True)}": True,
        "pattern counts": context.counts(doc, counted, sentence, places, known=True),
        "pattern goes on": light.goes_on(doc, counted, sentence, (), known=True),
        "pattern whole": wholes.is_a_whole(view_of(doc).folded, figure, figures, sentence.end),
        "nothing behind": len(clause.after.strip()) < 3,
    }
    return {name for name, there in holds.items() if there}
