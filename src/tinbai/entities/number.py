"""Numerals: digits, number words and vague quantities, with their values (codebook 3.8).

A dot groups thousands, a comma opens decimals, `02` is 2. Number words are read
with the usual arithmetic (`hai mươi ba` = 23); vague ones have a code and no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as written.

    Attributes:
        start: first code point.
        end: one past the last code point.
        value: the number, None for a vague one.
        form: `digits`, `words`, `vague` or `half` (then the value is a percentage).
        code: what a vague number says (`order_100`, `few_tens`), else None.
    """

    start: int
    end: int
    value: float | None
    form: str
    code: str | None = None


@cache
def words_of(*path: str) -> tuple[str, ...]:
    """Return a folded word list of `numbers.toml`, given by table and key.

    Example:
        >>> words_of("numeral", "hundred")
        ('trăm',)
    """
    value = load("numbers")
    for key in path:
        value = value[key]
    return tuple(fold(word) for word in value)


@cache
def choice(*path: str) -> str:
    """Return the regex alternation of a word list of `numbers.toml`."""
    return alternation(words_of(*path))


@cache
def word_values() -> dict[str, float]:
    """Return folded number word → value."""
    return {fold(word): value for word, value in load("numbers")["number_words"].items()}


# A stop after one or two letters belongs to a code (`P.6`); after a word a blank was lost (`đồng.15 lô`).
_NO_STOP = r"(?<!\W[^\W\d_]\.)(?<!\W[^\W\d_][^\W\d_]\.)"
# Two commas group the thousands of a sum as in English (`3,450,000đ`), else they part a list; one opens decimals.
_MONEY = alternation(fold(row["surface"]) for row in load("numbers")["currency"])
DIGITS = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+,000(?= *{_MONEY}(?!\w))|"
    r"\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+,\d+|\d+\.\d{1,2}(?![\d.])|\d+)"
)


@cache
def _spelled() -> str:
    unit = choice("numeral", "units")
    not_year = alternation([w for w in words_of("numeral", "units") if word_values()[w] != 5])
    after = choice("numeral", "after_tens")
    ten, tens = words_of("numeral", "tens")[1], words_of("numeral", "tens")[0]
    below_100 = (
        rf"(?:{ten}(?: +(?:{not_year}|{after}))?|{unit} +{tens}(?: +(?:{after}|{not_year}))?"
        rf"|{unit} +(?:{after}|{choice('numeral', 'dozen')})|{unit})(?!\w)"
    )
    rest = rf"(?: +(?:{choice('numeral', 'zero')} +{unit}|{below_100}))?"
    below_1000 = rf"(?:{unit} +{choice('numeral', 'hundred')}(?!\w){rest}|{below_100})"
    thousand = alternation([w for w in words_of("numeral", "large") if word_values()[w] in (1000, 10000)])
    half = rf"{words_of('numeral', 'half')[-1]} +{choice('numeral', 'large')}"  # nửa triệu
    tenth = rf"{choice('numeral', 'large')} +{choice('numeral', 'after_large')}(?!\w)"  # triệu mốt
    return rf"(?:{half}|{tenth}|{below_1000} +{thousand}(?!\w)(?: +{below_1000})?|{below_1000})"


@cache
def _vague() -> str:
    heads, units = choice("numeral", "vague_heads"), choice("numeral", "vague_units")
    alone = choice("numeral", "vague_alone")
    bare, dozens = choice("numeral", "bare_heads"), alternation(words_of("numeral", "vague_units")[:4])
    ten, hundred = words_of("numeral", "vague_units")[:2]
    each = r"(?<!(?<!\w)mỗi )(?<!(?<!\w)từng )"  # mỗi chục quả: a rate
    large = (
        rf"(?:{ten}|{hundred}) +{choice('numeral', 'large')}|{each}{ten}(?= +{choice('numeral', 'chuc_before')}(?!\w))"
    )
    return rf"(?:{heads}(?: +{units}(?!\w)){{1,2}}|{bare} +{dozens}|{alone}|{large})(?!\w)"


@cache
def _half() -> str:
    return rf"{choice('numeral', 'half')}(?! +{choice('numeral', 'large')}(?!\w))"


@cache
def _crossroads() -> str:
    """Refuse the number of `ngã ba xã A`, not that of a fall: `làm ngã 5 cây`, `bị ngã ba lần`."""
    fall = "".join(rf"(?<!(?<!\w){word} ngã )" for word in words_of("numeral", "fall_before"))
    roads = rf"(?:{choice('numeral', 'crossroads')})(?!\w)(?! +{choice('numeral', 'fall_after')}(?!\w))"
    return rf"(?!(?<=(?<!\w)ngã ){fall}{roads})"


@cache
def pattern() -> re.Pattern[str]:
    """Return the compiled numeral pattern over folded text."""
    firsts = "".join(sorted({word[0] for word in [*word_values(), *words_of("numeral", "vague_heads")]} | set("gtqp")))
    half = _half()
    glued = "|".join(rf"(?<=(?<!\w){word})(?=\d)" for word in words_of("numeral", "glued_to"))
    return re.compile(
        rf"(?=[0-9{firsts}])(?:(?<!\w)|{glued})(?<!\d[.,/:+-])(?<![^\W\d_][/+:'-]){_crossroads()}{_NO_STOP}"
        rf"(?:(?P<digits>{DIGITS})|(?P<half>{half})(?!\w)|(?P<vague>{_vague()})|(?P<words>{_spelled()})(?!\w))"
    )


def find(folded: str, start: int, end: int) -> Iterator[Numeral]:
    """Yield the numerals of `folded[start:end]` in order."""
    for match in pattern().finditer(folded, start, end):
        yield _numeral(match)


def at(folded: str, start: int, end: int) -> Numeral | None:
    """Return the numeral that begins exactly at `start`, even right after a dash or slash."""
    match = _anchored().match(folded, start, end)
    return _numeral(match) if match else None


@cache
def _anchored() -> re.Pattern[str]:
    half = _half()
    return re.compile(
        rf"(?:(?P<digits>{DIGITS})|(?P<half>{half})(?!\w)|(?P<vague>{_vague()})|(?P<words>{_spelled()})(?!\w))"
    )


def _numeral(match: re.Match[str]) -> Numeral:
    form = match.lastgroup or "digits"
    surface = match[0]
    if form == "digits":
        return Numeral(match.start(), match.end(), digits_value(surface), form)
    if form == "words":
        return Numeral(match.start(), match.end(), words_value(surface), form)
    if form == "half":
        return Numeral(match.start(), match.end(), 50.0, form)
    outside = words_of("numeral", "vague_heads")[-1]  # cả trăm người: the span begins at trăm
    shift = len(outside) if surface.startswith(outside + " ") else 0
    shift += len(surface[shift:]) - len(surface[shift:].lstrip())
    return Numeral(match.start() + shift, match.end(), None, form, vague_code(surface))


def digits_value(surface: str) -> float:
    """Return the value of a number in digits, Vietnamese style.

    Example:
        >>> digits_value("4.000"), digits_value("926,26"), digits_value("02"), digits_value("3.5")
        (4000.0, 926.26, 2.0, 3.5)
    """
    if re.fullmatch(r"\d+\.\d{1,2}", surface):
        return float(surface)
    if surface.count(",") > 1:
        return float(surface.replace(",", ""))
    return float(surface.replace(".", "").replace(",", "."))


def scaled(value: float, factor: float) -> float:
    """Return `value * factor` as decimals are multiplied on paper.

    Example:
        >>> scaled(8.3, 1e9), scaled(0.7, 3)
        (8300000000.0, 2.1)
    """
    return float(Decimal(repr(value)) * Decimal(repr(factor)))


def words_value(surface: str) -> float:
    """Return the value of folded number words.

    Example:
        >>> words_value("hai mươi ba"), words_value("một trăm linh năm"), words_value("ba nghìn hai trăm")
        (23.0, 105.0, 3200.0)
    """
    values = word_values()
    total = current = 0.0
    words = surface.split()
    if len(words) == 2 and words[1] in words_of("numeral", "after_large") and values[words[0]] >= 1000:
        return scaled(values[words[0]], 1.5 if words[1] in words_of("numeral", "half_after") else 1.1)
    for word in words:
        if word in words_of("numeral", "half"):
            current = 0.5
            continue
        value = values[word]
        if word in words_of("numeral", "after_tens") and 0 < current < 10:  # hai mốt, ba lăm
            current = current * 10 + value
        elif value >= 1000:
            total += (current or 1) * value
            current = 0
        elif value == 100 or (value in (10, 12) and current):
            current = (current // 100) * 100 + (current % 100 or 1) * value if value != 100 else current * value
        else:
            current += value
    return total + current


_TENS = {10: "tens", 100: "hundreds", 1000: "thousands", 10**4: "ten_thousands", 10**6: "millions", 10**9: "billions"}


def vague_code(surface: str) -> str:
    """Return the approximation code of a vague quantity.

    Example:
        >>> vague_code("hàng trăm"), vague_code("hàng chục nghìn"), vague_code("vài chục"), vague_code("mấy")
        ('order_100', 'order_10000', 'few_tens', 'few')
    """
    values = word_values()
    scale = 1
    head: list[str] = []
    for word in surface.split():
        size = int(values.get(word, 0))
        if size >= 10 and (head or word not in words_of("numeral", "vague_alone")):
            scale *= size
        else:
            head.append(word)
    lead = " ".join(head)
    codes: dict[str, str] = {fold(a["surface"]): a["op"] for a in load("numbers")["approximator"]}
    if scale == 1:
        return codes.get(surface, "few")
    if lead in words_of("numeral", "bare_heads"):
        return f"{codes[lead]}_{scale}"
    whole = not lead or lead in (words_of("numeral", "vague_heads")[0], words_of("numeral", "vague_heads")[-1])
    return f"order_{scale}" if whole else f"few_{_TENS.get(scale, str(scale))}"
