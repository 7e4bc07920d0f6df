"""Blocks of a page → lines of an article with their zones, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.pages import cues
from tinbai.pages.blocks import Block
from tinbai.pages.dates import header_date
from tinbai.pages.readable import is_encoded, is_unreadable
from tinbai.records import Zone, ZoneName

_HEAD_BLOCKS = 6  # a date line counts among the first ones only
_CAPTION_WORDS = 60
_BYLINE_WORDS = 10
_SUBHEADING_WORDS = 15
_TEASER_LINKS = 0.8
_TEASER_CHARS = 15
_GOES_ON = 0.4  # as much text after a marker as this share of the text before: the article goes on
_GAP = "\n\n"
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
    shown = [block for block in found if not _is_teaser(block)]
    lines = [block for block in shown if block.plain or not is_encoded(block.text)]
    encoded = len(lines) < len(shown)
    lines = [block for block in lines if len(block.text) not in lengths or _key(block.text) not in known]
    dates = tuple([block.text for block in lines[:_HEAD_BLOCKS] if header_date(block.text)])
    lines = _before_tail([block for block in lines if block.text not in dates], trusted)
    pieces: list[Piece] = [("title", title)] if title else []
    pieces += [("lead", lead)] if lead else []
    last = next((at for at in range(len(lines) - 1, -1, -1) if not cues.is_furniture(lines[at].text)), -1)
    pieces += [(_zone(block, last=index >= last), block.text) for index, block in enumerate(lines)]
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
    zones: list[Zone] = []
    at = 0
    for zone, line in pieces:
        zones.append(Zone(zone=zone, start=at, end=at + len(line)))
        at += len(line) + len(_GAP)
    return _GAP.join([line for _, line in pieces]), tuple(zones)


def _is_teaser(block: Block) -> bool:
    """Say whether a block is nothing but a link to another article."""
    return block.link_share > _TEASER_LINKS and len(block.text) > _TEASER_CHARS and not block.bold


def _key(text: str | None) -> str:
    return " ".join(cues.folded(text).split()) if text else ""


def _before_tail(lines: list[Block], trusted: bool) -> list[Block]:
    """Cut from a marker or an appeal on; menu words above the article and boxes inside it end nothing."""
    may_appeal = cues.appeals("\n".join([block.text for block in lines]))
    kept: list[Block] = []
    for index, block in enumerate(lines):
        appeal = cues.appeal_at(block.text) if may_appeal else None
        if appeal is None and not cues.is_marker(block.text):
            kept.append(block)
            continue
        if appeal is None and len(kept) <= 2:
            continue
        if appeal is None and trusted and _prose(lines[index:]) > _GOES_ON * _prose(lines[:index]):
            continue
        if before := block.text[: appeal or 0].rstrip():
            kept.append(block._replace(text=before, words=cues.words_in(before), plain=False))
        break
    return kept


def _prose(lines: list[Block]) -> int:
    return sum(len(block.text) for block in lines if block.kind == "body")


def _zone(block: Block, *, last: bool) -> ZoneName:
    text, words = block.text, block.words
    if not block.plain and is_unreadable(text):
        return "unreadable"
    if block.kind == "caption":
        return "caption"
    if words <= _BYLINE_WORDS and (block.kind == "byline" or (last and block.align == "right")):
        return "byline"
    if last and cues.is_byline(text):
        return "byline"
    if words <= cues.FURNITURE_WORDS and cues.is_furniture(text):
        return "boilerplate"
    if words <= _CAPTION_WORDS and _shows(block):
        return "caption"
    return "subheading" if not last and _heads(block) else "body"


def _shows(block: Block) -> bool:
    """Say whether a block is a caption by where it stands, or by a cue in it."""
    if block.after_picture and block.kind == "body" and not block.bold:
        set_apart = block.align == "center" or block.italic
        if set_apart or cues.is_caption(block.text):
            return True
    return cues.has_caption_cue(block.text) and cues.is_caption(block.text)


def _heads(block: Block) -> bool:
    """Say whether a block is a heading: by its tag, or bold, short and no sentence."""
    if block.kind == "subheading":
        return True
    short = block.bold and block.words <= _SUBHEADING_WORDS
    return short and not cues.ends_in_stop(block.text) and block.text[-1] not in ":;,"


def _signed(pieces: list[Piece]) -> list[Piece]:
    """Cut an author off the last line if the site glued the name to it (codebook 9.4)."""
    if not pieces or pieces[-1][0] != "body" or any(zone == "byline" for zone, _ in pieces):
        return pieces
    line = pieces[-1][1]
    cut = cues.glued_byline(line)
    if cut is None or not line[:cut].strip():
        return pieces
    return [*pieces[:-1], ("body", line[:cut].rstrip()), ("byline", line[cut:])]
