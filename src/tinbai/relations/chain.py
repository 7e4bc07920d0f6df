"""What counts of one article have to do with each other: parts, changes, steps that add up (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.bare import OF_THEM
from tinbai.entities.mention import Mention, view_of
from tinbai.relations.date_values import When
from tinbai.relations.draft import Draft
from tinbai.relations.governing import Where
from tinbai.relations.scope import scope_of
from tinbai.relations.wording import words
from tinbai.text.view import Sentence

_FIRST = 8  # mentions of a unit that may say that it is gone
RANK = {"hamlet": 0, "commune": 1, "district": 2, "province": 3, "national": 4}
# Behind the name of a unit that is gone, up to its number.
_GONE = re.compile(r"(?<![^\W_])(?:cũ|trước +đây) *\)?(?: +[^\W\d_]+){0,3} *$")


def chain(folded: str, figures: Sequence[Mention], before: Sequence[Draft], drafts: Sequence[Draft]) -> None:
    """Set part_of, the change between two terms and the total that steps add up to.

    Args:
        folded: the folded text.
        figures: the figures of the sentence.
        before: drafts that the sentence goes on from.
        drafts: the sentence's own, in text order; they are changed.
    """
    earlier = [d for d in before if not d.derived]
    for draft in drafts:
        wider = [d for d in earlier if RANK.get(d.where.level or "", -1) > RANK.get(draft.where.level or "", 9)]
        wider = wider or [d for d in earlier if _was_part(folded, draft, d)]
        if wider and draft.status == wider[-1].status and draft.count is not None:
            draft.parent = wider[-1]
        if draft.comparator == "decrease_to":
            last = earlier[-1].count if earlier else None
            fall = _fall_after(folded, figures, draft)
            if last is not None and draft.count is not None:
                draft.change = draft.count - last
            elif fall is not None:
                draft.change = -fall
        if draft.incremental and "còn lại" in folded[draft.start : draft.start + 30]:
            same = [d for d in (*earlier, draft) if d.where.place == draft.where.place and d.count is not None]
            draft.derived_total = sum(d.count or 0 for d in same) if len(same) > 1 else None
        earlier.append(draft)


def _was_part(folded: str, draft: Draft, whole: Draft) -> bool:
    """Say whether a count is of a unit that is gone, in one of its level (`xã A có 30 bản, trong đó xã B cũ 17`)."""
    if whole.parent is not None or None in (draft.count, whole.count) or draft.where.offset < 0:
        return False
    other = draft.where.level == whole.where.level and draft.where.place != whole.where.place
    told = folded[draft.where.offset : draft.start]
    return other and (draft.count or 0) <= (whole.count or 0) and bool(_GONE.search(told))


def _fall_after(folded: str, figures: Sequence[Mention], draft: Draft) -> int | None:
    """Return the printed fall right behind a count (`chỉ còn 79 thôn, giảm 85 thôn`)."""
    behind = [m for m in figures if draft.figures and m.start >= draft.figures[0].end][:1]
    for figure in behind:
        falls = re.search(r"giảm *$", folded[draft.figures[0].end : figure.start])
        if falls and figure.attrs.get("value") is not None and figure.attrs.get("kind") != "percent":
            return int(figure.attrs["value"])
    return None


def told_of(doc: Doc, figure: Mention, earlier: Sequence[Draft]) -> Where | None:
    """Return the unit that statements so far were of: the widest and latest, of `4 thôn trong số ấy` the last.

    Units that are gone are left out where others are told of.
    """
    of_them = earlier and OF_THEM.match(view_of(doc).folded, figure.end)
    if of_them and (figure.attrs.get("value") or 0) <= (earlier[-1].count or 0):
        return earlier[-1].where
    ranked = sorted(earlier, key=lambda draft: (RANK.get(draft.where.level or "", -1), draft.start), reverse=True)
    last = next((draft for draft in ranked if not _is_gone(doc, draft.where)), ranked[0] if ranked else None)
    return None if last is None else last.where


def _is_gone(doc: Doc, unit: Where) -> bool:
    """Say whether the article calls a unit one that is gone, as far as it names it at first."""
    places = scope_of(doc).places
    named = places.namesakes((unit.level or "").upper(), unit.place or "")[:_FIRST]
    return bool(named) and all(places.is_former(mention) for mention in named)


def head_of(before: Sequence[Draft], status: str | None = None) -> Draft | None:
    """Return what a list goes on from: of the statements before it those of its status, then the latest state."""
    told = [draft for draft in before if not draft.derived]
    status = status or (told[0].status if told else None)
    return max(told, key=lambda d: (d.status == status, _day(d.when), -d.start), default=None)


def _day(date: When) -> str:
    """Return a date as what sorts by time: the day of the article last, no date first."""
    return {"article_date": "9"}.get(date.value or "", date.value or "")


def opens_list(folded: str, sentence: Sentence) -> bool:
    """Say whether a sentence without a model phrase goes on counting what the one before counted."""
    return bool(re.match(words("continues").pattern, folded[sentence.start : sentence.end]))
