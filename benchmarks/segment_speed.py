"""Sentences a second of the wrapped models, beside stock `underthesea.ner`, with the tags compared.

Run: python benchmarks/segment_speed.py [--sentences 300] [--file ARTICLES.jsonl.gz]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from annotate_speed import ARTICLES, bodies
from underthesea import ner

from tinbai.text.segment import default_segmenter
from tinbai.text.sentences import split

BANDS = ((1, 20), (21, 40), (41, 80))  # syllables a sentence


def timed(works: Sequence[Callable[[str], Any]], sentences: list[str]) -> list[tuple[list[Any], float]]:
    """Return what each of `works` gives for each sentence, and its wall time in seconds; they take turns."""
    results: list[list[Any]] = [[] for _ in works]
    times = [0.0 for _ in works]
    for sentence in sentences:
        for index, work in enumerate(works):
            begin = time.perf_counter()
            results[index].append(work(sentence))
            times[index] += time.perf_counter() - begin
    return list(zip(results, times, strict=True))


def sentences_of(file: Path, low: int, high: int, count: int) -> list[str]:
    """Return `count` sentences of `low` to `high` syllables, one line at a time."""
    lines = (line for text in bodies(file, 1_000_000) for line in text.splitlines())
    found = (line[start:end] for line in lines for start, end in split(line))
    return list(islice((sentence for sentence in found if low <= len(sentence.split()) <= high), count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--file", type=Path, default=ARTICLES)
    options = parser.parse_args()
    if not options.file.is_file():
        parser.error(f"{options.file} is not there; give --file a .jsonl.gz with a field body or text")
    segmenter = default_segmenter()
    segmenter.ner("Bản họp.")
    ner("Bản họp.")
    print(
        f"{'syllables':<10} {'sentences':>9} {'words/s':>9} {'ner/s':>9} {'stock/s':>9} {'ratio':>6} {'different':>10}"
    )
    for low, high in BANDS:
        chosen = sentences_of(options.file, low, high, options.sentences // len(BANDS))
        (_, words), (ours, mine), (stock, theirs) = timed([segmenter.words, segmenter.ner, ner], chosen)
        tags = [[(word.form, word.pos, word.chunk, word.ner) for word in sentence] for sentence in ours]
        different = sum(one != [tuple(word) for word in other] for one, other in zip(tags, stock, strict=True))
        size = len(chosen)
        print(
            f"{f'{low}-{high}':<10} {size:>9} {size / words:>9.0f} {size / mine:>9.0f} {size / theirs:>9.0f}"
            f" {theirs / mine:>6.1f} {different:>10}"
        )


if __name__ == "__main__":
    main()
