"""How a post was come by: elected, appointed, or sent from above (codebook 3.4)."""

from __future__ import annotations

import re

from tinbai.text.view import TextView

_ELECTED = re.compile(
    r"(?<![^\W_])(?:được +(?:[^\s,.;:()]+ +){0,10}?bầu|phiếu +bầu|"
    r"bầu(?= +(?:bổ +sung|thêm|luôn|lại|ông|bà|anh|chị|đồng +chí|giữ|làm))|"
    r"tái +cử|tái +đắc +cử|trúng +cử|đắc +cử)(?![^\W_])"
)
# `ngoại giao`, `bàn giao` are no giving of an office.
_APPOINTED = re.compile(
    r"(?<![^\W_])(?:chỉ +định|phân +công(?: *, *giao)?|bổ +nhiệm|điều +động|(?:tin +cậy|tín +nhiệm) +giao|"
    r"được +(?:[^\s,.;:()]+ +){0,5}?(?<!ngoại )(?<!bàn )(?<!chuyển )giao|"
    r"giao(?= +(?:ông|bà|anh|chị|đồng +chí|đ/c)(?![^\W_])))(?![^\W_])"
)
_SECONDED = re.compile(r"(?:tăng cường|biệt phái)[^.;]{0,30}$")
_OFFICE = (
    r"(?: +(?:chính +thức|thêm|tiếp|luôn|cả|hai|2|lại|vai +trò|nhiệm +vụ|cương +vị|vị +trí|chức +vụ|chức +danh|"
    r"chức|quyền|tân))*"
)
# The verb of office right before the title.
_KEEPING = re.compile(
    r"(?<![^\W_])(?:giữ|đảm +nhiệm|đảm +nhận|đảm +đương|kiêm|kiêm +nhiệm|phụ +trách)(?![^\W_])" + _OFFICE + " *$"
)
# `là` and `làm` of a new clause tell nothing: `được giao việc nước, làm [trưởng bản]`.
_BEING = re.compile(rf"(?:[^,]*|[^,]*, *tiếp +tục +| *, *(?=làm ))(?<![^\W_])(?:làm|là|nhận)(?![^\W_]){_OFFICE} *")
# `bầu anh A, 29 tuổi, làm [trưởng thôn]`: with the person in between the comma closes no clause.
_OF_PERSON = re.compile(
    rf" +(?:ông|bà|anh|chị|cô|đồng +chí|đ/c)(?![^\W_])"
    rf"(?:(?!(?<![^\W_])(?:ông|bà|anh|chị|cô|đồng +chí|đ/c)(?![^\W_])).)*(?<![^\W_])(?:làm|là)(?![^\W_]){_OFFICE} *$"
)
_TITLE_BEHIND = re.compile(rf"(?: +(?:bổ +sung|vào))?{_OFFICE} *")
_OTHER = re.compile(r"(?<![^\W_])(?:còn|riêng|trong +khi|tuy +nhiên)(?![^\W_])")
_GIVEN_UP = re.compile(r"(?<![^\W_])(?:thôi|miễn +nhiệm|rời|bãi +nhiệm|cách +chức)(?![^\W_])[^,;]*$")
_APART = re.compile(r"[,:;-]|\.(?= )|(?<![^\W\d_])là(?![^\W\d_])")
_REACH = 160  # letters between the verb and the title: the person and the old post stand there


def is_before_name(view: TextView, title: int, person: int) -> bool:
    """Say whether the name that begins at `person` follows the title that ends at `title` at once."""
    return person >= title and _APART.search(view.folded, title, person) is None


def how_of(view: TextView, floor: int, title: int, *, names: bool) -> str | None:
    """Return elected, appointed or seconded as the words before a title tell; None if they do not.

    Args:
        view: the text view.
        floor: where the sentence begins.
        title: where the title begins.
        names: whether the holder's name follows the title at once, as in `bổ nhiệm Phó Chủ tịch A làm …`: the
            title tells then who was appointed, not to what.
    """
    if _SECONDED.search(view.folded, max(floor, title - 60), title):
        return "seconded"
    for pattern, how in ((_ELECTED, "elected"), (_APPOINTED, "appointed")):
        found = list(pattern.finditer(view.folded, max(floor, title - _REACH), title))
        if not found:
            continue
        gap = view.folded[found[-1].end() : title]
        if ";" in gap or _GIVEN_UP.search(gap) or _OTHER.search(gap):
            continue
        verb = _KEEPING.search(gap) or _BEING.fullmatch(gap) or _OF_PERSON.match(gap)
        if verb or (not names and _TITLE_BEHIND.fullmatch(gap)):
            return how
    return None
