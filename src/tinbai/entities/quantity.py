"""What stands after a number: percent, money, age, measure, or the noun that is counted (codebook 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tinbai.entities.noun import Unit, noun_at, per_of, rate, rates
from tinbai.entities.number import choice, word_values, words_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

_PLOT = fold("công")
_MILLION = 1_000_000
_FEW = re.compile(r"(?<![\d.,])(?:\d{1,3}|[^\W\d_]+)$")
_TONS = re.compile(r" T(?![\w/-]|\.\w| +[A-ZĐ])")  # 1,5 triệu T


@cache
def _measures() -> Mapping[str, tuple[str, str]]:
    kinds = {"share": "percent", "age": "age", "party age": "age"}
    found = {}
    for row in load("numbers")["measure"]:
        kind = kinds.get(row["quantity"], "measure")
        simple = kind == "measure" and " " not in row["si"] and row["si"] not in ("times", "person-day")
        name = row["si"] if simple or row["quantity"] == "share" else row["surface"]
        found[fold(row["surface"])] = (kind, "điểm %" if name == "percentage point" else name)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """One pass over everything that is no plain noun."""
    large = alternation([*words_of("numeral", "large"), "trăm", "chục"])
    rows = load("numbers")["currency"]
    currency = alternation([fold(row["surface"]) for row in rows if not row.get("large_only")])
    of_large = alternation([fold(row["surface"]) for row in rows if row.get("large_only")])
    millions = "|".join(f"(?<={word} )" for word in words_of("numeral", "large") if word_values()[word] >= _MILLION)
    currency = rf"(?:{currency}|(?:{millions}){of_large}(?! +{choice('not_figure', 'not_pounds_before')}(?!\w)))"
    half = words_of("numeral", "half_after")[0]
    time = choice("not_figure", "time_units")
    not_money = choice("not_figure", "not_currency_before")
    measure = alternation(_measures())
    # after nghìn, triệu, tỷ it is money: `2 tỷ đồng vốn`; `hai đồng chí` counts comrades
    sure = "|".join(f"(?<={word} đồng)" for word in words_of("numeral", "large"))
    return re.compile(
        rf" *(?:(?P<share>%|phần +trăm(?!\w))(?P<share_rate>{rate()})"
        rf"|(?P<large>(?: *(?:{large}|tr)(?!\w))*)(?P<half> +{half})?"
        rf"(?: *(?P<currency>{currency})(?!\w)(?! +bào(?!\w))(?:{sure}|(?! +{not_money}(?!\w)))"
        rf"(?P<money_rate>{rate()})"
        rf"| *(?P<measure>{measure})(?![\w²³])(?P<half_after> +{half}(?!\w))?(?P<measure_rate>{rate()})"
        rf"| *(?P<time>{time})(?!\w))?)"
    )


def unit_at(folded: str, text: str, start: int, end: int, titles: Mapping[int, int]) -> Unit | None:
    """Return the unit or noun that begins at `start` (blanks skipped), or None.

    Args:
        folded: the matching copy of the text.
        text: the text itself, for capitals.
        start: where the number ends.
        end: end of the sentence.
        titles: start → end of the post titles of the article.
    """
    persons = noun_at(folded, text, start, end, titles) if _may_count_persons(folded, text, start, end) else None
    if persons and persons.listed:
        return persons
    match = _pattern().match(folded, start, end)
    if not match or (match["large"] and folded[start:end][:1].isalpha() and not match["currency"]):
        return None
    if match["share"]:
        name = "điểm %" if folded.startswith("điểm", start) else "%"
        return Unit(match.end(), "percent", name, per=per_of(match["share_rate"]))
    if match["time"]:
        return Unit(match.end(), "time", match["time"])
    factor = _factor(match["large"] or "")
    if factor > 1 and (tons := _TONS.match(text, match.end("large"), end)):
        return Unit(tons.end(), "measure", "t", factor)
    if match["currency"]:
        return _money(match, factor)
    noun_start = match.end() if not match["measure"] else start
    noun = noun_at(folded, text, noun_start if not match["measure"] else match.end("large"), end, titles)
    if match["measure"] and not (noun and noun.listed and noun.end > match.end() and match["measure"].isalpha()):
        kind, name = _measures()[re.sub(" +", " ", match["measure"])]
        if factor >= 1000 and match["measure"] == _PLOT and _is_pay(folded, start, match.end()):
            return _large_alone(match, factor)  # 300 ngàn công gặt: the pay for work, not so many plots
        half = bool(match["half_after"] or match["half"])
        return Unit(match.end(), kind, name, factor, half, per_of(match["measure_rate"]))
    if noun and (noun.listed or factor < 1000):
        return Unit(noun.end, "count", noun.name, factor, bool(match["half"]), noun.per, noun.listed)
    if (match["large"] or "").strip():
        return _large_alone(match, factor)
    return None


@cache
def _like_money() -> re.Pattern[str]:
    return re.compile(rf" +{choice('nouns', 'persons_like_money')}(?!\w)")


def _may_count_persons(folded: str, text: str, start: int, end: int) -> bool:
    """`5 tỷ phú`, `2 đồng phạm`; a sum in `20 tỷ Phú Thọ`, `300.000 đồng Phạm Thị Lan`, `500 nghìn đồng phạm nhân`."""
    match = _like_money().match(folded, start, end)
    if match is None or not text[slice(*match.span())].islower():
        return False
    return not match[0].startswith(" đồng") or _FEW.search(folded[max(0, start - 6) : start]) is not None


_BEFORE_PAY = 24  # code points in which a word of paying stands


@cache
def _worked() -> re.Pattern[str]:
    return re.compile(rf" +{choice('nouns', 'worked_by')}(?!\w)")


@cache
def _paid() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('nouns', 'pay_before')}(?!\w)[^.,;:]*$")


def _is_pay(folded: str, start: int, end: int) -> bool:
    """Say whether a large number of công is money for work (`thuê 300 ngàn công gặt`), not work that is given."""
    paid = _worked().match(folded, end) and _paid().search(folded[max(0, start - _BEFORE_PAY) : start])
    return bool(paid)


def _large_alone(match: re.Match[str], factor: float) -> Unit | None:
    """`2 tỷ`, `300 ngàn/sào` without currency and noun are money; `3 trăm` is a plain number."""
    stop = match.end("half") if match["half"] else match.end("large")
    slashes = rates().match(match.string, stop)
    stop = slashes.end() if slashes else stop
    if factor >= 1000:
        return Unit(stop, "money", "VND", factor, bool(match["half"]), per_of(slashes[0] if slashes else None))
    return Unit(stop, "count", "", factor, bool(match["half"]), listed=False)


@cache
def _currencies() -> Mapping[str, str]:
    return {fold(row["surface"]): row["id"] for row in load("numbers")["currency"]}


def _money(match: re.Match[str], factor: float) -> Unit:
    name = _currencies()[re.sub(" +", " ", match["currency"])]
    return Unit(match.end(), "money", name, factor, bool(match["half"]), per_of(match["money_rate"]))


def _factor(large: str) -> float:
    product = 1.0
    for word in large.split():
        product *= 1_000_000 if word == "tr" else word_values()[word]
    return product
