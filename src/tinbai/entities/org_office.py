"""Offices named by their field: `Sở Nội vụ`, `Phòng Tài chính huyện X` (codebook 3.5, 9.15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.org_field import START
from tinbai.entities.title_office import is_company_field, is_room_elsewhere
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_WORD = r"(?![^\W\d_])"


def _words(key: str) -> str:
    return alternation(fold(word) for word in lexicon.load("orgs")["bodies"][key])


_LEVEL = _words("levels")
_OFFICE_FIELDS = alternation(
    [
        *fold(lexicon.load("posts")["macro"]["field"]).split("|"),
        *(fold(field) for field in lexicon.load("orgs")["bodies"]["office_fields"]),
    ]
)


def _offices_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{START}(?P<head>sở|phòng|chi cục|cục|tổng cục|bộ|vụ|ban) +"
        rf"(?P<field>(?<=phòng ){_words('police_fields')}|{_OFFICE_FIELDS}){_WORD}(?P<level> +{_LEVEL}{_WORD})?"
    )


_OFFICES = _offices_pattern()


@cache
def _no_boards() -> frozenset[str]:
    return frozenset(fold(field) for field in lexicon.load("orgs")["bodies"]["no_board_fields"])


_OF_VIETNAM = re.compile(r" +việt +nam(?![^\W\d_])")  # Tổng cục Đường bộ Việt Nam
_OF_UNITS = frozenset({"sở", "chi cục", "phòng"})  # offices that each unit has, unlike a ministry
_MINISTRY_FALSE = re.compile(r"(?:cán|nội|toàn|cục|tiến|đồng|đội|một|trụ|cơ|(?<![^\W\d_])văn) +$")
_EVERY = re.compile(r"(?<![^\W\d_])(?:(?P<all>các|những)|mỗi|từng|mọi) +$")  # các sở GD&ĐT
_COMMITTEE_FALSE = re.compile(r"ủy +$")  # Ủy ban Văn hóa, of which `ban Văn hóa` is no part


@cache
def _next_field() -> re.Pattern[str]:
    return re.compile(rf"(?: *[,;/] *| +(?:và|&) +)(?:sở +)?{_OFFICE_FIELDS}{_WORD}")


def _is_no_office(view: TextView, match: re.Match[str], end: int) -> bool:
    """Say whether an office without level and place is that of each province, or a room of a company or school.

    `các sở Y tế rà soát` are those of all provinces, `các sở Y tế, Nội vụ` two of one.
    """
    if match["head"] in {"phòng", "ban"}:
        spelled = " và " in match["field"] or "&" in match["field"]
        if not spelled and is_company_field(view, *match.span("field")):
            return True
    if match["head"] == "phòng":
        return is_room_elsewhere(view, match.end(), end)
    if match["head"] != "sở" or view.text[match.start()].isupper():
        return False
    every = _EVERY.search(view.folded, max(0, match.start() - 6), match.start())
    return every is not None and not (every["all"] and _next_field().match(view.folded, match.end()))


def offices(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    """Yield offices named by their field, which need no level word: `Sở Nội vụ`, `Phòng Tài chính`."""
    for match in _OFFICES.finditer(view.folded, sentence.start, sentence.end):
        written = view.text[match.start()]
        field = view.text[match.start("field")]
        place = next((p for p in places if 0 <= p.start - match.end("field") <= 1), None)
        typed = place and not place.attrs.get("type_inherited") and match["head"] in _OF_UNITS
        if match["head"] == "ban" and match["field"] in _no_boards() and not place and not match["level"]:
            continue  # Ban Xây dựng nông thôn mới
        if not written.isupper() and not field.isupper() and not (typed and match["level"]):
            continue
        if match["head"] == "vụ" and not (written.isupper() and field.isupper()):
            continue
        if not place and not match["level"] and _is_no_office(view, match, sentence.end):
            continue
        if match["head"] in {"ban", "bộ", "cục"} and not written.isupper() and not field.isupper():
            continue
        if _MINISTRY_FALSE.search(view.folded, max(sentence.start, match.start() - 8), match.start()):
            continue
        if match["head"] == "ban" and _COMMITTEE_FALSE.search(
            view.folded, max(sentence.start, match.start() - 4), match.start()
        ):
            continue
        country = None if place else _OF_VIETNAM.match(view.folded, match.end(), sentence.end)
        end = place.end if place else country.end() if country else match.end()
        elided = not country and (match["level"] or match["head"] in _OF_UNITS)
        attrs: dict[str, object] = {"kind": "state"} | ({"elided": True} if elided and not place else {})
        yield Mention("ORG", match.start(), end, spell(view.text[match.start() : end]), attrs, "rule:org_office")
