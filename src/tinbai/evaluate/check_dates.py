"""Holds the dates of a gold article to what the text prints; a year from elsewhere is an error (codebook 3.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tinbai.evaluate import normals
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.source import Problem
from tinbai.records import Entity

_CONJUNCT = re.compile(r"\s*(?:,|và|-|–|đến|tới)\s*")


def check_dates(article: GoldArticle) -> Iterator[Problem]:
    """Yield an error for every DATE whose normal form has a year that neither it nor its conjunct prints."""
    dates = [entity for entity in article.annotation.entities if entity.type == "DATE" and entity.normal]
    for index, date in enumerate(dates):
        given = str(date.normal)
        printed = normals.printed_years(given, _with_conjuncts(article.text, dates[index:]))
        if printed != given:
            line = article.source.line_of(date.start)
            message = f"DATE '{date.text}': no year is printed: write {printed} | resolved={given} (3.7)"
            yield Problem(article.path, line, "error", message)


def _with_conjuncts(text: str, dates: Sequence[Entity]) -> str:
    """The surface of the first date and of those joined to it (`[14] và [15/3/2024]` print one year)."""
    end = dates[0].end
    for date in dates[1:]:
        if not _CONJUNCT.fullmatch(text, end, date.start):
            break
        end = date.end
    return text[dates[0].start : end]
