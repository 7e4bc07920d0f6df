"""Which content system made a page, and where its parts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tinbai.pages.blocks import Part, lines
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
        read_by: basis and name, such as `host:baosonla`, `generator:nukeviet` or `signs:vccorp`.
        body: element that holds the article.
    """

    rules: PageRules
    read_by: str
    body: LexborNode


def layout(tree: LexborHTMLParser, metadata: Metadata, url: str | None, own: tuple[Paper, ...] = ()) -> Layout | None:
    """Return how `tree` is read: by its host, its generator, else its markup; None if no family fits.

    A family fits only if one of its body selectors leads to text: sites change their system.
    """
    for rules, basis in _candidates(tree, metadata, url, own):
        body = _body(tree, rules)
        if body is not None:
            return Layout(rules, f"{basis}:{rules.name}", body)
    return None


def _candidates(
    tree: LexborHTMLParser, metadata: Metadata, url: str | None, own: tuple[Paper, ...]
) -> Iterator[tuple[PageRules, str]]:
    for address in dict.fromkeys((url, metadata.url)):
        paper = paper_at(address, own) if address else None
        if paper is not None and paper.page is not None:
            yield paper.page, "host"
    generator = (metadata.generator or "").lower()
    for rules in page_families():
        if any(generator.startswith(name.lower()) for name in rules.generators):
            yield rules, "generator"
    signed = [rules for rules in page_families() if rules.signs and tree.css_first(", ".join(rules.signs)) is not None]
    if len(signed) > 1:
        signed.sort(key=lambda rules: (rules.name == COMMON, -_signs(tree, rules), rules.name))
    for rules in signed:
        yield rules, "signs"


def _signs(tree: LexborHTMLParser, rules: PageRules) -> int:
    return sum(tree.css_first(sign) is not None for sign in rules.signs)


def _body(tree: LexborHTMLParser, rules: PageRules) -> LexborNode | None:
    for selector in rules.body:
        nodes = [(len(node.text(strip=True)), node) for node in tree.css(selector)]
        length, longest = max(nodes, key=lambda pair: pair[0], default=(0, None))
        if longest is not None and length >= _MIN_BODY_CHARS:
            return longest
    return None


def parts(body: LexborNode, rules: PageRules) -> dict[int, Part]:
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
        for node in body.css(", ".join(selectors)) if selectors else ():
            found.setdefault(node.mem_id, part)
    return found


def aside_lines(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the text of asides, a line a block, each once."""
    nodes = tree.css(", ".join(selectors)) if selectors else ()
    return tuple(dict.fromkeys(nfc(line) for node in nodes for line in lines(node)))


def outside(tree: LexborHTMLParser, selectors: tuple[str, ...], body: LexborNode) -> tuple[str, ...]:
    """Return the text of the elements that `selectors` find outside of `body`, in order, each once."""
    if not selectors:
        return ()
    inside = {node.mem_id for node in body.css(", ".join(selectors))}
    nodes = [node for node in tree.css(", ".join(selectors)) if node.mem_id not in inside]
    return tuple(dict.fromkeys(text for node in nodes if (text := clean(node))))


def first_text(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str | None:
    """Return the text of the first element with text, by order of the selectors."""
    for selector in selectors:
        for node in tree.css(selector):
            if text := clean(node):
                return text
    return None


def clean(node: LexborNode) -> str:
    """Return the NFC text of an element on one line; of a `meta` element its `content`."""
    text = node.attributes.get("content") or "" if node.tag == "meta" else node.text(separator=" ")
    return nfc(" ".join(text.split()))
