"""What a line looks like: caption, byline, furniture, a name in it (codebook 0.3).

Cheap looks at one line with the word lists `zones`, `names`, `persons` and
`units`. Zones come before entities, so names are guessed by their shape here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from tinbai.lexicon import alternation, load
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.sentences import split

_CAPITAL = re.compile(rf"(?<![^\W_])[{CAPITALS}][^\W\d_]*(?:['’][^\W\d_]+)?")
_STOP = re.compile(r"[.!…][\"'”’»)\]]*$")
_CREDIT = re.compile(r"[\s(,.;-]*\(?ảnh[^:.]{0,20}: *[^:]{0,60}$")
_NOT_SOURCE = r"(?!(?:Theo|Nguồn)[ :])"  # Hà Vy Theo Báo Trung Du
_NAME = rf"(?:[{CAPITALS}][^\W\d_]*(?:['’][^\W\d_]+)?)(?:\s+{_NOT_SOURCE}[{CAPITALS}][^\W\d_]*){{1,3}}"
_WITH_INITIALS = rf"(?:[{CAPITALS}]\. ?){{1,2}}[{CAPITALS}][^\W\d_]+"  # H.Yến
_AUTHORS = rf"{_NAME}(?: *[-–,&] *(?:{_NAME}|{_WITH_INITIALS}))?"
_BRACKET = r"(?: *\([^()]{1,30}\))?"
_BYLINE = re.compile(rf"{_AUTHORS}{_BRACKET}")
_GLUED_BYLINE = re.compile(
    rf"(?:[!?…]|(?<![{CAPITALS}\d]\.)(?<=\.)|(?<=\d\d\.)(?=\s))[\"”’»]?\s*"
    rf"(?:\((?:[Cc]òn|[Hh]ết|[Kk][ìỳ]|[Bb]ài)[^()]{{0,30}}\)\s*)?({_AUTHORS}){_BRACKET}(?:\s+(?:Theo|Nguồn:?)\s[^.]{{2,40}})?$"
)
_ABBREVIATED = re.compile(rf"(?:^|[\s(])(?:[{CAPITALS}]{{1,4}}|Tp|Th[sS]|[Đđ]/c)\.[ \u00a0]*$")
_CAPTION_WORDS = 40
_BARE_CAPTION_WORDS = 25
SUBHEADING_WORDS = 10
_MARKER_CHARS = 80
FURNITURE_WORDS = 30
_KEPT_CHARS = 2000  # longer lines are not kept: a cache of them would grow without bound


def folded(line: str) -> str:
    """Return the matching copy of `line`, kept for a while, since many rules look at one line in a row."""
    return _kept(line) if len(line) <= _KEPT_CHARS else fold(line)


_kept = lru_cache(maxsize=512)(fold)


def words_in(line: str) -> int:
    """Return the number of words of `line`: what blanks part."""
    return len(line.split())


def ends_in_stop(line: str) -> bool:
    """Say whether `line` ends like a sentence, perhaps inside quotation marks."""
    return bool(_STOP.search(line))


def has_name(line: str) -> bool:
    """Say whether `line` seems to hold a person or a named place.

    A unit word, an honorific or a family name before a capital (or, for units, a number).

    Example:
        >>> has_name("Vườn mận của ông Tếnh"), has_name("Kết quả bước đầu")
        (True, False)
    """
    low = folded(line)
    capitals = {match.start(): match.end() for match in _CAPITAL.finditer(line)}
    for match in _no_names().finditer(low):
        capitals = {start: end for start, end in capitals.items() if not match.start() <= start < match.end()}
    if any(match.end() in capitals or match["number"] for match in _before_name().finditer(low)):
        return True
    surnames = _surnames()
    return any(
        fold(line[start:end]) in surnames and (end + 1 in capitals) and line[end] in " \u00a0"
        for start, end in capitals.items()
    )


def is_caption(line: str) -> bool:
    """Say whether a line that stands alone is a caption by rule (i) or (ii) of codebook 0.3.

    Example:
        >>> is_caption("Chị Hà Thị Bưởi (bên trái) bên vườn chè."), is_caption("Xã họp ở sân kho.")
        (True, False)
    """
    count = words_in(line)
    if line[-1] in ":;,?" or line[0] in "-–—+•*":
        return "ảnh:" in line.lower() and count <= _CAPTION_WORDS
    if has_caption_cue(line):
        return count <= _CAPTION_WORDS + words_in("".join(_CREDIT.findall(folded(line)))) and _sentences(line) <= 1
    if count > _BARE_CAPTION_WORDS or ends_in_stop(line) or _sentences(line) > 1:
        return False
    return count > SUBHEADING_WORDS or has_name(line)


def has_caption_cue(line: str) -> bool:
    """Say whether `line` holds a caption cue of the lexicon, and does not tell."""
    low = folded(line)
    if _caption_cue().search(low):
        return True
    return bool(_caption_opener().match(low)) and not (ends_in_stop(line) and _telling().search(low))


def is_subheading(line: str) -> bool:
    """Say whether a line that stands alone is a subheading: short, no stop, cue or name.

    Example:
        >>> is_subheading("Hiệu quả từ cơ sở"), is_subheading("Bà con nói:")
        (True, False)
    """
    if line[-1] in ":;," or line[0] in '-–—+•*"“':
        return False
    return words_in(line) <= SUBHEADING_WORDS and not ends_in_stop(line) and not has_name(line)


def is_byline(line: str) -> bool:
    """Say whether `line` is nothing but the author: 2 to 4 capitalised syllables, or a label and a name.

    Example:
        >>> is_byline("Hà Vy"), is_byline("Tin, ảnh: Thu Lan"), is_byline("Hà Vy kể")
        (True, True, False)
    """
    if match := _byline_label().match(folded(line)):
        rest = line[match.end() :].strip()
        return 0 < words_in(rest) <= 8 and rest[0].isupper()
    if is_source(line):
        return False
    return bool(_BYLINE.fullmatch(line)) and not any(letter.isdigit() for letter in line)


def is_source(line: str) -> bool:
    """Say whether `line` only names where the article was taken from (`Theo Báo Trung Du`)."""
    return words_in(line) <= SUBHEADING_WORDS and not ends_in_stop(line) and bool(_source_label().match(folded(line)))


def glued_byline(line: str) -> int | None:
    """Return where the author begins whose name the site glued to the end of `line` (codebook 9.4).

    Example:
        >>> line = "Đường làng sạch hẳn. Hà Vy"
        >>> line[glued_byline(line):]
        'Hà Vy'
        >>> glued_byline("Đoàn đến từ TP. Cao Bằng") is None
        True
    """
    match = _GLUED_BYLINE.search(line[-80:])
    if not match:
        return None
    start = max(0, len(line) - 80) + match.start(1)
    return None if _ABBREVIATED.search(line[:start]) or is_source(line[start:]) else start


def is_marker(line: str) -> bool:
    """Say whether `line` is a marker of the lexicon that ends the article, alone or with a count."""
    return len(line) <= _MARKER_CHARS and re.sub(r" *\(\d+\)$", "", folded(line)) in _markers()


def is_furniture(line: str) -> bool:
    """Say whether `line` is page furniture that does not end the article (comment box, audio player)."""
    return words_in(line) <= FURNITURE_WORDS and bool(_furniture().search(folded(line)))


def appeal_at(line: str) -> int | None:
    """Return where an appeal for donations begins in `line`, or None."""
    if not appeals(line):
        return None
    found = (match.start() for match in _appeal().finditer(folded(line)))
    return next((at for at in found if not line[at - 1 : at].isalnum() or line[at].isupper()), None)  # a lost blank


def appeals(text: str) -> bool:
    """Say whether some line of `text` may hold an appeal for donations: cheap, and true of few articles."""
    low = text.lower()
    return any(word in low for word in load("zones")["zones"]["appeal_words"])


def _sentences(line: str) -> int:
    credit = _CREDIT.search(folded(line))
    return sum(1 for _ in split(line, 0, credit.start() if credit else len(line)))


@cache
def _alternatives(key: str) -> str:
    return alternation(fold(surface) for surface in load("zones")["zones"][key])


@cache
def _markers() -> frozenset[str]:
    return frozenset(fold(surface) for surface in load("zones")["zones"]["cut_body_at"])


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in load("zones")["zones"]["line_regex"]))


@cache
def _appeal() -> re.Pattern[str]:
    other = "|".join(load("zones")["zones"]["appeal_regex"])
    return re.compile(rf"(?:{_alternatives('cut_at_phrase')}|{other})(?!\w)")


@cache
def _caption_cue() -> re.Pattern[str]:
    openers = {fold(surface) for surface in load("zones")["zones"]["caption_openers"]}
    cues = [fold(cue) for cue in load("zones")["zones"]["caption_cues"]]
    return re.compile(r"(?<!\w)" + alternation(cue for cue in cues if cue not in openers))


@cache
def _caption_opener() -> re.Pattern[str]:
    return re.compile(rf"{_alternatives('caption_openers')}(?!\w)")


@cache
def _telling() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_alternatives('telling_words')}(?!\w)|:")


@cache
def _byline_label() -> re.Pattern[str]:
    return re.compile(rf"{_alternatives('byline_labels')} *: *")


@cache
def _source_label() -> re.Pattern[str]:
    return re.compile(rf"{_alternatives('source_labels')}(?:: *| +)")


@cache
def _no_names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_alternatives('no_names')}(?!\w)")


@cache
def _surnames() -> frozenset[str]:
    return frozenset(fold(name) for name in load("names")["surnames"])


@cache
def _before_name() -> re.Pattern[str]:
    units = load("units")["unit"]
    unit_words = {fold(word) for unit in units for word in (unit["surface"], *unit["abbreviations"])}
    honorifics = {fold(entry["surface"]) for entry in load("persons")["honorific"]}
    return re.compile(
        rf"(?<!\w)(?:{alternation(unit_words)}(?: +(?:số +)?(?P<number>\d+)\b| *)|{alternation(honorifics)} +)"
    )
