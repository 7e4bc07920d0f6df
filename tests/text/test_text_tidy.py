"""What nobody sees goes, what is read stays, and every offset leads back to the printed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.text.normalize import INVISIBLE, LINE_BLANKS, nfc
from tinbai.text.tidy import tidy

UNSEEN = INVISIBLE + LINE_BLANKS
PIECES = st.sampled_from(["Bản", "Hồ", "ả", "đ", "\u0301", ".", "7", "\n", "\r\n", "\r", *UNSEEN])
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text()


def seen(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in UNSEEN)


@given(TEXTS.map(nfc))
def test_no_sign_that_is_seen_is_lost_and_blanks_part_the_same_words(text: str) -> None:
    found = tidy(text)
    if found:
        assert seen(found.text) == seen(text)
        whole = text.translate(dict.fromkeys(map(ord, INVISIBLE), ""))
        even = str.maketrans(dict.fromkeys(LINE_BLANKS, " "))
        assert found.text.translate(even).split() == whole.translate(even).split()


@given(TEXTS.map(nfc))
def test_every_span_leads_to_the_same_words_of_the_printed_text_and_back(text: str) -> None:
    found = tidy(text)
    if not found:
        return
    at = [offset for offset, sign in enumerate(found.text) if seen(sign)]
    for first, last in zip(at, at[::3] + at, strict=False):
        start, end = sorted((first, last))
        printed = text[found.start(start) : found.end(end + 1)]
        assert seen(printed) == seen(found.text[start : end + 1])
        assert seen(printed[0])
        assert seen(printed[-1])
        assert (found.kept(found.start(start)), found.kept(found.end(end + 1))) == (start, end + 1)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Trưởng  bản", "Trưởng bản"),
        ("Trưởng \u200b\u200bbản", "Trưởng bản"),
        ("Trưởng\u200bbản", None),
        ("Trư\u00adởng bản", "Trưởng bản"),
        ("Bản\u00a0Mới\r\n\r\n\tHọp. \r\n", "Bản\u00a0Mới\n\nHọp.\n"),
        ("e\u200d\u0301", None),
        ("Bản Mới\nHọp.", None),
    ],
)
def test_what_rules_read(printed: str, read: str | None) -> None:
    found = tidy(nfc(printed))
    assert (found.text if found else None) == read
