"""Since when a person holds the posts, and for which day the text says so (codebook 4.1, since and as_of).

`since` is read from three constructions only: a start (`từ tháng 3/2020` beside the posts or a
verb of holding), an election or appointment to the post with its date, and a start before the
clause (`từ năm 2019, bà kiêm …`). `as_of` is the date that governs the clause of the posts, the
day of the article after `hiện`, `đang`, `đến nay`, and else the date of taking office. Dates of
birth, of joining the Party, of other careers and of other persons are none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tinbai.entities.mention import Mention, starting_in
from tinbai.lexicon import alternation, load
from tinbai.relations.date_values import calendar_of
from tinbai.relations.holding import Held, Holder
from tinbai.relations.person_facts import stretches
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_FROM = re.compile(r"(?<![^\W_])(?:từ|kể +từ|bắt +đầu +từ)(?: +(?:khi|hồi|đợt))? *$")
_TO = re.compile(r" *(?:đến|tới|-) *(?!nay)")
_BREAK = re.compile(r"[;.:]|(?<![^\W_])(?:còn|riêng|trong +khi)(?![^\W_])")
_THEN = re.compile(r"(?<![^\W_])(?:khi|lúc|hồi|bấy|ngày)(?: +(?:ấy|đó|giờ))(?![^\W_])")
_SUBJECT = re.compile(r" *,? *(?:(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí|gia +đình|vợ +chồng) *)*")
_SUBJECT_NEAR = 24
_NOW = re.compile(r"(?<![^\W_])(?:hiện|hiện +nay|hiện +tại|đến +nay|đang|nay)(?: +(?:đang|vẫn|còn))* *$")


@cache
def _verbs(key: str) -> re.Pattern[str]:
    listed = alternation(fold(word) for word in load("persons")["tenure"][key])
    return re.compile(rf"(?<![^\W_]){listed}(?![^\W_])")


def since_of(
    view: TextView, holder: Holder, persons: Sequence[Mention], dates: Sequence[Mention], published: str | None
) -> str | None:
    """Return the EDTF date from which the posts are held, the later one of two (guideline R11).

    Args:
        view: the text.
        holder: the person with the posts.
        persons: all person mentions: a date in the clause of another one is not this one's.
        dates: all date mentions.
        published: the article's date, EDTF or None; it gives a month its year and bounds the answer.
    """
    found: list[str] = []
    for start, end in stretches(view, holder, persons):
        for date in (d for d in starting_in(dates, start, end) if d.end <= end):
            value = calendar_of(date, view.text, published)
            if value is None or not _starts(view, holder, date, (start, end)):
                continue
            if published is None or value[:4] <= published[:4]:
                found.append(value)
    return max(found, default=None)


def _starts(view: TextView, holder: Holder, date: Mention, around: tuple[int, int]) -> bool:
    """Say whether `date` is when the person took the posts."""
    folded, (start, end) = view.folded, around
    left, right = _clause(folded, start, date.start), _clause_end(folded, date.end, end)
    before, after = folded[left : date.start], folded[date.end : right]
    if end - date.end < _SUBJECT_NEAR and _SUBJECT.fullmatch(folded, date.end, end):
        return False  # `…, từ năm 2010 bà X nhận mình …`: the clause of the person behind it
    if _verbs("other_lives").search(before[-60:]) or _verbs("past").search(before) or _TO.match(after):
        return False
    opened = _FROM.search(before) or folded[date.start :].startswith("từ ")
    held = [h for h in _present(holder) if left <= h.role.start < right]
    if opened:
        ends = [h.role.end for h in held if h.role.end <= date.start]
        ends += [left + m.end() for m in _verbs("both_posts").finditer(before)]
        posts_before = bool(ends) and not _verbs("no_holding").search(folded, max(ends), date.start)
        posts_before = posts_before and date.start - max(ends) <= 60
        posts_after = bool(re.match(rf"[^;.]{{0,30}}?{_verbs('holding').pattern}", after)) and (
            any(h.role.start >= date.end for h in held) or bool(_verbs("both_posts").search(after))
        )
        return posts_before or posts_after
    return _elected(folded, held, date, (left, right))


def _elected(folded: str, held: Sequence[Held], date: Mention, clause: tuple[int, int]) -> bool:
    """`tháng 5/2022 được bầu làm bí thư`, `trúng cử trưởng thôn năm 2018`: verb, post and date of one clause."""
    for verb in _verbs("taking_office").finditer(folded, *clause):
        post = any(verb.end() <= h.role.start <= verb.end() + 50 for h in held)
        both = _verbs("both_posts").search(folded, verb.end(), min(verb.end() + 50, clause[1]))
        if not (post or both):
            continue
        if date.end <= verb.start() and verb.start() - date.end <= 80:
            return True
        last = max([h.role.end for h in held if h.role.start >= verb.end()], default=verb.end())
        if date.start >= verb.end() and date.start - last <= 40:
            return not re.search(r",|(?<![^\W_])và(?![^\W_])", folded[last : date.start])
    return False


def as_of_of(view: TextView, holder: Holder, since: str | None) -> str | None:
    """Return the date for which the text says that the person holds the posts.

    Args:
        view: the text.
        holder: the person with the posts.
        since: when the person took the posts, if told.

    Returns:
        `article_date` after a deictic of now; else `since`, the one day for which it is told; None without either.
    """
    for held in _present(holder):
        sentence = view.sentence_at(held.role.start)
        if sentence is None:
            continue
        left = _clause(view.folded, sentence.start, held.role.start)
        verbs = list(_verbs("holding").finditer(view.folded, left, held.role.start))
        for verb in verbs[-1:]:
            told = _NOW.search(view.folded, left, verb.start())
            if held.role.start - verb.end() <= 30 and told and not _THEN.search(view.folded, left, told.start()):
                return "article_date"
    return since


def _present(holder: Holder) -> Iterator[Held]:
    return (held for held in holder.held if not held.career and held.status != "former")


def _clause(folded: str, start: int, position: int) -> int:
    return max((m.end() for m in _BREAK.finditer(folded, start, position)), default=start)


def _clause_end(folded: str, position: int, end: int) -> int:
    match = _BREAK.search(folded, position, end)
    return match.start() if match else end
