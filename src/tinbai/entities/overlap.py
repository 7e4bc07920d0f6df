"""The one rule for overlaps, run after all entity components (codebook 0.5, 3).

Types are independent layers and may overlap; inside one type the longest span
wins. Across types only what cannot both be true is removed.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get, longest, put, register_extensions


def resolve(layers: dict[str, tuple[Mention, ...]]) -> dict[str, list[Mention]]:
    """Return the layers without contradictions.

    Args:
        layers: all entity layers by name.
    """
    out = {name: list(found) for name, found in layers.items()}
    out["person"] = longest(out["person"])
    bodies = [o for o in out["org"] if o.source != "rule:org_list"]
    out["person"] = [p for p in out["person"] if not any(o.start < p.start and p.end <= o.end for o in bodies)]
    out["place"] = [p for p in out["place"] if not _inside_person(p, out["person"])]
    out["org"] = [o for o in longest(out["org"]) if not any(o.overlaps(r) for r in out["role"])]
    out["org"] = [o for o in out["org"] if not any(p.start <= o.start and o.end <= p.end for p in out["person"])]
    out["org"] = [o for o in out["org"] if not any(p.start < o.start and o.end <= p.end for p in out["place"])]
    named = [o for o in out["org"] if o.source == "rule:org_named" and o.attrs.get("kind") != "party"]
    out["place"] = [p for p in out["place"] if not (_bare(p) and any(_within(p, o) for o in named))]
    out["place"] = [_flag(p, out["org"]) for p in out["place"]]
    numbered = [p for p in out["place"] if p.attrs.get("numbered")]
    solid = [*numbered, *out["document"]]
    out["figure"] = [f for f in longest(out["figure"]) if not any(_swallows(s, f) for s in solid)]
    out["date"] = [d for d in longest(out["date"]) if not any(d.overlaps(x) for x in out["document"])]
    out["figure"] = [f for f in out["figure"] if not any(f.overlaps(d) for d in out["date"])]
    counted = [f for f in out["figure"] if f.attrs.get("kind") != "ratio"]
    out["org"] = [o for o in out["org"] if not any(f.start <= o.start and o.end <= f.end for f in counted)]
    return out


def _bare(place: Mention) -> bool:
    return place.source.startswith(("rule:place_bare", "gazetteer:"))


def _within(place: Mention, body: Mention) -> bool:
    """A bare place inside the name of a school, company or station is part of that name (codebook 9.17)."""
    return body.start <= place.start and place.end <= body.end


def _inside_person(place: Mention, persons: list[Mention]) -> bool:
    """A bare place inside a personal name is part of the name: `ông Hà Nội Dũng`."""
    return bool(place.attrs.get("type_inherited")) and any(
        p.start <= place.start and place.end <= p.end for p in persons
    )


def _swallows(solid: Mention, figure: Mention) -> bool:
    return (
        figure.start < solid.end
        and solid.start < figure.end
        and not (figure.start < solid.start and solid.end < figure.end)
    )


def _flag(place: Mention, orgs: list[Mention]) -> Mention:
    if not any(o.start <= place.start and place.end <= o.end for o in orgs):
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
