"""Later mentions of persons whose full names the article has proved (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention, covered
from tinbai.entities.names import Run, glued_runs, middles, run_at, runs, word_pairs
from tinbai.entities.person_names import bears_name
from tinbai.lexicon import alternation
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import TextView


@cache
def _callings() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("names")["callings"])
    return re.compile(rf"(?<![\w]){words}(?![^\W\d_]) +(?=\S)")


_SPEAKS = re.compile(r" +(?:cho biết|cho hay|nói|kể|chia sẻ|bảo|khoe|tâm sự|cười|nhớ lại)(?![^\W\d_])")
_PRONOUNS = frozenset({"anh", "chị", "ông", "bà", "cô", "chú", "bác", "cụ", "em", "cháu"})
_APPOSED = re.compile(r" *(?:, *(?:\d{2} +tuổi|sn *\d|sinh +năm|một +người)|\( *(?:\d{2} +tuổi|sn *\d|sinh +năm))")


def again(
    view: TextView, found: Sequence[Mention], places: Sequence[Mention], titles: Sequence[Mention]
) -> list[Mention]:
    """Return bare repetitions of full names, and given names after a calling (`thiếu tá Hữu`).

    Args:
        view: the text view.
        found: the persons proved so far.
        places: the `place` layer; nothing inside it is a person.
        titles: the `title` layer; nothing inside it is a person.
    """
    full = {fold(str(m.normal)): str(m.normal) for m in found if len(str(m.normal).split()) >= 2}
    called, once = _called(found, 2), _called(found, 1)
    if not full and not once:
        return []
    small = _small_words(view)
    given = {name.split()[-1] for name in full} | called - small
    tails = {" ".join(name.split()[-2:]) for name in full if len(name.split()) > 2}
    bare = _bare_names(view, given)
    taken = covered((m.start, m.end) for m in (*found, *places, *titles))
    out: list[Mention] = [
        *_misspelt(view, full, covered((m.start, m.end) for m in (*places, *titles))),
        *_glued(view, full, given, taken),
    ]
    for sentence in view.sentences:
        for whole in runs(view.text, sentence.start, sentence.end):
            run = _behind_place(view, whole, taken) or _behind_opener(view, whole)
            name = fold(spell(view.text[run.start : run.end]))
            if run.start in taken or bears_name().search(view.folded, max(0, run.start - 30), run.start):
                continue
            if run.start == sentence.start and name in _PRONOUNS:
                continue  # `Anh thở dài.` means whoever was named last, also beside a Hà Quang Anh
            if view.folded[run.start : run.end + 12].startswith(word_pairs()):
                continue  # Công an, where Công is a given name of the article
            if name in full or (name in tails and _after_calling(view, sentence.start, run.start)):
                known = full.get(name) or spell(view.text[run.start : run.end])
                out.append(Mention("PERSON", run.start, run.end, known, {}, "rule:again"))
            elif (
                name in given
                and (
                    run.start > sentence.start
                    or _SPEAKS.match(view.folded, run.end)
                    or (name not in small and _gestures().match(view.folded, run.end))
                    or _joined(view, run, given)
                    or (name in bare and (name not in small or _predicates().match(view.folded, run.end)))
                )
            ) or (name in once and _APPOSED.match(view.folded, run.end)):
                out.append(_given(view, run))
        for match in _callings().finditer(view.folded, sentence.start, sentence.end):
            one = run_at(view.text, match.end(), sentence.end)
            if one is None or len(one.syllables) != 1 or one.start in taken:
                continue
            if view.folded[one.start : one.end + 12].startswith(word_pairs()):
                continue  # Hiệu trưởng Trường Tiểu học X, where Trường is a given name of the article
            if view.folded[one.start : one.end] in given:
                name = spell(view.text[one.start : one.end])
                attrs = {"honorific": view.text[match.start() : match.end()].strip()}
                out.append(Mention("PERSON", one.start, one.end, name, attrs, "rule:calling"))
    return out


def _given(view: TextView, run: Run) -> Mention:
    return Mention("PERSON", run.start, run.end, spell(view.text[run.start : run.end]), {}, "rule:given")


_BIG, _TINY = rf"[{CAPITALS}][^\W\d_]*", rf"[{CAPITALS.lower()}]+"
_SMALL_MIDDLE = tuple(
    re.compile(rf"(?<![^\W_])(?=({shape})(?![^\W_]))")
    for shape in (f"{_BIG} {_TINY} {_BIG}", f"{_BIG} {_TINY} {_BIG} {_BIG}", f"{_BIG} {_BIG} {_TINY} {_BIG}")
)


def _misspelt(view: TextView, full: Mapping[str, str], taken: Container[int]) -> Iterator[Mention]:
    """Yield full names of the article with a small letter in the middle: `ông Mai tiến Sạn`."""
    for shape in _SMALL_MIDDLE:
        for match in shape.finditer(view.text):
            known = full.get(fold(spell(match[1])))
            if (
                known
                and match.start() not in taken
                and not view.is_silent(match.start())
                and any(word in middles() for word in match[1].split() if word.islower())  # not Hà và Hồng
                and not bears_name().search(view.folded, max(0, match.start() - 30), match.start())
            ):
                yield Mention("PERSON", *match.span(1), known, {}, "rule:again")


_SMALL_BEFORE = re.compile(rf"(?<![^\W_])[{CAPITALS.lower()}]{{2,}}$")


def _glued(view: TextView, full: Mapping[str, str], given: Container[str], taken: Container[int]) -> Iterator[Mention]:
    """Yield known names that a lost blank glues to the word before: full ones, and given ones that do something."""
    for run in glued_runs(view.text, 0, len(view.text)):
        name = fold(spell(view.text[run.start : run.end]))
        if run.start in taken or view.is_silent(run.start):
            continue
        if bears_name().search(view.folded, max(0, run.start - 30), run.start):
            continue
        if len(run.syllables) == 1 and not _SMALL_BEFORE.search(view.text, max(0, run.start - 9), run.start):
            continue  # BắcGiang, where Giang is a given name of the article
        if name in full:
            yield Mention("PERSON", run.start, run.end, full[name], {}, "rule:again")
        elif name in given and _acts(view, run):
            yield _given(view, run)


def _acts(view: TextView, run: Run) -> bool:
    return bool(_SPEAKS.match(view.folded, run.end) or _predicates().match(view.folded, run.end))


def _behind_place(view: TextView, run: Run, taken: Container[int]) -> Run | None:
    """The given name that a lost stop leaves behind a place: `ở xã Yên Hạ Thọ đã chủ động …`."""
    last = run.syllables[-1]
    if len(run.syllables) == 1 or last[0] in taken or run.syllables[-2][0] not in taken:
        return None
    tail = Run(*last, (last,))
    return tail if _acts(view, tail) else None


_JOINED = re.compile(r"(?: *, *| +(?:và|với|cùng) +)(?=\S)")


def _joined(view: TextView, run: Run, given: set[str]) -> bool:
    """Say whether another given name of the article follows: `Huệ, Mận và An` opens the sentence."""
    step = _JOINED.match(view.folded, run.end)
    other = run_at(view.text, step.end(), len(view.text)) if step else None
    return other is not None and view.folded[other.start : other.end] in given


@cache
def _before_given() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["before_given"])


def _behind_opener(view: TextView, run: Run) -> Run:
    """Leave the capital of the sentence's first word: `Ngoài Quân còn có …`."""
    if len(run.syllables) != 2 or view.folded[slice(*run.syllables[0])] not in _before_given():
        return run
    return Run(run.syllables[1][0], run.end, run.syllables[1:])


_SMALL = re.compile(r"(?<![^\W_])[^\W\d_]+")


def _small_words(view: TextView) -> set[str]:
    """The folded words that the article also writes in small letters: no capital alone makes them a name."""
    return {fold(word) for word in set(_SMALL.findall(view.text)) if word.islower()}


def _called(found: Sequence[Mention], times: int) -> set[str]:
    """Given names behind a form of address, `times` times at least, where no full one is given: `cháu Yến`."""
    names = [fold(str(m.normal)) for m in found if m.source.startswith("rule:address")]
    return {name for name in names if " " not in name and "." not in name and names.count(name) >= times}


def _after_calling(view: TextView, floor: int, start: int) -> bool:
    """Say whether a calling stands right before `start`: `cô bé Thảo Vy`."""
    left = view.folded[max(floor, start - 24) : start]
    return any(match.end() == len(left) for match in _callings_end().finditer(left))


@cache
def _callings_end() -> re.Pattern[str]:
    lists = lexicon.load("names")
    words = alternation(fold(w) for key in ("callings", "any_name_callings", "address") for w in lists[key])
    return re.compile(rf"(?<![\w]){words} +")


@cache
def _gestures() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("names")["gestures"])
    return re.compile(rf" +{words}(?![^\W\d_])")


@cache
def _predicates() -> re.Pattern[str]:
    lists = lexicon.load("names")
    words = alternation(fold(word) for key in ("predicates", "gestures") for word in lists[key])
    return re.compile(rf" +{words}(?![^\W\d_])")


def _bare_names(view: TextView, given: set[str]) -> set[str]:
    """Given names that the article uses inside a sentence without a form of address, twice at least."""
    count: dict[str, int] = {}
    for sentence in view.sentences:
        for run in runs(view.text, sentence.start, sentence.end):
            name = view.folded[run.start : run.end]
            if name in given and run.start > sentence.start and not _after_calling(view, sentence.start, run.start):
                count[name] = count.get(name, 0) + 1
    return {name for name, times in count.items() if times > 1}
