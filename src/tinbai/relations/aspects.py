"""Which aspects of benefit and difficulty a stretch of text names (codebook 2.4).

Triggers of lexicon `aspects` are hints; what stands around them decides: a denied
benefit is none, a trouble that has been overcome is none, a goal is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tinbai.lexicon import load
from tinbai.text.normalize import fold

_GAP = r"(?: +[^ ,;.:()]+){0,6}? +"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_NEAR = 22
# Facts of an election or a donation that only look like trust.
_NO_TRUST = re.compile(
    r"(?:phiếu|cử tri|%|cao) +tín nhiệm|tín nhiệm +(?:bầu|giới thiệu|giao|cử|đề cử)"
    r"|ủng hộ +(?:quỹ|[\d.,]+|số tiền|đồng bào|tiền)"
)
# Schooling of a person is no praise (codebook 4.1 education).
_NO_QUALITY = re.compile(r"trình độ +(?:văn hóa|học vấn|chuyên môn|đại học|cao đẳng|trung cấp|sơ cấp|\d)")
_NO_HEALTH = re.compile(r"(?:chăm sóc|bảo vệ|khám|nâng cao) +(?:\w+ +){0,3}sức khỏe")


@dataclass(frozen=True, slots=True)
class Hit:
    """One trigger in the text: code, span on the folded text, how sure the list is, and if it states a rate."""

    code: str
    start: int
    end: int
    kind: str
    rate: bool = False

    @property
    def good(self) -> bool:
        """Say whether the aspect is a benefit."""
        return self.code.startswith("B")


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Return the word list `words.key` of lexicon `aspects` as a pattern on folded text."""
    return re.compile(_alternatives(load("aspects")["words"][key]))


def _alternatives(surfaces: Iterable[str]) -> str:
    parts = [
        _GAP.join(re.escape(fold(part.strip())).replace(r"\ ", " +") for part in surface.split("..."))
        for surface in sorted(set(surfaces), key=lambda words: (-len(words), words))
    ]
    return _BEFORE + "(?:" + "|".join(parts) + ")" + _AFTER


@cache
def _triggers() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    found = []
    for entry in load("aspects")["aspect"]:
        for kind in ("triggers", "weak", "turned"):
            if entry[kind]:
                found.append((entry["id"], kind, re.compile(_alternatives(entry[kind]))))
        if entry["patterns"]:
            turns = "|".join(_blanks(fold(turn)) for turn in entry["patterns"])
            found.append((entry["id"], "patterns", re.compile(rf"{_BEFORE}(?:{turns})(?![^\W\d_])")))
    return tuple(found)


def _blanks(turn: str) -> str:
    """Let a blank be one or more, an optional one any number."""
    return re.sub(r" (?!\*)", " +", turn.replace(" ?", " *"))


def hits(folded: str, start: int, end: int) -> list[Hit]:
    """Return the triggers of `folded[start:end]` that count, in text order; of overlapping ones the longest.

    Example:
        >>> text = fold("khắc phục tình trạng đùn đẩy, tiết kiệm được ngân sách")
        >>> [hit.code for hit in hits(text, 0, len(text))]
        ['B02', 'B05']
    """
    raw = [
        Hit(code, match.start(), match.end(), kind, rate=match[0].startswith("hưởng"))
        for code, kind, regex in _triggers()
        for match in regex.finditer(folded, start, end)
    ]
    kept: list[Hit] = []
    for hit in sorted(raw, key=lambda h: (h.start - h.end, h.kind != "triggers", h.start, h.code)):
        same_words = [k for k in kept if hit.start < k.end and k.start < hit.end]
        if all((k.start, k.end) == (hit.start, hit.end) for k in same_words):
            kept.append(hit)
    counted = [hit for hit in kept if _counts(folded, hit, (start, end))]
    return sorted(counted, key=lambda hit: (hit.start, hit.code))


def _counts(folded: str, hit: Hit, bounds: tuple[int, int]) -> bool:
    start, end = bounds
    before = folded[max(start, hit.start - _NEAR) : hit.start]
    clause = _clause(folded, hit, bounds)
    surface = folded[max(start, hit.start - 8) : min(end, hit.end + 14)]
    turned = bool(_ends_with("turning").search(before))
    if hit.kind == "turned":
        return bool(pattern("turning").search(before))
    if hit.good:
        if _NO_TRUST.search(surface) or _NO_QUALITY.search(surface) or _is_denied(folded, hit, before, end):
            return False
        return hit.kind != "weak" or bool(pattern("good").search(clause))
    if _NO_HEALTH.search(folded[max(start, hit.start - 24) : hit.end]):
        return False
    if turned and not folded[hit.start : hit.end].startswith(("không", "chưa", "thiếu", "ít")):
        return False
    if re.search(r"(?:không còn|khắc phục|tránh|tháo gỡ|vượt qua|vượt) +(?:\w+ +){0,4}$", before):
        return False
    return hit.kind != "weak" or bool(pattern("bad").search(clause))


def _clause(folded: str, hit: Hit, bounds: tuple[int, int]) -> str:
    """Return the words around a weak trigger, without it: praise is looked for up to the commas only."""
    marks = ",;:." if hit.good else ";:."
    left = max(folded.rfind(mark, bounds[0], hit.start) for mark in marks)
    right = min((at for mark in marks if (at := folded.find(mark, hit.end, bounds[1])) >= 0), default=bounds[1])
    begin = max(left + 1, bounds[0])
    return folded[begin : hit.start] + " | " + folded[hit.end : right]


def _is_denied(folded: str, hit: Hit, before: str, end: int) -> bool:
    if re.search(
        r"(?:chưa|không|thiếu|khó|kém|chẳng)(?: +(?:thật sự|thực sự|được|thể|phát huy|mang lại|đạt))? *$", before
    ):
        return not folded[hit.start : hit.end].startswith(("không", "chưa"))
    after = folded[hit.end : min(end, hit.end + 14)]
    return bool(re.match(r" +(?:còn +)?(?:chưa|không|hạn chế|thấp|yếu|kém)(?![^\W_])", after))


@cache
def _ends_with(key: str) -> re.Pattern[str]:
    return re.compile(pattern(key).pattern + r"(?: +(?:được|bớt|tình trạng|những|các|cảnh|sự|tư tưởng|gặp))* *$")


def settle(found: list[Hit]) -> list[Hit]:
    """Drop general praise or trouble where the sentence says which (B98, D98 are without content)."""
    if {hit.code for hit in found if hit.good} == {"B06"}:
        # A rate of allowance alone is a rule; it is praise beside another benefit or a rise.
        found = [hit for hit in found if not (hit.good and hit.rate)]
    specific = {hit.code[0] for hit in found if hit.code not in ("B98", "D98")}
    return [hit for hit in found if hit.code not in ("B98", "D98") or hit.code[0] not in specific]
