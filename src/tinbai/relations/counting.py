"""Which figures of a sentence count units with the model (codebook 4.2).

A figure beside the model's name is not yet an adoption count: what is counted
decides. This file says what a figure counts, which phrase governs it and whether
it is a count, a total, a share or none of these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

_PARENTHESES = re.compile(r"\([^)]*\)")
_SHARE_LINK = re.compile(
    r"[ (,;]*(?:đạt|chiếm|bằng|tương +đương|tương +ứng|tức)?(?: +(?:tỉ +lệ|với|là|gần|hơn|trên))*[ (]*$"
)
_SUBUNIT = re.compile(r"(?<![^\W_])(?:xã|phường|thị +trấn|đảng +bộ|đảng +ủy|huyện|thị +xã|quận|thành +phố)(?![^\W_])")
_CELLS = re.compile(r"(?<![^\W_])(?:chi +bộ|chi, +đảng +bộ|đại +hội)(?![^\W_])")
_PERSONS = re.compile(r"(?<![^\W_])(?:người|đồng +chí|đ/c|cán +bộ)(?![^\W_])")
_PLAIN_UNITS = re.compile(r"(?<![^\W_])(?:đơn +vị|nơi|cơ +sở|địa +bàn)(?![^\W_])")
_CHANGE = re.compile(r"(?<![^\W_])(?:giảm|tăng)(?: +(?:thêm|được|đi|so +với +\w+))* *$")
_DECREASE_TO = re.compile(
    r"(?<![^\W_])(?:chỉ +còn|giảm(?: +xuống)? +còn|giảm +xuống|rút +xuống +còn)(?: +(?:có|lại))? *$"
)
_SHARE_LEAD = re.compile(
    r"(?:, *| *\()(?:đạt|chiếm|bằng|tức|tương đương|tương ứng|(?<=\())(?: +(?:với|tỉ lệ|tới|là|gần|hơn|trên))* *$"
)
# Between a count and its predicate: a share (`, đạt 56,8%,`), further units (`thôn, xóm`), a late verb.
_INSERTED = re.compile(rf", *(?:đạt|chiếm|bằng)[^;%]*%(?: *,)?|[,/] *{UNIT}|, +(?=(?:đã|hiện|đang|được) )")
# `Xã có 8 ấp, 5 ấp …`; `có 10 xóm thì 6 xóm …`: the second is a part of the first.
_MORE_UNITS = re.compile(rf"^(?: *, *{UNIT})+")
_THEN = re.compile(r" *,? *(?:thì(?: +(?:đã|mới|chỉ))?(?: +có)?(?: +tới)?|đã +bố +trí +[^,;.]{0,30}(?:ở|tại))? *")
_TOTAL_LEAD = re.compile(r"(?:trong|trên) +(?:tổng +)?số *$|tổng +số *$|/ *$")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure as adoption sees it.

    Attributes:
        figure: the FIGURE mention.
        of: hamlet_units, cells, persons, subunits, percent or number (no noun).
        base: what the units or the share are taken of, None if unknown.
        comparator: decrease_to where the text says so, else the approximation.
    """

    figure: Mention
    of: str
    base: str | None
    comparator: str | None

    @property
    def value(self) -> float | None:
        """The printed value; None for vague numbers."""
        value = self.figure.attrs.get("value")
        return float(value) if value is not None else None


@cache
def words(key: str) -> re.Pattern[str]:
    """Return the list `adoption.key` of lexicon `cues` as a pattern on folded text."""
    listed = alternation(fold(word) for word in load("cues")["adoption"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?![^\W_])")


@cache
def _words_at_end(key: str) -> re.Pattern[str]:
    listed = alternation(fold(word) for word in load("cues")["adoption"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?: +(?:khoảng|các|cả|toàn +bộ|tổng +số|số|đầy +đủ|tất +cả))* *$")


def what(folded: str, figure: Mention, stop: int) -> tuple[str, str | None]:
    """Return (what is counted, base) of `figure`; `stop` bounds the look to the right.

    Example:
        >>> what("94/94 bản", Mention("FIGURE", 0, 9), 9)
        ('hamlet_units', 'hamlet_units')
    """
    surface = reduce(folded, figure.start, figure.end).text
    if figure.attrs.get("kind") == "percent" or "%" in surface or surface.endswith("nửa"):
        after = reduce(folded, figure.end, min(stop, figure.end + 40)).text
        return "percent", _first_noun(after)
    if CELL in surface or SHORT in surface:
        return "persons", "secretaries"
    if HEAD in surface:
        return "persons", "heads"
    if UNIT in surface:
        return "hamlet_units", "hamlet_units"
    if _CELLS.search(surface):
        return "cells", "cells"
    if _SUBUNIT.search(surface):
        return "subunits", None
    if _PERSONS.search(surface):
        return "persons", "secretaries"
    if _PLAIN_UNITS.search(surface):
        return "hamlet_units", "hamlet_units"
    return ("number", None) if re.fullmatch(r"[\d.,/ ]+|[^\W\d_]+", surface) else ("other", None)


def _first_noun(text: str) -> str | None:
    """Return the base that a share names next: `80% bí thư chi bộ …` is of secretaries."""
    cut = re.split(r"[,;.]|\d", text)[0]
    places = {
        "secretaries": min((cut.find(mark) for mark in (CELL, SHORT) if mark in cut), default=-1),
        "heads": cut.find(HEAD),
        "hamlet_units": cut.find(UNIT),
        "cells": match.start() if (match := _CELLS.search(cut)) else -1,
    }
    seen = {base: at for base, at in places.items() if at >= 0}
    return min(seen, key=lambda base: seen[base]) if seen else None


def is_change(folded: str, figure: Mention, start: int) -> bool:
    """Say whether the figure is a difference (`giảm 85 thôn`), not a state."""
    if figure.attrs.get("comparator") in ("decrease_by", "increase_by") or figure.attrs.get("kind") == "change":
        return True
    return bool(_CHANGE.search(folded, start, figure.start))


def comparator(folded: str, figure: Mention, start: int) -> str | None:
    """Return decrease_to after `chỉ còn`, else how the number is approximated."""
    if _DECREASE_TO.search(folded, start, figure.start):
        return "decrease_to"
    return figure.attrs.get("approx")


def candidates(
    folded: str, figures: Sequence[Mention], cues: Sequence[Mention], span: tuple[int, int]
) -> list[Counted]:
    """Return the figures of the sentence `span` that may count units with the model, in text order."""
    start, end = span
    found: list[Counted] = []
    for index, figure in enumerate(figures):
        left = figures[index - 1].end if index else start
        right = figures[index + 1].start if index + 1 < len(figures) else end
        of, base = what(folded, figure, right)
        if of == "other" or is_change(folded, figure, left):
            continue
        if _excluded(folded, figure, cues, (left, right)):
            continue
        found.append(Counted(figure, of, base, comparator(folded, figure, left)))
    return found


def _excluded(folded: str, figure: Mention, cues: Sequence[Mention], around: tuple[int, int]) -> bool:
    left, right = around
    before = folded[max(left, figure.start - 30) : figure.start]
    if _words_at_end("not_adoption_before").search(before):
        return True
    stop = min((cue.start for cue in cues if cue.start >= figure.end), default=right)
    after = re.split(r"[;.]", folded[figure.end : min(stop, right)])[0]
    return bool(words("not_adoption").search(_PARENTHESES.sub("", after)))


def links_left(folded: str, figure: Mention, cues: Sequence[Mention]) -> bool:
    """Say whether a model phrase follows the figure in its own clause, or stands in it."""
    for cue in cues:
        if figure.start <= cue.start and cue.start < figure.end:
            return True
        if cue.start >= figure.end:
            between = _PARENTHESES.sub("", reduce(folded, figure.end, cue.start).text)
            between = _INSERTED.sub(" ", between)
            return not re.search(r"[,;:.]", between)
    return False


def links_right(folded: str, counted: Counted, start: int, places: Sequence[Mention]) -> bool:
    """Say whether the figure right of a model phrase counts where the model is."""
    figure = counted.figure
    if counted.of == "persons":
        return False
    if any(0 <= figure.start - place.end <= 12 for place in places):
        return True
    before = folded[max(start, figure.start - 60) : figure.start]
    return bool(_words_at_end("before_count").search(before)) or counted.comparator == "decrease_to"


def is_share_of(folded: str, count: Mention, share: Mention) -> bool:
    """Say whether the percent is that of the count: beside it, or after its predicate (`…, chiếm 64%`)."""
    if 0 <= share.start - count.end <= 40 and _SHARE_LINK.fullmatch(folded, count.end, share.start):
        return True
    if share.start >= count.end:
        between = folded[count.end : share.start]
        return len(between) <= 160 and not re.search(r"[;:.\d]", between) and bool(_SHARE_LEAD.search(between))
    if 0 <= count.start - share.end <= 12:
        return bool(re.fullmatch(r" *\(? *(?:với|tương +đương|tức|=)? *", folded[share.end : count.start]))
    return False


def is_total_of(folded: str, count: Mention, other: Mention) -> bool:
    """Say whether `other` gives the total of `count` (`94 thôn trong tổng số 120 thôn`; `120 thôn, trong đó 94 …`)."""
    if other.start >= count.end:
        return 0 < other.start - count.end <= 60 and bool(_TOTAL_LEAD.search(folded, count.end, other.start))
    between = folded[other.end : count.start]
    if ";" in between:
        return False
    if re.search(r"trong +đó|(?:đã|hiện|mới|chỉ|thì) +(?:có|mới)|đến +nay|số +này", between):
        return True
    return is_only_total(folded, count, other)


def is_only_total(folded: str, count: Mention, other: Mention) -> bool:
    """Say whether `other` is nothing but the total of `count` right behind it (`có 10 xóm thì 6 xóm …`)."""
    if other.end > count.start:
        return False
    between = _MORE_UNITS.sub("", reduce(folded, other.end, count.start).text)
    if ";" in between:
        return False
    if _THEN.fullmatch(between):
        return "," not in between or other.attrs.get("unit") == count.attrs.get("unit")
    inside = re.search(r"(?<![^\W_])trong(?: +(?:số|tổng +số))? *$", folded[max(0, other.start - 16) : other.start])
    return bool(inside) and bool(re.fullmatch(r" *,? *(?:đã|mới|hiện)? *có(?: +(?:tới|được))? *", between))


def can_hold(total: Counted, part: Counted) -> bool:
    """Secretaries and cells are counted among hamlets, other things only among their like."""
    return total.of == part.of or (total.of == "hamlet_units" and part.of in ("persons", "cells"))
