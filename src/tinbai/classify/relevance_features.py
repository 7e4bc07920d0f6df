"""What the model of relevance looks at: the evidence of codebook 2.1 in numbers, and the words of the article."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc

from tinbai.classify.relevance import Shares
from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, reduce
from tinbai.entities.mention import get, view_of

SYLLABLE = re.compile(r"[^\W\d_]+")
# So many words of one article count as much as one piece of evidence.
_WORD = 0.1


def features(doc: Doc, found: Shares) -> dict[str, float]:
    """Return the features of an annotated `doc`, by name.

    Counts are logarithms of one plus the count, shares lie between 0 and 1. `w:` are syllables
    and pairs of them, each 0.1 if it occurs outside captions and byline.
    """
    made: dict[str, float] = {}
    made.update(_evidence(doc, found))
    made.update(_posts(doc, found))
    made.update(dict.fromkeys(_words(doc, found), _WORD))
    return {name: value for name, value in made.items() if value}


def _evidence(doc: Doc, found: Shares) -> Iterator[tuple[str, float]]:
    zones = {found.sentences[i].zone for i in found.marked}
    yield "marked", math.log1p(len(found.marked))
    yield "marked_share", found.share(found.marked)
    yield "about_share", found.share(found.about)
    yield "portrait_share", found.share(found.portrait)
    yield "marked_in_title", float("title" in zones)
    yield "marked_in_lead", float("lead" in zones)
    yield "sentences", math.log1p(len(found.sentences)) / 4
    cues = Counter((cue.attrs["strength"], bool(cue.attrs["confirmed"])) for cue in get(doc, "cue"))
    for (strength, confirmed), count in cues.items():
        yield f"cue_{strength}_{'counts' if confirmed else 'open'}", math.log1p(count)
    # Not the claims: they come from a model of their own, and this one must not change with it.
    yield "adoption", math.log1p(len(doc._.adoption))


def _posts(doc: Doc, found: Shares) -> Iterator[tuple[str, float]]:
    for dual, count in Counter(holder.dual for holder in doc._.officeholders).items():
        yield f"dual_{dual}", math.log1p(count)
    missed = {basis for holder in doc._.officeholders for basis in holder.dual_basis if ":" in basis}
    for basis in missed:
        yield basis, 1.0
    folded = view_of(doc).folded
    reduced = [reduce(folded, s.start, s.end).text for s in found.sentences]
    size = len(reduced) or 1
    secretary = [CELL in text or SHORT in text for text in reduced]
    head = [HEAD in text for text in reduced]
    yield "secretary_share", sum(secretary) / size
    yield "head_share", sum(head) / size
    yield "both_share", sum(s and h for s, h in zip(secretary, head, strict=True)) / size
    for zone in ("title", "lead"):
        here = [i for i, sentence in enumerate(found.sentences) if sentence.zone == zone]
        yield f"secretary_in_{zone}", float(any(secretary[i] for i in here))
        yield f"head_in_{zone}", float(any(head[i] for i in here))


def _words(doc: Doc, found: Shares) -> Iterator[str]:
    folded = view_of(doc).folded
    for sentence in found.sentences:
        words = SYLLABLE.findall(folded, sentence.start, sentence.end)
        yield from [f"w:{word}" for word in words]
        yield from [f"w:{one} {two}" for one, two in pairwise(words)]
