"""Posts that a named person holds (codebook 3.4, 9.6 to 9.14)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import START, Located, Mention, get, put, register_extensions, starting_in, view_of
from tinbai.entities.role_again import cut_short, held_on, of_committee, settled
from tinbai.entities.role_antecedent import by_antecedent
from tinbai.entities.role_city import of_central_cities
from tinbai.entities.role_dates import dated, succeeded
from tinbai.entities.role_foreign import is_foreign, is_foreigner
from tinbai.entities.role_gap import (
    ABOVE,
    after_person,
    before_person,
    between_titles,
    bygone,
    career,
    chained_career,
    left_office,
)
from tinbai.entities.role_how import how_of, is_before_name
from tinbai.entities.role_paired import paired
from tinbai.entities.role_row import are_told, right_of_row
from tinbai.entities.role_status import distributed
from tinbai.entities.role_subject import is_no_subject, not_the_next
from tinbai.entities.title_office import is_of_ranked
from tinbai.text.view import Sentence, TextView

_LEVEL_OF_TYPE = {"COMMUNE": "commune", "DISTRICT": "district", "PROVINCE": "province", "HAMLET": "commune"}


def held_titles(
    view: TextView, titles: tuple[Mention, ...], persons: tuple[Mention, ...], places: tuple[Mention, ...]
) -> list[Mention]:
    """Return the titles that a named person holds, as ROLE mentions in order.

    A title is held by the person it stands in apposition to, directly or along a
    chain of titles; by the subject of `là`, `làm`, `được bầu`; or, when bare and
    singular, by the only person of the paragraph already named with that post.
    `attrs["holder"]` is the start of the PERSON mention, `attrs["person"]` its normal.
    """
    persons = tuple(p for p in persons if not p.attrs.get("byline"))
    roles: list[Mention] = []
    units, located = _Units(view, places), Located(places)
    officials: set[str] = set()
    line, paragraph = 0, -1  # where the roles of the sentence's paragraph begin
    for sentence in view.sentences:
        if sentence.paragraph != paragraph:
            line, paragraph = len(roles), sentence.paragraph
        mine = list(starting_in(titles, sentence.start, sentence.end))
        if not mine:
            continue
        people = _without_nicknames(view, list(starting_in(persons, sentence.start, sentence.end)))
        mine = [t for t in mine if (units.grouped or not _is_bare_group(t)) and not is_foreign(view, t)]
        near = located.touching(sentence.start, sentence.end)
        holders = _holders(view, sentence, mine, people, near)
        begin = len(roles)
        for title, person in holders:
            if person is not None and not _is_no_post(view, title, person):
                roles.append(_role(view, title, person, units, sentence))
        officials.update(r.attrs["person"] for r in roles[begin:] if r.attrs.get("level") in ABOVE)
        held = {t.start for t, p in holders if p is not None}
        rest = [t for t in mine if t.start not in held]
        found = by_antecedent(view, sentence, rest, persons, roles[line:], near, officials)
        begin = len(roles)
        roles += [_role(view, t, p, units, sentence) for t, p in found if not _is_no_post(view, t, p)]
        roles += [_role(view, t, p, units, sentence) for t, p in [*paired(view, mine, roles[line:], persons)]]
        officials.update(r.attrs["person"] for r in roles[begin:] if r.attrs.get("level") in ABOVE)
    roles = _levelled(view, of_central_cities(view, sorted(roles, key=START), places), titles)
    roles = held_on(view, settled(view, roles, titles))
    return sorted([*roles, *cut_short(view, roles, persons, titles)], key=START)


def _is_no_post(view: TextView, title: Mention, person: Mention) -> bool:
    return is_foreigner(title, person) or is_of_ranked(view, title, person)


def _levelled(view: TextView, roles: list[Mention], titles: tuple[Mention, ...]) -> list[Mention]:
    """A title without level word takes the level of the holder's next title: `Ủy viên Ban Thường vụ, … Huyện ủy`."""
    out = dated(view, roles)
    for index, role in enumerate(out[1:], 1):
        before = out[index - 1]
        same = before.attrs["holder"] == role.attrs["holder"] and before.attrs.get("career")
        if same and not role.attrs.get("career") and chained_career(view.folded[before.end : role.start]):
            out[index] = replace(role, attrs={**role.attrs, "career": True, "status": "former"})
    out = succeeded(view, out)
    roles = [of_committee(view, r, a, titles) for r, a in zip(out, [*out[1:], None], strict=False)]
    opened = {t.start: t.attrs["levels"] for t in titles if t.normal is None}
    out = list(roles)
    for index, role in enumerate(roles):
        levels = opened.get(role.start)
        after = roles[index + 1] if index + 1 < len(roles) else None
        if not levels or after is None or after.start in opened or after.start - role.end > 4:
            continue
        level = after.attrs.get("level")
        if after.attrs["holder"] == role.attrs["holder"] and level in levels:
            out[index] = replace(role, normal=levels[level], attrs={**role.attrs, "level": level})
    told = [role for role in out if role.normal is not None]  # not Trưởng ban Dân vận, of which level nothing tells
    return distributed(view, told)


class _Units:
    """What titles ask of the places of an article: the last one before them, and whether groups are hamlets."""

    def __init__(self, view: TextView, places: tuple[Mention, ...]) -> None:
        self.places = places
        # `Tổ trưởng` of a working group: the bare word counts only in a text with a numbered tổ or khu phố.
        self.grouped = any(p.type == "HAMLET" and p.attrs.get("unit_type") in {"tổ dân phố", "tổ"} for p in places)
        # A commune that is told without its name (`xã còn 5 bản`) has a Party committee, too.
        near = any(p.type in {"HAMLET", "COMMUNE"} for p in places)
        self.communes = near or _LEVELLED.search(view.folded) is not None
        self._larger = sorted((p for p in places if p.type != "HAMLET"), key=lambda p: p.end)

    def beside(self, title: Mention) -> Mention | None:
        """Return the place right behind a title."""
        return next(iter(starting_in(self.places, title.end, title.end + 3)), None)

    def before(self, offset: int) -> Mention | None:
        """Return the last place above the hamlet that ends before `offset`."""
        index = bisect_right(self._larger, offset, key=lambda p: p.end)
        return self._larger[index - 1] if index else None


_WITHOUT_COMMUNE = frozenset({"bi_thu_dang_uy_xa", "pho_bi_thu_dang_uy_xa"})
_LEVELLED = re.compile(
    r"(?<![^\W\d_])(?:(?<!thị )(?<!tác )xã(?! +(?:hội|viên|luận)(?![^\W\d_]))|phường|thị +trấn|đặc +khu)(?![^\W\d_])"
)
_COPULA = re.compile(r" *(?:mới +|hiện +|nay +)*(?:là|do) ")
_HOLDS = re.compile(r"(?<![^\W\d_])(?:là|làm|giữ|còn)(?: +(?:chức|chức +danh|vai|việc))? +$")
_NICKNAME = re.compile(r"(?<![^\W\d_])(?:kêu|gọi)(?: +(?:là|bằng))?(?: +(?:ông|bà|anh|chị|cô|chú|bác|cụ))? *$")


def _without_nicknames(view: TextView, people: list[Mention]) -> list[Mention]:
    """Leave out what somebody just named is called: `bà Lụa, quen kêu cô Sáu, là [bí thư]`."""
    called = [p for p in people if _NICKNAME.search(view.folded, max(0, p.start - 24), p.start)]
    return [p for p in people if p not in called or p is people[0]]


def _is_bare_group(title: Mention) -> bool:
    return bool(title.attrs.get("bare")) and title.normal == "to_truong_tdp"


def _holders(
    view: TextView, sentence: Sentence, titles: list[Mention], people: list[Mention], places: tuple[Mention, ...]
) -> list[tuple[Mention, Mention | None]]:
    """Pair each title of a sentence with its holder by apposition; None if nobody holds it."""
    out: list[tuple[Mention, Mention | None]] = []
    for index, title in enumerate(titles):
        left = max((p for p in people if p.end <= title.start), key=lambda p: p.end, default=None)
        of_other = left is not None and is_no_subject(view, sentence, left, title)
        left = None if of_other else left
        previous = out[-1] if out else None
        holder: Mention | None = None
        row = right_of_row(view, title, left, people)
        if (
            row is None
            and previous
            and previous[1] is not None
            and (left is None or left.start <= previous[1].start or left.end <= previous[0].start)
        ) and between_titles(view, previous[0].end, title.start, places):
            holder = previous[1]
        if row is not None:
            holder = row
        elif holder is None and left is not None and after_person(view, left.end, title.start, places):
            holder = left
            if _has_title_before(out, left) and (tight := _tight_right(view, title, people, places)):
                holder = tight
        if holder is None:
            holder = _to_the_right(view, index, titles, people, places)
            apart = holder is not None and "," in view.folded[title.end : holder.start]
            if apart and (of_other or not_the_next(view, sentence, title)):
                holder = None
        if holder is not None and title.attrs.get("plural") and not _named_plural(view, title, holder):
            holder = None
        out.append((title, holder))
    return _back_chain(view, out, places)


def _has_title_before(pairs: list[tuple[Mention, Mention | None]], person: Mention) -> bool:
    return any(
        owner is not None and owner.start == person.start and title.end <= person.start for title, owner in pairs
    )


def _tight_right(view: TextView, title: Mention, people: list[Mention], places: tuple[Mention, ...]) -> Mention | None:
    """The person right behind title and place, no comma between: `Trưởng bản Nà X Hà Văn Y`."""
    right = next((p for p in people if p.start >= title.end), None)
    if right is None or not before_person(view, title.end, right.start, places):
        return None
    return None if "," in view.folded[title.end : right.start] else right


def _to_the_right(
    view: TextView, index: int, titles: list[Mention], people: list[Mention], places: tuple[Mention, ...]
) -> Mention | None:
    title = titles[index]
    right = min((p for p in people if p.start >= title.end), key=lambda p: p.start, default=None)
    if right is None:
        return None
    following = titles[index + 1] if index + 1 < len(titles) else None
    if following is not None and following.start < right.start:
        return None
    return right if before_person(view, title.end, right.start, places) else None


def _back_chain(
    view: TextView, pairs: list[tuple[Mention, Mention | None]], places: tuple[Mention, ...]
) -> list[tuple[Mention, Mention | None]]:
    """`Bí thư Chi bộ, Trưởng bản Nà Khoang Lò Văn Pản`: titles before the name share it."""
    out = list(pairs)
    for index in range(len(out) - 2, -1, -1):
        title, holder = out[index]
        following, owner = out[index + 1]
        free = holder is None and owner is not None and owner.start >= following.end
        # `ông chỉ giữ chức [bí thư], [trưởng khu] là anh X`: the first post has a holder of its own.
        if owner is not None and free and _COPULA.match(view.folded, following.end, owner.start):
            free = not _HOLDS.search(view.folded, max(0, title.start - 24), title.start)
        if (
            free
            and (not title.attrs.get("plural") or are_told(view, following, owner))
            and between_titles(view, title.end, following.start, places)
        ):
            out[index] = (title, owner)
    return out


def _named_plural(view: TextView, title: Mention, holder: Mention) -> bool:
    """A plural title counts when its holders are named right after it (codebook 9.11)."""
    gap = view.folded[title.end : holder.start]
    return (
        holder.start >= title.end
        and bool(re.search(r"(?::|là|gồm|,)? *(?:ông|bà|anh|chị|đồng chí)? *:? *$", gap))
        and len(gap) < 60
    )


def _role(view: TextView, title: Mention, person: Mention, units: _Units, sentence: Sentence) -> Mention:
    attrs: dict[str, Any] = {
        key: value for key, value in title.attrs.items() if key in {"level", "group", "rank", "unit", "status"}
    }
    normal, level = title.normal, attrs.get("level")
    if normal is None:
        normal, level = _resolve(title, units, person)
        attrs["level"] = level
    if normal in _WITHOUT_COMMUNE and not units.communes:
        attrs |= {"level": "other", **({"rank": "deputy"} if normal.startswith("pho_") else {})}
        normal = "bi_thu_dang_bo_co_quan"  # an article that speaks of no commune
    attrs |= {"holder": person.start, "person": person.normal, "status": attrs.get("status", "current")}
    left = view.folded[max(sentence.start, title.start - 60) : title.start]
    if how := how_of(view, sentence.start, title.start, names=is_before_name(view, title.end, person.start)):
        attrs["how"] = how
    if career(view.folded[max(sentence.start, title.start - 100) : title.start]):
        attrs |= {"career": True, "status": "former"}
    elif left_office(left) or bygone(view.folded[sentence.start : title.start]):
        attrs["status"] = "former"
    return Mention("ROLE", title.start, title.end, normal, attrs, "rule:role")


def _resolve(title: Mention, units: _Units, person: Mention) -> tuple[str | None, str]:
    """The id of a title without level word by the place beside it, else the last named; None: no such post there."""
    levels: Mapping[str, str] = title.attrs["levels"]
    chosen = units.beside(title) or units.before(max(title.start, person.start))
    level = _LEVEL_OF_TYPE[chosen.type] if chosen else "commune"
    return levels.get(level), level


class RoleComponent:
    """spaCy component `tinbai_role`: fills the layer `role`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Store the held titles of `doc`."""
        view = view_of(doc)
        found = held_titles(view, get(doc, "title"), get(doc, "person"), get(doc, "place"))
        put(doc, "role", [replace(m, attrs=dict(m.attrs)) for m in found])
        return doc


@Language.factory("tinbai_role")
def make_role(nlp: Language, name: str) -> RoleComponent:
    """Return the component that spaCy builds under `name`."""
    return RoleComponent(nlp, name)
