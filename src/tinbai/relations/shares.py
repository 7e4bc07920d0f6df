"""Which percents are shares of units with the model, and which are of other things (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.mention import Mention
from tinbai.lexicon import load
from tinbai.relations import context, counting, light, totals
from tinbai.relations.counting import Counted
from tinbai.relations.draft import Draft
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

# `Tỷ lệ lao động qua đào tạo lên 68%`: the rate says itself what it is of, unless the list leaves it to the text.
_RATE = re.compile(r"(?<![^\W_])tỉ +lệ +(?P<of>[^\W\d_]+(?: +[^\W\d_]+)?)")
_REACHED = re.compile(r"(?:đạt|lên|tới|là|còn|chiếm)(?: +(?:tỉ lệ|trên|khoảng|mức))* *$")


def is_of_others(folded: str, share: Counted, drafts: Sequence[Draft], figures: Sequence[Mention]) -> bool:
    """Say whether a number that does not count stands right before a percent (`72.400 cử tri đi bầu, đạt 97,2%`)."""
    before = [m for m in figures if m.end <= share.figure.start][-1:]
    counted = {m.start for draft in drafts for m in draft.figures}
    alone = [m for m in before if m.start not in counted and counting.what(folded, m, m.end)[0] in ("other", "persons")]
    return any(totals.is_right_behind(folded, m, share.figure) for m in alone)


@cache
def _rates_of_all() -> frozenset[str]:
    return frozenset(fold(word) for word in load("cues")["rates"]["of_all"])


# `Các xã A, B đạt trọn 100%`: all of the units that the text counts.
_IN_FULL = re.compile(r"(?<![^\W_])(?:đạt|làm|thực +hiện|bố +trí)(?: +(?:trọn|kín|đủ|tròn|trọn +vẹn))+ *$")


def is_all(folded: str, share: Counted, sentence: Sentence) -> bool:
    """Say whether a clause says of its subject nothing but that it reached all (`… đạt trọn 100%`)."""
    in_full = _IN_FULL.search(folded, sentence.start, share.figure.start)
    return share.value == 100 and bool(in_full) and bool(re.match(r" *(?:[,;.]|$)", folded[share.figure.end :]))


def is_rate_of_others(doc: Doc, share: Counted, sentence: Sentence) -> bool:
    """Say whether a percent is a rate of a kind that is named, and not by the model's name."""
    before, _ = light.masked(doc, sentence, share.figure)
    named = list(_RATE.finditer(before))
    if not named or light.CUE in before[named[-1].start() :] or light.FIGURE in before[named[-1].start() :]:
        return False
    return named[-1]["of"].split()[0] not in _rates_of_all()


def is_told(doc: Doc, share: Counted, sentence: Sentence, *, known: bool) -> bool:
    """Say whether the words about a percent make it a share, in a text about the model.

    Args:
        doc: the article.
        share: the percent.
        sentence: its sentence.
        known: the text has counted before.
    """
    if context.is_share(doc, share, sentence):
        return True
    return known and (light.is_light_share(doc, share, sentence) or light.is_goal(doc, share, sentence))


def is_reached(folded: str, share: Counted, sentence: Sentence) -> bool:
    """Say whether a percent stands behind a word of reaching (`đạt tỷ lệ 78%`), and is not that of other things."""
    before = folded[max(sentence.start, share.figure.start - 40) : share.figure.start]
    return bool(_REACHED.search(before)) and not re.search(context.OTHER_SHARES, before)
