"""Step 6 of parent resolution, and which of two namesakes an article means (codebook 4.3).

An article speaks of its own province unless it says otherwise: a commune that also lies at home is not put into a
district from elsewhere that is named in passing, and a name that home has not does not lead to the far end of the
country only because one commune there bears it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from tinbai.entities.mention import Mention
from tinbai.entities.names import run_at
from tinbai.gazetteer import type_words
from tinbai.relations.gazetteer_link import Unit, Units, latest_parent, provinces_since
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_ref import Ref
from tinbai.text.normalize import fold

if TYPE_CHECKING:
    from tinbai.relations.scope import Scope

FAR = "only in a province that the article does not name"
NAMESAKES = "one at home and one elsewhere"
_GAP = re.compile(r" *[,(] *(?=\S)")
_FIRST = 8  # mentions of a unit that may still say where it lies
Contest = Literal["home", "open"]


def parent_by_name(scope: Scope, child: Ref, level: str, offset: int) -> tuple[Ref | None, str | None]:
    """Return the only parent of `level` that the gazetteer gives a name under what is known above it, or why not.

    Args:
        scope: the resolver of the article.
        child: a unit, no hamlet.
        level: the level wanted.
        offset: where the text is read.
    """
    dated = bool(scope.date.value)
    stated = _stated(scope, child, level)
    if stated:
        return _ref(latest_parent(scope.units.find(child.normal, child.level, stated), level, dated=dated), level), None
    above: dict[str, str] = {}
    for upper in LEVELS[LEVELS.index(level) + 1 :]:
        name = scope.topic(upper)
        verdict = contest(scope, child, Ref(name, upper), offset) if name else None
        if verdict == "open":
            return None, NAMESAKES
        if name and verdict is None:
            above[upper] = name
    for within in (above, {"province": scope.home_province}):
        if any(within.values()):
            name = latest_parent(scope.units.find(child.normal, child.level, within), level, dated=dated)
            if name is not None:
                return Ref(name, level), None
    found = scope.units.find(child.normal, child.level)
    # Of communes only: those of earlier years are not all in the list, and a name left may be a namesake's.
    if child.level == "commune" and _is_far(scope, found):
        return None, FAR
    return _ref(latest_parent(found, level, dated=dated), level), None


def contest(scope: Scope, child: Ref, parent: Ref, offset: int) -> Contest | None:
    """Say whether a parent that the text does not join to `child` lies outside home while home has a `child` too.

    Returns:
        `home` if the text names the child before it names that parent at all, else `open`; None if nothing is doubted.
    """
    if child.level not in ("commune", "district") or not scope.home_province:
        return None
    lies = provinces_of(scope.units, parent)
    if not lies or _meet(scope, lies, {scope.home_province}):
        return None
    at_home, there = ({"province": scope.home_province}, {parent.level: parent.normal})
    if not all(scope.units.find(child.normal, child.level, within) for within in (at_home, there)):
        return None
    here = scope.places.in_paragraph(offset, "province")
    named = scope.places.namesakes(parent.level.upper(), parent.normal)
    said = {str(m.normal) for mention in named[:_FIRST] for m in scope.places.chain(mention)}
    if _meet(scope, lies, said | ({str(here.normal)} if here else set())):
        return None
    first = next((m.start for m in scope.places.namesakes(child.level.upper(), child.normal)), offset)
    return "home" if named and first < named[0].start else "open"


def told_bare(scope: Scope, hamlet: Mention) -> bool:
    """Say whether a hamlet's commune seems to stand behind it without a type word (`bản Pán, Chiềng Y`), unread."""
    text, (_, end) = scope.places.view.text, scope.places.sentence(hamlet.start)
    gap = _GAP.match(text, hamlet.end, end)
    run = run_at(text, gap.end(), end) if gap else None
    if run is None or scope.places.between(run.start, run.end):
        return False
    return any(scope.units.knows(f"{word} {text[run.start : run.end]}", "commune") for word in type_words("commune"))


def provinces_of(units: Units, ref: Ref) -> frozenset[str]:
    """Return the provinces, as written, that a district or province of this name may lie in or be."""
    if ref.level == "province":
        return frozenset({ref.normal})
    return frozenset(
        unit.parents["province"] for unit in units.find(ref.normal, ref.level) if "province" in unit.parents
    )


def _stated(scope: Scope, child: Ref, level: str) -> dict[str, str]:
    """Return the units above `level` that stand in the chain of the child's own mention."""
    chain = scope.places.chain(child.mention) if child.mention is not None else ()
    above = {LEVELS[RANK[m.type]]: str(m.normal) for m in chain if m.normal}
    return {
        upper: name
        for upper, name in above.items()
        if LEVELS.index(upper) > LEVELS.index(level) and not (upper == "district" and scope.two_level)
    }


def _is_far(scope: Scope, found: tuple[Unit, ...]) -> bool:
    """Say whether units lie neither at home nor in a province that the article names, by itself or by a district."""
    provinces = {unit.parents["province"] for unit in found if "province" in unit.parents}
    return bool(provinces and scope.about) and not _meet(scope, provinces, set(scope.about))


def spoken_of(scope: Scope) -> frozenset[str]:
    """Return the provinces that an article is about: home, and those named, by themselves or by a district of theirs.

    Empty without a newspaper or a province by name: districts alone are no proof.
    """
    named = {scope.home_province} if scope.home_province else set()
    if not named and not scope.places.named("province"):
        return frozenset()
    for mention in {
        (m.type, m.normal): m for m in scope.places.mentions if m.type in ("DISTRICT", "PROVINCE")
    }.values():
        lies = provinces_of(scope.units_of(mention), Ref(str(mention.normal), LEVELS[RANK[mention.type]]))
        named |= lies if len(lies) == 1 else frozenset()
    return frozenset(named)


def _meet(scope: Scope, some: frozenset[str] | set[str], others: set[str]) -> bool:
    if {fold(name) for name in some} & {fold(name) for name in others}:
        return True
    return scope.two_level and bool(provinces_since(some) & provinces_since(others))


def _ref(name: str | None, level: str) -> Ref | None:
    return None if name is None else Ref(name, level)
