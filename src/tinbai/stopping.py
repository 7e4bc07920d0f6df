"""Ctrl-C and a polite kill end a command also where Python drops what their handlers raise.

An exception in a callback of a weak reference is printed and forgotten; while modules are
imported, such callbacks run all the time. Then the wish to stop is obeyed with the next article.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

_asked: list[int] = []


def listen() -> None:
    """Let SIGINT raise KeyboardInterrupt and SIGTERM SystemExit; a signal that is ignored stays so."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def check() -> None:
    """Raise what the last signal asked for, if one came; call it where a long job may end.

    Raises:
        KeyboardInterrupt: SIGINT came.
        SystemExit: SIGTERM came; the exit code is 143.

    Example:
        >>> check()  # no signal came
    """
    if not _asked:
        return
    if _asked[-1] == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + _asked[-1])


def _stop(number: int, frame: FrameType | None) -> None:
    _asked.append(number)
    check()
