"""Cuts words into the pieces an encoder knows: the likeliest way by a unigram model (Kudo 2018, as SentencePiece)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

BEGIN, PAD, END, UNKNOWN = range(4)  # the first four pieces of every vocabulary
BLANK = "\u2581"  # stands before the first piece of a word
_UNKNOWN_PENALTY = 10.0
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Pieces:
    """A vocabulary of pieces with their log probabilities.

    Attributes:
        pieces: in order of their numbers; the first four stand for begin, padding, end and unknown.
        scores: log probability of each piece.

    Example:
        >>> pieces = Pieces(("<s>", "<pad>", "</s>", "<unk>", "▁trưởng", "▁", "b", "ản"), (0, 0, 0, 0, -2, -3, -4, -4))
        >>> [pieces.pieces[number] for number in pieces.of("trưởng bản")]
        ['<s>', '▁trưởng', '▁', 'b', 'ản', '</s>']
    """

    pieces: Sequence[str]
    scores: Sequence[float]
    _numbers: Mapping[str, int] = field(init=False, repr=False)
    _longest: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        known = {piece: number for number, piece in enumerate(self.pieces) if number > UNKNOWN}
        object.__setattr__(self, "_numbers", known)
        object.__setattr__(self, "_longest", max(map(len, known), default=1))
        object.__setattr__(self, "_word", lru_cache(maxsize=20_000)(self._cut))

    def of(self, text: str, most: int = 128) -> list[int]:
        """Return the numbers of the pieces of `text` between begin and end; at most `most` of them."""
        inner = [number for word in text.split() for number in self._word(BLANK + word)]  # type: ignore[attr-defined]
        return [BEGIN, *inner[: most - 2], END]

    def within(self, text: str, parts: Iterable[tuple[int, int]], most: int = 128) -> list[tuple[int, int]]:
        """Return where the pieces of each part stand in `of(text, most)`: the first and the one after the last.

        Args:
            text: what is read.
            parts: stretches of it; a word that they cut (`“dân`) belongs to them whole.
            most: pieces read at most; of a part beyond them, or without a word, the piece that follows is returned.

        Example:
            >>> pieces = Pieces(("<s>", "<pad>", "</s>", "<unk>", "▁dân", "▁tin,", "▁nể"), (0, 0, 0, 0, -2, -2, -2))
            >>> pieces.within("dân tin, nể", [(0, 9), (9, 11)])
            [(1, 3), (3, 4)]
        """
        words = list(_WORD.finditer(text))
        starts, ends = [word.start() for word in words], [word.end() for word in words]
        lengths = (len(self._word(BLANK + word[0])) for word in words)  # type: ignore[attr-defined]
        sums = [min(number, most - 1) for number in accumulate(lengths, initial=1)]
        spans = [(sums[bisect_right(ends, start)], sums[bisect_left(starts, end)]) for start, end in parts]
        return [(first, max(after, first + 1)) for first, after in spans]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the likeliest pieces of one word: Viterbi over all ways to cut it."""
        unknown = min(self.scores) - _UNKNOWN_PENALTY
        best = [(0.0, 0, UNKNOWN)] + [(float("-inf"), 0, UNKNOWN)] * len(word)
        for start in range(len(word)):
            reached = best[start][0]
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                number = self._numbers.get(word[start:end])
                if number is not None and reached + self.scores[number] > best[end][0]:
                    best[end] = (reached + self.scores[number], start, number)
            if reached + unknown > best[start + 1][0]:
                best[start + 1] = (reached + unknown, start, UNKNOWN)
        found: list[int] = []
        end = len(word)
        while end:
            _, start, number = best[end]
            found.append(number)
            end = start
        return tuple(reversed(found))
