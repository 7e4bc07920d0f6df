"""Words beside a number that change its value: hơn, gần, từ … trở lên, tăng, còn (codebook 3.8)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tinbai.entities.number import choice, words_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold

OPERATORS: Mapping[str, str] = {
    "more_than": ">",
    "less_than": "<",
    "about": "~",
    "nearly": "~<",
    "at_least": ">=",
    "at_most": "<=",
}


@dataclass(frozen=True, slots=True)
class Lead:
    """The approximation words before a number.

    Attributes:
        start: where they begin; the number itself if there are none.
        code: approximation code of the last one, None if there are none.
        opened: True if `từ` stands before them.
        opened_at: where `từ` begins, else `start`.
        dimension_at: where `hơn` after an adjective of size begins; it belongs to an amount with a unit of measure.
    """

    start: int
    code: str | None
    opened: bool
    opened_at: int
    dimension_at: int | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """`trở lên`, `trở xuống` after a number; inside the span only together with `từ`."""

    end: int
    code: str | None
    inside: bool


@cache
def _codes() -> Mapping[str, str]:
    listed = [row for row in load("numbers")["approximator"] if row["in_span"] and " ... " not in row["surface"]]
    vague = {*words_of("numeral", "vague_alone"), *(f"quá {half}" for half in words_of("numeral", "half"))}
    return {
        fold(r["surface"]): r["op"] for r in listed if r["op"] in (*OPERATORS, "exactly") and r["surface"] not in vague
    }


@cache
def _lead() -> re.Pattern[str]:
    adjective = choice("not_figure", "adjectives_before_hon")
    degree = choice("not_figure", "not_degree_before")
    glued = alternation(word for word in words_of("numeral", "glued_to") if word in _codes())  # trên1.500 phòng
    return re.compile(
        rf"(?<!\w)(?P<guard>(?:{adjective} +(?=hơn)|{degree} +(?=độ))?)"
        rf"(?P<words>(?:{alternation(_codes())} +)*(?:{glued})?)$"
    )


@cache
def _sized() -> re.Pattern[str]:
    return re.compile(rf"{choice('not_figure', 'dimensions_before_hon')} +hơn +")


@cache
def _one() -> re.Pattern[str]:
    return re.compile(alternation(_codes()) + r"(?= |$)")


@cache
def _lost_blank() -> re.Pattern[str]:
    heads = alternation([*words_of("numeral", "bare_heads"), words_of("numeral", "vague_heads")[0]])
    return re.compile(rf"(?<=[^\W\d_]){heads} +$")


@cache
def _open() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('numeral', 'range_open')} +$")


def lead_before(folded: str, floor: int, start: int, text: str = "") -> Lead:
    """Return the approximation words directly before `start`, not left of `floor`.

    Args:
        folded: the matching copy of the text.
        floor: start of the sentence.
        start: start of the number.
        text: the text, where a capital shows that a word lost the blank before it (`Xã Nậm BúngHơn 3 km`).
    """
    window = max(floor, start - 32)
    prefix = folded[window:start]
    match = _lead().search(prefix)
    begin, code = start, None
    if match and match["words"]:
        found = _one().findall(match["words"])
        guarded = bool(match["guard"])
        if guarded or (len(found) > 1 and found[0] in words_of("numeral", "verbs_of_comparison")):
            guarded, found = True, found[1:]  # `hơn đúng 19 phiếu`: hơn compares, đúng belongs to the number
        if found:
            begin = start - len(match["words"] if not guarded else match["words"].partition(" ")[2].lstrip())
            code = _codes()[re.sub(" +", " ", found[-1])]
            code = None if code == "exactly" and len(found) == 0 else code
    if begin == start and text and (lost := _lost_blank().search(prefix)):
        glued = start - len(lost[0])
        if text[glued].isupper() and text[glued - 1].islower():
            return Lead(glued, _codes().get(lost[0].strip()), opened=False, opened_at=glued)
    opened = _open().search(folded[window:begin])
    size = match is not None and begin == start and _sized().fullmatch(match[0])
    at = start - len(match["words"]) if match and size else None
    return Lead(begin, code, bool(opened), begin - len(opened[0]) if opened else begin, at)


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(rf" +(?:(?P<up>{choice('numeral', 'upward')})|(?P<down>{choice('numeral', 'downward')}))(?!\w)")


def trailing(folded: str, stop: int, end: int, *, opened: bool) -> Trail:
    """Return what `trở lên`/`trở xuống` right after the figure says."""
    match = _trail().match(folded, stop, end)
    if not match:
        return Trail(stop, None, inside=False)
    return Trail(match.end(), "at_least" if match["up"] else "at_most", inside=opened)


@cache
def _comparators() -> Mapping[str, str]:
    skip = ("denominator", "part_of", "enumerates", "versus", "remainder")
    found = {fold(row["surface"]): row["op"] for row in load("numbers")["comparator"] if row["op"] not in skip}
    return found


@cache
def _comparator() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<word>{alternation(_comparators())})(?: +(?:được|thêm|đi|có|tới|khoảng))? *$")


def comparator_before(prefix: str) -> str | None:
    """Return the code of the comparing word at the end of `prefix` (`giảm` → decrease_by)."""
    match = _comparator().search(prefix)
    return _comparators()[re.sub(" +", " ", match["word"])] if match else None
