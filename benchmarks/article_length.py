"""Seconds and memory of the whole annotation by the length of the article, and what each component takes.

Every length is annotated in a process of its own, after an article that loads the models; of several runs the fastest
counts, since what else the machine does only ever adds.

Run: python benchmarks/article_length.py [--lengths 5000 50000 500000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import tinbai
from tinbai.evaluate.cases import load_cases
from tinbai.evaluate.variants import long_text
from tinbai.records import Article

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
BAR = 12.0  # times the time for ten times the text


def measure(size: int) -> dict[str, float]:
    """Return seconds by component, `all` for the whole, and `MB` for the peak of this process."""
    nlp, cases = tinbai.load(), load_cases(GOLD, split="train")
    text = long_text(cases, size)
    spent: dict[str, float] = {}
    list(tinbai.annotate([Article(id="warm", input="warm", text=long_text(cases, 50_000))], nlp=nlp))
    doc = nlp.make_doc(text)
    doc._.article = Article(id="a", input="a", text=text, published="2022-08-19")
    begin = time.process_time()
    for name, component in nlp.pipeline:
        before = time.process_time()
        doc = component(doc)
        spent[name] = time.process_time() - before
    spent["all"] = time.process_time() - begin
    spent["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return spent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lengths", type=int, nargs="+", default=[5_000, 50_000, 500_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        print(json.dumps(measure(options.only)))
        return
    found = []
    for size in options.lengths:
        runs = [
            subprocess.run([sys.executable, __file__, "--only", str(size)], capture_output=True, text=True, check=True)
            for _ in range(options.runs)
        ]
        found.append(min((json.loads(run.stdout) for run in runs), key=lambda run: float(run["all"])))
    print(f"{'characters':22}" + "".join(f"{size:>12,}" for size in options.lengths))
    for name in found[0]:
        print(f"{name:22}" + "".join(f"{row[name]:12.2f}" for row in found))
    for (less, one), (more, two) in pairwise(zip(options.lengths, found, strict=True)):
        print(f"{more / less:.0f} times the text: {two['all'] / one['all']:.1f} times the time (bar {BAR:.0f} for ten)")


if __name__ == "__main__":
    main()
