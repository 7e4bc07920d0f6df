"""The same article as other sources would deliver it: what a reader must not notice.

Every variant says the same words, so gold stays gold: offsets move with the text, and the
scores of a variant are compared with those of the text as it was written. `VARIANTS` are
those that have a bar; `MIXTURES` are what else content systems and editors make of a text.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

from tinbai.evaluate.cases import Case
from tinbai.pages.zones import zones
from tinbai.records import Annotation
from tinbai.text.normalize import INVISIBLE, nfc
from tinbai.text.surfaces import moved

_COLUMNS = 72
_NEW_TONE = {
    unicodedata.normalize("NFC", first + tone) + second: first + unicodedata.normalize("NFC", second + tone)
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_NEW_TONE |= {new.capitalize(): old.capitalize() for new, old in _NEW_TONE.items()}
_NEW_TONE |= {new.upper(): old.upper() for new, old in _NEW_TONE.items()}
_TONES = re.compile(r"(?<![qQ])(?:" + "|".join(_NEW_TONE) + r")(?![^\W\d_])")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LONG_WORD = re.compile(r"\b([^\W\d_]{2,})([^\W\d_]{3})\b")
_UNSEEN = INVISIBLE + "\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to deliver a text.

    Attributes:
        name: what `tinbai evaluate --robustness` prints.
        text: makes the delivered text from the NFC text.
    """

    name: str
    text: Callable[[str], str]


def old_tone(text: str) -> str:
    """Return NFC `text` with the tone marks of `oa`, `oe` and `uy` in the old place.

    Example:
        >>> old_tone("Hòa Bình, Thủy, quý, khoá")
        'Hoà Bình, Thuỷ, quý, khoá'
    """
    return _TONES.sub(lambda match: _NEW_TONE[match[0]], text)


def wrapped(text: str, columns: int = _COLUMNS) -> str:
    r"""Return `text` with lines broken at blanks, at most `columns` code points each where words allow.

    Example:
        >>> wrapped("Bản đã có điện", 7)
        'Bản đã\ncó điện'
    """
    out = list(text)
    begin, blank = 0, -1
    for at, character in enumerate(text):
        if character == "\n":
            begin, blank = at + 1, -1
        elif character == " ":
            blank = at
        if at - begin >= columns and blank > begin:
            out[blank] = "\n"
            begin, blank = blank + 1, -1
    return "".join(out)


def wrapped_at_hyphens(text: str) -> str:
    r"""Return `text` with lines broken as Python's textwrap does it, also behind hyphens.

    Example:
        >>> wrapped_at_hyphens("x " * 33 + "Kon-Tum").endswith("Kon-\nTum")
        True
    """
    return "\n".join("\n".join(textwrap.wrap(line, _COLUMNS)) for line in text.split("\n"))


def unspaced(text: str) -> str:
    r"""Return `text` without blank lines.

    Example:
        >>> unspaced("Bản Mới\n\nBản có điện.")
        'Bản Mới\nBản có điện.'
    """
    return _BLANK_LINES.sub("\n", text)


def soft_hyphened(text: str) -> str:
    r"""Return `text` with a soft hyphen in every word of five letters or more.

    Example:
        >>> soft_hyphened("trưởng ấp").encode("ascii", "namereplace").count(b"SOFT HYPHEN")
        1
    """
    return _LONG_WORD.sub("\\1\u00ad\\2", text)


def zero_width(text: str) -> str:
    r"""Return `text` as translation engines leave it: zero-width spaces behind every third blank, joiners in words.

    Example:
        >>> zero_width("xã họp") == "xã \u200b\u200bhọp"
        True
    """
    number = count()
    text = re.sub("(?<=[^\n]) (?=[^\n])", lambda _: " \u200b\u200b" if next(number) % 3 == 0 else " ", text)
    return _LONG_WORD.sub(lambda match: f"{match[1]}\u200c{match[2]}" if next(number) % 5 == 0 else match[0], text)


def indented(text: str) -> str:
    r"""Return `text` with a tab before every line and a no-break space behind it.

    Example:
        >>> indented("Bản Mới") == "\tBản Mới\u00a0"
        True
    """
    return re.sub(r"(?m)^(.+)$", "\t\\1\u00a0", text)


def _icelandic(text: str) -> str:
    """Return `text` with the letter eth of Icelandic for Đ, which looks the same."""
    return text.replace("Đ", "\u00d0")


def _all_at_once(text: str) -> str:
    text = zero_width(_icelandic(old_tone(wrapped(unspaced(text)))))
    return unicodedata.normalize("NFD", text.replace(" ", "\u00a0").replace("\n", "\r\n"))


VARIANTS: tuple[Variant, ...] = (
    Variant("NFD", lambda text: unicodedata.normalize("NFD", text)),
    Variant("NBSP", lambda text: text.replace(" ", "\u00a0")),
    Variant("old tone", old_tone),
    Variant("wrapped 72", wrapped),
    Variant("no blank lines", unspaced),
)
MIXTURES: tuple[Variant, ...] = (
    Variant("wrapped, unspaced", lambda text: wrapped(unspaced(text))),
    Variant("at hyphens", wrapped_at_hyphens),
    Variant("CRLF", lambda text: text.replace("\n", "\r\n")),
    Variant("wrapped CRLF", lambda text: wrapped(text).replace("\n", "\r\n")),
    Variant("double blanks", lambda text: text.replace(" ", "  ")),
    Variant("tabs", lambda text: text.replace(" ", "\t")),
    Variant("indented", indented),
    Variant("soft hyphens", soft_hyphened),
    Variant("zero width", zero_width),
    Variant("eth for Đ", _icelandic),
    Variant("all at once", _all_at_once),
)


def long_text(cases: Iterable[Case], size: int) -> str:
    """Return `size` characters of the articles in a row, again from the first if they are too short.

    Args:
        cases: gold; only titles, leads, subheadings and bodies are taken.
        size: code points of the text.

    Raises:
        ValueError: there is nothing to repeat.
    """
    parts = []
    for case in cases:
        text = case.gold.article.text
        read = [zone for zone in zones(text) if zone.zone in ("title", "lead", "subheading", "body")]
        parts.append("\n".join(text[zone.start : zone.end].strip() for zone in read))
    joined = "\n".join(parts)
    if not joined:
        raise ValueError("no article has a text to repeat")
    return (joined * (size // len(joined) + 1))[:size]


def vary(case: Case, variant: Variant) -> Case:
    """Return `case` delivered as `variant`; the text is not NFC where the variant is not.

    Gold offsets are those in the NFC of the delivered text, which is what annotations refer to;
    normal forms stay, since they are spelled in one way whatever the text does (`text.normalize.spell`).

    Raises:
        ValueError: the variant changed more than blanks, what is invisible, and the place of tone marks.
    """
    given = case.gold.article.text
    delivered = variant.text(given)
    text = nfc(delivered)
    data = moved(case.gold.model_dump(by_alias=True), _Moved(given, text).span, given, text)
    data["article"]["text"] = delivered
    return Case(case.id, case.split, case.kind, case.region, Annotation.model_validate(data), case.dated)


class _Moved:
    """Maps spans of `given` to `delivered`: the characters that are seen are the same, one by one."""

    def __init__(self, given: str, delivered: str) -> None:
        seen, self._seen_delivered = _seen(given), _seen(delivered)
        if len(seen) != len(self._seen_delivered):
            raise ValueError(
                f"a variant of {len(seen)} code points that are seen has {len(self._seen_delivered)} of them"
            )
        self._number = {at: number for number, at in enumerate(seen)}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the span begins and ends in `delivered`; its first and last character must be seen."""
        return self._seen_delivered[self._number[start]], self._seen_delivered[self._number[end - 1]] + 1


def _seen(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if not character.isspace() and character not in _UNSEEN]
