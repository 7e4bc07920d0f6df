"""The values of the gazetteer: a unit in one of its states, and a match."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

UnitLevel = Literal["province", "district", "commune"]
UNIT_LEVELS: tuple[UnitLevel, ...] = ("province", "district", "commune")

Change = Literal["unchanged", "same_name", "enlarged_same_name", "renamed_or_merged", "merged_into", "split"]


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit while name, type and parent stayed the same.

    The identity is `key`, never the code alone: codes are used again (codebook 5.3).

    Attributes:
        code: code of the General Statistics Office (2, 3 or 5 digits).
        valid_from: first day, ISO; the earliest state known is 2019-09-11.
        valid_to: last day, ISO; None for units in force since 2025-07-01.
        level: province, district or commune.
        type_word: `xã`, `phường`, `huyện` ... in lower case.
        short: the name without type word, new tone placement.
        parent: code of the parent at that time; None for provinces.
        lat: degrees north (WGS 84) of a point in the unit, if known.
        lon: degrees east.
        seen_after: day after the last state that does not have the unit yet; the
            change came between that day and `valid_from`.
        aliases: other spellings in official lists.
        successor_codes: codes of the 2025 units that hold its area, if known.
        successor_basis: how they are known (`conversion`, `code`, `recoded`, `alias`, `district`).
    """

    code: str
    valid_from: str
    valid_to: str | None = field(compare=False)
    level: UnitLevel = field(compare=False)
    type_word: str = field(compare=False)
    short: str = field(compare=False)
    parent: str | None = field(compare=False)
    lat: float | None = field(default=None, compare=False)
    lon: float | None = field(default=None, compare=False)
    seen_after: str = field(default="", repr=False, compare=False)
    aliases: tuple[str, ...] = field(default=(), repr=False, compare=False)
    successor_codes: tuple[str, ...] = field(default=(), repr=False, compare=False)
    successor_basis: str = field(default="", repr=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """The identity: (code, valid_from)."""
        return self.code, self.valid_from

    @property
    def name(self) -> str:
        """The normal form with its type word: `xã Đắc Sở`, `phường 5`."""
        return f"{self.type_word} {self.short}"

    @property
    def current(self) -> bool:
        """Whether the unit belongs to the order in force since 2025-07-01."""
        return self.valid_to is None

    def valid(self, start: str, end: str) -> bool:
        """Say whether the unit was in force on any day of the span."""
        return self.valid_from <= end and (self.valid_to is None or self.valid_to >= start)


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that a name may mean.

    Attributes:
        unit: the candidate.
        score: 1.0 for the same spelling at a date when the unit was surely in force; lower otherwise.
        basis: what the score rests on, joined by `;`: one of `exact`, `spelling`, `alias`, `blanks`;
            then `other_type`, `between_states` (the change came at an unknown day around the date),
            `earliest_state` (the date is before the first state known).
    """

    unit: Unit
    score: float
    basis: str
