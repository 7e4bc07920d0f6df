"""An annotation → rows of the tables, with stable ids and the sentence behind each row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tinbai.dataset import schema
from tinbai.dataset.columns import Column, Table
from tinbai.records import Annotation, Article, Entity, Evidence, Failure, Place, Record
from tinbai.text.view import TextView

Row = dict[str, Any]


def rows(annotation: Annotation, article_id: str | None = None) -> dict[str, list[Row]]:
    """Return the rows of one article by table; every table but `failures` has a key.

    Args:
        annotation: the annotated article.
        article_id: key to use instead of the article's own id, where that is not unique.

    Raises:
        ValueError: a row has a column that `schema.py` does not declare.
    """
    maker = _Rows(annotation, article_id or annotation.article.id)
    made = {table.name: list(_MAKERS[table.name](maker)) for table in schema.TABLES if table.name in _MAKERS}
    return {name: [_declared(schema.BY_NAME[name], row) for row in found] for name, found in made.items()}


def failure_rows(failures: Iterable[Failure]) -> list[Row]:
    """Return the rows of the `failures` table, sorted so that the order of inputs does not matter."""
    ordered = sorted(failures, key=lambda f: (f.input, f.stage, f.reason, f.message))
    return [
        _declared(schema.FAILURES, {"row_id": f"failure#{number}", **failure.model_dump()})
        for number, failure in enumerate(ordered, start=1)
    ]


def _declared(table: Table, row: Row) -> Row:
    unknown = set(row) - set(table.names())
    if unknown:
        raise ValueError(f"table {table.name}: {', '.join(sorted(unknown))} not declared in dataset/schema.py")
    return {column.name: _cell(column, row.get(column.name)) for column in table.columns}


def _cell(column: Column, value: Any) -> Any:
    if column.type == "json" and value is not None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if column.type == "list":
        return [str(item) for item in value or ()]
    return value


class _Rows:
    """The rows of one article; one method a table."""

    def __init__(self, annotation: Annotation, article_id: str) -> None:
        self.annotation = annotation
        self.article: Article = annotation.article
        self.id = article_id
        self.view = TextView.of(self.article.text, self.article.zones)

    def _key(self, record: str) -> Row:
        return {"row_id": f"{self.id}#{record}", "article_id": self.id}

    def _evidence(self, evidence: Evidence | None) -> Row:
        start, end, text = (evidence.start, evidence.end, evidence.text) if evidence else (None, None, None)
        return {"evidence_start": start, "evidence_end": end, "evidence_text": text}

    def _sentence(self, start: int) -> Row:
        """Return the sentence around `start` as evidence."""
        found = self.view.sentence_at(start)
        if found is None:
            return self._evidence(None)
        return self._evidence(
            Evidence(start=found.start, end=found.end, text=self.article.text[found.start : found.end])
        )

    def _place_row(self, name: str | None, record: Any) -> str | None:
        """Return the one row of `places` that `name` with the record's parents can mean."""
        named = [(number, place) for number, place in enumerate(self.annotation.places, 1) if place.normal == name]
        fitting = [number for number, place in named if _parents_agree(place, record)]
        return f"{self.id}#P{fitting[0]}" if name and len(fitting) == 1 else None

    def articles(self) -> Iterator[Row]:
        row = self.article.model_dump(mode="json", exclude={"id"})
        row |= {"article_id": self.id, "length": len(self.article.text), "tinbai": self.annotation.tinbai}
        yield row

    def mentions(self) -> Iterator[Row]:
        for entity in self.annotation.entities:
            yield self._key(entity.id) | entity.model_dump(mode="json", exclude={"id"})

    def places(self) -> Iterator[Row]:
        first = {entity.normal: entity.start for entity in reversed(self.annotation.entities)}
        for number, place in enumerate(self.annotation.places, start=1):
            start = first.get(place.normal)
            evidence = self._evidence(None) if start is None else self._sentence(start)
            yield self._key(f"P{number}") | place.model_dump(mode="json") | evidence

    def officeholders(self) -> Iterator[Row]:
        for holder in self.annotation.officeholders:
            lowest = holder.hamlet or holder.commune or holder.district or holder.province
            row = self._record(holder, holder.id) | {"place_row": self._place_row(lowest, holder)}
            yield row | self._evidence(holder.evidence)

    def adoption(self) -> Iterator[Row]:
        for record in self.annotation.adoption:
            row = self._record(record, record.id) | {"place_row": self._place_row(record.place, record)}
            yield row | self._evidence(record.evidence)

    def figures(self) -> Iterator[Row]:
        for figure in self.annotation.figures:
            row = self._record(figure, figure.id) | {"place_row": self._place_row(figure.place, None)}
            yield row | self._sentence(figure.start)

    def claims(self) -> Iterator[Row]:
        for claim in self.annotation.claims:
            yield self._record(claim, claim.id) | {"place_row": self._place_row(claim.place, None)}

    def labels(self) -> Iterator[Row]:
        yield self._key("labels") | self.annotation.labels.model_dump(mode="json")

    def documents(self) -> Iterator[Row]:
        groups: dict[str, list[Entity]] = {}
        for entity in self.annotation.entities:
            if entity.type == "DOCUMENT":
                groups.setdefault(entity.normal or entity.text, []).append(entity)
        for number, (name, found) in enumerate(groups.items(), start=1):
            stated = {key: _first(found, key) for key in ("doc_type", "date", "issuer")}
            row = {"document": name, "surface": found[0].text, "mentions": len(found), **stated}
            yield self._key(f"D{number}") | row | self._sentence(found[0].start)

    def checks(self) -> Iterator[Row]:
        for number, check in enumerate(self.annotation.checks, start=1):
            row = {"check_id": check.id, "ok": check.ok, "detail": check.detail}
            yield self._key(f"C{number}") | row | self._evidence(check.evidence)

    def _record(self, record: Record, record_id: str) -> Row:
        return self._key(record_id) | record.model_dump(mode="json", exclude={"id", "evidence"})


def _parents_agree(place: Place, record: Any) -> bool:
    for level in ("commune", "district", "province"):
        ours, theirs = getattr(place, level), getattr(record, level, None)
        if ours is not None and theirs is not None and ours != theirs:
            return False
    return True


def _first(entities: Iterable[Entity], key: str) -> Any:
    return next((entity.attrs[key] for entity in entities if entity.attrs.get(key) is not None), None)


_MAKERS: dict[str, Callable[[_Rows], Iterator[Row]]] = {
    "articles": _Rows.articles,
    "mentions": _Rows.mentions,
    "places": _Rows.places,
    "officeholders": _Rows.officeholders,
    "adoption": _Rows.adoption,
    "figures": _Rows.figures,
    "claims": _Rows.claims,
    "labels": _Rows.labels,
    "documents": _Rows.documents,
    "checks": _Rows.checks,
}
