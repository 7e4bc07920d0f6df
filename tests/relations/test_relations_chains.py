"""Chains of whole short articles: one line of chains.txt is one test, from raw text to `places` records."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

import tinbai
from tinbai.records import Article, Place

LINES = [
    line
    for line in Path(__file__).with_name("chains.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
_LINE = re.compile(r"(?P<date>[\d-]+) \| (?P<paper>[^|]*) \| (?P<expected>[^|]+) \|\| (?P<text>.+)")
_CHAIN = re.compile(r"(?P<names>[^#]+?)(?: #(?P<code>\d+|-))?")

Chain = tuple[tuple[str, ...], str | None]


def _expected(text: str) -> dict[str, set[Chain]]:
    chains: dict[str, set[Chain]] = defaultdict(set)
    for part in text.split(" ; "):
        match = _CHAIN.fullmatch(part.strip())
        assert match is not None, f"unreadable chain: {part}"
        names = tuple(match["names"].split(" < "))
        chains[names[0]].add((names, match["code"]))
    return chains


def _names(place: Place) -> tuple[str, ...]:
    return tuple(name for name in (place.normal, place.commune, place.district, place.province) if name)


@pytest.mark.parametrize("line", LINES)
def test_the_places_of_an_article_lie_where_the_line_says_and_nowhere_else(line: str) -> None:
    match = _LINE.fullmatch(line)
    assert match is not None, f"unreadable line: {line}"
    article = Article(
        id="a",
        input="a.txt",
        published=None if match["date"] == "-" else match["date"],
        source=None if match["paper"] == "-" else match["paper"],
        text=match["text"].replace(" ¶ ", "\n\n"),
    )
    (annotation,) = tinbai.annotate(article)
    for name, chains in _expected(match["expected"]).items():
        found = [place for place in annotation.places if place.normal == name]
        assert {_names(place) for place in found} == {names for names, _ in chains}
        for names, code in chains:
            codes = {place.code or "-" for place in found if _names(place) == names}
            assert code is None or codes == {code}
