"""Pages a second and what is found in them, beside trafilatura on the same pages in the same run.

In each round every reader reads all pages, one reader after the other in one process, and each paragraph ends in
another word than in the round before: as in an archive of one newspaper, markup and words come again, lines do
not. CPU time counts, of each page its best round: what other programs take from the machine is nobody's fault. The
first readings are compared by themselves: the figure for pages that have nothing in common. trafilatura is asked
twice: for the text alone (its quickest way here) and with metadata, which tinbai always finds too. Its lines count as
paragraphs; a caption among them is a leak. Pages: the shared real ones (`--real`), the project's own that are held
out, and those tuned on.

Run: pip install trafilatura lxml_html_clean; python benchmarks/page_speed.py [--real FOLDER] [--rounds 10]
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura

from tinbai.evaluate.pages import PageGold, PageScore, read_gold, score
from tinbai.pages.html import extract

PAGES = Path(__file__).parents[1] / "corpora" / "pages"
REAL = Path(__file__).parents[2] / "shared" / "html"
BAR = 5.0  # times as many pages a second
Page = tuple[str, PageGold]
Reader = Callable[[str], list[str]]


def real(folder: Path) -> list[Page]:
    """Return the saved pages with what their references say; their lead counts as a paragraph."""
    found = []
    for path in sorted((folder / "reference").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        page = (folder / f"{path.stem}.html").read_text(encoding="utf-8")
        found.append((page, PageGold((gold["sapo"], *gold["paragraphs"]), tuple(gold["captions"]), ())))
    return found


def own(folder: Path) -> list[Page]:
    """Return the project's pages of a folder."""
    return [(path.read_text("utf-8"), read_gold(path.with_suffix(".json"))) for path in sorted(folder.glob("*.html"))]


def ours(page: str) -> list[str]:
    found = extract(page, where="page")
    return [found.text[z.start : z.end] for z in found.zones if z.zone in ("lead", "body", "subheading", "byline")]


def theirs(page: str) -> list[str]:
    return (trafilatura.extract(page, include_comments=False) or "").splitlines()


def theirs_with_metadata(page: str) -> list[str]:
    found = trafilatura.extract(page, include_comments=False, with_metadata=True, output_format="json")
    return json.loads(found)["text"].splitlines() if found else []


def reworded(page: str, turn: int) -> str:
    """Return `page` with a word more at the end of each paragraph, so that no reader has seen the line before."""
    return re.sub(r"(?i)</p>", f" {turn}</p>", page)


READERS: dict[str, Reader] = {"tinbai": ours, "trafilatura": theirs, "with metadata": theirs_with_metadata}


def measured(pages: list[Page], rounds: int) -> dict[str, tuple[float, float, PageScore]]:
    """Return (CPU seconds of all pages at best, at first, counts) of each reader; pages without captions count too."""
    totals = dict.fromkeys(READERS, PageScore())
    first = dict.fromkeys(READERS, 0.0)
    best = {name: [float("inf")] * len(pages) for name in READERS}
    for page, gold in pages:
        for name, read in READERS.items():
            start = time.process_time()
            found = read(page)
            first[name] += time.process_time() - start
            totals[name] += score(found, gold)
    for turn in range(rounds):
        fresh = [reworded(page, turn) for page, _ in pages]
        for name, read in READERS.items():
            for number, page in enumerate(fresh):
                start = time.process_time()
                read(page)
                best[name][number] = min(best[name][number], time.process_time() - start)
    return {name: (sum(best[name]), first[name], totals[name]) for name in READERS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, default=REAL)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    sets = {"held out": own(PAGES / "held_out"), "tuned": own(PAGES / "tuned")}
    if options.real.is_dir():
        sets = {"real": real(options.real), **sets}
    else:
        print(f"{options.real} is not there: real pages are left out")
    for read in READERS.values():
        for page, _ in sets["tuned"]:
            read(page)  # what is loaded once is loaded now
    for title, pages in sets.items():
        captions = sum(len(gold.captions) for _, gold in pages)
        asides = sum(len(gold.asides) for _, gold in pages)
        size = sum(len(page) for page, _ in pages)
        print(f"\n{title}: {len(pages)} pages, {size:,} characters, {options.rounds} rounds")
        print(f"{'reader':<15} {'pages/s':>8} {'F1':>6} {'paragraphs':>11} {'captions':>9} {'asides':>7}")
        results = measured(pages, options.rounds)
        for name, (seconds, _, total) in results.items():
            hits = f"{total.hits}/{total.wanted}"
            leaks = f"{total.captions}/{captions}", f"{total.asides}/{asides}"
            speed = len(pages) / seconds
            print(f"{name:<15} {speed:>8.0f} {total.f1:>6.3f} {hits:>11} {leaks[0]:>9} {leaks[1]:>7}")
        told_of = ("speed",) if title == "tuned" else ("speed", "first readings")
        for column, told in enumerate(told_of):
            mine = results["tinbai"][column]
            ratios = ", ".join(f"{results[name][column] / mine:.1f} to {name}" for name in READERS if name != "tinbai")
            print(f"{told}: {ratios} (bar {BAR:.0f})")


if __name__ == "__main__":
    main()
