"""Person names of all groups, initials and short mentions (codebook 3.3)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Located, Mention, get, longest, put, register_extensions, view_of
from tinbai.entities.names import (
    Run,
    highland_surnames,
    looks_like_person,
    middles,
    place_surnames,
    sure_middles,
    sure_surnames,
    surnames,
)
from tinbai.entities.person_again import again, heads_called
from tinbai.entities.person_alias import called, renamed
from tinbai.entities.person_credits import byline, photographers
from tinbai.entities.person_links import link_short_names
from tinbai.entities.person_lists import beside, conjuncts
from tinbai.entities.person_names import (
    UnitNames,
    after_title,
    bears_name,
    free_runs,
    in_phrase,
    in_society,
    inside_name,
    name_at,
    no_person,
    opens_speech,
    with_initials,
)
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.segment import default_segmenter
from tinbai.text.view import Sentence, TextView

_APPOSITION = re.compile(
    r" *(?:\((?:sn|sinh|\d{2} tuổi|ảnh|bên|giữa|bìa|trái|phải|thứ|người|áo|đứng|ngồi|dân tộc|nguyên|bí thư|"
    r"trưởng|chủ tịch|quê|trú|ngụ)|, *\d{2} tuổi|, *sn *\d|, *sinh năm|, *dân tộc|, *(?:là +)?người (?!dân|"
    r"có)|, *trú |, *ngụ |, *ở )"
)


_ONE_LETTER = frozenset({"a", "y"})


@cache
def _address() -> re.Pattern[str]:
    lists = lexicon.load("names")
    words = alternation(fold(w) for key in ("address", "callings", "any_name_callings") for w in lists[key])
    return re.compile(rf"(?<![\w]){words}(?:(?= *:)|(?![^\W\d_])) *:? *(?=\S)")


@cache
def _other_word() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("names")["not_after_address"])
    return re.compile(rf"{words}(?![^\W\d_])")


@cache
def _bodies() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["body_or_surname"])


@cache
def _peoples() -> frozenset[str]:
    """Names of ethnic groups of one word that mean nothing else: `các bà Hrê`."""
    groups = lexicon.load("ethnic")["group"]
    return frozenset(fold(name) for group in groups if not group["needs_trigger"] for name in group["variants"])


@cache
def _names_people() -> re.Pattern[str]:
    """Names of groups of several words, the rest in small letters: `con gái Ê đê`."""
    groups = lexicon.load("ethnic")["group"]
    return re.compile(alternation(fold(name) for group in groups for name in group["variants"] if " " in name))


@cache
def _artists() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["any_name_callings"])


@cache
def _any_name() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["address"])


@cache
def _gender() -> dict[str, str]:
    return {fold(h["surface"]): h["gender"] for h in lexicon.load("persons")["honorific"] if h.get("gender")}


@cache
def _couples() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["plural_address"])


def find_persons(view: TextView, places: tuple[Mention, ...], titles: tuple[Mention, ...]) -> list[Mention]:
    """Return every person mention in order.

    Args:
        view: the text view.
        places: the `place` layer; names inside a place are no persons.
        titles: the `title` layer; a name beside a title is a person.

    Returns:
        Mentions of type PERSON; `normal` is the full name (short names are linked),
        attrs: honorific, gender, gender_cue.
    """
    found: list[Mention] = []
    located, posts, names = Located(places), Located(titles), UnitNames(places)
    for sentence in view.sentences:
        if sentence.zone == "byline":
            found += byline(view, sentence)
            continue
        found += photographers(view, sentence)
        blocked = list(located.touching(sentence.start, sentence.end))
        near = list(posts.touching(sentence.start, sentence.end))
        found += _in_sentence(view, sentence, blocked, near, names)
    taken = (Located(found), located, posts)
    others = [m for m in called(view, found) if not any(layer.touching(m.start, m.end) for layer in taken)]
    alias = [replace(m, normal=spell(view.text[m.start : m.end])) for m in others]
    more = again(view, [*found, *alias], places, titles)
    return renamed(link_short_names(view, longest([*found, *alias, *more])), others)


def _in_sentence(
    view: TextView, sentence: Sentence, places: list[Mention], titles: list[Mention], units: UnitNames
) -> list[Mention]:
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []

    def add(start: int, end: int, source: str, attrs: dict[str, object]) -> None:
        end = with_initials(view.text, start, end)
        if any(a < end and start < b for a, b in taken):
            return
        taken.append((start, end))
        found.append(Mention("PERSON", start, end, spell(view.text[start:end]), attrs, source))

    for match in _address().finditer(view.folded, sentence.start, sentence.end):
        word = re.sub(" +", " ", match[0].strip(" :"))
        if in_phrase(view, match.start()) or (word not in _any_name() and in_society(view, match.start())):
            continue
        if any(p.start <= match.start() < p.end for p in places) or any(t.start == match.end() for t in titles):
            continue
        if inside_name(view, match.start(), sentence.start) or opens_speech(view, match, word):
            continue
        span = name_at(view, match.end(), sentence.end, places, addressed=True)
        if span and _fits_address(view, span, word) and not (word not in _any_name() and _is_unit(places, span)):
            add(*span, "rule:address", _addressed(view, match, word))
            for more in conjuncts(view, sentence, match.start(), span, places):
                add(*more, "rule:address_list", {})
    for title in titles:
        span = after_title(view, title, sentence, places)
        if span:
            add(*span, "rule:after_title", {})
    pending: list[Run] = []
    for run in free_runs(view, sentence, places, titles):
        if _proved(view, run, sentence, titles):
            add(run.start, run.end, "rule:shape", {})
        else:
            pending.append(run)
    pending = [
        r for r in pending if 2 <= len(r.syllables) <= 5 and not any(a < r.end and r.start < b for a, b in taken)
    ]
    for run in beside(view, sentence, taken, pending):
        add(run.start, run.end, "rule:list", {})
    for run in _by_evidence(view, sentence, pending, units):
        add(run.start, run.end, "underthesea:PER", {})
    return found


def _is_unit(places: list[Mention], span: tuple[int, int]) -> bool:
    """Say whether the article has shown that the name is a unit's: `người dân Vũ Hạ` of làng Vũ Hạ."""
    return any((p.start, p.end) == span and p.source == "rule:place_bare_typed" for p in places)


def _fits_address(view: TextView, span: tuple[int, int], word: str) -> bool:
    """A calling needs a full name; one syllable must not open another word (`Thường vụ`)."""
    parts = view.folded[span[0] : span[1]].split()
    if word in _artists() and len(parts) in (2, 3):
        return True
    if word not in _any_name():  # người dân Lục Ngạn, phóng viên Báo X: no person
        unit = len(parts) == 2 and units_known.levels_of(view.text[slice(*span)])
        return looks_like_person(parts) and not unit and parts[0] not in _bodies()
    if len(parts) > 1:
        return True
    if parts[0] in _peoples() or _names_people().match(view.folded, span[0]):
        return False
    return not _other_word().match(view.folded, span[0])


def _addressed(view: TextView, match: re.Match[str], word: str) -> dict[str, object]:
    written = re.sub(r"\s+", " ", view.text[match.start() : match.start() + len(match[0].rstrip(" :"))])
    last = word.split()[-1]
    single = last in {"ông", "bà", "anh", "chị"} and word not in _couples()
    gender = _gender().get(word) or (_gender().get(last) if single else None)
    attrs: dict[str, object] = {"honorific": written}
    if gender:
        attrs |= {"gender": gender, "gender_cue": f"honorific {written.lower()}"}
    return attrs


def _proved(view: TextView, run: Run, sentence: Sentence, titles: list[Mention]) -> bool:
    parts = [view.folded[a:b] for a, b in run.syllables]
    left = view.folded[max(sentence.start, run.start - 30) : run.start]
    name = view.folded[run.start : run.end]
    if bears_name().search(left) or name in no_person():
        return False
    if parts[0] in _ONE_LETTER and len(parts) in (2, 3) and len(parts[1]) > 1:  # A Hyum, Y Nhiếu
        return not units_known.levels_of(view.text[run.start : run.end])
    if (
        len(parts) == 1 and parts[0].startswith("k'") and parts[0] not in _peoples()
    ):  # K'Brểu, unless a unit bears the name
        return not units_known.levels_of(view.text[run.start : run.end])
    if not looks_like_person(parts):
        return False
    if len(parts) >= 3 and parts[0] in surnames() and any(p in sure_middles() for p in parts[1:-1]):
        return True
    if (parts[0].startswith(("h'", "k'", "y'")) and len(parts) >= 2) or (
        len(parts) in (2, 3) and parts[0] in highland_surnames()
    ):
        return True
    if len(parts) in (3, 4) and parts[0] in sure_surnames() and parts[1] in middles():
        return True
    beside = any(
        re.fullmatch(
            r" *(?:\([^()]*\))? *[,(-] *(?:là +|nguyên +|hiện +là +|quyền +|cựu +)?", view.folded[run.end : t.start]
        )
        for t in titles
        if t.start >= run.end
    )
    if beside and parts[0] in surnames():
        return True
    return parts[0] in surnames() and bool(_APPOSITION.match(view.folded, run.end, sentence.end))


def _by_evidence(view: TextView, sentence: Sentence, pending: list[Run], units: UnitNames) -> list[Run]:
    """Ask the statistical tagger only about names that no rule decides."""
    open_runs = []
    for run in pending:
        parts = [view.folded[a:b] for a, b in run.syllables]
        left = view.folded[max(sentence.start, run.start - 30) : run.start]
        name = view.folded[run.start : run.end]
        if name in no_person() or name in units or bears_name().search(left):
            continue
        if len(parts) == 2 and parts[0] in place_surnames():  # Đồng Tâm, Giáp Bát: no person without more proof
            continue
        if parts[0] in surnames() and parts[0] not in _bodies() and looks_like_person(parts):
            open_runs.append(run)
    if not open_runs:
        return []
    text = view.text[sentence.start : sentence.end]
    tagged = [
        (sentence.start + a, sentence.start + b) for label, a, b in default_segmenter().entities(text) if label == "PER"
    ]
    return [
        run
        for run in open_runs
        if any((a <= run.start and b >= run.end) or (a >= run.start and b <= run.end and b - a > 3) for a, b in tagged)
    ]


class PersonComponent:
    """spaCy component `tinbai_person`: fills the layer `person`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Store the persons of `doc`."""
        view = view_of(doc)
        found = find_persons(view, get(doc, "place"), get(doc, "title"))
        called = heads_called(view, found, get(doc, "place"))
        if called:
            put(doc, "place", [p for p in get(doc, "place") if str(p.normal) not in called])
            found = find_persons(view, get(doc, "place"), get(doc, "title"))
        put(doc, "person", [replace(m, attrs={**m.attrs, "zone": view.zone_at(m.start)}) for m in found])
        return doc


@Language.factory("tinbai_person")
def make_person(nlp: Language, name: str) -> PersonComponent:
    """Return the component that spaCy builds under `name`."""
    return PersonComponent(nlp, name)
