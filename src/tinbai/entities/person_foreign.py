"""Heads and envoys of other states, named behind their country: `Tổng thống Nga Viktor Orlov` (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.names import run_at
from tinbai.entities.person_names import cut_name, no_person
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_MOST_SYLLABLES = 4
# These countries open Vietnamese names too (Lào Cai), but no Vietnamese is a `tổng thống`.
_SYLLABLES = frozenset({"đức", "nga", "mỹ", "anh", "lào", "pháp"})
_TAIL = re.compile(r"(?:(?<= Mc)[^\W\d_]+)?(?:-[^\W\d_]+)*")  # Han Sung-Ho, Allan McGrove


@cache
def _names() -> frozenset[str]:
    more = lexicon.load("names")["foreign_countries"]
    return frozenset(fold(word) for word in (*lexicon.load("orgs")["bodies"]["countries"], *more))


@cache
def _title() -> re.Pattern[str]:
    """A post and its country: without one, `Tổng thống Costa Rica` would name a person."""
    heads = alternation(fold(word) for word in lexicon.load("names")["foreign_heads"])
    chosen = r"(?: +(?:đắc +cử|lâm +thời|tạm +quyền))?"
    country = rf" +(?:nước +)?{alternation(_names() - _SYLLABLES)}"
    return re.compile(
        rf"(?<![^\W_])(?:{heads}{chosen}{country}|tổng +thống{chosen} +{alternation(_SYLLABLES)}) +(?=\S)"
    )


@cache
def _country() -> re.Pattern[str]:
    return re.compile(rf"(?:việt nam|{alternation(_names())})(?![^\W\d_])")


def foreign_heads(view: TextView, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names right behind a foreign post.

    Args:
        view: the text view.
        sentence: the sentence.
    """
    for match in _title().finditer(view.folded, sentence.start, sentence.end):
        run = run_at(view.text, match.end(), sentence.end)
        if run is None or not 2 <= len(run.syllables) <= _MOST_SYLLABLES or _country().match(view.folded, run.start):
            continue
        end = cut_name(view, run)
        if tail := _TAIL.match(view.text, end):
            end = tail.end()
        name = view.text[run.start : end]
        known = fold(name) in no_person() or fold(name).startswith("đảng ") or units_known.levels_of(name)
        if " " in name and not known:
            yield run.start, end
