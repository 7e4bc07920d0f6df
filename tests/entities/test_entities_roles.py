"""What a post is to its holder beyond the span: held now, held once, of another day (codebook 9.12, 9.14)."""

from __future__ import annotations

import pytest
from spacy.language import Language

import tinbai
from tinbai.entities import role_gap

TERM = "Nhiệm kỳ 2015 - 2020, ông Vi Văn Đượm được bầu"


@pytest.mark.parametrize(
    ("sentence", "dual"),
    [
        ("Khi đó ông Vi Văn Đượm vừa là bí thư chi bộ vừa là trưởng thôn Bản Lự.", "former"),
        ("Hồi ấy, ông Vi Văn Đượm làm bí thư chi bộ kiêm trưởng thôn Bản Lự.", "former"),
        ("Ông Vi Văn Đượm vừa là bí thư chi bộ vừa là trưởng thôn Bản Lự.", "yes"),
        ("Khi đó mưa to, ông Vi Văn Đượm, Bí thư Chi bộ kiêm Trưởng thôn Bản Lự, gõ cửa từng nhà.", "yes"),
        ("Ông Vi Văn Đượm, Trưởng thôn Bản Lự, chưa là bí thư chi bộ.", "no"),
    ],
)
def test_dual_by_the_day_that_a_sentence_tells_of(sentence: str, dual: str, nlp: Language) -> None:
    (found,) = tinbai.annotate(sentence, nlp=nlp)
    (holder,) = found.officeholders
    assert (holder.person, holder.dual) == ("Vi Văn Đượm", dual)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Ông Vi Văn Đượm trước đây là Phó Bí thư Đảng ủy xã Bản Lự, nay chỉ trông ao cá.", "former"),
        ("Ông Vi Văn Đượm bảo, hồi ông còn làm trưởng thôn Bản Lự, nhà nào cũng nuôi trâu.", "former"),
        ("Ông Vi Văn Đượm cho biết, ông làm trưởng thôn Bản Lự đã bảy năm.", "current"),
        ("Trước đây, ông Vi Văn Đượm là trưởng thôn Bản Lự.", "former"),
        ("Trước đó, ông Vi Văn Đượm, Trưởng thôn Bản Lự, đã báo với xã.", "current"),
        ("Trước khi làm trưởng thôn Bản Lự, ông Vi Văn Đượm đi bộ đội.", "current"),
        ("Khách nhớ từng câu của trưởng thôn, ông Vi Văn Đượm.", "current"),
        ("Trước khi đi bộ đội, ông Vi Văn Đượm làm công an viên.", "former"),
        ("Trước khi nghỉ hưu, ông Vi Văn Đượm là phó chủ tịch UBND xã Bản Lự.", "former"),
        ("Từ năm 2005 đến năm 2010, ông Vi Văn Đượm làm trưởng thôn Bản Lự.", "former"),
        ("Từ tháng 3/2005 đến tháng 8/2010: Ông Vi Văn Đượm được bà con bầu làm trưởng thôn Bản Lự.", "former"),
        ("Năm 1998 đến năm 2003, ông Vi Văn Đượm giữ chức trưởng thôn Bản Lự.", "former"),
        ("Ông Vi Văn Đượm làm trưởng thôn Bản Lự từ năm 2005 đến 2010.", "former"),
        ("Ông Vi Văn Đượm làm trưởng thôn Bản Lự từ năm 2005 đến nay.", "current"),
        ("Nhiệm kỳ 2020 - 2025, ông Vi Văn Đượm làm trưởng thôn Bản Lự.", "current"),
        ("Từ ngày 3 đến ngày 5/9, ông Vi Văn Đượm làm trưởng thôn Bản Lự đi từng nhà.", "current"),
        ("Từ năm 2016 đến năm 2019, ông Vi Văn Đượm, Trưởng thôn Bản Lự, vận động dân hiến đất.", "current"),
        ("Từ năm 2016 đến 2019, chi bộ do ông Vi Văn Đượm làm bí thư đã kết nạp 7 đảng viên.", "current"),
        ("Ông Vi Văn Đượm làm trưởng thôn Bản Lự, từ năm 2016 đến năm 2019 đã làm 5 km đường.", "current"),
    ],
)
def test_a_step_of_the_past_is_held_no_more(sentence: str, status: str, nlp: Language) -> None:
    (found,) = tinbai.annotate(sentence, nlp=nlp)
    (role,) = (entity for entity in found.entities if entity.type == "ROLE")
    assert role.attrs["status"] == status


@pytest.mark.parametrize(
    ("sentence", "dual"),
    [
        ("Ông Vi Văn Đượm, Bí thư Chi bộ thôn Bản Lự, cho biết, ông được bầu làm trưởng thôn từ năm 2015.", "yes"),
        ("Trước đây, ông Vi Văn Đượm làm Bí thư Chi bộ thôn Bản Lự, năm 2020 kiêm luôn trưởng thôn.", "yes"),
        ("Trước đây, ông Vi Văn Đượm làm Bí thư Chi bộ thôn Bản Lự, năm 2020 là trưởng thôn.", "no"),
        ("Ông Vi Văn Đượm, Bí thư Chi bộ thôn Bản Lự, cho biết, con trai ông được bầu làm trưởng thôn.", "no"),
        ("Từ năm 2005 đến năm 2010, ông Vi Văn Đượm làm Bí thư Chi bộ thôn Bản Lự, nay là trưởng thôn.", "no"),
        ("Ông Vi Văn Đượm làm bí thư chi bộ kiêm trưởng thôn Bản Lự từ năm 2005 đến năm 2010.", "former"),
        (f"{TERM} làm trưởng thôn Bản Lự; nhiệm kỳ 2020 - 2025, ông được bầu làm Bí thư Chi bộ.", "no"),
        (f"{TERM} làm trưởng thôn Bản Lự; nhiệm kỳ 2020 - 2025, ông được bầu thêm Bí thư Chi bộ.", "yes"),
        (f"{TERM} làm trưởng thôn Bản Lự; năm 2018, ông được bầu làm Bí thư Chi bộ.", "yes"),
        ("Ông Vi Văn Đượm có 10 năm làm trưởng thôn Bản Lự, nay là Bí thư Chi bộ.", "no"),
        ("Ông Vi Văn Đượm, Trưởng thôn Bản Lự giai đoạn 2005 - 2010, nay là Bí thư Chi bộ.", "no"),
        ("Ông Vi Văn Đượm, Trưởng thôn Bản Lự nhiệm kỳ 2022 - 2025, Bí thư Chi bộ, đến sớm.", "yes"),
        ("Ông Vi Văn Đượm làm trưởng thôn Bản Lự hai nhiệm kỳ, sau đó làm Bí thư Chi bộ.", "no"),
        ("Ông Vi Văn Đượm có 10 năm làm trưởng thôn Bản Lự, nay kiêm Bí thư Chi bộ.", "yes"),
        ("Ông Vi Văn Đượm có 10 năm làm trưởng thôn Bản Lự, hiện là Bí thư Chi bộ kiêm Trưởng thôn.", "yes"),
        ("Ông Vi Văn Đượm làm trưởng thôn Bản Lự đã 10 năm, nay được bầu làm Bí thư Chi bộ.", "yes"),
    ],
)
def test_dual_where_the_second_post_is_told_of(sentence: str, dual: str, nlp: Language) -> None:
    (found,) = tinbai.annotate(sentence, nlp=nlp)
    (holder,) = found.officeholders
    assert (holder.person, holder.dual) == ("Vi Văn Đượm", dual)


def test_a_gap_of_many_links_is_read_in_one_way() -> None:
    gaps = ("được dân ", "nhận nhiệm vụ ", "giữ các chức vụ ", "hai chức danh ", "3/2023 ", "2022 ")
    assert [bool(role_gap._GAP.fullmatch(gap * 60 + "ra")) for gap in gaps] == [False] * len(gaps)
    assert all(role_gap._GAP.fullmatch(gap * 60) for gap in gaps)
    assert not role_gap._JOIN.fullmatch("kiêm nhiệm giữ chức được bầu " * 60 + "ra")


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        (
            "Từ tháng 7/1996 ông Vi Văn Đượm làm Chủ tịch UBND huyện Yên Hồ; từ tháng 8/1998 ông làm Bí thư Tỉnh ủy.",
            ["former", "current"],
        ),
        (
            "Năm 1996 ông Vi Văn Đượm làm Chủ tịch UBND huyện Yên Hồ; năm 1998 ông kiêm Bí thư Huyện ủy.",
            ["current", "current"],
        ),
        (
            "Năm 2015 ông Vi Văn Đượm được bầu làm bí thư chi bộ; năm 2018 ông được bầu làm trưởng thôn Bãi.",
            ["current", "current"],
        ),
    ],
)
def test_office_of_another_level_ends_the_one_before(sentence: str, statuses: list[str], nlp: Language) -> None:
    (found,) = tinbai.annotate(sentence, nlp=nlp)
    assert [entity.attrs["status"] for entity in found.entities if entity.type == "ROLE"] == statuses
