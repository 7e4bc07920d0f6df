"""What a date in a sentence does: only a date of state can govern a figure (codebook 4.5).

`đến hết tháng 6` dates the state it tells, `so với năm 2019` compares, `từ năm 2018` begins,
`kế hoạch ban hành tháng 2` tells when a paper was made, `tại hội nghị ngày 9/7` when a number was told.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

# `Ngày 9/7, tại hội nghị …`: the day on which a number was told, not the one it is true of.
_REPORTED = re.compile(
    r" *,? *(?:(?:tại|trong|ở|qua) +)?"
    r"(?:hội +nghị|buổi +(?:làm +việc|họp|giao +ban|trao +đổi|tọa +đàm)|cuộc +(?:họp|trao)"
    r"|phiên +họp|giao +ban|trao +đổi +với|trả +lời|tọa +đàm)(?![^\W_])"
)
# `báo cáo tại hội nghị ngày 2/12 cho biết …`
_AT_MEETING = re.compile(
    r"(?<![^\W_])(?:tại|trong|ở) +(?:hội +nghị|buổi +(?:làm +việc|họp|giao +ban)|cuộc +họp|phiên +họp|kì +họp)"
    r"(?: +[^ ,;.:\d]+){0,8}?(?: +(?:sáng|chiều|tối))? *$"
)
# `Ngày 2/7, Huyện ủy tổ chức hội nghị sơ kết …`
_HELD = re.compile(
    r" *,? *[^;.:\d]{0,60}?(?<![^\W_])(?:tổ +chức|chủ +trì|khai +mạc|dự|mở|tiến +hành|đã +có)(?: +đã)? +"
    r"(?:hội +nghị|buổi|cuộc +(?:họp|làm)|phiên +họp|tọa +đàm|lễ|lớp|sơ +kết|tổng +kết)(?![^\W_])"
    r"|(?:,? *[^;.:\d]{0,80}?) +(?:làm +việc +(?:với|tại)|đi +kiểm +tra|(?:đi|đến|tới) +khảo +sát"
    r"|giám +sát +(?:tại|ở|việc))(?![^\W_])"
    r"|(?:,? *[^;.:,\d]{0,40}?) +(?:sơ +kết|tổng +kết|họp +bàn|họp +báo|gặp +mặt)(?![^\W_])"
)
_COMPARED = re.compile(
    r"(?<![^\W_])(?:so +với|hơn|bằng|(?<!nếu )như|cùng +kì)(?: +(?:cuối|đầu|hồi|của|mốc|thời +điểm|cả))* *$"
)
# `làm từ năm 2018`: behind a verb; at the head of a clause (`Từ năm 2021, phường có 10 khu phố`) it dates the state.
_BEGUN = re.compile(r"[^\s,;:.“\"]+ +(?<!ngay )(?:kể +)?từ(?: +(?:cuối|đầu|giữa))* *$")
# `Từ năm 2020, huyện bố trí … tại 39 thôn`: what is told began then.
_SINCE = re.compile(r"(?<![^\W_])từ +(?!nay(?![^\W_]))[^,;.:]*$")
_DOES = re.compile(
    r" *,? *(?:(?:thực +hiện|triển +khai|theo|căn +cứ|dưới +sự|được +sự|nhờ)[^;.:\d]{0,80}, *)?"
    r"(?:[^ ,;.:\d]+ +){1,6}?(?:đã +)?"
    r"(?:bố +trí|thực +hiện|triển +khai|áp +dụng|chọn|lựa +chọn|bắt +đầu|đi +trước)(?![^\W_])"
)
_EVENT = re.compile(r"(?<![^\W_])(?:sau|kết +thúc|qua|xong)(?: +[^ ,;.:]+){0,5} *$")
# `trước đại hội chi bộ nhiệm kỳ 2022 - 2025 có 155 khu`
_AHEAD = re.compile(r"(?<![^\W_])trước(?: +(?:khi|kì|đợt|thềm))?(?: +[^ ,;.:]+){0,5} *$")
# `Cùng kỳ năm 2020 là 28`
_SAME_PERIOD = re.compile(r"[.;,:\n] *cùng +kì +$")
# `nơi trước ngày 1/7/2025 thuộc huyện X`: when a place lay in another.
_LAY_IN = re.compile(
    r",? *(?:(?:còn|vốn|vẫn) +)?(?:trực +)?thuộc(?: +(?:về|địa +bàn))?"
    r" +(?:tỉnh|huyện|thị +xã|thành +phố|tp|quận|xã|phường|thị +trấn)(?![^\W_])(?! +(?:nghèo|khó|vùng|biên|miền))"
)
# Two numbers of one date: `so với năm 2020 (28 bản)`, `so với năm 2020, tỉ lệ tăng từ 49% lên …`.
_FROM = re.compile(r"(?<![^\W_])từ *$")


@cache
def _made() -> re.Pattern[str]:
    listed = alternation(fold(word) for word in load("cues")["adoption"]["paper_made"])
    return re.compile(rf"(?<![^\W_]){listed}(?: +(?:vào|hồi|trong|từ|cuối|đầu))* *$")


def role(doc: Doc, date: Mention, sentence: Sentence) -> str:
    """Return what a date does in its sentence.

    Args:
        doc: the article.
        date: a DATE mention of the sentence.
        sentence: the sentence.

    Returns:
        `state` (it may govern), `event` (a state after it, unless another date says when), `compared`,
        `begun`, `made` (a paper, a body, where a place lay), `told` (a meeting), `document`, or `length`.

    Example:
        >>> import tinbai
        >>> from tinbai.entities.mention import get
        >>> doc = tinbai.load()("So với năm 2020, xã bớt 3 xóm; đến tháng 5/2023, xã còn 14 xóm.")
        >>> [role(doc, date, doc._.view.sentences[0]) for date in get(doc, "date")]
        ['compared', 'state']
    """
    folded = view_of(doc).folded
    before = folded[sentence.start : date.start]
    mods = date.attrs.get("mod") or ()
    if date.attrs.get("subtype") == "duration" or (date.normal or "P").startswith("P"):
        return "length"
    if "after" in mods or _BEGUN.search(before):
        return "begun"
    if (
        "/" not in (date.normal or "")
        and _SINCE.search(folded[max(sentence.start, date.start - 8) : date.end])
        and _DOES.match(folded, date.end)
    ):
        return "begun"
    if _is_day(date) and _AT_MEETING.search(before):
        return "told"
    if _REPORTED.match(folded, date.end) or (_is_day(date) and _HELD.match(folded, date.end)):
        return "told"
    if any(
        0 <= date.start - m.end <= 3 and _dates_document(date, folded[m.end : date.start])
        for m in within(doc, "document", sentence.start, date.start)
    ):
        return "document"
    if _made().search(before) or _LAY_IN.match(folded, date.end):
        return "made"
    if _COMPARED.search(before):
        return "compared"
    if date.attrs.get("subtype") == "term" and _AHEAD.search(before):
        return "made"
    if date.attrs.get("subtype") == "term" and _EVENT.search(before):
        return "event"
    return "state"


def _dates_document(date: Mention, between: str) -> bool:
    """Say whether a date right behind a document is its own: no deictic, no open range, not `, hết năm 2018`."""
    if "," in between and not _is_day(date):
        return False
    return date.normal != "article_date" and "until" not in (date.attrs.get("mod") or ())


def _is_day(date: Mention) -> bool:
    return bool(re.fullmatch(r"(?:\d{4}|XXXX)-\d{2}-\d{2}", date.normal or ""))


def compares(doc: Doc, date: Mention, figure: Mention) -> bool:
    """Say whether a date that compares is that of this figure: `so với năm 2020 (28 bản)`, `Cùng kỳ năm 2020 là 28`."""
    folded = view_of(doc).folded
    between = folded[date.end : figure.start]
    if any(within(doc, "figure", date.end, figure.start)):
        return False
    opens = bool(_SAME_PERIOD.search(folded, max(date.start - 14, 0), date.start))
    when = re.fullmatch(r",?(?: +(?:khi|lúc|lúc +đó|khi +đó|có|mới|chỉ|là))+ *", between)
    return opens or bool(when) or bool(re.fullmatch(r" *\( *", between)) or bool(_FROM.search(between))


_WITH = re.compile(r",? *với(?: +(?:chỉ|vỏn +vẹn|đúng|tất +cả|tổng +số))* *")


def begins_with(doc: Doc, date: Mention, figure: Mention) -> bool:
    """Say whether a beginning tells with how many (`bắt đầu từ tháng 6/2017 với 16 thôn`).

    Example:
        >>> import tinbai
        >>> from tinbai.entities.mention import get
        >>> doc = tinbai.load()("Xã làm từ năm 2021 với 3 xóm, nay có 14 xóm.")
        >>> [begins_with(doc, get(doc, "date")[0], figure) for figure in get(doc, "figure")]
        [True, False]
    """
    return bool(_WITH.fullmatch(view_of(doc).folded, date.end, max(date.end, figure.start)))
