"""Tokens: the text is never changed, and every upstream cut is one of ours."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from underthesea.pipeline.word_tokenize import regex_tokenize

from tinbai.text.normalize import nfc
from tinbai.text.tokenizer import cuts

UPSTREAM = re.compile(regex_tokenize.regex_patterns_combine, re.VERBOSE)
WRITTEN = (Path(__file__).parent / "written.txt").read_text(encoding="utf-8").splitlines()[1:]
# Pieces of provincial newspaper prose: names, numbers, codes, dates, abbreviations, marks, blanks.
WORDS = """Bí thư chi bộ Trưởng bản Đảng uỷ ủy hoá hóa ðược Ðảng H’Mông H'Ngun xã TP. T.Ư UBND HĐND MTTQ K. N.T.H
18-NQ/TW NĐ-CP 33/2023/NĐ-CP 82-KH/TU 94/94 61,02% 1.200 926,26 2,45 12/5/2020 3.2.2019 quý I/2020 7h30 khu4 HảiCả
v.v. ... … km2 43H-0530 5-10 A4 4K a@b.vn http://a.vn/b.html www.xa.gov.vn <3"""
PIECES = st.sampled_from([*WORDS.split(), *".,;:!?()“”\"'’-–/%+=&*_"])
BLANKS = st.sampled_from([" ", " ", " ", "", "\u00a0", "  ", "\n", "\t", "\u2009", "\r\n", "\u2028"])
PROSE = st.lists(st.tuples(PIECES, BLANKS), max_size=30).map(lambda pairs: "".join(a + b for a, b in pairs))
VIETNAMESE = PROSE | PROSE.map(lambda text: unicodedata.normalize("NFD", text))


@pytest.fixture(scope="module")
def syllables() -> Language:
    return spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})


@given(text=VIETNAMESE | st.text())
def test_the_doc_has_the_text_and_every_token_its_place(syllables: Language, text: str) -> None:
    doc = syllables(text)
    assert doc.text == nfc(text)
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(text=VIETNAMESE | st.text(st.characters()))
def test_cuts_are_in_order_and_leave_out_only_blanks(text: str) -> None:
    position = 0
    for start, end in cuts(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert not any(char.isspace() for char in text[start:end])
        position = end
    assert not text[position:].strip()


@given(text=VIETNAMESE)
def test_every_upstream_cut_of_prose_is_ours(text: str) -> None:
    assert _upstream_cuts(nfc(text)) <= _our_cuts(nfc(text))


@pytest.mark.parametrize("line", WRITTEN)
def test_every_upstream_cut_of_a_written_sentence_is_ours(line: str) -> None:
    assert _upstream_cuts(line) <= _our_cuts(line)


def test_every_upstream_cut_of_real_articles_is_ours(shared: Path) -> None:
    import gzip
    import json

    with gzip.open(shared / "real" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [nfc(record.get("body") or record.get("text") or "") for record in map(json.loads, lines)]
    assert sum(map(len, texts)) > 100_000
    missing = [text for text in texts if not _upstream_cuts(text) <= _our_cuts(text)]
    assert len(missing) == 0


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bí thư chi bộ", ["Bí", "thư", "chi", "bộ"]),
        ("khu4 HảiCả", ["khu", "4", "Hải", "Cả"]),
        ("94/94 bản", ["94/94", "bản"]),
        ("đạt 61,02%.", ["đạt", "61,02", "%", "."]),
        ("Nghị định 33/2023/NĐ-CP", ["Nghị", "định", "33/2023", "/", "NĐ-CP"]),
        ("H’Mông", ["H’Mông"]),
        ("TP. Vạn Lương", ["TP", ".", "Vạn", "Lương"]),
        ("xã\u00a0Mới\tnay", ["xã", "Mới", "nay"]),
        ("xong.\nRồi", ["xong", ".", "Rồi"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [text[start:end] for start, end in cuts(text)] == tokens


@pytest.mark.parametrize("unit", ["a.", "1.", "a-", "HảiCả", "a1", "A.", "a'", "@a.b", "http:"])
def test_a_very_long_run_neither_fails_nor_loses_a_character(unit: str) -> None:
    text = unit * 30_000
    assert "".join(text[start:end] for start, end in cuts(text)) == text


def _our_cuts(text: str) -> set[int]:
    return {edge for span in cuts(text) for edge in span}


def _upstream_cuts(text: str) -> set[int]:
    found: set[int] = set()
    begin = 0
    for line in text.splitlines(keepends=True):
        found.update(begin + edge for match in UPSTREAM.finditer(line.rstrip()) for edge in match.span())
        begin += len(line)
    return found
