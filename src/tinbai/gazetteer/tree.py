"""Who lies in whom, and what became of whom on 1 July 2025."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from tinbai.gazetteer.dates import span
from tinbai.gazetteer.spelling import key
from tinbai.gazetteer.units import Change, Unit

_NEVER_ENDS = "9999-12-31"


class Tree:
    """Parents, children and successors of units; each index is built at first use."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        """Arrange `units`."""
        self._units = units

    @cached_property
    def versions(self) -> Mapping[tuple[str, bool], tuple[Unit, ...]]:
        """Units by (code, in force since 2025), in order of time."""
        found: dict[tuple[str, bool], list[Unit]] = defaultdict(list)
        for unit in self._units:
            found[unit.code, unit.current].append(unit)
        return {place: tuple(sorted(units, key=lambda unit: unit.valid_from)) for place, units in found.items()}

    @cached_property
    def _below(self) -> Mapping[tuple[str, bool], tuple[Unit, ...]]:
        found: dict[tuple[str, bool], list[Unit]] = defaultdict(list)
        for unit in self._units:
            if unit.parent:
                found[unit.parent, unit.current].append(unit)
        return {place: tuple(units) for place, units in found.items()}

    @cached_property
    def _before(self) -> Mapping[str, tuple[Unit, ...]]:
        """All former communes and provinces by the code and level of the 2025 unit that holds them."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._units:
            for code in unit.successor_codes:
                found[code].append(unit)
        return {code: tuple(units) for code, units in found.items()}

    def parent(self, unit: Unit, as_of: str | None = None) -> Unit | None:
        """Return the parent on the last day of `as_of` that the unit saw (None: its own last day)."""
        if unit.parent is None:
            return None
        day = unit.valid_to or _NEVER_ENDS
        if as_of is not None:
            day = max(min(span(as_of)[1], day), unit.valid_from)
        for candidate in self.versions.get((unit.parent, unit.current), ()):
            if candidate.valid(day, day):
                return candidate
        return None

    def ancestors(self, unit: Unit, as_of: str | None = None) -> list[Unit]:
        """Return the units above, nearest first."""
        found = []
        above = self.parent(unit, as_of)
        while above:
            found.append(above)
            above = self.parent(above, as_of)
        return found

    def paths(self, unit: Unit, as_of: str | None = None) -> list[list[Unit]]:
        """Return every chain of units above that was in force during `as_of` and the unit's own time, oldest first."""
        if unit.parent is None:
            return [[]]
        last = unit.valid_to or _NEVER_ENDS
        start, end = span(as_of) if as_of is not None else (unit.valid_from, last)
        start, end = max(min(start, last), unit.valid_from), max(min(end, last), unit.valid_from)
        above = [u for u in self.versions.get((unit.parent, unit.current), ()) if u.valid(start, end)]
        return [[parent, *rest] for parent in above for rest in self.paths(parent, f"{start}/{end}")]

    def children(self, unit: Unit, as_of: str | None = None) -> list[Unit]:
        """Return the units directly below during `as_of` (None: on the unit's last day), by code and date."""
        last = unit.valid_to or _NEVER_ENDS
        start, end = span(as_of) if as_of is not None else (last, last)
        start, end = max(start, unit.valid_from), max(min(end, last), unit.valid_from)
        return [child for child in self._below.get((unit.code, unit.current), ()) if child.valid(start, end)]

    def successors(self, unit: Unit) -> list[Unit]:
        """Return the units of 2025 that hold its area, by code; a district has those of its communes."""
        if unit.current:
            return [unit]
        codes = set(unit.successor_codes)
        if not codes and unit.level == "district":
            codes = {code for child in self.children(unit) for code in child.successor_codes}
        return [self.versions[code, True][0] for code in sorted(codes)]

    def predecessors(self, unit: Unit) -> list[Unit]:
        """Return the units of the last day before the reform whose area this unit of 2025 holds, whole or in part."""
        return [old for old in self._before.get(unit.code, ()) if unit.current and old.valid_to == "2025-06-30"]

    def change(self, unit: Unit) -> Change | None:
        """Return what the reform of 2025 did to a unit (codebook 5.3); None if its successors are not known."""
        if unit.current:
            return "unchanged"
        heirs = self.successors(unit)
        if len(heirs) != 1:
            return "split" if heirs else None
        (heir,) = heirs
        if key(heir.short) != key(unit.short):  # Phú Quí and Phú Quý are one name
            carried = heir.code == unit.code and unit.level == "commune"
            return "renamed_or_merged" if carried else "merged_into"
        if heir.type_word != unit.type_word:
            return "same_name"
        others = {old.code for old in self._before[heir.code]} - {unit.code}
        if unit.valid_to == "2025-06-30":
            others = {old.code for old in self.predecessors(heir)} - {unit.code}
        return "enlarged_same_name" if others else "unchanged"
