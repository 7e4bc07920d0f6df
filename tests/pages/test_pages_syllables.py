"""Possible syllables, and what they say about decodings and poisoned text."""

from __future__ import annotations

import pytest

from tinbai.pages.readable import is_unreadable
from tinbai.pages.syllables import accented, is_syllable, share, words

POSSIBLE = (
    "nguyễn nghiêng khuỷu gì giếng quốc quyết uỷ ủy khuya thuở xoong boong hoẵng trưởng đảng nhất thể hóa bản xã"
    " huyện tỉnh khoán yêu ý kỉ kỷ mỹ đắk lắk quýt huých loạng choạng ngoằn ngoèo tuềnh toàng hươu rượu ĐƯỜNG Ê Ðảng"
)
IMPOSSIBLE = "qùỵết qùản cỏc đưoc strèss giưỡp ơỡ bảñ wáx đươngf thìt bồk chữch ãã"


@pytest.mark.parametrize("word", POSSIBLE.split())
def test_possible(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", IMPOSSIBLE.split())
def test_impossible(word: str) -> None:
    assert not is_syllable(word)


def test_glued_words_are_cut_and_abbreviations_left_out() -> None:
    assert words("rộn ràngTrưởng bản 12") == ["rộn", "ràng", "Trưởng", "bản"]
    assert accented("HĐND xã họp ở UBND") == ["xã", "họp", "ở"]
    assert share(["bản", "qùỵết"]) == 0.5


_LINE = "Bí thư chi bộ kiêm trưởng bản được bà con tín nhiệm"
UNREADABLE = [
    ("encoded run", "4bq+4buu" * 30, True),
    ("encoded lines of a mail program", " ".join(["4bq+4buu" * 9 + "TmFt"] * 5), True),
    ("a few long names in prose", _LINE + " " + " ".join(["a-b_c" * 9] * 4) + " " + " ".join([_LINE] * 4), False),
    ("wrong accents", "Ủỵ bàn ñhân dân đã qùỵết địñh qùản lỹý cảc bảñ", True),
    ("UTF-8 read as windows-1252", _LINE.encode().decode("cp1252", "replace"), True),
    ("plain", _LINE, False),
    ("foreign words", "The village head was elected secretary of the party cell last year", False),
    ("minority names", "Anh Y Blơm Niê và chị H'Lêna Mlô ở buôn Ea Mdroh được bầu đứng đầu buôn", False),
    ("address", "Xem tại https://bao.example/" + "a-" * 40, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE])
def test_unreadable(text: str, expected: bool) -> None:
    assert is_unreadable(text) is expected
