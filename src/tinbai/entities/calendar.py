"""Calendar expressions and their EDTF values (codebook 3.7).

An `Atom` is one calendar point or period as written: a day, a month, a quarter, a
year, a term. Unsaid parts are `X` (`XXXX-10`); a quarter is EDTF 33 to 36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold


@dataclass(frozen=True, slots=True)
class Atom:
    """One calendar expression.

    Attributes:
        start: first code point.
        end: one past the last code point.
        subtype: `date`, `month`, `quarter`, `year`, `term` or `period`.
        year: the year, None if unsaid.
        month: 1 to 12; for `quarter` 33 to 36.
        day: 1 to 31.
        fixed: an EDTF value that is no single point (`2020/2025`, `199X`).
        bare: True if no type word (ngày, tháng, năm) stands before the number.
    """

    start: int
    end: int
    subtype: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    fixed: str | None = None
    bare: bool = False

    def edtf(self) -> str:
        """Return the EDTF value."""
        if self.fixed:
            return self.fixed
        parts = [f"{self.year:04d}" if self.year is not None else "XXXX"]
        if self.month is not None or self.day is not None:
            parts.append(f"{self.month:02d}" if self.month is not None else "XX")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


@cache
def words_of(key: str) -> tuple[str, ...]:
    """Return a folded word list of the table `words` in `dates.toml`."""
    value = load("dates")["words"][key]
    return tuple(fold(word) for word in ([value] if isinstance(value, str) else value))


@cache
def choice(key: str) -> str:
    """Return the regex alternation of a word list of `dates.toml`."""
    return alternation(words_of(key))


_YEAR = r"(?:1[0-9]|20)\d{2}(?!\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_MONTH = r"(?:1[0-2]|0?[1-9])(?!\d)"
_DASH = r" *- *"


@cache
def _months() -> dict[str, int]:
    return {fold(word): value for word, value in load("dates")["words"]["months"].items()}


@cache
def _pattern() -> re.Pattern[str]:
    month, year = choice("month"), choice("year")
    day = rf"(?:{words_of('day')[0]} +)?{choice('day')}"  # ngày mùng 6
    named = alternation(_months())
    relative = rf"{choice('relative_year')}(?!\w)"
    fixing = rf"(?:(?: *[/.-] *| +{year} +)(?P<NAME>{_YEAR})(?!/)| +{year} +{relative})?"
    last_day = rf"(?P<d6>{_DAY})[/-](?P<m5>{_MONTH})(?![/.-]?\d{{1,3}}(?!\d))(?:[/.-](?P<y5>{_YEAR}))?"
    day_range = rf"(?P<d5>{_DAY})(?:{_DASH}(?=\d+/)| +- +| +{choice('range_link')} +){last_day}"
    month_word = rf"(?:(?P<mN>{_MONTH})|(?P<mwN>{named})(?!\w)(?!(?<=[^\w]{year}) +{_YEAR}))"  # 9 tháng năm 2021
    choices = (
        _spans_of_years(),
        rf"(?P<halves>\d{{1,2}}|{named}) +{month} +(?P<side>đầu|cuối) +{year}(?: +(?P<hy>{_YEAR})| +{relative})?",
        rf"(?:{day} +)?(?P<d1>{_DAY})(?P<sep> *[/.-] *)(?P<m1>{_MONTH})(?P=sep)(?P<y1>{_YEAR})",
        rf"(?:{day} +)?(?P<d2>{_DAY}) +{month} +{month_word.replace('N', '2')}{fixing.replace('NAME', 'y2')}",
        rf"(?:{day} +)?{day_range}",
        rf"{day} +(?P<dG>0?[1-9]|[12]\d|3[01])[/-](?P<mG>1[0-2]|[2-9])(?=0\d:[0-5]\d)",  # Ngày 19-407:30
        rf"{day} +(?P<d3>{_DAY})(?: ?[/.-] ?(?P<m3>{_MONTH}))?(?![/.,-]?\d)",
        rf"{month} +{month_word.replace('N', '4')}{fixing.replace('NAME', 'y4')}(?!/\d)",
        rf"(?P<m7>{_MONTH})[/-](?P<y7>(?:19|20)\d{{2}})(?![\d/-])",
        rf"(?P<d8>{_DAY})[/.-](?P<m8>{_MONTH})(?![/.,-]?\d|[/-]\w|%)",
        rf"{choice('quarter')} +(?P<q>iv|i{{1,3}}|[1-4])(?!\w){fixing.replace('NAME', 'yq')}",
        rf"{year} +(?:học +)?(?P<y9>\d{{3,4}})(?![\d/%.,]*\d|/\w)",
        rf"{choice('decade')} +(?:{year} +)?(?P<dec>(?:19|20)?\d0)(?!\d|[.,]\d)",
        rf"{year} +(?P<short>[3-9]\d)(?![\d/%.,]*\d|/\w)",
        rf"(?P<d9>{_DAY})(?= *(?:,|và|rạng) +(?:{choice('day_parts')}|{day}) +\d)",
        rf"(?<=đêm )(?P<dN>{_DAY})(?= *(?:,|và) +\d{{1,2}}/\d)",
        r"(?P<y0>(?:19|20)\d{2})(?![\d/%.,-]*\d|[\w/%-])",
    )
    firsts = "".join(sorted({word[0] for word in _months()} | set("ngqtmiđ")))
    glued = rf"(?<=[^\W\d_])(?=(?:{day}|{month}|{year}) +\d)"
    return re.compile(rf"(?=[0-9{firsts}])(?:(?<!\w)(?<!\d[./-])|{glued})(?:{'|'.join(choices)})")


def _spans_of_years() -> str:
    """`nhiệm kỳ 2020-2025`, `giai đoạn 2016 - 2020`, `2015 đến 2020`."""
    span = rf"(?P<fromN>{_YEAR})(?:{_DASH}|/| +{choice('range_link')} +)(?P<toN>{_YEAR})"
    term, period, plain = (span.replace("N", name) for name in ("", "1", "2"))
    return rf"{choice('term')}(?: +\()? +{term}|{choice('period')} +{period}|(?:{choice('year')} +)?{plain}"


def find(folded: str, start: int, end: int) -> Iterator[Atom]:
    """Yield the calendar expressions of `folded[start:end]` in order, without leading words.

    Example:
        >>> from tinbai.text.normalize import fold
        >>> text = fold("Ngày 12/5/2020, quý II.2018, nhiệm kỳ 2020-2025")
        >>> [(text[a.start : a.end], a.edtf()) for a in find(text, 0, len(text))]
        [('ngày 12/5/2020', '2020-05-12'), ('quí ii.2018', '2018-34'), ('nhiệm kì 2020-2025', '2020/2025')]
    """
    for match in _pattern().finditer(folded, start, end):
        atom = _atom(match)
        if atom:
            yield atom


def _atom(match: re.Match[str]) -> Atom | None:
    group = match.groupdict()
    spot = (match.start(), match.end())
    for first, last, subtype in (("from", "to", "term"), ("from1", "to1", "period"), ("from2", "to2", "period")):
        if group.get(first):
            if int(group[first]) >= int(group[last]):
                return None
            bare = subtype == "period" and match[0][0].isdigit()
            return Atom(*spot, subtype, fixed=f"{group[first]}/{group[last]}", bare=bare)
    if group["halves"]:
        return _part_of_year(match)
    if group["d5"]:
        return _day_range(match)
    if group["dec"]:
        decade = group["dec"]
        return Atom(*spot, "period", fixed=("19" if len(decade) == 2 else "") + decade[:-1] + "X")
    if group["q"]:
        roman = load("dates")["words"]["roman"]
        quarter = int(group["q"]) if group["q"].isdigit() else roman[group["q"]]
        return Atom(*spot, "quarter", _int(group["yq"]), 32 + quarter)
    return _point(match, group)


def _point(match: re.Match[str], group: dict[str, str | None]) -> Atom:
    day = _int(group["d1"] or group["d2"] or group["d3"] or group["d8"] or group["d9"] or group["dN"] or group["dG"])
    word = group["mw2"] or group["mw4"]
    month = _months()[word] if word else _int(group["m1"] or group["m2"] or group["m3"] or _last(group))
    year = _int(group["y1"] or group["y2"] or group["y4"] or group["y7"] or group["y9"] or group["y0"])
    if group["short"]:
        year = 1900 + int(group["short"])
    subtype = "date" if day else "month" if month else "year"
    return Atom(match.start(), match.end(), subtype, year, month, day, bare=match[0][0].isdigit())


def _last(group: dict[str, str | None]) -> str | None:
    return group["m4"] or group["m7"] or group["m8"] or group["mG"]


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _part_of_year(match: re.Match[str]) -> Atom | None:
    count = _months().get(match["halves"]) or int(match["halves"])
    if not 1 <= count <= 11:
        return None
    year = match["hy"] or "XXXX"
    first, last = (1, count) if match["side"] == "đầu" else (13 - count, 12)
    return Atom(match.start(), match.end(), "period", fixed=f"{year}-{first:02d}/{year}-{last:02d}")


def _day_range(match: re.Match[str]) -> Atom | None:
    if int(match["d5"]) >= int(match["d6"]):
        return None
    first = Atom(match.start(), match.end(), "period", _int(match["y5"]), int(match["m5"]), int(match["d5"]))
    second = replace(first, day=int(match["d6"]))
    return replace(first, fixed=f"{first.edtf()}/{second.edtf()}", bare=match[0][0].isdigit())


# `Cẩm Châu 7/7`: a name with a share of its units.
_ROW = re.compile(
    r"(?<![^\W\d_])([^\W\d_]+):? \(?(\d{1,2})/(\d{1,2})(?= *[,;.)]| và |$"
    r"| +(?:thôn(?! +văn)|bản|xóm|ấp|khóm|buôn|bon|làng|khu(?! +(?:vực|trung|văn))|khối|tổ(?! +chức)|tiểu +khu)"
    r"(?![^\W_]))"
)


def is_row(text: str, span: tuple[int, int], start: int) -> bool:
    """Say whether what looks like a day is a share in a list: two names or more, each with a number of another.

    Args:
        text: the text, not folded.
        span: the sentence.
        start: where the numbers begin.

    Example:
        >>> is_row("Riêng Cẩm Châu 7/7, Cẩm Nam 5/6.", (0, 32), 15)
        True
    """
    rows = [
        row
        for row in _ROW.finditer(text, *span)
        if row[1][0].isupper() and fold(row[1]) not in words_of("opens_day") and int(row[2]) <= int(row[3])
    ]
    return len(rows) > 1 and any(row.start(2) == start for row in rows)
