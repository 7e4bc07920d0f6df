"""Posts that are over by what is told elsewhere: `nguyên` in another line, death (codebook 4.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tinbai.entities.mention import Mention
from tinbai.entities.role_status import FORMER
from tinbai.relations.holder_place import own_place
from tinbai.relations.holding import Held, Holder
from tinbai.relations.place_index import LEVELS
from tinbai.relations.posts import is_head, is_secretary
from tinbai.relations.scope import Scope
from tinbai.text.view import TextView

# Before a post that is held, and around either telling: a new term, a unit that is gone.
_ANEW = re.compile(r"(?<![^\W\d_])(?:nay|hiện|vẫn|đang|đương +kim|tân|lại|tiếp +tục|được|tái|trúng|đắc)(?![^\W\d_])")
_AGAIN = re.compile(
    r"(?<![^\W\d_])(?:(?:bầu|làm|giữ|giao|cử|tín +nhiệm) +lại|lại +(?:được|làm|giữ|trúng)|tái|tiếp +tục|trúng|đắc|"
    r"cũ|sáp +nhập)(?![^\W\d_])"
)
_DEATH = re.compile(
    r"(?:(?:đã|vừa|mới|không +may|đột +ngột|bất +ngờ) +)*(?<![^\W\d_])(?:từ +trần|qua +đời|tạ +thế)(?![^\W\d_])"
)
# What may stand beside titles and places between name and death: of anybody else there is no word.
_OWN = re.compile(
    r"(?: *(?:[,()–-]|(?:nguyên(?: +là)?|cựu|kiêm|\d{2,3} +tuổi|(?:sinh|sn)(?: +năm)? +\d{4}|"
    r"sinh +ngày +\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4})(?![^\W_])))* *"
)
_TO_NAME = re.compile(r"(?: *(?:[,–-]|nguyên|cựu|kiêm))* *(?:(?:ông|bà|anh|chị|đồng +chí) *)?")
_STEP = re.compile(
    r"(?<![^\W\d_])(?:từ|đến|năm|tháng) +(?:(?:ngày|tháng|năm) +)?\d[\d/.-]*[^.;:]{0,40}(?<![^\W\d_])(?:là|làm|giữ)"
    r"(?: +(?:chức|chức +vụ))? *$"
)
_NEAR = 40
_CLAUSE = 160
_REACH = 240  # code points between a name and the word that tells the death
_FEW = 20


def held_now(scope: Scope, holder: Holder) -> list[Held]:
    """Return the posts of a person with what is over told as former, in text order.

    Args:
        scope: the places of the article.
        holder: the person with the posts as each place of the text tells them.
    """
    view = scope.places.view
    if any(_is_dead(scope, holder, mention) for mention in holder.mentions):
        return [_ended(view, held) for held in holder.held]
    told = _handed_over(view, holder.held)
    left = [h for h in told if h.status == "former" and not h.career and _is_left(view, h)]
    return [replace(h, status="former") if _is_the_same(scope, h, left) else h for h in told]


# `trưởng khu 4, đến năm 2020 sang làm [bí thư]`, `nhường lại chức cho con rồi làm [bí thư]`
_MOVED = re.compile(
    r"(?<![^\W\d_])(?:sang|chuyển +qua) +(?:làm|giữ|đảm +nhận|đảm +nhiệm)(?: +(?:chức|chức +danh|vai|việc))* +$"
    r"|(?<![^\W\d_])(?:nhường|bàn +giao|giao +lại|trao +lại)(?: +(?:lại|hết|cả|luôn))*"
    r" +(?:chức|chức +danh|việc|công +việc|ghế|vị +trí|vai|con +dấu|sổ +sách|nhiệm +vụ)(?![^\W\d_])"
)
_NOT_MOVED = re.compile(
    r"(?<![^\W\d_])(?:không|chưa|định|muốn|được|ông +cũ|người +cũ|thêm|kiêm|luôn|đồng +thời|cũng)(?![^\W\d_])"
)


def _handed_over(view: TextView, held: Sequence[Held]) -> list[Held]:
    """Return posts with the first of two told as former where the words to the second tell that it was left."""
    out = list(held)
    for index, (one, other) in enumerate(pairwise(held)):
        pair = (is_secretary(one.post) and is_head(other.post)) or (is_head(one.post) and is_secretary(other.post))
        if not pair or one.career or one.status != "current" or not 0 < other.role.start - one.role.end < _CLAUSE:
            continue
        between = view.folded[one.role.end : other.role.start]
        moved = _MOVED.search(between)
        if moved and not _NOT_MOVED.search(between, max(0, moved.start() - 20)):
            out[index] = replace(one, status="former")
    return out


def _is_left(view: TextView, held: Held) -> bool:
    introduced = FORMER.search(view.folded, max(0, held.role.start - 12), held.role.start)
    return introduced is not None and not _is_again(view, held)


def _is_again(view: TextView, held: Held) -> bool:
    """Say whether the sentence of a post tells of a new term or of a unit that is gone."""
    sentence = view.sentence_at(held.role.start)
    if sentence is None:
        return True
    left, right = max(sentence.start, held.role.start - _CLAUSE), min(sentence.end, held.role.end + _CLAUSE)
    return _AGAIN.search(view.folded, left, right) is not None


def _is_the_same(scope: Scope, held: Held, left: Sequence[Held]) -> bool:
    """Say whether a post told as held is the one that is told with `nguyên` elsewhere, of no other place.

    Ids of many offices need the same words: `Giám đốc Sở A` is not `nguyên Giám đốc Sở B`.
    """
    view = scope.places.view
    if held.career or held.status != "current" or not left or _is_again(view, held):
        return False
    before = view.folded[max(0, held.role.start - _NEAR) : held.role.start]
    if _ANEW.search(re.split(r"[.;:]", before)[-1]):
        return False
    for other in left[:_FEW]:
        if other.post != held.post or _words(view, other.role) != _words(view, held.role):
            continue
        if view.sentence_at(other.role.start) != view.sentence_at(held.role.start):
            here, there = _place(scope, held), _place(scope, other)
            return here is None or there is None or here.normal == there.normal
    return False


def _words(view: TextView, role: Mention) -> str:
    return " ".join(view.folded[role.start : role.end].split())


def _place(scope: Scope, held: Held) -> Mention | None:
    return next((place for level in LEVELS if (place := own_place(scope, held, level)) is not None), None)


def _is_dead(scope: Scope, holder: Holder, mention: Mention) -> bool:
    """Say whether a sentence opens with a person and goes on to the death: `Ông A (82 tuổi), nguyên …, đã từ trần`."""
    view = scope.places.view
    sentence = view.sentence_at(mention.start)
    if sentence is None or mention.start - sentence.start > _REACH:
        return False
    death = _DEATH.search(view.folded, mention.end, min(sentence.end, mention.end + _REACH))
    if death is None or _TO_NAME.fullmatch(_rest(scope, holder, sentence.start, mention.start)) is None:
        return False
    return _OWN.fullmatch(_rest(scope, holder, mention.end, death.start())) is not None


def _rest(scope: Scope, holder: Holder, start: int, end: int) -> str:
    """Return the text of a range without the titles of the person and the places."""
    cut = [h.role for h in holder.held if start <= h.role.start < end]
    text, at = "", start
    for mention in sorted([*cut, *scope.places.between(start, end)], key=lambda m: m.start):
        text += scope.places.view.folded[at : mention.start] + " "
        at = max(at, mention.end)  # `Trưởng thôn Bãi`: the place begins inside the title
    return text + scope.places.view.folded[at:end]


def _ended(view: TextView, held: Held) -> Held:
    if held.career:
        return held
    if _STEP.search(view.folded, max(0, held.role.start - 2 * _NEAR), held.role.start):
        return replace(held, career=True, status="former")
    return replace(held, status="former")
