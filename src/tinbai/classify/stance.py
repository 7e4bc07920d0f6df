"""Stance of the article and its aspects from the claims (codebook 2.3, 2.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tinbai.records import Claim

Stance = Literal["positive", "mixed", "negative", "neutral"]
_POSITIVE_BELOW, _NEGATIVE_ABOVE = 0.15, 0.70


def counted(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims about the model; those about another programme do not count."""
    return tuple(claim for claim in claims if claim.target in ("dual", "both"))


def negative_share(claims: Sequence[Claim]) -> float | None:
    """Return N / (P + N): unresolved negative or mixed claims against positive ones; None without claims."""
    about = counted(claims)
    positive = sum(claim.stance == "positive" for claim in about)
    negative = sum(claim.stance in ("negative", "mixed") and not claim.resolved for claim in about)
    return negative / (positive + negative) if positive + negative else None


def stance(claims: Sequence[Claim]) -> Stance:
    """Return the stance by the thresholds of codebook 2.3.

    Example:
        >>> stance(())
        'neutral'
    """
    share = negative_share(claims)
    if share is None:
        return "neutral"
    if share < _POSITIVE_BELOW:
        return "positive"
    return "mixed" if share <= _NEGATIVE_ABOVE else "negative"


def aspects(claims: Sequence[Claim], side: str) -> tuple[str, ...]:
    """Return the union of aspect codes of one side (`B` or `D`), sorted."""
    return tuple(sorted({code for claim in counted(claims) for code in claim.aspects if code.startswith(side)}))
