"""Where a figure that counts no adoption holds (codebook 4.5)."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.entities.place_types import WEAK
from tinbai.lexicon import alternation, load
from tinbai.relations.governing import where
from tinbai.relations.place_words import is_sister
from tinbai.relations.scope import Scope, scope_of
from tinbai.text.view import Sentence

# `40% số hộ dân xã X`, `52 hộ ở thôn Y`: the noun that is counted goes on up to its place. Money has a giver there,
# a length an end.
_COUNTED = ("count", "percent", "ratio")
_NOUNS = (
    r"(?: +(?:số|tổng|toàn|hộ|nghèo|cận|dân|người|gia +đình|nhân|khẩu|đồng +bào|bà +con|diện +tích|dân +số|cử +tri|"
    r"đảng +viên)(?![^\W\d_]))*"
)
_TO_PLACE = re.compile(rf"{_NOUNS}(?: +(?:của|ở|tại|thuộc|trong|(?:trong|trên) +địa +bàn))? *")
# Between a bare `thôn` and a figure: then it is of another unit.
_WIDER = re.compile(r"(?<![^\W_])(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|cả nước)(?![^\W_])")


def place_of(doc: Doc, figure: Mention, sentence: Sentence) -> str | None:
    """Return the normal form of the place that a figure holds for, None if nothing says where.

    The last hamlet to the left in the sentence; else the one place right behind what is counted (`40% số hộ xã X`);
    else the hamlet that a bare word means (`cả xóm có 29 hộ`); else the unit that governs counts (`governing.where`).
    """
    behind = _behind(doc, figure, sentence)
    hamlets = [m for m in within(doc, "place", sentence.start, figure.start) if m.type == "HAMLET"]
    if behind is not None and (behind.type == "HAMLET" or not hamlets):
        return behind.normal
    if hamlets:
        return hamlets[-1].normal
    return _bare(doc, figure, sentence) or where(doc, figure, sentence).place


def _behind(doc: Doc, figure: Mention, sentence: Sentence) -> Mention | None:
    """Return the place right behind what is counted, None where several are listed."""
    if figure.attrs.get("kind") not in _COUNTED:
        return None
    folded = view_of(doc).folded
    places = within(doc, "place", figure.end, sentence.end)
    gap = folded[figure.end : places[0].start] if places else ""
    if not gap or places[0].attrs.get("former") or not _TO_PLACE.fullmatch(gap):
        return None
    listed = any(
        other.type == places[0].type and is_sister(folded[places[0].end : other.start]) for other in places[1:]
    )
    return None if listed else places[0]


@cache
def _words() -> str:
    """Hamlet words that mean little else: no `tổ`, `khu`."""
    units = (unit for unit in load("units")["unit"] if unit["level"] == "hamlet" and unit["id"] not in WEAK)
    return alternation(unit["surface"] for unit in units)


@cache
def _left() -> re.Pattern[str]:
    has = r"(?: +(?:ta|tôi))?(?: +(?:hiện|nay|đã|mới|chỉ|vẫn))* +(?:có|còn|với)(?![^\W_])"
    return re.compile(rf"(?:(?<![^\W_])(?:cả|toàn|khắp|trong) +|^[ “\"–-]*)(?P<word>{_words()})(?=,|{has})[^;:]*$")


@cache
def _right() -> re.Pattern[str]:
    return re.compile(
        rf"{_NOUNS} +(?:trong|của) +(?:cả +|toàn +)?(?P<word>{_words()})(?= *[,.;]| +(?:đã|đang|có|được|là) )"
    )


def _bare(doc: Doc, figure: Mention, sentence: Sentence) -> str | None:
    """Return the hamlet that `cả thôn` or a sentence that opens with `Bản có` means, or `trong xóm` right behind.

    None if a unit is named in between, or the hamlet that the text is at has another word.
    """
    scope, folded = scope_of(doc), view_of(doc).folded
    left = _left().search(folded[sentence.start : figure.start])
    at = sentence.start + left.start("word") if left else -1
    if left and not within(doc, "place", at, figure.start) and not _WIDER.search(folded, at, figure.start):
        return _hamlet_at(scope, at, left["word"])
    right = _right().match(folded, figure.end, sentence.end)
    return _hamlet_at(scope, right.start("word"), right["word"]) if right else None


def _hamlet_at(scope: Scope, offset: int, word: str) -> str | None:
    """Return the hamlet that the paragraph is at, or the one before was about, if `word` is its kind."""
    unit = scope.in_force(offset, "hamlet")
    before = scope.places.before(offset, "hamlet") if unit is None else None
    name = unit.normal if unit else before[0].normal if before else None
    return name if name and name.startswith(f"{word} ") else None
