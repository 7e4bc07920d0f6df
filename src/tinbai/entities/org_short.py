"""Later mentions of a body by letters that the article has explained (codebook 9.16): `Công ty VTG`, then `VTG`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Located, Mention
from tinbai.entities.org_press import common_letters
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import TextView

_COMPANY = re.compile(r"(?:tổng +)?(?:công +ti|cty)(?![^\W\d_])|tập +đoàn|ngân +hàng")
_TAIL = re.compile(rf"(?<=[^\W\d_] )[{CAPITALS}]{{3,8}}$")
_EXPLAINED = re.compile(rf" ?\(([{CAPITALS}][{CAPITALS}&-]{{2,8}})\)")
# What stands before letters that mean a thing or a person of that kind: `xe VTG`, `120 VTG`, `cán bộ VTG`.
_PRODUCT = re.compile(
    r"(?:\d|(?<![^\W\d_])(?:các|những|nhiều|mỗi|cán +bộ|ngành|thẻ|trạm|công +tác|lực +lượng|chế +độ|dịch +vụ|sản +phẩm|"
    r"thương +hiệu|nhãn +hiệu|hàng|xe|cổ +phiếu|mã|sữa|giống|phân|máy|thuốc|mô +hình|loại)) +$"
)
_SOURCES = frozenset({"rule:org_named", "rule:org_field"})


@cache
def _common() -> frozenset[str]:
    """Letters that many bodies share: `HTX`, `UBND`, `TNHH`."""
    lists = lexicon.load("orgs")
    words = [w for key in ("heads", "generic", "schools") for w in lists["name"][key]]
    words += [w for value in lists["bodies"].values() if isinstance(value, list) for w in value if isinstance(w, str)]
    return frozenset(fold(part) for w in [*words, *common_letters()] for part in w.split())


def short_forms(view: TextView, found: Sequence[Mention], others: Sequence[Mention]) -> list[Mention]:
    """Return the later mentions of bodies by their letters.

    Args:
        view: the text view.
        found: the bodies found so far.
        others: mentions that no body may touch.
    """
    named: dict[str, Mention] = {}
    for mention in found:
        letters = _letters(view, mention)
        if letters and fold(letters) not in _common():
            named.setdefault(letters, mention)
    if not named:
        return []
    taken = Located([*found, *others])
    pattern = re.compile(rf"(?<![\w(&-])(?:{'|'.join(sorted(map(re.escape, named)))})(?![\w&-])")
    matches = [m for s in view.sentences for m in pattern.finditer(view.text, s.start, s.end)]
    return [
        Mention("ORG", *m.span(), str(named[m[0]].normal), {"kind": "other"}, "rule:org_short")
        for m in matches
        if m.start() >= named[m[0]].end
        and not taken.touching(*m.span())
        and not _PRODUCT.search(view.folded, max(0, m.start() - 16), m.start())
    ]


def _letters(view: TextView, mention: Mention) -> str | None:
    if mention.source not in _SOURCES:
        return None
    if explained := _EXPLAINED.match(view.text, mention.end):
        return explained[1]
    surface = view.text[mention.start : mention.end]
    tail = _TAIL.search(surface)
    return tail[0] if tail and not surface.isupper() and _COMPANY.match(view.folded, mention.start) else None
