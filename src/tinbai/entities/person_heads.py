"""Hamlets that are persons: the name right behind a head's title was read as the hamlet's (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import START, Mention, starting_in
from tinbai.entities.names import middles, surnames
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import TextView

_MIDDLES = frozenset({"văn", "thị"})
# The holder behind the hamlet: `Trưởng bản Hà Văn X, ông Y`, `Trưởng bản Hà Văn X - Y`, `(ông Y)`.
_BEHIND = re.compile(
    rf" *[,(–:-]? *(?i:(?:là|do|nay là) +)?(?i:(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí|đ/c):? +)[{CAPITALS}]"
    rf"| *[(–:-] *[{CAPITALS}]"
)
_STEP = 60  # letters of the titles between a holder and the hamlet


def heads_called(view: TextView, found: Sequence[Mention], places: Sequence[Mention]) -> dict[str, Mention]:
    """Return the hamlets that are persons: `trưởng thôn Thạp` where the article has named Trần Trọng Thạp.

    Args:
        view: the text view.
        found: the persons proved so far.
        places: the `place` layer.

    Returns:
        Normal form of the hamlet → PERSON mention of its first use; only names of one
        syllable or whole names of persons that never stand as a hamlet without a head's title before them.
    """
    given = {fold(str(m.normal)).split()[-1] for m in found if len(str(m.normal).split()) >= 2}
    addressed = {fold(str(m.normal)) for m in found if m.source.startswith("rule:address")}
    apart = {p.normal for p in places if not (p.attrs.get("type_inherited") or p.attrs.get("shared_with_role"))}
    people = sorted(found, key=START)
    out: dict[str, Mention] = {}
    for place in places:
        if not place.attrs.get("shared_with_role") or place.normal in apart:
            continue
        name = view.folded[place.start : place.end].split()[_words(place) :]
        one = len(name) == 1 and name[0] in given
        if one or (_is_full(name, addressed) and not _has_holder(view, place, people)):
            start = place.end - len(" ".join(name))
            written = spell(view.text[start : place.end])
            out.setdefault(str(place.normal), Mention("PERSON", start, place.end, written, {}, "rule:head_called"))
    return out


def _is_full(parts: list[str], addressed: set[str]) -> bool:
    """Say whether syllables are a full name that a middle name proves, or a later `anh Đượm`: no thôn VI."""
    if len(parts) not in (3, 4):
        return False
    if _MIDDLES & set(parts[1:-1]) or parts[0] in _openings():
        return True
    return parts[-1] in addressed and parts[0] in surnames() and parts[-2] in middles()


@cache
def _openings() -> frozenset[str]:
    """Family names that open no hamlet's name."""
    return frozenset(fold(name) for name in lexicon.load("names")["no_hamlet_surnames"])


def _has_holder(view: TextView, place: Mention, people: Sequence[Mention]) -> bool:
    """Say whether another name bears the title: then what stands behind it is the hamlet."""
    if _BEHIND.match(view.text, place.end):
        return True
    sentence = view.sentence_at(place.start)
    floor = max(sentence.start if sentence else 0, place.start - _STEP)
    return any(
        p.end <= place.start and _TITLES.fullmatch(view.folded, p.end, place.start)
        for p in starting_in(people, floor - _STEP, place.start)
    )


# From the holder's name to the unit word: `, Bí thư Chi bộ kiêm Trưởng `, ` là trưởng `, ` (`.
_TITLES = re.compile(
    r" *(?:\([^()]*\) *)?(?:[,(–-]|(?<![^\W\d_])(?:là|làm|giữ|nguyên|được|vừa|hiện|nay|đang|từng)(?![^\W\d_]))"
    r"[^.;:()]{0,60}"
    r"(?<![^\W\d_])(?:trưởng|phó|chi +bộ|nhân +dân) +"
)


def _words(place: Mention) -> int:
    return len(str(place.attrs.get("unit_type") or "").split())
