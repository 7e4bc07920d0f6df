"""Which place and which date govern a figure (codebook 4.2, 4.3, 4.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get, view_of
from tinbai.lexicon import alternation
from tinbai.records import Level
from tinbai.relations.place_ref import Ref
from tinbai.relations.scope import scope_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

UPPER: dict[str, Level] = {"COMMUNE": "commune", "DISTRICT": "district", "PROVINCE": "province"}
_ELIDED: dict[str, Level] = {
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
    "huyện": "district", "quận": "district", "thị xã": "district", "thành phố": "district",
    "huyện ủy": "district", "thị ủy": "district", "thành ủy": "district",
    "tp": "district", "tx": "district", "tt": "commune",
    "tỉnh": "province", "tỉnh ủy": "province", "cả nước": "national", "toàn quốc": "national",
}  # fmt: skip
# `9/13 thôn của xã đã …`: the bare unit behind the count.
_OF_IT = re.compile(
    r" +của +(?:toàn +)?(xã|phường|thị trấn|huyện|thị xã|thành phố)(?= +(?:đã|có|đang|mới|thực|bố|do|kiêm))"
)
_RANK = {"COMMUNE": 0, "DISTRICT": 1, "PROVINCE": 2}
# More units than one commune has.
_MANY_UNITS = 45
_MOVED_ON = re.compile(r"\)?,? *(?:đã )?(?:tăng |tụt |giảm |rút )?(?:lên|xuống|còn)(?: +(?:còn|tới|đến|là|được))* *")
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
    """The date that governs a figure: EDTF value, its words, how it was found, the term if it is one, its offset."""

    value: str | None
    text: str | None
    basis: str | None
    term: str | None = None
    offset: int = -1


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
    behind = _behind(doc, figure, sentence)
    left = _nearest_left(doc, figure, sentence)
    if left.level is not None and (left.place is not None or left.level == "national"):
        return left
    if behind.level is not None:
        return behind
    if fallback.level is not None and left.level in (None, fallback.level):
        return fallback
    scope = article_scope(doc, size=figure.attrs.get("denominator") or figure.attrs.get("value"))
    return scope if left.level in (None, scope.level) else left


def _named(doc: Doc, sentence: Sentence) -> list[Mention]:
    return [m for m in get(doc, "place") if m.type in UPPER and sentence.start <= m.start < sentence.end]


def _nearest_left(doc: Doc, figure: Mention, sentence: Sentence) -> Where:
    named = [m for m in _named(doc, sentence) if m.end <= figure.start and not m.attrs.get("former")]
    named = _without_parents(doc, [m for m in named if not _is_aside(doc, m)])
    best = Where(UPPER[named[-1].type], named[-1].normal, "named", named[-1].start) if named else NOWHERE
    for level, offset in reversed(_elisions(doc, sentence.start, figure.start)):
        if offset < best.offset:
            break
        return _resolved(doc, level, offset)
    return best


def _without_parents(doc: Doc, named: list[Mention]) -> list[Mention]:
    """`xã A (huyện B) có …`, `phường C, tỉnh D`: the parents behind a unit only say where it lies."""
    folded, kept = view_of(doc).folded, named[:1]
    for before, place in pairwise(named):
        joined = re.fullmatch(r" *[,(] *(?:thuộc +)?", folded[before.end : place.start])
        if not (joined and _RANK[place.type] > _RANK[before.type]):
            kept.append(place)
    return kept


def _is_aside(doc: Doc, place: Mention) -> bool:
    """`xã (thuộc huyện X trước đây) có …`: what the parenthesis names is not what the sentence is about."""
    folded = view_of(doc).folded
    return bool(re.search(r"\((?:thuộc|trước|nay|cũ|sáp +nhập)[^()]*$", folded[max(0, place.start - 40) : place.start]))


def _behind(doc: Doc, figure: Mention, sentence: Sentence) -> Where:
    folded = view_of(doc).folded
    elided = re.compile(
        r" +của +(?:toàn +)?(xã|phường|thị trấn|huyện|thị xã|thành phố)(?= +(?:đã|có|đang|mới|thực|bố|do|kiêm))"
    )
    own = elided.match(folded, figure.end, sentence.end)
    if own:
        return _resolved(doc, _ELIDED[own[1]], own.start(1))
    for place in _named(doc, sentence):
        between = folded[figure.end : place.start]
        if (
            place.start >= figure.end
            and len(between) <= 80
            and re.search(r"(?:của|ở|tại|thuộc|trên địa bàn|:) *$", between)
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


def article_scope(doc: Doc, *, size: float | None = None) -> Where:
    """Return the unit that title and lead are about, the lowest first; NOWHERE if they leave it open.

    Args:
        doc: the article.
        size: how many hamlets the unit must hold: too many for a commune rule the communes out.
    """
    scope = scope_of(doc)
    above: tuple[Level, ...] = ("district", "province")
    levels = above if (size or 0) > _MANY_UNITS else ("commune", *above)
    for zones in (("title",), ("title", "lead"), ()):
        for level in levels:
            names = scope.places.named(level, zones)
            if len(names) == 1:
                return Where(level, names[0], "article_scope", 0)
    return NOWHERE


def parents(doc: Doc, here: Where) -> dict[str, str | None]:
    """Return the district and province above a unit, None where the text leaves them open."""
    if here.place is None or here.level is None or here.level == "national":
        return {}
    found = scope_of(doc).parents(Ref(here.place, here.level), max(here.offset, 0))
    levels = ("commune", "district", "province")
    above = levels[levels.index(here.level) + 1 :] if here.level in levels else levels
    return {level: found[level] for level in above}  # type: ignore[literal-required]


def when(doc: Doc, figure: Mention, sentence: Sentence, inherited: When = NEVER) -> When:
    """Return the date that governs `figure`: the nearest to its left up to the full stop, else one behind it.

    One behind it goes before one to the left of a semicolon, and before `inherited`.
    Durations and the dates of documents govern nothing, and neither does the date
    of the number before in `từ 30 thôn (năm 2015) lên 45 thôn (năm 2017)`.
    """
    dates = _dates(doc, sentence)
    folded = view_of(doc).folded
    own = next((date for date in dates if _belongs(folded, figure, date, sentence)), None)
    if own is not None:
        return _when(doc, own)
    dates = [date for date in dates if not _MOVED_ON.fullmatch(folded, date.end, max(date.end, figure.start))]
    this_year = _this_year(doc, figure, sentence)
    if this_year is not None:
        return this_year
    left = [date for date in dates if date.start < figure.start]
    right = [date for date in dates if date.start >= figure.end and _is_bound(doc, figure, date)]
    if left and not (right and ";" in folded[left[-1].end : figure.start]):
        return _when(doc, left[-1])
    if right:
        return _when(doc, right[0])
    return inherited


def _belongs(folded: str, figure: Mention, date: Mention, sentence: Sentence) -> bool:
    """`74 thôn (năm 2018) lên`, `30 thôn năm 2015 lên`: a date beside a figure of a change is its own."""
    beside = re.compile(r" *\(? *(?:vào +|của +)?").fullmatch(folded, figure.end, max(figure.end, date.start))
    if date.start < figure.end or beside is None:
        return False
    after = folded[date.end : sentence.end]
    if "(" in beside[0]:
        return after.startswith(")")
    return bool(re.match(r" +(?:lên|xuống|còn|tụt|thì)(?![^\W_])", after))


def _this_year(doc: Doc, figure: Mention, sentence: Sentence) -> When | None:
    """`đạt 100% ngay trong năm nay`: no DATE (codebook 3.7), but the year is said."""
    year = re.match(r"\d{4}", scope_of(doc).date.value or "")
    match = re.compile(r"[^;.,:\d]{0,60}?(?<!quí )(trong +năm +nay)(?![^\W_])").match(
        view_of(doc).folded, figure.end, sentence.end
    )
    if match is None or year is None:
        return None
    return When(year[0], view_of(doc).text[match.start(1) : match.end(1)], "article date")


def time_of(doc: Doc, date: When) -> int:
    """Return 1 for a day, month or year after the article's date, -1 for one before it, 0 if that is open."""
    now, then = scope_of(doc).date.value or "", date.value or ""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", now) or not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", then):
        return 0
    shared = min(len(now), len(then))
    return (then[:shared] > now[:shared]) - (then[:shared] < now[:shared])


def _dates(doc: Doc, sentence: Sentence) -> list[Mention]:
    documents = [m.end for m in get(doc, "document")]
    return [
        m
        for m in get(doc, "date")
        if sentence.start <= m.start < sentence.end
        and m.attrs.get("subtype") != "duration"
        and not (m.normal or "P").startswith("P")
        and "after" not in (m.attrs.get("mod") or ())
        and not (_dates_document(m) and any(0 <= m.start - end <= 3 for end in documents))
    ]


def _dates_document(date: Mention) -> bool:
    """Say whether a date right behind a document is its own: not `đến nay` (deictic) nor an open range."""
    return date.normal != "article_date" and "until" not in (date.attrs.get("mod") or ())


def _is_bound(doc: Doc, figure: Mention, date: Mention) -> bool:
    """A date behind a figure governs it in the same clause (`có 23 bản tính đến tháng 10/2021`)."""
    between = re.sub(r": *(?:đó|đây) +là", " ", view_of(doc).folded[figure.end : date.start])
    if date.attrs.get("subtype") == "term" and re.search(r"đại +hội(?: +[^ ,;]+){0,3} *$", between):
        return False
    return not re.search(r"[;:]|, +(?:trong đó|riêng|phấn đấu|đến)", between)


def _when(doc: Doc, date: Mention) -> When:
    text, at = view_of(doc).text[date.start : date.end], date.start
    term = date.normal if date.attrs.get("subtype") == "term" or fold(text).startswith("nhiệm kì") else None
    span = re.fullmatch(r"\d{4}[\d-]*/(\d{4}[\d-]*)", date.normal or "")
    if span and not term:  # `từ năm 2021 đến tháng 10/2022`: the state at its end
        return When(span[1], text, "stated", None, at)
    resolved = date.attrs.get("resolved")
    if resolved:
        return When(str(resolved), text, str(date.attrs.get("resolved_basis") or "inferred"), term, at)
    year = _year_of(doc, date.normal)
    if year:
        return When(year, text, "month stated, year inferred from the date of the article", term, at)
    return When(date.normal, text, "deictic" if date.normal == "article_date" else "stated", term, at)


def _year_of(doc: Doc, normal: str | None) -> str | None:
    """Give a month without year the last such month up to the article's date; None if that is unknown."""
    month = re.fullmatch(r"XXXX-(\d{2})((?:-\d{2})?)", normal or "")
    dated = re.search(r"(\d{4})(?:-(\d{2}))?[^/]*$", scope_of(doc).date.value or "")
    if not month or not dated:
        return None
    later = dated[2] is not None and month[1] > dated[2]
    return f"{int(dated[1]) - later}-{month[1]}{month[2]}"
