"""The text without what nobody sees: soft hyphens, joiners, blanks after blanks (codebook 0.1).

Rules read an article once tidied; everything they report is then moved back to the
text as printed, in which soft hyphens and double blanks stay where they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from tinbai.records import Article
from tinbai.text.normalize import INVISIBLE, LINE_BLANKS, nfc

_BLANK, _INVISIBLE = re.escape(LINE_BLANKS), re.escape(INVISIBLE)
_UNSEEN = re.compile(
    rf"(?<=[\n{_BLANK}])[{_BLANK}{_INVISIBLE}]+|[{_BLANK}{_INVISIBLE}]+(?=\r*\n)|[{_INVISIBLE}]+|(?<!\r)\r+(?=\n)"
)


@dataclass(frozen=True, slots=True)
class Tidied:
    r"""A tidied text, and where its stretches stand in the text as printed.

    Attributes:
        text: what rules read.
        printed: the text that it was made from, NFC.

    Example:
        >>> found = tidy("Trưởng \u00a0 bản Nậm\u00ad Cắn\r\n")
        >>> found.text
        'Trưởng bản Nậm Cắn\n'
        >>> found.start(7), found.end(10)
        (9, 12)
    """

    text: str
    printed: str
    _starts: tuple[int, ...]
    _sources: tuple[int, ...]

    def start(self, offset: int) -> int:
        """Return the offset in the printed text of a span of `text` that starts at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return self._sources[index] + offset - self._starts[index]

    def end(self, offset: int) -> int:
        """Return the offset in the printed text of a span of `text` that ends at `offset`."""
        return self.start(offset - 1) + 1 if offset else 0

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of `text` stands in the printed text."""
        return self.start(start), self.end(end)

    def kept(self, offset: int) -> int:
        """Return the offset in `text` of an offset in the printed text: so many code points before it were kept."""
        index = bisect_right(self._sources, offset) - 1
        if index < 0:
            return 0
        following = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        return min(self._starts[index] + offset - self._sources[index], following)

    def article(self, printed: Article) -> Article:
        """Return the article with the tidied text, its zones moved."""
        moved = (
            zone.model_copy(update={"start": self.kept(zone.start), "end": self.kept(zone.end)})
            for zone in printed.zones
        )
        return printed.model_copy(
            update={"text": self.text, "zones": tuple(zone for zone in moved if zone.start < zone.end)}
        )


def tidy(text: str) -> Tidied | None:
    """Return NFC `text` tidied, or None where there is nothing to tidy.

    A run of blanks becomes its first blank, line ends lose the blanks beside them and become U+000A,
    soft hyphens and joiners go. None also where letters that only a joiner parts would become one.

    Example:
        >>> tidy("Trưởng bản") is None
        True
    """
    if not _UNSEEN.search(text):
        return None
    parts: list[str] = []
    starts, sources, size, position = [], [], 0, 0
    for match in _UNSEEN.finditer(text):
        if match.start() > position:
            starts.append(size)
            sources.append(position)
            parts.append(text[position : match.start()])
            size += match.start() - position
        position = match.end()
    if position < len(text):
        starts.append(size)
        sources.append(position)
        parts.append(text[position:])
    found = "".join(parts)
    return Tidied(found, text, tuple(starts), tuple(sources)) if found and nfc(found) == found else None
