"""Adoption records of short texts: each line of adoption, apart, dating and totals.txt is one test."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import tinbai
from tinbai.records import Adoption

LINES = [
    line
    for name in ("adoption.txt", "apart.txt", "dating.txt", "totals.txt")
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
_RECORD = re.compile(
    r"(?P<derived>\*?)(?P<place>.+?):(?: (?P<count>\d+|-(?=/))(?:/(?P<total>\d+))?(?![\d.%]))?"
    r"(?: (?P<percent>[\d.]+)%)? (?P<status>achieved|target|completed|abandoned|not_adopted) @(?P<date>\S+)"
)
_PUBLISHED = re.compile(r"\[(\d{4}-\d\d-\d\d)\] ")
_COMPLETED = {"completed": "completed_qualitative"}

Row = tuple[bool, str, int | None, int | None, float | None, str, str]


def _expected(left: str) -> Counter[Row]:
    found: Counter[Row] = Counter()
    for part in [] if left == "none" else left.split(" ; "):
        match = _RECORD.fullmatch(part)
        assert match is not None, f"unreadable expectation: {part}"
        count, total = (int(match[key]) if (match[key] or "-") != "-" else None for key in ("count", "total"))
        percent = float(match["percent"]) if match["percent"] else None
        status = _COMPLETED.get(match["status"], match["status"])
        found[(bool(match["derived"]), match["place"].lower(), count, total, percent, status, match["date"])] += 1
    return found


def _got(record: Adoption) -> Row:
    place = (record.place or f"{record.level}?").lower()
    numbers = (record.count, record.total, record.percent)
    return (record.derived, place, *numbers, record.status, record.as_of or "-")


@pytest.mark.parametrize("line", LINES, ids=[line.split(" || ")[1][:60] for line in LINES])
def test_line_of_adoption_txt(line: str) -> None:
    left, text = line.split(" || ")
    published = _PUBLISHED.match(text)
    article = tinbai.Article(
        id="a",
        input="a.txt",
        text=text[published.end() if published else 0 :].replace(" // ", "\n\n"),
        published=published[1] if published else "2024-11-20",
    )
    (annotation,) = tinbai.annotate([article])
    assert Counter(_got(record) for record in annotation.adoption) == _expected(left)
    for record in annotation.adoption:
        evidence = record.evidence
        assert annotation.article.text[evidence.start : evidence.end] == evidence.text


def test_lines_cover_every_status_and_silence() -> None:
    told = [row for line in LINES for row in _expected(line.split(" || ")[0])]
    assert {row[5] for row in told} == {"achieved", "target", "completed_qualitative", "abandoned", "not_adopted"}
    assert sum(line.startswith("none ||") for line in LINES) >= 30
