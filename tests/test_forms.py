"""The same article in the forms that newspapers, content systems and editors give it: the same is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import tinbai
from tinbai.evaluate.cases import Case
from tinbai.evaluate.variants import MIXTURES, VARIANTS, Variant, vary
from tinbai.records import Annotation, Article, Claim, Officeholder

DEMO = Path(tinbai.__file__).parent / "data" / "demo"
FORMS = [variant for variant in (*VARIANTS, *MIXTURES) if variant.name != "no blank lines"]
TEXT = """\
Xóm Đồi Chè có lãnh đạo trẻ

Ngày 5/3/2023, ông Đinh Văn Khoáng, Bí thư Chi bộ kiêm Trưởng xóm Đồi Chè, xã Hòa Thủy, cùng bà con khánh thành đoạn \
đường dài 1,2 km theo Nghị quyết số 18-NQ/TW về tinh gọn bộ máy.

Toàn xã hiện có 9/14 xóm có bí thư chi bộ đồng thời là trưởng xóm, đạt 64,3%. "Một người gánh hai việc nên nói là làm \
được luôn, dân khỏi phải chờ", chị Lò Thị Khoẻ, Phó Bí thư Đảng ủy xã, cho biết.
"""


@pytest.fixture(scope="module")
def plain(nlp: Language) -> list[Annotation]:
    demo = [item.model_copy(update={"zones": ()}) for item in tinbai.read(DEMO) if isinstance(item, Article)]
    return list(tinbai.annotate([TEXT, *demo], nlp=nlp))


def read(record: Officeholder | Claim) -> Officeholder | Claim:
    """Leave out what is spelt as printed."""
    return record.model_copy(update={"posts_surface": (), "aliases": (), "post": None})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_hides_nothing_and_adds_nothing(plain: list[Annotation], nlp: Language, form: Variant) -> None:
    for annotation in plain:
        case = vary(Case("", "", "", "", annotation), form)
        (found,) = tinbai.annotate(case.article(), nlp=nlp)
        spans = [(e.type, e.start, e.end, e.text, e.normal, e.zone) for e in found.entities]
        assert spans == [(e.type, e.start, e.end, e.text, e.normal, e.zone) for e in case.gold.entities]
        assert found.places == case.gold.places
        assert list(map(read, found.officeholders)) == list(map(read, case.gold.officeholders))
        assert found.adoption == case.gold.adoption
        assert found.figures == case.gold.figures
        assert list(map(read, found.claims)) == list(map(read, case.gold.claims))
        assert found.labels.relevance == case.gold.labels.relevance
        zones = [zone for zone in found.article.zones if zone.zone != "boilerplate"]
        assert zones == [zone for zone in case.gold.article.zones if zone.zone != "boilerplate"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_text_between_the_offsets_is_what_was_printed(
    plain: list[Annotation], nlp: Language, form: Variant
) -> None:
    for annotation in plain:
        (found,) = tinbai.annotate(form.text(annotation.article.text), nlp=nlp)
        text = found.article.text
        spans = [*found.entities, *found.claims, *(r.evidence for r in (*found.officeholders, *found.adoption))]
        assert all(text[span.start : span.end] == span.text for span in spans)
        assert all(text[figure.start : figure.end] == figure.surface for figure in found.figures)
        holders = [e.attrs["holder"] for e in found.entities if "holder" in e.attrs]
        assert set(holders) <= {e.start for e in found.entities if e.type == "PERSON"}
        assert holders


def test_very_long_runs_of_blanks_take_nothing_and_change_nothing(nlp: Language) -> None:
    (plain,) = tinbai.annotate(TEXT, nlp=nlp)
    far = vary(Case("", "", "", "", plain), Variant("far", lambda text: text.replace(" ", " " * 3000)))
    (found,) = tinbai.annotate(far.article(), nlp=nlp)
    assert [(e.type, e.start, e.end, e.normal) for e in found.entities] == [
        (e.type, e.start, e.end, e.normal) for e in far.gold.entities
    ]
    assert found.adoption == far.gold.adoption


def test_the_pipeline_itself_reads_runs_of_blanks(nlp: Language) -> None:
    doc = nlp("Huyện Mường Tè có 12 xã. Đến nay,   toàn   huyện   có 35 bản có điện,   thành   phố   có 12 tổ.")
    assert [figure.surface for figure in doc._.figures][-1] == "12 tổ"
