"""The blocks of a page's body: paragraphs, subheadings and captions in reading order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborNode

from tinbai.pages.noise import SKIPPED_TAGS, Attributes, names_of, noise
from tinbai.pages.readable import is_plain
from tinbai.records import ZoneName
from tinbai.text.normalize import nfc

_BLOCK_TAGS = frozenset(
    {
        *("p", "div", "section", "article", "main", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "figure"),
        *("figcaption", "blockquote", "table", "tbody", "thead", "tr", "td", "th", "dl", "dt", "dd", "pre", "center"),
        *("header", "address", "picture", "caption", "body"),
    }
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_PICTURES = frozenset({"img", "picture"})
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em"})
_TELLING = _HEADINGS | _BOLD | _ITALIC | {"figcaption", "caption", "a"}
_ASIDE = frozenset({"related", "comments", "tags", "drop"})
_CAPTION = re.compile(r"caption|photocms_caption|pic-?des|image-?_?desc|img-?note|chu-?thich|\bImage\b", re.IGNORECASE)
_BYLINE = re.compile(r"author|pseudonym|byline|tac-?gia|but-?danh|nguoi-?viet", re.IGNORECASE)
_ALIGNED = re.compile(r"text-align\s*:\s*(center|right)", re.IGNORECASE)
_ALIGN_CLASS = re.compile(r"(?:^|\s)(?:text|t|ta|align)-(?:(center|c)|(right|end|r))(?=$|\s)", re.IGNORECASE)
_BLANKS = re.compile(r"[\t\r\n\f\v][ \t\r\n\f\v]*| [ \t\r\n\f\v]+")
_EDGES = " \u00a0\u200b\ufeff"
_CAPTION_EDGES = _EDGES + "|"  # some systems leave the line between caption and source
_MAX_DEPTH = 120  # deeper markup is read as one run of text: no page of a newspaper needs it
_MAX_CELL_WORDS = 40  # a longer cell is a piece of layout, not of a table
_MAX_PICTURE_WORDS = 80
_NAME_CHARS = 400  # of class, id and style are looked at
_Piece = tuple[str, bool, bool, bool]  # text, bold, italic, linked
Part = ZoneName | Literal["related", "comments", "tags", "drop"]
Align = Literal["center", "right"] | None


class Block(NamedTuple):
    """One paragraph of a page; a row of a table is one, its cells parted by tabs.

    Attributes:
        text: its NFC text, blanks collapsed.
        kind: `body`, `subheading`, `caption` or `byline`, by tag, class and selector.
        bold: the whole block is bold: a lead or a subheading on some sites.
        italic: the whole block is italic: a caption on some sites.
        align: how it stands, if it stands in the middle or to the right.
        after_picture: nothing stands between it and a picture before it.
        link_share: share (0 to 1) of its text inside links.
        words: number of words: what blanks part.
        plain: it holds nothing encoded and no wrong accent.
    """

    text: str
    kind: ZoneName
    bold: bool = False
    italic: bool = False
    align: Align = None
    after_picture: bool = False
    link_share: float = 0.0
    words: int = 0
    plain: bool = False


def block(
    text: str,
    kind: ZoneName,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = None,
    after_picture: bool = False,
    link_share: float = 0.0,
) -> Block:
    """Return the block of a text whose blanks are collapsed."""
    text = nfc(text)
    tokens = text.split()
    return Block(text, kind, bold, italic, align, after_picture, link_share, len(tokens), is_plain(tokens))


class _Style(NamedTuple):
    """What the elements around a piece of text say about it."""

    kind: ZoneName = "body"
    bold: bool = False
    italic: bool = False
    linked: bool = False
    align: Align = None


def blocks(root: LexborNode, parts: Mapping[int, Part] | None = None) -> list[Block]:
    """Return the blocks under `root` in reading order; repeated captions once.

    Args:
        root: element that holds the article.
        parts: what the selectors of a family say about elements, by `mem_id`;
            asides are left out.
    """
    walk = _Walk(parts or {})
    walk.children(root, _Style(), 0)
    walk.flush(_Style())
    found: list[Block] = []
    seen: set[str] = set()
    for block in walk.found:
        if block.kind != "caption" or block.text not in seen:
            found.append(block)
        seen.add(block.text)
    return found


def lines(node: LexborNode) -> list[str]:
    """Return the text of an aside, a line a block."""
    walk = _Walk({})
    walk.children(node, _Style(), 0)
    walk.flush(_Style())
    return [block.text for block in walk.found]


@dataclass(slots=True)
class _Walk:
    """One pass over the body; text is gathered in `pieces` until a block ends."""

    parts: Mapping[int, Part]
    found: list[Block] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    picture: bool = False

    def children(self, node: LexborNode, style: _Style, depth: int) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                text = child.text_content or ""
                if self.pieces or not text.isspace():
                    self.pieces.append((text, style.bold, style.italic, style.linked))
            elif tag == "br":
                self.flush(style)
            elif tag == "img":
                self.flush(style)
                self.picture = True
            elif depth > _MAX_DEPTH:
                self.pieces.append((child.text(), style.bold, style.italic, style.linked))
            elif child.is_element_node:
                self.element(child, tag or "", style, depth)

    def element(self, node: LexborNode, tag: str, style: _Style, depth: int) -> None:
        if tag in SKIPPED_TAGS:
            return
        part = self.parts.get(node.mem_id) if self.parts else None
        if part in _ASIDE:
            return
        inner = style
        if attributes := node.attributes:
            names = names_of(attributes)
            if part is None and noise(node, tag, attributes, names) is not None:
                return
            inner = _attributed(attributes, names, style)
        if tag in _TELLING or part is not None:
            inner = _styled(tag, inner, part)
        if tag not in _BLOCK_TAGS and inner.kind == style.kind:
            self.children(node, inner, depth + 1)
            return
        self.flush(style)
        if tag == "table":
            self.table(node, inner, depth)
        elif tag == "tr" and (row := _row(node)) is not None:
            self.found.append(block(row, inner.kind))
        else:
            self.children(node, inner, depth + 1)
        self.flush(inner)
        self.picture = self.picture or tag in _PICTURES

    def table(self, node: LexborNode, style: _Style, depth: int) -> None:
        """Read a table: with a picture and a few words it is a frame around both."""
        if node.css_first("img") is not None and len(node.text(separator=" ").split()) <= _MAX_PICTURE_WORDS:
            style = _Style(kind="caption", align="center")
        self.children(node, style, depth + 1)

    def flush(self, style: _Style) -> None:
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        text = pieces[0][0] if len(pieces) == 1 else "".join([piece[0] for piece in pieces])
        if "  " in text or not text.isprintable():  # which is quicker than looking for blanks
            text = _BLANKS.sub(" ", text)
        text = text.strip(_CAPTION_EDGES if style.kind == "caption" else _EDGES)
        if not text:
            return
        bold, italic, share = _manner(pieces)
        self.found.append(
            block(
                text,
                style.kind,
                bold=bold,
                italic=italic,
                align=style.align,
                after_picture=self.picture,
                link_share=share,
            )
        )
        self.picture = False


def _manner(pieces: list[_Piece]) -> tuple[bool, bool, float]:
    """Say of pieces of text whether all are bold, whether all are italic, and which share of them is linked."""
    if len(pieces) == 1 and not pieces[0][0].isspace():
        _, bold, italic, is_linked = pieces[0]
        return bold, italic, float(is_linked)
    bold = italic = True
    length = linked = 0
    for text, is_bold, is_italic, is_linked in pieces:
        if size := len(text.strip()):
            bold, italic = bold and is_bold, italic and is_italic
            length += size
            linked += size if is_linked else 0
    return bold, italic, linked / (length or 1)


def _attributed(attributes: Attributes, names: str, outer: _Style) -> _Style:
    """Return the style inside an element with these attributes."""
    style = attributes.get("style") or ""
    named, stands = _described(names, style[:_NAME_CHARS], (attributes.get("align") or "")[:10])
    italic = outer.italic or "italic" in style
    if named is None and stands is None and italic == outer.italic:
        return outer
    return _Style(named or outer.kind, outer.bold, italic, outer.linked, stands or outer.align)


def _styled(tag: str, outer: _Style, part: Part | None) -> _Style:
    """Return the style inside an element by its tag and by what a family says about it."""
    kind, bold, italic, linked, align = outer
    if tag in ("figcaption", "caption"):
        kind = "caption"
    elif tag in _HEADINGS and kind == "body":
        kind = "subheading"
    if part is not None:
        kind = part  # type: ignore[assignment]  # asides were left out before
    return _Style(kind, bold or tag in _BOLD, italic or tag in _ITALIC, linked or tag == "a", align)


@lru_cache(maxsize=4096)
def _described(names: str, style: str, align: str) -> tuple[ZoneName | None, Align]:
    """Return what class, id, style and `align` of an element say about its kind and how it stands."""
    kind: ZoneName | None = "caption" if _CAPTION.search(names) else "byline" if _BYLINE.search(names) else None
    printed = align.strip().lower()
    if not printed and (found := _ALIGNED.search(style)):
        printed = found[1].lower()
    if not printed and (found := _ALIGN_CLASS.search(names)):
        printed = "center" if found[1] else "right"
    if printed == "center":
        return kind, "center"
    return kind, "right" if printed == "right" else None


def _row(node: LexborNode) -> str | None:
    """Return a row of a table as one line, None if it is rather layout."""
    cells = [child for child in node.iter() if child.tag in ("td", "th")]
    texts = [" ".join(cell.text(separator=" ").split()) for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(len(text.split()) > _MAX_CELL_WORDS for text in filled):
        return None
    if any(cell.css_first("table, img, h1, h2, h3, p + p, li") is not None for cell in cells):
        return None
    return "\t".join(filled)
