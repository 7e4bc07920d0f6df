"""What the model of report types looks at: types of sentences in numbers, and the words of title, lead and body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from spacy.tokens import Doc

from tinbai.classify.relevance import Shares
from tinbai.classify.relevance_features import SYLLABLE
from tinbai.classify.report_type import sentence_types
from tinbai.entities.mention import view_of
from tinbai.relations.aspects import pattern

# Taken over from the features of relevance.
_KEPT = {
    "about_share": 2.0,
    "portrait_share": 2.0,
    "marked_in_title": 2.0,
    "marked_in_lead": 2.0,
    "adoption": 1.0,
    "sentences": 1.0,
}
_SHARE, _JUDGING, _HEADING_WORD = 3.0, 2.0, 0.5


def features(doc: Doc, found: Shares, seen: Mapping[str, float], *, focus: bool) -> dict[str, float]:
    """Return the features of an annotated `doc`, by name.

    Claims are no feature: the reader of claims has learnt from the articles that this model
    learns from, and would tell them better there than in any other.

    Args:
        doc: with the layers that relevance needs.
        found: the sentence counts behind relevance.
        seen: the features of relevance; its words (`w:`) and some evidence are used again.
        focus: the rule says model_focus.
    """
    made = {name: value for name, value in seen.items() if name.startswith("w:")}
    made.update({name: weight * seen[name] for name, weight in _KEPT.items() if name in seen})
    made["focus"] = float(focus)
    made.update(_kinds(doc, found))
    made.update(dict.fromkeys(_heading(doc, found), _HEADING_WORD))
    return {name: value for name, value in made.items() if value}


def _kinds(doc: Doc, found: Shares) -> Iterator[tuple[str, float]]:
    for kind, at in sentence_types(doc, found, (), focus=True).items():
        yield f"share_{kind}", _SHARE * found.share(at)
        yield f"heading_{kind}", float(any(found.sentences[i].zone in ("title", "lead") for i in at))
    folded = view_of(doc).folded
    for words in ("good", "bad"):
        judging = {i for i, s in enumerate(found.sentences) if pattern(words).search(folded, s.start, s.end)}
        yield f"{words}_share", _JUDGING * found.share(judging)


def _heading(doc: Doc, found: Shares) -> Iterator[str]:
    folded = view_of(doc).folded
    for sentence in found.sentences:
        if sentence.zone in ("title", "lead"):
            words = [match[0] for match in SYLLABLE.finditer(folded, sentence.start, sentence.end)]
            yield from (f"h:{word}" for word in words)
            yield from (f"h:{one} {two}" for one, two in pairwise(words))
