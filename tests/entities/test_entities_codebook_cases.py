"""Figures, dates, documents and ethnic groups of the codebook's worked cases and the sample article."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import get

SHARED = Path(__file__).parents[3] / "shared"
LAYERS = {"FIGURE": "figure", "DATE": "date", "DOCUMENT": "document", "ETHNIC": "ethnic"}


def worked_cases() -> list[dict[str, Any]]:
    file = SHARED / "codebook" / "edge_cases.json"
    return json.loads(file.read_text(encoding="utf-8"))["cases"] if file.exists() else []


def found(doc: Doc, end: int | None = None) -> Counter[tuple[str, str, str | None]]:
    text = doc.text
    return Counter(
        (mention.type, text[mention.start : mention.end], mention.normal)
        for layer in LAYERS.values()
        for mention in get(doc, layer)
        if end is None or mention.start < end
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared (codebook cases) is not beside this checkout")
@pytest.mark.parametrize("case", worked_cases(), ids=lambda case: case["id"])
def test_worked_case(case: dict[str, Any], nlp: Language) -> None:
    doc = nlp(unicodedata.normalize("NFC", case["text"]))
    assert found(doc) == Counter((e["type"], e["text"], e["normal"]) for e in case["entities"] if e["type"] in LAYERS)
    values = {doc.text[m.start : m.end]: m.attrs for m in get(doc, "figure")}
    for figure in case["figures"]:
        for key in ("value", "unit", "denominator", "approx", "comparator", "per"):
            if key in figure:
                assert (figure["surface"], key, values[figure["surface"]].get(key)) == (
                    figure["surface"],
                    key,
                    figure[key],
                )


def test_sample_article(nlp: Language, shared: Path) -> None:
    gold = json.loads((shared / "seed" / "gold_004.json").read_text(encoding="utf-8"))
    text = unicodedata.normalize("NFC", (shared / "seed" / gold["file"]).read_bytes().decode("utf-8"))
    expected: Counter[tuple[str, str, str | None]] = Counter()
    for entity in gold["entities"]:
        if entity["type"] in LAYERS:
            expected[entity["type"], entity["text"], entity["normal"]] += len(entity["mentions"])
    assert found(nlp(text), gold["body_end_offset"]) == expected
