"""Which figures of a sentence count units with the model (codebook 4.2).

A figure beside the model's name is not yet an adoption count: what is counted
decides. This file says what a figure counts, which phrase governs it and whether
it is a count, a total, a share or none of these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention
from tinbai.relations import totals
from tinbai.relations.other_counts import hold_one_each, is_change, is_excluded, is_of_all, is_of_none
from tinbai.relations.wording import words_at_end

_PARENTHESES = re.compile(r"\([^)]*\)")
_SUBUNIT = re.compile(r"(?<![^\W_])(?:xã|phường|thị +trấn|đảng +bộ|đảng +ủy|huyện|thị +xã|quận|thành +phố)(?![^\W_])")
_CELLS = re.compile(r"(?<![^\W_])(?:chi +bộ|chi, +đảng +bộ|đại +hội)(?![^\W_])")
_PERSONS = re.compile(r"(?<![^\W_])(?:người|đồng +chí|đ/c|cán +bộ|trường +hợp)(?![^\W_])")
_PLAIN_UNITS = re.compile(r"(?<![^\W_])(?:đơn +vị|nơi|cơ +sở|địa +bàn)(?![^\W_])")
_DECREASE_TO = re.compile(
    r"(?<![^\W_])(?:chỉ +còn|giảm(?: +xuống)? +còn|giảm +xuống|rút +xuống +còn)(?: +(?:có|lại))? *$"
)
# Between a count and its predicate: a share (`, đạt 56,8%,`), further units (`thôn, xóm`), a late verb.
_INSERTED = re.compile(
    rf", *(?:đạt|chiếm|bằng|tức|tương +đương|tỉ +lệ)[^;%]*%(?:[^,;.%]{{0,50}},)?"
    rf"|[,/] *{UNIT}|, +(?=(?:đã|hiện|đang|được) )"
)


# `5/6`, `sáu`, `8 trên 10`, `74 trong tổng số 129`
_BARE_NUMBER = re.compile(r"[\d.,/ ]+|[^\W\d_]+|[\d.,]+ +(?:trên|trong)(?: +(?:tổng +)?số)? +[\d.,]+")
# Between a count and the phrase: what the units are chosen or asked for, not what they have.
_NOT_YET = re.compile(
    r"(?<![^\W_])(?:trước +khi|chuẩn +bị|khảo +sát|tạo +nguồn|làm +nguồn|hướng +tới|thuận +lợi +cho"
    r"|để +(?:chuẩn|khảo|tạo|tiến|phục|bàn))(?![^\W_])"
)
# `năm đơn vị cộng lại là 58%`: whose share is told.
_TOGETHER = re.compile(r" +(?:này +|trên +)?cộng +lại(?![^\W_])")
# `xã A mất 5 bản vì sáp nhập`
_LOSES = re.compile(r"(?<![^\W_])(?:mất|giảm|bớt|hụt)(?: +đi)? *$")
_MERGED_AWAY = re.compile(
    r"[^,;.\d]{0,20} +(?:vì|do|bởi|sau|khi)(?: +[^ ,;.]+){0,3}? +(?:sáp +nhập|sắp +xếp|nhập)(?![^\W_])"
)
_PEOPLE = re.compile(r"\d +(?:người|đồng +chí|trường +hợp)$")
_THERE_ARE = re.compile(r" *[:,]? *(?:(?:hiện|nay|đến +nay|mới|chỉ|đã|cũng) +)*(?:có|là|gồm|được|đạt|còn)? *")


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
    if UNIT in surface and not surface.endswith(" phó"):
        return "hamlet_units", "hamlet_units"
    if _CELLS.search(surface):
        return "cells", "cells"
    if _SUBUNIT.search(surface):
        return "subunits", None
    if _PERSONS.search(surface):
        return "persons", "secretaries"
    if _PLAIN_UNITS.search(surface):
        return "hamlet_units", "hamlet_units"
    if _BARE_NUMBER.fullmatch(surface) or totals.is_out_of(folded, figure):
        return "number", None
    return "other", None


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


def comparator(folded: str, figure: Mention, start: int) -> str | None:
    """Return decrease_to after `chỉ còn`, else how the number is approximated."""
    if _DECREASE_TO.search(folded, start, figure.start):
        return "decrease_to"
    return figure.attrs.get("approx")


def candidates(
    folded: str,
    figures: Sequence[Mention],
    cues: Sequence[Mention],
    span: tuple[int, int],
    *,
    names: Sequence[Mention] = (),
    sure: Collection[tuple[int, int]] = (),
) -> list[Counted]:
    """Return the figures of a sentence that may count units with the model, in text order.

    Args:
        folded: the folded text.
        figures: its figures.
        cues: its phrases of the model.
        span: start and end of the sentence.
        names: its places: words of a name (`Điện Phong`, `Đường Âm`) say nothing of what is counted.
        sure: spans that the trained reader is sure of: no word beside them outweighs it.
    """
    start, end = span
    found: list[Counted] = []
    for index, figure in enumerate(figures):
        left = figures[index - 1].end if index else start
        right = figures[index + 1].start if index + 1 < len(figures) else end
        of, base = what(folded, figure, right)
        if of == "other" or is_change(folded, figure, left) or hold_one_each(folded, figure):
            continue
        if (
            is_of_all(folded, figure, start, cues)
            or is_of_none(folded, figure, start)
            or _TOGETHER.match(folded, figure.end)
            or (_LOSES.search(folded, left, figure.start) and _MERGED_AWAY.match(folded, figure.end))
        ):
            continue
        trusted = (figure.start, figure.end) in sure
        if not trusted and is_excluded(
            folded, figure, cues, (left, right), [m for m in names if left <= m.start < right]
        ):
            continue
        found.append(Counted(figure, of, base, comparator(folded, figure, left)))
    return found


def links_left(
    folded: str, counted: Counted, cues: Sequence[Mention], found: Sequence[Counted], places: Sequence[Mention] = ()
) -> bool:
    """Say whether a model phrase follows the figure in its own clause, or stands in it.

    Args:
        folded: the folded text.
        counted: the figure.
        cues: the phrases of the sentence in text order.
        found: all candidates of the sentence; another count of units in between takes the phrase for itself.
        places: communes, districts and provinces of the sentence: one in apposition changes nothing.
    """
    figure = counted.figure
    for cue in cues:
        if figure.start <= cue.start and cue.start < figure.end:
            return True
        if cue.start >= figure.end:
            words_between = folded[figure.end : cue.start]
            for place in places:  # `của phường A, tỉnh B có …`
                if figure.end <= place.start < cue.start:
                    name = re.escape(folded[place.start : place.end])
                    words_between = re.sub(rf", *{name} *(?:,|(?=[^\W\d_(]))", " ", words_between)
            between = _PARENTHESES.sub("", reduce(words_between, 0, len(words_between)).text)
            between = _INSERTED.sub(" ", between)
            if re.search(r"[,;:.]", between) or _NOT_YET.search(between):
                return False
            nearer = [c for c in found if figure.end <= c.figure.start < cue.start and c.of == counted.of]
            return all(totals.gives_total(folded, figure, c.figure) for c in nearer)
    return False


def links_right(folded: str, counted: Counted, start: int, places: Sequence[Mention]) -> bool:
    """Say whether the figure right of a model phrase counts where the model is."""
    figure = counted.figure
    if counted.of == "persons":  # `Bí thư đồng thời là trưởng thôn có 43 người`
        return bool(
            _PEOPLE.search(folded, figure.start, figure.end) and _THERE_ARE.fullmatch(folded, start, figure.start)
        )
    if any(0 <= figure.start - place.end <= 12 for place in places):
        return True
    before = folded[max(start, figure.start - 60) : figure.start]
    return bool(words_at_end("before_count").search(before)) or counted.comparator == "decrease_to"


def can_hold(total: Counted, part: Counted) -> bool:
    """Secretaries and cells are counted among hamlets, other things only among their like."""
    return (
        part.of in (total.of, "number")
        or total.of == "number"
        or (total.of == "hamlet_units" and part.of in ("persons", "cells"))
        or (total.of == "cells" and part.of == "persons")
    )
