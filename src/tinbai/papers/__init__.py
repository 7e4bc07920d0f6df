"""Who we read: one TOML file per newspaper, read into a frozen `Paper`."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from tinbai.errors import PaperError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS = frozenset({"name", "aliases", "province", "hosts", "verified"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One newspaper.

    Attributes:
        id: file name without `.toml`.
        name: as printed.
        aliases: other printed names.
        province: normal form of the province whose Party committee publishes it, before July 2025.
        hosts: web hosts, the present one first.
        verified: whether somebody has checked the entry live.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    province: str
    hosts: tuple[str, ...]
    verified: bool


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
    return tuple(_read(item.name.removesuffix(".toml"), item.read_text(encoding="utf-8")) for item in files)


def _read(paper_id: str, content: str) -> Paper:
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise PaperError(f"newspaper {paper_id}.toml: {error}") from error
    wrong = sorted(set(values) ^ _KEYS)
    if wrong:
        raise PaperError(f"newspaper {paper_id}.toml: unknown or missing key '{wrong[0]}'")
    return Paper(
        id=paper_id,
        name=values["name"],
        aliases=tuple(values["aliases"]),
        province=values["province"],
        hosts=tuple(values["hosts"]),
        verified=values["verified"],
    )


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
