"""Short mentions linked to the full name (codebook 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tinbai.entities.mention import Mention
from tinbai.text.normalize import fold, spell
from tinbai.text.view import TextView


def link_short_names(view: TextView, found: Sequence[Mention]) -> list[Mention]:
    """Give each short mention the full name it can only mean.

    A short name is the last syllables of exactly one longer name of the article; if
    several fit, the nearest earlier one whose gender does not contradict. A short
    name that fits none keeps itself. Spelling variants of one full name take the
    first printed form (codebook 9.18).
    """
    full = [m for m in found if m.normal and len(m.normal.split()) >= 2]
    first: dict[str, str] = {}
    for mention in full:
        first.setdefault(fold(str(mention.normal)), str(mention.normal))
    out = []
    for mention in found:
        name = str(mention.normal)
        if fold(name) in first and len(name.split()) >= 2:
            target = _longer(mention, full) or first[fold(name)]
            out.append(replace(mention, normal=target))
            continue
        owner = _owner(mention, full)
        out.append(replace(mention, normal=spell(owner)) if owner else mention)
    return out


@lru_cache(maxsize=10_000)  # every mention is held against every full name
def _parts(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


def _longer(mention: Mention, full: Sequence[Mention]) -> str | None:
    """A two-syllable mention that ends one longer name of the article: `Văn Pản`."""
    parts = _parts(str(mention.normal))
    if len(parts) != 2:
        return None
    names = {str(m.normal) for m in full if len(str(m.normal).split()) > 2 and _parts(str(m.normal))[-2:] == parts}
    return names.pop() if len(names) == 1 else None


def _owner(mention: Mention, full: Sequence[Mention]) -> str | None:
    parts = _parts(str(mention.normal))
    fitting = [m for m in full if _parts(str(m.normal))[-len(parts) :] == parts and m.start != mention.start]
    if not fitting:
        return None
    agreeing = [m for m in fitting if _agree(m, mention)]
    names = {fold(str(m.normal)) for m in agreeing}
    if not agreeing:
        return None
    if len(names) == 1:
        return str(agreeing[0].normal)
    before = [m for m in agreeing if m.start < mention.start]
    return str(before[-1].normal) if before else None


def _agree(full: Mention, short: Mention) -> bool:
    a, b = full.attrs.get("gender"), short.attrs.get("gender")
    if a and b and a != b:
        return False
    return not (b == "male" and "thị" in _parts(str(full.normal))[1:-1])
