"""Blocks of a page → lines of an article with their zones, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.pages import cues
from tinbai.pages.blocks import Block
from tinbai.pages.dates import header_date
from tinbai.pages.readable import is_encoded, is_unreadable
from tinbai.records import Zone, ZoneName
from tinbai.text.normalize import nfc

_HEAD_BLOCKS = 6  # a date line counts among the first ones only
_CAPTION_WORDS = 60
_BYLINE_WORDS = 10
_SUBHEADING_WORDS = 15
_TEASER_LINKS = 0.8
_TEASER_CHARS = 15
_GOES_ON = 0.4  # as much text after a marker as this share of the text before: the article goes on
Piece = tuple[ZoneName, str]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The lines of an article.

    Attributes:
        pieces: (zone, line), title and lead first.
        dates: date lines that stood in the body's head, as printed.
        encoded: a paragraph was a long encoded run and is left out.
    """

    pieces: tuple[Piece, ...]
    dates: tuple[str, ...]
    encoded: bool


def arranged(found: list[Block], title: str | None, lead: str | None, *, trusted: bool) -> Arranged:
    """Return the lines of the article without repeated title and lead, teasers and furniture.

    Args:
        found: blocks of the body in order.
        title: as the page's head has it, or None; its repetition in the body is left out.
        lead: the same.
        trusted: the body is named by a family: a word like `Xem thêm` in its middle ends nothing.
    """
    known = {_key(title), _key(lead)} - {""}
    lengths = {len(line) for line in known}
    texts = [(block, nfc(block.text)) for block in found if not _is_teaser(block)]
    plain = [(block, text) for block, text in texts if not is_encoded(text)]
    encoded = len(plain) < len(texts)
    texts = [(block, text) for block, text in plain if len(text) not in lengths or _key(text) not in known]
    dates = tuple(text for _, text in texts[:_HEAD_BLOCKS] if header_date(text))
    texts = [(block, text) for block, text in texts if text not in dates]
    texts = _before_tail(texts, trusted)
    pieces: list[Piece] = [("title", title)] if title else []
    pieces += [("lead", lead)] if lead else []
    last = next((at for at in range(len(texts) - 1, -1, -1) if not cues.is_furniture(texts[at][1])), -1)
    for index, (block, text) in enumerate(texts):
        pieces.append((_zone(block, text, last=index >= last), text))
    pieces = [piece for piece in pieces if piece[0] != "boilerplate"]
    if lead is None and (first := next((i for i, piece in enumerate(pieces) if piece[0] == "body"), None)) is not None:
        pieces.insert(1 if title else 0, ("lead", pieces.pop(first)[1]))
    return Arranged(tuple(_signed(pieces)), dates, encoded)


def composed(pieces: tuple[Piece, ...]) -> tuple[str, tuple[Zone, ...]]:
    r"""Return the text of the lines, parted by blank lines, and their zones.

    Example:
        >>> composed((("title", "Chuyện xóm"), ("lead", "Xóm họp.")))[0]
        'Chuyện xóm\n\nXóm họp.'
    """
    text = ""
    zones: list[Zone] = []
    for zone, line in pieces:
        text += "\n\n" if text else ""
        zones.append(Zone(zone=zone, start=len(text), end=len(text) + len(line)))
        text += line
    return text, tuple(zones)


def _is_teaser(block: Block) -> bool:
    """Say whether a block is nothing but a link to another article."""
    return block.link_share > _TEASER_LINKS and len(block.text) > _TEASER_CHARS and not block.bold


def _key(text: str | None) -> str:
    return " ".join(cues.folded(text).split()) if text else ""


def _before_tail(texts: list[tuple[Block, str]], trusted: bool) -> list[tuple[Block, str]]:
    """Cut from a marker or an appeal on; menu words above the article and boxes inside it end nothing."""
    lengths = [len(text) if block.kind == "body" else 0 for block, text in texts]
    kept: list[tuple[Block, str]] = []
    for index, (block, text) in enumerate(texts):
        appeal = cues.appeal_at(text)
        if appeal is None and not cues.is_marker(text):
            kept.append((block, text))
            continue
        if appeal is None and len(kept) <= 2:
            continue
        if appeal is None and trusted and sum(lengths[index:]) > _GOES_ON * sum(lengths[:index]):
            continue
        if before := text[: appeal or 0].rstrip():
            kept.append((block, before))
        break
    return kept


def _zone(block: Block, text: str, *, last: bool) -> ZoneName:
    words = cues.words_in(text)
    if is_unreadable(text):
        return "unreadable"
    if block.kind == "caption":
        return "caption"
    if words <= _BYLINE_WORDS and (block.kind == "byline" or (last and block.align == "right")):
        return "byline"
    if last and cues.is_byline(text):
        return "byline"
    if cues.is_furniture(text):
        return "boilerplate"
    if block.after_picture and block.kind == "body" and words <= _CAPTION_WORDS and not block.bold:
        set_apart = block.align == "center" or block.italic
        if set_apart or cues.is_caption(text):
            return "caption"
    if words <= _CAPTION_WORDS and cues.has_caption_cue(text) and cues.is_caption(text):
        return "caption"
    return "subheading" if not last and _heads(block, text, words) else "body"


def _heads(block: Block, text: str, words: int) -> bool:
    """Say whether a block is a heading: by its tag, or bold, short and no sentence."""
    if block.kind == "subheading":
        return True
    return block.bold and words <= _SUBHEADING_WORDS and not cues.ends_in_stop(text) and text[-1] not in ":;,"


def _signed(pieces: list[Piece]) -> list[Piece]:
    """Cut an author off the last line if the site glued the name to it (codebook 9.4)."""
    if not pieces or pieces[-1][0] != "body" or any(zone == "byline" for zone, _ in pieces):
        return pieces
    line = pieces[-1][1]
    cut = cues.glued_byline(line)
    if cut is None or not line[:cut].strip():
        return pieces
    return [*pieces[:-1], ("body", line[:cut].rstrip()), ("byline", line[cut:])]
