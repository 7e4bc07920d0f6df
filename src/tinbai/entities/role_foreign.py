"""Posts of other states, which are none of the centre (codebook 9.20)."""

from __future__ import annotations

import re
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.names import surnames
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_CENTRE = "trung_uong"


@cache
def _countries() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["countries"])
    fields = alternation(fold(lexicon.load("posts")["macro"]["field"]).split("|"))
    return re.compile(rf"(?: +{fields})? +(?:nước +|chính phủ +)?{words}(?![^\W\d_])")


def names_country(view: TextView, end: int) -> bool:
    """Say whether the name of another country stands behind `end`."""
    return _countries().match(view.folded, end) is not None


def is_foreign(view: TextView, title: Mention) -> bool:
    """Say whether another country follows a title of the centre: `Thủ tướng Lào`."""
    return title.normal == _CENTRE and names_country(view, title.end)


def is_foreigner(title: Mention, person: Mention) -> bool:
    """Say whether a title of the centre goes with a full name that no family name of the country opens."""
    parts = fold(str(person.normal)).split()
    return title.normal == _CENTRE and len(parts) > 1 and parts[0] not in surnames()
