"""Former posts that share one `nguyên`: `nguyên Phó Bí thư, Phó Chủ tịch xã` (codebook 9.12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
from tinbai.text.view import TextView

FORMER = re.compile(r"(?<![^\W\d_])(?:nguyên(?: +là)?|cựu) *$")
_OF_ONE = re.compile(r" *(?:,|/|-|–|và|,? *kiêm(?: +nhiệm)?) *")
# The groups of the posts of the state side at each level.
_STATE = {"hamlet": "head_titles", "commune": "state_posts", "district": "state_posts", "province": "state_posts"}


def distributed(view: TextView, roles: Sequence[Mention]) -> list[Mention]:
    """Mark the post of the state side behind a Party post with `nguyên` as former where both are of one level.

    Any other post may be held now: `nguyên Chủ tịch xã, Bí thư Chi bộ thôn A` tells two times of a life.

    Args:
        view: the text.
        roles: the ROLE mentions in order.
    """
    out = list(roles)
    for index, role in enumerate(out[1:], 1):
        before = out[index - 1]
        if (
            FORMER.search(view.folded, max(0, before.start - 12), before.start)
            and _is_pair(before, role)
            and before.attrs["holder"] == role.attrs["holder"]
            and role.attrs.get("status") == "current"
            and _OF_ONE.fullmatch(view.folded, before.end, role.start)
        ):
            out[index] = replace(role, attrs={**role.attrs, "status": "former"})
    return out


def _is_pair(party: Mention, state: Mention) -> bool:
    level = state.attrs.get("level")
    if level is None or party.attrs.get("level") != level or state.attrs.get("group") != _STATE.get(level):
        return False
    # A title of open level has no group of its own.
    return party.attrs.get("group") == "party_posts" or "bi_thu" in str(party.normal)
