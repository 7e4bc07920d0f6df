"""One example per step of parent resolution and per trap (codebook 4.3); the layers are given by tags."""

from __future__ import annotations

import pytest
from gold_layers import build, lines, read
from placing import placed, placed_doc

from tinbai.entities.mention import Mention
from tinbai.records import Article
from tinbai.relations.place_retype import retyped
from tinbai.relations.place_words import elided_type, is_of_town, opens
from tinbai.relations.scope import scope_of
from tinbai.text.normalize import nfc
from tinbai.text.view import TextView


@pytest.mark.parametrize(
    ("step", "line", "zones"),
    [
        ("apposition", "Bà con [HAMLET thôn Bãi] ([COMMUNE xã Gò Mít]) góp đá.", ("body",)),
        ("list_header", "[COMMUNE Xã Gò Mít] đã xong ở: [HAMLET:thôn_Bãi Bãi], [HAMLET:thôn_Ao Ao].", ("body",)),
        ("paragraph", "Còn tại [COMMUNE xã Gò Mít], việc đã quen. Sáng nay [HAMLET thôn Bãi] họp.", ("body",)),
        (
            "previous_paragraph",
            "Tại [COMMUNE xã Gò Mít], việc đã quen.\nSáng nay [HAMLET thôn Bãi] họp.",
            ("body",) * 2,
        ),
        (
            "article_scope",
            "Chuyện ở [COMMUNE xã Gò Mít]\nBà con đã quen.\nĐường đã đông.\nSáng nay [HAMLET thôn Bãi] họp.",
            ("title", "lead", "body", "body"),
        ),
    ],
)
def test_each_step_gives_the_commune_with_its_name(step: str, line: str, zones: tuple[str, ...]) -> None:
    place = placed(line, zones)["thôn Bãi"]
    assert (place.commune, place.basis["commune"]) == ("xã Gò Mít", step)


def test_step_six_takes_the_only_parent_of_the_name() -> None:
    place = placed("Ông về [COMMUNE xã Bum Tở].")["xã Bum Tở"]
    assert (place.district, place.basis["district"]) == ("huyện Mường Tè", "gazetteer")


def test_step_six_takes_the_only_candidate_under_the_known_ancestor() -> None:
    place = placed("Báo cáo của [PROVINCE tỉnh Yên Bái] nêu. Ông về [COMMUNE xã Tân Lập].")["xã Tân Lập"]
    assert (place.district, place.basis["district"]) == ("huyện Lục Yên", "gazetteer")


def test_step_seven_is_the_province_of_the_newspaper() -> None:
    tagged = read("Ông về [COMMUNE xã Không Ai Biết].")
    article = Article(id="a", input="a", text=tagged.text, published="2022-05-04", source="Báo Lai Châu")
    (place, *_) = build(tagged.text, tagged.mentions, article=article)._.places
    assert (place.province, place.basis["province"]) == ("tỉnh Lai Châu", "newspaper")


def test_a_parent_impossible_at_the_date_is_passed_over_also_in_apposition() -> None:
    places = placed("Đoàn của [COMMUNE xã Bum Tở], [DISTRICT huyện Tủa Chùa] cùng họp.")
    assert (places["xã Bum Tở"].district, places["xã Bum Tở"].basis["district"]) == ("huyện Mường Tè", "gazetteer")


def test_before_the_first_state_the_text_is_trusted() -> None:
    place = placed("Ở [COMMUNE xã Bum Tở], [DISTRICT huyện Tủa Chùa].", published="2009-05-04")["xã Bum Tở"]
    assert (place.district, place.code) == ("huyện Tủa Chùa", None)


def test_a_list_over_semicolons_keeps_each_parent() -> None:
    line = (
        "Làm tốt có [HAMLET thôn Bãi], [COMMUNE xã Gò Mít]; [HAMLET thôn Ao], [COMMUNE xã Đồng Vải]; "
        "[HAMLET thôn Cả], [COMMUNE xã Yên Gò]."
    )
    places = placed(line)
    assert [places[name].commune for name in ("thôn Bãi", "thôn Ao", "thôn Cả")] == [
        "xã Gò Mít",
        "xã Đồng Vải",
        "xã Yên Gò",
    ]


def test_bare_names_of_a_list_lie_in_the_district_of_its_head() -> None:
    line = "Ở [DISTRICT huyện Sốp Cộp] có các xã: [COMMUNE:xã_Mường_Và Mường Và], [COMMUNE:xã_Sốp_Cộp Sốp Cộp]."
    places = placed(line)
    assert [(places[n].district, places[n].code) for n in ("xã Mường Và", "xã Sốp Cộp")] == [
        ("huyện Sốp Cộp", "04243"),
        ("huyện Sốp Cộp", "04231"),
    ]


def test_one_name_on_two_levels_is_twoplaced() -> None:
    line = "[DISTRICT:huyện_Sốp_Cộp Sốp Cộp] có 23 bản, riêng [COMMUNE xã Sốp Cộp] 4 bản."
    places = placed(line)
    assert (places["huyện Sốp Cộp"].code, places["xã Sốp Cộp"].district) == ("127", "huyện Sốp Cộp")


def test_a_district_called_former_in_an_older_article_governs_nothing() -> None:
    line = "Ở [COMMUNE xã Gò Mít] ([DISTRICT huyện Yên Lộc] cũ), [DISTRICT huyện Hạ Sơn], việc đã xong."
    places = placed(line)
    assert places["huyện Yên Lộc"].former
    assert places["xã Gò Mít"].district == "huyện Hạ Sơn"


def test_where_somebody_comes_from_is_not_where_the_text_is() -> None:
    line = (
        "Ở [COMMUNE xã Gò Mít], việc đã quen. Chị quê ở [HAMLET xóm Rẫy], [COMMUNE xã Đồng Vải], nay gắn bó với "
        "[HAMLET thôn Bãi]."
    )
    places = placed(line)
    assert (places["xóm Rẫy"].commune, places["thôn Bãi"].commune) == ("xã Đồng Vải", "xã Gò Mít")


def test_work_elsewhere_does_not_end_the_commune() -> None:
    line = "Ở [COMMUNE xã Gò Mít], thanh niên đi làm thuê ở [PROVINCE tỉnh Bắc Ninh].\nÔng gặp dân [HAMLET thôn Bãi]."
    assert placed(line)["thôn Bãi"].commune == "xã Gò Mít"


def test_a_unit_named_in_passing_does_not_outweigh_title_and_lead() -> None:
    line = (
        "[COMMUNE Xã Gò Mít] đổi mới\nĐường đã xong.\nChăn ấm của [HAMLET thôn Ao], [COMMUNE xã Đồng Vải] gửi lên.\n"
        "Đảng ủy xã khen [HAMLET thôn Bãi]."
    )
    doc = placed_doc(line, ("title", "lead", "body", "body"))
    scope = scope_of(doc)
    assert scope.unit_at(doc.text.index("Đảng ủy xã"), "commune") == ("xã Gò Mít", "article_scope")
    assert {place.normal: place.commune for place in doc._.places}["thôn Bãi"] == "xã Gò Mít"


def test_a_paragraph_that_opens_with_a_unit_is_about_it() -> None:
    line = (
        "[COMMUNE Xã Gò Mít] đổi mới\nĐường đã xong.\nCòn tại [HAMLET thôn Ao], [COMMUNE xã Đồng Vải], việc mới làm.\n"
        "Đảng ủy xã đang bàn."
    )
    doc = placed_doc(line, ("title", "lead", "body", "body"))
    found = scope_of(doc).unit_at(doc.text.index("Đảng ủy xã"), "commune")
    assert found == ("xã Đồng Vải", "previous_paragraph")


@pytest.mark.parametrize(
    ("words", "level", "expected"),
    [
        ("Chủ tịch UBND xã", "commune", ("xã Gò Mít", "article_scope")),
        ("Chủ tịch UBND thị trấn", "commune", ("thị trấn Ao Cả", "paragraph")),
        ("Chủ tịch UBND phường", "commune", None),
    ],
)
def test_an_elided_unit_is_of_the_type_that_its_word_says(
    words: str, level: str, expected: tuple[str, str] | None
) -> None:
    line = f"Chuyện ở [COMMUNE xã Gò Mít]\nỞ [COMMUNE thị trấn Ao Cả], {words} nói."
    doc = placed_doc(line, ("title", "body"))
    assert scope_of(doc).unit_at(doc.text.index("Chủ tịch"), level) == expected


def test_a_quarter_of_a_town_does_not_lie_in_a_rural_commune() -> None:
    line = "Ở [COMMUNE xã Gò Mít] và [COMMUNE thị trấn Ao Cả]\nViệc đã quen.\nSáng nay [HAMLET khu phố 3] họp."
    place = placed(line, ("title", "lead", "body"))["khu phố 3"]
    assert (place.commune, place.basis["commune"]) == ("thị trấn Ao Cả", "article_scope")
    alone = placed("Ở [COMMUNE xã Gò Mít], việc đã quen. Sáng nay [HAMLET khu phố 3] họp.")
    assert alone["khu phố 3"].commune is None
    after = placed("Ở [COMMUNE xã Gò Mít], việc đã quen. Sáng nay [HAMLET khu phố 3] họp.", (), "2025-09-04")
    assert after["khu phố 3"].commune == "xã Gò Mít"


@pytest.mark.parametrize(
    ("hamlet", "town"),
    [("khu phố 8", True), ("tổ dân phố 5", True), ("khối phố 2", True), ("khu 4", False), ("thôn Phố Mới", False)],
)
def test_kinds_of_towns(hamlet: str, town: bool) -> None:
    assert is_of_town(hamlet) is town


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("phó bí thư huyện ủy", "huyện"),
        ("bí thư thành ủy, nói", "thành phố"),
        ("chủ tịch hội phụ nữ phường cho biết", "phường"),
        ("bí thư chi bộ, trưởng công an xã", None),
        ("giám đốc sở nội vụ", None),
    ],
)
def test_the_unit_word_of_a_title(words: str, expected: str | None) -> None:
    assert elided_type(words, 0) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [("", True), ("riêng ", True), ("theo ubnd ", True), ("hôm qua, ", False), ("vợ ông, người ", False)],
)
def test_what_may_stand_before_a_unit_that_opens_a_paragraph(before: str, expected: bool) -> None:
    assert opens(before) is expected


@pytest.mark.parametrize(
    ("text", "normal", "days", "expected"),
    [
        ("Quế Võ làm trước.", "huyện Quế Võ", "2024-05-01", "thị xã Quế Võ"),
        ("Quế Võ làm trước.", "huyện Quế Võ", "2022-05-01", "huyện Quế Võ"),
        ("Ở Mỹ Hào, Huyện ủy họp.", "thị xã Mỹ Hào", "2008-09-22", "huyện Mỹ Hào"),
        ("Ở Mỹ Hào, Thị ủy họp với các huyện.", "thị xã Mỹ Hào", "2008-09-22", "thị xã Mỹ Hào"),
        ("Ở Mỹ Hào, các huyện bạn đến thăm.", "thị xã Mỹ Hào", "2021-09-22", "thị xã Mỹ Hào"),
        ("Ở Đồng Vải, Huyện ủy họp.", "thị xã Đồng Vải", "2008-09-22", "thị xã Đồng Vải"),
    ],
)
def test_a_bare_name_gets_the_type_word_of_its_day(text: str, normal: str, days: str, expected: str) -> None:
    text = nfc(text)
    start = text.index(normal.split(" ", 2)[-1])
    mention = Mention(
        "DISTRICT", start, start + len(normal.split(" ", 2)[-1]), normal, {}, "gazetteer:district_in_scope"
    )
    printed = Mention("DISTRICT", start, start + 4, normal, {}, "rule:place")
    view = TextView.of(text, lines(text, ("body",)))
    (found,) = retyped([mention], view, days)
    assert found.normal == expected
    assert retyped([printed], view, days) == [printed]


def test_a_commune_lies_not_where_its_district_cannot() -> None:
    line = (
        "[HAMLET Bản Nậm Ún], [COMMUNE xã Không Ai Biết], [DISTRICT huyện Mường Tè] có cầu. "
        "Còn [HAMLET bản Pá Lầu] ([PROVINCE tỉnh Điện Biên]) có trường."
    )
    place = placed(line)["bản Pá Lầu"]
    assert (place.commune, place.district, place.province) == (None, None, "tỉnh Điện Biên")


def test_of_two_communes_of_one_name_one_may_lie_there() -> None:
    line = (
        "[COMMUNE Xã Tân Mỹ], [DISTRICT huyện Văn Lãng] có khách. Tại [COMMUNE xã Tân Mỹ], [DISTRICT huyện Lạc Sơn], "
        "[PROVINCE tỉnh Hòa Bình] có hội. [HAMLET Xóm Bưng] ([PROVINCE tỉnh Hòa Bình]) họp."
    )
    assert placed(line)["xóm Bưng"].commune == "xã Tân Mỹ"


def test_the_address_of_a_house_is_not_where_the_next_hamlet_lies() -> None:
    line = (
        "[COMMUNE Xã Hương Vinh], [DISTRICT thị xã Hương Trà] họp. "
        "Họ gặp nhau ở quán nước (57 Nguyễn Trãi, [DISTRICT:thành_phố_Huế TP. Huế]) với trưởng [HAMLET thôn Bãi]."
    )
    for address in ("(57 Nguyễn Trãi, ", "ở số 57/2 phố Nguyễn Trãi, "):
        place = placed(line.replace("(57 Nguyễn Trãi, ", address))["thôn Bãi"]
        assert (place.commune, place.district) == ("xã Hương Vinh", "thị xã Hương Trà"), address


def test_a_number_and_a_person_are_no_address() -> None:
    line = "[HAMLET Xóm 3] Bùi Văn Nam, [COMMUNE xã Vũ Lâm], [DISTRICT huyện Lạc Sơn] họp. [HAMLET Xóm Đồi] vui."
    assert placed(line)["xóm Đồi"].commune == "xã Vũ Lâm"


def test_a_plan_for_the_month_of_the_latest_past_date_leaves_the_year() -> None:
    line = "[DATE:2013-06-03 Ngày 3/6/2013] họp. Xã phấn đấu [DATE:2013-06 tháng 6/2013] xong. Ở [COMMUNE xã Gò Mít]."
    scope = scope_of(placed_doc(line, published=None))
    assert (scope.date.value, scope.units.as_of) == ("2013", "2013-01-01/2013-12-31")
