"""The words around unit names: type words with abbreviations, short names of provinces."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from tinbai import lexicon
from tinbai.errors import GazetteerError

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same parser as a package: tomllib entered the standard library in 3.11
    import tomli as tomllib

LEVELS: Mapping[str, tuple[str, ...]] = {
    "xã": ("commune",),
    "phường": ("commune",),
    "thị trấn": ("commune",),
    "đặc khu": ("commune",),
    "huyện": ("district",),
    "quận": ("district",),
    "thị xã": ("district",),
    "thành phố": ("province", "district"),
    "tỉnh": ("province",),
}


@cache
def wording() -> Mapping[str, Any]:
    """Return `data/names.toml`: spelling classes and short names of provinces.

    Raises:
        GazetteerError: the file is not valid TOML.
    """
    path = resources.files(__package__) / "data" / "names.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise GazetteerError(f"gazetteer names.toml: {error}") from error


@cache
def _prefixes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """One pattern per type word: the word itself, or an abbreviation with or without its dot."""
    found = []
    for unit in lexicon.load("units")["unit"]:
        if unit["surface"] not in LEVELS:
            continue
        short = sorted(
            {form.rstrip(".").lower() for form in unit["abbreviations"]}, key=lambda form: (-len(form), form)
        )
        abbreviated = [re.escape(form) + r"(?: *\.+ *| +|(?=\d))" for form in short]
        pattern = "|".join([re.escape(unit["surface"]) + " +", *abbreviated])
        found.append((unit["surface"], re.compile(f"(?:{pattern})(?=\\w)")))
    return tuple(found)


def type_words(level: str) -> tuple[str, ...]:
    """Return the type words that units of `level` may have.

    Example:
        >>> type_words("district")
        ('huyện', 'quận', 'thị xã', 'thành phố')
    """
    return tuple(word for word, levels in LEVELS.items() if level in levels)


def type_word(name: str) -> str | None:
    """Return the type word that a normal form begins with, None if with none.

    Example:
        >>> type_word("thị trấn Chi Nê"), type_word("xã Thị Hoa"), type_word("Chi Nê")
        ('thị trấn', 'xã', None)
    """
    return next((word for word in LEVELS if name.startswith(f"{word} ")), None)


def readings(plain_name: str) -> list[tuple[str | None, str]]:
    """Return every way to read a name as (type word or None, short name); the bare name comes last.

    Args:
        plain_name: a name in the form of `spelling.plain`.

    Example:
        >>> readings("tp. sơn la")
        [('thành phố', 'sơn la'), (None, 'tp. sơn la')]
        >>> readings("p5")
        [('phường', '5'), (None, 'p5')]
    """
    typed = []
    for word, pattern in _prefixes():
        match = pattern.match(plain_name)
        if match:
            typed.append((word, plain_name[match.end() :]))
    return [*typed, (None, plain_name)]
