"""The ordered list of components, and the way from an article to its annotation."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import register_extensions
from tinbai.records import Zone
from tinbai.text.view import TextView

COMPONENTS = (
    "tinbai_zone",
    "tinbai_document",
    "tinbai_ethnic",
    "tinbai_title",
    "tinbai_place",
    "tinbai_date",
    "tinbai_figure",
    "tinbai_person",
    "tinbai_role",
    "tinbai_org",
    "tinbai_cue",
    "tinbai_overlap",
    "tinbai_hierarchy",
    "tinbai_officeholder",
    "tinbai_adoption",
    "tinbai_claim",
    "tinbai_checks",
    "tinbai_labels",
)


class ZoneComponent:
    """Makes the text view (`doc._.view`) from the zones of the article, or finds them."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        if doc._.view is None:
            zones = [Zone(zone="body", start=0, end=len(doc.text))]
            doc._.view = TextView.of(doc.text, zones)
        return doc


@Language.factory("tinbai_zone", assigns=["doc._.view"])
def make_zone(nlp: Language, name: str) -> ZoneComponent:
    """Return the component that spaCy builds under `name`."""
    return ZoneComponent(nlp, name)


def load() -> Language:
    """Return the tinbai pipeline as a spaCy `Language`."""
    import spacy

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp
