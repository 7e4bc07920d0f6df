"""What speaks for a label: every reason is a sentence of the article, a share, or a feature with its weight."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import tinbai
from tinbai import screen
from tinbai.dataset.lineage import explain
from tinbai.records import Annotation

TEXT = (
    "Một người hai vai ở xóm Gò Vải\n\n"
    "Bí thư Chi bộ kiêm Trưởng xóm Gò Vải Tạ Văn Bính đã giữ cả hai chức danh được hai năm.\n\n"
    "Nhờ bí thư kiêm trưởng xóm, chủ trương đến với dân nhanh hơn hẳn. "
    "Tuy nhiên, kiêm nhiệm hai chức danh mà phụ cấp còn thấp, ông Bính phải đi sớm về khuya.\n"
)


@pytest.fixture(scope="module")
def found(nlp: Language) -> Annotation:
    (annotation,) = tinbai.annotate(TEXT, nlp=nlp)
    return annotation


def test_every_label_that_holds_has_a_reason(found: Annotation) -> None:
    labels = found.labels
    given = {reason.label for reason in labels.because}
    assert labels.relevance == "model_focus"
    assert labels.benefits
    assert labels.difficulties
    assert given == {labels.relevance, labels.report_type, labels.stance, *labels.benefits, *labels.difficulties}


def test_sentences_lie_in_the_text_and_hold_their_cue(found: Annotation) -> None:
    shown = [r for r in found.labels.because if r.label == "model_focus" and r.start is not None]
    assert shown
    for reason in shown:
        assert reason.what.split(", ")[0] in found.article.text[reason.start : reason.end]


def test_aspects_name_the_claim_that_they_come_from(found: Annotation) -> None:
    claims = {claim.id: claim for claim in found.claims}
    for code in (*found.labels.benefits, *found.labels.difficulties):
        (reason, *_) = [r for r in found.labels.because if r.label == code]
        claim = claims[reason.what.split(";")[0].removeprefix("claim ")]
        assert code in claim.aspects
        assert (reason.start, reason.end) == (claim.start, claim.end)


def test_features_come_strongest_first(found: Annotation) -> None:
    for label in (found.labels.relevance, found.labels.report_type):
        weights = [r.weight for r in found.labels.because if r.label == label and r.weight is not None]
        assert weights == sorted(weights, reverse=True)
        assert weights[0] > 0


def test_explain_shows_the_reasons_of_a_row(found: Annotation, tmp_path: Path) -> None:
    (tmp_path / "xom.txt").write_text(TEXT, encoding="utf-8")
    tinbai.build([tmp_path / "xom.txt"], tmp_path / "dataset")
    lineage = explain(tmp_path / "dataset", "xom#labels")
    assert "Bí thư Chi bộ kiêm Trưởng xóm" in lineage.basis["because model_focus"]
    assert "because" not in lineage.row
    assert screen.lineage(lineage)
