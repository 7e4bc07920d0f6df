"""What is read: an article with its zones, or why there is none. `records` hands these values on.

Offsets are code points into the NFC text, half-open: `text[start:end]`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

ZoneName = Literal["title", "lead", "body", "subheading", "caption", "byline", "boilerplate", "unreadable"]


class Record(BaseModel):
    """Base of all records: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(Record):
    """The sentence or clause that a value comes from (`text[start:end] == text`)."""

    start: int
    end: int
    text: str


class Zone(Record):
    """One line of the article and what it is (codebook 0.3)."""

    zone: ZoneName
    start: int
    end: int


class Article(Record):
    """A clean article: NFC text, its zones, and what its source says about it.

    Attributes:
        id: the given id, else the file stem, else a hash of the text.
        input: the path as given; for JSON Lines path and line (`a.jsonl:3`).
        published: date or date-time printed by the source (ISO 8601), or None.
        published_inferred: EDTF date that tinbai derived, with `published_basis`.
        modified: when the source last changed it (ISO 8601), with `modified_basis`; None if it does not say.
        read_by: basis and name of the rules that found it in its page (`host:onecms`, `signs:vccorp`,
            `generic`); None for what is no page.
        flags: what a reader should know: `encoded_body`, `unreadable`, `date_conflict`, `published_unreadable` (no
            ISO 8601: it counts for nothing), `encoding:tcvn3` …
        text: the whole NFC text; zones index into it.
    """

    id: str
    input: str
    url: str | None = None
    source: str | None = None
    title: str | None = None
    lead: str | None = None
    byline: str | None = None
    published: str | None = None
    published_inferred: str | None = None
    published_basis: str | None = None
    modified: str | None = None
    modified_basis: str | None = None
    read_by: str | None = None
    flags: tuple[str, ...] = ()
    text: str
    zones: tuple[Zone, ...] = ()


class Failure(Record):
    """An input that could not be read or annotated, with the place and the reason."""

    input: str
    stage: Literal["read", "annotate", "write"]
    reason: str
    message: str
