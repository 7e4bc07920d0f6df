"""Asking a page through the names it has gives what asking it straight away would give."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tinbai.pages.html import extract
from tinbai.pages.markup import Markup
from tinbai.papers import all_papers, page_families

PAGES = Path(__file__).parents[2] / "corpora" / "pages"
RULES = (*page_families(), *(paper.page for paper in all_papers() if paper.page is not None))
SELECTORS = sorted(
    {
        selector
        for rules in RULES
        for field in fields(rules)
        if field.name not in ("name", "generators", "date_format")
        for selector in getattr(rules, field.name)
    }
)


@pytest.mark.parametrize("path", sorted(PAGES.rglob("*.html")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_selector_finds_what_it_finds_without_the_names(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    page, tree = Markup(html), LexborHTMLParser(html)
    plain = {selector for selector in SELECTORS if tree.css_first(selector) is not None}
    assert plain
    assert page.matching(tuple(SELECTORS)) == plain
    assert {selector for selector in SELECTORS if page.any_of((selector,))} == plain


@pytest.mark.parametrize(
    "selector",
    [
        "p:not(.lead)",
        "div:has(.x, .b)",
        "p:has(b:not(.c))",
        "p.lead, p.sapo",
        "[data-a='.x#y']",
        r".w-1\/2",
        "P.Sapo",
        "#A1 > .sapo",
    ],
)
def test_a_selector_that_may_match_is_asked(selector: str) -> None:
    html = (
        "<div id=a1 class='b w-1/2'><p class='SAPO tin' data-a='.x#y'>Xóm họp. <b>Đông đủ.</b></p><i class=b></i></div>"
    )
    assert LexborHTMLParser(html).css_first(selector) is not None
    assert Markup(html).matching((selector,)) == {selector}


def test_a_page_without_doctype_may_write_its_names_in_capitals() -> None:
    page = (PAGES / "tuned" / "card.html").read_text(encoding="utf-8")
    loud = re.sub(r'(class|id)="([^"]*)"', lambda match: f'{match[1].upper()}="{match[2].upper()}"', page)
    loud = re.sub("(?i)<!doctype html>", "", loud)
    plain, found = extract(page, where="a"), extract(loud, where="b")
    assert (found.read_by, found.text, found.zones) == (plain.read_by, plain.text, plain.zones)
