"""What stands around a place name: the context of weak unit words, parts of hamlets, credits (codebook 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import START, Mention
from tinbai.entities.place_types import TypeWord
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_BODY_LEFT = re.compile(
    r"(?:trưởng|phó|chi bộ|bí thư|tổ trưởng|ban công tác mặt trận|ban nhân dân|ban điều hành|đảng viên|"
    r"chi hội|chi đoàn|"
    r"người dân|bà con|nhân dân|cư dân|nhà văn hóa|trú tại|ngụ tại|ngụ|trú) +(?:tại +|ở +)?$"
)
_PLACE_LEFT = re.compile(
    r"(?:ở|tại|của|từ|về|đến|lên|xuống|thuộc|trú|ngụ|dân|hộ|địa chỉ|nhà ở|quê ở|qua|với|bàn|cả|đầu|cuối) +$"
)
_URBAN_RIGHT = re.compile(r" *[,(]? *(?:thuộc +|của +|ở +)?(?:phường|p\.|thị trấn|tt\.?|khu phố|kp)(?![^\W\d_])")
_ADDRESS_RIGHT = re.compile(
    r" *[,(]? *(?:thuộc +|của +|ở +)?(?:xã|phường|p\.|thị trấn|tt\.?|tp\.?|thành phố|thị xã|huyện)(?![^\W\d_])"
)
_TOWNSHIP_RIGHT = re.compile(r" *,? *(?:thị trấn|tt\.?)(?![^\W\d_])")
_RURAL_RIGHT = re.compile(r" *[,(]? *(?:thuộc +|của +|ở +)?xã(?![^\W\d_])")
_AREAS_TOLD = re.compile(r"(?:trưởng|ban nhân dân|chi bộ|\d) +khu vực(?![^\W\d_])(?! +(?:phòng|biên|kinh|đô))")
_TOWN = re.compile(r"(?<![^\W\d_])(?:phường|thị trấn) +(?=\S)")
_INSIDE = re.compile(r" *(?:,|\(|(?:,? *(?:thuộc|của|ở)(?![^\W\d_]))) *")
_LISTED = re.compile(r" *(?:,|và|;|, *và) *")
_SISTER = re.compile(r" *(?:và|;|/)(?![^\W\d_]) *")
# Kinds of units that lie inside another hamlet where it stands behind them: `tổ 5, khu phố 2`; `xóm Giữa, thôn X`.
_PARTS = {
    "tổ": ("khu phố", "khóm", "ấp", "khu vực", "tiểu khu", "khối", "khối phố", "thôn", "bản", "khu"),
    "tổ dân phố": ("khu phố", "khóm", "khu vực"),
    "xóm": ("thôn",),
    "sóc": ("ấp", "khóm"),
    "phum": ("ấp", "khóm"),
}
_SINGLE_LETTER = re.compile(r"[^\W\d_]\. *[^\W\d_]+")


@lru_cache(maxsize=2)
def _tells_of_areas(folded: str) -> bool:
    """Say it once for a text, not for each of its places."""
    return _AREAS_TOLD.search(folded) is not None


@lru_cache(maxsize=2)
def _tells_of_towns(folded: str) -> bool:
    return _TOWN.search(folded) is not None


def in_context(view: TextView, word: TypeWord, mention: Mention, sentence: Sentence) -> bool:
    """Say whether the words around a weak unit word show that a hamlet is meant: a head, a cell, an address."""
    left = view.folded[max(sentence.start, mention.start - 40) : mention.start]
    body = bool(_BODY_LEFT.search(left)) or bool(re.search(r"(?:trưởng|phó) +$", left))
    address = bool(_ADDRESS_RIGHT.match(view.folded, mention.end, sentence.end))
    urban = bool(_URBAN_RIGHT.match(view.folded, mention.end, sentence.end))
    numbered = bool(mention.attrs.get("numbered"))
    if word.unit == "kdc" and _PLACE_LEFT.search(left):
        return True
    if word.unit == "pho":
        return bool(_TOWNSHIP_RIGHT.match(view.folded, mention.end, sentence.end)) or bool(
            re.search(r"(?:(?:trưởng|phó|chi bộ|bí thư)|hộ(?: dân)?(?: +(?:của|ở|tại))?) +$", left)
        )
    if word.unit == "to":
        rural = _RURAL_RIGHT.match(view.folded, mention.end, sentence.end)
        return numbered and (body or urban or (address and not rural))
    if word.unit == "khu_vuc":
        told = numbered and _tells_of_areas(view.folded) and _tells_of_towns(view.folded)
        return bool(re.search(r"(?:trưởng|phó|chi bộ|bí thư|ban nhân dân) +$", left)) or urban or told
    if word.unit == "doi":
        return numbered and (body or address)
    if word.unit in {"khu", "khoi"}:
        listed = bool(mention.attrs.get("type_inherited")) and _tells_of_towns(view.folded)
        return body or address or listed or (numbered and word.unit == "khu" and bool(_PLACE_LEFT.search(left)))
    return numbered or body or address


@cache
def _peoples() -> frozenset[str]:
    return frozenset(fold(name) for group in lexicon.load("ethnic")["group"] for name in group["variants"])


def is_of_people(view: TextView, word: TypeWord, mention: Mention) -> bool:
    """Say whether a hamlet's name is that of a people: `hai thôn Dao`, `các bản Mông` tell who lives there.

    After a colon it is the name of a hamlet (`các thôn: Mường, Đông`).
    """
    begin = max(word.stop, mention.start)
    name = view.folded[begin : mention.end].strip()
    return mention.type == "HAMLET" and name in _peoples() and ":" not in view.text[word.stop : begin]


def is_initial(view: TextView, mention: Mention) -> bool:
    """Say whether a dotted letter before one syllable is a writer's (`Ảnh: H. Yến`), unless there is such a unit."""
    if mention.type == "HAMLET" or not _SINGLE_LETTER.fullmatch(view.folded[mention.start : mention.end]):
        return False
    name = str(mention.normal).split(" ", 1)[1]
    if mention.type == "DISTRICT" and units_known.district_codes(name):  # H.Eakar, of two words on the list
        return False
    return mention.type.lower() not in units_known.levels_of(name)


def with_parts(view: TextView, found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the places in order, a part of a hamlet (`tổ 5, khu phố 2`) with `level=sub`."""
    places = sorted(found, key=START)
    parts: set[int] = set()
    for mention, behind in reversed(list(pairwise(places))):
        listed = behind.start in parts and mention.attrs.get("unit_type") == behind.attrs.get("unit_type")
        if _is_part(view, mention, behind) or (listed and _LISTED.fullmatch(view.folded, mention.end, behind.start)):
            parts.add(mention.start)
    # `Trưởng xóm Đông`: what has a head anywhere in the text is no part of another hamlet.
    headed = {m.normal for m in places if m.attrs.get("shared_with_role")}
    names = {m.normal for m in places if m.start in parts}
    for mention in places:
        again = mention.normal in names and not _ADDRESS_RIGHT.match(view.folded, mention.end)
        inside = (mention.start in parts or again) and mention.normal not in headed
        yield replace(mention, attrs={**mention.attrs, "level": "sub"}) if inside else mention


def _is_part(view: TextView, mention: Mention, behind: Mention) -> bool:
    if mention.type != "HAMLET" or behind.type != "HAMLET" or mention.attrs.get("shared_with_role"):
        return False  # `Trưởng xóm Giữa, thôn X`: a unit with a head of its own
    larger = _PARTS.get(str(mention.attrs.get("unit_type")), ())
    if behind.attrs.get("unit_type") not in larger or behind.attrs.get("type_inherited"):
        return False
    gap = _INSIDE.fullmatch(view.folded, mention.end, behind.start)
    return gap is not None and not _SISTER.match(view.folded, behind.end)
