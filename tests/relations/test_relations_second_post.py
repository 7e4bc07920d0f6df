"""A second post told later, of rows, behind a hamlet with the model, by nickname (codebook 1.2, 1.3, 3.3, 4.1)."""

from __future__ import annotations

import pytest
from spacy.language import Language

import tinbai
from tinbai.records import Article, Officeholder


def holders(nlp: Language, text: str) -> dict[str, Officeholder]:
    (found,) = tinbai.annotate([Article(id="a", input="a", text=text, published="2022-05-10")], nlp=nlp)
    return {holder.person: holder for holder in found.officeholders}


def duals(nlp: Language, text: str) -> dict[str, str | None]:
    return {name: holder.hamlet for name, holder in holders(nlp, text).items() if holder.dual == "yes"}


@pytest.mark.parametrize(
    ("text", "person"),
    [
        # the later clause: passive, object, verb of holding, without subject
        (
            (
                "Chị Ma Thị Hoàn được chi bộ bầu làm bí thư năm 2015. Đến năm 2019, bà con lại bỏ phiếu cho chị "
                "đảm nhận thêm chức trưởng xóm."
            ),
            "Ma Thị Hoàn",
        ),
        (
            (
                "Năm 2016, anh Bàn Văn Lâm trúng cử trưởng thôn Khuổi Nà. Hai năm sau, chi bộ tín nhiệm giao luôn "
                "cho anh chức bí thư chi bộ."
            ),
            "Bàn Văn Lâm",
        ),
        (
            (
                "Anh Lý Seo Páo là Bí thư Chi bộ thôn Lùng Sui. Kỳ bầu cử vừa rồi, bà con trong thôn nhất trí chọn anh "
                "làm luôn Trưởng thôn."
            ),
            "Lý Seo Páo",
        ),
        (
            (
                "Trước là Bí thư Đoàn xã, anh Tạ Đình Khoan được bầu làm Bí thư Chi bộ thôn Đồi, đến tháng 5 thì "
                "trúng cử Trưởng thôn."
            ),
            "Tạ Đình Khoan",
        ),
        # a topic, a title set beside the first
        ("Ông Hồ A Nui làm trưởng bản đã lâu, riêng chức bí thư chi bộ thì mới nhận từ mùa xuân.", "Hồ A Nui"),
        ("Anh Rơ Mah Thin làm bí thư chi bộ làng Bông; chức trưởng làng cũng do anh đảm nhận.", "Rơ Mah Thin"),
        ("Ông Lê Phước Đền giữ chức Trưởng ấp Hòa Thọ song song với nhiệm vụ Bí thư Chi bộ.", "Lê Phước Đền"),
        # a paragraph that goes on by pronoun
        (
            (
                "Người giữ rừng\n\nNgười khởi xướng là A Brưi ở thôn Kon Plinh. Già làng A Nhêm bảo anh đi học.\n\n"
                "Giờ thì anh là bí thư chi bộ và cũng chính anh là thôn trưởng thôn Kon Plinh."
            ),
            "A Brưi",
        ),
        # the one holder named behind
        (
            "Ấp Bàu Ráng thực hiện mô hình bí thư chi bộ kiêm trưởng ấp. Người gánh hai vai ấy là chị Thị Hiên.",
            "Thị Hiên",
        ),
        (
            "Ở bản Pá Lầu, một người làm cả bí thư chi bộ và trưởng bản; cả hai chức danh do anh Vàng A Sử đảm nhận.",
            "Vàng A Sử",
        ),
    ],
)
def test_second_post_of_one_subject(nlp: Language, text: str, person: str) -> None:
    assert list(duals(nlp, text)) == [person]


@pytest.mark.parametrize(
    "text",
    [
        # kin, a companion, somebody without a name, another of the same pronoun
        "Anh Lò Văn Hặc được bầu làm Bí thư Chi bộ bản Nà Lại. Vợ anh cũng vào Đảng, năm 2019 được bầu làm trưởng bản.",
        "Bà Cao Thị Mến là trưởng thôn Phú Lâm; làm việc cùng bà là bí thư chi bộ trẻ.",
        "Ông Phùng Văn Tá làm Trưởng khu 4 đã lâu. Một đảng viên trẻ được chi bộ bầu làm bí thư.",
        "Anh Hà Văn Nhẫn làm Bí thư Chi bộ bản Hua. Anh Lò Văn Tấm cùng tuổi. Đầu năm, anh được bầu làm trưởng bản.",
        # wished, supposed, refused, not yet
        "Ông Phùng Văn Tá được bầu làm trưởng khu 4. Bà con muốn ông kiêm luôn bí thư chi bộ.",
        "Chị Ma Thị Hoàn được chi bộ bầu làm bí thư. Nếu năm tới chị được bầu làm trưởng xóm thì việc càng nhiều.",
        "Ông Phùng Văn Tá làm Trưởng khu 4. Năm 2020, ông được bầu làm Bí thư Chi bộ nhưng từ chối.",
        "Chị Hà Thị Nhâm làm Bí thư Chi bộ bản Hua. Dân bản chưa bầu chị làm trưởng bản vì chị nhiều việc.",
        # the first was left, another hamlet, a term over
        "Ông Phùng Văn Tá được bầu làm Trưởng khu 4 năm 2013, đến năm 2020 sang làm Bí thư Chi bộ.",
        "Ông Danh Phol được bầu làm Trưởng ấp, đến năm 2020 nhường chức cho con rồi làm Bí thư Chi bộ.",
        "Bà Cao Thị Mến làm trưởng thôn Phú Lâm. Năm 2020, bà được bầu làm Bí thư Chi bộ thôn Phú Hạ.",
        "Ông Hồ A Nui làm trưởng bản, còn chức bí thư chi bộ ông giữ từ năm 2010 đến năm 2015.",
        # the topic is another's
        "Ông Hồ A Nui làm trưởng bản, riêng chức bí thư chi bộ thì do vợ ông đảm nhận.",
        "Ông Hồ A Nui làm trưởng bản, riêng chức bí thư chi bộ thì xã giao cho người trẻ.",
        "Ông Hồ A Nui làm trưởng bản bên cạnh bí thư chi bộ trẻ.",
        # two whom the pronoun fits
        (
            "Hai người\n\nÔng Phàn Chòi Sinh canh đập với ông Bàn Văn Kim.\n\n"
            "Năm 2016, ông được chi bộ bầu làm bí thư. Hai năm sau, bà con lại bầu ông làm trưởng xóm."
        ),
        # the model, but not its holder
        "Thôn Đông thực hiện bí thư chi bộ kiêm trưởng thôn, người phản đối là ông Lò Hồng Thăng.",
        "Thôn Đông có bí thư chi bộ và trưởng thôn là hai người, người hòa giải cả hai là ông Lò Hồng Thăng.",
    ],
)
def test_no_second_post(nlp: Language, text: str) -> None:
    assert not duals(nlp, text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Các đồng chí: Trần Văn Kha (thôn Đông) và Lê Thị Mùi (thôn Đoài) tái cử bí thư chi bộ, đồng thời được "
            "dân bầu làm trưởng thôn."
        ),
        "Anh Trần Văn Kha ở thôn Đông, chị Lê Thị Mùi ở thôn Đoài đều là bí thư chi bộ kiêm trưởng thôn.",
        "Hai bí thư chi bộ kiêm trưởng thôn được khen: ông Trần Văn Kha (thôn Đông), bà Lê Thị Mùi (thôn Đoài).",
    ],
)
def test_rows_of_persons_with_their_hamlets(nlp: Language, text: str) -> None:
    assert duals(nlp, text) == {"Trần Văn Kha": "thôn Đông", "Lê Thị Mùi": "thôn Đoài"}


def test_a_row_of_both_posts_said_before_takes_no_hamlet_of_the_first(nlp: Language) -> None:
    found = duals(
        nlp,
        "Ông Hà Văn Tư, Bí thư Chi bộ kiêm Trưởng thôn Thượng, mừng lắm. Hai người còn lại giữ cả hai chức danh nói "
        "trên là anh Trần Văn Kha (thôn Đông) và chị Lê Thị Mùi (thôn Đoài).",
    )
    assert found == {"Hà Văn Tư": "thôn Thượng", "Trần Văn Kha": "thôn Đông", "Lê Thị Mùi": "thôn Đoài"}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Trần Văn Kha (thôn Đông) và bà Lê Thị Mùi (thôn Đoài) lần lượt là bí thư chi bộ, trưởng thôn.",
        "Ông Trần Văn Kha (thôn Đông), bà Lê Thị Mùi (thôn Đoài) gặp bí thư chi bộ kiêm trưởng thôn Thượng.",
        "Anh Trần Văn Kha ở thôn Đông, chị Lê Thị Mùi ở thôn Đoài đều quý bí thư chi bộ kiêm trưởng thôn.",
        "Bí thư Chi bộ kiêm Trưởng thôn Thượng mời các hộ: ông Trần Văn Kha (thôn Đông), bà Lê Thị Mùi (thôn Đoài).",
        "Ông Trần Văn Kha (thôn Đông), bà Lê Thị Mùi (thôn Đoài) đều là nguyên bí thư chi bộ kiêm trưởng thôn.",
    ],
)
def test_rows_of_whom_the_posts_are_not(nlp: Language, text: str) -> None:
    assert not duals(nlp, text)


def test_a_southern_nickname_means_the_full_name(nlp: Language) -> None:
    found = holders(
        nlp,
        "Hỏi ông Lâm Văn Phước thì ít người biết, chứ hỏi chú Năm Phước ấp Rạch Chanh thì ai cũng chỉ. Năm 2010, chú "
        "Năm được bầu làm Trưởng ấp. Đầu năm 2020, chú nhận thêm nhiệm vụ Bí thư Chi bộ ấp.",
    )
    assert [(name, holder.dual) for name, holder in found.items()] == [("Lâm Văn Phước", "yes")]


def test_a_nickname_that_fits_two_or_the_other_sex_stays(nlp: Language) -> None:
    two = holders(nlp, "Ông Trần Văn Thơm, ông Lê Thành Thơm và ông Bảy Thơm. Ông Bảy Thơm làm Trưởng ấp Rạch Chanh.")
    assert "Bảy Thơm" in two
    other = holders(nlp, "Ông Trần Văn Thơm gặp bà Bảy Thơm. Bà Bảy Thơm làm Trưởng ấp Rạch Chanh.")
    assert "Trần Văn Thơm" not in other


def test_a_nickname_that_is_told_before_the_full_name_alone_may_be_another_man(nlp: Language) -> None:
    found = holders(nlp, "Chú Tư Lành là cựu chiến binh. Ông Nguyễn Văn Lành, Trưởng ấp Mỹ Thuận, kể chuyện đắp đường.")
    assert found["Nguyễn Văn Lành"].honorific == "Ông"
