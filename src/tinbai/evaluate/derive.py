"""Values of a gold article that follow from others and are never written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tinbai.evaluate import normals
from tinbai.records import Adoption, Claim, Officeholder


def derived_hamlets(holders: Iterable[Officeholder], given: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """Return the hamlet-level records that follow from dual holders and lists of hamlets (codebook 4.2).

    A hamlet that has a record of its own, or an earlier derived one, gets no second.
    """
    have = list(given)
    made: list[Adoption] = []
    for values in (*_of_holders(holders), *_of_lists(have)):
        same = (
            a.level == "hamlet" and a.place == values["place"] and a.commune in (None, values["commune"])
            for a in (*have, *made)
        )
        if any(same):
            continue
        fixed: dict[str, Any] = {"level": "hamlet", "count": 1, "total": 1, "count_of": "hamlet_units", "derived": True}
        made.append(Adoption(id=f"A{len(have) + len(made) + 1}", **fixed, **values))
    return tuple(made)


def _of_holders(holders: Iterable[Officeholder]) -> Iterator[dict[str, Any]]:
    for holder in holders:
        if holder.dual == "yes" and holder.hamlet is not None:
            same = {name: getattr(holder, name) for name in ("commune", "district", "province", "as_of", "evidence")}
            yield {"place": holder.hamlet, **same}


def _of_lists(records: Iterable[Adoption]) -> Iterator[dict[str, Any]]:
    for record in records:
        if record.status != "achieved" or record.level == "hamlet":
            continue
        commune = record.place if record.level == "commune" else record.commune
        same = {name: getattr(record, name) for name in ("district", "province", "as_of", "as_of_basis", "evidence")}
        for member in record.members:
            if normals.place("HAMLET", member):
                yield {"place": member, "commune": commune, **same}


def computed_labels(claims: Iterable[Claim]) -> dict[str, Any]:
    """Return stance, benefits and difficulties as codebook 2.3 and 2.4 compute them from the claims."""
    counted = [claim for claim in claims if claim.target in ("dual", "both")]
    codes = sorted({code for claim in counted for code in claim.aspects})
    good = sum(claim.stance == "positive" for claim in counted)
    bad = sum(claim.stance in ("negative", "mixed") and not claim.resolved for claim in counted)
    share = bad / (good + bad) if good + bad else None
    stance = "neutral" if share is None else "positive" if share < 0.15 else "mixed" if share <= 0.7 else "negative"
    return {
        "stance": stance,
        "benefits": tuple(code for code in codes if code.startswith("B")),
        "difficulties": tuple(code for code in codes if code.startswith("D")),
    }
