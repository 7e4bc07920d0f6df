"""A number with its unit, a ratio or a range, and the values of its record (codebook 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from tinbai.entities import number
from tinbai.entities.amount_block import hamlets_of_town, read_block
from tinbai.entities.approximation import lead_before
from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.noun import Unit
from tinbai.entities.number import Numeral, choice, scaled
from tinbai.entities.quantity import unit_at
from tinbai.text.view import Sentence, TextView

_SLASH = re.compile(r" ?/ ?")
_BARE_SUM = re.compile(r"(?:chục|trăm) ")
_METRES = re.compile(r"m(\d{1,2})(?![\w²³/-]|[.,]\d)")  # cao 1m52


@dataclass(frozen=True, slots=True)
class Amount:
    """What was read from one numeral on.

    Attributes:
        numeral: the first number.
        unit: its unit, None if nothing that can be one follows.
        end: end of the span.
        number_end: end of the last number.
        value_max: upper end of a range, in printed units.
        denominator: base of a ratio.
        stop: where reading may go on if this is no figure.
    """

    numeral: Numeral
    unit: Unit | None
    end: int
    number_end: int
    value_max: float | None = None
    denominator: float | None = None
    stop: int = 0

    @property
    def is_range(self) -> bool:
        """True for `2-3 triệu đồng`."""
        return self.value_max is not None

    @property
    def is_ratio(self) -> bool:
        """True for `94/94 bản`."""
        return self.denominator is not None


@cache
def _ratio_link() -> re.Pattern[str]:
    slash = rf" ?/ ?(?:{choice('numeral', 'ratio_links')} +|tổng +số +)?"
    return re.compile(rf"{slash}|,? +{choice('numeral', 'ratio_links')} +")


@cache
def _range_link() -> re.Pattern[str]:
    return re.compile(rf" *- *| +{choice('numeral', 'range_links')} +")


@cache
def _fraction_of() -> re.Pattern[str]:
    return re.compile(rf" +{choice('numeral', 'fraction_of')}(?!\w)")


@cache
def _parts_link() -> re.Pattern[str]:
    return re.compile(rf" +{choice('numeral', 'fraction')} +")


@cache
def _quarter() -> re.Pattern[str]:
    return re.compile(rf"{choice('numeral', 'quarter')}(?!\w)")


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('numeral', 'before_neighbours')} +$")


@cache
def _own_lead() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{choice('numeral', 'bare_heads')}|khoảng|dưới) +)?")


def amount_at(view: TextView, sentence: Sentence, numeral: Numeral, titles: Mapping[int, int]) -> Amount:
    """Read the ratio, range or plain number that begins with `numeral`."""
    amount = (
        _ratio(view, sentence, numeral, titles)
        or _ratio_of_amounts(view, sentence, numeral, titles)
        or _parts(view, sentence, numeral)
    )
    if amount:
        return amount
    unit = unit_at(view.folded, view.text, numeral.end, sentence.end, titles)
    amount = (
        _range(view, sentence, numeral, titles, unit)
        or _neighbours(view, sentence, numeral, titles)
        or _sum(view, sentence, numeral, titles, unit)
    )
    if amount:
        return amount
    if numeral.form == "half":
        unit = Unit(numeral.end, "percent", "%")
    if unit is None and (part := _METRES.match(view.folded, numeral.end, sentence.end)) and numeral.form == "digits":
        numeral = replace(numeral, end=part.end(), value=float(f"{numeral.value or 0:g}.{part[1]}"))
        unit = Unit(part.end(), "measure", "m")
    unit = hamlets_of_town(view.folded, sentence.start, numeral, unit)
    if unit and unit.kind == "time" and re.match(r" +(?:19|20)\d\d(?!\d)", view.folded[unit.end : unit.end + 6]):
        unit = None  # `từ 33 năm 2015 còn 14 hộ`: the year follows
    if unit is None and numeral.form == "words" and (numeral.value or 0) >= 1000:
        unit = Unit(numeral.end, "money", "VND")  # `hai trăm nghìn` without a noun
    if unit and not unit.listed and _BARE_SUM.match(view.folded, numeral.start, numeral.end):
        unit = None  # trăm triệu chữa bệnh
    if unit is None and numeral.form == "vague" and _is_sum(numeral):
        unit = Unit(numeral.end, "money", "VND")  # `vài trăm ngàn`
    end = unit.end if unit and unit.kind != "time" else numeral.end
    return Amount(numeral, unit, end, numeral.end, stop=numeral.end)


def _is_sum(numeral: Numeral) -> bool:
    """A vague number of thousands without a noun is money."""
    scale = (numeral.code or "").rpartition("_")[2]
    large = (numeral.code or "").endswith(("ten_thousands", "millions", "billions"))
    return large or (scale.isdigit() and int(scale) >= 10000)


def _ratio(view: TextView, sentence: Sentence, numeral: Numeral, titles: Mapping[int, int]) -> Amount | None:
    link = _ratio_link().match(view.folded, numeral.end, sentence.end)
    base = number.at(view.folded, link.end(), sentence.end) if link else None
    if not link or not base or base.value is None or numeral.value is None or base.form == "half":
        return None
    slash = "/" in link[0]
    unit = unit_at(view.folded, view.text, base.end, sentence.end, titles)
    if re.match(r"[/.:+-]\w", view.folded[base.end : base.end + 2]):
        return Amount(numeral, None, base.end, base.end, stop=base.end)
    bare = not slash and unit is None and not _stands_bare(view, sentence, link, numeral, base)
    if numeral.value > base.value or (unit and unit.kind in ("percent", "time", "age")) or bare:
        return None
    short = not slash and " " not in link[0].strip(" ,")
    digits = numeral.form == base.form == "digits"
    stop = unit.end if unit else base.end
    hamlets = view.folded[base.end : stop].strip() == "nơi" or UNIT in reduce(view.folded, base.end, stop).text
    if short and (numeral.value < 2 or not (digits or hamlets)):
        return None
    share = _fraction_of().match(view.folded, base.end, sentence.end)  # 1/3 mức phụ cấp
    small = base.value <= 10 and slash and unit and (not unit.listed or share)
    unit = read_block(view.folded, base.end, unit)
    if unit is None or small or (unit.kind != "count" and slash):
        unit = unit if unit and unit.kind in ("measure", "money") else None
    end = unit.end if unit else base.end
    return Amount(numeral, unit, end, base.end, denominator=base.value, stop=end)


def _ratio_of_amounts(view: TextView, sentence: Sentence, numeral: Numeral, titles: Mapping[int, int]) -> Amount | None:
    """`45 tỷ đồng/120 tỷ đồng`, `3 km / 8 km`: both sides have their unit; both are given in the base unit."""
    first = unit_at(view.folded, view.text, numeral.end, sentence.end, titles)
    if first is None or first.kind not in ("money", "measure") or first.per or first.half or numeral.value is None:
        return None
    link = _SLASH.match(view.folded, first.end, sentence.end)
    base = number.at(view.folded, link.end(), sentence.end) if link else None
    last = unit_at(view.folded, view.text, base.end, sentence.end, titles) if base else None
    if base is None or last is None or base.value is None or last.half:
        return None
    if (last.kind, last.name) != (first.kind, first.name):
        return None
    part, whole = scaled(numeral.value, first.factor), scaled(base.value, last.factor)
    unit = replace(last, factor=1.0)
    return Amount(replace(numeral, value=part), unit, last.end, base.end, denominator=whole, stop=last.end)


def _stands_bare(view: TextView, sentence: Sentence, link: re.Match[str], numeral: Numeral, base: Numeral) -> bool:
    """`là 64 trên 118, tăng 15`: digits on both sides and nothing behind, after a noun that was said before."""
    digits = numeral.form == base.form == "digits"
    closed = re.compile(r" *(?:[,.;:)]|$)|,? +(?:và|bằng|đạt|chiếm)(?!\w)").match(view.folded, base.end, sentence.end)
    return digits and closed is not None and link[0].strip(" ,") in ("trên", "trên tổng số", "trong tổng số")


def _parts(view: TextView, sentence: Sentence, numeral: Numeral) -> Amount | None:
    """`một phần ba`, `hai phần năm`."""
    link = _parts_link().match(view.folded, numeral.end, sentence.end)
    if not link or numeral.form != "words":
        return None
    quarter = _quarter().match(view.folded, link.end(), sentence.end)
    base = number.at(view.folded, link.end(), sentence.end)
    if quarter:
        base = Numeral(*quarter.span(), 4.0, "words")
    if not base or base.form != "words":
        return None
    return Amount(numeral, None, base.end, base.end, denominator=base.value, stop=base.end)


def _range(
    view: TextView, sentence: Sentence, numeral: Numeral, titles: Mapping[int, int], first: Unit | None
) -> Amount | None:
    """`2-3 triệu đồng`, `từ 30 đến trên 55 tuổi`, `20% - 30%`, `5 triệu đến 10 triệu đồng`; `first` is behind it."""
    folded, end = view.folded, sentence.end
    for unit in (None, first):
        link = _range_link().match(folded, unit.end if unit else numeral.end, end)
        second = _second(folded, link.end(), end) if link else None
        if not link or not second or second.value is None or numeral.value is None:
            continue
        last = unit_at(folded, view.text, second.end, end, titles)
        low = scaled(numeral.value, unit.factor if unit and last and unit.factor != last.factor else 1)
        high = scaled(second.value, last.factor if last and unit and unit.factor != last.factor else 1)
        if unit is None and _shares_zeros(folded, numeral, second):
            numeral, low = replace(numeral, value=low * 1000), low * 1000
        opened = lead_before(folded, sentence.start, numeral.start).opened
        if (unit and not (last and _same(unit, last))) or (not last and not opened) or high <= low:
            continue
        if last and (
            last.kind == "time" or ("-" in link[0] and re.match(r"[/.]\d", folded[second.end : second.end + 2]))
        ):
            continue
        if last and last.factor != 1 and low != numeral.value:
            last, numeral = replace(last, factor=1.0), replace(numeral, value=low)
            return Amount(numeral, last, last.end, second.end, value_max=high, stop=last.end)
        stop = last.end if last else second.end
        return Amount(numeral, last, stop, second.end, value_max=second.value, stop=stop)
    return None


def _shares_zeros(folded: str, numeral: Numeral, second: Numeral) -> bool:
    """`400-500.000 đồng`, `40-50000 đồng`: the thousands are printed once."""
    low, high = numeral.value or 0, second.value or 0
    plain = numeral.form == "digits" and "," not in folded[numeral.start : numeral.end]
    zeros = re.search(r"[\d.]000$", folded[second.start : second.end])
    return plain and zeros is not None and low < 1000 and 0 < low * 1000 < high


def _second(folded: str, start: int, end: int) -> Numeral | None:
    """The upper number, with its own approximation (`đến trên 55`) skipped."""
    own = _own_lead().match(folded, start, end)
    return number.at(folded, own.end() if own else start, end)


def _same(first: Unit, last: Unit) -> bool:
    if first.kind == "count" and first.factor > 1 and not first.name:
        return True
    return first.kind == last.kind and first.name == last.name and first.kind in ("percent", "money", "measure", "age")


def _neighbours(view: TextView, sentence: Sentence, numeral: Numeral, titles: Mapping[int, int]) -> Amount | None:
    """`hai ba người`, `năm, bảy hộ`, `có 4, 5 hộ`: two small numbers that follow each other in counting."""
    digits = numeral.form == "digits"
    if numeral.form not in ("words", "digits") or numeral.value is None or numeral.value > 10:
        return None
    if digits and not _counting().search(view.folded, max(sentence.start, numeral.start - 16), numeral.start):
        return None  # `thôn 4, 5 hộ`: the first is the name of something
    link = re.compile(r", +" if digits else r" *,? +").match(view.folded, numeral.end, sentence.end)
    second = number.at(view.folded, link.end(), sentence.end) if link else None
    if not second or second.form != numeral.form or second.value is None:
        return None
    if not 0 < second.value - numeral.value <= (1 if digits else 2):
        return None
    unit = unit_at(view.folded, view.text, second.end, sentence.end, titles)
    if not unit or unit.kind not in ("count", "measure") or not unit.listed:
        return None
    return Amount(numeral, unit, unit.end, second.end, value_max=second.value, stop=unit.end)


def _sum(
    view: TextView, sentence: Sentence, numeral: Numeral, titles: Mapping[int, int], unit: Unit | None
) -> Amount | None:
    """`2 tỷ 500 triệu đồng` is one amount of money; `unit`: behind `numeral`."""
    if not unit or unit.kind != "money" or unit.half or numeral.value is None:
        return None
    second = number.at(view.folded, unit.end + 1, sentence.end)
    last = unit_at(view.folded, view.text, second.end, sentence.end, titles) if second else None
    if not second or second.value is None or not last or last.kind != "money" or last.factor >= unit.factor:
        return None
    total = replace(numeral, value=scaled(numeral.value, unit.factor) + scaled(second.value, last.factor))
    return Amount(total, replace(last, factor=1.0), last.end, second.end, stop=last.end)
