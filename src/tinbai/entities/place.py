"""Placeholder that the owner of this file replaces."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class PlaceComponent:
    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("tinbai_place")
def make_place(nlp: Language, name: str) -> PlaceComponent:
    return PlaceComponent(nlp, name)
