"""What kind of report the article is (codebook 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc

from tinbai.classify.relevance import Shares
from tinbai.entities.mention import view_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

# Of two types of nearly equal length the earlier one is primary (codebook 2.2).
ORDER = (
    "difficulties_criticism",
    "officeholder_profile",
    "effectiveness_assessment",
    "implementation_progress",
    "directive_policy",
    "congress_election_personnel",
    "other",
)
# Types that an article can have whatever its theme.
_OF_ITSELF = ("congress_election_personnel", "directive_policy")
_PROFILE_SHARE, _DIFFICULTY_SHARE, _CLOSE, _SECONDARY = 0.40, 0.30, 0.80, 0.20


@cache
def _triggers() -> Mapping[str, re.Pattern[str]]:
    listed = load("cues")["report_type"]
    return {
        kind: re.compile(rf"(?<![^\W_]){alternation(fold(word) for word in words)}(?![^\W_])")
        for kind, words in listed.items()
    }


def sentence_types(doc: Doc, found: Shares, *, focus: bool) -> dict[str, set[int]]:
    """Return for each type the indices of the sentences of S that belong to it; a sentence may have several.

    Without `focus` the words of a type count only where they say what the article is,
    whatever its theme; progress and effects must be those of the model.
    """
    folded = view_of(doc).folded
    types: dict[str, set[int]] = {kind: set() for kind in ORDER}
    for claim in doc._.claims:
        at = found.index_at(claim.start)
        if at is None or claim.target == "other_model":
            continue
        kind = "effectiveness_assessment" if claim.stance == "positive" else "difficulties_criticism"
        types[kind].add(at)
    for record in doc._.adoption:
        at = found.index_at(record.evidence.start)
        if at is not None and not record.derived:
            types["implementation_progress"].add(at)
    for index, sentence in enumerate(found.sentences):
        for kind, pattern in _triggers().items():
            if (focus or kind in _OF_ITSELF) and pattern.search(folded, sentence.start, sentence.end):
                types[kind].add(index)
    types["officeholder_profile"] = set(found.portrait) if focus else set()
    return types


def report_type(doc: Doc, found: Shares, label: str) -> tuple[str | None, tuple[str, ...], dict[str, float]]:
    """Return (primary type, secondary types, share of each type).

    In a model_mention article the type is that of the whole article, so sentences
    away from the model decide; without a clear type it is `other`.
    """
    if label == "not_model":
        return None, (), {}
    types = sentence_types(doc, found, focus=label == "model_focus")
    share = {kind: round(found.share(at), 4) for kind, at in types.items()}
    ranked = _ranked(share, found, types, focus=label == "model_focus")
    if label == "model_focus" and _is_answer(doc, found):
        ranked = ["other", *ranked]
    if not ranked:
        return "other", (), share
    first = ranked[0]
    near = [kind for kind in ranked if share[kind] >= _CLOSE * share[first]]
    primary = "other" if first == "other" else min(near, key=ORDER.index)
    secondary = tuple(kind for kind in ORDER if kind != primary and kind in ranked and share[kind] >= _SECONDARY)
    return primary, secondary, share


def _is_answer(doc: Doc, found: Shares) -> bool:
    """Say whether title or lead ask in a reader's or voter's name: an answer is `other`, whatever it says."""
    folded = view_of(doc).folded
    heads = (s for s in found.sentences if s.zone in ("title", "lead"))
    return any(_asking().search(folded, s.start, s.end) for s in heads)


@cache
def _asking() -> re.Pattern[str]:
    words = alternation(fold(word) for word in load("cues")["asking"]["words"])
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])")


def _ranked(share: Mapping[str, float], found: Shares, types: Mapping[str, set[int]], *, focus: bool) -> list[str]:
    """Return the types that hold their own condition, by falling share."""
    kept = []
    for kind in ORDER[:-1]:
        if kind == "officeholder_profile" and share[kind] < _PROFILE_SHARE:
            continue
        in_title = any(found.sentences[i].zone == "title" for i in types[kind])
        if kind == "difficulties_criticism" and share[kind] < _DIFFICULTY_SHARE and not in_title:
            continue
        # A feature on another theme only touches the model: its few sentences do not make its type.
        if share[kind] > 0 and (focus or share[kind] >= _DIFFICULTY_SHARE):
            kept.append(kind)
    return sorted(kept, key=lambda kind: (-share[kind], ORDER.index(kind)))
