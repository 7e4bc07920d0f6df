"""Reads the source form of a gold article: text with inline tags between two TOML blocks.

`parse` drops tags and zone markers, computes offsets and zones, and collects every
mistake with its line; it knows nothing of lexicon or records (`evaluate.compile` does).
The format is described for writers in `corpora/FORMAT.md`.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tinbai.records import EntityType, Zone, ZoneName
from tinbai.text.normalize import nfc

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same parser as a package: tomllib entered the standard library in 3.11
    import tomli as tomllib

TAG_TYPES: Mapping[str, EntityType | Literal["CLAIM"]] = {
    "H": "HAMLET",
    "C": "COMMUNE",
    "D": "DISTRICT",
    "P": "PROVINCE",
    "PER": "PERSON",
    "ROLE": "ROLE",
    "ORG": "ORG",
    "DOC": "DOCUMENT",
    "DATE": "DATE",
    "FIG": "FIGURE",
    "ETH": "ETHNIC",
    "CL": "CLAIM",
}
_MARKERS: frozenset[str] = frozenset(ZoneName.__args__)  # type: ignore[attr-defined]
_NAMES = "|".join(sorted(TAG_TYPES, key=len, reverse=True))
_OP = r"(?:~?[<>]=?|~)?"
_TOKEN = re.compile(
    # a figure's normal form may begin with < or >, also after `..`
    rf"<FIG +(?P<figure>{_OP}[^<>]*?(?:\.\.{_OP}[^<>]*)?)>"
    rf"|<(?P<open>{_NAMES})(?: +(?P<body>[^<>]*))?>"
    rf"|</(?P<close>{_NAMES})>"
    r"|&(?P<escape>nbsp|lt|gt|amp);"
    r"|\{(?P<marker>\w+)\}"
    r"|(?P<stray>[<>])"
)
_FENCE = "+++"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding about a gold article; `line` counts from 1 in the source file (0: the whole file)."""

    path: str
    line: int
    level: Literal["error", "warning"]
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.level}: {self.message}"


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """One inline tag: type, half-open code points into the text, the normal slot and `key=value` pairs."""

    type: str
    start: int
    end: int
    normal: str | None
    attrs: Mapping[str, str]
    line: int


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed source file; `text_lines[i]` is the file line of the i-th line of `text`."""

    path: str
    header: Mapping[str, Any]
    text: str
    zones: tuple[Zone, ...]
    spans: tuple[TaggedSpan, ...]
    records: Mapping[str, Any]
    text_lines: tuple[int, ...]
    record_lines: Mapping[str, tuple[int, ...]]

    def line_of(self, offset: int) -> int:
        """Return the file line that holds code point `offset` of the text."""
        return self.text_lines[min(self.text.count("\n", 0, offset), len(self.text_lines) - 1)]


@dataclass(slots=True)
class _State:
    """What the scanner carries from line to line."""

    path: str
    zone: ZoneName = "body"
    text: list[str] = field(default_factory=list)
    length: int = 0
    zones: list[Zone] = field(default_factory=list)
    spans: list[TaggedSpan] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, "error", message))

    def add(self, piece: str) -> None:
        self.text.append(piece)
        self.length += len(piece)


def parse(raw: str, path: str) -> tuple[Source | None, list[Problem]]:
    r"""Parse the source text `raw` of one gold article.

    Args:
        raw: the file's content, any Unicode normal form.
        path: named in every problem.

    Returns:
        The source (None if its three parts cannot be told apart) and all problems.

    Example:
        >>> raw = '+++\nid = "x"\n+++\n{title}<H>Bản Pá</H> đổi mới\n+++\n'
        >>> source, problems = parse(raw, "x.txt")
        >>> source.text, source.spans[0].end, problems
        ('Bản Pá đổi mới', 6, [])
    """
    lines = nfc(raw.lstrip("\ufeff").replace("\r\n", "\n")).split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) != 3 or fences[0] != 0:
        message = f"needs three lines '{_FENCE}' (first line, after the header, after the text); found {len(fences)}"
        return None, [Problem(path, 1, "error", message)]
    state = _State(path)
    header = _toml(lines[1 : fences[1]], 1, state)
    records = _toml(lines[fences[2] + 1 :], fences[2] + 1, state)
    first, last = fences[1] + 1, fences[2]
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    for number in range(first, last):
        if number > first:
            state.add("\n")
        _scan_line(lines[number], number + 1, state)
    spans = tuple(sorted(state.spans, key=lambda span: (span.start, -span.end, span.type)))
    source = Source(
        path=path,
        header=header,
        text="".join(state.text),
        zones=tuple(state.zones),
        spans=spans,
        records=records,
        text_lines=tuple(range(first + 1, last + 1)) or (1,),
        record_lines=_table_lines(lines, fences[2] + 1),
    )
    return source, state.problems


def _toml(lines: list[str], offset: int, state: _State) -> Mapping[str, Any]:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        state.wrong(offset + (int(found[1]) if found else 1), f"not valid TOML: {error}")
        return {}


def _table_lines(lines: list[str], begin: int) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number in range(begin, len(lines)):
        match = re.match(r"\s*\[{1,2}\s*(\w+)\s*\]{1,2}", lines[number])
        if match:
            found.setdefault(match[1], []).append(number + 1)
    return {name: tuple(numbers) for name, numbers in found.items()}


def _scan_line(line: str, number: int, state: _State) -> None:
    """Append one line of text, its zones and its spans to `state`."""
    begin = state.length
    segments: list[tuple[ZoneName, int]] = [("boilerplate" if state.zone == "boilerplate" else "body", begin)]
    opened: dict[str, tuple[int, str]] = {}
    position = 0
    for match in _TOKEN.finditer(line):
        state.add(line[position : match.start()])
        position = match.end()
        if match["escape"]:
            state.add("\u00a0" if match["escape"] == "nbsp" else html.unescape(match[0]))
        elif match["marker"]:
            _mark(match["marker"], number, segments, state)
        elif match["stray"]:
            state.wrong(number, f"stray '{match[0]}': an unknown tag, or write &lt; or &gt;")
        elif match["close"]:
            _close(match["close"], number, opened, state)
        else:
            name = match["open"] or "FIG"
            if name in opened:
                state.wrong(number, f"<{name}> opened inside another <{name}>: same-type spans never overlap (0.5)")
            opened[name] = (state.length, match["figure"] if match["open"] is None else match["body"] or "")
    state.add(line[position:])
    for name in opened:
        state.wrong(number, f"<{name}> is not closed on its line")
    _zones("".join(state.text)[begin:], begin, segments, state)


def _mark(marker: str, number: int, segments: list[tuple[ZoneName, int]], state: _State) -> None:
    if marker not in _MARKERS:
        state.wrong(number, f"unknown marker {{{marker}}}; known: {', '.join(sorted(_MARKERS))}")
        return
    zone: ZoneName = marker  # type: ignore[assignment]
    segments.append((zone, state.length))
    if zone == "boilerplate":
        state.zone = "boilerplate"


def _close(name: str, number: int, opened: dict[str, tuple[int, str]], state: _State) -> None:
    if name not in opened:
        state.wrong(number, f"</{name}> without <{name}>")
        return
    start, body = opened.pop(name)
    surface = "".join(state.text)[start:]
    if not surface or surface != surface.strip():
        state.wrong(number, f"<{name}> span '{surface}' is empty or begins or ends with a blank")
    if state.zone == "boilerplate":
        state.wrong(number, f"<{name}> in boilerplate: nothing is extracted there (0.3)")
    normal, attrs = _body(body, name, number, state)
    state.spans.append(TaggedSpan(TAG_TYPES[name], start, state.length, normal, attrs, number))


def _body(body: str, name: str, number: int, state: _State) -> tuple[str | None, dict[str, str]]:
    normal, *pairs = (html.unescape(part).strip() for part in body.split("|"))
    attrs: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not value.strip():
            state.wrong(number, f"<{name}>: '{pair}' is no key=value")
        elif key.strip() in attrs:
            state.wrong(number, f"<{name}>: key '{key.strip()}' twice")
        else:
            attrs[key.strip()] = value.strip()
    return normal or None, attrs


def _zones(line: str, begin: int, segments: list[tuple[ZoneName, int]], state: _State) -> None:
    """Add the zones of one line; a line in one zone is covered whole, else blanks at the seams are left out."""
    bounds = [*(start for _, start in segments[1:]), begin + len(line)]
    pieces = [
        (zone, start, end)
        for (zone, start), end in zip(segments, bounds, strict=True)
        if line[start - begin : end - begin].strip()
    ]
    for index, (zone, start, end) in enumerate(pieces):
        piece = line[start - begin : end - begin]
        if index < len(pieces) - 1:
            end -= len(piece) - len(piece.rstrip())
        if index > 0:
            start += len(piece) - len(piece.lstrip())
        state.zones.append(Zone(zone=zone, start=start, end=end))
