"""Posts of the cities under the centre: `Phó Bí thư Thành ủy Hải Phòng` is of a province (codebook 3.2, 3.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tinbai.entities.mention import Mention
from tinbai.lexicon import load
from tinbai.text.view import TextView

_CITY = re.compile(r"(?<![^\W_])(?:thành +phố|tp\.?|thành +ủy(?: +viên)?|thành +đoàn)$")


@cache
def _of_province() -> dict[str, str]:
    """Return district post id → id of the same post of a province."""
    posts = {post["id"] for post in load("posts")["post"]}
    pairs = {post: post.replace("huyen", "tinh") for post in posts if "huyen" in post}
    return {post: above for post, above in pairs.items() if above in posts}


def of_central_cities(view: TextView, roles: Sequence[Mention], places: Sequence[Mention]) -> list[Mention]:
    """Give posts of a city the id of a province where the city beside them, or beside the next title, is one.

    Args:
        view: the text.
        roles: the ROLE mentions in order.
        places: all place mentions.
    """
    central = {p.start for p in places if p.type == "PROVINCE"}
    out = list(roles)
    for index in range(len(out) - 1, -1, -1):
        role, after = out[index], out[index + 1] if index + 1 < len(out) else None
        above = _of_province().get(str(role.normal))
        if above is None or not _CITY.search(view.folded, role.start, role.end):
            continue
        shared = (
            after is not None
            and after.attrs.get("level") == "province"
            and after.attrs["holder"] == role.attrs["holder"]
            and _CITY.search(view.folded, after.start, after.end) is not None
            and "." not in view.folded[role.end : after.start]
        )
        if shared or not central.isdisjoint(range(role.start, role.end + 2)):
            out[index] = replace(role, normal=above, attrs={**role.attrs, "level": "province"})
    return out
