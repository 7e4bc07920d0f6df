"""Compiles a parsed source file into a frozen gold article: entities, records and computed labels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tinbai.evaluate.derive import computed_labels, derived_hamlets
from tinbai.evaluate.source import Problem, Source
from tinbai.evaluate.spans import SpanCompiler
from tinbai.records import (
    Adoption,
    Annotation,
    Article,
    Check,
    Claim,
    Entity,
    Evidence,
    Labels,
    Officeholder,
)
from tinbai.text import sentences
from tinbai.text.normalize import fold

_HEADER = {"id", "kind", "published", "written", "paper", "province", "region", "note"}
_TABLES = {"officeholder", "adoption", "labels", "not_extracted", "check"}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One gold article: its annotation, what the writer listed, and where it came from.

    Attributes:
        kind: design category (model_focus, model_mention, near_miss, far); not a label.
        split: train, dev or test: the folder of the file; empty outside the corpus.
        not_extracted: surfaces of numbers that no span holds on purpose, with the reason.
        source: the parsed file, for line numbers.
    """

    id: str
    kind: str
    split: str
    path: str
    paper: str
    province: str
    region: str
    dated: str
    annotation: Annotation
    not_extracted: tuple[tuple[str, str], ...]
    source: Source

    @property
    def text(self) -> str:
        """The NFC text that all offsets refer to."""
        return self.annotation.article.text


class _Compiler(SpanCompiler):
    """Adds the records of the TOML block to what the tags say."""

    def evidence(self, given: Any, line: int) -> dict[str, Any] | None:
        """Find the quoted evidence in the text; case, tone placement and kind of blank do not matter."""
        needle = fold(str(given)).strip()
        start = self.folded.find(needle)
        if not needle or start < 0:
            self.wrong(line, f"evidence '{given}' is not in the text")
            return None
        end = start + len(needle)
        return Evidence(start=start, end=end, text=self.text[start:end]).model_dump()

    def sentence(self, offset: int) -> dict[str, Any]:
        zone = self.view.paragraph_at(offset)
        bounds = sentences.split(self.text, zone.start, zone.end) if zone else ()
        start, end = next(((a, b) for a, b in bounds if a <= offset < b), (offset, offset))
        return Evidence(start=start, end=end, text=self.text[start:end]).model_dump()

    def tables(self, name: str) -> Iterable[tuple[int, dict[str, Any]]]:
        """Yield (line, values) of every `[[name]]` table."""
        found = self.source.records.get(name, [])
        if not isinstance(found, list):
            self.wrong(self.source.record_lines.get(name, (0,))[0], f"write [[{name}]], not [{name}]")
            return
        lines = self.source.record_lines.get(name, ())
        for index, table in enumerate(found):
            yield (lines[index] if index < len(lines) else 0), dict(table)

    def officeholders(self, entities: tuple[Entity, ...]) -> tuple[Officeholder, ...]:
        made: list[Officeholder] = []
        for line, values in self.tables("officeholder"):
            person = values.get("person")
            values["id"] = f"O{len(made) + 1}"
            mentions = [e for e in entities if e.type == "PERSON" and e.normal == person and e.zone != "byline"]
            if "evidence" in values:
                values["evidence"] = self.evidence(values["evidence"], line)
            elif mentions:
                values["evidence"] = self.sentence(mentions[0].start)
            if "dual_evidence" in values:
                values["dual_evidence"] = [e for v in values["dual_evidence"] if (e := self.evidence(v, line))]
            if not mentions:
                self.wrong(line, f"officeholder '{person}' is the normal form of no PERSON in the text")
            elif values["evidence"] and (record := self.record(Officeholder, values, line)):
                made.append(record)
        return tuple(made)

    def adoption(self, holders: tuple[Officeholder, ...]) -> tuple[Adoption, ...]:
        made: list[Adoption] = []
        for number, (line, values) in enumerate(self.tables("adoption"), 1):
            values.setdefault("id", f"A{number}")
            values["evidence"] = self.evidence(values.get("evidence", ""), line)
            count, total = values.get("count"), values.get("total")
            if count is not None and total and not values.get("derived"):
                values.setdefault("percent_computed", round(100 * count / total, 2))
            if values["evidence"] and (record := self.record(Adoption, values, line)):
                made.append(record)
        return (*made, *derived_hamlets(holders, made))

    def checks(self) -> tuple[Check, ...]:
        made: list[Check] = []
        for line, values in self.tables("check"):
            values.setdefault("detail", "")
            if "evidence" in values:
                values["evidence"] = self.evidence(values["evidence"], line)
            if record := self.record(Check, values, line):
                made.append(record)
        return tuple(made)

    def labels(self, claims: tuple[Claim, ...]) -> Labels:
        line = self.source.record_lines.get("labels", (0,))[0]
        values = dict(self.source.records.get("labels", {}))
        computed = computed_labels(claims)
        for key, value in computed.items():
            given = values.get(key, value)
            given = tuple(given) if isinstance(given, list) else given
            if given != value:
                self.wrong(line, f"labels.{key} = {given!r} disagrees with the claims, which give {value!r} (2.3)")
            values[key] = value
        return self.record(Labels, values, line) or Labels(relevance="not_model")


def compile_source(source: Source, *, split: str = "") -> tuple[GoldArticle, list[Problem]]:
    """Compile `source`; mistakes are collected, and what they concern is left out of the article.

    Args:
        source: what `evaluate.source.parse` returned.
        split: train, dev or test.
    """
    compiler = _Compiler(source)
    for key in sorted(set(source.header) - _HEADER):
        compiler.wrong(2, f"unknown header key '{key}'; known: {', '.join(sorted(_HEADER))}")
    for key in sorted(set(source.records) - _TABLES):
        compiler.wrong(
            source.record_lines.get(key, (0,))[0], f"unknown table '{key}'; known: {', '.join(sorted(_TABLES))}"
        )
    spans = [span for span in source.spans if span.type != "CLAIM"]
    entities = tuple(compiler.entity(index, span) for index, span in enumerate(spans, 1))
    figures = (compiler.figure(i, s) for i, s in enumerate((s for s in spans if s.type == "FIGURE"), 1))
    tagged = (span for span in source.spans if span.type == "CLAIM")
    claims = tuple(c for c in (compiler.claim(i, s) for i, s in enumerate(tagged, 1)) if c)
    holders = compiler.officeholders(entities)
    annotation = Annotation(
        tinbai="gold",
        article=_article(source),
        entities=entities,
        officeholders=holders,
        adoption=compiler.adoption(holders),
        figures=tuple(figure for figure in figures if figure),
        claims=claims,
        labels=compiler.labels(claims),
        checks=compiler.checks(),
    )
    header = {key: str(value) for key, value in source.header.items()}
    article = GoldArticle(
        id=header.get("id", ""),
        kind=header.get("kind", ""),
        split=split,
        path=source.path,
        paper=header.get("paper", ""),
        province=header.get("province", ""),
        region=header.get("region", ""),
        dated=header.get("published") or header.get("written", ""),
        annotation=annotation,
        not_extracted=_not_extracted(source, compiler),
        source=source,
    )
    return article, compiler.problems


def _article(source: Source) -> Article:
    first = {zone.zone: source.text[zone.start : zone.end] for zone in reversed(source.zones)}
    header = source.header
    return Article(
        id=str(header.get("id", "")),
        input=source.path,
        source=header.get("paper"),
        title=first.get("title"),
        lead=first.get("lead"),
        byline=first.get("byline"),
        published=str(header["published"]) if header.get("published") else None,
        text=source.text,
        zones=source.zones,
    )


def _not_extracted(source: Source, compiler: _Compiler) -> tuple[tuple[str, str], ...]:
    line = source.record_lines.get("not_extracted", (0,))[0]
    listed = []
    for entry in source.records.get("not_extracted", {}).get("numbers", ()):
        surface, colon, reason = str(entry).rpartition(": ")
        if not colon or not reason.strip():
            compiler.wrong(line, f"not_extracted '{entry}': write \"surface: reason\"")
        elif fold(surface) not in compiler.folded:
            compiler.wrong(line, f"not_extracted '{surface}' is not in the text")
        else:
            listed.append((surface, reason.strip()))
    return tuple(listed)
