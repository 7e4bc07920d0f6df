"""What a sentence completes without a number (codebook 4.2, completed_qualitative)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of
from tinbai.relations.context import coordinated, joined_behind, without_any
from tinbai.relations.dating import when
from tinbai.relations.draft import Draft
from tinbai.relations.governing import UPPER, Where, article_scope, where
from tinbai.relations.wording import words
from tinbai.text.view import Sentence

# `hoàn thành nhiệm vụ bí thư chi bộ kiêm trưởng thôn`, `hoàn thành báo cáo ba năm …`: a person's work, a paper.
_OTHER_WORK = re.compile(
    r"(?<![^\W_])(?:nhiệm +vụ|trách +nhiệm|vai +trò|báo +cáo|chương +trình|lớp|kế +hoạch)(?![^\W_])"
)
_NOT_DONE = re.compile(r"(?<![^\W_])(?:chưa|không|nhằm|để|sẽ|sớm|cần|phải)(?: +\w+)? *$")


# `Ba xã A, B và C phủ kín`, `đã tách hết`: what a row of units has done in all their hamlets.
_WHOLE = re.compile(
    r"(?: +là +(?:(?:những|các|hai|ba|bốn|năm|sáu|\d+) +)?(?:xã|phường|thị +trấn|đơn +vị|nơi|địa +phương)"
    r"(?: +đầu +tiên)?)?"
    r" *,? *(?:(?:cũng|đều|đã|cùng|cơ +bản|hiện|nay|sớm|thì) +)*"
    r"(?:(?P<apart>tách +(?:hết|cả|sạch|toàn +bộ)|trả +hết|quay +lại +cả)"
    rf"|(?:làm|bố +trí|thực +hiện|triển +khai)(?: +được)?(?: +(?:ở|tại))? +(?:hết|toàn +bộ|tất +cả|mọi)"
    rf"(?: +(?:các|số))?(?: *,? *{UNIT})+"
    rf"|(?:(?:(?:dẫn|đi) +đầu +)?(?:khi|với|có) +)?(?:tất +cả|toàn +bộ)(?: +(?:các|số))?(?: *,? *{UNIT})+"
    r" +(?:đều +)?(?:đã +)?(?:làm|thực +hiện|triển +khai|bố +trí|hợp +nhất(?= +(?:hai|2) +chức)|nhất +thể(?: +hóa)?)"
    r"(?: +(?:xong|được|rồi|(?:hai|2) +chức +danh))*"
    rf"|{UNIT} +nào +cũng(?: +(?:đã|chỉ|còn|đều))*"
    r" +(?:làm|thực +hiện|bố +trí|triển +khai|có|do)(?: +(?:được|một +người|như +(?:thế|vậy)))*"
    r"|không +(?:sót|thiếu|trừ|chừa) +(?:một +)?[^ ,;.]+ +nào"
    r"|(?:phủ +kín|phủ +khắp|đã +kín|kín|làm +xong|làm +trọn|làm +hết|hoàn +thành|hoàn +tất|về +đích|cán +đích|xong +cả"
    r"|xong +hết|xong +xuôi|đồng +loạt +(?:làm|thực +hiện|bố +trí)"
    r"|(?:bố +trí|thực +hiện|làm|triển +khai) +(?:trọn +vẹn|đủ|trọn|dứt +điểm)|đạt +trọn +vẹn)"
    rf"(?: +(?:ở|tại|cho|trên|được|cả|toàn +bộ|tất +cả|mọi|các|số|{UNIT}|nơi|địa +bàn|cả +rồi|việc +này"
    r"|từ +lâu|từ +sớm))*)"
    r" *(?:$|[,.;)”\"]|và(?![^\W_])|(?:ngay +)?từ(?![^\W_])|vào(?![^\W_])|trong(?![^\W_])|trước(?![^\W_]))"
)
# `Ba xã đã kín là A, B và C`.
_WHOLE_ARE = re.compile(
    r"(?:(?:phủ +kín|đã +kín|hoàn +thành|hoàn +tất|làm +xong|làm +trọn|làm +dứt +điểm|trọn +vẹn|về +đích|có)"
    rf"(?: +(?:ở|tại|cho|trên|cả|toàn +bộ|tất +cả|mọi|các|số|{UNIT}|từ +lâu|từ +sớm|sớm|việc +này"
    r"|(?:đã +)?thực +hiện))*)"
    r" *,? +(?:là|gồm|gồm +có)(?: +các)? *:? *$"
)


def nowhere(doc: Doc, sentence: Sentence, places: Sequence[Mention]) -> Iterator[Draft]:
    """Yield the places that a sentence of a text that counts says have none (`Hai xã A và B chưa triển khai`)."""
    evidence = (sentence.start, sentence.end)
    for place, status in without_any(doc, sentence, places):
        at = Where(UPPER[place.type], place.normal, "named", place.start)
        yield Draft(place.start, evidence, at, status=status, count_of="hamlet_units")


def with_wholes(doc: Doc, sentence: Sentence, drafts: Sequence[Draft], places: Sequence[Mention]) -> list[Draft]:
    """Return the statements of a sentence and those of units that have done all of it, in text order."""
    told = {draft.where.place for draft in drafts}
    also = [draft for draft in _wholes(doc, sentence, places) if draft.where.place not in told]
    return sorted([*drafts, *also], key=lambda draft: draft.start)


def _wholes(doc: Doc, sentence: Sentence, places: Sequence[Mention]) -> Iterator[Draft]:
    """Yield the units of which a text about the model says without a number that all their hamlets have it.

    Args:
        doc: the article.
        sentence: a sentence without a count, in a text about the model.
        places: its communes, districts and provinces.
    """
    folded = view_of(doc).folded
    communes = [p for p in places if p.type == "COMMUNE"]
    found: dict[int, tuple[Mention, str]] = {}
    for place in communes:
        text = reduce(folded, place.end, sentence.end).text
        behind = _WHOLE.match(text)
        if behind:
            status = "abandoned" if behind["apart"] else "completed_qualitative"
            found |= {p.start: (p, status) for p in (*coordinated(doc, place, communes), place)}
        lead = _WHOLE_ARE.search(reduce(folded, sentence.start, place.start).text)
        if lead and (not lead[0].startswith("có") or re.search(r"toàn +bộ|tất +cả|mọi", lead[0])):
            row = [place, *joined_behind(doc, place, communes)]
            found |= {p.start: (p, "completed_qualitative") for p in row}
    for start, (place, status) in sorted(found.items()):
        yield Draft(
            start=start,
            evidence=(sentence.start, sentence.end),
            where=Where("commune", place.normal, "named", start),
            when=when(doc, place, sentence),
            status=status,
            count_of="hamlet_units",
        )


def _of_district(doc: Doc, place: Where, places: Sequence[Mention]) -> Where:
    """`Hai xã A và B của huyện C đã hoàn thành …`: the row of communes has, not the district that it lies in."""
    folded = view_of(doc).folded
    last = next((p for p in reversed(places) if p.end <= place.offset), None)
    if last is None or place.level != "district" or last.type != "COMMUNE":
        return place
    if not coordinated(doc, last, places) or not re.fullmatch(
        r" *(?:của|thuộc|,|\() *", folded[last.end : place.offset]
    ):
        return place
    return Where("commune", last.normal, "named", last.start)


def completed(doc: Doc, cues: Sequence[Mention], sentence: Sentence, places: Sequence[Mention] = ()) -> Iterator[Draft]:
    """Yield what a sentence completes without a number (`hoàn thành việc nhất thể hóa`, codebook 4.2).

    A row of units that complete it together gives one record each.
    """
    folded = view_of(doc).folded
    for cue in cues:
        lead = folded[max(sentence.start, cue.start - 60) : cue.start]
        done = list(words("completed").finditer(lead))
        if not done or re.search(r"[,;:]", lead[done[-1].end() :]) or words("strong_target").search(lead):
            continue
        if _NOT_DONE.search(lead[: done[-1].start()]) or _OTHER_WORK.search(lead[done[-1].end() :]):
            continue
        place = _of_district(doc, where(doc, cue, sentence), places)
        last = next((p for p in places if p.start == place.offset and p.normal == place.place), None)
        row = coordinated(doc, last, places) if last is not None else []
        for at in (*(Where(UPPER[p.type], p.normal, "named", p.start) for p in row), place):
            yield Draft(
                start=cue.start if at is place else at.offset,
                evidence=(sentence.start, sentence.end),
                where=at if at.level else article_scope(doc),
                when=when(doc, cue, sentence),
                status="completed_qualitative",
                count_of="hamlet_units",
            )
        return
