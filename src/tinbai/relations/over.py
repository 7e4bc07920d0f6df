"""Posts that are over by what is told elsewhere: `nguyên` in another line, death, retirement (codebook 4.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
from tinbai.relations.holder_place import own_place
from tinbai.relations.holding import Held, Holder
from tinbai.relations.place_index import LEVELS
from tinbai.relations.scope import Scope
from tinbai.text.view import TextView

_FORMER = re.compile(r"(?<![^\W\d_])(?:nguyên(?: +là)?|cựu) *$")
_ANEW = re.compile(r"(?<![^\W\d_])(?:nay|hiện|vẫn|đang|đương +kim|tân|lại|tiếp +tục|được|tái|trúng|đắc)(?![^\W\d_])")
# `ông A (82 tuổi), nguyên Chủ tịch xã, đã từ trần`; not `ông A kể mẹ từ trần`.
_DIED = re.compile(
    r"(?: *\([^()]{0,60}\))?(?: *[,–-][^.;:\n]{0,160}?, *| +)(?:(?:đã|vừa|mới|không +may|đột +ngột|bất +ngờ|thì) +)*"
    r"(?:từ +trần|qua +đời|tạ +thế)(?![^\W\d_])"
)
_OF_ANOTHER = re.compile(
    r"(?<![^\W\d_])(?:vợ|chồng|bố|cha|mẹ|má|con|con +(?:trai|gái|dâu|rể)|em|em +(?:trai|gái)|anh +trai|chị +gái|cháu|"
    r"thân +phụ|thân +mẫu|người +thân|gia +đình)(?: +(?:của|đẻ))*(?: +(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí))? *$"
)
_RELATIVE = re.compile(
    r"(?<![^\W\d_])(?:vợ|chồng|bố|cha|mẹ|má|con|em|cháu|bạn|có|kể|nói|ông|bà|anh|chị|cụ|và)(?![^\W\d_])"
)
_STEP = re.compile(
    r"(?<![^\W\d_])(?:từ|đến|năm|tháng) +(?:(?:ngày|tháng|năm) +)?\d[\d/.-]*[^.;:]{0,40}(?<![^\W\d_])(?:là|làm|giữ)"
    r"(?: +(?:chức|chức +vụ))? *$"
)
_RETIRED = re.compile(
    r"(?: +[^\W_]+){0,6}? *,? *(?:(?:nay|hiện|vừa|mới) +)*(?:đã|vừa|mới|được) +(?:nghỉ|về) +hưu(?! +(?:từ|ở|trong)"
    r" +(?:quân|công +an|ngành))(?![^\W\d_])"
)
# Posts that nobody holds in retirement; a retired man may well chair a commune's veterans or head a hamlet.
_SALARIED = re.compile(
    r"(?:bi_thu|pho_bi_thu|pho_bi_thu_tt)_(?:dang_uy_xa|huyen_uy|tinh_uy)|(?:pho_)?chu_tich_(?:ubnd|hdnd)_\w+|"
    r"giam_doc_so|truong_phong_\w+|truong_nganh_tinh"
)
_NEAR = 40
_FEW = 20


def held_now(scope: Scope, holder: Holder) -> list[Held]:
    """Return the posts of a person with what is over told as former, in text order.

    Args:
        scope: the places of the article.
        holder: the person with the posts as each place of the text tells them.
    """
    view = scope.places.view
    if any(_is_dead(view, holder, mention) for mention in holder.mentions):
        return [_ended(view, held) for held in holder.held]
    out = [replace(h, status="former") if _is_retired(view, h) else h for h in holder.held]
    left = [h for h in out if h.status == "former" and not h.career and _introduced(view, h)]
    return [replace(h, status="former") if _is_the_same(scope, h, left) else h for h in out]


def _introduced(view: TextView, held: Held) -> bool:
    return _FORMER.search(view.folded, max(0, held.role.start - 12), held.role.start) is not None


def _is_the_same(scope: Scope, held: Held, left: Sequence[Held]) -> bool:
    """Say whether a post told as held is the one that is told with `nguyên` elsewhere, of no other place."""
    if held.career or held.status != "current":
        return False
    view = scope.places.view
    before = view.folded[max(0, held.role.start - _NEAR) : held.role.start]
    if _ANEW.search(re.split(r"[.;:]", before)[-1]):
        return False
    for other in left[:_FEW]:
        if other.post == held.post and view.sentence_at(other.role.start) != view.sentence_at(held.role.start):
            here, there = _place(scope, held), _place(scope, other)
            return here is None or there is None or here.normal == there.normal
    return False


def _place(scope: Scope, held: Held) -> Mention | None:
    return next((place for level in LEVELS if (place := own_place(scope, held, level)) is not None), None)


def _is_dead(view: TextView, holder: Holder, mention: Mention) -> bool:
    match = _DIED.match(view.folded, mention.end)
    if match is None or _OF_ANOTHER.search(view.folded, max(0, mention.start - 30), mention.start):
        return False
    return _RELATIVE.search(match[0]) is None


def _ended(view: TextView, held: Held) -> Held:
    if held.career:
        return held
    if _STEP.search(view.folded, max(0, held.role.start - 2 * _NEAR), held.role.start):
        return replace(held, career=True, status="former")
    return replace(held, status="former")


def _is_retired(view: TextView, held: Held) -> bool:
    if held.career or held.status != "current" or _SALARIED.fullmatch(held.post) is None:
        return False
    return _RETIRED.match(view.folded, held.role.end) is not None
