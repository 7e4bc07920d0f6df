"""Whether places are linked right: their whole chain of parents and the code of their unit (codebook 4.3, 5.3).

Gold has no links of its own; it has chains by name. The places that count are those of the gold records
(the place of every officeholder and of every adoption record, and each unit above it), once an article:

- **right**: every level above the place is filled as in gold, and so is the unit's key (code, valid_from);
- **wrong**: a level or the key is filled with something else, also where gold leaves the level empty;
- **open**: nothing wrong, but a level or the key is blank, or the place was not found at all.

The key that gold means is looked up with its full chain of names on the article's date; where the gazetteer has
no such unit (hamlets, some names before September 2019), names alone are compared. Shares are of all gold places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from tinbai.evaluate.cases import Case
from tinbai.evaluate.tally import Tally
from tinbai.gazetteer import UnitLevel, default
from tinbai.records import Adoption, Annotation, Officeholder, Place
from tinbai.text.normalize import fold

LEVELS = ("hamlet", "commune", "district", "province")
Verdict = Literal["right", "wrong", "open"]
_CERTAIN = 0.9  # below this a match has another type word
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place that gold records name, with the chain above it.

    Attributes:
        above: the names of the levels above, in the order of `LEVELS`; None where gold leaves one empty.
        keys: (code, valid_from) of the units that the chain can mean on the day; empty if none is known.
        offset: where the record's evidence begins, for messages.
    """

    level: str
    normal: str
    above: tuple[str | None, ...]
    keys: frozenset[Key]
    offset: int


def gold_places(gold: Annotation, dated: str) -> list[GoldPlace]:
    """Return the distinct places of the gold records, in order of records; a barer chain gives way to a fuller one.

    Args:
        gold: the gold annotation.
        dated: date of the article, EDTF; empty: no codes are compared.
    """
    fullest: dict[tuple[str, str], list[tuple[tuple[str | None, ...], int]]] = {}
    records: list[Officeholder | Adoption] = [*gold.officeholders, *gold.adoption]
    for record in records:
        names = _names(record)
        for rank, name in enumerate(names):
            if name is None:
                continue
            known = fullest.setdefault((LEVELS[rank], name), [])
            chain = names[rank + 1 :]
            twin = next((i for i, (other, _) in enumerate(known) if _agree(chain, other)), None)
            if twin is None:
                known.append((chain, record.evidence.start))
            else:
                other, start = known[twin]
                known[twin] = (tuple(a or b for a, b in zip(chain, other, strict=True)), start)
    return [
        GoldPlace(level, name, chain, _keys(level, name, chain, dated), start)
        for (level, name), chains in fullest.items()
        for chain, start in chains
    ]


def _names(record: Officeholder | Adoption) -> tuple[str | None, ...]:
    names = {level: getattr(record, level, None) for level in LEVELS}
    if isinstance(record, Adoption) and record.level in LEVELS:
        names[record.level] = record.place
    return tuple(names[level] for level in LEVELS)


def _agree(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(one, other, strict=True))


def _keys(level: str, name: str, above: tuple[str | None, ...], dated: str) -> frozenset[Key]:
    if level == "hamlet" or not dated:
        return frozenset()
    units = default()
    wanted = {fold(parent) for parent in above if parent}
    found = [
        match
        for match in units.lookup(name, cast(UnitLevel, level), as_of=dated)
        if match.score >= _CERTAIN and wanted <= {fold(unit.name) for unit in units.ancestors(match.unit, dated)}
    ]
    return frozenset(match.unit.key for match in found)


def judge(gold: GoldPlace, found: Sequence[Place]) -> Verdict:
    """Return how well `found` links a gold place; of several records of the name the best one counts."""
    same = [p for p in found if p.level == gold.level and fold(p.normal) == fold(gold.normal)]
    verdicts = {_verdict(gold, place) for place in same} or {"open"}
    order: tuple[Verdict, ...] = ("right", "open", "wrong")
    return next(verdict for verdict in order if verdict in verdicts)


def _verdict(gold: GoldPlace, place: Place) -> Verdict:
    pairs = list(zip(gold.above, chain_of(place), strict=True))
    key = (place.code, place.valid_from) if place.code and place.valid_from else None
    if any(ours is not None and (want is None or fold(ours) != fold(want)) for want, ours in pairs):
        return "wrong"
    if gold.keys and key is not None and key not in gold.keys:
        return "wrong"
    blank = any(ours is None and want is not None for want, ours in pairs) or (gold.keys and key is None)
    return "open" if blank else "right"


def chain_of(place: Place) -> tuple[str | None, ...]:
    """Return the parents of a place record, in the order of `LEVELS`."""
    names = (place.commune, place.district, place.province)
    return names[LEVELS.index(place.level) :] if place.level in LEVELS else ()


def judged(case: Case, found: Annotation) -> Iterator[tuple[GoldPlace, Verdict]]:
    """Yield every gold place of an article with its verdict."""
    for place in gold_places(case.gold, case.dated):
        yield place, judge(place, found.places)


def count(tally: Tally, index: int, case: Case, found: Annotation) -> None:
    """Add one article.

    `linked_right`, `not_wrong` (open counts as not wrong) and `right_LEVEL` are of all gold places, `seat_right` and
    `seat_not_wrong` of the officeholders that both sides have: the place of each post, the hamlet included.
    """
    verdicts = list(judged(case, found))
    total = len(verdicts)
    right = [place.level for place, verdict in verdicts if verdict == "right"]
    wrong = sum(verdict == "wrong" for _, verdict in verdicts)
    tally.add(index, "places", "linked_right", len(right), total, total)
    tally.add(index, "places", "not_wrong", total - wrong, total, total)
    _count_seats(tally, index, case.gold, found)
    for level in LEVELS:
        here = sum(place.level == level for place, _ in verdicts)
        tally.add(index, "places", f"right_{level}", right.count(level), here, here)


def seat(gold: Officeholder, found: Officeholder) -> Verdict:
    """Return how well the place of one record is filled: its four names against those of gold."""
    pairs = list(zip(_names(gold), _names(found), strict=True))
    if any(ours is not None and (want is None or fold(ours) != fold(want)) for want, ours in pairs):
        return "wrong"
    return "open" if any(ours is None and want is not None for want, ours in pairs) else "right"


def _count_seats(tally: Tally, index: int, gold: Annotation, found: Annotation) -> None:
    ours = {fold(holder.person): holder for holder in reversed(found.officeholders)}
    pairs = [(holder, ours[fold(holder.person)]) for holder in gold.officeholders if fold(holder.person) in ours]
    verdicts = [seat(*pair) for pair in pairs]
    total = len(verdicts)
    tally.add(index, "places", "seat_right", verdicts.count("right"), total, total)
    tally.add(index, "places", "seat_not_wrong", total - verdicts.count("wrong"), total, total)


def wrong_links(cases: Sequence[Case], found: Sequence[Annotation]) -> Iterator[tuple[Case, GoldPlace, Verdict, str]]:
    """Yield each gold place that is not linked right, with what was found under its name."""
    for case, ours in zip(cases, found, strict=True):
        for place, verdict in judged(case, ours):
            if verdict != "right":
                same = [p for p in ours.places if p.level == place.level and fold(p.normal) == fold(place.normal)]
                yield case, place, verdict, "; ".join(_said(p.normal, chain_of(p), p.code) for p in same)


def _said(normal: str, above: tuple[str | None, ...], code: str | None) -> str:
    return ", ".join([normal, *(name or "–" for name in above)]) + (f" ({code})" if code else "")


def said(place: GoldPlace) -> str:
    """Return a gold place in words: names upwards, codes in brackets."""
    return _said(place.normal, place.above, "|".join(sorted({code for code, _ in place.keys})) or None)
