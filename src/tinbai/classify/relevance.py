"""Is the article about the model: model_focus, model_mention, not_model (codebook 2.1)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, reduce
from tinbai.entities.mention import Mention, get, starting_in, view_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

Relevance = Literal["model_focus", "model_mention", "not_model"]
_COUNTED_ZONES = ("title", "lead", "body", "subheading")
_LONG_PARAGRAPH = 6
_GLUED_LEAD = 3
_FEW_CLAIMS = 2
_FOCUS_COUNT, _FOCUS_SHARE, _PORTRAIT_SHARE = 3, 0.30, 0.40
_NAMES_MODEL = ("explicit", "nominal", "juxtaposition", "idiom")
_BOTH_POSTS = ("nominal", "idiom")
_TELLS_BOTH = frozenset({"nominal", "explicit_vua"})  # bases of a dual decision that are no title


@dataclass(frozen=True, slots=True)
class Shares:
    """The sentence counts that relevance rests on.

    Attributes:
        sentences: S, sentences of title, lead and body.
        marked: indices of M, sentences that name the model.
        about: indices of M and A, with the sentences around them.
        portrait: indices of sentences about one dual officeholder.
        holder: the person of the portrait, None without a dual officeholder.
    """

    sentences: tuple[Sentence, ...]
    marked: frozenset[int]
    about: frozenset[int]
    portrait: frozenset[int]
    holder: str | None

    def index_at(self, offset: int) -> int | None:
        """Return the index of the sentence of S that holds `offset`, None if none does."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        return index if index >= 0 and offset < self.sentences[index].end else None

    def share(self, part: frozenset[int] | set[int]) -> float:
        """Return the share of `part` in S, 0 for an empty article."""
        return len(part) / len(self.sentences) if self.sentences else 0.0


def shares(doc: Doc) -> Shares:
    """Count S, M, A and the portrait sentences of `doc`."""
    view = view_of(doc)
    counted = tuple(s for s in view.sentences if s.zone in _COUNTED_ZONES)
    cues = [m for m in get(doc, "cue") if m.attrs["confirmed"] and m.attrs["strength"] in _NAMES_MODEL]
    told = sorted(_told(doc))
    marked = frozenset(
        i
        for i, s in enumerate(counted)
        if starting_in(cues, s.start, s.end)
        or any(end <= s.end for _, end in told[bisect_left(told, (s.start, 0)) : bisect_left(told, (s.end, 0))])
    )
    holder, portrait = _portrait(doc, counted)
    return Shares(counted, marked, _about(counted, marked), portrait, holder)


def _told(doc: Doc) -> list[tuple[int, int]]:
    """Return where both titles of one dual holder stand together: such a sentence names the model without a cue."""
    folded = view_of(doc).folded
    spans = [
        (evidence.start, evidence.end)
        for holder in doc._.officeholders
        if holder.dual in ("yes", "former")
        for evidence in holder.dual_evidence
    ]
    reduced = [reduce(folded, start, end).text for start, end in spans]
    return [span for span, text in zip(spans, reduced, strict=True) if HEAD in text and (CELL in text or SHORT in text)]


def _about(counted: Sequence[Sentence], marked: frozenset[int]) -> frozenset[int]:
    """Return M and A: short paragraphs whole, long ones with the neighbours (codebook 2.1, 9.3)."""
    members: dict[int, list[int]] = {}
    for index, sentence in enumerate(counted):
        members.setdefault(sentence.paragraph, []).append(index)
    found: set[int] = set()
    for index in marked:
        same = members[counted[index].paragraph]
        found.update(same if len(same) <= _LONG_PARAGRAPH else (i for i in same if abs(i - index) <= 1))
    return frozenset(found)


def _portrait(doc: Doc, counted: Sequence[Sentence]) -> tuple[str | None, frozenset[int]]:
    """Return the dual holder with most sentences: those that name, quote or refer to him or her."""
    best: tuple[str | None, frozenset[int]] = (None, frozenset())
    view = view_of(doc)
    persons = [m for m in get(doc, "person") if view.zone_at(m.start) != "byline"]
    named = [starting_in(persons, sentence.start, sentence.end) for sentence in counted]
    at: dict[str, list[int]] = {}  # the sentences that name somebody, by the last syllable of the name
    for index, here in enumerate(named):
        for tail in {_tail(_name(m, view.text)) for m in here}:
            at.setdefault(tail, []).append(index)
    for holder in doc._.officeholders:
        if holder.dual not in ("yes", "former"):
            continue
        found = _sentences_of(view, counted, named, holder.person, at.get(_tail(holder.person), []))
        if len(found) > len(best[1]):
            best = (holder.person, found)
    return best


def _sentences_of(
    view: TextView, counted: Sequence[Sentence], named: Sequence[Sequence[Mention]], person: str, at: Sequence[int]
) -> frozenset[int]:
    """Return the sentences about `person`: those `at` which the name may stand, and what goes on from them."""
    found: set[int] = set()
    for first in at:
        if not any(_is(_name(m, view.text), person) for m in named[first]):
            continue
        found.add(first)
        # What follows in the paragraph goes on with the person, the next paragraph only after a pronoun.
        paragraph = counted[first].paragraph
        for index in range(first + 1, len(counted)):
            if named[index]:
                break
            if counted[index].paragraph != paragraph:
                here = view.folded[counted[index].start : counted[index].end]
                if not person_words().search(here):
                    break
                paragraph = counted[index].paragraph
            found.add(index)
    return frozenset(found)


def _name(mention: Mention, text: str) -> str:
    return mention.normal or text[mention.start : mention.end]


def _tail(name: str) -> str:
    return name.rpartition(" ")[2]


def _is(name: str, person: str) -> bool:
    return name == person or person.endswith(f" {name}")


@cache
def person_words() -> re.Pattern[str]:
    """Return the pattern of pronouns and honorifics that go on with one person."""
    return re.compile(r"(?<![^\W_])(?:ông|bà|anh|chị|cô|chú|bác|đồng chí|tôi|người bí thư|vị bí thư)(?![^\W_])")


def relevance(doc: Doc, found: Shares) -> Relevance:
    """Return the label by the rules of codebook 2.1, in their order."""
    duals = [holder for holder in doc._.officeholders if holder.dual in ("yes", "former")]
    if not found.marked and not duals:
        return "not_model"
    if any(_leads(found, i) for i in found.marked):
        return "model_focus"
    if len(found.marked) >= _FOCUS_COUNT and found.share(found.about) >= _FOCUS_SHARE:
        return "model_focus"
    if found.holder and found.share(found.portrait) >= _PORTRAIT_SHARE and speaks_of_both(doc, found):
        return "model_focus"
    return "model_mention"


def _leads(found: Shares, index: int) -> bool:
    """Say whether a sentence stands in title or lead; of paragraphs glued to a long one only the first are the lead."""
    sentence = found.sentences[index]
    if sentence.zone == "title":
        return True
    if sentence.zone != "lead":
        return False
    lead = [i for i, other in enumerate(found.sentences) if other.paragraph == sentence.paragraph]
    return len(lead) <= _LONG_PARAGRAPH or index - lead[0] < _GLUED_LEAD


def speaks_of_both(doc: Doc, found: Shares) -> bool:
    """Say whether a sentence speaks about holding both posts, beyond giving them as a title (2.1 c)."""
    persons = get(doc, "person")
    if any(h.person == found.holder and _TELLS_BOTH & set(h.dual_basis) for h in doc._.officeholders):
        return True
    for cue in get(doc, "cue"):
        if not cue.attrs["confirmed"] or not any(
            found.sentences[i].start <= cue.start < found.sentences[i].end for i in found.marked
        ):
            continue
        if cue.attrs["strength"] in _BOTH_POSTS:
            return True
        titled = any(-2 <= cue.start - p.end <= 45 or -2 <= p.start - cue.end <= 30 for p in persons)
        if cue.attrs["strength"] == "explicit" and not titled:
            return True
    return False


def speaks_of_model(doc: Doc, found: Shares) -> bool:
    """Say whether the article speaks of holding both posts, counts or judges it, beyond giving somebody both titles."""
    judged = sum(claim.target in ("dual", "both") for claim in doc._.claims)
    return speaks_of_both(doc, found) or any(not r.derived for r in doc._.adoption) or judged >= _FEW_CLAIMS


@cache
def _unification() -> tuple[tuple[str, re.Pattern[str]], ...]:
    join = r"[^.;]{0,40}?(?:đồng thời|kiêm|nhất thể|hợp nhất)[^.;]{0,40}?"
    posts = load("model")["other_posts"]
    found = []
    for code in ("district", "commune", "agency"):
        words = alternation(fold(word) for word in posts[code])
        found.append((code, re.compile(rf"{words}{join}{words}|(?:nhất thể hóa|hợp nhất)[^.;]{{0,60}}?{words}")))
    return tuple(found)


def other_unification(doc: Doc, found: Shares) -> str | None:
    """Return commune, district or agency where that unification is what the article is about (codebook 9.35)."""
    folded = view_of(doc).folded
    counts: dict[str, set[int]] = {}
    for index, sentence in enumerate(found.sentences):
        if index in found.marked:
            continue
        code = next((c for c, p in _unification() if p.search(folded, sentence.start, sentence.end)), None)
        if code:
            counts.setdefault(code, set()).add(index)
    for code, at in sorted(counts.items(), key=lambda item: (-len(item[1]), item[0])):
        leading = any(found.sentences[i].zone in ("title", "lead") for i in at)
        if leading or found.share(_about(found.sentences, frozenset(at))) >= _FOCUS_SHARE:
            return code
    return None
