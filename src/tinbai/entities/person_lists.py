"""Names after a form of address in the plural: `các ông Hà Văn A, Lò B và C` (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.names import looks_like_person, run_at, surnames
from tinbai.entities.person_names import name_at
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_SEPARATOR = re.compile(r" *(?:\([^()]{0,60}\))? *(?:, *(?:và +)?| +và +|[-–] *)(?=\S)")


@cache
def _plural() -> re.Pattern[str]:
    lists = lexicon.load("names")
    pairs = alternation(fold(word) for word in lists["plural_address"])
    before = alternation(fold(word) for word in lists["plural_before"])
    single = alternation(fold(word) for word in lists["address"])
    return re.compile(rf"(?<![^\W\d_])(?:{pairs}|(?:{before}|\d+) +{single}) *:? *$")


def conjuncts(
    view: TextView, sentence: Sentence, address: int, first: tuple[int, int], places: list[Mention]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of the names that share the plural form of address before `first`.

    Args:
        view: the text view.
        sentence: the sentence.
        address: where the form of address begins.
        first: the span of the first name.
        places: places of the sentence; nothing that begins with one is a name.
    """
    if not _plural().search(view.folded, max(sentence.start, address - 12), first[0]):
        return
    short = len(view.text[slice(*first)].split()) == 1
    position = first[1]
    while separator := _SEPARATOR.match(view.folded, position, sentence.end):
        run = run_at(view.text, separator.end(), sentence.end)
        span = name_at(view, run.start, sentence.end, places) if run else None
        if span is None or not _is_name(view, span, short=short):
            return
        yield span
        position = span[1]


def _is_name(view: TextView, span: tuple[int, int], *, short: bool) -> bool:
    parts = view.folded[slice(*span)].split()
    if len(parts) == 1:
        return short
    return parts[0] in surnames() or looks_like_person(parts)
