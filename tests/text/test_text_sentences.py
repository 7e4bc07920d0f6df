"""Sentence boundaries: a table of examples (one line, one test) and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.records import Zone
from tinbai.text.sentences import split
from tinbai.text.view import TextView

EXAMPLES = [
    line
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PIECES = st.lists(
    st.sampled_from([*"aAĐđởM19 .!?…,;:()“”\"'\n\t-–", "\u00a0", "TP.", "Ông ", "K.", "v.v.", "xã", "Bản", "1.200"]),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("line", EXAMPLES)
def test_boundaries_are_where_the_example_marks_them(line: str) -> None:
    expected = line.replace("§", " ‖ ").split(" ‖ ")
    text = line.replace(" ‖ ", " ").replace("§", "")
    assert [text[start:end] for start, end in split(text)] == expected


@given(PIECES | st.text(), st.integers(0, 10), st.integers(0, 10))
def test_sentences_lie_in_the_paragraph_in_order_and_leave_out_only_blanks(text: str, left: int, right: int) -> None:
    start, end = min(left, len(text)), max(min(left, len(text)), len(text) - right)
    position = start
    for begin, stop in split(text, start, end):
        assert position <= begin < stop <= end
        assert not text[position:begin].strip()
        assert text[begin:stop] == text[begin:stop].strip()
        position = stop
    assert not text[position:end].strip()


@given(st.lists(PIECES, max_size=6))
def test_a_view_never_joins_paragraphs_and_finds_its_own_sentences(lines: list[str]) -> None:
    text, zones, position = "\n".join(lines), [], 0
    for line in "\n".join(lines).split("\n"):
        zones.append(Zone(zone="body", start=position, end=position + len(line)))
        position += len(line) + 1
    view = TextView.of(text, zones)
    for sentence in view.sentences:
        zone = view.paragraphs[sentence.paragraph]
        assert zone.start <= sentence.start < sentence.end <= zone.end
        assert view.sentence_at(sentence.start) == view.sentence_at(sentence.end - 1) == sentence


def test_silent_zones_have_no_sentences() -> None:
    text = "Bản họp. Tin liên quan. Xem thêm."
    view = TextView.of(text, [Zone(zone="body", start=0, end=8), Zone(zone="boilerplate", start=9, end=len(text))])
    assert [text[s.start : s.end] for s in view.sentences] == ["Bản họp."]
    assert view.is_silent(12)
    assert view.sentence_at(12) is None


def test_a_long_run_of_abbreviations_is_one_sentence() -> None:
    text = "TP. Vạn " * 20_000
    assert len(list(split(text))) == 1
