"""The blocks of a page's body: paragraphs, subheadings and captions in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tinbai.records import ZoneName

_BLOCK_TAGS = frozenset(
    {
        *("p", "div", "section", "article", "main", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "figure"),
        *("figcaption", "blockquote", "table", "tbody", "thead", "tr", "td", "th", "dl", "dt", "dd", "pre", "center"),
        *("header", "address", "picture"),
    }
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SKIPPED_TAGS = (
    "script, style, noscript, template, nav, footer, form, iframe, aside, button, select, textarea, svg, video, audio,"
    " object, embed"
)
# Class or id words of what stands in or around the body without being the article.
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:relat\w*|lienquan|lien-quan|comment\w*|binh-?luan|tags?|keywords?|shar(?:e|ing)\w*|social\w*|ads?\w{0,8}"
    r"|advert\w*|banner\w*|breadcrumb\w*|sidebar-?2|topics?|audio\w*|player|print\w*|newsletter|subscribe|menu|relates"
    r"|recommend\w*|most-?read|select-accent-wrap|block-news-list|c-box|notebox|rating|vote|poll|popup|toolbar|copyright"
    r"|RelatedOneNews|RelatedNewsBox|news-other|tin-khac|readmore|google-?news)(?=$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"caption|photocms_caption|pic-?des|image-?desc|img-?note|chu-?thich|\bImage\b", re.IGNORECASE)
_BYLINE = re.compile(r"author|pseudonym|byline|tac-?gia|but-?danh|nguoi-?viet", re.IGNORECASE)
_BOX_TYPES = frozenset({"RelatedOneNews", "RelatedNewsBox", "Photo-ad", "InsertEmbedCode"})
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a page.

    Attributes:
        text: its text, blanks collapsed.
        kind: `body`, `subheading`, `caption` or `byline`, by tag and class.
        bold: the whole block is bold: a lead or a subheading on some sites.
        link_share: share (0 to 1) of its text inside links.
    """

    text: str
    kind: ZoneName
    bold: bool
    link_share: float


def strip_noise(tree: LexborHTMLParser) -> None:
    """Remove scripts, forms, navigation and everything that `_NOISE` names, in place."""
    for node in tree.css(_SKIPPED_TAGS):
        node.decompose()
    for node in tree.css("[class], [id], [type]"):
        if node.tag in ("html", "body", "main", "article", "h1"):
            continue
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if (attributes.get("type") or "") in _BOX_TYPES or (_NOISE.search(names) and not _holds_article(node)):
            node.decompose()


def _holds_article(node: LexborNode) -> bool:
    """Keep wrappers whose class only sounds like noise: they hold many paragraphs of their own."""
    paragraphs = [child.text(strip=True) for child in node.css("p")]
    linked = sum(len(link.text(strip=True)) for link in node.css("a"))
    length = sum(map(len, paragraphs))
    return length > 1200 and linked < 0.3 * length


def blocks(root: LexborNode) -> list[Block]:
    """Return the blocks under `root` in reading order; repeated captions once."""
    found: list[Block] = []
    seen: set[str] = set()
    for block in _walk(root, "body", bold=False):
        if block.kind == "caption" and block.text in seen:
            continue
        seen.add(block.text)
        found.append(block)
    return found


def _walk(node: LexborNode, kind: ZoneName, *, bold: bool) -> Iterator[Block]:
    kind = _kind(node, kind)
    pieces: list[tuple[str, bool, bool]] = []  # text, bold, linked
    for child in node.iter(include_text=True):
        if child.tag == "br":
            yield from _block(pieces, kind)
            pieces = []
        elif child.tag in _BLOCK_TAGS or _has_blocks(child):
            yield from _block(pieces, kind)
            pieces = []
            yield from _walk(child, kind, bold=bold or child.tag in ("b", "strong"))
        else:
            pieces.extend(_pieces(child, bold=bold, linked=False))
    yield from _block(pieces, kind)


def _kind(node: LexborNode, inherited: ZoneName) -> ZoneName:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    if node.tag == "figcaption" or _CAPTION.search(names):
        return "caption"
    if _BYLINE.search(names):
        return "byline"
    return "subheading" if node.tag in _HEADINGS and inherited == "body" else inherited


def _has_blocks(node: LexborNode) -> bool:
    return node.tag not in ("-text", "img") and node.css_first("p, div, figure, table, ul, ol, br, h2, h3") is not None


def _pieces(node: LexborNode, *, bold: bool, linked: bool) -> Iterator[tuple[str, bool, bool]]:
    if node.tag == "-text":
        yield node.text_content or "", bold, linked
        return
    bold = bold or node.tag in ("b", "strong")
    linked = linked or node.tag == "a"
    for child in node.iter(include_text=True):
        yield from _pieces(child, bold=bold, linked=linked)


def _block(pieces: list[tuple[str, bool, bool]], kind: ZoneName) -> Iterator[Block]:
    text = _BLANKS.sub(" ", "".join(text for text, _, _ in pieces)).strip(" \u00a0\u200b\ufeff")
    if not text:
        return
    length = sum(len(text.strip()) for text, _, _ in pieces) or 1
    bold = all(is_bold for piece, is_bold, _ in pieces if piece.strip())
    linked = sum(len(text.strip()) for text, _, is_linked in pieces if is_linked) / length
    yield Block(text=text, kind=kind, bold=bold, link_share=linked)
