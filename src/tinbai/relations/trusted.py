"""When the trained reader's word for a figure is taken (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.mention import view_of
from tinbai.relations import changes, light, predicates, totals, wholes
from tinbai.relations.count_model import Verdict
from tinbai.relations.counting import Counted
from tinbai.relations.modality import is_refused
from tinbai.text.view import Sentence

# `bí thư trúng cử trưởng xóm: 45; phó bí thư: 12`: the label says whom the number counts.
_OTHER_LABEL = re.compile(r"(?<![^\W_])(?:phó +bí +thư|chi +ủy +viên|đảng +viên|quần +chúng)(?: +[^\W\d_]+){0,4} *: *$")
# `22 bản trắng sóng, riêng xã A 4 bản`: the whole says itself what of, and the row counts the same.
_ESPECIALLY = re.compile(r"(?: +[^\W\d_]+){1,6} *, *riêng(?![^\W_])[^;.]*")
# `8 xóm, cả 8 đều thực hiện`: what they do is what the article is about.
_HAS = re.compile(r"[^,;:.\d]{1,60}(?<![^\W_])(?:có|gồm)(?: +(?:cả|tất +cả|tổng +cộng))? *")
_ALL_DO = re.compile(
    r" *,? +(?:thì +)?cả +(\d+) +đều(?: +đã)? +(?:thực +hiện|làm|bố +trí|triển +khai|áp +dụng)"
    r"(?: +(?:được|xong))? *(?:$|[,.;])"
)


def is_sure(
    doc: Doc,
    sentence: Sentence,
    counted: Counted,
    counts: Sequence[Counted] = (),
    *,
    units: Sequence[Counted],
    verdict: Verdict,
) -> bool:
    """Say whether a figure counts by the word of the reader.

    It does where the reader is sure of it, where all its units do it, and where the reader takes it for likely and no
    number passed over has it as its part.

    Args:
        doc: the article.
        sentence: the sentence of the figure.
        counted: the figure.
        counts: what the sentence has counted before it.
        units: all its figures that may count, in text order.
        verdict: what the reader says of the figures of the article.
    """
    folded, span = view_of(doc).folded, (counted.figure.start, counted.figure.end)
    all_do = _ALL_DO.match(folded, span[1], sentence.end) if _HAS.fullmatch(folded, sentence.start, span[0]) else None
    if all_do and counted.of == "hamlet_units" and float(all_do[1]) == counted.figure.attrs.get("value"):
        return True
    if counted.of == "subunits" or span not in verdict.sure | verdict.likely:
        return False
    if counted.of == "persons" and span not in verdict.sure:
        return False
    if wholes.is_named_whole(folded, counted.figure, sentence.start):
        return False
    in_words = counted.of == "percent" and "%" not in folded[slice(*span)]
    if in_words or is_refused(folded, span[0]) or predicates.only_names(doc, counted, sentence):
        return False
    if _is_row_of_others(folded, counted, counts, units) or _OTHER_LABEL.search(folded, sentence.start, span[0]):
        return False
    if span in verdict.sure:
        return True
    later = next((c for c in units if c.figure.start >= span[1]), None)
    if later and totals.is_total_of(folded, later.figure, counted.figure):
        return False
    passed = [c for c in units if c.figure.end <= span[0] and c.of in ("hamlet_units", "number")]
    if not passed or passed[-1] in counts or ";" in folded[passed[-1].figure.end : span[0]]:
        return True
    if changes.is_from_to(folded, passed[-1], counted):
        return True
    if totals.is_only_total(folded, counted.figure, passed[-1].figure):
        return True
    return not light.depends(doc, passed[-1].figure, counted.figure, sentence)


def _is_row_of_others(folded: str, counted: Counted, counts: Sequence[Counted], units: Sequence[Counted]) -> bool:
    before = [c for c in units if c.figure.end <= counted.figure.start and c.of == "hamlet_units" and c not in counts]
    return any(_ESPECIALLY.fullmatch(folded, c.figure.end, counted.figure.start) for c in before)
