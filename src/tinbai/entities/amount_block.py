"""`khối` behind a number: hamlets of a town, or cubic metres (codebook 3.8)."""

from __future__ import annotations

import re
from functools import cache

from tinbai.entities.noun import Unit
from tinbai.entities.number import Numeral, choice
from tinbai.text.normalize import fold

_BLOCK = fold("khối")
_MOST_BLOCKS = 500  # no city has more hamlets: `thành phố có 3.000 khối cần xử lý`


@cache
def _in_town() -> re.Pattern[str]:
    """`phường có 12`: a town and a word of having before the number."""
    return re.compile(
        rf"(?<!\w){choice('nouns', 'towns')}(?!\w)[^,;:.]*(?<!\w){choice('nouns', 'divided_into')}"
        rf"(?: +{choice('numeral', 'bare_heads')})? +$"
    )


@cache
def _of_material() -> re.Pattern[str]:
    return re.compile(rf" +{choice('nouns', 'materials')}(?!\w)|(?: +| */ *){choice('nouns', 'rates')}(?!\w)")


def read_block(folded: str, start: int, unit: Unit | None) -> Unit | None:
    """Read `khối` as hamlets of a town instead of cubic metres, unless it is said of what."""
    if not unit or unit.kind != "measure" or folded[start : unit.end].strip() != _BLOCK:
        return unit
    return unit if _of_material().match(folded, unit.end) else Unit(unit.end, "count", _BLOCK)


def hamlets_of_town(folded: str, floor: int, numeral: Numeral, unit: Unit | None) -> Unit | None:
    """Return `unit`, or the hamlets that it stands for behind a town (`phường có 12 khối`).

    Args:
        folded: the matching copy of the text.
        floor: start of the sentence.
        numeral: the number.
        unit: what stands behind it.
    """
    whole = not (numeral.value or 0.5) % 1 and (numeral.value or 0) < _MOST_BLOCKS
    in_town = whole and _in_town().search(folded, max(floor, numeral.start - 40), numeral.start)
    return read_block(folded, numeral.end, unit) if in_town else unit
