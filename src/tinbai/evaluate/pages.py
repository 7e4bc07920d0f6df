"""How well an article was taken out of its page: paragraphs, and what leaked into them.

Paragraphs are compared as wholes, blanks and typography aside, since a paragraph that
lost half of itself or swallowed a caption is a wrong one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tinbai.text.normalize import fold, nfc

_TEXT_ZONES = ("lead", "body", "subheading", "byline")
_ASIDES = ("related", "comments", "tags")


@dataclass(frozen=True, slots=True)
class PageGold:
    """What is on a page: lines of its article and lines that do not belong to it.

    Attributes:
        paragraphs: lead, body, subheadings and byline in order.
        captions: lines under pictures.
        asides: related news, comments and tags.
    """

    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    asides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageScore:
    """Counts of one page, or of several added up.

    Attributes:
        hits: paragraphs found exactly.
        found: paragraphs that were given out.
        wanted: paragraphs of the page.
        captions: captions that were given out as text.
        asides: related news, comments and tags that were given out as text.
    """

    hits: int = 0
    found: int = 0
    wanted: int = 0
    captions: int = 0
    asides: int = 0

    @property
    def f1(self) -> float:
        """Paragraph F1, 0 to 1."""
        return 2 * self.hits / max(1, self.found + self.wanted)

    def __add__(self, other: PageScore) -> PageScore:
        """Return the counts of both."""
        return PageScore(
            self.hits + other.hits,
            self.found + other.found,
            self.wanted + other.wanted,
            self.captions + other.captions,
            self.asides + other.asides,
        )


def read_gold(path: Path) -> PageGold:
    """Return the gold of a page from its JSON file: `zones` of [zone, line], and the asides.

    Raises:
        OSError, ValueError, KeyError: no such file, no JSON, or a key is missing.
    """
    gold = json.loads(path.read_text(encoding="utf-8"))
    return PageGold(
        tuple(line for zone, line in gold["zones"] if zone in _TEXT_ZONES),
        tuple(line for zone, line in gold["zones"] if zone == "caption"),
        tuple(line for aside in _ASIDES for line in gold.get(aside, ())),
    )


def score(lines: Iterable[str], gold: PageGold) -> PageScore:
    """Return the counts of the lines that a reader gave out as text.

    Example:
        >>> gold = PageGold(("Xóm có điện.", "Bà con vui."), ("Bà con bên cột điện",), ())
        >>> score(["Xóm có điện.", "Bà con bên cột điện"], gold)
        PageScore(hits=1, found=2, wanted=2, captions=1, asides=0)
    """
    found = Counter(key for line in lines if (key := _key(line)))
    wanted = Counter(_key(line) for line in gold.paragraphs)
    captions = Counter(_key(line) for line in gold.captions)
    asides = Counter(_key(line) for line in gold.asides)
    return PageScore(
        hits=(found & wanted).total(),
        found=found.total(),
        wanted=wanted.total(),
        captions=(found & (captions - wanted)).total(),
        asides=(found & (asides - wanted)).total(),
    )


def _key(line: str) -> str:
    """Return what is compared: references have blanks where a link or bold type ends, and cells parted in two ways."""
    return "".join(letter for letter in fold(nfc(line)) if letter.isalnum())
