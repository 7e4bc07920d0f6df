"""Traps of parent resolution: what must not be taken for a place's parent (codebook 4.3)."""

from __future__ import annotations

import pytest
from gold_layers import build, lines, read
from placing import placed, placed_doc

from tinbai.entities.mention import Mention
from tinbai.records import Article
from tinbai.relations.place_retype import retyped
from tinbai.relations.scope import scope_of
from tinbai.text.view import TextView


def test_what_the_text_states_further_above_rules_out_another_commune() -> None:
    line = "[COMMUNE Xã Tam Lư] họp\nViệc đã xong.\nỞ [HAMLET bản Bôn] ([PROVINCE tỉnh Lai Châu]), việc mới bắt đầu."
    place = placed(line, ("title", "lead", "body"))["bản Bôn"]
    assert (place.commune, place.district, place.province) == (None, None, "tỉnh Lai Châu")


def test_a_closed_parenthesis_does_not_take_the_parent_of_its_sister() -> None:
    line = "Từ [COMMUNE xã Tam Lư] ([DISTRICT huyện Quan Sơn]) và [DISTRICT huyện Mường Tè] ([PROVINCE tỉnh Lai Châu])."
    places = placed(line)
    assert (places["huyện Quan Sơn"].province, places["huyện Quan Sơn"].code) == ("tỉnh Thanh Hóa", "387")


def test_a_known_commune_is_not_put_into_an_unknown_district_in_passing() -> None:
    line = "Ở [DISTRICT huyện Yên Lộc], việc đã xong. Đoàn sang [COMMUNE xã Bum Tở] học hỏi."
    assert placed(line)["xã Bum Tở"].district == "huyện Mường Tè"


def test_an_earlier_type_of_the_district_is_accepted() -> None:
    line = "Ở [DISTRICT huyện Mỹ Hào], việc đã xong. Đoàn sang [COMMUNE xã Xuân Dục] học hỏi."
    place = placed(line, published="2008-09-22")["xã Xuân Dục"]
    assert (place.district, place.code) == ("huyện Mỹ Hào", "12133")


def test_an_undated_article_does_not_choose_between_two_names_of_a_parent() -> None:
    place = placed("Ông về [COMMUNE xã Trường Đông].", published=None)["xã Trường Đông"]
    assert (place.code, place.district, place.province) == ("25642", None, "tỉnh Tây Ninh")


@pytest.mark.parametrize(
    ("printed", "kind", "normal"),
    [
        ("huyện Đak Hà", "DISTRICT", "huyện Đăk Hà"),
        ("tỉnh Thừa Thiên-Huế", "PROVINCE", "tỉnh Thừa Thiên Huế"),
        ("TP Phan Rang", "DISTRICT", "thành phố Phan Rang - Tháp Chàm"),
        ("huyện Đồng Vải", "DISTRICT", "huyện Đồng Vải"),
        ("huyện Muong Ang", "DISTRICT", "huyện Muong Ang"),
        ("xã Pú Nhi", "COMMUNE", "xã Pú Nhi"),
        ("xã Đak Mar", "COMMUNE", "xã Đăk Mar"),
    ],
)
def test_normals_have_the_spelling_of_the_gazetteer(printed: str, kind: str, normal: str) -> None:
    spoken = printed.replace("TP ", "thành phố ")
    mention = Mention(kind, 0, len(printed), spoken, {}, "rule:place")
    (found,) = retyped([mention], TextView.of(printed, lines(printed, ("body",))), "2022-05-04")
    assert found.normal == normal


def test_a_hamlet_stays_in_the_commune_that_an_earlier_mention_gave_it() -> None:
    line = (
        "Chuyện ở [COMMUNE xã Gò Mít]\nĐường đã xong.\nÔng kể chuyện ở [HAMLET thôn Ao], [COMMUNE xã Đồng Vải].\n"
        "Hôm sau, [HAMLET thôn Ao] họp."
    )
    doc = placed_doc(line, ("title", "lead", "body", "body"))
    (place,) = [place for place in doc._.places if place.normal == "thôn Ao"]
    assert (place.commune, place.basis["commune"]) == ("xã Đồng Vải", "apposition")
    last = scope_of(doc).places.namesakes("HAMLET", "thôn Ao")[-1]
    assert scope_of(doc).parents(last)["commune"] == "xã Đồng Vải"


def test_another_province_in_the_middle_of_a_clause_is_not_the_scene() -> None:
    line = (
        "Tuổi trẻ ở [COMMUNE xã Đầm Dơi], [PROVINCE tỉnh Cà Mau]\n"
        "Anh bỏ công ty ở [PROVINCE thành phố Hồ Chí Minh] về nuôi cua. [HAMLET Ấp Tân Lợi] mừng lắm."
    )
    place = placed(line, ("title", "body"), "2025-10-02")["ấp Tân Lợi"]
    assert (place.commune, place.province) == ("xã Đầm Dơi", "tỉnh Cà Mau")


def test_a_name_that_no_unit_bears_yet_is_not_linked() -> None:
    place = placed("Lễ ở [COMMUNE thị trấn Phong Nha].", published="2013-07-30")["thị trấn Phong Nha"]
    assert (place.code, place.basis["code"]) == (None, "not in force on the day")
    assert [candidate.code for candidate in place.candidates] == ["19165"]


def test_a_name_of_the_past_is_linked_if_it_is_printed_with_its_type_word() -> None:
    tagged = read("Chợ phiên ở [DISTRICT huyện Phục Hòa].")
    (known,) = tagged.mentions
    bare = Mention(known.type, known.start, known.end, known.normal, {}, "gazetteer:district_in_scope")
    article = Article(id="a", input="a", text=tagged.text, published="2022-07-30")
    printed, guessed = (build(tagged.text, [m], article=article)._.places[0] for m in (known, bare))
    assert (printed.code, printed.score, printed.basis["code"]) == ("050", 0.8, "exact;other_year")
    assert (guessed.code, guessed.basis["code"]) == (None, "not in force on the day")


def test_one_hamlet_keeps_to_what_another_mention_states_above_it() -> None:
    line = (
        "[COMMUNE Xã Tam Lư] họp\nViệc đã xong.\nỞ [HAMLET bản Bôn] ([PROVINCE tỉnh Lai Châu]) cũng vậy.\n"
        "Sáng nay [HAMLET bản Bôn] đông vui."
    )
    doc = placed_doc(line, ("title", "lead", "body", "body"))
    assert [(p.commune, p.province) for p in doc._.places if p.normal == "bản Bôn"] == [(None, "tỉnh Lai Châu")]


def test_a_district_post_of_a_two_level_article_has_no_district() -> None:
    line = (
        "[COMMUNE Xã Hữu Lũng], [PROVINCE tỉnh Lạng Sơn]: ông [PERSON Chu Văn Bích], nguyên "
        "[ROLE:bi_thu_huyen_uy Bí thư Huyện ủy] [DISTRICT:huyện_Hữu_Lũng Hữu Lũng]."
    )
    (record,) = placed_doc(line, published="2025-10-02")._.officeholders
    assert (record.commune, record.district, record.province) == (None, None, "tỉnh Lạng Sơn")
    assert record.place_former == "huyện Hữu Lũng"


def test_a_place_where_somebody_only_is_does_not_move_the_scene() -> None:
    line = (
        "Ở [HAMLET thôn 9] [COMMUNE xã Bum Tở], [DISTRICT huyện Mường Tè], [PROVINCE tỉnh Lai Châu], bà có bốn con. "
        "Cậu út làm thợ xây mãi trên [PROVINCE tỉnh Phú Thọ]. Giếng nhà bà sâu nhất [HAMLET thôn 9]."
    )
    scope = scope_of(placed_doc(line))
    last = scope.places.hamlets()[-1]
    assert scope.parents(last)["commune"] == "xã Bum Tở"


def test_the_only_commune_of_an_article_on_many_districts_is_not_everybodys() -> None:
    line = (
        "Danh sách của tỉnh.\nBà [PERSON Vi Thị Hợi], [ROLE:bi_thu_dang_uy_xa Bí thư Đảng ủy].\n"
        "Ông [PERSON Lý Văn Sài] ở [DISTRICT huyện Quan Sơn].\nÔng [PERSON Lý Văn Tạo] ở [COMMUNE xã Bum Tở], "
        "[DISTRICT huyện Mường Tè]."
    )
    (record,) = placed_doc(line, ("title", "body", "body", "body"))._.officeholders
    assert (record.person, record.commune, record.district) == ("Vi Thị Hợi", None, None)


def test_a_cell_secretary_is_not_put_outside_the_district_of_the_other_post() -> None:
    line = (
        "Ở [COMMUNE xã Bum Tở], [DISTRICT huyện Mường Tè] mưa to. Bà [PERSON Vi Thị Hợi], [ROLE:bi_thu_chi_bo "
        "Bí thư Chi bộ], [ROLE:chu_tich_hoi_huyen Chủ tịch Hội Phụ nữ huyện] [DISTRICT Quan Sơn], cũng đến."
    )
    (record,) = placed_doc(line)._.officeholders
    assert (record.commune, record.district) == (None, "huyện Quan Sơn")


def test_a_town_in_the_middle_of_a_clause_does_not_move_the_scene() -> None:
    line = (
        "Anh sống ở [COMMUNE xã Mã Thành], [DISTRICT huyện Yên Thành], [PROVINCE tỉnh Nghệ An]. Cả nhà "
        "theo nhau vào [DISTRICT thành phố Vinh] tìm việc. Ở [HAMLET xóm Chợ Cũ], ai cũng thương."
    )
    place = placed(line)["xóm Chợ Cũ"]
    assert (place.commune, place.district) == ("xã Mã Thành", "huyện Yên Thành")


def test_a_commune_told_twice_is_the_scene_beside_several_districts() -> None:
    line = (
        "Chuyện ở phố.\nBà [PERSON Vi Thị Hợi] trú tại [COMMUNE xã Bum Tở], [DISTRICT huyện Mường Tè]; "
        "[COMMUNE xã Bum Tở] mưa.\nÔng [PERSON Lý Văn Sài] ở [DISTRICT huyện Quan Sơn].\nÔng [PERSON Lý Văn Tạo], "
        "[ROLE:bi_thu_dang_uy_xa Bí thư Đảng ủy xã], gọi."
    )
    (record,) = placed_doc(line, ("title", "body", "body", "body"))._.officeholders
    assert (record.commune, record.district) == ("xã Bum Tở", "huyện Mường Tè")


def test_a_post_without_a_unit_of_its_level_is_where_the_next_post_is() -> None:
    line = (
        "Cô giáo dạy ở [DISTRICT huyện Mường Tè].\nBà [PERSON Vi Thị Hợi], [ROLE:uv_btv_dang_uy_xa Ủy viên Ban "
        "Thường vụ Đảng ủy], [ROLE:giam_doc_so Giám đốc Sở Y tế] [PROVINCE tỉnh Thanh Hóa]."
    )
    (record,) = placed_doc(line, ("body", "body"))._.officeholders
    assert (record.commune, record.district, record.province) == (None, None, "tỉnh Thanh Hóa")
