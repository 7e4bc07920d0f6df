"""Layer `cue`: every phrase that names the secretary-cum-head model (codebook 1.2 to 1.4).

A phrase of lexicon `model` becomes a mention of type CUE; its attribute `confirmed`
says whether it counts. Explicit phrases hold both posts and count; nominal phrases
and idioms count only when hamlet-level posts can be recovered from their sentence
or the two before it; a comma counts only for one person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, Phrase, Reduced, phrases, reduce
from tinbai.entities.cue_recover import Recovery
from tinbai.entities.cue_unity import refuted, two_subjects
from tinbai.entities.mention import Mention, get, put, register_extensions, view_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_NEGATED = re.compile(
    r"(?<![^\W_])(?:không|chưa|thôi|không còn)(?: +(?:được|làm|thực +hiện|phải|nên))? +(?:kiêm|đồng +thời|là)"
)
_NOT_DONE = re.compile(r"(?<![^\W_])(?:không|chưa|thôi|ngừng|dừng)(?: +\w+){0,2} *$")
_PARTY = re.compile(
    r"(?<![^\W_])(?:chi bộ|cấp ủy|đảng viên|chi ủy|đảng ủy|huyện ủy|cán bộ (?:thôn|bản|cơ sở))(?![^\W_])"
)
_RANK = {"explicit": 0, "nominal": 1, "juxtaposition": 2, "idiom": 3, "slogan": 4, "anaphor": 5, "weak": 6}


@dataclass(frozen=True, slots=True)
class _Found:
    phrase: Phrase
    start: int
    end: int
    inside: str


@cache
def _gate() -> tuple[str, ...]:
    """Words without which no phrase can count; most articles of a paper have none of them."""
    secretaries = load("model")["secretary_words"]
    alone = (p for p in phrases() if p.strength in ("nominal", "idiom") and not p.ambiguous)
    return tuple(sorted({*(fold(word) for word in secretaries), *(word for p in alone for word in p.needs)}))


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(alternation(fold(word) for word in load("model")["secretary_words"]))


@cache
def _before(key: str) -> re.Pattern[str]:
    words = alternation(fold(word) for word in load("model")[key])
    return re.compile(rf"(?<![^\W_])(?:{words}|\d+)(?: +(?:đồng +chí|đ/c|người|anh|chị|ông|bà|cán +bộ))? *\"? *$")


class CueComponent:
    """Finds the phrases that name the model and says of each whether it counts.

    Attributes of a mention: `strength` (explicit, nominal, juxtaposition, idiom,
    slogan, anaphor, weak), `asserts_one_person`, `plural`, `negated`, `confirmed`,
    `basis` (why it counts or not), `statement` if it is a clause of the grammar of unity and,
    if its posts are others, `other` (the code).
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Fill the layer `cue`; explicit phrases first, of overlapping ones the longest."""
        view = view_of(doc)
        if not any(word in view.folded for word in _gate()):
            put(doc, "cue", ())
            return doc
        persons = get(doc, "person")
        reader = _Reader(view, [m.start for m in persons], sorted(m.end for m in persons))
        put(doc, "cue", reader.read())
        return doc


class _Reader:
    """Reads one article; keeps what the sentences before have shown."""

    def __init__(self, view: TextView, person_starts: list[int], person_ends: list[int]) -> None:
        self.view = view
        self.person_starts = person_starts
        self.person_ends = person_ends
        self.reduced: dict[int, Reduced] = {}
        self.phrases = [p for p in phrases() if any(word in view.folded for word in p.needs)]
        self.named = False
        self.explicit: set[int] = set()
        self.posts = Recovery(view, self._reduced, self.explicit)

    def read(self) -> list[Mention]:
        found: list[Mention] = []
        for index, sentence in enumerate(self.view.sentences):
            hits = list(self._hits(sentence, index))
            mentions = [self._mention(hit, index, sentence) for hit in _kept(h for h in hits if not h.phrase.unity)]
            said = [self._mention(hit, index, sentence) for hit in _kept(h for h in hits if h.phrase.unity)]
            mentions = _joined(mentions, said)
            self.named = self.named or any(m.attrs["confirmed"] for m in mentions if m.attrs["strength"] != "anaphor")
            found.extend(mentions)
        return found

    def _reduced(self, index: int) -> Reduced:
        if index not in self.reduced:
            sentence = self.view.sentences[index]
            self.reduced[index] = reduce(self.view.folded, sentence.start, sentence.end)
        return self.reduced[index]

    def _hits(self, sentence: Sentence, index: int) -> Iterator[_Found]:
        here = self.view.folded[sentence.start : sentence.end]
        titled = bool(_titled().search(here))
        for phrase in self.phrases:
            if phrase.strength in ("explicit", "juxtaposition", "weak") and not titled:
                continue
            if phrase.strength == "anaphor" and not (self.named or titled):
                continue
            if not any(word in here for word in phrase.needs):
                continue
            reduced = self._reduced(index)
            for match in phrase.regex.finditer(reduced.text):
                start, end = reduced.span(match, match.lastindex or 0 if phrase.unity else 0)
                if not (phrase.unity and self._parted(phrase, sentence, start, end)):
                    yield _Found(phrase, start, end, match[0])

    def _parted(self, phrase: Phrase, sentence: Sentence, start: int, end: int) -> bool:
        first, last = bisect_left(self.person_starts, sentence.start), bisect_left(self.person_starts, sentence.end)
        persons = list(zip(self.person_starts[first:last], self.person_ends[first:last], strict=True))
        span = (start, end)
        if phrase.same_subject:
            dropped = phrase.same_subject == "unless_dropped"
            if two_subjects(self.view.folded, sentence, span, persons, may_drop=dropped):
                return True
        return refuted(self.view.folded, sentence, span, persons)

    def _mention(self, hit: _Found, index: int, sentence: Sentence) -> Mention:
        folded = self.view.folded
        before = folded[sentence.start : hit.start]
        plural = bool(_before("plural_markers").search(before))
        confirmed, basis, other = self._judge(hit, index, sentence, plural)
        if confirmed and hit.phrase.strength == "explicit":
            self.explicit.add(index)
        attrs = {
            "strength": hit.phrase.strength,
            "asserts_one_person": hit.phrase.one_person,
            "plural": plural,
            "negated": bool(_NEGATED.search(folded[hit.start : hit.end]) or _NOT_DONE.search(before)),
            "confirmed": confirmed,
            "basis": basis,
        }
        if hit.phrase.unity:
            attrs["statement"] = True
        if other:
            attrs["other"] = other
        start, end = _trim(folded, hit.start, hit.end)
        return Mention("CUE", start, end, hit.phrase.id, attrs, source=f"model:{hit.phrase.id}")

    def _judge(self, hit: _Found, index: int, sentence: Sentence, plural: bool) -> tuple[bool, str, str | None]:
        strength = hit.phrase.strength
        if "trung quốc" in self.view.folded[sentence.start : sentence.end] and strength != "explicit":
            return False, "foreign", None
        if strength == "explicit":
            return True, "phrase", None
        if strength in ("juxtaposition", "weak"):
            return self._judge_apposition(hit, sentence, plural)
        if strength == "slogan":
            return self.named or self.posts.recover(index) == "posts", "slogan", None
        if strength == "anaphor":
            return self.named, "named before" if self.named else "nothing before", None
        return self._judge_nominal(hit, index, sentence)

    def _judge_apposition(self, hit: _Found, sentence: Sentence, plural: bool) -> tuple[bool, str, str | None]:
        if hit.phrase.strength == "weak":
            return False, "two posts joined by và", None
        if _between(self.person_starts, hit.start + 1, hit.end):
            return False, "a person between the titles", None
        if hit.phrase.id == "juxtaposition_dash":
            return True, "dash", None
        if plural:
            return False, "plural generic", None
        before, text = self.view.folded[sentence.start : hit.start], self.view.text
        for end in _between(self.person_ends, max(sentence.start, hit.start - 40), hit.start + 1):
            gap = text[end : hit.start]
            if not re.search(r"[;:.]", re.sub(r"\([^)]*\)", "", gap)):
                return True, "one person", None
        for start in _between(self.person_starts, hit.end, sentence.end + 1):
            gap = text[hit.end : start]
            # `họ hàng của bí thư chi bộ, trưởng thôn, ông X nói`: the person begins a clause of his own.
            apart = "," in gap and re.search(r"(?<![^\W_])(?:của|cho|với|do|giữa) *$", before)
            if len(gap) <= 40 and not apart and not re.search(r"[;:.]| và ", gap):
                return True, "one person", None
        if _before("single_markers").search(before):
            return True, "one holder", None
        return False, "no single person", None

    def _judge_nominal(self, hit: _Found, index: int, sentence: Sentence) -> tuple[bool, str, str | None]:
        if HEAD in hit.inside and (CELL in hit.inside or SHORT in hit.inside):
            return True, "posts in the phrase", None
        recovered = self.posts.recover(index)
        if recovered == "posts":
            return True, "posts in the two sentences before", None
        if recovered:
            return False, "other posts", recovered
        if hit.phrase.ambiguous:
            return False, "posts not recoverable", None
        here = self._reduced(index).text
        if HEAD in here or CELL in here or self.posts.names_hamlets(index):
            return True, "hamlet level in the sentence", None
        if self.named:
            return True, "named before", None
        if hit.phrase.one_person and _PARTY.search(self.view.folded, sentence.start, sentence.end):
            return True, "Party posts in the sentence", None
        return False, "posts not recoverable", None


def _kept(hits: Iterator[_Found]) -> list[_Found]:
    """Drop phrases inside stronger ones: explicit before nominal before the rest, then the longest."""
    ordered = sorted(hits, key=lambda hit: (_RANK[hit.phrase.strength], hit.start - hit.end, hit.start))
    kept: list[_Found] = []
    for hit in ordered:
        around = [other for other in kept if hit.start < other.end and other.start < hit.end]
        if not around:
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _between(offsets: list[int], start: int, end: int) -> list[int]:
    """Return those of sorted `offsets` that lie in [start, end)."""
    return offsets[bisect_left(offsets, start) : bisect_left(offsets, end)]


def _joined(names: list[Mention], statements: list[Mention]) -> list[Mention]:
    """Add the statements that hold no name that counts: where the model is named, the name says it."""
    counting = [m for m in names if m.attrs["confirmed"] and m.attrs["strength"] not in ("anaphor", "slogan")]
    apart = [s for s in statements if not any(m.start < s.end and s.start < m.end for m in counting)]
    return sorted([*names, *apart], key=lambda m: (m.start, m.end))


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in ' "':
        start += 1
    while end > start and folded[end - 1] in ' "':
        end -= 1
    return start, end


@Language.factory("tinbai_cue", requires=["doc._.view"], assigns=["doc.spans"])
def make_cue(nlp: Language, name: str) -> CueComponent:
    """Return the component that spaCy builds under `name`."""
    return CueComponent(nlp, name)
