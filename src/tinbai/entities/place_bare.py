"""Bare place names: inside Party and state bodies, and where the article has typed them (codebook 3.2)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from typing import TypeAlias

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.former import says_former, tells_of_then
from tinbai.entities.mention import Mention, covered
from tinbai.entities.names import ends_name, looks_like_person, run_at, runs, sure_middles, surnames, word_pairs
from tinbai.entities.place_names import cut_run
from tinbai.entities.place_numbers import counted_after, with_number
from tinbai.entities.place_scope import Scope, past_direction
from tinbai.entities.place_short import hue_city
from tinbai.entities.place_types import normal_form
from tinbai.entities.place_unlisted import known_end
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_COMMITTEE = re.compile(
    r"(?<![^\W\d_])(?:(?P<d>huyện ủy|huyện đoàn|huyện đội)|(?P<t>thị ủy|thị đoàn)|(?P<q>quận ủy|quận đoàn)|"
    r"(?P<c>thành ủy|thành đoàn)|(?P<p>tỉnh ủy|tỉnh đoàn)) +(?=\S)"
)
_LEADS = frozenset(("ở", "tại", "về", "sang", "đến", "lên", "từ", "riêng", "còn", "theo", "rời", "với", "xuống", "nay"))
_STOPS = frozenset(".!?”")
_STREET = re.compile(r"(?<![^\W\d_])(?<!thành )(?<!khu )(?<!khối )(?<!dân )(?:đường|phố) +(?=\S)")
# A house number before a bare name makes it the name of a street.
_HOUSE = re.compile(
    r"(?<![^\W\d_])(?:số|nhà|số +nhà|nhà +số|địa +chỉ|ngõ|ngách|hẻm|kiệt)[ :]*\d+[a-zđ]?(?:[/-]\d+[a-zđ]?)*,? +$"
)
_SYLLABLE = 7  # letters; a longer word is a highland name, not a syllable of Vietnamese
_OTHER_RIGHT = re.compile(r" *(?:fc\b|group|bank)")
_NUMBER_RIGHT = re.compile(r" *\d+(?:[.,]\d+)*(?: *[-–] *\d+)?")
_WORD = {"PROVINCE": "tỉnh", "DISTRICT": "huyện", "COMMUNE": "xã", "HAMLET": "thôn"}
_Typed: TypeAlias = dict[str, list[Mention]]


def _after(key: str) -> str:
    words = lexicon.alternation(fold(word) for word in lexicon.load("units")["around"][key])
    return rf"(?<![^\W\d_]){words} +"


_AUTHORITY = re.compile(_after("authorities") + r"(?=\S)")
_OTHER_NAME, _NO_OTHER_NAME = (re.compile(_after(f"opens_{what}other_name") + "$") for what in ("", "no_"))


def in_authorities(view: TextView, found: list[Mention]) -> list[Mention]:
    """Bare names after `Huyện ủy`, `UBND` and the like; unknown names only after the former."""
    out: list[Mention] = []
    taken = covered((m.start, m.end) for m in found)
    typed, scope = _typed_names(view, found), Scope.of(view, found)
    for sentence in view.sentences:
        for match in _COMMITTEE.finditer(view.folded, sentence.start, sentence.end):
            stop = cut_run(view, match.end(), sentence.end, "district")
            if stop is None or match.end() in taken:
                continue
            stop = known_end(view, match.end(), stop, *_committee_word(match))
            name = view.text[match.end() : stop]
            type_, word = _committee_level(match, name)
            if _is_person(view, match.end(), stop) and not units_known.levels_of(name):
                continue
            if _opens_word(view, match.end(), stop):
                continue  # Thành đoàn Thanh niên
            mention = _mention(type_, word, view, (match.end(), stop), {"in_org": True})
            out.append(replace(mention, normal=units_known.with_type(mention.normal or "", type_.lower(), word)))
        for match in _AUTHORITY.finditer(view.folded, sentence.start, sentence.end):
            stop = cut_run(view, match.end(), sentence.end, "commune")
            if stop is None or match.end() in taken:
                continue
            out += _named_like(view, (match.end(), stop), typed, scope)
    return out


def _opens_word(view: TextView, start: int, stop: int) -> bool:
    """Say whether one capital syllable and the small one behind it make a common word."""
    alone = " " not in view.text[start:stop] and view.text[stop + 1 : stop + 2].islower()
    return alone and view.folded[start : stop + 12].startswith(word_pairs())


_COMMITTEE_WORDS = {"p": "tỉnh", "c": "thành phố", "d": "huyện", "t": "thị xã", "q": "quận"}


def _committee_word(match: re.Match[str]) -> tuple[str, str]:
    group = str(match.lastgroup)
    return {"p": "province", "c": "district_or_province"}.get(group, "district"), _COMMITTEE_WORDS[group]


def _committee_level(match: re.Match[str], name: str) -> tuple[str, str]:
    level, word = _committee_word(match)
    central = word == "thành phố" and fold(spell(name)) in units_known.CENTRAL_CITIES
    return ("PROVINCE" if central or level == "province" else "DISTRICT"), word


def _named_like(view: TextView, span: tuple[int, int], typed: _Typed, scope: Scope) -> list[Mention]:
    """The unit that a body's bare name means: as typed in the article, else by the gazetteer."""
    name = fold(spell(view.text[span[0] : span[1]]))
    if name in typed:
        best = _nearest(typed[name], span[0])
        attrs = {"unit_type": best.attrs.get("unit_type"), "in_org": True}
        return [Mention(best.type, *span, best.normal, attrs, "rule:place_authority")]
    levels = units_known.levels_of(name)
    if len(levels) >= 1 and not _is_person(view, *span):
        type_ = "PROVINCE" if "province" in levels else "DISTRICT" if "district" in levels else "COMMUNE"
        if type_ == "COMMUNE":
            inside = scope.inside(span, levels)
            return [inside] if inside else []
        return [_mention(type_, _WORD[type_], view, span, {"in_org": True})]
    return []


def bare_places(view: TextView, found: list[Mention], titles: tuple[Mention, ...]) -> list[Mention]:
    """Bare names that denote a unit: typed elsewhere in the article, a province, or in the scope of the article.

    Two passes: the second knows the districts of the first, so that their communes need no type word.
    """
    first = _pass(view, found)
    return first + _pass(view, [*found, *first]) if first else first


def _pass(view: TextView, found: list[Mention]) -> list[Mention]:
    taken = covered((m.start, m.end) for m in found)
    typed = _typed_names(view, found)
    scope = Scope.of(view, found)
    out: list[Mention] = []
    for sentence in view.sentences:
        for run in runs(view.text, sentence.start, sentence.end):
            if run.start in taken or run.end - 1 in taken or (out and run.start < out[-1].end):
                continue
            span = _span(view, past_direction(view, run), run.end, sentence, typed)
            listed = scope.listed(span, scope.last_before(span[0], out))
            mention = listed or _bare(view, span, typed, sentence, scope, in_unit=span[0] - 2 in taken)
            opens = run.start == sentence.start or view.text[run.start - 1] in _STOPS  # a lost blank
            if mention is None and opens and len(run.syllables) > 2:
                span = (run.syllables[1][0], run.end)  # the first capital may only open the sentence
                first, name = view.folded[run.start : run.syllables[0][1]], view.text[span[0] : span[1]]
                leads = first in _LEADS or (fold(spell(name)) in typed and first not in surnames())  # Hiện Nà X
                if leads or "province" in units_known.levels_of(name):
                    mention = _bare(view, span, typed, sentence, scope)
            if mention:
                out.append(mention)
    return out


def _span(view: TextView, start: int, stop: int, sentence: Sentence, typed: _Typed) -> tuple[int, int]:
    span = _widest(view, start, stop, sentence.end)
    if span[1] != stop:
        return span
    longer = with_number(view, start, stop, sentence.end, "hamlet")
    return (start, longer) if fold(spell(view.text[start:longer])) in typed else (start, stop)


_DASH = re.compile(r" *[-–] *")


def _widest(view: TextView, start: int, stop: int, end: int) -> tuple[int, int]:
    """Take a second half after a dash if the gazetteer's name has it too."""
    dash = _DASH.match(view.folded, stop, end)
    run = run_at(view.text, dash.end(), end) if dash else None
    if run and units_known.levels_of(view.text[start : run.end]) & {"province", "district"}:
        return start, run.end
    return start, stop


def _bare(
    view: TextView, span: tuple[int, int], typed: _Typed, sentence: Sentence, scope: Scope, *, in_unit: bool = False
) -> Mention | None:
    name = fold(spell(view.text[span[0] : span[1]]))
    left = view.folded[max(sentence.start, span[0] - 30) : span[0]]
    if " " not in name and name not in {"huế"} and not (name in typed and _is_highland(view, span)):
        return None  # most runs are one capital that opens a sentence
    if (
        (_OTHER_NAME.search(left) and not _NO_OTHER_NAME.search(left))
        or (_in_street_list(view, sentence, span[0]) and not scope.in_its_province(span, sentence))
        or (_HOUSE.search(left) and not in_unit)  # tổ dân phố số 20 Hàng Vải
        or name == "hồ chí minh"
    ):
        return None
    levels = units_known.levels_of(name)
    if name in typed:
        known = _nearest(typed[name], span[0])
        if known.type == "COMMUNE" and "district" in levels and left.endswith("("):
            parent = units_known.district_normal(name, None) or normal_form("huyện", view.text[slice(*span)])
            return Mention("DISTRICT", *span, parent, {"type_inherited": True}, "gazetteer:namesake")
        province = units_known.province_normal(name) if known.type == "DISTRICT" and "province" in levels else None
        if province and province.startswith("tỉnh "):  # Bắc Kạn beside TP Bắc Kạn
            return Mention("PROVINCE", *span, province, {"type_inherited": True}, "gazetteer:province")
        outlives = known.attrs.get("outlives")  # xã X beside huyện X cũ
        if known.type == "COMMUNE" and "district" in levels and not outlives and (district := scope.namesake(name)):
            return Mention("DISTRICT", *span, district, {"type_inherited": True}, "gazetteer:namesake")
        attrs = {"unit_type": known.attrs.get("unit_type"), "type_inherited": True}
        return Mention(known.type, *span, known.normal, attrs, "rule:place_bare_typed")
    if "province" in levels and not _goes_on(view, span[1], sentence.end):
        if city := hue_city(view, *span):
            return city
        normal = units_known.province_normal(name)
        return Mention("PROVINCE", *span, normal, {"type_inherited": True}, "gazetteer:province") if normal else None
    if levels & {"district", "commune"} and not _is_person(view, *span) and not _is_half(view, span[1], sentence.end):
        near = scope.beside(span, sentence) or scope.inside(span, levels)
        return near or scope.merged(span, levels) or scope.only_one(span, levels)
    return None


def _is_half(view: TextView, stop: int, end: int) -> bool:
    """Say whether a dash joins the name to one that is no unit's: `Phong N - Kẻ B`."""
    dash = _DASH.match(view.folded, stop, end)
    run = run_at(view.text, dash.end(), end) if dash else None
    if run is None or len(run.syllables) != 2:
        return False
    name = view.text[run.start : run.end]
    return not units_known.levels_of(name) and not looks_like_person(view.folded[run.start : run.end].split())


def _is_highland(view: TextView, span: tuple[int, int]) -> bool:
    """Say whether one written word is no syllable of Vietnamese: `Kêliruc`, `ABlung`."""
    name = view.text[slice(*span)]
    return len(name) > _SYLLABLE or (any(map(str.isupper, name[1:])) and not name.isupper())


def _goes_on(view: TextView, stop: int, end: int) -> bool:
    """Say whether the name that stops here goes on: `Sơn La FC`, `Hà Nội 2`; not `lên Hà Nội 4 năm`."""
    number = _NUMBER_RIGHT.match(view.folded, stop, end)
    if number:
        return not counted_after().match(view.folded, number.end(), end)
    return _OTHER_RIGHT.match(view.folded, stop, end) is not None


def _in_street_list(view: TextView, sentence: Sentence, start: int) -> bool:
    """`các tuyến đường Giải Phóng, Trường Chinh, Nguyễn Trãi`: streets called like units."""
    found = _STREET.finditer(view.folded, max(sentence.start, start - 120), start)
    streets = [street for street in found if not ends_name(view.text, street.start())]  # xã Gia Phố
    listed = view.text[streets[-1].end() : start].rstrip() if streets else ""
    return listed.endswith(",") and all(word[:1].isupper() for word in re.findall(r"[^\W\d_]+", listed))


def _mention(type_: str, word: str, view: TextView, span: tuple[int, int], attrs: dict[str, object]) -> Mention:
    name = view.text[span[0] : span[1]]
    normal = normal_form(word, name)
    if type_ == "PROVINCE":
        normal = units_known.province_normal(name) or normal
    elif type_ == "DISTRICT":
        normal = units_known.district_normal(name, None) or normal
    return Mention(type_, *span, normal, {"unit_type": word, **attrs}, "rule:place_authority")


def _typed_names(view: TextView, found: list[Mention]) -> _Typed:
    """Return the mentions by bare name in text order, only those of the largest unit if it stands on two levels.

    Beside a unit of now one that is gone counts for nothing: since July 2025 `xã X` often has the name of `huyện X cũ`.
    """
    table: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        if mention.normal and not mention.attrs.get("numbered"):
            word = str(mention.attrs.get("unit_type") or "")
            name = (
                mention.normal[len(word) + 1 :]
                if mention.normal.startswith(word + " ")
                else mention.normal.split(" ", 1)[-1]
            )
            table[fold(name)].append(mention)
    for name, typed in table.items():
        if len({m.type for m in typed}) > 1:
            now = [m for m in typed if not _is_gone(view, m)]
            if all(fold(m.normal or "").startswith("thị trấn ") for m in now):  # no township outlived its district
                now = []
            outlives = {"outlives": True} if 0 < len(now) < len(typed) else {}
            table[name] = [replace(m, attrs={**m.attrs, **outlives}) for m in now or typed]
    top = {name: min(_RANK[m.type] for m in typed) for name, typed in table.items()}
    return {
        name: sorted((m for m in typed if _RANK[m.type] == top[name]), key=lambda m: m.start)
        for name, typed in table.items()
    }


def _is_gone(view: TextView, mention: Mention) -> bool:
    sentence = view.sentence_at(mention.start)
    if sentence is None:
        return False
    before, after = view.folded[sentence.start : mention.start], view.folded[mention.end : sentence.end]
    return says_former(before, after) or (mention.type == "DISTRICT" and tells_of_then(before))


_RANK = {"PROVINCE": 0, "DISTRICT": 1, "COMMUNE": 2, "HAMLET": 3}


def _nearest(typed: list[Mention], position: int) -> Mention:
    """The last typed mention before `position`, else the first."""
    return typed[max(0, bisect_left(typed, position, key=lambda m: m.start) - 1)]


def _is_person(view: TextView, start: int, end: int) -> bool:
    run = run_at(view.text, start, end)
    if run is None:
        return False
    parts = [view.folded[a:b] for a, b in run.syllables]
    return any(p in sure_middles() for p in parts[1:-1]) or (len(parts) >= 3 and looks_like_person(parts))
