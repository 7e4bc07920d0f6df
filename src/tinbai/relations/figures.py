"""Figure records: what each number counts, where and when (codebook 4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import HEAD, UNIT, reduce
from tinbai.entities.mention import Mention, get, view_of
from tinbai.lexicon import load
from tinbai.records import Adoption, Figure
from tinbai.relations.dating import when
from tinbai.relations.figure_place import place_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_PER = (
    ("year", re.compile(r" *(?:mỗi|một|hằng|hàng|/) *năm(?![^\W_])")),
    ("month", re.compile(r" *(?:mỗi|một|hằng|hàng|/) *tháng(?![^\W_])")),
    ("day", re.compile(r" *(?:mỗi|một|hằng|hàng|/) *ngày(?![^\W_])")),
)
# What a counted noun is in plain English (codebook 4.5: short). The whole noun has to fit: `đồng chí` is no money,
# `khẩu súng` no inhabitant, `căn hộ` no household.
_NOUNS = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (r"(?:hộ|gia đình)(?: .+)? nghèo", "poor households"),
        (r"hộ(?: (?:dân|gia đình|dân tộc|đồng bào|nông dân|kinh doanh)(?: .+)?)?|gia đình(?:, .+)?", "households"),
        (r"(?:nhân )?khẩu", "inhabitants"),
        (r"(?:.+, )?đảng viên(?:, .+)?", "party members"),
        (r"(?:đảng bộ, )?chi bộ(?:, .+)?", "party cells"),
        (r"(?:năm )?tuổi đảng", "years of party membership"),
        (r"(?:tháng |năm )?tuổi(?: đời)?", "age"),
        (r"(?:chi )?(?:đảng bộ|đảng ủy)(?: .+)?", "party organisations"),
        (r"(?:xã|phường|thị trấn)(?:(?:,| và) (?:xã|phường|thị trấn|đặc khu))*", "communes"),
    )
)
# Words of hamlets that most often mean another thing: `22 đội` play football.
_OTHER_UNITS = ("đội", "khu vực", "kv")
_HAMLETS = re.compile(rf"(?:ngôi )?{UNIT}(?:(?:,| và)? {UNIT})*(?: văn hóa)?")
_NON_PARTY = re.compile(r"(?:chưa|không)(?: phải)?(?: là)? đảng viên|ngoài đảng|là quần chúng")


def figure_records(doc: Doc, refs: Mapping[tuple[int, int], str], adoption: Sequence[Adoption]) -> tuple[Figure, ...]:
    """Return a record for each FIGURE mention in text order.

    Args:
        doc: the article.
        refs: adoption id by (start, end) of the figure that states it.
        adoption: the adoption records, for what and where a figure counts.
    """
    by_id = {record.id: record for record in adoption}
    figures = get(doc, "figure")
    number_of = {(m.start, m.end): f"F{number}" for number, m in enumerate(figures, 1)}
    parts = {ref: key for key, ref in refs.items()}
    found = []
    for figure in figures:
        ref = refs.get((figure.start, figure.end))
        record = by_id.get(ref or "")
        whole = parts.get(record.part_of) if record and record.part_of else None
        found.append(_figure(doc, figure, number_of, (record, whole)))
    return tuple(found)


def _figure(
    doc: Doc,
    figure: Mention,
    number_of: Mapping[tuple[int, int], str],
    stated: tuple[Adoption | None, tuple[int, int] | None],
) -> Figure:
    view = view_of(doc)
    record, whole = stated
    sentence = view.sentence_at(figure.start)
    attrs = figure.attrs
    place, date = _place_and_date(doc, figure, sentence, record)
    return Figure(
        id=number_of[(figure.start, figure.end)],
        surface=view.text[figure.start : figure.end],
        start=figure.start,
        end=figure.end,
        kind=str(attrs.get("kind") or "count"),
        value=attrs.get("value"),
        value_max=attrs.get("value_max"),
        denominator=attrs.get("denominator"),
        unit=attrs.get("unit"),
        per=attrs.get("per") or _per(view.folded, figure),
        counted=_counted(view.folded, figure, sentence, record),
        place=place,
        date=date,
        approx=attrs.get("approx"),
        comparator=attrs.get("comparator"),
        subset_of=number_of.get(whole) if whole else None,
        adoption_ref=record.id if record else None,
    )


def _place_and_date(
    doc: Doc, figure: Mention, sentence: Sentence | None, record: Adoption | None
) -> tuple[str | None, str | None]:
    if record is not None:
        return record.place, record.as_of
    if sentence is None:
        return None, None
    return place_of(doc, figure, sentence), when(doc, figure, sentence).value


def _per(folded: str, figure: Mention) -> str | None:
    return next((unit for unit, pattern in _PER if pattern.match(folded, figure.end)), None)


def _counted(folded: str, figure: Mention, sentence: Sentence | None, record: Adoption | None) -> str | None:
    surface = folded[figure.start : figure.end]
    reduced = reduce(folded, figure.start, figure.end).text
    stop = min(sentence.end if sentence else figure.end, figure.end + 40)
    after = folded[figure.end : stop]
    if record is not None:
        return _of_model(record, reduced)
    if _NON_PARTY.search(after) and (HEAD in reduced or UNIT in reduced):
        return "heads who are not party members"
    if "%" in surface:
        order = "second" if re.match(r"[^,;.]*(?:thứ hai|thứ 2)", after) else "first"
        return f"allowance of the {order} post" if re.match(r" *(?:phụ cấp|mức phụ cấp|chức danh)", after) else None
    return _of_noun(fold(str(figure.attrs.get("unit") or "")), reduced)


def _of_noun(unit: str, reduced: str) -> str | None:
    """Return what a unit says in plain English; `reduced`: the figure with letters for heads and hamlet words."""
    if unit.partition("/")[0] in _currencies():
        return "money"
    for pattern, english in _NOUNS:
        if pattern.fullmatch(unit):
            return english
    if HEAD in reduced:
        return "heads of hamlet-level units"
    hamlets = unit not in _OTHER_UNITS and _HAMLETS.fullmatch(reduce(unit, 0, len(unit)).text)
    return "hamlet-level units" if hamlets else None


@cache
def _currencies() -> frozenset[str]:
    return frozenset(fold(row[key]) for row in load("numbers")["currency"] for key in ("id", "surface"))


def _of_model(record: Adoption, reduced: str) -> str:
    nouns = {"cells": "party cells", "persons": "secretaries who are also heads", "subunits": "communes"}
    what = nouns.get(record.count_of or "", "hamlets")
    if record.status == "target":
        return f"{what} where the model is planned"
    if record.status == "not_adopted":
        return f"{what} without the model"
    return what if what.startswith("secretaries") else f"{what} with the model"
