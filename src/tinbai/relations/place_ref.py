"""The values that the place resolver takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from tinbai.entities.mention import Mention
from tinbai.relations.place_index import LEVELS, RANK


class Parents(TypedDict):
    """Parents of a place: normal forms or None, and the basis by level."""

    commune: str | None
    district: str | None
    province: str | None
    basis: dict[str, str]


@dataclass(frozen=True, slots=True)
class Ref:
    """A unit by name, with the mention that named it if there is one."""

    normal: str
    level: str
    mention: Mention | None = None


def empty() -> Parents:
    """Return the parents of a place of which nothing is known."""
    return Parents(commune=None, district=None, province=None, basis={})


def ref_of(mention: Mention) -> Ref:
    """Return the unit that a place mention names."""
    return Ref(mention.normal or "", LEVELS[RANK[mention.type]], mention)
