"""Bodies named by their field and a place or Việt Nam: `Trung tâm Phát triển quỹ đất huyện X` (codebook 3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import run_at
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_STEP = re.compile(r"(?:,? +| *[-–] *| & )(?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_VIETNAM = re.compile(r"việt nam(?![^\W\d_])")
_VN = re.compile(r"vn(?![^\W\d_])")
_SOCIETY = re.compile(
    r"(?:hiệp +hội|liên +đoàn|liên +minh|tổng +hội|ủy +ban +(?:mttq|mặt +trận)|"
    r"hội(?! +(?:chợ|họa|nghị|thảo|đồng)))(?![^\W\d_])"
)
_WORDS = 10
_ANOTHER = re.compile(r"(?:ủy ban|hội đồng|công đoàn|hiệp hội|liên đoàn|liên hiệp|văn phòng|chi cục|cục)(?![^\W\d_])")
_BEFORE_BARE = frozenset({"cảng vụ"})  # before the bare name of a place, too
START = r"(?<![\d_-])"  # letters may be glued to a name by a lost blank: `own_start` decides


def own_start(view: TextView, start: int) -> bool:
    """Say whether a word begins at `start`, be it behind a lost blank (`bên suốiCông an xã X`)."""
    text = view.text
    if start == 0 or not text[start - 1].isalpha():
        return True
    return text[start].isupper() and text[start - 1].islower()


@cache
def _head() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["by_field"])
    return re.compile(rf"{START}{words}(?![^\W\d_])")


@cache
def stops() -> frozenset[str]:
    """Return the folded words that no name of a body runs over."""
    return frozenset(fold(word) for word in lexicon.load("orgs")["bodies"]["not_in_field"])


def bodies_by_field(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    """Yield the bodies whose head, in capitals, runs over small words to a typed place or to Việt Nam."""
    near = {p.start: p.end for p in places if p.type != "HAMLET"}
    typed = {p.start: p.end for p in places if not p.attrs.get("type_inherited") and p.type != "HAMLET"}
    for match in _head().finditer(view.folded, sentence.start, sentence.end):
        if not view.text[match.start()].isupper():
            continue
        if any(p.start < match.start() < p.end for p in places):
            continue  # phường Đội Cấn, thành phố X
        vn = _SOCIETY.match(view.folded, match.start()) is not None
        end = _end(view, match.end(), sentence.end, near if match[0] in _BEFORE_BARE else typed, vn=vn)
        if end is None and match[0] == "hiệp hội":
            end = _association(view, match.end(), sentence.end, near)
        if end is not None:
            name = spell(view.text[match.start() : end])
            yield Mention("ORG", match.start(), end, name, {"kind": "other"}, "rule:org_field")


def known_place(view: TextView, start: int, end: int) -> int | None:
    """Return the end of the name of two syllables or more that stands there, if some unit of the country bears it."""
    run = run_at(view.text, start, end)
    named = run is not None and run.start == start and len(run.syllables) > 1
    return run.end if run and named and units_known.levels_of(view.text[run.start : run.end]) else None


@cache
def _trades() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("orgs")["bodies"]["association_words"])


@cache
def _second_words() -> dict[str, tuple[str, ...]]:
    """Return the words that are trades only behind another: alone they may be verbs (`bán`, `đường`)."""
    pairs: dict[str, tuple[str, ...]] = {}
    for pair in lexicon.load("orgs")["bodies"]["association_pairs"]:
        before, _, word = fold(pair).rpartition(" ")
        pairs[word] = (*pairs.get(word, ()), before)
    return pairs


def _association(view: TextView, position: int, end: int, near: dict[int, int]) -> int | None:
    """Return the end of an association: words of trades only, so that none can be a verb, then a bare place."""
    before = ""
    for _ in range(_WORDS):
        step = _STEP.match(view.folded, position, end)
        if not step or "," in step[0]:
            return None
        named = near.get(step.end()) or known_place(view, step.end(), end) if before not in {"", "và"} else None
        if named:
            return named
        word = _WORD.match(view.folded, step.end(), end)
        if not word or word[0] not in _trades() or before not in _second_words().get(word[0], (before,)):
            return None
        before, position = word[0], word.end()
    return None


def _end(view: TextView, position: int, end: int, typed: dict[int, int], *, vn: bool) -> int | None:
    for count in range(_WORDS):
        step = _STEP.match(view.folded, position, end)
        if not step:
            return None
        start = step.end()
        if start in typed:
            return typed[start] if count else None
        if (
            view.folded.endswith(" và", 0, position)
            and view.text[start].isupper()
            and _ANOTHER.match(view.folded, start)
        ):
            return None  # Hội đồng bầu cử và Ủy ban bầu cử huyện X
        country = _VIETNAM.match(view.folded, start, end) or (_VN.match(view.folded, start, end) if vn else None)
        if count and country:
            return typed.get(country.end() + 1, country.end())  # Hội Nhà báo Việt Nam tỉnh X
        word = _WORD.match(view.folded, start, end)
        if not word or word[0] in stops() or (count and "," in step[0] and view.text[start].isupper()):
            return None
        position = word.end()
    return None
