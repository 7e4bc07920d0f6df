"""Dual decisions from how newspapers tell of posts, through the whole pipeline (codebook 1.2, 1.3, 4.1)."""

from __future__ import annotations

import pytest
from spacy.language import Language

import tinbai
from tinbai.records import Article, Officeholder


def holders(nlp: Language, text: str) -> dict[str, Officeholder]:
    (found,) = tinbai.annotate([Article(id="a", input="a", text=text, published="2022-05-10")], nlp=nlp)
    return {holder.person: holder for holder in found.officeholders}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Anh Vi Văn Đoan, Trưởng thôn Nà Dừa, được 27 trên 28 phiếu vào chức bí thư chi bộ.", "Vi Văn Đoan"),
        ("Từ ngày ông Triệu Văn Quẩy làm cả bí thư chi bộ lẫn trưởng thôn, thôn có điện.", "Triệu Văn Quẩy"),
        ("Chị Đoàn Thị Giàu đọc loa. Chị nay giữ cả hai chức bí thư chi bộ và trưởng ấp.", "Đoàn Thị Giàu"),
        (
            "Chuyện ở ấp\n\nBà Huỳnh Thị Lụa dậy sớm.\n\nTừ năm 2019, bà là Bí thư Chi bộ, Trưởng ấp.\n\nẤp có điện.",
            "Huỳnh Thị Lụa",
        ),
    ],
)
def test_both_posts_told_in_other_words_than_a_title(nlp: Language, text: str, person: str) -> None:
    found = holders(nlp, text)
    assert [name for name, holder in found.items() if holder.dual == "yes"] == [person]


@pytest.mark.parametrize(
    "text",
    [
        # a plan, a request, somebody else asked
        "Bà Phùng Thị Nhung hỏi: Tôi là bí thư chi bộ, sắp tới dự kiến được bầu kiêm trưởng khu thì sao?",
        "Anh Tô Hoàng Phong, Trưởng ấp Minh Điền, cười. “Kêu nhận thêm bí thư thì ai lo đồng áng”, anh nói.",
        "Ông Quách Văn Thuôn, Trưởng thôn Hạ, mời bà ra làm bí thư chi bộ.",
        # two persons
        "Hiện ông chỉ giữ chức bí thư chi bộ, trưởng khu là anh Hà Văn Quyết.",
        "Chuyện thôn\n\nBà Ngô Thị Thoan bận.\n\nBà là bí thư chi bộ, còn trưởng thôn là chồng bà.\n\nThôn có điện.",
        # one post of the past
        "Ông Trần Quý Hạp, Bí thư Chi bộ, 8 năm làm trưởng thôn, chỉ được 88 phiếu.",
        # a rule
        "Ông Lê Văn Bính, Trưởng thôn Hạ, vui. Người giữ cả hai chức bí thư chi bộ và trưởng thôn hưởng thêm 50%.",
    ],
)
def test_plans_requests_rules_and_other_people_make_nobody_dual(nlp: Language, text: str) -> None:
    assert [name for name, holder in holders(nlp, text).items() if holder.dual in ("yes", "former")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Ông Phạm Gia Bội từng chín năm liền vừa làm Bí thư Chi bộ vừa làm Trưởng thôn An Chiểu.",
        "Ông Phạm Gia Bội, Bí thư Chi bộ kiêm Trưởng thôn An Chiểu, họp dân. Tháng 8, ông Bội bị cách chức.",
    ],
)
def test_both_posts_given_up_are_former(nlp: Language, text: str) -> None:
    holder = holders(nlp, text)["Phạm Gia Bội"]
    assert (holder.dual, holder.posts, holder.post_status) == (
        "former",
        ("bi_thu_chi_bo", "truong_thon"),
        ("former", "former"),
    )


def test_one_of_two_posts_kept(nlp: Language) -> None:
    text = "Anh A Thun từng vừa làm bí thư chi bộ vừa làm trưởng thôn; năm nay anh xin thôi, chỉ giữ việc chi bộ."
    holder = holders(nlp, text)["A Thun"]
    assert (holder.dual, holder.post_status) == ("no", ("current", "former"))


def test_the_head_of_another_state_has_no_record(nlp: Language) -> None:
    text = "Thủ tướng Lào Thoong Xay và Thủ tướng Phạm Văn Chước cùng dự."
    assert {name: holder.posts for name, holder in holders(nlp, text).items()} == {"Phạm Văn Chước": ("trung_uong",)}
