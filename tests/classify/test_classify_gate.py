"""The gate: whatever can concern the model opens it, however it is printed, and it stays shut for the rest."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import tinbai
from tinbai.classify.gate import gate, opening, opens
from tinbai.classify.gate_words import expand, phrase_words, spellings, title_words
from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, phrases
from tinbai.errors import LexiconError
from tinbai.evaluate.corpus import load as gold_articles
from tinbai.lexicon import load
from tinbai.pipeline import annotate, article_of
from tinbai.text.normalize import fold, nfc

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
PHRASES = (*load("model")["phrase"], *load("model_unity")["phrase"])
NAMING = [phrase for phrase in PHRASES if phrase["strength"] != "anaphor"]
EXAMPLES = [(phrase["id"], example.strip()) for phrase in NAMING for example in phrase["example"].split(";")]


def _old_tone(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda match: spellings(fold(match[0]))[-1], text)


PRINTED = {
    "as it is": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009"),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "old tone placement": _old_tone,
    "hard-wrapped": lambda text: text.replace(" ", "\n"),
    "wrapped with Windows line ends": lambda text: text.replace(" ", "\r\n"),
    "wrapped and indented": lambda text: text.replace(" ", "\n\t "),
    "upper case": str.upper,
    "upper case, decomposed": lambda text: unicodedata.normalize("NFD", text.upper()),
    "soft hyphens": lambda text: re.sub(r"([^\W\d_]{2})(?=[^\W\d_])", "\\1\u00ad", text),
    "zero-width spaces and joiners": lambda text: text.replace(" ", "\u2060 \u200b\u200b\u200c"),
    "Icelandic eth for Đ": lambda text: text.replace("đ", "\u00f0").replace("Đ", "\u00d0"),
}
printed = pytest.mark.parametrize("form", PRINTED.values(), ids=PRINTED)


def _in_a_text(phrase: str) -> str:
    return f"Chiều qua, bà con kể chuyện ({phrase}), rồi ai về nhà nấy."


@printed
def test_every_phrase_of_the_lexicon_opens_the_gate(form):
    shut = [(name, example) for name, example in EXAMPLES if not opens(form(_in_a_text(example)))]
    assert shut == []


@printed
def test_every_title_of_a_head_and_of_a_cell_secretary_opens_the_gate(form):
    posts = [p for p in load("posts")["post"] if p["group"] == "head_titles" or p["id"] in load("gate")["posts"]]
    surfaces = {surface for post in posts for surface in post["surfaces"]} - {"bí thư"}
    assert len(surfaces) > 60
    assert [surface for surface in sorted(surfaces) if not opens(form(_in_a_text(surface)))] == []


@printed
def test_every_hamlet_word_and_abbreviation_makes_a_head_title_that_opens_the_gate(form):
    units = [u for u in load("units")["unit"] if u["level"] == "hamlet" and u["id"] != "doi"]
    words = [word for unit in units for word in (unit["surface"], *unit["abbreviations"])]
    titles = [title for word in words for title in (f"trưởng {word}", f"{word} trưởng", f"trưởng các {word}")]
    assert [title for title in titles if not opens(form(_in_a_text(title)))] == []


@printed
def test_every_misprint_of_the_lexicon_opens_the_gate(form):
    misprints = [(right, wrong) for right, wrongs in load("model")["misspelling"].items() for wrong in wrongs]
    spoilt = [
        example.replace(right, wrong) for right, wrong in misprints for _, example in EXAMPLES if right in example
    ]
    assert len(spoilt) > 200
    assert [example for example in spoilt if not opens(form(_in_a_text(example)))] == []


# What a phrase may have in its gaps; the private letters stand for titles (`entities.cue_patterns`).
VOWELS = [
    unicodedata.normalize("NFC", v + tone) for v in "aăâeêioôơuưy" for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
]
LETTERS = st.sampled_from([*VOWELS, *'bcdđghklmnpqrstvx0123456789 ,;:.-/"()', CELL, SHORT, HEAD, UNIT])
TITLES = {CELL: "bí thư chi bộ", SHORT: "bí thư", HEAD: "trưởng bản", UNIT: "xóm"}


@pytest.mark.parametrize("phrase", [p for p in phrases() if p.strength != "anaphor"], ids=lambda phrase: phrase.id)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_whatever_matches_the_pattern_of_a_phrase_opens_the_gate(phrase, data):
    # Patterns let `vai` and `hai` touch where a comma may part them; words of a newspaper do not.
    pattern = phrase.regex.pattern.replace(" *,? *", "(?: *, *| )").replace(" *[,-]? *", "(?: *[,-] *| )")
    matched = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=LETTERS))
    assume(matched.count(SHORT) < 2)  # `vừa là bí thư vừa là bí thư` names no hamlet
    text = re.sub(
        "[" + "".join(TITLES) + "]", lambda letter: f" {TITLES[letter[0]]} ", matched
    )  # titles are whole words
    assert opens(f"Bà con kể: {text}.")


NOISE = (
    "trưởng ban",
    "bí thư huyện ủy",
    "nhất thế giới",
    "tăng trưởng",
    "chi bộ",
    "đội",
    "2",
    "hai",
    "thôn",
    "và",
    "ð",
)
PIECES = st.sampled_from([*title_words()[::37], *(word for group in phrase_words().values() for word in group), *NOISE])
JOINTS = st.sampled_from([" ", "  ", "\u00a0", "\n", "\u200b", "\u3000", "", ".", ", ", "_", "\u0301", "“", "-"])


@cache
def _definition() -> re.Pattern[str]:
    """The gate as its lexicon defines it: slow and plain, on text normalised in full."""
    taken_back = {fold(word): tuple(map(fold, after)) for word, after in load("gate")["not_before"].items()}
    words = {*title_words(), *(word for group in phrase_words().values() for word in group)}
    sources = []
    for word in sorted(words):
        follow = "".join(rf"(?! {re.escape(after)})" for after in taken_back.get(word, ()))
        sources.append(re.escape(word).replace(r",\ ", " ?, ?") + rf"(?![^\W_]){follow}")
    return re.compile(r"(?<![^\W_])(?:" + "|".join(sources) + ")")


def _by_definition(text: str) -> bool:
    return _definition().search(" ".join(fold(nfc(text)).replace('"', " ").split())) is not None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(PIECES, JOINTS, st.sampled_from([str, str.upper, _old_tone])), max_size=6))
def test_the_quick_search_finds_what_the_definition_finds(pieces):
    text = "".join(change(piece) + joint for piece, joint, change in pieces)
    assert opens(text) == _by_definition(text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Trưởng ban Tuyên giáo Huyện ủy làm việc với Đảng ủy xã về nghị quyết mới.",
        "Bí thư Huyện ủy, Chủ tịch HĐND huyện thăm công trường.",
        "Đội trưởng đội bóng nhận cúp từ tay Bộ trưởng.",
        "Tốc độ tăng trưởng thuộc nhóm cao nhất thế giới.",
        "Trường bắn đóng cửa, hiệu trưởng văn bản trưng bày.",
        "Kinh tế nông thôn khởi sắc, bản làng đổi mới, tổ chức hội vững mạnh.",
        "Phó Bí thư Tỉnh ủy dự lễ; tổ phó dân phố vắng mặt.",
        "Cô có đôi vai áo bạc màu.",
        "Mô hình này giúp bà con thoát nghèo.",
        "",
    ],
)
def test_the_gate_stays_shut_for_other_posts_and_other_words(sentence):
    assert opening(sentence) is None


def test_no_gold_article_about_the_model_is_rejected():
    articles = [article for article in gold_articles(GOLD) if article.annotation.labels.relevance != "not_model"]
    assert len(articles) > 100
    assert [article.id for article in articles if not opens(article.text)] == []


@pytest.mark.slow
@printed
def test_no_gold_article_about_the_model_is_rejected_in_another_print(form):
    articles = [article for article in gold_articles(GOLD) if article.annotation.labels.relevance != "not_model"]
    assert [article.id for article in articles if not opens(form(article.text))] == []


def test_what_the_gate_rejects_is_not_model_to_the_rules():
    rejected = [article.text for split in ("train", "dev") for article in gold_articles(GOLD, split=split)]
    rejected = [text for text in rejected if not opens(text)]
    rejected += [example for p in phrases() if p.strength == "anaphor" for example in _examples_of(p.id)]
    assert len(rejected) > 20
    assert {annotation.labels.relevance for annotation in annotate(rejected)} == {"not_model"}


def _examples_of(phrase: str) -> list[str]:
    text = next(entry["example"] for entry in PHRASES if entry["id"] == phrase)
    return [example for example in text.split("; ") if not opens(example)]


def test_one_answer_for_each_text_or_article_in_order():
    texts = ["Bà con họp.", article_of("Chị là trưởng xóm."), "Ông là trưởng phòng."]
    assert list(tinbai.gate(iter(texts))) == [False, True, False]
    assert list(tinbai.gate("Chị là trưởng xóm.")) == [True]
    assert list(tinbai.gate([])) == []


def test_a_stream_without_end_is_read_as_it_comes():
    def endless():
        while True:
            yield "Anh được bầu làm trưởng ấp."

    assert next(gate(endless())) is True


def test_phrases_of_the_gate_are_phrases_of_the_model():
    assert set(load("gate")["phrases"]) <= {phrase["id"] for phrase in PHRASES}


@pytest.mark.parametrize("form", ["(trưởng thôn", "trưởng thôn]", "trưởng [thôn)", "trưởng {nowhere}"])
def test_a_broken_form_is_named_in_the_error(form):
    with pytest.raises(LexiconError, match=re.escape(form)):
        expand(form, {})
