"""Zones of a text: title, lead, body, subheading, caption, byline, boilerplate, unreadable.

Codebook 0.3, 0.4 and 9.1 to 9.5. Every paragraph gets one zone; only a byline
glued to the last paragraph and an appeal for donations begin inside a line.
"""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.pages import cues
from tinbai.pages.dates import header_date
from tinbai.pages.lines import Paragraph, paragraphs
from tinbai.pages.readable import is_unreadable
from tinbai.records import Zone, ZoneName
from tinbai.text.normalize import even
from tinbai.text.tidy import tidy

_TITLE_WORDS = 30
_LEAD_WORDS = 20
_LONGEST_LEAD = 2000  # code points
_HEAD_LINES = 6  # a date line or agency mark counts as page head among the first lines only


@dataclass(slots=True)
class _Line:
    """A paragraph while its zone is being decided."""

    start: int
    end: int
    text: str
    alone: bool
    zone: ZoneName | None = None


def zones(text: str, *, has_title: bool | None = None) -> tuple[Zone, ...]:
    r"""Return the zones of NFC `text` in order; they do not overlap and hold all that is not blank.

    Args:
        text: the whole text of the article.
        has_title: whether the first line is the title, where the source says so;
            None decides by its length (at most 30 words).

    Example:
        >>> text = "Xóm Đồi đổi mới\n\nXóm vừa có đường bê tông.\n\nBà con góp 200 ngày công.\n\nHà Vy\nTin khác"
        >>> [zone.zone for zone in zones(text)]
        ['title', 'lead', 'body', 'byline', 'boilerplate']
    """
    tidied = tidy(text)
    if tidied:  # a soft hyphen or a second blank hides no byline
        found = zones(tidied.text, has_title=has_title)
        return tuple(Zone(zone=zone.zone, start=tidied.start(zone.start), end=tidied.end(zone.end)) for zone in found)
    lines = [_line(text, paragraph) for paragraph in paragraphs(text)]
    lines = _cut_tail(lines)
    for index, line in enumerate(lines):
        if line.zone is None and is_unreadable(line.text):
            line.zone = "unreadable"
        elif line.zone is None and (cues.is_furniture(line.text) or (index < _HEAD_LINES and header_date(line.text))):
            line.zone = "boilerplate"
    lines = _byline(lines)
    _head(lines, has_title)
    _inner(lines)
    return tuple(Zone(zone=line.zone or "body", start=line.start, end=line.end) for line in lines)


def zone_text(text: str, found: tuple[Zone, ...], name: ZoneName) -> str | None:
    r"""Return the first zone `name` of `text` as one line, or None.

    Example:
        >>> text = "Chuyện xóm\nXóm có điện.\nTừ đó vui hơn."
        >>> zone_text(text, zones(text), "lead")
        'Xóm có điện.'
    """
    for zone in found:
        if zone.zone == name:
            return " ".join(text[zone.start : zone.end].split())
    return None


def header_lines(text: str, found: tuple[Zone, ...]) -> list[str]:
    """Return the lines of the page head among the first zones: what may carry the date."""
    return [text[zone.start : zone.end] for zone in found[:_HEAD_LINES] if zone.zone == "boilerplate"]


def _line(text: str, paragraph: Paragraph) -> _Line:
    line = even(text[paragraph.start : paragraph.end], on_one_line=True)
    return _Line(paragraph.start, paragraph.end, line, paragraph.alone)


def _cut_tail(lines: list[_Line]) -> list[_Line]:
    """Mark everything from the first marker or appeal on; an appeal may split its line."""
    kept: list[_Line] = []
    content = 0
    for index, line in enumerate(lines):
        appeal = cues.appeal_at(line.text)
        if appeal is None and not cues.is_marker(line.text):
            kept.append(line)
            content += not (cues.is_furniture(line.text) or header_date(line.text))
            continue
        if appeal is None and content < 2:  # a menu word above the article ends nothing
            kept.append(_Line(line.start, line.end, line.text, line.alone, "boilerplate"))
            continue
        before = line.text[: appeal or 0].rstrip()
        if before:
            kept.append(_Line(line.start, line.start + len(before), before, line.alone))
        start = line.start + (appeal or 0)
        tail = _Line(start, line.end, line.text[appeal or 0 :], line.alone, "boilerplate")
        rest = [_Line(after.start, after.end, after.text, after.alone, "boilerplate") for after in lines[index + 1 :]]
        return [*kept, tail, *rest]
    return kept


def _byline(lines: list[_Line]) -> list[_Line]:
    """Mark the last line if it is the author, or cut the author off the last line (codebook 9.4)."""
    open_lines = [index for index, line in enumerate(lines) if line.zone is None]
    while len(open_lines) > 1 and _after_byline(lines[open_lines[-1]].text):
        lines[open_lines.pop()].zone = "body"
    if not open_lines:
        return lines
    index = open_lines[-1]
    last = lines[index]
    if len(open_lines) > 1 and cues.is_byline(last.text):
        last.zone = "byline"
        return lines
    cut = cues.glued_byline(last.text)
    if cut is None or not last.text[:cut].strip():
        return lines
    body = last.text[:cut].rstrip()
    author = _Line(last.start + cut, last.end, last.text[cut:], last.alone, "byline")
    return [*lines[:index], _Line(last.start, last.start + len(body), body, last.alone), author, *lines[index + 1 :]]


def _after_byline(line: str) -> bool:
    """Say whether `line` may stand below the author: the source, or the keywords (`nông thôn mới, hộ nghèo`)."""
    words = cues.words_in(line)
    keywords = "," in line and line[0].islower() and words <= _LEAD_WORDS and not cues.ends_in_stop(line)
    return cues.is_source(line) or keywords


def _head(lines: list[_Line], has_title: bool | None) -> None:
    """Type title and lead; a file of one line has neither (codebook 9.2)."""
    rest = [line for line in lines if line.zone is None]
    if len(rest) < 2 and not (rest and has_title):
        return
    if has_title or (has_title is None and cues.words_in(rest[0].text) <= _TITLE_WORDS):
        rest.pop(0).zone = "title"
    while len(rest) > 1 and _caption_before_lead(rest[0].text, rest[1].text):
        rest.pop(0).zone = "caption"
    if rest and len(rest[0].text) <= _LONGEST_LEAD:  # more is a body whose line ends were lost
        rest[0].zone = "lead"


def _caption_before_lead(line: str, following: str) -> bool:
    """Say whether a picture stands between title and lead: a cue, or a name before a full paragraph."""
    if not cues.is_caption(line):
        return False
    full = cues.words_in(following) >= _LEAD_WORDS and cues.ends_in_stop(following)
    return cues.has_caption_cue(line) or full


def _inner(lines: list[_Line]) -> None:
    """Type captions and subheadings among the lines after the head that stand alone."""
    if not any(line.zone in ("title", "lead") for line in lines):
        return
    rest = [line for line in lines if line.zone is None]
    for line in rest:
        if line.alone and cues.is_caption(line.text):
            line.zone = "caption"
        elif line.alone and line is not rest[-1] and cues.is_subheading(line.text):  # a heading heads something
            line.zone = "subheading"
