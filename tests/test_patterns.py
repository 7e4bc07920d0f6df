"""Patterns written in code match folded text, so they must be written folded themselves."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tinbai.text.normalize import fold

ENTITIES = sorted((Path(__file__).parents[1] / "src" / "tinbai" / "entities").glob("*.py"))


def _regex_literals(path: Path) -> list[str]:
    """The string arguments of `re.compile` and the strings assigned to `_NAMES` of patterns."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            found += [c.value for c in ast.walk(node) if isinstance(c, ast.Constant) and isinstance(c.value, str)]
    return found


@pytest.mark.parametrize("path", ENTITIES, ids=lambda path: path.stem)
def test_patterns_are_written_folded(path):
    words = {
        word
        for literal in _regex_literals(path)
        for word in literal.replace("\\", " ").replace("|", " ").replace("(", " ").replace(")", " ").split()
        if word.isalpha() and not word.isascii()
    }
    assert {word for word in words if fold(word) != word.lower() and word == word.lower()} == set()
