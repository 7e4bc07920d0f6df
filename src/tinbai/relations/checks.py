"""Component `tinbai_checks`: do the numbers of an article agree with each other (codebook 4.6).

A check never changes a value. `ok` is None for information that has no pass or fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import register_extensions, starting_in, view_of
from tinbai.records import Adoption, Article, Check, Evidence, Figure
from tinbai.relations.subunits_check import k8
from tinbai.text.view import Sentence

# K1 allows half of the last printed decimal, plus what a rounded base hides.
_PERCENT_SLACK = 0.05
_OPEN_LIST = re.compile(r"(?<![^\W_])(?:một số|như|tiêu biểu|v\.v|vv|điển hình)(?![^\W_])|\.\.\.|…")
_SHARE_LINK = re.compile(r"[ (,;]*(?:đạt|chiếm|bằng|tương +đương|tương +ứng)?(?: +(?:tỉ +lệ|với|là))*[ (]*")
_WITHOUT = re.compile(r" *(?:thì +|còn +|vẫn +|là +)*(?:chưa|không|còn lại)(?![^\W_])")
_DECREASE = re.compile(r"(?<![^\W_])giảm(?: +(?:được|đi))? *$")
_INCREASE = re.compile(r"(?<![^\W_])tăng(?: +(?:thêm|được))? *$")
# Quarters are 33 to 36 in EDTF: the first month of `2024-34` is April.
_QUARTER = re.compile(r"-3([3-6])(?!\d)")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class ChecksComponent:
    """Fills `doc._.checks` from figures and adoption records."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()
        for extension in ("checks", "adoption", "figures"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=())
        if not Doc.has_extension("article"):
            Doc.set_extension("article", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Run the checks in the order of their numbers; each yields what it could test, and no more."""
        figures: Sequence[Figure] = doc._.figures
        adoption: Sequence[Adoption] = doc._.adoption
        by_sentence = list(_by_sentence(doc, figures))
        doc._.checks = (
            *(check for sentence, here in by_sentence for check in _k1(doc, sentence, here)),
            *_k2(doc, adoption),
            *_k3(adoption),
            *(check for sentence, here in by_sentence for check in _k4(doc, sentence, here)),
            *(check for figure in figures for check in _k5(figure)),
            *_k6(adoption),
            *(check for sentence, here in by_sentence for check in _k7(doc, sentence, here)),
            *k8(doc._.article, adoption),
            *_k9(doc, by_sentence),
            *_k10(doc, figures),
            *_k11(doc._.article, adoption),
        )
        return doc


def _by_sentence(doc: Doc, figures: Sequence[Figure]) -> Iterator[tuple[Sentence, list[Figure]]]:
    for sentence in view_of(doc).sentences:
        here = list(starting_in(figures, sentence.start, sentence.end))
        if here:
            yield sentence, here


def _evidence(doc: Doc, start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, text=view_of(doc).text[start:end])


def _decimals(surface: str) -> int:
    match = re.search(r"\d[,.](\d+)", surface)
    return len(match[1]) if match else 0


def _exact(figure: Figure) -> bool:
    return figure.approx in (None, "exactly")


def _k1(doc: Doc, sentence: Sentence, here: Sequence[Figure]) -> Iterator[Check]:
    """Ratio against the percent printed beside it."""
    folded = view_of(doc).folded
    for ratio in here:
        if not ratio.denominator or ratio.value is None:
            continue
        for share in here:
            beside = share.start >= ratio.end and _SHARE_LINK.fullmatch(folded, ratio.end, share.start)
            before = share.end <= ratio.start and re.fullmatch(r" *\( *", folded[share.end : ratio.start])
            told = ratio.adoption_ref is not None and ratio.adoption_ref == share.adoption_ref
            if share.kind != "percent" or share.value is None or not (beside or before or told):
                continue
            expected = 100 * ratio.value / ratio.denominator
            tolerance = 0.5 * 10 ** -_decimals(share.surface) + _PERCENT_SLACK
            ok = abs(expected - share.value) <= tolerance + 1e-9
            detail = f"{ratio.value:g}/{ratio.denominator:g} = {expected:.2f}%, printed {share.value:g}%"
            start, end = min(ratio.start, share.start), max(ratio.end, share.end)
            yield Check(id="K1", ok=ok, detail=detail, evidence=_evidence(doc, start, end))


def _k2(doc: Doc, adoption: Sequence[Adoption]) -> Iterator[Check]:
    """Parts against their total: equal if the list is closed, at most the total if not."""
    folded = view_of(doc).folded
    parts_of: dict[str, list[Adoption]] = {}
    for record in adoption:
        if record.part_of and not record.derived and record.count is not None:
            parts_of.setdefault(record.part_of, []).append(record)
    for whole in adoption:
        parts = parts_of.get(whole.id, [])
        if len(parts) < 2 or whole.count is None:
            continue
        total = sum(part.count or 0 for part in parts)
        start, end = parts[0].evidence.start, parts[-1].evidence.end
        rough = [
            r for r in (whole, *parts) if r.comparator in ("more_than", "nearly", "about", "at_least", "less_than")
        ]
        closed = not _OPEN_LIST.search(folded, start, end) and not rough
        ok = total == whole.count if closed else total <= whole.count or whole.comparator in ("more_than", "at_least")
        text = " + ".join(str(part.count) for part in parts)
        kind = "closed list" if closed else "open list"
        yield Check(id="K2", ok=ok, detail=f"{text} = {total}, total {whole.count} ({kind})", evidence=whole.evidence)


def _k3(adoption: Sequence[Adoption]) -> Iterator[Check]:
    """Length of a member list against the count."""
    for record in adoption:
        if record.members_listed and record.count is not None:
            ok = record.members_listed == record.count
            detail = f"{record.members_listed} listed, {record.count} printed"
            yield Check(id="K3", ok=ok, detail=detail, evidence=record.evidence)


def _k4(doc: Doc, sentence: Sentence, here: Sequence[Figure]) -> Iterator[Check]:
    """With + without = total, for three counts of one unit in a sentence."""
    folded = view_of(doc).folded
    for index, whole in enumerate(here):
        if whole.value is None or whole.kind not in ("count", "ratio"):
            continue
        parts = [
            f for f in here[index + 1 :] if f.kind == "count" and f.unit in (whole.unit, None) and f.value is not None
        ]
        if whole.denominator and parts:
            pair: tuple[Figure, ...] = (whole, parts[0])
            total = whole.denominator
        elif len(parts) >= 2:
            pair, total = (parts[0], parts[1]), whole.value
        else:
            continue
        if any((figure.value or 0) > total for figure in pair) or _is_difference(folded, sentence, pair):
            continue
        if not _is_without(folded, sentence, pair):
            continue
        yield _complement(doc, (whole, pair, total))
        return


def _is_without(folded: str, sentence: Sentence, pair: Sequence[Figure]) -> bool:
    """Say whether the second count is the rest of the first (`còn lại 52 thôn`, `52 thôn chưa làm`)."""
    rest = re.compile(r"còn lại[^,;]{0,12}$").search(folded, pair[0].end, pair[1].start)
    behind = _WITHOUT.match(folded, pair[1].end, min(sentence.end, pair[1].end + 14))
    return pair[1].start - pair[0].end <= 60 and bool(rest or behind)


def _is_difference(folded: str, sentence: Sentence, pair: Sequence[Figure]) -> bool:
    return any(
        pattern.search(folded, sentence.start, figure.start) for pattern in (_DECREASE, _INCREASE) for figure in pair
    )


def _complement(doc: Doc, parts: tuple[Figure, tuple[Figure, ...], float]) -> Check:
    whole, pair, total = parts
    added = sum(figure.value or 0 for figure in pair)
    exact = all(_exact(figure) for figure in (whole, *pair))
    more = any(figure.approx in ("more_than", "at_least") for figure in pair)
    ok = added == total if exact else added <= total if more else added >= total
    detail = " + ".join(f"{figure.value:g}" for figure in pair) + f" = {added:g}, total {total:g}"
    return Check(id="K4", ok=ok, detail=detail, evidence=_evidence(doc, whole.start, pair[-1].end))


def _k5(figure: Figure) -> Iterator[Check]:
    """Value at most its denominator, percent <= 100 for shares, count >= 0; only failures are written."""
    evidence = Evidence(start=figure.start, end=figure.end, text=figure.surface)
    if figure.denominator is not None and figure.value is not None:
        ok = 0 <= figure.value <= figure.denominator
        yield Check(id="K5", ok=ok, detail=f"{figure.value:g} of {figure.denominator:g}", evidence=evidence)
    elif figure.kind == "percent" and figure.value is not None and figure.value > 100 and figure.adoption_ref:
        yield Check(id="K5", ok=False, detail=f"share of {figure.value:g}%", evidence=evidence)


def _k6(adoption: Sequence[Adoption]) -> Iterator[Check]:
    """Repeated statements of one fact: same place, same date, same unit of counting."""
    stated: dict[tuple[object, ...], Adoption] = {}
    for record in adoption:
        if record.derived or record.count is None or not record.place or record.status != "achieved":
            continue
        if record.comparator not in (None, "exactly"):
            continue
        key = (record.place, record.level, record.district, record.count_of, record.as_of, record.subset)
        first = stated.setdefault(key, record)
        if first is not record and first.same_as != record.id:
            ok = first.count == record.count and (record.total is None or first.total in (None, record.total))
            detail = f"{record.place}: {first.count} ({first.id}), {record.count} ({record.id})"
            yield Check(id="K6", ok=ok, detail=detail, evidence=record.evidence)
        elif record.same_as:
            detail = f"{record.place}: {record.count} stated again as {record.same_as}"
            yield Check(id="K6", ok=True, detail=detail, evidence=record.evidence)


def _k7(doc: Doc, sentence: Sentence, here: Sequence[Figure]) -> Iterator[Check]:
    """Old and new value against the printed change."""
    folded = view_of(doc).folded
    for index, change in enumerate(here):
        falls = bool(_DECREASE.search(folded, sentence.start, change.start))
        rises = bool(_INCREASE.search(folded, sentence.start, change.start))
        before = [
            f for f in here[:index] if f.kind in ("count", "ratio") and f.unit == change.unit and f.value is not None
        ]
        neighbours = list(here[max(0, index - 2) : index]) == before[-2:]
        if (
            not (falls or rises)
            or not neighbours
            or len(before) < 2
            or change.value is None
            or change.kind == "percent"
        ):
            continue
        old, new = before[-2].value or 0, before[-1].value or 0
        found = old - new if falls else new - old
        exact = all(_exact(figure) for figure in (before[-2], before[-1], change))
        if exact:
            detail = f"{old:g} to {new:g}: change {abs(found):g}, printed {change.value:g}"
            evidence = _evidence(doc, before[-2].start, change.end)
            yield Check(id="K7", ok=found == change.value, detail=detail, evidence=evidence)


def _k9(doc: Doc, by_sentence: Sequence[tuple[Sentence, list[Figure]]]) -> Iterator[Check]:
    """A share and a count beside each other imply a base; information only."""
    folded = view_of(doc).folded
    for _, here in by_sentence:
        for count, share in pairwise(here):
            if count.kind != "count" or share.kind != "percent" or not count.value or not share.value:
                continue
            if share.value < 100 and _SHARE_LINK.fullmatch(folded, count.end, share.start):
                base = round(100 * count.value / share.value)
                detail = f"{count.value:g} is {share.value:g}% of about {base}"
                yield Check(id="K9", ok=None, detail=detail, evidence=_evidence(doc, count.start, share.end))


def _k10(doc: Doc, figures: Sequence[Figure]) -> Iterator[Check]:
    """Different denominators are named, never reconciled; information only."""
    bases = sorted({(figure.denominator, figure.unit or "") for figure in figures if figure.denominator})
    if len(bases) > 1:
        detail = "different denominators: " + ", ".join(f"{value:g} {unit}".strip() for value, unit in bases)
        yield Check(id="K10", ok=None, detail=detail)


def _k11(article: Article | None, adoption: Sequence[Adoption]) -> Iterator[Check]:
    """Targets lie after the article's day, states not."""
    published = (article.published or article.published_inferred) if article else None
    day = _PERIOD.search(published or "")
    if not day:
        return
    for record in adoption:
        if record.derived or record.status not in ("target", "achieved") or not record.as_of:
            continue
        years = _PERIOD.findall(_QUARTER.sub(lambda q: f"-{3 * int(q[1]) - 8:02}", record.as_of))
        if not years:
            continue
        when = years[-1] if record.status == "target" else years[0]
        known = min(sum(bool(part) for part in when), sum(bool(part) for part in day.groups()))
        stated, limit = tuple(when[:known]), tuple(day.groups()[:known])
        ok = stated >= limit if record.status == "target" else stated <= limit
        detail = f"{record.id} {record.status} {record.as_of}, article of {day[0]}"
        yield Check(id="K11", ok=ok, detail=detail, evidence=record.evidence)


@Language.factory("tinbai_checks", assigns=["doc._.checks"])
def make_checks(nlp: Language, name: str) -> ChecksComponent:
    """Return the component that spaCy builds under `name`."""
    return ChecksComponent(nlp, name)
