"""Normal forms that a tag leaves out because they follow from its surface (codebook 3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tinbai import lexicon
from tinbai.text.normalize import fold, spell

_OPS = {"~<": "nearly", "<=": "at_most", ">=": "at_least", "<": "less_than", ">": "more_than", "~": "about"}
_NUMBER = r"\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?P<op>~<|<=|>=|<|>|~)?(?P<value>{_NUMBER})"
    rf"(?:\.\.(?P<op_max>~<|<=|>=|<|>|~)?(?P<max>{_NUMBER})|/(?P<denominator>{_NUMBER}))?(?: +(?P<unit>.+))?"
)
_EDTF_DATE = r"(?:\d{4}|XXXX)(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?)?"
_LONG = r"(?:\d+(?:\.\d+)?|X+)"  # X digits: `mấy năm`, `hàng chục năm`
_LENGTH = rf"P(?=[\dXT])(?:{_LONG}Y)?(?:{_LONG}M)?(?:{_LONG}W)?(?:{_LONG}D)?(?:T(?=[\dX])(?:{_LONG}H)?(?:{_LONG}M)?)?"
_TERMS = rf"{_LONG} nhiệm kỳ"  # ISO 8601 has no letter for them
_EDTF = re.compile(
    rf"article_date|{_LENGTH}(?:/{_LENGTH})?|{_TERMS}|(?:{_EDTF_DATE}|\.\.)(?:/(?:{_EDTF_DATE}|\.\.|article_date))?"
)
_LEVELS = {"HAMLET": ("hamlet", "sub"), "COMMUNE": ("commune",), "DISTRICT": ("district",), "PROVINCE": ("province",)}


@dataclass(frozen=True, slots=True)
class FigureValue:
    """What the normal form of a figure says (codebook 3.8)."""

    kind: str
    value: float | None
    value_max: float | None
    denominator: float | None
    unit: str | None
    per: str | None
    approx: str | None


@cache
def _unit_words(entity_type: str) -> tuple[tuple[str, str], ...]:
    """(folded written form, full word) of the unit words of `entity_type`, longest first."""
    found = {}
    for unit in lexicon.load("units")["unit"]:
        levels = unit["level"].split("_or_")
        if not any(level in levels for level in _LEVELS[entity_type]):
            continue
        for written in (unit["surface"], *unit["abbreviations"]):
            found[fold(written)] = unit["surface"]
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def place(entity_type: str, surface: str) -> tuple[str, str] | None:
    """Return (normal form, unit word) of a place surface that carries its type word, else None.

    Example:
        >>> place("HAMLET", "Tổ dân phố số 7")
        ('tổ dân phố 7', 'tổ dân phố')
        >>> place("COMMUNE", "TT. Yên Bình")
        ('thị trấn Yên Bình', 'thị trấn')
        >>> place("DISTRICT", "Văn Bàn") is None
        True
    """
    plain = spell(surface)
    folded = fold(plain)
    for written, word in _unit_words(entity_type):
        rest = plain[len(written) :]
        if not folded.startswith(written) or not rest.strip():
            continue
        if not rest.startswith(" ") and not written.endswith("."):
            continue
        name = re.sub(r"^số (?=\d)", "", rest.strip())
        return f"{word} {name}", word
    return None


def document(surface: str) -> tuple[str, str | None] | None:
    """Return (number with plain hyphens, document type) of a document surface, None without a number.

    Example:
        >>> document("Nghị định số 33/2023/NĐ–CP")
        ('33/2023/NĐ-CP', 'Nghị định')
        >>> document("Nghị quyết Trung ương 6") is None
        True
    """
    plain = re.sub(r"[‐‑‒–—−]", "-", spell(surface))
    number = re.search(r"\d[\w./ -]*$", plain)
    before = plain[: number.start()] if number else plain
    names = sorted((kind["name"] for kind in lexicon.load("documents")["type"]), key=len, reverse=True)
    doc_type = next((name for name in names if fold(before).startswith(fold(name))), None)
    rest = before[len(doc_type) :].strip() if doc_type else before.strip()
    if not number or fold(rest) not in ("", "số"):
        return None
    return re.sub(r"\s+", "", number[0]), doc_type


def is_edtf(normal: str) -> bool:
    """Say whether `normal` has one of the forms that codebook 3.7 allows.

    Example:
        >>> [is_edtf(n) for n in ("2021-10", "XXXX-10", "2020/2022", "P5Y", "article_date", "10/2021")]
        [True, True, True, True, True, False]
        >>> [is_edtf(n) for n in ("PXY", "P2Y6M", "PT1H30M", "2 nhiệm kỳ", "P", "P5", "PT", "mấy năm")]
        [True, True, True, True, False, False, False, False]
    """
    return bool(_EDTF.fullmatch(normal))


def printed_years(normal: str, surface: str) -> str:
    """Return the EDTF form `normal` with `XXXX` for every year that `surface` does not print (codebook 3.7).

    A year is printed in four digits, in its last two (`năm 86`), as a decade (`những năm 70`) or in words.

    Example:
        >>> printed_years("2021-10", "tháng 10"), printed_years("2004/2005-02-10", "cuối năm 2004 đến ngày 10/2")
        ('XXXX-10', '2004/XXXX-02-10')
        >>> printed_years("1986", "năm 86"), printed_years("2021-05-03", "3.5.21"), printed_years("P5Y", "5 năm")
        ('1986', '2021-05-03', 'P5Y')
    """
    if normal.startswith("P") or re.search(r"ngh[iì]n|ngàn", fold(surface)):
        return normal
    printed = set(re.findall(r"\d+", surface))
    printed |= {f"20{short}" for short in re.findall(r"(?:\d[/.-]\d\d?[/.-]|\d{4} ?[/–-] ?)(\d\d)(?!\d)", surface)}
    year = re.compile(r"(?<![\d-])(?:\d{4}|\d{3}X)(?!\d)")
    return year.sub(lambda found: found[0] if _prints(found[0], printed) else "XXXX", normal)


def _prints(year: str, printed: set[str]) -> bool:
    whole = year.replace("X", "0")
    return whole in printed or (whole[2:] in printed and not whole.startswith("20"))


def date_subtype(normal: str, surface: str) -> str:
    """Return the subtype of a date from its normal form (codebook 3.7)."""
    if normal == "article_date":
        return "deictic"
    if normal.startswith("P") or normal.endswith(" nhiệm kỳ"):
        return "duration"
    if "/" in normal:
        return "term" if "nhiệm kỳ" in surface.lower() or "nhiệm kì" in surface.lower() else "period"
    parts = normal.split("-")
    if len(parts) == 1:
        return "year"
    if len(parts) == 3:
        return "date"
    return "quarter" if parts[1].isdigit() and 33 <= int(parts[1]) <= 36 else "month"


def figure(normal: str, before: str = "") -> FigureValue | None:
    """Read the normal form of a figure; None if it has not the form of codebook 3.8.

    Args:
        normal: `[op]value[/denominator] unit`, `a..b unit`, or `code unit` for a number without value.
        before: the text before the span; tăng or giảm right there makes it a change.

    Example:
        >>> figure("94/94 bản").denominator
        94.0
        >>> figure("~2450000 VND/month").per, figure("order_100 lượt").approx, figure("~<50 %").approx
        ('month', 'order_100', 'nearly')
    """
    match = _FIGURE.fullmatch(normal)
    if not match:
        code, _, unit = normal.partition(" ")
        if code not in _codes():
            return None
        return FigureValue(_kind(unit, before), None, None, None, unit or None, _per(unit), code)
    unit = match["unit"]
    kind = _kind(unit or "", before)
    if match["denominator"]:
        kind = "ratio"
    elif match["max"]:
        kind = "range"
    return FigureValue(
        kind=kind,
        value=float(match["value"]),
        value_max=float(match["max"]) if match["max"] else None,
        denominator=float(match["denominator"]) if match["denominator"] else None,
        unit=unit,
        per=_per(unit or ""),
        approx=_OPS[match["op"]] if match["op"] else None,
    )


@cache
def _codes() -> frozenset[str]:
    return frozenset(entry["op"] for entry in lexicon.load("numbers")["approximator"])


@cache
def _measures() -> frozenset[str]:
    entries = lexicon.load("numbers")["measure"]
    words = {name for entry in entries for name in (fold(entry["surface"]), fold(entry["si"].split(" (")[0]))}
    # `lần` counts, `tuổi` and `%` have kinds of their own
    return frozenset(words - {fold("tuổi"), "%", fold("lần"), "times", fold("năm tuổi Đảng")})


def _per(unit: str) -> str | None:
    return unit.partition("/")[2] or None


def _kind(unit: str, before: str) -> str:
    if re.search(r"(?:tăng|giảm)(?: thêm)? *$", fold(before)):
        return "change"
    head = fold(unit.partition("/")[0])
    if head == "%":
        return "percent"
    if head == "vnd":
        return "money"
    if head == fold("tuổi") or head.endswith(fold("tuổi Đảng")):
        return "age"
    return "measure" if head in _measures() or fold(unit) in _measures() else "count"
