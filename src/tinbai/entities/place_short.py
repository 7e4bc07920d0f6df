"""Provinces that papers shorten: `TP.HCM`, `TT-Huế` (codebook 3.2)."""

from __future__ import annotations

import re
from functools import lru_cache

from tinbai.entities.mention import Mention
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_SAI_GON = re.compile(r"(?<![\w])tp\.? ?hcm(?!\w)|tphcm(?!\w)|thành phố hcm(?!\w)")
_HUE = re.compile(  # not Sở TT&TT Huế, Trung tâm TT Huế
    r"(?<![\w.&/-])(?:tỉnh +(?P<typed>t\. ?t\.?|tt) *(?:[-–] *)?|(?P<short>t\. ?t\.? *(?:[-–] *)?|tt[-–]))huế(?!\w)"
)
_CENTRAL_HUE = re.compile(r"thành phố huế +(?:là +(?:thành phố +)?)?trực thuộc trung ương")


def short_provinces(view: TextView, start: int, end: int) -> list[Mention]:
    """Return the shortened provinces of [start, end) with their full names as normal form."""
    found = [
        Mention("PROVINCE", *match.span(), "thành phố Hồ Chí Minh", {"unit_type": "thành phố"}, "rule:place")
        for match in _SAI_GON.finditer(view.folded, start, end)
    ]
    found += [
        Mention("PROVINCE", *match.span(), "tỉnh Thừa Thiên Huế", {"unit_type": "tỉnh"}, "rule:place")
        for match in _HUE.finditer(view.folded, start, end)
        if view.text[slice(*match.span(match.lastgroup or 0))].isupper()
    ]
    return found


def tells_of_hue_province(view: TextView) -> bool:
    """Say whether the text has the province that the city of Huế lay in until 2024."""
    return _tells_of_hue_province(view.folded)


@lru_cache(maxsize=2)
def _tells_of_hue_province(folded: str) -> bool:
    """Say it once for a text, not for each of its places."""
    short = _HUE.search(folded) and not _CENTRAL_HUE.search(folded)
    return "thừa thiên" in folded or bool(short)


def hue_city(view: TextView, start: int, stop: int) -> Mention | None:
    """Return bare Huế as the city where the text has its former province."""
    if view.folded[start:stop] != fold("Huế") or not tells_of_hue_province(view):
        return None
    return Mention("DISTRICT", start, stop, "thành phố Huế", {"type_inherited": True}, "gazetteer:namesake")
