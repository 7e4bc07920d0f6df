"""Phrases that say "both posts" without naming them, and the posts they go back to (codebook 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from tinbai.entities.mention import Mention, starting_in
from tinbai.lexicon import load
from tinbai.relations.holding import Held, Holder
from tinbai.relations.posts import is_head, is_secretary, unification
from tinbai.text.view import Sentence, TextView

_PLURAL = re.compile(r"\b(?:các|những|nhiều|đội +ngũ|một +người|mỗi +người)\b")
_TITLE_JOIN = re.compile(r"^[^.;]{0,40}?(?:,|-|/|\bvà\b|\bkiêm\b|\bđồng +thời\b|\blà\b|\bvới\b)[^.;]{0,30}$")


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in load("model")["dual"]["nominal"]))


def cues(view: TextView, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the edges of each phrase for "both posts" in `sentence`."""
    for match in _phrases().finditer(view.folded, sentence.start, sentence.end):
        yield match.span()


class NominalCues:
    """The phrases for "both posts" of an article, by whom they are said of.

    The subject is the last person named before the phrase in the same paragraph;
    a plural subject (`các bí thư … đảm nhiệm hai chức danh`) is nobody.
    """

    def __init__(self, view: TextView, persons: Sequence[Mention]) -> None:
        """Read the article once; `persons` is the layer, in text order."""
        self._of: dict[int, list[tuple[int, tuple[int, int]]]] = {}
        for sentence in view.sentences:
            for start, _ in cues(view, sentence):
                subject = _subject(view, persons, start)
                if subject is not None and not _PLURAL.search(view.folded[sentence.start : start]):
                    self._of.setdefault(subject.start, []).append((start, (sentence.start, sentence.end)))

    def of(self, holder: Holder) -> list[tuple[int, tuple[int, int]]]:
        """Return (offset of the phrase, sentence) where `holder` is said to hold both posts; one for a sentence."""
        found: dict[tuple[int, int], int] = {}
        for start, sentence in sorted(cue for person in holder.mentions for cue in self._of.get(person.start, ())):
            found.setdefault(sentence, start)
        return [(start, sentence) for sentence, start in found.items()]


def _subject(view: TextView, persons: Sequence[Mention], offset: int) -> Mention | None:
    paragraph = view.paragraph_at(offset)
    before = starting_in(persons, paragraph.start, offset) if paragraph else ()
    return before[-1] if before else None


def recovered(view: TextView, holder: Holder, persons: Sequence[Mention], titles: Sequence[Mention]) -> list[Held]:
    """Return the two posts that `đảm nhiệm cả hai vai` gives a person who has none of the pair yet.

    They are the last pair of joined titles before the person: in the same
    sentence or in the two sentences before it, in the same paragraph. `NAME giải thích:
    một người kiêm hai việc thì …` speaks of anybody and gives nothing.
    """
    own = {h.post for h in holder.held}
    if len(own) >= 2:
        return []
    for person in holder.mentions:
        sentence = view.sentence_at(person.start)
        if sentence is None:
            continue
        said = [start for start, _ in cues(view, sentence) if start > person.start]
        said = [start for start in said if not _PLURAL.search(view.folded[person.end : start])]
        if not said or _subject(view, persons, said[0]) != person:
            continue
        pair = _pair_before(view, titles, person, sentence) or _pair_after(view, persons, titles, said[0])
        if pair:
            return [Held(title, person, own=False) for title in pair if title.normal not in own]
    return []


_HE = re.compile(
    r"[“\"]?(?:(?:từ|năm|đến|tháng|hiện)[^.;:]{0,30}, *)?"
    r"(?P<word>ông|bà|anh|chị|cô|chú|bác)(?= +(?!và\b)[^\W\d_])(?! +(?:em|con|cháu))"
)
_MALE, _FEMALE = frozenset(("ông", "anh", "chú")), frozenset(("bà", "chị", "cô"))


def continued(view: TextView, holder: Holder, persons: Sequence[Mention], titles: Sequence[Mention]) -> list[Held]:
    """Return the two posts of a paragraph that goes on about the one person of the paragraph before.

    `Bà Lụa mở cửa.` New paragraph: `Bà là Bí thư Chi bộ, Trưởng ấp K.` The titles are no ROLE (codebook 3.4 wants
    name and title in one line), but the record is told.
    """
    own = {h.post for h in holder.held}
    if any(is_secretary(post) for post in own) and any(is_head(post) for post in own):
        return []
    for person in reversed(holder.mentions):
        at = view.index_of_paragraph(person.start)
        following = next((z for z in view.paragraphs[at + 1 :] if z.end > z.start), None)
        if following is None or following.zone != "body":
            continue
        word = _HE.match(view.folded, following.start)
        near = starting_in(persons, view.paragraphs[at].start, view.paragraphs[at].end)
        if word is None or {p.normal for p in near} != {person.normal} or not _agrees(word["word"], near):
            continue
        inside = starting_in(titles, following.start, following.end)
        stop = min((p.start for p in starting_in(persons, following.start, following.end)), default=following.end)
        for left, right in pairwise(t for t in inside if t.end <= stop):
            gap = view.folded[left.end : right.start]
            before = view.folded[following.start : left.start]
            if _JOINED.fullmatch(gap) and _TAKES.fullmatch(before) and _makes_pair(left, right):
                return [Held(title, person, own=False) for title in (left, right) if title.normal not in own]
    return []


_JOINED = re.compile(r"(?: *(?:,|-|/|kiêm|đồng +thời|vừa|và|lẫn))+(?: +(?:là|làm|cả|luôn|chức))* *")
_TAKES = re.compile(
    r"(?:[^.;:?!]{0,60}[,.] +)?(?:[^\W\d_]+ +|\d+ +tuổi,? +){0,6}?(?:hiện +|nay +|đang +)*"
    r"(?:là|làm|giữ|đảm +nhiệm|kiêm)"
    r"(?: +(?:cả|luôn|cùng +lúc|hai|2|chức|chức +danh|vai))* +"
)


def _agrees(word: str, near: Sequence[Mention]) -> bool:
    genders = {m.attrs["gender"] for m in near if m.attrs.get("gender")}
    said = "male" if word in _MALE else "female" if word in _FEMALE else None
    return said is None or not genders or genders == {said}


def _pair_before(
    view: TextView, titles: Sequence[Mention], person: Mention, sentence: Sentence
) -> tuple[Mention, Mention] | None:
    index = view.index_of(sentence)
    first = view.sentences[max(0, index - 2) : index + 1]
    begin = min((s.start for s in first if s.paragraph == sentence.paragraph), default=sentence.start)
    near = [t for t in starting_in(titles, begin, person.start) if t.end <= person.start]
    for left, right in reversed(list(pairwise(near))):
        if _TITLE_JOIN.match(view.folded[left.end : right.start]) and _makes_pair(left, right):
            return left, right
    return None


_THAT_ONE = re.compile(r"(?<![^\W\d_])(?:của|là|theo) +(?:vị|người|ông|bà|anh|chị) +$")


def _pair_after(
    view: TextView, persons: Sequence[Mention], titles: Sequence[Mention], cue: int
) -> tuple[Mention, Mention] | None:
    """Return both titles by which the next sentence calls whoever holds them: `Bí quyết của vị Bí thư - Trưởng ấp`."""
    paragraph = view.paragraph_at(cue)
    sentence = view.sentence_at(cue)
    if paragraph is None or sentence is None or sentence.end >= paragraph.end:
        return None
    stop = view.sentences[view.index_of(sentence) + 1].end
    stop = min([paragraph.end, stop, *(p.start for p in starting_in(persons, cue, stop))])
    for left, right in pairwise(t for t in starting_in(titles, sentence.end, stop) if t.end <= stop):
        called = _THAT_ONE.search(view.folded, max(0, left.start - 24), left.start)
        behind = starting_in(persons, right.end, right.end + 30) or view.text[right.end + 1 : right.end + 2].isupper()
        joined = _JOINED.fullmatch(view.folded, left.end, right.start)
        if called and joined and not behind and _makes_pair(left, right):
            return left, right
    return None


def _makes_pair(left: Mention, right: Mention) -> bool:
    one, two = left.normal or "", right.normal or ""
    both = (is_secretary(one) and is_head(two)) or (is_head(one) and is_secretary(two))
    return both or unification(frozenset({one, two})) is not None
