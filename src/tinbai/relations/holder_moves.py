"""Hamlets beside a post that are not its seat: where the holder goes, or served before (codebook 4.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinbai.entities.mention import Mention
from tinbai.relations.holding import Held
from tinbai.relations.scope import Scope

_GOAL = re.compile(r"(?<![^\W\d_])(?:sang|qua|đến|tới|ghé|thăm)(?: +(?:thăm|tận|với|cả))* +$")
# `Nhiều năm làm Trưởng thôn X, từ khi sáp nhập ông là … Trưởng thôn X - Y`.
_SINCE = re.compile(r"(?<![^\W\d_])(?:nay|hiện|giờ|từ +(?:khi|ngày|năm)|sau +(?:khi|đó)|rồi)(?![^\W\d_])")


def is_visited(scope: Scope, held: Held, hamlet: Mention) -> bool:
    """Say whether the holder only goes to a hamlet from the one the paragraph is on: `…, sang Nà X học cách làm`.

    Args:
        scope: the places of the article.
        held: the post.
        hamlet: a hamlet of its sentence.
    """
    view = scope.places.view
    paragraph = view.paragraph_at(held.role.start)
    if paragraph is None or hamlet.start < held.role.end:
        return False
    goal = _GOAL.search(view.folded, max(held.role.end, hamlet.start - 24), hamlet.start)
    if goal is None:
        return False
    at_home = scope.places.in_force(paragraph.start, held.role.start).get("hamlet")
    return at_home.normal != hamlet.normal if at_home else goal[0].startswith("sang")  # over there: never one's own


def not_left(scope: Scope, own: Sequence[tuple[Held, Mention]]) -> list[Mention]:
    """Return the hamlets of titles in order, those first that the same title of the sentence has not left behind.

    Args:
        scope: the places of the article.
        own: posts with the hamlet that stands beside each, in order.
    """
    view = scope.places.view
    left = {
        held.role.start
        for held, hamlet in own
        for later, other in own
        if later.post == held.post
        and held.role.end < later.role.start < scope.places.sentence(held.role.start)[1]
        and hamlet.normal != other.normal
        and _SINCE.search(view.folded, hamlet.end, later.role.start)
    }
    return [hamlet for held, hamlet in own if held.role.start not in left]
