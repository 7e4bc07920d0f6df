"""The errors that tinbai raises, each named by what the caller should do next.

Every message is one sentence that names the file and the place. A batch run
catches `InputError` per article, writes it to the `failures` table and goes on.
"""

from __future__ import annotations


class TinbaiError(Exception):
    """Base of all errors that tinbai raises on purpose."""


class InputError(TinbaiError):
    """One input cannot be read: look at the file and the place it names.

    Attributes:
        where: path, or path and line (`articles.jsonl:17`).
        reason: short code for tables, such as `empty`, `binary`, `encoding`.
    """

    def __init__(self, message: str, *, where: str, reason: str) -> None:
        super().__init__(message)
        self.where = where
        self.reason = reason


class NothingToReadError(TinbaiError):
    """No readable input was found at all: check the path."""


class OutputError(TinbaiError):
    """The output folder or file cannot be used: choose another or free it."""


class LexiconError(TinbaiError):
    """A word list is malformed: mend the line it names."""


class GazetteerError(TinbaiError):
    """The gazetteer file is missing, damaged or of another version: rebuild it."""


class PaperError(TinbaiError):
    """A newspaper file has a wrong key or value: mend the line it names."""


class CrawlError(TinbaiError):
    """A crawl cannot begin or go on: the message says what to change."""


class CorpusError(TinbaiError):
    """A gold article is malformed: mend the line it names."""


class ModelError(TinbaiError):
    """A model file does not match its digest or version: train it again."""
