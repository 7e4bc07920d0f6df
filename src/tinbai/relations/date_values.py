"""What a date is worth: its EDTF value at the article's date, and whether that lies before or ahead (codebook 4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of
from tinbai.relations.scope import scope_of
from tinbai.text.normalize import fold

_INFERRED = "month stated, year inferred from the date of the article"
# First months of the quarters, by their EDTF code.
_QUARTERS = {"33": "01", "34": "04", "35": "07", "36": "10"}


@dataclass(frozen=True, slots=True)
class When:
    """The date that governs a figure: EDTF value, its words, how it was found, the term if it is one, its offset."""

    value: str | None
    text: str | None
    basis: str | None
    term: str | None = None
    offset: int = -1


NEVER = When(None, None, None)


def value_of(doc: Doc, date: Mention) -> When:
    """Return what a DATE mention, or one said without a number (`spoken_dates`), says of a figure that it governs.

    Args:
        doc: the article, its places read (`tinbai_hierarchy`): its date gives a month its year.
        date: the mention.

    Returns:
        The value in EDTF with its basis: `stated`, that of the mention, `deictic`, or that the year was inferred.

    Example:
        >>> import tinbai
        >>> from tinbai.entities.mention import get
        >>> doc = tinbai.load()("Tính đến tháng 5/2023, xã Chiềng Khoong có 14 bản.")
        >>> [value_of(doc, date) for date in get(doc, "date")]
        [When(value='2023-05', text='Tính đến tháng 5/2023', basis='stated', term=None, offset=0)]
    """
    text, at = view_of(doc).text[date.start : date.end], date.start
    if "spoken" in date.attrs:
        return When(date.normal, text, str(date.attrs["spoken"]), None, at)
    term = date.normal if date.attrs.get("subtype") == "term" or fold(text).startswith("nhiệm kì") else None
    span = re.fullmatch(r"\d{4}[\d-]*/(\d{4}[\d-]*)", date.normal or "")
    if span and fold(text).startswith("từ"):  # `từ năm 2021 đến tháng 10/2022`: the state at its end
        return When(span[1], text, "stated", None, at)
    if re.fullmatch(r"[\d-]+/article_date", date.normal or ""):  # `từ năm 2018 đến nay`
        return When("article_date", text, "deictic", None, at)
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
    own, behind = text[: date.end - date.start], text[date.end - date.start :]
    if own.endswith("năm nay") or behind.startswith(" năm nay"):
        return 0
    last = own.endswith(("năm ngoái", "năm trước")) or behind.startswith((" năm ngoái", " năm trước"))
    return -1 if last else None


def _year_of(published: str | None, normal: str | None, told: int | None) -> str | None:
    """Give a month or quarter its year: the one told, else that of the last such month up to the article's date."""
    dated_range = re.fullmatch(r"XXXX-(\d{2})/XXXX-(\d{2})", normal or "")
    if dated_range and (now := re.match(r"\d{4}", published or "")):
        year = int(now[0]) + (told or 0)
        return f"{year}-{dated_range[1]}/{year}-{dated_range[2]}"
    month = re.fullmatch(r"XXXX-(\d{2})((?:-\d{2})?)", normal or "")
    dated = re.search(r"(\d{4})(?:-(\d{2}))?[^/]*$", published or "")
    if not month or not dated:
        return None
    first = _QUARTERS.get(month[1], month[1])
    later = dated[2] is not None and first > dated[2]
    return f"{int(dated[1]) + (told if told is not None else -later)}-{month[1]}{month[2]}"


_ONWARDS = re.compile(r"(?<![^\W_])từ +nay(?: +cho)? +(?:đến|tới)?(?: +(?:hết|cuối))* *$")


def ahead(doc: Doc, date: When, *, open_plan: bool = False) -> When:
    """Return the date of a plan: of a month or day without its year the one ahead.

    Args:
        doc: the article.
        date: the date by its place.
        open_plan: nothing is said of what became of the plan; without it the nearer one is meant, before or ahead.
    """
    year = re.match(r"\d{4}", date.value or "")
    if date.basis != _INFERRED or year is None or time_of(doc, date) >= 0:
        return date
    later = replace(date, value=f"{int(year[0]) + 1}{(date.value or '')[4:]}")
    now, months = scope_of(doc).date.value or "", (_months(date.value), _months(later.value))
    if time_of(doc, later) <= 0:
        return date
    onwards = _ONWARDS.search(view_of(doc).folded, max(0, date.offset - 24), max(0, date.offset))
    return later if open_plan or onwards or months[1] - _months(now) < _months(now) - months[0] else date


def _months(day: str | None) -> int:
    """Return a date as a number of months; without a month, June stands for its year."""
    parts = re.match(r"(\d{4})(?:-(\d{2}))?", day or "")
    return 12 * int(parts[1]) + int(_QUARTERS.get(parts[2] or "06", parts[2] or "06")) if parts else 0


def is_this_year(doc: Doc, date: When) -> bool:
    """Say whether a date is the very year of the article (`hết năm 2024 phải đạt 55%; thực tế đã có 61%`)."""
    return date.value is not None and date.value == (scope_of(doc).date.value or "")[:4]


def time_of(doc: Doc, date: When) -> int:
    """Return 1 for a day, month or year after the article's date, -1 for one before it, 0 if that is open."""
    now, then = scope_of(doc).date.value or "", date.value or ""
    quarter = re.fullmatch(r"(\d{4})-(3[3-6])", then)
    then = f"{quarter[1]}-{_QUARTERS[quarter[2]]}" if quarter else then
    part = re.search(r"(?<![^\W_])(hết|cuối) +năm(?![^\W_])", fold(date.text or ""))
    if part and re.fullmatch(r"\d{4}", then):  # `đến hết năm 2025` in a paper of January 2025
        then += "-12" if part[1] == "hết" else "-10" if now[5:7] < "10" else ""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", now) or not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", then):
        return 0
    shared = min(len(now), len(then))
    return (then[:shared] > now[:shared]) - (then[:shared] < now[:shared])
