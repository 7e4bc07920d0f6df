"""Later mentions of persons whose full names the article has proved (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.names import run_at, runs
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import TextView


@cache
def _callings() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("names")["callings"])
    return re.compile(rf"(?<![\w]){words}(?![^\W\d_]) +(?=\S)")


_SPEAKS = re.compile(r" +(?:cho biết|cho hay|nói|kể|chia sẻ|bảo|khoe|tâm sự|cười|nhớ lại)(?![^\W\d_])")


def again(
    view: TextView, found: Sequence[Mention], places: Sequence[Mention], titles: Sequence[Mention]
) -> list[Mention]:
    """Return bare repetitions of full names, and given names after a calling (`thiếu tá Hữu`).

    Args:
        view: the text view.
        found: the persons proved so far.
        places: the `place` layer; nothing inside it is a person.
        titles: the `title` layer; nothing inside it is a person.
    """
    full = {fold(str(m.normal)): str(m.normal) for m in found if len(str(m.normal).split()) >= 2}
    given = {name.split()[-1] for name in full}
    taken = sorted((m.start, m.end) for m in (*found, *places, *titles))
    out: list[Mention] = []
    for sentence in view.sentences:
        for run in runs(view.text, sentence.start, sentence.end):
            name = fold(spell(view.text[run.start : run.end]))
            if _covered(taken, run.start):
                continue
            if name in full:
                out.append(Mention("PERSON", run.start, run.end, full[name], {}, "rule:again"))
            elif name in given and (run.start > sentence.start or _SPEAKS.match(view.folded, run.end)):
                out.append(
                    Mention("PERSON", run.start, run.end, spell(view.text[run.start : run.end]), {}, "rule:given")
                )
        for match in _callings().finditer(view.folded, sentence.start, sentence.end):
            one = run_at(view.text, match.end(), sentence.end)
            if one is None or len(one.syllables) != 1 or _covered(taken, one.start):
                continue
            if view.folded[one.start : one.end] in given:
                name = spell(view.text[one.start : one.end])
                attrs = {"honorific": view.text[match.start() : match.end()].strip()}
                out.append(Mention("PERSON", one.start, one.end, name, attrs, "rule:calling"))
    return out


def _covered(taken: Sequence[tuple[int, int]], position: int) -> bool:
    return any(start <= position < end for start, end in taken)
