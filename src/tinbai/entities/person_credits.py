"""Who wrote and who took the picture: bylines and `Ảnh: Thu Hà` (codebook 3.3)."""

from __future__ import annotations

import re

from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import looks_like_person, run_at, runs
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import Sentence, TextView

_AFTER_CREDIT = frozenset({"", ".", ")", " ", "\n", "/", ",", ";"})
_CREDIT = re.compile(r"(?<![^\W\d_])(?:minh họa|(?:tin|bài|ảnh)(?:(?: *, *| +và +| +)(?:tin|bài|ảnh))?) *: *(?=\S)")
_CAPITALS = re.compile(rf"[{CAPITALS}]{{2,}}(?: [{CAPITALS}]{{2,}}){{1,3}}(?=[.()]|$|[{CAPITALS}][{CAPITALS.lower()}])")
_IN_BRACKETS = re.compile(r"\( *ảnh +(?=\S)")  # (Ảnh Hà Trung Quân)
_SOURCE = re.compile(r"(?<![^\W\d_])(?:theo|nguồn)(?![^\W\d_])")  # Hà Vy Theo Báo Trung Du
_WITH_INITIALS = re.compile(rf"(?<=[-–,&] |.[-–,&])(?:[{CAPITALS}]\. ?){{1,2}}[{CAPITALS}][{CAPITALS.lower()}]+")
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
    for match in _IN_BRACKETS.finditer(view.folded, sentence.start, sentence.end):
        run = run_at(view.text, match.end(), sentence.end)
        if run and 2 <= len(run.syllables) <= 4 and view.text[run.end :].lstrip()[:1] == ")":
            name = view.text[run.start : run.end]
            if looks_like_person(fold(name).split()) and not units_known.levels_of(name):
                found.append(Mention("PERSON", run.start, run.end, spell(name), {"byline": True}, "rule:credit"))
    return found


def byline(view: TextView, sentence: Sentence) -> list[Mention]:
    """Return the names of a byline zone, in capitals throughout too: `MINH YẾN`."""
    source = _SOURCE.search(view.folded, sentence.start + 1, sentence.end)
    stop = source.start() if source else sentence.end
    spans = [(run.start, run.end) for run in runs(view.text, sentence.start, stop) if 2 <= len(run.syllables) <= 5]
    spans += [match.span() for match in _CAPITALS_ALONE.finditer(view.text, sentence.start, stop)]
    spans += [match.span() for match in _WITH_INITIALS.finditer(view.text, sentence.start, stop)]
    return [
        Mention("PERSON", start, end, spell(view.text[start:end]), {"byline": True}, "rule:byline")
        for start, end in sorted(spans)
    ]
