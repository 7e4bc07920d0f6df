"""Placeholder that the owner of this file replaces."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class OverlapComponent:
    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("tinbai_overlap")
def make_overlap(nlp: Language, name: str) -> OverlapComponent:
    return OverlapComponent(nlp, name)
