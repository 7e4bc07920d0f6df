"""Crawls in processes of their own, which kill themselves at the n-th passage of a transition, if one is named.

Reads orders from standard input, one JSON list a line: PAPER.toml, ARCHIVE, TRANSITION:SIDE (or nothing), NUMBER, and
seconds after which to kill it (or null). For each it forks a process that has everything imported, and writes its
exit code.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinbai.crawl import ledger, queue
from tinbai.crawl.archive import Archive
from tinbai.crawl.crawler import Crawler
from tinbai.crawl.database import Database
from tinbai.crawl.fetch import Fetcher
from tinbai.crawl.frontier import Frontier
from tinbai.papers import read_paper
from tinbai.settings import CrawlSettings

# Where a crawl changes from one state into the next, by the call that does it.
TRANSITIONS: dict[str, tuple[Any, str]] = {
    "open": (Database, "_opened"),
    "recover": (Archive, "recover"),
    "begin": (Frontier, "begin"),
    "seed": (Frontier, "add"),
    "send": (Frontier, "send"),
    "fetch": (Fetcher, "get"),
    "write": (Archive, "_write"),
    "append": (Archive, "append"),
    "ledger": (ledger, "settle"),
    "queue": (queue, "settle"),
    "settle": (Frontier, "settle"),
    "rotate": (Archive, "_next_file"),
    "finish": (Frontier, "finish"),
    "close": (Archive, "close"),
}


def killing(call: Callable[..., Any], number: int, after: bool) -> Callable[..., Any]:
    passed = 0

    def run(*args: Any, **kwargs: Any) -> Any:
        nonlocal passed
        passed += 1
        if passed == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = call(*args, **kwargs)
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return run


def crawl(paper: str, folder: str, transition: str, number: int) -> None:
    if transition:
        where, _, side = transition.partition(":")
        owner, name = TRANSITIONS[where]
        setattr(owner, name, killing(getattr(owner, name), number, side == "after"))
    settings = CrawlSettings(max_archive_bytes=3500)
    Crawler([read_paper(Path(paper))], Path(folder), "an@example.org", settings=settings).run()


def ended(pid: int, kill_after: float | None) -> int:
    """Wait for a process, or kill it when its time has come; return its wait status."""
    moment = time.monotonic() + (kill_after or 0)
    while kill_after is not None and time.monotonic() < moment:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        time.sleep(min(0.002, max(0.0, moment - time.monotonic())))
    if kill_after is not None:
        os.kill(pid, signal.SIGKILL)  # not waited for yet, so the id is still its own
    return os.waitpid(pid, 0)[1]


def main() -> None:
    for line in sys.stdin:
        *order, kill_after = json.loads(line)
        pid = os.fork()
        if not pid:
            try:
                crawl(*order)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended(pid, kill_after))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
