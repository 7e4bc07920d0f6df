"""Which content system made a page, and where its parts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborNode

from tinbai.pages.blocks import Part, lines
from tinbai.pages.markup import Markup
from tinbai.pages.metadata import Metadata
from tinbai.papers import PageRules, Paper, page_families, paper_at
from tinbai.text.normalize import nfc

COMMON = "common"
_MIN_BODY_CHARS = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """How one page is read.

    Attributes:
        rules: selectors of its family or newspaper.
        read_by: basis and name, such as `host:onecms`, `generator:nukeviet` or `signs:vccorp`.
        body: element that holds the article.
    """

    rules: PageRules
    read_by: str
    body: LexborNode


def layout(page: Markup, metadata: Metadata, url: str | None, own: tuple[Paper, ...] = ()) -> Layout | None:
    """Return how `page` is read: by its host, its generator, else its markup; None if no family fits.

    A family fits only if one of its body selectors leads to text: sites change their system.
    """
    for rules, basis in _candidates(page, metadata, url, own):
        body = _body(page, rules)
        if body is not None:
            return Layout(rules, f"{basis}:{rules.name}", body)
    return None


def _candidates(
    page: Markup, metadata: Metadata, url: str | None, own: tuple[Paper, ...]
) -> Iterator[tuple[PageRules, str]]:
    for address in dict.fromkeys((url, metadata.url)):
        paper = paper_at(address, own) if address else None
        if paper is not None and paper.page is not None:
            yield paper.page, "host"
    generator = (metadata.generator or "").lower()
    for rules in page_families() if generator else ():
        if any(generator.startswith(name.lower()) for name in rules.generators):
            yield rules, "generator"
    seen = page.matching(_all_signs())
    signed = [(rules, count) for rules in page_families() if (count := len(seen.intersection(rules.signs)))]
    signed.sort(key=lambda pair: (pair[0].name == COMMON, -pair[1], pair[0].name))
    for rules, _ in signed:
        yield rules, "signs"


@cache
def _all_signs() -> tuple[str, ...]:
    return tuple(dict.fromkeys(sign for rules in page_families() for sign in rules.signs))


def _body(page: Markup, rules: PageRules) -> LexborNode | None:
    for selector in rules.body:
        nodes = [(len(node.text(strip=True)), node) for node in page.any_of((selector,))]
        length, longest = max(nodes, key=lambda pair: pair[0], default=(0, None))
        if longest is not None and length >= _MIN_BODY_CHARS:
            return longest
    return None


def parts(page: Markup, body: LexborNode, rules: PageRules) -> dict[int, Part]:
    """Return what the selectors of `rules` say about elements in the body, by `mem_id`; asides go first."""
    found: dict[int, Part] = {}
    given: tuple[tuple[Part, tuple[str, ...]], ...] = (
        ("related", rules.related),
        ("comments", rules.comments),
        ("tags", rules.tags),
        ("drop", rules.drop),
        ("caption", rules.caption),
        ("byline", rules.byline),
        ("subheading", rules.subheading),
    )
    for part, selectors in given:
        for node in page.any_of(selectors, body):
            found.setdefault(node.mem_id, part)
    return found


def aside_lines(page: Markup, selectors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the text of asides, a line a block, each once."""
    return tuple(dict.fromkeys(nfc(line) for node in page.any_of(selectors) for line in lines(node)))


def outside(page: Markup, selectors: tuple[str, ...], body: LexborNode) -> tuple[str, ...]:
    """Return the text of the elements that `selectors` find outside of `body`, in order, each once."""
    found = page.any_of(selectors)
    inside = {node.mem_id for node in page.any_of(selectors, body)} if found else set()
    nodes = [node for node in found if node.mem_id not in inside]
    return tuple(dict.fromkeys(text for node in nodes if (text := clean(node))))


def first_text(page: Markup, selectors: tuple[str, ...]) -> str | None:
    """Return the text of the first element with text, by order of the selectors."""
    return next((text for node in page.each(selectors) if (text := clean(node))), None)


def clean(node: LexborNode) -> str:
    """Return the NFC text of an element on one line; of a `meta` element its `content`."""
    text = node.attributes.get("content") or "" if node.tag == "meta" else node.text(separator=" ")
    return nfc(" ".join(text.split()))
