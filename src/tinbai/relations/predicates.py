"""What is said behind a count of hamlets: one holder for both posts, two holders, or still to come (codebook 4.2).

In a text about the model a count needs not name it: the predicate is enough. `9 thôn giao một
đầu mối`, `6 thôn do một người giữ cả hai chức`, `5 bản chưa chọn được người`, `4 nơi còn lại
phải chờ`, `xã A tách 6 thôn`.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from tinbai.lexicon import alternation, load
from tinbai.relations.counting import Counted
from tinbai.relations.light import HAMLET, is_light_lead, is_only_light, masked
from tinbai.relations.modality import refusal
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_ONE = re.compile(
    r"(?<![^\W_])(?:(?:do|giao|để|cho|bố +trí|chọn)(?: +(?:cho|vẫn|được|toàn|luôn))* +(?:một|1) +"
    r"(?:người|đầu +mối|cán +bộ|đồng +chí)(?! +(?:quyết|kí|thu|chi|nộp|viết|trả|mua|bán|trông|dạy)(?![^\W_]))"
    r"|(?:làm|giữ|gánh|lo|kiêm|đảm +nhận|đảm +nhiệm|nắm|vác|phụ +trách)(?: +[^ ,;.]+){0,2}? +(?:cả +)?(?:hai|2) +"
    r"(?:việc|vai|chức|chức +danh|vị +trí|chức +vụ|nhiệm +vụ|ghế|đầu +việc)"
    r"|(?:làm|giữ|gánh|lo|kiêm|nắm) +cả +(?:hai|2)"
    rf"|(?:bố +trí|làm|thực +hiện|sắp +xếp)(?: +được)? +như +(?:thôn|bản|xóm|ấp|khóm|buôn|làng|{HAMLET}))(?![^\W_])"
)
_REMAINDER = re.compile(r" *(?:[^ ,;.]+ +){0,2}?còn +lại(?![^\W_])")
_THE_REST = re.compile(r"(?<![^\W_])(?:số|(?:các|những) +[^ ,;.]+) +còn +lại *, *$")  # `Số còn lại, 18 thôn, …`
_NOT_YET = re.compile(r" *(?:[^ ,;.]+ +){0,2}?còn +lại +(?:(?:thì|vẫn|đều) +)*chưa *$")
_SPLIT = re.compile(r"(?<![^\W_])tách(?: +(?:lại|riêng|ra|cả))* *$")
_INTO = re.compile(r" *(?:thành|ra|khỏi|từ|để +(?:thành|lập))(?![^\W_])")
# `nằm trong số 5 nơi chưa xong`, `với 14 đơn vị chưa làm được, huyện …`: the units are only spoken of.
_KNOWN_ONES = re.compile(
    r"(?<![^\W_])(?:trong +số|một +trong|chính|với|cho|vận +động|giúp)(?: +(?:các|những|cả|tổng +số))? *$"
)
_EXCEPT = re.compile(r"(?<![^\W_])(?:trừ|ngoại +trừ)(?: +(?:có|ra))? *$")


@cache
def _objects() -> re.Pattern[str]:
    listed = alternation(fold(word) for word in load("cues")["adoption"]["other_objects"])
    return re.compile(rf"(?<![^\W_]){listed}(?![^\W_])")


@cache
def _to_come() -> re.Pattern[str]:
    keys = ("strong_target", "still_to_come")
    listed = alternation(fold(word) for key in keys for word in load("cues")["adoption"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?![^\W_])")


def said_of(doc: Doc, counted: Counted, sentence: Sentence, *, known: bool) -> str | None:
    """Return what a clause without the model's name says of its count: a status, or None if it does not count.

    Args:
        doc: the article, which names the model elsewhere.
        counted: a figure.
        sentence: its sentence.
        known: the text has counted before.
    """
    if counted.of not in ("hamlet_units", "cells", "persons"):
        return None
    before, after = masked(doc, sentence, counted.figure)
    clause, whole = re.split(r"[,;.]", after)[0], re.split(r"[;.]", after)[0]
    if _objects().search(clause):
        return None
    refused = refusal(clause)
    if refused is not None and is_only_light(clause[: refused[0]]):
        return None if _KNOWN_ONES.search(before) else "refused"
    if counted.of == "persons":
        return None
    if known and (_REMAINDER.match(clause) or _THE_REST.search(before)):
        if _NOT_YET.match(clause):
            return "not_adopted"
        planned = _to_come().search(whole) or _to_come().search(re.split(r"[;.]", before)[-1][-40:])
        return "target" if planned else "not_adopted" if refusal(whole) else None
    if known and _EXCEPT.search(before):
        return "not_adopted"
    split = _SPLIT.search(before)
    if known and split and not _INTO.match(after) and is_light_lead(re.split(r"[,;.:]", before[: split.start()])[-1]):
        return "abandoned"
    return "achieved" if refused is None and says_one(clause) else None


def only_names(doc: Doc, counted: Counted, sentence: Sentence) -> bool:
    """Say whether a clause speaks of units without the model that the text has counted (`với 14 nơi chưa làm, …`)."""
    before, after = masked(doc, sentence, counted.figure)
    return bool(_KNOWN_ONES.search(before)) and refusal(re.split(r"[,;.]", after)[0]) is not None


def says_one(clause: str) -> bool:
    """Say whether words behind a count give both posts to one holder (`đã giao một người`, `giữ cả hai chức`)."""
    one = _ONE.search(clause)
    return one is not None and one.start() <= 60
