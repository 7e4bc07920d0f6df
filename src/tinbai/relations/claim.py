"""Component `tinbai_claim`: what is said for and against the model, and by whom (codebook 2.3, 4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Located, get, register_extensions, view_of
from tinbai.records import Claim, Officeholder
from tinbai.relations.aspects import Hit, hits, pattern, settle
from tinbai.relations.claim_cuts import stretches
from tinbai.relations.claim_features import (
    candidates,
    manner_features,
    neighbour_features,
    place_features,
    word_features,
)
from tinbai.relations.claim_model import Asked, Reading
from tinbai.relations.claim_model import read as readings
from tinbai.relations.speech import AUTHOR, Speech, speaker_at, speeches
from tinbai.relations.topic import Topic
from tinbai.text.view import Sentence

_STRIP = " ,.;:-\"'“”()"
_RESULT = re.compile(r"(?<![^\W_])(?:đã|được|thực sự|giúp|góp phần|nhờ)(?![^\W_])|,? +(?:nhưng|song)")
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
        if not get(doc, "cue"):
            doc._.claims = ()
            return doc
        reader = Reader(doc)
        found = reader.claims()
        doc._.claims = tuple(claim.model_copy(update={"id": f"C{n}"}) for n, claim in enumerate(found, 1))
        return doc


class Reader:
    """Reads the claims of one article, sentence by sentence, with the trained model (`relations/claim_model.py`)."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.view = view_of(doc)
        self.speeches = Located(speeches(doc))
        self.topic = Topic(doc, self.speeches)
        self.holders: dict[str, Officeholder] = {h.person: h for h in doc._.officeholders}
        self.candidates = frozenset(candidates(self.topic))
        self._manners = {s: self._manner(s) for s in self.candidates}

    def claims(self) -> list[Claim]:
        """Return the claims of the article, in order of the text."""
        folded = self.view.folded
        read = [(s, self.listed(s)) for s in self.view.sentences if s in self.candidates]
        found = readings(
            Asked(self.features(s), folded, (s.start, s.end), self._said(s), frozenset(listed)) for s, listed in read
        )
        return [
            claim
            for (sentence, listed), reading in zip(read, found, strict=True)
            for claim in sorted(self._claims(sentence, reading, listed), key=lambda claim: claim.start)
        ]

    def features(self, sentence: Sentence) -> dict[str, float]:
        """Return what the trained model sees of a candidate: its words, its manner and place, and its neighbours'."""
        sentences, index = self.view.sentences, self._indices[sentence]
        found = word_features(self.view.folded[sentence.start : sentence.end]) | self._manners[sentence]
        found["#position"] = index / len(sentences)
        for name, at in (("before", index - 1), ("after", index + 1)):
            if 0 <= at < len(sentences) and (manner := self._manners.get(sentences[at])) is not None:
                same = sentences[at].paragraph == sentence.paragraph
                found |= neighbour_features(name, manner, same_paragraph=same)
        return found

    @cached_property
    def _indices(self) -> dict[Sentence, int]:
        return {sentence: index for index, sentence in enumerate(self.view.sentences)}

    def _manner(self, sentence: Sentence) -> dict[str, float]:
        folded = self.view.folded[sentence.start : sentence.end]
        return manner_features(folded) | place_features(self.topic, self.speeches, sentence)

    def _claims(self, sentence: Sentence, reading: Reading, listed: Mapping[str, int]) -> Iterator[Claim]:
        target = self.topic.target(sentence) or "dual"
        for codes in reading.sides(listed):
            for found, named in stretches(codes, reading, self.view.folded, listed).items():
                yield self._claim(sentence, self._trimmed(found), named, target)

    def listed(self, sentence: Sentence) -> dict[str, int]:
        """Return where the word lists see an aspect in a sentence about the model; goals and duties are none."""
        if self.topic.target(sentence) is None:
            return {}
        found = [
            hit for hit in hits(self.view.folded, sentence.start, sentence.end) if not self._is_goal(hit, sentence)
        ]
        return {hit.code: hit.start for hit in reversed(settle(found))}

    def _is_goal(self, hit: Hit, sentence: Sentence) -> bool:
        """Goals, duties and criteria are no claims (codebook 2.3); a difficulty is one also as a duty."""
        if not hit.good:
            return False
        folded = self.view.folded
        left = max(folded.rfind(mark, sentence.start, hit.start) for mark in ";:")
        before = folded[max(left + 1, sentence.start) : hit.start]
        goals = list(pattern("goal").finditer(before))
        # What has already happened after the goal word is a result again.
        return bool(goals) and not _RESULT.search(before[goals[-1].end() :])

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

    def _claim(self, sentence: Sentence, found: tuple[int, int], codes: tuple[str, ...], target: str) -> Claim:
        start, end = found
        # Its first words may be those that bring in the speaker.
        heard = (speaker_at(self.speeches, at) for at in ((start + end) // 2, end - 1))
        speech = next((one for one in heard if one is not None), None)
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
        return any(pattern(words).search(folded, found[1], sentence.end) for words in ("turn", "good"))

    def _office(self, speech: Speech | None) -> tuple[str | None, str | None]:
        holder = self.holders.get(speech.speaker) if speech else None
        if holder is None:
            return None, None
        place = holder.hamlet or holder.commune or holder.district or holder.province
        return ", ".join(holder.posts_surface) or ", ".join(holder.posts) or None, place


@Language.factory("tinbai_claim", requires=["doc._.view"], assigns=["doc._.claims"])
def make_claim(nlp: Language, name: str) -> ClaimComponent:
    """Return the component that spaCy builds under `name`."""
    return ClaimComponent(nlp, name)
