"""The wrapped models: the same tags as upstream, and exact offsets into the sentence given."""

from __future__ import annotations

import gzip
import json
import unicodedata
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tinbai.settings import Settings
from tinbai.text.features import of_syllables
from tinbai.text.segment import Segmenter, default_segmenter
from tinbai.text.sentences import split

WRITTEN = (Path(__file__).parent / "written.txt").read_text(encoding="utf-8").splitlines()[1:]
NAMES = ["Lò Văn Phiên", "Y Thoa Ksơr", "Bàn Tòn Chiêu", "Thạch Sa Rinh", "H’Nia Êban", "Đặng Thuý Hoà"]
PLACES = ["bản Huổi Lót, xã Nậm Tha", "thôn 7, huyện Cư Kmar", "khu phố 3, TP. Lộc Giang", "ấp Trà Lặc", "Hà Nội"]
FRAMES = [
    "{name}, Bí thư Chi bộ, Trưởng bản ở {place}, cho biết: “Việc nhiều nhưng vui”.",
    "Tại {place}, ông {name} được 98,5% cử tri tín nhiệm.",
    "Năm 2019, {name} rời {place} đi học ở Trường Chính trị tỉnh!",
    "Đồng chí {name} (đảng viên từ 3/2/2011) về {place} công tác",
    "Dân {place} gọi {name} là “người hai vai”, v.v. và v.v.",
    "NGƯỜI TỐT VIỆC TỐT: {name} - {place}",
    "Chị {name} nói. Người {place} nghe. Rồi họ cùng làm 2,4 km đường; xong trong 15 ngày.",
    "Tổ liên gia của {name} ở {place} gồm 12 hộ với 51 khẩu, không có hộ nghèo, 4 hộ cận nghèo.",
]
GENERATED = [frame.format(name=n, place=p) for frame, n, p in product(FRAMES, NAMES, PLACES)]
FORMS = "Bí thư chi bộ H’Mông 12 1.200 ( “ ... TP. ĐẢNG a-b ß 4K"
ODD = [
    "",
    " ",
    ".",
    "...",
    "–",
    "a",
    "ĐẢNG",
    "1",
    "laị",
    "Th S",
    "A.",
    "xã\u00a0Hoà\u00a0An",
    "một\nhai",
    "a\u0323\u0302n",
]


def stock(sentence: str) -> list[tuple[str, str, str, str]]:
    from underthesea import ner

    return [tuple(word) for word in ner(sentence)] if sentence.strip() else []


@cache
def shipped_featurizer() -> tuple[Any, set[str]]:
    import joblib
    from underthesea.pipeline import word_tokenize
    from underthesea_core import CRFFeaturizer

    folder = Path(word_tokenize.__file__).parent / "models" / "ws_crf_vlsp2013_20230727"
    dictionary = joblib.load(folder / "dictionary.bin")
    return CRFFeaturizer(joblib.load(folder / "features.bin"), dictionary), dictionary


def ours(sentence: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(word.form, word.pos, word.chunk, word.ner) for word in default_segmenter().ner(sentence)]


@pytest.mark.parametrize("sentence", [*WRITTEN, *ODD])
def test_tags_are_those_of_stock_ner(sentence: str) -> None:
    assert ours(sentence) == stock(sentence)


def test_tags_of_many_generated_sentences_are_those_of_stock_ner() -> None:
    assert len(set(GENERATED)) == 240
    assert [s for s in GENERATED if ours(s) != stock(s)] == []


@given(st.lists(st.sampled_from([*FORMS.split(), "Th S"]), max_size=12))
def test_features_of_syllables_are_those_of_the_shipped_featurizer(forms: list[str]) -> None:
    featurizer, dictionary = shipped_featurizer()
    assert of_syllables(forms, dictionary) == featurizer.process([[[form] for form in forms]])[0]


def test_tags_of_real_sentences_are_those_of_stock_ner(shared: Path) -> None:
    with gzip.open(shared / "real" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [record.get("body") or record.get("text") for record in map(json.loads, islice(lines, 300))]
    sentences = [next(body[a:b] for a, b in split(body) if b - a > 20) for body in bodies if body and len(body) > 60]
    sentences = [sentence for sentence in sentences if len(sentence.split()) < 80]
    assert len(sentences) >= 150
    assert [s for s in sentences if ours(s) != stock(s)] == []


@pytest.mark.parametrize("sentence", [*WRITTEN, *GENERATED[::16], *ODD])
def test_a_word_is_the_text_between_its_offsets_in_any_normal_form(sentence: str) -> None:
    decomposed = unicodedata.normalize("NFD", sentence)
    words, same = default_segmenter().words(sentence), default_segmenter().words(decomposed)
    assert [word.form for word in words] == [word.form for word in same]
    for text, found in ((sentence, words), (decomposed, same)):
        assert all(text[word.start : word.end] == word.text for word in found)
        assert "".join(text.split()) == "".join("".join(word.text.split()) for word in found)


@hypothesis_settings(max_examples=200)
@given(
    st.text(st.characters() | st.sampled_from("aăđoàảộỷ\u0301\u0323\u0309\u0302 .,1ðA\u1100\u1161\u11a8"), max_size=60)
)
def test_any_text_is_covered_in_order_without_gaps_but_blanks(text: str) -> None:
    position = 0
    for word in default_segmenter().words(text):
        assert position <= word.start < word.end
        assert not text[position : word.start].strip()
        position = word.end
    assert not text[position:].strip()


def test_entities_join_the_parts_of_a_name() -> None:
    sentence = "Ông Đinh Văn Khoáng rời Hà Nội vào Đà Nẵng làm cho Công ty Hoa Núi."
    found = default_segmenter().entities(sentence)
    assert ("PER", "Đinh Văn Khoáng") in [(label, sentence[start:end]) for label, start, end in found]
    tagged = default_segmenter().ner(sentence)
    assert len(found) == sum(word.ner is not None and word.ner.startswith("B-") for word in tagged)
    assert found == sorted(found, key=lambda entity: entity[1])


@pytest.mark.parametrize(
    "sentence", ["việc bản, việc xã " * 400, "a" * 20_000, "HảiCả" * 3_000, "." * 9_000 + " x" * 999]
)
def test_a_monster_sentence_is_cut_and_covered(sentence: str) -> None:
    words = Segmenter(Settings(max_sentence_syllables=50)).words(sentence)
    assert "".join("".join(word.text.split()) for word in words) == "".join(sentence.split())
    assert len(words) > 1


def test_the_cap_leaves_shorter_sentences_alone() -> None:
    sentence = WRITTEN[1]
    size = len(sentence.split())
    assert Segmenter(Settings(max_sentence_syllables=size)).ner(sentence) == default_segmenter().ner(sentence)
