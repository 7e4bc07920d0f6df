"""The name that an elided body takes in its normal form: `UBND TP`, `Thành ủy`, `Sở Nội vụ` (codebook 3.5)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_TYPE_WORD = re.compile(r"(?:tỉnh|thành phố|tp\.?|thị xã|tx\.?|huyện|quận)(?![^\W\d_])")
_COMMITTEE_CASE = re.compile(r"(?<!\w)(huyện|tỉnh|thị|thành|quận)(?= (?:ủy|đoàn))")


@cache
def _ends() -> tuple[tuple[re.Pattern[str], tuple[str, ...], str], ...]:
    rows = load("orgs")["bodies"]["level_end"]
    return tuple(
        (
            re.compile(rf"(?<![^\W\d_]){alternation(fold(word) for word in row['words'])}$"),
            tuple(row["levels"]),
            row["type"],
        )
        for row in rows
    )


def level_said(folded: str) -> tuple[tuple[str, ...], str] | None:
    """Return what the last words of a body say of its unit: levels that fit and type word; None if nothing.

    Args:
        folded: the folded surface of the body.

    Example:
        >>> level_said("phòng nội vụ thị xã")
        (('DISTRICT',), 'thị xã')
    """
    return next(((levels, typed) for pattern, levels, typed in _ends() if pattern.search(folded)), None)


class Units:
    """The units of a text by level and type word, in the order of their ends.

    Args:
        view: the text view.
        places: the PLACE mentions of the text.
    """

    def __init__(self, view: TextView, places: Iterable[Mention]) -> None:
        self._places = sorted(places, key=lambda p: p.end)
        self._known: dict[tuple[tuple[str, ...], str | None], tuple[list[Mention], list[int]]] = {}
        ends = {p.end for p in self._places}
        self._firm = {
            p.start
            for p in self._places
            if _TYPE_WORD.match(view.folded, p.start) or any(p.start - gap in ends for gap in (2, 3))
        }

    def meant(self, before: int, levels: tuple[str, ...], typed: str | None) -> str | None:
        """Return the normal form of the last fitting unit named before a position, else of the only one.

        A province counts only with its type word or behind another unit (`huyện Mộc Châu, Sơn La`), and only if the
        text so names no second one: `từ tỉnh Thái Bình lên` says where people come from.

        Args:
            before: the position.
            levels: the levels that fit.
            typed: the type word that its normal form must have, None for any.
        """
        fitting, ends = self._fitting(levels, typed)
        earlier = bisect_right(ends, before)
        last = earlier and levels != ("PROVINCE",)
        names = {fitting[earlier - 1].normal} if last else {p.normal for p in fitting}
        return names.pop() if len(names) == 1 else None

    def _fitting(self, levels: tuple[str, ...], typed: str | None) -> tuple[list[Mention], list[int]]:
        """Return the units that a body of this kind can mean and their ends; kept, since a text has many bodies."""
        if (levels, typed) not in self._known:
            fitting = [
                p
                for p in self._places
                if p.type in levels
                and p.normal
                and (typed is None or p.normal.startswith(typed + " "))
                and (p.start in self._firm or p.type != "PROVINCE")
            ]
            self._known[levels, typed] = fitting, [p.end for p in fitting]
        return self._known[levels, typed]


def expanded(view: TextView, mention: Mention, units: Units) -> Mention:
    """Give an elided body the name of the unit it can only mean: the last one named before, else the only one."""
    normal = _COMMITTEE_CASE.sub(lambda m: m[0].capitalize(), _spelled_out(str(mention.normal)))
    if not mention.attrs.get("elided"):
        return replace(mention, normal=normal)
    said = level_said(view.folded[mention.start : mention.end])
    # An office that says no level (`Sở Nội vụ`) stays without a unit: the province named before it may be an origin.
    unit = units.meant(mention.start, *said) if said else None
    if not unit:
        return replace(mention, normal=normal)
    return replace(mention, normal=f"{normal} {_name(unit)}", attrs={**mention.attrs, "elided": _name(unit)})


@cache
def _short() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(load("orgs")["bodies"]["expanded"], key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?![\w-])(?!\.\w)")


def _spelled_out(normal: str) -> str:
    """`BTV Huyện ủy` → `Ban Thường vụ Huyện ủy`; UBND and HĐND stay as they are."""
    return re.sub(
        " +", " ", _short().sub(lambda match: f"{load('orgs')['bodies']['expanded'][match[0]]} ", normal)
    ).strip()


def _name(unit: str) -> str:
    """`thị xã Sa Pa` → `Sa Pa`."""
    return unit.split(" ", 2)[-1] if unit.startswith(("thị ", "thành ", "đặc ")) else unit.split(" ", 1)[-1]
