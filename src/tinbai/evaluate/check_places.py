"""Checks the place chains of gold records against the gazetteer as of the article's date (codebook 4.3, 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tinbai import gazetteer
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.source import Problem
from tinbai.records import Adoption, Officeholder

Lookup = Callable[..., Sequence[Any]]


def check_places(articles: Sequence[GoldArticle]) -> tuple[list[Problem], list[str]]:
    """Return the problems with communes, districts and provinces, and a note if there is no gazetteer yet."""
    default = getattr(gazetteer, "default", None)
    if default is None:
        return [], ["place chains were not checked: the gazetteer is not there"]
    lookup: Lookup = default().lookup
    return [problem for article in articles for problem in _article(article, lookup)], []


def _article(article: GoldArticle, lookup: Lookup) -> Iterator[Problem]:
    tables: tuple[tuple[str, Sequence[Officeholder | Adoption]], ...] = (
        ("officeholder", article.annotation.officeholders),
        ("adoption", article.annotation.adoption),
    )
    for table, records in tables:
        lines = article.source.record_lines.get(table, ())
        for index, record in enumerate(records):
            line = lines[index] if index < len(lines) else 0
            for message in _chain(record, article.dated, lookup):
                yield Problem(article.path, line, "error", message)
    known: set[tuple[str, str]] = set()
    for entity in article.annotation.entities:
        key = (entity.type, entity.normal or "")
        if entity.type not in ("COMMUNE", "DISTRICT", "PROVINCE") or key in known or entity.attrs.get("former"):
            continue
        known.add(key)
        if not lookup(key[1], entity.type.lower(), as_of=article.dated):
            line = article.source.line_of(entity.start)
            yield Problem(article.path, line, "error", f"no {entity.type.lower()} '{key[1]}' on {article.dated}")


def _chain(record: Officeholder | Adoption, as_of: str, lookup: Lookup) -> Iterator[str]:
    """Walk down from the province; each unit must lie in the one above it."""
    within = None
    for level in ("province", "district", "commune"):
        name = getattr(record, level)
        if isinstance(record, Adoption) and record.level == level:
            name = name or record.place
        if name is None:
            continue
        units = lookup(name, level, as_of=as_of, within=within)
        if not units:
            where = f" in {within.name}" if within is not None else ""
            yield f"no {level} '{name}'{where} on {as_of}"
            return
        within = units[0] if len(units) == 1 else within
