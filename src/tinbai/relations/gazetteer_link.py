"""The only place where relations ask the gazetteer; the rest sees names, not units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import cast

from tinbai import gazetteer
from tinbai.gazetteer import Match, UnitLevel, later_names, name_key, names_at
from tinbai.gazetteer.dates import REFORM, span
from tinbai.gazetteer.spelling import letters, plain
from tinbai.gazetteer.wording import readings
from tinbai.records import Candidate
from tinbai.text.normalize import fold

_LEVELS = ("commune", "district", "province")
OTHER_YEAR = 0.8  # factor for the score of a unit that bore the name in another year only
BEFORE_REFORM = "../2025-06-30"
SINCE_REFORM = f"{REFORM}/.."


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that a name may mean, in one chain of parents that it had on the days of look-up.

    Attributes:
        parents: normal forms by level (`district`, `province`) as they were then, only those that exist.
        listed: the same by their names in the list, which begins in September 2019.
        codes: codes of the unit and of its parents by level.
        basis: how the name met the unit (`gazetteer.Match.basis`).
        raw: the gazetteer's own value, for the key and the successors.
    """

    name: str
    level: str
    score: float
    parents: Mapping[str, str]
    listed: Mapping[str, str]
    codes: Mapping[str, str]
    basis: str
    raw: gazetteer.Unit = field(repr=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Code and first day: the identity (codebook 5.3)."""
        return self.raw.key


@dataclass(frozen=True, slots=True)
class Units:
    """Look-up of units on one day or span of days (EDTF; None: any day).

    Attributes:
        as_of: the days.
        then: whether districts have the names that they had before the list begins; not for a day only guessed at.

    Example:
        >>> Units(None).find("xã Không Có Thật", "commune")
        ()
    """

    as_of: str | None
    then: bool = True

    def find(self, normal: str, level: str, within: Mapping[str, str | None] | None = None) -> tuple[Unit, ...]:
        """Return the exact namesakes of `normal` at `level` under the known parents `within`, in code order.

        A unit that changed its parents during the span comes once for each chain. Where none of the day lies under
        `within`, those count that bore the name there before: a merged commune does not make its namesake elsewhere.

        Args:
            normal: normal form with type word.
            level: commune, district or province.
            within: known parents by level; a parent that no candidate has filters all of them out.
        """
        wanted = {key: value for key, value in (within or {}).items() if value and key in _LEVELS}
        found = _best(unit for unit in self._all(normal, level) if _under(unit, wanted))
        if found or not wanted:
            return found
        return _best(unit for unit in self._before(normal, level) if _under(unit, wanted))

    def knows(self, normal: str, level: str) -> bool:
        """Say whether any unit of `level` bears the name on the day."""
        return bool(self._all(normal, level))

    def possible(self, child: tuple[str, str], parent: tuple[str, str], *, stated: bool = True) -> bool:
        """Say whether `child` (normal, level) may lie in `parent`; names that nobody knows are always possible.

        Args:
            child: normal form and level.
            parent: normal form and level.
            stated: False if the text does not join the two: then an unknown parent takes a known child only if
                it is the earlier form of one that it has (`huyện X`, now thị xã X).
        """
        units = self._all(*child)
        if not units and not stated and (self.as_of or "") < REFORM:  # of another day of the same order
            units = _lookup(*child, BEFORE_REFORM, then=False)
        if not units or (stated and not self._all(*parent)):
            return True
        found = (*units, *self._before(*child))
        names = [name for unit in found for name in (unit.parents.get(parent[1]), unit.listed.get(parent[1]))]
        if any(_same(name, parent[0]) for name in names):
            return True
        return not self._all(*parent) and any(_short(name) == _short(parent[0]) for name in names)

    def _all(self, normal: str, level: str) -> tuple[Unit, ...]:
        return _lookup(normal, level, self.as_of, then=self.then)

    def _before(self, normal: str, level: str) -> tuple[Unit, ...]:
        """Return those that bore the name before the days of look-up and no more, within one regime."""
        return _lookup(normal, level, self.as_of, then=self.then, earlier=True)


def days_of_lookup(dated: str | None, *, two_level: bool) -> str:
    """Return the days at which units are looked up, all in one regime; an undated article shows it by its words.

    Example:
        >>> days_of_lookup("2025", two_level=True)
        '2025-07-01/2025-12-31'
    """
    start, end = span(dated or "../..")
    first, last = span(SINCE_REFORM if two_level else BEFORE_REFORM)
    if start > last or end < first:  # the words show another order than the date inferred
        return SINCE_REFORM if two_level else f"{last}/{last}"
    return f"{max(start, first)}/{min(end, last)}"


def one_of(units: Iterable[Unit]) -> Unit | None:
    """Return the unit if all are one and the same, in its latest state if only the state is open; else None."""
    found = list(units)
    if len({unit.raw.code for unit in found}) != 1 or len({unit.raw.current for unit in found}) != 1:
        return None
    return max(found, key=lambda unit: unit.raw.valid_from)


def latest_parent(units: Iterable[Unit], level: str, *, dated: bool = True) -> str | None:
    """Return the parent of `level` that all `units` have.

    If it is one unit that changed its name during the look-up, the last name counts; none if nothing is `dated`.
    """
    found = [unit for unit in units if level in unit.parents]
    if len({unit.codes[level] for unit in found}) != 1:
        return None
    bounded = one_of(found) is not None and dated
    return found[-1].parents[level] if bounded else _only(unit.parents[level] for unit in found)


def _only(names: Iterable[str]) -> str | None:
    found = set(names)
    return found.pop() if len(found) == 1 else None


def candidates(units: Iterable[Unit]) -> tuple[Candidate, ...]:
    """Return `units` as the candidates of a place record, each key once, in code order."""
    once = {unit.key: unit for unit in units}
    return tuple(
        Candidate(
            name=unit.name,
            code=unit.raw.code,
            valid_from=unit.raw.valid_from,
            path=", ".join([unit.name, *unit.parents.values()]),
            score=unit.score,
        )
        for _, unit in sorted(once.items())
    )


@lru_cache(maxsize=65_536)  # names and dates of a batch have no end
def _lookup(normal: str, level: str, as_of: str | None, *, then: bool, earlier: bool = False) -> tuple[Unit, ...]:
    index = gazetteer.default()
    found: list[Unit] = []
    wanted = cast(UnitLevel, level)
    matches = [] if earlier else _named(index.lookup(normal, wanted, as_of=as_of))
    later = later_names(normal, as_of) if level == "district" and not earlier else ()
    # `huyện X` of 2010, a thị xã when the list begins. Another province may have a huyện X still: then both are meant.
    if matches or len(later) == 1:
        matches = [*matches, *(m for name in later for m in _named(index.lookup(name, wanted, as_of=as_of)))]
    if not matches:  # `huyện X`, now thị xã; `xã X`, now part of another
        matches = _earlier(normal, wanted, as_of)
    for match in matches:
        for path in index.paths(match.unit, as_of):
            names = names_at((match.unit, *path), as_of if then else None)[1:]
            named = dict(zip((unit.level for unit in path), names, strict=True))
            codes: dict[str, str] = {unit.level: unit.code for unit in (match.unit, *path)}
            parents: dict[str, str] = {key: named[key] for key in _LEVELS if key in named}
            listed: dict[str, str] = {unit.level: unit.name for unit in path}
            found.append(Unit(match.unit.name, level, match.score, parents, listed, codes, match.basis, match.unit))
    return tuple(sorted(found, key=lambda unit: unit.key))


def _best(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return those whose name was met best: `phường 1`, and `phường I` only where there is no phường 1."""
    found = tuple(units)
    best = max((unit.score for unit in found), default=0.0)
    return tuple(unit for unit in found if unit.score == best)


def _named(matches: Iterable[Match]) -> list[Match]:
    return [match for match in matches if "other_type" not in match.basis]


def _earlier(normal: str, level: UnitLevel, as_of: str | None) -> list[Match]:
    """Units that bore the name before the day, not on it; none where the day is after the reform of 2025."""
    if as_of is None or span(as_of)[0] >= REFORM:
        return []
    index = gazetteer.default()
    now = {match.unit.key for match in index.lookup(normal, level, as_of=as_of)}
    return [
        Match(match.unit, round(match.score * OTHER_YEAR, 4), f"{match.basis};other_year")
        for match in _named(index.lookup(normal, level, as_of=f"../{span(as_of)[0]}"))
        if match.unit.key not in now
    ]


def _short(normal: str | None) -> str | None:
    """Return the key of a name without its type word."""
    return name_key(readings(plain(normal))[0][1]) if normal else None


def _under(unit: Unit, wanted: Mapping[str, str]) -> bool:
    return all(
        _same(unit.parents.get(level), name) or _same(unit.listed.get(level), name)
        for level, name in wanted.items()
        if level != unit.level
    )


def _same(one: str | None, other: str) -> bool:
    """Compare normal forms of two lists; they may be any accepted spellings of one name, accents count."""
    return one is not None and (one == other or letters(one) == letters(other) or name_key(one) == name_key(other))


def gazetteer_version() -> str:
    """Return the version of the data that look-ups rest on."""
    return gazetteer.default().version


@dataclass(frozen=True, slots=True)
class Reform:
    """What became of a unit on 1 July 2025 (codebook 5.3).

    Attributes:
        paths: the units of 2025 that hold its area, all candidates, as `xã X, tỉnh Y`.
        codes: their codes, in the same order.
        change: the kind of change.
        additive: True if all of it lies in one unit of 2025, so that its counts may be summed there.
    """

    paths: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    change: str | None = None
    additive: bool | None = None


def reform(unit: Unit) -> Reform:
    """Return the successors of `unit` and the kind of change."""
    index = gazetteer.default()
    later = index.successors(unit.raw)
    additive = unit.level != "district" and len(later) == 1 if later else None
    codes = tuple(heir.code for heir in later)
    return Reform(tuple(index.path(heir) for heir in later), codes, index.change(unit.raw), additive)


def provinces_since(names: Iterable[str | None]) -> frozenset[str]:
    """Return the provinces of 2025 that hold the provinces `names`, of any time."""
    index = gazetteer.default()
    named = [match.unit for name in names if name for match in index.lookup(name, "province")]
    return frozenset(fold(heir.name) for heir in chain.from_iterable(map(index.successors, named)))


def count_below(name: str, level: UnitLevel, as_of: str | None, within: str | None) -> int | None:
    """Return how many units lie directly below a unit at a date; None if the name may mean several.

    Args:
        name: the normal form.
        level: its level.
        as_of: EDTF date, or None for the units of today.
        within: the province it lies in, if known.

    Example:
        >>> count_below("huyện Yên Châu", "district", "2021", "tỉnh Sơn La")
        15
    """
    units = gazetteer.default()
    found = {match.unit.key: match.unit for match in units.lookup(name, level, as_of=as_of, within=within)}
    exact = [unit for unit in found.values() if unit.name == name]
    codes = {unit.code for unit in exact}
    if len(codes) != 1:
        return None
    return len(units.children(exact[-1], as_of)) or None
