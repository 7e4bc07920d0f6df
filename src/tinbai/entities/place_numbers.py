"""Numbers that belong to the name of a hamlet or commune, and those that only count what follows (codebook 3.1)."""

from __future__ import annotations

import re
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.names import looks_like_person, run_at
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import TextView

# Behind a number in a row of names: no measures (`1,2 km`), but a list without blanks (`các thôn 1,2`).
IN_ROW = (
    r"(?![./%]\d|[%\w/]|,\d{3}|,\d+(?:,\d+)* *(?:%|(?:km|m|m2|m3|cm|ha|hecta|héc|mét|tỉ|triệu|nghìn|ngàn|tấn|tạ|kg|lít"
    r"|lần|sào|mẫu|điểm|độ)(?![^\W\d_])))"
)
# Without a plural word two numbers are a decimal (`mỗi thôn 2,5 hộ`), three a list (`thôn 1,2,3`).
NO_DECIMALS = IN_ROW + r"(?:(?!,\d)|(?=,\d+,\d)|(?<=\d,\d)|(?<=\d,\d\d))"
_TRAILING_NUMBER = re.compile(rf" +(?:\d{{1,2}}[a-zđ]?|[ivx]{{1,3}}){NO_DECIMALS}")
_LETTER_AND_NUMBER = re.compile(rf" +(?!F)[{CAPITALS}]\d{{1,2}}(?![\w%/])")  # ấp Thới Hòa A1; F0 is a patient
_STEM = re.compile(r"(\D+) (?:\d{1,2}[a-zđ]?|[ivx]{1,3})", re.IGNORECASE)


@cache
def after_number() -> re.Pattern[str]:
    """After a number that belongs to a name: punctuation, a function word or a verb, never a counted noun."""
    words = lexicon.alternation(fold(word) for word in lexicon.load("units")["around"]["after_number"])
    return re.compile(rf"(?= *(?:$|[^\w ])| +{words}(?![^\W\d_]))")


@cache
def counted_after() -> re.Pattern[str]:
    """A counted noun after a number: `thôn 3 hộ` names no hamlet."""
    numbers = lexicon.load("numbers")
    words = {fold(noun) for nouns in numbers["count_nouns"].values() for noun in nouns}
    words |= {fold(unit["surface"]) for key in ("measure", "money") for unit in numbers[key]}
    words |= {fold(noun) for noun in (*numbers["nouns"]["classifiers"], *numbers["nouns"]["portions"])}
    words -= {fold(word) for word in numbers["nouns"]["not_counted_after_a_name"]}
    words |= {fold(word) for word in numbers["nouns"]["counted_after_a_name"]}
    return re.compile(rf" +{lexicon.alternation(words)}(?![^\W\d_])(?! +(?:đầu|này|thứ|cuối))")


def with_number(view: TextView, begin: int, stop: int, end: int, level: str) -> int:
    """Take a number that belongs to the name: `Tân Lập 2`, `Thới Hòa A1`, never `Nà Ngà 4 bản`."""
    number = _TRAILING_NUMBER.match(view.folded, stop, end)
    if number and not is_written_number(view, number):
        number = None
    if number and level == "commune":  # xã Xuân Thọ 2, xã Lộ 25: as the gazetteer has it
        return number.end() if "commune" in units_known.levels_of(view.text[begin : number.end()]) else stop
    if level != "hamlet":
        return stop
    if number and (after_number().match(view.folded, number.end(), end) or _before_person(view, number.end(), end)):
        return number.end()
    lettered = _LETTER_AND_NUMBER.match(view.text, stop, end)
    return lettered.end() if lettered else stop


def is_written_number(view: TextView, number: re.Match[str]) -> bool:
    """Say whether the text has the number in digits or in Roman capitals: `thôn IV`, never `thôn vi`."""
    written = view.text[number.start() : number.end()].split()[-1]
    return written[0].isdigit() or written.isupper()


def _before_person(view: TextView, position: int, end: int) -> bool:
    """Say whether a person's name follows: `Trưởng thôn Tân Lập 2 Trần Văn X`."""
    run = run_at(view.text, position + 1, end) if view.text[position : position + 1].isspace() else None
    return run is not None and looks_like_person([view.folded[a:b] for a, b in run.syllables])


def stem_of(name: str) -> str | None:
    """Return the name before the number that ends it, None without one.

    Example:
        >>> stem_of("Tân Lập 2"), stem_of("Tân Lập"), stem_of("2")
        ('Tân Lập', None, None)
    """
    match = _STEM.fullmatch(name)
    return match[1] if match else None
