"""Pages in the layout of four content systems, made from the zones of an article."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tinbai.records import Article

Piece = tuple[str, str]  # zone, text


def _body(pieces: list[Piece], forms: dict[str, str]) -> str:
    return "\n".join(forms[zone].format(escape(text)) for zone, text in pieces if zone not in ("title", "lead"))


def _first(pieces: list[Piece], zone: str) -> str:
    return escape(next((text for name, text in pieces if name == zone), ""))


_PLAIN = {
    "body": "<p>{}</p>",
    "subheading": "<p><strong>{}</strong></p>",
    "caption": "<figure><img src='/a.jpg'><figcaption>{}</figcaption></figure>",
    "byline": "<p class='author'>{}</p>",
}
_RELATED = "<div class='related-news'><h3><a href='/khac-a1.html'>Tin liên quan về thời tiết</a></h3></div>"


def cms_body(pieces: list[Piece], date: str) -> str:
    return (
        f"<h1 class='article__title cms-title'>{_first(pieces, 'title')}</h1><time class='time'>{date}</time>"
        f"<div class='article__sapo cms-desc'>{_first(pieces, 'lead')}</div>"
        f"<div class='article__body cms-body' itemprop='articleBody'>{_body(pieces, _PLAIN)}{_RELATED}</div>"
    )


def onecms(pieces: list[Piece], date: str) -> str:
    return (
        f"<h1 class='sc-longform-header-title block-sc-title'>{_first(pieces, 'title')}</h1>"
        f"<span class='sc-longform-header-date block-sc-publish-time'>{date}</span>"
        f"<p class='sc-longform-header-sapo block-sc-sapo'>{_first(pieces, 'lead')}</p>"
        f"<div class='b-maincontent'><article class='entry'>{_body(pieces, _PLAIN)}</article></div>"
    )


def a_id(pieces: list[Piece], date: str) -> str:
    return (
        f"<h1 class='title'>{_first(pieces, 'title')}</h1><span class='pubdate'>{date}</span>"
        f"<h4 class='sapo'>{_first(pieces, 'lead')}</h4>"
        f"<div id='newscontents'><div class='content-fck'>{_body(pieces, _PLAIN)}</div></div>"
    )


def card(pieces: list[Piece], date: str) -> str:
    return (
        f"<h1 class='name'>{_first(pieces, 'title')}</h1><span class='date'>{date}</span>"
        f"<p class='sapo'>{_first(pieces, 'lead')}</p>"
        f"<div id='content-detail'>{_body(pieces, _PLAIN)}</div>"
    )


FAMILIES: dict[str, tuple[Callable[[list[Piece], str], str], str]] = {
    "cms-body": (cms_body, "/chi-bo-xom-moi-post{}.html"),
    "onecms": (onecms, "/chi-bo-xom-moi-{}.html"),
    "a-id": (a_id, "/chi-bo-xom-moi-a{}.html"),
    "card": (card, "/chi-bo-xom-moi-{}.html"),
}


def page(article: Article, family: str) -> str:
    pieces = [(zone.zone, article.text[zone.start : zone.end]) for zone in article.zones]
    year, month, day = (article.published or "2024-05-06")[:10].split("-")
    inner = FAMILIES[family][0](pieces, f"{day}/{month}/{year} 08:00")
    return f"<html><head><meta charset='utf-8'></head><body><nav><a href='/'>Trang chủ</a></nav>{inner}</body></html>"
