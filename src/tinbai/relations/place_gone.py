"""Parents of units that ended with the reform of 1 July 2025, as later articles name them (codebook 5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tinbai.entities.mention import Mention
from tinbai.entities.place_merged import SOURCE as MERGED
from tinbai.entities.place_merged import merged_commune
from tinbai.gazetteer import Regime, type_word
from tinbai.relations.gazetteer_link import BEFORE_REFORM, SINCE_REFORM, Units, latest_parent, provinces_since, reform
from tinbai.relations.place_chain import Places
from tinbai.relations.place_index import LEVELS, RANK
from tinbai.relations.place_ref import Parents, Ref, empty, ref_of
from tinbai.text.normalize import fold

if TYPE_CHECKING:
    from tinbai.relations.scope import Scope

GONE = Units(BEFORE_REFORM)
_NOW = Units(SINCE_REFORM)


def marked_gone(mentions: Iterable[Mention], places: Places) -> list[Mention]:
    """Return the `mentions` of a two-level article, those flagged `former` that only the old order had, cue or not.

    A name that the new order has too (`xã Trạm Tấu`) is left to the words around it.
    """
    found = list(mentions)
    merged = _merged(found)
    return [
        replace(m, attrs={**m.attrs, "former": True})
        if _is_gone(m) or m.normal in merged or _lay_in_a_district(places, m)
        else m
        for m in found
    ]


def _merged(found: Sequence[Mention]) -> set[str | None]:
    """Return the communes that went into another one named here, if their province has none so called now."""
    provinces = provinces_since([m.normal for m in found if m.type == "PROVINCE"])
    communes = {m.normal for m in found if m.type == "COMMUNE" and m.normal}
    now = {name for name in communes if any(_NOW.find(name, "commune", {"province": p}) for p in provinces)}
    heirs = tuple(sorted(now))
    return {name for name in communes - now if name == merged_commune(_bare(name), heirs, provinces)}


def _bare(commune: str) -> str:
    return commune.removeprefix(type_word(commune) or "").lstrip()


def order_of(places: Places) -> Regime | None:
    """Return the order that the units of an article show: by communes that only one has, and by `xã A, huyện B`.

    None if nothing shows it, or if they differ.
    """
    shown: set[Regime] = set()
    for mention in places.mentions:
        if mention.type != "COMMUNE" or mention.source.startswith("gazetteer:") or places.is_former(mention):
            continue
        now, before = (units.knows(str(mention.normal), "commune") for units in (_NOW, GONE))
        if now != before:
            shown.add("two_level" if now else "three_level")
        districts = [m for m in places.chain(mention) if m.type == "DISTRICT"]
        if districts and GONE.find(str(mention.normal), "commune", {"district": str(districts[0].normal)}):
            shown.add("three_level")
    return shown.pop() if len(shown) == 1 else None


def _is_gone(mention: Mention) -> bool:
    level, normal = mention.type.lower(), mention.normal or ""
    if mention.source == MERGED:
        return True
    if level not in ("commune", "province") or _NOW.knows(normal, level):
        return False
    return normal.startswith("thị trấn ") or GONE.knows(normal, level)


def _lay_in_a_district(places: Places, commune: Mention) -> bool:
    """Say whether a commune is told with its district (`xã A, huyện B`) and there is none so called there now."""
    if commune.type != "COMMUNE":
        return False
    stated = {LEVELS[RANK[m.type]]: str(m.normal) for m in places.former_chain(commune) if m.type != "COMMUNE"}
    if "district" not in stated:
        return False
    old = GONE.find(str(commune.normal), "commune", stated)
    now = {unit.parents.get("province") for unit in _NOW.find(str(commune.normal), "commune")}
    heirs = provinces_since([unit.parents.get("province") for unit in old])
    return bool(old) and not heirs & {fold(name) for name in now if name}


def parents_of_gone(places: Places, mention: Mention, province: str | None) -> Parents:
    """Return the parents that a unit had: those stated beside it, else the gazetteer's if only one can be meant.

    Args:
        places: the places of the article.
        mention: the unit that is gone.
        province: province of the article, of any time; among namesakes it goes before others.
    """
    result = empty()
    child = ref_of(mention)
    stated = {LEVELS[RANK[m.type]]: ref_of(m) for m in places.former_chain(mention) if _held(child, ref_of(m))}
    now = provinces_since([province])
    for level in LEVELS[LEVELS.index(child.level) + 1 :]:
        parent, basis = stated.get(level), "apposition"
        if parent is None and child.level != "hamlet":
            known = {upper: ref.normal for upper, ref in stated.items()}
            found = GONE.find(child.normal, child.level, known) or GONE.find(child.normal, child.level)
            near = [unit for unit in found if now & provinces_since([unit.parents.get("province")])]
            name, basis = latest_parent(near or found, level), "gazetteer"
            parent = None if name is None else Ref(name, level)
        if parent is not None:
            result[level], result["basis"][level] = parent.normal, basis  # type: ignore[literal-required]
            child = parent
    return result


def heirs_of_gone(scope: Scope, hamlet: Mention) -> list[tuple[Ref, str]] | None:
    """Return the commune of now, with its basis, of a hamlet told with one that is gone (`bản X, xã Y cũ`).

    None if none is told that the gazetteer has. Empty where the text is at another commune than its heirs: no guess.
    """
    gone = scope.places.gone_parent(hamlet) if scope.two_level else None
    if gone is None:
        return None
    home = scope.topic("province") or scope.home_province
    above, now = parents_of_gone(scope.places, gone, home), provinces_since([home])
    found = GONE.find(str(gone.normal), "commune", {"district": above["district"], "province": above["province"]})
    paths = [path.split(", ") for unit in found for path in reform(unit).paths]
    heirs = {name for name, province in paths if fold(province) in now}
    if not heirs:
        return None
    here, topic = scope.in_force(hamlet.start, "commune"), scope.topic("commune")
    offers = [(here, "paragraph"), (None if topic is None else Ref(topic, "commune"), "article_scope")]
    return [(ref, basis) for ref, basis in offers if ref is not None and ref.normal in heirs]


def _held(child: Ref, parent: Ref) -> bool:
    """Say whether `parent` held a unit that is gone: the province named behind it may be the one of now."""
    return child.level == "hamlet" or GONE.possible((child.normal, child.level), (parent.normal, parent.level))
