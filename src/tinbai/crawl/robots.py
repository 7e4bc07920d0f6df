"""What a site allows: robots.txt by RFC 9309, asked for our own name.

4xx means that there is no robots.txt and all is allowed; 429, 5xx and no answer
mean that nothing is allowed until one can be read. No option changes that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from protego import Protego

from tinbai.crawl.addresses import without_fragment

PRODUCT = "tinbai"
_AGENT = re.compile(r"^\s*user[- ]?agent\s*:?\s*(?P<name>[^\s#]*)[^\r\n]*$", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)
Basis = Literal["file", "none", "unreachable"]


@dataclass(frozen=True)
class Robots:
    """The robots.txt of one host at one time.

    Attributes:
        status: HTTP status of the last answer, None if there was none.
        body: its bytes, at most as many as are parsed.
    """

    status: int | None
    body: bytes = b""

    @property
    def basis(self) -> Basis:
        """What the rules are based on: a file, its absence, or no answer that would tell.

        Example:
            >>> [Robots(status).basis for status in (200, 404, 429, 503, None)]
            ['file', 'none', 'unreachable', 'unreachable', 'unreachable']
        """
        if self.status == 200:
            return "file"
        if self.status is not None and 400 <= self.status < 500 and self.status != 429:
            return "none"
        return "unreachable"

    def allows(self, url: str) -> bool:
        r"""Say whether we may fetch `url`.

        Example:
            >>> robots = Robots(200, b"User-agent: *\nDisallow: /\n\nUser-agent: Tinbai/2\nDisallow: /in/\n")
            >>> robots.allows("https://baoxom.vn/tin-1.html"), robots.allows("https://baoxom.vn/in/tin-1.html")
            (True, False)
        """
        if self.basis == "file":
            return self._rules.can_fetch(without_fragment(url), PRODUCT)
        return self.basis == "none"

    @property
    def crawl_delay(self) -> float | None:
        """Seconds between requests that the file asks us for, by `Crawl-delay` or `Request-rate`."""
        if self.basis != "file":
            return None
        delay = self._rules.crawl_delay(PRODUCT)
        rate = self._rules.request_rate(PRODUCT)
        asked = [seconds for seconds in (delay, rate.seconds / rate.requests if rate else None) if seconds is not None]
        return max(asked) if asked else None

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps, in the file's order."""
        return tuple(dict.fromkeys(self._rules.sitemaps)) if self.basis == "file" else ()

    @property
    def rule(self) -> str:
        """The rule that a request is allowed by, in words, for the ledger."""
        if self.basis == "file":
            return f"allowed by robots.txt for {PRODUCT}"
        return f"no robots.txt (status {self.status})" if self.basis == "none" else "robots.txt unreachable"

    @cached_property
    def _rules(self) -> Protego:
        return Protego.parse(_for_us(self.body.decode("utf-8", "replace").removeprefix("\ufeff")))


def whole_lines(body: bytes, most_bytes: int) -> bytes:
    """Return the first `most_bytes` of a robots.txt without a line that is cut in two."""
    if len(body) <= most_bytes:
        return body
    return body[: body.rfind(b"\n", 0, most_bytes) + 1]


def _for_us(content: str) -> str:
    """Rewrite the names of groups so that ours are found by the whole product token, as RFC 9309 says.

    Protego takes a name that is the beginning of ours for ours, and does not know `tinbai/1.0`.
    """
    lines = []
    for line in content.splitlines():
        found = _AGENT.match(line)
        if found:
            token = _TOKEN.match(found["name"])
            name = "*" if found["name"] == "*" else token[0].lower() if token else ""
            line = f"User-agent: {name if name in ('*', PRODUCT) else 'somebody.else'}"
        lines.append(line)
    return "\n".join(lines)
