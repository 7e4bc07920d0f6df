"""Both posts told as duties, of couples, in rows, by pronoun or by another name (codebook 1.2, 1.3, 3.3, 4.1)."""

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
        ("Mùa nước lên, anh Tạ Văn Khởi vẫn gánh cả việc bí thư chi bộ lẫn việc trưởng ấp.", "Tạ Văn Khởi"),
        ("Bản nhỏ nên bà Lò Thị Phóng cáng đáng việc của một bí thư chi bộ và một trưởng bản.", "Lò Thị Phóng"),
        (
            "Bác Đỗ Thế Huân ít ngồi nhà. Trưa họp với tư cách bí thư chi bộ, tối bác lại đi trong vai trưởng xóm.",
            "Đỗ Thế Huân",
        ),
        (
            "Cuối vụ, dân giao cho ông Kim Văn Sện hai trọng trách: trưởng ấp năm 2014, bí thư chi bộ năm 2016.",
            "Kim Văn Sện",
        ),
        (
            (
                "Người coi đập\n\nÔng Phàn Chòi Sơn canh đập ở xóm Nà Pùng.\n\n"
                "Năm 2018, đảng viên bầu ông làm bí thư chi bộ; sang xuân dân bầu ông làm trưởng xóm.\n\nĐập mới xây."
            ),
            "Phàn Chòi Sơn",
        ),
        (
            "Ông Tô Hữu Lành giữ hai ghế ở ấp Bàu Sậy. Sổ của vị Bí thư - Trưởng ấp để ngay cửa cho dân xem.",
            "Tô Hữu Lành",
        ),
        ("Anh Y Dhiăm Kbuôr cày sớm. Anh Y Dhiăm làm buôn trưởng và kiêm luôn bí thư chi bộ.", "Y Dhiăm Kbuôr"),
        ("Ông H.V.T., Bí thư Chi bộ kiêm Trưởng ấp, nhận lỗi trước dân.", "H.V.T"),
    ],
)
def test_both_posts_of_one_person(nlp: Language, text: str, person: str) -> None:
    assert [name for name, holder in holders(nlp, text).items() if holder.dual == "yes"] == [person]


@pytest.mark.parametrize(
    "text",
    [
        # duties spoken of, not wanted, another's
        "Ông Tạ Văn Khởi hiểu việc của một bí thư chi bộ và một trưởng ấp khác nhau ra sao.",
        "Bà Lò Thị Phóng không muốn gánh cả việc bí thư chi bộ lẫn việc trưởng bản.",
        "Ông Tạ Văn Khởi lo cho bí thư chi bộ và trưởng ấp từng bữa cơm.",
        "Anh Vàng A Cho đi với tư cách trưởng bản, vợ anh đi trong vai bí thư chi bộ.",
        "Ông Kim Văn Sện làm bí thư chi bộ năm 2016, trưởng ấp năm 2017 là ông Tạ Văn Khởi.",
        # the pronoun fits two, nobody, or is only wished
        (
            "Hai người\n\nÔng Phàn Chòi Sơn và ông Đỗ Thế Huân canh đập.\n\n"
            "Đảng viên bầu ông làm bí thư chi bộ; dân bầu ông làm trưởng xóm.\n\nĐập mới xây."
        ),
        (
            "Chuyện đập\n\nÔng Phàn Chòi Sơn canh đập.\n\n"
            "Dân định bầu ông làm trưởng xóm, đảng viên muốn bầu ông làm bí thư chi bộ.\n\nĐập mới xây."
        ),
        # seats and titles of others
        "Ông Tô Hữu Lành giữ hai ghế trên xe. Sổ của vị Bí thư - Trưởng ấp để ngay cửa.",
        "Ra chi bộ, tôi phải nghe bí thư.\n\n“Về nhà, tôi phải nghe đồng chí bí thư”, anh Vàng A Cho, Trưởng bản, nói.",
    ],
)
def test_duties_of_others_make_nobody_dual(nlp: Language, text: str) -> None:
    assert [name for name, holder in holders(nlp, text).items() if holder.dual in ("yes", "former")] == []


def test_a_couple_shares_the_posts(nlp: Language) -> None:
    text = (
        "Nhà trọ\n\nKhách ghé nhà vợ chồng anh Phàn Sành Quẩy, chị Chẻo Tả Mẩy ở thôn Suối Khoang.\n\n"
        "Chồng làm trưởng thôn, vợ làm bí thư chi bộ.\n\nThôn có điện."
    )
    found = holders(nlp, text)
    assert {name: (holder.posts, holder.dual) for name, holder in found.items()} == {
        "Phàn Sành Quẩy": (("truong_thon",), "no"),
        "Chẻo Tả Mẩy": (("bi_thu_chi_bo",), "no"),
    }


def test_no_couple_no_posts(nlp: Language) -> None:
    text = "Nhà\n\nAnh Phàn Sành Quẩy, chị Chẻo Tả Mẩy.\n\nChồng làm trưởng thôn, vợ làm bí thư chi bộ, hiếm.\n\nHết."
    assert holders(nlp, text) == {}


def test_a_row_bears_the_plural_title_and_the_one_won(nlp: Language) -> None:
    text = (
        "Hai bí thư chi bộ được bầu làm trưởng bản là anh Cà Văn Thỉnh (bản Noong Ẳng) và chị Lù Thị Đôi (bản Co Phày)."
    )
    assert [(h.person, h.dual, h.hamlet) for h in holders(nlp, text).values()] == [
        ("Cà Văn Thỉnh", "yes", "bản Noong Ẳng"),
        ("Lù Thị Đôi", "yes", "bản Co Phày"),
    ]


def test_two_groups_share_nothing(nlp: Language) -> None:
    text = "Hai bí thư chi bộ, hai trưởng bản là anh Cà Văn Thỉnh và chị Lù Thị Đôi được khen."
    assert all(holder.dual != "yes" for holder in holders(nlp, text).values())


@pytest.mark.parametrize(
    ("text", "person", "hamlet"),
    [
        # a person, not the hamlet
        (
            "Tin bản\n\nTrưởng bản Cháo Văn Khủa gõ mõ.\n\nAnh Khủa đi trước. Bản Nà Hừa, xã Mù Sang có 40 hộ.",
            "Cháo Văn Khủa",
            "bản Nà Hừa",
        ),
        ("Ở ấp Rạch Đùng, Trưởng ấp Chau Som Rết vui lắm.", "Chau Som Rết", "ấp Rạch Đùng"),
        # the hamlet of a person's name
        ("Ông Vừ Bá Rùa, Trưởng bản Cháo Văn Khủa, gõ mõ.", "Vừ Bá Rùa", "bản Cháo Văn Khủa"),
        ("Trưởng bản Cháo Văn Khủa, ông Vừ Bá Rùa, gõ mõ.", "Vừ Bá Rùa", "bản Cháo Văn Khủa"),
        # where one goes, and where one served before
        (
            "Thôn Lũng Vầy hạn. Chị Đàm Thị Bưởi, Trưởng thôn, sang Khuổi Tà xem ống.\n\nThôn Khuổi Tà có 30 hộ.",
            "Đàm Thị Bưởi",
            "thôn Lũng Vầy",
        ),
        ("Anh Hạng A Dê, Trưởng bản, sang bản Tà Ghênh xin giống.", "Hạng A Dê", None),
        ("Chị Đàm Thị Bưởi, Trưởng thôn, dẫn khách đến thôn Khuổi Tà.", "Đàm Thị Bưởi", "thôn Khuổi Tà"),
        (
            "Dân quý ông Lâm Văn Cún. Mười năm làm Trưởng thôn Nà Dài, từ khi gộp thôn ông là Trưởng thôn Pác Lùng.",
            "Lâm Văn Cún",
            "thôn Pác Lùng",
        ),
        ("Ở bôn Ơi Hly, anh Nay Thơm, Bí thư Chi bộ kiêm Trưởng bôn, đã ký sổ.", "Nay Thơm", "bôn Ơi Hly"),
        ("Tôi hỏi ông Q., Trưởng xóm 5, về cái cống.", "Q", "xóm 5"),
    ],
)
def test_the_hamlet_of_the_holder(nlp: Language, text: str, person: str, hamlet: str | None) -> None:
    found = holders(nlp, text)
    assert {name: holder.hamlet for name, holder in found.items()} == {person: hamlet}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Có 2 bản có bí thư chi bộ kiêm trưởng bản, gồm Noong Ẳng (anh Cà Văn Thỉnh), Co Phày (chị Lù Thị Đôi).",
            {"Cà Văn Thỉnh": "bản Noong Ẳng", "Lù Thị Đôi": "bản Co Phày"},
        ),
        ("Còn 2 bản chưa có bí thư chi bộ kiêm trưởng bản, gồm Noong Ẳng (anh Cà Văn Thỉnh) và Co Phày.", {}),
        ("Xã có 2 bản có bí thư chi bộ là nữ, gồm Noong Ẳng (chị Cà Thị Thỉnh) và Co Phày (chị Lù Thị Đôi).", {}),
        ("Hai bản có bí thư chi bộ, trưởng bản trẻ, gồm Noong Ẳng (anh Cà Văn Thỉnh) và Co Phày (chị Lù Thị Đôi).", {}),
    ],
)
def test_hamlets_with_the_model_and_their_holders_in_brackets(
    nlp: Language, text: str, expected: dict[str, str]
) -> None:
    found = holders(nlp, text)
    assert {name: holder.hamlet for name, holder in found.items() if holder.dual == "yes"} == expected
