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
def _brands() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(lexicon.load("orgs")["name"]["brands"], key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")


def branded(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    """Yield companies that need no head word, with the place behind them: `Viettel Sơn La`, `VNPT`."""
    ends = {p.start: p.end for p in places}
    for match in _brands().finditer(view.text, sentence.start, sentence.end):
        end = ends.get(match.end() + 1, match.end())
        run = run_at(view.text, match.end() + 1, sentence.end)
        if run and units_known.levels_of(view.text[run.start : run.end]):  # no place inside the name of a company
            end = max(end, run.end)
        yield Mention(
            "ORG", match.start(), end, spell(view.text[match.start() : end]), {"kind": "other"}, "rule:org_named"
        )
