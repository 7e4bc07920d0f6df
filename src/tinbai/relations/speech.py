"""Who speaks where (codebook 4.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.mention import Located, Mention, get, starting_in, view_of
from tinbai.lexicon import alternation, load
from tinbai.records import Zone
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

AUTHOR = "author"
_MALE = ("ông", "anh", "chú", "cậu", "cụ ông")
_FEMALE = ("bà", "chị", "cô")
_PRONOUN = re.compile(r"(?<![^\W_])(ông|bà|anh|chị|cô|chú|bác|đồng chí|vị bí thư|vị trưởng \w+)(?![^\W_])[^.;:]{0,40}$")
_TAIL = 140
_HONORIFIC = r"(?:ông|bà|anh|chị|cô|chú|bác|cụ|già|vị [^ ,.;]+|đồng chí|đ/c)"
# `…, ông nói`: the sentence before the comma is his.
_SAID = re.compile(
    rf", *({_HONORIFIC})(?: [^ ,.;:\"]+){{0,4}}? +(?:nói|kể|cho biết|nhận xét|bảo|cười|thật thà|than|phân trần|tâm sự)"
    r"(?: +[^ ,.;:\"]+){0,3} *\.?$"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of text and its speaker; `person` is the PERSON mention that names him or her."""

    start: int
    end: int
    speaker: str
    person: Mention | None
    direct: bool
    intro: int


@cache
def _verb() -> re.Pattern[str]:
    verbs = [fold(verb) for verb in load("cues")["cues"]["speech_verbs"] if not verb.startswith("theo")]
    return re.compile(rf"(?<![^\W_]){alternation(verbs)}(?![^\W_])(?: +(?:thêm|rằng|là|với [^:,;.]{{1,40}}))*")


@cache
def _colon() -> re.Pattern[str]:
    """Quoted words after a colon are somebody's, whatever the verb; plain ones after a word of the list."""
    words = alternation(fold(word) for word in load("cues")["cues"]["speech_before_colon"])
    return re.compile(rf'(?:(?<![^\W_]){words}(?: +[^ ,.;:]+){{0,3}})?: *"|(?<![^\W_]){words}(?: +[^ ,.;:]+){{0,3}}: *')


def speeches(doc: Doc) -> list[Speech]:
    """Return all stretches that a person says, in text order; the rest is the author's.

    `NAME, POST, cho biết:` opens direct speech to the end of the paragraph, a closing
    quotation mark or the next speaker; without colon, and after `Theo NAME`, it is the sentence.
    """
    view = view_of(doc)
    found: list[Speech] = []
    persons = [m for m in get(doc, "person") if not view.is_silent(m.start) and view.zone_at(m.start) != "byline"]
    above: Sequence[Mention] = ()
    for zone in view.paragraphs:
        if zone.zone in ("boilerplate", "unreadable", "byline"):
            continue
        here = starting_in(persons, zone.start, zone.end)
        found.extend(_in_paragraph(doc, zone, here, above))
        # A pronoun at the head of a paragraph goes on with a person of the one above.
        above = here if here and zone.zone != "caption" else above
    return sorted(found, key=lambda speech: speech.start)


def _in_paragraph(doc: Doc, zone: Zone, persons: Sequence[Mention], above: Sequence[Mention]) -> list[Speech]:
    view = view_of(doc)
    folded = view.folded
    spoken = [m for words in (_verb(), _colon()) for m in words.finditer(folded, zone.start, zone.end)]
    openings = [_opening(folded, zone, match, persons, above) for match in spoken]
    opened = _first_of_sentence([*_according(doc, persons), *(speech for speech in openings if speech is not None)])
    closed: list[Speech] = []
    for index, speech in enumerate(opened):
        following = opened[index + 1].intro if index + 1 < len(opened) else zone.end
        end = _close(doc, speech, min(max(following, speech.start), zone.end))
        if end > speech.start:
            closed.append(Speech(speech.start, end, speech.speaker, speech.person, speech.direct, speech.intro))
    closed.extend(_after_quote(view, zone, persons, closed, above))
    said = _after_sentence(doc, zone, persons, above)
    closed.extend(s for s in said if not any(o.start < s.end and s.start < o.end for o in closed))
    return closed


def _first_of_sentence(opened: Sequence[Speech]) -> list[Speech]:
    """Return the openings in text order; in one sentence a person opens once, and quoted words go first."""
    kept: list[Speech] = []
    for speech in sorted(opened, key=lambda found: (found.intro, not found.direct, found.start)):
        if not any(other.intro == speech.intro and other.speaker == speech.speaker for other in kept):
            kept.append(speech)
    return sorted(kept, key=lambda found: found.start)


def _opening(
    folded: str, zone: Zone, verb: re.Match[str], persons: Sequence[Mention], above: Sequence[Mention]
) -> Speech | None:
    sentence_start = max(folded.rfind(mark, zone.start, verb.start()) for mark in ".!?") + 1
    begin = max(sentence_start, zone.start)
    named = [p for p in persons if begin <= p.start and p.end <= verb.start()]
    person = named[-1] if named and verb.start() - named[-1].end <= _TAIL else None
    if person is None:
        pronoun = _PRONOUN.search(folded, begin, verb.start())
        person = _antecedent(pronoun[1], [*above, *(p for p in persons if p.end <= begin)]) if pronoun else None
    if person is None:
        return None
    colon = ":" in verb[0]
    after = verb if colon else re.compile(r'[^:".;]{0,30}: *"?|,? *"').match(folded, verb.end(), zone.end)
    start = after.end() if after else verb.end()
    return Speech(start, zone.end, person.normal or "", person, bool(after), begin)


def _antecedent(pronoun: str, before: Sequence[Mention]) -> Mention | None:
    """Return the last person that a pronoun can mean; gender words must agree where both say one."""
    gender = "male" if pronoun in _MALE else "female" if pronoun in _FEMALE else None
    for person in reversed(before):
        other = person.attrs.get("gender")
        if gender is None or other is None or other == gender:
            return person
    return None


def _meant(view: TextView, pronoun: re.Match[str], before: Sequence[Mention], group: int = 0) -> Mention | None:
    """Return whom a pronoun means; before a name that nobody has read (`chị Y nói`) not the person named before."""
    end = pronoun.end(group)
    return None if view.text[end + 1 : end + 2].isupper() else _antecedent(pronoun[group], before)


def _according(doc: Doc, persons: Sequence[Mention]) -> list[Speech]:
    view = view_of(doc)
    found = []
    for person in persons:
        lead = view.folded[max(0, person.start - 24) : person.start]
        sentence = view.sentence_at(person.start)
        if sentence is None or not re.search(
            r"(?<![^\W_])theo(?: +(?:lời|ý kiến|đánh giá|chia sẻ))?(?: +(?:của|ông|bà|anh|chị|đồng chí|đ/c:?))* *$",
            lead,
        ):
            continue
        quote = re.compile(r'[^"]{0,100}: *"?').match(view.folded, person.end, sentence.end)
        start = quote.end() if quote else person.end
        found.append(Speech(start, sentence.end, person.normal or "", person, bool(quote), sentence.start))
    return found


def _close(doc: Doc, speech: Speech, limit: int) -> int:
    """Return where a speech ends: a closing mark, the next speaker, the paragraph; without colon the sentence."""
    view = view_of(doc)
    if not speech.direct:
        sentence = view.sentence_at(speech.start) or view.sentence_at(speech.start - 1)
        return min(limit, sentence.end) if sentence else limit
    quoted = view.folded[max(0, speech.start - 1) : speech.start] == '"'
    mark = view.folded.find('"', speech.start, limit) if quoted else -1
    return mark if mark >= 0 else limit


def _after_quote(
    view: TextView, zone: Zone, persons: Sequence[Mention], known: Sequence[Speech], above: Sequence[Mention] = ()
) -> list[Speech]:
    """`"…", ông X nói`, `"…", chị cười`: the words before the name or pronoun are theirs."""
    folded = view.folded
    found = []
    for match in re.compile(r'"([^"]{15,})" *[,.-]* *').finditer(folded, zone.start, zone.end):
        if any(speech.start <= match.start(1) < speech.end for speech in known):
            continue
        person = next((p for p in persons if 0 <= p.start - match.end() <= 20), None)
        if person is None and folded[match.end(1) : match.end()].strip() == '",':
            pronoun = re.compile(rf"{_HONORIFIC}(?= )").match(folded, match.end())
            before = [*above, *(p for p in persons if p.end <= match.start())]
            person = _meant(view, pronoun, before) if pronoun else None
        if person is not None:
            found.append(Speech(match.start(1), match.end(1), person.normal or "", person, True, match.start()))
    return found


def _after_sentence(doc: Doc, zone: Zone, persons: Sequence[Mention], above: Sequence[Mention]) -> list[Speech]:
    """`Lấy ai mà bầu, ông X nói.`: without quotation marks the sentence is theirs."""
    view = view_of(doc)
    found = []
    for sentence in starting_in(view.sentences, zone.start, zone.end):
        match = _SAID.search(view.folded, sentence.start, sentence.end)
        if match is None or match.start() - sentence.start < 12:
            continue
        named = next((p for p in persons if match.start() <= p.start < match.end()), None)
        before = [*above, *(p for p in persons if p.end <= match.start())]
        person = named or _meant(view, match, before, group=1)
        if person is not None:
            speech = Speech(sentence.start, match.start(), person.normal or "", person, False, sentence.start)
            found.append(speech)
    return found


def speaker_at(found: Located[Speech], offset: int) -> Speech | None:
    """Return the speech that holds `offset`, None where the author speaks."""
    return next(reversed(found.touching(offset, offset + 1)), None)
