"""Values of a gold article that follow from others and are never written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tinbai.records import Adoption, Claim, Officeholder


def derived_hamlets(holders: Iterable[Officeholder], given: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """Return the hamlet-level record that follows from every dual holder with a hamlet (codebook 4.2)."""
    have = list(given)
    made: list[Adoption] = []
    for holder in holders:
        if holder.dual != "yes" or holder.hamlet is None:
            continue
        same = (a.level == "hamlet" and a.place == holder.hamlet and a.commune in (None, holder.commune) for a in have)
        if any(same):
            continue
        made.append(
            Adoption(
                id=f"A{len(have) + len(made) + 1}",
                level="hamlet",
                place=holder.hamlet,
                commune=holder.commune,
                district=holder.district,
                province=holder.province,
                count=1,
                total=1,
                count_of="hamlet_units",
                derived=True,
                as_of=holder.as_of,
                evidence=holder.evidence,
            )
        )
    return tuple(made)


def computed_labels(claims: Iterable[Claim]) -> dict[str, Any]:
    """Return stance, benefits and difficulties as codebook 2.3 and 2.4 compute them from the claims."""
    counted = [claim for claim in claims if claim.target in ("dual", "both")]
    codes = sorted({code for claim in counted for code in claim.aspects})
    good = sum(claim.stance == "positive" for claim in counted)
    bad = sum(claim.stance in ("negative", "mixed") and not claim.resolved for claim in counted)
    share = bad / (good + bad) if good + bad else None
    stance = "neutral" if share is None else "positive" if share < 0.15 else "mixed" if share <= 0.7 else "negative"
    return {
        "stance": stance,
        "benefits": tuple(code for code in codes if code.startswith("B")),
        "difficulties": tuple(code for code in codes if code.startswith("D")),
    }
