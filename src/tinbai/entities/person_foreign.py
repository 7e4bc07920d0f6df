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
_TAIL = re.compile(r"(?:(?<= Mc)[^\W\d_]+)?(?:-[^\W\d_]+)*")  # Han Sung-Ho, Allan McGrove


@cache
def _countries() -> str:
    more = lexicon.load("names")["foreign_countries"]
    return alternation(fold(word) for word in (*lexicon.load("orgs")["bodies"]["countries"], *more))


@cache
def _title() -> re.Pattern[str]:
    """A post and its country; a president needs none, since Việt Nam has no `tổng thống`."""
    lists = lexicon.load("names")
    heads = alternation(fold(word) for word in lists["foreign_heads"])
    posts = alternation(fold(word) for word in lists["foreign_posts"])
    chosen = r"(?: +(?:đắc +cử|lâm +thời|tạm +quyền))?"
    country = rf" +(?:nước +)?{_countries()}"
    return re.compile(rf"(?<![^\W_])(?:{heads}{chosen}(?:{country})?|{posts}{chosen}{country}) +(?=\S)")


@cache
def _country() -> re.Pattern[str]:
    return re.compile(rf"(?:việt nam|{_countries()})(?![^\W\d_])")


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
        if " " in name and fold(name) not in no_person() and not units_known.levels_of(name):
            yield run.start, end
