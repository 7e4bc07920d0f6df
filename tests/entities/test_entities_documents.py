"""Each line of documents.txt is one test of the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import examples
import pytest
from spacy.language import Language


@pytest.mark.parametrize("line", examples.lines(Path(__file__).with_name("documents.txt")))
def test_document_spans_and_values(line: str, nlp: Language) -> None:
    examples.check(line, ("DOC",), nlp)
