"""DATE: calendar expressions, terms, durations and a closed list of deictics (codebook 3.7).

Deictics (`đến nay`, `hiện`) count only in a sentence with a figure; the figure
component, which runs later, drops the others (`confirm_deictics`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities import calendar, duration, number
from tinbai.entities.calendar import Atom, choice
from tinbai.entities.date_rows import (
    continues,
    is_day_behind_cue,
    is_listed_year,
    is_named_day,
    is_share,
    opens_name,
    with_rows,
)
from tinbai.entities.duration import ends_with
from tinbai.entities.mention import Located, Mention, get, longest, put, register_extensions, view_of
from tinbai.entities.number import Numeral
from tinbai.entities.quantity import unit_at
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_NUMERALS = "tinbai.numerals"


def numerals_of(doc: Doc) -> tuple[tuple[Numeral, ...], ...]:
    """Return the numerals of every sentence of `doc`, found once and kept."""
    if _NUMERALS not in doc.user_data:
        view = view_of(doc)
        found = tuple(tuple(number.find(view.folded, s.start, s.end)) for s in view.sentences)
        doc.user_data[_NUMERALS] = found
    return doc.user_data[_NUMERALS]  # type: ignore[no-any-return]


@cache
def _lead() -> re.Pattern[str]:
    words = alternation([fold(word) for word in load("dates")["calendar_lead"]])
    return re.compile(rf"(?<!\w)(?:{words} +)+$")


@cache
def _mods() -> dict[str, str]:
    return {fold(word): mod for word, mod in load("dates")["calendar_lead"].items()}


@cache
def _deictic() -> re.Pattern[str]:
    listed = alternation([fold(word) for word in load("dates")["deictic"]])
    return re.compile(rf"(?<!\w){listed}(?!\w)(?!(?<={choice('now')}) +{choice('now_not_before')}(?!\w))")


def find_sentence(view: TextView, sentence: Sentence, numerals: tuple[Numeral, ...]) -> list[Mention]:
    """Return the DATE mentions of one sentence, deictics included."""
    folded = view.folded
    lengths = list(duration.find(folded, sentence.start, sentence.end, numerals))
    atoms: list[Atom] = []
    for atom in calendar.find(folded, sentence.start, sentence.end):
        fitted = _fitted(view, sentence, atom, lengths, atoms)
        if not fitted and atoms and continues(folded, atoms[-1], atom) and not _measures(view, sentence, atom):
            fitted = atom
        if fitted:
            atoms.append(fitted)
    found = list(_spans(folded, sentence, with_rows(view, sentence, atoms)))
    taken = found + [length for length in lengths if not any(length.overlaps(date) for date in found)]
    for match in _deictic().finditer(folded, sentence.start, sentence.end):
        prefix = folded[max(sentence.start, match.start() - 12) : match.start()]
        if ends_with("now_not_after").search(prefix):
            continue
        mention = Mention("DATE", *match.span(), "article_date", {"subtype": "deictic"}, "date:deictic")
        if not any(mention.overlaps(other) for other in taken):
            taken.append(mention)
    return longest(taken)


def _fitted(
    view: TextView, sentence: Sentence, atom: Atom, lengths: Iterable[Mention], atoms: list[Atom]
) -> Atom | None:
    """Drop what is no date; cut a type word that belongs to a number before it (`hai ngày 4 và 5/3`)."""
    folded = view.folded
    prefix = folded[max(sentence.start, atom.start - 20) : atom.start]
    if ends_with("birth").search(prefix) or ends_with("month_in_name").search(prefix):
        return None
    if not atom.bare:
        if atom.subtype == "year" and re.search(r" \d\d$", folded[atom.start : atom.end]):  # năm 87, not năm 87 tuổi
            unit = unit_at(folded, view.text, atom.end, sentence.end, {})
            return None if unit and (unit.kind != "count" or unit.name in ("hộ", "người")) else atom
        for length in lengths:
            if atom.start < length.end < atom.end and length.start < atom.start:
                start = length.end + len(folded[length.end : atom.end]) - len(folded[length.end : atom.end].lstrip())
                return replace(atom, start=start, bare=True)
        if ends_with("rate_before").search(prefix) and not re.search(r"\d[/.-]\d", folded[atom.start : atom.end]):
            return None  # mỗi tháng 11 triệu đồng
        if atom.subtype == "month" and re.search(r"(?:những|bao|suốt|ngày|cả|\d) *$", prefix):
            return atom if re.search(r"\d$", folded[atom.start : atom.end]) else None
        return atom
    return atom if _is_bare_date(view, sentence, atom, prefix, atoms) else None


def _is_bare_date(view: TextView, sentence: Sentence, atom: Atom, prefix: str, atoms: list[Atom]) -> bool:
    folded, surface = view.folded, view.folded[atom.start : atom.end]
    if atom.subtype == "year":
        if ends_with("not_year_after").search(prefix) or (
            prefix.endswith("(") and folded[atom.end : atom.end + 1] == ")" and atom.year and atom.year < 2006
        ):
            return False
        if is_listed_year(folded, atoms, atom):
            return True
        unit = unit_at(folded, view.text, atom.end, sentence.end, {})
        if ends_with("year_cues").search(prefix) and not (unit and unit.kind in ("money", "measure", "percent")):
            return True
        counted = (
            unit is not None
            and (unit.firm or unit.kind == "time")
            and not (
                opens_name(view.text, atom.end) and fold(unit.name) not in number.words_of("not_figure", "members")
            )
        )
        return not counted and not re.match(r" +\d", folded[atom.end : sentence.end])
    if atom.subtype == "date" and atom.year is None:
        if calendar.is_row(view.text, (sentence.start, sentence.end), atom.start):
            return False
        if surface in calendar.words_of("not_dates") or _not_before().match(folded, atom.end, sentence.end):
            return False
        if "/" in surface and is_day_behind_cue(atom, prefix):
            return True
        if "/" not in surface:
            if re.match(r" *(?:tuần|tháng|năm)(?!\w)(?! *\d)", folded[atom.end : atom.end + 12]):
                return False  # đến 7-8 tháng
            if _measures(view, sentence, atom):
                return False
            cue = ends_with("day_cues").search(prefix) or ends_with("day_cues_of_dash").search(prefix)
            return bool(cue) or is_named_day(view.text, folded, (sentence.start, atom.start))
        if ends_with("not_date_after").search(prefix) and not ends_with("day_cues").search(prefix):
            return bool(_until().search(prefix))
        if _counted().search(folded, sentence.start, atom.start) and not ends_with("day_cues").search(prefix):
            return False  # `5/6 khu phố tụt xuống 2/6`
        unit = unit_at(folded, view.text, atom.end, sentence.end, {})
        fraction = _fraction().match(folded, atom.end, sentence.end)
        return not fraction and not (unit and unit.kind != "time" and is_share(unit, atom, prefix))
    if atom.day and atom.fixed and "/" not in surface and _measures(view, sentence, atom):
        return False  # từ 3 đến 5-6 người
    return not (ends_with("not_date_after").search(prefix) and atom.year is None)


def _measures(view: TextView, sentence: Sentence, atom: Atom) -> bool:
    """Say whether two numbers with - or . between them measure or count: `từ 1-2 cm`, `đến 5-6 hộ`, not `25-5`."""
    unit = unit_at(view.folded, view.text, atom.end, sentence.end, {})
    if not unit or not unit.firm or unit.kind == "time":
        return False
    if unit.kind != "count":
        return True
    before = view.folded[max(sentence.start, atom.start - 8) : atom.start]
    firm = ends_with("day_parts").search(before) or before.endswith("hôm ")
    return not firm and (atom.day or 0) < (atom.month or 0)


@cache
def _may_hold() -> re.Pattern[str]:
    return re.compile(rf"\d|(?<!\w)(?:{choice('month')}|{choice('quarter')})(?!\w)|{_deictic().pattern}")


@cache
def _until() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('range_link')} +{choice('end')} *$")


@cache
def _counted() -> re.Pattern[str]:
    """A ratio with its noun: the a/b after it in the sentence is one too."""
    return re.compile(
        rf"\d/\d+ +{alternation([fold(noun) for noun in load('numbers')['coordinated']['hamlets']])}(?!\w)"
    )


@cache
def _not_before() -> re.Pattern[str]:
    return re.compile(rf" +{choice('not_date_before')}(?!\w)")


@cache
def _fraction() -> re.Pattern[str]:
    return re.compile(rf" +{number.choice('numeral', 'fraction_of')}(?!\w)")


@cache
def _of_years() -> re.Pattern[str]:
    return re.compile(rf"(?:{choice('term')}|{choice('period')})(?!\w)")


@cache
def _opened() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){choice('range_open')} +$")


def _spans(folded: str, sentence: Sentence, atoms: list[Atom]) -> Iterator[Mention]:
    """Add the words before the number, join ranges, and yield the mentions."""
    index = 0
    floor = sentence.start
    while index < len(atoms):
        atom = atoms[index]
        start, mods = _with_lead(folded, max(floor, sentence.start), atom.start)
        end, value, subtype = atom.end, atom.edtf(), atom.subtype
        opened = _opened().search(folded[max(floor, start - 6) : start])
        if index + 1 < len(atoms) and _joins(folded, atom, atoms[index + 1]):
            index += 1
            end, value, subtype = atoms[index].end, f"{value}/{atoms[index].edtf()}", "period"
        elif (
            not atom.fixed
            and (so_far := _so_far().match(folded, end, sentence.end))
            and (opened or not so_far[0].startswith(","))
        ):
            end, value, subtype = so_far.end(), f"{value}/article_date", "period"
        if opened and (subtype == "period" and "/" in value):
            start -= len(opened[0])
        attrs = {"subtype": subtype, **({"mod": mods} if mods else {})}
        yield Mention("DATE", start, end, value, attrs, "date:calendar")
        floor = end
        index += 1


@cache
def _so_far() -> re.Pattern[str]:
    return re.compile(rf",? +(?:cho +)?{choice('range_link')} +{choice('so_far')}(?!\w)")


@cache
def _joint() -> re.Pattern[str]:
    lead = alternation(_mods())
    return re.compile(rf" *- *| +(?:cho +)?{choice('range_link')} +(?:{lead} +)*")


def _joins(folded: str, first: Atom, second: Atom) -> bool:
    if first.fixed or second.fixed or (second.edtf() < first.edtf() and first.year and second.year):
        return False
    return bool(_joint().fullmatch(folded, first.end, second.start))


def _with_lead(folded: str, floor: int, start: int) -> tuple[int, tuple[str, ...]]:
    lead = _lead().search(folded[max(floor, start - 30) : start])
    if not lead:
        return start, ()
    words = re.compile(alternation(_mods())).findall(lead[0])
    begin = start - len(lead[0])
    before = folded[max(floor, begin - 12) : begin]
    first = ends_with("not_first_after").search(before) and _of_years().match(folded, start)  # đợt đầu giai đoạn …
    if first or ends_with("not_calendar_lead_after").search(before):  # hướng tới năm 2025
        begin, words = begin + len(words[0]), words[1:]
        begin += len(folded[begin:start]) - len(folded[begin:start].lstrip())
    return begin, tuple(dict.fromkeys(_mods()[re.sub(" +", " ", word)] for word in words))


def confirm_deictics(dates: Iterable[Mention], figures: Iterable[Mention], view: TextView) -> list[Mention]:
    """Drop the deictics whose sentence holds no figure.

    Args:
        dates: all DATE mentions.
        figures: all FIGURE mentions.
        view: the text view.
    """
    counted = {view.sentence_at(figure.start) for figure in figures}
    return [d for d in dates if d.attrs.get("subtype") != "deictic" or view.sentence_at(d.start) in counted]


class DateComponent:
    """Fills the layer `date`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of `doc`; numbers of documents and places are none."""
        view = view_of(doc)
        numbered = (place for place in get(doc, "place") if place.attrs.get("numbered"))
        taken = Located([*get(doc, "document"), *numbered])
        found: list[Mention] = []
        for sentence, numerals in zip(view.sentences, numerals_of(doc), strict=True):
            if numerals or _may_hold().search(view.folded, sentence.start, sentence.end):
                found += find_sentence(view, sentence, numerals)
        put(doc, "date", [date for date in found if not taken.touching(date.start, date.end)])
        return doc


@Language.factory("tinbai_date", requires=["doc._.view"], assigns=["doc.spans"])
def make_date(nlp: Language, name: str) -> DateComponent:
    """Return the component that spaCy builds under `name`."""
    return DateComponent(nlp, name)
