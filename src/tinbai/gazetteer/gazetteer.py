"""The one object that others ask about administrative units (codebook 4.3, 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from tinbai.gazetteer import store
from tinbai.gazetteer.dates import EARLIEST_STATE, span
from tinbai.gazetteer.index import BETWEEN_STATES, NameIndex
from tinbai.gazetteer.tree import Tree
from tinbai.gazetteer.units import Change, Match, Unit, UnitLevel


class Gazetteer:
    """Provinces, districts and communes from 2019-09-11 on, with their successors of 2025.

    Dates are EDTF text (`dates.span`); None means any time. Before 2019-09-11 the
    earliest state answers and matches say `earliest_state`. Hamlets are not here.

    Example:
        >>> units = default()
        >>> [match.unit.key for match in units.lookup("thị trấn Sơn Lư", as_of="2023")]
        [('15016', '2020-03-01')]
        >>> [unit.name for unit in units.successors(units.lookup("xã Đắc Sở")[0].unit)]
        ['xã Dương Hòa']
    """

    def __init__(self, source: store.Store) -> None:
        """Serve the units of `source` (`store.read`)."""
        self.units = source.units
        self.provenance = source.provenance
        self._names = NameIndex(source.units)
        self._tree = Tree(source.units)

    @classmethod
    def load(cls, path: Path | None = None) -> Gazetteer:
        """Read a packed list of units; None is the one of the package.

        Raises:
            GazetteerError: missing, damaged, or of another format.
        """
        return cls(store.read(path))

    @property
    def version(self) -> str:
        """Date of the newest state and digest of the units, for `gazetteer_version`."""
        return self.provenance["version"]

    def lookup(
        self,
        name: str,
        level: UnitLevel | None = None,
        *,
        as_of: str | None = None,
        within: str | Unit | None = None,
    ) -> list[Match]:
        """Return every unit that a name may mean, best first; equal scores by level, code and date.

        Args:
            name: bare or with type word or abbreviation, any accepted spelling; accents count.
            level: only this level.
            as_of: only units that may have been in force then.
            within: only units below this one (a unit, or a name that may mean several).

        Raises:
            ValueError: `as_of` is no date.
        """
        days = _clamped(as_of)
        keep = self._filter(level, days, None if within is None else self._scope(within, as_of))
        notes = ["earliest_state"] if as_of is not None and span(as_of)[1] < EARLIEST_STATE else []
        out = []
        for match in self._names.find(name, keep):
            between = ["between_states"] if days and not match.unit.valid(*days) else []
            basis = ";".join([match.basis, *between, *notes])
            out.append(replace(match, score=round(match.score, 4), basis=basis))
        return out

    def _scope(self, within: str | Unit, as_of: str | None) -> frozenset[tuple[str, bool]]:
        """Codes of the units that `within` may mean; a unit of another time counts if none is in force."""
        if isinstance(within, Unit):
            return frozenset({(within.code, within.current)})
        found = self.lookup(within, as_of=as_of) or self.lookup(within)
        best = found[0].score if found else 0.0
        return frozenset((match.unit.code, match.unit.current) for match in found if match.score == best)

    def _filter(
        self, level: UnitLevel | None, days: tuple[str, str] | None, scope: frozenset[tuple[str, bool]] | None
    ) -> Callable[[Unit], float]:
        def keep(unit: Unit) -> float:
            if level and unit.level != level:
                return 0.0
            factor = 1.0
            if days and not unit.valid(*days):
                if not (unit.seen_after <= days[1] and (unit.valid_to or days[0]) >= days[0]):
                    return 0.0
                factor = BETWEEN_STATES
            if scope is not None and not any((up.code, up.current) in scope for up in self._tree.ancestors(unit)):
                return 0.0
            return factor

        return keep

    def by_key(self, name_key: str, level: UnitLevel | None = None) -> tuple[Unit, ...]:
        """Return the units of all times whose short name has this key (`spelling.key`)."""
        return tuple(unit for unit in self._names.by_key(name_key) if level in (None, unit.level))

    def keys(self, level: UnitLevel) -> frozenset[str]:
        """Return the keys of all short names of a level, for quick tests of every capitalised run."""
        return self._names.keys[level]

    @cached_property
    def longest_name_syllables(self) -> int:
        """Syllables of the longest short name, to bound the runs worth testing."""
        return max(len(name.split()) for level in self._names.keys.values() for name in level)

    def get(self, code: str, valid_from: str) -> Unit | None:
        """Return the unit of this key."""
        found = self._tree.versions.get((code, False), ()) + self._tree.versions.get((code, True), ())
        return next((unit for unit in found if unit.valid_from == valid_from), None)

    def ancestors(self, unit: Unit, as_of: str | None = None) -> list[Unit]:
        """Return the units above, nearest first, as they were at the date (None: on the unit's last day)."""
        return self._tree.ancestors(unit, as_of)

    def paths(self, unit: Unit, as_of: str | None = None) -> list[list[Unit]]:
        """Return every chain of units above that the unit had during `as_of` (None: ever), oldest first.

        Example:
            >>> units = default()
            >>> commune = units.lookup("xã Trường Đông", as_of="2020")[0].unit
            >>> [[step.name for step in path] for path in units.paths(commune, "2020")]
            [['huyện Hòa Thành', 'tỉnh Tây Ninh'], ['thị xã Hòa Thành', 'tỉnh Tây Ninh']]
        """
        return self._tree.paths(unit, _clamped_text(as_of))

    def path(self, unit: Unit, as_of: str | None = None) -> str:
        """Return the names from the unit upwards: `xã X, huyện Y, tỉnh Z`."""
        return ", ".join(step.name for step in (unit, *self._tree.ancestors(unit, as_of)))

    def children(self, unit: Unit, as_of: str | None = None) -> list[Unit]:
        """Return the units directly below at the date (None: on the unit's last day)."""
        return self._tree.children(unit, as_of)

    def successors(self, unit: Unit) -> list[Unit]:
        """Return the units of 2025 that hold its area: several if it was divided, none if not known."""
        return self._tree.successors(unit)

    def predecessors(self, unit: Unit) -> list[Unit]:
        """Return the units of 2025-06-30 whose area a unit of 2025 holds, whole or in part."""
        return self._tree.predecessors(unit)

    def change(self, unit: Unit) -> Change | None:
        """Return what the reform of 2025 did to a unit (codebook 5.3).

        `same_name` is the same name with another type word (thị trấn X → xã X);
        `enlarged_same_name` the same name and type with other communes joined;
        `renamed_or_merged` the code lives on under another name.
        """
        return self._tree.change(unit)

    def provinces(self, as_of: str | None = None) -> list[Unit]:
        """Return the provinces in force at the date, by code (None: all of all times)."""
        days = _clamped(as_of)
        return [unit for unit in self.units if unit.level == "province" and (not days or unit.valid(*days))]

    def is_central_city(self, name: str, as_of: str | None = None) -> bool:
        """Say whether a name, bare or with its type word, is that of a city run by the centre.

        Example:
            >>> default().is_central_city("TP.HCM"), default().is_central_city("TP Sơn La")
            (True, False)
        """
        found = self.lookup(name, "province", as_of=as_of)
        return any(match.unit.type_word == "thành phố" and "other_type" not in match.basis for match in found)


def _clamped(as_of: str | None) -> tuple[str, str] | None:
    """Return the span of `as_of`, moved to the earliest state if it lies before."""
    if as_of is None:
        return None
    start, end = span(as_of)
    return max(start, EARLIEST_STATE), max(end, EARLIEST_STATE)


def _clamped_text(as_of: str | None) -> str | None:
    days = _clamped(as_of)
    return f"{days[0]}/{days[1]}" if days else None


@cache
def default() -> Gazetteer:
    """Return the gazetteer of the package, read once.

    Raises:
        GazetteerError: the data file is missing or damaged.
    """
    return Gazetteer.load()


def lookup(
    name: str,
    level: UnitLevel | None = None,
    *,
    as_of: str | None = None,
    within: str | Unit | None = None,
) -> list[Match]:
    """Look a name up in the gazetteer of the package; see `Gazetteer.lookup`.

    Example:
        >>> lookup("TP.HCM", as_of="2021")[0].unit.name
        'thành phố Hồ Chí Minh'
    """
    return default().lookup(name, level, as_of=as_of, within=within)
