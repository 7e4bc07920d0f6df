"""Days and months that stand in a row and share what the text says once: `ngày 1, 2 và 3/9` (codebook 3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from tinbai.entities.calendar import Atom, choice
from tinbai.entities.duration import ends_with
from tinbai.entities.noun import Unit
from tinbai.entities.quantity import unit_at
from tinbai.text.view import Sentence, TextView

_BETWEEN_DAYS = re.compile(r"(?: *, *\d{1,2}(?!\d))*(?: *, *| +(?:và|hoặc) +)")


def continues(folded: str, before: Atom, atom: Atom) -> bool:
    """Say whether a day with - or . stands behind the days before it: `30/4 và 19-5`, `ngày 6 và 7-8`."""
    if not before.day or before.fixed or not atom.day or not atom.month or atom.subtype != "date":
        return False
    return bool(_BETWEEN_DAYS.fullmatch(folded, before.end, atom.start))


_AND_YEAR = re.compile(r",? +(?:và|hoặc) +")
_NEXT_YEAR = re.compile(r" *, *")
_STEP = 10  # `đến năm 2020 và 2035 hộ` counts


def is_listed_year(folded: str, before: Sequence[Atom], atom: Atom) -> bool:
    """Say whether a bare year ends a row of years, whatever noun follows: `2004, 2008 và 2011 chủ đề là …`.

    With a comma alone it takes two years before it: `năm 2019, 2050 hộ` counts.
    """
    row = [*before[-2:], atom]
    if len(row) < 2 or any(a.subtype != "year" or a.fixed or not a.year for a in row[-2:]):
        return False
    if not 0 < (atom.year or 0) - (row[-2].year or 0) <= _STEP:
        return False
    if _AND_YEAR.fullmatch(folded, row[-2].end, atom.start):
        return True
    opened = row[0].subtype == "year" and bool(_NEXT_YEAR.fullmatch(folded, row[0].end, row[-2].start))
    return len(row) == 3 and opened and bool(_NEXT_YEAR.fullmatch(folded, row[-2].end, atom.start))


@cache
def _named_day() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('named_day')}(?P<name>(?:(?: +- *| +)[^\W\d_]+){{0,9}}) +$")


def is_named_day(text: str, folded: str, span: tuple[int, int]) -> bool:
    """Say whether the name of a day stands before a day with -: `ngày Quốc tế Phụ nữ 8-3`, `Quốc khánh 2-9`.

    Args:
        text: the text, for the capitals of the name.
        folded: its matching copy.
        span: start of the sentence and of the day.
    """
    start = max(span[0], span[1] - 70)
    match = _named_day().search(folded[start : span[1]])
    if not match:
        return False
    name = text[start + match.start("name") : span[1]].split()
    return any(word[0].isupper() for word in name) or (not name and text[start + match.start()].isupper())


def with_rows(view: TextView, sentence: Sentence, atoms: list[Atom]) -> list[Atom]:
    """Add the bare days and months of rows; each takes the month and year that the next conjunct says.

    Args:
        view: the text view.
        sentence: the sentence.
        atoms: its calendar expressions in order.

    Returns:
        All of them in order.
    """
    folded = view.folded
    days = [day for atom in atoms for day in _more_days(folded, sentence, atom, atoms)]
    months = [month for atom in atoms for month in _more_months(view, sentence, atom)]
    apart = [a for a in atoms if not any(m.start <= a.start and a.end <= m.end for m in months)]
    return _filled(folded, sorted([*apart, *days, *months], key=lambda atom: atom.start))


@cache
def _next_day() -> re.Pattern[str]:
    return re.compile(r"(?: *, *| +và +)(?P<day>0?[1-9]|[12]\d|3[01])(?!\w|[/.]\d)(?= *(?:,|và) *\d| *-)")


def _more_days(folded: str, sentence: Sentence, atom: Atom, atoms: list[Atom]) -> Iterator[Atom]:
    position = atom.end
    while atom.day and atom.subtype == "date" and not atom.month:
        match = _next_day().match(folded, position, sentence.end)
        if not match or any(other.start <= match.start("day") < other.end for other in atoms):
            return
        yield Atom(*match.span("day"), "date", day=int(match["day"]), bare=True)
        position = match.end()


@cache
def _month_row() -> re.Pattern[str]:
    month, year = r"(?:1[0-2]|0?[1-9])", choice("year")
    link = r"(?: *, *| +và +)"
    fixed = rf"(?: *[/-] *| +{year} +)(?P<year>(?:19|20)\d\d)(?!\d)"
    return re.compile(rf"(?P<row>(?:{link}{month}(?!\d))+)(?:{fixed}|(?P<open>(?![\w/.-]| +\d)))")


@cache
def _every_year() -> re.Pattern[str]:
    return re.compile(rf" +{choice('every_year_after')}(?!\w)")


def _more_months(view: TextView, sentence: Sentence, atom: Atom) -> Iterator[Atom]:
    """Yield the bare months behind one: `tháng 3, 4 và 5 năm 2022`, `các tháng 3, 4`, `tháng 9, 10 hằng năm`."""
    if atom.subtype != "month" or atom.year is not None:
        return
    folded = view.folded
    row = _month_row().match(folded, atom.end, sentence.end)
    plural = re.search(r"(?<!\w)(?:các|những) +$", folded[max(sentence.start, atom.start - 8) : atom.start])
    if not row or (row["open"] is not None and not plural and not _every_year().match(folded, row.end())):
        return
    counted = unit_at(folded, view.text, row.end(), sentence.end, {}) if row["open"] is not None else None
    if counted and counted.firm and counted.kind != "time":
        return  # các tháng 3, 4 xã họp
    numbers = list(re.finditer(r"\d+", row["row"]))
    for number_of in numbers:
        start, end = row.start() + number_of.start(), row.start() + number_of.end()
        last = number_of is numbers[-1] and row["year"]
        yield Atom(start, row.end() if last else end, "month", int(row["year"]) if last else None, int(number_of[0]))


_BESIDE = re.compile(r" *(?:,|và|-|đến|tới|đến hết|đến ngày|đến tháng) *")
_DAWN = re.compile(r" *,? *rạng(?: +sáng)? *")


def _is_eve(atom: Atom, following: Atom) -> bool:
    """`đêm 13 rạng ngày 14/9` is one month; in `đêm 31 rạng sáng 1/6` the night is of the month before."""
    return atom.day is not None and following.day is not None and atom.day < following.day


def _filled(folded: str, atoms: list[Atom]) -> list[Atom]:
    """Take the month and year of the next conjunct where the text says them once."""
    filled: list[Atom] = []
    for atom in reversed(atoms):
        follower = filled[0] if filled else None
        between = folded[atom.end : follower.start] if follower else "."
        linked = _BESIDE.fullmatch(between) or (follower and _DAWN.fullmatch(between) and _is_eve(atom, follower))
        if follower and linked and not atom.fixed:
            if atom.day and not atom.month and follower.month and follower.day:
                atom = replace(atom, month=follower.month)
            if atom.year is None and atom.month and atom.subtype == follower.subtype:
                atom = replace(atom, year=follower.year)
        filled.insert(0, atom)
    return filled


def opens_name(text: str, at: int) -> bool:
    """Say whether a word in title case stands at `at`: `Kỳ thi 2018 Đề thi chính thức` has no 2018 papers."""
    word = re.match(r" +(\w)(\w)", text[at : at + 6])
    return word is not None and word[1].isupper() and word[2].islower()


def is_day_behind_cue(atom: Atom, prefix: str) -> bool:
    """`Sáng 26/5 học sinh nghỉ`: no share has a part that is more than the whole; `tối 5/8 hộ` may be one."""
    cue = ends_with("day_parts").search(prefix) or ends_with("day_over_month_after").search(prefix)
    return cue is not None and (atom.day or 0) > (atom.month or 0)


def is_share(unit: Unit, atom: Atom, prefix: str) -> bool:
    """Say whether a bare day and month are a share of what stands behind them.

    A weak noun proves nothing behind a word of time: `Từ 1/7 chính quyền …`, but `7/12 đại lý`.
    """
    if not unit.listed or unit.firm:
        return unit.listed
    cue = ends_with("day_cues").search(prefix) or ends_with("day_cues_of_dash").search(prefix)
    return cue is None and (atom.day or 0) <= (atom.month or 0)
