"""Person names of all groups, initials and short mentions (codebook 3.3)."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities import units_known
from tinbai.entities.mention import Located, Mention, get, longest, put, register_extensions, view_of
from tinbai.entities.names import (
    Run,
    highland_surnames,
    looks_like_person,
    middles,
    place_surnames,
    rare_middles,
    sure_middles,
    sure_surnames,
    surnames,
)
from tinbai.entities.person_address import addressed, addresses, any_name, bodies, fits_address, peoples
from tinbai.entities.person_again import again
from tinbai.entities.person_alias import called, renamed
from tinbai.entities.person_credits import byline, photographers
from tinbai.entities.person_foreign import foreign_heads
from tinbai.entities.person_heads import heads_called
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
    is_double,
    name_at,
    no_person,
    opens_speech,
    with_initials,
)
from tinbai.entities.person_signature import signatures
from tinbai.text.normalize import fold, spell
from tinbai.text.segment import default_segmenter
from tinbai.text.view import Sentence, TextView

_APPOSITION = re.compile(
    r" *(?:\((?:sn|sinh|\d{2} tuổi|ảnh|bên|giữa|bìa|trái|phải|thứ|người|áo|đứng|ngồi|dân tộc|nguyên|bí thư|"
    r"trưởng|chủ tịch|quê|trú|ngụ)|, *\d{2} tuổi|, *sn *\d|, *sinh năm|, *dân tộc|, *(?:là +)?người (?!dân|"
    r"có)|, *trú |, *ngụ |, *ở )"
)


_ONE_LETTER = frozenset({"a", "y"})


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
    located, posts, names = Located(places), Located(titles), UnitNames(places)
    found = [m for sentence in view.sentences if sentence.zone == "byline" for m in byline(view, sentence)]
    found += signatures(view)
    signed = frozenset(fold(str(m.normal)) for m in found)
    for sentence in view.sentences:
        if sentence.zone == "byline":
            continue
        credits = photographers(view, sentence, signed)
        found += credits
        blocked = list(located.touching(sentence.start, sentence.end))
        near = list(posts.touching(sentence.start, sentence.end))
        found += _in_sentence(view, sentence, blocked, near, names, [(m.start, m.end) for m in credits])
    taken = (Located(found), located, posts)
    others = [m for m in called(view, found) if not any(layer.touching(m.start, m.end) for layer in taken)]
    alias = [replace(m, normal=spell(view.text[m.start : m.end])) for m in others]
    more = again(view, [*found, *alias], places, titles)
    return renamed(link_short_names(view, longest([*found, *alias, *more])), others)


def _in_sentence(
    view: TextView,
    sentence: Sentence,
    places: list[Mention],
    titles: list[Mention],
    units: UnitNames,
    taken: list[tuple[int, int]],
) -> list[Mention]:
    found: list[Mention] = []

    def add(start: int, end: int, source: str, attrs: dict[str, object]) -> None:
        end = with_initials(view.text, start, end)
        if any(a < end and start < b for a, b in taken):
            return
        taken.append((start, end))
        found.append(Mention("PERSON", start, end, spell(view.text[start:end]), attrs, source))

    for head in foreign_heads(view, sentence):
        add(*head, "rule:foreign_head", {})
    for match in addresses(view, sentence):
        word = re.sub(" +", " ", match[0].strip(" :"))
        if in_phrase(view, match.start()) or (word not in any_name() and in_society(view, match.start())):
            continue
        if any(p.start <= match.start() < p.end for p in places) or any(t.start == match.end() for t in titles):
            continue
        if inside_name(view, match.start(), sentence.start) or opens_speech(view, match, word):
            continue
        span = name_at(view, match.end(), sentence.end, places, addressed=True)
        if span and fits_address(view, span, word) and not (word not in any_name() and _is_unit(places, span)):
            add(*span, "rule:address", addressed(view, match, word))
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


def _proved(view: TextView, run: Run, sentence: Sentence, titles: list[Mention]) -> bool:
    parts = [view.folded[a:b] for a, b in run.syllables]
    left = view.folded[max(sentence.start, run.start - 30) : run.start]
    name = view.folded[run.start : run.end]
    if bears_name().search(left) or name in no_person():
        return False
    if (
        is_double(parts) and set(parts) <= surnames() and parts[2] not in sure_middles()
    ):  # the dynasties: Đinh Lê Lý Trần
        return False
    if parts[0] in _ONE_LETTER and len(parts) in (2, 3) and len(parts[1]) > 1:  # A Hyum, Y Nhiếu
        return not units_known.levels_of(view.text[run.start : run.end])
    if (
        len(parts) == 1 and parts[0].startswith("k'") and parts[0] not in peoples()
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
    if (
        len(parts) == 4
        and is_double(parts)
        and parts[2] in middles() | rare_middles()
        and parts[3] not in sure_surnames()
    ):
        return True
    if len(parts) in (3, 4) and parts[0] in sure_surnames() and (parts[1] in middles() or parts[1] in rare_middles()):
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
        if parts[0] in surnames() and parts[0] not in bodies() and looks_like_person(parts):
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
        put(doc, "person", [replace(m, attrs={"zone": view.zone_at(m.start), **m.attrs}) for m in found])
        return doc


@Language.factory("tinbai_person")
def make_person(nlp: Language, name: str) -> PersonComponent:
    """Return the component that spaCy builds under `name`."""
    return PersonComponent(nlp, name)
