"""Pages of no known system: the article is where the prose is, outside of lists and links."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tinbai.pages.noise import names_of, noise
from tinbai.papers import PageRules

GENERIC = PageRules(
    name="generic",
    title=("h1[itemprop='headline']", "h1"),
    lead=(".sapo", ".lead"),
    date=("time[datetime]", "time"),
)
_PARAGRAPHS = frozenset({"p", "blockquote", "h2", "h3", "li", "pre"})
_INLINE = frozenset({"a", "b", "strong", "i", "em", "span", "font", "u", "sup", "sub", "small", "big", "mark", "q"})
_MAX_DEPTH = 120
_SHARE_OF_PARENT = 0.5  # what a paragraph adds to the element around its parent


def densest(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element whose own paragraphs hold the most text, links counted against it.

    Example:
        >>> page = "<div><a href='/'>Tin</a></div><div id='b'><p>Xóm họp bàn làm đường.</p><p>Bà con vui.</p></div>"
        >>> densest(LexborHTMLParser(page)).id
        'b'
    """
    if tree.body is None:
        return None
    weighing = _Weighing()
    weighing.walk(tree.body, 0)
    if not weighing.scores:
        return None
    best = max(weighing.scores, key=lambda key: (weighing.scores[key], -weighing.order[key]))
    return weighing.nodes[best] if weighing.scores[best] > 0 else None


@dataclass(slots=True)
class _Weighing:
    scores: dict[int, float] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)
    nodes: dict[int, LexborNode] = field(default_factory=dict)

    def walk(self, node: LexborNode, depth: int) -> float:
        """Return what `node` adds to the element around it: the text of its own paragraphs, by half."""
        own = 0.0
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                own += len((child.text_content or "").strip())
            elif tag in _PARAGRAPHS or tag in _INLINE or depth > _MAX_DEPTH:
                if not _is_noise(child, tag):
                    linked = [child] if tag == "a" else child.css("a")
                    own += len(child.text(strip=True)) - 2 * sum(len(link.text(strip=True)) for link in linked)
            elif child.is_element_node and not _is_noise(child, tag):
                own += _SHARE_OF_PARENT * self.walk(child, depth + 1)
        self.scores[node.mem_id] = own
        self.order[node.mem_id] = len(self.order)
        self.nodes[node.mem_id] = node
        return own if own > 0 else 0.0


def _is_noise(node: LexborNode, tag: str | None) -> bool:
    attributes = node.attributes
    return noise(node, tag, attributes, names_of(attributes)) is not None
