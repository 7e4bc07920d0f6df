"""Totals that the article has told before a count, in words or by arithmetic (codebook 4.2, K1, K4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations import counting, totals, wholes
from tinbai.relations.draft import Draft
from tinbai.relations.governing import where
from tinbai.text.view import Sentence

# `Toàn huyện có 112 thôn. Đến tháng 6 đã bố trí được 87.`
_DONE = re.compile(
    r"(?<![^\W_])(?:bố +trí|thực +hiện|triển +khai|làm|sắp +xếp|kiện +toàn|bầu|chọn)(?: +(?:được|xong|ở|cho))+ *$"
)
_EARLIER = re.compile(
    r"(?<![^\W_])(?:trước +(?!hết|mắt|tiên)|từng +có|hồi +đầu|lúc +(?:đầu|bắt +đầu)|ban +đầu|khởi +đầu)"
)
# `219 nơi trong số này`, `61 trong số đó`
_OF_THEM = re.compile(r"(?: +[^ ,;.]+){0,4} +trong +(?:tổng +)?số +(?:này|đó|ấy)(?![^\W_])")
# `thiếu chín nơi so với số giao`: what a plan lacks is no rest of all units.
# `16 bản, trước sáp nhập có 27 bản`
_WAS = re.compile(r"[,(] *(?:trước|hồi)(?: +[^ ,;.\d]+){0,5}? +(?:là|có) *$")
_LACKS = re.compile(r"(?<![^\W_])(?:thiếu|hụt|vượt|tăng|giảm|thêm|hơn|kém)(?: +[^ ,;.]+)? *$")
_VOTE = re.compile(r"(?<![^\W_])bầu(?: +cử)?(?: +xong)?(?: +[^ ,;.]+)? +trưởng(?![^\W_])")
_VOTED = re.compile(r"(?<![^\W_])(?:trúng(?: +cử)?|đắc +cử|được +bầu|được +dân +bầu)(?![^\W_])")
# Before the number that a share is of, and between the two.
_COMPARED_TO = re.compile(r"(?<![^\W_])(?:so +với|trên)(?: +tổng)?(?: +số)? *$")
_THE_SHARE = re.compile(
    rf"(?: *, *{UNIT})*(?: *,| +thì)?(?: +(?:thì|đó|hiện|nay|mới|đã))*(?: +tỉ +lệ(?: +(?:này|ấy|đó|thực +hiện))?)?"
    r"(?: +(?:là|đạt|chiếm|có|ở +mức|khoảng|gần|hơn))* *"
)
_SHARE_OF = re.compile(r" +(?:của|trong|trên)(?: +tổng)?(?: +số)? +")
# `có 8 xóm, cả 8 đều thực hiện`
_ALL_BEHIND = re.compile(r"[^;.\d]{0,24}?(?<![^\W_])cả +(?P<all>\d+|[^\W\d_]+)(?= +(?:đều|cùng|đã|nơi))")
_WORDS = {n: (w,) for n, w in enumerate(("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"), 2)}
_IN_FACT = re.compile(r"(?<![^\W_])(?:thực +tế|kết +quả|thực +hiện)(?: +[^ ,;.]+){0,3} *$")
# Sentences back in which a total may have been told, and in which units may have gone to the vote.
_BACK, _BACK_TO_VOTE, _BACK_TO_SHARE = 3, 6, 5


def totals_before(doc: Doc, drafts: Sequence[Draft], sentence: Sentence, earlier: Sequence[Draft] = ()) -> None:
    """Give the counts of a sentence totals told before it, of several states of one place the last (`6, nay đã 33`).

    Args:
        doc: the article.
        drafts: the statements of the sentence; they are changed.
        sentence: the sentence.
        earlier: the statements of the article before it: what they count is no total of all units.
    """
    counted = {d.figures[0].start for d in earlier if d.figures and d.count is not None and not d.total}
    for draft in drafts:
        if draft.count is None and draft.percent is not None and draft.total is None:
            draft.total = _of_share(doc, draft, sentence)
        if draft.total is not None or draft.count is None or draft.count_of == "subunits":
            continue
        draft.total = _of_all(doc, draft, sentence) or _of_plan(doc, draft, sentence, drafts)
        if draft.total is not None or draft.status not in ("achieved", "target") or draft.incremental:
            continue
        if wholes.is_all(view_of(doc).folded, draft.figures[0]):
            continue
        if wholes.is_former_of_two(view_of(doc).folded, draft.figures[0]):
            continue
        if _EARLIER.search(view_of(doc).folded, sentence.start, draft.start):
            continue  # a former state is out of a former total
        later = [d for d in drafts if d.start > draft.start and d.count is not None and d.status == draft.status]
        draft.total = _agreeing(doc, draft, sentence)
        if draft.total is None and all(
            d.where.place != draft.where.place or d.when.value == draft.when.value for d in later
        ):
            draft.total = _told(doc, draft, sentence, counted, drafts)


def _of_share(doc: Doc, draft: Draft, sentence: Sentence) -> int | None:
    """Return what a share alone is of (`so với tổng số 224 thôn, tỷ lệ là 39%`, `có 138 bản, 60% có …`)."""
    folded, share = view_of(doc).folded, draft.figures[0]
    for whole in _units_in(doc, sentence, sentence.end):
        if whole.start >= share.end:
            told = _SHARE_OF.fullmatch(folded, share.end, whole.start)
        else:
            lead = folded[sentence.start : whole.start]
            told = _COMPARED_TO.search(lead) or wholes.THERE_ARE.search(lead)
            told = told and _THE_SHARE.fullmatch(reduce(folded, whole.end, share.start).text)
        if told and draft.percent != 100:
            return int(whole.attrs["value"])
    return None


def _of_all(doc: Doc, draft: Draft, sentence: Sentence) -> int | None:
    """Return the number of units that a sentence has told right before it says `cả 6 đều …` of them."""
    folded, count = view_of(doc).folded, draft.figures[0]
    told = [m for m in within(doc, "figure", sentence.start, count.start) if m.attrs.get("value") == draft.count]
    if told and wholes.is_all(folded, count):
        return draft.count
    if not wholes.THERE_ARE.search(folded, sentence.start, count.start):
        return None
    behind = _ALL_BEHIND.match(folded, count.end, sentence.end)
    return draft.count if behind and behind["all"] in (str(draft.count), *_WORDS.get(draft.count or 0, ())) else None


def _of_plan(doc: Doc, draft: Draft, sentence: Sentence, drafts: Sequence[Draft]) -> int | None:
    """Return the total of the plan that a bare count of the same sentence fulfils (`phải có 40/77; thực tế có 36`)."""
    lead = view_of(doc).folded[max(sentence.start, draft.start - 30) : draft.start]
    if draft.status != "achieved" or not _IN_FACT.search(lead):
        return None
    plans = [d for d in drafts if d.start < draft.start and d.status == "target" and d.where.place == draft.where.place]
    return next((d.total for d in reversed(plans) if d.total and d.total >= (draft.count or 0)), None)


def _agreeing(doc: Doc, draft: Draft, sentence: Sentence) -> int | None:
    """Return the last number of units told before that makes a count its printed share (`71 bản, chiếm 58,7%`)."""
    folded, count = view_of(doc).folded, draft.figures[0]
    share = _share_of(folded, draft)
    if share is None or draft.decimals == 0:
        return None
    view = view_of(doc)
    start = view.sentences[max(view.index_of(sentence) - _BACK_TO_SHARE, 0)].start
    for figure in reversed(list(within(doc, "figure", start, count.start))):
        if counting.what(folded, figure, figure.end)[0] not in ("hamlet_units", "cells", "number"):
            continue
        for whole in (figure.attrs.get("denominator"), figure.attrs.get("value")):
            if whole and whole >= (draft.count or 0) and totals.agrees(folded, count, whole, share):
                return int(whole)
    return None


def _share_of(folded: str, draft: Draft) -> Mention | None:
    return next((m for m in draft.figures if "%" in folded[m.start : m.end]), None)


def _told(doc: Doc, draft: Draft, sentence: Sentence, counted: set[int], drafts: Sequence[Draft]) -> int | None:
    """Return the total that the paragraph of a count has told before it.

    Either arithmetic joins them (`trong số này, 29 nơi (27,9%)` after `104 thôn`), or the words do: `Xã có 26 thôn.
    Sau năm tháng, 21 thôn đã …` has one place, one noun, and nothing counted in between.
    """
    folded, count = view_of(doc).folded, draft.count or 0
    homes = _homes(doc, sentence)
    named = [(m, home) for home in homes for m in _units_in(doc, home, draft.figures[0].start)]
    named = [
        (m, home)
        for m, home in named
        if m.attrs["value"] >= count and m not in draft.figures and m.start not in counted
        if (draft.status != "target" or home is sentence) and not wholes.is_subset(folded, m)
        if not _WAS.search(folded, home.start, m.start)
    ]
    share = _share_of(folded, draft)
    for whole, _ in reversed(named):
        if (
            share is not None
            and draft.count_of != "persons"
            and totals.agrees(folded, draft.figures[0], whole.attrs["value"], share)
        ):
            return int(whole.attrs["value"])
    rest = _beside(doc, draft, sentence)
    for whole, home in reversed(named):
        if home is not sentence and whole.attrs["value"] - count in rest:
            return int(whole.attrs["value"])  # `208 thôn. 167 thôn đã làm, 41 thôn chưa`
    if share is not None and share.attrs.get("value") != 100 and draft.percent is not None:
        return None  # the share excludes every number told before
    if named and _is_beside(doc, draft, sentence, named[-1], drafts):
        return int(named[-1][0].attrs["value"])
    if not named or (named[-1][1] is sentence and ";" not in folded[named[-1][0].end : draft.figures[0].start]):
        return _of_vote(doc, draft, sentence)
    told = _is_told(doc, draft, sentence, named[-1], homes)
    return int(named[-1][0].attrs["value"]) if told else _of_vote(doc, draft, sentence)


def _is_told(
    doc: Doc, draft: Draft, sentence: Sentence, told: tuple[Mention, Sentence], homes: Sequence[Sentence]
) -> bool:
    """Say whether words make the last number of units before a count its total."""
    (whole, home), folded, count = told, view_of(doc).folded, draft.figures[0]
    if not (home is sentence or home is homes[-2:][0]):
        return False
    stop = home.end if home is not sentence else folded.find(";", whole.end, count.start) + 1
    noun = (draft.unit or "").split(",")[0].strip().lower()
    bare = not count.attrs.get("unit")
    if bare and home is not sentence:
        bare = bool(_DONE.search(folded, sentence.start, count.start))
    same = bare or noun in totals.ANY_UNIT or (bool(noun) and _noun_of(whole).startswith(noun))
    same = same or bool(_OF_THEM.match(folded, count.end))
    says = wholes.says_how_many(folded, whole, home.start, max(stop, whole.end))
    return says and same and where(doc, whole, home).place == draft.where.place


def _is_beside(
    doc: Doc, draft: Draft, sentence: Sentence, told: tuple[Mention, Sentence], drafts: Sequence[Draft]
) -> bool:
    """Say whether a number of the same sentence that no statement counts is the total (`còn 175 thôn, số ấy là 58`)."""
    (whole, home), count = told, draft.figures[0]
    if home is not sentence or any(whole in d.figures for d in drafts):
        return False
    if any(True for _ in within(doc, "place", whole.end, count.start)):
        return False
    return totals.is_total_of(view_of(doc).folded, count, whole, _share_of(view_of(doc).folded, draft))


def _homes(doc: Doc, sentence: Sentence) -> list[Sentence]:
    """Return the sentences in which a total may have been told, the sentence itself last."""
    view = view_of(doc)
    at = view.index_of(sentence)
    homes = [s for s in view.sentences[max(at - _BACK, 0) : at + 1] if s.paragraph == sentence.paragraph]
    if homes[0] is sentence and at and view.sentences[at - 1].zone in ("lead", "body"):
        homes = [view.sentences[at - 1], sentence]  # newspapers like paragraphs of one sentence
    return homes


def _of_vote(doc: Doc, draft: Draft, sentence: Sentence) -> int | None:
    """Return how many units voted for their heads, if a count tells whom they chose (`Kết quả, 77 bí thư trúng cử`)."""
    view, folded = view_of(doc), view_of(doc).folded
    if draft.count_of != "persons" or not _VOTED.search(folded, draft.figures[0].start, sentence.end):
        return None
    at = view.index_of(sentence)
    for home in reversed(view.sentences[max(at - _BACK_TO_VOTE, 0) : at]):
        if home.zone not in ("lead", "body") or not _VOTE.search(folded, home.start, home.end):
            continue
        for whole in _units_in(doc, home, home.end):
            says = wholes.says_how_many(folded, whole, home.start, home.end)
            if says and whole.attrs["value"] >= (draft.count or 0):
                return int(whole.attrs["value"]) if where(doc, whole, home).place == draft.where.place else None
    return None


def _beside(doc: Doc, draft: Draft, sentence: Sentence) -> list[float]:
    """Return the other plain number of units of a statement's sentence, or the sum of two; none in a list of places."""
    folded = view_of(doc).folded
    figures = within(doc, "figure", sentence.start, sentence.end)
    plain = [m for m in figures if m not in draft.figures and not m.attrs.get("denominator") and m.attrs.get("value")]
    plain = [m for m in plain if counting.what(folded, m, m.end)[0] in ("hamlet_units", "number")]
    left = [m.attrs["value"] for m in plain if wholes.is_rest(folded, m)]
    if any(m.type == "COMMUNE" for m in within(doc, "place", sentence.start, sentence.end)):
        return left[:1]
    if any(_LACKS.search(folded, max(sentence.start, m.start - 20), m.start) for m in plain):
        return left[:1]
    return [sum(m.attrs["value"] for m in plain)] if 0 < len(plain) <= 2 else left[:1]


def _units_in(doc: Doc, home: Sentence, end: int) -> list[Mention]:
    """Return the plain counts of hamlets of a sentence up to an offset, and `tổng số xóm là 98`."""
    folded = view_of(doc).folded
    figures: Iterator[Mention] = iter(within(doc, "figure", home.start, min(home.end, end)))
    return [
        m
        for m in figures
        if not m.attrs.get("denominator")
        and m.attrs.get("value") is not None
        and (counting.what(folded, m, m.end)[0] == "hamlet_units" or wholes.is_named_whole(folded, m, home.start))
    ]


def _noun_of(figure: Mention) -> str:
    return str(figure.attrs.get("unit") or "").split(",")[0].strip().lower()
