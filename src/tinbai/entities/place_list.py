"""Names in lists that inherit the type word of the list's head (codebook 3, type word rule)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import looks_like_person, run_at, sure_middles, surnames
from tinbai.entities.place_names import cut_run
from tinbai.entities.place_numbers import IN_ROW, NO_DECIMALS, after_number, counted_after, stem_of, with_number
from tinbai.entities.place_types import normal_form
from tinbai.lexicon import alternation
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import TextView

# Plural marker directly before the type word: the word then stays outside the span. `Covid-19 TP` counts no cities.
_TYPES = r"(?:thôn|xóm|bản|xã|phường|huyện|ấp|khóm|khu phố|buôn|tổ dân phố|thị trấn|khối|khu|làng|thị xã|tỉnh)"
PLURAL_BEFORE = re.compile(
    r"(?<!tổ )(?<!số )(?<![^\W_])(?<![^\W\d_]-)(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|liên|cụm|\d{1,3}|"
    rf"(?:các|những|nhiều|một số|toàn bộ|tất cả)(?: +{_TYPES} *(?:,|và|-|/))*) *$"
)
_COUNT = (
    r"(?: *\(? *(?:(?:có|còn|được|đạt|với|tại|là|:) *)?(?:hơn |gần |trên |"
    r"khoảng )?\d[\d.,/]*%?(?: +[^\W\d_]+){0,4}?\)?)?"
)
_SEPARATOR = re.compile(
    rf"{_COUNT} *(?:\([^()]{{0,60}}\))? *(?:,|;|và(?![^\W\d_])|hoặc(?![^\W\d_])|&)(?: *và(?![^\W\d_]))? *(?:số +)?"
)
_LOST = re.compile(rf" +(?=[{CAPITALS}])")  # a lost comma between two known units
# `Ba xã đứng đầu là A, B và C`: how the units of a list stand among the others.
_STANDING = (
    r" +(?:(?:đứng|dẫn|đi) +đầu|(?:có +tỉ +lệ +)?(?:cao|thấp|chậm|sớm)(?: +nhất)?|làm +(?:tốt|xong|chậm)|phủ +kín"
    r"|đã +kín|(?:đã +|chưa +)?hoàn +thành|còn +lại|điển +hình|tiêu +biểu)"
    r"(?: +(?:toàn +)?(?:huyện|tỉnh|thị +xã|thành +phố))?"
)
# `5 thôn đã có bí thư chi bộ kiêm trưởng thôn, gồm A (ông X), B (bà Y)`: what the units of a list have.
_HAVING = (
    r" +(?:(?:đã|hiện|đang) +)*(?:có|thực +hiện|bố +trí) +[^.;:()\d]{0,20}bí +thư[^.;:()\d]{1,70}?,? *"
    r"(?:gồm(?: +có)?|đó +là) *:? *"
)
_NEXT_TO_IT = r" *(?::|,|-|gồm|gồm:|là|như|:)? *(?:số +)?"
_OPENING = re.compile(rf"{_STANDING} +(?:là|gồm)(?: +có)? *:? *|{_HAVING}|" + _NEXT_TO_IT)
_DASH = re.compile(r" *[-–] *(?=\S)")
_ITEM_NUMBER = re.compile(rf"\d{{1,3}}[a-zđ]?{NO_DECIMALS}")
_ROW_NUMBER = re.compile(rf"\d{{1,3}}[a-zđ]?{IN_ROW}")
_DECIMAL_LEFT = re.compile(r"\d,$")  # thôn Đồng V 2,5 người: the figure behind a name is no list
_ABBREVIATED = re.compile(rf"[{CAPITALS}]{{1,2}}\. *[{CAPITALS}\d]")  # KP.5, P.Tân X: a type word of its own


@cache
def _opening_words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words that open no item, words that do as part of a name, type words that open an address again."""
    around = lexicon.load("units")["around"]
    no, name, never, unit = (
        alternation(fold(word) for word in around[key])
        for key in ("not_an_item", "item_if_name", "never_an_item", "opens_unit")
    )
    end = r"(?![^\W\d_])"
    return re.compile(no + end), re.compile(rf"(?!{never}{end}){name} +(?=\S)"), re.compile(rf"{unit} +(?=\S)")


def _opens_no_item(view: TextView, start: int, end: int) -> bool:
    no, name, unit = _opening_words()
    written = view.text[start : start + 1].isupper()
    typed = unit.match(view.folded, start, end)
    if typed and written and (view.text[typed.end()].isupper() or view.text[typed.end()].isdigit()):
        return True  # phường 13, Quận 8
    proper = name.match(view.folded, start, end)
    if proper and written and view.text[proper.end()].isupper():
        return False
    return bool(no.match(view.folded, start, end))


@dataclass(frozen=True, slots=True)
class Head:
    """The typed name that opens a list, or a plural marker with its type word.

    Attributes:
        type: entity type of the head.
        word: type word of the normal forms.
        unit: lexicon id of the unit.
        plural: the type word stands under a plural marker.
        stem: name before the number of the item before, which a bare number goes with (`Tân Lập 1, 2`).
        joins: the units are those that a road joins, so that a dash parts them: `đường liên thôn A - B`.
    """

    type: str
    word: str
    unit: str
    plural: bool
    stem: str = ""
    joins: bool = False

    def after(self, name: str) -> Head:
        """Return the head as the item after `name` sees it."""
        return self if name.isdigit() else replace(self, stem=stem_of(name) or "")


def inherit(
    view: TextView, head: Head, position: int, end: int, accepts: Callable[[str, int, int], bool]
) -> list[Mention]:
    """Return the bare items that follow a list head, in order.

    Args:
        view: the text view.
        head: what the items inherit.
        position: where the head's own name ends.
        end: end of the sentence.
        accepts: called with (name, start, end) for every capitalised item; says
            whether it can be a place of the head's type.
    """
    found: list[Mention] = []
    while True:
        dash = _DASH.match(view.folded, position, end) if head.joins else None
        separator = dash or _SEPARATOR.match(view.folded, position, end) or _LOST.match(view.text, position, end)
        item = item_at(view, head, separator.end(), end) if separator else None
        if separator is None or item is None:
            break
        if not separator[0].strip() and not (head.plural and _is_whole_unit(view, head, item)):
            break
        if item.attrs.get("numbered") and _DECIMAL_LEFT.search(separator[0]):
            break
        name = view.text[item.start : item.end]
        alike = bool(head.stem) and stem_of(name) == head.stem  # thôn Phú H 1, Phú H 2
        if not item.attrs.get("numbered") and not alike and not accepts(name, item.start, item.end):
            break
        if item.attrs.get("numbered") and head.type != "HAMLET":
            break
        found.append(item)
        head, position = head.after(name), item.end
    return found


def _is_whole_unit(view: TextView, head: Head, item: Mention) -> bool:
    """Say whether an item behind a lost comma is a unit of the list's kind, with nothing of a name behind it."""
    name = view.text[item.start : item.end]
    known = " " in name and head.type.lower() in units_known.levels_of(name)
    return known and _LOST.match(view.text, item.end) is None


def item_at(view: TextView, head: Head, start: int, end: int) -> Mention | None:
    """Return the bare item that begins at `start`, or None."""
    if head.joins and (dash := _DASH.search(view.folded, start, end)):
        end = dash.start()
    number = (_ROW_NUMBER if head.plural else _ITEM_NUMBER).match(view.folded, start, end)
    stop: int | None
    if number:
        stop, numbered = number.end(), True
        if counted_after().match(view.folded, stop, end) or not after_number().match(view.folded, stop, end):
            blank = re.compile(" +").match(view.folded, stop, end)
            stop = cut_run(view, blank.end(), end, "hamlet") if blank else None
            if stop is None:
                return None
    else:
        numbered = False
        typed = view.folded.startswith(f"{fold(head.word)} ", start) and view.text[start + len(head.word) + 1].isupper()
        if (
            typed or _opens_no_item(view, start, end) or _ABBREVIATED.match(view.text, start, end)
        ):  # buôn Tân H, Buôn Hr
            return None
        stop = cut_run(view, start, end, head.type.lower())
        if stop is None:
            return None
        stop = with_number(view, start, stop, end, head.type.lower())
    name = view.text[start:stop]
    word = head.word
    if head.type == "COMMUNE" and not numbered:
        word = units_known.commune_word(head.word, name)
    elif head.type == "PROVINCE" and (province := units_known.province_normal(name)):
        word = province.removesuffix(f" {name}") if province.endswith(f" {name}") else word
    attrs = {"unit_type": word, "type_inherited": True} | ({"numbered": True} if numbered else {})
    if head.stem and name.isdigit():
        name = f"{head.stem} {int(name)}"
    return Mention(head.type, start, stop, normal_form(word, name), attrs, "rule:place_list")


def opening(view: TextView, position: int, end: int) -> int:
    """Return where the first item of a plural list begins: after a colon, `gồm`, `là`."""
    match = _OPENING.match(view.folded, position, end)
    return match.end() if match else position


def may_be_person(view: TextView, start: int, end: int) -> bool:
    """Say whether the name at [start, end) has the shape of a full personal name."""
    run = run_at(view.text, start, end)
    if run is None:
        return False
    parts = [view.folded[a:b] for a, b in run.syllables]
    if any(part in sure_middles() for part in parts[1:-1]):
        return True
    return len(parts) >= 3 and parts[0] in surnames() and looks_like_person(parts)
