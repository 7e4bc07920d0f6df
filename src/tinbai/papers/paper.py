"""One newspaper as a frozen value: who it is and where its articles are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    r"""One newspaper.

    Attributes:
        id: file name without `.toml`.
        name: as printed.
        aliases: other printed names.
        province: normal form of the province whose Party committee publishes it, before July 2025.
        hosts: web hosts, the present one first; a port may follow (`localhost:8000`).
        verified: whether somebody has checked the entry live.
        family: content system whose keys this file inherits, or None.
        sections: short names of the sections to read, as they stand in addresses.
        listing: address of a section's first page, with `{section}`.
        pagination: address of its later pages, with `{section}` and `{page}`.
        links: CSS selector of the links to articles on a listing page; None takes every link.
        article: regular expression that is searched in path and query of an article's address.
        query: names of query parameters that identify an article; others are cut from its address.
        sitemaps: addresses of sitemaps.
        feeds: addresses of RSS or Atom feeds.
        scheme: `https` or `http`.
        delay_seconds: pause after each request if it is to be longer than usual.
        private: whether the host may be on a private or loopback address (a test server).
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    province: str
    hosts: tuple[str, ...]
    verified: bool
    family: str | None = None
    sections: tuple[str, ...] = ()
    listing: str = "/{section}"
    pagination: str | None = None
    links: str | None = None
    article: str = r"/(?:[^/?]*-){3,}[^/?]*/?$"
    query: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    scheme: str = "https"
    delay_seconds: float | None = None
    private: bool = False

    @property
    def site(self) -> str:
        """Scheme and present host, without a slash at the end."""
        return f"{self.scheme}://{self.hosts[0]}"
