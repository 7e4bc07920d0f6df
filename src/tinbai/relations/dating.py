"""Which date governs a figure, and whether that is before or after the article's day (codebook 4.2, 4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations.date_roles import compares, role
from tinbai.relations.scope import scope_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_MOVED_ON = re.compile(r"\)?,? *(?:đã )?(?:tăng |tụt |giảm |rút )?(?:lên|xuống|còn)(?: +(?:còn|tới|đến|là|được))* *")
_INFERRED = "month stated, year inferred from the date of the article"
# First months of the quarters, by their EDTF code.
_QUARTERS = {"33": "01", "34": "04", "35": "07", "36": "10"}
# `năm 2020 có 80 thôn; bây giờ còn 64`: an adverb of now ends what an earlier date governs.
_NOW = re.compile(
    r"[;,] *(?:(?:nhưng|còn|song|trong +khi(?: +đó)?|thì) +)*"
    r"(?:nay|bây +giờ|giờ|giờ +đây|lúc +này|[^;,.\d]{1,40} nay(?= (?:có|còn|đã|chỉ|lên|là|mới))"
    r"|(?:nhiệm +kì|khóa|kì|đợt) +trước|trước +đó|ban +đầu|lúc +đầu)(?![^\W_])"
)


# Between a figure and a date that is its own.
_BESIDE = re.compile(rf"(?: +số)?(?:(?: *[,/]| +và)? *{UNIT})* *\(? *(?:(?:vào|của|trong|ngay) +)?")


@dataclass(frozen=True, slots=True)
class When:
    """The date that governs a figure: EDTF value, its words, how it was found, the term if it is one, its offset."""

    value: str | None
    text: str | None
    basis: str | None
    term: str | None = None
    offset: int = -1


NEVER = When(None, None, None)


def when(doc: Doc, figure: Mention, sentence: Sentence, inherited: When = NEVER, *, last: When = NEVER) -> When:
    """Return the date that governs `figure`, by the first of these that holds.

    1. A date right beside it that is plainly its own (`74 thôn (năm 2018) lên`, `20% năm 2019, 40% năm 2020`).
    2. The year that stands behind it (`ngay trong năm nay`).
    3. The nearest date of state to its left up to the full stop (codebook 4.5), unless an adverb of another
       time (`nay`, `kỳ trước`) or a semicolon before a date of its own has ended that date's reign.
    4. A date behind it in the same clause (`có 23 bản tính đến tháng 10/2021`).
    5. What a list takes from its head (`inherited`).
    6. So many years before the article (`ba năm trước`) or after the last statement (`hai năm sau`, `last`).

    What a date does is read first (`date_roles`): dates of papers, of meetings, of comparisons and of beginnings
    govern nothing; an event (`sau đại hội nhiệm kỳ …`) only where no other date does.
    """
    dates = [(date, role(doc, date, sentence)) for date in within(doc, "date", sentence.start, sentence.end)]
    folded = view_of(doc).folded
    states = [
        date
        for date, does in dates
        if does in ("state", "event") or (does == "compared" and compares(doc, date, figure))
    ]
    own = next((date for date in states if _belongs(folded, figure, date, sentence)), None)
    if own is not None:
        return _when(doc, own)
    earlier = list(within(doc, "figure", sentence.start, figure.start))
    states = [date for date in states if not _is_taken(folded, date, earlier, figure)]
    this_year = _this_year(doc, figure, sentence)
    if this_year is not None:
        return this_year
    left = [date for date in states if date.start < figure.start]
    events = [date for date, does in dates if does == "event"]
    reached = [date for date in left if date not in events or left[-1] not in events]
    left = reached if any(date not in events for date in reached) else left
    over = bool(left) and _is_over(folded, left[-1], figure)
    left = [] if over else left
    right = [date for date in states if date.start >= figure.end and _is_bound(doc, figure, date)]
    if left and not (right and ";" in folded[left[-1].end : figure.start]):
        return _when(doc, left[-1])
    if right:
        return _when(doc, right[0])
    if over or inherited is not NEVER:
        return NEVER if over else inherited
    return _years_away(doc, figure, sentence, last)


def _is_over(folded: str, date: Mention, figure: Mention) -> bool:
    """Say whether a date's reign has ended before a figure: at an adverb of another time, at what is left to do."""
    if _NOW.search(folded, date.end, figure.start):
        return True
    return ";" in folded[date.end : figure.start] and folded.startswith(" còn lại", figure.end)


def _is_taken(folded: str, date: Mention, earlier: Sequence[Mention], figure: Mention) -> bool:
    """`30 thôn năm 2015 lên 45`, `so với năm 2020 (28 bản), đến …`: the date is that of another number."""
    beside = any(_BESIDE.fullmatch(reduce(folded, m.end, date.start).text) for m in earlier if m.end <= date.start)
    if beside and _MOVED_ON.fullmatch(folded, date.end, max(date.end, figure.start)):
        return True
    if beside and re.fullmatch(r" *(?:[,;]|,? *và) *[^\d,;]{0,6}", folded[date.end : max(date.end, figure.start)]):
        return True  # `20% năm 2019, 40% …`
    return any(re.fullmatch(r" *\( *", folded[date.end : m.start]) for m in earlier)


_AGO = re.compile(r" +trước(?![^\W_])")
_LATER = re.compile(r" +sau(?: +đó)?(?= *[,\d]| +[^\W_])(?! +(?:khi|ngày|lúc))")


def _years_away(doc: Doc, figure: Mention, sentence: Sentence, last: When) -> When:
    """`ba năm trước mới là 12`, `hai năm sau chỉ còn 21`: counted from the article's year, from the last date told."""
    folded = view_of(doc).folded
    now, then = (re.match(r"\d{4}", day or "") for day in (scope_of(doc).date.value, last.value))
    for date in within(doc, "date", sentence.start, figure.start):
        years = re.fullmatch(r"P(\d+)Y", date.normal or "")
        if not years:
            continue
        if re.search(r"[;]|(?<![^\W_])nay(?![^\W_])", folded[date.end : figure.start]):
            continue
        before, text = folded[max(0, date.start - 10) : date.start], view_of(doc).text[date.start : date.end]
        ago = _AGO.match(folded, date.end)
        if (
            now
            and (ago or before.endswith("cách đây "))
            and not before.endswith("so với ")
            and not date.attrs.get("mod")
        ):
            basis = "years before the date of the article"
            return When(str(int(now[0]) - int(years[1])), text, basis, None, date.start)
        later = _LATER.match(folded, date.end)
        if then and later and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", last.value or ""):
            basis = "years after the date told before"
            return When(str(int(then[0]) + int(years[1])), text, basis, None, date.start)
    return NEVER


def _belongs(folded: str, figure: Mention, date: Mention, sentence: Sentence) -> bool:
    """`74 thôn (năm 2018) lên`, `30 thôn năm 2015 lên`: a date beside a figure of a change is its own."""
    if date.start < figure.end:
        return False
    beside = _BESIDE.fullmatch(reduce(folded, figure.end, date.start).text)
    if beside is None:
        return False
    after = folded[date.end : sentence.end]
    if "(" in beside[0]:
        return after.startswith(")")
    if re.match(r" +(?:lên|xuống|còn|tụt|thì)(?![^\W_])", after):
        return True
    return date.attrs.get("subtype") != "term" and bool(re.match(r"(?: *[,;]| +và) +\D{0,20}\d", after))


def _this_year(doc: Doc, figure: Mention, sentence: Sentence) -> When | None:
    """`đạt 100% ngay trong năm nay`: no DATE (codebook 3.7), but the year is said."""
    year = re.match(r"\d{4}", scope_of(doc).date.value or "")
    match = re.compile(r"[^;.,:\d]{0,60}?(?<!quí )(trong +năm +nay)(?![^\W_])").match(
        view_of(doc).folded, figure.end, sentence.end
    )
    if match is None or year is None:
        return None
    return When(year[0], view_of(doc).text[match.start(1) : match.end(1)], "article date")


def ahead(doc: Doc, date: When) -> When:
    """Return the date of a plan: of a month or day without its year the nearer one, before the article or ahead."""
    year = re.match(r"\d{4}", date.value or "")
    if date.basis != _INFERRED or year is None or time_of(doc, date) >= 0:
        return date
    later = replace(date, value=f"{int(year[0]) + 1}{(date.value or '')[4:]}")
    now, months = scope_of(doc).date.value or "", (_months(date.value), _months(later.value))
    return later if time_of(doc, later) > 0 and months[1] - _months(now) < _months(now) - months[0] else date


def _months(day: str | None) -> int:
    """Return a date as a number of months; without a month, June stands for its year."""
    parts = re.match(r"(\d{4})(?:-(\d{2}))?", day or "")
    return 12 * int(parts[1]) + int(_QUARTERS.get(parts[2] or "06", parts[2] or "06")) if parts else 0


def time_of(doc: Doc, date: When) -> int:
    """Return 1 for a day, month or year after the article's date, -1 for one before it, 0 if that is open."""
    now, then = scope_of(doc).date.value or "", date.value or ""
    quarter = re.fullmatch(r"(\d{4})-(3[3-6])", then)
    then = f"{quarter[1]}-{_QUARTERS[quarter[2]]}" if quarter else then
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", now) or not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", then):
        return 0
    shared = min(len(now), len(then))
    return (then[:shared] > now[:shared]) - (then[:shared] < now[:shared])


def _is_bound(doc: Doc, figure: Mention, date: Mention) -> bool:
    """A date behind a figure governs it in the same clause (`có 23 bản tính đến tháng 10/2021`)."""
    between = re.sub(r": *(?:đó|đây) +là", " ", view_of(doc).folded[figure.end : date.start])
    if date.attrs.get("subtype") == "term" and re.search(r"đại +hội(?: +[^ ,;]+){0,3} *$", between):
        return False
    return not re.search(r"[;:]|, +(?:trong đó|riêng|phấn đấu|đến)|(?<![^\W_])từ *$", between)


def _when(doc: Doc, date: Mention) -> When:
    text, at = view_of(doc).text[date.start : date.end], date.start
    term = date.normal if date.attrs.get("subtype") == "term" or fold(text).startswith("nhiệm kì") else None
    span = re.fullmatch(r"\d{4}[\d-]*/(\d{4}[\d-]*)", date.normal or "")
    if span and fold(text).startswith("từ"):  # `từ năm 2021 đến tháng 10/2022`: the state at its end
        return When(span[1], text, "stated", None, at)
    resolved, told = date.attrs.get("resolved"), _told_year(view_of(doc).folded[at : date.end + 12], date)
    if resolved and told != -1:
        return When(str(resolved), text, str(date.attrs.get("resolved_basis") or "inferred"), term, at)
    year = _year_of(scope_of(doc).date.value, date.normal, told)
    if year:
        return When(year, text, _INFERRED, term, at)
    return When(date.normal, text, "deictic" if date.normal == "article_date" else "stated", term, at)


def calendar_of(date: Mention, text: str, published: str | None) -> str | None:
    """Return the calendar date that a DATE mention stands for, None for lengths, ranges and deictics.

    Args:
        date: the mention.
        text: the text of the article.
        published: the article's date in EDTF; it gives a month without year its year.

    Example:
        >>> calendar_of(Mention("DATE", 0, 7, "XXXX-10"), "tháng 10", "2021-11-05")
        '2021-10'
    """
    resolved = str(date.attrs.get("resolved") or date.normal or "")
    if _told_year(fold(text[date.start : date.end + 12]), date) == -1:
        return _year_of(published, date.normal, -1)
    if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", resolved):
        return resolved
    return _year_of(published, date.normal, _told_year(fold(text[date.start : date.end + 12]), date))


def _told_year(text: str, date: Mention) -> int | None:
    """Return 0 for `quý II năm nay`, -1 for `tháng 5 năm ngoái`, None if the words leave the year open."""
    behind = text[date.end - date.start :]
    if text[: date.end - date.start].endswith("năm nay") or behind.startswith(" năm nay"):
        return 0
    return -1 if behind.startswith((" năm ngoái", " năm trước")) else None


def _year_of(published: str | None, normal: str | None, told: int | None) -> str | None:
    """Give a month or quarter its year: the one told, else that of the last such month up to the article's date."""
    month = re.fullmatch(r"XXXX-(\d{2})((?:-\d{2})?)", normal or "")
    dated = re.search(r"(\d{4})(?:-(\d{2}))?[^/]*$", published or "")
    if not month or not dated:
        return None
    first = _QUARTERS.get(month[1], month[1])
    later = dated[2] is not None and first > dated[2]
    return f"{int(dated[1]) + (told if told is not None else -later)}-{month[1]}{month[2]}"
