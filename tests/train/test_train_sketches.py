"""Sketches: offsets of what stands in braces, and mistakes told with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.errors import CorpusError
from tinbai.records import AdoptionStatus
from tinbai.train.sketches import parse, read_sketches

SKETCHES = Path(__file__).parents[2] / "corpora" / "sketches"
_HEAD = "=== x-1\nrelevance = model_focus\nreport_type = other\nstance = mixed\npublished = 2021-05-04\n\n"


def test_paragraphs_and_sentences_become_the_text() -> None:
    body = "[title]\n- | Chuyện ở làng Rào\n\n[body]\n- | Làng có 90 hộ.\nD01 | Việc nhiều.\n\n- | Hết.\n"
    (sample,) = parse(_HEAD + body, "x.txt")
    assert sample.article.text == "Chuyện ở làng Rào\n\nLàng có 90 hộ. Việc nhiều.\n\nHết."
    assert sample.article.published == "2021-05-04"
    assert [(claim.text, claim.stance) for claim in sample.claims] == [("Việc nhiều.", "negative")]


def test_several_claims_of_a_sentence_and_resolved_ones() -> None:
    (sample,) = parse(_HEAD + "[body]\nD02~ & B07,B08 | Tuy {phụ cấp ít}, ông vẫn {gần dân, được dân quý}.\n", "x.txt")
    first, second = sample.claims
    assert (first.text, first.aspects, first.stance, first.resolved) == ("phụ cấp ít", ("D02",), "mixed", True)
    assert (second.text, second.aspects, second.stance) == ("gần dân, được dân quý", ("B07", "B08"), "positive")


@given(st.lists(st.tuples(st.text("abđ ơ,.", min_size=1), st.booleans()), min_size=1, max_size=6))
def test_every_brace_is_found_where_it_stood(parts: list[tuple[str, bool]]) -> None:
    said = [text for text, claim in parts if claim]
    sentence = "x" + "".join(f"{{{text}}}" if claim else text for text, claim in parts) + "x"
    codes = " & ".join(["B01"] * len(said)) or "-"
    (sample,) = parse(f"{_HEAD}[body]\n- | Trước.\n{codes} | {sentence}\n", "x.txt")
    assert [claim.text for claim in sample.claims] == said
    assert all(sample.article.text[claim.start : claim.end] == claim.text for claim in sample.claims)


def test_what_is_stated_stands_with_its_sentence() -> None:
    said = "B01 | {Việc xã giao chạy hơn} ở 71/203 thôn, đạt 34,9%.\n"
    full = "= achieved | district | huyện Rào | 71 | 203 | 34.9 | 2021-03 | part, change=-3\n"
    bare = "= target | commune | | | | | |\n"
    (sample,) = parse(f"{_HEAD}[body]\n- | Trước.\n{said}{full}{bare}- | Sau.\n", "x.txt")
    first, second = sample.adoption
    assert sample.article.text == "Trước. Việc xã giao chạy hơn ở 71/203 thôn, đạt 34,9%. Sau."
    assert sample.article.text[first.start : first.end] == "Việc xã giao chạy hơn ở 71/203 thôn, đạt 34,9%."
    assert (first.count, first.total, first.percent, first.as_of) == (71, 203, 34.9, "2021-03")
    assert (first.status, first.level, first.place, first.flags) == (
        "achieved",
        "district",
        "huyện Rào",
        ("part", "change=-3"),
    )
    assert (second.start, second.status, second.count, second.total, second.percent, second.as_of, second.flags) == (
        first.start,
        "target",
        None,
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("= achieved | district | huyện Rào | 71", "write '= status"),
        ("= done | district | huyện Rào | 71 | 203 | | |", "unknown status 'done'"),
        ("= achieved | hamlet | thôn Rào | 1 | | | |", "unknown level 'hamlet'"),
        ("= achieved | district | huyện Rào | 1.071 | | | |", r"count '1\.071' is no number"),
        ("= achieved | district | huyện Rào | | | 34,9 | |", "percent '34,9' is no number"),
        ("= achieved | district | huyện Rào | 203 | 71 | | |", "count 203 is above total 71"),
        ("= achieved | district | huyện Rào | 71 | | | | some", "unknown flag 'some'"),
    ],
)
def test_a_mistake_in_what_is_stated_is_told(line: str, told: str) -> None:
    with pytest.raises(CorpusError, match=rf"x\.txt:9: .*{told}"):
        list(parse(f"{_HEAD}[body]\n- | Trước.\n{line}\n", "x.txt"))
    with pytest.raises(CorpusError, match=r"x\.txt:8: .* follows no sentence"):
        list(parse(f"{_HEAD}[body]\n{line}\n", "x.txt"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("B01 Việc nhanh", "write 'CODES"),
        ("B77 | Việc nhanh.", "unknown aspect 'B77'"),
        ("B01 & D01 | {Việc nhanh}.", "2 groups of aspects, 1 braces"),
        ("- | Việc {nhanh}.", "0 groups of aspects, 1 braces"),
        ("[tail]", "unknown zone"),
        ("- | Tho\u0302n", "not NFC"),
    ],
)
def test_a_mistake_is_told_with_its_line(line: str, told: str) -> None:
    with pytest.raises(CorpusError, match=rf"x\.txt:8: .*{told}"):
        list(parse(f"{_HEAD}[body]\n{line}\n", "x.txt"))


def test_a_sketch_without_labels_is_told() -> None:
    with pytest.raises(CorpusError, match=r"x\.txt:1: 'x-1' has no relevance"):
        list(parse("=== x-1\n[body]\n- | Hết.\n", "x.txt"))
    with pytest.raises(CorpusError, match=r"x\.txt:1: a sketch begins"):
        list(parse("- | Hết.\n", "x.txt"))


def test_one_name_for_two_sketches_is_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(_HEAD + "[body]\n- | Hết.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"b\.txt: 'x-1' is also in .*a\.txt"):
        read_sketches(tmp_path)


def test_rich_sketches_are_read_where_asked_for_in_order_of_files(tmp_path: Path) -> None:
    for folder in ("rich", "last", "unseen"):
        (tmp_path / folder).mkdir()
    for name in ("c", "rich/b", "a", "last/a2", "unseen/d"):
        content = _HEAD.replace("x-1", name) + "[body]\n- | Hết.\n"
        (tmp_path / f"{name}.txt").write_text(content, encoding="utf-8")
    plain, digest = read_sketches(tmp_path)
    every, other = read_sketches(tmp_path, rich=True)
    assert [sample.article.id for sample in plain] == ["a", "c"]
    assert [sample.article.id for sample in every] == ["a", "rich/b", "c"]
    assert [one.article.id for one in read_sketches(tmp_path, rich=True, last=True)[0]] == [
        "a",
        "rich/b",
        "c",
        "last/a2",
    ]
    assert digest != other


def test_the_shipped_sketches_name_every_aspect_and_label() -> None:
    samples, _ = read_sketches(SKETCHES)
    named = {code for sample in samples for claim in sample.claims for code in claim.aspects}
    assert named >= {f"B{n:02}" for n in (*range(1, 15), 98)} | {f"D{n:02}" for n in (*range(1, 16), 98)}
    assert {sample.labels["relevance"] for sample in samples} == {"model_focus", "model_mention", "not_model"}
    assert {sample.labels["stance"] for sample in samples} == {"positive", "mixed", "negative", "neutral"}
    assert len({sample.labels["report_type"] for sample in samples}) == 8


def test_the_shipped_sketches_state_records_of_every_status() -> None:
    samples, _ = read_sketches(SKETCHES, rich=True)
    stated = [one for sample in samples for one in sample.adoption]
    assert {one.status for one in stated} == set(get_args(AdoptionStatus))
    assert {one.level for one in stated} >= {"province", "district", "commune"}


def test_nothing_is_learnt_from_the_unseen_sketches() -> None:
    learnt, _ = read_sketches(SKETCHES, rich=True, last=True)
    unseen, _ = read_sketches(SKETCHES / "unseen")
    known = {line for sample in learnt for line in sample.article.text.splitlines() if len(line.split()) > 12}
    assert len(unseen) == 229
    assert not {sample.article.id for sample in unseen} & {sample.article.id for sample in learnt}
    assert not [line for sample in unseen for line in sample.article.text.splitlines() if line in known]
