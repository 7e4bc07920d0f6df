"""What the trained reader of claims sees of a sentence: its words, and where it stands.

Training and reading share this file, so that a feature means the same in both. Triggers of
lexicon `aspects` are no features: on articles that nobody tuned them on, a trigger names an aspect of
its sentence one time in three (benchmarks/README.md). They are examples to learn from.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from tinbai.entities.mention import Located
from tinbai.lexicon import load as lexicon
from tinbai.relations.aspects import pattern
from tinbai.relations.speech import Speech, speaker_at
from tinbai.relations.topic import NAMING, Topic
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_TOKEN = re.compile(r"[^\W_]+|%")
_NUMBER = re.compile(r"\d[\d.,]*")
# What a negation or a contrast with former times reaches ends where the next clause begins.
_CLAUSE_END = re.compile(r"[,;:.]| nhưng | song | mà ")
_DENIED_REACH, _FORMER_REACH = 5, 10  # syllables
_SCOPED = 0.5  # a word under a negation counts as much as in a sentence of a dozen words
_FIRST_PERSON = re.compile(r"(?<![^\W_])(?:tôi|mình|tui|em|chúng tôi)(?![^\W_])")
# The words of a sentence weigh together what three plain features do, however long it is.
_WORDS = 3.0
_LONG = 60


def word_features(folded: str) -> dict[str, float]:
    """Return what the words of folded text say; numbers are `0`.

    Syllables and pairs of neighbouring syllables, a vector of length 3; then syllables under a negation or a lessening
    (`not …`) and those after a word for former times (`once …`), each 0.5: denied or past, blame turns into praise.

    Example:
        >>> {name: round(value, 2) for name, value in word_features("hơn 20 hộ").items()}
        {'hơn': 1.34, '0': 1.34, 'hộ': 1.34, 'hơn 0': 1.34, '0 hộ': 1.34}
        >>> [name for name in word_features("không còn đùn đẩy") if name.startswith("not ")]
        ['not còn', 'not đùn', 'not đẩy']
    """
    tokens = _tokens(folded)
    names = dict.fromkeys([*tokens, *(f"{a} {b}" for a, b in pairwise(tokens))])
    return dict.fromkeys(names, _WORDS / math.sqrt(len(names))) | _scoped_features(folded) if names else {}


def _tokens(folded: str) -> list[str]:
    return _TOKEN.findall(_NUMBER.sub("0", folded))


def _scoped_features(folded: str) -> dict[str, float]:
    denying = _denying()
    found: set[str] = set()
    for clause in _CLAUSE_END.split(folded):
        left = 0
        for token in _tokens(clause):
            if token in denying:
                left = _DENIED_REACH
            elif left:
                found.add(f"not {token}")
                left -= 1
    if former := pattern("formerly").search(folded):
        found |= {f"once {token}" for token in _tokens(folded[former.end() :])[:_FORMER_REACH]}
    return dict.fromkeys(sorted(found), _SCOPED)


@cache
def _denying() -> frozenset[str]:
    return frozenset(map(fold, lexicon("aspects")["words"]["denying"]))


def candidates(topic: Topic) -> Iterator[Sentence]:
    """Yield the sentences that can hold a claim.

    Of an article that names the model or a dual holder these are all; of another one those
    about holding two posts, this pair or another.
    """
    named = bool(topic.duals) or any(cue.attrs["strength"] in NAMING for cue in topic.cues)
    for sentence in topic.view.sentences:
        if sentence.zone != "byline" and (named or topic.target(sentence) is not None):
            yield sentence


def place_features(topic: Topic, speeches: Located[Speech], sentence: Sentence) -> dict[str, float]:
    """Return where `sentence` stands and who speaks; names begin with `#`, which no word does."""
    about = {
        "target": topic.target(sentence) is not None,
        "about": sentence in topic.about,
        "holder": sentence in topic.holders,
        "focused": topic.focused,
        "place": topic.speaks_of_place(sentence),
        "cue": bool(topic.cues_in(sentence)),
        f"zone {sentence.zone}": True,
        f"speech {_speech(topic, speeches, sentence)}": True,
    }
    return {f"#{name}": 1.0 for name, holds in about.items() if holds}


def manner_features(folded: str) -> dict[str, float]:
    """Return how a sentence speaks, whatever about: in the first person, of numbers, goals, good or bad, at length."""
    manner = {
        "first person": bool(_FIRST_PERSON.search(folded)),
        "number": bool(_NUMBER.search(folded)),
        "goal": bool(pattern("goal").search(folded)),
        "question": folded.rstrip(' "').endswith("?"),
    }
    found = {f"#{name}": 1.0 for name, holds in manner.items() if holds}
    found["#length"] = min(len(folded.split()), _LONG) / (_LONG / 2)
    for side in ("good", "bad"):
        found[f"#{side} words"] = min(3, len(pattern(side).findall(folded))) / 3
    return found


def neighbour_features(name: str, manner: Mapping[str, float], *, same_paragraph: bool) -> dict[str, float]:
    """Return the manner and place of the sentence `before` or `after`, as features of the one beside it.

    Example:
        >>> neighbour_features("before", {"#number": 1.0}, same_paragraph=True)
        {'#before same paragraph': 1.0, '#before number': 1.0}
    """
    place = "same" if same_paragraph else "other"
    return {f"#{name} {place} paragraph": 1.0} | {f"#{name} {key[1:]}": value for key, value in manner.items()}


def _speech(topic: Topic, speeches: Located[Speech], sentence: Sentence) -> str:
    speech = speaker_at(speeches, (sentence.start + sentence.end) // 2)
    if speech is None:
        return "author"
    who = "holder" if topic.is_dual(speech.speaker) else "other"
    return f"{'direct' if speech.direct else 'reported'} {who}"
