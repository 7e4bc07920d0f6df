"""The day of an election or congress for the results told after it (codebook 4.5, guideline T15).

A date ends at its full stop, with two exceptions. Parts (`Trong đó, xã A 9 thôn`) are parts of a count
and have its date (T1, `dating.py`). Results (`126/213 bí thư trúng cử trưởng xóm`) are those of the
election or congress told before, and true of its day: those are found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations.date_roles import role
from tinbai.relations.modality import plan_before
from tinbai.text.view import Sentence

# Sentences back in which an election has its day.
_BACK = 4
_ELECTED = re.compile(
    r"(?<![^\W_])(?:trúng(?: +cử)?|đắc +cử|tái +cử|bầu +được|bầu +ra|(?<=qua )(?:đợt +)?(?:đại +hội|bầu +cử))(?![^\W_])"
)
_RESULT = re.compile(
    r"(?:theo +[^,;.\d]{1,40}, *)?(?:kết +thúc|sau|qua) +(?:(?:cuộc|đợt|ngày) +)?(?:bầu(?: +cử)?|bỏ +phiếu|đại +hội)"
    r"(?: *,| +(?:toàn|cả|đã|có|ở +(?:toàn|cả)))(?![^\W_])|(?:kết +quả|điểm +mới|đáng +chú +ý)(?![^\W_])"
)
_ELECTION = re.compile(r"(?<![^\W_])(?:đại +hội|bầu|bầu +cử|bỏ +phiếu|cử +tri|đi +bầu|kiểm +phiếu)(?![^\W_])")
# `Có 11/15 bí thư đồng thời là trưởng thôn`, right after the congresses are told to be over.
_HOLDERS = re.compile(
    r"(?<![^\W_])(?:bí +thư|người|đồng +chí|đảng +viên|chi +bộ)(?![^\W_])[^;.]{0,60}?(?<![^\W_])trưởng(?![^\W_])"
)
_OVER = re.compile(r"(?<![^\W_])(?:xong|hoàn +thành|hoàn +tất|kết +thúc|khép +lại|đồng +loạt)(?![^\W_])")
_NEAR = 2
_DAY = re.compile(r"(?:\d{4}|XXXX)-\d{2}-\d{2}")


def of_election(doc: Doc, figure: Mention, sentence: Sentence) -> Mention | None:
    """Return the day of the election whose result a figure is, None if it is none or no day is told.

    Args:
        doc: the article.
        figure: a figure of a sentence without a date of its own.
        sentence: its sentence.

    Example:
        >>> import tinbai
        >>> from tinbai.entities.mention import get
        >>> doc = tinbai.load()("Ngày 19/6/2022, cử tri xã Bản Mới đi bầu. Kết quả, 9/14 bí thư trúng cử trưởng xóm.")
        >>> (figure,), (_, result) = get(doc, "figure"), doc._.view.sentences
        >>> of_election(doc, figure, result).normal
        '2022-06-19'
    """
    folded = view_of(doc).folded
    result = _RESULT.match(folded, sentence.start)
    start, stop = _clause(doc, figure, sentence)
    elected = bool(_ELECTED.search(folded, start, figure.start) or _ELECTED.search(folded, figure.end, stop))
    holders = bool(_HOLDERS.search(folded, start, stop))
    plan = plan_before(folded, sentence.start, figure.start)
    planned = plan >= 0 and not re.search(r"kết +quả(?![^\W_])", folded[plan : figure.start])
    if planned or not (elected or result or holders):
        return None
    for back, before in enumerate(_sentences_before(doc, sentence)):
        days = [m for m in within(doc, "date", before.start, before.end) if _DAY.fullmatch(m.normal or "")]
        days = [
            m for m in days if role(doc, m, before) in ("state", "event") and "before" not in (m.attrs.get("mod") or ())
        ]
        if days and (elected or _ELECTION.search(folded, before.start, before.end)):
            over = back < _NEAR and _OVER.search(folded, before.start, before.end)
            return days[-1] if elected or result or over else None
        if any(role(doc, m, before) == "state" for m in within(doc, "date", before.start, before.end)):
            return None
    return None


def _clause(doc: Doc, figure: Mention, sentence: Sentence) -> tuple[int, int]:
    """Return the span of the words about a figure: from the number or semicolon before it to the next."""
    folded = view_of(doc).folded
    before = [m.end for m in within(doc, "figure", sentence.start, figure.start)]
    start = max([sentence.start, folded.rfind(";", sentence.start, figure.start) + 1, *before])
    stop = min((m.start for m in within(doc, "figure", figure.end, sentence.end)), default=sentence.end)
    end = folded.find(";", figure.end, stop)
    return start, stop if end < 0 else end


def _sentences_before(doc: Doc, sentence: Sentence) -> Iterator[Sentence]:
    view = view_of(doc)
    at = view.index_of(sentence)
    return (s for s in reversed(view.sentences[max(at - _BACK, 0) : at]) if s.zone not in ("title", "caption"))
