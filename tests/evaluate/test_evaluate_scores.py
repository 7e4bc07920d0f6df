"""Scores count what a person would count."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinbai.errors import CorpusError, NothingToReadError
from tinbai.evaluate.cases import Case, load_cases
from tinbai.evaluate.misses import misses
from tinbai.evaluate.scores import score
from tinbai.evaluate.tally import Tally
from tinbai.records import Annotation

MINI = Path(__file__).parent / "mini"


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_cases(MINI)


@pytest.fixture
def golds(cases: list[Case]) -> list[Annotation]:
    return [case.gold for case in cases]


def with_entity(annotation: Annotation, text: str, /, **change: object) -> Annotation:
    """Change the entity with this text; drop it if `change` is empty."""
    kept = [
        e if e.text != text else e.model_copy(update=change) for e in annotation.entities if change or e.text != text
    ]
    assert kept != list(annotation.entities)
    return annotation.model_copy(update={"entities": tuple(kept)})


def test_gold_against_itself_is_perfect(cases: list[Case], golds: list[Annotation]) -> None:
    result = score(cases, golds).as_dict()
    assert sorted(result) == ["articles", "results", "splits"]
    assert (result["articles"], result["splits"]) == (2, {"dev": 1, "train": 1})
    results = result["results"]
    for table in (*(results["spans"][name] for name in ("exact", "relaxed", "surface")), results["records"]):
        assert all(row["f1"] in (1.0, None) and row["correct"] == row["gold"] for row in table.values())
    assert results["values"]["figure"] == {
        "correct": 4, "predicted": 4, "gold": 4, "precision": 1.0, "recall": 1.0, "f1": 1.0, "low": 1.0, "high": 1.0,
    }  # fmt: skip
    assert results["labels"]["confusion"]["relevance"] == {
        "model_mention": {"model_mention": 1},
        "not_model": {"not_model": 1},
    }
    assert results["labels"]["relevance_macro"]["f1"] == 1.0


def test_a_missed_an_extra_and_a_shifted_span(cases: list[Case], golds: list[Annotation]) -> None:
    first, second = golds
    first = with_entity(first, "Y Blăk Ayũn")
    second = with_entity(second, "Hứa Thị Nhuần", start=golds[1].entities[0].start, text="x")
    spans = score(cases, [first, second]).results["spans"]
    assert [spans["exact"]["PERSON"][key] for key in ("correct", "predicted", "gold")] == [2, 3, 4]
    assert spans["exact"]["PERSON"]["f1"] == round(4 / 7, 4)
    assert spans["relaxed"]["PERSON"]["correct"] == 3
    assert spans["exact"]["PERSON"]["low"] <= spans["exact"]["PERSON"]["f1"] <= spans["exact"]["PERSON"]["high"]


def test_a_span_of_another_type_is_both_missed_and_extra(cases: list[Case], golds: list[Annotation]) -> None:
    wrong = with_entity(golds[0], "huyện Cư M'gar", type="COMMUNE")
    spans = score(cases, [wrong, golds[1]]).results["spans"]
    for name in ("exact", "relaxed"):
        assert [spans[name]["DISTRICT"][key] for key in ("correct", "predicted", "gold")] == [1, 1, 2]
        assert [spans[name]["COMMUNE"][key] for key in ("correct", "predicted", "gold")] == [2, 3, 2]


def test_values_count_only_found_spans(cases: list[Case], golds: list[Annotation]) -> None:
    figures = tuple(f.model_copy(update={"unit": "tạ"}) if f.unit == "tấn" else f for f in golds[0].figures)
    found = golds[0].model_copy(update={"figures": figures})
    values = score(cases, [found, golds[1]]).results["values"]
    assert (values["figure"]["correct"], values["figure"]["gold"]) == (3, 4)
    without = with_entity(golds[0], "Năm 2019")
    assert score(cases, [without, golds[1]]).results["values"]["date"]["gold"] == 1


def test_records_compare_persons_posts_and_places(cases: list[Case], golds: list[Annotation]) -> None:
    (holder,) = golds[0].officeholders
    other = golds[0].model_copy(update={"officeholders": (holder.model_copy(update={"commune": None}),)})
    records = score(cases, [other, golds[1]]).results["records"]
    assert records["dual_holder"]["f1"] == 1.0
    assert records["officeholder_full"]["correct"] == 1
    assert records["officeholder_full"]["gold"] == 2


def test_claims_pair_by_overlap_and_compare_aspects(cases: list[Case], golds: list[Annotation]) -> None:
    (claim,) = golds[0].claims
    shorter = claim.model_copy(update={"end": claim.end - 5, "aspects": ("B02", "B08"), "stance": "mixed"})
    claims = score(cases, [golds[0].model_copy(update={"claims": (shorter,)}), golds[1]]).results["claims"]
    assert claims["overlap"]["f1"] == 1.0
    assert [claims["aspects"][key] for key in ("correct", "predicted", "gold")] == [1, 2, 2]
    assert claims["stance_of_paired"]["f1"] == 0.0


@pytest.mark.parametrize("by", ["zone", "region", "kind"])
def test_every_grouping_sums_to_the_same_micro_average(cases: list[Case], golds: list[Annotation], by: str) -> None:
    found = [with_entity(golds[0], "Y Blăk Ayũn"), golds[1]]
    plain = score(cases, found).results["spans"]["exact"]["micro"]
    grouped = score(cases, found, by=by).results["spans"]["exact"]  # type: ignore[arg-type]
    assert grouped["micro"] == plain
    assert len(grouped) > 2


def test_the_same_input_gives_the_same_intervals(cases: list[Case], golds: list[Annotation]) -> None:
    found = [with_entity(golds[0], "Y Blăk Ayũn"), golds[1]]
    assert score(cases, found).as_dict() == score(cases, found).as_dict()


def test_intervals_cover_the_figure_and_narrow_with_articles() -> None:
    widths = []
    for articles in (10, 1000):
        tally = Tally(articles)
        for index in range(articles):
            tally.add(index, "exact", "DATE", index % 2, 1, 1)
        row = tally.score("exact", ["DATE"])
        assert row.f1 == 0.5
        assert row.low is not None
        assert row.high is not None
        assert row.low <= 0.5 <= row.high
        widths.append(row.high - row.low)
    assert widths[1] < 0.1 < widths[0]


def test_misses_show_the_span_in_its_sentence(cases: list[Case], golds: list[Annotation]) -> None:
    found = [with_entity(golds[0], "buôn Ea Drao"), golds[1]]
    (miss,) = misses(cases, found, "HAMLET")
    assert (miss.article, miss.what, miss.gold, miss.found) == ("m002", "missed", "buôn Ea Drao", "")
    assert miss.sentence.startswith("Năm 2019, ⟦buôn Ea Drao⟧ thuộc xã Ea Tul")
    (extra,) = misses([Case("m", "", "", "", found[0])], [golds[0]], "HAMLET")
    assert (extra.what, extra.found) == ("extra", "buôn Ea Drao")


@pytest.mark.parametrize("kind", ["dual_holder", "officeholder", "adoption", "claim", "figure_value", "date_value"])
def test_no_misses_of_any_kind_in_gold_itself(cases: list[Case], golds: list[Annotation], kind: str) -> None:
    assert list(misses(cases, golds, kind)) == []


def test_misses_of_records(cases: list[Case], golds: list[Annotation]) -> None:
    empty = [gold.model_copy(update={"officeholders": (), "claims": ()}) for gold in golds]
    (miss,) = misses(cases, empty, "dual_holder")
    assert miss.what == "missed"
    assert "⟦" in miss.sentence
    assert [miss.what for miss in misses(cases, empty, "officeholder")] == ["missed", "missed"]
    assert [miss.gold[:20] for miss in misses(cases, empty, "claim")] == ["Một người làm cả hai"]
    with pytest.raises(ValueError, match="no errors of kind 'X'"):
        list(misses(cases, empty, "X"))


def test_gold_with_mistakes_or_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingToReadError):
        load_cases(MINI, split="test")
    (tmp_path / "bad.txt").write_text("Không có thẻ", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"bad\.txt:1: error: needs three lines"):
        load_cases(tmp_path)


def test_the_pipeline_gets_no_gold(cases: list[Case]) -> None:
    article = cases[0].article()
    assert (article.zones, article.title, article.byline) == ((), None, None)
    assert article.published == "2019-03-02"


def test_offset_gold_is_verified(shared: Path) -> None:
    (case,) = load_cases(shared / "seed")
    text = case.gold.article.text
    assert len(case.gold.entities) == 65
    assert all(text[e.start : e.end] == e.text for e in case.gold.entities)
    results = score([case], [case.gold]).results
    assert results["spans"]["exact"]["micro"]["f1"] == 1.0
    assert results["records"]["officeholder_full"]["gold"] == 4
    assert results["spans"]["exact"]["micro"]["low"] is None
