"""Numbers that neither count nor measure: names, ordinals, codes, idioms (codebook 3.8, "Not FIGURE")."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from tinbai.entities.coordination import words_at
from tinbai.entities.mention import Mention
from tinbai.entities.noun import Unit
from tinbai.entities.number import Numeral, choice, words_of
from tinbai.text.normalize import CAPITALS, fold

_ONE_LETTER = ("m", "g", "l", "v", "°")
_PERSON = fold("người")
_CLASS = fold("lớp")
_OPENED = re.compile(r"(?<!\w)(?:có|mở|gồm)(?: +(?:được|thêm))? *$")
_COUNTED = re.compile(r" +số(?!\w)|(?<=lô) +(?:đất|hàng|rừng)(?!\w)")  # hai chữ, hai chữ số; ba lô, ba lô đất
_BET = re.compile(r"(?<!\w)(?:đánh|ghi|ôm) +$")  # đánh 2 lô
_BETS = re.compile(r" +lô(?: *,| +và) +\w+(?: +con)? +đề(?!\w)")
_NAME = re.compile(rf"(?<![^\W_])[{CAPITALS}][^\W\d_]* +(?P<last>[{CAPITALS}][^\W\d_]+) *$")
_LOST_BLANK = re.compile(r"[^\W\d_]{2}[.!?…]$")  # `đã về.Hai nhà`
_CLAUSE = 50  # code points from a count to what it is taken of
_NEAR = 26  # code points of context that a rule may look at


@cache
def after(*path: str) -> re.Pattern[str]:
    """Return a pattern for a prefix that ends with a word of the list `path` of `numbers.toml`."""
    return re.compile(rf"(?<![^\W_]){choice(*path)} *$")


@cache
def before(*path: str) -> re.Pattern[str]:
    """Return a pattern for a rest that begins with a word of the list `path` of `numbers.toml`."""
    return re.compile(rf" *{choice(*path)}(?!\w)")


@cache
def _list(key: str) -> frozenset[str]:
    return frozenset(words_of("not_figure", key))


def is_code(folded: str, numeral: Numeral, unit: Unit | None) -> bool:
    """Say whether a number in digits is a phone number, code, clock time, score or part of one."""
    surface = folded[numeral.start : numeral.end]
    rest = folded[numeral.end : numeral.end + 12]
    if unit and unit.name == "g" and rest.startswith("g") and numeral.value is not None and numeral.value <= 24:
        return True  # 9g, 15g30: a clock time
    if unit and unit.kind in ("percent", "money", "measure", "age"):
        return False
    if re.match(r"[/.:+-]\d| +\d{3}(?!\d)|\.\w|[-+]\w", rest) or re.match(r"(?:h|g|:|x|k)(?:\d|\W|$)", rest):
        return True
    if re.match(r"\w", rest) and not (unit and unit.listed and unit.kind == "count"):
        return True
    if re.match(r"0\d{2,}", surface) or (surface.isdigit() and len(surface) > 6):
        return True
    return bool(re.search(r"\d +$", folded[max(0, numeral.start - 3) : numeral.start]))


def is_named(prefix: str, rest: str, unit: Unit | None, *, value: float | None, counted_before: bool) -> bool:
    """Say whether the number names or orders the word before it (`khu 4`, `bài 2`, `mô hình 3+1`).

    Args:
        prefix: folded text before the number.
        rest: folded text after it.
        unit: what stands after it.
        value: the number.
        counted_before: True if the word before it is the noun of another figure.
    """
    strong = unit is not None and unit.listed
    if after("not_figure", "birth_before").search(prefix) and 1850 <= (value or 0) < 2100:
        return True
    if unit and fold(unit.name) in _list("laws") and after("not_figure", "article_before").search(prefix):
        return True
    if unit and fold(unit.name) in _list("articles") and _numbered_row().search(prefix):
        return True  # khoản 5 và 6 Điều 21
    if re.search(r"(?<!\w)số *$", prefix):
        return not after("not_figure", "counting_so").search(prefix)
    if after("not_figure", "never_naming").search(prefix):
        return False
    if unit is None and after("not_figure", "state_before").search(prefix):
        return False
    if after("not_figure", "programme_before").search(prefix):
        return not strong or unit is None or unit.kind == "count"
    if counted_before:
        return False
    if not strong and _numbered_row().search(prefix):
        return True
    if after("not_figure", "numbered_before").search(prefix):
        return not (unit and (unit.kind in ("percent", "money", "measure", "age") or _counts(prefix, unit, value)))
    return bool(before("not_figure", "after_number").match(rest) and not strong)


@cache
def _numbered_row() -> re.Pattern[str]:
    """`thửa 12 và` before 13: a second number under one word that numbers follow."""
    return re.compile(rf"(?<![^\W_]){choice('not_figure', 'numbered_before')}(?: +\d+,)* +\d+(?: *,)? +(?:và|hoặc) +$")


def is_behind_name(before_number: str, unit: Unit | None) -> bool:
    """Say whether a number with its own noun stands behind a name of two syllables (`Tân Hiệp 2/6 ấp`).

    The last syllable may be a word that numbers follow (`hiệp 2`).
    """
    name = _NAME.search(before_number) if unit and unit.listed and unit.kind == "count" else None
    return name is not None and fold(name["last"]) in _list("name_tails")


def _counts(prefix: str, unit: Unit, value: float | None) -> bool:
    """Say whether a number after `chi bộ`, `mỗi tổ`, `phụ lục` counts the noun after it."""
    if not unit.listed:
        return False
    if fold(unit.name) in _list("members") or (value or 0) >= 1000:
        return True
    if after("not_figure", "troops").search(prefix):
        return False  # Trung đoàn 8 bộ đội địa phương
    each = re.search(rf"(?<!\w){choice('not_figure', 'each')} +\w+(?: \w+)? *$", prefix)
    return bool(each or after("not_figure", "may_count_after").search(prefix))


def is_idiom(folded: str, text: str, numeral: Numeral, start: int, end: int) -> bool:
    """Say whether the number belongs to an idiom, a slogan or a name."""
    prefix = folded[max(start, numeral.start - _NEAR) : numeral.start]
    rest = folded[numeral.end : min(end, numeral.end + 40)]
    phrase = before("not_figure", "idiom_phrase").match(folded, numeral.start, end)
    if phrase and not _COUNTED.match(folded, phrase.end(), end):
        return True
    if _BETS.match(rest) or (_BET.search(prefix) and re.match(r" +lô(?! +\w)", rest)):
        return True
    small, two = numeral.value in (1.0, 2.0, 3.0), numeral.value in (1.0, 2.0)
    if (small and before("not_figure", "idiom").match(rest)) or (
        two and before("not_figure", "idiom_of_two").match(rest)
    ):
        return True
    held = before("not_figure", "idiom_if_held").match(rest) and after("not_figure", "held_before").search(prefix)
    if small and held:
        return True
    listed = before("not_figure", "idiom_unless_listed").match(rest)
    spelled = numeral.form == "words" and numeral.value == 2.0
    if spelled and listed and not re.match(r"(?: \w+)? *:", rest[listed.end() :]):
        return True
    if prefix.endswith('"') and _is_slogan(folded, numeral, end):
        return True
    if numeral.value is not None and numeral.value < 10 and before("not_figure", "slogan_after").match(rest):
        return not before("not_figure", "nouns_after_slogan").match(rest)
    return numeral.form == "words" and _is_name(text, numeral, start)


def _is_slogan(folded: str, numeral: Numeral, end: int) -> bool:
    close = folded.find('"', numeral.end, min(end, numeral.end + 26))
    return close > 0 and not re.search(r"[.,;:!?] *$", folded[numeral.end : close])


def _is_name(text: str, numeral: Numeral, start: int) -> bool:
    """A capital inside the sentence makes a name (`Ba Vì`, `ông Năm`)."""
    if not text[numeral.start].isupper():
        return False
    opening = not re.search(r"[^\W_]", text[max(start, numeral.start - 2) : numeral.start])
    opening = opening or bool(_LOST_BLANK.search(text[max(start, numeral.start - 4) : numeral.start]))
    follower = re.match(r" +(\w)(\w?)", text[numeral.end : numeral.end + 4])
    titled = bool(follower and follower[1].isupper() and not follower[2].isupper())
    at_start = not text[start : numeral.start].strip() or bool(
        re.search(r"[\"“:.!?–-]\s*$", text[start : numeral.start])
    )
    return titled or not ((opening and at_start) or text[numeral.start : numeral.end].isupper())


def is_five(folded: str, numeral: Numeral, unit: Unit | None, prefix: str) -> bool:
    """Say whether a lone `năm` may be the number 5: before a listed noun, away from year words."""
    if folded[numeral.start : numeral.end] != words_of("numeral", "units")[4]:
        return True
    name = fold(unit.name) if unit else ""
    if not unit or not unit.listed or unit.kind in ("age", "time", "percent") or name in _list("five_never_before"):
        return False
    if name == _CLASS and re.match(r" +\d", folded[unit.end : unit.end + 3]):
        return bool(_OPENED.search(prefix))  # năm lớp 10, but có năm lớp 10
    if after("not_figure", "five_before_portion").search(prefix):
        return True
    if after("not_figure", "five_of_classifier_after").search(prefix) and name.split()[0] in _list("five_classifiers"):
        return True  # sống với năm đứa con
    if unit.kind == "money":
        return unit.factor > 1 and not re.search(r"\d *$", prefix)
    return not after("not_figure", "not_five_after").search(prefix) and not re.search(r"\d *$", prefix)


def is_indefinite(folded: str, numeral: Numeral, unit: Unit, prefix: str, others: Collection[str]) -> bool:
    """Say whether `một` is the article and not the number 1.

    Args:
        folded: folded text.
        numeral: the numeral.
        unit: what it counts.
        prefix: folded text before it.
        others: the nouns that other numbers of the sentence count.
    """
    if folded[numeral.start : numeral.end] != words_of("numeral", "units")[0]:
        return False
    if after("not_figure", "each").search(prefix):
        return True
    only = after("not_figure", "indefinite_before").search(prefix) or _restricted().search(prefix)
    restricted = only is not None and not _just_now().search(prefix)
    if unit.kind in ("money", "measure", "age") and unit.listed and unit.name != "lần":
        return unit.kind == "measure" and folded[numeral.end : unit.end].strip() in _ONE_LETTER
    if unit.kind == "percent" or not unit.listed:
        return unit.kind != "percent"
    if restricted or before("not_figure", "only_after").match(folded, unit.end):
        return False
    if re.search(r"; *$", prefix):
        return not others
    if fold(unit.name) == _PERSON and not re.search(r"[,:(] *$", prefix):  # một người gánh hai vai
        return True
    return unit.name not in others or bool(after("not_figure", "indefinite_after").search(prefix))


@cache
def _restricted() -> re.Pattern[str]:
    verb = rf"(?!{choice('not_figure', 'indefinite_not_between')}(?!\w))[^\W\d_]+"
    return re.compile(rf"(?<!\w){choice('not_figure', 'indefinite_before')}(?: +{verb}){{1,2}} *$")


@cache
def _just_now() -> re.Pattern[str]:
    """`vừa mới đón một đoàn khách`, `nông thôn mới có một …`: mới restricts nothing."""
    return re.compile(rf"(?<!\w){choice('not_figure', 'new_not_only')}(?: +[^\W\d_]+){{0,2}} *$")


def is_pronoun(folded: str, numeral: Numeral, unit: Unit, prefix: str) -> bool:
    """Say whether number + kin word only points back (`hai ông`, `ba chị`)."""
    few = numeral.value == 2.0 or (numeral.form == "words" and (numeral.value or 9) <= 5)
    few = few or folded.startswith("mấy", numeral.start)
    if few and fold(unit.name) in words_of("nouns", "pairs"):  # hai chị em, ba bà cháu, mấy mẹ con
        return True
    if unit.kind != "count" or unit.name not in words_of("nouns", "pronouns"):
        return False
    if numeral.value == 1 or (numeral.form == "digits" and re.search(r"(?<!\w)có *$", prefix)):  # chỉ một cô; có 3 chị
        return False
    if numeral.form == "vague":  # vài cụ are new, mấy ông may be known
        return folded.startswith("mấy", numeral.start)
    return (numeral.value or 0) <= 4 or bool(re.search(r"(?<!\w)cả *$", prefix))


def is_schooling(folded: str, start: int, end: int, prefix: str, unit: Unit | None) -> bool:
    """Say whether `12/12` is a school level and not a ratio."""
    surface = folded[start:end].replace(" ", "")
    counted = bool(unit and unit.listed and unit.kind == "count")  # 7/7 ấp
    if surface in _list("never_ratio") and not counted:
        return True
    if unit and unit.listed and unit.kind == "count" and unit.name not in ("lớp",):
        return after("not_figure", "schooling_before").search(prefix) is not None and surface in _list("schooling")
    return surface in _list("schooling")


def is_size(folded: str, end: int, unit: Unit | None) -> bool:
    """Say whether an amount after `dài hơn` is a length or a price, and nothing is compared with it."""
    sized = unit and (unit.kind == "money" or (unit.kind == "measure" and unit.name in words_of("numeral", "lengths")))
    return bool(sized) and not before("numeral", "compared_with").match(folded, end)


def is_no_comparison(
    folded: str, numeral: Numeral, unit: Unit | None, lead: int, end: int, found: Sequence[Mention]
) -> bool:
    """Say whether `trên` before a number compares nothing.

    It is a place (`trên 2 chiếc xe`), or gives what a number of the same noun is taken of (`77 thôn trên 237 thôn`).
    """
    word = folded[lead : numeral.start]
    if is_locative(folded, numeral, unit, word, end):
        return True
    if not unit or not found or word.strip() != fold("trên"):
        return False
    if found[-1].attrs.get("kind") == "percent" and unit.kind == "count":
        return not folded[found[-1].end : lead].strip()  # `đạt 71,2% trên 483 thôn`
    nouns = {fold(str(name)).split(",")[0] for name in (unit.name, found[-1].attrs.get("unit"))}
    between = folded[found[-1].end : lead]
    if len(nouns) == 1 and unit.kind == "count" and (numeral.value or 0) >= (found[-1].attrs.get("value") or 0):
        apart = re.search(r"[,;:.()]|(?<!\w)(?:và|từ|lên|tăng|còn|đạt|có)(?!\w)", between)
        return len(between) <= _CLAUSE and not apart  # `5 ấp làm theo cách này trên 9 ấp`
    return len(nouns) == 1 and not between.strip()


def is_locative(folded: str, numeral: Numeral, unit: Unit | None, lead: str, end: int) -> bool:
    """Say whether `trên` or `dưới` is a place (`trên 2 chiếc xe`), not a comparison."""
    if lead.strip() not in _list("locatives") or not unit:
        return False
    if unit.kind == "measure":
        clause = re.split(r"[,;:.]", folded[max(0, numeral.start - 60) : numeral.start])[-1]
        return bool(re.search(rf"(?<!\w){choice('not_figure', 'locative_verbs')}(?!\w)", clause))
    if unit.kind != "count" or numeral.value == 1:
        return unit.kind == "count"
    lead_at = numeral.start - len(lead)
    if after("not_figure", "spread_before").search(folded[max(0, lead_at - _NEAR) : lead_at]):
        return True  # rải rác trên 11 thôn
    if after("not_figure", "more_before").search(folded[max(0, lead_at - _NEAR) : lead_at]):
        return False
    found = [word for _, word in words_at(folded, numeral.end, end, 2)]
    small = numeral.value is not None and numeral.value < 10
    return small and bool({" ".join(found), *found[:1]} & _list("locative_nouns"))
