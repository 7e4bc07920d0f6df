"""What a clause says of its count: reached, planned, refused or given up (codebook 4.2, status).

The words about a count are its clause: what stands behind it up to the next figure, to a
semicolon or to a contrast (`, còn …`, `, riêng …`), and what leads up to it. In Vietnamese the
predicate follows its subject, so refusal and reversal are read behind the figure, plans in
front of it; of several plan and achievement words the last one before the figure decides.
"""

from __future__ import annotations

import re
from functools import cache

from tinbai.lexicon import alternation, load
from tinbai.relations.waiting import waits
from tinbai.relations.wording import words
from tinbai.text.normalize import fold

_WILL = re.compile(
    r"(?:[^;.,]|, *(?=(?:tổ|khu|khối|thôn|bản|buôn|xóm|ấp|khóm) )){0,40}?"
    r" +phải +(?:bố +trí|có|đạt|làm|thực +hiện|nhất +thể|hoàn +thành|xong|kiện +toàn|sắp +xếp)(?! +hai)"
    r"|(?: +[^ ,;.]+){0,2}? +đang +(?:lấy +phiếu|lấy +ý +kiến|làm +qui +trình|hoàn +thiện +hồ +sơ)"
    r"|(?:(?: +[^ ,;.]+){0,3})?, +(?:phải|cần|sẽ|hẹn) +(?:xong|hoàn +thành|làm +xong|hoàn +tất)(?![^\W_])"
    r"|(?: +(?:còn +lại|nữa|khác|tiếp +theo|cuối +cùng))* +(?:sẽ|dự +kiến|phải)(?![^\W_])"
    r"|(?: +(?!đã |mới )[^ ,;.]+){0,2}? +có +thể +(?:bố +trí|thực +hiện|nhất +thể)(?! +được)(?![^\W_])"
    r"|[^;.,]{0,30}? +(?:trong|vào|sang)? *(?:năm|nhiệm +kì|khóa|đợt|kì) +(?:tới|sau)(?![^\W_])"
)
# `phấn đấu nâng từ 16% lên 46%`, `sẽ đạt 46%, thay vì 16% hiện nay`: what is there already.
_IS_NOW = re.compile(r"(?<![^\W_])từ(?: +(?:mức|con +số|tỉ +lệ))* *$")
_TO_BE = re.compile(
    r"(?: +(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khu +phố|tổ|đơn +vị|nơi|hiện +nay|hiện +tại))*"
    r",? +(?:lên|xuống)(?![^\W_])"
)
_INSTEAD = re.compile(
    r"(?<![^\W_])(?:thay +vì|thay +cho|so +với|trong +khi +(?:trước|năm +ngoái)[^,;.\d]{0,30} là)"
    r"(?: +(?:mức|con +số|tỉ +lệ))* *$"
)
# `Lộ trình bắt đầu từ thực trạng: 883 ấp có 402 nơi đã bố trí`: reached, whatever was planned before the mark.
_DONE_BEHIND = re.compile(
    r"(?: +[^ ,;.:]+){0,3}? +đã +(?:được +)?"
    r"(?:bố +trí|thực +hiện|hoàn +thành|làm|kiêm|nhất +thể|triển +khai|gộp|sắp +xếp|đạt|có +(?:bí +thư|người|một))"
    r"(?![^\W_])"
)
# `còn 67 thôn thì không`, `47 ấp chưa thể`
_THEN_NOT = re.compile(
    r"(?: +[^ ,;.]+){0,3}? +(?:(?:chưa|không) +thể *(?=[,;.]|$)"
    r"|thì +(?:không|chưa)(?! +(?:còn|chỉ|phải|thể|ai|những))(?![^\W_]))"
)
_SAME_OF_NEXT = re.compile(
    r"(?: +(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khu +phố|khối|tổ|tổ +dân +phố|nơi))?(?:,| và) *"
    r"(?:xã|phường|thị +trấn|huyện|thị +xã|thành +phố) [^,;.\d]{1,30} còn +"
    r"(?:\d+|[^\W\d_]+) +[^,;.\d]{2,20}? +(?=(?:chưa|không)(?![^\W_]))"
)
_STILL_APART = re.compile(r"(?<![^\W_])(?:chờ|tách|chưa|hai +người|như +(?:thế|vậy|cũ))(?![^\W_])")
_NEAR = 120
_LOST = re.compile(  # `nay đã thôi 3`
    r"(?<![^\W_])(?<!sẽ )(?<!thể )(?<!chỉ )(?<!không )(?<!cơ )(?:đã +thôi|mất|rớt|rụng)(?: +(?:đi|mất))? *$"
)
# `31 nơi đã tách, thành thử bây giờ còn 214`: what was given up is the number before.
_LEFT_NOW = re.compile(r"\d[^;.:]*, *((?:[^ ,;.:]+ +){0,3}?(?:nay|bây +giờ|giờ|hiện|thành +thử|chỉ) +(?:chỉ +)?còn) *$")
# `trừ 7 thôn vùng cao, toàn bộ 97 thôn khác đã …`: the ones left out.
_EXCEPT = re.compile(r"(?<![^\W_])(?:trừ|ngoại +trừ)(?: +(?:có|ra))? *$")
# `5/6 thôn thực hiện, chỉ thôn X …`: a new subject, of which the words behind are said.
_CONTRAST = re.compile(
    r"[,(] *(?:(?:và|song|nhưng) +)?(?:còn|riêng|chỉ|trừ|ngoài|trong +khi|tuy +nhiên|nhưng)(?![^\W_])"
    r"|, *(?:số|những|các) +(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khu +phố|tổ|nơi|đơn +vị|còn +lại"
    r"|tách|chưa|không|bố +trí +hai)(?![^\W_])"
    r"|, *(?:(?:song|nhưng|còn) +)?(?:nơi|thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khu +phố|tổ) +nào(?![^\W_])(?! +cũng)"
    r"|^ *, *(?:xã|phường|thị +trấn|huyện|thị +xã)(?![^\W_])"  # `xã A đạt 100%, xã B chưa …`
    r"| (?:vì|bởi)(?: +(?:còn|chưa|phải|thiếu|đang))+(?![^\W_])"  # `mới làm ở 3/9 khóm vì còn chờ người`
)


# `kế hoạch giao năm 2021 là 52 thôn`, `chưa tới mốc 65%`: the goal is named right before its number.
_GOAL_IS = re.compile(
    r"(?<![^\W_])(?:(?<!thực hiện )(?<!hoàn thành )(?<!vượt )(?<!đạt )(?<!theo )(?:kế +hoạch|mốc|đích)"
    r"(?:[^,;.:]{0,60}?(?<![^\W_])(?:là|:|giao|đề +ra))?"
    r"|(?:chỉ +tiêu|mục +tiêu)(?: +là)?|nghị +quyết(?: +của +[^,;.:]{1,30}?)? +là)"
    r"(?: +(?:trên|từ|ít +nhất|tối +thiểu))* *$"
)
# `Các nơi chưa làm tập trung ở xã A (5), xã B (6)`: the subject of a list says what its numbers are of.
_LIST_OF = re.compile(
    r"(?<![^\W_])(?:tập +trung|rơi|nằm|rải|thuộc|ở|tại|gồm|là|có)"
    r"(?: +(?:chủ +yếu|nhiều|rác|ở|tại|vào|các|về))*(?![^\W_])|:"
)
_WHERE_NOT = re.compile(
    r" *(?:(?:(?:các|những|số) +)+(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu|khu +phố|tổ|nơi|đơn +vị|địa +bàn)"
    r"(?:[^,;.]{0,20}?) +(?:chưa|không|vẫn|còn|để|bố +trí +hai|do +hai)|số +(?:tách|chưa|không)"
    r"|trong +(?:số +|tổng +số +)?\d+ +[^,;.\d]{2,30}? +(?:chưa|không))(?![^\W_])"
)
# `Trong 16 bản chưa làm, đến nay có thêm 12 bản hoàn thành`: up to the first digit of the number.
_DONE_SINCE = re.compile(
    r"trong [^,;.]*,[^,;.(]*?(?<![^\W_])(?:(?:đã|vừa) +(?:được +|có +)?(?:bố +trí|làm|thực +hiện|kiêm|gộp"
    r"|thêm|\d)|thêm)(?![^\W_])"
)
# `đặt chỉ tiêu 35% số thôn, kết quả đạt 44,6%`: what became of a plan that has had its number.
_OUTCOME = re.compile(
    r"[,;] *(?:(?:song|nhưng|và|còn|trong +khi) +)*(?:kết +quả|thực +hiện|thực +tế|tỉ +lệ +thực +hiện|số +thực +hiện"
    r"|con +số +thực +hiện|(?:làm|đạt|thực +hiện|bố +trí) +được|kết +thúc +(?:năm|nhiệm +kì))(?![^\W_])"
)
_COUNT = re.compile(
    r"(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?:%| +(?:(?:tổng +)?số +)?"
    r"(?:thôn|bản|xóm|ấp|khóm|buôn|làng|khu|tổ|đơn +vị|nơi)(?![^\W_]))"
)
# `vượt mục tiêu đề ra`: before a word of planning, the plan has been reached.
_DONE = ("vượt", "đạt", "hoàn thành")


@cache
def _listed(key: str) -> str:
    return alternation(fold(word) for word in load("cues")["adoption"][key])


@cache
def _denial() -> re.Pattern[str]:
    """`chưa bố trí được`, `không chọn được người`: a negation before a verb of having the model."""
    negated = r"(?<![^\W_])(?:chưa|không|chẳng|khó)(?: +(?:thể|được|kịp|hề|ai|thôn +nào))*"
    refused = rf"{negated} +(?!áp +dụng +(?:máy +móc|cứng +nhắc|rập +khuôn)){_listed('denied_verbs')}(?![^\W_])"
    pending = rf"(?<![^\W_])(?<!không )(?<!khỏi ){_listed('not_done')}"
    more = "".join(f"(?<!{word} )" for word in ("tăng", "giảm", "thêm", "hơn", "kém", "bớt", "ít", "nhiều"))
    return re.compile(rf"{refused}|(?<![^\W_]){more}{_listed('two_persons')}(?![^\W_])|{pending}(?![^\W_])")


@cache
def _reversal() -> re.Pattern[str]:
    """`quay về cách cũ`, `tách chức danh`, `thôi kiêm`: the model has been given up."""
    back = rf"(?:quay|trở|trả)(?: +(?:lại|về))+(?: +(?!một +người)[^ ,;.:]+){{0,3}}? +[“\x22]?{_listed('old_ways')}"
    again = rf"(?<!còn )lại +(?:về|để|do|bố +trí|thành)(?: +(?!một +người)[^ ,;.:]+){{0,2}}? +{_listed('old_ways')}"
    given_up = rf"{_listed('abandoned')}(?! +(?:người +giữ +(?!hai)|quỹ|sổ|khoản))"
    split = r"đã +tách(?! +(?:thành|ra|khỏi|từ|để|xã|huyện|tỉnh|thôn|bản|ấp|làng|đôi))"
    return re.compile(
        rf"(?<![^\W_])(?:{given_up}|{back}|{again}|{split}|không +còn +(?:bí +thư|mô +hình|kiêm))(?![^\W_])"
    )


@cache
def _plan() -> re.Pattern[str]:
    """A word of planning that is not itself what was reached (`vượt mục tiêu`, `đạt chỉ tiêu`)."""
    before = [f"{verb} {noun}" for verb in _DONE for noun in ("", "mục tiêu ", "chỉ tiêu ", "kế hoạch ")]
    unset = "".join(f"(?<!{words})" for words in (*before, "so với ", "không giao ", "không đặt "))
    return re.compile(rf"(?<![^\W_]){unset}{_listed('strong_target')}(?![^\W_])")


@cache
def _set_plan() -> re.Pattern[str]:
    """A paper that sets (`nghị quyết đặt ra`), somebody who gives or wishes, a condition (`nếu tất cả trúng cử, …`)."""
    reached = "".join(f"(?<!{verb} )" for verb in (*_DONE, "thực hiện", "theo", "so với", "bằng", "với"))
    paper = rf"{reached}{_listed('plan_papers')}(?![^\W_])[^,;:.]{{0,60}}? {_listed('plan_sets')}"
    named = rf"{reached}kế +hoạch(?: +(?:của|năm|đến|tới|cả)(?: +[^ ,;:.]+){{1,8}}?)? +là"
    given = rf"{_listed('plan_givers')}(?: +(?:đã|cũng|mới|còn|lại|chỉ))* +giao [^,;.:\d]{{0,30}}(?:thêm|đủ|đạt|mốc)"
    when = r"(?:(?:đến|trong|hết|cuối) +)*(?:quí|năm|nhiệm +kì|tháng) +(?:\d+|[ivx]+)"
    sets = rf"{_listed('plan_givers')}(?: +(?:xã|phường|huyện|tỉnh|đã))* +xác +định +{when}"
    wish = rf"(?<!mong )(?<!ý ){_listed('plan_wishes')}(?=[^,;.:]*$)"  # `muốn bộ máy gọn, huyện …` is no plan
    condition = rf"nếu(?! +như)(?![^\W_])[^;.,\d]{{0,50}}? {_listed('plan_if')}[^;.,]{{0,30}},"
    ends = r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?:(?:{paper}|{named}|{given}|{sets}|{wish}){ends}|{condition})")


# `không thôn nào xin quay về cách cũ`: nobody gives up.
_NOBODY = re.compile(r"(?<![^\W_])(?:không|chưa)(?: +có)? +[^ ,;.:]+(?: +hợp)? +nào(?: +[^ ,;.:]+){0,3} *$")


def _gives_up(words_about: str) -> bool:
    return any(not _NOBODY.search(words_about[: m.start()]) for m in _reversal().finditer(words_about))


def refusal(clause: str) -> tuple[int, int] | None:
    """Return where a clause first refuses the model or gives it up, None if it does neither.

    Example:
        >>> refusal(" chưa bố trí được")
        (1, 12)
    """
    found = [match.span() for pattern in (_denial(), _reversal()) if (match := pattern.search(clause))]
    return min(found, default=None)


def clause_after(folded: str, start: int, end: int) -> str:
    """Return the words behind a figure that are about it.

    Example:
        >>> clause_after(" thôn đã làm, còn thôn hạ thì chưa; xã khác", 0, 43)
        ' thôn đã làm'
    """
    stop = min((at for at in (folded.find(";", start, end), end) if at >= 0), default=end)
    clause = folded[start:stop]
    contrast = _CONTRAST.search(clause)
    return clause[: contrast.start()] if contrast else clause


def plan_before(folded: str, start: int, end: int) -> int:
    """Return where the last word of planning between two offsets stands, -1 if none does."""
    named = _GOAL_IS.search(folded, start, end)
    words_of_plan = (
        match.start() for pattern in (_plan(), _set_plan()) for match in pattern.finditer(folded, start, end)
    )
    return max(words_of_plan, default=named.start() if named else -1)


def reached_before(folded: str, start: int, end: int) -> int:
    """Return where the last word of achievement between two offsets stands, -1 if none does.

    `phấn đấu bố trí được` reaches nothing yet: a plan governs the verbs of its clause.
    """
    found = words("strong_achieved").finditer(folded, start, end)
    reached = [m.start() for m in found if not _is_in_word(folded, m) and not _is_planned(folded, start, m)]
    return max([*reached, _outcome_before(folded, start, end)], default=-1)


def _outcome_before(folded: str, start: int, end: int) -> int:
    """Return where a plan that has had its number gives way to what became of it, -1 if none does."""
    outcomes = ((m.start(), plan_before(folded, start, m.start())) for m in _OUTCOME.finditer(folded, start, end))
    return max((at for at, plan in outcomes if plan >= 0 and _COUNT.search(folded, plan, at)), default=-1)


def _is_in_word(folded: str, word: re.Match[str]) -> bool:
    """`thực hiện` holds no `hiện`, `nhiệm kỳ mới là 80%` no `mới là`."""
    if word[0] == "hiện":
        return folded.endswith(("thực ", "thể ", "phát ", "biểu "), 0, word.start())
    new = ("nhiệm kì ", "khóa ", "kì ", "giai đoạn ", "mốc ", "chỉ tiêu ", "mục tiêu ", "đề án ")
    return word[0].startswith("mới ") and folded.endswith(new, 0, word.start())


def _is_planned(folded: str, start: int, word: re.Match[str]) -> bool:
    if folded.endswith(("phải ", "sẽ "), start, word.start()):
        return True
    if not word[0].endswith(" được"):
        return False
    plan = max((match.end() for match in _plan().finditer(folded, start, word.start())), default=-1)
    return plan >= 0 and not re.search(r"[,;:.]", folded[plan : word.start()])


def _is_next_refused(after: str, reach: int) -> bool:
    """`số kiêm nhiệm là 76, không kiêm nhiệm 25`: what is refused right before the next number is that number's."""
    return len(after) == reach and is_refused(after, reach)


def is_refused(folded: str, figure_start: int) -> bool:
    """Say whether a clause that a comma opens refuses the model of the number it ends in.

    Example:
        >>> is_refused("số kiêm nhiệm là 76, không kiêm nhiệm 25", 38)
        True
    """
    clause = folded.rfind(",", 0, figure_start)
    refused = _denial().search(folded, clause + 1, figure_start) if clause >= 0 else None
    return refused is not None and bool(
        re.fullmatch(r" *", folded[clause + 1 : refused.start()])
        and re.fullmatch(r"(?: *[^ ,;.:]+){0,2} *", folded[refused.end() : figure_start])
    )


def _shares_refusal(folded: str, figure: tuple[int, int]) -> bool:
    """`thị trấn A còn 2 khu phố, xã B còn 2 thôn chưa bố trí được`: what is said of the last is said of all."""
    behind = _SAME_OF_NEXT.match(folded, figure[1]) if folded.endswith("còn ", 0, figure[0]) else None
    return behind is not None and _denial().match(folded, behind.end()) is not None


def status_of(folded: str, start: int, figure: tuple[int, int], end: int, *, negated: bool) -> str:
    """Return the status of a count.

    Args:
        folded: the folded text.
        start: start of the sentence.
        figure: span of the figure.
        end: where the words about this figure end (the next figure or the end of the sentence).
        negated: the phrase of the sentence denies the model.
    """
    clause_start = folded.rfind(";", start, figure[0]) + 1 or start
    after = clause_after(folded, figure[1], end)
    left_out = _EXCEPT.search(folded, clause_start, figure[0]) or _THEN_NOT.match(after)
    if left_out or waits(folded, figure[0], after) or _shares_refusal(folded, figure):
        return "not_adopted"
    near = max(clause_start, figure[0] - _NEAR)
    left = None if _STILL_APART.search(after) else _LEFT_NOW.search(folded, near, figure[0])
    lost = _LOST.search(folded, near, figure[0]) and not _denial().search(after)
    if lost or _gives_up(after) or _gives_up(folded[left.start(1) if left else clause_start : figure[0]]):
        return "abandoned"
    denied_before = _denial().search(folded, clause_start, figure[0])
    if (
        denied_before
        and _WHERE_NOT.match(folded, max(clause_start, folded.rfind(",", clause_start, denied_before.start()) + 1))
        and _LIST_OF.search(folded, denied_before.end(), figure[0])
        and not _DONE_SINCE.match(folded[clause_start : figure[0] + 1].lstrip())
    ):
        return "not_adopted"
    refused = bool(_denial().search(after)) or (negated and not denied_before and bool(after))
    if refused and not _is_next_refused(after, end - figure[1]):
        return "not_adopted"
    if _WILL.match(after):
        return "target"
    planned = plan_before(folded, start, figure[0])
    reports = _DONE_BEHIND.match(after) and re.search(r"[:,;]", folded[max(start, planned) : figure[0]])
    if planned >= 0 and reports:
        return "achieved"
    is_now = _IS_NOW.search(folded, clause_start, figure[0]) and _TO_BE.match(folded, figure[1], end)
    if is_now or _INSTEAD.search(folded, clause_start, figure[0]):
        return "achieved"
    reached = max(reached_before(folded, clause_start, figure[0]), _outcome_before(folded, start, figure[0]))
    return "target" if planned > reached else "achieved"
