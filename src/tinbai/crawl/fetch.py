"""One request: checked address, limits in time and bytes, the answer as it was sent."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from http.client import HTTPException

import requests
from urllib3.exceptions import HTTPError

from tinbai import __version__
from tinbai.crawl.addresses import origin
from tinbai.crawl.connect import GuardedAdapter, PrivateAddressError, Watchdog
from tinbai.errors import CrawlError
from tinbai.pages.stored import TooLargeError, unpacked
from tinbai.settings import CrawlSettings

_CONTACT = re.compile(r"^(?:[^@\s()<>]+@[^@\s()<>]+\.[^@\s()<>.]{2,}|https?://[^\s()<>]+)$")
_CHUNK_BYTES = 65_536
HTML = ("text/html", "application/xhtml+xml")
LISTS = (
    *HTML,
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
    "text/plain",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        url: address that was asked.
        status, reason: as sent.
        headers: names and values as sent, in order.
        raw: the body as sent, still packed; empty if it was not wanted.
        body: the body, unpacked.
        captured: when somebody else fetched it, as in their archive.
        source: where it was fetched if not at `url`.
    """

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes = b""
    body: bytes = b""
    captured: str | None = None
    source: str | None = None

    def header(self, name: str) -> str | None:
        """Return the first value of a header field, whatever the case of its name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class FetchError(Exception):
    """No usable answer.

    Attributes:
        reason: short code: `timeout`, `connection`, `too_large`, `content_type`, `private_address`, `scheme`,
            `damaged`.
        again: whether a later try makes sense.
        status: HTTP status if there was one.
        received: bytes that were received.
    """

    def __init__(self, message: str, *, reason: str, status: int | None = None, received: int = 0) -> None:
        super().__init__(message)
        self.reason = reason
        self.again = reason in ("timeout", "connection", "damaged")
        self.status = status
        self.received = received


def user_agent(contact: str | None) -> str:
    """Return the name we give: program, version and whom to write to.

    Raises:
        CrawlError: no contact, or none that a webmaster could use.

    Example:
        >>> user_agent("an@example.org").partition(" ")[2]
        '(+mailto:an@example.org)'
    """
    if not contact or not _CONTACT.match(contact):
        raise CrawlError(
            "a crawl needs a contact, so that a newspaper can write to you: give --contact with your"
            f" e-mail address or the address of a page about your project (given: {contact or 'nothing'})"
        )
    return f"tinbai/{__version__} (+{contact if '://' in contact else f'mailto:{contact}'})"


class Fetcher:
    """Fetches with one session a host; never follows redirects, never asks a private address."""

    def __init__(self, agent: str, settings: CrawlSettings) -> None:
        self._agent = agent
        self._settings = settings
        self._sessions: dict[str, tuple[requests.Session, GuardedAdapter]] = {}
        self._watchdog = Watchdog()

    def get(
        self,
        url: str,
        *,
        types: tuple[str, ...] | None,
        most_bytes: int,
        cut: bool = False,
        span: tuple[int, int] | None = None,
    ) -> Reply:
        """Return the answer to a request for `url`; its body only if the status is 200, or 206 for a span.

        Args:
            url: absolute http(s) address.
            types: content types that are read; None reads any.
            most_bytes: limit of the body, packed and unpacked.
            cut: end a longer body there instead of refusing it.
            span: ask for these bytes only, first and last.

        Raises:
            FetchError: no answer, or none that may be kept.
        """
        if not url.startswith(("http://", "https://")):
            raise FetchError(f"{url.partition(':')[0]}: is never asked", reason="scheme")
        limits = (self._settings.connect_seconds, self._settings.read_seconds)
        session, adapter = self._session(origin(url))
        asked = {"Range": f"bytes={span[0]}-{span[1]}", "Accept-Encoding": "identity"} if span else None
        try:
            with (
                self._watchdog.limit(adapter, self._settings.request_seconds),
                session.get(url, timeout=limits, stream=True, allow_redirects=False, headers=asked) as response,
            ):
                if span and response.status_code == 200:
                    raise FetchError("the host sends whole files only", reason="too_large", status=200)
                return self._reply(url, response, types, most_bytes, cut, 206 if span else 200)
        except PrivateAddressError as error:
            raise FetchError(str(error), reason="private_address") from None
        except requests.exceptions.SSLError as error:
            raise FetchError(f"no secure connection ({_innermost(error)})", reason="connection") from None
        except (requests.Timeout, TimeoutError) as error:
            raise FetchError(f"no answer in time ({type(error).__name__})", reason="timeout") from None
        except (requests.RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            raise FetchError(f"no connection ({type(error).__name__})", reason="connection") from None

    def close(self) -> None:
        """Close all connections."""
        self._watchdog.close()
        for session, adapter in self._sessions.values():
            session.close()
            adapter.close()

    def _reply(
        self,
        url: str,
        response: requests.Response,
        types: tuple[str, ...] | None,
        most_bytes: int,
        cut: bool,
        wanted: int,
    ) -> Reply:
        status = response.status_code
        reply = Reply(url, status, response.reason or "", tuple(response.raw.headers.items()))
        if status != wanted:
            return reply
        kind = (reply.header("Content-Type") or "").partition(";")[0].strip().lower()
        if types is not None and kind and kind not in types:
            raise FetchError(f"content type {kind[:60]}", reason="content_type", status=status)
        raw = self._read(response, most_bytes, cut)
        try:
            body = unpacked(raw, reply.header("Content-Encoding") or "", most_bytes, cut=cut)
        except TooLargeError:
            raise _too_large(most_bytes, status, len(raw)) from None
        except (zlib.error, EOFError) as error:
            raise FetchError(f"cannot be unpacked ({error})", reason="damaged", status=status) from None
        return Reply(url, status, reply.reason, reply.headers, raw, body)

    def _read(self, response: requests.Response, most_bytes: int, cut: bool) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := response.raw.read1(_CHUNK_BYTES, decode_content=False):
            parts.append(part)
            size += len(part)
            if size > most_bytes:
                if cut:
                    break
                raise _too_large(most_bytes, response.status_code, size)
        expected = response.headers.get("Content-Length", "")
        if expected.isdigit() and size < min(int(expected), most_bytes):
            raise FetchError("the answer was cut", reason="damaged", status=response.status_code, received=size)
        return b"".join(parts)

    def _session(self, host: str) -> tuple[requests.Session, GuardedAdapter]:
        if host not in self._sessions:
            session = requests.Session()
            session.trust_env = False  # no .netrc, no proxy that would hide the peer's address
            session.headers.clear()
            session.headers.update(
                {
                    "User-Agent": self._agent,
                    "Accept-Encoding": "gzip, deflate",
                    "Accept": "*/*",
                    "Accept-Language": "vi",
                }
            )
            adapter = GuardedAdapter(self._settings.private_hosts)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            self._sessions[host] = session, adapter
        return self._sessions[host]


def _innermost(error: BaseException) -> str:
    """Return what a chain of wrapped errors is about, without the addresses of objects."""
    reason = getattr(error.args[0], "reason", error) if error.args else error
    return re.sub(r" \(_ssl\.c:\d+\)", "", str(reason.args[-1] if getattr(reason, "args", ()) else reason))[:200]


def _too_large(most_bytes: int, status: int, received: int) -> FetchError:
    return FetchError(f"more than {most_bytes} bytes", reason="too_large", status=status, received=received)
