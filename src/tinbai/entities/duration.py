"""Lengths of time: `hơn 5 năm`, `45 phút`, `nửa tháng`, `2 năm 6 tháng` (codebook 3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from tinbai.entities import number
from tinbai.entities.calendar import choice, words_of
from tinbai.entities.mention import Mention
from tinbai.entities.number import Numeral
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

_AHEAD = fold("trước")


@cache
def _designators() -> Mapping[str, str]:
    return {fold(key): value for key, value in load("dates")["duration_iso"].items()}


@cache
def _unit() -> re.Pattern[str]:
    not_length, though = alternation(words_of("not_length_before")), alternation(words_of("length_though"))
    return re.compile(
        rf" *(?P<unit>{alternation(_designators())})(?!\w)(?! +(?!{though}(?!\w)){not_length}(?!\w))"
        rf"(?P<half> +{choice('half_after')}(?!\w))?"
    )


@cache
def _half() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('half')}(?= +(?:{alternation(_designators())})(?!\w))")


@cache
def _lead() -> re.Pattern[str]:
    words = alternation([fold(word) for word in load("dates")["duration_lead"]])
    return re.compile(rf"(?<!\w)(?:{words} +)+$")


@cache
def ends_with(key: str) -> re.Pattern[str]:
    """Return a pattern that finds a word of the list `key` at the end of a prefix."""
    return re.compile(rf"(?<![^\W_]){choice(key)} *$")


@cache
def _begins_with(key: str) -> re.Pattern[str]:
    return re.compile(rf" *{choice(key)}(?!\w)")


def find(folded: str, start: int, end: int, numerals: tuple[Numeral, ...]) -> Iterator[Mention]:
    """Yield the durations of one sentence in order.

    Args:
        folded: the matching copy of the text.
        start: first code point of the sentence.
        end: one past its last.
        numerals: the numerals of the sentence (`number.find`).
    """
    halves = [Numeral(m.start(), m.end(), 0.5, "half") for m in _half().finditer(folded, start, end)]
    position = start
    for numeral in sorted([*numerals, *halves], key=lambda n: n.start):
        if numeral.start >= position:
            mention = _duration(folded, start, end, numeral)
            if mention:
                if before := _sharing(folded, (start, position), mention, numerals):
                    yield before
                yield mention
                position = mention.end


_AND = re.compile(r" +(?:và|hoặc) +")


def _sharing(folded: str, span: tuple[int, int], length: Mention, numerals: tuple[Numeral, ...]) -> Mention | None:
    """The length that shares the unit of the one behind it: `chậm 2 và 3 tháng`.

    Args:
        folded: the matching copy of the text.
        span: start of the sentence and of what is not read yet.
        length: the length behind.
        numerals: the numerals of the sentence.
    """
    before = next((n for n in reversed(numerals) if n.end < length.start), None)
    unit = _unit().search(folded, length.start, length.end)
    if before is None or unit is None or before.value is None or before.start < span[1] or "/" in str(length.normal):
        return None
    late = ends_with("shared_after").search(folded, max(span[0], before.start - 16), before.start)
    if not late or not _AND.fullmatch(folded, before.end, length.start):
        return None
    value = iso(before.value, re.sub(" +", " ", unit["unit"]))
    return Mention("DATE", before.start, before.end, value, {"subtype": "duration"}, "date:duration")


_TURNED = re.compile(r" +(?:xuống|còn|lên)(?: +còn)? +\d")


def _duration(folded: str, start: int, end: int, numeral: Numeral) -> Mention | None:
    last, link = _range_end(folded, end, numeral)
    match = _unit().match(folded, last.end, end)
    if not match or (numeral.form == "half" and numeral.value == 50.0):
        return None
    prefix = folded[max(start, numeral.start - 24) : numeral.start]
    rest = folded[match.end("unit") : min(end, match.end() + 24)]
    unit = re.sub(" +", " ", match["unit"])
    if not _is_length(prefix, rest, numeral, unit, surface=folded[numeral.start : last.end]):
        return None
    value, stop = _value(folded, end, numeral, match, last)
    lead = _lead().search(prefix)
    before = prefix[: lead.start()] if lead else ""
    if lead and (
        ends_with("not_lead_after").search(before)
        or (fold(lead[0]).strip() == _AHEAD and ends_with("ahead").search(before))
    ):
        lead = None  # chậm tiến độ 8 tháng; biết trước nửa tháng
    begin = numeral.start - (len(lead[0]) if lead else 0)
    opened = _opened().search(folded[max(start, begin - 6) : begin])
    if link and opened and not lead:
        begin -= len(opened[0])
    mods = [load("dates")["duration_lead"][word] for word in _mod_words(lead[0] if lead else "")]
    if numeral.form == "vague":
        mods.append("about")
    attrs = {"subtype": "duration", **({"mod": tuple(dict.fromkeys(mods))} if mods else {})}
    return Mention("DATE", begin, stop, value, attrs, "date:duration")


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('range_open')} +$")


@cache
def _link() -> re.Pattern[str]:
    return re.compile(rf" *- *| +{choice('range_link')} +|,? +")


@cache
def _lead_words() -> Mapping[str, str]:
    return {fold(word): word for word in load("dates")["duration_lead"]}


def _mod_words(lead: str) -> list[str]:
    if not lead:
        return []
    found = re.findall(alternation(_lead_words()), lead)
    return [_lead_words()[re.sub(" +", " ", word)] for word in found]


def _range_end(folded: str, end: int, numeral: Numeral) -> tuple[Numeral, bool]:
    link = _link().match(folded, numeral.end, end)
    last = number.at(folded, link.end(), end) if link else None
    beside = bool(link and link[0].strip() in ("", ","))
    if last and beside and not (last.form == numeral.form and 0 < (last.value or 0) - (numeral.value or 0) <= 2):
        return numeral, False
    if last and beside and folded[last.start : last.end] == words_of("year")[0]:
        return numeral, False
    if last and numeral.value is not None and last.value is not None and last.value > numeral.value:
        return last, True
    return numeral, False


def _value(folded: str, end: int, numeral: Numeral, match: re.Match[str], last: Numeral) -> tuple[str, int]:
    unit, half = re.sub(" +", " ", match["unit"]), bool(match["half"])
    value, stop = iso(numeral.value, unit, half=half, code=numeral.code), match.end()
    if last is not numeral:
        return f"{value}/{iso(last.value, unit, half=half)}", stop
    more = re.compile(r" +(?:và +)?").match(folded, stop, end)
    small = number.at(folded, more.end(), end) if more else None
    smaller = _unit().match(folded, small.end, end) if small and small.form == "digits" else None
    rank = ["nhiệm kì", "năm", "tháng", "ngày", "giờ", "phút"]
    if small and smaller and unit in rank and smaller["unit"] in rank[rank.index(unit) + 1 :] and numeral.value:
        part = iso(small.value, smaller["unit"])
        return value + (part[1:] if "T" not in value else part[2:]), smaller.end()
    return value, stop


def iso(value: float | None, unit: str, *, half: bool = False, code: str | None = None) -> str:
    """Return the ISO 8601 duration; `X` digits for a vague number.

    Example:
        >>> iso(5, "năm"), iso(0.5, "năm"), iso(45, "phút"), iso(1, "tháng", half=True), iso(None, "năm", code="few")
        ('P5Y', 'P6M', 'PT45M', 'P1.5M', 'PXY')
    """
    designator = _designators()[unit]
    if value is None:
        known = (code or "").startswith(("order_", "more_than_"))
        digits = "X" * (len((code or "").rpartition("_")[2]) if known else 1)
        digits = "XX" if code == "few_tens" else digits
        if len(designator) > 2:
            return f"{digits} {designator}"
        return f"PT{digits}{designator[1]}" if designator.startswith("T") else f"P{digits}{designator}"
    amount = value + (0.5 if half else 0)
    if designator == "M" and amount == 0.5:
        return "P15D"
    if designator[:-1].isdigit():
        amount, designator = amount * int(designator[:-1]), designator[-1]
    if designator == "Y" and amount % 1:
        amount, designator = amount * 12, "M"
    if designator == "Q":
        amount, designator = amount * 3, "M"
    if len(designator) > 2:
        return f"{amount:g} {designator}"
    time = "T" if designator.startswith("T") else ""
    if designator == "D" and amount == 0.5:
        time, amount, designator = "T", 12, "TH"
    if time and designator == "TH" and amount % 1:
        amount, designator = amount * 60, "TM"
    return f"P{time}{amount:g}{designator[-1]}"


def _is_length(prefix: str, rest: str, numeral: Numeral, unit: str, *, surface: str) -> bool:
    designator = _designators()[unit]
    if unit == "đêm" and numeral.value in (1, 0.5):
        return False
    if numeral.form == "digits" and _names_next(unit, rest) and not _lists_as_many(numeral.value, rest):
        return False
    named = re.search(r"(?:\d|tháng|ngày|thứ|năm|quí|số|lớp|khóa|tổ|khu|bài) *[/.-]? *$", prefix)
    if named and not (numeral.form == "words" and ends_with("every_year").search(prefix)):
        return False
    if designator == "TM" and re.search(r"\d *(?:giờ|h|g) *$", prefix) and not ends_with_hours(prefix):
        return False
    if designator == "TH":
        return _is_hours(prefix, rest, numeral, unit)
    if surface in ("một", "1", "01"):
        if _opened().search(prefix) and _TURNED.match(rest):  # từ 1 năm xuống 9 tháng
            return True
        beside = _begins_with("one_before").match(rest) or (
            _begins_with("alone_before").match(rest) and not ends_with("each").search(prefix)
        )
        return bool(ends_with("one_after").search(prefix) or beside)
    if surface == unit == "năm":  # năm năm sau
        return not re.match(r" +\d", rest)
    if surface == "năm":  # 5, or a year
        if unit not in ("năm", "tháng", "ngày") or ends_with("five_after").search(prefix):
            return True
        return unit == "ngày" or bool(_begins_with("one_before").match(rest))
    if surface.startswith("mấy") or surface == "mươi":
        return not re.search(r"(?:không|chẳng|bao) *$", prefix)
    return True


def _names_next(unit: str, rest: str) -> bool:
    """Say whether the unit belongs to the number after it (`bài 5 năm 2019`), not to the one before."""
    follower = re.match(r" *(\d+)(?: +(?:tháng|ngày|giờ|phút)(?!\w))?", rest)
    if not follower or not follower[0].strip().isdigit():
        return False
    return len(follower[1]) == 4 if unit == "năm" else unit in ("tháng", "quí", "ngày")


_DAYS = re.compile(r" *(\d{1,4})(?P<more>(?:(?: *, *| +và +)\d{1,4})+| *- *\d{1,4}| +đến +\d{1,4})")


def _lists_as_many(value: float | None, rest: str) -> bool:
    """Say whether the length is told and then its days or years: `2 ngày 14 và 15/5`, `3 năm 2019 - 2021`."""
    row = _DAYS.match(rest)
    if not row:
        return False
    numbers = [int(number) for number in re.findall(r"\d+", row[0])]
    listed = len(numbers) if re.search(",|và", row["more"]) else numbers[-1] - numbers[0] + 1
    return listed == value


def ends_with_hours(prefix: str) -> bool:
    """Say whether `prefix` ends with hours that are a length (`sau 2 giờ` 20 phút), not a clock time."""
    hours = re.search(r"\d+ *(?:giờ|h|g) *$", prefix)
    return bool(hours and ends_with("hours_firm").search(prefix[: hours.start()]))


def _is_hours(prefix: str, rest: str, numeral: Numeral, unit: str) -> bool:
    if unit == "tiếng":  # never a clock time, but also a sound, a word or a language
        closed = re.match(r" *(?:[.,;:)!?\"]|$)", rest)
        long = closed and numeral.form in ("digits", "vague") and not ends_with("sounds_before").search(prefix)
        return bool(long or ends_with("hours_after").search(prefix) or _begins_with("hours_before").match(rest))
    clock = re.match(r" *(?:\d|ngày|cùng +ngày|hôm|rạng|sáng|trưa|chiều|tối|đêm|khuya|kém)", rest)
    if clock and not ends_with("hours_firm").search(prefix):
        return False
    if ends_with("clock_after").search(prefix):
        return False
    long = numeral.value is not None and numeral.value > 24
    beside = ends_with("hours_after").search(prefix) or _begins_with("hours_before").match(rest)
    whole = unit in ("giờ đồng hồ", "tiếng đồng hồ") or numeral.form in ("vague", "half")
    return bool(long or beside or whole)
