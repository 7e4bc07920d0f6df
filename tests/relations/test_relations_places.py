"""The `places` records: link, codes of the chain, units of 2025, candidates, units never printed (codebook 5.3)."""

from __future__ import annotations

import pytest
from gold_layers import build, lines, read
from spacy.tokens import Doc

from tinbai.records import Article, Place


def _doc(line: str, published: str | None, zones: tuple[str, ...] = ()) -> Doc:
    tagged = read(line)
    article = Article(id="a", input="a.txt", text=tagged.text, published=published)
    return build(tagged.text, tagged.mentions, zones=lines(tagged.text, zones), article=article)


def _places(line: str, published: str | None = "2022-05-04") -> dict[str, Place]:
    return {place.normal: place for place in _doc(line, published)._.places}


def test_a_link_has_the_codes_of_its_chain_and_says_how_the_name_met_the_unit() -> None:
    place = _places("Ông về [COMMUNE xã Tam Lư], [DISTRICT huyện Quan Sơn].")["xã Tam Lư"]
    assert place.codes == {"commune": "15019", "district": "387", "province": "38"}
    assert (place.code, place.valid_from) == ("15019", "2019-09-11")
    assert place.basis == {"district": "apposition", "province": "gazetteer", "code": "exact"}


def test_a_hamlet_has_no_code_of_its_own_but_those_of_its_commune() -> None:
    place = _places("Ông về [HAMLET bản Hậu], [COMMUNE xã Tam Lư], [DISTRICT huyện Quan Sơn].")["bản Hậu"]
    assert (place.code, place.codes["commune"], place.change) == (None, "15019", None)
    assert place.place_2025 == ("xã Tam Lư, tỉnh Thanh Hóa",)


def test_a_hamlet_is_never_corrected_to_a_commune_of_its_name() -> None:
    place = _places("Ở [HAMLET bản Trung Sơn], [COMMUNE xã Sơn Thủy], [DISTRICT huyện Quan Sơn].")["bản Trung Sơn"]
    assert (place.level, place.commune, place.code) == ("hamlet", "xã Sơn Thủy", None)


def test_before_the_first_state_the_basis_says_so() -> None:
    places = _places("Ông về [COMMUNE xã Tam Lư], [DISTRICT huyện Quan Sơn].", "2012-03-01")
    assert places["xã Tam Lư"].basis["code"] == "exact;earliest_state"
    assert places["huyện Quan Sơn"].basis["code"] == "exact;earliest_state"


def test_units_above_are_records_too_with_the_step_that_gave_them() -> None:
    doc = _doc("Ông về [COMMUNE xã Bum Tở].", "2022-05-04")
    assert [(p.normal, p.code, p.basis) for p in doc._.places] == [
        ("xã Bum Tở", "03454", {"district": "gazetteer", "province": "gazetteer", "code": "exact"}),
        ("huyện Mường Tè", "107", {"district": "gazetteer", "province": "gazetteer", "code": "exact"}),
        ("tỉnh Lai Châu", "12", {"province": "gazetteer", "code": "exact"}),
    ]


def test_a_unit_of_two_printed_places_above_comes_once() -> None:
    doc = _doc("Ông về [COMMUNE xã Bum Tở] rồi sang [COMMUNE xã Bum Nưa].", "2022-05-04")
    names = [place.normal for place in doc._.places]
    assert names == ["xã Bum Tở", "xã Bum Nưa", "huyện Mường Tè", "tỉnh Lai Châu"]


def test_an_ambiguous_name_abstains_and_lists_every_candidate_of_the_day() -> None:
    place = _places("Ông về [COMMUNE xã Tam Thanh].")["xã Tam Thanh"]
    assert (place.code, place.codes, place.district, place.basis["code"]) == (None, {}, None, "several units")
    assert len(place.candidates) > 2
    assert {candidate.name for candidate in place.candidates} == {"xã Tam Thanh"}
    assert all(candidate.path.count(",") == 2 for candidate in place.candidates)


def test_stated_parents_that_no_unit_has_leave_the_code_open_with_candidates() -> None:
    line = "Ông về [COMMUNE xã Tam Lư], [DISTRICT huyện Không Có]."
    place = _places(line)["xã Tam Lư"]
    assert (place.code, place.district) == (None, "huyện Không Có")
    assert place.basis["code"] == "no such unit under these parents"
    assert [candidate.code for candidate in place.candidates] == ["15019"]


def test_an_unknown_name_stays_as_written_without_code_or_candidates() -> None:
    place = _places("Ông về [COMMUNE xã Đồng Vải], [DISTRICT huyện Yên Lộc].")["xã Đồng Vải"]
    assert (place.normal, place.code, place.candidates) == ("xã Đồng Vải", None, ())
    assert place.basis["code"] == "name not in the gazetteer"


def test_a_divided_commune_keeps_all_its_successors() -> None:
    from tinbai.gazetteer import default

    units = default()
    divided = next(u for u in units.units if u.level == "commune" and len(u.successor_codes) > 2 and not u.current)
    district, province = units.ancestors(divided)
    line = f"Ở [COMMUNE {divided.name}], [DISTRICT {district.name}], [PROVINCE {province.name}]."
    place = _places(line, "2025-05-01")[divided.name]
    assert place.codes_2025 == divided.successor_codes
    assert len(place.place_2025) == len(place.codes_2025)
    assert (place.change, place.additive) == ("split", False)


@pytest.mark.parametrize(
    ("line", "name", "change", "additive"),
    [
        ("Về [COMMUNE xã Mường Và], [DISTRICT huyện Sốp Cộp].", "xã Mường Và", "merged_into", True),
        ("Về [DISTRICT huyện Sốp Cộp].", "huyện Sốp Cộp", "split", False),
        ("Về [PROVINCE tỉnh Hà Giang].", "tỉnh Hà Giang", "merged_into", True),
    ],
)
def test_what_became_of_a_unit(line: str, name: str, change: str, additive: bool) -> None:
    place = _places(line)[name]
    assert (place.change, place.additive) == (change, additive)


def test_a_type_change_within_the_year_of_an_undated_article_is_no_obstacle() -> None:
    line = "[DATE:2020 Năm 2020] đã qua. Ông về [COMMUNE xã Trường Đông], [DISTRICT thị xã Hòa Thành]."
    place = _places(line, None)["xã Trường Đông"]
    assert (place.code, place.province) == ("25642", "tỉnh Tây Ninh")
    assert _places("[DATE:2020 Năm 2020] đã qua. Ông về [COMMUNE xã Trường Đông].", None)[
        "xã Trường Đông"
    ].district == "thị xã Hòa Thành"  # fmt: skip


def test_former_units_of_a_two_level_article_are_linked_as_they_were() -> None:
    line = "[COMMUNE Xã Thuận Nam], [PROVINCE tỉnh Khánh Hòa], gồm ba xã của [DISTRICT huyện Thuận Nam] cũ."
    places = _places(line, "2025-10-26")
    gone, here = places["huyện Thuận Nam"], places["xã Thuận Nam"]
    assert (gone.former, gone.code, gone.province) == (True, "589", "tỉnh Ninh Thuận")
    assert (here.former, here.district, here.valid_from) == (False, None, "2025-07-01")


def test_a_former_path_keeps_its_own_parents() -> None:
    line = (
        "[COMMUNE Xã Ea Wer], [PROVINCE tỉnh Đắk Lắk] (trước đây thuộc [COMMUNE xã Tân Hòa], [DISTRICT huyện Buôn Đôn])"
        " đã họp."
    )
    places = _places(line, "2025-09-02")
    old = places["xã Tân Hòa"]
    assert (old.former, old.district, old.province, old.code) == (True, "huyện Buôn Đôn", "tỉnh Đắk Lắk", "24244")
    assert places["huyện Buôn Đôn"].place_2025
