"""How far the scores fall when the same articles come in another form (`tinbai evaluate --robustness`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language

from tinbai.evaluate.cases import Case, predict
from tinbai.evaluate.floors import rows
from tinbai.evaluate.scores import score
from tinbai.evaluate.variants import VARIANTS, Variant, vary

_WIDTH = 28


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of one form of the texts.

    Attributes:
        value: F1 or accuracy, a share (0..1).
        counts: right, found, gold; None for a mean over classes.
    """

    value: float
    counts: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is not the same in a variant; `drop` is in points (1 = one percent), negative if it rose."""

    drop: float
    variant: str
    figure: str
    plain: Measured
    varied: Measured


@dataclass(frozen=True, slots=True)
class Robustness:
    """Figures of the text as written and of each variant.

    Attributes:
        articles: how many articles were scored.
        plain: name of the figure → what was measured, names as in `corpora/floors.json`.
        varied: name of the variant → the same for its texts.
    """

    articles: int
    plain: Mapping[str, Measured]
    varied: Mapping[str, Mapping[str, Measured]]

    def drop(self, variant: str, figure: str) -> float:
        """Return by how many points (1 = one percent) `figure` is lower in `variant`; negative if higher."""
        return 100 * (self.plain[figure].value - self._in(variant, figure).value)

    def differences(self) -> list[Difference]:
        """Return what is not the same in a variant, the greatest drop first."""
        found = [
            Difference(self.drop(variant, figure), variant, figure, plain, self._in(variant, figure))
            for variant in self.varied
            for figure, plain in self.plain.items()
            if plain != self._in(variant, figure)
        ]
        return sorted(found, key=lambda one: -one.drop)

    def lines(self) -> Iterator[str]:
        """Yield the table: the plain figure in percent, then the points lost per variant."""
        yield f"{self.articles} articles; F1 or accuracy as written, then points lost by variant"
        yield f"{'':<{_WIDTH}}{'as written':>11}" + "".join(f"{name:>16}" for name in self.varied)
        for figure, plain in self.plain.items():
            drops = (self.drop(name, figure) for name in self.varied)
            yield f"{figure:<{_WIDTH}}{100 * plain.value:>11.1f}" + "".join(f"{drop:>16.1f}" for drop in drops)
        worst = (max((self.drop(name, figure), figure) for figure in self.plain) for name in self.varied)
        for name, (drop, figure) in zip(self.varied, worst, strict=True):
            yield f"most lost, {name}: {drop:.1f} ({figure})"

    def _in(self, variant: str, figure: str) -> Measured:
        return self.varied[variant].get(figure, Measured(0.0))


def robustness(
    cases: Sequence[Case],
    variants: Sequence[Variant] = VARIANTS,
    *,
    workers: int = 1,
    nlp: Language | None = None,
) -> Robustness:
    """Score `cases` as written and in every variant.

    Args:
        cases: gold.
        variants: forms of the texts.
        workers: number of processes.
        nlp: a pipeline made by `tinbai.load`; a new one for each variant if None. Only with one worker.

    Raises:
        TinbaiError: the pipeline failed on an article.
    """

    def measured(some: Sequence[Case]) -> dict[str, Measured]:
        scores = score(some, list(predict(some, nlp, workers=workers)))
        return {
            name: Measured(row["f1"], (row["correct"], row["predicted"], row["gold"]) if "correct" in row else None)
            for name, row in rows(scores)
        }

    varied = {variant.name: measured([vary(case, variant) for case in cases]) for variant in variants}
    return Robustness(len(cases), measured(cases), varied)
