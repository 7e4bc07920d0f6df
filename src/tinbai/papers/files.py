"""Newspaper files: TOML text → `Paper`, with the keys of its family filled in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from tinbai.errors import PaperError
from tinbai.papers.page import PageRules, check_page, page_rules
from tinbai.papers.paper import Paper
from tinbai.settings import LEAST_DELAY_SECONDS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_EVERY = "generic"  # the family of all, beneath every other


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _is_hosts(value: object) -> bool:
    return _is_texts(value) and bool(value) and all(re.fullmatch(r"[a-z0-9.-]+(:\d+)?", host) for host in value)  # type: ignore[attr-defined]


def _is_pattern(value: object) -> bool:
    try:
        return _is_text(value) and bool(re.compile(str(value)))
    except re.error:
        return False


def _is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d\d", value) is not None


def _fills(value: object, *names: str) -> bool:
    """Say whether `value` is an address whose braces hold nothing but these names."""
    try:
        return _is_text(value) and bool(str(value).format(**dict.fromkeys(names, "1")))
    except (KeyError, ValueError, IndexError):
        return False


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


_Rule = tuple[Callable[[object], bool], str]
_TEXT: _Rule = (_is_text, "a text")
_TEXTS: _Rule = (_is_texts, "a list of texts")
_REQUIRED: dict[str, _Rule] = {
    "name": _TEXT,
    "aliases": _TEXTS,
    "province": _TEXT,
    "hosts": (_is_hosts, "a list of host names in small letters"),
    "verified": (_is_flag, "true or false"),
}
_INHERITED: dict[str, _Rule] = {
    "sections": _TEXTS,
    "menu": _TEXTS,
    "next_words": _TEXTS,
    "missing_words": _TEXTS,
    "listing": (lambda value: _fills(value, "section"), "an address with no other braces than {section}"),
    "pagination": (
        lambda value: _fills(value, "section", "page") and "{page}" in str(value),
        "an address with {page}, and no other braces than {section}",
    ),
    "links": _TEXT,
    "article": (_is_pattern, "a regular expression"),
    "query": _TEXTS,
    "sitemaps": _TEXTS,
    "feeds": _TEXTS,
    "page": (lambda value: True, "a table"),  # check_page names the line inside it
}
_OPTIONAL: dict[str, _Rule] = {
    **_INHERITED,
    "family": _TEXT,
    "code": (_is_code, "two digits"),
    "code_2025": (_is_code, "two digits"),
    "moved_to": (_is_hosts, "a list of host names in small letters"),
    "provenance": _TEXT,
    "traps": _TEXTS,
    "scheme": (lambda value: value in ("http", "https"), '"http" or "https"'),
    "delay_seconds": (_is_seconds, "a number of seconds"),
    "private": (_is_flag, "true or false"),
}


def parse(paper_id: str, content: str, *, where: str | None = None) -> Paper:
    r"""Return the newspaper that the TOML text `content` describes.

    Args:
        paper_id: short name, as on the command line.
        content: the file's text.
        where: path for messages.

    Raises:
        PaperError: no TOML, an unknown, missing or wrong key; the message names file, line and reason.

    Example:
        >>> text = 'name = "Báo Xóm"\naliases = []\nprovince = "tỉnh X"\nhosts = ["baoxom.vn"]\nverified = false'
        >>> parse("baoxom", text).site
        'https://baoxom.vn'
    """
    where = where or f"newspaper {paper_id}.toml"
    values = _values(content, where, _REQUIRED | _OPTIONAL)
    missing = sorted(set(_REQUIRED) - set(values))
    if missing:
        raise PaperError(f"{where}: missing key '{missing[0]}'")
    family = values.get("family")
    own_page = values.pop("page", {})
    page = own_page
    if family is not None:
        if family not in families():
            known = ", ".join(sorted(families()))
            raise PaperError(f"{_at(where, content, 'family')}: no family '{family}'; there are {known}")
        page = {**families()[family].get("page", {}), **own_page}
        values = {**families()[family], **values}
    values = {**families()[_EVERY], **values}
    delay = values.get("delay_seconds")
    if delay is not None and delay < LEAST_DELAY_SECONDS and not values.get("private", False):
        least = f"{LEAST_DELAY_SECONDS:g} seconds are the least for a public host"
        raise PaperError(f"{_at(where, content, 'delay_seconds')}: {least}")
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    fields["page"] = page_rules(paper_id if own_page or family is None else family, page) if page else None
    return Paper(id=paper_id, **fields)


def read_paper(path: Path) -> Paper:
    """Return the newspaper of a file of the user's own; its id is the file name without `.toml`.

    Raises:
        PaperError: the file cannot be read or is malformed.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PaperError(f"{path}: the newspaper file cannot be read ({error})") from error
    return parse(path.stem, content, where=str(path))


def paper_of_host(host: str) -> Paper:
    """Return what is assumed of a host that no file describes.

    Example:
        >>> paper_of_host("baoxom.vn").site
        'https://baoxom.vn'
    """
    content = f"name = {host!r}\naliases = []\nprovince = 'unknown'\nhosts = [{host!r}]\nverified = false\n"
    return parse(host.replace(".", ""), content, where=host)


@cache
def families() -> dict[str, dict[str, Any]]:
    """Return the keys that the papers of one content system share, by family.

    Example:
        >>> families()["cms-body"]["listing"]
        '/{section}/'
    """
    folder = resources.files(__package__) / "families"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return {
        item.name.removesuffix(".toml"): _values(item.read_text(encoding="utf-8"), f"family {item.name}", _INHERITED)
        for item in files
    }


@cache
def page_families() -> tuple[PageRules, ...]:
    """Return how the pages of each family are built, by name of the family.

    Example:
        >>> [rules.name for rules in page_families() if "#news-bodyhtml" in rules.body]
        ['nukeviet']
    """
    return tuple(page_rules(name, keys["page"]) for name, keys in families().items() if "page" in keys)


def _values(content: str, where: str, rules: dict[str, _Rule]) -> dict[str, Any]:
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        said = str(error).replace("at end of document", f"at the end, line {max(1, len(content.splitlines()))}")
        raise PaperError(f"{where}: {said}") from error
    for key, value in values.items():
        if key not in rules:
            raise PaperError(f"{_at(where, content, key)}: unknown key '{key}'")
        if key == "page":
            check_page(value, where, content)
        fits, wanted = rules[key]
        if not fits(value):
            raise PaperError(f"{_at(where, content, key)}: '{key}' must be {wanted}")
    return values


def _at(where: str, content: str, key: str) -> str:
    """Return file and line of a key."""
    for number, line in enumerate(content.splitlines(), start=1):
        if re.match(rf'\s*\[*\s*"?{re.escape(key)}\b', line):
            return f"{where}: line {number}"
    return where
