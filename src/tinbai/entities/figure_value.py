"""The attributes and the normal form of a figure (codebook 3.8, 4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tinbai.entities.amount import Amount
from tinbai.entities.approximation import OPERATORS
from tinbai.entities.exclusion import after
from tinbai.entities.number import choice, scaled, words_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

_TIMES = ("year", "quarter", "month", "week", "day")


def attributes(amount: Amount, approx: str | None, comparator: str | None, clause: str, rest: str) -> dict[str, Any]:
    """Return the attributes of the record, without those that the text does not say.

    Args:
        amount: number and unit.
        approx: approximation code.
        comparator: code of the comparing word before it.
        clause: folded text of the clause before the span.
        rest: folded text after it.
    """
    unit = amount.unit
    factor = unit.factor if unit else 1.0
    value = _scaled(amount.numeral.value, factor)
    if unit and unit.half and value is not None:
        value += factor / 2
    per = (unit.per if unit else None) or _spoken_per(amount, clause, rest)
    found = {
        "kind": _kind(amount, clause),
        "value": value,
        "value_max": _scaled(amount.value_max, factor),
        "denominator": _scaled(amount.denominator, factor if amount.is_ratio else 1.0),
        "unit": _unit_name(amount),
        "approx": approx,
        "comparator": comparator,
        "per": per,
    }
    if value is None and factor > 1 and approx and (scale := re.fullmatch(r"(\w+)_(\d+)", approx)):
        found["approx"] = f"{scale[1]}_{int(int(scale[2]) * factor)}"  # hơn trăm · ngàn
    return {key: item for key, item in found.items() if item not in (None, "")}


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else scaled(value, factor)


def _unit_name(amount: Amount) -> str | None:
    unit = amount.unit
    if not unit:
        return None
    if unit.per and unit.kind in ("money", "percent", "measure"):
        return f"{unit.name}/{unit.per}"
    return unit.name


def _kind(amount: Amount, clause: str) -> str:
    if after("not_figure", "change_before").search(re.sub(rf"{choice('numeral', 'bare_heads')} *$", "", clause)):
        return "change"
    if amount.is_ratio:
        return "ratio"
    if amount.is_range:
        return "range"
    return amount.unit.kind if amount.unit else "count"


def _spoken_per(amount: Amount, clause: str, rest: str) -> str | None:
    """`hơn 1,3 tỷ đồng mỗi năm`: the rate that stands beside an amount of money."""
    if not amount.unit or amount.unit.kind not in ("money", "measure"):
        return None
    match = _rate_after().match(rest)
    if match:
        return _per_ids()[match[1]]
    before = _rate_before().search(clause) if amount.unit.kind == "money" else None
    return _per_ids()[before[1]] if before else None


@cache
def _per_ids() -> Mapping[str, str]:
    return {fold(key): value for key, value in load("numbers")["per"].items()}


@cache
def _rate_after() -> re.Pattern[str]:
    words = alternation([word for word in words_of("not_figure", "per_words") if word != "/"])
    return re.compile(rf" *{words} +({alternation(_per_ids())})(?!\w)")


@cache
def _rate_before() -> re.Pattern[str]:
    words = alternation([word for word in words_of("not_figure", "per_words") if word != "/"])
    times = alternation([key for key, value in _per_ids().items() if value in _TIMES])
    return re.compile(rf"(?<!\w){words} +({times})(?!\w)[^\d]*$")


def normal_form(attrs: Mapping[str, Any]) -> str:
    """Return `[op]value[/denominator] unit`; a range is `low-high`, a vague number its code.

    Example:
        >>> normal_form({"kind": "ratio", "value": 41.0, "denominator": 154.0, "unit": "người"})
        '41/154 người'
        >>> normal_form({"kind": "percent", "value": 50.0, "unit": "%", "approx": "nearly"})
        '~<50 %'
    """
    value, approx = attrs.get("value"), attrs.get("approx")
    shown = plain(value) if value is not None else str(approx)
    sign = OPERATORS.get(str(approx), "") if value is not None else ""
    if "value_max" in attrs:
        shown += f"-{plain(attrs['value_max'])}"
    if "denominator" in attrs:
        shown += f"/{plain(attrs['denominator'])}"
    return f"{sign}{shown} {attrs.get('unit', '')}".strip()


def plain(value: float) -> str:
    """Return a number with a decimal point and no trailing zeros.

    Example:
        >>> plain(2450000.0), plain(52.3)
        ('2450000', '52.3')
    """
    return str(int(value)) if value == int(value) else repr(value)
