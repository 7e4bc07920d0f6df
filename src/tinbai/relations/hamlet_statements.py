"""Hamlets that a sentence names with the model, or without it (codebook 4.2, derived records)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations import hamlets
from tinbai.relations.dating import when
from tinbai.relations.draft import Draft
from tinbai.relations.modality import status_of
from tinbai.relations.wording import two_persons
from tinbai.text.view import Sentence


def introduces(doc: Doc, figure: Mention, sentence: Sentence) -> bool:
    """`Ba đơn vị khu phố 1, 2, 5`: say whether the number only introduces the named hamlets."""
    listed = any(0 <= m.start - figure.end <= 2 for m in hamlets.hamlets(doc, sentence))
    return listed and "đơn vị" in view_of(doc).folded[figure.start : figure.end]


def members(doc: Doc, draft: Draft, sentence: Sentence) -> Iterator[Draft]:
    """Yield the hamlets that are listed behind a count (`5 bản, gồm các bản: A, B`)."""
    if draft.count is None or draft.count_of == "subunits":
        return
    listed = hamlets.members_after(doc, draft.figures[0], sentence)
    if not listed:
        return
    if hamlets.is_closed(doc, listed, draft.figures[0]):
        draft.members = listed
    if draft.count_of == "cells":
        draft.count_of, draft.base = "hamlet_units", "hamlet_units"
    evidence = (draft.start, listed[-1].end)
    for mention in listed:
        yield hamlets.of_member(mention, evidence, draft, draft.when, draft.status)


def with_model(doc: Doc, cues: Sequence[Mention], sentence: Sentence) -> Iterator[Draft]:
    """Yield the hamlets that a sentence says have the model."""
    cues = [cue for cue in cues if cue.attrs.get("strength") != "juxtaposition"]
    folded, evidence = view_of(doc).folded, (sentence.start, sentence.end)
    for mention in hamlets.listed_with_model(doc, cues, sentence):
        status = status_of(folded, sentence.start, (mention.start, mention.end), sentence.end, negated=False)
        yield hamlets.of_member(mention, evidence, None, when(doc, mention, sentence), status)


def with_two_persons(doc: Doc, sentence: Sentence) -> Iterator[Draft]:
    """Yield the hamlets of which a sentence says that the two posts lie apart (`thôn Hạ vẫn để hai người làm`).

    A bare hamlet word as subject (`thôn vẫn …`) is the hamlet last named in the paragraph.
    """
    view = view_of(doc)
    evidence = (sentence.start, sentence.end)
    for match in two_persons().finditer(view.folded, sentence.start, sentence.end):
        clause = max(view.folded.rfind(mark, sentence.start, match.start()) for mark in ";.") + 1 or sentence.start
        named = [m for m in hamlets.hamlets(doc, sentence) if clause <= m.start < match.start()]
        figures = [m for m in within(doc, "figure", clause, match.start()) if m.end <= match.start()]
        if any(UNIT in reduce(view.folded, m.start, m.end).text for m in figures):
            continue  # the posts lie apart in so many hamlets: a count, not a name
        for mention in named or _subject(doc, sentence, match.start()):
            draft = hamlets.of_member(mention, evidence, None, when(doc, mention, sentence), "not_adopted")
            draft.count = 0
            yield draft
        return


def _subject(doc: Doc, sentence: Sentence, end: int) -> list[Mention]:
    folded = view_of(doc).folded
    bare = re.search(
        rf"(?:^|[,;:] *)(?:\w+ +){{0,2}}?{UNIT}(?= +(?:vẫn|đành|đã|lại|nay|tạm|phải|tách|chọn|này|thì))",
        reduce(folded, sentence.start, end).text,
    )
    if bare is None:
        return []
    above = view_of(doc).paragraphs[sentence.paragraph].start
    named = [m for m in within(doc, "place", above, sentence.start) if m.type == "HAMLET"]
    return [m for m in named if m.attrs.get("level") != "sub" and m.end <= sentence.start][-1:]
