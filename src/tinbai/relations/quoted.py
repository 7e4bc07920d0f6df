"""Whether a person of the article is one of its sources (codebook 4.1, 4.4)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from tinbai.entities.mention import Mention, starting_in
from tinbai.lexicon import alternation, load
from tinbai.relations.holding import Held, Holder
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_SPEECH_END = r"(?: +(?:rằng|thêm|về|với|là)\b| *[:,.\"]| *$)"
_CLOSED = re.compile(r"(?:\" *-|[.!?…,]\" *,?) *(?:[^\W\d_]+ *:? *){0,3}$")  # “…” - trưởng thôn, ông A
_OPENED = re.compile(r"[^:.;\"]{0,80}: *\"(?=\S)")
# `gia đình ông A cho biết`: somebody of the person's speaks; a couple speaks as both.
_OF_ANOTHER = re.compile(
    r"(?<![^\W\d_])(?:gia +đình|người +nhà|vợ|(?<!vợ )chồng|con +(?:trai|gái|dâu|rể)|bố|mẹ|em +(?:trai|gái)|"
    r"anh +trai|chị +gái)(?: +của)?(?: +(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí))? *$"
)
_NEAR = 80


@cache
def _speech() -> tuple[re.Pattern[str], re.Pattern[str]]:
    verbs = [fold(verb) for verb in load("cues")["cues"]["speech_verbs"] if not verb.startswith("theo")]
    sure = alternation(fold(verb) for verb in load("cues")["cues"]["sure_speech_verbs"])
    forms = alternation(fold(h["surface"]) for h in load("persons")["honorific"])
    return (
        re.compile(rf"\b{alternation(verbs)}{_SPEECH_END}|\b{sure}\b"),
        re.compile(rf"\btheo +(?:{forms}:? *)?$"),
    )


@cache
def _written() -> re.Pattern[str]:
    """What bears words that nobody speaks: `treo khẩu hiệu: “…”`."""
    words = alternation(fold(word) for word in load("cues")["cues"]["written_before_colon"])
    return re.compile(rf"(?<![^\W\d_]){words}(?![^\W\d_])")


def speaks(view: TextView, holder: Holder, mention: Mention, persons: Sequence[Mention]) -> bool:
    """Say whether a person is a source where `mention` names him: `NAME, POST, cho biết:`, `“…” - NAME`, `Theo NAME`.

    Args:
        view: the text view.
        holder: the person with all posts.
        mention: one mention of the person.
        persons: the `person` layer; behind the next person somebody else speaks.
    """
    sentence = view.sentence_at(mention.start)
    if sentence is None:
        return False
    verb, according = _speech()
    left = view.folded[sentence.start : mention.start]
    if _OF_ANOTHER.search(left):
        return False
    if according.search(left) or _CLOSED.search(left):
        return True
    before = _starting(holder.held, max(sentence.start, mention.start - _NEAR), mention.start)
    if any(according.search(view.folded, sentence.start, held.role.start) for held in before):
        return True  # Theo Trưởng thôn Nà Cút Hà Văn Đượm, …
    after = starting_in(persons, mention.start + 1, sentence.end)
    stop = next((p.start for p in after if not holder.is_named_by(p)), sentence.end)
    own = [h.role.end for h in _starting(holder.held, mention.start + 1, stop)]
    begin = max([mention.end, *(e for e in own if e < stop)])
    for start in (begin, mention.end):
        match = verb.search(view.folded[start:stop])
        if match:
            return match.start() < _NEAR
    opened = _OPENED.match(view.folded, begin, sentence.end)
    return opened is not None and not _written().search(opened[0])


def _starting(held: Sequence[Held], start: int, end: int) -> Sequence[Held]:
    return held[bisect_left(held, start, key=_role_start) : bisect_left(held, end, key=_role_start)]


def _role_start(held: Held) -> int:
    return held.role.start
