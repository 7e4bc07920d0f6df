"""Placeholder that the owner of this file replaces."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class DocumentComponent:
    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("tinbai_document")
def make_document(nlp: Language, name: str) -> DocumentComponent:
    return DocumentComponent(nlp, name)
