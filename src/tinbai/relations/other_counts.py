"""Numbers of a sentence about the model that count other things, or a difference (codebook 4.2, "Not adoption")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, reduce
from tinbai.entities.mention import Mention
from tinbai.relations.wording import words, words_at_end

_PARENTHESES = re.compile(r"\([^)]*\)")
_CHANGE = re.compile(r"(?<![^\W_])(?:giảm|tăng)(?: +(?:thêm|được|đi|so +với +\w+))* *$")
# `phấn đấu tăng thêm 15 thôn`: so many units are to come.
_MORE = re.compile(
    r"(?<![^\W_])(?:phấn +đấu|mục +tiêu|chỉ +tiêu|kế +hoạch|dự +kiến|sẽ|quyết +tâm|đăng +kí)(?![^\W_])[^,;.:]{0,40}?"
    r"(?<![^\W_])tăng(?: +thêm)?(?: +(?:ít +nhất|tối +thiểu|từ|khoảng|gần|hơn|trên))* *$"
)
_OVER = re.compile(
    r"(?<![^\W_])(?:vượt(?: +thêm)?|hụt|còn +thiếu"
    r"|(?:thấp|cao|ít|nhiều|kém) +hơn(?: +so +với)?(?: +(?:chỉ +tiêu|kế +hoạch"
    r"|mục +tiêu|nghị +quyết|yêu +cầu|kì +trước|khóa +trước|nhiệm +kì +trước|năm +trước|năm +ngoái))?) *$"
)
# `129 bản, nhiều hơn năm 2019 là 12 bản`
_MORE_THAN = re.compile(r"(?<![^\W_])(?:thấp|cao|ít|nhiều|kém) +hơn +[^,;.]{2,30} +là *$")
_JOINED = re.compile(
    r"(?<![^\W_])(?:kiêm(?: +nhiệm)?|đồng +thời +(?:là|làm|giữ))(?: +(?:chức|danh|chức +danh|luôn|cả))* +(\S)"
)
# `người đầu tiên trong 9 thôn`: one is picked out of so many.
_PICKED = re.compile(
    r"(?<![^\W_])(?:đầu +tiên|duy +nhất|trẻ +nhất|già +nhất|nhất) +(?:trong|của)(?: +(?:số|tổng +số|cả))* *$"
)
# `một trong ba thôn cũ`: one of those that were merged.
_ONE_OF, _FORMER = (
    re.compile(r"(?<![^\W_])một +trong(?: +(?:số|những|các))* *$"),
    re.compile(r" *cũ(?![^\W_])"),
)
_BY = re.compile(r"(?<![^\W_])(?:do|để|bố +trí|giao|giao +cho|cho|vẫn|chọn|có)(?: +(?:vẫn|riêng))? *$")
_BACK_TO = re.compile(
    r"(?<![^\W_])(?:trở +lại|quay +lại|trở +về|quay +về|trả +về|trả +lại|chuyển +sang|về|còn|cảnh) *$"
)
_ONE_EACH = re.compile(r" +(?:hai +(?:việc|vai|chức|ghế|nơi)|mỗi +người|đứng +hai|giữ +hai|làm +hai)(?![^\W_])")
# What stands behind is said of something else, or is a reason.
_NEXT_CLAUSE = re.compile(
    r"[;.]|, *(?=(?:bởi|vì|do +[^ ]+ +(?:chưa|thiếu|còn)|nên|còn|song|nhưng|riêng|trong +khi)(?![^\W_]))"
)


# `nhập 331 khu thành 208 khu`
_MERGED = re.compile(
    r"(?<![^\W_])(?:nhập|sáp +nhập|hợp +nhất|gộp|ghép|sắp +xếp)(?![^\W_])[^,;.:]{0,40}?(?<![^\W_])"
    r"(?:(?:thành|còn|từ)(?: +(?:lại|từ|ra))*|từ +\d+ +(?:[^\W\d_]+ +){0,2}xuống(?: +còn)?) *$"
)
_EACH_ONE = re.compile(
    r"(?: +(?:có|do|bố +trí)(?: +(?:cả|đủ))* +(?P<persons>[3-9]|ba|bốn) +người)?"
    r" +(?:cùng +)?(?:đảm +nhiệm|đảm +nhận|giữ|làm|gánh|lo|phụ +trách)"
    r" +(?P<posts>[2-9]|hai|ba|bốn) +(?:chức|việc|vai|vị +trí|đầu +việc|phần +việc)(?![^\W_])"
)
# `hai chức danh`, `hai chức danh bí thư chi bộ và trưởng bản`, of no other posts
_BOTH = {"2": 2, "hai": 2}
_POSTS_NAMED = 80  # code points in which the posts are named
_AND = r"(?: *,| +và| +kiêm| +đồng +thời +là)"
_BOTH_POSTS = re.compile(
    r"(?: +(?:danh|vụ))?(?: +(?:này|trên|nói +trên))?"
    rf"(?: *[,.;]|$|(?: +là| *:| *\()? *(?:[{CELL}{SHORT}]{_AND} +{HEAD}|{HEAD}{_AND} +[{CELL}{SHORT}]))"
)
_VOTED = re.compile(r" +(?:đã +)?(?:tổ +chức +)?bầu(?: +cử)?(?: +xong)? *(?:trưởng +[^ ,;.]+)?(?: +xong)? *(?:$|[,;.])")
_VOTE = re.compile(r"(?<![^\W_])bầu(?: +cử)?(?: +(?:xong|được|ở|tại))* *$")
_SECRETARY = re.compile(r"(?<![^\W_])(?:bí +thư|kiêm|một +người|nhất +thể)(?![^\W_])")
# `20% số trưởng khu dưới 45 tuổi`: the next number is an age.
_OF_AGE = re.compile(
    r"(?:(?:dưới|trên|từ|gần|hơn|ngoài|không +quá|chưa +đến) +)*\d+(?: *(?:-|–|đến) *\d+)? +tuổi(?! +đảng)(?![^\W_])"
)
# Between a share and that age: whose age it is.
_HEADS = re.compile(r" +số +(?:[^\W\d_]+ +){1,4}(?:có +)?(?:tuổi +)?(?:từ +)?")
_AMONG = re.compile(r"(?<![^\W_])trong +(?:tổng +)?số *$")
_STANDS = re.compile(
    r"[^,;.]{0,24}?(?<![^\W_])(?:được +(?:chi +bộ +)?giới +thiệu|(?:ra|tham +gia|đứng +ra) +ứng +cử)(?![^\W_])"
)
_ELECTED = re.compile(r"(?<![^\W_])(?:trúng|đắc +cử|(?:được|do)[^,;.]{0,24} +bầu|được +tín +nhiệm)(?![^\W_])")


def is_change(folded: str, figure: Mention, start: int) -> bool:
    """Say whether the figure is a difference (`giảm 85 thôn`), not a state."""
    if figure.attrs.get("kind") != "percent" and _MORE.search(folded, start, figure.start):
        return False
    if figure.attrs.get("comparator") in ("decrease_by", "increase_by") or figure.attrs.get("kind") == "change":
        return True
    if _is_difference(folded, figure, start):
        return True
    return bool(_CHANGE.search(folded, start, figure.start))


# `sẽ giảm từ 1.904 xuống còn 1.150 thôn, và chủ trương … được bàn`: how many units there are.
_FROM, _TO = (
    re.compile(r"(?<![^\W_])(?:giảm|rút|sắp +xếp|sáp +nhập) +từ *$"),
    re.compile(
        r"(?<![^\W_])(?:giảm|rút|sắp +xếp|sáp +nhập) +từ +\d[\d.]*(?: +[^\W\d_]+){0,5}? +(?:xuống|còn|thành)"
        r"(?: +(?:còn|khoảng|gần|hơn))* *$"
    ),
)


def is_of_all(folded: str, figure: Mention, start: int, cues: Sequence[Mention]) -> bool:
    """Say whether a number is what all units of a place become, in a clause before the model's."""
    if not cues or cues[0].start < figure.end or figure.attrs.get("kind") == "percent":
        return False
    if not re.search(r"[,;]", re.sub(r"\d[\d.,]*", "0", folded[figure.end : cues[0].start])):
        return False  # `giảm từ 140 xuống còn 90 bản có bí thư chi bộ kiêm trưởng bản`
    return bool(_FROM.search(folded, start, figure.start) or _TO.search(folded, start, figure.start))


def _is_difference(folded: str, figure: Mention, start: int) -> bool:
    """Say whether units are what a state lacks or has over another (`thấp hơn chỉ tiêu 30 nơi`, `vượt 7 bản`)."""
    if figure.attrs.get("kind") != "percent" and _MORE_THAN.search(folded, start, figure.start):
        return True
    over = _OVER.search(folded, start, figure.start)
    if over is None or figure.attrs.get("kind") != "percent":
        return over is not None
    compared = re.match(r"(?: +điểm(?: +phần +trăm)?)?(?: +so +với|$|[,.;])", folded[figure.end : figure.end + 40])
    return "hơn" in over[0] or compared is not None  # `vượt 2,2% so với chỉ tiêu`, but `vượt 60% số thôn`


# `huyện không đặt mục tiêu 100%`, `nghĩa là cứ ba nơi có hai nơi`: no number of units.
_NO_GOAL = re.compile(
    r"(?<![^\W_])không +(?:đặt(?: +ra)?|đề +ra|giao|chạy +theo)"
    r"(?: +(?:mục +tiêu|chỉ +tiêu|con +số|mốc|là|phải|đạt))+ *$"
)
_FOR_EVERY = re.compile(
    r"(?:^|[,;:(–-] *|(?<![^\W_])(?:là|tức|nói|quân) +)cứ +(?:$|(?:\d+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mỗi)"
    r"(?: +[^\W\d_]+){1,3}? *,?(?: +(?:thì|có|được))+ *$)"
)


# `là 6 bản, chứ không phải 9`; `số đại biểu tán thành nghị quyết là 51/51`.
_NOT_SO_MANY = re.compile(r"(?<![^\W_])chứ +(?:không|chẳng|chưa) +(?:phải|còn)(?: +(?:là|có|đạt|cả|đủ))* *$")
_IN_FAVOUR = re.compile(
    r"(?<![^\W_])(?:đại +biểu|cử +tri)(?![^\W_])[^,;.]{0,30}(?<![^\W_])(?:tán +thành|biểu +quyết)(?![^\W_])"
    r"[^,;.]{0,30}(?<![^\W_])(?:là|đạt|với) *$"
)
# `giảm nhiều nhất là huyện X với 81 thôn, tiếp đến là Y 63 thôn`: those are gone; what is left or has the model is not.
_LOST_MOST = re.compile(
    r"(?<![^\W_])(?:giảm|sáp +nhập|nhập|cắt +giảm)(?: +(?:được|đi))? +(?:nhiều|mạnh|sâu|lớn) +nhất +(?:là|ở|tại|thuộc)"
    r"(?![^\W_])(?:(?!(?<![^\W_])(?:bí +thư|kiêm|mô +hình|nhất +thể|hai +chức|hiện|nay|còn|từ|xuống)(?![^\W_]))"
    r"[^;.]){0,120}$"
)


def is_of_none(folded: str, figure: Mention, start: int) -> bool:
    """Say whether a number is of no units: a goal that nobody sets, a rate in words, votes, units that are gone.

    Args:
        folded: the folded text.
        figure: the figure.
        start: where its sentence begins.
    """
    before = folded[start : figure.start]
    if _IN_FAVOUR.search(before) and figure.attrs.get("unit") is None:
        return True
    lost = _LOST_MOST.search(before)
    if lost and not figure.attrs.get("denominator") and not _SECRETARY.search(before):
        return True
    return any(pattern.search(before) for pattern in (_NO_GOAL, _FOR_EVERY, _NOT_SO_MANY))


def hold_one_each(folded: str, figure: Mention) -> bool:
    """Say whether persons hold as many posts together (`12 xóm có 3 người đảm nhiệm 3 chức danh`).

    `122 người đảm nhiệm hai chức danh` hold two each.
    """
    shared, persons = _EACH_ONE.match(folded, figure.end), figure.attrs.get("value")
    if not shared or persons == 1:
        return False
    alone = figure.attrs.get("unit") in ("người", "đồng chí", "cán bộ") and not shared["persons"]
    named = reduce(folded, shared.end(), min(shared.end() + _POSTS_NAMED, len(folded))).text
    posts = _BOTH.get(shared["posts"])
    return not (alone and posts and persons != posts and _BOTH_POSTS.match(named))


def is_excluded(
    folded: str, figure: Mention, cues: Sequence[Mention], around: tuple[int, int], names: Sequence[Mention]
) -> bool:
    """Say whether the words about a figure make it a count of other things.

    Args:
        folded: the folded text.
        figure: the figure.
        cues: the phrases of the model in its sentence.
        around: where the figures beside it end and start.
        names: the places between.
    """
    left, right = around
    before = _nameless(folded, max(left, figure.start - 30), figure.start, names)
    behind = _nameless(folded, figure.end, right, names)
    if words_at_end("not_adoption_before").search(before):
        return True
    if re.match(r"[^,;.]{0,60}(?:đã|chưa|tổ +chức|hoàn +thành) +(?:xong +)?đại +hội", behind):
        return True  # so many cells have met
    if _MERGED.search(folded, max(left, figure.start - 70), figure.start):
        return True
    stands = _STANDS.match(behind)
    if stands and not _ELECTED.search(behind, stands.end()):
        return True  # `18 bí thư được giới thiệu ứng cử trưởng ấp`
    if _ONE_OF.search(before) and _FORMER.match(behind):
        return True
    if _HEADS.fullmatch(behind) and _OF_AGE.match(folded, right):
        return True
    clause = max(folded.rfind(mark, left, figure.start) for mark in ",;") + 1
    if clause and is_other_post(folded, clause, figure.start) and not any(clause <= cue.start < right for cue in cues):
        return True  # `…, bí thư kiêm trưởng ban công tác Mặt trận ở 31 nơi`
    if _AMONG.search(before):
        return False  # a whole, whatever is said of it (`trong số 98 xóm sau sáp nhập`)
    if _PICKED.search(before) or (figure.normal == "2 người" and _is_both(folded, figure, before)):
        return True
    stop = min((cue.start for cue in cues if cue.start >= figure.end), default=right)
    after = _NEXT_CLAUSE.split(behind[: max(stop - figure.end, 0)])[0]
    if is_other_post(folded, figure.end, right) and not any(figure.start <= cue.start < right for cue in cues):
        return True
    return bool(words("not_adoption").search(_PARENTHESES.sub("", after)))


def have_elected(folded: str, figure: Mention, reach: int, end: int) -> bool:
    """Say whether so many units have held their election, whoever won it (`bầu xong 67/98 xóm; 35 nơi bí thư …`).

    Args:
        folded: the folded text.
        figure: the number of units.
        reach: where the words about it end, at the next figure.
        end: end of the sentence.
    """
    before, behind = folded[max(0, figure.start - 30) : figure.start], folded[figure.end : reach]
    if _SECRETARY.search(behind) or _SECRETARY.search(folded, figure.start, figure.end):
        return False
    voting = _VOTE.search(before)
    if _VOTED.match(behind) or (voting and "xong" in voting[0]):
        return True
    return voting is not None and _SECRETARY.search(folded, reach, end) is not None


def _nameless(folded: str, start: int, end: int, names: Sequence[Mention]) -> str:
    """Return a stretch of text with its names made unreadable, letter by letter."""
    text = list(folded[start:end])
    for name in names:
        for at in range(max(name.start, start), min(name.end, end)):
            text[at - start] = "_" if folded[at] != " " else " "
    return "".join(text)


def _is_both(folded: str, figure: Mention, before: str) -> bool:
    """`do hai người`, `quay lại hai người hai việc`: the two posts in two hands, no number of persons who hold both."""
    return bool(_BY.search(before) or _BACK_TO.search(before) or _ONE_EACH.match(folded, figure.end))


def is_other_post(folded: str, start: int, end: int) -> bool:
    """Say whether a count's secretary heads no hamlet besides (`kiêm trưởng ban công tác Mặt trận`)."""
    after = re.split(r"[,;.]", reduce(folded, start, end).text)[0]
    joined = _JOINED.search(after)
    return joined is not None and (CELL in after or SHORT in after) and joined[1] != HEAD and HEAD not in after
