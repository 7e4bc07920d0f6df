"""Articles and megabytes a second of the gate on one core, beside Python's `re` and `underthesea.word_tokenize`.

Run: python benchmarks/gate_speed.py [--file ARTICLES.jsonl.gz] [--words 100]

`re` searches one alternation of the same words, first on text normalised as the gate does it, then with
`text.normalize.fold`; its answers are compared with the gate's. `word_tokenize` only cuts into words: what a
search over words would have to do first. It reads the first articles only (`--words`). The sides take turns.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path

from annotate_speed import ARTICLES, bodies
from underthesea import word_tokenize

from tinbai.classify import gate
from tinbai.classify.gate_words import words
from tinbai.text.normalize import fold, nfc

BLOCK = 250  # articles a turn: the sides share what else the machine does, but not the processor's caches


def pattern(spell: Callable[[str], str]) -> re.Pattern[str]:
    """Return one alternation of the words that open the gate, longest first, as whole words."""
    sources = {}
    for word, after in words().items():
        follow = "".join(rf"(?!{re.escape(spell(other))})" for other in after)
        sources[spell(word)] = re.escape(spell(word)) + rf"(?![^\W_]){follow}"
    ordered = sorted(sources, key=lambda word: (-len(word), word))
    return re.compile(r"(?<![^\W_])(?:" + "|".join(sources[word] for word in ordered) + ")")


def folded(text: str) -> str:
    """Return the text normalised in full, with single blanks."""
    return " ".join(fold(nfc(text)).replace('"', " ").split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, default=ARTICLES)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--words", type=int, default=100)
    options = parser.parse_args()
    if not options.file.is_file():
        parser.error(f"{options.file} is not there; give --file a .jsonl.gz with a field body or text")
    texts = list(bodies(options.file, options.articles))
    quick, full = pattern(str), pattern(fold)
    works: dict[str, tuple[Callable[[str], object], int]] = {
        "tinbai.gate": (gate.opens, len(texts)),
        "re, same normal form": (lambda text: quick.search(gate.plain(text)) is not None, len(texts)),
        "re, text folded in full": (lambda text: full.search(folded(text)) is not None, len(texts)),
        "underthesea.word_tokenize": (word_tokenize, options.words),
    }
    seconds = dict.fromkeys(works, 0.0)
    size = dict.fromkeys(works, 0)
    answers: dict[str, list[object]] = {name: [] for name in works}
    for work, _ in works.values():
        work("Bí thư chi bộ.")
    for block in range(0, len(texts), BLOCK):
        for name, (work, most) in works.items():
            part = texts[block : min(block + BLOCK, most)]
            begin = time.process_time()
            answers[name].extend(map(work, part))
            seconds[name] += time.process_time() - begin
            size[name] += sum(len(text.encode("utf-8")) for text in part)
    print(f"{'':<28} {'articles':>8} {'articles/s':>11} {'MB/s':>8} {'pass':>6} {'other than gate':>16}")
    for name, found in answers.items():
        judged = name != "underthesea.word_tokenize"
        passed = f"{sum(map(bool, found)) / len(found):.1%}" if judged else ""
        other = sum(one != two for one, two in zip(found, answers["tinbai.gate"], strict=True)) if judged else ""
        rate, volume = len(found) / seconds[name], size[name] / seconds[name] / 1e6
        print(f"{name:<28} {len(found):>8} {rate:>11,.0f} {volume:>8.2f} {passed:>6} {other:>16}")


if __name__ == "__main__":
    main()
