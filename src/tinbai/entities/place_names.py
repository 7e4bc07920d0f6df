"""Where the name that follows a place's type word ends (codebook 3.1, 3.2)."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.names import (
    Run,
    heroes,
    highland_surnames,
    looks_like_person,
    middles,
    person_offset,
    run_at,
    sure_middles,
    sure_surnames,
    surnames,
)
from tinbai.entities.place_numbers import NO_DECIMALS, counted_after, is_written_number, with_number
from tinbai.entities.place_person import highlander_offset
from tinbai.entities.place_types import TypeWord
from tinbai.entities.place_unlisted import known_front, needs_more
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import TextView

_BYTES = r"(?! ?[gmt]b(?![^\W\d_]))"  # bản 8 GB
_NUMBER = re.compile(r"(?:số +)?(?:\d{1,3}[a-zđ]?|[ivx]{1,4}(?![^\W_]))" + NO_DECIMALS + _BYTES)
_HOUSE = re.compile(rf"-\d+ +[{CAPITALS}]")  # khu 2C-17 Lê Lai: a house and its street
_EACH_LEFT = re.compile(r"(?<![^\W\d_])(?:mỗi|từng) +$")
_LETTER_AND_NUMBER = re.compile(rf"(?!F)[{CAPITALS}]\d{{1,2}}(?![\w%/.,]\w|\w)")
_STOP_SYLLABLES = frozenset(fold(word) for word in lexicon.load("names")["not_a_place_syllable"])
_STOP_PAIRS = frozenset(fold(pair) for pair in lexicon.load("names")["not_a_place_pair"])


_COMMITTEE_NAME = re.compile(r"(?:đoàn|ủy|đội|miền)(?![^\W\d_])")


@cache
def _other_words() -> re.Pattern[str]:
    """What makes a hamlet's type word that of another thing: `bản cam kết`, `khu đô thị`, `tổ công tác`."""
    words = lexicon.alternation(fold(word) for word in lexicon.load("units")["around"]["no_hamlet_after"])
    return re.compile(rf" *{words}(?![^\W\d_])")


@cache
def _regions() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("units")["around"]["regions"])
    return re.compile(rf"{words}(?![^\W\d_])")


def name_end(view: TextView, word: TypeWord, end: int) -> tuple[int, bool] | None:
    """Return (end of the name, numbered) of the name right after a type word, or None."""
    begin = word.end
    written = view.text[begin : begin + 2]
    if view.text[word.stop - 1] == "." and not written.isalnum() and not written[:1].isdigit():
        return None  # `quán H.A`: initials
    if word.level == "hamlet" and (lettered := _LETTER_AND_NUMBER.match(view.text, begin, end)):
        return lettered.end(), True  # làng O5
    number = _NUMBER.match(view.folded, begin, end)
    if number and (
        _EACH_LEFT.search(view.folded, max(0, word.start - 6), word.start)  # mỗi bản 2 loa
        or (view.text[number.end() - 1].isalpha() and _HOUSE.match(view.text, number.end(), end))
    ):
        return None
    if number and is_written_number(view, number) and (word.level == "hamlet" or word.unit in {"phuong", "quan"}):
        if (
            counted_after().match(view.folded, number.end(), end)
            or view.text[number.end() + 1 : number.end() + 2].isupper()
        ):
            tail = re.compile(r" +").match(view.folded, number.end(), end)
            after = cut_run(view, tail.end(), end, word.level) if tail else None
            if after and word.level == "hamlet":
                return after, True
            return (number.end(), True) if view.text[number.end() + 1 : number.end() + 2].isupper() else None
        return number.end(), True
    if (
        word.level == "hamlet"
        and _other_words().match(view.folded, begin - 1, end)
        and not _in_capitals(view, word, end)
    ):
        return None
    if word.level not in ("hamlet", "commune") and _COMMITTEE_NAME.match(view.folded, begin, end):
        return None
    stop = cut_run(view, begin, end, word.level)
    if stop is None:
        small = _opens_small(view, begin, end, word.level)
        return (small, False) if small else None
    if word.level != "hamlet":
        known = _known_part(view, begin, stop, word)
        if known is None:
            return None
        stop = _in_small_letters(view, begin, known, end, word.level)
    return with_number(view, begin, stop, end, word.level), False


_AREAS = frozenset({"khu", "khu_vuc", "doi", "to"})  # khu vực Đông Nam Á


def _in_capitals(view: TextView, word: TypeWord, end: int) -> bool:
    """`thôn Trung Tâm`, `xóm Châu Sơn`: in capitals throughout, the words of a document or an area are a name."""
    run = run_at(view.text, word.end, end) if word.unit not in _AREAS else None
    return run is not None and len(run.syllables) > 1 and view.text[word.stop - 1].islower()


def _wanted(level: str) -> set[str]:
    return {"district_or_province": {"district", "province"}}.get(level, {level})


# The name must end there: `xã Tân tiến hành khảo sát` goes on.
_GOES_ON = re.compile(r" +([^\W\d_]+)(?= *(?:[,.;:)]|$)| +(?:có|đã|và|thuộc|nay|hiện)(?![^\W_]))")
_LAST = re.compile(r" +([^\W\d_]+)")  # tỉnh Bến tre khóa mới
_NEVER_IN_NAMES = frozenset(fold(word) for word in ("và", "là", "ở", "có", "cho", "đã", "sẽ", "nên", "thì", "mà", "về"))


def _in_small_letters(view: TextView, begin: int, stop: int, end: int, level: str) -> int:
    """Take in a last syllable in small letters that makes the name one of the gazetteer: `huyện Mường chà`."""
    tail = (_LAST if needs_more(view.text[begin:stop], level) else _GOES_ON).match(view.folded, stop, end)
    if tail is None or view.text[tail.start(1)].isupper() or tail[1] in _NEVER_IN_NAMES:
        return stop
    if units_known.levels_of(view.text[begin:stop]) & _wanted(level):
        return stop
    return tail.end() if units_known.levels_of(view.text[begin : tail.end()]) & _wanted(level) else stop


_SMALL = re.compile(r"[^\W\d_]+ +")


def _opens_small(view: TextView, begin: int, end: int, level: str) -> int | None:
    """Read a name of the gazetteer whose first syllable has a small letter: `quận bắc Từ Liêm`, `huyện hoài Đức`."""
    first = _SMALL.match(view.folded, begin, end) if level != "hamlet" else None
    run = run_at(view.text, first.end(), end) if first and first[0].strip() not in _NEVER_IN_NAMES else None
    # `Huyện bắc Hà Tĩnh`: part of a run is no name.
    return run.end if run and units_known.levels_of(view.text[begin : run.end]) & _wanted(level) else None


def _known_part(view: TextView, begin: int, stop: int, word: TypeWord) -> int | None:
    """Cut a person off a unit's name by the gazetteer: `HĐND tỉnh Phạm Bá X` names no province."""
    wanted = _wanted(word.level)
    if units_known.levels_of(view.text[begin:stop]) & wanted:
        return stop
    run = run_at(view.text, begin, stop)
    if run and (front := known_front(view, run, word)):
        return front
    if run is None or len(run.syllables) < 3:
        return stop
    parts = [view.folded[a:b] for a, b in run.syllables]
    for count in range(len(parts) - 2, 0, -1):
        end = run.syllables[count - 1][1]
        if units_known.levels_of(view.text[begin:end]) & wanted and parts[count] in surnames():
            return end
    person = parts[0] in sure_surnames() and parts[1] in (middles() | sure_middles())
    officer = _OFFICE_LEFT.search(view.folded, max(0, begin - 45), begin) and looks_like_person(parts)
    return None if person or (officer and (_SPEAKS.match(view.folded, stop) or parts[0] in surnames())) else stop


# `Bí thư Đảng ủy xã Lưu Đình X nói`: the title ends in the unit word, the name is the holder's.
_OFFICE_LEFT = re.compile(
    r"(?:bí thư|chủ tịch|phó chủ tịch)(?: +[^\W\d_]+){0,4} +(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh) +$"
)
_HEAD_LEFT = re.compile(r"(?:trưởng|phó|bí thư +chi bộ) +[^\W\d_]+(?: +[^\W\d_]+){0,2} +$")
_NUMBERED_LEFT = re.compile(
    r"(?:trưởng|phó|chi bộ) +[^\W\d_]+(?: +[^\W\d_]+){0,3} +(?:số +)?\d{1,3}[a-zđ]? +$"
)  # `Trưởng thôn 9 Trần X`


_SPEAKS = re.compile(
    r" +(?:cho biết|cho hay|chia sẻ|nói|kể|tâm sự|bộc bạch|phấn khởi|bày tỏ|bảo|khẳng định)(?![^\W\d_])"
)


def _opens_person(view: TextView, begin: int, parts: list[str], level: str) -> bool:
    """`Trưởng thôn Nguyễn Văn X`: the run after a head's title is a person, not the hamlet."""
    if len(parts) >= 3 and parts[0] in surnames() and parts[1] in {"văn", "thị"}:
        return True
    numbered = level == "hamlet" and bool(_NUMBERED_LEFT.search(view.folded, max(0, begin - 45), begin))
    if numbered and len(parts) in (3, 4) and parts[0] in surnames() and parts[1] in (middles() | sure_middles()):
        return True
    if not numbered and (level != "hamlet" or not _HEAD_LEFT.search(view.folded, max(0, begin - 30), begin)):
        return False
    if numbered and len(parts) == 1 and parts[0].startswith(("h'", "k'")):
        return True
    if len(parts) >= 2 and (parts[0] in highland_surnames() or parts[0] == "y" or parts[0].startswith(("h'", "k'"))):
        return True
    if len(parts) >= 3 and parts[0] in surnames() and parts[1] in sure_middles():
        return True
    run = run_at(view.text, begin, len(view.text))
    if (
        len(parts) in ((2, 3) if numbered else (3,))
        and parts[0] in surnames()
        and run
        and _SPEAKS.match(view.folded, run.end)
    ):
        return True
    return len(parts) in (3, 4) and parts[0] in sure_surnames() and parts[1] in middles()


def _known_run(view: TextView, run: Run, level: str) -> int | None:
    """The end of the name if the gazetteer has the run, or its front with a person behind, at this level."""
    wanted = {"district_or_province": {"district", "province"}, "hamlet": set()}.get(level, {level})
    parts = [view.folded[a:b] for a, b in run.syllables]
    for count in range(len(parts), 0, -1):
        end = run.syllables[count - 1][1]
        rest = parts[count:]
        if rest and not (len(rest) >= 2 and rest[0] in surnames()):
            continue
        if count == 1 and parts[0] in surnames() and rest[:1] and rest[0] in {"văn", "thị"}:
            continue  # Bí thư Đảng ủy xã Hồ Văn X, where a commune is called Hồ
        if units_known.levels_of(view.text[run.start : end]) & wanted:
            return end
    return None


def cut_run(view: TextView, begin: int, end: int, level: str) -> int | None:
    """Return where the name that begins at `begin` ends, or None if none begins there."""
    run = run_at(view.text, begin, end)
    if run is None:
        return None
    parts = [view.folded[a:b] for a, b in run.syllables]
    if level != "hamlet" and _regions().match(view.folded, begin):
        return None
    known = _known_run(view, run, level)
    if known is not None:
        return _dashed(view, begin, known, end)
    if (two := _two_units(view, run, level)) is not None:
        return two
    if (
        level == "hamlet"
        and (hero := next((n for n in range(len(parts), 1, -1) if " ".join(parts[:n]) in heroes()), 0))
        and (hero == len(parts) or (hero < len(parts) - 1 and parts[hero] in surnames()))
    ):
        return run.syllables[hero - 1][1]  # khu Hoàng Văn Thụ
    if parts[0] in {"covid", "asean"} or _opens_person(view, begin, parts, level):
        return None
    limit = len(parts)
    for index, (_, b) in enumerate(run.syllables):
        following = view.folded[b : b + 12].split()
        pair = f"{parts[index]} {following[0]}" if following else ""
        if index and pair in _STOP_PAIRS:
            limit = index
            break
        if index == 0 and pair in _STOP_PAIRS:
            return None
    person = person_offset(parts[:limit])
    if level == "hamlet" and (highland := highlander_offset(view, begin, parts[:limit])):
        person, limit = None, highland
    if person:
        after = parts[person + 1 : person + 3]
        if len(after) > 1 and after[0] in surnames() and after[1] in sure_middles():
            # bản Hua Lò Lò Văn X, bản Nậm Vì Vì Văn X; but thôn Yên Phú Nguyễn Lê Thị X has two family names
            person += person == 1 or parts[person] == after[0]
        rest = parts[person + 1 : limit]
        lettered = parts[person] in {"a", "b", "c"} and len(rest) > 2 and rest[0] in surnames()
        limit = person + lettered  # bản Pá Sảng A Sùng A X
    limit = min(limit, 5)
    stop = run.syllables[limit - 1][1]
    if limit == len(parts):
        stop = _merged(view, stop, end) if level == "hamlet" else _dashed(view, begin, stop, end)
    return stop


def _two_units(view: TextView, run: Run, level: str) -> int | None:
    """Return where the first of two units ends that a lost comma joins: `Yên Châu Mộc Châu`."""
    for (_, stop), (start, _) in pairwise(run.syllables[1:-1]):
        names = (view.text[run.start : stop], view.text[start : run.end])
        if level != "hamlet" and all(level in units_known.levels_of(name) for name in names):
            return stop
    return None


_DASH = re.compile(r" *[-] *")
_LONG_DASH = re.compile(r" *[-–] *")


def _dashed(view: TextView, begin: int, stop: int, end: int) -> int:
    """A dash that the gazetteer's name has too: `Bà Rịa - Vũng Tàu`."""
    dash = _LONG_DASH.match(view.folded, stop, end)
    run = run_at(view.text, dash.end(), end) if dash else None
    for _, end in reversed(run.syllables if run else ()):  # Phan Rang - Tháp Chàm Lê Văn X
        if units_known.levels_of(view.text[begin:end]):
            return end
    return stop


def _merged(view: TextView, stop: int, end: int) -> int:
    """A dash inside a merged hamlet name belongs to the name: `Cò Nghè - Pá Lau`."""
    dash = _DASH.match(view.folded, stop, end)
    run = run_at(view.text, dash.end(), end) if dash else None
    if not dash or run is None:
        return stop
    parts = [view.folded[a:b] for a, b in run.syllables]
    after = view.folded[run.syllables[0][1] : run.syllables[0][1] + 12].split()
    first_pair = f"{parts[0]} {after[0]}" if after else parts[0]
    if first_pair in _STOP_PAIRS or parts[0] in _STOP_SYLLABLES or looks_like_person(parts) or len(parts) > 3:
        return stop
    return run.end
