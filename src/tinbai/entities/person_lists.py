"""Names after a form of address in the plural: `các ông Hà Văn A, Lò B và C` (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.names import Run, looks_like_person, middles, run_at, surnames
from tinbai.entities.person_names import name_at
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

# Blanks stand in one place of each branch: two in a row would take the cube of a wide gap.
_SEPARATOR = re.compile(r"(?: *\([^()]{0,120}\))?(?: *, *(?:và +)?| +và +| *[-–] *)(?=\S)")


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


def beside(view: TextView, sentence: Sentence, known: Iterable[tuple[int, int]], open_runs: Sequence[Run]) -> list[Run]:
    """Return the runs that only a comma or và parts from a person, and that have the shape of a full name.

    Args:
        view: the text view.
        sentence: the sentence.
        known: the spans of its persons so far.
        open_runs: runs of capitals that nothing has decided.
    """
    ends, starts = {b for _, b in known}, {a for a, _ in known}
    out: list[Run] = []
    for run in open_runs:
        parts = [view.folded[a:b] for a, b in run.syllables]
        if not (len(parts) in (3, 4) and parts[0] in surnames() and parts[1] in middles()):
            continue
        right = _SEPARATOR.match(view.folded, run.end, sentence.end)
        if any(_SEPARATOR.fullmatch(view.folded, b, run.start) for b in ends if b <= run.start) or (
            right and right.end() in starts
        ):
            out.append(run)
            ends.add(run.end)
    return out


def _is_name(view: TextView, span: tuple[int, int], *, short: bool) -> bool:
    parts = view.folded[slice(*span)].split()
    if len(parts) == 1:
        return short
    return parts[0] in surnames() or looks_like_person(parts)
