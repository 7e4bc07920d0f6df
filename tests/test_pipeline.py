"""From articles to annotations: streaming, failures, order, and entities in text order."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import tinbai
from tinbai.entities.mention import Mention, put
from tinbai.pipeline import annotation_of
from tinbai.records import Annotation, Article, Failure, Zone

DEMO = Path(tinbai.__file__).parent / "data" / "demo"
TEXT = "Xóm Gò họp\n\nBà con xóm Gò vui. Ông Lường Văn Đáp kể."


@pytest.fixture(scope="module")
def demo(nlp: Language) -> list[Annotation]:
    return list(tinbai.annotate(tinbai.read(DEMO), nlp=nlp))  # type: ignore[arg-type]


def test_paths_are_read_and_texts_annotated(demo: list[Annotation]) -> None:
    assert [annotation.article.id for annotation in demo] == ["1_bac_ha_thon", "2_cu_mgar_buon", "3_tan_son_khu"]
    (annotation,) = tinbai.annotate(TEXT)
    assert annotation.article.title == "Xóm Gò họp"
    assert [zone.zone for zone in annotation.article.zones] == ["title", "lead"]


def test_every_span_is_the_text_between_its_offsets(demo: list[Annotation]) -> None:
    for annotation in demo:
        text = annotation.article.text
        assert annotation.entities
        for entity in annotation.entities:
            assert text[entity.start : entity.end] == entity.text
        for figure in annotation.figures:
            assert text[figure.start : figure.end] == figure.surface
        for claim in annotation.claims:
            assert text[claim.start : claim.end] == claim.text
        for record in (*annotation.officeholders, *annotation.adoption):
            assert text[record.evidence.start : record.evidence.end] == record.evidence.text


def test_entities_are_numbered_in_text_order_and_never_from_the_tail(demo: list[Annotation]) -> None:
    for annotation in demo:
        keys = [(entity.start, -entity.end, entity.type) for entity in annotation.entities]
        assert keys == sorted(keys)
        assert [entity.id for entity in annotation.entities] == [f"E{n}" for n in range(1, len(keys) + 1)]
        assert {"boilerplate", "unreadable"}.isdisjoint(entity.zone for entity in annotation.entities)
    assert "Nà Khoang" in demo[0].article.text


def test_an_annotation_survives_json(demo: list[Annotation]) -> None:
    for annotation in demo:
        assert Annotation.model_validate_json(annotation.model_dump_json(by_alias=True)) == annotation


def test_text_in_another_normal_form_is_annotated_as_nfc(nlp: Language) -> None:
    decomposed = unicodedata.normalize("NFD", TEXT)
    article = Article(
        id="nfd", input="nfd.txt", text=decomposed, zones=(Zone(zone="body", start=0, end=len(decomposed)),)
    )
    (found,) = tinbai.annotate(article, nlp=nlp)
    (plain,) = tinbai.annotate(TEXT, nlp=nlp)
    assert found.article.text == TEXT
    assert (found.article.zones, found.entities) == (plain.article.zones, plain.entities)


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u3000", "\t"])
def test_other_blanks_hide_nothing_and_stay_in_every_surface(demo: list[Annotation], nlp: Language, blank: str) -> None:
    for plain in demo:
        text = plain.article.text.replace(" ", blank)
        (found,) = tinbai.annotate(text, nlp=nlp)
        assert [(e.type, e.start, e.end) for e in found.entities] == [(e.type, e.start, e.end) for e in plain.entities]
        assert [o.person for o in found.officeholders] == [o.person for o in plain.officeholders]
        spans = [*found.entities, *found.claims, *(r.evidence for r in (*found.officeholders, *found.adoption))]
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert all(text[figure.start : figure.end] == figure.surface for figure in found.figures)
        assert any(blank in span.text for span in spans)


def test_failures_pass_through_and_bad_articles_become_failures(nlp: Language) -> None:
    broken = Failure(input="x.txt", stage="read", reason="empty", message="x.txt: the file is empty")
    told: list[Failure] = []
    found = list(tinbai.annotate([broken, TEXT, "xấu \ud800", "a " * 600_000], nlp=nlp, on_failure=told.append))
    assert [annotation.article.text for annotation in found] == [TEXT]
    assert [failure.reason for failure in told] == ["empty", "encoding", "too_long"]
    assert all(failure.input in failure.message for failure in told)


def test_an_error_in_a_component_is_a_failure_of_that_article(caplog: pytest.LogCaptureFixture) -> None:
    nlp = tinbai.load()

    @Language.component("tinbai_test_stumble")
    def stumble(doc: Doc) -> Doc:
        if "Đáp" in doc.text:
            raise RuntimeError("stumbled\nover a stone")
        return doc

    nlp.add_pipe("tinbai_test_stumble")
    told: list[Failure] = []
    found = list(tinbai.annotate([TEXT, "Xóm yên."], nlp=nlp, on_failure=told.append))
    assert [annotation.article.text for annotation in found] == ["Xóm yên."]
    assert told[0].message == "<text 1>: could not be annotated (RuntimeError: stumbled over a stone)"
    with caplog.at_level(logging.WARNING, logger="tinbai.pipeline"):
        assert list(tinbai.annotate([TEXT], nlp=nlp)) == []
    assert "stumbled" in caplog.text


@pytest.mark.parametrize("given", [Path("a.jsonl"), [Path("a.jsonl")], b"text", ["text", b"text"], 5])
def test_what_is_no_article_is_refused_with_a_way_out(nlp: Language, given: Any) -> None:
    with pytest.raises(TypeError, match=r"input [12]: annotate takes articles and texts, no .+tinbai\.read"):
        list(tinbai.annotate(given, nlp=nlp))


def test_it_streams(nlp: Language) -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield TEXT

    stream = tinbai.annotate(endless(), nlp=nlp)
    assert next(stream).article.text == next(stream).article.text
    assert len(taken) == 2


@pytest.mark.parametrize("workers", [0, -1])
def test_workers_are_at_least_one(workers: int) -> None:
    with pytest.raises(ValueError, match="workers"):
        tinbai.annotate([], workers=workers)


def test_own_nlp_and_several_workers_exclude_each_other(nlp: Language) -> None:
    with pytest.raises(ValueError, match="either"):
        tinbai.annotate([], nlp=nlp, workers=2)


def test_two_workers_give_the_same_in_the_same_order() -> None:
    broken = Failure(input="x.txt", stage="read", reason="empty", message="x.txt: the file is empty")
    texts = [f"Xóm {number} họp. Bà con vui." for number in range(20)]
    inputs: list[str | Article | Failure] = [*texts[:9], broken, *texts[9:]]
    one: list[Failure] = []
    two: list[Failure] = []
    expected = list(tinbai.annotate(inputs, on_failure=one.append))
    assert list(tinbai.annotate(inputs, workers=2, on_failure=two.append)) == expected
    assert one == two == [broken]
    assert len(expected) == 20


def test_a_span_outside_the_text_is_an_error(nlp: Language) -> None:
    doc = nlp(TEXT)
    put(doc, "person", [Mention("PERSON", 10, len(TEXT) + 5)])
    with pytest.raises(ValueError, match="PERSON at 10"):
        annotation_of(doc)
