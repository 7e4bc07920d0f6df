"""Checks the place chains of gold records against the gazetteer as of the article's date (codebook 4.3, 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.source import Problem
from tinbai.gazetteer import Gazetteer, Unit, UnitLevel, default
from tinbai.records import Adoption, Officeholder

_CERTAIN = 0.9  # below this a match has another type word
_KNOWN_FROM = "2019-09-11"  # earlier states are not in the gazetteer: a miss is a warning then
_TYPES: dict[str, UnitLevel] = {level.upper(): level for level in get_args(UnitLevel)}


def check_places(article: GoldArticle) -> Iterator[Problem]:
    """Yield the communes, districts and provinces that did not exist, or not there, on the article's date.

    Hamlets are free: they are not in the gazetteer. Mentions with `former=yes` are not looked up.
    """
    units = default()
    level: Literal["error", "warning"] = "warning" if article.dated < _KNOWN_FROM else "error"
    tables: tuple[tuple[str, Sequence[Officeholder | Adoption]], ...] = (
        ("officeholder", article.annotation.officeholders),
        ("adoption", article.annotation.adoption),
    )
    for table, records in tables:
        lines = article.source.record_lines.get(table, ())
        for index, record in enumerate(records):
            line = lines[index] if index < len(lines) else 0
            for message in _chain(record, article.dated, units):
                yield Problem(article.path, line, level, message)
    known: set[tuple[str, str]] = set()
    for entity in article.annotation.entities:
        key = (entity.type, entity.normal or "")
        if entity.type not in _TYPES or key in known or entity.attrs.get("former"):
            continue
        known.add(key)
        if not _find(units, key[1], _TYPES[entity.type], article.dated, None):
            line = article.source.line_of(entity.start)
            yield Problem(article.path, line, level, f"no {_TYPES[entity.type]} '{key[1]}' on {article.dated}")


def _find(units: Gazetteer, name: str, level: UnitLevel, as_of: str, within: Unit | None) -> list[Unit]:
    found = units.lookup(name, level, as_of=as_of or None, within=within)
    return [match.unit for match in found if match.score >= _CERTAIN]


def _chain(record: Officeholder | Adoption, as_of: str, units: Gazetteer) -> Iterator[str]:
    """Walk down from the province; each unit must lie in the one above it."""
    within: Unit | None = None
    for level in get_args(UnitLevel):
        name = getattr(record, level)
        if isinstance(record, Adoption) and record.level == level:
            name = name or record.place
        if name is None:
            continue
        found = _find(units, name, level, as_of, within)
        if not found:
            where = f" in {within.name}" if within is not None else ""
            yield f"no {level} '{name}'{where} on {as_of}"
            return
        keys = {unit.code for unit in found}
        within = found[0] if len(keys) == 1 else within
