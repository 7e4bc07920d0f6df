"""Schools, hospitals, companies, newspapers and other bodies with a proper name (codebook 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.names import SYLLABLES, surnames
from tinbai.entities.org_field import START, stops
from tinbai.entities.org_known import (
    LETTERS,
    another_name,
    ends_before,
    is_congress,
    phrases,
    region_at,
    written_as_head,
)
from tinbai.entities.place_numbers import counted_after
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import Sentence, TextView


def _words(key: str) -> str:
    return lexicon.alternation(fold(word) for word in lexicon.load("orgs")["name"][key])


_HEAD = re.compile(rf"{START}{_words('heads')}(?![^\W\d_])")
_WITH_TRADE = ("htx", "hợp tác xã", "công ti", "doanh nghiệp tư nhân", "câu lạc bộ", "clb")
_SMALL_HEADS = frozenset(
    {"báo", "công ti", "htx", "bệnh viện", "hợp tác xã", "ngân hàng", "tập đoàn"}
    | {"đồn biên phòng", "trạm y tế", "câu lạc bộ"}
)
_SCHOOLS = re.compile(rf" +{_words('schools')}(?![^\W\d_])")
_WATERS = re.compile(rf"(?<![^\W\d_]){_words('before_no_school')} +$")
_PUBLISHERS = frozenset({"nhà xuất bản", "nxb"})
_NOT_ORG = frozenset({"vườn quốc gia", "nhà máy"})
_LEVEL = frozenset(
    {
        *("xã", "phường", "huyện", "quận", "tỉnh", "thị", "thành", "tp", "tp.", "tx", "tx.", "trấn", "phố"),
        *("thôn", "bản", "buôn", "ấp", "xóm", "khu"),
    }
)
_OF_COMPANY = frozenset({"mtv", "tnhh", "cp", "tmcp"})  # no half of a name in capitals: MTV Khai thác …
_SHORT_LEVEL = frozenset({"tp", "tx"})
_TOKEN = re.compile(r"[^\W_]+(?:[-&.'’][^\W_]+)*|[&-]|[“\"]")
_BLANK = re.compile(r" *")
_SHORT = re.compile(r" *\((?:HTX|CP|TNHH|NH)\)(?= )")  # Hợp tác xã (HTX) Nông nghiệp X


@cache
def _generic() -> frozenset[str]:
    """Words inside the names of bodies that are no proper name themselves."""
    return frozenset(fold(word) for word in lexicon.load("orgs")["name"]["generic"])


@cache
def _generic_capitalised() -> frozenset[str]:
    return _generic() | frozenset(fold(word) for word in lexicon.load("orgs")["name"]["generic_capitalised"])


def _school(view: TextView, head: re.Match[str]) -> bool:
    """`trường tiểu học Kim Đồng` in small letters, never `trường hợp`."""
    return head[0] == "trường" and bool(_SCHOOLS.match(view.folded, head.end()))


def named_bodies(
    view: TextView, sentence: Sentence, places: list[Mention], persons: tuple[Mention, ...]
) -> Iterator[Mention]:
    """Yield bodies whose head word is followed by a proper name, span to the end of the name."""
    for match in _HEAD.finditer(view.folded, sentence.start, sentence.end):
        head = re.sub(" +", " ", match[0])
        small = not view.text[match.start()].isupper()
        if head in _NOT_ORG or (small and head not in _SMALL_HEADS and not _school(view, match)):
            continue
        if small and head == "tập đoàn" and _country().match(view.folded, match.end(), sentence.end):
            continue  # một tập đoàn Hàn Quốc
        if small and head in {"báo", "công ti", "htx"} and view.text[match.end() : match.end() + 4].strip().isupper():
            continue
        if head == "báo" and _reports().search(view.folded, max(0, match.start() - 8), match.start()):
            continue  # thông báo Long là …
        if head == "trường" and _WATERS.search(view.folded, max(0, match.start() - 8), match.start()):
            continue  # hồ Trường Thi
        if _no_body().match(view.folded, match.start()) or not written_as_head(view, *match.span()):
            continue
        paper = _papers().match(view.folded, match.end(), sentence.end) if _kind(head) == "newspaper" else None
        if paper and not _paper_end(view, paper):
            paper = None
        if head in _PUBLISHERS:
            paper = _publishers().match(view.folded, match.end(), sentence.end)
        end = paper.end() if paper else _name_end(view, match.end(), sentence.end, places, persons)
        if end is None or is_congress(view, match.start(), end, sentence.end):
            continue
        yield Mention(
            "ORG", match.start(), end, spell(view.text[match.start() : end]), {"kind": _kind(head)}, "rule:org_named"
        )


@cache
def _pair_ends() -> frozenset[str]:
    return frozenset(fold(pair) for pair in lexicon.load("orgs")["name"]["pair_ends"])


@cache
def _trades() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("orgs")["name"]["trades"])


@cache
def _common() -> frozenset[str]:
    return _generic_capitalised() | _trades()


def _other_begins(view: TextView, last: int, position: int, end: int) -> bool:
    return bool(_next_body().match(view.folded, position, end)) or another_name(view, last, position, _common())


@cache
def _no_name() -> frozenset[str]:
    return _generic_capitalised() | _SHORT_LEVEL


@cache
def _country() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["countries"])
    return re.compile(rf" +{words}(?![^\W\d_])")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("orgs")["name"]["verbs"])


@cache
def _reports() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["before_report"])
    return re.compile(rf"(?<![^\W\d_]){words} +$")


@cache
def _pairs() -> frozenset[str]:
    return frozenset(fold(pair) for pair in lexicon.load("orgs")["name"]["pairs"])


@cache
def _next_body() -> re.Pattern[str]:
    bodies = lexicon.load("orgs")["bodies"]
    words = lexicon.alternation(fold(word) for key in ("state", "force", "front", "mass") for word in bodies[key])
    return re.compile(rf" +(?:{words}(?![^\W\d_])|{_HEAD.pattern})")


@cache
def _papers() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["papers"])
    return re.compile(rf" +{words}")


def _paper_end(view: TextView, match: re.Match[str]) -> bool:
    """Say whether the name of a newspaper ends there, be it that a lost blank glues a capital to it."""
    after = view.text[match.end() : match.end() + 1]
    return not after.isalpha() or (after.isupper() and view.text[match.end() - 1].islower())


@cache
def _publishers() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["publishers"])
    return re.compile(rf" +{words}(?![^\W\d_])")


@cache
def _no_body() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["no_body"])
    return re.compile(rf"{words}(?![^\W\d_])")


def _kind(head: str) -> str:
    if head.startswith(("trường", "đại học", "đh", "cao đẳng", "học viện")):
        return "school"
    if head.startswith(("đồn", "đoàn k", "trung đoàn", "sư đoàn", "tiểu đoàn", "lữ đoàn", "quân")):
        return "force"
    if head.startswith(("báo", "tạp chí", "đài", "thông tấn", "tòa soạn")):
        return "newspaper"
    return "other"


def _between_capitals(view: TextView, start: int, end: int) -> bool:
    """A small word between two capitalised ones inside the name: `Xây lắp Hòn X`."""
    if view.folded[start:end] in stops() | _verbs():
        return False  # Đồn Biên phòng Nậm Khạ trong Ngày hội …
    before = view.text[:start].rstrip().rpartition(" ")[2]
    return before[:1].isupper() and view.text[end + 1 : end + 2].isupper() and view.text[end : end + 1] == " "


def _full(view: TextView, person: Mention) -> bool:
    """Say whether a person is named in full, with a family name: no later part of the name of a body."""
    first, _, rest = view.folded[person.start : person.end].partition(" ")
    return bool(rest) and first in surnames()


# Two capitals that are no letters of a kind (TNHH, THPT): a proper name is there before the person's.
_NAMED = re.compile(rf"(?<![^\W_])(?:[{CAPITALS}][{CAPITALS.lower()}]+ ){{2}}$")


def _both_capital(view: TextView, position: int, end: int, folded: str) -> bool:
    """Two capitals in a row are a proper name even of common syllables (`HTX Thành Công`) that make no common word."""
    if folded in _OF_COMPANY:
        return False
    following = SYLLABLES.match(view.text, position + 1, end) if view.text[position : position + 1] == " " else None
    return following is not None and f"{folded} {view.folded[following.start() : following.end()]}" not in _pairs()


def _glued(text: str, token: re.Match[str]) -> int | None:
    """Return where the name ends if a lost blank glues another word to it: `Sóc SơnChủ nhiệm`, not `VietinBank`."""
    syllable = SYLLABLES.match(text, token.start())
    if syllable is None or syllable.end() >= token.end() or not text[syllable.end()].isupper() or token[0].isascii():
        return None
    return syllable.end()


_DECIMALS = re.compile(r"[.,]\d| *%")


def _counts(view: TextView, end: int) -> bool:
    """Say whether the number that ends here measures something: `vay ngân hàng 6,8 tỷ đồng`."""
    return bool(counted_after().match(view.folded, end) or _DECIMALS.match(view.folded, end))


def _name_end(
    view: TextView, position: int, end: int, places: list[Mention], persons: tuple[Mention, ...]
) -> int | None:
    """Walk over generic words and capitals; the last proper part ends the name."""
    last: int | None = None
    steps = 0
    word = ""
    paper = view.folded.endswith(("báo", "tạp chí"), 0, position)
    trade = view.folded.endswith(_WITH_TRADE, 0, position)
    letters = view.folded.endswith(LETTERS, 0, position)
    short = _SHORT.match(view.text, position, end)
    position = short.end() if short else position
    while position < end and steps < 16:
        steps += 1
        position = _BLANK.match(view.folded, position).end()  # type: ignore[union-attr]
        place = next((p for p in places if p.start == position and p.end > position), None)
        if place:
            if steps == 1 and view.folded[:position].rstrip().endswith("trung tâm"):
                return None  # Trung tâm thị trấn Sông Mã: a part of the town
            last = position = place.end
            word = ""
            if view.text[position : position + 1].isalpha():
                break  # a lost blank
            continue
        person = next((p for p in persons if p.start == position), None)
        if person and (
            steps == 1 or (_NAMED.search(view.text, max(0, position - 30), position) and _full(view, person))
        ):
            return last  # HTX chè X Lò Văn Y
        if last is None and (phrase := phrases().match(view.folded, position, end)):
            position, word = phrase.end(), ""
            continue
        if steps > 1 and (region := region_at(view, position, end)):
            return region
        if last is not None and ends_before(view, position, letters=letters):
            break
        token = _TOKEN.match(view.text, position, end)
        if not token or (paper and last is None and token[0] == "và"):
            break  # Báo và Phát thanh, truyền hình …
        if token[0] == "và" and last is not None and _other_begins(view, last, token.end(), end):
            break  # Công ty A và Công ty B
        glued = _glued(view.text, token)
        if glued:
            return glued
        folded = view.folded[token.start() : token.end()]
        proper = (
            bool(SYLLABLES.match(view.text, token.start()))
            or (folded.isdigit() and last is not None)
            or folded[:1].isdigit()
        )
        if token[0][0].isupper():
            own = paper or folded not in _no_name() or (last is not None and proper) or f"{word} {folded}" == "an tp"
            if own or _both_capital(view, token.end(), end, folded):
                last = token.end()
        elif last is not None and token.start() - last <= 1 and f"{word} {folded}" in _pair_ends():
            last = token.end()  # VTC Dịch vụ: the common word ends with its second syllable
        elif folded.isdigit() and (last is None or token.start() - last <= 1) and not _counts(view, token.end()):
            last = token.end()
        elif (
            folded not in _generic()
            and not (trade and folded in _trades())
            and folded not in _LEVEL
            and not _between_capitals(view, token.start(), token.end())
        ):
            break
        position, word = token.end(), folded
        if view.text[position : position + 1] in {",", ".", ";", ":", ")", "(", "”", "…"}:
            break
    return last
