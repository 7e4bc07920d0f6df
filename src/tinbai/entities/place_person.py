"""Where a highlander's name begins behind the hamlet of a post: `Trưởng buôn X Y Bhen Niê` (codebook 3.1, 3.3)."""

from __future__ import annotations

import re
from functools import cache

from tinbai import lexicon
from tinbai.entities.names import highland_surnames, person_offset, surnames
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_POST_LEFT = re.compile(
    r"(?<![^\W\d_])(?:trưởng|phó|bí thư chi bộ|già làng|mặt trận) +[^\W\d_]+(?: +[^\W\d_]+){0,2} +$"
)
_FIRST = frozenset(("y", "điểu"))
_MARKS = ("h'", "k'")


def highlander_offset(view: TextView, begin: int, parts: list[str]) -> int | None:
    """Return the index where a highlander's name begins behind the hamlet at `begin`, or None.

    Only behind a post; a first word that needs a second (`Kon H'ring`, `Ea Y`) keeps it.
    """
    if len(parts) < 2 or not _POST_LEFT.search(view.folded, max(0, begin - 45), begin):
        return None
    openings = _openings()
    for index in range(1, len(parts)):
        if index == 1 and parts[0] in openings:
            continue
        part, rest = parts[index], parts[index + 1 :]
        if part.startswith(_MARKS) and len(part) > 2 and len(rest) <= 2:
            return index
        if 1 <= len(rest) <= 2 and (part in _FIRST or part in highland_surnames()):
            return index
        if part == "a" and parts[0] in openings and 1 <= len(rest) <= 2:
            return index
    if len(parts) in (5, 6) and parts[-3] in surnames() and person_offset(parts) is None:
        return len(parts) - 3  # bản Tân Sơn Chảo Vần X: no hamlet's name is as long
    return None


@cache
def _openings() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("units")["around"]["highland_openings"])
