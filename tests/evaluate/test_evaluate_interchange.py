"""Entities survive every interchange format, offset for offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from tinbai.errors import CorpusError
from tinbai.evaluate.corpus import load
from tinbai.evaluate.interchange import Layered, Marked, read, write
from tinbai.records import Annotation, Article, Entity, Labels

ROOT = Path(__file__).parents[2]
MINI = Path(__file__).parent / "mini"
FORMATS = ("brat", "conll", "docbin", "labelstudio")
# glued words, NBSP, two blanks, an astral letter, a tab, overlapping and token-cutting spans
HARD = "  Trưởng thôn HảiCả\u00a0xóm  mừng 🌾\tkhu4.\n\nÔng Lù\u00a0A Sì  \n"


def annotation(text: str, spans: list[tuple[str, str]]) -> Annotation:
    entities = [
        Entity(id=f"E{i}", type=kind, text=word, start=text.index(word), end=text.index(word) + len(word), zone="body")  # type: ignore[arg-type]
        for i, (kind, word) in enumerate(spans)
    ]
    article = Article(id="hard", input="x", text=text)
    return Annotation(tinbai="gold", article=article, entities=tuple(entities), labels=Labels(relevance="not_model"))


def hard() -> Annotation:
    spans = [
        ("PERSON", "Hải"),
        ("ROLE", "Trưởng thôn"),
        ("HAMLET", "thôn"),
        ("HAMLET", "khu4"),
        ("PERSON", "Lù\u00a0A Sì"),
    ]
    return annotation(HARD, spans)


@pytest.fixture(scope="module")
def gold() -> list[Annotation]:
    return [*(article.annotation for article in load(MINI)), hard()]


@pytest.mark.parametrize("format", FORMATS)
def test_round_trip(tmp_path: Path, gold: list[Annotation], format: str) -> None:
    assert write(gold, tmp_path, format) == 3
    back = {layer.id: layer for layer in read(tmp_path, format, {a.article.id: a.article.text for a in gold})}
    for one in gold:
        want = Layered.of(one)
        assert back[want.id] == (want.flat() if format == "conll" else want)
        assert all(want.text[s.start : s.end] == e.text for s, e in zip(want.spans, _sorted(one), strict=True))


def _sorted(one: Annotation) -> list[Entity]:
    return sorted(one.entities, key=lambda e: (e.start, e.end, e.type))


def test_the_whole_gold_corpus_round_trips(tmp_path: Path) -> None:
    annotations = [article.annotation for article in load(ROOT / "corpora" / "gold")]
    texts = {a.article.id: a.article.text for a in annotations}
    for format in FORMATS:
        assert write(annotations, tmp_path / format, format) == len(annotations)
        back = {layer.id: layer for layer in read(tmp_path / format, format, texts)}
        wanted = (Layered.of(one) for one in annotations)
        assert all(back[want.id] == (want.flat() if format == "conll" else want) for want in wanted)


def test_the_flat_layer_keeps_the_longest() -> None:
    flat = Layered.of(hard()).flat()
    assert [(flat.text[s.start : s.end], s.type) for s in flat.spans][:2] == [
        ("Trưởng thôn", "ROLE"),
        ("Hải", "PERSON"),
    ]


def test_label_studio_counts_as_javascript_does(tmp_path: Path) -> None:
    write([hard()], tmp_path, "labelstudio")
    units = HARD.encode("utf-16-le")
    content = (tmp_path / "tasks.json").read_text(encoding="utf-8")
    start = len(HARD[: HARD.index("khu4")].encode("utf-16-le")) // 2
    assert units[2 * start : 2 * start + 8].decode("utf-16-le") == "khu4"
    assert f'"start": {start},' in content


@pytest.mark.parametrize(
    ("format", "file", "old", "new"),
    [
        ("brat", "hard.ann", "PERSON 14 17", "PERSON 15 18"),
        ("labelstudio", "tasks.json", '"start": 14', '"start": 15'),
        ("conll", "entities.conll", "Hải\t14\t17", "Hải\t15\t18"),
    ],
)
def test_a_shifted_offset_is_refused(tmp_path: Path, format: str, file: str, old: str, new: str) -> None:
    write([hard()], tmp_path, format)
    content = (tmp_path / file).read_bytes().decode("utf-8")
    assert content.count(old) == 1
    (tmp_path / file).write_bytes(content.replace(old, new).encode("utf-8"))
    with pytest.raises(CorpusError, match="the text has"):
        list(read(tmp_path, format, {"hard": HARD}))


def test_unknown_formats_and_missing_texts(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no format 'xml'"):
        write([hard()], tmp_path, "xml")
    write([hard()], tmp_path, "conll")
    with pytest.raises(CorpusError, match="text of 'hard' must be given"):
        list(read(tmp_path, "conll"))


def test_spans_sort_by_place() -> None:
    assert sorted([Marked(3, 4, "A"), Marked(1, 9, "B"), Marked(1, 2, "C")])[0] == Marked(1, 2, "C")
