"""Posts that are over, and addresses, over whole invented articles (codebook 4.1, 9.12)."""

from __future__ import annotations

import pytest
from spacy.language import Language

import tinbai
from tinbai.records import Officeholder

MAN = "Đào Bá Hiền"


def _record(text: str, nlp: Language) -> Officeholder:
    (found,) = tinbai.annotate(text, nlp=nlp)
    (record,) = (r for r in found.officeholders if r.person == MAN)
    return record


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"Trưởng thôn Bãi {MAN} bị kiện.\nViệc của nguyên Trưởng thôn {MAN} chưa xong.", ("former",)),
        (f"Ông {MAN}, nguyên Trưởng thôn Bãi, lên tiếng.\nNay ông {MAN} lại làm Trưởng thôn Đoài.", ()),
        (f"Ông {MAN}, cựu trưởng thôn Bãi, kể lại.", ("former",)),
        (f"Ông {MAN}, nguyên Bí thư Đảng ủy, Chủ tịch xã Yên Hồ, vừa từ trần.", ("former", "former")),
        (f"Ông {MAN} đã qua đời.\nÔng {MAN} là Bí thư Huyện ủy Đức Thọ.", ("former",)),
        (f"Mẹ ông {MAN} qua đời.\nÔng {MAN} là Trưởng thôn Bãi.", ()),
        (f"Ông {MAN}, Trưởng thôn Bãi, có mẹ già vừa qua đời.", ()),
        (f"Ông {MAN}, Trưởng thôn Bãi, và ông Lục Văn Bái, 80 tuổi, đã qua đời.", ()),
        (f"Ông {MAN} (82 tuổi), Trưởng thôn Bãi, đã từ trần.", ("former",)),
        (f"Ông {MAN}, Trưởng thôn Bãi, đến viếng đồng chí Lục Văn Bái, từ trần hôm qua.", ()),
        (f"Ông {MAN}, Trưởng thôn Bãi, cho biết nạn nhân không qua khỏi, đã qua đời.", ()),
        (f"Tin từ Trưởng thôn {MAN}, nạn nhân cuối cùng, Lục Văn Bái, qua đời.", ()),
        (f"Bà nội anh {MAN} qua đời.\nÔng {MAN} là Trưởng thôn Bãi.", ()),
        (f"Ông {MAN}, Chủ tịch UBND xã Yên Hồ, trao quà cho cán bộ đã nghỉ hưu.", ()),
        (f"Ông {MAN}, Giám đốc Sở Tài chính, đến dự.\nNguyên Giám đốc Sở Nội vụ {MAN} quen việc.", ()),
        (f"Bí thư Chi bộ {MAN} nói.\nNguyên Bí thư Chi bộ {MAN} được bầu lại.", ()),
        (f"Trưởng thôn {MAN} nói.\nÔng {MAN} là nguyên Trưởng thôn Đông trước khi sáp nhập.", ()),
    ],
)
def test_post_told_as_over_elsewhere_is_former(text: str, status: tuple[str, ...], nlp: Language) -> None:
    assert _record(text, nlp).post_status == status


def test_dated_steps_of_a_dead_man_are_previous_posts(nlp: Language) -> None:
    life = "nguyên Bí thư Huyện ủy Đức Thọ. Từ tháng 8/1998, ông làm Bí thư Tỉnh ủy."
    text = f"Ông {MAN} từ trần hôm qua.\nÔng {MAN}, {life}"
    record = _record(text, nlp)
    assert (record.posts, record.previous_posts) == (("bi_thu_huyen_uy",), ("bi_thu_tinh_uy",))


HEAD = f"Trưởng thôn Bãi {MAN}"


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        (
            f"Chuyện em Tạ Thị Vân (xóm 2, Đồng Bãi, Yên Hồ, Đức Thọ, Hà Tĩnh) qua lời bác trưởng thôn {MAN} kể.",
            "xã Yên Hồ",
        ),
        (f"Xã Đồng Lạc mở hội. Có ông {MAN}, Trưởng thôn Bãi, Tạ Thị Vân, xã Hòa Lạc, đến dự.", "xã Đồng Lạc"),
        (f"Ông Tạ Bá Kỷ ở xã Yên Hồ, huyện Đức Thọ, mất trâu.\n{HEAD} nói.", "xã Yên Hồ"),
    ],
)
def test_commune_of_an_address_is_read_over_a_name_that_is_no_person(text: str, commune: str, nlp: Language) -> None:
    assert _record(text, nlp).commune == commune
