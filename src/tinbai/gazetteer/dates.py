"""What `as_of` means: a span of days, as text that sorts like dates."""

from __future__ import annotations

import re
from typing import Literal

EARLIEST_STATE = "2019-09-11"
REFORM = "2025-07-01"

Regime = Literal["three_level", "two_level"]

_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?(?:T.*)?[~?%]?")
_QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}  # EDTF level 2
_SEASONS = {21: (1, 3), 22: (4, 6), 23: (7, 9), 24: (10, 12)}


def span(as_of: str) -> tuple[str, str]:
    """Return first and last day of an EDTF date as ISO text (the last day of a month may be 31).

    Args:
        as_of: `2021`, `2021-10`, `2021-10-12`, a quarter `2021-35`, an interval
            `2016/2021` or `../2021`; `~`, `?`, `%` and a time of day are ignored.

    Raises:
        ValueError: not such a date.

    Example:
        >>> span("2021-10")
        ('2021-10-01', '2021-10-31')
        >>> span("2020/2022-03")
        ('2020-01-01', '2022-03-31')
    """
    first, slash, last = as_of.strip().partition("/")
    start = _bounds(first, as_of)[0]
    end = _bounds(last, as_of)[1] if slash else _bounds(first, as_of)[1]
    if start > end:
        raise ValueError(f"as_of '{as_of}' ends before it begins")
    return start, end


def _bounds(point: str, whole: str) -> tuple[str, str]:
    if point in ("", ".."):
        return "0000-01-01", "9999-12-31"
    match = _POINT.fullmatch(point)
    if not match:
        raise ValueError(f"as_of '{whole}' is no date: write 2021, 2021-10, 2021-10-12 or an interval with a slash")
    year, month, day = match[1], match[2], match[3]
    low, high = year.replace("X", "0"), year.replace("X", "9")
    if month is None:
        return f"{low}-01-01", f"{high}-12-31"
    quarter = _QUARTERS.get(int(month)) or _SEASONS.get(int(month))
    if quarter and day is None:
        return f"{low}-{quarter[0]:02d}-01", f"{high}-{quarter[1]:02d}-31"
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        raise ValueError(f"as_of '{whole}' has no such month or day")
    return f"{low}-{month}-{day or '01'}", f"{high}-{month}-{day or '31'}"


def regime(as_of: str) -> Regime:
    """Return the order of administration on the first day of `as_of` (codebook 5.2).

    Example:
        >>> regime("2025-06-30"), regime("2025-07-01")
        ('three_level', 'two_level')
    """
    return "two_level" if span(as_of)[0] >= REFORM else "three_level"
