"""Articles in other forms: the words and the gold stay, the characters between them do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tinbai.cli import app
from tinbai.evaluate.cases import Case, load_cases
from tinbai.evaluate.robustness import Measured, Robustness
from tinbai.evaluate.variants import MIXTURES, VARIANTS, Variant, old_tone, vary, wrapped
from tinbai.text.normalize import INVISIBLE, fold, nfc

GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "dev"
ALL = (*VARIANTS, *MIXTURES)
BY_NAME = {variant.name: variant for variant in ALL}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_cases(*sorted(GOLD.glob("*.txt"))[:12])


def read(text: str) -> str:
    """Return the letters and signs that are seen, in one spelling."""
    return "".join(sign for sign in fold(text) if sign not in INVISIBLE and sign != " ")


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_every_mention_keeps_its_words(variant: Variant, cases: list[Case]) -> None:
    for case in cases:
        changed = vary(case, variant)
        text = nfc(changed.gold.article.text)
        assert len(changed.gold.entities) == len(case.gold.entities)
        for before, after in zip(case.gold.entities, changed.gold.entities, strict=True):
            assert text[after.start : after.end] == after.text
            assert read(after.text) == read(before.text)
            assert after.normal == before.normal
        spans = [*changed.gold.claims, *(r.evidence for r in (*changed.gold.officeholders, *changed.gold.adoption))]
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert all(text[figure.start : figure.end] == figure.surface for figure in changed.gold.figures)


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
def test_every_variant_differs_from_what_was_written(variant: Variant, cases: list[Case]) -> None:
    assert any(vary(case, variant).gold.article.text != case.gold.article.text for case in cases)


def test_the_reader_gets_the_text_as_delivered(cases: list[Case]) -> None:
    delivered = vary(cases[0], BY_NAME["NFD"]).article().text
    assert delivered != nfc(delivered) == cases[0].gold.article.text


def test_no_line_is_longer_than_72_columns_where_there_is_a_blank(cases: list[Case]) -> None:
    for case in cases:
        assert max(map(len, wrapped(case.gold.article.text).split("\n"))) <= 72


@pytest.mark.parametrize(
    ("new", "old"), [("Hòa", "Hoà"), ("THỦY", "THUỶ"), ("khỏe", "khoẻ"), ("quý", "quý"), ("toàn", "toàn")]
)
def test_old_tone_moves_marks_only_where_the_places_differ(new: str, old: str) -> None:
    assert old_tone(new) == old
    assert fold(old) == fold(new)


def test_a_variant_that_loses_words_is_refused(cases: list[Case]) -> None:
    with pytest.raises(ValueError, match="code points"):
        vary(cases[0], Variant("cut", lambda text: text[:-5]))


def test_a_figure_that_vanished_is_lost_whole() -> None:
    plain = {"records.dual_holder": Measured(0.5, (1, 2, 2))}
    report = Robustness(1, plain, {"NFD": {}, "NBSP": {"records.dual_holder": Measured(0.6, (2, 3, 2))}})
    assert report.drop("NFD", "records.dual_holder") == 50
    assert report.drop("NBSP", "records.dual_holder") == pytest.approx(-10)


def test_differences_come_worst_first_and_what_is_the_same_is_left_out() -> None:
    plain = {"exact.DATE": Measured(1.0, (4, 4, 4)), "exact.ORG": Measured(0.5, (2, 4, 4))}
    worse, other = Measured(0.75, (3, 4, 4)), Measured(0.5, (3, 8, 4))
    report = Robustness(1, plain, {"NFD": {**plain, "exact.ORG": other}, "NBSP": {**plain, "exact.DATE": worse}})
    assert [(d.variant, d.figure, d.drop) for d in report.differences()] == [
        ("NBSP", "exact.DATE", 25),
        ("NFD", "exact.ORG", 0),
    ]


def test_the_command_prints_every_variant_beside_the_plain_figures() -> None:
    result = CliRunner().invoke(app, ["evaluate", str(Path(__file__).parent / "mini"), "--robustness"])
    assert result.exit_code == 0, result.output
    head, names, *rows = result.stdout.splitlines()
    assert head.startswith("2 articles")
    assert all(variant.name in names for variant in VARIANTS)
    assert any(row.startswith("exact.micro") for row in rows)
    assert sum(row.startswith("most lost, ") for row in rows) == len(VARIANTS)
