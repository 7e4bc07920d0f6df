"""Where the evidence is thin or contradicts itself the resolver leaves a blank (codebook 4.3)."""

from __future__ import annotations

import pytest
from spacy.language import Language

import tinbai
from tinbai.records import Article, Place


def read(nlp: Language, text: str, published: str) -> dict[str, Place]:
    (found,) = tinbai.annotate([Article(id="a", input="a", text=text, published=published)], nlp=nlp)
    return {place.normal: place for place in found.places}


def test_a_bare_name_is_no_district_of_a_province_far_away(nlp: Language) -> None:
    """Hà Nội has a huyện Ba Vì with a xã Ba Vì, and Quảng Ngãi has a xã Ba Vì."""
    text = (
        "Chuyện mới ở Ba Vì\n\nXã Ba Vì, huyện Ba Tơ, tỉnh Quảng Ngãi vừa có điện. Huyện ủy mừng lắm, huyện cũng vui."
    )
    found = read(nlp, text, "2022-05-10")
    assert found["xã Ba Vì"].district == "huyện Ba Tơ"
    assert "huyện Ba Vì" not in found
    assert "thành phố Hà Nội" not in found


def test_communes_that_a_new_one_was_made_from_are_former(nlp: Language) -> None:
    text = (
        "Nếp sống mới\n\nXã Nam Ban Lâm Hà, tỉnh Lâm Đồng có 30 thôn. Xã được hợp thành từ thị trấn Nam Ban cùng các "
        "xã Đông Thanh, Mê Linh của huyện Lâm Hà trước đây."
    )
    found = read(nlp, text, "2026-03-02")
    assert found["xã Mê Linh"].former
    assert (found["xã Mê Linh"].district, found["xã Mê Linh"].province) == ("huyện Lâm Hà", "tỉnh Lâm Đồng")


def test_a_stated_parent_that_cannot_be_is_not_replaced_by_another(nlp: Language) -> None:
    found = read(nlp, "Bà con xã Bum Tở (huyện Tủa Chùa, Điện Biên) đã có đường.", "2022-05-10")
    place = found["xã Bum Tở"]
    assert place.code is None
    assert place.district is None
    assert [candidate.name for candidate in place.candidates] == ["xã Bum Tở"]


@pytest.mark.parametrize(
    "lead",
    ["Xã Bản Lầm dẫn đầu, tiếp đến là xã Nậm Lầu.", "Ở xã Bản Lầm có 4 bản, còn lại là xã Nậm Lầu 3 bản."],
)
def test_a_hamlet_after_a_paragraph_on_two_communes_stays_open(nlp: Language, lead: str) -> None:
    text = f"Chuyện ở bản\n\nHuyện Thuận Châu, tỉnh Sơn La họp bàn.\n\n{lead}\n\nChiều ấy, bản Pá Chặp họp chi bộ."
    found = read(nlp, text, "2022-05-10")
    assert found["bản Pá Chặp"].commune is None
    assert found["bản Pá Chặp"].district == "huyện Thuận Châu"


def test_a_bare_commune_after_a_word_of_place_moves_the_scene(nlp: Language) -> None:
    text = (
        "Hai xã vùng cao\n\nHuyện Thuận Châu, tỉnh Sơn La chọn xã Co Mạ và xã Long Hẹ.\n\nXã Co Mạ làm trước.\n\n"
        "Ở Long Hẹ, bản Pá Chặp mới có đường."
    )
    assert read(nlp, text, "2022-05-10")["bản Pá Chặp"].commune == "xã Long Hẹ"


def test_a_committee_names_a_town_as_it_was(nlp: Language) -> None:
    found = read(nlp, "Thành ủy Thuận An họp với phường Lái Thiêu, tỉnh Bình Dương.", "2021-08-24")
    assert "thành phố Thuận An" in found
    assert "thị xã Thuận An" not in found
