"""The grammar of unity: `unity.txt`, one line one test (codebook 1.1 to 1.3)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language
from tagged import build, mention, pipeline

from tinbai.entities.cue_patterns import phrases, reduce
from tinbai.entities.mention import get
from tinbai.lexicon import load
from tinbai.text.normalize import fold

LINES = [
    tuple(line.split(" | ", 1))
    for line in Path(__file__).with_name("unity.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
NAMING = ("explicit", "nominal", "juxtaposition", "idiom")


@pytest.fixture(scope="module")
def cue() -> Language:
    return pipeline(["tinbai_cue"])


@pytest.mark.parametrize(("code", "sentence"), LINES)
def test_a_sentence_names_the_model_only_if_one_person_holds_both_posts(
    code: str, sentence: str, cue: Language
) -> None:
    text, persons = "", []
    for piece in re.split(r"(<[^>]+>)", sentence):
        if piece.startswith("<"):
            persons.append(mention("PERSON", len(text), len(text) + len(piece) - 2, piece[1:-1], {}))
        text += piece.strip("<>")
    found = [m for m in get(build(cue, text, persons), "cue") if m.attrs["confirmed"]]
    assert any(m.attrs["strength"] in NAMING for m in found) == (code in ("M", "title"))


def test_every_class_has_lines() -> None:
    count = Counter(code for code, _ in LINES)
    assert set(count) == {"M", "title", "two", "near", "none"}
    assert min(count.values()) >= 3


@pytest.mark.parametrize("entry", load("model_unity")["phrase"], ids=lambda entry: entry["id"])
def test_the_examples_of_a_phrase_match_it(entry) -> None:
    compiled = {phrase.id: phrase for phrase in phrases()}[entry["id"]]
    for example in map(fold, entry["example"].split("; ")):
        assert compiled.regex.search(reduce(example, 0, len(example)).text), example
        assert any(word in example for word in compiled.needs), example
