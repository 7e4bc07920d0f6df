"""Articles a second of the whole annotation, beside stock underthesea NER on the same articles.

Both run in this one process, in turns of a few articles, so that a busy machine slows both alike.

Run: python benchmarks/annotate_speed.py [--articles 200] [--file ARTICLES.jsonl.gz]
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from underthesea import ner, sent_tokenize

import tinbai
from tinbai.pipeline import annotate
from tinbai.text.normalize import nfc
from tinbai.text.segment import default_segmenter

ARTICLES = Path(__file__).parents[2] / "shared" / "real" / "throughput.jsonl.gz"
TURN = 10  # articles
BAR = 8.0  # times as many articles a second


def bodies(file: Path, count: int) -> Iterator[str]:
    """Yield the NFC text of the first `count` articles of a JSON Lines file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            record = json.loads(line)
            yield nfc(record.get("body") or record["text"])


def seconds(work: Callable[[list[str]], None], texts: list[str]) -> float:
    """Return the wall time of `work` on `texts`, in seconds."""
    begin = time.perf_counter()
    work(texts)
    return time.perf_counter() - begin


def stock(texts: list[str]) -> None:
    """Tag every sentence the way underthesea documents it."""
    for text in texts:
        for sentence in sent_tokenize(text):
            ner(sentence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--file", type=Path, default=ARTICLES)
    options = parser.parse_args()
    if not options.file.is_file():
        parser.error(f"{options.file} is not there; give --file a .jsonl.gz with a field body or text")
    texts = list(bodies(options.file, options.articles))
    nlp = tinbai.load()

    def ours(batch: list[str]) -> None:
        for _ in annotate(batch, nlp=nlp):
            pass

    ours(texts[:1])  # both load their models before the clock starts
    default_segmenter().ner("Ông Vừ Bá Lềnh")  # the first article may not ask the tagger
    stock(texts[:1])
    turns = [texts[at : at + TURN] for at in range(0, len(texts), TURN)]
    times = [(seconds(ours, turn), seconds(stock, turn)) for turn in turns]
    mine, theirs = (sum(column) for column in zip(*times, strict=True))
    print(f"{len(texts)} articles, {sum(map(len, texts)):,} code points, one process")
    print(f"{'what':<34} {'seconds':>8} {'articles/s':>11}")
    print(f"{'tinbai, full annotation':<34} {mine:>8.2f} {len(texts) / mine:>11.1f}")
    print(f"{'underthesea sent_tokenize + ner':<34} {theirs:>8.2f} {len(texts) / theirs:>11.1f}")
    print(f"ratio {theirs / mine:.1f} (bar {BAR:.0f})")


if __name__ == "__main__":
    main()
