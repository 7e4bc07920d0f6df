"""What stands after a number: percent, money, age, measure, or the noun that is counted (codebook 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tinbai.entities import coordination
from tinbai.entities.coordination import words_at
from tinbai.entities.number import choice, word_values, words_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold, spell


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or a counted noun.

    Attributes:
        end: one past its last code point.
        kind: `count`, `percent`, `measure`, `money`, `age` or `time`.
        name: canonical unit (`ha`, `VND`, `%`) or the noun in lower case.
        factor: what the printed number is multiplied by (`triệu đồng` = 1,000,000).
        half: True if `rưỡi` adds half a unit.
        per: ids of the units after slashes, joined by `/`.
        listed: False if only the fallback took the following word.
    """

    end: int
    kind: str
    name: str
    factor: float = 1.0
    half: bool = False
    per: str | None = None
    listed: bool = True


_LEARN = "học"
_COMMUNE, _SOCIETY = fold("xã"), fold("hội")
_SPACES = re.compile(r" *")


@cache
def nouns() -> frozenset[str]:
    """Return every listed count noun, folded."""
    data = load("numbers")
    listed = [noun for key in ("compounds", "singles", "posts") for noun in data["nouns"][key]]
    listed += [noun for group in data["count_nouns"].values() for noun in group if "," not in noun]
    listed += [noun for group in data["coordinated"].values() for noun in group]
    return frozenset(fold(noun) for noun in listed)


@cache
def _set(*path: str) -> frozenset[str]:
    return frozenset(words_of(*path))


@cache
def _posts() -> frozenset[str]:
    return _set("nouns", "posts")


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
def _rate() -> str:
    one = rf"(?:{choice('numeral', 'one_each')} +)?"
    return rf"(?: */ *{one}{alternation([fold(key) for key in load('numbers')['per']])}(?!\w))*"


@cache
def _rates() -> re.Pattern[str]:
    return re.compile(_rate())


@cache
def _pattern() -> re.Pattern[str]:
    """One pass over everything that is no plain noun."""
    large = alternation([*words_of("numeral", "large"), "trăm", "chục"])
    currency = alternation([fold(row["surface"]) for row in load("numbers")["currency"]])
    half = words_of("numeral", "half_after")[0]
    time = choice("not_figure", "time_units")
    not_money = choice("not_figure", "not_currency_before")
    measure = alternation(_measures())
    # after nghìn, triệu, tỷ it is money: `2 tỷ đồng vốn`; `hai đồng chí` counts comrades
    sure = "|".join(f"(?<={word} đồng)" for word in words_of("numeral", "large"))
    return re.compile(
        rf" *(?:(?P<share>%|phần +trăm(?!\w))(?P<share_rate>{_rate()})"
        rf"|(?P<large>(?: *(?:{large}|tr)(?!\w))*)(?P<half> +{half})?"
        rf"(?: *(?P<currency>{currency})(?!\w)(?:{sure}|(?! +{not_money}(?!\w)))"
        rf"(?P<money_rate>{_rate()})"
        rf"| *(?P<measure>{measure})(?![\w²³])(?P<half_after> +{half}(?!\w))?(?P<measure_rate>{_rate()})"
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
    match = _pattern().match(folded, start, end)
    if not match or (match["large"] and folded[start:end][:1].isalpha() and not match["currency"]):
        return None
    if match["share"]:
        name = "điểm %" if folded.startswith("điểm", start) else "%"
        return Unit(match.end(), "percent", name, per=_per(match["share_rate"]))
    if match["time"]:
        return Unit(match.end(), "time", match["time"])
    factor = _factor(match["large"] or "")
    if match["currency"]:
        return _money(match, factor)
    noun_start = match.end() if not match["measure"] else start
    noun = noun_at(folded, text, noun_start if not match["measure"] else match.end("large"), end, titles)
    if match["measure"] and not (noun and noun.listed and noun.end > match.end() and match["measure"].isalpha()):
        kind, name = _measures()[re.sub(" +", " ", match["measure"])]
        half = bool(match["half_after"] or match["half"])
        return Unit(match.end(), kind, name, factor, half, _per(match["measure_rate"]))
    if noun and (noun.listed or factor < 1000):
        return Unit(noun.end, "count", noun.name, factor, bool(match["half"]), noun.per, noun.listed)
    if (match["large"] or "").strip():
        return _large_alone(match, factor)
    return None


def _large_alone(match: re.Match[str], factor: float) -> Unit | None:
    """`2 tỷ`, `300 ngàn/sào` without currency and noun are money; `3 trăm` is a plain number."""
    stop = match.end("half") if match["half"] else match.end("large")
    rate = _rates().match(match.string, stop)
    stop = rate.end() if rate else stop
    if factor >= 1000:
        return Unit(stop, "money", "VND", factor, bool(match["half"]), _per(rate[0] if rate else None))
    return Unit(stop, "count", "", factor, bool(match["half"]), listed=False)


@cache
def _currencies() -> Mapping[str, str]:
    return {fold(row["surface"]): row["id"] for row in load("numbers")["currency"]}


@cache
def _per_ids() -> Mapping[str, str]:
    return {fold(key): value for key, value in load("numbers")["per"].items()}


def _money(match: re.Match[str], factor: float) -> Unit:
    name = _currencies()[re.sub(" +", " ", match["currency"])]
    return Unit(match.end(), "money", name, factor, bool(match["half"]), _per(match["money_rate"]))


def _factor(large: str) -> float:
    product = 1.0
    for word in large.split():
        product *= 1_000_000 if word == "tr" else word_values()[word]
    return product


def _per(rate: str | None) -> str | None:
    if not rate:
        return None
    parts = (re.sub(" +", " ", part.strip()) for part in rate.split("/") if part.strip())
    each = re.compile(rf"{choice('numeral', 'one_each')} +")
    return "/".join(_per_ids()[each.sub("", part)] for part in parts)


def noun_at(folded: str, text: str, start: int, end: int, titles: Mapping[int, int]) -> Unit | None:
    """Return the counted noun at `start`: title, listed noun, classifier + noun, portion, else one word."""
    start = _SPACES.match(folded, start, end).end()  # type: ignore[union-attr]
    quoted = start < end and folded[start] == '"'
    found = words_at(folded, start + quoted, end)
    if not found:
        return None
    if quoted:
        stop = folded.find('"', start + 1, min(end, start + 30))
        inner = noun_at(folded, text, start + 1, end, titles) if stop > 0 else None
        return Unit(stop + 1, "count", inner.name, listed=inner.listed) if inner and inner.end == stop else None
    if start in titles:
        return Unit(coordination.titles_end(folded, text, titles[start], end, titles=titles), "count", "người")
    stop, name, listed = _noun(folded, text, start, found)
    if not stop:
        return None
    if name in _posts():
        return Unit(coordination.posts_end(folded, text, stop, end), "count", "người")
    stop = coordination.nouns_end(folded, text, stop, end, noun=name) if listed else stop
    rate = _rates().match(folded, stop, end)
    if rate and rate.end() > stop:
        return Unit(rate.end(), "count", _lowered(text[start:stop]), per=_per(rate[0]), listed=listed)
    return Unit(stop, "count", _lowered(text[start:stop]), listed=listed)


def _lowered(surface: str) -> str:
    """`Thôn, TDP` → `thôn, tổ dân phố`: abbreviations are expanded or keep their capitals."""
    for short, whole in load("numbers")["nouns"]["expanded"].items():
        if short in surface:
            surface = re.sub(rf"(?<!\w){short}(?!\w)", whole, surface)
    return re.sub(
        r"\w+", lambda word: word[0] if len(word[0]) > 1 and word[0].isupper() else word[0].lower(), spell(surface)
    )


def _noun(folded: str, text: str, start: int, found: list[tuple[int, str]]) -> tuple[int, str, bool]:
    words = [word for _, word in found]
    for size in range(min(6, len(found)), 1, -1):
        name = " ".join(words[:size])
        if words[size - 1] == "ở" and _goes_on(found, size):
            continue  # ba nhà ở làng X
        if name in _set("nouns", "first_word_only"):
            return found[0][0], words[0], True
        if name in nouns() and not (
            words[size - 1] == _LEARN and words[size:] and words[size] in _set("nouns", "opened_by")
        ):
            return found[size - 1][0], name, True
    first = words[0]
    if first in _set("nouns", "classifiers"):
        return _classified(text, found)
    if first in _set("nouns", "portions") or first in nouns():
        return found[0][0], first, True
    if first in _set("nouns", "not_nouns") or text[start].isupper() or len(first) < 2:
        return 0, "", False
    if len(words) > 1 and " ".join(words[:2]) in _set("nouns", "not_nouns"):
        return 0, "", False
    return found[0][0], first, False


def _goes_on(found: list[tuple[int, str]], size: int) -> bool:
    """Say whether `ở` after a noun opens a place (`ba nhà ở chân đồi`)."""
    follower = found[size][1] if size < len(found) else ""
    social = follower == _COMMUNE and size + 1 < len(found) and found[size + 1][1] == _SOCIETY  # nhà ở xã hội
    return bool(follower) and not social and follower not in _set("nouns", "after_dwelling")


def _classified(text: str, found: list[tuple[int, str]]) -> tuple[int, str, bool]:
    """A classifier takes the noun right after it, never an adjective, a verb or a name."""
    words = [word for _, word in found]
    for size in range(min(6, len(found)), 1, -1):
        if " ".join(words[1:size]) in nouns() and not text[found[0][0] + 1].isupper():
            if " ".join(words[1:size]) in _set("nouns", "ambiguous_after_classifier"):
                break
            if " ".join(words[1:3]) in _set("nouns", "not_nouns"):
                return found[0][0], words[0], True
            return found[size - 1][0], " ".join(words[:size]), True
    listed = words[0] in nouns() or words[0] in _set("nouns", "portions")
    strict = words[0] in _set("nouns", "strict_classifiers")
    if strict or len(found) < 2 or words[1] in _set("nouns", "not_nouns") or text[found[0][0] + 1].isupper():
        return found[0][0], words[0], listed or words[0] in _set("nouns", "classifiers")
    return found[1][0], " ".join(words[:2]), True
