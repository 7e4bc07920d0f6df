"""Homes of other people, which tell nothing of where a post is held (codebook 4.1).

`Ông A (xã X, huyện Y)` says where A lives. A post of somebody else, whose own hamlet or title is
told with no commune, is not in X for that: it stays open unless the article names X otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from tinbai.entities.mention import START, Mention
from tinbai.relations.holder_place import Seat
from tinbai.relations.holding import Holder
from tinbai.relations.place_index import LEVELS
from tinbai.relations.scope import Scope
from tinbai.text.view import TextView

# Answers of the text around; what the title says or the gazetteer knows of the hamlet is not looked at.
_AROUND = frozenset({"earlier_mention", "paragraph", "previous_paragraph", "article_scope"})
# Not `trú tại`, `ngụ`: the police say so of whoever something happened to, and it happened there.
_HOME = re.compile(
    r" *(?:\((?:[^().;]{0,60}[ ,])?|(?:\([^()]{0,40}\) *)?,? *(?:hiện +)?(?:sống|ở|quê)(?: +(?:quán|tại|ở))* +"
    r"[^().;:]{0,60}?)"
)
_STAYS = re.compile(r"(?<![^\W\d_])(?:trú|ngụ)(?![^\W\d_])")
_REACH = 110  # code points from a name to the unit of its address
_FEW = 12  # mentions to look at; a unit named more often is what the article is about


def without_homes(scope: Scope, seat: Seat, holder: Holder, persons: Sequence[Mention]) -> Seat:
    """Return the place of a post without units that the article names only as the home of others.

    Args:
        scope: the places of the article.
        seat: the place as found.
        holder: who holds the post.
        persons: all person mentions in order.
    """
    if seat.source.get("commune") not in _AROUND or seat.source.get("hamlet", "apposition") != "apposition":
        return seat
    if not _is_home(scope, holder, persons, "commune", seat.commune):
        return seat
    for level in LEVELS[1:]:
        unit = getattr(seat, level)
        told = unit is not None and scope.places.namesakes(level.upper(), unit)
        if level != "commune" and told and not _is_home(scope, holder, persons, level, unit):
            break
        setattr(seat, level, None)
        seat.source.pop(level, None)
    return seat


def _is_home(scope: Scope, holder: Holder, persons: Sequence[Mention], level: str, unit: str | None) -> bool:
    found = scope.places.namesakes(level.upper(), unit) if unit else ()
    view = scope.places.view
    return 0 < len(found) <= _FEW and all(_of_other(view, holder, persons, place) for place in found)


def _of_other(view: TextView, holder: Holder, persons: Sequence[Mention], place: Mention) -> bool:
    index = bisect_left(persons, place.start, key=START)
    if not index or place.start - persons[index - 1].end > _REACH or holder.is_named_by(persons[index - 1]):
        return False
    end = persons[index - 1].end
    if view.sentence_at(end - 1) != view.sentence_at(place.start) or _STAYS.search(view.folded, end, place.start):
        return False
    return _HOME.fullmatch(view.folded, end, place.start) is not None
