"""What a sentence completes without a number (codebook 4.2, completed_qualitative)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of
from tinbai.relations.counting import words
from tinbai.relations.dating import when
from tinbai.relations.draft import Draft
from tinbai.relations.governing import article_scope, where
from tinbai.text.view import Sentence

# `hoàn thành nhiệm vụ bí thư chi bộ kiêm trưởng thôn`, `hoàn thành báo cáo ba năm …`: a person's work, a paper.
_OTHER_WORK = re.compile(
    r"(?<![^\W_])(?:nhiệm +vụ|trách +nhiệm|vai +trò|báo +cáo|chương +trình|lớp|kế +hoạch)(?![^\W_])"
)
_NOT_DONE = re.compile(r"(?<![^\W_])(?:chưa|không|nhằm|để|sẽ|sớm|cần|phải)(?: +\w+)? *$")


def completed(doc: Doc, cues: Sequence[Mention], sentence: Sentence) -> Iterator[Draft]:
    """Yield what a sentence completes without a number (`hoàn thành việc nhất thể hóa`, codebook 4.2)."""
    folded = view_of(doc).folded
    for cue in cues:
        lead = folded[max(sentence.start, cue.start - 60) : cue.start]
        done = list(words("completed").finditer(lead))
        if not done or re.search(r"[,;:]", lead[done[-1].end() :]) or words("strong_target").search(lead):
            continue
        if _NOT_DONE.search(lead[: done[-1].start()]) or _OTHER_WORK.search(lead[done[-1].end() :]):
            continue
        place = where(doc, cue, sentence)
        yield Draft(
            start=cue.start,
            evidence=(sentence.start, sentence.end),
            where=place if place.level else article_scope(doc),
            when=when(doc, cue, sentence),
            status="completed_qualitative",
            count_of="hamlet_units",
        )
        return
