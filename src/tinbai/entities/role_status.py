"""Former posts that share one `nguyên`: `nguyên Phó Bí thư, Phó Chủ tịch xã` (codebook 9.12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tinbai.entities.mention import Mention
from tinbai.text.view import TextView

_FORMER = re.compile(r"(?<![^\W\d_])(?:nguyên(?: +là)?|cựu) *$")
_OF_ONE = re.compile(r" *(?:,|/|-|–|và|,? *kiêm(?: +nhiệm)?) *")


def distributed(view: TextView, roles: Sequence[Mention]) -> list[Mention]:
    """Mark the titles behind `nguyên` as former, as far as one row of titles without place or verb goes.

    A place, `nay` or a name ends the row: `nguyên Chủ tịch xã A, Bí thư Huyện ủy` tells two times of a life.

    Args:
        view: the text.
        roles: the ROLE mentions in order.
    """
    out = list(roles)
    open_row = False
    for index, role in enumerate(out):
        before = out[index - 1] if index else None
        if _FORMER.search(view.folded, max(0, role.start - 12), role.start):
            open_row = True
        elif (
            open_row
            and before is not None
            and before.attrs["holder"] == role.attrs["holder"]
            and role.attrs.get("status") == "current"
            and _OF_ONE.fullmatch(view.folded, before.end, role.start)
        ):
            out[index] = replace(role, attrs={**role.attrs, "status": "former"})
        else:
            open_row = False
    return out
