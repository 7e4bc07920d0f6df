"""Authors whose names the site glued to the article's last words (codebook 3.3, 9.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import middles, rare_middles, surnames, word_pairs
from tinbai.entities.person_names import bears_name, no_person
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import TextView

_TAIL = 160  # letters at the end of an article that may hold the author and the source
_LOWER = CAPITALS.lower()
_NAME = rf"(?!(?:Theo|Nguồn)[ :])[{CAPITALS}][{_LOWER}]+(?: [{CAPITALS}][{_LOWER}]+){{1,3}}"
_IN_CAPITALS = rf"[{CAPITALS}]{{2,}}(?: [{CAPITALS}]{{2,}}){{1,3}}(?=[{CAPITALS}][{_LOWER}]|[^\w]|$)"
# H.Yến; no P.Đông, which is a ward, and no M.United
_SHORT = rf"(?![PQX]\.)(?:[{CAPITALS}]\. ?){{1,2}}(?!League|United)[{CAPITALS}][{_LOWER}]+"
_LETTERS = rf"[{CAPITALS}](?:\.[{CAPITALS}]){{1,2}}"  # T.T
_PIECE = rf"(?:{_NAME}|{_IN_CAPITALS}|{_SHORT}|{_LETTERS})"
_AUTHORS = rf"{_PIECE}(?:(?: *[-–,&] *| và ){_PIECE})?"
_SOURCE = r"\s*(?:\([^()]{1,30}\)|(?:Theo|Nguồn:?)\s[^.]{2,40}|Phóng viên\s[^.]{2,60})"
_STOP = r"(?:(?<=[^\W_][^\W_][.!?…])|(?<=[.\"”»)][.…]))"
_LAST = re.compile(
    rf"{_STOP}(?P<quote>[\"”’»)]?)(?P<gap>\s*)(?P<authors>{_AUTHORS})"
    rf"(?P<source>{_SOURCE})?(?P<stop>\.?)\s*$"
    r"|\((?:[Cc]òn (?:nữa|tiếp)|[Hh]ết(?=\))|(?:[Kk][ìỳ]|[Bb]ài) (?:sau|tới|cuối))[^()]{0,30}\)"
    rf"\s*(?P<goes_on>{_AUTHORS})(?:{_SOURCE})?\s*$"
    rf"|(?:(?<=[{_LOWER}][{_LOWER}])|(?<=\d{{3}}))(?P<glued>{_NAME})\s*$"  # also behind a telephone number
)
# `họp ngày 9/2.K.HuấnHội vật làng mở …`: the author between two pieces that the site ran together
_BETWEEN = re.compile(rf"(?<=[^\W_]{{3}}[.!?…])({_SHORT})(?=[{CAPITALS}][{_LOWER}])")
# `… một thời.Thúy LoanCổng bản mớiPHẢN HỒI`: captions and buttons follow the author without a blank
_CLOSED_IN = re.compile(
    rf"{_STOP}(?P<closed_in>{_NAME}(?: *[-–,&] *{_NAME})?)(?=[{CAPITALS}][{_LOWER}]|[{CAPITALS}]{{2}})"
)
_GROUPS = ("authors", "goes_on", "glued")
_PIECES = re.compile(_PIECE)
_ABBREVIATED = re.compile(rf"(?:^|[\s(])(?:[{CAPITALS}]{{1,4}}|Tp|Th[sS]|[Đđ]/c)\.[ \u00a0]*$")


@cache
def no_initials() -> frozenset[str]:
    """Return the initials that name no one: `P.V`, `T.L`; a longer P.V.H is somebody."""
    return frozenset(lexicon.load("names")["no_initials"])


def opens_name(name: str, *, communes: bool = False) -> bool:
    """Say whether the first syllable is a family or middle name, as in most pen names, and no unit is called so.

    Args:
        name: two syllables or more.
        communes: whether a commune may be called so.
    """
    levels = units_known.levels_of(spell(name)) - ({"commune"} if communes else set())
    first = fold(name).split()[0]
    known = first in surnames() or first in middles() or first in rare_middles()
    return known and fold(name) not in no_person() and not levels


def halves(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span of a name, or the two of one written twice: `Ảnh: Đức Hòe Đức Hòe`, credit and author.

    Example:
        >>> line = "Đức Hòe Đức Hòe"
        >>> [line[a:b] for a, b in halves(line, 0, len(line))]
        ['Đức Hòe', 'Đức Hòe']
    """
    half, odd = divmod(end - start - 1, 2)
    if not odd and half > 3 and text[start : start + half] == text[end - half : end] and " " in text[start:][:half]:
        yield start, start + half
        yield end - half, end
    else:
        yield start, end


def signatures(view: TextView) -> Iterator[Mention]:
    """Yield the authors at the end of the last paragraph that no zone of their own holds.

    Args:
        view: the text view.
    """
    for between in _BETWEEN.finditer(view.text):
        if not view.is_silent(between.start()):
            yield _author(view, *between.span(1))
    spoken = [zone for zone in view.paragraphs if not view.is_silent(zone.start)]
    if not spoken or any(zone.zone == "byline" for zone in spoken):
        return
    zone = spoken[-1]
    floor = max(zone.start, zone.end - _TAIL)
    match = _LAST.search(view.text, floor, zone.end) or _CLOSED_IN.search(view.text, floor, zone.end)
    if match is None or _ABBREVIATED.search(view.text, max(zone.start, match.start() - 8), match.start()):
        return
    group = "closed_in" if match.re is _CLOSED_IN else next(key for key in _GROUPS if match[key])
    names = [piece.span() for piece in _PIECES.finditer(view.text, *match.span(group))]
    fitting = [_may_sign(view, view.text[a:b], match, group) for a, b in names]
    if all(fitting) or (group == "closed_in" and fitting[0]):  # the second author of two may bear a rarer name
        yield from (_author(view, a, b) for a, b in names)


_TELEPHONE = re.compile(r"(?:\d[ .-]?){8,12}$")
_BEFORE_PLACE = re.compile(r"(?<![^\W_])(?:ở|tại|về|đến|từ|của|thôn|bản|xóm|ấp|buôn|vùng|miền|bào|dân)$")


def _names_place(view: TextView, start: int) -> bool:
    left = view.folded[max(0, start - 30) : start]
    if left[-1:].isdigit():
        return _TELEPHONE.search(left) is None
    return bool(_BEFORE_PLACE.search(left) or bears_name().search(left))


def _may_sign(view: TextView, name: str, match: re.Match[str], group: str) -> bool:
    if fold(name) in no_person() or name in no_initials() or fold(name).startswith(word_pairs()):
        return False
    if name.count(".") and " " not in name and name[-2] == ".":  # T.T: only glued, or beside the source
        return group == "authors" and bool(match["source"] or match["quote"]) and not match["gap"]
    if "." in name:
        return group != "authors" or not match["gap"]
    if group == "goes_on":
        return not units_known.levels_of(spell(name)) - {"commune"}
    if group == "authors" and not match["gap"]:  # a glued stop tells a pen name from a commune of the same name
        return not units_known.levels_of(spell(name)) - {"commune"}
    if group == "closed_in":
        return opens_name(name) and not name.startswith("Anh ")
    if group == "glued":
        return opens_name(name, communes=True) and not _names_place(view, match.start())
    return opens_name(name)


def _author(view: TextView, start: int, end: int) -> Mention:
    attrs = {"byline": True, "zone": "byline"}
    return Mention("PERSON", start, end, spell(view.text[start:end]), attrs, "rule:signature")
