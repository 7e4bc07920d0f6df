"""Word lists that a political scientist may edit, read as immutable values.

Each file of `data/` is one subject in TOML. Surfaces are written naturally;
matching folds case, tone placement and blanks, never accents.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from tinbai.errors import LexiconError

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same parser as a package: tomllib entered the standard library in 3.11
    import tomli as tomllib

SUBJECTS = (
    "apart",
    "aspects",
    "cues",
    "dates",
    "documents",
    "education",
    "ethnic",
    "gate",
    "model",
    "model_unity",
    "names",
    "numbers",
    "orgs",
    "persons",
    "posts",
    "second_post",
    "units",
    "zones",
)


@cache
def load(subject: str) -> Mapping[str, Any]:
    """Return the word list `subject` with tables as mappings and lists as tuples.

    Args:
        subject: one of `SUBJECTS`, the file name without `.toml`.

    Raises:
        LexiconError: no such list, or the file is not valid TOML (with its line).

    Example:
        >>> [unit["surface"] for unit in load("units")["unit"] if unit["id"] == "ban"]
        ['bản']
    """
    if subject not in SUBJECTS:
        raise LexiconError(f"there is no word list '{subject}'; choose one of {', '.join(SUBJECTS)}")
    path = resources.files(__package__) / "data" / f"{subject}.toml"
    try:
        return _freeze(tomllib.loads(path.read_text(encoding="utf-8")))  # type: ignore[no-any-return]
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"word list {subject}.toml: {error}") from error


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(item) for item in value)
    return value


def alternation(surfaces: Iterable[str]) -> str:
    """Return a regex alternation of folded `surfaces`, longest first, blanks as ` +`.

    The caller folds the surfaces (`text.normalize.fold`) and matches on folded text. Those that begin alike
    are written as one branch: `re` tries every branch at every word, so that this is twice as quick.

    Example:
        >>> alternation(["tổ", "tổ dân phố", "bản"])
        '(?:tổ(?: +dân +phố|)|bản)'
    """
    return _branches(_longest_first(surfaces))


def row(surfaces: Iterable[str]) -> str:
    """Return the same with each surface in one piece, for a caller that replaces words in the pattern.

    Example:
        >>> row(["tổ", "tổ dân phố"])
        '(?:tổ +dân +phố|tổ)'
    """
    return "(?:" + "|".join(map(_escaped, _longest_first(surfaces))) + ")"


def _longest_first(surfaces: Iterable[str]) -> list[str]:
    return sorted(set(surfaces), key=lambda surface: (-len(surface), surface))


def _branches(surfaces: list[str]) -> str:
    """Group `surfaces` by what they begin with; their order, which decides what matches, stays."""
    groups: dict[str, list[str]] = {}
    for surface in surfaces:
        groups.setdefault(surface[:1], []).append(surface)
    parts = []
    for group in groups.values():
        first, last = min(group), max(group)
        apart = (at for at, letter in enumerate(first) if letter != last[at])
        shared = first[: next(apart, None)]
        parts.append(_escaped(shared) + (_branches([one[len(shared) :] for one in group]) if len(group) > 1 else ""))
    return "(?:" + "|".join(parts) + ")"


def _escaped(surface: str) -> str:
    return re.escape(surface).replace(r"\ ", " +")
