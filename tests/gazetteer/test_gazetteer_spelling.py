"""Spelling of unit names: variants are equal, accents are letters."""

from __future__ import annotations

import pytest

from tinbai.gazetteer import default, name_key
from tinbai.gazetteer.spelling import plain
from tinbai.gazetteer.wording import readings
from tinbai.text.normalize import fold, nfc


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỵ Hoè", "Thụy Hòe"),
        ("Mỹ Lý", "Mĩ Lí"),
        ("Quý Quân", "Quí Quân"),
        ("Đăk Hà", "Đắk Hà"),
        ("Đak Hà", "Đắc Hà"),
        ("\u00d0ắk Hà", "Đắk Hà"),
        ("Phan Rang-Tháp Chàm", "Phan Rang - Tháp Chàm"),
        ("Phan Rang – Tháp Chàm", "Phan Rang Tháp Chàm"),
        ("Cư M’gar", "Cư M'Gar"),
        ("H' Neng", "H'Neng"),
        ("Cò\u00a0 Nòi", "Cò Nòi"),
        ("phường 05", "phường 5"),
        ("Hòa Tú II", "Hòa Tú 2"),
    ],
)
def test_variants_share_a_key(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [("Ban", "Bản"), ("Sơn Hà", "Sơn Hạ"), ("Đông Tiến", "Đồng Tiến"), ("Thuý", "Thúi"), ("Đa Lộc", "Da Lộc")],
)
def test_accents_are_letters(one: str, two: str) -> None:
    assert name_key(one) != name_key(two)


def test_key_ignores_whether_the_text_was_folded() -> None:
    names = {name for unit in default().units for name in (unit.name, unit.short, *unit.aliases)}
    differing = [name for name in sorted(names) if name_key(fold(nfc(name))) != name_key(name)]
    assert len(names) > 10_000
    assert differing == []


def test_key_accepts_decomposed_text() -> None:
    assert name_key("Mươ\u0300ng Pho\u0300n") == name_key("Mường Phòn")


@pytest.mark.parametrize(
    ("written", "type_word", "short"),
    [
        ("TP. Sơn La", "thành phố", "sơn la"),
        ("TP Sơn La", "thành phố", "sơn la"),
        ("Tp.Sơn La", "thành phố", "sơn la"),
        ("TX. Mường Lay", "thị xã", "mường lay"),
        ("TX Mường Lay", "thị xã", "mường lay"),
        ("TT. Mậu A", "thị trấn", "mậu a"),
        ("TT Mậu A", "thị trấn", "mậu a"),
        ("P. 5", "phường", "5"),
        ("P5", "phường", "5"),
        ("H.Mường Ảng", "huyện", "mường ảng"),
        ("Q. Ba Đình", "quận", "ba đình"),
        ("Q1", "quận", "1"),
    ],
)
def test_type_word_and_abbreviation_are_read(written: str, type_word: str, short: str) -> None:
    assert readings(plain(written))[0] == (type_word, short)


@pytest.mark.parametrize("bare", ["Xãm Khóe", "Tịnh Hà", "H'Neng", "Phượng Lâu", "Tpăng"])
def test_a_name_that_only_begins_alike_stays_bare(bare: str) -> None:
    assert readings(plain(bare)) == [(None, plain(bare))]
