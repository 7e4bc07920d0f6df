"""Agreement of two annotators: full on equal files, and lower by exactly what was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tinbai.errors import CorpusError
from tinbai.evaluate.agreement import agreement, cohens_kappa

MINI = Path(__file__).with_name("mini")


@pytest.fixture
def second(tmp_path):
    return Path(shutil.copytree(MINI, tmp_path / "second"))


def test_equal_annotations_agree_fully(second):
    found = agreement([MINI], [second])
    assert found.articles > 0
    assert all(both == first == other for both, first, other in found.spans.values())
    assert {value for value, _ in found.kappa.values()} <= {1.0, None}


def test_a_span_left_out_lowers_its_type_only(second):
    path = next(p for p in sorted(second.rglob("*.txt")) if "<PER>" in p.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    before = agreement([MINI], [second]).spans
    start = text.index("<H>")
    end = text.index("</H>", start)
    path.write_text(text[:start] + text[start + 3 : end] + text[end + 4 :], encoding="utf-8")
    after = agreement([MINI], [second]).spans
    assert after["HAMLET"][0] == before["HAMLET"][0] - 1
    assert {t: n for t, n in after.items() if t != "HAMLET"} == {t: n for t, n in before.items() if t != "HAMLET"}


def test_another_text_is_refused(second):
    path = sorted(second.rglob("*.txt"))[0]
    path.write_text(path.read_text(encoding="utf-8").replace("{title}", "{title}Tin: ", 1), encoding="utf-8")
    with pytest.raises(CorpusError, match="text differs"):
        agreement([MINI], [second])


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], None),
        ([("a", "a"), ("a", "a")], 1.0),
        ([("a", "a"), ("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")], -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
    ],
)
def test_kappa(pairs, kappa):
    assert cohens_kappa(pairs) == kappa
