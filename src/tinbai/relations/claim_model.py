"""The trained reader of claims: a probability that a sentence judges the model, and which aspects it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tinbai.models.encoder import load_encoder
from tinbai.models.linear import Linear, load_linear, sigmoid
from tinbai.relations.claim_features import word_features

MODEL = "claims"
CLAIM = "claim"
# Chosen on held-out articles, on dev and on sketches of new writers, which flatters them: benchmarks/README.md.
AT_LEAST, BACKED_AT_LEAST, ASPECT_AT_LEAST, MOST_ASPECTS = 0.50, 0.10, 0.25, 3
# The likeliest aspect must have so much itself, else the sentence judges nothing that the codebook lists.
TOP_AT_LEAST, BACKED_ASPECT_AT_LEAST = 0.22, 0.35
# A trigger of the word lists multiplies the odds of its aspect.
_BACKED_ODDS = 8.0
# So much of the log odds of an aspect is that of the clause that speaks for it most; the rest is that of the sentence.
_CLAUSE_SHARE = 0.55
# So much of the log odds of a claim is that of its likeliest aspect: in a note of two sentences, place says little.
_ASPECT_SHARE = 0.45
# So much of the log odds of a sentence is what the encoder says of it.
_ENCODER_SHARE = 0.65
# The same for a clause, which the encoder reads within its sentence, the regressions by itself.
_CLAUSE_ENCODER_SHARE = 0.5
# With less, the encoder is not asked: of such sentences it made one claim in 64 articles, a false one. Without and
# with listed words.
_HOPELESS, _HOPELESS_LISTED = 0.1, 0.001
# A clause belongs to the claim if it speaks for its aspects with this share of the best clause's probability.
_PART = 0.35
_CUT = re.compile(r"[,;:] |\. | - |(?<= )(?=(?:nhưng|song|mà|còn|nên|tuy|do|vì|để|thì) )")
_LEAST_SYLLABLES = 3  # of a clause; less belongs to the one beside it


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of a sentence.

    Attributes:
        claim: probability that it holds a claim; its place and words have told it, and its likeliest aspect.
        aspects: probability of each aspect, if it does.
        clauses: its clauses, and what each says of the aspects by itself.
    """

    claim: float
    aspects: Mapping[str, float]
    clauses: Sequence[tuple[tuple[int, int], Mapping[str, float]]] = ()

    def sides(self, listed: Collection[str] = ()) -> list[tuple[str, ...]]:
        """Return the aspects of each claim, the benefits and the difficulties apart; empty if there is no claim.

        Args:
            listed: aspects that the word lists see in the sentence; with one, less probability is enough.
        """
        if self.claim < (BACKED_AT_LEAST if listed else AT_LEAST):
            return []
        said = {code: _raised(p) if code in listed else p for code, p in self.aspects.items()}
        ranked = sorted(said, key=lambda code: (-said[code], code))[:MOST_ASPECTS]
        least = {code: BACKED_ASPECT_AT_LEAST if code in listed else ASPECT_AT_LEAST for code in ranked}
        if said[ranked[0]] < min(TOP_AT_LEAST, least[ranked[0]]):
            return []
        kept = [code for code in ranked if code == ranked[0] or said[code] >= least[code]]
        sides = [tuple(sorted(code for code in kept if code[0] == side)) for side in (kept[0][0], "B", "D")]
        return [side for side in dict.fromkeys(sides) if side]

    def span(self, aspects: Sequence[str], first: int = 0, after: int | None = None) -> tuple[int, int]:
        """Return the stretch of clauses [first, after) that speaks for `aspects`: from the first such to the last."""
        among = self.clauses[first:after]
        weights = [max(said[code] for code in aspects) for _, said in among]
        held = [part for (part, _), weight in zip(among, weights, strict=True) if weight >= _PART * max(weights)]
        return held[0][0], held[-1][1]

    def clause_at(self, offset: int) -> int | None:
        """Return the number of the clause that holds `offset`, None where the model read none."""
        return next((n for n, (part, _) in enumerate(self.clauses) if part[0] <= offset < part[1]), None)


def _raised(probability: float) -> float:
    odds = _BACKED_ODDS * probability
    return odds / (odds + 1 - probability)


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that may hold a claim.

    Attributes:
        features: of the whole sentence.
        folded: the folded text of the article.
        span: the sentence.
        bounds: the stretch of it that one speaker says.
        listed: aspects that the word lists name in it.
    """

    features: Mapping[str, float]
    folded: str
    span: tuple[int, int]
    bounds: tuple[int, int]
    listed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of a sentence: log odds of its labels for the whole, and for each clause read within it."""

    whole: Mapping[str, float]
    clauses: Sequence[Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Told:
    """What the regressions say of a sentence.

    Attributes:
        whole: log odds of each aspect and of `claim` for the sentence.
        clauses: its clauses, and the log odds of the aspects for each by itself.
        listed: aspects that the word lists name in it.
    """

    whole: Mapping[str, float]
    clauses: Sequence[tuple[tuple[int, int], Mapping[str, float]]]
    listed: frozenset[str] = frozenset()

    def reading(self, encoded: Encoded | None = None) -> Reading:
        """Return the probabilities, mixed with the log odds that the encoder gives, if any."""
        whole, clauses = dict(self.whole), [dict(score) for _, score in self.clauses]
        if encoded is not None:
            kept = {*self.listed, CLAIM} if self.listed else frozenset[str]()
            whole = _mixed(whole, encoded.whole, _ENCODER_SHARE, kept)
            pairs = zip(clauses, encoded.clauses, strict=True)
            clauses = [_mixed(score, other, _CLAUSE_ENCODER_SHARE) for score, other in pairs]
        judged = whole.pop(CLAIM)
        mixed = {
            code: (1 - _CLAUSE_SHARE) * score + _CLAUSE_SHARE * max(said[code] for said in clauses)
            for code, score in whole.items()
        }
        claim = sigmoid((1 - _ASPECT_SHARE) * judged + _ASPECT_SHARE * max(mixed.values()))
        parts = zip((part for part, _ in self.clauses), clauses, strict=True)
        said = tuple((part, {code: sigmoid(score[code]) for code in whole}) for part, score in parts)
        return Reading(claim, {code: sigmoid(score) for code, score in mixed.items()}, said)


@cache
def _model() -> Linear:
    return load_linear(MODEL)


def read(asked: Iterable[Asked]) -> list[Reading]:
    """Return what the shipped models say of sentences, in their order.

    The regressions read them all, the encoder, which takes far longer, those that the regressions leave open. Features
    are not kept: those of a long article take far more memory than what the regressions make of them.

    Raises:
        ModelError: a model is missing or was changed.
    """
    said: list[Told] = []
    found: list[Reading] = []
    left: dict[int, Asked] = {}
    for index, one in enumerate(asked):
        said.append(told(_model(), one))
        found.append(said[-1].reading())
        if found[-1].claim >= (_HOPELESS_LISTED if one.listed else _HOPELESS):
            left[index] = one
    for index, encoded in zip(left, _encoded([(one, said[index]) for index, one in left.items()]), strict=True):
        found[index] = said[index].reading(encoded)
    return found


def _encoded(left: Sequence[tuple[Asked, Told]]) -> list[Encoded]:
    if not left:
        return []
    encoder = load_encoder()
    parts = [[(a - one.span[0], b - one.span[0]) for (a, b), _ in said.clauses] for one, said in left]
    whole, clauses = encoder.scores_within([one.folded[slice(*one.span)] for one, _ in left], parts)

    def named(scores: Sequence[float]) -> dict[str, float]:
        return dict(zip(encoder.labels, scores, strict=True))

    return [Encoded(named(w), [*map(named, c.tolist())]) for w, c in zip(whole.tolist(), clauses, strict=True)]


def told(model: Linear, one: Asked) -> Told:
    """Return what `model` says of a sentence and of its clauses."""
    parts = clauses(one.folded, *one.bounds)
    scores = [model.scores(one.features), *(model.scores(word_features(one.folded[a:b])) for a, b in parts)]
    whole, *said = (dict(zip(model.labels, score.tolist(), strict=True)) for score in scores)
    return Told(whole, tuple(zip(parts, said, strict=True)), one.listed)


def _mixed(
    said: Mapping[str, float], encoded: Mapping[str, float], share: float, kept: Collection[str] = ()
) -> dict[str, float]:
    """Return the log odds of both; those `kept` the encoder cannot doubt: it doubts the set phrases of word lists."""
    mixed = {code: (1 - share) * score + share * encoded.get(code, score) for code, score in said.items()}
    return {code: max(score, said[code]) if code in kept else score for code, score in mixed.items()}


def strongest(features: Mapping[str, float], label: str) -> list[tuple[str, float]]:
    """Return the features that speak most for an aspect, or for `claim`, with their part of the log odds."""
    return _model().strongest(features, label)


def clauses(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the clauses between `start` and `end`, in order and without gaps.

    Example:
        >>> text = "việc nặng hơn thật, nhưng dân tin"
        >>> [text[a:b] for a, b in clauses(text, 0, len(text))]
        ['việc nặng hơn thật, ', 'nhưng dân tin']
    """
    cuts = [start, *(m.end() for m in _CUT.finditer(folded, start, end) if start < m.end() < end), end]
    found: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        if found and min(len(folded[slice(*part)].split()) for part in (found[-1], (a, b))) < _LEAST_SYLLABLES:
            found[-1] = (found[-1][0], b)
        else:
            found.append((a, b))
    return found
