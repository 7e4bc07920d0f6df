"""How long a person waits before tinbai does anything: import, and the help page.

Run: python benchmarks/import_time.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

RUNS = 5
# what is started, its arguments, and the bar in seconds
STARTS = (
    ("python -c 'import tinbai'", [sys.executable, "-c", "import tinbai"], 0.3),
    ("tinbai --help", [sys.executable, "-m", "tinbai.cli", "--help"], 1.0),
)


def seconds(command: list[str]) -> float:
    """Return the wall time of one start of `command`, in seconds."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    print(f"{'start':<28} {'median s':>9} {'bar s':>6}   (of {RUNS} runs)")
    for name, command, bar in STARTS:
        seconds(command)  # writes the byte code, which every later start finds
        median = statistics.median(seconds(command) for _ in range(RUNS))
        print(f"{name:<28} {median:>9.3f} {bar:>6.1f}   {'ok' if median <= bar else 'TOO SLOW'}")


if __name__ == "__main__":
    main()
