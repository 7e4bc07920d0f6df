"""Parents of units that ended with the reform of 1 July 2025, as later articles name them (codebook 5.2)."""

from __future__ import annotations

from tinbai.entities.mention import Mention
from tinbai.relations.gazetteer_link import BEFORE_REFORM, Units, latest_parent, provinces_since
from tinbai.relations.place_chain import Places
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_ref import Parents, Ref, empty, ref_of

GONE = Units(BEFORE_REFORM)


def parents_of_gone(places: Places, mention: Mention, province: str | None) -> Parents:
    """Return the parents that a unit had: those stated beside it, else the gazetteer's if only one can be meant.

    Args:
        places: the places of the article.
        mention: the unit that is gone.
        province: province of the article, of any time; among namesakes it goes before others.
    """
    result = empty()
    child = ref_of(mention)
    stated = {LEVELS[RANK[m.type]]: ref_of(m) for m in places.former_chain(mention)}
    now = provinces_since([province])
    for level in LEVELS[LEVELS.index(child.level) + 1 :]:
        parent, basis = stated.get(level), "apposition"
        if parent is None and child.level != "hamlet":
            found = GONE.find(child.normal, child.level)
            near = [unit for unit in found if now & provinces_since([unit.parents.get("province")])]
            name, basis = latest_parent(near or found, level), "gazetteer"
            parent = None if name is None else Ref(name, level)
        if parent is not None:
            result[level], result["basis"][level] = parent.normal, basis  # type: ignore[literal-required]
            child = parent
    return result
