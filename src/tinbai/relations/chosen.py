"""Posts told of somebody named in an earlier paragraph (codebook 1.2, two elections; 3.4 wants no ROLE there).

`Ông Khe mở lời.` New paragraph: `Tại đây chi bộ bầu ông làm bí thư; dân bầu ông làm trưởng xóm.`
`Vợ chồng anh A, chị B bán hàng.` New paragraph: `Chồng làm trưởng thôn, vợ làm bí thư chi bộ.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tinbai.entities.mention import START, Mention, starting_in
from tinbai.entities.role_gap import between_titles
from tinbai.entities.role_paired import are_one
from tinbai.entities.role_speaker import called
from tinbai.relations.holding import Held, Holder
from tinbai.relations.one_told import one_told
from tinbai.relations.posts import is_head, is_secretary
from tinbai.relations.rowed import holders_in_brackets
from tinbai.relations.rowed_persons import row_holders
from tinbai.relations.second_post import second_posts
from tinbai.relations.told_by_pronoun import told_by_pronoun
from tinbai.text.view import TextView

_WORD = r"(?P<word>ông|bà|anh|chị|cô|chú|bác)"
_CHOSEN = re.compile(
    rf"(?<![^\W\d_])(?:bầu|chọn|cử|tín +nhiệm|giao(?: +cho)?) +(?:lại +)?{_WORD}(?: +(?:thêm|luôn|tiếp +tục))? +"
    r"(?:(?:làm|giữ|vào|kiêm|hai|cả|2|chức|chức +danh|chức +vụ|trọng +trách|nhiệm +vụ|vai|việc|là)(?: +| *: *))+$"
)
# What is not so, not yet or no more: `định bầu ông làm …`, `từng bầu ông làm …`.
_UNREAL = re.compile(
    r"(?<![^\W\d_])(?:không|chưa|chẳng|nếu|định|muốn|đòi|mong|chờ|sẽ|sắp|suýt|dự +kiến|đề +nghị|vận +động|kêu|xin|"
    r"từng|trước +đây|hồi +trước|ngày +trước|khi +đó|hồi +đó|lúc +đó|để|có +nên|ai)(?![^\W\d_])"
)
_LEFT = re.compile(
    r"[^.;:?!]{0,60}(?<![^\W\d_])(?:thôi|nghỉ|từ +chối|không +nhận|rút|xin +thôi|miễn|nhường)(?![^\W\d_])"
)
_NOT_LEFT = re.compile(r"(?<![^\W\d_])(?:không|chưa)(?! +nhận)(?![^\W\d_])")
_OF_CELL = re.compile(r"(?<![^\W\d_])(?:chi +bộ|đảng +viên)(?![^\W\d_])")
_MALE = frozenset(("ông", "anh", "chú"))
_BACK = 2  # paragraphs between a person and the pronoun
_SPOUSES = re.compile(r"[^\w“\"]*(?:nay +|hiện +)?(?P<one>chồng|vợ) +(?:là|làm|giữ +chức) +")
_OTHER = re.compile(r"[^.;:?!]{0,40}?[,;] *(?:còn +)?(?P<two>chồng|vợ)(?: +thì)? +(?:là|làm|giữ +chức) +")
_COUPLE = re.compile(r"(?<![^\W\d_])vợ +chồng +(?:(?:nhà|của) +)?(?:ông|anh|chú|bác|bà|chị|cô) +$")
_AND = re.compile(r" *(?:,|và|-|–) *(?:vợ +là +)?(?:ông|anh|chú|bà|chị|cô) +")


class Chosen:
    """The posts of an article that only its earlier paragraphs give a name."""

    def __init__(
        self,
        view: TextView,
        persons: Sequence[Mention],
        titles: Sequence[Mention],
        roles: Sequence[Mention],
        places: Sequence[Mention],
    ) -> None:
        """Read the article once; the layers are in text order, `roles` are the titles with a holder."""
        self._of: dict[str, list[Held]] = {}
        people = sorted((p for p in persons if view.zone_at(p.start) != "byline"), key=START)
        held = {role.start for role in roles}
        free = [t for t in titles if t.start not in held and not t.attrs.get("plural") and _of_model(t)]
        named = one_told(view, free, people)
        going_on = told_by_pronoun(view, free, roles, people)
        rows = holders_in_brackets(view, free, people, [p for p in places if p.type == "HAMLET"])
        later = second_posts(view, free, roles, people)
        for title, person in (
            *_elected(view, free, people),
            *_of_spouses(view, free, people),
            *rows,
            *later,
            *named,
            *going_on,
        ):
            self._of.setdefault(str(person.normal), []).append(Held(title, person))
        shared = [t for t in titles if _of_model(t)]
        for title, person in row_holders(view, shared, people, [p for p in places if p.type == "HAMLET"]):
            self._of.setdefault(str(person.normal), []).append(Held(title, person, own=False))

    def of(self, holder: Holder) -> list[Held]:
        """Return the posts of `holder` told without the name, in text order."""
        known = {held.post for held in holder.held}
        return [held for held in self._of.get(holder.name, []) if held.post not in known]


def _of_model(title: Mention) -> bool:
    return is_secretary(title.normal or "") or is_head(title.normal or "")


def _elected(view: TextView, titles: Sequence[Mention], people: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Yield `bầu ông làm [trưởng xóm]` with whom the pronoun means, and a second post joined to it."""
    last: tuple[Mention, Mention] | None = None
    for title in titles:
        if last is not None and _are_joined(view, last[0], title):
            last = (title, last[1])
            yield last
            continue
        last = None
        sentence = view.sentence_at(title.start)
        match = _CHOSEN.search(view.folded, sentence.start, title.start) if sentence else None
        if sentence is None or match is None or not _is_told(view, sentence.start, match.start(), title):
            continue
        person = _meant(view, people, match["word"], title.start)
        if person is not None:
            last = (title, person)
            yield last


def _are_joined(view: TextView, first: Mention, second: Mention) -> bool:
    near = second.start - first.end < 60 and "." not in view.folded[first.end : second.start]
    return near and (are_one(view, first, second) or between_titles(view, first.end, second.start, ()))


def _is_told(view: TextView, floor: int, start: int, title: Mention) -> bool:
    """Say whether a choice is a fact of the newspaper's own, and a bare `bí thư` that of a cell."""
    clause = re.split(r"[,;:]", view.folded[floor:start])[-1]
    left = _LEFT.match(view.folded, title.end)
    if _UNREAL.search(clause) or (left and not _NOT_LEFT.search(left[0])):
        return False
    paragraph = view.paragraph_at(title.start)
    before = view.text[paragraph.start if paragraph else 0 : title.start]
    if before.count("“") > before.count("”") or before.count('"') % 2:
        return False
    return not title.attrs.get("bare") or _OF_CELL.search(clause) is not None


def _meant(view: TextView, people: Sequence[Mention], word: str, offset: int) -> Mention | None:
    """Return the one person of the last paragraphs that a pronoun fits; None if two do, or one in its own."""
    at = view.index_of_paragraph(offset)
    begin = view.paragraphs[max(0, at - _BACK)].start
    near = [p for p in starting_in(people, begin, offset) if p.end <= offset and _fits(people, p, word)]
    if not near or near[-1].start >= view.paragraphs[at].start:
        return None
    # The person talked of is not always the last one named: two that fit are one too many.
    return near[-1] if len({p.normal for p in near}) == 1 else None


def _fits(people: Sequence[Mention], person: Mention, word: str) -> bool:
    own = called(people, person)
    genders = {str(p.attrs["gender"]) for p in people if p.normal == person.normal and p.attrs.get("gender")}
    said = None if word == "bác" else "male" if word in _MALE else "female"
    return own in (None, word) and (said is None or not genders or genders == {said})


def _of_spouses(
    view: TextView, titles: Sequence[Mention], people: Sequence[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """Yield `chồng làm [trưởng thôn], vợ làm [bí thư chi bộ]` with the couple named last."""
    for first, second in pairwise(titles):
        sentence = view.sentence_at(first.start)
        if sentence is None or second.end > sentence.end:
            continue
        one = _SPOUSES.fullmatch(view.folded, sentence.start, first.start)
        two = _OTHER.fullmatch(view.folded, first.end, second.start) if one else None
        couple = _couple_before(view, people, first.start) if one and two and one["one"] != two["two"] else None
        if one and couple:
            yield first, couple[one["one"]]
            yield second, couple["vợ" if one["one"] == "chồng" else "chồng"]


def _couple_before(view: TextView, people: Sequence[Mention], offset: int) -> dict[str, Mention] | None:
    """Return husband and wife where the last two persons before `offset` are a couple: `vợ chồng anh A, chị B`."""
    at = view.index_of_paragraph(offset)
    near = starting_in(people, view.paragraphs[max(0, at - 1)].start, offset)
    if len(near) < 2 or len({p.normal for p in near}) != 2:
        return None
    for left, right in pairwise(near):
        before = view.folded[max(0, left.start - 40) : left.start]
        sexes = [p.attrs.get("gender") for p in (left, right)]
        if _COUPLE.search(before) and _AND.fullmatch(view.folded, left.end, right.start):
            if sexes == ["male", "female"]:
                return {"chồng": left, "vợ": right}
            if sexes == ["female", "male"]:
                return {"chồng": right, "vợ": left}
    return None
