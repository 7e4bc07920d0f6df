"""Relevance at the border of codebook 2.1: invented articles, each labelled before the program saw it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinbai.classify.relevance import relevance, shares
from tinbai.pipeline import load

NLP = load()

CASES = [
    (head.partition(": ")[0], head.partition(": ")[2], body.strip())
    for head, _, body in (
        block.partition("\n")
        for block in Path(__file__).with_name("relevance.txt").read_text(encoding="utf-8").split("\n== ")[1:]
    )
]


def test_the_cases_hold_every_label():
    assert {label for label, _, _ in CASES} == {"model_focus", "model_mention", "not_model"}
    assert len(CASES) >= 30


@pytest.mark.parametrize(
    ("label", "text"), [(label, text) for label, _, text in CASES], ids=[why for _, why, _ in CASES]
)
def test_the_rule_decides_the_border(label, text):
    assert _by_rule(text) == label


def _by_rule(text):
    doc = NLP(text)
    return relevance(doc, shares(doc))


GLUED = (
    "Thôn Hạ vào vụ cam. {}Cam năm nay được mùa. Giá cũng tốt. Thương lái vào tận vườn. Cả thôn có 60 ha cam. "
    "{}Vụ tới thôn trồng thêm 5 ha. Bà con đã đặt giống."
)
HOLDER = "Ông Tạ Văn Bồng, Bí thư Chi bộ, Trưởng thôn Hạ, bán trước. "


@pytest.mark.parametrize(
    ("text", "label"), [(GLUED.format(HOLDER, ""), "model_focus"), (GLUED.format("", HOLDER), "model_mention")]
)
def test_only_the_opening_of_glued_paragraphs_is_a_lead(text, label):
    assert _by_rule(f"Mùa cam ở thôn Hạ\n\n{text}\n\nĐường vào vườn đã được trải nhựa.") == label
