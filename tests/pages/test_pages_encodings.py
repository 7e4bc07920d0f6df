"""Encodings of Vietnamese texts: read, and said where they were guessed (codebook 0.1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import PAGE, TEXT, one, written

from tinbai.pages.legacy import TCVN3, VISCII
from tinbai.records import Article


def _windows_1258(text: str) -> bytes:
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = "", ""
            for part in unicodedata.normalize("NFD", letter):
                if part in "\u0300\u0301\u0303\u0309\u0323":
                    tone += part
                else:
                    base += part
            out += unicodedata.normalize("NFC", base).encode("cp1258") + tone.encode("cp1258")
    return out


def _tcvn3(text: str) -> bytes:
    back = {letter: code for code, letter in TCVN3.items()}
    # The font has no capitals with a tone; the text has none.
    return bytes(back.get(letter, ord(letter) if letter.isascii() else 0x3F) for letter in text)


def _viscii(text: str) -> bytes:
    back = {letter: code for code, letter in VISCII.items()}
    return bytes(back.get(letter, ord(letter) if letter.isascii() else 0x3F) for letter in text)


def _vni(text: str) -> str:
    """Write VNI letters: every second one stands for the tone or the hat of the one before."""
    tones = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
    hats = {"\u0302": "âáàåãä", "\u0306": "êéèúüë"}
    alone = dict(zip("ơưỉĩịỵđíì", "ôöæóòîñíì", strict=True))
    out = ""
    for letter in text:
        base, *marks = unicodedata.normalize("NFD", letter.lower())
        if letter.lower() in alone or letter.lower() == "đ":
            made = alone[letter.lower()]
        elif "\u031b" in marks:
            made = {"o": "ô", "u": "ö"}[base] + "".join(tones[mark] for mark in marks if mark != "\u031b")
        elif hat := next((mark for mark in marks if mark in hats), None):
            tone = next((mark for mark in marks if mark != hat), "")
            made = base + hats[hat][" \u0301\u0300\u0309\u0303\u0323".index(tone or " ")]
        else:
            made = base + "".join(tones[mark] for mark in marks)
        out += made.upper() if letter.isupper() else made
    return out


ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "decomposed": unicodedata.normalize("NFD", TEXT).encode(),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16 big end": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-16 without mark": TEXT.encode("utf-16-le"),
    "windows-1258": _windows_1258(TEXT),
    "tcvn3": _tcvn3(TEXT),
    "viscii": _viscii(TEXT),
    "vni": _vni(TEXT).encode("cp1252"),
    "vni letters in UTF-8": _vni(TEXT).encode(),
    "tcvn3 letters in UTF-8": _tcvn3(TEXT).decode("latin-1").encode(),
    "UTF-8 read as windows-1252": TEXT.encode().decode("latin-1").encode(),
}
FLAGS = {
    "windows-1258": "encoding:windows-1258",
    "tcvn3": "encoding:tcvn3",
    "viscii": "encoding:viscii",
    "vni": "encoding:vni",
    "vni letters in UTF-8": "encoding:vni",
    "tcvn3 letters in UTF-8": "encoding:tcvn3",
    "UTF-8 read as windows-1252": "encoding:mojibake",
}


@pytest.mark.parametrize("name", ENCODED)
def test_every_usual_encoding_gives_the_same_text(tmp_path: Path, name: str) -> None:
    article = one(written(tmp_path, "a.txt", ENCODED[name]))
    assert isinstance(article, Article)
    assert article.text == TEXT
    assert article.flags == ((FLAGS[name],) if name in FLAGS else ())
    assert (article.id, article.title) == ("a", "Xóm Gò Mít thắp sáng đường quê")


@pytest.mark.parametrize("encoded", [_windows_1258, _tcvn3, _viscii], ids=["windows-1258", "tcvn3", "viscii"])
def test_markup_does_not_hide_an_encoding(tmp_path: Path, encoded: Callable[[str], bytes]) -> None:
    page = PAGE.replace("Xóm Gò vừa làm xong con đường", TEXT.split("\n")[2])
    article = one(written(tmp_path, "a.html", encoded(page)))
    assert isinstance(article, Article)
    assert article.title == "Chuyện xóm"
    assert "Bí thư Chi bộ kiêm Trưởng xóm" in article.text


def test_broken_bytes_of_a_page_cost_a_letter_and_not_the_article(tmp_path: Path) -> None:
    data = PAGE.replace("con đường", "con đ\ue000ường", 1).encode().replace("\ue000".encode(), b"\xe1\xbb")
    article = one(written(tmp_path, "a.html", data))
    assert isinstance(article, Article)
    assert (article.flags, article.text.count("\ufffd")) == (("bytes_replaced",), 1)


def test_foreign_letters_are_left_alone(tmp_path: Path) -> None:
    french = "L'été dernier, près du château, la fenêtre était fermée à clé; élève, forêt, hôpital, garçon, cœur."
    article = one(written(tmp_path, "a.txt", french))
    assert isinstance(article, Article)
    assert (article.text, article.flags) == (french, ())
