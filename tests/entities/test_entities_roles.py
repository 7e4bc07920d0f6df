"""What a post is to its holder beyond the span: held now, held once, of another day (codebook 9.12, 9.14)."""

from __future__ import annotations

import pytest
from spacy.language import Language

import tinbai


@pytest.mark.parametrize(
    ("sentence", "dual"),
    [
        ("Khi đó ông Vi Văn Đượm vừa là bí thư chi bộ vừa là trưởng thôn Bản Lự.", "former"),
        ("Hồi ấy, ông Vi Văn Đượm làm bí thư chi bộ kiêm trưởng thôn Bản Lự.", "former"),
        ("Ông Vi Văn Đượm vừa là bí thư chi bộ vừa là trưởng thôn Bản Lự.", "yes"),
        ("Khi đó mưa to, ông Vi Văn Đượm, Bí thư Chi bộ kiêm Trưởng thôn Bản Lự, gõ cửa từng nhà.", "yes"),
        ("Ông Vi Văn Đượm, Trưởng thôn Bản Lự, chưa là bí thư chi bộ.", "no"),
    ],
)
def test_dual_by_the_day_that_a_sentence_tells_of(sentence: str, dual: str, nlp: Language) -> None:
    (found,) = tinbai.annotate(sentence, nlp=nlp)
    (holder,) = found.officeholders
    assert (holder.person, holder.dual) == ("Vi Văn Đượm", dual)
