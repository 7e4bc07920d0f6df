"""The source form compiles to exact offsets, zones and records."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tinbai.evaluate.compile import GoldArticle, compile_source
from tinbai.evaluate.corpus import compile_file
from tinbai.evaluate.source import parse

MINI = Path(__file__).parent / "mini"
FORMAT = Path(__file__).parents[2] / "corpora" / "FORMAT.md"
HEAD = '+++\nid = "x"\n+++\n'


def example() -> str:
    """The article that FORMAT.md shows to writers."""
    return FORMAT.read_text(encoding="utf-8").split("```")[1].lstrip("\n")


def compiled(raw: str) -> GoldArticle:
    source, problems = parse(raw, "x.txt")
    assert source is not None
    article, more = compile_source(source)
    assert [*problems, *more] == []
    return article


def spans(article: GoldArticle) -> list[tuple[str, str, str | None]]:
    return [(entity.type, entity.text, entity.normal) for entity in article.annotation.entities]


def test_every_offset_gives_its_text_in_nfc_and_from_nfd() -> None:
    article = compiled(example())
    decomposed = compiled(unicodedata.normalize("NFD", example()))
    assert decomposed.annotation.model_dump() == article.annotation.model_dump()
    text = article.text
    assert text == unicodedata.normalize("NFC", text)
    assert len(article.annotation.entities) == 26
    for part in (*article.annotation.entities, *article.annotation.claims):
        assert text[part.start : part.end] == part.text
    for figure in article.annotation.figures:
        assert text[figure.start : figure.end] == figure.surface
    for record in (*article.annotation.officeholders, *article.annotation.adoption):
        assert text[record.evidence.start : record.evidence.end] == record.evidence.text != ""


def test_crossing_tags_blanks_and_escapes() -> None:
    article = compiled(
        HEAD
        + '<ROLE truong_thon>Trưởng&nbsp;<H>thôn</ROLE> A&amp;B</H> &lt;x&gt;\n+++\n[labels]\nrelevance = "not_model"'
    )
    assert article.text == "Trưởng\u00a0thôn A&B <x>"
    assert spans(article) == [("ROLE", "Trưởng\u00a0thôn", "truong_thon"), ("HAMLET", "thôn A&B", "thôn A&B")]


def test_zones_follow_lines_and_markers() -> None:
    article = compiled(example())
    zones = [(zone.zone, article.text[zone.start : zone.end][:12]) for zone in article.annotation.article.zones]
    assert zones == [
        ("title", "Một người lo"),
        ("lead", "Sau hơn 2 nă"),
        ("caption", "Ông Vàng Seo"),
        ("subheading", "Việc thôn th"),
        ("body", "Chúng tôi gặ"),
        ("body", "Bà Đặng Thị "),
        ("byline", "Hà Miên"),
        ("boilerplate", "Tin liên qua"),
        ("boilerplate", "Nhiều nơi ở "),
    ]


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("<C>TT. Yên Phú</C>", ("COMMUNE", "TT. Yên Phú", "thị trấn Yên Phú")),
        ("<D>TP Thủ Đức</D>", ("DISTRICT", "TP Thủ Đức", "thành phố Thủ Đức")),
        ("<H>TDP 5</H>", ("HAMLET", "TDP 5", "tổ dân phố 5")),
        ("<H bản Khoang>Khoang</H>", ("HAMLET", "Khoang", "bản Khoang")),
        ("<DOC>Kết luận số 12 - KL/TU</DOC>", ("DOCUMENT", "Kết luận số 12 - KL/TU", "12-KL/TU")),
        ("<DATE 2020/2022>nhiệm kỳ 2020 - 2022</DATE>", ("DATE", "nhiệm kỳ 2020 - 2022", "2020/2022")),
        ("<PER Lý Thị Sen>Sen</PER>", ("PERSON", "Sen", "Lý Thị Sen")),
    ],
)
def test_normal_forms_that_follow_from_the_surface(tagged: str, expected: tuple[str, str, str]) -> None:
    assert spans(compiled(HEAD + tagged + '\n+++\n[labels]\nrelevance = "not_model"')) == [expected]


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("<FIG ~<50 %>gần 50%</FIG>", ("percent", 50, None, None, "%", "nearly")),
        ("<FIG 94/94 bản>94/94 bản</FIG>", ("ratio", 94, None, 94, "bản", None)),
        ("<FIG >4000 đảng viên>hơn 4.000 đảng viên</FIG>", ("count", 4000, None, None, "đảng viên", "more_than")),
        ("<FIG 2000000..3000000 VND>2-3 triệu đồng</FIG>", ("range", 2e6, 3e6, None, "VND", None)),
        ("<FIG 30..>55 tuổi>từ 30 đến trên 55 tuổi</FIG>", ("range", 30, 55, None, "tuổi", None)),
        ("<FIG order_100 lượt>hàng trăm lượt</FIG>", ("count", None, None, None, "lượt", "order_100")),
        ("tăng <FIG 3 hộ>3 hộ</FIG>", ("change", 3, None, None, "hộ", None)),
        ("<FIG 8 ha>8 ha</FIG>", ("measure", 8, None, None, "ha", None)),
        ("<FIG 1200000 VND/tháng>1,2 triệu đồng/tháng</FIG>", ("money", 1.2e6, None, None, "VND/tháng", None)),
    ],
)
def test_figures_are_read_from_their_normal_form(tagged: str, expected: tuple[object, ...]) -> None:
    (figure,) = compiled(HEAD + tagged + '\n+++\n[labels]\nrelevance = "not_model"').annotation.figures
    assert (
        figure.kind,
        figure.value,
        figure.value_max,
        figure.denominator,
        figure.unit,
        figure.approx,
    ) == expected


def test_labels_and_hamlet_records_are_derived() -> None:
    annotation = compiled(example()).annotation
    labels = annotation.labels
    assert (labels.stance, labels.benefits, labels.difficulties) == ("mixed", ("B01", "B08"), ("D01", "D04"))
    derived = [(record.level, record.place, record.count, record.derived) for record in annotation.adoption[2:]]
    assert derived == [("hamlet", "thôn Khe Nà", 1, True)]
    assert annotation.adoption[0].percent_computed == 71.43


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("<H>bản A <H>bản B</H></H>", 4, "inside another <H>"),
        ("<H>bản A", 4, "not closed"),
        ("bản A</H>", 4, "</H> without <H>"),
        ("x\n<H> bản A</H>", 5, "begins or ends with a blank"),
        ("a < b", 4, "stray '<'"),
        ("<X>a</X>", 4, "stray '<'"),
        ("{caption_}x", 4, "unknown marker"),
        ("{boilerplate}\n<H>bản A</H>", 5, "in boilerplate"),
        ("<H>Khoang</H>", 4, "needs a normal form"),
        ("<FIG>3 hộ</FIG>", 4, "needs a normal form"),
        ("<FIG ba hộ>3 hộ</FIG>", 4, "cannot read the normal form"),
        ("<DATE 12/5>12/5</DATE>", 4, "no EDTF form"),
        ("<H | size=big>bản A</H>", 4, "unknown key 'size'"),
        ("<H | former>bản A</H>", 4, "no key=value"),
        ("<CL author | stance=good>hay</CL>", 4, "Claim.stance"),
    ],
)
def test_mistakes_in_the_text_name_their_line(body: str, line: int, message: str) -> None:
    source, problems = parse(HEAD + body + '\n+++\n[labels]\nrelevance = "not_model"', "x.txt")
    assert source is not None
    _, more = compile_source(source)
    assert any(message in p.message and p.line == line for p in [*problems, *more]), [*problems, *more]


def test_a_file_without_its_three_parts_is_one_problem() -> None:
    source, problems = parse("{title}Không có gì", "x.txt")
    assert source is None
    assert "three lines '+++'" in problems[0].message


def test_toml_mistakes_name_the_line_of_the_file() -> None:
    _, problems = parse(HEAD + "Một dòng\n+++\n[labels]\nrelevance = ", "x.txt")
    assert [(problem.line, problem.message[:14]) for problem in problems] == [(6, "not valid TOML")]


def test_the_mini_corpus_compiles() -> None:
    for path in sorted(MINI.rglob("*.txt")):
        article, problems = compile_file(path)
        assert problems == []
        assert article is not None
        assert article.split == path.parent.name
