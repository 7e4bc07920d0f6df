"""What kind of report the article is (codebook 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from spacy.tokens import Doc

from tinbai.classify.relevance import Shares
from tinbai.entities.mention import view_of
from tinbai.lexicon import alternation, load
from tinbai.records import Claim
from tinbai.text.normalize import fold

# In the order of codebook 2.2, in which the earlier of two equal types goes first.
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
_SECONDARY, _MENTION_SHARE, _DIFFICULTY_SHARE, _PROFILE_SHARE = 0.20, 0.30, 0.30, 0.40


@cache
def _triggers() -> Mapping[str, re.Pattern[str]]:
    listed = load("cues")["report_type"]
    return {
        kind: re.compile(rf"(?<![^\W_]){alternation(fold(word) for word in words)}(?![^\W_])")
        for kind, words in listed.items()
    }


def sentence_types(doc: Doc, found: Shares, claims: Iterable[Claim], *, focus: bool) -> dict[str, set[int]]:
    """Return for each type the indices of the sentences of S that belong to it; a sentence may have several.

    Without `focus` the words of a type count only where they say what the article is,
    whatever its theme; progress and effects must be those of the model.
    """
    folded = view_of(doc).folded
    types: dict[str, set[int]] = {kind: set() for kind in ORDER}
    for claim in claims:
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


def secondary_types(found: Shares, types: Mapping[str, set[int]], primary: str, *, focus: bool) -> tuple[str, ...]:
    """Return the types beside `primary` that have enough sentences, in order of the codebook.

    Args:
        found: the sentences of the article.
        types: for each type the indices of its sentences.
        primary: the type of the article, which is no secondary one.
        focus: the article is about the model; one that only touches it needs more sentences of a type.
    """
    kept = []
    for kind in ORDER[:-1]:
        least = _SECONDARY if focus else _MENTION_SHARE
        if kind == "officeholder_profile":
            least = _PROFILE_SHARE
        elif kind == "difficulties_criticism" and not any(found.sentences[i].zone == "title" for i in types[kind]):
            least = _DIFFICULTY_SHARE
        if kind != primary and found.share(types[kind]) >= least:
            kept.append(kind)
    return tuple(kept)


def is_answer(doc: Doc, found: Shares) -> bool:
    """Say whether title or lead ask in a reader's or voter's name: an answer is `other`, whatever it says."""
    folded = view_of(doc).folded
    heads = (s for s in found.sentences if s.zone in ("title", "lead"))
    return any(_asking().search(folded, s.start, s.end) for s in heads)


@cache
def _asking() -> re.Pattern[str]:
    words = alternation(fold(word) for word in load("cues")["asking"]["words"])
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])")
