"""The only place where relations ask the gazetteer; the rest sees names, not units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tinbai import gazetteer
from tinbai.records import Candidate
from tinbai.text.normalize import fold

_REFORM = "2025-07-01"
_LEVELS = ("commune", "district", "province")


@cache
def _default() -> Any:
    """Return the shipped gazetteer, or None where a build has none."""
    make = getattr(gazetteer, "default", None)
    return make() if make else None


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that a name may mean, with its parents at the date of look-up.

    Attributes:
        parents: normal forms by level (`district`, `province`), only those that exist.
        raw: the gazetteer's own value, for codes and successors.
    """

    name: str
    level: str
    score: float
    parents: Mapping[str, str]
    raw: Any = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Units:
    """Look-up of units on one day or span of days (EDTF; None: any day).

    Example:
        >>> Units(None).find("xã Không Có Thật", "commune")
        ()
    """

    as_of: str | None

    def find(self, normal: str, level: str, within: Mapping[str, str | None] | None = None) -> tuple[Unit, ...]:
        """Return the exact namesakes of `normal` at `level` under the known parents `within`, in code order.

        Args:
            normal: normal form with type word.
            level: commune, district or province.
            within: known parents by level; a parent that no candidate has filters all of them out.
        """
        wanted = {key: value for key, value in (within or {}).items() if value and key in _LEVELS}
        found = [unit for unit in self._all(normal, level) if _under(unit, wanted)]
        return tuple(sorted(found, key=lambda unit: (unit.raw.code, str(unit.raw.valid_from))))

    def knows(self, normal: str, level: str) -> bool:
        """Say whether any unit of `level` bears the name on the day."""
        return bool(self._all(normal, level))

    def possible(self, child: tuple[str, str], parent: tuple[str, str]) -> bool:
        """Say whether `child` (normal, level) may lie in `parent`; names that nobody knows are always possible."""
        units = self._all(*child)
        if not units or not self._all(*parent):
            return True
        return any(_same(unit.parents.get(parent[1]), parent[0]) for unit in units)

    def candidates(self, units: tuple[Unit, ...]) -> tuple[Candidate, ...]:
        """Return `units` as the candidates of a place record."""
        return tuple(
            Candidate(
                name=unit.name,
                code=str(unit.raw.code),
                valid_from=str(unit.raw.valid_from),
                path=", ".join([unit.name, *unit.parents.values()]),
                score=unit.score,
            )
            for unit in units
        )

    def _all(self, normal: str, level: str) -> tuple[Unit, ...]:
        return _lookup(normal, level, self.as_of)


@cache
def _lookup(normal: str, level: str, as_of: str | None) -> tuple[Unit, ...]:
    index = _default()
    if index is None:
        return ()
    seen: dict[tuple[str, ...], Unit] = {}
    matches = _matches(index, normal, level, as_of)
    best = max((match.score for match in matches), default=0.0)
    for match in matches:
        if match.score < best:
            continue
        parents = {unit.level: unit.name for unit in index.ancestors(match.unit, as_of)}
        ordered = {key: parents[key] for key in _LEVELS if key in parents and key != level}
        unit = Unit(match.unit.name, level, float(match.score), ordered, match.unit)
        seen.setdefault((unit.name, *ordered.values()), unit)
    return tuple(seen.values())


def _matches(index: Any, normal: str, level: str, as_of: str | None) -> list[Any]:
    """Candidates of the day; before the reform of 2025 else those of another year: a town before its new type."""
    found = [match for match in index.lookup(normal, level, as_of=as_of) if "other_type" not in match.basis]
    if found or as_of is None or as_of >= _REFORM:
        return found
    other = index.lookup(normal, level)
    return [m for m in other if "other_type" not in m.basis and str(m.unit.valid_from) < _REFORM]


def _under(unit: Unit, wanted: Mapping[str, str]) -> bool:
    return all(_same(unit.parents.get(level), name) for level, name in wanted.items() if level != unit.level)


def _same(one: str | None, other: str) -> bool:
    """Compare normal forms of two lists; spelling may differ in tone placement, i and y, and case."""
    return one is not None and fold(one) == fold(other)


def gazetteer_version() -> str | None:
    """Return the version of the data that look-ups rest on."""
    index = _default()
    version = getattr(index, "version", None)
    return str(version) if version else None


def reform(unit: Unit) -> tuple[tuple[str, ...], str | None]:
    """Return the units of 2025 that hold the area of `unit` (all candidates) and the kind of change."""
    index = _default()
    if index is None:
        return (), None
    later = tuple(dict.fromkeys(_path(index, successor) for successor in index.successors(unit.raw)))
    change = index.change(unit.raw)
    return later, str(change) if change else None


def _path(index: Any, unit: Any) -> str:
    return ", ".join([unit.name, *(parent.name for parent in index.ancestors(unit))])
