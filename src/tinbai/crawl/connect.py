"""Connections that are checked: to public addresses only, certificates always verified, cut off when time is up."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_LOOK_SECONDS = 0.2
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class PrivateAddressError(Exception):
    """A host is at an address that is not public."""


def refuse_private(host: str, address: str) -> None:
    """Check an address that a host's name leads to, also one that is packed into an IPv6 address.

    Raises:
        PrivateAddressError: it is private, loopback, link-local, reserved or multicast.

    Example:
        >>> refuse_private("baoxom.vn", "::ffff:10.0.0.1")
        Traceback (most recent call last):
        ...
        tinbai.crawl.connect.PrivateAddressError: baoxom.vn is at the private address ::ffff:10.0.0.1
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    inside: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [found]
    if isinstance(found, ipaddress.IPv6Address):
        teredo = found.teredo or ()
        inside += [part for part in (found.ipv4_mapped, found.sixtofour, *teredo) if part is not None]
        if found in _NAT64:
            inside.append(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF))
        if found.ipv4_mapped is not None:
            inside.remove(found)
    if any(not part.is_global or part.is_multicast for part in inside):
        raise PrivateAddressError(f"{host} is at the private address {address}")


class GuardedAdapter(HTTPAdapter):
    """Connects to public addresses only: names are checked before, the peer after connecting.

    Args:
        private_hosts: hosts (or host:port) that may be private.
    """

    def __init__(self, private_hosts: frozenset[str]) -> None:
        self._private_hosts = private_hosts
        self._line: socket.socket | None = None
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make a pool of guarded connections."""
        super().init_poolmanager(*args, **options)
        plain, secure = _guarded(self._private_hosts, self._keep)
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Verify certificates whatever the caller asks for."""
        super().cert_verify(conn, url, True, cert)  # type: ignore[no-untyped-call]

    def cut_off(self) -> None:
        """End the connection from another thread; who reads from it gets an error."""
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections."""
        super().close()
        self._keep(None)

    def _keep(self, line: socket.socket | None) -> None:
        if self._line is not None:
            self._line.close()
        self._line = line


class Watchdog:
    """Cuts connections off whose time is up, however slowly bytes drip; one thread for all."""

    def __init__(self) -> None:
        self._due: dict[GuardedAdapter, float] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, adapter: GuardedAdapter, seconds: float) -> Iterator[None]:
        """Cut what is done inside after `seconds`.

        Raises:
            TimeoutError: it was cut off.
        """
        end = time.monotonic() + seconds
        with self._changed:
            self._due[adapter] = end
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
                self._thread.start()
        try:
            yield
            if time.monotonic() >= end:  # an answer without a length looks whole when it is cut off
                raise TimeoutError
        except Exception as error:
            if time.monotonic() >= end:
                raise TimeoutError from error
            raise
        finally:
            with self._changed:
                self._due.pop(adapter, None)

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                for adapter in [adapter for adapter, end in self._due.items() if end <= now]:
                    adapter.cut_off()
                self._changed.wait(_LOOK_SECONDS)


def _guarded(
    private_hosts: frozenset[str], keep: Callable[[socket.socket], None]
) -> tuple[type[HTTPConnectionPool], type[HTTPSConnectionPool]]:
    """Return connection pools that refuse addresses which are not public, unless the host is named."""

    def checked(host: str, port: int | None, connect: Callable[[], socket.socket]) -> socket.socket:
        named = bool({host, f"{host}:{port}"} & private_hosts)
        if not named:
            for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                refuse_private(host, str(found[4][0]))
        connection = connect()
        try:
            if not named:
                refuse_private(host, str(connection.getpeername()[0]))
            keep(connection.dup())
        except BaseException:
            connection.close()
            raise
        return connection

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(self.host, self.port, super()._new_conn)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return checked(self.host, self.port, super()._new_conn)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return PlainPool, SecurePool
