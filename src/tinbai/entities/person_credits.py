"""Who wrote and who took the picture: bylines and `Ảnh: Thu Hà` (codebook 3.3)."""

from __future__ import annotations

import re

from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import Run, looks_like_person, middles, run_at, runs
from tinbai.entities.person_names import no_person, sentence_openers
from tinbai.entities.person_signature import halves, no_initials, opens_name
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import Sentence, TextView

_AFTER_CREDIT = frozenset({"", ".", ")", " ", "\n", "/", ",", ";"})
_CREDIT = re.compile(r"(?<![^\W\d_])(?:minh họa|(?:tin|bài|ảnh)(?:(?: *, *| +và +| +)(?:tin|bài|ảnh))?) *: *(?=\S)")
_LETTERS = re.compile(rf"[{CAPITALS}](?:\.[{CAPITALS}]){{1,2}}(?![\w.]*[^\W_])")
_CAPITALS = re.compile(rf"[{CAPITALS}]{{2,}}(?: [{CAPITALS}]{{2,}}){{1,3}}(?=[.()]|$|[{CAPITALS}][{CAPITALS.lower()}])")
_AGENCY = re.compile(
    r"(?:reuters|afp|ap|getty|epa|yonhap|tass|internet|ttxvn|vnexpress)(?![^\W\d_])(?P<with> *[-–/] *)?"
)
_IN_BRACKETS = re.compile(r"\( *ảnh +(?=\S)")  # (Ảnh Hà Trung Quân)
_SOURCE = re.compile(r"(?<![^\W\d_])(?:theo|nguồn)(?![^\W\d_])")  # Hà Vy Theo Báo Trung Du
_WITH_INITIALS = re.compile(rf"(?<=[-–,&] |.[-–,&])(?:[{CAPITALS}]\. ?){{1,2}}[{CAPITALS}][{CAPITALS.lower()}]+")
_CAPITALS_ALONE = re.compile(rf"(?<![\w&-])[{CAPITALS}]{{2,}}(?: [{CAPITALS}]{{2,}}){{1,3}}(?![\w&-])")


def photographers(view: TextView, sentence: Sentence, signed: frozenset[str]) -> list[Mention]:
    """Return who a caption says took the picture: `Ảnh: Thu Hà`.

    Args:
        view: the text view.
        sentence: the sentence.
        signed: the folded names of the article's authors, who take pictures too.
    """
    found = []
    for match in _CREDIT.finditer(view.folded, sentence.start, sentence.end):
        agency = _AGENCY.match(view.folded, match.end(), sentence.end)
        start = agency.end() if agency else match.end()
        run = run_at(view.text, start, sentence.end)
        letters = _LETTERS.match(view.text, start, sentence.end)
        if agency and not (agency["with"] and run and opens_name(view.text[run.start : run.end])):
            continue  # Ảnh: Reuters; a person may stand beside it: AFP - Hà Vy
        if letters and letters[0] in no_initials():
            continue
        if letters:
            found.append(Mention("PERSON", *letters.span(), letters[0], {"byline": True}, "rule:credit"))
            continue
        capitals = _CAPITALS.match(view.text, start, sentence.end) if run is None else None
        if capitals:
            name = spell(capitals[0])
            found.append(Mention("PERSON", *capitals.span(), name, {"byline": True}, "rule:credit"))
        after = view.text[run.end : run.end + 1] if run else ""
        if run and 2 <= len(run.syllables) <= 6 and (after in _AFTER_CREDIT or after.isupper()):
            spans = list(halves(view.text, run.start, _stop(view, run)))
            for a, b in spans if len(run.syllables) <= 4 or len(spans) == 2 else ():
                found.append(Mention("PERSON", a, b, spell(view.text[a:b]), {"byline": True}, "rule:credit"))
    for match in _IN_BRACKETS.finditer(view.folded, sentence.start, sentence.end):
        run = run_at(view.text, match.end(), sentence.end)
        if run and 2 <= len(run.syllables) <= 4 and view.text[run.end :].lstrip()[:1] == ")":
            name = view.text[run.start : run.end]
            known = looks_like_person(fold(name).split()) and not units_known.levels_of(name)
            if known or fold(name) in signed:
                found.append(Mention("PERSON", run.start, run.end, spell(name), {"byline": True}, "rule:credit"))
    return found


def _stop(view: TextView, run: Run) -> int:
    """Return where the name ends before the first word of the next sentence: `Ảnh: Hà Vy Khi nước rút, …`."""
    last = run.syllables[-1]
    goes_on = view.text[run.end : run.end + 1] == " " and view.text[run.end + 1 : run.end + 2].islower()
    if len(run.syllables) < 3 or view.folded[slice(*run.syllables[-2])] in middles():  # Hà Đình Được
        return run.end
    if goes_on and view.folded[slice(*last)] in sentence_openers():
        return run.syllables[-2][1]
    return run.end


def byline(view: TextView, sentence: Sentence) -> list[Mention]:
    """Return the names of a byline zone, in capitals throughout too: `MINH YẾN`."""
    source = _SOURCE.search(view.folded, sentence.start + 1, sentence.end)
    stop = source.start() if source else sentence.end
    spans = [(run.start, run.end) for run in runs(view.text, sentence.start, stop) if 2 <= len(run.syllables) <= 5]
    spans += [match.span() for match in _CAPITALS_ALONE.finditer(view.text, sentence.start, stop)]
    spans += [match.span() for match in _WITH_INITIALS.finditer(view.text, sentence.start, stop)]
    return [
        Mention("PERSON", start, end, spell(view.text[start:end]), {"byline": True}, "rule:byline")
        for whole in sorted(spans)
        for start, end in halves(view.text, *whole)
        if fold(view.text[start:end]) not in no_person()
    ]
