"""Where a personal name begins and ends among capitals (codebook 3.3)."""

from __future__ import annotations

import re
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.names import (
    INITIALS,
    Run,
    looks_like_person,
    person_offset,
    run_at,
    run_of,
    runs,
    sure_surnames,
    surnames,
)
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import Sentence, TextView

_NEXT = re.compile(
    r"(?:bí thư|phó bí|chủ tịch|phó chủ|trưởng|phó trưởng|giám đốc|phó giám|ủy viên|đồng chí|ông|bà|anh|chị"
    r"|chi hội|đại biểu|hội trưởng|tổ trưởng|công an|đảng|ubnd|hđnd|ban|sở|phòng)(?![^\W\d_])"
)


_ADDRESS_WORDS = frozenset({"ông", "bà", "anh", "chị"})
_TO_PLACE = re.compile(r"\)? *[(,]? *(?:thuộc +|của +)?")
_TO_NAME = re.compile(r" *\)? *(?:- *|: *|, *)?")
_SPEAKS = re.compile(
    r" +(?:đã +)?(?:cho biết|cho hay|chia sẻ|khẳng định|nói|cho rằng|trao đổi|tâm sự|nhấn mạnh|đánh giá|"
    r"phấn khởi|bộc bạch|bày tỏ|"
    r"nhận xét|thông tin|kể|phát biểu|nhớ lại|trăn trở|vui mừng|tự hào|xúc động)"
)


_UNION = re.compile(r"đoàn +trường +(?:đại|trung|cao|tiểu|thpt|thcs|học|mầm)")  # the youth union of a school


@cache
def sentence_openers() -> frozenset[str]:
    """Return the folded words that a lost stop puts behind a name: `anh Võ Văn Tường Để vào nhà`."""
    return frozenset(fold(word) for word in lexicon.load("names")["sentence_openers"])


@cache
def bears_name() -> re.Pattern[str]:
    """Return a pattern for the words before a name that is not a person's: a street, a campaign, a town."""
    words = lexicon.alternation(fold(word) for word in lexicon.load("names")["name_bearers"])
    return re.compile(rf"(?:(?<![^\W\d_])(?<!nhà )(?<!thông ){words}|số \d+|\d+) *[\"“]?$")


@cache
def no_person() -> frozenset[str]:
    """Return the folded capitalised runs that open like a name and are none, buttons of the page among them."""
    furniture = lexicon.load("zones")["zones"]["cut_body_at"]
    return frozenset(fold(name) for name in (*lexicon.load("names")["no_person"], *furniture))


def name_at(
    view: TextView, start: int, end: int, places: list[Mention], *, addressed: bool = False
) -> tuple[int, int] | None:
    """Return the span of a name that begins at `start`, cut at places, titles and sentence words."""
    initials = INITIALS.match(view.text, start, end)
    if initials and addressed:
        stop = initials.end()
        return (start, stop - 1) if view.text[stop - 1] == "." else (start, stop)
    run = run_at(view.text, start, end)
    if run is None or view.folded[run.start : run.end] in no_person() or _UNION.match(view.folded, run.start):
        return None
    stop = run.end
    for place in places:
        if run.start < place.start < stop:
            stop = place.start
        elif place.start <= run.start < place.end and not (addressed and place.attrs.get("type_inherited")):
            return None
    run = run_of(view.text, run.start, run.start + len(view.text[run.start : stop].rstrip()))
    stop = cut_name(view, run)
    if addressed:
        tail = re.compile(r" +(?:[A-ZĐ]\.)*[A-ZĐ](?=\.|\W|$)").match(view.text, stop, end)
        if tail:
            stop = tail.end()
    return (run.start, stop) if stop > run.start else None


_AROUND = 18  # letters of the longest phrase


@cache
def _phrases() -> re.Pattern[str]:
    words = lexicon.alternation(fold(phrase) for phrase in lexicon.load("names")["not_address"])
    return re.compile(rf"(?<![^\W\d_]){words}(?![^\W\d_])")


def in_phrase(view: TextView, start: int) -> bool:
    """Say whether the form of address at `start` is part of a name or idiom of its own: `Hai Bà Trưng`, `Đức Mẹ`."""
    around = _phrases().finditer(view.folded, max(0, start - _AROUND), start + _AROUND)
    return any(match.start() <= start < match.end() for match in around)


def in_society(view: TextView, start: int) -> bool:
    """Say whether a calling is part of the name of a society: `Hội Nghệ sĩ Múa`."""
    return view.folded.endswith("hội ", 0, start) and view.text[start].isupper()


_SYLLABLE_BEFORE = re.compile(rf"[{CAPITALS}][^\W\d_]* $")


def inside_name(view: TextView, start: int, floor: int) -> bool:
    """Say whether the form of address at `start` is the middle of a full name: `Vũ Anh Khoát`.

    Args:
        view: the text view.
        start: where the word begins.
        floor: first code point of its sentence.
    """
    before = _SYLLABLE_BEFORE.search(view.text, max(floor, start - 9), start)
    if before is None or not view.text[start].isupper():
        return False
    run = run_at(view.text, before.start(), len(view.text))
    return run is not None and len(run.syllables) in (3, 4) and fold(before[0].strip()) in surnames()


def opens_speech(view: TextView, match: re.Match[str], word: str) -> bool:
    """Say whether the colon after a form of address opens speech: `Nhớ lời Bác: Nhiệm vụ …`.

    Behind a colon stands a short name only after đồng chí.
    """
    if ":" not in match[0] or word.endswith("đồng chí") or "/" in word:
        return False
    run = run_at(view.text, match.end(), len(view.text))
    return run is None or len(run.syllables) < 2


_INITIALS_BEHIND = re.compile(rf"(?:\.[{CAPITALS}])+(?![^\W_])")
_INITIALS_APART = re.compile(rf" +(?:[{CAPITALS}]\.)+[{CAPITALS}](?![^\W_])")


def with_initials(text: str, start: int, end: int) -> int:
    """Return where the name at [start, end) ends with the initials behind it: `Lò Văn N.K`, `Lê N.K`.

    Example:
        >>> with_initials("anh Lê N.K đến", 4, 8)
        10
    """
    apart = _INITIALS_APART.match(text, end)
    alone = end - start > 1 and text[end - 2] in " \u00a0" and text[end - 1].isupper()
    behind = _INITIALS_BEHIND.match(text, end) if alone else None
    return apart.end() if apart else behind.end() if behind else end


def cut_name(view: TextView, run: Run) -> int:
    """End a name before a title or body that follows without a comma; at most six syllables."""
    stop = run.syllables[0][1]
    for index, (start, end) in enumerate(run.syllables[:6]):
        if index and _NEXT.match(view.folded, start):
            after = view.text[end + 1 : end + 2] if view.folded[end : end + 1] == " " else ""
            rest = [view.folded[a:b] for a, b in run.syllables[index + 1 :]]
            addresses = view.folded[start:end] in _ADDRESS_WORDS  # Lò Văn Pản Anh Hà Văn X; not Hồ Anh Thái
            if looks_like_person(rest) if addresses else after.islower():
                break
        after_middle = index > 1 and view.folded[slice(*run.syllables[index - 1])] in {"văn", "thị"}  # Hà Văn Được
        if (
            index > 1
            and not after_middle
            and view.folded[start:end] in sentence_openers()
            and view.text[end + 1 : end + 2].islower()
        ):
            break
        stop = end
    return stop


def after_title(view: TextView, title: Mention, sentence: Sentence, places: list[Mention]) -> tuple[int, int] | None:
    """`Trưởng bản Nà Khoang Lò Văn Pản`, `Bí thư Huyện ủy Lê X`: the name right after title and place."""
    position = title.end
    for place in sorted(places, key=lambda p: p.start):
        if (
            place.start >= title.start
            and place.end > position
            and _TO_PLACE.fullmatch(view.folded, position, max(position, place.start))
        ):
            position = place.end
    gap = _TO_NAME.match(view.folded, position, sentence.end)
    start = gap.end() if gap else position
    run = run_at(view.text, start, sentence.end)
    if run is None or title.attrs.get("plural"):
        return None
    span = name_at(view, start, sentence.end, places)
    if span is None:
        return None
    named = run_of(view.text, *span).syllables
    offset = person_offset([view.folded[a:b] for a, b in named])
    if offset and title.normal == "giam_doc_htx":  # Giám đốc HTX Hưng Thịnh Lò Văn Pản
        named, span = named[offset:], (named[offset][0], span[1])
    parts = [view.folded[a:b] for a, b in named]
    speaks = _SPEAKS.match(view.folded, span[1], sentence.end)
    comma = "," in view.folded[position:start]
    if comma and not (looks_like_person(parts) and len(parts) > 2):
        return None
    if len(parts) == 1 or not (speaks or looks_like_person(parts) or parts[0] in surnames()):
        return None
    return span


def is_double(parts: list[str]) -> bool:
    """Say whether a name of four folded syllables opens with the family names of both parents.

    Example:
        >>> is_double(["huỳnh", "nguyễn", "bảo", "ngân"]), is_double(["nguyễn", "bảo", "ngân"])
        (True, False)
    """
    return len(parts) == 4 and set(parts[:2]) <= sure_surnames()


def free_runs(view: TextView, sentence: Sentence, places: list[Mention], titles: list[Mention]) -> list[Run]:
    """Return the runs of capitals of a sentence that places and titles leave free, in order."""
    out = []
    for run in runs(view.text, sentence.start, sentence.end):
        if _UNION.match(view.folded, run.start):
            continue
        inside = [p for p in places if p.start < run.end and run.start < p.end]
        if inside:
            last = max(p.end for p in inside)
            if last >= run.end or last <= run.start:
                continue
            rest = [s for s in run.syllables if s[0] >= last]
            if not rest:
                continue
            run = Run(rest[0][0], run.end, tuple(rest))
        elif any(t.start <= run.start < t.end for t in titles):
            rest = [s for s in run.syllables if all(s[0] >= t.end for t in titles if t.start <= run.start < t.end)]
            if len(rest) < 2:
                continue
            run = Run(rest[0][0], run.end, tuple(rest))
        parts = [view.folded[a:b] for a, b in run.syllables]
        offset = None if is_double(parts) else person_offset(parts)
        if offset:
            run = Run(run.syllables[offset][0], run.end, run.syllables[offset:])
        stop = cut_name(view, run)
        out.append(Run(run.start, stop, tuple(s for s in run.syllables if s[1] <= stop)))
    return out


class UnitNames:
    """The names of the units of an article; a run that is part of one is no person."""

    def __init__(self, places: tuple[Mention, ...]) -> None:
        """Take the names of `places`."""
        self._joined = "\n".join(dict.fromkeys(fold(str(place.normal)) for place in places))
        self._known: dict[str, bool] = {}

    def __contains__(self, name: str) -> bool:
        """Say whether a folded `name` is one of theirs or part of one."""
        if name not in self._known:
            self._known[name] = name in self._joined
        return self._known[name]
