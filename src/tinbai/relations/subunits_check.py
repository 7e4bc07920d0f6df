"""Check K8: does a unit have as many subunits as a statement names (codebook 4.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tinbai.gazetteer import type_words
from tinbai.gazetteer.dates import REFORM
from tinbai.records import Adoption, Article, Check
from tinbai.relations.gazetteer_link import count_below

_DATE = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d{2})?)?")


def k8(article: Article | None, adoption: Sequence[Adoption]) -> Iterator[Check]:
    """Compare the printed number of communes or districts with the gazetteer's at that date; information only.

    Args:
        article: the article, for its date where a record has none.
        adoption: its records.
    """
    published = (article.published or article.published_inferred or "") if article else ""
    for record in adoption:
        if record.n_subunits is None or record.place is None or record.level not in ("province", "district"):
            continue
        stated = _DATE.match(record.as_of or "") or _DATE.match(published)
        as_of = stated[0] if stated else None
        of_communes = record.level == "province" and record.subunit in type_words("commune")
        if of_communes and as_of is not None and as_of < REFORM:
            continue  # the communes of a province lay in its districts
        known = count_below(record.place, record.level, as_of, record.province)
        if known is None:
            continue
        verdict = "of" if record.n_subunits <= known else "but only"
        detail = (
            f"{record.place}: {record.n_subunits} {record.subunit or 'subunits'} {verdict} {known} in the gazetteer"
        )
        yield Check(id="K8", ok=None, detail=f"{detail} ({as_of or 'today'})", evidence=record.evidence)
