"""A parsed page, asked with CSS selectors.

A page is asked for the parts of every content system that is known, of which it has one. Each selector that names a
class or an id costs a walk over the whole page; a look into the set of the page's names tells for most of them that
they would find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BRACKETS = re.compile(r"\[[^\]]*\]|\([^()]*\)")  # what stands in them is not needed, or is no name
_NAME = re.compile(r"[.#]([\w-]+)")
_UNSURE = frozenset("()[]\\,")  # nested brackets, escapes, alternatives: no name is needed for sure


class Markup:
    """The elements of one page.

    Attributes:
        tree: the page as parsed.

    Example:
        >>> page = Markup("<h1>Chuyện xóm</h1><p class='sapo tin'>Xóm họp.</p>")
        >>> [node.tag for node in page.each((".sapo", "p.lead", "h1"))]
        ['p', 'h1']
    """

    __slots__ = ("_found", "_names", "tree")

    def __init__(self, page: str | bytes) -> None:
        self.tree = LexborHTMLParser(page)
        self._found: dict[tuple[tuple[str, ...], int | None], list[LexborNode]] = {}
        printed = {node.attrs.get("class") for node in self.tree.css("[class]")}
        printed.update([node.attrs.get("id") for node in self.tree.css("[id]")])
        # In small letters, since a page without a doctype is matched in any case.
        self._names = frozenset(" ".join([names for names in printed if names]).lower().split())

    def each(self, selectors: tuple[str, ...]) -> Iterator[LexborNode]:
        """Yield the elements that the first selector matches, then those of the second, and so on."""
        for selector in self._possible(selectors):
            yield from self.tree.css(selector)

    def any_of(self, selectors: tuple[str, ...], root: LexborNode | None = None) -> list[LexborNode]:
        """Return the elements that one of `selectors` matches, in order of the page; below `root` if it is given."""
        possible = self._possible(selectors)
        if not possible:
            return []
        asked = (selectors, root.mem_id if root is not None else None)
        if asked not in self._found:  # captions and authors are looked for in the body twice
            self._found[asked] = (self.tree if root is None else root).css(", ".join(possible))
        return self._found[asked]

    def matching(self, selectors: tuple[str, ...]) -> set[str]:
        """Return those of `selectors` that match anything."""
        names = self._names
        named = [selector for selector, needed in _needed(selectors) if needed and needed <= names]
        others = _nameless(selectors)
        if others and self.tree.css_first(", ".join(others)) is not None:  # one walk, and mostly the last
            named += others
        return {selector for selector in named if self.tree.css_first(selector) is not None}

    def _possible(self, selectors: tuple[str, ...]) -> list[str]:
        """Return those of `selectors` whose names all stand in the page."""
        names = self._names
        return [selector for selector, needed in _needed(selectors) if needed <= names]


@lru_cache(maxsize=1024)
def _needed(selectors: tuple[str, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((selector, _named(selector)) for selector in selectors)


@lru_cache(maxsize=1024)
def _nameless(selectors: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(selector for selector, needed in _needed(selectors) if not needed)


def _named(selector: str) -> frozenset[str]:
    outside = _BRACKETS.sub("", selector)
    return frozenset() if _UNSURE & set(outside) else frozenset(_NAME.findall(outside.lower()))
