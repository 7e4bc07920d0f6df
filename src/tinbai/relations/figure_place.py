"""Where a figure that counts no adoption holds (codebook 4.5)."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.lexicon import alternation, load
from tinbai.relations.governing import where
from tinbai.relations.scope import scope_of
from tinbai.text.view import Sentence

# `40% số hộ dân xã X`, `52 hộ ở thôn Y`: the noun that is counted goes on up to its place.
_NOUN = (
    r" +(?:số|tổng|hộ|dân|người|gia +đình|nhân|khẩu|đồng +bào|bà +con|diện +tích|dân +số|nhân +dân|cử +tri|đảng +viên)"
)
_TO_PLACE = re.compile(rf"(?:{_NOUN}(?![^\W\d_]))*(?: +(?:của|ở|tại|trong|thuộc|trên +địa +bàn|trong +địa +bàn))? *")


def place_of(doc: Doc, figure: Mention, sentence: Sentence) -> str | None:
    """Return the normal form of the place that a figure holds for, None if nothing says where.

    The place right behind what is counted (`40% số hộ xã X`); else the last hamlet to the left in the sentence; else
    the hamlet that a bare word means (`cả xóm có 29 hộ`); else the unit that governs counts (`governing.where`).
    """
    folded = view_of(doc).folded
    behind = next(iter(within(doc, "place", figure.end, sentence.end)), None)
    if behind is not None and not behind.attrs.get("former"):
        gap = folded[figure.end : behind.start]
        if gap and _TO_PLACE.fullmatch(gap):
            return behind.normal
    hamlets = [m for m in within(doc, "place", sentence.start, figure.start) if m.type == "HAMLET"]
    if hamlets:
        return hamlets[-1].normal
    return _bare(doc, figure, sentence) or where(doc, figure, sentence).place


@cache
def _whole() -> re.Pattern[str]:
    words = alternation(unit["surface"] for unit in load("units")["unit"] if unit["level"] == "hamlet")
    goes_on = r" +(?:này|ấy|đó|ta|tôi|nay|có|còn|hiện|chỉ|đã|mới|với|là)(?![^\W_])"
    return re.compile(
        rf"(?<![^\W_])(?:cả|toàn|khắp|trong) +(?P<whole>{words})(?= *[,.;:]|{goes_on}|$)"
        rf"|^[ “\"–-]*(?P<first>{words})(?={goes_on})"
    )


def _bare(doc: Doc, figure: Mention, sentence: Sentence) -> str | None:
    """Return the hamlet that `cả thôn`, `trong xóm` or a sentence that opens with `Bản có` means."""
    scope, folded = scope_of(doc), view_of(doc).folded
    said = folded[sentence.start : sentence.end]
    for match in _whole().finditer(said):
        word = match["whole"] or match["first"]
        at = sentence.start + match.start("whole" if match["whole"] else "first")
        unit = scope.in_force(at, "hamlet")
        before = scope.places.before(at, "hamlet") if unit is None else None
        names = [unit.normal] if unit else [str(before[0].normal)] if before else scope.places.named("hamlet")
        fitting = {name for name in names if name.startswith(f"{word} ")}
        if len(fitting) == 1:
            return fitting.pop()
    return None
