"""Where a post is held: hamlet, commune, district, province of a record, each with its basis (codebook 4.1, 4.3)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tinbai.entities.mention import Mention, starting_in
from tinbai.gazetteer import type_words
from tinbai.lexicon import alternation
from tinbai.relations.holder_moves import is_visited, not_left
from tinbai.relations.holding import Held, Holder
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_ref import Ref
from tinbai.relations.posts import is_head, level_of, unit_of
from tinbai.relations.rowed import hamlet_end
from tinbai.relations.scope import Scope
from tinbai.text.normalize import CAPITALS, fold

_AFTER_TITLE = re.compile(
    r"^ *(?:(?:số +)?\d{1,3}[a-zđ]?(?!\w))? *(?:,|\(|-)? *"
    r"(?:(?:của|tại|ở|thuộc|cho|số|các|hai|trên +địa +bàn)(?: +|$))*"
    r"(?:cấp +xã[, ]*)?(?:chi +bộ|đảng +bộ|ubnd|đảng +ủy)? *$"
)
_BESIDE_NAME = re.compile(r"^ *(?:\(|,)? *(?:(?:hiện +)?(?:ở|thuộc|của|trú +tại|sống +ở|tại) +)?$")
_NUMBERED = re.compile(r" +(?:số +)?0?(\d{1,3}[a-zđ]?)(?!\w)")
_ADDRESS = 50
_NAMES = re.compile(rf" *, *[{CAPITALS}][^\W\d_]*(?: [{CAPITALS}][^\W\d_]*)? *, *")  # one unread name between
_LISTED = 40  # hamlets of a list to look behind for one that stands alone
_LEVEL_OF = {
    fold(word): level
    for level in LEVELS[1:]
    for word in type_words(level)
    if word != "thành phố"  # a district or a province
}
_TYPE_WORD = re.compile(rf"(?<![^\W_]){alternation(_LEVEL_OF)}(?![^\W_])")


@dataclass(slots=True)
class Seat:
    """The place fields of a record; `source` has the basis of each level."""

    hamlet: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    former: str | None = None
    source: dict[str, str] = field(default_factory=dict)


def seat_of(scope: Scope, holder: Holder, persons: Sequence[Mention] = ()) -> Seat:
    """Return the place of the posts of `holder`: that of the lowest level among the posts now held.

    Posts at the centre have no place. A hamlet post without a named hamlet takes
    the hamlet of its sentence, of its paragraph, the only one of the article that fits,
    or the one of the last paragraph that names one.

    Args:
        scope: the places of the article.
        holder: the person with the posts.
        persons: all person mentions in order.
    """
    held = [h for h in holder.held if not h.career] or holder.held
    now = [h for h in held if h.status != "former"] or held
    hamlet_posts = [h for h in held if level_of(h.post) == "hamlet"]
    if hamlet_posts and any(level_of(h.post) == "hamlet" for h in now):
        hamlet_posts = [h for h in hamlet_posts if h in now] + [h for h in hamlet_posts if h not in now]
        return _hamlet_seat(scope, holder, hamlet_posts, persons)
    open_seat: Seat | None = None
    for level in LEVELS[1:]:
        posts = [h for h in now if _level(scope, h) == level]
        seat = _official_seat(scope, posts, level) if posts else None
        if seat is not None and (getattr(seat, level) is not None or seat.former is not None):
            return seat
        open_seat = open_seat or seat  # no unit of its level: another post may tell where
    if open_seat is not None:
        return open_seat
    if hamlet_posts:
        return _hamlet_seat(scope, holder, hamlet_posts, persons)
    return _other_seat(scope, now)


def own_place(scope: Scope, held: Held, level: str) -> Mention | None:
    """Return the place of `level` that the title or the name beside it carries: `Trưởng bản | Nà X`."""
    folded = scope.places.view.folded
    _, end = scope.places.sentence(held.role.start)
    for mention in scope.places.between(held.role.start, end):
        if mention.start < held.role.end or _AFTER_TITLE.match(_without_name(folded, held, mention)):
            if LEVELS[RANK[mention.type]] == level:
                return mention
            continue
        break
    return None


def _without_name(folded: str, held: Held, mention: Mention) -> str:
    """Return the text between title and place, without the holder's name where it stands there."""
    person = held.person
    if held.role.end <= person.start < mention.start:
        return folded[held.role.end : person.start].rstrip() + folded[person.end : mention.start]
    return folded[held.role.end : mention.start]


def _hamlet_seat(scope: Scope, holder: Holder, posts: list[Held], persons: Sequence[Mention]) -> Seat:
    seat = Seat()
    cells = {number for h in posts if (number := _cell_number(scope, h))}
    for mention, basis in _hamlets(scope, holder, posts):
        if cells and basis != "apposition" and not cells & set(fold(mention.normal or "").split()):
            continue  # Bí thư Chi bộ 4 is not of tổ dân phố 5
        seat.hamlet, seat.source["hamlet"] = mention.normal, basis
        seat.former = scope.former_path(mention)
        _fill_chain(seat, scope, mention, persons)
        _fill(seat, scope, mention, mention.start)
        break
    offset = posts[0].role.start
    for level in LEVELS[1:]:
        if getattr(seat, level) is not None or (level == "district" and scope.two_level):
            continue
        stated = next((m for h in posts if (m := own_place(scope, h, level)) is not None), None)
        if stated is not None and stated.normal:
            setattr(seat, level, stated.normal)
            seat.source[level] = "apposition"
            _fill(seat, scope, stated, stated.start)
    if seat.hamlet is None:
        _fill_open(seat, scope, holder, offset)
    return seat


def _fill_chain(seat: Seat, scope: Scope, hamlet: Mention, persons: Sequence[Mention]) -> None:
    """Fill the commune of a written address with a name that is no place: `xóm 2, Đồng Bãi, [Yên Hồ], huyện Y`."""
    view = scope.places.view
    for mention in scope.places.between(hamlet.end, hamlet.end + _ADDRESS)[:1]:
        if starting_in(persons, hamlet.end, mention.start):
            return
        if mention.type == "COMMUNE" and _NAMES.fullmatch(view.text, hamlet.end, mention.start):
            seat.commune, seat.source["commune"] = mention.normal, "apposition"
            _fill(seat, scope, mention, mention.start)


def _fill_open(seat: Seat, scope: Scope, holder: Holder, offset: int) -> None:
    """Fill what a hamlet post leaves open: by the units that the holder's other posts are of, then as elided."""
    levels = [level for level in LEVELS[1:] if not (level == "district" and scope.two_level)]
    stated: dict[str, str] = {}
    for level in levels[1:]:
        for place in (own_place(scope, held, level) for held in holder.held):
            if place is not None and place.normal:
                stated[level] = place.normal
    for level in levels:
        if level in stated and getattr(seat, level) is None:
            setattr(seat, level, stated[level])
            seat.source[level] = "apposition"
        _fill_elided(seat, scope, offset, level, stated=stated)


def _cell_number(scope: Scope, held: Held) -> str:
    """The number of the cell itself: `4` in `Bí thư Chi bộ số 4`."""
    if not held.post.endswith("chi_bo"):
        return ""
    match = _NUMBERED.match(scope.places.view.folded, held.role.end)
    return match[1] if match else ""


def _hamlets(scope: Scope, holder: Holder, posts: list[Held]) -> Iterator[tuple[Mention, str]]:
    told = [held for held in posts if not held.role.attrs.get("of_row")]  # a row's persons have their own in brackets
    own = [(held, m) for held in told if (m := own_place(scope, held, "hamlet")) is not None]
    yield from ((mention, "apposition") for mention in not_left(scope, own))
    for person in holder.mentions:
        _, end = scope.places.sentence(person.start)
        for mention in scope.places.between(person.end, end)[:1]:
            gap = scope.places.view.folded[person.end : mention.start]
            if mention.type == "HAMLET" and _BESIDE_NAME.match(gap):
                yield mention, "apposition"
    visited: set[str | None] = set()
    for person in holder.mentions:
        before = scope.places.between(person.start - _ADDRESS, person.start)[-1:]
        if before and before[0].type == "HAMLET" and hamlet_end(scope.places.view, person) == before[0].end:
            yield before[0], "apposition"
    for held in posts:
        found = _fitting(scope, posts, *scope.places.sentence(held.role.start))
        visited |= {m.normal for m in found if is_visited(scope, held, m)}
        found = [m for m in found if m.normal not in visited]
        if len({m.normal for m in found}) == 1:
            yield found[0], "shared apposition" if found[0].start > held.role.start else "sentence"
    for held in posts:
        paragraph = scope.places.view.paragraph_at(held.role.start)
        if paragraph is None:
            continue
        unit = scope.places.in_force(paragraph.start, held.role.start).get("hamlet")
        if unit is not None and fold(unit.normal or "").startswith(tuple(_kinds(posts)) or ""):
            yield unit, "paragraph"
    found = scope.places.hamlets(_kinds(posts))
    if found and all(m.normal == found[0].normal and m.normal not in visited for m in found):
        yield found[0], "only hamlet of the article"
    last = _last_before(scope, found, posts[0].role.start)
    if last is not None and last.normal not in visited:
        yield last, "previous_paragraph"


def _last_before(scope: Scope, hamlets: Sequence[Mention], offset: int) -> Mention | None:
    """Return the last hamlet before `offset` if its paragraph names no other; members of lists do not count."""
    index = bisect_right(hamlets, offset, key=lambda m: m.end)
    last = next((m for m in reversed(hamlets[max(0, index - _LISTED) : index]) if not scope.places.is_listed(m)), None)
    paragraph = scope.places.view.paragraph_at(last.start) if last else None
    if last is None or paragraph is None:
        return None
    same = starting_in(hamlets, paragraph.start, last.end)
    return last if all(m.normal == last.normal for m in same if not scope.places.is_listed(m)) else None


def _fitting(scope: Scope, posts: list[Held], start: int, end: int) -> Sequence[Mention]:
    return starting_in(scope.places.hamlets(_kinds(posts)), start, end)


def _kinds(posts: list[Held]) -> frozenset[str]:
    """Return the kinds of hamlet that go with the head titles (no trưởng ấp for a bản); none where any may."""
    words = frozenset(fold(word) for h in posts if is_head(h.post) and (word := unit_of(h.post)))
    if "buôn" in words:
        return words | {"bôn"}  # the Jrai of the Ayun say bôn; both have the head's title `truong_buon`
    return frozenset() if "thôn" in words else words


def _official_seat(scope: Scope, posts: list[Held], level: str) -> Seat:
    seat = Seat()
    stated = next((m for h in posts if (m := own_place(scope, h, level)) is not None), None)
    if stated is not None and level == "district" and scope.two_level:  # a post of a level that is gone
        seat.former = stated.normal
        _fill_elided(seat, scope, stated.start, "province")
        return seat
    if stated is not None:
        setattr(seat, level, stated.normal)
        seat.source[level] = "apposition"
        seat.former = scope.former_path(stated)
        _fill(seat, scope, stated, stated.start)
        return seat
    _fill_elided(seat, scope, posts[0].role.start, level)
    for upper in LEVELS[LEVELS.index(level) + 1 :]:
        if getattr(seat, upper) is None:
            _fill_elided(seat, scope, posts[0].role.start, upper)
    return seat


def _other_seat(scope: Scope, posts: list[Held]) -> Seat:
    """Place a post of no level (cell of an office, cooperative) by the unit inside the name after the title."""
    seat = Seat()
    for held in posts:
        if level_of(held.post) == "central":
            continue
        end = min(scope.places.sentence(held.role.start)[1], held.role.end + 60)
        for mention in scope.places.between(held.role.start, end):
            if re.search(r"[,.;:]", scope.places.view.folded[held.role.end : mention.start]):
                break
            level = LEVELS[RANK[mention.type]]
            setattr(seat, level, mention.normal)
            seat.source[level] = "apposition"
            _fill(seat, scope, mention, mention.start)
            return seat
    return seat


def _fill(seat: Seat, scope: Scope, unit: Mention | Ref, at: int) -> None:
    parents = scope.parents(unit, at)
    for level in LEVELS[1:]:
        name: str | None = parents[level]  # type: ignore[literal-required]
        if name and getattr(seat, level) is None:
            setattr(seat, level, name)
            seat.source[level] = parents["basis"][level]


def _fill_elided(seat: Seat, scope: Scope, offset: int, level: str, *, stated: Mapping[str, str] | None = None) -> None:
    """Fill `level` by the unit that a bare title means at `offset`, unless it lies outside what is `stated`."""
    found = scope.unit_at(offset, level)
    if found is None or getattr(seat, level) is not None:
        return
    parents = scope.parents(Ref(found[0], level), offset)
    if any(parents.get(upper) not in (None, name) for upper, name in (stated or {}).items()):
        return
    setattr(seat, level, found[0])
    seat.source[level] = found[1]
    _fill(seat, scope, Ref(found[0], level), offset)


def _level(scope: Scope, held: Held) -> str:
    """Return the level of a post; where the lexicon leaves it open, the word in the title or beside it decides."""
    level = level_of(held.post)
    if level in LEVELS:
        return level
    if level == "district_or_province":
        if own_place(scope, held, "province") is not None:
            return "province"
        return "district"
    if level == "any":
        word = _TYPE_WORD.search(scope.places.view.folded, held.role.start, held.role.end + 12)
        return _LEVEL_OF[" ".join(word[0].split())] if word else level
    return level
