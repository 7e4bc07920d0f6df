"""Finds the units that a written name may mean; scores, never a choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from tinbai.gazetteer.spelling import key, letters, plain
from tinbai.gazetteer.units import UNIT_LEVELS, Match, Unit, UnitLevel
from tinbai.gazetteer.wording import LEVELS, readings, wording

# How much a candidate is worth by the way its name was found; `exact` is the printed spelling.
SCORES: Mapping[str, float] = {"exact": 1.0, "spelling": 0.95, "alias": 0.95, "blanks": 0.9}
OTHER_TYPE = 0.6  # `huyện X` written of what was a thị xã: right level, wrong type word
BETWEEN_STATES = 0.95  # the unit began at an unknown day, perhaps before the date


class NameIndex:
    """Indexes of short names, each built at first use."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        """Index `units`."""
        self._units = units

    @cached_property
    def _by_key(self) -> Mapping[str, tuple[Unit, ...]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        keys: dict[str, str] = {}
        for unit in self._units:
            for name in (unit.short, *unit.aliases):
                if name not in keys:
                    keys[name] = key(name)
                if unit not in found[keys[name]][-1:]:  # a name and its alias may share the key
                    found[keys[name]].append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def _other_names(self) -> Mapping[str, tuple[Unit, ...]]:
        """Units by the names that `data/names.toml` adds to the list."""
        found: dict[str, tuple[Unit, ...]] = {}
        for entry in wording()["other_name"]:
            units = tuple(unit for unit in self._by_key[key(entry["name"])] if unit.level == entry["level"])
            found.update({key(alias): units for alias in entry["aliases"]})
        return found

    @cached_property
    def _by_letters(self) -> Mapping[str, tuple[Unit, ...]]:
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._units:
            for name in {letters(name) for name in (unit.short, *unit.aliases)}:
                found[name].append(unit)
        return {name: tuple(units) for name, units in found.items()}

    @cached_property
    def keys(self) -> Mapping[UnitLevel, frozenset[str]]:
        """The keys of all short names by level."""
        found: dict[UnitLevel, set[str]] = {level: set() for level in UNIT_LEVELS}
        for name, units in [*self._by_key.items(), *self._other_names.items()]:
            for unit in units:
                found[unit.level].add(name)
        return {level: frozenset(names) for level, names in found.items()}

    def by_key(self, name_key: str) -> tuple[Unit, ...]:
        """Return the units whose short name, or a known short form of it, has this key."""
        return self._by_key.get(name_key, ()) + self._other_names.get(name_key, ())

    def find(self, name: str, keep: Callable[[Unit], float]) -> list[Match]:
        """Return the candidates for a name, best first.

        Args:
            name: bare, or with type word or abbreviation.
            keep: factor for the score of a unit; 0 excludes it.
        """
        ways = readings(plain(name))
        best: dict[tuple[str, str], Match] = {}
        for type_word, short in ways:
            _take(best, self._named(short, keep, type_words=(type_word,) if type_word else tuple(LEVELS)))
        if best:
            return sorted(best.values(), key=order)
        for type_word, short in ways:
            if type_word:
                others = tuple(word for word, levels in LEVELS.items() if set(levels) & set(LEVELS[type_word]))
                found = self._named(short, keep, type_words=others)
                _take(best, (Match(m.unit, m.score * OTHER_TYPE, f"{m.basis};other_type") for m in found))
        return sorted(best.values(), key=order)

    def _named(self, short: str, keep: Callable[[Unit], float], *, type_words: tuple[str, ...]) -> Iterator[Match]:
        """Yield the units of these types by the first index that has one to keep."""
        name_key = key(short)
        for index, wanted, basis in (
            (self._by_key, name_key, ""),
            (self._other_names, name_key, "alias"),
            (self._by_letters, letters(short), "blanks"),
        ):
            scored = [(unit, keep(unit)) for unit in index.get(wanted, ()) if unit.type_word in type_words]
            found = [(unit, factor) for unit, factor in scored if factor]
            for unit, factor in found:
                how = basis or _basis(short, unit)
                yield Match(unit, SCORES[how] * factor, how)
            if found:
                return


def _basis(short: str, unit: Unit) -> str:
    if plain(unit.short) == short:
        return "exact"
    return "spelling" if key(unit.short) == key(short) else "alias"


def _take(best: dict[tuple[str, str], Match], found: Iterable[Match]) -> None:
    for match in found:
        known = best.get(match.unit.key)
        if known is None or match.score > known.score:
            best[match.unit.key] = match


def order(match: Match) -> tuple[float, int, str, str]:
    """Sort key: best score, larger unit, code, date."""
    return (-match.score, UNIT_LEVELS.index(match.unit.level), match.unit.code, match.unit.valid_from)
