"""One newspaper as a frozen value: who it is and where its articles are."""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.papers.page import PageRules


@dataclass(frozen=True, slots=True)
class Paper:
    r"""One newspaper.

    Attributes:
        id: file name without `.toml`.
        name: as printed.
        aliases: other printed names.
        province: normal form of the province whose Party committee publishes it, before July 2025.
        code, code_2025: code of that province before July 2025, and of the one it belongs to since; empty if unknown.
        hosts: web hosts, the present one first; a port may follow (`localhost:8000`).
        moved_to: hosts of other papers where its articles may be found since the provinces were merged.
        verified: whether somebody has checked the entry live.
        provenance: where the entry comes from.
        family: content system whose keys this file inherits, or None.
        sections: short names of the sections to read, as they stand in addresses.
        menu: titles of sections in the site's menu, in small letters; read if `sections` is empty.
        listing: address of a section's first page, with `{section}`.
        pagination: address of its later pages, with `{section}` and `{page}`.
        next_words: what links to the next page say, in small letters; read if `pagination` is None.
        links: CSS selector of the links to articles on a listing page; None takes every link.
        article: regular expression that is searched in path and query of an article's address; a group
            named `month` (`202404`) tells when it was published.
        missing_words: titles of pages that say that there is no article, in small letters.
        query: names of query parameters that identify an article; others are cut from its address.
        sitemaps: addresses of sitemaps.
        feeds: addresses of RSS or Atom feeds.
        traps: what is odd about its pages, for people.
        scheme: `https` or `http`.
        delay_seconds: pause after each request if it is to be longer than usual.
        page: how its pages are built, its own selectors before those of its family; None if nobody has said.
        private: whether the host may be on a private or loopback address (a test server).
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    province: str
    hosts: tuple[str, ...]
    verified: bool
    code: str = ""
    code_2025: str = ""
    moved_to: tuple[str, ...] = ()
    provenance: str = ""
    family: str | None = None
    sections: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    listing: str = "/{section}"
    pagination: str | None = None
    next_words: tuple[str, ...] = ()
    links: str | None = None
    article: str = ""
    missing_words: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    scheme: str = "https"
    delay_seconds: float | None = None
    private: bool = False
    page: PageRules | None = None

    @property
    def site(self) -> str:
        """Scheme and present host, without a slash at the end."""
        return f"{self.scheme}://{self.hosts[0]}"
