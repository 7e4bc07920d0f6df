"""What a count leaves of its total: `66/111 thôn đã làm; 45 thôn kia …` (codebook 4.2, not_adopted)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.mention import view_of
from tinbai.relations.count_model import Verdict
from tinbai.relations.counting import Counted
from tinbai.relations.draft import Draft
from tinbai.text.view import Sentence

_REMAINS = re.compile(r"(?<![^\W_])còn(?: +(?:lại|có|khoảng|đến|tới|đúng|là))* *$")
_OTHERS = re.compile(r" +(?:khác|còn +lại|kia|nữa|chưa)(?![^\W_])")
_LEFT_OVER = re.compile(r" +(?:còn +lại|kia|nữa|chưa)(?![^\W_])")
_FOR = re.compile(r"(?<![^\W_])(?:đối +với|cho|giúp|cấp|hỗ +trợ|tới|đến|về|tại|ở)(?: +(?:cả|các|những))? *$")


def sure(folded: str, verdict: Verdict) -> frozenset[tuple[int, int]]:
    """Return what the reader of counts is sure of, and of what it takes for likely the rests.

    `12 khu còn lại do trưởng khu chưa là đảng viên`: what follows a rest tells why, not what is counted.
    """
    return verdict.sure | {span for span in verdict.likely if _LEFT_OVER.match(folded, span[1])}


# `17 bản chưa thực hiện`, `mười một xóm, tổ dân phố còn chưa làm`
_UNDONE = re.compile(
    r"(?: *, *(?:[^ ,;.\d]+ +){0,2}[^ ,;.\d]+)? +(?:còn +|hiện +|vẫn +)?chưa +(?:thực +hiện|triển +khai|bố +trí"
    r"|làm|áp +dụng|kiêm|nhất +thể|gộp)(?: +được)?(?= *(?:[,.;:]|$)| +(?:phải|gồm|ở|do|vì|thì|là|tập +trung)(?![^\W_]))"
)


def is_rest(folded: str, counted: Counted, earlier: Sequence[Draft], *, doubted: bool = False) -> bool:
    """Say whether a number is what a count told before leaves of its total (`66/111 thôn; 45 thôn kia …`), by the sum.

    Args:
        folded: the folded text.
        counted: a figure.
        earlier: the statements of the article so far.
        doubted: the trained reader takes it for a count of other things: then it must be said that they have not.
    """
    figure = counted.figure
    if counted.of not in ("hamlet_units", "number") or figure.attrs.get("denominator") or counted.value is None:
        return False
    before = folded[max(0, figure.start - 24) : figure.start]
    left = _REMAINS.search(before) or _LEFT_OVER.match(folded, figure.end)
    if _FOR.search(before) or not ((left and not doubted) or _UNDONE.match(folded, figure.end)):
        return False
    done = (d for d in earlier if d.status == "achieved" and d.count is not None and d.total is not None)
    return any((d.count or 0) + counted.value == d.total for d in done)


def mark_rest(doc: Doc, sentence: Sentence, drafts: Sequence[Draft], earlier: Sequence[Draft]) -> None:
    """Mark what a total leaves beside its count as not adopted (`44 ấp thì 26 nơi đã làm, còn 18`), by the sum."""
    folded = view_of(doc).folded
    for at, rest in enumerate(drafts):
        if rest.status != "achieved" or rest.count is None or not rest.figures or rest.derived:
            continue
        figure = rest.figures[0]
        if not _REMAINS.search(folded, max(0, figure.start - 24), figure.start) and not _OTHERS.match(
            folded, figure.end
        ):
            continue
        for done in reversed([*earlier, *drafts[:at]]):
            if done.status != "achieved" or done.count is None or done.where.place != rest.where.place:
                continue
            here = done.start >= sentence.start and not figure.attrs.get("denominator")
            total = done.total if done.total is not None else rest.total if here else None
            if total is None or done.count + rest.count != total:
                continue
            rest.status = "not_adopted"
            if here:
                done.total, rest.total = total, None
            break
