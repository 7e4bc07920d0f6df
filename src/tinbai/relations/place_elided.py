"""Which unit a bare `xã`, `Huyện ủy` or `tỉnh` means: the candidates in the order of the steps (codebook 4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tinbai.relations.place_index import LEVELS
from tinbai.relations.place_ref import Ref

if TYPE_CHECKING:
    from tinbai.relations.scope import Scope


def elided_units(scope: Scope, offset: int, level: str) -> Iterator[tuple[str, str]]:
    """Yield (normal form, basis) of what a bare unit word at `offset` may mean, the likeliest first.

    Args:
        scope: the resolver of the article.
        offset: where the word, or the title that holds it, begins.
        level: commune, district or province.
    """
    found = scope.in_force(offset, level)
    if found is not None:
        yield found.normal, "paragraph"
    below = _from_below(scope, offset, level)
    if below is not None:
        yield below
    yield from ((ref.normal, basis) for ref, basis in scope.wider(offset, level))
    topic = _from_scope(scope, level)
    if topic is not None:
        yield topic


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
