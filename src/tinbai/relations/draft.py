"""A count on its way to an adoption record (codebook 4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tinbai.entities.mention import Mention
from tinbai.relations.date_values import NEVER, When
from tinbai.relations.governing import NOWHERE, Where

_DECIMALS = re.compile(r"\d+[,.](\d+)")


@dataclass(slots=True)
class Draft:
    """One adoption statement; drafts of one article refer to each other before they get ids."""

    start: int
    evidence: tuple[int, int]
    where: Where = NOWHERE
    when: When = NEVER
    count: int | None = None
    total: int | None = None
    percent: float | None = None
    decimals: int = 0
    unit: str | None = None
    count_of: str | None = None
    base: str | None = None
    subset: str | None = None
    status: str = "achieved"
    comparator: str | None = None
    incremental: bool = False
    change: int | None = None
    members: list[Mention] = field(default_factory=list)
    n_subunits: int | None = None
    subunit: str | None = None
    derived: bool = False
    derived_total: int | None = None
    parent: Draft | None = None
    same_as: Draft | None = None
    figures: list[Mention] = field(default_factory=list)

    @property
    def percent_computed(self) -> float | None:
        """Return 100 * count / total with two decimals, where both are printed."""
        if self.derived or self.count is None or not self.total:
            return None
        return round(100 * self.count / self.total, 2)

    def flags(self) -> tuple[str, ...]:
        """Return the flags of checks K1, K3 and K5 (codebook 4.6)."""
        found: list[str] = []
        computed = self.percent_computed
        if computed is not None and self.percent is not None and not self.percent_agrees():
            found.append(f"percent_mismatch({round(computed, 1):g} expected)")
        if self.members and self.count is not None and not self.derived and len(self.members) != self.count:
            found.append(f"list_count_mismatch({self.count} vs {len(self.members)})")
        if self.count is not None and self.total is not None and self.count > self.total:
            found.append(f"count_above_total({self.count} of {self.total})")
        return tuple(found)

    def percent_agrees(self) -> bool:
        """Check K1: the printed percent lies within 0.5 of its last decimal, plus 0.05."""
        if self.percent is None or self.count is None or not self.total:
            return True
        tolerance = 0.5 * 10.0**-self.decimals + 0.05
        return abs(100 * self.count / self.total - self.percent) <= tolerance + 1e-9


def decimals(surface: str) -> int:
    """Return how many decimals a printed number has.

    Example:
        >>> decimals("52,35%")
        2
    """
    match = _DECIMALS.search(surface)
    return len(match[1]) if match else 0


def noun(surface: str) -> str | None:
    """Return the unit of a printed count: the words after its number.

    Example:
        >>> noun("hơn 94/94 bản, khu phố")
        'bản, khu phố'
    """
    match = re.search(r"\d[\d.,/]*\s+(\D+)$", surface)
    return re.sub(r"\s+", " ", match[1]).strip() if match else None
