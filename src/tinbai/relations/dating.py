"""Which date governs a figure, and whether that is before or after the article's day (codebook 4.2, 4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations import counting
from tinbai.relations.date_roles import begins_with, compares, role
from tinbai.relations.date_values import NEVER, When, ahead, time_of, value_of
from tinbai.relations.dates_before import of_election
from tinbai.relations.dates_paired import in_turn, start_of
from tinbai.relations.modality import plan_before
from tinbai.relations.scope import scope_of
from tinbai.relations.spoken_dates import spoken, told_before
from tinbai.text.view import Sentence

_MOVED_ON = re.compile(
    r"\)?,? *(?:(?:toàn +|cả +)?(?:tỉnh|huyện|thị +xã|thành +phố|xã|phường|thị +trấn|số +này|con +số +này) +)?"
    r"(?:đã )?(?:tăng |tụt |giảm |rút |nâng )?(?:lên|xuống|còn)(?: +(?:còn|tới|đến|là|được))* *"
)
# `năm 2020 có 80 thôn; bây giờ còn 64`: an adverb of now ends what an earlier date governs.
_NOW = re.compile(
    r"(?:[;,]| và(?= +nay)) *(?:(?:nhưng|còn|song|trong +khi(?: +đó)?|thì) +)*"
    r"(?:nay|sau +đó|về +sau|sau +này|bây +giờ|giờ|giờ +đây|lúc +này"
    r"|[^;,.\d]{1,40} nay(?= (?:có|còn|đã|chỉ|lên|là|mới))"
    r"|sau +(?:đợt|kì|cuộc|lần)(?: +[^ ,;]+){0,6} +vừa +(?:rồi|qua)"
    r"|(?:nhiệm +kì|khóa|kì|đợt) +trước|trước +đó|ban +đầu|lúc +đầu)(?![^\W_])"
    r"|\d[^;.]{0,80}[;,] *(?:đầu +(?:nhiệm +kì|khóa)(?! +\d)|thời +điểm +(?:giám +sát|kiểm +tra|khảo +sát))(?![^\W_])"
)

# `nhiệm kỳ trước tỷ lệ này chỉ 12%`: another time than that of the sentence before.
_BEFORE_THAT = re.compile(
    r"(?<![^\W_])(?:(?:nhiệm +kì|khóa|kì|đợt|lần) +trước|trước +(?:đó|đây)|ban +đầu|lúc +đầu)(?![^\W_])"
)

# Between a figure and a date that is its own.
_BY_CONTRAST = re.compile(
    r"(?<![^\W_])(?:thay +vì|so +với|hơn|kém|gấp +[^ ,;.]+(?: +lần)?|bằng)(?: +(?:mức|con +số|tỉ +lệ|chỉ|số))* *$"
)
_WEIGHED = re.compile(r"(?<![^\W_])(?:hơn|mà|cách|con +số)(?![^\W_])")
_BESIDE = re.compile(rf"(?: +số)?(?:(?: *[,/]| +và)? *{UNIT})* *\(? *(?:(?:vào|của|trong|ngay) +)?")


def when(doc: Doc, figure: Mention, sentence: Sentence, inherited: When = NEVER, *, last: When = NEVER) -> When:
    """Return the date that governs `figure`, by the first of these that holds.

    1. A date right beside it that is plainly its own (`74 thôn (năm 2018) lên`, `20% năm 2019, 40% năm 2020`).
    2. A date without a number that stands behind it (`ngay trong năm nay`, `spoken_dates`).
    3. So many years before the article (`ba năm trước`) or after the last date told (`hai năm sau`).
    4. The nearest date of state to its left up to the full stop (codebook 4.5), unless an adverb of another
       time (`nay`, `kỳ trước`) or a semicolon before a date of its own has ended that date's reign.
    5. A date behind it in the same clause (`có 23 bản tính đến tháng 10/2021`).
    6. What a list takes from its head (`inherited`), a result from its election (`dates_before`), parts from
       the count that they are parts of.

    What a date does is read first (`date_roles`): dates of papers, of meetings, of comparisons and of beginnings
    govern nothing; an event (`sau đại hội nhiệm kỳ …`) only where no other date does.
    """
    found = sorted(
        (*within(doc, "date", sentence.start, sentence.end), *spoken(doc, sentence)), key=lambda date: date.start
    )
    dates = [(date, role(doc, date, sentence)) for date in found]
    folded = view_of(doc).folded
    states = [
        date
        for date, does in dates
        if does in ("state", "event")
        or (does == "compared" and compares(doc, date, figure))
        or (does == "begun" and begins_with(doc, date, figure))
    ]
    own = in_turn(doc, figure, sentence, states) or _own(doc, figure, states, sentence)
    if own is not None:
        return value_of(doc, own)
    earlier = list(within(doc, "figure", sentence.start, figure.start))
    states = [date for date in states if not _is_taken(folded, date, earlier, figure)]
    said = next((date for date in states if date.attrs.get("spoken") and _is_close(folded, figure, date)), None)
    if said is not None:
        return value_of(doc, said)
    left = [date for date in states if date.start < figure.start]
    away = _years_away(doc, figure, sentence, value_of(doc, left[-1]) if left else last)
    if away.value and (not left or away.offset > left[-1].start):
        return away
    events = [date for date, does in dates if does == "event"]
    reached = [date for date in left if date not in events or left[-1] not in events]
    left = reached if any(date not in events for date in reached) else left
    over = bool(left) and (_is_over(folded, left[-1], figure) or _goes_by(doc, left[-1], figure))
    left = [] if over else left
    right = [date for date in states if date.start >= figure.end and _is_bound(doc, figure, date)]
    if left and right and _is_due(doc, figure, left[-1], right[0]):
        return ahead(doc, value_of(doc, right[0]))
    if left and not (right and ";" in folded[left[-1].end : figure.start]):
        started = start_of(folded, figure, left[-1])
        return replace(value_of(doc, left[-1]), value=started) if started else value_of(doc, left[-1])
    if right:
        return value_of(doc, right[0])
    if over or inherited is not NEVER:
        return NEVER if over else inherited
    if _BEFORE_THAT.search(re.split(r"[;,(.]", folded[sentence.start : figure.start])[-1]):
        return NEVER
    day = of_election(doc, figure, sentence)
    return _of_whole(doc, sentence) if day is None else value_of(doc, day)


# What opens the parts of a count told before (guideline T1); sentences that may stand between compare it.
_PARTS = re.compile(r"(?:trong +(?:đó|số +(?:đó|này|ấy))|cụ +thể|gồm|bao +gồm)(?![^\W_])")
_COMPARING = re.compile(r"(?:so +với|như +vậy|tăng|giảm|đây +là)(?![^\W_])")
_REACH = 2
_OPENING = 12
_CLOSE = 60
_WHOLES = ("hamlet_units", "percent")


def _of_whole(doc: Doc, sentence: Sentence) -> When:
    """Return the date of the count whose parts a sentence lists, where no statement of it was found."""
    view = view_of(doc)
    if not _PARTS.match(view.folded, sentence.start):
        return NEVER
    at = view.index_of(sentence)
    for whole in reversed(view.sentences[max(at - _REACH, 0) : at]):
        if _PARTS.match(view.folded, whole.start):
            continue
        for figure in within(doc, "figure", whole.start, whole.end):
            found = when(doc, figure, whole)
            if found.value and counting.what(view.folded, figure, figure.end)[0] in _WHOLES:
                return found
        told = [m for m in within(doc, "date", whole.start, whole.end) if role(doc, m, whole) == "state"]
        opens = len(told) == 1 and told[0].start - whole.start <= _OPENING
        if opens and not view.folded.startswith("từ", whole.start):
            return value_of(doc, told[0])
        if not _COMPARING.match(view.folded, whole.start) or whole.zone == "title":
            return NEVER
    return NEVER


def _is_close(folded: str, figure: Mention, date: Mention) -> bool:
    """`đạt 100% ngay trong năm nay`: behind a figure without another number, a pause or a plan of its own between."""
    between = folded[figure.end : max(date.start, figure.end)]
    apart = re.search(r"[;.,:\d]", between) or plan_before(folded, figure.end, date.start) >= 0
    return date.start >= figure.end and len(between) <= _CLOSE and not apart


def _is_over(folded: str, date: Mention, figure: Mention) -> bool:
    """Say whether a date's reign has ended before a figure: at an adverb of another time, at what is left to do."""
    if _NOW.search(folded, date.end, figure.start):
        return True
    return not _is_up_to(date) and ";" in folded[date.end : figure.start] and folded.startswith(" còn lại", figure.end)


def _is_up_to(date: Mention) -> bool:
    """`đến nay`, `tính đến 5/4`: the day of the state itself."""
    return date.normal == "article_date" or "until" in (date.attrs.get("mod") or ())


def _goes_by(doc: Doc, date: Mention, figure: Mention) -> bool:
    """`Năm 2010 …; sau ba năm, huyện có 46 xóm`: a length that has gone by since a date ends its reign."""
    lengths = () if _is_up_to(date) else within(doc, "date", date.end, figure.start)  # `tính đến 5/4, sau 3 năm …`
    return any("after" in (m.attrs.get("mod") or ()) and (m.normal or "").startswith("P") for m in lengths)


def _is_taken(folded: str, date: Mention, earlier: Sequence[Mention], figure: Mention) -> bool:
    """`30 thôn năm 2015 lên 45`, `so với năm 2020 (28 bản), đến …`: the date is that of another number."""
    beside = any(_BESIDE.fullmatch(reduce(folded, m.end, date.start).text) for m in earlier if m.end <= date.start)
    if beside and _MOVED_ON.fullmatch(folded, date.end, max(date.end, figure.start)):
        return True
    if beside and re.fullmatch(r" *(?:[,;]|,? *và) *[^\d,;]{0,6}", folded[date.end : max(date.end, figure.start)]):
        return True  # `20% năm 2019, 40% …`
    return any(re.fullmatch(r" *\( *", folded[date.end : m.start]) for m in earlier)


_AGO = re.compile(r"(?: +về)? +trước(?![^\W_])")
_LATER = re.compile(r" +sau(?: +đó)?(?= *[,\d]| +[^\W_])(?! +(?:khi|ngày|lúc))")


def _years_away(doc: Doc, figure: Mention, sentence: Sentence, told: When) -> When:
    """`ba năm trước mới là 12`, `hai năm sau chỉ còn 21`: counted from the article's year, from the last date told."""
    folded = view_of(doc).folded
    now, then = (re.match(r"\d{4}", day or "") for day in (scope_of(doc).date.value, told.value))
    for date in reversed(list(within(doc, "date", sentence.start, figure.start))):
        years = re.fullmatch(r"P(\d+)Y", date.normal or "")
        if not years:
            continue
        if re.search(r"[;]|(?<![^\W_])nay(?![^\W_])", folded[date.end : figure.start]):
            continue
        before, text = folded[max(0, date.start - 10) : date.start], view_of(doc).text[date.start : date.end]
        ago = _AGO.match(folded, date.end)
        if (
            now
            and (ago or before.endswith(("cách đây ", "cách nay ")))
            and not before.endswith("so với ")
            and not date.attrs.get("mod")
        ):
            basis = "years before the date of the article"
            return When(str(int(now[0]) - int(years[1])), text, basis, None, date.start)
        if then and before.endswith("trước đó "):
            basis = "years before the date told before"
            return When(str(int(then[0]) - int(years[1])), text, basis, None, date.start)
        later = _LATER.match(folded, date.end)
        known = then[0] if then else told_before(doc, sentence, date.start, year=True) if later else None
        if known and later and re.fullmatch(r"(?:\d{4}(?:-\d\d){0,2})?", told.value or ""):
            basis = "years after the date told before"
            return When(str(int(known) + int(years[1])), text, basis, None, date.start)
    return NEVER


def _own(doc: Doc, figure: Mention, dates: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Return the date beside a figure that is plainly its own; the last of a row is, where the others are."""
    folded = view_of(doc).folded
    own = next((date for date in dates if _belongs(folded, figure, date, sentence)), None)
    if own is not None:
        return own
    beside = next((m for m in dates if m.start >= figure.end and _BESIDE.fullmatch(folded, figure.end, m.start)), None)
    if beside and _BY_CONTRAST.search(folded, sentence.start, figure.start):
        return beside  # `so với 98 khu của năm 2020`
    before = [m for m in within(doc, "figure", sentence.start, figure.start) if m.attrs.get("value") is not None][-1:]
    row = any(
        _belongs(folded, m, date, sentence)
        and re.fullmatch(r"(?: *[,;]|,? +và)(?: +[^\W\d_]+){0,2} *", folded[date.end : figure.start])
        for m in before
        for date in dates
    )
    return beside if row else None


def _is_due(doc: Doc, figure: Mention, left: Mention, right: Mention) -> bool:
    """`Đến 20/4, 12 ấp đã bố trí, 7 ấp thực hiện trước ngày 30/6`: the date ahead is that of what is left to do."""
    folded = view_of(doc).folded
    told = any(within(doc, "figure", left.end, figure.start)) and "," in folded[left.end : figure.start]
    apart = re.search(r"[,;:.\d]|(?<![^\W_])(?:và|so +với)(?![^\W_])", folded[figure.end : right.start])
    return (
        told
        and apart is None
        and time_of(doc, ahead(doc, value_of(doc, right))) > 0 >= time_of(doc, value_of(doc, left))
    )


def _belongs(folded: str, figure: Mention, date: Mention, sentence: Sentence) -> bool:
    """`74 thôn (năm 2018) lên`, `30 thôn năm 2015 lên`: a date beside a figure of a change is its own."""
    if date.start < figure.end:
        return False
    beside = _BESIDE.fullmatch(reduce(folded, figure.end, date.start).text)
    if beside is None:
        return False
    after = folded[date.end : sentence.end]
    if "(" in beside[0]:
        return after.startswith(")")
    if re.match(r" +(?:lên|xuống|còn|tụt|thì)(?![^\W_])", after):
        return True
    return date.attrs.get("subtype") != "term" and bool(re.match(r"(?: *[,;]| +và) +\D{0,20}\d", after))


def _is_bound(doc: Doc, figure: Mention, date: Mention) -> bool:
    """A date behind a figure governs it in the same clause (`có 23 bản tính đến tháng 10/2021`)."""
    folded = view_of(doc).folded
    between = re.sub(r": *(?:đó|đây) +là", " ", folded[figure.end : date.start])
    if "spoken" in date.attrs or _is_of_next(doc, figure, date):
        return False
    share = figure.attrs.get("kind") == "percent" and _WEIGHED.search(between)
    others = [m for m in within(doc, "figure", figure.end, date.start) if share or m.attrs.get("kind") != "percent"]
    if (
        others
        and "," in folded[figure.end : others[-1].start]
        and not re.search("[,;(]", folded[others[-1].end : date.start])
    ):
        return False  # `Ngoài 112 thôn đã làm, huyện sẽ bố trí thêm 20 thôn trước tháng 9`
    if date.attrs.get("subtype") == "term" and re.search(r"đại +hội(?: +[^ ,;]+){0,3} *$", between):
        return False
    alone = not within(doc, "figure", date.end, date.end + 40)
    if alone and re.match(r", +(?:dự +kiến|phấn +đấu|sẽ)(?![^\W_])[^;:,]*$", between):
        return True  # `Số còn lại, 70 thôn, phấn đấu làm xong trước năm 2020`
    return not re.search(r"[;:]|, +(?:trong đó|riêng|phấn đấu|đến)|(?<![^\W_])từ *$", between)


_SHARE = re.compile(r" +(?:đã +)?(?:chiếm|đạt|bằng|tương +đương|tức|ứng +với)(?: +(?:tỉ +lệ|gần|hơn|khoảng))* *")
_OTHER_STATE = re.compile(r"(?<![^\W_])(?:thay +vì|so +với|trong +khi|chứ +không +phải)(?![^\W_])")


def _is_of_next(doc: Doc, figure: Mention, date: Mention) -> bool:
    """`trước đây cả 6 ấp …, hiện còn 4`, `đạt 46%, thay vì 17% hiện nay`: the date is that of another number."""
    folded = view_of(doc).folded
    between = folded[figure.end : date.start]
    following = within(doc, "figure", date.end, min(date.end + 60, len(folded)))
    shared = [m for m in following if m.attrs.get("kind") == "percent" and figure.attrs.get("kind") != "percent"]
    planned = plan_before(folded, figure.end, date.start)
    own = shared[:1] == list(following[:1]) and shared and _SHARE.fullmatch(folded[date.end : shared[0].start])
    if own and (planned < 0 or "," in folded[planned : date.start]):
        return False  # `58 trong 78 thôn có …, hiện chiếm 74,4%`
    opens = bool(re.search(r"[,;] *(?:(?:nhưng|và|còn|song|thì|trong +khi(?: +đó)?) +)*$", between))
    if opens and any(not re.search("[;.:,]", folded[date.end : m.start]) for m in following):
        return True
    parted = planned >= 0 and re.search(r"[,;(]|(?<![^\W_])(?:và|trong +khi)(?![^\W_])", folded[figure.end : planned])
    if parted and any(not re.search("[;.:]", folded[date.end : m.start]) for m in following):
        return True  # `18/112 thôn có …, dự kiến năm 2018 thêm 10 thôn`
    beside = any(date.start - m.end <= 12 for m in within(doc, "figure", figure.end, date.start))
    return beside and bool(_OTHER_STATE.search(between))
