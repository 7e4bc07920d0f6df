"""Which sentences are about the model, and about which model (codebook 2.1 M and A, 2.3 target)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.mention import Located, Mention, get, starting_in, view_of
from tinbai.relations.aspects import pattern
from tinbai.relations.speech import Speech, speaker_at
from tinbai.text.view import Sentence

_SHORT = 6
# A sentence may end in a quotation mark and a stop that are no longer speech.
_MARKS = 5
_FIRST_PERSON = re.compile(r"(?<![^\W_])(?:tôi|mình|chúng tôi)(?![^\W_])")
_PRONOUN = re.compile(r"(?<![^\W_])(?:đồng chí|ông|bà|anh|chị|cô|chú|bác|người bí thư|vị bí thư)(?![^\W_])")
_OFFICE_TALK = re.compile(
    r"(?<![^\W_])(?:kiêm nhiệm|hai vai|2 vai|hai chức danh|2 chức danh|mô hình|nhất thể)(?![^\W_])"
)
_OFFICES = re.compile(
    r"(?<![^\W_])(?:bí thư|trưởng (?:thôn|bản|xóm|ấp|khu|buôn|khối|khóm)|xóm trưởng|cán bộ (?:thôn|bản|xóm)"
    r"|kiêm nhiệm|chi bộ|người đứng đầu|nguồn cán bộ)(?![^\W_])"
)
# Work in the office, as against a holder's farm or family.
_WORK = re.compile(
    r"(?<![^\W_])(?:bà con|nhân dân|người dân|dân|vận động|tuyên truyền|chi bộ|đảng viên|nhiệm vụ|công việc|cán bộ"
    r"|việc (?:đảng|thôn|bản|xóm|làng|chung)"
    r"|(?:thôn|bản|xóm|ấp|buôn|khu phố) (?:đã|có|được|ta|mình|luôn|nhà))(?![^\W_])"
)
_HAMLET = re.compile(
    r"(?<![^\W_])(?:thôn|xóm|bản|ấp|buôn|bon|làng|khóm|khu phố|tổ dân phố|tdp|khu|phum|sóc)(?![^\W_])|\d"
)
# Marks that make a sentence one of the model's: these strengths, never a bare joining of posts.
NAMING = ("explicit", "nominal", "juxtaposition", "idiom")


class Topic:
    """The model's sentences of an article.

    Args:
        doc: the article with cues, persons and officeholders.
        found: who speaks where.
    """

    def __init__(self, doc: Doc, found: Located[Speech]) -> None:
        self.doc = doc
        self.view = view_of(doc)
        self.speeches = found
        self.persons = [m for m in get(doc, "person") if self.view.zone_at(m.start) != "byline"]
        self.duals = {h.person for h in doc._.officeholders if h.dual in ("yes", "former")}
        self._tails: dict[str, str] = {}  # whole and short names of dual holders
        for dual in sorted(self.duals):
            words = dual.split(" ")
            for count in range(len(words)):
                self._tails.setdefault(" ".join(words[count:]), dual)
        cues = get(doc, "cue")
        self.cues = [m for m in cues if m.attrs["confirmed"]]
        self.refuted = [m for m in cues if not m.attrs["confirmed"] and m.attrs.get("other")]
        # `người kiêm nhiệm` of a text whose posts stand elsewhere still speaks of holding two posts.
        self.loose = [
            m for m in cues if m.normal == "kiem_chuc" and not m.attrs["confirmed"] and not m.attrs.get("other")
        ]
        self.about = self._sentences([m for m in (*self.cues, *self.loose) if not self._is_apposition(m)])
        self.holders = self._sentences([m for m in self.cues if self._is_apposition(m)])
        self._add_title()
        self.focused = self._is_focused()

    def cues_in(self, sentence: Sentence) -> list[Mention]:
        """Return the counting phrases of a sentence."""
        return list(starting_in(self.cues, sentence.start, sentence.end))

    def target(self, sentence: Sentence) -> str | None:
        """Return what praise or fault in `sentence` is about: dual, both, other_model, or None for nothing here."""
        if sentence.zone in ("byline",):
            return None
        here = self.view.folded[sentence.start : sentence.end]
        own = bool(self.cues_in(sentence))
        if starting_in(self.refuted, sentence.start, sentence.end) and not own:
            return "other_model"
        if sentence not in self.about and not self._of_holder(sentence, here) and not self._in_focus(sentence, here):
            return None
        if pattern("two_models").search(here):
            return "both"
        return "other_model" if pattern("other_programme").search(here) and not own else "dual"

    def _sentences(self, marks: Sequence[Mention]) -> set[Sentence]:
        """Return M and A: the marked sentences and, in short paragraphs, all others; else the neighbours."""
        sentences = self.view.sentences
        marked = {self.view.index_of(s) for m in marks if (s := self.view.sentence_at(m.start)) is not None}
        found: set[Sentence] = set()
        for index in marked:
            paragraph = self.view.paragraphs[sentences[index].paragraph]
            same = starting_in(sentences, paragraph.start, paragraph.end)
            near = sentences[max(0, index - 1) : index + 2] if len(same) > _SHORT else same
            found.update(sentence for sentence in near if sentence.paragraph == sentences[index].paragraph)
        return found

    def _is_apposition(self, cue: Mention) -> bool:
        """Say whether the phrase only introduces a named person (`ông X, Bí thư kiêm Trưởng thôn Y, …`)."""
        if cue.attrs["strength"] not in ("explicit", "juxtaposition") or cue.attrs["plural"]:
            return False
        sentence = self.view.sentence_at(cue.start)
        if sentence is None:
            return False
        same = starting_in(self.persons, sentence.start, sentence.end)
        return any(-2 <= cue.start - p.end <= 45 or -2 <= p.start - cue.end <= 30 for p in same)

    def _of_holder(self, sentence: Sentence, here: str) -> bool:
        """A dual holder's work in the office: told by others, or by the holder about the office (2.3)."""
        if not self.duals:
            return False
        speech = speaker_at(self.speeches, max(sentence.start, sentence.end - _MARKS))
        if speech is not None and speech.direct and self._full(speech.speaker) in self.duals:
            said = self.view.folded[speech.start : speech.end]
            near = sentence in self.holders or bool(_WORK.search(said))
            return near and bool(_FIRST_PERSON.search(said) or _OFFICE_TALK.search(said))
        if not self._is_subject(sentence, here):
            return bool(_OFFICE_TALK.search(here)) and sentence in self.holders
        return bool(_WORK.search(here) or _OFFICE_TALK.search(here))

    def _is_subject(self, sentence: Sentence, here: str) -> bool:
        """Say whether the sentence names a dual holder, or goes on with the one named last in the paragraph."""
        paragraph = self.view.paragraphs[sentence.paragraph]
        before = starting_in(self.persons, paragraph.start, sentence.end)
        if any(sentence.start <= p.start and self._full(p.normal or "") in self.duals for p in before):
            return True
        last = self._full(before[-1].normal or "") if before else None
        return last in self.duals and bool(_PRONOUN.search(here))

    def _is_focused(self) -> bool:
        """Say whether title or lead name the model: then the article goes on about it (2.1 a, A)."""
        heads = ("title", "lead")
        if any(self.view.zone_at(m.start) in heads for m in self.cues if m.attrs["strength"] in NAMING):
            return True
        shown = any(
            self.view.zone_at(p.start) == "title" and self._full(p.normal or "") in self.duals for p in self.persons
        )
        return shown and bool(self.about)

    def _in_focus(self, sentence: Sentence, here: str) -> bool:
        return self.focused and sentence.zone != "caption"

    def speaks_of_place(self, sentence: Sentence) -> bool:
        """Say whether good things of the place may be credited to the model here.

        In a sentence that only belongs to an article about it they must be those of the
        hamlet, the cell or their people, not of a private garden.
        """
        here = self.view.folded[sentence.start : sentence.end]
        if sentence in self.about or self._of_holder(sentence, here):
            return True
        return bool(_WORK.search(here) or _OFFICES.search(here) or _HAMLET.search(here))

    def is_dual(self, name: str) -> bool:
        """Say whether `name`, whole or short, is that of a dual holder."""
        return self._full(name) in self.duals

    def _full(self, name: str) -> str:
        return self._tails.get(name, name)

    def _add_title(self) -> None:
        """A title without the phrase speaks of what the lead names."""
        lead = [s for s in self.view.sentences if s.zone == "lead"]
        if any(s in self.about for s in lead):
            self.about.update(s for s in self.view.sentences if s.zone == "title")
