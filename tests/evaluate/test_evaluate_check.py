"""`tinbai corpus check` finds every kind of mistake, and only mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinbai.evaluate.check import check_corpus, real_sentences
from tinbai.evaluate.source import Problem

FORMAT = Path(__file__).parents[2] / "corpora" / "FORMAT.md"
MINI = Path(__file__).parent / "mini"
SHORT = "words outside boilerplate"  # the examples are shorter than an article


def example() -> str:
    return FORMAT.read_text(encoding="utf-8").split("```")[1].lstrip("\n")


def errors(*paths: Path, shared: Path | None = None) -> list[Problem]:
    return [p for p in check_corpus(paths, shared=shared).errors if SHORT not in p.message]


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_the_example_for_writers_is_clean_but_short(tmp_path: Path) -> None:
    report = check_corpus([write(tmp_path, "train/g000.txt", example())])
    assert [problem.message for problem in report.problems] == [
        "180 words outside boilerplate; an article has 200 to 700"
    ]
    assert report.counts == {("train", "model_focus"): 1}


def test_the_mini_corpus_is_clean_but_short() -> None:
    assert errors(MINI) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "model_focus"', 'kind = "focus"', "kind 'focus' is none of"),
        ("<ROLE truong_thon>", "<ROLE truong_bann>", "no post 'truong_bann'"),
        ("<ETH hmong>", "<ETH mongg>", "no group 'mongg'"),
        ('published = "2021-11-05"', 'published = "2025-08-05"', "no districts from 2025-07-01"),
        ('["12/12: schooling"]', "[]", "number '12/12' is in no span"),
        ('["12/12: schooling"]', '["11/12: schooling"]', "'11/12' is not in the text"),
        ('person = "Vàng Seo Chấn"', 'person = "Vàng Seo Chẩn"', "normal form of no PERSON"),
        ('posts = ["bi_thu_chi_bo", "truong_thon"]', 'posts = ["bi_thu_chi_bo"]', "dual=yes needs"),
        ('posts = ["bi_thu_chi_bo", "truong_thon"]', 'posts = ["bi_thu_chi_bo"]', "post of no officeholder"),
        ("count = 5\n", "count = 6\n", "count 6 is no FIG"),
        ("percent = 71.4\n", "percent = 72.4\n", "K1 fails, flag 'percent_mismatch'"),
        ('unit = "thôn"\ncount_of', 'flags = ["percent_mismatch"]\ncount_of', "K1 holds"),
        ("ok = true", "ok = false", "check K1 says ok=false"),
        ("aspects=B01", "aspects=B77", "no aspect 'B77'"),
        ("<CL Vàng Seo Chấn", "<CL Vàng Seo", "speaker 'Vàng Seo' is neither"),
        ('relevance = "model_focus"', 'relevance = "not_model"', "dual=yes (2.1)"),
        ('report_type = "effectiveness_assessment"', 'report_type = "effect"', "no report type 'effect'"),
        ("[labels]", '[labels]\nstance = "positive"', "disagrees with the claims"),
        ('evidence = "có 5/7', 'evidence = "có 6/7', "is not in the text"),
        ('commune = "xã Nậm Xây"', 'commune = "xã Nậm Xay"', "no commune 'xã Nậm Xay' in huyện Văn Bàn"),
        ('province = "tỉnh Lào Cai"', 'province = "tỉnh Sơn La"', "no district 'huyện Văn Bàn' in tỉnh Sơn La"),
        ("<C>xã Nậm Xây</C>", "<C>xã Nậm Nàm</C>", "no commune 'xã Nậm Nàm' on 2021-11-05"),
        ("quoted = true", "quotes = true", "Extra inputs"),
        (
            "<DATE 2022 | mod=until>đến năm 2022</DATE>",
            "<DATE 2022-10>đến tháng 10</DATE>",
            "write XXXX-10 | resolved=2022-10",
        ),
    ],
)
def test_each_mistake_is_found(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in example()
    found = errors(write(tmp_path, "train/g000.txt", example().replace(old, new)))
    assert any(message in problem.message for problem in found), found


def test_a_year_may_be_printed_in_the_conjunct(tmp_path: Path) -> None:
    raw = example().replace(
        "<DATE 2009>năm 2009</DATE>", "ngày <DATE 2009-03-03>3</DATE> và <DATE 2009-03-05>5/3/2009</DATE>"
    )
    assert not errors(write(tmp_path, "train/g000.txt", raw))


def test_an_untagged_number_word_is_a_warning(tmp_path: Path) -> None:
    raw = example().replace("<FIG 9 hộ nghèo>chín hộ nghèo</FIG>", "chín hộ nghèo")
    report = check_corpus([write(tmp_path, "train/g000.txt", raw)])
    assert [p.message[:14] for p in report.problems if p.level == "warning"] == ["'chín hộ nghèo"]


def test_a_missing_lead_is_a_warning(tmp_path: Path) -> None:
    report = check_corpus([write(tmp_path, "train/g000.txt", example().replace("{lead}", ""))])
    assert "no {lead}: the first paragraph is the lead (0.3)" in [problem.message for problem in report.problems]


@pytest.mark.parametrize(
    ("given", "text", "expected"),
    [
        ("model_mention", "bố trí bí thư chi bộ đồng thời là trưởng thôn", "model_focus (named in title or lead)"),
        ("not_model", "bố trí bí thư chi bộ đồng thời là trưởng thôn", "model_focus (named in title or lead)"),
        ("model_focus", "làm đường", "model_mention (|M| = 1"),
    ],
)
def test_relevance_against_rule_2_1_is_a_warning(tmp_path: Path, given: str, text: str, expected: str) -> None:
    raw = example().replace('relevance = "model_focus"', f'relevance = "{given}"')
    raw = raw.replace("bố trí bí thư chi bộ đồng thời là trưởng thôn", text)
    raw = raw.replace("Một người lo hai việc ở", "Chuyện ở")  # the title must not decide every case
    report = check_corpus([write(tmp_path, "train/g000.txt", raw)])
    warnings = [problem.message for problem in report.problems if problem.level == "warning"]
    assert any(f"relevance {given}, but rule 2.1 gives {expected}" in message for message in warnings), warnings


def test_near_duplicates_ids_persons_and_hamlets_across_splits(tmp_path: Path) -> None:
    write(tmp_path, "train/g000.txt", example())
    write(tmp_path, "dev/g001.txt", example().replace("vừa ở ruộng về", "mới đi nương về"))
    messages = "\n".join(problem.message for problem in errors(tmp_path))
    assert "near-duplicate" in messages
    assert "id 'g000' is also in" in messages
    assert "person Vàng Seo Chấn is also in" in messages
    assert "hamlet thôn Khe Nà, xã Nậm Xây" in messages


def test_a_sentence_of_a_real_article_is_found(tmp_path: Path) -> None:
    gold = write(tmp_path, "train/g000.txt", example())
    page = write(
        tmp_path / "shared", "page.txt", "Bản họp xong từ tối. Tối chi bộ bàn xong, sáng ra thôn đã bắt tay vào việc."
    )
    assert len(real_sentences(page.parent)) == 1
    assert errors(gold, shared=page.parent) == []
    page.write_text("Tối chi bộ bàn  xong, sáng ra\u00a0thôn đã bắt tay vào làm”, ông Chấn kể.", encoding="utf-8")
    assert ["real article" in problem.message for problem in errors(gold, shared=page.parent)] == [True]
