"""The date of the article: from metadata, or from a line at the top that holds nothing else.

A date inside a sentence is never the date of the article; pages print the day
of the visit as well, so a date anywhere else is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from functools import cache, lru_cache

from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

VIETNAM = timezone(timedelta(hours=7))
_LONGEST_DATE = 200
_DIGIT = re.compile(r"\d")
_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)? *(z|[+-]\d{2}:?\d{2})?)?"
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?=t\d|$)")  # ISO 8601 without marks
_DAY = r"(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2}) ?[/.-] ?(?P<year>\d{4}|\d{2})(?!\d)"
_LONG_DAY = r"(?P<day>\d{1,2}) +tháng +(?P<month>\d{1,2})(?: +năm|,|/)? +(?P<year>\d{4})"
_HOUR = (
    r"(?P<hour>[01]?\d|2[0-3]) ?(?:[:h]|giờ) ?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?: ?(?P<half>am|pm|sa|ch)\b)?"
)
_ZONE = r"(?:[(\[]?(?:gmt|utc) ?\+ ?7(?::?00)?[)\]]?)"
_CODES = {
    "%d": r"(?P<day>\d{1,2})", "%m": r"(?P<month>\d{1,2})", "%Y": r"(?P<year>\d{4})", "%y": r"(?P<year>\d{2})",
    "%H": r"(?P<hour>\d{1,2})", "%M": r"(?P<minute>\d{2})", "%S": r"(?P<second>\d{2})",
}  # fmt: skip
_GAP = r"[ ,|;:()\[\]-]*(?:lúc|ngày)?[ ,|;:()\[\]-]*"


def normalise(printed: str) -> str | None:
    """Return the ISO 8601 form of a printed or metadata date; None if it is not one.

    Day stands before month. An hour gets the offset of Việt Nam unless another is printed,
    which is converted.

    Example:
        >>> normalise("Thứ Hai, 05/03/2024, 14:30 (GMT+7)")
        '2024-03-05T14:30:00+07:00'
        >>> normalise("Ngày 5 tháng 3 năm 2024")
        '2024-03-05'
        >>> normalise("20240305")
        '2024-03-05'
        >>> normalise("hôm qua") is None
        True
    """
    if len(printed) > _LONGEST_DATE or not _DIGIT.search(printed):
        return None
    return _normalised(printed)


@lru_cache(maxsize=1024)
def _normalised(printed: str) -> str | None:
    line = re.sub(r" +", " ", fold(printed)).strip()
    if match := _ISO.fullmatch(_BASIC.sub(r"\1-\2-\3", line)):
        return _iso(match)
    match = _line_pattern().fullmatch(line)
    return _matched(match) if match else None


def _matched(match: re.Match[str]) -> str | None:
    found = {key: value for key, value in match.groupdict().items() if value is not None}
    return _checked({re.sub(r"\d+$", "", key): value for key, value in found.items()})


def header_date(line: str) -> str | None:
    """Return the ISO date of `line` if it is a date line of the page head, else None.

    Example:
        >>> header_date("Cập nhật: 08:15, 02/09/2021")
        '2021-09-02T08:15:00+07:00'
        >>> header_date("Ngày 02/09/2021, xóm họp bàn việc nước.") is None
        True
    """
    return normalise(line) if len(line) <= 120 and not line.strip().isdigit() else None


def published(metadata: str | None, header_lines: Iterable[str]) -> tuple[str | None, str | None]:
    """Return (ISO date, basis) of the article.

    Args:
        metadata: what the source gives beside the text, in any usual form.
        header_lines: lines of the page head.

    Returns:
        The basis is `metadata`, `dateline`, `metadata_unreadable`, or None where nothing is said.

    Example:
        >>> published(None, ["Thứ Tư, 08/04/2015"])
        ('2015-04-08', 'dateline')
    """
    given = metadata.strip() if metadata else ""
    if given and (date := normalise(given)):
        return date, "metadata"
    for line in header_lines:
        if date := header_date(line):
            return date, "dateline"
    return None, "metadata_unreadable" if given else None


def found_in(printed: str) -> list[str]:
    """Return the ISO dates that stand in `printed`, in order: for elements that a layout names as date.

    Example:
        >>> found_in("Ngày đăng: 17/02/2022 15:04 Lượt xem: 14")
        ['2022-02-17T15:04:00+07:00']
    """
    line = re.sub(r"\s+", " ", fold(printed[:300]))
    dates = [_matched(match) for match in _line_pattern().finditer(line) if not _glued(line, match)]
    return [date for date in dates if date is not None]


def in_format(printed: str, forms: tuple[str, ...]) -> list[str]:
    """Return the ISO dates in `printed` that have the first fitting of the forms which a newspaper's file gives.

    Example:
        >>> in_format("Đăng ngày 2024.03.05, 14h30", ("%d/%m/%Y", "%Y.%m.%d, %Hh%M"))
        ['2024-03-05T14:30:00+07:00']
    """
    line = printed[:300]
    given = ([_checked(match.groupdict()) for match in _form(form).finditer(line)] for form in forms)
    return next(([date for date in dates if date] for dates in given if any(dates)), [])


@lru_cache(maxsize=256)
def _form(form: str) -> re.Pattern[str]:
    parts = re.split(r"(%.|\s+)", form)
    return re.compile(
        r"(?<!\d)" + "".join(_CODES.get(part) or (r"\s*" if part.isspace() else re.escape(part)) for part in parts)
        + r"(?!\d| ?(?:am|pm|sa|ch)\b)", re.IGNORECASE
    )  # fmt: skip


def _glued(line: str, match: re.Match[str]) -> bool:
    """Say whether a match is cut out of a longer number."""
    before, after = line[: match.start()][-1:], line[match.end() :][:1]
    return before.isdigit() or (after.isdigit() and match[0][-1:].isdigit())


def agreed(given: str | None, given_in: str | None, printed: list[str]) -> tuple[str | None, str | None, bool]:
    """Return (date, basis, conflict) of a page from its metadata and the dates it prints.

    The metadata count, except where the line on the page is of the same day and says more (an
    hour), or where both are seven hours apart: then the metadata call Việt Nam's time UTC or the other
    way round, and readers saw the line.

    Example:
        >>> agreed("2024-03-05T21:30:00+07:00", "json_ld", ["2024-03-05T14:30:00+07:00"])
        ('2024-03-05T14:30:00+07:00', 'dateline', False)
    """
    if given is None or not printed:
        return (
            (given, given_in, False) if given else (printed[0], "dateline", False) if printed else (None, None, False)
        )
    line = printed[0]
    if given == line:
        return given, given_in, False
    has_hour, line_has_hour = len(given) > 10, len(line) > 10
    if given[:10] == line[:10] and line_has_hour and (not has_hour or given[11:19] == "00:00:00"):
        return line, "dateline", False
    if has_hour and line_has_hour:
        apart = abs(datetime.fromisoformat(given) - datetime.fromisoformat(line))
        if abs(apart - timedelta(hours=7)) < timedelta(minutes=1):
            return line, "dateline", False
    return given, given_in, given[:10] not in {date[:10] for date in printed}


@cache
def _line_pattern() -> re.Pattern[str]:
    words = load("zones")["zones"]
    label = alternation(fold(surface) for surface in words["header_labels"])
    weekday = alternation(fold(surface) for surface in words["weekdays"])
    head = rf"(?:{label}{_GAP})?(?:{weekday}{_GAP})?(?:{label}{_GAP})?"
    return re.compile(
        rf"{head}(?:"
        rf"{_numbered(_DAY, 1)}(?:{_GAP}{_numbered(_HOUR, 1)})?"
        rf"|{_numbered(_LONG_DAY, 2)}(?:{_GAP}{_numbered(_HOUR, 2)})?"
        rf"|{_numbered(_HOUR, 3)} *{_ZONE}?{_GAP}(?:{weekday}{_GAP})?{_numbered(_DAY, 3)}"
        rf"|{_numbered(_HOUR, 4)} *{_ZONE}?{_GAP}(?:{weekday}{_GAP})?{_numbered(_LONG_DAY, 4)}"
        rf"){_GAP}{_ZONE}?[ .,|]*"
    )


def _numbered(pattern: str, number: int) -> str:
    """Give the groups of `pattern` names of their own, since a name may occur once."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{number}>", pattern)


def _checked(part: dict[str, str]) -> str | None:
    year = int(part["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    hour = int(part["hour"]) if "hour" in part else None
    if hour is not None and part.get("half") in ("pm", "ch") and hour < 12:
        hour += 12
    try:
        when = datetime(
            year,
            int(part["month"]),
            int(part["day"]),
            hour or 0,
            int(part.get("minute", 0)),
            int(part.get("second", 0)),
            tzinfo=VIETNAM,
        )
    except ValueError:
        return None
    return _spoken(when, with_hour=hour is not None)


def _iso(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, offset = match.groups()
    zone = VIETNAM if offset is None else _offset(offset)
    try:
        when = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone
        )
        return _spoken(when.astimezone(VIETNAM), with_hour=hour is not None)
    except (ValueError, OverflowError):
        return None


def _offset(printed: str) -> timezone:
    if printed == "z":
        return timezone.utc
    hours, minutes = int(printed[1:3]), int(printed[-2:])
    size = min(timedelta(hours=hours, minutes=minutes), timedelta(hours=23))
    return timezone(-size if printed[0] == "-" else size)


def _spoken(when: datetime, *, with_hour: bool) -> str | None:
    if not 1900 <= when.year <= 2100:
        return None
    return when.isoformat(timespec="seconds") if with_hour else when.date().isoformat()
