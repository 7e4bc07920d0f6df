"""The one rule for overlaps, run after all entity components (codebook 0.5, 3).

Types are independent layers and may overlap; inside one type the longest span
wins. Across types only what cannot both be true is removed.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Located, Mention, get, longest, put, register_extensions


def resolve(layers: dict[str, tuple[Mention, ...]]) -> dict[str, list[Mention]]:
    """Return the layers without contradictions.

    Args:
        layers: all entity layers by name.
    """
    out = {name: list(found) for name, found in layers.items()}
    out["person"] = longest(out["person"])
    bodies = Located(o for o in out["org"] if o.source != "rule:org_list")
    out["person"] = [p for p in out["person"] if not _opened_inside(p, bodies)]
    persons = Located(out["person"])
    # A bare place inside a personal name is part of the name: `ông Hà Nội Dũng`.
    out["place"] = [p for p in out["place"] if not (p.attrs.get("type_inherited") and persons.holds(p.start, p.end))]
    roles, places = Located(out["role"]), Located(out["place"])
    out["org"] = [o for o in longest(out["org"]) if not roles.touching(o.start, o.end)]
    out["org"] = [o for o in out["org"] if not persons.holds(o.start, o.end) and not _opened_inside(o, places)]
    # A bare place inside the name of a school, company or station is part of that name (codebook 9.17).
    named = Located(
        o for o in out["org"] if o.source == "rule:org_named" and o.attrs.get("kind") not in {"party", "force"}
    )
    out["place"] = [p for p in out["place"] if not (_bare(p) and named.holds(p.start, p.end))]
    orgs = Located(out["org"])
    out["place"] = [_flag(p, orgs) for p in out["place"]]
    documents = Located(out["document"])
    solid = Located([*(p for p in out["place"] if p.attrs.get("numbered")), *out["document"]])
    out["figure"] = [f for f in longest(out["figure"]) if not _swallowed(f, solid)]
    out["date"] = [d for d in longest(out["date"]) if not documents.touching(d.start, d.end)]
    dates = Located(out["date"])
    out["figure"] = [f for f in out["figure"] if not dates.touching(f.start, f.end)]
    counted = Located(f for f in out["figure"] if f.attrs.get("kind") != "ratio")
    out["org"] = [o for o in out["org"] if not counted.holds(o.start, o.end)]
    return out


def _opened_inside(mention: Mention, others: Located[Mention]) -> bool:
    """Say whether a mention stands inside another one that begins before it."""
    around = others.touching(mention.start, mention.end)
    return any(other.start < mention.start and mention.end <= other.end for other in around)


def _bare(place: Mention) -> bool:
    return place.source.startswith(("rule:place_bare", "gazetteer:"))


def _swallowed(figure: Mention, solids: Located[Mention]) -> bool:
    around = solids.touching(figure.start, figure.end)
    return any(not (figure.start < solid.start and solid.end < figure.end) for solid in around)


def _flag(place: Mention, orgs: Located[Mention]) -> Mention:
    if not orgs.holds(place.start, place.end):
        return place
    return replace(place, attrs={**place.attrs, "in_org": True})


class OverlapComponent:
    """spaCy component `tinbai_overlap`: leaves each entity layer free of contradictions."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Rewrite the entity layers of `doc`."""
        names = ("place", "person", "role", "org", "document", "date", "figure", "ethnic")
        for layer, found in resolve({name: get(doc, name) for name in names}).items():
            put(doc, layer, found)
        return doc


@Language.factory("tinbai_overlap")
def make_overlap(nlp: Language, name: str) -> OverlapComponent:
    """Return the component that spaCy builds under `name`."""
    return OverlapComponent(nlp, name)
