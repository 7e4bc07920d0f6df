"""Type words of places in the text, and normal forms (codebook 3.1, 3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import middles, surnames
from tinbai.entities.place_short import tells_of_hue_province
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import TextView

# Units that are as often something else: they need a head, a cell or an address beside them.
WEAK = frozenset({"to", "khoi", "khu", "kdc", "khu_vuc", "pho", "doi"})
_FARM_TOWNS = frozenset(("thị trấn nông trường", "ttnt"))
_LONG_ENOUGH = frozenset(unit["surface"] for unit in lexicon.load("units")["unit"])


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type word in the text; `end` is where a name may begin, `stop` where the word ends.

    `of_name` is what the word has of the name: `thị trấn Nông trường Mộc Châu` is not `thị trấn Mộc Châu`.
    """

    start: int
    stop: int
    end: int
    level: str
    unit: str
    word: str
    of_name: str = ""


@cache
def _surfaces() -> Mapping[str, tuple[str, str, str]]:
    """Folded surface → (level, unit id, word of the normal form)."""
    table: dict[str, tuple[str, str, str]] = {}
    for unit in lexicon.load("units")["unit"]:
        if unit["level"] == "sub" or unit["id"] == "kon":
            continue
        for surface in (unit["surface"], *unit["abbreviations"]):
            table[fold(surface)] = (unit["level"], unit["id"], unit["surface"])
    table["thị trấn nông trường"] = ("commune", "thi_tran", "thị trấn")
    table["kp."] = ("hamlet", "khu_pho", "khu phố")
    return table


@cache
def _type_pattern() -> re.Pattern[str]:
    dotted = lexicon.alternation(s for s in _surfaces() if s.endswith("."))
    plain = lexicon.alternation(s for s in _surfaces() if not s.endswith("."))
    follows = r"(?![^\W\d_.-])(?: +(?=\S)|(?=\d)|(?= *:))"
    return re.compile(rf"(?<![\w/-])(?:(?P<dot>{dotted}) *|(?P<word>{plain}){follows})")


@cache
def _not_after() -> Mapping[str, re.Pattern[str]]:
    """Words before a type word that make it another word: `văn bản`, `nông thôn`."""
    table: dict[str, set[str]] = {}
    for unit in lexicon.load("units")["unit"]:
        surface = fold(unit["surface"])
        for phrase in map(fold, unit["not_a_unit_in"]):
            if phrase.endswith(" " + surface):
                table.setdefault(unit["id"], set()).add(phrase[: -len(surface) - 1])
    table.setdefault("ban", set()).update({"ấn", "biên", "căn", "phiên", "một", "nguyên", "dị", "tái", "hải", "lâm"})
    table.setdefault("khom", set()).update({"ha", "trồng", "tấn", "vườn", "rẫy", "cây", "trái", "quả", "nước"})
    table["soc"] = table.get("soc", set()) - {"con"}
    table.setdefault("xa", set()).update({"hợp tác"})
    table.setdefault("khu", set()).update({"chiến", "quân", "liên", "đặc", "tiểu", "phân", "hậu"})
    table["to"] = (table.get("to", set()) | {"phó"}) - {"tổ trưởng"}
    table.setdefault("doi", set()).update({"bộ", "quân", "tiểu", "đại", "biên"})
    return {
        unit: re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))}) +$")
        for unit, words in table.items()
    }


# `Trưởng thôn làng Krai`: behind the title of its head the hamlet brings a type word of its own.
_HEAD_LEFT = re.compile(r"(?<![^\W\d_])(?:(?:trưởng|chi bộ) +(?:thôn|xóm|bản)|già +làng) +$")
_AND_LEFT = re.compile(rf"[{CAPITALS}]&$")  # Sở TT&TT; but P.5&P.6
_NAME_BEFORE = re.compile(r"([^\W\d_]+) +$")


def _in_name(view: TextView, start: int, begin: int) -> bool:
    """A capitalised type word after a family or middle name is part of a person's name: `Chau Sóc X`."""
    before = _NAME_BEFORE.search(view.text, max(begin, start - 12), start)
    if not before or not before[1][0].isupper():
        return False
    return fold(before[1]) in (surnames() | middles())


# `thác Bản Giốc`, `hồ Bản Mồng`: a capital after such a word opens the name of the waterfall, not a hamlet.
_FACILITY = re.compile(
    rf"(?<![^\W\d_]){lexicon.alternation(map(fold, lexicon.load('units')['around']['facilities']))} +$"
)


def opens_word(view: TextView, start: int, position: int, unit: str) -> bool:
    """Say whether the type word at `position` ends another word of the sentence from `start`: `nông thôn`."""
    before = view.folded[max(start, position - 24) : position]
    return unit in _not_after() and bool(_not_after()[unit].search(before)) and not _HEAD_LEFT.search(before)


def type_words(view: TextView, start: int, end: int) -> list[TypeWord]:
    """Return the type words of [start, end) that may open a place name, in order."""
    out = []
    for match in _type_pattern().finditer(view.folded, start, end):
        surface = re.sub(" +", " ", (match["dot"] or match["word"]))
        level, unit, word = _surfaces()[surface]
        written = view.text[match.start() : match.start() + len(surface)]
        if len(surface) <= 4 and surface not in _LONG_ENOUGH and not written[0].isupper():
            continue
        if surface in {"tt", "tk", "kv", "kp", "tx", "tp", "tdp", "kdc"} and not (written.isupper() or written == "Tp"):
            continue
        if opens_word(view, start, match.start(), unit) or _AND_LEFT.search(view.text, start, match.start()):
            continue
        abbreviated = written.isupper() and len(written) > 1  # Từ TP Vinh
        if written[0].isupper() and (
            (not abbreviated and _in_name(view, match.start(), start))
            or _FACILITY.search(view.folded, max(start, match.start() - 12), match.start())
        ):
            continue
        stop = match.end("dot") if match["dot"] else match.end("word")
        of_name = "Nông trường " if surface in _FARM_TOWNS else ""
        out.append(TypeWord(match.start(), stop, match.end(), level, unit, word, of_name))
    return out


def city_level(view: TextView, start: int, stop: int) -> str:
    """Return PROVINCE for a city under the centre; Huế is none where the text has its former province."""
    name = fold(spell(view.text[start:stop]))
    former = name == fold("Huế") and tells_of_hue_province(view)
    return "PROVINCE" if name in units_known.CENTRAL_CITIES and not former else "DISTRICT"


def with_city_level(view: TextView, item: Mention) -> Mention:
    """Return an item of a list of cities with the level of its own: `hai thành phố Hà Nội và Vinh`."""
    if item.type != "DISTRICT" or item.attrs.get("unit_type") != "thành phố":
        return item
    return replace(item, type=city_level(view, item.start, item.end))


def normal_form(word: str, surface: str) -> str:
    """Return type word in lower case + name in the spelling of normal forms.

    Example:
        >>> normal_form("tổ dân phố", "số 07"), normal_form("xã", "Hoà An")
        ('tổ dân phố 7', 'xã Hòa An')
    """
    name = re.sub(r"^(?:số|Số)\s+(?=\d)", "", spell(surface))
    name = re.sub(r"^0+(?=\d)", "", name)
    return f"{word} {name}"
