"""Where one claim of a sentence ends and the next begins (codebook 2.3: a claim is a clause).

`Phụ cấp ít nên ai cũng ngại` is one claim with two aspects, `phụ cấp ít; trưởng thôn lại chưa vào Đảng` is two claims.
No list of words tells them apart: what the clause before it causes belongs to it, a second result with its own number
does not, and some aspects go together more than others. A regression weighs this up; it is part of the model `claims`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from tinbai.models.linear import Linear, load_linear, sigmoid
from tinbai.relations.claim_model import MODEL, Reading

PART, CUT = "cut", "cut"  # of the model `claims`; its label
_AT_LEAST = 0.5
_FARTHEST = 4  # clauses from one aspect to the next; beyond, more says no more
_USUAL_LENGTH = 90  # code points from the first clause to the end of the second
_CODE, _WORD = 0.5, 0.5  # how much a code, and a word, count beside the pair of codes
_WORDS, _NUMBER = re.compile(r"[^\W\d_]+"), re.compile(r"\d")

Placed = tuple[int, str]  # number of the clause that speaks for an aspect, and the aspect


def stretches(
    codes: Sequence[str], reading: Reading, folded: str, listed: Mapping[str, int], model: Linear | None = None
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the claims of one side of a sentence: stretch of the folded text → aspects.

    Args:
        codes: aspects of the sentence, all benefits or all difficulties.
        reading: what the model says of the sentence; it has clauses.
        folded: the folded text of the article.
        listed: aspects that the word lists name, and where.
        model: None: the shipped one.

    Raises:
        ModelError: the model is missing or was changed.
    """
    parts = [part for part, _ in reading.clauses]
    model, groups = model or _model(), list[list[Placed]]()
    for one in placed(codes, reading, listed):
        if groups and (groups[-1][-1][0] == one[0] or not _is_cut(model, folded, parts, groups[-1][-1], one)):
            groups[-1].append(one)
        else:
            groups.append([one])
    firsts = [0, *(group[0][0] for group in groups[1:]), len(parts)]
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for group, (first, after) in zip(groups, pairwise(firsts), strict=True):
        named = [code for _, code in group]
        start, end = reading.span(named, first, after)
        # A claim with two aspects holds the clause that speaks for either, however doubtful one of them is.
        found[min(start, parts[group[0][0]][0]), max(end, parts[group[-1][0]][1])] = tuple(sorted(named))
    return found


def placed(codes: Sequence[str], reading: Reading, listed: Mapping[str, int]) -> list[Placed]:
    """Return the clause that speaks for each aspect, that with the listed words or the likeliest, sorted by clause."""
    found = []
    for code in codes:
        worded = reading.clause_at(listed[code]) if code in listed else None
        weights = [said[code] for _, said in reading.clauses]
        found.append((weights.index(max(weights)) if worded is None else worded, code))
    return sorted(found)


def _is_cut(model: Linear, folded: str, parts: Sequence[tuple[int, int]], left: Placed, right: Placed) -> bool:
    return sigmoid(float(model.scores(cut_features(folded, parts, left, right))[0])) >= _AT_LEAST


@cache
def _model() -> Linear:
    return load_linear(MODEL, part=PART)


def cut_features(folded: str, parts: Sequence[tuple[int, int]], left: Placed, right: Placed) -> dict[str, float]:
    """Return what speaks for two claims, or for one, in two clauses of a sentence.

    Args:
        folded: the text of the clauses.
        parts: all clauses of the sentence.
        left: a clause and an aspect that it names.
        right: a later clause and its aspect.

    Example:
        >>> text = "bộ máy nhẹ đi 3 suất; ngân sách bớt chi"
        >>> found = cut_features(text, [(0, 22), (22, 39)], (0, "B04"), (1, "B05"))
        >>> [name for name in found if name[0] == "#"]
        ['#semicolon', '#distance', '#length', '#number left']
        >>> [name for name in found if not name.startswith(("#", "word "))]
        ['pair B04 B05', 'code B04', 'code B05', 'left bộ', 'right ngân']
    """
    (start, middle), (begin, end) = parts[left[0]], parts[right[0]]
    sides = {"left": folded[start:middle], "right": folded[begin:end]}
    found = {
        "#semicolon": float(";" in folded[start:begin]),
        "#distance": min(right[0] - left[0], _FARTHEST) - 1.0,
        "#length": math.log((end - start) / _USUAL_LENGTH),
    }
    numbered = [side for side, said in sides.items() if _NUMBER.search(said)]
    found |= {f"#number {side}": 1.0 for side in (*numbered, *(["both"] if len(numbered) == 2 else []))}
    codes = sorted((left[1], right[1]))
    found |= {f"pair {' '.join(codes)}": 1.0} | {f"code {code}": _CODE for code in codes}
    found |= {f"{side} {words[0]}": 1.0 for side, said in sides.items() if (words := _WORDS.findall(said))}
    return found | {f"word {word}": _WORD for word in sorted(set(_WORDS.findall(folded[start:end])))}
