"""How fast: one clock per host, which takes the longest of all pauses that are asked for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from tinbai.settings import CrawlSettings

Why = Literal["own", "crawl-delay", "retry-after", "slow-down", "first"]
_TOO_BUSY = frozenset({429, 500, 502, 503, 504})


class Clock:
    """Seconds since 1970 that never jump while the program runs, and sleep that can be interrupted.

    Attributes:
        stopped: once set, sleeps end at once.
    """

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._start = time.time() - time.monotonic()

    def now(self) -> float:
        """Return the time in seconds."""
        return self._start + time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, or return early if the crawl is stopped."""
        self.stopped.wait(max(0.0, seconds))


@dataclass(frozen=True, slots=True)
class Turn:
    """When a host may be asked again.

    Attributes:
        at: time, in seconds since 1970.
        delay: seconds after the end of its last request.
        why: which of the pauses was the longest.
    """

    at: float
    delay: float
    why: Why


@dataclass(slots=True)
class _Host:
    last_end: float | None = None
    own: float = 0.0
    slow: float = 0.0
    retry_until: float = 0.0
    alone: threading.Lock = field(default_factory=threading.Lock)
    failures: int = 0
    rests: int = 0


class Pace:
    """The pauses of all hosts. Requests are made while `alone` is held, so no two to one host overlap.

    Example:
        >>> pace = Pace(CrawlSettings(delay_seconds=2), now=lambda: 0.0)
        >>> pace.finished("https://baoxom.vn", began=99.0, ended=100.0, status=200, retry_after=None)
        >>> pace.turn("https://baoxom.vn", crawl_delay=10)
        Turn(at=110.0, delay=10.0, why='crawl-delay')
    """

    def __init__(self, settings: CrawlSettings, *, now: Callable[[], float]) -> None:
        self._settings = settings
        self._now = now
        self._hosts: dict[str, _Host] = {}

    def remember(self, host: str, *, own_delay: float | None, last: tuple[float, float] | None) -> None:
        """Take up a host where an earlier run left it.

        Args:
            host: scheme and host.
            own_delay: seconds that its paper's file asks for, None for the usual.
            last: end of its last request, and the pause in seconds that it then asked for.
        """
        state = self._host(host)
        if own_delay is not None:
            state.own = own_delay
        if last is not None:
            ended = min(last[0], self._now())  # the computer's clock may have been set back
            state.last_end = max(ended, state.last_end or ended)
            state.retry_until = max(state.retry_until, ended + last[1])

    def alone(self, host: str) -> threading.Lock:
        """Return the lock that is held during a request to a host."""
        return self._host(host).alone

    def turn(self, host: str, crawl_delay: float | None) -> Turn:
        """Return when the host may be asked next.

        Args:
            host: scheme and host.
            crawl_delay: seconds that its robots.txt asks for.
        """
        state = self._host(host)
        if state.last_end is None:
            return Turn(max(self._now(), state.retry_until), 0.0, "first")
        pauses: list[tuple[float, Why]] = [
            (state.own, "own"),
            (crawl_delay or 0.0, "crawl-delay"),
            (state.slow, "slow-down"),
            (max(0.0, state.retry_until - state.last_end), "retry-after"),
        ]
        delay, why = max(pauses, key=lambda pause: pause[0])
        return Turn(state.last_end + delay, float(delay), why)

    def finished(self, host: str, *, began: float, ended: float, status: int | None, retry_after: float | None) -> None:
        """Take note of a request: slow answers and errors lengthen the pause, good ones shorten it again.

        Args:
            host: scheme and host.
            began: when it was sent, in seconds since 1970.
            ended: when its answer was read.
            status: HTTP status, None if there was no answer.
            retry_after: seconds that the host asked us to stay away.
        """
        state = self._host(host)
        state.last_end = ended
        if status is None or status in _TOO_BUSY:
            state.slow = min(max(2 * state.slow, 2 * state.own, 1.0), self._settings.max_slow_down_seconds)
            state.failures += 1
        else:
            state.failures = 0
            took = ended - began
            eased = state.slow / 2 if state.slow / 2 > state.own else 0.0
            state.slow = min(took, self._settings.max_slow_down_seconds) if took > self._settings.slow_seconds else 0.0
            state.slow = max(state.slow, eased)
        if retry_after is not None:
            state.retry_until = max(state.retry_until, ended + retry_after)
        if state.failures >= self._settings.failures_to_rest:
            state.retry_until = max(state.retry_until, ended + self._settings.rest_seconds * 2**state.rests)
            state.rests += 1
            state.failures = 0

    def gave_up(self, host: str) -> str | None:
        """Say why a host is left for another day, or None: circuit breaker and long `Retry-After`."""
        state = self._host(host)
        if state.rests > self._settings.max_rests:
            return f"it failed again after {self._settings.max_rests} rests"
        wait = state.retry_until - self._now()
        if wait > max(
            self._settings.max_retry_after_seconds, self._settings.rest_seconds * 2**self._settings.max_rests
        ):
            return f"it asked for a pause of {wait:.0f} seconds"
        return None

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(own=self._settings.delay_seconds))


def retry_after(value: str | None, now: float) -> float | None:
    """Return the seconds of a `Retry-After` header, given as seconds or as a date; None if it says nothing.

    Example:
        >>> retry_after("120", 0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", 20), retry_after("soon", 0)
        (120.0, 40.0, None)
    """
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, moment.timestamp() - now)
