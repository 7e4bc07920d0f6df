"""The tagged example sentences of places, persons and posts, and bodies: one line, one test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
import examples

FILES = {"places": ("H", "C", "D", "P"), "persons": ("PER", "ROLE"), "orgs": ("ORG",)}
CASES = [
    pytest.param(line, types, id=f"{name}: {line}")
    for name, types in FILES.items()
    for line in examples.lines(Path(__file__).with_name(f"{name}.txt"))
]


@pytest.mark.parametrize(("line", "types"), CASES)
def test_example_sentence(line, types, nlp):
    examples.check(line, types, nlp)
