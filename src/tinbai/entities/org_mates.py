"""Bodies that share what the last of their list says: `HĐND, UBND huyện`, `Đảng ủy, UBND xã X` (codebook 3.5)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tinbai.entities.mention import Mention
from tinbai.text.normalize import spell
from tinbai.text.view import Sentence, TextView

_BODY = (
    r"(?:ủy ban mttq|ub mttq|ubmttq|mttq|thường trực đảng ủy|thường trực hđnd|đảng ủy|bch|btv|hđnd|ubnd|"
    r"hội đồng nhân dân|ủy ban nhân dân)"
)
_NEXT = r"(?: *, *(?:và +)?| +và +| *[-–] *)"
_MATE = re.compile(rf"(?<![^\W\d_])(?P<mate>{_BODY})(?={_NEXT}(?P<next>{_BODY})(?![^\W\d_]))")
_COURTS = re.compile(
    r"(?<![^\W\d_])(?P<mate>viện ksnd|vksnd|viện kiểm sát nhân dân)(?= +và +(?P<next>tand|tòa án)(?![^\W\d_]))"
)


def mates(view: TextView, sentence: Sentence, starts: Collection[int]) -> Iterator[Mention]:
    """Yield the bodies before the last of a list.

    Args:
        view: the text view.
        sentence: where to look.
        starts: where the bodies found so far begin; `đảng ủy` must stand before one of them, or before a mate.
    """
    lists = [*_MATE.finditer(view.folded, sentence.start, sentence.end)]
    known = {*starts}
    for match in [*_COURTS.finditer(view.folded, sentence.start, sentence.end), *reversed(lists)]:
        if match["mate"].startswith("đảng ủy") and match.start("next") not in known:
            continue  # Đảng ủy, UBND các xã
        known.add(match.start())
        span = match.span("mate")
        yield Mention("ORG", *span, spell(view.text[slice(*span)]), {}, "rule:org_list")
