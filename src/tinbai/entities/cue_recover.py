"""Which posts a phrase without posts goes back to: `một người hai việc`, `nhất thể hóa` (codebook 1.2, 1.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, Reduced
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_LOOK_BACK = 2
_LOOK_AHEAD = 3  # a headline hints at posts that the lead names
_JOIN = r"(?: *[,/-] *| *,? *(?:kiêm|đồng +thời)(?: +(?:là|làm|nhiệm|luôn|cả))* +)"


@cache
def _other_posts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lists = load("model")["other_posts"]
    return tuple((code, re.compile(alternation(fold(word) for word in words))) for code, words in lists.items())


@cache
def _near_pair() -> re.Pattern[str]:
    """A cell secretary or head with a second post of the hamlet that is not the model's."""
    other = alternation(fold(word) for word in load("model")["other_posts"]["seconded"])
    post = f"[{CELL}{SHORT}{HEAD}]"
    return re.compile(rf"{post}(?: +[^\W\d_]+){{0,4}}?{_JOIN}{other}|{other}(?: +[^\W\d_]+){{0,4}}?{_JOIN}{post}")


@cache
def _wide_units() -> frozenset[str]:
    return frozenset(fold(word) for word in load("model")["wide_units"])


class Recovery:
    """Looks for posts around a sentence.

    Args:
        view: the article.
        reduced: gives a sentence by its index with titles as letters.
        explicit: indices of sentences that name the model with both posts; it grows while the article is read.
    """

    def __init__(self, view: TextView, reduced: Callable[[int], Reduced], explicit: set[int]) -> None:
        self.view = view
        self.reduced = reduced
        self.explicit = explicit

    def names_hamlets(self, index: int) -> bool:
        """Say whether the sentence has a hamlet word that is no common word: `bản`, not `khu vực`."""
        reduced = self.reduced(index)
        ends = (*reduced.offsets[1:], reduced.offsets[-1])
        units = (
            self.view.folded[start:end]
            for letter, start, end in zip(reduced.text, reduced.offsets, ends, strict=False)
            if letter == UNIT
        )
        return any(" ".join(unit.split()) not in _wide_units() for unit in units)

    def recover(self, index: int) -> str | None:
        """Return "posts", the code of the other posts that are nearer, or None (codebook 1.2)."""
        first = max(0, index - _LOOK_BACK)
        seen = ""
        for back in range(index, first - 1, -1):
            if back not in self.explicit and _near_pair().search(self.reduced(back).text):
                return "seconded"
            seen += self.reduced(back).text
            if back in self.explicit or (HEAD in seen and (CELL in seen or SHORT in seen)):
                return "posts"
        if self.view.sentences[index].zone == "title" and self._named_ahead(index):
            return "posts"
        for back in range(index, first - 1, -1):
            sentence = self.view.sentences[back]
            code = _other_pair(self.view.folded[sentence.start : sentence.end], self.reduced(back).text)
            if code:
                return code
        return None

    def _named_ahead(self, index: int) -> bool:
        """Say whether the sentences after a headline name both posts: `Người “hai vai”` hints at what the lead says."""
        seen = ""
        for ahead in range(index, min(index + 1 + _LOOK_AHEAD, len(self.view.sentences))):
            here = self.reduced(ahead).text
            if _near_pair().search(here):
                return False
            seen += here
            if HEAD in seen and (CELL in seen or SHORT in seen):
                return True
        return False


def _other_pair(text: str, reduced: str) -> str | None:
    """Return the code of two posts that are not the model's; one alone is only a speaker's."""
    seen = {match[0]: code for code, pattern in _other_posts() for match in pattern.finditer(text)}
    if len(seen) + (CELL in reduced or HEAD in reduced) < 2:
        return None
    return next(code for code, _ in _other_posts() if code in seen.values())
