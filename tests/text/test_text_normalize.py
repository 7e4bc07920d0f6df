"""Normal forms: nothing here may move an offset, and accents are letters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.text.normalize import fold, nfc, spell

# Any code point at all, lone surrogates included, and Vietnamese letters often.
LETTERS = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐàảãáạằẩẫếệòõỏóọờỡủụứựỳỷỹýỵ"
ANY_TEXT = st.text(st.characters() | st.sampled_from(LETTERS + "\u0300\u0309\u00a0\u00d0\u00f0’–“”q"))
WORDS = "hoà hòa khoẻ khỏe thuỷ thủy Uỷ Ủy quý quí quỳ kỷ kỉ lý lí Mỹ TỶ tuỳ loà xoè ðồng Ðảng bản"
SYLLABLES = st.lists(
    st.sampled_from(WORDS.split()) | st.sampled_from([" ", "\u00a0", "  ", "-", "–", "’", "\n"]),
    max_size=20,
).map("".join)


@given(ANY_TEXT | SYLLABLES)
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY_TEXT | SYLLABLES)
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(SYLLABLES)
def test_fold_does_not_see_case(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(ANY_TEXT)
def test_nfc_twice_is_nfc_once_and_undoes_decomposition(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text) == nfc(unicodedata.normalize("NFD", text))


@given(ANY_TEXT | SYLLABLES)
def test_spell_twice_is_spell_once(text: str) -> None:
    assert spell(spell(nfc(text))) == spell(nfc(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đảng uỷ", "Đảng ủy"),
        ("HOÀ BÌNH", "hòa bình"),
        ("khoẻ", "khỏe"),
        ("Thuỳ", "Thùy"),
        ("tỷ lệ", "tỉ lệ"),
        ("Lý", "Lí"),
        ("quý", "quí"),
        ("Ðồng Ðăng", "Đồng Đăng"),
        ("H’Mông", "H'Mông"),
        ("18–NQ", "18-NQ"),
        ("bí\u00a0thư", "bí thư"),
        ("“hai vai”", '"hai vai"'),
    ],
)
def test_two_spellings_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trưởng ban", "trưởng bản"),
        ("thuy", "thui"),
        ("tay", "tai"),
        ("quả", "qủa"),
        ("đội", "dội"),
        ("hỏa", "hõa"),
        ("a  b", "a b"),
    ],
)
def test_two_words_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("printed", "spelt"),
    [
        ("Đảng uỷ  xã", "Đảng ủy xã"),
        ("xã\u00a0Hoà An", "xã Hòa An"),
        ("HOÀ AN", "HÒA AN"),
        ("Quỳnh Thuý", "Quỳnh Thúy"),
        ("tỷ", "tỷ"),
        ("Ðinh", "Đinh"),
    ],
)
def test_spell_moves_the_tone_and_keeps_case_and_y(printed: str, spelt: str) -> None:
    assert spell(printed) == spelt
