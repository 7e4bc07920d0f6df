"""Who wrote and who took the picture: bylines and `Ảnh: Thu Hà` (codebook 3.3)."""

from __future__ import annotations

import re

from tinbai.entities.mention import Mention
from tinbai.entities.names import run_at, runs
from tinbai.text.normalize import CAPITALS, spell
from tinbai.text.view import Sentence, TextView

_AFTER_CREDIT = frozenset({"", ".", ")", " ", "\n", "/", ",", ";"})
_CREDIT = re.compile(r"(?<![^\W\d_])(?:minh họa|(?:tin|bài|ảnh)(?:(?: *, *| +và +| +)(?:tin|bài|ảnh))?) *: *(?=\S)")
_CAPITALS = re.compile(rf"[{CAPITALS}]{{2,}}(?: [{CAPITALS}]{{2,}}){{1,3}}(?=[.()]|$)")
_CAPITALS_ALONE = re.compile(rf"(?<![\w&-])[{CAPITALS}]{{2,}}(?: [{CAPITALS}]{{2,}}){{1,3}}(?![\w&-])")


def photographers(view: TextView, sentence: Sentence) -> list[Mention]:
    """Return who a caption says took the picture: `Ảnh: Thu Hà`."""
    found = []
    for match in _CREDIT.finditer(view.folded, sentence.start, sentence.end):
        run = run_at(view.text, match.end(), sentence.end)
        capitals = _CAPITALS.match(view.text, match.end(), sentence.end) if run is None else None
        if capitals:
            name = spell(capitals[0])
            found.append(Mention("PERSON", *capitals.span(), name, {"byline": True}, "rule:credit"))
        after = view.text[run.end : run.end + 1] if run else ""
        if run and 2 <= len(run.syllables) <= 4 and (after in _AFTER_CREDIT or after.isupper()):
            name = spell(view.text[run.start : run.end])
            found.append(Mention("PERSON", run.start, run.end, name, {"byline": True}, "rule:credit"))
    return found


def byline(view: TextView, sentence: Sentence) -> list[Mention]:
    """Return the names of a byline zone, in capitals throughout too: `MINH YẾN`."""
    spans = [
        (run.start, run.end) for run in runs(view.text, sentence.start, sentence.end) if 2 <= len(run.syllables) <= 5
    ]
    spans += [match.span() for match in _CAPITALS_ALONE.finditer(view.text, sentence.start, sentence.end)]
    return [
        Mention("PERSON", start, end, spell(view.text[start:end]), {"byline": True}, "rule:byline")
        for start, end in sorted(spans)
    ]
