"""HTML page → Article: title, lead, body, captions and byline typed into zones.

Selectors name the bodies of the known families of newspaper systems; a page of
no known family is read where the text is densest. What was dropped (related
news, comments, tags) never reaches the text.
"""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tinbai.errors import InputError
from tinbai.pages import cues
from tinbai.pages.blocks import Block, blocks, strip_noise
from tinbai.pages.dates import normalise
from tinbai.pages.metadata import Metadata, read_metadata
from tinbai.pages.readable import is_unreadable
from tinbai.records import Zone, ZoneName
from tinbai.text.normalize import fold, nfc

_TITLES = (
    "h1.article__title, h1.sc-longform-header-title, h1.detail-title, h1.title-detail, h1.pTitle, h1.name",
    "h1.fw700, h1.title, h1[itemprop=headline], h1",
)
_LEADS = (
    ".article__sapo, .sc-longform-header-sapo, [data-role=sapo], .detail-sapo, h2.sapo, h4.sapo, p.sapo, .sapo",
    "p.description, .news_detail_sapo, .detail-desc, div.desc, article > h2",
)
_BODIES = (
    "[data-role=content], .afcbc-body, .cms-body, .article__body, [itemprop=articleBody], .fck_detail",
    "#content-detail, #editor-detail, .b-maincontent .entry, article.entry, .content-fck, .singular-content",
    ".td-post-content, .editor-content, .news-details__content, .contentView, #divArticleDescription, #content_detail",
    ".journal-content-article, .asset-full-content, #newscontents, div.fulltext, .entry-content, .content-detail",
)
_DATES = (
    "[data-role=publishdate], time[datetime], time.time, .block-sc-publish-time, span.pubdate, .detail-time, span.date,"
    " .date, .author-time, time"
)
_MIN_BODY_CHARS = 200
_MIN_BODY_WORDS = 25
_MAX_LINK_SHARE = 0.5
_TEASERS = 5  # headings that are links: a page of unknown family is then rather a list,
_MIN_LIST_WORDS = 120  # unless it has this much prose in one place


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article taken out of a page, before it gets an id."""

    text: str
    zones: tuple[Zone, ...]
    metadata: Metadata
    title: str | None
    lead: str | None
    byline: str | None
    date_text: str | None


def extract(page: str, *, where: str) -> Extracted:
    """Return the article of the HTML `page`.

    Args:
        page: the whole page as text.
        where: path for the message.

    Raises:
        InputError: `no_article`: a list, a menu or an empty page.

    Example:
        >>> body = "<p>Xóm Gò vừa làm xong con đường bê tông dài 2 km, bà con góp 300 ngày công.</p>" * 4
        >>> extract(f"<h1>Chuyện xóm</h1><article><p>Xóm có đường mới.</p>{body}</article>", where="a.html").title
        'Chuyện xóm'
    """
    tree = LexborHTMLParser(page)
    metadata = read_metadata(tree)
    date_text = _date_text(tree)
    strip_noise(tree)
    title = _title(tree, metadata)
    lead = _first_text(tree, _LEADS)
    root = _known_body(tree)
    teasers = 0 if root is not None else len(tree.css("h2 a, h3 a, h4 a"))
    root = root if root is not None else _densest(tree)
    found = blocks(root) if root is not None else []
    found = [block for block in found if not (block.link_share > 0.8 and len(block.text) > 15 and not block.bold)]
    if not _is_article(found, min_words=_MIN_LIST_WORDS if teasers >= _TEASERS else _MIN_BODY_WORDS):
        raise InputError(f"{where}: the page holds no article text", where=where, reason="no_article")
    pieces = _cut(_arranged(found, title, lead, metadata))
    text, zones = _composed(pieces)
    byline = next((line for zone, line in pieces if zone == "byline"), metadata.author)
    lead = next((line for zone, line in pieces if zone == "lead"), None)
    return Extracted(text, zones, metadata, nfc(title) if title else None, lead, byline, date_text)


def _title(tree: LexborHTMLParser, metadata: Metadata) -> str | None:
    """Return the headline: on pages with two h1 the one that the metadata names."""
    headings = [text for node in tree.css(", ".join(_TITLES)) if (text := _clean(node))]
    named = fold(nfc(metadata.title)) if metadata.title else ""
    for heading in headings:
        if named and (fold(heading) in named or named in fold(heading)):
            return heading
    return _first_text(tree, _TITLES) or metadata.title


def _first_text(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str | None:
    for selector in selectors:
        for node in tree.css(selector):
            if text := _clean(node):
                return text
    return None


def _clean(node: LexborNode) -> str:
    return nfc(" ".join(node.text(separator=" ").split()))


def _date_text(tree: LexborHTMLParser) -> str | None:
    for node in tree.css(_DATES):
        for printed in (node.attributes.get("datetime"), " ".join(node.text().split())):
            if printed and normalise(printed):
                return printed
    return None


def _known_body(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _BODIES:
        candidates = [node for node in tree.css(selector) if len(node.text(strip=True)) >= _MIN_BODY_CHARS]
        if candidates:
            return max(candidates, key=_density)
    return None


def _densest(tree: LexborHTMLParser) -> LexborNode | None:
    candidates = tree.css("article, main, section, div, td, body")
    scored = [(score, -index) for index, node in enumerate(candidates) if (score := _density(node)) > 0]
    return candidates[-max(scored)[1]] if scored else None


def _density(node: LexborNode) -> float:
    """Score a node by the text of its own paragraphs; text in links counts against it."""
    own = 0.0
    for child in node.iter(include_text=True):
        if child.tag in ("p", "-text", "blockquote", "h2", "h3", "br"):
            own += len((child.text(strip=True) if child.tag != "-text" else child.text_content or "").strip())
    linked = sum(len(link.text(strip=True)) for link in node.css("a")) if own else 0
    return own - 2 * linked


def _is_article(found: list[Block], *, min_words: int) -> bool:
    """Say whether the blocks are prose: enough words (or unreadable ones), most of them outside links."""
    prose = [block for block in found if block.kind == "body"]
    words = sum(cues.words_in(block.text) for block in prose)
    length = sum(len(block.text) for block in prose) or 1
    linked = sum(block.link_share * len(block.text) for block in prose) / length
    long_enough = words >= min_words or any(is_unreadable(block.text) for block in prose)
    return long_enough and linked <= _MAX_LINK_SHARE


def _arranged(
    found: list[Block], title: str | None, lead: str | None, metadata: Metadata
) -> list[tuple[ZoneName, str]]:
    """Return (zone, line) pairs: title, lead, then the body without their repetitions."""
    pieces: list[tuple[ZoneName, str]] = [("title", title)] if title else []
    known = {_key(title), _key(lead)} - {""}
    body = [(block, nfc(block.text)) for block in found if _key(nfc(block.text)) not in known]
    if lead is None and not (body and body[0][0].bold) and metadata.description:
        described = nfc(metadata.description)
        told = fold(" ".join(text for _, text in body))
        lead = described if fold(described).rstrip(".… ")[:60] not in told and len(described) > 40 else None
    if lead is not None:
        pieces.append(("lead", lead))
    for index, (block, text) in enumerate(body):
        pieces.append((_zone(block, text, last=index == len(body) - 1), text))
    if lead is None and (first := next((i for i, piece in enumerate(pieces) if piece[0] == "body"), None)) is not None:
        pieces[first] = ("lead", pieces[first][1])
    return pieces


def _key(text: str | None) -> str:
    return " ".join(fold(text).split()) if text else ""


def _zone(block: Block, text: str, *, last: bool) -> ZoneName:
    if is_unreadable(text):
        return "unreadable"
    if block.kind in ("caption", "subheading"):
        return block.kind
    if (block.kind == "byline" or last) and cues.is_byline(text):
        return "byline"
    if cues.is_furniture(text):
        return "boilerplate"
    if cues.has_caption_cue(text) and cues.is_caption(text):
        return "caption"
    return "subheading" if block.bold and cues.is_subheading(text) else "body"


def _cut(pieces: list[tuple[ZoneName, str]]) -> list[tuple[ZoneName, str]]:
    """Drop the tail from a marker or an appeal on; cut a glued byline off the last body line."""
    kept: list[tuple[ZoneName, str]] = []
    for zone, line in pieces:
        appeal = cues.appeal_at(line)
        if cues.is_marker(line) and len(kept) <= 2:  # a menu word above the article
            continue
        if appeal is not None or cues.is_marker(line):
            if before := line[: appeal or 0].rstrip():
                kept.append((zone, before))
            break
        kept.append((zone, line))
    kept = [(zone, line) for zone, line in kept if zone != "boilerplate"]
    if kept and kept[-1][0] == "body" and not any(zone == "byline" for zone, _ in kept):
        line = kept[-1][1]
        cut = cues.glued_byline(line)
        if cut is not None and line[:cut].strip():
            kept[-1:] = [("body", line[:cut].rstrip()), ("byline", line[cut:])]
        elif cues.is_byline(line):
            kept[-1] = ("byline", line)
    return kept


def _composed(pieces: list[tuple[ZoneName, str]]) -> tuple[str, tuple[Zone, ...]]:
    text = ""
    zones: list[Zone] = []
    for zone, line in pieces:
        text += "\n\n" if text else ""
        zones.append(Zone(zone=zone, start=len(text), end=len(text) + len(line)))
        text += line
    return text, tuple(zones)
