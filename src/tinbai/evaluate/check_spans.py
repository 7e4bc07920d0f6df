"""Warns where the edge or the unit of a DATE or FIGURE span looks unlike codebook 3.7 and 3.8."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.source import Problem
from tinbai.records import Entity, Figure
from tinbai.text.normalize import fold

_PLACES = frozenset(map(fold, ("trên", "dưới", "độ", "quá", "quá nửa", "tầm", "cỡ")))  # also places and verbs


def check_spans(article: GoldArticle) -> Iterator[Problem]:
    """Yield a warning for a lead word left outside, a noun after a portion, and a title as unit."""
    folded = fold(article.text)
    for entity in article.annotation.entities:
        if entity.type in ("DATE", "FIGURE") and (word := _left_outside(folded, entity)):
            message = f"{entity.type} '{entity.text}': '{word}' right before it belongs to the span (3.7, 3.8)"
            yield Problem(article.path, article.source.line_of(entity.start), "warning", message)
    for figure in article.annotation.figures:
        for message in _unit_doubts(figure):
            yield Problem(article.path, article.source.line_of(figure.start), "warning", message)


@cache
def _leads(kind: str) -> re.Pattern[str]:
    if kind == "DATE":
        words = [fold(word) for word in lexicon.load("dates")["leading_in_span"] if " " not in word]
    else:
        rows = lexicon.load("numbers")["approximator"]
        words = [fold(row["surface"]) for row in rows if row["in_span"] and "." not in row["surface"]]
    return re.compile(rf"(?<!\w){lexicon.alternation([word for word in words if word not in _PLACES])} +$")


def _left_outside(folded: str, entity: Entity) -> str | None:
    line = folded.rfind("\n", 0, entity.start) + 1
    found = _leads(entity.type).search(folded, max(line, entity.start - 16), entity.start)
    return found[0].strip() if found else None


def _unit_doubts(figure: Figure) -> Iterator[str]:
    numbers = lexicon.load("numbers")
    titles = {fold(title) for title in numbers["nouns"]["posts"]}
    if any(fold(figure.unit or "") == title or fold(figure.unit or "").startswith(title + " ") for title in titles):
        yield f"FIG '{figure.surface}': persons counted by title have the unit người (X23)"
    portion = re.search(rf"(?<!\w)({lexicon.alternation(_PORTIONS)}) +\w", fold(figure.surface))
    if portion:
        yield f"FIG '{figure.surface}': the span ends at the portion '{portion[1]}' (3.8 a)"


_PORTIONS = tuple(map(fold, ("cuộc", "buổi", "lượt", "lần", "đợt")))
