"""Counts that stand in a clause of nothing but place, time and light words (codebook 4.2).

Once a text counts hamlets with the model, it goes on in short: `năm 2024 phấn đấu 90 bản`,
`Liên Thủy dẫn đầu với 7 thôn`, `con số ấy nay mới là 12`, `số xóm nhất thể hóa là 270`. What
these clauses have in common is that no content word is left beside the number: everything in
them is a place, a date, the model's name or a word of a closed list (lexicon `cues`). One other
word (`nghèo`, `điện`, `đảng viên`) and the number may count other things, so the clause is heavy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.lexicon import alternation, load
from tinbai.relations.counting import Counted, what
from tinbai.relations.draft import Draft
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

# Mentions become one letter each, repeated: place, date, figure, phrase of the model, hamlet.
PLACE, DATE, FIGURE, CUE, HAMLET = "\ue010", "\ue011", "\ue012", "\ue013", "\ue014"
_MASKS = (("place", PLACE), ("date", DATE), ("figure", FIGURE), ("cue", CUE))
_CLAUSE_END = re.compile(r"[,;:.()]| (?:thì|vì|bởi|nên|nhờ|song|nhưng|khi|trong +khi)(?![^\W_])")
# `thấp nhất là huyện B: 41%`, `Đầu năm 2021: 131 thôn`: the colon stands for a verb.
_PLACE_ROW = re.compile(rf"{PLACE} *: *$")
_DATE_ROW = re.compile(rf"{DATE} *: *$")
_GOAL = re.compile(
    r"(?<![^\W_])(?:chỉ +tiêu|mục +tiêu|đích|cột +mốc|mốc|hướng +(?:tới|đến)|điều +chỉnh +(?:xuống|lên|còn)|kế +hoạch)"
    r"(?: +(?:là|phấn +đấu|tăng|thêm|đạt|tới|đến|ở|mức|từ|trên|cho|của|đề +ra|đặt +ra|nhiệm +kì|này|năm|cuối|hết"
    rf"|{DATE}+))* *$"
)
_GOAL_ENDS = re.compile(
    rf"(?: +(?:tổng +)?số)?(?:(?: *[,/]| +và)? *{UNIT})* *(?:$|[,.;)]|{DATE}"
    r"|(?:cho|vào|trong|trước|đến|ở|khi|mà|đặt +ra|đề +ra|có +bí|nhất +thể|kiêm|thực +hiện|so +với"
    r"|được +(?:ghi|nêu|đặt|đề)|của +(?:nhiệm|năm|xã|huyện|tỉnh|thành|thị|phường))(?![^\W_]))"
)
_ASIDE = re.compile(r"\([^()]*\)")
_BOUNDARY = re.compile(r"[,;:.()]")
_LEFT = ("light_adverbs", "light_predicates", "light_copula", "light_degree", "light_nouns")
_RIGHT = ("light_behind", "light_adverbs")


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause of a figure, reduced: `before` and `after` it, without its own words."""

    before: str
    after: str


@cache
def _words(key: str) -> str:
    return alternation(fold(word) for word in load("cues")["adoption"][key])


@cache
def _word(*keys: str) -> re.Pattern[str]:
    listed = alternation(fold(word) for key in keys for word in load("cues")["adoption"][key])
    return re.compile(
        rf"[\s\"“”'/,-]+|[{PLACE}{DATE}{CUE}{UNIT}{CELL}{SHORT}{HEAD}]"
        rf"|(?<![^\W_])(?:{listed}|[^\W\d_]+ +nhất)(?![^\W_])"
    )


def _only(text: str, *keys: str) -> bool:
    """Say whether a stretch holds nothing but mentions, titles, hamlet words and the words of some lists."""
    word, position = _word(*keys), 0
    while position < len(text):
        match = word.match(text, position)  # the longest word of the lists: no way back, so linear
        if match is None:
            return False
        position = match.end()
    return True


@cache
def _has(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_words(key)}(?![^\W_])")


@cache
def _copula() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_words('light_copula')}(?: +{_words('light_degree')})* *$|: *$")


@cache
def _subject() -> re.Pattern[str]:
    """`số xóm …`, `tỉ lệ …`: what the number is of, at the head of its clause."""
    return re.compile(r"(?<![^\W_])(?:tổng +)?(?:số(?: +lượng)?|con +số|tỉ +lệ)(?![^\W_])")


def masked(doc: Doc, sentence: Sentence, figure: Mention) -> tuple[str, str]:
    """Return the words before and behind a figure in its sentence, every mention a run of one letter."""
    text = list(view_of(doc).folded[sentence.start : sentence.end])
    for layer, letter in _MASKS:
        for m in within(doc, layer, sentence.start, sentence.end):
            inside = m.end <= sentence.end
            if inside and (m.type != "CUE" or m.attrs.get("confirmed")) and m.normal != "2 người":
                shown = HAMLET if m.type == "HAMLET" else letter
                text[m.start - sentence.start : m.end - sentence.start] = shown * (m.end - m.start)
    whole = "".join(text)
    before = reduce(whole, 0, figure.start - sentence.start).text
    return before, reduce(whole, figure.end - sentence.start, len(whole)).text


def clause_of(doc: Doc, sentence: Sentence, figure: Mention) -> Clause:
    """Return the clause of `figure`: to the left over commas as long as only adverbials stand there."""
    before, after = masked(doc, sentence, figure)
    before = _ASIDE.sub(lambda aside: " " * len(aside[0]), before)
    behind = _CLAUSE_END.search(after)
    after = after[: behind.start() if behind else len(after)]
    figures = before.rfind(FIGURE) + 1
    hard = max(before.rfind(mark) for mark in ";.(") + 1
    colon = before.rstrip().rfind(":")
    row = before.rstrip().endswith(":") or bool(_PLACE_ROW.search(before))
    hard = max(hard, 0 if row else colon + 1)
    start = max(before.rfind(",") + 1, hard)
    while start > max(figures, hard) and _only(before[start:], "light_adverbs"):
        start = max(before.rfind(",", 0, start - 1) + 1, hard)
    return Clause(before[max(start, figures) :], after)


def is_only_light(text: str) -> bool:
    """Say whether words behind a number add nothing to it."""
    return _only(text, *_RIGHT)


def is_light_lead(text: str) -> bool:
    """Say whether words before a number are only places, dates and words that say nothing else."""
    return _only(text, *_LEFT)


def is_light(clause: Clause) -> bool:
    """Say whether nothing but light words stands beside the number."""
    return _only(clause.before, *_LEFT) and _only(clause.after, *_RIGHT)


def is_subject_number(doc: Doc, counted: Counted, sentence: Sentence) -> bool:
    """`số xóm nhất thể hóa là 270/369`: the number said of a subject that holds the model's name."""
    before, after = masked(doc, sentence, counted.figure)
    stop = max(before.rfind(mark) for mark in ";.") + 1
    head = _subject().search(before, stop)
    at = head.end() if head else _table_row(before, stop)
    if at is None or CUE not in before[at:] or not _copula().search(before):
        return False
    behind = _BOUNDARY.search(after)
    right = after[: behind.start() if behind else len(after)]
    between = _ASIDE.sub(" ", before[at:]).replace(":", " ").replace(FIGURE, "")
    return _only(between, *_LEFT) and _only(right, *_RIGHT)


def _table_row(before: str, start: int) -> int | None:
    """`bí thư kiêm trưởng thôn: 31`: where the row begins that ends in a colon, None if the number stands in none."""
    row = before.rstrip()
    return max(start, row.rfind(",") + 1) if row.endswith(":") else None


def is_light_share(doc: Doc, share: Counted, sentence: Sentence) -> bool:
    """`mục tiêu đến năm 2025 là trên 75%`, `hiện đã được 81,6%`: a percent in a clause of light words."""
    clause = clause_of(doc, sentence, share.figure)
    if CUE not in clause.before and re.search(rf"[{CELL}{SHORT}{HEAD}]|(?<![^\W_])người(?![^\W_])", clause.before):
        return False  # the share of votes of a person
    after = re.sub(rf"^ *(?:tổng +)?số(?= *{UNIT})", " ", clause.after)
    if not (_only(clause.before, *_LEFT) and _only(after, *_RIGHT)):
        return False
    figures = list(within(doc, "figure", sentence.start, share.figure.start))
    if figures and shares_clause(doc, figures[-1], share.figure):
        return False
    if _PLACE_ROW.search(clause.before) or re.search(rf"{PLACE} *$", clause.before):
        return True  # an item of a list: `thấp nhất là huyện B: 41%`
    if re.search(rf"{PLACE} +(?:đều|cùng)(?: +(?:ở +mức|trên|từ))* *$", clause.before):
        return True
    return bool(_has("light_predicates").search(clause.before)) or "tỉ lệ" in clause.before


def lists_share(doc: Doc, share: Counted, sentence: Sentence, drafts: Sequence[Draft]) -> bool:
    """`20% năm 2019, 40% năm 2020`, `xã A (93%), thấp nhất là xã B (29%)`: one more share of the same kind."""
    figures = list(within(doc, "figure", sentence.start, share.figure.start))
    told = {draft.figures[0].start for draft in drafts if draft.count is None and draft.figures}
    return bool(figures) and figures[-1].start in told and is_light(clause_of(doc, sentence, share.figure))


def shares_clause(doc: Doc, earlier: Mention, later: Mention) -> bool:
    """Say whether nothing parts two figures (`từ 268 xóm xuống còn 178 xóm`): they count the same."""
    between = view_of(doc).folded[earlier.end : later.start]
    return not _BOUNDARY.search(between)


def depends(doc: Doc, earlier: Mention, later: Mention, sentence: Sentence) -> bool:
    """Say whether a number only counts what stood before (`22 bản trắng sóng, riêng xã A 4 bản`)."""
    clause = clause_of(doc, sentence, later)
    return shares_clause(doc, earlier, later) or is_light(Clause(clause.before.split(",")[-1], clause.after))


def is_goal(doc: Doc, counted: Counted, sentence: Sentence) -> bool:
    """`Huyện đặt đích 95% cho năm 2025`: the number right behind the word for a goal, with no other noun."""
    if counted.of not in ("hamlet_units", "cells", "percent") or counted.figure.attrs.get("denominator"):
        return False
    before, after = masked(doc, sentence, counted.figure)
    return bool(_GOAL.search(before)) and bool(_GOAL_ENDS.match(after))


def _is_of_communes(doc: Doc, figure: Mention) -> bool:
    """`Tổng cộng 16 xã, thị trấn phải có 90 thôn`: what is counted of so many communes is not their number."""
    return what(view_of(doc).folded, figure, figure.end)[0] == "subunits"


def goes_on(doc: Doc, counted: Counted, sentence: Sentence, before: Sequence[Counted], *, known: bool) -> bool:
    """Say whether a count goes on counting what the text has counted.

    Args:
        doc: the article.
        counted: a figure of hamlets, cells or a bare number.
        sentence: the sentence.
        before: what the sentence has counted so far.
        known: the text has counted before.
    """
    if counted.of not in ("hamlet_units", "cells", "number"):
        return False
    clause = clause_of(doc, sentence, counted.figure)
    if not is_light(clause) or not (known or _has("light_anaphors").search(clause.after)):
        return False
    figures = list(within(doc, "figure", sentence.start, counted.figure.start))
    alone = not figures or not shares_clause(doc, figures[-1], counted.figure)
    if not alone and all(c.figure is not figures[-1] for c in before) and not _is_of_communes(doc, figures[-1]):
        return False  # beside a number that counts other things
    said = bool(_has("light_predicates").search(clause.before)) or bool(_DATE_ROW.search(clause.before))
    if re.fullmatch(r" *(?:tức|tức +là|tương +đương|tương +đương +với|nghĩa +là) *", clause.before):
        said = bool(figures) and figures[-1].attrs.get("kind") == "percent"
    if counted.figure.attrs.get("denominator"):
        return said or counted.of != "number" or PLACE in clause.before
    if counted.of == "number":
        direct = before or _copula().search(clause.before) or counted.comparator == "decrease_to"
        return said and bool(direct)
    same = bool(before) and before[-1].of == counted.of and ":" not in clause.before
    return said or (same and bool(DATE in clause.before or _has("light_copula").search(clause.before)))
