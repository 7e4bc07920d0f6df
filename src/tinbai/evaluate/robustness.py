"""How far the scores fall when the same articles come in another form (`tinbai evaluate --robustness`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tinbai.evaluate.cases import Case, predict
from tinbai.evaluate.floors import figures
from tinbai.evaluate.scores import score
from tinbai.evaluate.variants import VARIANTS, vary

_WIDTH = 28


@dataclass(frozen=True, slots=True)
class Robustness:
    """Figures of the text as written and of each variant.

    Attributes:
        articles: how many articles were scored.
        plain: name of the figure → share (0..1), as in `corpora/floors.json`.
        varied: name of the variant → the same for its texts.
    """

    articles: int
    plain: Mapping[str, float]
    varied: Mapping[str, Mapping[str, float]]

    def drop(self, variant: str, figure: str) -> float:
        """Return by how many points (1 = one percent) `figure` is lower in `variant`; negative if higher."""
        return 100 * (self.plain[figure] - self.varied[variant].get(figure, 0.0))

    def lines(self) -> Iterator[str]:
        """Yield the table: the plain figure in percent, then the points lost per variant."""
        yield f"{self.articles} articles; F1 or accuracy as written, then points lost by variant"
        yield f"{'':<{_WIDTH}}{'as written':>11}" + "".join(f"{name:>16}" for name in self.varied)
        for figure, value in self.plain.items():
            drops = (self.drop(name, figure) for name in self.varied)
            yield f"{figure:<{_WIDTH}}{100 * value:>11.1f}" + "".join(f"{drop:>16.1f}" for drop in drops)
        worst = (max((self.drop(name, figure), figure) for figure in self.plain) for name in self.varied)
        for name, (drop, figure) in zip(self.varied, worst, strict=True):
            yield f"most lost, {name}: {drop:.1f} ({figure})"


def robustness(cases: Sequence[Case], *, workers: int = 1) -> Robustness:
    """Score `cases` as written and in every variant of `tinbai.evaluate.variants`.

    Args:
        cases: gold.
        workers: number of processes.

    Raises:
        TinbaiError: the pipeline failed on an article.
    """

    def measured(some: Sequence[Case]) -> dict[str, float]:
        return dict(figures(score(some, list(predict(some, workers=workers)))))

    varied = {variant.name: measured([vary(case, variant) for case in cases]) for variant in VARIANTS}
    return Robustness(len(cases), measured(cases), varied)
