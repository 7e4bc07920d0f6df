"""The dual decision on tagged sentences: one line of dual.txt is one test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gold_layers import TagError, build, read

from tinbai.records import Officeholder

LINES = [
    line
    for line in Path(__file__).with_name("dual.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
_RECORD = re.compile(r"(?P<person>.+?) = (?P<dual>yes|no|former|unclear) (?P<basis>-|[\w:,]+)(?: @(?P<hamlet>.+))?")


def _expected(left: str) -> list[tuple[str, ...]]:
    if left.strip() == "none":
        return []
    found = []
    for part in left.split(";"):
        match = _RECORD.fullmatch(part.strip())
        if match is None:
            raise TagError(f"unreadable expectation: {part}")
        found.append((match["person"], match["dual"], match["basis"], match["hamlet"] or ""))
    return found


def _got(record: Officeholder) -> tuple[str, ...]:
    return record.person, record.dual, ",".join(record.dual_basis) or "-", record.hamlet or ""


@pytest.mark.parametrize("line", LINES, ids=[line.split(" || ")[0][:60] for line in LINES])
def test_line_of_dual_txt(line: str) -> None:
    left, right = line.split(" || ")
    tagged = read(right)
    records = build(tagged.text, tagged.mentions)._.officeholders
    assert [_got(record) for record in records] == _expected(left)
    for record in records:
        spans = [record.evidence, *record.dual_evidence]
        assert [tagged.text[span.start : span.end] for span in spans] == [span.text for span in spans]
        assert bool(record.dual_evidence) == (record.dual != "no")


def test_there_are_enough_lines() -> None:
    assert len(LINES) >= 40
    assert {e[1] for line in LINES for e in _expected(line.split(" || ")[0])} == {"yes", "no", "former", "unclear"}


@pytest.mark.parametrize("line", ["[PERSONE Lò Văn Kiên] cười", "[PERSON Lò Văn Kiên cười", "Lò Văn Kiên] cười"])
def test_an_unreadable_tag_is_an_error(line: str) -> None:
    with pytest.raises(TagError):
        read(line)
