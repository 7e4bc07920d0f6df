"""Look-up for every unit: the same answer twice, only units in force, variants meet, accents keep names apart."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinbai.gazetteer import Gazetteer, Unit, default, name_key
from tinbai.gazetteer.dates import EARLIEST_STATE

_UNITS = default().units
_units = st.sampled_from(_UNITS)
_days = st.dates(min_value=date(2005, 1, 1), max_value=date(2030, 12, 31)).map(date.isoformat)
_ABBREVIATED = {
    "thành phố": ("TP. ", "TP ", "Tp."), "thị xã": ("TX. ", "TX "), "thị trấn": ("TT. ", "TT "),
    "phường": ("P. ", "P."), "huyện": ("H. ", "H."), "quận": ("Q. ", "Q."),
}  # fmt: skip


def _old_tone(name: str) -> str:
    """Move the tone of final òa, òe, ùy to the second vowel, as older spelling has it."""
    moved = []
    for syllable in name.split(" "):
        bare = unicodedata.normalize("NFD", syllable)
        for first, second in (("o", "a"), ("o", "e"), ("u", "y")):
            for tone in "\u0300\u0301\u0303\u0309\u0323":
                if bare.endswith(first + tone + second) and not bare.lower().endswith("q" + first + tone + second):
                    bare = bare[: -len(first + tone + second)] + first + second + tone
        moved.append(unicodedata.normalize("NFC", bare))
    return " ".join(moved)


def _without_tones(name: str) -> str:
    marks = "\u0300\u0301\u0303\u0309\u0323"
    kept = "".join(mark for mark in unicodedata.normalize("NFD", name) if mark not in marks)
    return unicodedata.normalize("NFC", kept)


def _found(name: str, unit: Unit) -> bool:
    return any(match.unit == unit for match in default().lookup(name, unit.level))


@given(unit=_units, as_of=_days)
def test_lookup_is_the_same_for_a_fresh_gazetteer_and_a_used_one(unit: Unit, as_of: str) -> None:
    assert default().lookup(unit.name, as_of=as_of) == _fresh().lookup(unit.name, as_of=as_of)


def _fresh(cache: list[Gazetteer] = []) -> Gazetteer:  # noqa: B006
    if not cache:
        cache.append(Gazetteer.load())
    return cache[0]


@given(unit=_units, as_of=_days)
def test_every_candidate_may_have_been_in_force_on_the_day(unit: Unit, as_of: str) -> None:
    day = max(as_of, EARLIEST_STATE)
    for match in default().lookup(unit.short, as_of=as_of):
        assert match.unit.seen_after <= day
        assert (match.unit.valid_to or "9999") >= day
        assert ("between_states" in match.basis) == (match.unit.valid_from > day)
        assert ("earliest_state" in match.basis) == (as_of < EARLIEST_STATE)
        assert 0 < match.score <= 1


@given(unit=_units)
def test_a_unit_is_found_by_its_own_name_during_its_own_time(unit: Unit) -> None:
    best = default().lookup(unit.name, unit.level, as_of=unit.valid_from)
    assert unit in {match.unit for match in best if match.score == 1.0}


@given(unit=_units)
@settings(max_examples=200)
def test_spelling_variants_find_the_same_unit(unit: Unit) -> None:
    variants = [
        unicodedata.normalize("NFD", unit.name),
        unit.name.upper(),
        unit.name.replace(" ", "\u00a0"),
        unit.name.replace("Đ", "\u00d0"),
        unit.name.replace(" - ", "-"),
        unit.name.replace("-", "\u2013"),
        unit.name.replace("'", "\u2019"),
        _old_tone(unit.name),
        *(short + unit.short for short in _ABBREVIATED.get(unit.type_word, ())),
    ]
    assert [variant for variant in variants if not _found(variant, unit)] == []


@given(unit=_units)
def test_a_name_without_its_tones_never_finds_the_unit(unit: Unit) -> None:
    flat = _without_tones(unit.short)
    if name_key(flat) not in {name_key(name) for name in (unit.short, *unit.aliases)}:
        assert not _found(flat, unit)


@given(unit=_units, as_of=_days)
def test_within_only_narrows(unit: Unit, as_of: str) -> None:
    for above in default().ancestors(unit):
        narrowed = default().lookup(unit.name, as_of=as_of, within=above)
        assert {m.unit.key for m in narrowed} <= {m.unit.key for m in default().lookup(unit.short, as_of=as_of)}
        assert all(above.code in {up.code for up in default().ancestors(m.unit)} for m in narrowed)


@given(unit=_units)
def test_every_chain_of_parents_ends_in_a_province(unit: Unit) -> None:
    paths = default().paths(unit)
    assert paths
    for path in paths:
        assert ([unit, *path])[-1].level == "province"
    assert default().ancestors(unit) in paths


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Hòa Bình", "Hoa Bình"), ("Đắk Hà", "Đắk Hạ"), ("Tân Lập", "Tàn Lập"), ("Mường Lạn", "Mương Lạn"),
        ("Đa Lộc", "Da Lộc"), ("Trưởng Sơn", "Trường Sơn"), ("Sơn La", "Son La"), ("Ba Vì", "Ba Vi"),
    ],
)  # fmt: skip
def test_names_that_differ_by_an_accent_have_two_keys(one: str, two: str) -> None:
    assert name_key(one) != name_key(two)


@pytest.mark.parametrize(
    ("one", "two"), [("Hòa", "Hoà"), ("Thụy", "Thuỵ"), ("Hoè", "Hòe"), ("Lý", "Lí"), ("Quý", "Quí")]
)
def test_tone_placement_and_final_y_are_one_spelling(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


def test_divided_communes_keep_all_their_successors() -> None:
    """1,033 rows from old to new units: 471 communes were divided, into two to five parts each."""
    parts = {u.code: len(u.successor_codes) for u in _UNITS if u.valid_to == "2025-06-30" and u.level == "commune"}
    divided = [number for number in parts.values() if number > 1]
    assert (len(divided), sum(divided), max(divided)) == (471, 1033, 5)


def test_the_list_has_all_states_and_its_provenance() -> None:
    states = default().provenance["states"].split(",")
    assert (len(states), states[0], states[-1]) == (19, "2019-09-11", "2025-07-01")
    assert {"version", "history", "since_2025-07-01", "compared"} <= set(default().provenance)
