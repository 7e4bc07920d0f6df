"""What takes a statement of unity back: two persons, two subjects (codebook 1.2, 1.3).

The grammar of lexicon `model_unity` finds two posts with a device that unites them. This
module looks whether the words around say that they stay with two persons all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_LEAD = 70  # code points before it where its subject stands
_PRONOUN = re.compile(
    r"(?<![^\W_])(?:ông|bà|anh|chị|cô|chú|tôi|tui|ổng|bả)(?![^\W_])"
    r"(?! +(?:con|em|chị|bà|cả|nội|ngoại|cụ)(?![^\W_]))"
)
_SAME = {"ổng": "ông", "bả": "bà", "tui": "tôi"}


@cache
def _words(key: str) -> re.Pattern[str]:
    listed = alternation(fold(word) for word in load("model_unity")["refutation"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?![^\W_])")


@cache
def _two_behind() -> re.Pattern[str]:
    """Right behind the posts, or linked to them: further on `hai người` is denied, past, or other people."""
    listed = load("model_unity")["refutation"]
    links, two = (alternation(fold(word) for word in listed[key]) for key in ("links", "two"))
    return re.compile(rf"[ ,]*(?:{links} +){{0,3}}{two}(?![^\W_])")


def refuted(folded: str, sentence: Sentence, span: tuple[int, int], persons: Sequence[tuple[int, int]]) -> bool:
    """Say whether the posts of a statement stay with two persons.

    Args:
        folded: the article.
        sentence: where the statement stands.
        span: its edges.
        persons: edges of the names of persons, in order.

    Example:
        >>> text = "bí thư và trưởng thôn, hai người khác nhau"
        >>> refuted(text, Sentence(0, len(text), 0, "body"), (0, 21), [])
        True
    """
    start, end = span
    inside = folded[start:end]
    if len(_names(folded, persons, start, end)) > 1:
        return True
    if _words("one").search(inside):
        return False
    return bool(_words("two").search(inside) or _two_behind().match(folded, end, sentence.end))


def two_subjects(
    folded: str, sentence: Sentence, span: tuple[int, int], persons: Sequence[tuple[int, int]], *, may_drop: bool
) -> bool:
    """Say whether two clauses, each with one of the posts, are not about one person.

    The subject is a name or a pronoun before the first clause or inside; a second one, or a
    word that turns to somebody else (`còn`, `song`), parts the clauses. With none at all they
    tell a procedure (`dân bầu trưởng thôn, chi bộ bầu bí thư`), unless the subject `may_drop`.
    """
    start, end = span
    lead = max(sentence.start, start - _LEAD)
    named = _names(folded, persons, lead, end)
    said = {_SAME.get(match[0], match[0]) for match in _PRONOUN.finditer(folded, lead, end)}
    if len(named) > 1 or len(said) > 1 or not (named or said or may_drop):
        return True
    return _words("parting").search(folded, start, end) is not None


def _names(folded: str, persons: Sequence[tuple[int, int]], start: int, end: int) -> set[str]:
    """Return the persons named between `start` and `end`, by the last word of their names."""
    return {folded[first:last].split()[-1] for first, last in persons if start <= first < end and last > first}
