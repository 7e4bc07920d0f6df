"""Figures that must not fall: `corpora/floors.json`, pinned with the digest of the corpus.

Raising a floor is a commit. Lowering one needs a reason, which stays in the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinbai.errors import CorpusError
from tinbai.evaluate.scores import Scores

_DIGITS = 3  # floors are rounded down, so that a figure never fails against itself


@dataclass(frozen=True, slots=True)
class Floors:
    """The content of `floors.json`.

    Attributes:
        digests: split → digest of the sources that the figures were measured on.
        figures: split → name of the figure → floor (a share, 0..1).
        lowered: split, figure, from, to and reason of every floor that was lowered.
    """

    digests: Mapping[str, str]
    figures: Mapping[str, Mapping[str, float]]
    lowered: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def read(cls, path: str | Path) -> Floors:
        """Read the file; a missing file has no floors.

        Raises:
            CorpusError: not JSON of this shape.
        """
        path = Path(path)
        if not path.exists():
            return cls({}, {})
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls(data["digests"], data["figures"], tuple(data["lowered"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path}: not a floors file ({error!r})") from error

    def write(self, path: str | Path) -> None:
        """Write the file, keys sorted, all or nothing."""
        path = Path(path)
        data = {"digests": self.digests, "figures": self.figures, "lowered": list(self.lowered)}
        part = path.with_suffix(".part")
        part.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        part.replace(path)

    def below(self, split: str, scores: Scores) -> list[str]:
        """Return one sentence for every pinned figure that is not reached any more."""
        now = dict(figures(scores))
        return [
            f"{split}: {name} is {now.get(name, 0.0):.4f}, its floor {floor:g}"
            for name, floor in sorted(self.figures.get(split, {}).items())
            if now.get(name, 0.0) < floor
        ]

    def pinned(self, split: str, scores: Scores, digest: str, *, reason: str | None = None) -> Floors:
        """Return floors raised to what `scores` reach; lower ones only with a `reason`.

        Raises:
            CorpusError: a figure fell and there is no reason.
        """
        fallen = self.below(split, scores)
        if fallen and not reason:
            raise CorpusError("these figures fell; give a reason to lower them:\n" + "\n".join(fallen))
        old = self.figures.get(split, {})
        new = {name: math.floor(value * 10**_DIGITS) / 10**_DIGITS for name, value in figures(scores)}
        lowered = [
            {"split": split, "figure": name, "from": floor, "to": new.get(name), "reason": reason}
            for name, floor in sorted(old.items())
            if new.get(name, -1.0) < floor
        ]
        return Floors(
            {**self.digests, split: digest}, {**self.figures, split: new}, (*self.lowered, *(lowered if reason else ()))
        )


def figures(scores: Scores) -> Iterator[tuple[str, float]]:
    """Yield (name, value) of the figures that are pinned: every F1 and accuracy that has gold to count."""
    for name, row in rows(scores):
        yield name, row["f1"]


def rows(scores: Scores) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield (name, row of its table) of the figures that are pinned, in order of the names."""
    results = scores.results
    tables = {"exact": results["spans"]["exact"]}
    tables.update({name: results[name] for name in ("values", "records", "places", "claims", "labels")})
    for table, rows_of_table in sorted(tables.items()):
        for name, row in sorted(rows_of_table.items()):
            if name != "confusion" and row["f1"] is not None and row.get("gold") != 0:
                yield f"{table}.{name}", row
