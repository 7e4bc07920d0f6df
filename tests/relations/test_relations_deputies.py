"""Deputies of a council are of the unit that their title names (codebook 4.1)."""

from __future__ import annotations

import pytest
from spacy.language import Language


@pytest.mark.parametrize(
    ("word", "level"), [("thị xã", "district"), ("huyện", "district"), ("xã", "commune"), ("thị trấn", "commune")]
)
def test_the_unit_word_of_a_deputy_says_which_level_is_meant(word: str, level: str, nlp: Language) -> None:
    name = f"{word} Nghĩa Khê"
    doc = nlp(f"Cầu mới\n\nCử tri gặp gỡ ở {name}. Bà Lò Thị Mai, đại biểu HĐND {word}, ghi lại từng ý kiến.")
    (record,) = doc._.officeholders
    assert {one: getattr(record, one) for one in ("commune", "district")} == {
        "commune": None,
        "district": None,
        level: name,
    }
