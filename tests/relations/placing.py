"""Runs the resolution of places on tagged lines (tests/relations/gold_layers.py)."""

from __future__ import annotations

from gold_layers import build, lines, read
from spacy.tokens import Doc

from tinbai.records import Article, Place


def placed_doc(line: str, zones: tuple[str, ...] = (), published: str | None = "2022-05-04") -> Doc:
    """Return the doc of a tagged line after the resolution of places."""
    tagged = read(line)
    article = Article(id="a", input="a.txt", text=tagged.text, published=published, source=None)
    return build(tagged.text, tagged.mentions, zones=lines(tagged.text, zones), article=article)


def placed(line: str, zones: tuple[str, ...] = (), published: str | None = "2022-05-04") -> dict[str, Place]:
    """Return the places of a tagged line by their normal forms."""
    return {place.normal: place for place in placed_doc(line, zones, published)._.places}
