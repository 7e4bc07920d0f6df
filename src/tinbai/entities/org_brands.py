"""Companies and outlets whose name needs no word like công ty before it (codebook 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import run_at
from tinbai.text.normalize import spell
from tinbai.text.view import Sentence, TextView


@cache
def _brands(key: str, kind: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(lexicon.load("orgs")[key][kind], key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def branded(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    """Yield companies and outlets that need no head word, with the place behind them: `Viettel Sơn La`, `VOV`."""
    ends = {p.start: p.end for p in places}
    for kind, pattern in (("other", _brands("name", "brands")), ("newspaper", _brands("press", "anywhere"))):
        for match in pattern.finditer(view.text, sentence.start, sentence.end):
            end = ends.get(match.end() + 1, match.end())
            run = run_at(view.text, match.end() + 1, sentence.end)
            if run and units_known.levels_of(view.text[run.start : run.end]):  # no place inside a company's name
                end = max(end, run.end)
            name = spell(view.text[match.start() : end])
            yield Mention("ORG", match.start(), end, name, {"kind": kind}, "rule:org_named")
