"""The province of a newspaper, from its file in `papers/` (codebook 4.3, step 7)."""

from __future__ import annotations

from tinbai import papers


def province_of(source: str) -> str | None:
    """Return the province (normal form) of the paper with id or host `source`, None if it is not known.

    Example:
        >>> province_of("no-such-paper.example") is None
        True
    """
    find = getattr(papers, "province_of", None)
    return find(source) if find else None
