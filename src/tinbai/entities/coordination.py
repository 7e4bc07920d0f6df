"""Nouns and titles that stand together under one number: `94 bản, khu phố` (codebook 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tinbai.entities.number import words_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NAMED = ("hamlets", "communes", "districts", "party")
_SPACES = re.compile(r" *")
_LINK = re.compile(r" *, *| +và +| *[-/] *")
_TITLE_LINK = re.compile(r" +kiêm +| *[-,/] *")


def words_at(folded: str, start: int, end: int, limit: int = 7) -> list[tuple[int, str]]:
    """Return up to `limit` (end, word) pairs from `start`, with only blanks between."""
    found: list[tuple[int, str]] = []
    position = start
    while len(found) < limit:
        position = _SPACES.match(folded, position, end).end()  # type: ignore[union-attr]
        match = _WORD.match(folded, position, end)
        if not match:
            break
        position = match.end()
        found.append((position, match[0]))
    return found


@cache
def _group_of() -> Mapping[str, str]:
    return {fold(noun): group for group, listed in load("numbers")["coordinated"].items() for noun in listed}


def nouns_end(folded: str, text: str, stop: int, end: int, *, noun: str) -> int:
    """Return where the nouns of the same kind as `noun`, which ends at `stop`, end.

    A noun that opens a name (`bản Nà X`) is not taken.
    """
    noun = noun.removeprefix("con ")  # con trâu, bò
    group = _group_of().get(noun)
    seen = {noun}
    while group:
        link = _LINK.match(folded, stop, end)
        found = words_at(folded, link.end(), end, 4) if link else []
        for size in range(len(found), 0, -1):
            follower = " ".join(word for _, word in found[:size])
            if _group_of().get(follower) == group and follower not in seen:
                break
        else:
            return stop
        after = found[size - 1][0]
        rest = text[after : after + 2].strip()
        if group in _NAMED and rest and (rest[0].isupper() or rest[0].isdigit()):
            return stop
        stop = after
        seen.add(follower)
    return stop


@cache
def _post_link() -> re.Pattern[str]:
    return re.compile(rf"(?: +kiêm +| *[-,/] *){alternation(words_of('nouns', 'posts'))}(?!\w)")


def posts_end(folded: str, text: str, stop: int, end: int) -> int:
    """Return where the post that ends at `stop`, or the one joined to it, ends."""
    link = _post_link().match(folded, stop, end)
    return _units_end(folded, text, link.end() if link else stop, end)


def titles_end(folded: str, text: str, stop: int, end: int, *, titles: Mapping[int, int]) -> int:
    """Return where the title that ends at `stop` and those joined to it end.

    Args:
        folded: the matching copy of the text.
        text: the text itself.
        stop: one past the title.
        end: end of the sentence.
        titles: start → end of the titles of the article.
    """
    while link := _TITLE_LINK.match(folded, stop, end):
        if link.end() not in titles:
            break
        stop = titles[link.end()]
    return _units_end(folded, text, stop, end)


def _units_end(folded: str, text: str, stop: int, end: int) -> int:
    """`trưởng thôn, ấp`: further units of the one title."""
    for noun, group in sorted(_group_of().items(), key=lambda item: (-len(item[0]), item[0])):
        if group == "hamlets" and folded.endswith(f" {noun}", 0, stop):
            return nouns_end(folded, text, stop, end, noun=noun)
    return stop
