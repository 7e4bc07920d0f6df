"""What each source of evidence adds to the mentions: rules, gazetteer, underthesea, a trained tagger.

The tagger is a linear-chain CRF (python-crfsuite, needed only here) over words, their shapes and
the gazetteer, trained on the train split in this run. It may add a mention where no other source
sees one of any type; nothing is taken away. Scores are exact spans on the dev split. With --look FILE it also
prints what the tagger alone would add to other articles, to be judged by hand.

Run: pip install python-crfsuite && python benchmarks/evidence.py [--look ../shared/real/articles.jsonl.gz]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pycrfsuite

from tinbai.entities import person, units_known
from tinbai.evaluate import matching
from tinbai.evaluate.cases import Case, load_cases, predict
from tinbai.pipeline import annotate
from tinbai.records import Annotation
from tinbai.text.normalize import nfc
from tinbai.text.view import Sentence, TextView

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
TYPES = ("HAMLET", "COMMUNE", "DISTRICT", "PROVINCE", "PERSON", "ETHNIC")  # they do not overlap each other
SURE = 0.8  # marginal probability of every token of an added mention
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}
_TOKEN = re.compile(r"\w+|[^\w\s]")
Span = tuple[str, int, int]  # type, start, end


@dataclass(frozen=True, slots=True)
class Tagged:
    """A mention that the tagger sees, with the smallest marginal of its tokens."""

    span: Span
    probability: float


def shape(token: str) -> str:
    if token.isdigit():
        return "9" * min(len(token), 4)
    if len(token) > 1 and token.isupper():
        return "XX"
    return "X" if token[0].isupper() else "x" if token[0].isalpha() else token


def known_levels(words: list[str]) -> list[str]:
    """Levels on which the gazetteer knows the longest capitalised run at each token."""
    out = ["-"] * len(words)
    for at in range(len(words)):
        for size in (4, 3, 2, 1):
            run = words[at : at + size]
            if len(run) < size or not all(word[0].isupper() or word.isdigit() for word in run):
                continue
            levels = "+".join(sorted(units_known.levels_of(" ".join(run))))
            if levels:
                out[at : at + size] = [levels if old == "-" else old for old in out[at : at + size]]
                break
    return out


def features(view: TextView, sentence: Sentence, tokens: Sequence[tuple[int, int]]) -> list[list[str]]:
    words = [view.text[start:end] for start, end in tokens]
    low = [view.folded[start:end] for start, end in tokens]
    shapes, levels = [shape(word) for word in words], known_levels(words)

    def near(column: list[str], at: int) -> str:
        return column[at] if 0 <= at < len(column) else "_"

    rows = []
    for at in range(len(tokens)):
        row = [f"zone={sentence.zone}", f"open={low[at][:2]}"]
        for k in range(-3, 4):
            row += [f"w{k}={near(low, at + k)}", f"s{k}={near(shapes, at + k)}"]
        row += [f"g{k}={near(levels, at + k)}" for k in (-1, 0, 1)]
        row += [f"w{k},{k + 1}={near(low, at + k)}|{near(low, at + k + 1)}" for k in (-2, -1, 0, 1)]
        row.append("s=" + "|".join(near(shapes, at + k) for k in (-1, 0, 1)))
        rows.append(row)
    return rows


def sentences(view: TextView) -> Iterator[tuple[list[tuple[int, int]], list[list[str]]]]:
    for sentence in view.sentences:
        tokens = [match.span() for match in _TOKEN.finditer(view.text, sentence.start, sentence.end)]
        if tokens:
            yield tokens, features(view, sentence, tokens)


def tags(tokens: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[str]:
    out = ["O"] * len(tokens)
    for kind, start, end in spans:
        inside = [at for at, (a, b) in enumerate(tokens) if a < end and start < b]
        for at in inside:
            if out[at] == "O":
                out[at] = f"{'B' if at == inside[0] else 'I'}-{kind}"
    return out


def spans_of(annotation: Annotation) -> set[Span]:
    return {(e.type, e.start, e.end) for e in annotation.entities if e.type in TYPES}


def trained(cases: Sequence[Case], file: Path) -> pycrfsuite.Tagger:
    trainer = pycrfsuite.Trainer(verbose=False, params=SETTINGS)
    for case in cases:
        gold = sorted(spans_of(case.gold), key=lambda span: (span[1], -span[2]))
        for tokens, rows in sentences(TextView.of(case.gold.article.text, case.gold.article.zones)):
            trainer.append(rows, tags(tokens, gold))
    trainer.train(str(file))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(file))
    return tagger


def tagged(tagger: pycrfsuite.Tagger, annotation: Annotation) -> Iterator[Tagged]:
    for tokens, rows in sentences(TextView.of(annotation.article.text, annotation.article.zones)):
        labels = tagger.tag(rows)
        at = 0
        while at < len(labels):
            end = at + 1
            if labels[at].startswith("B-"):
                while end < len(labels) and labels[end] == "I-" + labels[at][2:]:
                    end += 1
                sure = min(tagger.marginal(labels[k], k) for k in range(at, end))
                yield Tagged((labels[at][2:], tokens[at][0], tokens[end - 1][1]), sure)
            at = end


def added(tagger: pycrfsuite.Tagger, annotation: Annotation) -> set[Span]:
    """What the tagger is sure of where nothing else has been found."""
    seen = [(entity.start, entity.end) for entity in annotation.entities]
    return {
        item.span
        for item in tagged(tagger, annotation)
        if item.probability >= SURE and not any(a < item.span[2] and item.span[1] < b for a, b in seen)
    }


def annotations(cases: Sequence[Case], *, gazetteer: bool, underthesea: bool) -> list[Annotation]:
    """Annotate with some sources of evidence silenced."""
    with ExitStack() as silenced:
        if not gazetteer:
            silenced.enter_context(patch.object(units_known, "levels_of", lambda name: frozenset()))
            for name in ("province_normal", "district_normal", "commune_normal", "district_with"):
                silenced.enter_context(patch.object(units_known, name, lambda *given: None))
        if not underthesea:
            silent = SimpleNamespace(entities=lambda text: [])
            silenced.enter_context(patch.object(person, "default_segmenter", lambda: silent))
        return list(predict(cases))


def look(tagger: pycrfsuite.Tagger, file: Path, count: int) -> None:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        texts = [nfc(json.loads(line)["body"]) for line in lines]
    lines_found = []
    for annotation in annotate(texts):
        text = annotation.article.text
        for kind, start, end in sorted(added(tagger, annotation)):
            context = f"{text[max(0, start - 40) : start]}[{text[start:end]}]{text[end : end + 25]}"
            lines_found.append(f"{kind}\t{' '.join(context.split())}")
    print(f"\n{len(lines_found)} mentions added in {len(texts)} articles; {count} drawn at random:")
    random.seed(0)
    print("\n".join(sorted(random.sample(lines_found, min(count, len(lines_found))))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--look", type=Path, metavar="ARTICLES.jsonl.gz")
    parser.add_argument("--count", type=int, default=60, help="how many added mentions to print")
    options = parser.parse_args()
    cases = load_cases(options.gold, split="dev")
    with tempfile.TemporaryDirectory() as folder:
        tagger = trained(load_cases(options.gold, split="train"), Path(folder) / "tagger.crfsuite")
    whole = annotations(cases, gazetteer=True, underthesea=True)
    columns = {
        "rules": [spans_of(a) for a in annotations(cases, gazetteer=False, underthesea=False)],
        "+ gazetteer": [spans_of(a) for a in annotations(cases, gazetteer=True, underthesea=False)],
        "+ underthesea": [spans_of(a) for a in whole],
        "+ tagger": [spans_of(a) | added(tagger, a) for a in whole],
        "tagger alone": [{item.span for item in tagged(tagger, a)} for a in whole],
    }
    print(f"{len(cases)} articles of dev; exact F1 (right/found/gold)")
    print(f"{'':<10}" + "".join(f"{name:>24}" for name in columns))
    for kind in (*TYPES, "all"):
        cells = []
        for column in columns.values():
            total: Counter[str] = Counter()
            for case, found in zip(cases, column, strict=True):
                both = (spans_of(case.gold), found)
                gold, ours = ([s for s in side if kind in (s[0], "all")] for side in both)
                total.update(dict(zip(("right", "found", "gold"), matching.exact(gold, ours), strict=True)))
            share = 200 * total["right"] / max(1, total["found"] + total["gold"])
            cells.append(f"{share:.1f} ({total['right']}/{total['found']}/{total['gold']})")
        print(f"{kind:<10}" + "".join(f"{cell:>24}" for cell in cells))
    if options.look:
        look(tagger, options.look, options.count)


if __name__ == "__main__":
    main()
