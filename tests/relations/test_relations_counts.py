"""The trained reader of counts: what it sees, what it adds to the rules, and what it may silence."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from tinbai.entities.mention import view_of
from tinbai.pipeline import load
from tinbai.relations import count_model
from tinbai.relations.adoption import statements
from tinbai.relations.count_features import candidates, tokens

# A plain opening names the model; what follows counts in words that stand on no list of the rules.
OPENING = "Từ năm 2019, huyện Yên Châu bố trí bí thư chi bộ đồng thời là trưởng bản ở 41 bản.\n\n"


def read(text: str) -> Doc:
    nlp = load()
    for name in ("tinbai_claim", "tinbai_checks", "tinbai_labels"):
        nlp.remove_pipe(name)
    return nlp(text)


def seen(text: str) -> list[tuple[str, dict[str, float]]]:
    doc = read(text)
    return [(doc.text[c.figure.start : c.figure.end], dict(c.features)) for c in candidates(doc)]


def test_an_article_without_the_model_has_no_candidates() -> None:
    assert seen("Xã Chiềng Pằn có 12 bản, trong đó 9 bản đạt chuẩn nông thôn mới.") == []
    assert count_model.verdict(read("Xã Chiềng Pằn có 12 bản.")) == count_model.Verdict()


def test_names_and_numbers_are_seen_as_such() -> None:
    first, second = (
        seen(f"{name} có {count} bí thư chi bộ kiêm trưởng bản.")
        for name, count in (("Xã Chiềng Pằn", "12 bản thực hiện"), ("Xã Mường Khoa", "25 bản thực hiện"))
    )
    assert first[0][0] == "12 bản"
    assert first[0][1] == second[0][1]


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Xã Chiềng Pằn có 12/14 bản bố trí bí thư chi bộ kiêm trưởng bản.", "ratio hamlet_units"),
        ("Xã Chiềng Pằn có 12/14 bản bố trí bí thư chi bộ kiêm trưởng bản.", "cue right"),
        ("Bí thư chi bộ kiêm trưởng bản hiện có ở 12 bản.", "cue left"),
        ("Xã Chiềng Pằn 12 bản có bí thư chi bộ kiêm trưởng bản.", "beside place"),
    ],
)
def test_what_stands_about_a_figure_is_seen(text: str, feature: str) -> None:
    assert feature in seen(text)[0][1]


def test_a_figure_knows_that_the_text_has_counted() -> None:
    found = seen(f"{OPENING}Xã Chiềng Pằn có 7 bản làm vậy.")
    assert [("known" in features, figure) for figure, features in found] == [(False, "41 bản"), (True, "7 bản")]


def test_tokens_name_what_was_masked() -> None:
    assert tokens("\ue010\ue010\ue010 có \ue003, 12") == ["PLACE", "có", "UNIT", ",", "12"]


def test_what_the_model_is_sure_of_is_added_to_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{OPENING}Xã Chiềng Pằn có 12 nhà văn hóa và 7 bản có chợ phiên."
    monkeypatch.setattr(count_model, "probabilities", lambda *_: {})
    alone = [(r.place, r.count) for r in read(text)._.adoption]
    assert ("huyện Yên Châu", 41) in alone
    counted = [f for f in read(text)._.figures if f.surface == "7 bản"]
    spans = {(f.start, f.end): 0.99 for f in counted}
    monkeypatch.setattr(count_model, "probabilities", lambda *_: spans)
    assert [(r.place, r.count) for r in read(text)._.adoption] == [*alone, ("xã Chiềng Pằn", 7)]


def test_the_model_silences_shares_but_no_count_with_a_noun(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"{OPENING}Đến nay, tỉ lệ đạt 85%. Xã Chiềng Pằn có 7 bản bố trí bí thư chi bộ đồng thời là trưởng bản."
    monkeypatch.setattr(count_model, "probabilities", lambda *_: {})
    alone = [(r.count, r.percent) for r in read(text)._.adoption]
    assert alone == [(41, None), (None, 85.0), (7, None)]
    doubted = {(c.figure.start, c.figure.end): 0.01 for c in candidates(read(text))}
    assert len(doubted) == len(alone)
    monkeypatch.setattr(count_model, "probabilities", lambda *_: doubted)
    assert [(r.count, r.percent) for r in read(text)._.adoption] == [(41, None), (7, None)]


def test_the_component_can_do_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(doc: Doc) -> count_model.Verdict:
        raise AssertionError("the model was asked")

    monkeypatch.setattr(count_model, "verdict", fail)
    nlp = load()
    nlp.remove_pipe("tinbai_adoption")
    nlp.add_pipe("tinbai_adoption", config={"trained": False}, after="tinbai_officeholder")
    assert [(r.place, r.count) for r in nlp(OPENING)._.adoption] == [("huyện Yên Châu", 41)]


def test_what_is_likely_counts_unless_it_is_a_part_of_a_number_passed_over() -> None:
    text = "Cả huyện còn 22 bản trắng sóng, riêng xã Chiềng Pằn 4 bản. Xã Mường Lựm 7 bản."
    doc = read(OPENING + text)
    spans = {doc.text[f.start : f.end]: (f.start, f.end) for f in doc._.figures}
    likely = count_model.Verdict(likely=frozenset({spans["4 bản"], spans["7 bản"]}))
    assert {7}.issubset(found := {d.count for d in statements(doc, likely)})
    assert 4 not in found
    sure = count_model.Verdict(sure=frozenset({spans["4 bản"], spans["7 bản"]}))
    assert {d.count for d in statements(doc, sure)} & {4, 7} == {7}


def test_what_is_sure_counts_also_behind_a_number_passed_over() -> None:
    doc = read(OPENING + "Cả huyện còn 22 bản trắng sóng, xã Chiềng Pằn 4 bản.")
    span = next((f.start, f.end) for f in doc._.figures if doc.text[f.start : f.end] == "4 bản")
    assert 4 not in {d.count for d in statements(doc, count_model.Verdict(likely=frozenset({span})))}
    assert 4 in {d.count for d in statements(doc, count_model.Verdict(sure=frozenset({span})))}


def test_the_encoder_reads_the_words_about_a_figure_and_of_the_sentence_before() -> None:
    doc = read(OPENING + "Xã Chiềng Pằn có 7 bản làm vậy, xã khác chưa.")
    last = count_model.marked(view_of(doc).folded, list(candidates(doc))[-1])
    assert last.endswith("ở 41 bản. xã chiềng pằn có [ 7 bản ] làm vậy, xã khác chưa.")


def test_the_encoder_reads_so_many_words_of_a_long_text_and_none_of_the_next_sentence() -> None:
    doc = read(f"{OPENING}{'Việc làng việc bản. ' * 60}Xã Chiềng Pằn có 7 bản làm {'như vậy ' * 40}. Xong.")
    last = count_model.marked(view_of(doc).folded, list(candidates(doc))[-1])
    before, after = (side.split() for side in last.split(" [ 7 bản ] "))
    assert (len(before), len(after)) == (40, 20)


def test_a_count_in_words_that_no_list_holds_is_read() -> None:
    found = {
        (r.place, r.count) for r in read(f"{OPENING}Chuyện một người vác hai vai, xã Chiềng Pằn có ở 7 bản.")._.adoption
    }
    assert ("xã Chiềng Pằn", 7) in found
