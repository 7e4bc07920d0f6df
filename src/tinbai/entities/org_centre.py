"""Departments of the centre, named by their fields: `Cục X`, `Vụ X Bộ Y` (codebook 3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.org_field import START
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_WORD = r"(?![^\W_])"
_FALSE = re.compile(r"(?:trụ|đồng|toàn|cơ|bố|kết|phục|nghiệp|nhiệm|sự|các|những|hai|\d) +$")


@cache
def _department() -> re.Pattern[str]:
    lists = lexicon.load("orgs")
    posts = fold(lexicon.load("posts")["macro"]["field"]).split("|")
    own = [fold(w) for key in ("office_fields", "police_fields") for w in lists["bodies"][key]]
    fields = {*posts, *own, *(fold(w) for w in lists["centre"]["fields"])}
    field = alternation(fields)
    # Behind a comma or `và` these open another body or are verbs: `Vụ X và Thanh tra Bộ Y`, `Cục X và tổ chức …`.
    later = alternation(fields - {fold(w) for w in lists["centre"]["verbs"]})
    chain = rf"{field}{_WORD}(?:(?:, *| +và +| *[-–] *| *& *){later}{_WORD}){{0,4}}"
    forces = r"bộ đội biên phòng|quân chủng [^\W\d_]+ [^\W\d_]+|quân khu \d+"
    above = rf"(?:bộ +{field}{_WORD}|(?:{forces}|{alternation(fold(w) for w in lists['centre']['above'])}){_WORD})"
    return re.compile(
        rf"{START}(?:(?P<head>tổng +cục|cục|vụ) +(?:(?P<field>{chain})|(?P<number>\w?\d{{1,3}}{_WORD}))"
        rf"(?P<above> +{above})?(?P<country> +(?:việt +nam|cand){_WORD})?)"
    )


def _named(view: TextView, sentence: Sentence, match: re.Match[str]) -> bool:
    """Say whether a `Vụ` is no case, which opens a sentence as well: `Vụ Trẻ em bị bạo hành`."""
    return match.start() > sentence.start or view.folded.startswith((" (", ", bộ"), match.end())


def departments(view: TextView, sentence: Sentence) -> Iterator[Mention]:
    """Yield departments whose field has a capital, or that stand right before the ministry that they belong to."""
    for match in _department().finditer(view.folded, sentence.start, sentence.end):
        head = view.text[match.start("head")].isupper()
        field = match["field"] is not None and view.text[match.start("field")].isupper()
        # In small letters they are words (`vụ trẻ em`); a ministry behind makes a name even of a small field.
        if not (head if match["above"] or match["head"] == "vụ" else field) or not (match["above"] or field):
            continue
        if match["head"] == "vụ" and not match["above"] and not _named(view, sentence, match):
            continue
        if _FALSE.search(view.folded, max(sentence.start, match.start() - 8), match.start()):
            continue
        end = match.end()
        yield Mention(
            "ORG", match.start(), end, spell(view.text[match.start() : end]), {"kind": "state"}, "rule:org_office"
        )
