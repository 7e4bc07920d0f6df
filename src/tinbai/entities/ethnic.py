"""Placeholder that the owner of this file replaces."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc


class EthnicComponent:
    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("tinbai_ethnic")
def make_ethnic(nlp: Language, name: str) -> EthnicComponent:
    return EthnicComponent(nlp, name)
