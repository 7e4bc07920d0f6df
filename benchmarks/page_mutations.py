"""Thousands of broken pages through the reader: crashes, the slowest page, and the most memory.

Pages are the project's fixtures, broken by `tinbai.evaluate.mutations`. CPU seconds count, since a page that waits
for a busy machine does not hang; a page above the bar in wall time as well is named.

Run: python benchmarks/page_mutations.py [--count 10000] [--seed 1]
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import time
from collections import Counter
from pathlib import Path

from tinbai.errors import InputError
from tinbai.evaluate.mutations import mutations
from tinbai.pages.encoding import decode
from tinbai.pages.html import extract

PAGES = Path(__file__).parents[1] / "corpora" / "pages"
BAR_SECONDS = 2.0
BAR_MEGABYTES = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = [path.read_bytes() for path in sorted(PAGES.rglob("*.html"))]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ends: Counter[str] = Counter()
    slowest = (0.0, "")
    for number, page in enumerate(mutations(pages, options.count, seed=options.seed)):
        start = time.process_time()
        try:
            extract(decode(page, where="page", page=True).text, where="page")
            end = "article"
        except InputError as error:
            end = error.reason
        except Exception as error:  # what is looked for
            end = f"CRASH {type(error).__name__}"
            print(f"page {number}, {len(page)} bytes, {hashlib.sha256(page).hexdigest()[:12]}: {end}: {error}")
        ends[end] += 1
        slowest = max(slowest, (time.process_time() - start, f"page {number}, {len(page)} bytes, {end}"))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.count} pages, seed {options.seed}: {dict(ends.most_common())}")
    print(f"slowest {slowest[0]:.2f} s CPU ({slowest[1]}), bar {BAR_SECONDS:.0f} s")
    print(f"memory of the process {after:.0f} MB ({before:.0f} MB before the first page), bar {BAR_MEGABYTES} MB")


if __name__ == "__main__":
    main()
