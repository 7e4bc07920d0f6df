"""How well officeholders are read in articles that no rule was made from before they were counted.

Each file of corpora/holders is one writer's: articles as JSON Lines with the list of their officeholders, annotated
once (corpora/README.md). F1 with counts (right, found, gold) and its 95 % bootstrap interval over articles; a dual
holder counts with the hamlet, a whole record with posts, dual and place chain, as in `tinbai evaluate`.

Run: python benchmarks/unseen_holders.py [FOLDER]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from spacy.language import Language

import tinbai
from tinbai.evaluate.matching import dual_holders, full_holder
from tinbai.evaluate.tally import Tally
from tinbai.pipeline import annotate
from tinbai.records import Annotation, Evidence, Officeholder
from tinbai.text.normalize import fold

HOLDERS = Path(__file__).parents[1] / "corpora" / "holders"
_NOWHERE = Evidence(start=0, end=0, text="")
_MEASURES = ("person", "dual holder", "whole record")


def gold_of(listed: list[dict[str, Any]]) -> list[Officeholder]:
    """Return the officeholders that the writer listed for an article."""
    return [Officeholder(id=str(at), evidence=_NOWHERE, **one) for at, one in enumerate(listed)]


def counted(annotation: Annotation, gold: list[Officeholder]) -> list[tuple[str, int, int, int]]:
    """Return (measure, right, found, gold) of one article."""
    theirs = annotation.model_copy(update={"officeholders": tuple(gold)})
    sides = [
        (
            {fold(holder.person) for holder in side.officeholders},
            set(dual_holders(side)),
            {full_holder(holder) for holder in side.officeholders},
        )
        for side in (annotation, theirs)
    ]
    return [
        (measure, len(ours & right), len(ours), len(right))
        for measure, ours, right in zip(_MEASURES, *sides, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=HOLDERS, help="articles (default: %(default)s)")
    nlp = tinbai.load()
    for path in sorted(parser.parse_args().folder.glob("*.jsonl")):
        print(f"{path.stem}:")
        _report(path, nlp)


def _report(path: Path, nlp: Language) -> None:
    listed = [json.loads(line)["officeholders"] for line in path.read_text(encoding="utf-8").splitlines()]
    tally = Tally(len(listed))
    for index, (annotation, gold) in enumerate(zip(annotate(tinbai.read(path), nlp=nlp), listed, strict=True)):
        for measure, right, found, there in counted(annotation, gold_of(gold)):
            tally.add(index, "officeholders", measure, right, found, there)
    for measure in _MEASURES:
        score = tally.score("officeholders", [measure])
        f1, low, high = (100 * (value or 0) for value in (score.f1, score.low, score.high))
        print(f"  {measure}: {f1:.1f} [{low:.1f}, {high:.1f}] ({score.correct}/{score.predicted}/{score.gold})")


if __name__ == "__main__":
    main()
