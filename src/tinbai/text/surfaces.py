"""Moves what was found in one copy of a text to another: offsets, and the characters that stand between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from tinbai.records import Record

R = TypeVar("R", bound=Record)
Move = Callable[[int, int], tuple[int, int]]
_SURFACES = ("text", "surface")
_POINTERS = ("holder", "holders")  # attributes of a mention that are starts of other mentions


def moved(value: Any, move: Move, read: str, printed: str) -> Any:
    r"""Return `value` with every span in it moved from `read` to `printed`, at any depth.

    Args:
        value: mappings, lists and tuples; a mapping with `start` and `end` is a span. Its `text` and `surface`
            are taken from `printed` where they are what stands there in `read`.
        move: gives (start, end) in `printed` for those of a span of `read`.
        read: the text in which spans were found.
        printed: the text that they are wanted for.

    Example:
        >>> span = {"id": "C1", "start": 3, "end": 8, "text": "Mỹ Lý"}
        >>> moved(span, lambda start, end: (start + 1, end + 1), "Xã Mỹ Lý", "Xã\u00ad Mỹ\u00a0Lý")
        {'id': 'C1', 'start': 4, 'end': 9, 'text': 'Mỹ\xa0Lý'}
    """
    if isinstance(value, Mapping):
        out = {key: moved(item, move, read, printed) for key, item in value.items()}
        start, end = out.get("start"), out.get("end")
        if isinstance(start, int) and isinstance(end, int):
            first, last = move(start, end)
            same = {key: printed[first:last] for key in _SURFACES if out.get(key) == read[start:end]}
            out |= {"start": first, "end": last} | same
        return out | {key: _pointed(out[key], move) for key in _POINTERS if key in out}
    if isinstance(value, (list, tuple)):
        return type(value)(moved(item, move, read, printed) for item in value)
    return value


def _pointed(value: Any, move: Move) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_pointed(item, move) for item in value)
    return move(value, value + 1)[0] if isinstance(value, int) else value


def restored(record: R, read: str, printed: str, move: Move | None = None) -> R:
    r"""Return `record` as it stands in `printed`, evidence inside it too.

    Args:
        record: any record.
        read: the copy that rules read.
        printed: the text as given.
        move: where a span of `read` stands in `printed`; None if both have the same length.

    Example:
        >>> from tinbai.records import Evidence
        >>> restored(Evidence(start=0, end=5, text="Xã Mỹ"), "Xã Mỹ Lý", "Xã\u00a0Mỹ Lý").text
        'Xã\xa0Mỹ'
    """
    if read == printed:
        return record
    changed = moved(record.model_dump(by_alias=True), move or (lambda start, end: (start, end)), read, printed)
    return type(record).model_validate(changed)
