"""Parents of places, elided units, regimes and the date of an article (codebook 4.3, 5.2)."""

from __future__ import annotations

import pytest
from gold_layers import build, lines, read
from spacy.tokens import Doc

from tinbai.records import Article, Place
from tinbai.relations.scope import Scope, scope_of


def _doc(line: str, zones: tuple[str, ...] = (), published: str | None = None) -> Doc:
    tagged = read(line)
    article = Article(id="a", input="a.txt", text=tagged.text, published=published) if published else None
    return build(tagged.text, tagged.mentions, zones=lines(tagged.text, zones), article=article)


def _places(doc: Doc) -> dict[str, Place]:
    return {place.normal: place for place in doc._.places}


def _scope(doc: Doc) -> Scope:
    return scope_of(doc)


@pytest.mark.parametrize(
    ("line", "name", "level", "parent", "basis"),
    [
        (
            "Về [HAMLET bản Pá Khôm], [COMMUNE xã Chiềng Lao Hạ].",
            "bản Pá Khôm",
            "commune",
            "xã Chiềng Lao Hạ",
            "apposition",
        ),
        (
            "Hai nơi xa nhất là [HAMLET bản Pá Khôm], [HAMLET:bản_Lọng Lọng], [COMMUNE xã Chiềng Lao Hạ].",
            "bản Pá Khôm",
            "commune",
            "xã Chiềng Lao Hạ",
            "apposition",
        ),
        (
            "Ở [COMMUNE xã Đồng Vải] ([DISTRICT huyện Yên Lộc]).",
            "xã Đồng Vải",
            "district",
            "huyện Yên Lộc",
            "apposition",
        ),
        ("[HAMLET Xóm Rẫy] thuộc [COMMUNE xã Đồng Vải].", "xóm Rẫy", "commune", "xã Đồng Vải", "apposition"),
        (
            "Ở [COMMUNE xã Đồng Vải] có ba nơi làm xong: [HAMLET:thôn_Bãi Bãi], [HAMLET:thôn_Gò Gò].",
            "thôn Gò",
            "commune",
            "xã Đồng Vải",
            "list_header",
        ),
        ("[COMMUNE Xã Đồng Vải] họp. Ông đến [HAMLET thôn Bãi].", "thôn Bãi", "commune", "xã Đồng Vải", "paragraph"),
        (
            "[COMMUNE Xã Đồng Vải] họp. Còn tại [COMMUNE xã Gò Mít], người dân [HAMLET thôn Bãi] góp đá.",
            "thôn Bãi",
            "commune",
            "xã Gò Mít",
            "paragraph",
        ),
        (
            "[COMMUNE Xã Đồng Vải] họp.\nÔng đến [HAMLET thôn Bãi].",
            "thôn Bãi",
            "commune",
            "xã Đồng Vải",
            "previous_paragraph",
        ),
    ],
)
def test_parent_from_the_words(line: str, name: str, level: str, parent: str, basis: str) -> None:
    place = _places(_doc(line))[name]
    assert (getattr(place, level), place.basis[level]) == (parent, basis)


def test_article_scope_is_title_and_lead() -> None:
    doc = _doc(
        "Đổi thay ở [COMMUNE xã Gò Mít]\nBà con đã quen việc.\nTừ sớm, đường đã đông.\nỞ [HAMLET thôn Bãi] cũng vậy.",
        ("title", "lead", "body", "body"),
    )
    place = _places(doc)["thôn Bãi"]
    assert (place.commune, place.basis["commune"]) == ("xã Gò Mít", "article_scope")


@pytest.mark.parametrize(
    "line",
    [
        "[COMMUNE:xã_Đồng_Vải Đồng Vải], [COMMUNE:xã_Gò_Mít Gò Mít] cùng họp. Ông về [HAMLET thôn Bãi].",
        "Hôm qua ông về [HAMLET thôn Bãi].",
    ],
)
def test_no_unique_commune_means_none(line: str) -> None:
    assert _places(_doc(line))["thôn Bãi"].commune is None


def test_a_reset_of_the_district_ends_the_commune() -> None:
    doc = _doc(
        "Ở [COMMUNE xã Đồng Vải], [DISTRICT huyện Yên Lộc], việc đã xong. Còn tại [DISTRICT huyện Hạ Sơn], "
        "người dân [HAMLET thôn Bãi] đang bàn."
    )
    place = _places(doc)["thôn Bãi"]
    assert (place.commune, place.district) == (None, "huyện Hạ Sơn")


def test_gazetteer_gives_the_only_province_and_refuses_an_impossible_district() -> None:
    doc = _doc("Năm 2022, đoàn của [DISTRICT huyện Tủa Chùa] sang học hỏi [COMMUNE xã Bum Tở].", published="2022-05-04")
    places = _places(doc)
    assert (places["xã Bum Tở"].district, places["xã Bum Tở"].basis["district"]) == ("huyện Mường Tè", "gazetteer")
    assert places["huyện Tủa Chùa"].province == "tỉnh Điện Biên"
    assert places["xã Bum Tở"].code is not None


def test_an_ambiguous_commune_abstains_with_candidates() -> None:
    place = _places(_doc("Ông về [COMMUNE xã Tân Lập].", published="2022-05-04"))["xã Tân Lập"]
    assert (place.district, place.code) == (None, None)
    assert len(place.candidates) > 5
    assert [c.code for c in place.candidates] == sorted(c.code for c in place.candidates)


def test_the_stated_province_chooses_among_namesakes() -> None:
    doc = _doc("Báo cáo của [PROVINCE tỉnh Yên Bái] cho biết. Ông về [COMMUNE xã Tân Lập].", published="2022-05-04")
    assert _places(doc)["xã Tân Lập"].district == "huyện Lục Yên"


def test_two_level_articles_have_no_district_and_keep_the_former_path() -> None:
    line = (
        "[HAMLET Thôn Bãi], [COMMUNE xã Gò Mít], [PROVINCE tỉnh Lâm Đồng] (trước đây thuộc [COMMUNE xã Ao Cả], "
        "[DISTRICT huyện Yên Lộc]) do bà [PERSON Đỗ Thị Tưởng] làm [ROLE:truong_thon trưởng thôn]."
    )
    for published in (None, "2025-09-02"):
        doc = _doc(line, published=published)
        record = doc._.officeholders[0]
        assert (record.commune, record.district, record.province) == ("xã Gò Mít", None, "tỉnh Lâm Đồng")
        assert record.place_former == "xã Ao Cả, huyện Yên Lộc"
        assert _places(doc)["huyện Yên Lộc"].former
    assert _places(_doc(line, published="2025-09-02"))["xã Gò Mít"].district is None


def test_communes_that_a_new_one_was_made_from_are_no_former_address() -> None:
    doc = _doc(
        "Bà [PERSON Đỗ Thị Tưởng], [ROLE:bi_thu_dang_uy_xa Bí thư Đảng ủy] [COMMUNE xã Gò Mít] (hợp nhất từ "
        "[COMMUNE xã Ao Cả], [COMMUNE xã Ao Hai], [DISTRICT huyện Yên Lộc] cũ) kể chuyện thôn.",
        published="2025-09-02",
    )
    assert (doc._.officeholders[0].commune, doc._.officeholders[0].place_former) == ("xã Gò Mít", None)


def test_same_name_in_two_communes_is_two_places() -> None:
    doc = _doc("Ở [HAMLET thôn 1], [COMMUNE xã Đồng Vải] và [HAMLET thôn 1], [COMMUNE xã Gò Mít].")
    assert [p.commune for p in doc._.places if p.normal == "thôn 1"] == ["xã Đồng Vải", "xã Gò Mít"]


def test_elided_units_at_an_offset() -> None:
    doc = _doc(
        "Ở [COMMUNE xã Đồng Vải], [DISTRICT huyện Yên Lộc], Đảng ủy xã họp. Huyện ủy dự.\nSáng nay xã lại họp tiếp."
    )
    scope, text = _scope(doc), doc.text
    assert scope.unit_at(text.index("Đảng ủy xã"), "commune") == ("xã Đồng Vải", "paragraph")
    assert scope.unit_at(text.index("Huyện ủy"), "district") == ("huyện Yên Lộc", "paragraph")
    assert scope.unit_at(text.index("xã lại"), "commune") == ("xã Đồng Vải", "previous_paragraph")
    assert scope.unit_at(text.index("xã lại"), "province") is None


def test_the_district_of_an_elided_committee_follows_from_the_commune() -> None:
    doc = _doc("Từ [COMMUNE xã Bum Tở], ông [PERSON Lý Gò Chừ], [ROLE:pho_bi_thu_huyen_uy Phó Bí thư Huyện ủy], nói.")
    record = doc._.officeholders[0]
    assert (record.hamlet, record.commune, record.district, record.province) == (
        None,
        None,
        "huyện Mường Tè",
        "tỉnh Lai Châu",
    )


def test_parents_of_a_hamlet_given_by_name() -> None:
    scope = _scope(_doc("Ở [HAMLET thôn Bãi], [COMMUNE xã Gò Mít]."))
    parents = scope.parents("thôn Bãi", at=0)
    assert (parents["commune"], parents["basis"]["commune"]) == ("xã Gò Mít", "apposition")


def test_parts_of_hamlets_are_no_places() -> None:
    tagged = read("Ở [HAMLET tổ 5], [HAMLET khu phố 1].")
    part = tagged.mentions[0]
    mentions = [type(part)(part.type, part.start, part.end, part.normal, {"level": "sub"}), tagged.mentions[1]]
    assert [p.normal for p in build(tagged.text, mentions)._.places] == ["khu phố 1"]


@pytest.mark.parametrize(
    ("line", "published", "value", "basis"),
    [
        ("Họp bàn.", "2023-04-05T07:30:00+07:00", "2023-04-05", "published"),
        ("[DATE:2019 Năm 2019] họp, [DATE:2021-06-03 ngày 3/6/2021] xong.", None, "2021", "latest date told as past"),
        (
            "[DATE:2019-11-20 Ngày 20/11/2019] họp. Xã phấn đấu [DATE:2020 năm 2020] xong.",
            None,
            "2019-11/2019-12",
            "between the latest past date and the earliest plan",
        ),
        ("Họp bàn.", None, None, None),
    ],
)
def test_date_of_the_article(line: str, published: str | None, value: str | None, basis: str | None) -> None:
    found = _scope(_doc(line, published=published)).date
    assert (found.value, found.basis) == (value, basis)


def test_an_inferred_date_is_written_beside_the_article_never_over_it() -> None:
    tagged = read("[DATE:2021-06-03 Ngày 3/6/2021] họp.")
    doc = build(tagged.text, tagged.mentions, article=Article(id="a", input="a", text=tagged.text))
    assert (doc._.article.published, doc._.article.published_inferred) == (None, "2021")


def test_dates_of_the_boilerplate_do_not_count() -> None:
    doc = _doc("[DATE:2019 Năm 2019] họp.\n[DATE:2024-11-05 5/11/2024]", ("body", "boilerplate"))
    assert _scope(doc).date.value == "2019"


def test_the_issuer_of_a_document_names_the_province() -> None:
    doc = _doc("[ORG:Ban_Thường_vụ_Tỉnh_ủy_Lai_Châu Ban Thường vụ Tỉnh ủy] chỉ đạo. Ông về [COMMUNE xã Gò Mít].")
    place = _places(doc)["xã Gò Mít"]
    assert (place.province, place.basis["province"]) == ("tỉnh Lai Châu", "issuer")


def test_without_hierarchy_the_resolver_is_a_clear_error() -> None:
    doc = _doc("Họp.")
    doc._.scope = None
    with pytest.raises(ValueError, match="tinbai_hierarchy"):
        scope_of(doc)
