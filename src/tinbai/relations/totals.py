"""How the numbers of one statement hang together: count, total and share (codebook 4.2, K1).

A total stands behind its count (`94 thôn trong tổng số 120 thôn`) or says before it how many
units there are (`xã có 120 thôn, trong đó 94 thôn …`); a share stands beside the count or ends
its clause (`…, đạt 78,3%`). Where words leave it open, arithmetic may join what is printed; it
never changes a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinbai.entities.bare import OF_THEM
from tinbai.entities.cue_patterns import CELL, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention
from tinbai.relations import wholes
from tinbai.relations.modality import plan_before

_SHARE_WORDS = r"(?:đạt|chiếm|bằng|tương +đương|tương +ứng|ứng|tức|tính +ra|tỉ +lệ)"
_REACH = r"(?: +(?:tỉ +lệ|với|là|gần|hơn|trên|khoảng|tới|xấp +xỉ))*"
_SHARE_LINK = re.compile(rf"[ (,;]*{_SHARE_WORDS}?{_REACH}[ (]*$")
_SHARE_LEAD = re.compile(rf"(?:(?:, *| *\()(?:{_SHARE_WORDS}|(?<=\()){_REACH}| (?:đạt|bằng)(?: +tỉ +lệ)?) *$")
_TOTAL_LEAD = re.compile(
    r"(?:trong|trên) +(?:tổng +)?số *$|tổng +số *$|/ *$"
    r"|trong +khi +(?:(?:toàn|cả|mỗi) +)?(?:xã|phường|thị +trấn|huyện|thị +xã|thành +phố|tỉnh)? *(?:có|là) *$"
    rf"|trong +khi +tổng +số +(?:{UNIT}|thôn|bản|xóm|ấp|khóm|buôn|làng)(?: +[^\W\d_]+){{0,2}} +là *$"
)
# `có 37 ấp nằm trên ba dải cồn, giữa năm 2024 mới 14 ấp …`: where the units lie.
_DESCRIBED = re.compile(
    r" +(?:nằm|ở|rải|trải|dọc|ven|bám|giáp|thuộc|phân +bố|xen|quanh|trên|sống"
    r"|sau +(?:khi +)?sáp +nhập)(?![^\W_])[^;:.,()]*,"
)
_WHEN = re.compile(
    r" *(?:(?:và|nhưng|song|mà|thì|trong +đó|đã|mới|chỉ|có|được|tới|cả|đến|tính +đến|hết|vào|đầu|giữa|cuối|hiện|nay"
    r"|hiện +nay|ngay|năm +\d{4}|tháng +\d[\d/]*|quí +[\divx/]+)[ ,]+)*"
)
# `Riêng 38 thôn mới nhập thì có 25`
_OF_THESE = re.compile(
    r"(?: +[^ ,;:.()\d]+){1,5} +thì(?: +(?:đã|mới|chỉ|hiện|cũng|tới|cả))*(?: +(?:có|được|làm +được))? *"
)
# `147 thôn của huyện có 58 nơi …`
_HAS = re.compile(
    r" +(?:của|thuộc|ở|tại|trên +địa +bàn) +[^,;.:]{1,40}?(?: +(?:đã|mới|chỉ|hiện|thì))* +có"
    r"(?: +(?:tới|được|chỉ))* *"
)
_OPENING = re.compile(r"(?:^|[.!?\n] *|[:\"“-] *)trong(?: +(?:số|tổng +số))? *$")
_OUT_OF = re.compile(r"(?: +[^ ,;:.()]+){1,10} +(?:trên|trong) +")
# `32 bản làm kiêm trên 107, đạt 29,9%`
_BARE = re.compile(r"trên +\d[\d.]*")
_CLAUSE_ENDS = re.compile(r" *(?:[,;(]|\.(?!\d)|$)")
_LED_TO = re.compile(r"(?: +[^ ,;:.()]+){0,12} +")
# `Xã có 8 ấp, 5 ấp …`; `có 10 xóm thì 6 xóm …`: the second is a part of the first.
_MORE_UNITS = re.compile(rf"^(?: *, *{UNIT})+")
_THEN = re.compile(
    r" *,? *(?:(?:thì|hiện|hiện +nay|đến +nay|nay|trong +số +(?:đó|này|ấy)|trong +đó)?"
    r"(?: +(?:đã|mới|chỉ|đang))?(?: *có)?(?: *(?:tới|cả|ở|tại))?|đã +bố +trí +[^,;.]{0,30}(?:ở|tại))? *"
)
# `trong 49 thôn, làng của huyện, 20 nơi …`, `trong tổng số 113 ấp của huyện X (Y), đến cuối năm 2023 chỉ 25 nơi …`
_INSIDE = re.compile(
    r"(?: +(?:này|ấy|đó)|(?: +[^ ,;:.()\d]+){0,3})?(?: +(?:của|ở|tại|thuộc|trên +địa +bàn) +[^;.:]{1,60})?"
    r"(?:, *| +thì +)(?:(?:tính +)?(?:đến|tới|hết|cuối|vào|hiện|năm|nay)[^,;.:]{0,30}?(?:,|(?= +có)|(?= +\d))? *)?"
    r"(?:(?:đã|mới|chỉ|hiện|có|còn|được|tới|cả|vẫn) +)*"
)
# `huyện có 127 thôn; đã bố trí được 58`: what goes on is said of the same units.
_WEAK_SEMICOLON = re.compile(r" *;(?= +(?:trong +(?:đó|số)|đã|mới|đến +nay|hiện|nay)(?![^\W_]))")
# Nouns that stand for whatever units were named before.
ANY_UNIT = ("nơi", "đơn vị", "trường hợp", "người", "điểm", "địa bàn")
_PART_OF = re.compile(r"trong +đó|trong +số +(?:này|đó)|(?:đã|hiện|mới|chỉ|thì) +(?:có|mới)|đến +nay|số +này")
# `Xã có 11 xóm, đã làm 9`; `Xã A: 10 ấp, mới được 2`
_DONE_OF = re.compile(
    r",(?: +(?:hiện|nay|đã|mới|chỉ))* +(?:được|làm|bố +trí|thực +hiện|sắp +xếp|kiện +toàn)(?: +(?:được|xong|ở))* *"
)
_BUT_ONLY = re.compile(
    r" *,[^;.:\d]{1,60}?,? +(?:song|nhưng|mà)(?: +(?:hiện|nay))* +(?:mới|chỉ)(?: +(?:có|được|mới))* *"
)
# `hoàn thành đại hội 62 chi bộ ấp, bầu được 41 bí thư …`
_CONGRESS = re.compile(r"(?<![^\W_])đại +hội(?: +(?:ở|tại|của|cho|xong))* *$")
_CHOSEN = re.compile(r"(?:[^;:.]|(?<=\d)\.(?=\d)){0,80}, *(?:đã +)?(?:bầu|chọn|lựa +chọn)(?: +(?:được|ra|xong))* *")
_PERCENT = re.compile(r"\d+[,.]?(\d*)")
# Characters that a sentence which opens with its whole may run to its part.
_FAR = 120
# A share that words do not join to its count must agree with it to the last printed decimal.
_SLACK = 0.05
# `gần 70%`, `hơn 40%`
_NEARLY = 1.0


def is_share_of(folded: str, count: Mention, share: Mention, between_figures: Sequence[Mention] = ()) -> bool:
    """Say whether the percent is that of the count.

    Args:
        folded: the folded text.
        count: the count.
        share: the percent.
        between_figures: figures between the two.
    """
    if 0 <= share.start - count.end <= 40 and _SHARE_LINK.fullmatch(folded, count.end, share.start):
        return True
    if share.start >= count.end:
        between = folded[count.end : share.start]
        if agrees(folded, count, count.attrs.get("denominator"), share):
            apart = re.sub(rf"; *(?={_SHARE_WORDS})", " ", between)
            return ";" not in apart and len(between) <= 200
        if not all(gives_total(folded, count, figure) for figure in between_figures) or _is_of_plan(
            folded, count, share
        ):
            return False
        if _OTHER_TIME.search(between) and _OWN_TIME.search(folded, max(0, count.start - 50), count.start):
            return False
        if "," not in between and between.rstrip().endswith(" bằng") and _OF_GOAL.match(folded, share.end):
            return False  # `bằng 110% kế hoạch`
        return len(between) <= 200 and not re.search(r"[;:.]", _plain(between)) and _led(between)
    if 0 <= count.start - share.end <= 18:
        return bool(
            re.fullmatch(
                r" *[,(]? *(?:với|tương +đương|tương +ứng|ứng +với|tức|nghĩa|=)? *(?:là |với )?",
                folded[share.end : count.start],
            )
        )
    return False


# `hết năm 2019 đưa thêm 40 bản, sang năm 2020 đạt 60%`: the clause of the share has a date of its own.
_OTHER_TIME = re.compile(
    r"[,;] *(?:(?:và|còn|rồi|sang|đến|tới|hết|cuối|đầu|trong|vào) +)*(?:năm|nhiệm +kì|giai +đoạn|quí|tháng) +[\divx]"
)
_OWN_TIME = re.compile(r"(?<![^\W_])(?:năm|nhiệm +kì|giai +đoạn|quí|tháng) +[\divx][^,;.]*$")
_OF_GOAL = re.compile(r" +(?:kế +hoạch|chỉ +tiêu|mục +tiêu|cùng +kì|so +với|năm|nghị +quyết)(?![^\W_])")


def _is_of_plan(folded: str, count: Mention, share: Mention) -> bool:
    """Say whether a share is planned and its count is not (`có 12 ấp, mục tiêu đến năm 2030 đạt 85%`)."""
    clause = max(folded.rfind(mark, 0, count.start) for mark in ".;:") + 1
    planned = plan_before(folded, count.end, share.start)
    own = planned >= 0 and "," not in folded[planned : share.start]
    return own and plan_before(folded, clause, count.start) < 0


def is_right_behind(folded: str, count: Mention, share: Mention) -> bool:
    """Say whether a percent stands right behind a count with a word of share (`72.400 cử tri đi bầu, đạt 97,2%`)."""
    between = folded[count.end : share.start]
    return 0 <= len(between) <= 40 and bool(re.fullmatch(rf"[^,;.:(]*[ (,]+{_SHARE_WORDS}{_REACH}[ (]*", between))


def _plain(between: str) -> str:
    return re.sub(r"\d[\d.,]*", "0", between)


def _led(between: str) -> bool:
    return bool(_SHARE_LEAD.search(between))


def agrees(folded: str, count: Mention, total: float | None, share: Mention) -> bool:
    """Say whether a count out of a total gives the printed percent."""
    value, percent = count.attrs.get("value"), share.attrs.get("value")
    if not total or value is None or percent is None or percent >= 100:
        return False
    printed = _PERCENT.search(folded, share.start, share.end)
    decimals = len(printed[1]) if printed else 0
    near = _NEARLY if share.attrs.get("approx") in ("about", "more_than", "less_than") else 0.0
    return bool(abs(100 * value / total - percent) <= 0.5 * 10.0**-decimals + _SLACK + near)


def gives_total(folded: str, count: Mention, other: Mention) -> bool:
    """Say whether a figure behind the count is its total (`94 thôn (trong tổng số 120 thôn)`)."""
    if re.fullmatch(r" *,? +(?:trên|trong) +", folded[count.end : other.start]):
        return True  # `2 bản trên 6 bản`
    if _same_noun(count, other) and _OUT_OF.fullmatch(folded, count.end, other.start):
        return True  # `5 ấp làm theo cách này trên 9 ấp`
    if is_out_of(folded, other) and _LED_TO.fullmatch(folded, count.end, other.start):
        return True  # `32 bản làm kiêm trên 107, đạt 29,9%`
    return 0 < other.start - count.end <= 120 and bool(_TOTAL_LEAD.search(folded, count.end, other.start))


def is_out_of(folded: str, figure: Mention) -> bool:
    """Say whether a number without a noun ends its clause with what others are out of (`…, trên 1.647.`)."""
    return bool(_BARE.fullmatch(folded, figure.start, figure.end) and _CLAUSE_ENDS.match(folded, figure.end))


def is_total_of(folded: str, count: Mention, other: Mention, share: Mention | None = None) -> bool:
    """Say whether `other` gives the total of `count` (`94 thôn trong tổng số 120 thôn`; `120 thôn, trong đó 94 …`).

    Args:
        folded: the folded text.
        count: the count.
        other: a figure of the same kind of units.
        share: the percent of the count, if it has one: its base may be named behind it.
    """
    if other.start >= count.end:
        if share is not None and 0 < other.start - share.end <= 30:
            if re.fullmatch(r" +(?:trên|trong|của) +", folded[share.end : other.start]):
                return True  # `đạt 71,2% trên 483 thôn`, `bằng 38,6% của 44`
            return bool(_TOTAL_LEAD.search(folded, share.end, other.start))
        return gives_total(folded, count, other)
    between = folded[other.end : count.start]
    before = folded[max(0, other.start - 30) : other.start]
    if _same_noun(count, other) and re.fullmatch(r"(?: *, *[^\W\d]+){0,3} *; *", between):
        return bool(wholes.THERE_ARE.search(before))  # `huyện có 219 xóm; 187 xóm …`
    between = _WEAK_SEMICOLON.sub(",", between)
    if ";" in between:
        return False
    if share is not None and agrees(folded, count, other.attrs.get("value"), share):
        return True
    if _PART_OF.search(between) or is_only_total(folded, count, other):
        return True
    if _same_noun(count, other) and OF_THEM.match(folded, count.end):
        return True  # `có 13 thôn mới sau sắp xếp, 11 thôn trong số ấy …`
    # `Phường có 24 khu, bí thư đồng thời là trưởng khu ở 19 khu`: nothing but their number is said of the 24.
    listed = _MORE_UNITS.sub("", reduce(between, 0, len(between)).text)
    there = bool(wholes.THERE_ARE.search(before)) and not share
    if (there or before.rstrip().endswith(":")) and _DONE_OF.fullmatch(listed):
        return True
    if _are_led(folded, count, other) and _CONGRESS.search(folded, max(0, other.start - 24), other.start):
        return bool(_CHOSEN.fullmatch(between))
    described = _DESCRIBED.match(listed)
    if there and _same_noun(count, other) and _BUT_ONLY.fullmatch(between):
        return True  # `có 14 thôn, thôn nào cũng có chi bộ, song chỉ ba thôn …`
    if there and described and _same_noun(count, other) and is_light_time(listed[described.end() :]):
        return True
    return there and bool(re.match(r" *(?:,|nhưng|song|mà)(?= *[^\s\d,]+ )", listed))


def is_only_total(folded: str, count: Mention, other: Mention) -> bool:
    """Say whether `other` is nothing but the total of `count` right behind it (`có 10 xóm thì 6 xóm …`)."""
    if other.end > count.start:
        return False
    between = _MORE_UNITS.sub("", reduce(folded, other.end, count.start).text)
    if ";" in between:
        return False
    if _THEN.fullmatch(between):
        return "," not in between or _same_noun(count, other)
    if has_part(folded, count, other) or (_same_noun(count, other) and _OF_THESE.fullmatch(between)):
        return True
    inside = wholes.AMONG.search(folded, max(0, other.start - 16), other.start)
    if inside and _INSIDE.fullmatch(between):
        return count.attrs.get("unit") is None or _same_noun(count, other) or _are_led(folded, count, other)
    if inside and _opens_clause(folded, other) and not re.search(r"[;:.]", between) and len(between) <= _FAR:
        return _same_noun(count, other)
    return bool(inside) and bool(
        re.fullmatch(
            r"(?:(?: +(?:được|đã|mới|vừa|sau))+"
            r" +(?:khảo +sát|kiểm +tra|giám +sát|chọn|rà +soát|sáp +nhập|thành +lập|hỏi))?"
            r" *,?(?: +(?:của +)?(?:toàn|cả) +(?:xã|phường|huyện|thị +xã|thành +phố|tỉnh))? *,? *(?:đã|mới|hiện|chỉ)?"
            r" *có(?: +(?:tới|được))? *",
            between,
        )
    )


def has_part(folded: str, count: Mention, other: Mention) -> bool:
    """Say whether units of a place are the subject that has the counted ones (`147 thôn của huyện có 58 nơi …`)."""
    between = reduce(folded, other.end, count.start).text
    return _same_noun(count, other) and bool(_HAS.fullmatch(between))


def _same_noun(count: Mention, other: Mention) -> bool:
    """Say whether a count names its units like the whole, in short (`12 khu dân cư, bảy khu`) or by any noun."""
    noun, whole = (str(m.attrs.get("unit") or "").split(",")[0].strip() for m in (count, other))
    return bool(noun) and (noun in ANY_UNIT or noun == whole or whole.startswith(f"{noun} "))


def _are_led(folded: str, count: Mention, other: Mention) -> bool:
    """Say whether secretaries are counted out of cells or secretaries (`trong 118 chi bộ bản, 77 bí thư …`)."""
    led = reduce(folded, other.start, other.end).text
    return count.attrs.get("unit") in ("người", "đồng chí") and any(mark in led for mark in (CELL, SHORT, "chi bộ"))


def _opens_clause(folded: str, whole: Mention) -> bool:
    """Say whether `trong (số) 11 ấp` opens its sentence, so that all of it is said of them."""
    return bool(_OPENING.search(folded, max(0, whole.start - 24), whole.start))


def is_light_time(text: str) -> bool:
    """Say whether words before a count only say when, or that there are few.

    Example:
        >>> is_light_time(" đến cuối năm 2023 mới có ")
        True
    """
    return bool(_WHEN.fullmatch(text))


def is_contrasted(folded: str, figure: Mention) -> bool:
    """Say whether a number only tells how many units there are besides (`trong khi huyện có 256 xóm`, `3% của 44`)."""
    lead = _TOTAL_LEAD.search(folded, max(0, figure.start - 50), figure.start)
    if lead is not None and lead[0].startswith("trong khi"):
        return True
    return bool(re.search(r"% +(?:của|trong|trên) +$", folded[max(0, figure.start - 10) : figure.start]))
