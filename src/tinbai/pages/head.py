"""The head of a page: headline, lead, author and date, from its elements and its metadata."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from tinbai.pages import cues
from tinbai.pages.blocks import Block
from tinbai.pages.dates import agreed, found_in, in_format, normalise
from tinbai.pages.family import clean, first_text, outside
from tinbai.pages.generic import GENERIC
from tinbai.pages.markup import Markup
from tinbai.pages.metadata import Metadata
from tinbai.papers import PageRules
from tinbai.text.normalize import fold, nfc

_DATE_CHARS = 120
_LEAD_WORDS = range(12, 121)
_BYLINE_WORDS = 10
_LEVELS = 4  # elements around the headline that are looked at
_TOLD_CHARS = 60  # a description that begins like this much of the body adds nothing


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says above its body; each None if it does not."""

    title: str | None
    lead: str | None
    byline: str | None
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """When an article was published and changed, with the basis of each.

    Attributes:
        published: ISO date, with `+07:00` where there is an hour.
        published_basis: `json_ld`, `meta`, `dateline`, or `metadata_unreadable` where a date is given that is none.
        modified, modified_basis: the same of the last change.
        conflict: the page prints another day than its metadata say.
    """

    published: str | None = None
    published_basis: str | None = None
    modified: str | None = None
    modified_basis: str | None = None
    conflict: bool = False


def find_head(page: Markup, rules: PageRules, metadata: Metadata, body: LexborNode, found: list[Block]) -> PageHead:
    """Return title, lead, author and printed dates of a page.

    Args:
        page: the page.
        rules: selectors of its family.
        metadata: what it says about itself.
        body: element that holds the article.
        found: blocks of the body.
    """
    heading, title = _title(page, rules, metadata)
    between = _between(heading, body) if heading is not None else []
    lead = _lead(page, rules, found) or _lead_between(between, found, exact=rules is not GENERIC)
    dates = _named_dates(page, rules)
    dates = dates or next((some for _, line in between if len(line) <= _DATE_CHARS and (some := found_in(line))), [])
    return PageHead(title, lead, _author(page, rules, metadata, body), tuple(dates))


def find_dates(metadata: Metadata, printed: tuple[str, ...]) -> Dates:
    """Return the dates of a page from its metadata and what it prints.

    Args:
        metadata: what the page says about itself.
        printed: dates or date lines of its head, in order; the later of two is that of the last change.
    """
    lines = [date for line in printed if (date := normalise(line))]
    given = normalise(metadata.published) if metadata.published else None
    published, basis, conflict = agreed(given, metadata.published_in, lines)
    if published is None and metadata.published:
        basis = "metadata_unreadable"
    modified = normalise(metadata.modified) if metadata.modified else None
    modified_basis = metadata.modified_in if modified else None
    if modified is None and published is not None and len(lines) > 1 and lines[1] > lines[0]:
        modified, modified_basis = lines[1], "dateline"
    return Dates(published, basis, modified, modified_basis, conflict)


def _title(page: Markup, rules: PageRules, metadata: Metadata) -> tuple[LexborNode | None, str | None]:
    """Return the headline and its element: of several headings the one that the metadata name."""
    named = fold(nfc(metadata.title)) if metadata.title else ""
    first: tuple[LexborNode, str] | None = None
    for node in page.each(tuple(dict.fromkeys(rules.title + GENERIC.title))):
        if text := clean(node):
            if not named or (low := fold(text)) in named or named in low:
                return node, text
            first = first or (node, text)
    return first or (None, nfc(metadata.title) if metadata.title else None)


def _lead(page: Markup, rules: PageRules, found: list[Block]) -> str | None:
    lead = first_text(page, tuple(selector for selector in rules.lead if not selector.startswith("meta")))
    if lead is not None:
        return lead
    described = first_text(page, tuple(selector for selector in rules.lead if selector.startswith("meta")))
    if described is None:
        return None
    told = fold(nfc(" ".join(block.text for block in found)))
    return described if fold(described).rstrip(".… ")[:_TOLD_CHARS] not in told else None


def _between(heading: LexborNode, body: LexborNode) -> list[tuple[LexborNode, str]]:
    """Return the elements, each with its text, that stand after the headline and before the body."""
    around = _line_up(body)
    if body.mem_id in _line_up(heading):
        return []
    found: list[tuple[LexborNode, str]] = []
    node: LexborNode | None = heading
    for _ in range(_LEVELS):
        if node is None or node.mem_id in around:
            break
        after = node.next
        while after is not None and after.mem_id not in around:
            line = clean(after) if after.is_element_node else nfc(" ".join((after.text_content or "").split()))
            if line:
                found.append((after, line))
            after = after.next
        node = node.parent
    return found


def _line_up(node: LexborNode | None) -> set[int]:
    """Return `mem_id` of an element and of all around it."""
    found: set[int] = set()
    while node is not None:
        found.add(node.mem_id)
        node = node.parent
    return found


def _lead_between(between: list[tuple[LexborNode, str]], found: list[Block], *, exact: bool) -> str | None:
    """Return the paragraph before the body; `exact`: only if its class calls it the lead."""
    if found and found[0].bold and cues.words_in(found[0].text) >= _LEAD_WORDS.start:
        return None
    for node, line in between:
        named = node.is_element_node and node.css_matches(", ".join(GENERIC.lead))
        if named:
            return line
        single = not node.is_element_node or len(node.css("p, div, li")) <= 1
        if not exact and single and cues.words_in(line) in _LEAD_WORDS and cues.ends_in_stop(line):
            return line
    return None


def _named_dates(page: Markup, rules: PageRules) -> list[str]:
    """Return the dates of the first element with one; on a page of no known system it may hold nothing else."""
    for node in page.each(rules.date):
        stamp = normalise(node.attributes.get("datetime") or "")
        line = clean(node)
        found = in_format(line, rules.date_format)
        if not found:
            whole = normalise(line)
            found = [whole] if whole else [] if rules is GENERIC else found_in(line)
        if found or stamp:
            return found if found and (not stamp or len(found[0]) >= len(stamp)) else [stamp or ""]
    return []


def _author(page: Markup, rules: PageRules, metadata: Metadata, body: LexborNode) -> str | None:
    for line in outside(page, rules.byline, body):
        label, _, name = line.partition(":")
        name = name.strip() if fold(label) == "tác giả" else line
        if name and cues.words_in(name) <= _BYLINE_WORDS:
            return name
    author = nfc(metadata.author) if metadata.author else None
    if author is None or author == author.lower() or fold(author) == fold(metadata.site or ""):
        return None  # an account, or the newspaper itself
    return author
