"""Placeholder that the owner of this file replaces."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class HierarchyComponent:
    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("tinbai_hierarchy")
def make_hierarchy(nlp: Language, name: str) -> HierarchyComponent:
    return HierarchyComponent(nlp, name)
