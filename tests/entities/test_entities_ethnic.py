"""Each line of ethnic.txt is one test of the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import examples
import pytest
from spacy.language import Language


@pytest.mark.parametrize("line", examples.lines(Path(__file__).with_name("ethnic.txt")))
def test_ethnic_spans_and_values(line: str, nlp: Language) -> None:
    examples.check(line, ("ETH",), nlp)
