"""Which place and which date govern a figure (codebook 4.2, 4.3, 4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get, view_of
from tinbai.lexicon import alternation
from tinbai.records import Level
from tinbai.relations.scope import Ref, scope_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

UPPER: dict[str, Level] = {"COMMUNE": "commune", "DISTRICT": "district", "PROVINCE": "province"}
_ELIDED: dict[str, Level] = {
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
    "huyện": "district", "quận": "district", "thị xã": "district", "thành phố": "district",
    "huyện ủy": "district", "thị ủy": "district", "thành ủy": "district",
    "tỉnh": "province", "tỉnh ủy": "province", "cả nước": "national", "toàn quốc": "national",
}  # fmt: skip
_PLURAL = re.compile(r"(?<![^\W_])(?:các|những|nhiều|mỗi|từng|một số|cấp|liên|riêng|riêng các)[ ,]*$")


@dataclass(frozen=True, slots=True)
class Where:
    """The unit that a count is about: level, normal form and how it was found."""

    level: Level | None
    place: str | None
    basis: str | None
    offset: int


@dataclass(frozen=True, slots=True)
class When:
    """The date that governs a figure: EDTF value, its words, how it was found, and the term if it is one."""

    value: str | None
    text: str | None
    basis: str | None
    term: str | None = None


NOWHERE = Where(None, None, None, -1)
NEVER = When(None, None, None)


@cache
def _elided() -> re.Pattern[str]:
    bodies = alternation(fold(word) for word in _ELIDED)
    return re.compile(rf"(?<![^\W_]){bodies}(?![^\W_])")


def where(doc: Doc, figure: Mention, sentence: Sentence, fallback: Where = NOWHERE) -> Where:
    """Return the unit that `figure` is about.

    The nearest unit to the left in the sentence, named or elided; else one that
    stands right behind (`23 bản của huyện X`); else `fallback` (the list's head);
    else the unit of title and lead.
    """
    left = _nearest_left(doc, figure, sentence)
    if left.level is not None:
        return left
    behind = _behind(doc, figure, sentence)
    if behind.level is not None:
        return behind
    if fallback.level is not None:
        return fallback
    return article_scope(doc)


def _named(doc: Doc, sentence: Sentence) -> list[Mention]:
    return [m for m in get(doc, "place") if m.type in UPPER and sentence.start <= m.start < sentence.end]


def _nearest_left(doc: Doc, figure: Mention, sentence: Sentence) -> Where:
    named = [m for m in _named(doc, sentence) if m.end <= figure.start and not m.attrs.get("former")]
    best = Where(UPPER[named[-1].type], named[-1].normal, "named", named[-1].start) if named else NOWHERE
    for level, offset in reversed(_elisions(doc, sentence.start, figure.start)):
        if offset < best.offset:
            break
        return _resolved(doc, level, offset)
    return best


def _behind(doc: Doc, figure: Mention, sentence: Sentence) -> Where:
    folded = view_of(doc).folded
    for place in _named(doc, sentence):
        between = folded[figure.end : place.start]
        if (
            place.start >= figure.end
            and len(between) <= 80
            and re.search(r"(?:của|ở|tại|thuộc|trên địa bàn) *$", between)
        ):
            return Where(UPPER[place.type], place.normal, "named", place.start)
    return NOWHERE


def _elisions(doc: Doc, start: int, end: int) -> list[tuple[Level, int]]:
    """Return (level, offset) of each bare `xã`, `huyện`, `tỉnh` between two offsets: no name, no figure, no plural."""
    folded = view_of(doc).folded
    taken = [m for layer in ("place", "figure") for m in get(doc, layer) if m.type in UPPER or m.type == "FIGURE"]
    found: list[tuple[Level, int]] = []
    for match in _elided().finditer(folded, start, end):
        if any(m.start <= match.start() < m.end for m in taken):
            continue
        if _PLURAL.search(folded, max(start, match.start() - 14), match.start()):
            continue
        found.append((_ELIDED[match[0].replace("  ", " ")], match.start()))
    return found


def _resolved(doc: Doc, level: Level, offset: int) -> Where:
    if level == "national":
        return Where(level, None, "named", offset)
    found = scope_of(doc).unit_at(offset, level)
    return Where(level, found[0], found[1], offset) if found else Where(level, None, None, offset)


def article_scope(doc: Doc) -> Where:
    """Return the unit that title and lead are about, the lowest first; NOWHERE if they leave it open."""
    scope = scope_of(doc)
    for zones in (("title", "lead"), ()):
        for level in ("commune", "district", "province"):
            names = scope.places.named(level, zones)
            if len(names) == 1:
                return Where(level, names[0], "article_scope", 0)  # type: ignore[arg-type]
    return NOWHERE


def parents(doc: Doc, here: Where) -> dict[str, str | None]:
    """Return the district and province above a unit, None where the text leaves them open."""
    if here.place is None or here.level in (None, "national"):
        return {}
    found = scope_of(doc).parents(Ref(here.place, here.level or "commune"), max(here.offset, 0))
    levels = ("commune", "district", "province")
    above = levels[levels.index(here.level) + 1 :] if here.level in levels else levels
    return {level: found[level] for level in above}  # type: ignore[literal-required]


def when(doc: Doc, figure: Mention, sentence: Sentence, inherited: When = NEVER) -> When:
    """Return the date that governs `figure`: the nearest to its left up to the full stop, else `inherited`.

    Durations and the dates of documents govern nothing.
    """
    dates = _dates(doc, sentence)
    left = [date for date in dates if date.start < figure.start]
    if left:
        return _when(doc, left[-1])
    if inherited.value is not None:
        return inherited
    right = [date for date in dates if date.start >= figure.end and _is_bound(doc, figure, date)]
    return _when(doc, right[0]) if right else NEVER


def _dates(doc: Doc, sentence: Sentence) -> list[Mention]:
    documents = [m.end for m in get(doc, "document")]
    return [
        m
        for m in get(doc, "date")
        if sentence.start <= m.start < sentence.end
        and m.attrs.get("subtype") != "duration"
        and not (m.normal or "P").startswith("P")
        and not any(0 <= m.start - end <= 3 for end in documents)
    ]


def _is_bound(doc: Doc, figure: Mention, date: Mention) -> bool:
    """A date behind a figure governs it in the same clause (`có 23 bản tính đến tháng 10/2021`)."""
    return not re.search(r"[;:]|, +(?:trong đó|riêng|phấn đấu|đến)", view_of(doc).folded[figure.end : date.start])


def _when(doc: Doc, date: Mention) -> When:
    text = view_of(doc).text[date.start : date.end]
    term = date.normal if date.attrs.get("subtype") == "term" or fold(text).startswith("nhiệm kì") else None
    resolved = date.attrs.get("resolved")
    if resolved:
        return When(str(resolved), text, str(date.attrs.get("resolved_basis") or "inferred"), term)
    year = _year_of(doc, date.normal)
    if year:
        return When(year, text, "month stated, year inferred from the date of the article", term)
    return When(date.normal, text, "deictic" if date.normal == "article_date" else "stated", term)


def _year_of(doc: Doc, normal: str | None) -> str | None:
    """Give a month without year the last such month up to the article's date; None if that is unknown."""
    month = re.fullmatch(r"XXXX-(\d{2})((?:-\d{2})?)", normal or "")
    dated = re.search(r"(\d{4})(?:-(\d{2}))?[^/]*$", scope_of(doc).date.value or "")
    if not month or not dated:
        return None
    later = dated[2] is not None and month[1] > dated[2]
    return f"{int(dated[1]) - later}-{month[1]}{month[2]}"
