"""Phrases that name the model: `cues.txt`, one line one test (codebook 1.2 to 1.4)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language
from tagged import build, mention, pipeline

from tinbai.entities.mention import Mention, get

_LINES = [
    line
    for line in Path(__file__).with_name("cues.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]|<([^>]+)>")


@pytest.fixture(scope="module")
def cue() -> Language:
    return pipeline(["tinbai_cue"])


def _read(line: str) -> tuple[str, set[tuple[str, str]], list[Mention]]:
    text, expected, persons, last = "", set(), [], 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        last = match.end()
        if match[3]:
            persons.append(mention("PERSON", len(text), len(text) + len(match[3]), match[3], {}))
        else:
            expected.add((match[1], match[2]))
        text += match[1] or match[3]
    text += line[last:]
    assert not re.search(r"[\[\]<>|]", text), f"unread tag: {line}"
    return text, expected, persons


@pytest.mark.parametrize("line", _LINES)
def test_a_phrase_counts_only_where_it_names_the_model(line: str, cue: Language) -> None:
    text, expected, persons = _read(line)
    doc = build(cue, text, persons)
    found = {
        (text[m.start : m.end], m.attrs["strength"])
        for m in get(doc, "cue")
        if m.attrs["confirmed"] and m.attrs["strength"] != "anaphor"
    }
    assert found == expected


def test_the_file_has_both_kinds_of_lines() -> None:
    counting = [line for line in _LINES if _read(line)[1]]
    assert len(counting) >= 30
    assert len(_LINES) - len(counting) >= 20


def test_blanks_tone_placement_and_case_do_not_matter(cue: Language) -> None:
    text = "Các BÍ THƯ CHI\u00a0BỘ  kiêm trưởng bản của xã nhất thể hoá chức danh."
    found = [m.normal for m in get(build(cue, text), "cue") if m.attrs["confirmed"]]
    assert found == ["kiem_full", "nhat_the_hoa"]


def test_posts_three_sentences_before_are_out_of_reach(cue: Language) -> None:
    text = "Bí thư chi bộ và trưởng thôn họp. Trời mưa. Đường trơn. Chợ vắng. Chị gánh hai vai."
    assert [m.attrs["confirmed"] for m in get(build(cue, text), "cue") if m.normal == "hai_vai"] == [False] or not [
        m for m in get(build(cue, text), "cue") if m.attrs["confirmed"]
    ]


@pytest.mark.parametrize(
    ("text", "plural", "negated"),
    [
        ("Các bí thư chi bộ kiêm trưởng bản dự họp.", True, False),
        ("Bảy đồng chí bí thư chi bộ kiêm trưởng bản dự họp.", False, False),
        ("12 bí thư chi bộ kiêm trưởng bản dự họp.", True, False),
        ("Ở nơi bí thư chi bộ không kiêm trưởng bản, việc chậm hơn.", False, True),
        ("Anh làm bí thư chi bộ kiêm trưởng bản.", False, False),
    ],
)
def test_plural_and_negation_are_marked(text: str, plural: bool, negated: bool, cue: Language) -> None:
    first = get(build(cue, text), "cue")[0]
    assert (first.attrs["plural"], first.attrs["negated"]) == (plural, negated)


def test_china_is_no_model_of_ours(cue: Language) -> None:
    text = "Báo kể về mô hình một vai gánh của Trung Quốc, nơi bí thư chi bộ, trưởng thôn là một người."
    basis = {m.normal: m.attrs["basis"] for m in get(build(cue, text), "cue")}
    assert basis.get("mot_vai_ganh") == "foreign"
