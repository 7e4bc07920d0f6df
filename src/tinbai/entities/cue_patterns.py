"""Turns the model phrases of the lexicon into compiled patterns (codebook 1.4).

A sentence is first *reduced*: every cell secretary title, hamlet head title and
hamlet word becomes one letter of the private use area. The phrases of the lexicon
name these letters with placeholders (`CELL`, `HEAD` …), so their patterns stay small
and each title of the lists is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from tinbai.lexicon import alternation, load, row
from tinbai.text.normalize import fold
from tinbai.text.remembered import remembered

CELL, SHORT, HEAD, UNIT = "\ue000", "\ue001", "\ue002", "\ue003"
_BEFORE = r"(?<![^\W_])"
_AFTER = r"(?![^\W_])"
_CELL_POSTS = ("bi_thu_chi_bo", "bi_thu_dang_bo_bo_phan", "bi_thu_lien_chi")
_COMMITTEES = r"(?:ban +(?:nhân +dân|quản +lí|điều +hành|cán +sự|tự +quản|phát +triển)|bnd|bql|bđh)"
# Misspellings that are words of their own would find too much inside a title.
_WORDS_OF_THEIR_OWN = frozenset({"trường", "kim"})
# Stand in `not_a_unit_in` of a shorter hamlet word, but are hamlet words.
_HAMLET_UNITS = frozenset({"khu phố", "khối phố"})
_MACRO = re.compile(r"<(\w+)>")
# A look-behind has a fixed width in Python's `re`: its blank stays one blank.
_LOOSE_BLANK = re.compile(r"(\(\?<[!=][^)]*\))| (?![*+?{])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the lexicon, ready to match on a reduced sentence.

    Attributes:
        id: id in lexicon `model`.
        strength: explicit, nominal, juxtaposition, idiom, slogan, anaphor or weak.
        one_person: the phrase itself says that one person holds both posts.
        ambiguous: the phrase counts only when the posts can be recovered.
        needs: the sentence must have one of these folded words.
        regex: the compiled pattern.
        unity: it belongs to the grammar of unity and can be taken back (`cue_unity`).
        same_subject: "stated" or "unless_dropped" if it counts only where both clauses are about one person.
    """

    id: str
    strength: str
    one_person: bool
    ambiguous: bool
    needs: tuple[str, ...]
    regex: re.Pattern[str]
    unity: bool = False
    same_subject: str = ""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A sentence with titles as single letters; `offsets[i]` is where letter i stands in the text."""

    text: str
    offsets: tuple[int, ...]

    def span(self, match: re.Match[str], group: int = 0) -> tuple[int, int]:
        """Return the span of the text that `match`, or one of its groups, covers."""
        return self.offsets[match.start(group)], self.offsets[match.end(group)]


@remembered  # several components read the same sentences
def reduce(folded: str, start: int, end: int) -> Reduced:
    """Return `folded[start:end]` with titles and hamlet words as single letters.

    Example:
        >>> reduce("bí thư chi bộ kiêm trưởng bản", 0, 29).text == f"{CELL} kiêm {HEAD}"
        True
    """
    pieces: list[str] = []
    offsets: list[int] = []
    position = start
    for match in _titles().finditer(folded, start, end):
        pieces.append(folded[position : match.start()])
        offsets.extend(range(position, match.start()))
        kind = match.lastgroup or ""
        if kind == "NOT":
            pieces.append(match[0])
            offsets.extend(range(match.start(), match.end()))
            position = match.end()
            continue
        is_short = kind == "SEC" and match[0].endswith(("thư", "thu", "tư"))
        pieces.append(SHORT if is_short else {"SEC": CELL, "HEAD": HEAD, "UNIT": UNIT}[kind])
        offsets.append(match.start())
        position = match.end()
    pieces.append(folded[position:end])
    offsets.extend(range(position, end))
    return Reduced("".join(pieces), (*offsets, end))


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(f"(?P<NOT>{_no_unit()})|(?P<SEC>{_secretary()})|(?P<HEAD>{_head()})|(?P<UNIT>{_unit()})")


def _no_unit() -> str:
    """Words that hold a hamlet word and name no hamlet (`tổ chức`, `nông thôn`, `thành phố`)."""
    listed = (fold(words) for entry in load("units")["unit"] for words in entry["not_a_unit_in"])
    plain = (words for words in listed if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*", words))
    kept = [words for words in plain if "trưởng" not in words and words not in _HAMLET_UNITS]
    return _BEFORE + alternation(kept) + _AFTER


def _unit() -> str:
    entries = (entry for entry in load("units")["unit"] if entry["level"] == "hamlet")
    words = [fold(surface) for entry in entries for surface in (entry["surface"], *entry["abbreviations"])]
    return _BEFORE + alternation(words) + _AFTER


def _secretary() -> str:
    posts = {post["id"]: post for post in load("posts")["post"]}
    words = [fold(surface) for post in _CELL_POSTS for surface in posts[post]["surfaces"]]
    above = alternation(fold(word) for word in load("model")["not_secretary_after"])
    return rf"{_BEFORE}(?<!phó )(?<!tổng )(?!bí +thư +{above}{_AFTER}){_misspelt(row(words))}{_AFTER}"


def _head() -> str:
    posts = (post for post in load("posts")["post"] if post["group"] == "head_titles")
    # Bare `tổ trưởng` also heads work groups: it is taken up below with its conditions.
    words = [fold(s) for post in posts for s in post["surfaces"] if fold(s) not in ("tổ trưởng", "tổ trưởng tổ")]
    not_after = alternation(fold(word) for word in load("model")["not_head_after"])
    units = _unit()
    listed = rf"{units}(?:(?: *[,/] *| +(?:và|hoặc) +){units}(?! +trưởng))*"
    forms = (
        row(words),
        rf"trưởng +(?:các +)?{listed}",
        rf"(?!tổ |đội ){units}(?:(?: *[,/] *| +(?:và|hoặc) +){units})* +trưởng",
        rf"trưởng +{_COMMITTEES} +{listed}",
        r"tổ +trưởng(?: +tổ(?= +(?:số +)?\d)|(?= *(?:\d|[,.;:)\"-]|$)))",
    )
    guard = rf"{_BEFORE}(?<!phó )(?!trưởng +{not_after})"
    return guard + _misspelt("(?:" + "|".join(forms) + ")") + _AFTER


def _misspelt(pattern: str) -> str:
    """Let the known misspellings of `bí thư` and `trưởng` match like the word."""
    for right, wrongs in load("model")["misspelling"].items():
        if right in ("trưởng", "bí thư"):
            forms = [fold(wrong) for wrong in wrongs if wrong not in _WORDS_OF_THEIR_OWN]
            pattern = pattern.replace(fold(right).replace(" ", " +"), alternation([fold(right), *forms]))
    return pattern


def _connector(right: str, *, itself: bool = True) -> str:
    wrongs = [fold(wrong) for wrong in load("model")["misspelling"][right]]
    return alternation([fold(right), *wrongs] if itself else wrongs)


def _run(stop: Iterable[str], most: int) -> str:
    """A run of at most `most` words of one clause, none of which is in `stop` or a title."""
    words = alternation(fold(word) for word in stop)
    return rf"(?: +(?!{words}{_AFTER})[^\s,;.:()\"{CELL}{SHORT}{HEAD}-]+){{0,{most}}}?"


@cache
def _placeholders() -> dict[str, str]:
    model = load("model")
    gap, wide = _run(model["gap_stop"], 6), alternation(fold(word) for word in model["wide_stop"])
    sec = f"[{CELL}{SHORT}]"
    join = r"(?: *[,/-] *| +(?:và|với|kiêm|đồng +thời +là|là) +)(?:chức +danh +)?"
    return {
        "CELL": CELL,
        "SEC": sec,
        "HEADS": rf"{HEAD}(?:(?: *[,/;] *| +(?:và|hoặc) +){HEAD})*(?: *[,/] *{UNIT})*",
        "HEAD": HEAD,
        "UNIT": UNIT,
        "UNITS": rf"(?:(?: +| *[,/] *| +(?:và|hoặc) +){UNIT})*",
        "WORD": rf"[^\s,;.:()\"{CELL}{SHORT}{HEAD}-]+",
        "PLAIN": rf"[^.;:{CELL}{SHORT}{HEAD}]",
        "POSTS": rf"(?:{sec}{gap}{join}{HEAD}|{HEAD}{gap}{join}{sec})",
        "GAP": gap,
        "WIDE": rf"(?:(?!{_BEFORE}{wide}{_AFTER})(?!\d+ +{UNIT})[^.;:]){{0,90}}?",
        "HAI": "(?:hai|02|2)",
        "MISKIEM": _connector("kiêm", itself=False),
        "KIEM": "(?:kiêm|kiem)",
        "DONGTHOI": _connector("đồng thời"),
        "NHATTHE": _connector("nhất thể"),
    }


def expand(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the lexicon: blanks become runs of blanks, placeholders their lists.

    Example:
        >>> bool(expand("SEC KIEM HEAD").search(reduce("bí thư kiêm  khóm trưởng", 0, 24).text))
        True
    """
    table = _placeholders()
    pieces = re.split("(" + "|".join(sorted(table, key=len, reverse=True)) + ")", pattern)
    return re.compile("".join(table.get(piece) or _loosened(piece) for piece in pieces))


def _loosened(piece: str) -> str:
    plain = piece if "\\" in piece else fold(piece)
    return _LOOSE_BLANK.sub(lambda match: match[1] or " +", plain)


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return all phrases of the lexica `model` and `model_unity`, in the order of the files."""
    macros = load("model_unity")["macro"]
    return tuple(
        Phrase(
            id=entry["id"],
            strength=entry["strength"],
            one_person=entry["asserts_one_person"],
            ambiguous=entry["ambiguous"],
            needs=tuple(fold(word) for word in entry["needs"]),
            regex=expand(_spelt_out(entry["pattern"], macros)),
            unity=unity,
            same_subject=entry.get("same_subject", ""),
        )
        for subject, unity in (("model", False), ("model_unity", True))
        for entry in load(subject)["phrase"]
    )


def _spelt_out(pattern: str, macros: Mapping[str, str]) -> str:
    """Put the macros of the grammar in place of their names; a macro may name others."""
    while found := _MACRO.search(pattern):
        pattern = pattern[: found.start()] + macros[found[1]] + pattern[found.end() :]
    return pattern
