"""How well claims are read in sketches that nothing is learnt from.

On the split dev of the gold word lists and thresholds were tuned; on `fresh_*` and `later_*` of these articles shares
and thresholds were compared (README.md), not on `newest_*`. They were written by others, annotated once
(corpora/README.md), and are read here with the models that ship, each group of files by itself. F1 with counts (right,
found, gold) and its 95 % bootstrap interval over articles.

Run: python benchmarks/unseen_claims.py [FOLDER]
"""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path

from spacy.language import Language

import tinbai
from tinbai.evaluate.matching import model_claims, overlapping
from tinbai.evaluate.tally import Tally
from tinbai.pipeline import annotate
from tinbai.train.sketches import Sample, read_sketches

UNSEEN = Path(__file__).parents[1] / "corpora" / "sketches" / "unseen"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=UNSEEN, help="sketches (default: %(default)s)")
    samples, _ = read_sketches(parser.parse_args().folder)
    nlp = tinbai.load()
    for group, members in groupby(samples, key=lambda sample: Path(sample.article.input).stem.partition("_")[0]):
        print(f"{group}:")
        _report(list(members), nlp)


def _report(samples: list[Sample], nlp: Language) -> None:
    tally = Tally(len(samples))
    for index, (sample, annotation) in enumerate(
        zip(samples, annotate((sample.article for sample in samples), nlp=nlp), strict=True)
    ):
        gold, ours = list(sample.claims), model_claims(annotation)
        pairs = overlapping(gold, ours)
        shared = sum(len({*a.aspects} & {*b.aspects}) for a, b in pairs)
        named = [{code for claim in side for code in claim.aspects} for side in (ours, gold)]
        tally.add(index, "claims", "overlap", len(pairs), len(ours), len(gold))
        tally.add(index, "claims", "aspects", shared, *(sum(len({*c.aspects}) for c in side) for side in (ours, gold)))
        tally.add(index, "articles", "aspects", len(named[0] & named[1]), *map(len, named))
    for measure, group in (("claims", "overlap"), ("claims", "aspects"), ("articles", "aspects")):
        score = tally.score(measure, [group])
        f1, low, high = (100 * (value or 0) for value in (score.f1, score.low, score.high))
        counts = f"{score.correct}/{score.predicted}/{score.gold}"
        print(f"  {group} of {measure}: {f1:.1f} [{low:.1f}, {high:.1f}] ({counts})")


if __name__ == "__main__":
    main()
