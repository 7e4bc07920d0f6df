"""Addresses: one spelling for one page, and the question whose page it is."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from tinbai.papers import Paper

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:=&?~#+!$,;'@()*[]-._"
# Parameters that never identify a page.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|zarsrc|_ga|ref|sid|phpsessid|jsessionid)$", re.IGNORECASE)
# Behind the path, or as a folder of its own (`/(S(lit3py55t21z))/tin.aspx`).
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?]*|/\((?:[AFSX]\([^()/]*\))+\)(?=/)", re.IGNORECASE)
_MOST_CHARS = 2000


def origin(url: str) -> str:
    """Return scheme and host (with port), the unit that robots.txt, pace and queues are kept for.

    Example:
        >>> origin("https://baosonla.vn/nong-thon-moi.html")
        'https://baosonla.vn'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def path_of(url: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def resolve(url: str, base: str) -> str | None:
    """Return the absolute http(s) address that `url` means on page `base`, without fragment, or None.

    Example:
        >>> resolve("../tin-1.html#binh-luan", "https://BaoXom.vn:443/muc/a.html")
        'https://baoxom.vn/tin-1.html'
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or parts.username or parts.password:
        return None
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = quote(parts.path or "/", safe=_SAFE)
    query = quote(parts.query, safe=_SAFE)
    found = f"{parts.scheme}://{netloc}{path}" + (f"?{query}" if query else "")
    return found if len(found) <= _MOST_CHARS else None


def belongs(url: str, paper: Paper) -> bool:
    """Say whether the address is on a host of the paper or one it moved to, with or without `www.`."""
    known = {host.removeprefix("www.") for host in (*paper.hosts, *paper.moved_to)}
    return urlsplit(url).netloc.removeprefix("www.") in known


def canonical(url: str, base: str, paper: Paper, *, article: bool) -> str | None:
    """Return the one spelling of an address of the paper, or None if it is not the paper's.

    The scheme is the paper's; session ids and tracking parameters go. An article's address keeps
    only the parameters that the paper's file says identify it; a list's address keeps all others.

    Example:
        >>> from tinbai.papers import all_papers
        >>> paper = next(paper for paper in all_papers() if paper.id == "baosonla")
        >>> canonical("/nong-thon-moi/duong-moi-2NSKgzlIR.html?utm_source=x", paper.site, paper, article=True)
        'https://baosonla.vn/nong-thon-moi/duong-moi-2NSKgzlIR.html'
    """
    found = resolve(url, base)
    if found is None or not belongs(found, paper):
        return None
    parts = urlsplit(found)
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if (name in paper.query if article else not _TRACKING.match(name))
    ]
    path = _SESSION.sub("", parts.path)
    return f"{paper.scheme}://{parts.netloc}{path}" + (f"?{urlencode(kept)}" if kept else "")


def is_article(url: str, paper: Paper) -> bool:
    """Say whether the paper's file says that this is the address of an article."""
    return re.search(paper.article, path_of(url)) is not None


def without_fragment(url: str) -> str:
    """Return what is sent of an address: all before `#`."""
    return url.partition("#")[0]


def host_of(name: str) -> str:
    """Return the host that a user means by an address or a host.

    Example:
        >>> host_of("https://www.BaoXom.vn/tin"), host_of("baoxom.vn")
        ('baoxom.vn', 'baoxom.vn')
    """
    parts = urlsplit(name if "//" in name else f"//{name}")
    return parts.netloc.lower().removeprefix("www.")
