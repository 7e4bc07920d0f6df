"""Gives records the original characters back, where rules have read a copy with other blanks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from tinbai.records import Record

R = TypeVar("R", bound=Record)
_SURFACES = ("text", "surface")


def restored(record: R, read: str, original: str) -> R:
    r"""Return `record` with `text` and `surface` taken from `original` wherever they are the span of `read`.

    Args:
        record: any record; evidence inside it is restored too.
        read: the copy that rules read (`TextView.text`).
        original: the text of the article, of the same length.

    Example:
        >>> from tinbai.records import Evidence
        >>> restored(Evidence(start=0, end=5, text="Xã Mỹ"), "Xã Mỹ Lý", "Xã\u00a0Mỹ Lý").text
        'Xã\xa0Mỹ'
    """
    if read == original:
        return record
    changed = _restored(record.model_dump(by_alias=True), read, original)
    return type(record).model_validate(changed)


def _restored(value: Any, read: str, original: str) -> Any:
    if isinstance(value, Mapping):
        out = {key: _restored(item, read, original) for key, item in value.items()}
        start, end = out.get("start"), out.get("end")
        if isinstance(start, int) and isinstance(end, int):
            out |= {key: original[start:end] for key in _SURFACES if out.get(key) == read[start:end]}
        return out
    if isinstance(value, (list, tuple)):
        return [_restored(item, read, original) for item in value]
    return value
