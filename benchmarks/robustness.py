"""What the scores lose when the gold articles come in another form: NFD, NBSP, old tones, wrapped lines.

Every form is annotated in this one process and scored with all measures of `tinbai evaluate`. Printed are the
figures that are not the same as for the text as written, the greatest drop first, with counts; `!` marks a drop over
the bar. With `--articles` there is no gold: what tinbai finds in the text as written stands for it.

Run: python benchmarks/robustness.py [--split dev] [--mixtures] [--details] [--articles ARTICLES.jsonl.gz --first 100]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from spacy.language import Language

import tinbai
from tinbai.evaluate.cases import Case, load_cases, predict
from tinbai.evaluate.misses import KINDS, Miss, misses
from tinbai.evaluate.robustness import Measured, robustness
from tinbai.evaluate.variants import MIXTURES, VARIANTS, Variant, vary
from tinbai.pipeline import annotate
from tinbai.records import Article

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
BAR = 2.0  # points that a figure may lose


def from_articles(file: Path, first: int, nlp: Language) -> list[Case]:
    """Return the first articles of a JSON Lines file with what tinbai finds in them for gold."""
    read = (item for item in tinbai.read(file) if isinstance(item, Article))
    plain = [article.model_copy(update={"zones": ()}) for article in islice(read, first)]
    return [Case(found.article.id, "", "", "", found) for found in annotate(plain, nlp=nlp)]


def shown(measured: Measured) -> str:
    """Return a figure in percent with right/found/gold."""
    counts = "" if measured.counts is None else f" ({'/'.join(map(str, measured.counts))})"
    return f"{100 * measured.value:.1f}{counts}"


def details(cases: Sequence[Case], variant: Variant, nlp: Language) -> Iterator[str]:
    """Yield the errors that the text as written does not have."""
    changed = [vary(case, variant) for case in cases]
    written, varied = (list(predict(some, nlp)) for some in (cases, changed))
    for kind in KINDS:
        old = {_key(miss) for miss in misses(cases, written, kind)}
        for miss in misses(changed, varied, kind):
            if _key(miss) not in old:
                said = f"{miss.gold or '–'} | {miss.found or '–'}"
                yield "\t".join((variant.name, kind, miss.article, miss.what, said, miss.sentence))


def _key(miss: Miss) -> tuple[str, ...]:
    return miss.article, miss.what, *("".join(part.split()) for part in (miss.gold, miss.found))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--articles", type=Path, help="no gold: compare with the annotation as written")
    parser.add_argument("--first", type=int, default=100, help="so many of --articles")
    parser.add_argument("--mixtures", action="store_true", help="also CRLF, tabs, soft hyphens … and all at once")
    parser.add_argument("--details", action="store_true", help="print every new error, with the id of its article")
    options = parser.parse_args()
    nlp = tinbai.load()
    if options.articles:
        cases = from_articles(options.articles, options.first, nlp)
    else:
        cases = load_cases(options.gold, split=options.split)
    variants = (*VARIANTS, *MIXTURES) if options.mixtures else VARIANTS
    result = robustness(cases, variants, nlp=nlp)
    found = result.differences()
    print(f"{result.articles} articles, {len(result.plain)} figures; F1 or accuracy in percent (right/found/gold)")
    print(f"  {'drop':>5}  {'form':<18}{'figure':<28}{'as written':<26}in this form")
    for one in found:
        mark = "!" if one.drop > BAR else " "
        print(f"{mark} {one.drop:>5.1f}  {one.variant:<18}{one.figure:<28}{shown(one.plain):<26}{shown(one.varied)}")
    same = [variant.name for variant in variants if all(one.variant != variant.name for one in found)]
    print(f"nothing changed: {', '.join(same) or '–'}")
    print(f"{sum(one.drop > BAR for one in found)} drops over {BAR:g} points")
    if options.details:
        for variant in variants:
            print(*details(cases, variant, nlp), sep="\n")


if __name__ == "__main__":
    main()
