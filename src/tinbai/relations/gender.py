"""Gender of a person with the cue it rests on; a weak cue is always named (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from tinbai.entities.mention import Mention
from tinbai.entities.names import ends_name
from tinbai.lexicon import load
from tinbai.relations.holding import Holder
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

Gender = Literal["male", "female"]
_WOMAN = re.compile(r"\bnữ +(?:[^\W\d_]+ +){0,5}$|\b(?:là|một) +nữ\b")
_CIVIL = re.compile(r"(?i)(?<![^\W_])(?:ông|(?<!ông )bà|anh|(?<!anh )chị|cô|chú|bác|cụ|thầy|em|cháu|đồng chí|đ/c)$")
_MAN = re.compile(r"\bnam +(?:bí +thư|trưởng|đảng +viên|thanh +niên)[^,.;]{0,20}$")


@cache
def _honorifics() -> dict[str, Gender | None]:
    return {fold(h["surface"]).rstrip(":. "): h.get("gender") for h in load("persons")["honorific"]}


def honorific_of(view: TextView, mention: Mention) -> str | None:
    """Return the form of address as printed before a name, None if there is none.

    `Đồng chí` and `bác` are forms of address that say nothing about gender.
    """
    given = mention.attrs.get("honorific")
    if given:
        return str(given)
    sentence = view.sentence_at(mention.start)
    start = max(sentence.start if sentence else 0, mention.start - 20)
    before = view.folded[start : mention.start].rstrip(" :")
    for form in sorted(_honorifics(), key=len, reverse=True):
        if re.search(rf"(?:^|[^\w]){re.escape(form)}$", before):
            end = start + len(before)
            return None if ends_name(view.text, end - len(form)) else view.text[end - len(form) : end]
    return None


def form_of_address(view: TextView, mentions: Sequence[Mention]) -> str | None:
    """Return how the person is addressed, as printed: a word as `ông` before all, else a rank or calling.

    A post before a name (`Thủ tướng`, `già làng`) and what tells of guilt or membership (`bị cáo`, `đảng viên`)
    are no forms of address; of `nhà ông` only the last word is one.
    """
    forms = [form for mention in mentions if (form := honorific_of(view, mention))]
    civil = (match[0] for form in forms if (match := _CIVIL.search(form)))
    return next(civil, None) or next((form for form in forms if fold(form) not in _no_address()), None)


@cache
def _no_address() -> frozenset[str]:
    return frozenset(fold(word) for word in load("persons")["no_address"]["words"])


def gender_of(
    view: TextView, holder: Holder, province: str | None, ethnicity: str | None
) -> tuple[Gender | None, str | None]:
    """Return (gender, cue) from the form of address, `nữ`, or the name; (None, None) if nothing tells.

    Args:
        view: the text view.
        holder: the person with all mentions.
        province: province of the record: `Y` is male among the Ê Đê, female in Kon Tum.
        ethnicity: group id, only if stated of the person.
    """
    for mention in holder.mentions:
        given = mention.attrs.get("gender")
        if given in ("male", "female") and "weak" not in str(mention.attrs.get("gender_cue") or ""):
            return given, str(mention.attrs.get("gender_cue") or "") or None
    for mention in holder.mentions:
        form = honorific_of(view, mention)
        gender = _honorifics().get(fold(form).rstrip(":. ")) if form else None
        if form and gender:
            return gender, f"honorific {fold(form)}"
    for mention in holder.mentions:
        sentence = view.sentence_at(mention.start)
        before = view.folded[max(sentence.start if sentence else 0, mention.start - 45) : mention.start]
        if _WOMAN.search(before.rpartition(",")[2]):
            return "female", "word nữ"
        if _MAN.search(before):
            return "male", "word nam"
    return _by_name(holder.name, province, ethnicity)


def _by_name(name: str, province: str | None, ethnicity: str | None) -> tuple[Gender | None, str | None]:
    parts = name.replace("’", "'").split()
    words: Any = load("persons")["gender_name"]
    place = re.sub(r"^(?:tỉnh|thành phố) ", "", province or "")
    if len(parts) < 2:
        return ("female", "first part H'") if parts and parts[0].startswith("H'") else (None, None)
    first, middle = parts[0], parts[1:-1]
    if first.startswith("H'") or first == "H":
        return "female", "first part H'"
    if first.startswith("K'"):
        return "male", "first part K'"
    if first == "Ka":
        return "female", "first part Ka"
    if first == "Y":
        return _by_y(words, place, ethnicity)
    if first == "A" and (place in ("Kon Tum", "Gia Lai", "Quảng Ngãi") or ethnicity in words["y_female_groups"]):
        return "male", "first part A"
    if "Thị" in middle:
        return "female", "middle name Thị"
    if "A" in middle and (first in words["mong_clans"] or ethnicity == "mong"):
        return "male", "middle part A after a Mông clan name"
    if "Y" in middle and (ethnicity == "mong" or place in words["y_middle_female_provinces"]):
        return "female", "middle part Y among the Mông of Nghệ An"
    if "Văn" in middle:
        return "male", "middle name Văn (weak cue)"
    return None, None


def _by_y(words: Any, place: str, ethnicity: str | None) -> tuple[Gender | None, str | None]:
    """Decide a first part Y: male among Ê Đê and M'nông, female among Xơ Đăng and Giẻ Triêng; else open."""
    if ethnicity in words["y_male_groups"]:
        return "male", f"first part Y, {ethnicity}"
    if ethnicity in words["y_female_groups"]:
        return "female", f"first part Y, {ethnicity}"
    if place in words["y_male_provinces"]:
        return "male", f"first part Y, {place}"
    if place in words["y_female_provinces"]:
        return "female", f"first part Y, {place}"
    return None, None
