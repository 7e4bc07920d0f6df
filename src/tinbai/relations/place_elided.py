"""Which unit a bare `xã`, `Huyện ủy` or `tỉnh` means: the candidates in the order of the steps (codebook 4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_ref import Ref, ref_of
from tinbai.relations.place_words import fits_type

if TYPE_CHECKING:
    from tinbai.relations.scope import Scope


def elided_units(scope: Scope, offset: int, level: str, kind: str | None) -> Iterator[tuple[str, str]]:
    """Yield (normal form, basis) of what a bare unit word at `offset` may mean, the likeliest first.

    Args:
        scope: the resolver of the article.
        offset: where the word, or the title that holds it, begins.
        level: commune, district or province.
        kind: the type word itself, None if the title has none.
    """
    found = scope.in_force(offset, level)
    if found is not None and not fits_type(found.normal, level, kind):
        found = _only_of_kind(scope, offset, level, kind)  # `Chủ tịch xã` behind a thị trấn named in passing
    if found is not None:
        yield found.normal, "paragraph"
    below = _from_below(scope, offset, level)
    if below is not None:
        yield below
    yield from ((ref.normal, basis) for ref, basis in scope.wider(offset, level))
    topic = _from_scope(scope, level)
    if topic is not None:
        yield topic


def _only_of_kind(scope: Scope, offset: int, level: str, kind: str | None) -> Ref | None:
    """Return the only unit of `level` with the type word `kind` that the paragraph before `offset` names.

    Where it speaks of several districts, those of the one in force count, else those of none.
    """
    places = scope.places
    paragraph = places.view.paragraph_at(offset)
    above = scope.in_force(offset, LEVELS[LEVELS.index(level) + 1]) if level != LEVELS[-1] else None
    found: dict[str | None, dict[str, Ref]] = {}
    for mention in places.between(paragraph.start, offset) if paragraph else ():
        if LEVELS[RANK[mention.type]] != level or not str(mention.normal).startswith(f"{kind} "):
            continue
        lies_in: str | None = scope.parents(mention)[above.level] if above else None  # type: ignore[literal-required]
        if not places.is_former(mention):
            found.setdefault(lies_in, {})[str(mention.normal)] = ref_of(mention)
    units = found.get(above.normal if above else None) or found.get(None) or {}
    return next(iter(units.values())) if len(units) == 1 else None


def _from_scope(scope: Scope, level: str) -> tuple[str, str] | None:
    topic = scope.topic(level)
    if topic is not None:
        return topic, "article_scope"
    for lower in reversed(LEVELS[: LEVELS.index(level)]):
        name = scope.topic(lower)
        if name is None or (lower == "district" and scope.two_level):
            continue
        parents = scope.parents(Ref(name, lower))
        found: str | None = parents[level]  # type: ignore[literal-required]
        if found:
            return found, parents["basis"][level]
    if level == "province":
        return _shared_province(scope)
    return None


def _shared_province(scope: Scope) -> tuple[str, str] | None:
    """Return the province that all named districts (else communes) share, else that of the newspaper."""
    for kind in ("DISTRICT", "COMMUNE"):
        found: set[str | None] = set()
        for mention in scope.places.mentions:
            if mention.type == kind:
                found.add(scope.parents(mention)["province"])
                if len(found) > 1:
                    break
        if len(found) == 1 and None not in found:
            return next(iter(found)) or "", "gazetteer"
    return (scope.home_province, scope.home_basis) if scope.home_province else None


def _from_below(scope: Scope, offset: int, level: str) -> tuple[str, str] | None:
    """Return the parent of the nearest lower unit in force: `Huyện ủy` after `xã Nậm Xây`."""
    for lower in reversed(LEVELS[1 : LEVELS.index(level)]):
        if lower == "district" and scope.two_level:
            continue
        unit = scope.in_force(offset, lower)
        if unit is None:
            continue
        parents = scope.parents(unit.mention or unit)
        found: str | None = parents[level]  # type: ignore[literal-required]
        if found:
            return found, parents["basis"][level]
    return None
