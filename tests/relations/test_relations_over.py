"""Posts that are over, and homes that are no seat of a post, over whole invented articles (codebook 4.1, 9.12)."""

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
        (f"Do bệnh nặng, ông {MAN} đã qua đời.\nÔng {MAN} là Bí thư Huyện ủy Đức Thọ.", ("former",)),
        (f"Mẹ ông {MAN} qua đời.\nÔng {MAN} là Trưởng thôn Bãi.", ()),
        (f"Ông {MAN}, Trưởng thôn Bãi, có mẹ già vừa qua đời.", ()),
        (f"Ông {MAN}, Trưởng thôn Bãi, và ông Lục Văn Bái, 80 tuổi, đã qua đời.", ()),
        (f"Ông {MAN}, Chủ tịch UBND xã Yên Hồ, đã nghỉ hưu.", ("former",)),
        (f"Ông {MAN}, Trưởng thôn Bãi, đã nghỉ hưu.", ()),
        (f"Ông {MAN}, Chủ tịch UBND xã Yên Hồ, đã nghỉ hưu từ quân đội.", ()),
    ],
)
def test_post_told_as_over_elsewhere_is_former(text: str, status: tuple[str, ...], nlp: Language) -> None:
    assert _record(text, nlp).post_status == status


def test_dated_steps_of_a_dead_man_are_previous_posts(nlp: Language) -> None:
    life = "nguyên Bí thư Huyện ủy Đức Thọ. Từ tháng 8/1998, ông làm Bí thư Tỉnh ủy."
    text = f"Ông {MAN} từ trần hôm qua.\nÔng {MAN}, {life}"
    record = _record(text, nlp)
    assert (record.posts, record.previous_posts) == (("bi_thu_huyen_uy",), ("bi_thu_tinh_uy",))


POST = f"Bí thư Chi bộ thôn Ngọc Lĩnh {MAN} nói."


@pytest.mark.parametrize(
    ("text", "commune"),
    [
        (f"Chúng tôi gặp ông Tạ Bá Kỷ (xã Yên Hồ, huyện Đức Thọ) đang chờ.\n{POST}", None),
        (f"Ông Tạ Bá Kỷ ở xã Yên Hồ, huyện Đức Thọ, mất trâu.\n{POST}", None),
        (f"Ông {MAN} ở xã Yên Hồ, huyện Đức Thọ, mất trâu.\n{POST}", "xã Yên Hồ"),
        (f"Xã Yên Hồ có 5 thôn. Ông Tạ Bá Kỷ ở xã Yên Hồ mất trâu.\n{POST}", "xã Yên Hồ"),
        (f"Ông Tạ Bá Kỷ (trú tại xã Yên Hồ, huyện Đức Thọ) bị ngã.\n{POST}", "xã Yên Hồ"),
        (
            f"Chuyện em Tạ Thị Vân (xóm 2, Phú Đa, Yên Hồ, Đức Thọ, Hà Tĩnh) qua lời bác trưởng thôn {MAN} kể.",
            "xã Yên Hồ",
        ),
    ],
)
def test_home_of_another_is_no_place_of_the_post(text: str, commune: str | None, nlp: Language) -> None:
    assert _record(text, nlp).commune == commune
