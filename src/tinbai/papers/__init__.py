"""Who we read: one TOML file per newspaper, read into a frozen `Paper`."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from tinbai.papers.files import page_families, parse, read_paper
from tinbai.papers.page import PageRules
from tinbai.papers.paper import Paper

__all__ = ["PageRules", "Paper", "all_papers", "page_families", "paper_at", "province_of", "read_paper"]


@cache
def all_papers() -> tuple[Paper, ...]:
    """Return the newspapers that tinbai knows, by id.

    Raises:
        PaperError: a file has a wrong key or is not TOML; the message names it.

    Example:
        >>> [paper.name for paper in all_papers() if paper.id == "baosonla"]
        ['Báo Sơn La']
    """
    folder = resources.files(__package__) / "data"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    return tuple(parse(item.name.removesuffix(".toml"), item.read_text(encoding="utf-8")) for item in files)


def paper_at(url: str, own: tuple[Paper, ...] = ()) -> Paper | None:
    """Return the newspaper whose host stands in `url`, or None.

    Args:
        url: address of a page.
        own: newspapers of the user, which go before those that tinbai knows.

    Example:
        >>> paper_at("https://www.baosonla.vn/xay-dung-dang/x.html").id
        'baosonla'
    """
    try:
        host = urlsplit(url).netloc.lower()
    except ValueError:  # no address, such as a bracket that is not closed
        return None
    hosts = {host, host.removeprefix("www."), host.partition(":")[0].removeprefix("www.")} - {""}
    mine = next((paper for paper in own if hosts & set(paper.hosts)), None)
    return mine or next((_by_host()[host] for host in sorted(hosts) if host in _by_host()), None)


@cache
def _by_host() -> dict[str, Paper]:
    """Return the newspapers by host; of two with one host the first by id."""
    return {host: paper for paper in reversed(all_papers()) for host in paper.hosts}


def province_of(source: str | None, url: str | None = None) -> str | None:
    """Return the province of a newspaper by its printed name or its host, or None.

    Args:
        source: printed name (`Báo Sơn La`) or host, as in the article's metadata.
        url: address of the article.

    Example:
        >>> province_of("Báo Sơn La"), province_of(None, "https://baolaichau.vn/xay-dung-dang/x-1")
        ('tỉnh Sơn La', 'tỉnh Lai Châu')
    """
    hosts = {urlsplit(value).netloc or value for value in (source, url) if value}
    hosts = {host.lower().removeprefix("www.") for host in hosts}
    name = _folded(source) if source else None
    for paper in all_papers():
        if hosts & set(paper.hosts) or name in {_folded(paper.name), *map(_folded, paper.aliases)}:
            return paper.province
    return None


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split()).removeprefix("báo ").removesuffix(" online")
