"""A wish to stop is never lost."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(os.name != "posix", reason="signals differ on Windows")
@pytest.mark.parametrize(("name", "code"), [("SIGINT", -2), ("SIGTERM", 143)])
def test_a_signal_that_python_dropped_is_obeyed_with_the_next_article(name: str, code: int) -> None:
    lost = f"""
import signal, weakref
from tinbai import stopping
class Thing: pass
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started without
stopping.listen()
thing = Thing()
seen = weakref.ref(thing, lambda _: signal.raise_signal(signal.{name}))
del thing
print("still at work", flush=True)
stopping.check()
print("not stopped")
"""
    done = subprocess.run([sys.executable, "-c", lost], capture_output=True, check=False)
    assert (done.stdout, done.returncode) == (b"still at work\n", code)
