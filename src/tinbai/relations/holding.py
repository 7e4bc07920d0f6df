"""Who holds which post: roles of one person gathered over the article (codebook 3.3, 3.4, 4.1)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from tinbai.entities.mention import START, Mention, starting_in
from tinbai.entities.role_status import FORMER
from tinbai.relations.name_variants import without_variants
from tinbai.relations.posts import is_head, is_secretary
from tinbai.text.view import TextView

_HONORIFIC = r"(?:các +)?(?:ông|bà|anh|chị|cô|chú|bác|cụ|em|thầy|già|đồng +chí|đ/c|đc)"
_DIRECT = re.compile(rf"^ *:? *{_HONORIFIC}?:? *$")
_COORDINATED = re.compile(rf"^ *(?:\([^()]{{0,40}}\))? *(?:,|;|và|cùng|, *và)? *(?:với +)?{_HONORIFIC}? *$")
_CARRIED = re.compile(r"^ *(?:,? *(?:kiêm|kiểm|đồng +thời|-|/)|, *(?![^,]*\b(?:nay|hiện|đương|quyền)\b))")
_LINK = re.compile(r"^ *(?:,|-|/|và|(?:,? *(?:kiêm|kiểm|đồng +thời)(?: +(?:là|làm|nhiệm))?))? *$")
_SHARED = re.compile(
    rf"{_LINK.pattern}|^ *(?:được +)?(?:bầu|trúng +cử|tái +cử|đắc +cử)(?: +(?:lại|làm|giữ|vào|chức|chức +danh))* *$"
)
_SPOKEN_OF = re.compile(r"\b(?:của|cho|với|có +cả|kể +cả|gồm|mời|gặp|theo) *$")
_AMONG = re.compile(r"\b(?:có +cả|kể +cả) *$")
_JOINED = re.compile(r"kiêm|kiểm|đồng +thời|^ *[-/]")
_ACTING = re.compile(r"(?:^|[^\w])(?:quyền|q\.) *$")
# A later step begins: `trước làm trưởng xóm, năm 2018 được bầu kiêm bí thư`.
_ANEW = re.compile(r"\b(?:nay|hiện|hiện +nay|bây +giờ|năm +\d{4}|được +(?:[^\W\d_]+ +){0,3}(?:bầu|cử|giao))\b")
_CAREER = re.compile(r"\b(?:từng|trước +đây|khi +còn)(?: +(?:là|làm|giữ(?: +chức)?|đảm +nhiệm|kinh +qua))+ *$")
_PLURAL = re.compile(r"\b(?:các|những|hai|ba|bốn|năm|nhiều|số|\d+)(?: +(?:vị|đồng +chí|ông|bà))? *$")


@dataclass(frozen=True, slots=True)
class Held:
    """One post of one person at one place of the text.

    Attributes:
        role: the ROLE mention (or the title that the post was taken from).
        person: the PERSON mention that holds it.
        status: current, former or acting.
        career: True for a step told of the past only.
        own: False for a post recovered from an earlier clause.
    """

    role: Mention
    person: Mention
    status: str = "current"
    career: bool = False
    own: bool = True

    @property
    def post(self) -> str:
        """The post id."""
        return self.role.normal or ""


@dataclass(slots=True)
class Holder:
    """A person of the article with all mentions and posts, in text order."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def is_named_by(self, mention: Mention) -> bool:
        """Say whether `mention` is one of this person's."""
        index = bisect_left(self.mentions, mention.start, key=START)
        return index < len(self.mentions) and self.mentions[index] == mention

    def posts(self, *statuses: str, career: bool = False) -> list[str]:
        """Return the distinct post ids with one of `statuses`, career steps only if asked for."""
        found = [h.post for h in self.held if (h.career if career else not h.career and h.status in statuses)]
        return list(dict.fromkeys(found))


class _People:
    """The persons of an article who may hold a post, in text order."""

    def __init__(self, persons: Iterable[Mention]) -> None:
        self.all = sorted(persons, key=START)
        self._named: dict[str | None, list[Mention]] = {}
        for person in self.all:
            self._named.setdefault(person.normal, []).append(person)

    def at(self, offset: int) -> Mention | None:
        """Return the mention that begins at `offset`."""
        return next(iter(starting_in(self.all, offset, offset + 1)), None)

    def nearest(self, name: str, offset: int) -> list[Mention]:
        """Return the mention of `name` that begins nearest to `offset`, if there is one."""
        named = self._named.get(name, [])
        index = bisect_left(named, offset, key=START)
        return sorted(named[max(0, index - 1) : index + 1], key=lambda p: abs(p.start - offset))[:1]


def gather(view: TextView, persons: Sequence[Mention], roles: Sequence[Mention]) -> list[Holder]:
    """Return every person outside the byline with the posts held, in order of first naming.

    The holder that the role component named (`attrs["holder"]`) is trusted; where
    it is missing, the nearest apposition decides.
    """
    people = _People(p for p in persons if view.zone_at(p.start) != "byline" and not view.is_silent(p.start))
    holders: dict[str, Holder] = {}
    for person in people.all:
        name = person.normal or view.text[person.start : person.end]
        holders.setdefault(name, Holder(name)).mentions.append(person)
    ordered = sorted((r for r in roles if r.normal and not view.is_silent(r.start)), key=lambda r: r.start)
    last: dict[int, Held] = {}
    group: list[Mention] = []
    run = 0  # where the row of titles joined to this one begins
    for index, role in enumerate(ordered):
        if not index or not _LINK.match(view.folded[ordered[index - 1].end : role.start]):
            run = role.start
        found = [p for p in _holders_of(view, people, ordered, index) if not _is_anybody(view, role, p, run)]
        if len(group) > 1 and found == group[:1] and _SHARED.match(view.folded[ordered[index - 1].end : role.start]):
            found = group  # `hai bí thư kiêm trưởng thôn là ông A và bà B`: the second title has both holders too
        group = found
        for person in group:
            held = _held(view, role, person, last.get(person.start))
            holders[person.normal or view.text[person.start : person.end]].held.append(held)
            last[person.start] = held
    kept = without_variants(view, list(holders.values()))
    for holder in kept:
        if _keeps_the_cell(view, holder):
            holder.held = [_apart(h) for h in holder.held]
        elif _left_all(view, holder):
            holder.held = [h if h.career else replace(h, status="former") for h in holder.held]
    return kept


_ONE_LEFT = re.compile(
    r"(?<![^\W_])chỉ +(?:còn +)?(?:giữ|làm|là)(?: +(?:lại|mỗi|một|việc|chức|chức +danh|phần))* +"
    r"(?:chi +bộ|bí +thư)(?![^\W_])"
)


def _keeps_the_cell(view: TextView, holder: Holder) -> bool:
    """Say whether one of two posts told of the past is kept: `từng làm cả hai, nay chỉ giữ việc chi bộ`."""
    past = [h for h in holder.held if h.career or h.status == "former"]
    if not any(is_secretary(h.post) for h in past) or not any(is_head(h.post) for h in past):
        return False
    sentence = view.sentence_at(past[-1].role.start)
    if sentence is None:
        return False
    index = view.index_of(sentence)
    after = [s for s in view.sentences[index : index + 3] if s.paragraph == sentence.paragraph]
    return any(_ONE_LEFT.search(view.folded, max(s.start, past[-1].role.end), s.end) for s in after)


def _apart(held: Held) -> Held:
    if is_secretary(held.post):
        return replace(held, career=False, status="current")
    return replace(held, career=False, status="former") if is_head(held.post) else held


_LEFT_ALL = re.compile(
    r"[^.;:]{0,40}?(?<![^\W_])(?:bị +(?:cách +chức|bãi +nhiệm|cách +hết)"
    r"|(?:xin +)?(?:thôi|nghỉ|rút +khỏi|từ +nhiệm)(?: +(?:giữ|làm|khỏi))? +cả +(?:hai|2) +"
    r"(?:chức|vai|việc|vị +trí|nhiệm +vụ)(?: +danh| +vụ)?)(?![^\W_])"
)
_NOT_LEFT = re.compile(r"(?<![^\W_])(?:không|chưa|định|muốn|đơn|đòi|suýt|nếu|từng +xin)(?![^\W_])")


def _left_all(view: TextView, holder: Holder) -> bool:
    """Say whether the text tells that a person left all posts: `ông A bị cách chức`, `xin thôi cả hai chức`."""
    for mention in holder.mentions:
        sentence = view.sentence_at(mention.start)
        match = _LEFT_ALL.match(view.folded, mention.end, sentence.end) if sentence else None
        if match and not _NOT_LEFT.search(match[0]):
            return True
    return False


def _holders_of(view: TextView, people: _People, roles: list[Mention], index: int) -> list[Mention]:
    role = roles[index]
    starts = role.attrs.get("holders") or ([role.attrs["holder"]] if role.attrs.get("holder") is not None else [])
    found = [person for start in sorted(set(starts)) if (person := people.at(start)) is not None]
    if not found and role.attrs.get("person"):
        found = people.nearest(role.attrs["person"], role.start)
    if not found:
        guess = _nearest(view, people, role)
        found = [guess] if guess else []
    if len(found) == 1 and (role.attrs.get("plural") or _PLURAL.search(_before(view, role))):
        return _coordinated(view, people, found[0])
    return found


def _is_anybody(view: TextView, role: Mention, person: Mention, run: int) -> bool:
    """Say whether a title is only spoken of beside a name: `người nhà của bí thư chi bộ, trưởng thôn, ông A nói`."""
    before = view.folded[max(0, run - 30) : run]
    if person.start > role.end:
        apart = "," in view.folded[role.end : person.start]
        return apart and _SPOKEN_OF.search(before) is not None
    return _AMONG.search(before) is not None


def _before(view: TextView, role: Mention) -> str:
    return view.folded[max(0, role.start - 30) : role.start]


def _coordinated(view: TextView, people: _People, first: Mention) -> list[Mention]:
    found = [first]
    for person in islice(people.all, bisect_left(people.all, first.end, key=START), None):
        if not _COORDINATED.match(view.folded[found[-1].end : person.start]):
            break
        found.append(person)
    return found


def _nearest(view: TextView, people: _People, role: Mention) -> Mention | None:
    """Decide by apposition: the name right after the title, else the last name before it, else the next one."""
    sentence = view.sentence_at(role.start) or view.paragraph_at(role.start)
    if sentence is None:
        return None
    before = starting_in(people.all, sentence.start, role.start)
    after = starting_in(people.all, role.end, sentence.end)
    if after and _DIRECT.match(view.folded[role.end : after[0].start]):
        return after[0]
    if before:
        return before[-1]
    if after:
        return after[0]
    paragraph = view.paragraph_at(role.start)
    earlier = starting_in(people.all, paragraph.start, role.start) if paragraph else ()
    return earlier[-1] if earlier else None


def _held(view: TextView, role: Mention, person: Mention, previous: Held | None) -> Held:
    before = _before(view, role)
    seen = "former" if FORMER.search(before) else "acting" if _ACTING.search(before) else "current"
    status = str(role.attrs.get("status") or seen)
    career = bool(role.attrs.get("career", _CAREER.search(before) is not None))
    linked = (
        previous is not None
        and _CARRIED.match(view.folded[previous.role.end : role.start]) is not None
        and role.start - previous.role.end < 40
    )
    if linked and previous is not None and status == "current":
        gap = view.folded[previous.role.end : role.start]
        told = "status" in role.attrs and _JOINED.search(gap) is None  # only a join overrules what the role says
        if not told and not _ANEW.search(gap):
            status, career = previous.status, previous.career or career
    return Held(role, person, status, career)


def aliases(view: TextView, holder: Holder) -> tuple[str, ...]:
    """Return other full printed forms of the name, in order of naming; short forms (`anh Sơ`) are none."""
    size = len(holder.name.split())
    forms: Iterable[str] = (" ".join(view.text[m.start : m.end].split()) for m in holder.mentions)
    return tuple(dict.fromkeys(f for f in forms if f != holder.name and len(f.split()) >= max(2, size)))
