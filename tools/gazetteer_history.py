"""The history of the list of units: read it, clean its names, and follow units to 2025.

Used by `build_gazetteer.py`. A unit of the list is followed to its 2025 units by the
first of these that applies: the conversion of 2025 (`conversion`); a later row of the
same code (`code`); a unit of the same name in the same district under a new code
(`recoded`); the name kept with the commune it was merged into (`alias`); the only
successor of its district (`district`). Where none gives one answer there is no successor.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from tinbai.gazetteer.spelling import key
from tinbai.text.normalize import nfc, spell

TYPE_WORDS = ("thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã")
LAST_DAY = "2025-06-30"


@dataclass(frozen=True, slots=True)
class Row:
    """One unit while it stayed the same; `next_state` is the first state without it."""

    level: str
    code: str
    type_word: str
    name: str
    parent: str
    valid_from: str
    valid_to: str
    next_state: str = ""
    seen_after: str = ""
    point: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    basis: str = ""


def display(full: str) -> tuple[str, str]:
    """Return (type word, short name) of a printed name, in the spelling of normal forms.

    The type comes from the name: the type column of the list is wrong in ten rows.
    """
    text = spell(nfc(full))
    type_word = next((word for word in TYPE_WORDS if text.lower().startswith(word + " ")), None)
    if type_word is None:
        raise SystemExit(f"unit without type word: {full!r}")
    short = text[len(type_word) + 1 :].replace("\u2019", "'").replace("' ", "'")
    short = re.sub(r" ?- ?", " - ", short)
    short = re.sub(r"^0+(?=\d)", "", short)
    return type_word, " ".join(word[:1].upper() + word[1:] for word in short.split())


def clean(name: str) -> str:
    """Return a name without accents and blanks, to compare spellings of one code only."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]", "", letters)


def read_history(path: Path) -> tuple[list[str], list[Row]]:
    """Return the dates of the states and the rows of the list, cleaned and joined.

    A row holds from its first state to the day before the next state without it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        raw = list(csv.DictReader(file, delimiter="\t"))
    states = sorted({line[column] for line in raw for column in ("first_seen", "last_seen")})
    following = dict(zip(states, [*states[1:], ""], strict=True))
    before = dict(zip(states, ["", *states[:-1]], strict=True))
    rows = []
    for line in raw:
        type_word, name = display(line["name"])
        upcoming = following[line["last_seen"]]
        valid_to = _shift(upcoming, -1) if upcoming else LAST_DAY
        previous = before[line["first_seen"]]
        seen_after = _shift(previous, 1) if previous else line["first_seen"]
        rows.append(
            Row(line["level"], line["code"], type_word, name, line["parent_code"], line["first_seen"], valid_to,
                next_state=upcoming, seen_after=seen_after)
        )  # fmt: skip
    return states, _join(sorted(rows, key=lambda row: (len(row.code), row.code, row.valid_from)))


def _shift(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _join(rows: list[Row]) -> list[Row]:
    """Join neighbouring rows that differ only in a slip of the list (blanks, case, tone placement)."""
    out: list[Row] = []
    for row in rows:
        last = out[-1] if out else None
        if last and _same(last, row) and last.next_state == row.valid_from:
            out[-1] = replace(last, valid_to=row.valid_to, next_state=row.next_state)
        else:
            out.append(row)
    return out


def _same(one: Row, two: Row) -> bool:
    return (one.code, one.type_word, one.name, one.parent) == (two.code, two.type_word, two.name, two.parent)


class Lineage:
    """Follows every row of the list to its units of 2025."""

    def __init__(
        self, rows: list[Row], conversion: dict[str, set[str]], merged_names: dict[tuple[str, str], set[str]]
    ) -> None:
        """Take the rows by code and date, and what is known of the heirs.

        Args:
            rows: all rows of the list.
            conversion: code of the last state → codes of 2025; also provinces and districts without communes.
            merged_names: (district or province code, name without accents) → codes of the communes it was merged into.
        """
        self.rows, self.conversion, self.merged_names = rows, conversion, merged_names
        self.versions: dict[str, list[Row]] = defaultdict(list)
        self.starts: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        self.gone: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.province_of = {row.code: row.parent for row in rows if row.level == "district"}
        for row in rows:
            self.versions[row.code].append(row)
            self.starts[row.parent, key(row.name), row.valid_from].append(row)
            if row.next_state and row.level == "commune":
                for place in (row.parent, self.province_of.get(row.parent, "")):
                    self.gone[place, clean(row.name)].add(f"{row.parent} {row.name}")

    def linked(self) -> list[Row]:
        """Return the rows with successors and their basis."""
        return [self._link(row) for row in self.rows]

    def _link(self, row: Row) -> Row:
        if row.level == "commune":
            codes, basis = self._follow(row)
            if not codes and row.parent in self.conversion:
                codes, basis = tuple(sorted(self.conversion[row.parent])), "district"
        else:
            codes, basis = tuple(sorted(self.conversion.get(row.code, ()))), "conversion"
        return replace(row, successors=codes, basis=basis if codes else "")

    def _follow(self, row: Row) -> tuple[tuple[str, ...], str]:
        """Return 2025 codes and basis; each step moves to a later row, so it ends."""
        if not row.next_state:
            known = tuple(sorted(self.conversion.get(row.code, ())))
            return (known, "conversion") if known else (self._by_name(row), "alias")
        later = [other for other in self.versions[row.code] if other.valid_from > row.valid_from]
        if later and later[0].valid_from == row.next_state:
            return self._follow(later[0])[0], "code"
        again = [other for other in self.starts[row.parent, key(row.name), row.next_state] if other.code != row.code]
        if len(again) == 1:
            return self._follow(again[0])[0], "recoded"
        named = self._by_name(row)
        if not named and later and later[0].parent == row.parent:
            return self._follow(later[0])[0], "code"
        return named, "alias"

    def _by_name(self, row: Row) -> tuple[str, ...]:
        """The merged name has no accents: two lost communes that it could mean give no answer."""
        for place in (row.parent, self.province_of.get(row.parent, "")):
            heirs = self.merged_names.get((place, clean(f"{row.type_word} {row.name}")), set())
            if len(heirs) == 1 and len(self.gone[place, clean(row.name)]) <= 1:
                return tuple(sorted(self.conversion.get(next(iter(heirs)), ())))
        return ()
