"""Sketches: invented articles tagged sentence by sentence with claims, adoption and labels, without entities.

A gold article takes an hour, a sketch minutes. The readers of claims, counts and relevance learn from
both (corpora/FORMAT.md); a sketch is never scored against, since nobody has annotated its entities and records.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from typing import cast, get_args

from tinbai.articles import ZoneName
from tinbai.errors import CorpusError
from tinbai.evaluate.compile import GoldArticle
from tinbai.lexicon import load as lexicon
from tinbai.records import AdoptionStatus, Article, Claim, Level

LAST = "last"  # folder of sketches in the manner of gold articles: the encoder reads them at last, with gold
_KEYS = ("relevance", "report_type", "stance", "published")
_RELEVANCE = ("model_focus", "model_mention", "not_model")
_STATED = "= status | level | place | count | total | percent | as_of | flags"
_WHOLE, _SHARE = re.compile(r"\d+"), re.compile(r"\d+(?:\.\d+)?")
_FLAG = re.compile(r"incremental|part|change=-?\d+")
_BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Stated:
    """An adoption record as a sketch states it (codebook 4.2): a sentence and what it says, without figures.

    Attributes:
        start: offset of the sentence in the article; `end` likewise.
        status: of codebook 4.2; `level` likewise.
        place: whose units are counted, as written or inferred by the writer.
        count: units; None where not printed. `total` and `percent` (0 to 100) likewise.
        as_of: EDTF, None if neither stated nor inherited.
        flags: `incremental`, `part`, `change=N`.
    """

    start: int
    end: int
    status: AdoptionStatus
    level: Level
    place: str
    count: int | None = None
    total: int | None = None
    percent: float | None = None
    as_of: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """What the trainers of claims and labels need of a gold article or a sketch.

    Attributes:
        article: the text; zones are found anew by the pipeline, as in reading.
        claims: what is said for and against the model; those of a sketch have no speaker.
        labels: relevance, report_type and stance.
        adoption: records of a sketch in text order; none of gold, whose annotation has the figures themselves.
    """

    article: Article
    claims: tuple[Claim, ...]
    labels: Mapping[str, str]
    adoption: tuple[Stated, ...] = ()


def sample_of(gold: GoldArticle) -> Sample:
    """Return the gold article as a sample: bare text, claims about the model, labels."""
    whole, labels = gold.annotation.article, gold.annotation.labels
    bare = Article(id=whole.id, input=whole.input, source=whole.source, published=whole.published, text=whole.text)
    claims = tuple(claim for claim in gold.annotation.claims if claim.target in ("dual", "both"))
    named = {"relevance": labels.relevance, "report_type": labels.report_type or "none", "stance": labels.stance}
    return Sample(bare, claims, named)


def read_sketches(folder: Path, *, rich: bool = False, last: bool = False) -> tuple[list[Sample], str]:
    """Return the sketches of all `*.txt` of `folder`, by name of file, and the SHA-256 of the files; none is no error.

    Args:
        folder: of the files.
        rich: those of its folder `rich` too. They are dense in claims; relevance and report type do without
            them, since with them relevance is less calibrated on dev (benchmarks/README.md).
        last: and after all others those of `last`, which claims and the encoder learn from; the regression of
            counts is not better with them.

    Raises:
        CorpusError: a line is not of the format; the message names file and line.
    """
    found: list[Sample] = []
    total = hashlib.sha256()
    paths = sorted([*folder.glob("*.txt"), *((folder / "rich").glob("*.txt") if rich else ())], key=attrgetter("name"))
    for path in [*paths, *(sorted((folder / LAST).glob("*.txt")) if last else ())]:
        content = path.read_text(encoding="utf-8")
        total.update(content.encode("utf-8"))
        found.extend(parse(content, str(path)))
    seen: dict[str, str] = {}
    for sketch in found:
        if sketch.article.id in seen:
            raise CorpusError(f"{sketch.article.input}: '{sketch.article.id}' is also in {seen[sketch.article.id]}")
        seen[sketch.article.id] = sketch.article.input or ""
    return found, total.hexdigest()


def parse(content: str, path: str) -> Iterator[Sample]:
    r"""Yield the sketches of one file.

    Raises:
        CorpusError: a line is not of the format.

    Example:
        >>> lines = ["=== x-1", "relevance = model_focus", "report_type = other", "stance = positive"]
        >>> sketch, = parse("\n".join([*lines, "", "[body]", "B01 | Ông kể: {Việc làng nhanh hơn}."]), "x.txt")
        >>> sketch.article.text, sketch.claims[0].text, sketch.claims[0].aspects
        ('Ông kể: Việc làng nhanh hơn.', 'Việc làng nhanh hơn', ('B01',))
    """
    draft: _Draft | None = None
    for number, line in enumerate(content.splitlines(), 1):
        try:
            if line.startswith("=== "):
                if draft:
                    yield draft.finished(path)
                draft = _Draft(line[4:].strip(), number)
            elif draft is None:
                if line.strip() and not line.startswith("#"):
                    raise ValueError("a sketch begins with '=== ID'")
            else:
                draft.take(line)
        except ValueError as error:
            raise CorpusError(f"{path}:{number}: {error}") from None
    if draft:
        try:
            yield draft.finished(path)
        except ValueError as error:
            raise CorpusError(f"{path}:{draft.line}: {error}") from None


@dataclass(slots=True)
class _Draft:
    id: str
    line: int
    labels: dict[str, str] = field(default_factory=dict)
    paragraphs: list[list[str]] = field(default_factory=list)
    claims: list[tuple[int, int, int, int, tuple[str, ...], bool]] = field(default_factory=list)
    adoption: list[tuple[int, int, Stated]] = field(default_factory=list)
    open: bool = False

    def take(self, line: str) -> None:
        """Take the next line: blank, header, zone, sentence, or what the sentence before it says of adoption."""
        key, equals, value = line.partition(" = ")
        if line != unicodedata.normalize("NFC", line):
            raise ValueError("the text is not NFC")
        if not line.strip():
            self.open = False
        elif equals and key in _KEYS and not self.paragraphs:
            self.labels[key] = value.strip()
        elif line.startswith("["):
            if line.strip()[1:-1] not in get_args(ZoneName):
                raise ValueError(f"unknown zone '{line.strip()}'")
            self.open = False
        elif line.startswith("="):
            if not self.open:
                raise ValueError(f"'{line[:40]}' follows no sentence")
            self.adoption.append((len(self.paragraphs) - 1, len(self.paragraphs[-1]) - 1, _stated(line)))
        elif " | " in line:
            self._sentence(*line.split(" | ", 1))
        else:
            raise ValueError(f"write 'CODES | sentence', '[zone]' or one of {', '.join(_KEYS)}; not '{line[:40]}'")

    def _sentence(self, codes: str, sentence: str) -> None:
        if not self.open:
            self.paragraphs.append([])
            self.open = True
        where = (len(self.paragraphs) - 1, len(self.paragraphs[-1]))
        marked = [] if codes == "-" else codes.split(" & ")
        groups = [(tuple(group.replace("~", "").split(",")), "~" in group) for group in marked]
        for group, _ in groups:
            for code in group:
                if code not in _aspects():
                    raise ValueError(f"unknown aspect '{code}'; see codebook 2.4")
        spans = list(_BRACES.finditer(sentence))
        if len(spans) != len(groups) and not (len(groups) == 1 and not spans):
            raise ValueError(f"{len(groups)} groups of aspects, {len(spans)} braces")
        bare = _BRACES.sub(r"\1", sentence).strip()
        for index, (group, resolved) in enumerate(groups):
            start, end = 0, len(bare)
            if spans:  # each pair of braces before a span has moved it by two
                start, end = spans[index].start() - 2 * index, spans[index].end() - 2 * index - 2
            self.claims.append((*where, start, end, group, resolved))
        self.paragraphs[-1].append(bare)

    def finished(self, path: str) -> Sample:
        """Return the sketch with its offsets."""
        missing = [key for key in _KEYS[:3] if key not in self.labels]
        if missing or self.labels["relevance"] not in _RELEVANCE:
            raise ValueError(f"'{self.id}' has no {missing[0] if missing else 'relevance of codebook 2.1'}")
        text, offsets = "", {}
        for number, sentences in enumerate(self.paragraphs):
            text += "\n\n" if text else ""
            for index, sentence in enumerate(sentences):
                text += " " if index else ""
                offsets[number, index] = len(text)
                text += sentence
        published = self.labels.get("published")
        article = Article(id=self.id, input=path, published=published, text=text)
        stated = []
        for p, s, one in self.adoption:
            start = offsets[p, s]
            stated.append(replace(one, start=start, end=start + len(self.paragraphs[p][s])))
        made = [(offsets[p, s] + a, offsets[p, s] + b, codes, past) for p, s, a, b, codes, past in self.claims]
        return Sample(article, tuple(_claims(text, made)), self.labels, tuple(stated))


def _stated(line: str) -> Stated:
    """Return the record of a line, its offsets still to come."""
    fields = [part.strip() for part in line.removeprefix("=").split("|")]
    if len(fields) != _STATED.count("|") + 1:
        raise ValueError(f"write '{_STATED}', empty where nothing is printed; not '{line[:40]}'")
    status, level, place, count, total, percent, as_of, flags = fields
    if status not in get_args(AdoptionStatus):
        raise ValueError(f"unknown status '{status}'; see codebook 4.2")
    if level not in get_args(Level) or level == "hamlet":
        raise ValueError(f"unknown level '{level}'; a record is of national, province, district or commune")
    for name, value, form in (("count", count, _WHOLE), ("total", total, _WHOLE), ("percent", percent, _SHARE)):
        if value and not form.fullmatch(value):
            raise ValueError(f"{name} '{value}' is no number; write it without separators, decimals with a point")
    if count and total and int(count) > int(total):
        raise ValueError(f"count {count} is above total {total}")
    marks = tuple(flag for flag in flags.replace(",", " ").split())
    if wrong := [flag for flag in marks if not _FLAG.fullmatch(flag)]:
        raise ValueError(f"unknown flag '{wrong[0]}'; choose from incremental, part, change=N")
    return Stated(
        start=0,
        end=0,
        status=cast("AdoptionStatus", status),
        level=cast("Level", level),
        place=place,
        count=int(count) if count else None,
        total=int(total) if total else None,
        percent=float(percent) if percent else None,
        as_of=as_of or None,
        flags=marks,
    )


def _claims(text: str, found: Iterable[tuple[int, int, tuple[str, ...], bool]]) -> Iterator[Claim]:
    for number, (start, end, codes, resolved) in enumerate(sorted(found), 1):
        side = "positive" if codes[0].startswith("B") else "negative"
        yield Claim(
            id=f"C{number}",
            text=text[start:end],
            start=start,
            end=end,
            speaker="",
            aspects=codes,
            stance="mixed" if resolved else side,  # type: ignore[arg-type]
            resolved=resolved,
        )


def _aspects() -> frozenset[str]:
    return frozenset(entry["id"] for entry in lexicon("aspects")["aspect"])
