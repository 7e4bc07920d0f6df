"""Settles what is said of a count with when: what lies ahead is a plan, what is past was reached (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations.chain import RANK
from tinbai.relations.date_values import NEVER, When, ahead, is_this_year, time_of
from tinbai.relations.draft import Draft
from tinbai.relations.light import clause_of, is_light
from tinbai.relations.modality import plan_before, reached_before
from tinbai.relations.rests import mark_rest
from tinbai.relations.scope import scope_of
from tinbai.relations.wording import words
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence


def in_time(doc: Doc, sentence: Sentence, figure: Mention, status: str, dated: When) -> tuple[str, When]:
    """Return status and date of a count, each settled by the other.

    Args:
        doc: the article.
        sentence: the sentence of the count.
        figure: the count.
        status: what the words about it say.
        dated: the date that governs it by its place.

    Example:
        >>> import tinbai
        >>> text = "Năm 2023, 9 xóm làm. Đến năm 2030, xã phấn đấu 12 xóm có bí thư chi bộ kiêm trưởng xóm."
        >>> [(record.status, record.as_of) for record in tinbai.load()(text)._.adoption]
        [('achieved', '2023'), ('target', '2030')]
    """
    folded = view_of(doc).folded
    if status == "target":
        plan = plan_before(folded, sentence.start, figure.start)
        first = min(plan, dated.offset) if dated.offset >= 0 else plan
        behind = max(sentence.start, plan + 1)
        counted = within(doc, "figure", max(sentence.start, first + 1), figure.start)
        told = bool(counted) or reached_before(folded, behind, sentence.end) >= 0
        due = _STILL.search(folded, sentence.start, sentence.end) or _is_due_this_year(doc, sentence, dated)
        dated = ahead(doc, dated, open_plan=not told and bool(due))
        if _is_of_another(doc, figure, dated):
            return status, NEVER
        ahead_of = plan >= 0 and plan < dated.offset < figure.start
        if time_of(doc, dated) < 0 and ahead_of and _is_told(doc, plan, dated.offset):
            return "achieved", dated  # `mục tiêu đến năm 2025 là 65%; cuối năm 2023 đạt 48%`
    elif status in ("not_adopted", "abandoned"):
        due = time_of(doc, dated) > 0 or (status == "not_adopted" and _is_deadline(folded, figure, dated))
        return status, NEVER if due else dated  # `hai thôn chưa làm, đợi bầu trưởng thôn vào quý III`
    elif status == "achieved" and dated.term and dated.offset >= figure.end and _is_apart(folded, figure, dated):
        return status, When(None, None, None, dated.term)  # `có 57 thôn bố trí nhiệm kỳ 2022 - 2025` (guideline T4)
    elif status == "achieved" and _is_of_plan(doc, sentence, figure, dated):
        return status, NEVER
    elif status == "achieved" and time_of(doc, dated) > 0:
        reached = reached_before(folded, sentence.start, figure.start)
        if reached > dated.offset >= 0:
            return "achieved", dated if is_this_year(doc, dated) else NEVER
        return "target", dated
    return status, dated


# `27 thôn chưa kiêm, lộ trình là hoàn tất trong nhiệm kỳ`, `12 bản chưa làm, sẽ xong trong quý III`
_TO_BE_DONE = re.compile(
    r"(?<![^\W_])(?:hẹn|sẽ|lộ +trình|phải +(?:xong|hoàn +thành|hoàn +tất))(?![^\W_])[^,;:]*$"
    r"|(?<![^\W_])(?:chờ|đợi)(?: +[^\W\d_]+){0,4} *$"
)


def _is_deadline(folded: str, figure: Mention, dated: When) -> bool:
    """Say whether a date behind what is not done yet is the day by which it is to be done."""
    said = fold(dated.text or "")
    if dated.offset < figure.end or said.startswith(("đến", "tính đến")):
        return False
    return said.startswith("trước") or bool(_TO_BE_DONE.search(folded, figure.end, dated.offset))


def _is_apart(folded: str, figure: Mention, dated: When) -> bool:
    """Say whether a date behind a figure is not right beside it (`98 khu (nhiệm kỳ 2017 - 2020)`, `98 khu của …`)."""
    return not re.search(r"\( *$|[\d%](?: +[^\W\d_]+){0,2} +(?:của|ở) +$", folded[figure.start : dated.offset])


# What is still to be done; a goal or a plan may be one that has run out.
_STILL = re.compile(
    r"(?<![^\W_])(?:phấn +đấu|quyết +tâm|yêu +cầu|dự +kiến|sẽ|cam +kết|từ +nay|sắp +tới|tới +đây)(?![^\W_])"
)
_MUST = re.compile(r"(?<![^\W_])phải(?![^\W_])")


def _is_due_this_year(doc: Doc, sentence: Sentence, dated: When) -> bool:
    """`Trước ngày 30/9, 150 khu phải làm xong`, told in February: the year that the month lies behind was the last."""
    then, now = (re.match(r"\d{4}", day or "") for day in (dated.value, scope_of(doc).date.value))
    last = then is not None and now is not None and int(then[0]) + 1 == int(now[0])
    return last and bool(_MUST.search(view_of(doc).folded, sentence.start, sentence.end))


_BUT = re.compile(r"[;,] *(?:(?:nhưng|song|tuy +nhiên|thực +tế|trên +thực +tế)(?![^\W_]) *)+")


def _is_of_plan(doc: Doc, sentence: Sentence, figure: Mention, dated: When) -> bool:
    """Say whether a date is that of a plan that was missed (`hết năm 2013 phải có 40 ấp; tuy nhiên mới được 17`)."""
    if dated.offset < sentence.start or dated.offset > figure.start or is_this_year(doc, dated):
        return False
    folded = view_of(doc).folded
    but = _BUT.search(folded, dated.offset, figure.start)
    told = [m for m in within(doc, "figure", sentence.start, but.start() if but else 0) if m.start > dated.offset]
    if but is None or not told:
        return False
    plan = plan_before(folded, sentence.start, told[0].start)
    ends = re.match(r"(?:tính +)?(?:đến|tới|hết|cuối|trước)(?![^\W_])", folded[dated.offset : dated.offset + 12])
    return plan > reached_before(folded, sentence.start, told[0].start) and bool(ends or plan < dated.offset)


def _is_told(doc: Doc, plan: int, end: int) -> bool:
    """Say whether a plan has had its number before an offset, or its clause has ended."""
    told = bool(within(doc, "figure", plan + 1, end))
    return told or bool(re.search(r"[;:]|, *(?:nhưng|song|còn|thực +tế)", view_of(doc).folded[plan:end]))


def _is_of_another(doc: Doc, figure: Mention, dated: When) -> bool:
    """Say whether the date left of a plan is of what was reached (`đến 30/9 có 118 xóm; phấn đấu 60%`).

    A day, a month or `hiện` that is not ahead is; a year may be that of both.
    """
    of_now = dated.value == "article_date" or re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", dated.value or "")
    if dated.offset < 0 or dated.offset > figure.start or time_of(doc, dated) > (0 if of_now else -1):
        return False
    return bool(within(doc, "figure", dated.offset + 1, figure.start))


# What opens the parts of a number told before.
_PARTS = re.compile(
    r"(?<![^\W_])(?:trong +(?:đó|số +(?:này|đó|ấy))|cụ +thể|gồm|bao +gồm|riêng|tập +trung|chủ +yếu"
    r"|nhiều +nhất|đông +nhất|rơi +vào|rải|nằm +ở)(?![^\W_])|:"
)
# `Tám trường hợp nói trên thuộc xã A (3), xã B (2)`: the number told before is taken up.
_TAKEN_UP = re.compile(
    r"(?:(?:cả|số|những|các) +)*(?:[^ ,;.]+ +){0,2}?(?:trường +hợp|thôn|bản|xóm|ấp|khóm|buôn|làng|khu|tổ|nơi|đơn +vị)"
    r"(?: +[^ ,;.]+){0,2}? +(?:nói +trên|kể +trên|trên|này|ấy|đó|còn +lại) +"
    r"(?:(?:đều|chủ +yếu|phần +lớn|hầu +hết) +)*(?:thuộc|ở|nằm|tập +trung|rải|rơi|là|gồm)(?![^\W_])"
)
# So few numbers may add up by chance.
_LEAST = 2
_HANDED_DOWN = ("abandoned", "not_adopted", "target")
_GOT = re.compile(r"(?<![^\W_])được *$")
# Sentences that spell out a plan told right before: its stages.
_STAGE = re.compile(r"(?:cụ +thể|theo +đó|trong +đó|trước +mắt|(?:giai +đoạn|chặng|đợt|bước|lộ +trình)(?![^\W_]))")


def hand_down(
    doc: Doc, sentence: Sentence, drafts: Sequence[Draft], before: Sequence[Draft], earlier: Sequence[Draft] = ()
) -> None:
    """Give parts that say nothing of their own the status of their whole (`17 khu quay về như cũ, trong đó xã A 5`).

    Args:
        doc: the article.
        sentence: the sentence.
        drafts: its statements in text order; they are changed.
        before: the statements of the sentence before.
        earlier: the statements of the article so far.

    Example:
        >>> import tinbai
        >>> text = "Huyện có 17 xóm thôi mô hình bí thư chi bộ kiêm trưởng xóm, trong đó xã Mường Lạn 5 xóm."
        >>> [(record.count, record.status) for record in tinbai.load()(text)._.adoption]
        [(17, 'abandoned'), (5, 'abandoned')]
    """
    mark_rest(doc, sentence, drafts, earlier)
    folded, heads = view_of(doc).folded, [d for d in before if not d.derived][-1:]
    opens = bool(heads) and bool(_PARTS.match(folded, sentence.start, sentence.end))
    if not heads and _TAKEN_UP.match(folded, sentence.start, sentence.end):
        heads = [d for d in earlier if d.figures][-1:]
        opens = bool(heads)
    if not opens and (whole := _whole_of(drafts, earlier)) is not None:
        heads, opens = [whole], True
    for draft in drafts:
        head = heads[-1] if heads else None
        if head is not None and draft.figures and draft.status == "achieved" and head.status in _HANDED_DOWN:
            narrower = RANK.get(draft.where.level or "", 9) < RANK.get(head.where.level or "", -1)
            told = opens or (head.start >= sentence.start and _PARTS.search(folded, head.start, draft.start))
            if opens and (draft.count, draft.where.place) == (head.count, head.where.place):
                draft.status = head.status  # `Tám nơi nói trên thuộc các xã …`
            # `kế hoạch là 45. Trong đó, xã A đủ 5 thôn, xã B mới làm ở 2 làng`
            reached = head.status == "target" and _ACHIEVED.search(_lead(doc, sentence, draft.figures[0]))
            if narrower and told and not reached and is_light(clause_of(doc, sentence, draft.figures[0])):
                draft.status = head.status
        if not heads or RANK.get(draft.where.level or "", -1) >= RANK.get(heads[-1].where.level or "", -1):
            heads = [draft]


_ACHIEVED = re.compile(r"(?<![^\W_])(?:đủ|mới|đã|phủ +kín|xong|hoàn +thành)(?![^\W_])")


def _lead(doc: Doc, sentence: Sentence, figure: Mention) -> str:
    """Return the words between the number before and a figure."""
    before = within(doc, "figure", sentence.start, figure.start)
    return view_of(doc).folded[before[-1].end if before else sentence.start : figure.start]


def _whole_of(parts: Sequence[Draft], earlier: Sequence[Draft]) -> Draft | None:
    """Return the last count told before, if the parts add up to it (`14 thôn chưa làm. Xã A 9 thôn, xã B 5 thôn.`)."""
    told = [d for d in earlier if d.count is not None and d.figures][-1:]
    counts = [d.count for d in parts if d.figures and d.where.level == "commune" and d.count is not None]
    others = [d.count for d in parts if d.figures and d.where.level != "commune"]
    if not told or len(counts) < _LEAST or any(count != told[0].count for count in others):
        return None
    return told[0] if told[0].count == sum(counts) else None


def is_stage(doc: Doc, sentence: Sentence, figure: Mention) -> bool:
    """Say whether a sentence spells out the plan that the sentence before has told (`Giai đoạn đầu, năm 2021, …`)."""
    view = view_of(doc)
    at = view.index_of(sentence)
    plan = view.sentences[at - 1] if at else None
    if plan is None or plan.paragraph != sentence.paragraph or not _STAGE.match(view.folded, sentence.start):
        return False
    if reached_before(view.folded, sentence.start, sentence.end) >= 0 or _GOT.search(
        view.folded, figure.start - 6, figure.start
    ):
        return False
    planned = plan_before(view.folded, plan.start, plan.end)
    return planned >= 0 and planned > reached_before(view.folded, plan.start, plan.end)


def is_step(folded: str, figure: Mention, start: int) -> bool:
    """Say whether a plan adds to what there is (`thêm 6 thôn`, `13 thôn còn lại`)."""
    near = folded[max(start, figure.start - 40) : figure.end + 14]
    return bool(words("incremental").search(near)) and "đạt" not in near
