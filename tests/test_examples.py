"""The reader of tagged examples is strict: what it does not understand is an error."""

from __future__ import annotations

from pathlib import Path

import examples
import pytest
from examples import ExampleError
from spacy.language import Language


def test_crossing_tags_give_both_spans() -> None:
    text, spans = examples.read("Ông là <ROLE truong_ban_hamlet>Trưởng <H bản Nà X>bản</ROLE> Nà X</H>.")
    assert text == "Ông là Trưởng bản Nà X."
    assert [(span.type, text[span.start : span.end], span.normal) for span in spans] == [
        ("ROLE", "Trưởng bản", "truong_ban_hamlet"),
        ("H", "bản Nà X", "bản Nà X"),
    ]


def test_normal_may_open_with_an_operator() -> None:
    _, (span,) = examples.read("có <FIG ~<50 % | kind=percent | approx=nearly>gần 50%</FIG>")
    assert (span.normal, dict(span.attrs)) == ("~<50 %", {"kind": "percent", "approx": "nearly"})


@pytest.mark.parametrize(
    "line",
    [
        "một <XYZ>bản</XYZ>",
        "một <H>bản",
        "một bản</H>",
        "một <H>bản <H>Nà</H> X</H>",
        "một <H></H>bản",
        "số <FIG 5 hộ | colour=red>5 hộ</FIG>",
        "số <FIG 5 hộ | kind>5 hộ</FIG>",
        "số <FIG 5 hộ | kind=count | kind=ratio>5 hộ</FIG>",
        "a < b",
        "một <h>bản</h>",
    ],
)
def test_bad_tags_are_errors(line: str) -> None:
    with pytest.raises(ExampleError):
        examples.read(line)


def test_a_file_without_examples_or_with_one_twice_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(ExampleError):
        examples.lines(file)
    file.write_text("Có 5 hộ.\nCó 5 hộ.\n", encoding="utf-8")
    with pytest.raises(ExampleError):
        examples.lines(file)


@pytest.mark.parametrize(
    "line",
    [
        "Xóm có 5 hộ.",
        "Xóm có <FIG 5 hộ>5</FIG> hộ.",
        "Xóm có <FIG 6 hộ>5 hộ</FIG>.",
        "Xóm có <FIG 5 hộ | kind=ratio>5 hộ</FIG>.",
        "Xóm <FIG>có</FIG> <FIG 5 hộ>5 hộ</FIG>.",
    ],
)
def test_a_difference_fails(line: str, nlp: Language) -> None:
    with pytest.raises(AssertionError):
        examples.check(line, ("FIG",), nlp)
