"""Component `tinbai_claim`: what is said for and against the model, and by whom (codebook 2.3, 4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Located, Mention, register_extensions, view_of, within
from tinbai.records import Claim, Officeholder
from tinbai.relations.aspects import Hit, hits, pattern, settle
from tinbai.relations.claim_features import candidates, manner_features, place_features, word_features
from tinbai.relations.claim_model import Reading, read, span
from tinbai.relations.speech import AUTHOR, Speech, speaker_at, speeches
from tinbai.relations.topic import Topic, naming_cues
from tinbai.text.view import Sentence

_CUT = re.compile(r"[;:]|\. ")
# Outcomes of a place, which have many causes: growth, works, order.
_OF_THE_PLACE = ("B10", "B11", "B12")
_STRIP = " ,.;:-\"'“”()"
_LEADING = re.compile(
    r"(?:nhưng|song|thì|mà|và|nên|do đó|vì vậy|đồng thời|qua đó|từ đó|nhờ đó|là|cũng|góp phần|giúp) +(?=\S)"
)


class ClaimComponent:
    """Fills `doc._.claims`; needs cues, persons and officeholders."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()
        for extension in ("claims", "officeholders"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=())

    def __call__(self, doc: Doc) -> Doc:
        """Read every sentence that is about the model, clause by clause."""
        if not naming_cues(doc):
            doc._.claims = ()
            return doc
        reader = Reader(doc)
        found = [claim for sentence in view_of(doc).sentences for claim in reader.read(sentence)]
        doc._.claims = tuple(claim.model_copy(update={"id": f"C{n}"}) for n, claim in enumerate(found, 1))
        return doc


class Reader:
    """Reads the claims of one article twice: by the word lists and, where they are silent, by the trained model.

    The word lists are right more often than the model where they speak, and they say which words
    they rest on; the model knows many more ways to say a thing (benchmarks/README.md).
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.view = view_of(doc)
        self.speeches = Located(speeches(doc))
        self.topic = Topic(doc, self.speeches)
        self.holders: dict[str, Officeholder] = {h.person: h for h in doc._.officeholders}
        self.candidates = frozenset(candidates(self.topic))

    def read(self, sentence: Sentence) -> list[Claim]:
        """Return the claims of `sentence`, in order of the text."""
        return list(self._by_words(sentence)) or sorted(self._by_model(sentence), key=lambda claim: claim.start)

    def features(self, sentence: Sentence) -> dict[str, float]:
        """Return what the trained model sees of `sentence`."""
        folded = self.view.folded[sentence.start : sentence.end]
        return word_features(folded) | manner_features(folded) | place_features(self.topic, self.speeches, sentence)

    def reading(self, sentence: Sentence) -> Reading | None:
        """Return what the trained model says of `sentence`; None where no claim about the model can stand."""
        return read(self.features(sentence)) if sentence in self.candidates else None

    def _by_model(self, sentence: Sentence) -> Iterator[Claim]:
        reading = self.reading(sentence)
        target = self.topic.target(sentence) or "dual"
        taken: list[tuple[int, int]] = []
        for codes in reading.sides() if reading else ():
            found = span(self.view.folded, sentence, self._said(sentence), codes)
            if not any(start < found[1] and found[0] < end for start, end in taken):
                taken.append(found)
                yield self._claim(sentence, self._trimmed(found), codes, target)

    def _said(self, sentence: Sentence) -> tuple[int, int]:
        """Return the sentence, or what of it is direct speech if that is the greater part."""
        for speech in self.speeches.touching(sentence.start, sentence.end):
            start, end = max(speech.start, sentence.start), min(speech.end, sentence.end)
            if speech.direct and 2 * (end - start) > sentence.end - sentence.start:
                return start, end
        return sentence.start, sentence.end

    def _trimmed(self, found: tuple[int, int]) -> tuple[int, int]:
        """Return the span without marks and joining words at its ends; never empty."""
        start, end = found
        text, folded = self.view.text, self.view.folded
        while end - start > 1 and text[end - 1] in _STRIP + "\u00a0":
            end -= 1
        moved = True
        while moved:
            begin = start
            while start < end - 1 and text[start] in _STRIP + "\u00a0":
                start += 1
            lead = _LEADING.match(folded, start, end)
            start = lead.end() if lead else start
            moved = start != begin
        return start, end

    def _by_words(self, sentence: Sentence) -> Iterator[Claim]:
        target = self.topic.target(sentence)
        if target is None:
            return
        found = hits(self.view.folded, sentence.start, sentence.end)
        if not self.topic.speaks_of_place(sentence):
            found = [hit for hit in found if hit.code not in _OF_THE_PLACE]
        found = settle([hit for hit in found if not self._is_goal(hit, sentence)])
        for start, end, inside in _merged(self._clauses(sentence, found)):
            yield self._claim(sentence, (start, end), tuple(dict.fromkeys(hit.code for hit in inside)), target)

    def _is_goal(self, hit: Hit, sentence: Sentence) -> bool:
        """Goals, duties and criteria are no claims (codebook 2.3); a difficulty is one also as a duty."""
        if not hit.good:
            return False
        folded = self.view.folded
        left = max(folded.rfind(mark, sentence.start, hit.start) for mark in ";:")
        before = folded[max(left + 1, sentence.start) : hit.start]
        goals = list(pattern("goal").finditer(before))
        if not goals:
            return False
        since = before[goals[-1].end() :]
        # What has already happened after the goal word is a result again.
        return not re.search(r"(?<![^\W_])(?:đã|được|thực sự|giúp|góp phần|nhờ)(?![^\W_])|,? +(?:nhưng|song)", since)

    def _clauses(self, sentence: Sentence, found: Sequence[Hit]) -> Iterator[tuple[int, int, list[Hit]]]:
        edges = self._edges(sentence)
        for start, end in pairwise(edges):
            inside = [hit for hit in found if start <= hit.start < end]
            for good in (True, False):
                side = [hit for hit in inside if hit.good is good]
                if side:
                    yield (*self._span(start, end, inside, side), side)

    def _edges(self, sentence: Sentence) -> list[int]:
        """Return the borders of the clauses: colons and semicolons, the words that open one, a leading cue."""
        folded = self.view.folded
        edges = {sentence.start, sentence.end}
        edges.update(m.end() for m in _CUT.finditer(folded, sentence.start, sentence.end))
        near = self.speeches.touching(sentence.start - 1, sentence.end + 1)
        spoken = (at for speech in near for at in (speech.start, speech.end))
        edges.update(at for at in spoken if sentence.start < at < sentence.end)
        for match in pattern("opening").finditer(folded, sentence.start, sentence.end):
            before = folded[max(sentence.start, match.start() - 2) : match.start()]
            if "," in before or match[0] in ("nhưng", "song"):
                edges.add(match.start())
        edges.update(m.end for m in within(self.doc, "cue", sentence.start, sentence.end) if _is_subject(m))
        return sorted(edges)

    def _span(self, start: int, end: int, inside: Sequence[Hit], side: Sequence[Hit]) -> tuple[int, int]:
        """Return the clause without marks and joining words; two sides in one clause keep to their own words."""
        if len(inside) > len(side):
            start = max([start, *(h.end for h in inside if h.good is not side[0].good and h.end <= side[0].start)])
            end = min([end, *(h.start for h in inside if h.good is not side[0].good and h.start >= side[-1].end)])
        text, folded = self.view.text, self.view.folded
        moved = True
        while moved:
            begin = start
            while start < side[0].start and text[start] in _STRIP + "\u00a0":
                start += 1
            lead = _LEADING.match(folded, start, side[0].start + 1)
            if lead and lead.end() <= side[0].start:
                start = lead.end()
            moved = start != begin
        while end > side[-1].end and text[end - 1] in _STRIP + "\u00a0":
            end -= 1
        return start, end

    def _claim(self, sentence: Sentence, found: tuple[int, int], codes: tuple[str, ...], target: str) -> Claim:
        start, end = found
        speech = speaker_at(self.speeches, start)
        good = codes[0].startswith("B")
        resolved = not good and self._is_resolved(sentence, found)
        stance = "positive" if good else "mixed" if resolved else "negative"
        post, place = self._office(speech)
        return Claim(
            id="",
            text=self.view.text[start:end],
            start=start,
            end=end,
            speaker=speech.speaker if speech else AUTHOR,
            post=post,
            place=place,
            aspects=codes,
            target=target,  # type: ignore[arg-type]
            stance=stance,  # type: ignore[arg-type]
            resolved=resolved,
            direct=bool(speech and speech.direct),
        )

    def _is_resolved(self, sentence: Sentence, found: tuple[int, int]) -> bool:
        """A trouble in a concession with a positive main clause, or marked as past (codebook 2.3)."""
        folded = self.view.folded
        left = max(folded.rfind(mark, sentence.start, found[0]) for mark in ";:")
        lead = folded[max(left + 1, sentence.start) : found[1]]
        if pattern("past").search(lead):
            return True
        if not pattern("concession").match(lead.lstrip(' ,"')) and not pattern("concession").search(lead):
            return False
        rest = folded[found[1] : sentence.end]
        return bool(pattern("turn").search(rest)) or any(hit.good for hit in hits(folded, found[1], sentence.end))

    def _office(self, speech: Speech | None) -> tuple[str | None, str | None]:
        holder = self.holders.get(speech.speaker) if speech else None
        if holder is None:
            return None, None
        place = holder.hamlet or holder.commune or holder.district or holder.province
        return ", ".join(holder.posts_surface) or ", ".join(holder.posts) or None, place


def _is_subject(cue: Mention) -> bool:
    """The name of the model is the subject of what follows; `mô hình` and a clause that names it stay in theirs."""
    return cue.attrs["strength"] != "anaphor" and not cue.attrs.get("statement")


def _merged(clauses: Iterable[tuple[int, int, list[Hit]]]) -> Iterator[tuple[int, int, list[Hit]]]:
    """Join neighbouring clauses that say the same (`…, góp phần …` with the same aspects)."""
    last: tuple[int, int, list[Hit]] | None = None
    for start, end, side in clauses:
        codes = {hit.code for hit in side}
        if last and codes == {hit.code for hit in last[2]} and 0 <= start - last[1] <= 14:
            last = (last[0], end, [*last[2], *side])
            continue
        if last:
            yield last
        last = (start, end, side)
    if last:
        yield last


@Language.factory("tinbai_claim", requires=["doc._.view"], assigns=["doc._.claims"])
def make_claim(nlp: Language, name: str) -> ClaimComponent:
    """Return the component that spaCy builds under `name`."""
    return ClaimComponent(nlp, name)
