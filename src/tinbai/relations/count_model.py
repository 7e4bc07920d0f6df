"""The trained reader of counts: how probable it is that a figure counts units with the model (codebook 4.2).

A regression over words and place, and an encoder that has read much Vietnamese and sees the words about the figure.
The rules (`relations/statements.py`) are nearly always right where they speak, and silent where a
sentence puts its count in words that no list holds. There the model speaks up: what it is sure of
counts too. A clause that the rules take for one about the model may be of votes, of households or of
another post: a figure that the model disbelieves does not count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from tinbai.entities.mention import view_of
from tinbai.models.encoder import load_encoder
from tinbai.models.linear import load_linear, sigmoid
from tinbai.relations.count_features import Candidate, candidates

MODEL = "counts"
COUNT = "count"
# A false record is worse than a missing one: of figures this sure that the rules pass over, 72 of 75 are right in
# sketches never seen, four of four in gold articles never seen.
AT_LEAST = 0.85
# Down to this a figure counts where no word of its clause and no number before it speaks against it: 21 of 25 are
# right in these sketches, three of eight in these articles, before those words are asked.
LIKELY = 0.6
# Of figures below this that the rules count, 34 of 39 are of other things in these sketches.
AT_MOST = 0.3
# So much of the log odds is what the encoder says (benchmarks/README.md).
_ENCODER_SHARE = 0.25
# Less or more likely by the regression, which half of the figures are, the encoder turned none of those never seen.
_HOPELESS, _CERTAIN = 0.01, 0.995
_BEFORE, _AFTER = 40, 20  # words that the encoder sees; those before may be of the sentences before


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the model says of the figures of an article.

    Attributes:
        sure: spans that count though the rules may not see why.
        likely: spans that count where nothing beside them speaks against it.
        not_so: spans that count other things unless a phrase of the model governs them.
    """

    sure: frozenset[tuple[int, int]] = frozenset()
    likely: frozenset[tuple[int, int]] = frozenset()
    not_so: frozenset[tuple[int, int]] = frozenset()
    _starts: tuple[int, ...] = field(default=(), init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(sorted(start for start, _ in self.sure | self.likely)))

    def speaks(self, start: int, end: int) -> bool:
        """Say whether it is sure of a figure that starts in [start, end), or takes it for likely."""
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)


def verdict(doc: Doc) -> Verdict:
    """Return what the shipped model is sure of, one way or the other.

    Raises:
        ModelError: the model is missing or was changed.

    Example:
        >>> import tinbai
        >>> doc = tinbai.load()("Nay 9/14 xóm có bí thư chi bộ kiêm trưởng xóm.")
        >>> [doc.text[start:end] for start, end in verdict(doc).sure]
        ['9/14 xóm']
    """
    found = list(candidates(doc))
    said = probabilities(view_of(doc).folded, found)
    return Verdict(
        frozenset(span for span, probability in said.items() if probability >= AT_LEAST),
        frozenset(span for span, probability in said.items() if LIKELY <= probability < AT_LEAST),
        frozenset(span for span, probability in said.items() if probability < AT_MOST),
    )


def probabilities(folded: str, found: Sequence[Candidate]) -> Mapping[tuple[int, int], float]:
    """Return span → probability that the figure counts units with the model.

    Args:
        folded: the folded text of the article.
        found: its candidates.

    Raises:
        ModelError: a model is missing or was changed.
    """
    if not found:
        return {}
    model = load_linear(MODEL)
    odds = [float(model.scores(one.features)[0]) for one in found]
    left = [index for index, score in enumerate(odds) if _HOPELESS <= sigmoid(score) <= _CERTAIN]
    if left:
        encoder = load_encoder()
        column = encoder.labels.index(COUNT)
        for index, score in zip(left, encoder.scores([marked(folded, found[i]) for i in left])[:, column], strict=True):
            odds[index] += _ENCODER_SHARE * (float(score) - odds[index])
    return {(c.figure.start, c.figure.end): sigmoid(score) for c, score in zip(found, odds, strict=True)}


def marked(folded: str, one: Candidate) -> str:
    """Return the words about a figure, with brackets about it: what the encoder reads.

    Example:
        >>> import tinbai
        >>> doc = tinbai.load()("Nay 9 xóm có bí thư chi bộ kiêm trưởng xóm.")
        >>> [marked(view_of(doc).folded, found) for found in candidates(doc)]
        ['nay [ 9 xóm ] có bí thư chi bộ kiêm trưởng xóm.']
    """
    start, end = one.figure.start, one.figure.end
    before = folded[max(0, start - 12 * _BEFORE) : start].split()[-_BEFORE:]
    after = folded[end : one.sentence.end].split()[:_AFTER]
    return " ".join([*before, "[", *folded[start:end].split(), "]", *after])
