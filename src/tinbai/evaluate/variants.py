"""The same article as other sources would deliver it: what a reader must not notice.

Every variant says the same words, so gold stays gold: offsets move with the text, and the
scores of a variant are compared with those of the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from tinbai.evaluate.cases import Case
from tinbai.records import Annotation
from tinbai.text.normalize import nfc

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


VARIANTS: tuple[Variant, ...] = (
    Variant("NFD", lambda text: unicodedata.normalize("NFD", text)),
    Variant("NBSP", lambda text: text.replace(" ", "\u00a0")),
    Variant("old tone", old_tone),
    Variant("wrapped 72", wrapped),
    Variant("no blank lines", lambda text: _BLANK_LINES.sub("\n", text)),
)


def vary(case: Case, variant: Variant) -> Case:
    """Return `case` delivered as `variant`; the text is not NFC where the variant is not.

    Gold offsets are those in the NFC of the delivered text, which is what annotations refer to;
    normal forms stay, since they are spelled in one way whatever the text does (`text.normalize.spell`).

    Raises:
        ValueError: the variant changed more than blanks and the place of tone marks.
    """
    given = case.gold.article.text
    delivered = variant.text(given)
    moved = _offsets(given, nfc(delivered))
    data = _shifted(case.gold.model_dump(by_alias=True), moved, nfc(delivered))
    data["article"]["text"] = delivered
    return Case(case.id, case.split, case.kind, case.region, Annotation.model_validate(data))


def _offsets(given: str, delivered: str) -> list[int]:
    """Map every offset of `given` (and its end) to `delivered`; only line ends may be missing there."""
    if len(given) == len(delivered):
        return list(range(len(given) + 1))
    kept = [True] * len(given)
    for match in _BLANK_LINES.finditer(given):
        kept[match.start() + 1 : match.end()] = [False] * (len(match[0]) - 1)
    moved = [0, *accumulate(int(keep) for keep in kept)]
    if moved[-1] != len(delivered):
        raise ValueError(f"a variant of {len(given)} code points has {len(delivered)}, not {moved[-1]}")
    return moved


def _shifted(value: Any, moved: list[int], text: str) -> Any:
    """Move `start` and `end`, wherever they stand, and take the `text` between them anew."""
    if isinstance(value, Mapping):
        out = {key: _shifted(item, moved, text) for key, item in value.items()}
        if isinstance(out.get("start"), int) and isinstance(out.get("end"), int):
            out["start"], out["end"] = moved[out["start"]], moved[out["end"]]
            if isinstance(out.get("text"), str):
                out["text"] = text[out["start"] : out["end"]]
        return out
    if isinstance(value, (list, tuple)):
        return [_shifted(item, moved, text) for item in value]
    return value
