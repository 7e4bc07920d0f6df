"""What is told of a holder beside the posts, and of somebody else beside the holder (codebook 3.4, 4.1)."""

from __future__ import annotations

import pytest
from gold_layers import build, lines, read

import tinbai
from tinbai.records import Article, Officeholder

HEAD = "[ROLE:truong_thon Trưởng thôn] Bãi"
MAN = f"Ông [PERSON Tạ Bá Hưởng], {HEAD}"


def _one(line: str) -> Officeholder:
    tagged = read(line)
    (record,) = build(tagged.text, tagged.mentions, zones=lines(tagged.text, ()))._.officeholders
    assert isinstance(record, Officeholder)
    return record


@pytest.mark.parametrize(
    ("line", "how"),
    [
        (f"Ông [PERSON Tạ Bá Hưởng] được dân bầu làm {HEAD}.", "elected"),
        (f"Thôn vừa bầu ông [PERSON Tạ Bá Hưởng], 41 tuổi, làm {HEAD}.", "elected"),
        ("Bà [PERSON Lý Thu Hoài] đạt 21/21 phiếu bầu [ROLE:bi_thu_chi_bo bí thư].", "elected"),
        ("Ông [PERSON Tạ Bá Hưởng] được bổ nhiệm giữ chức [ROLE:giam_doc_so Giám đốc Sở Y tế].", "appointed"),
        (
            "Tỉnh điều động ông [PERSON Tạ Bá Hưởng] về, giữ chức vụ [ROLE:bi_thu_huyen_uy Bí thư Huyện ủy].",
            "appointed",
        ),
        ("Tại Bộ Ngoại giao, [ROLE:trung_uong Thứ trưởng] [PERSON Tạ Bá Hưởng] chủ trì.", None),
        (f"Ông [PERSON Tạ Bá Hưởng] được hơn chín phần mười số hộ tin cậy bầu là {HEAD}.", "elected"),
        (f"Ông [PERSON Tạ Bá Hưởng] được Đảng ủy giao nhiệm vụ làm {HEAD}.", "appointed"),
        (f"Xã phân công bà [PERSON Lý Thu Hoài] trông đê, ông [PERSON:Tạ_Bá_Hưởng Hưởng] làm {HEAD}.", None),
        (f"Lễ bàn giao nhà có ông [PERSON Tạ Bá Hưởng], {HEAD}.", None),
        ("Tỉnh phân công [ROLE:trung_uong Thứ trưởng] [PERSON Tạ Bá Hưởng] trông coi việc đê.", None),
        (f"Ông [PERSON Tạ Bá Hưởng] được phân công trông đê, là {HEAD}.", None),
        (f"Thôn phải bầu lại, còn ông [PERSON Tạ Bá Hưởng] vẫn là {HEAD}.", None),
        ("Lễ công bố quyết định bổ nhiệm, [ROLE:bi_thu_huyen_uy Bí thư Huyện ủy] [PERSON Tạ Bá Hưởng] dự.", None),
    ],
)
def test_tells_how_the_post_was_come_by(line: str, how: str | None) -> None:
    assert _one(line).how == how


@pytest.mark.parametrize(
    ("line", "background"),
    [
        (f"{MAN}, vốn là bộ đội về hưu, ít nói.", "veteran"),
        (f"Cựu chiến binh [PERSON Tạ Bá Hưởng], {HEAD}, gương mẫu.", "veteran"),
        (f"{MAN}, ít nói. Ông nghỉ hưu năm 2016.", "retired"),
        (f"Ông [PERSON Tạ Bá Hưởng], đảng viên, thương binh, {HEAD}, ít nói.", "veteran"),
        (f"Tuy đã nghỉ hưu nhưng ông [PERSON Tạ Bá Hưởng] vẫn là {HEAD}.", "retired"),
        (f"Ông [PERSON Tạ Bá Hưởng], cựu chiến binh ở làng trên, là {HEAD}.", "veteran"),
        (f"{MAN}, ít nói. Ông đi bộ đội năm 1977 rồi phục viên năm 1981.", "veteran"),
        (f"{MAN}, ít nói. Ông tính toán kỹ, một người khi nghỉ hưu phải có việc.", None),
        (f"{MAN}, trao quyết định nghỉ hưu cho hai người.", None),
        (f"{MAN}, nói về tuổi nghỉ hưu.", None),
        (f"{MAN}, cùng thương binh, cựu chiến binh trong thôn thắp hương.", None),
        ("[ROLE:chu_tich_hoi_xa Chủ tịch Hội Cựu chiến binh xã] [PERSON Tạ Bá Hưởng] dự.", None),
        ("[ROLE:trung_uong Thứ trưởng] Bộ Lao động - Thương binh và Xã hội [PERSON Tạ Bá Hưởng] dự.", None),
        (f"Bà [PERSON Lý Thu Hoài], {HEAD}, chồng là thương binh.", None),
        (f"Vợ ông [PERSON Tạ Bá Hưởng] nghỉ hưu, ông là {HEAD}.", None),
    ],
)
def test_takes_no_background_of_others(line: str, background: str | None) -> None:
    assert _one(line).occupation_background == background


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (f"{MAN}, ít nói. Ông [PERSON:Tạ_Bá_Hưởng Hưởng] 58 tuổi, quê miệt biển.", "age", 58),
        (f"{MAN}, ít nói. Ông 58 tuổi, người làng trên.", "age", 58),
        (f"{MAN}, ít nói. Ông [PERSON:Tạ_Bá_Hưởng Hưởng] 20 tuổi đi bộ đội.", "age", None),
        (f"Mẹ ông [PERSON Tạ Bá Hưởng] 90 tuổi, ông là {HEAD}.", "age", None),
        (f"{MAN}, ít nói. Cô cháu gái ông [PERSON:Tạ_Bá_Hưởng Hưởng] 19 tuổi, học xa.", "age", None),
        (f"{MAN}, ít nói. Ông cả đời ở làng, sinh năm 1957.", "birth_year", 1957),
        (f"Bà [PERSON Lý Thu Hoài], {HEAD}, hát ru về mẹ. Sinh năm 1938, bà đã mất.", "birth_year", None),
        (
            f"Sinh năm 2001 và mới học xong đại học xa nhà, con gái của ông [PERSON Tạ Bá Hưởng], {HEAD}, đã về.",
            "birth_year",
            None,
        ),
        (f"{MAN}, có cha là đảng viên từ năm 1949.", "party_since", None),
        (f"{MAN}, ít nói. Ông nội 92 tuổi, còn khỏe.", "age", None),
        (f"Ông [PERSON Tạ Bá Hưởng] sinh ngày 3/4/1966, là {HEAD}.", "birth_year", 1966),
        (f"Bà [PERSON Lý Thu Hoài], sinh tháng 5/1968, {HEAD}.", "birth_year", 1968),
        (f"Bà [PERSON Lý Thu Hoài], {HEAD}, ít nói. Sinh năm 1968, bà vào Đảng sớm.", "birth_year", 1968),
        (f"Bà [PERSON Lý Thu Hoài], {HEAD}, ít nói. Sinh năm 1968, ông vào Đảng sớm.", "birth_year", None),
        (f"Con anh [PERSON Tạ Bá Hưởng] sinh ngày 3/4/2006, anh là {HEAD}.", "birth_year", None),
        (f"{MAN}, là đảng viên từ năm 1998.", "party_since", "1998"),
        (f"{MAN}, có con là đảng viên từ năm 2019.", "party_since", None),
        ("[ROLE:trung_uong Thủ tướng] [PERSON Tạ Bá Hưởng] đến thăm.", "honorific", None),
        (f"Nhà ông [PERSON Tạ Bá Hưởng], {HEAD}, mới xây.", "honorific", "ông"),
        (f"Đại úy [PERSON Tạ Bá Hưởng], {HEAD}. Anh [PERSON:Tạ_Bá_Hưởng Hưởng] cười.", "honorific", "Anh"),
    ],
)
def test_reads_what_is_told_of_the_holder(line: str, field: str, value: object) -> None:
    assert getattr(_one(line), field) == value


def test_takes_no_step_to_a_new_post_for_two_posts_at_once() -> None:
    text = "Tỉnh bổ nhiệm ông Tạ Bá Hưởng, Giám đốc Sở Y tế, giữ chức vụ Trưởng ban Nội chính Tỉnh ủy."
    (annotation,) = tinbai.annotate([Article(id="1", input="1", text=text)])
    (record,) = annotation.officeholders
    assert record.posts == ("giam_doc_so", "truong_ban_khac_tinh_uy")
    assert (record.how, record.other_unification) == ("appointed", None)


@pytest.mark.parametrize(
    "text",
    [
        "Ông Tạ Bá Hưởng được chỉ định giữ chức Bí thư Đảng ủy, Chủ tịch UBND xã Mường Vạc.",
        "Bà Lý Thu Hoài, Bí thư Đảng ủy xã Mường Vạc, được phân công kiêm giữ chức Chủ tịch UBND xã.",
    ],
)
def test_keeps_two_posts_given_by_one_act(text: str) -> None:
    (annotation,) = tinbai.annotate([Article(id="1", input="1", text=text)])
    (record,) = annotation.officeholders
    assert record.other_unification == "commune"
