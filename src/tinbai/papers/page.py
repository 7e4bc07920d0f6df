"""How the pages of a content system are built: the `[page]` table of family and newspaper files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from tinbai.errors import PaperError


@dataclass(frozen=True, slots=True)
class PageRules:
    """CSS selectors of one content system, each list from the most to the least exact.

    Attributes:
        name: the family, or the newspaper if its own file has a `[page]` table.
        generators: beginnings of `<meta name="generator">`, any case, that give the system away.
        signs: selectors that match pages of this system and hardly any other.
        title: headline; the first selector with text wins.
        lead: lead paragraph; a selector of `meta` elements reads their `content`.
        body: element that holds the article; the longest one of the first selector that matches.
        subheading, caption, byline: parts of the body, beyond what their tags and classes say;
            captions and bylines are also found outside of it.
        date: elements that print when the article was published.
        date_format: how they print it, as in `%d/%m/%Y - %H:%M` (also `%y`, `%S`); tried before the usual forms,
            for sites that print it in no usual one.
        related, comments, tags: what belongs to the page but not to the article.
        drop: what is no text at all, such as advertisements.
    """

    name: str
    generators: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    subheading: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    date_format: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


_KEYS = tuple(field.name for field in fields(PageRules) if field.name != "name")


def check_page(table: Any, where: str, content: str) -> None:
    r"""Check the `[page]` table of a file.

    Args:
        table: what TOML made of it.
        where: path for messages.
        content: the file's text, in which the line is looked up.

    Raises:
        PaperError: no table, an unknown key, no list of texts, or no CSS selector; names file and line.

    Example:
        >>> check_page({"body": ["div["]}, "x.toml", '[page]\nbody = ["div["]')
        Traceback (most recent call last):
        ...
        tinbai.errors.PaperError: x.toml: line 2: 'body' has no valid CSS selector: div[
    """
    if not isinstance(table, dict):
        raise PaperError(f"{_at(where, content, 'page')}: 'page' must be a table [page]")
    for key, selectors in table.items():
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            raise PaperError(f"{_at(where, content, key)}: unknown key '{key}' in [page]; there are {known}")
        if not isinstance(selectors, list) or not all(isinstance(item, str) and item for item in selectors):
            raise PaperError(
                f"{_at(where, content, key)}: '{key}' must be a list of {'texts' if key in _TESTS else 'CSS selectors'}"
            )
        fits, wanted = _TESTS.get(key, _SELECTOR)
        for item in selectors:
            if not fits(item):
                raise PaperError(f"{_at(where, content, key, item)}: '{key}' has no {wanted}: {item}")


def page_rules(name: str, table: dict[str, list[str]]) -> PageRules:
    """Return the rules of a checked `[page]` table."""
    return PageRules(name=name, **{key: tuple(selectors) for key, selectors in table.items()})


def _is_selector(selector: str) -> bool:
    try:
        LexborHTMLParser("<p>").css(selector)
    except SelectolaxError:
        return False
    return True


def _is_date_format(form: str) -> bool:
    """Say whether a form names day, month and year once each, and of the hour both parts or none."""
    codes = re.findall("%(.?)", form)
    named = sorted(code.upper() if code == "y" else code for code in codes)
    return named in (["Y", "d", "m"], ["H", "M", "Y", "d", "m"], ["H", "M", "S", "Y", "d", "m"])


_Test = tuple[Callable[[str], bool], str]
_SELECTOR: _Test = (_is_selector, "valid CSS selector")
_TESTS: dict[str, _Test] = {
    "generators": (bool, "text"),
    "date_format": (_is_date_format, "form with %d, %m, %Y (and %H, %M)"),
}


def _at(where: str, content: str, key: str, selector: str | None = None) -> str:
    """Return file and line of a key of the table, or of one selector in its list."""
    lines = content.splitlines()
    opens = next((number for number, line in enumerate(lines) if line.strip().startswith("[page")), 0)
    for number, line in enumerate(lines[opens:], start=opens + 1):
        if line.strip().lstrip("[").startswith(key):
            rest = lines[number - 1 :]
            inside = next((count for count, text in enumerate(rest) if selector is not None and selector in text), 0)
            return f"{where}: line {number + inside}"
    return where
