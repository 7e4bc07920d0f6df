"""What people see: progress, the findings of the demo, the lineage of a row. Builds, never prints."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tinbai import stopping
from tinbai.dataset.lineage import Lineage
from tinbai.records import Annotation, Failure, Figure, Officeholder
from tinbai.text.view import TextView

_DUAL = {"yes": "bold green", "former": "yellow", "unclear": "yellow", "no": "dim"}


class Watch:
    """Counts what comes, tells failures, moves the progress line, and ends what was asked to stop.

    Attributes:
        failures: number of failures so far.
        keep: a list that gets every annotation, if it is set.
    """

    def __init__(self, advance: Callable[[], None], tell: Callable[[str], None]) -> None:
        self.failures = 0
        self.keep: list[Annotation] | None = None
        self._advance = advance
        self._tell = tell

    def __call__(self, item: Annotation | Failure) -> None:
        """Take an annotation or a failure."""
        if isinstance(item, Failure):
            self.failed(item)
        else:
            self.done(item)

    def failed(self, failure: Failure) -> None:
        """Count and tell a failure."""
        stopping.check()
        self.failures += 1
        self._tell(f"failed: {failure.message}")

    def done(self, annotation: Annotation) -> None:
        """Keep an annotation if asked to, and move on."""
        stopping.check()
        if self.keep is not None:
            self.keep.append(annotation)
        self._advance()


def progress(console: Console) -> Progress:
    """Return a progress line for a stream of unknown length; count with `advance`."""
    count = TextColumn("{task.description} {task.completed:.0f} articles")
    return Progress(SpinnerColumn(), BarColumn(), count, TimeElapsedColumn(), console=console, transient=True)


def findings(annotation: Annotation) -> RenderableType:
    """Return officeholders, adoption and figures of one article, each with its sentence."""
    article = annotation.article
    labels = annotation.labels
    about = f"{labels.relevance}, {labels.report_type or 'no report type'}, stance {labels.stance}"
    title = Rule(Text(article.title or article.id, style="bold"), align="left")
    parts: list[RenderableType] = [title, Text(about, "dim")]
    parts += [_section("Officeholders", _officeholders(annotation))]
    parts += [_section("Adoption", _adoption(annotation))]
    parts += [_section("Figures", _figures(annotation))]
    return Group(*parts)


def lineage(found: Lineage) -> RenderableType:
    """Return one row of a dataset with its sentence, its basis and the mentions inside."""
    grid = Table.grid(padding=(0, 2))
    for name, value in found.row.items():
        if name not in {"text", "zones"} or found.table != "articles":
            grid.add_row(Text(name, "cyan"), Text(_said(value)))
    parts: list[RenderableType] = [Text(f"table {found.table}", "bold"), grid]
    if found.input:
        parts += [Text(), Text.assemble(("input ", "bold"), found.input)]
    if found.sentence is not None:
        sentence = Text(found.sentence)
        sentence.stylize("reverse", found.start, found.end)
        parts += [Text("sentence", "bold"), sentence]
    if found.basis:
        parts += [Text("basis", "bold"), *(Text(f"  {name}: {_said(value)}") for name, value in found.basis.items())]
    if found.mentions:
        parts += [Text("mentions inside", "bold"), *(Text(f"  {mention}") for mention in found.mentions)]
    return Group(*parts)


def _said(value: object) -> str:
    """Return a cell in words: lists with semicolons, candidates one a line, JSON without its brackets."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            value = json.loads(value)
        except ValueError:  # printed text that begins with a bracket
            return str(value)
    if isinstance(value, dict):
        return "; ".join(f"{name} {_said(part)}" for name, part in value.items()) or "–"
    if not isinstance(value, list):
        return str(value)
    if all(isinstance(item, dict) and "path" in item for item in value):
        return "\n".join(f"{c['path']} ({c['code']} since {c['valid_from']}, {c['score']:g})" for c in value) or "–"
    return "; ".join(map(_said, value))


def _section(title: str, rows: Iterable[tuple[Text, Text]]) -> RenderableType:
    table = Table(title=title, title_justify="left", title_style="bold cyan", box=None, show_header=False, expand=True)
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    empty = True
    for row in rows:
        empty = False
        table.add_row(*row)
    return Text(f"{title}: none", "dim") if empty else table


def _officeholders(annotation: Annotation) -> Iterator[tuple[Text, Text]]:
    for holder in annotation.officeholders:
        places = (holder.hamlet, holder.commune, holder.district, holder.province)
        what = Text.assemble((holder.person, "bold"), " ", (f"dual={holder.dual}", _DUAL[holder.dual]))
        what.append("\n" + (_posts(holder) or "no post"))
        what.append("\n" + ", ".join(place for place in places if place), "italic")
        yield what, _marked(annotation, holder.evidence.start, holder.evidence.end)


def _posts(holder: Officeholder) -> str:
    return ", ".join(holder.posts_surface or holder.posts)


def _adoption(annotation: Annotation) -> Iterator[tuple[Text, Text]]:
    for record in annotation.adoption:
        numbers = "" if record.count is None else f"{record.count}" + (f"/{record.total}" if record.total else "")
        share = "" if record.percent is None else f"{record.percent:g} %"
        shown = " ".join(part for part in (numbers, record.unit if numbers else None, share) if part)
        what = Text.assemble((shown or record.status, "bold"), f"\n{record.place or record.level or ''}")
        what.append(f"\n{record.status}" + (f", as of {record.as_of}" if record.as_of else ""), "italic")
        yield what, _marked(annotation, record.evidence.start, record.evidence.end)


def _figures(annotation: Annotation) -> Iterator[tuple[Text, Text]]:
    """Yield the figures of each sentence together: a sentence full of numbers is shown once."""
    view = TextView.of(annotation.article.text, annotation.article.zones)
    for sentence, group in groupby(annotation.figures, key=lambda figure: view.sentence_at(figure.start)):
        figures = list(group)
        start, end = (sentence.start, sentence.end) if sentence else (figures[0].start, figures[-1].end)
        shown = Text(annotation.article.text[start:end])
        for figure in figures:
            shown.stylize("reverse", figure.start - start, figure.end - start)
        yield Text("\n").join(_figure(figure) for figure in figures), shown


def _figure(figure: Figure) -> Text:
    ends = [f"{value:,.12g}".replace(",", " ") for value in (figure.value, figure.value_max) if value is not None]
    ratio = "" if figure.denominator is None else f" of {figure.denominator:.12g}"
    number = "–".join(ends) + ratio
    value = f"= {number} {figure.unit or ''}".rstrip() if number else figure.approx or ""
    return Text.assemble(
        (figure.surface, "bold"), " ", value, (f", {figure.counted}" if figure.counted else "", "italic")
    )


def _marked(annotation: Annotation, start: int, end: int) -> Text:
    """Return the sentences around a span; the span stands out if it is shorter than they are."""
    text = annotation.article.text
    view = TextView.of(text, annotation.article.zones)
    first, last = view.sentence_at(start), view.sentence_at(max(start, end - 1))
    begin, stop = (first.start if first else start), (last.end if last else end)
    shown = Text(text[begin:stop])
    if (begin, stop) != (start, end):
        shown.stylize("reverse", start - begin, end - begin)
    return shown
