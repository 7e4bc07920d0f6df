"""Rows of persons, each with its hamlet in brackets, and the two posts told of all of them (codebook 1.2, 4.1).

Behind the row: `các đồng chí: A (thôn X), B (thôn Y) tái cử bí thư chi bộ, đồng thời được bầu làm trưởng thôn`.
Before it: `Ba người đang giữ cả hai chức danh nói trên gồm bà A (ấp X), anh B (ấp Y)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from tinbai.entities.mention import Mention, starting_in
from tinbai.lexicon import load
from tinbai.relations.posts import is_head, is_secretary
from tinbai.relations.second_post import Clause
from tinbai.text.view import Sentence, TextView

Pair = tuple[Mention, Mention]  # title, person
_CALLED = r"(?:(?:đồng +chí|đ/c|ông|bà|anh|chị|cô|chú|bác|cụ):? +)?"
_JOIN = re.compile(rf" *(?:[,;]|,? *và|,? *cùng(?: +với)?) *(?:các +)?{_CALLED}")
_AT = re.compile(r" *(?:,|[-–]|,? *(?:ở|tại|của)(?![^\W\d_]))? *")
_OPEN, _CLOSE = re.compile(r" *\( *(?:ở +)?"), re.compile(r"[^()]{0,50}\)")
_ONE = re.compile(
    r"(?<![^\W\d_])(?:kiêm|đồng +thời|vừa|cả +hai|cùng +lúc|một +lúc|luôn|đều|cũng)(?![^\W\d_])|[^\W\d_] *[/–-] *$"
)
_BARE_PAIR = re.compile(r" *(?:,|và|, *và|-|–|/) *")
_IN_TURN = re.compile(
    r"(?<![^\W\d_])(?:lần +lượt|theo +thứ +tự|người +thì|người +làm|mỗi +người|không|chưa|nguyên|từng)(?![^\W\d_])"
)
_BETWEEN = 90
# Before the row: what is said of all, then how the row opens.
_OPENS = re.compile(
    r"(?<![^\W\d_])(?:gồm|gồm +có|bao +gồm|là|đó +là|như|còn +có)(?: +các)?"
    r"(?: +(?:đồng +chí|đ/c|ông|bà|anh|chị|cô|chú|bác))? *:? *"
    rf"{_CALLED}$|: *(?:các +)?{_CALLED}$|\( *{_CALLED}$"
)
_SAME = re.compile(
    r"(?<![^\W\d_])(?:nói +trên|kể +trên|này|ấy|đó|trên|như +(?:vậy|thế|trên|ông|bà|anh|chị)|còn +lại|khác|nữa)"
    r"(?![^\W\d_])"
)
_MANY = re.compile(
    r"(?<![^\W\d_])(?:\d{1,3}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|các|những|số)(?: +(?:đồng +chí|đ/c|người|vị))?"
    r"(?: +(?:là|làm|đang|giữ|giữ +chức|hiện|vừa|đều|cùng))* +$"
)
_LIKE = re.compile(r"(?<![^\W\d_])(?:như|giống|cùng +với|ngoài)(?: +(?:ông|bà|anh|chị|cô|chú|bác|đồng +chí))? +$")
_NEAR = 40
_BACK = 3  # sentences before the row in which the two posts are named


def row_holders(
    view: TextView,
    titles: Sequence[Mention],
    people: Sequence[Mention],
    hamlets: Sequence[Mention],
) -> Iterator[Pair]:
    """Yield both posts with each person of such a row.

    Args:
        view: the text view.
        titles: the secretary and head titles, held or not, in order.
        people: all persons, in order.
        hamlets: the HAMLET mentions, in order.
    """
    for sentence, row, end in _rows(view, people, hamlets):
        pair = _behind(view, sentence, end, titles) or _before(view, sentence, row, titles, people)
        if pair is not None:
            shared = [replace(title, attrs={**title.attrs, "of_row": True}) for title in pair]
            yield from ((title, person) for person in row for title in shared)


def _rows(
    view: TextView, people: Sequence[Mention], hamlets: Sequence[Mention]
) -> Iterator[tuple[Sentence, list[Mention], int]]:
    """Yield two or more persons joined in a row, each with a hamlet right behind the name, and where the row ends."""
    row: list[Mention] = []
    end = -1
    for person in people:
        close = _bracket(view, person, hamlets)
        if row and (close is None or not _JOIN.fullmatch(view.folded, end, person.start)):
            yield from _told(view, row, end)
            row = []
        if close is not None:
            row.append(person)
            end = close
    yield from _told(view, row, end)


def _told(view: TextView, row: list[Mention], end: int) -> Iterator[tuple[Sentence, list[Mention], int]]:
    sentence = view.sentence_at(row[0].start) if len(row) > 1 else None
    if sentence is not None and row[-1].end <= sentence.end:
        yield sentence, row, end


def _bracket(view: TextView, person: Mention, hamlets: Sequence[Mention]) -> int | None:
    """Return where the hamlet of a person ends, with its bracket: `ông A (thôn X)`, `ông A ở thôn X`."""
    beside = _AT.match(view.folded, person.end)
    there = starting_in(hamlets, beside.end(), beside.end() + 1) if beside else ()
    if there:
        return there[0].end
    opening = _OPEN.match(view.folded, person.end)
    inside = starting_in(hamlets, opening.end(), opening.end() + 1) if opening else ()
    close = _CLOSE.match(view.folded, inside[0].end) if inside else None
    return close.end() if close and re.fullmatch(r"[^,;()]{0,3}\)|,[^()]*(?:xã|phường)[^()]*\)", close[0]) else None


def _behind(view: TextView, sentence: Sentence, start: int, titles: Sequence[Mention]) -> Pair | None:
    """Return the two posts right behind a row: `…, đều là [Bí thư Chi bộ] kiêm [Trưởng làng]`."""
    near = starting_in(titles, start, sentence.end)[:2]
    if len(near) < 2 or not _makes_pair(*near) or near[1].start - near[0].end > _BETWEEN:
        return None
    lead, between = view.folded[start : near[0].start], view.folded[near[0].end : near[1].start]
    words = f"{lead} {between}"
    if _IN_TURN.search(words) or "." in words or len(lead) > _BETWEEN or not _ONE.search(words):
        return None
    return (near[0], near[1]) if _is_plain(lead) and (_BARE_PAIR.fullmatch(between) or _is_plain(between)) else None


def _is_plain(text: str) -> bool:
    """Say whether words are of the closed classes of electing and holding, comma by comma."""
    parts = [part for part in re.split(r"[,–-]", text) if part.strip()]
    known = _known()
    return all(
        t in known or t.startswith("<") for part in parts for t in Clause(part, 0, len(part), frozenset()).text.split()
    )


@cache
def _known() -> frozenset[str]:
    lists = load("second_post")
    keys = ("elector_syllables", "time", "adverbs", "verbs", "duties", "row")
    return frozenset(syllable for key in keys for word in lists[key] for syllable in word.split())


def _before(
    view: TextView, sentence: Sentence, row: list[Mention], titles: Sequence[Mention], people: Sequence[Mention]
) -> Pair | None:
    """Return the two posts told before a row, in its sentence or, by `hai chức danh nói trên`, before it."""
    lead = view.folded[sentence.start : row[0].start]
    opens = _OPENS.search(lead)
    if opens is None or _IN_TURN.search(lead):
        return None
    inside = starting_in(titles, sentence.start, row[0].start)
    if inside:
        return _counted(view, sentence, inside, sentence.start + opens.start())
    said = _nominal().search(lead)
    named = starting_in(people, sentence.start, row[0].start)
    if said is None or not _SAME.search(lead) or said.start() > opens.start():
        return None
    between = view.folded[sentence.start + said.end() : sentence.start + opens.start()]
    for person in named:
        between = between.replace(view.folded[person.start : person.end], " ")
    if not set(between.split()) <= frozenset(load("second_post")["spoken_of"]):
        return None
    if any(not _LIKE.search(view.folded, sentence.start, person.start) for person in named):
        return None
    return _named_before(view, sentence, titles)


def _counted(view: TextView, sentence: Sentence, inside: Sequence[Mention], end: int) -> Pair | None:
    """Return the two posts of counted persons: `ba [bí thư chi bộ] kiêm [trưởng thôn] được khen: ông A (thôn X), …`."""
    if len(inside) != 2 or not _makes_pair(*inside) or end < inside[1].end:
        return None
    joined = _ONE.search(view.folded[inside[0].end : inside[1].start])
    many = _MANY.search(view.folded, sentence.start, inside[0].start)
    light = set(view.folded[inside[1].end : end].split()) <= frozenset(load("second_post")["praised"])
    return (inside[0], inside[1]) if joined and many and light else None


def _named_before(view: TextView, sentence: Sentence, titles: Sequence[Mention]) -> Pair | None:
    """Return the last two joined posts of the paragraph's sentences right before."""
    begin = view.sentences[max(0, view.index_of(sentence) - _BACK)]
    paragraph = view.paragraphs[sentence.paragraph]
    earlier = starting_in(titles, max(begin.start, paragraph.start), sentence.start)
    for first, second in reversed(list(pairwise(earlier))):
        if _makes_pair(first, second) and second.start - first.end < _NEAR:
            return first, second
    return None


@cache
def _nominal() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in load("model")["dual"]["nominal"]))


def _makes_pair(first: Mention, second: Mention) -> bool:
    one, two = first.normal or "", second.normal or ""
    return (is_secretary(one) and is_head(two)) or (is_head(one) and is_secretary(two))
