"""A text given to the pipeline itself is read without what nobody sees, and everything found stands in that text."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

import tinbai
from tinbai.entities.mention import view_of
from tinbai.records import Article

PLAIN = (
    "Ông Vừ A Chá, Bí thư Chi bộ, Trưởng bản Huổi Lót, kể chuyện làm đường.\n\n"
    "Theo Đảng ủy xã Nậm Cắn, đến tháng 5/2020 xã có 5/7 bản bí thư chi bộ kiêm trưởng bản. "
    "Nhờ kiêm nhiệm, việc bản giải quyết nhanh."
)
LAYERS = ("place", "person", "role", "org", "date", "figure")
RECORDS = ("officeholders", "adoption", "figures", "claims", "places", "checks")
PRINTED = {
    "runs of blanks": PLAIN.replace(" ", "   "),
    "blanks of all kinds": PLAIN.replace(" ", " \u00a0\t"),
    "soft hyphens": PLAIN.replace("ưở", "ư\u00adở").replace("ộ", "\u00adộ"),
    "joiners beside blanks": PLAIN.replace(" ", " \u200b"),
    "blanks at line ends": "\n \n" + PLAIN.replace("\n", " \r\n\t"),
}


def unseen_gone(text: str) -> str:
    for sign in "\u00ad\u200b":
        text = text.replace(sign, "")
    return " ".join(text.split())


def spans(value: Any) -> list[tuple[int, int, str]]:
    """Every (start, end, surface) anywhere in a dumped record."""
    if isinstance(value, dict):
        here = [value[key] for key in ("text", "surface") if key in value and "start" in value]
        own = [(value["start"], value["end"], surface) for surface in here]
        return own + [span for item in value.values() for span in spans(item)]
    if isinstance(value, (list, tuple)):
        return [span for item in value for span in spans(item)]
    return []


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_what_is_found_is_the_same_and_stands_in_the_text_given(nlp: Language, printed: str) -> None:
    plain, doc = nlp(PLAIN), nlp(printed)
    assert doc.text == printed
    for layer in LAYERS:
        assert len(doc.spans[layer]) == len(plain.spans[layer]) > 0
        for span, other in zip(doc.spans[layer], plain.spans[layer], strict=True):
            found, same = span._.mention, other._.mention
            assert (found.type, found.normal) == (same.type, same.normal)
            assert unseen_gone(printed[found.start : found.end]) == unseen_gone(PLAIN[same.start : same.end])
            assert span.start_char <= found.start < found.end <= span.end_char
    for name in RECORDS:
        records, others = ([one.model_dump() for one in getattr(each._, name)] for each in (doc, plain))
        found, expected = spans(records), spans(others)
        assert all(printed[start:end] == surface for start, end, surface in found)
        assert [unseen_gone(surface) for *_, surface in found] == [unseen_gone(surface) for *_, surface in expected]
    assert doc._.labels.relevance == plain._.labels.relevance
    assert [unseen_gone(evidence) for *_, evidence in spans(doc._.labels.model_dump())] == [
        unseen_gone(evidence) for *_, evidence in spans(plain._.labels.model_dump())
    ]
    assert doc.cats == plain.cats


def test_view_and_article_of_the_doc_are_those_of_the_text_given(nlp: Language) -> None:
    printed = PRINTED["runs of blanks"]
    doc = nlp.make_doc(printed)
    doc._.article = Article(id="a", input="a.txt", text=printed)
    assert nlp(doc) is doc
    view = view_of(doc)
    assert len(view.text) == len(view.folded) == len(printed)
    assert [unseen_gone(printed[s.start : s.end]) for s in view.sentences] == [
        unseen_gone(PLAIN[s.start : s.end]) for s in view_of(nlp(PLAIN)).sentences
    ]
    assert (doc._.article.text, doc._.article.zones) == (printed, ())
    assert doc._.scope is None  # what it holds are offsets of the text that was read


def test_a_stream_keeps_texts_and_their_context(nlp: Language) -> None:
    texts = [*PRINTED.values(), PLAIN]
    found = list(nlp.pipe([(text, number) for number, text in enumerate(texts)], as_tuples=True))
    assert [(doc.text, number) for doc, number in found] == [(text, number) for number, text in enumerate(texts)]


def test_the_inferred_date_of_an_article_survives_double_blanks(nlp: Language) -> None:
    text = "Bản Huổi Lót họp. Ngày 12/3/2021, chi bộ bầu ông Vừ A Chá làm bí thư."
    (plain,) = tinbai.annotate(text, nlp=nlp)
    (found,) = tinbai.annotate(text.replace(" ", "  "), nlp=nlp)
    assert found.article.published_inferred == plain.article.published_inferred is not None
    assert found.article.published_basis == plain.article.published_basis
