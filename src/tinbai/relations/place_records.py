"""The `places` records: each place of an article, and each unit above one, with its link (codebook 4.3, 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from tinbai.entities.mention import Mention
from tinbai.gazetteer.dates import REFORM
from tinbai.records import Candidate, Level, Place
from tinbai.relations.gazetteer_link import Reform, Unit, Units, candidates, gazetteer_version, one_of, reform
from tinbai.relations.place_gone import GONE
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_ref import Parents, empty
from tinbai.relations.scope import Scope

_UPPER = LEVELS[1:]


def place_records(scope: Scope) -> tuple[Place, ...]:
    """Return one record per distinct place in order of first naming, then the units above that are never named.

    Units of one name stay apart by their parents. `basis` says under a level which step gave that parent; under
    the place's own level which step gave the place itself, if no mention did; under `code` how the name met the unit.
    """
    named = [_record(scope, normal, level, mention, parents) for level, normal, mention, parents in _distinct(scope)]
    return (*named, *_unnamed(scope, named))


def _distinct(scope: Scope) -> Iterator[tuple[str, str, Mention, Parents]]:
    """Yield (level, normal, mention, parents); the mention with the most parents speaks for the others."""
    merged: dict[tuple[str, str, bool], list[tuple[Mention, Parents]]] = {}
    for mention in scope.places.mentions:
        if not mention.normal or mention.attrs.get("level") == "sub":
            continue
        level = LEVELS[RANK[mention.type]]
        gone = scope.two_level and scope.places.is_former(mention)
        group = merged.setdefault((level, mention.normal, gone), [])
        parents = scope.parents(mention)
        match = next((i for i, (_, other) in enumerate(group) if _agree(parents, other)), None)
        if match is None:
            group.append((mention, parents))
        elif _known(parents) > _known(group[match][1]):
            group[match] = (group[match][0], parents)
    for (level, normal, _), group in merged.items():
        for mention, parents in group:
            yield level, normal, mention, parents


def _agree(left: Parents, right: Parents) -> bool:
    return _same(_names(left), _names(right))


def _known(parents: Parents) -> int:
    return sum(name is not None for name in _names(parents))


def _names(parents: Parents) -> tuple[str | None, ...]:
    return parents["commune"], parents["district"], parents["province"]


def _record(scope: Scope, normal: str, level: str, mention: Mention | None, parents: Parents) -> Place:
    former = mention is not None and scope.places.is_former(mention)
    units = scope.units_of(mention) if mention is not None or scope.units.knows(normal, level) else GONE
    unit, others, note = _link(units, normal, level, parents)
    doubt = parents["basis"].get("code")
    if doubt is not None:
        others, unit, note = candidates(_all(units, normal, level, scope.home_province)), None, doubt
    bare = mention is not None and mention.source.startswith("gazetteer:")
    if unit is not None and bare and "other_year" in unit.basis:  # a bare name may be no unit at all
        others, unit, note = candidates([unit]), None, "not in force on the day"
    basis = dict(parents["basis"])
    if level == "commune" and others and all(other.valid_from == REFORM for other in others):
        parents = {**parents, "district": None}  # a commune to come lies in no district
        basis.pop("district", None)
    if note:
        basis["code"] = note
    later = reform(unit) if unit else Reform()
    own = unit if unit and unit.level == level else None
    return Place(
        normal=normal,
        level=cast(Level, level),
        commune=parents["commune"],
        district=parents["district"],
        province=parents["province"],
        code=own.raw.code if own else None,
        valid_from=own.raw.valid_from if own else None,
        codes=dict(unit.codes) if unit else {},
        place_2025=later.paths,
        codes_2025=later.codes,
        change=later.change if own else None,
        additive=later.additive,
        former=former,
        basis=basis,
        score=own.score if own else None,
        candidates=others,
        gazetteer_version=gazetteer_version() if unit or others else None,
    )


def _link(
    units: Units, normal: str, level: str, parents: Parents
) -> tuple[Unit | None, tuple[Candidate, ...], str | None]:
    """Return the unit that a name means under its parents (of a hamlet: its commune), else candidates and why."""
    if level == "hamlet":
        commune = parents["commune"]
        if commune is None:
            return None, (), None
        unit, _, _ = _link(units, commune, "commune", parents)
        return unit, (), None
    within = {upper: parents[upper] for upper in ("district", "province")}
    found = units.find(normal, level, within)
    unit = one_of(found)
    if unit is not None:
        return unit, (), unit.basis
    if found:
        return None, candidates(found), "several units"
    namesakes = units.find(normal, level)
    if namesakes:
        return None, candidates(namesakes), "no such unit under these parents"
    others = Units(None).find(normal, level)
    return None, candidates(others), "not in force on the day" if others else "name not in the gazetteer"


def _all(units: Units, normal: str, level: str, home: str | None) -> tuple[Unit, ...]:
    """Return the units of a name in force on the day, and those that home had before."""
    return (*units.find(normal, level), *(units.find(normal, level, {"province": home}) if home else ()))


def _unnamed(scope: Scope, named: list[Place]) -> Iterator[Place]:
    """Yield the units above the named places that no record stands for yet, each with the step that gave it."""
    known: dict[tuple[str, str], list[tuple[str | None, ...]]] = {}
    for place in named:
        known.setdefault((place.level, place.normal), []).append(_chain(place, place.level))
    for place in named:
        for level in _UPPER[_UPPER.index(place.level) + 1 if place.level in _UPPER else 0 :]:
            normal: str | None = getattr(place, level)
            chain = _chain(place, level)
            if normal is None or any(_same(chain, other) for other in known.get((level, normal), ())):
                continue
            known.setdefault((level, normal), []).append(chain)
            parents = empty()
            for upper in _UPPER[_UPPER.index(level) + 1 :]:
                parents[upper] = getattr(place, upper)  # type: ignore[literal-required]
                if upper in place.basis:
                    parents["basis"][upper] = place.basis[upper]
            record = _record(scope, normal, level, None, parents)
            yield record.model_copy(update={"basis": {level: place.basis.get(level, "gazetteer"), **record.basis}})


def _chain(place: Place, level: str) -> tuple[str | None, ...]:
    """Return what lies above `level` in the chain of `place`."""
    return tuple(getattr(place, upper) for upper in LEVELS[LEVELS.index(level) + 1 :])


def _same(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))
