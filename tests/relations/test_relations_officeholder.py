"""Fields of officeholder records beside the dual decision (codebook 4.1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from gold_layers import build, lines, located, read
from spacy.tokens import Doc

from tinbai.entities.mention import Mention
from tinbai.records import Officeholder


def _doc(line: str, zones: tuple[str, ...] = ()) -> Doc:
    tagged = read(line)
    return build(tagged.text, tagged.mentions, zones=lines(tagged.text, zones))


def _one(line: str, zones: tuple[str, ...] = ()) -> Officeholder:
    (record,) = _doc(line, zones)._.officeholders
    assert isinstance(record, Officeholder)
    return record


HEAD = "[ROLE:truong_thon Trưởng thôn] Bãi"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (f"Chị [PERSON Lý Mùi Chẩn], dân tộc [ETHNIC:dao Dao], {HEAD}, cười.", "ethnicity", "dao"),
        (f"Anh [PERSON Lý Phủ Sinh], người [ETHNIC:dao Dao], {HEAD}, cười.", "ethnicity", "dao"),
        (f"Anh [PERSON Lý Phủ Sinh], {HEAD}, nói 46 hộ dân tộc [ETHNIC:dao Dao] đã có điện.", "ethnicity", None),
        (f"Ông [PERSON Tạ Bá Hưởng] (SN 1958), {HEAD}, kể.", "birth_year", 1958),
        (f"Sinh năm 1990, chị [PERSON Tạ Thu Hoài], {HEAD}, rất năng nổ.", "birth_year", 1990),
        (f"Ông [PERSON Tạ Bá Hưởng], 61 tuổi, {HEAD}, kể.", "age", 61),
        (f"Ông [PERSON Tạ Bá Hưởng] (hiện 61 tuổi), {HEAD}, kể.", "age", 61),
        (f"Ông [PERSON Tạ Bá Hưởng], sinh ngày 13/8/1957, {HEAD}, kể.", "birth_year", 1957),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, nuôi mẹ già hiện 92 tuổi, có con hiện 22 tuổi.", "age", None),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, có cháu nội sinh ngày 5/6/2021.", "birth_year", None),
        (f"Vợ chồng ông [PERSON Tạ Bá Hưởng], {HEAD}, cho biết sẽ hiến đất.", "quoted", True),
        (f"Gia đình ông [PERSON Tạ Bá Hưởng], {HEAD}, cho biết đã lo xong.", "quoted", False),
        (f"Đại diện thôn, ông [PERSON Tạ Bá Hưởng], {HEAD}, cho biết đường sắp xong.", "quoted", True),
        (f"Ông [PERSON Tạ Bá Hưởng], 40 tuổi Đảng, {HEAD}, kể.", "age", None),
        (f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, có trình độ văn hóa 12/12.", "education", "upper_secondary"),
        (f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, tốt nghiệp đại học năm ngoái.", "education", "bachelor"),
        (f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, đo được 12/12 mẫu ruộng.", "education", None),
        (
            f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, có trình độ trung cấp lý luận chính trị.",
            "political_education",
            "intermediate",
        ),
        (f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, có bằng trung cấp lý luận chính trị.", "education", None),
        (f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, được kết nạp Đảng năm 2004.", "party_since", "2004"),
        (f"Anh [PERSON Tạ Bá Hưởng], {HEAD}, sinh năm 1996 - vừa được kết nạp Đảng.", "party_since", None),
        (f"Là cựu chiến binh, ông [PERSON Tạ Bá Hưởng], {HEAD}, quen dậy sớm.", "occupation_background", "veteran"),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, thăm hỏi cựu chiến binh.", "occupation_background", None),
        (f"Ông [PERSON Tạ Bá Hưởng], hội viên cựu chiến binh, {HEAD}, kể.", "occupation_background", "veteran"),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, đang ở nhiệm kỳ thứ ba.", "term_index", 3),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, cho biết: đường sắp xong.", "quoted", True),
        (f"Theo ông [PERSON Tạ Bá Hưởng], {HEAD}, đường sắp xong.", "quoted", True),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, đang sửa hàng rào.", "quoted", False),
        ("Theo [ROLE:truong_thon Trưởng thôn] [PERSON Tạ Bá Hưởng], đường sắp xong.", "quoted", True),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, xác nhận cầu đã hỏng.", "quoted", True),
        (f"“Xóm mới có điện” - ông [PERSON Tạ Bá Hưởng], {HEAD}, chẳng giấu nỗi mừng.", "quoted", True),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, vẫy tay với đoàn: “Mùa quýt mời ghé bản”.", "quoted", True),
        (f"Ông [PERSON Tạ Bá Hưởng], {HEAD}, treo khẩu hiệu: “Giữ sạch đường làng”.", "quoted", False),
        (f"Nhà có bằng “Gia đình văn hóa”, ông [PERSON Tạ Bá Hưởng], {HEAD}, treo giữa nhà.", "quoted", False),
        ("Năm nay ông [PERSON Tạ Bá Hưởng] được dân bầu làm [ROLE:truong_thon trưởng thôn].", "how", "elected"),
        ("Ông [PERSON Tạ Bá Hưởng] được phân công làm [ROLE:bi_thu_chi_bo bí thư chi bộ].", "how", "appointed"),
        (f"Đ/c [PERSON Tạ Bá Hưởng], {HEAD}, kể.", "honorific", "Đ/c"),
        ("Ông [PERSON Tạ Bá Hưởng], [ROLE:truong_phong_huyen Phó Trưởng phòng Nội vụ], kể.", "rank", "deputy"),
        ("Ông [PERSON Tạ Bá Hưởng], [ROLE:pho_bi_thu_chi_bo Phó Bí thư Chi bộ], kể.", "rank", None),
    ],
)
def test_fact_of_a_person(line: str, field: str, value: object) -> None:
    assert getattr(_one(line), field) == value


_POSTS = "[ROLE:bi_thu_chi_bo Bí thư Chi bộ] kiêm [ROLE:truong_thon Trưởng thôn]"


@pytest.mark.parametrize(
    ("line", "since", "as_of"),
    [
        (
            "[DATE:2018 Năm 2018], ông [PERSON Tạ Bá Hưởng] được bầu làm [ROLE:truong_thon trưởng thôn].",
            "2018",
            "2018",
        ),
        (f"Ông [PERSON Tạ Bá Hưởng], {_POSTS} từ [DATE:2020-03 tháng 3/2020], kể.", "2020-03", "2020-03"),
        (f"Ông [PERSON Tạ Bá Hưởng] là {_POSTS}, gánh cả hai vai từ [DATE:2019 năm 2019].", "2019", "2019"),
        (f"Từ [DATE:2021 năm 2021], ông [PERSON Tạ Bá Hưởng] kiêm nhiệm {_POSTS}.", "2021", "2021"),
        (
            "Bà [PERSON Tạ Thị Hường] trúng cử [ROLE:truong_thon trưởng thôn] [DATE:2018 năm 2018].",
            "2018",
            "2018",
        ),
        (f"Ông [PERSON Tạ Bá Hưởng] hiện là {_POSTS}.", None, "article_date"),
        (f"Ông [PERSON Tạ Bá Hưởng] đang làm {_POSTS} từ [DATE:2020 năm 2020].", "2020", "article_date"),
        (f"Lúc ấy ông [PERSON Tạ Bá Hưởng] đang là {_POSTS}.", None, None),
        (f"Ông [PERSON Tạ Bá Hưởng], {_POSTS}, là đảng viên từ [DATE:1998 năm 1998].", None, None),
        (f"Ông [PERSON Tạ Bá Hưởng], {_POSTS}, nuôi dê từ [DATE:2015 năm 2015].", None, None),
        (f"Ông [PERSON Tạ Bá Hưởng], {_POSTS}, cho biết từ [DATE:2017 năm 2017] thôn có điện.", None, None),
        (f"Ông [PERSON Tạ Bá Hưởng], {_POSTS}, họp dân [DATE:2021-05-12 ngày 12/5/2021].", None, None),
        (
            f"Theo ông [PERSON Tạ Bá Hưởng], {_POSTS}, từ [DATE:2010 năm 2010] bà [PERSON Lê Thị Hòa] đi xa.",
            None,
            None,
        ),
    ],
)
def test_since_and_as_of_are_read_from_starts_elections_and_now(
    line: str, since: str | None, as_of: str | None
) -> None:
    record = _one(line)
    assert (record.since, record.as_of) == (since, as_of)


@pytest.mark.parametrize(
    ("line", "gender", "cue"),
    [
        (f"Bà [PERSON Mạc Xuân Lan], {HEAD}.", "female", "honorific bà"),
        (f"Đồng chí [PERSON Mạc Thị Lan], {HEAD}.", "female", "middle name Thị"),
        (f"Đồng chí [PERSON Mạc Văn Lan], {HEAD}.", "male", "middle name Văn (weak cue)"),
        (f"Đồng chí [PERSON Mạc Xuân Lan], {HEAD}.", None, None),
        ("[ROLE:chu_tich_ubnd_xa Chủ tịch UBND xã] Kỳ Anh [PERSON Mạc Xuân Lan].", None, None),
        ("[ROLE:chu_tich_ubnd_xa Chủ tịch UBND xã], anh [PERSON Mạc Xuân Lan].", "male", "honorific anh"),
        (f"Đồng chí [PERSON Vàng A Khua], {HEAD}.", "male", "middle part A after a Mông clan name"),
        ("Nữ [ROLE:truong_thon trưởng thôn] [PERSON Mạc Xuân Lan] rất vui.", "female", "word nữ"),
        ("[PERSON H'Yam Kđoh], [ROLE:truong_buon buôn trưởng].", "female", "first part H'"),
        ("[PERSON K'Brèo], [ROLE:truong_thon trưởng thôn].", None, None),
        (
            "[PERSON Y Thuin], [ROLE:truong_thon thôn trưởng], [PROVINCE tỉnh Kon Tum].",
            "female",
            "first part Y, Kon Tum",
        ),
        (
            "[PERSON Y Thuin], [ROLE:truong_buon buôn trưởng], [PROVINCE tỉnh Đắk Lắk].",
            "male",
            "first part Y, Đắk Lắk",
        ),
        ("[PERSON Y Thuin], [ROLE:truong_buon buôn trưởng].", None, None),
    ],
)
def test_gender_has_a_cue(line: str, gender: str | None, cue: str | None) -> None:
    record = _one(line)
    assert (record.gender, record.gender_cue) == (gender, cue)


def test_mentions_of_one_person_make_one_record_and_the_byline_none() -> None:
    doc = _doc(
        "Ông [PERSON Tạ Bá Hưởng], [ROLE:bi_thu_chi_bo Bí thư Chi bộ] [HAMLET thôn Bãi], đi sớm.\n"
        "Ông [PERSON:Tạ_Bá_Hưởng Hưởng] cho biết: đường sắp xong.\n"
        "[PERSON Thu Hiền], [ROLE:truong_thon trưởng thôn]",
        ("body", "body", "byline"),
    )
    (record,) = doc._.officeholders
    assert (record.id, record.person, record.aliases, record.quoted) == ("O1", "Tạ Bá Hưởng", (), True)


def test_two_printed_forms_of_one_name_are_one_person() -> None:
    record = _one(
        "Ông [PERSON Tạ Bá Hưởng], [ROLE:truong_thon Trưởng thôn] Bãi, đến.\n"
        "Ông [PERSON Tạ Bá Hướng], [ROLE:truong_thon Trưởng thôn], về."
    )
    assert (record.person, record.aliases) == ("Tạ Bá Hưởng", ("Tạ Bá Hướng",))


@pytest.mark.parametrize(
    ("first", "second", "persons"),
    [
        ("bản Pá", "bản Cò", ["Tạ Văn Thu", "Tạ Văn Thi"]),
        ("4", "số 5", ["Tạ Văn Thu", "Tạ Văn Thi"]),
        ("bản Pá", "bản Pá", ["Tạ Văn Thu"]),
        ("bản Pá", "ấy", ["Tạ Văn Thu"]),
    ],
)
def test_names_one_letter_apart_are_two_persons_in_two_units(first: str, second: str, persons: list[str]) -> None:
    line = (
        f"Ông [PERSON Tạ Văn Thu], [ROLE:bi_thu_chi_bo Bí thư Chi bộ] {first}, đến. "
        f"Ông [PERSON Tạ Văn Thi], [ROLE:bi_thu_chi_bo Bí thư Chi bộ] {second}, về."
    )
    assert [record.person for record in _doc(line)._.officeholders] == persons


def test_the_number_of_a_cell_is_that_of_its_hamlet() -> None:
    line = (
        "Ông [PERSON Tạ Bá Hưởng], [ROLE:bi_thu_chi_bo Bí thư Chi bộ] 4, gặp bà [PERSON Lê Thị Mơ], "
        "[ROLE:to_truong_tdp Tổ trưởng] [HAMLET tổ dân phố 5]."
    )
    first, second = _doc(line)._.officeholders
    assert (first.hamlet, second.hamlet) == (None, "tổ dân phố 5")
    first, _ = _doc(line.replace("bộ] 4", "bộ] số 5"))._.officeholders
    assert first.hamlet == "tổ dân phố 5"


def test_status_of_posts_and_career_steps() -> None:
    record = _one(
        "Quyền [ROLE:giam_doc_so Giám đốc Sở Y tế] [PERSON Trần Bá Kỳ], nguyên "
        "[ROLE:chu_tich_hdnd_huyen Chủ tịch HĐND huyện] Yên Lộc."
    )
    assert (record.posts, record.post_status) == (("giam_doc_so", "chu_tich_hdnd_huyen"), ("acting", "former"))
    record = _one(
        "Chị [PERSON Tạ Thu Hoài] từng là [ROLE:bi_thu_chi_doan Bí thư Chi đoàn], nay là "
        "[ROLE:bi_thu_chi_bo Bí thư Chi bộ], [ROLE:truong_xom Trưởng xóm]."
    )
    assert (record.posts, record.previous_posts, record.post_status, record.dual) == (
        ("bi_thu_chi_bo", "truong_xom"),
        ("bi_thu_chi_doan",),
        (),
        "yes",
    )


def test_attributes_of_the_role_component_win() -> None:
    tagged = read("Quyền [ROLE:truong_thon Trưởng thôn] là ông [PERSON Tạ Bá Hưởng], còn ông [PERSON Lê Đỉnh] vắng.")
    role, first, second = tagged.mentions
    attrs = {"holder": second.start, "person": second.normal, "status": "acting", "how": "appointed"}
    mentions = [Mention(role.type, role.start, role.end, role.normal, attrs), first, second]
    (record,) = build(tagged.text, mentions)._.officeholders
    assert (record.person, record.post_status, record.how) == ("Lê Đỉnh", ("acting",), "appointed")


def test_a_dual_holder_takes_the_only_hamlet_that_fits() -> None:
    record = _one(
        "[HAMLET Bản Nà Tông], [COMMUNE xã Chiềng Lao Hạ] có 46 hộ.\nQua khu chợ là [HAMLET ấp Tư].\n"
        "Anh [PERSON Lò Văn Ún] là [ROLE:bi_thu_chi_bo bí thư] kiêm [ROLE:truong_ban_hamlet trưởng bản]."
    )
    assert (record.hamlet, record.hamlet_basis, record.commune) == (
        "bản Nà Tông",
        "only hamlet of the article",
        "xã Chiềng Lao Hạ",
    )


def test_two_hamlets_that_fit_leave_the_place_open() -> None:
    record = _one(
        "[HAMLET Bản Nà Tông] có 46 hộ. [HAMLET Bản Pó] có 30 hộ.\nSang thu, trời nắng.\n"
        "Anh [PERSON Lò Văn Ún] là [ROLE:bi_thu_chi_bo bí thư] kiêm [ROLE:truong_ban_hamlet trưởng bản]."
    )
    assert (record.dual, record.hamlet, record.hamlet_basis) == ("yes", None, None)


def test_an_official_takes_the_elided_unit_of_the_level() -> None:
    record = _one(
        "Ở [COMMUNE xã Đồng Vải] ([DISTRICT huyện Yên Lộc]), việc đã xong. "
        "Ông [PERSON Kim Đình Vinh], [ROLE:bi_thu_dang_uy_xa Bí thư Đảng ủy xã], cho biết."
    )
    assert (record.hamlet, record.commune, record.district) == (None, "xã Đồng Vải", "huyện Yên Lộc")
    assert record.place_source == {"commune": "paragraph", "district": "apposition"}


def test_posts_at_the_centre_have_no_place() -> None:
    record = _one("[ROLE:trung_uong Phó Thủ tướng] [PERSON Đỗ Bá Thạc] thăm [COMMUNE xã Đồng Vải].")
    assert (record.commune, record.district, record.province, record.place_source) == (None, None, None, {})


def test_evidence_is_the_clause_with_person_posts_and_place() -> None:
    record = _one(
        "Sáng nay, ông [PERSON Tạ Bá Hưởng], [ROLE:bi_thu_chi_bo Bí thư Chi bộ] kiêm "
        "[ROLE:truong_thon Trưởng thôn] Bãi, đi sớm. {HAMLET: thôn Bãi}"
    )
    assert record.evidence.text == "Tạ Bá Hưởng, Bí thư Chi bộ kiêm Trưởng thôn Bãi"
    assert record.posts_surface == ("Bí thư Chi bộ", "Trưởng thôn Bãi")


def test_seconded_holders_and_combined_cells_are_marked() -> None:
    record = _one(
        "Chị [PERSON Lưu Thị Xoan], [ROLE:cong_chuc_xa công chức xã], làm "
        "[ROLE:bi_thu_chi_bo bí thư chi bộ] [HAMLET xóm Thượng]."
    )
    assert (record.local_or_seconded, record.dual) == ("seconded", "no")
    record = _one("Anh [PERSON Tạ Bá Hưởng] là [ROLE:bi_thu_chi_bo bí thư chi bộ] ghép của ba xóm.")
    assert record.combined_cell is True


def test_extra_posts_are_those_beyond_the_pair() -> None:
    record = _one(
        "Ông [PERSON Tạ Bá Hưởng], [ROLE:bi_thu_chi_bo Bí thư Chi bộ], [ROLE:truong_thon Trưởng thôn], "
        "[ROLE:truong_ban_ctmt Trưởng ban CTMT], [ROLE:nguoi_co_uy_tin người có uy tín]."
    )
    assert (record.dual, record.extra_posts) == ("yes", 2)


CASES = Path(__file__).parents[3] / "shared" / "codebook" / "edge_cases.json"
FIELDS = (
    *("posts", "dual", "dual_basis", "hamlet", "hamlet_basis", "commune", "district", "province", "place_former"),
    *("gender", "ethnicity", "birth_year", "education", "post_status", "rank", "extra_posts"),
)


def _cases() -> list[Any]:
    if not CASES.is_file():
        reason = "the codebook's worked cases are not beside this checkout (../shared/codebook)"
        return [pytest.param({}, marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]]


@pytest.mark.parametrize("case", _cases())
def test_worked_case_with_gold_entities(case: dict[str, Any]) -> None:
    """A field that the case does not print is left open by it, as in the codebook's section 6."""
    records = build(case["text"], located(case["text"], case["entities"]))._.officeholders
    assert [record.person for record in records] == [wanted["person"] for wanted in case["officeholders"]]
    for record, wanted in zip(records, case["officeholders"], strict=True):
        printed = [field for field in FIELDS if field in wanted]
        got = {field: getattr(record, field) for field in printed}
        assert {k: list(v) if isinstance(v, tuple) else v for k, v in got.items()} == {k: wanted[k] for k in printed}
        assert (record.local_or_seconded == "seconded") == wanted.get("seconded", False)
