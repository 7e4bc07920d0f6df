"""Dates said without a number: `cuối năm nay`, `năm ngoái`, `tháng này`, `từ nay đến cuối năm`, `năm ấy`.

They are no DATE (codebook 3.7: a DATE holds a number), but they say when a count was true. The
article's own date, or the date told last, gives them their value, and the basis of a record says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get, starting_in, view_of, within
from tinbai.relations.modality import plan_before
from tinbai.relations.scope import scope_of
from tinbai.text.view import Sentence

OF_ARTICLE = "article date"
OF_TEXT = "date told before"
_PART = r"(?:(?:trong|vào|tính|đến|tới|trước|hết|đầu|giữa|cuối) +)*"
_WORD_BEFORE = re.compile(r"([^\W\d_]+) *$")
# `nhiều năm nay`, `những năm tới`: a length of time.
_MANY = ("nhiều", "bao", "lâu", "những", "các", "hàng", "hằng", "mỗi", "từng", "bao nhiêu", "quanh", "suốt")
_YEAR = re.compile(rf"(?<![^\W_]){_PART}năm +(nay|ngoái|tới)(?![^\W_])")
_MONTH = re.compile(rf"(?<![^\W_]){_PART}tháng +(này|tới|(?<=(?:cuối|.hết|.đến) tháng )trước)(?![^\W_])")
_SAME_TIME = re.compile(
    r"(?<![^\W_])(?:cùng|đúng) +(?:kì|thời +điểm(?: +này)?)(?: +của)? +năm +(?:trước|ngoái)(?![^\W_])"
)
_STEPS = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "tới": 1}
_OTHER_YEAR = r"(?! +(?:\d|nay|ngoái|trước|tới|sau|học|ấy|đó|ngân|tài))"
_YEAR_END = re.compile(rf"(?<![^\W_])từ +nay +(?:cho +)?(?:đến|tới) +(?:(?:hết|cuối) +)+năm{_OTHER_YEAR}(?![^\W_])")
_PLANNED_END = re.compile(
    rf"(?<![^\W_])(?:(?:(?:vào|đến|tới|trước) +)?(?:(?:hết|cuối|dịp) +)+|cả +)năm{_OTHER_YEAR}(?![^\W_])"
)
_NEXT = re.compile(rf"(?<![^\W_]){_PART}năm +sau(?! +(?:đó|khi|này|ngày|\d))(?![^\W_])")
# `Đầu năm, con số này mới là 51`: of the article's year, unless the text speaks of another one.
_EARLY = re.compile(rf"(?<![^\W_])(?:hồi +)?đầu +năm{_OTHER_YEAR}(?![^\W_])")
_OPENS = re.compile(r"(?:(?:ở|tại|riêng|còn) +[^,;.]{1,40}|.*[;:])?[,;:]? *")
_THEN = re.compile(
    r"(?<![^\W_])(?!trong +(?:khi|lúc))(?:(?:cũng|cùng|ngay|chính|vào|trong|ở|tại) +)*(?:(năm)|khi|lúc|hồi|thời +điểm)"
    r" +(?:ấy|đó)(?! *:)(?![^\W_])"
)
# `So với thời điểm sáp nhập …; khi ấy …`: a time that no date names.
_OTHER_TIME = re.compile(
    r"(?<![^\W_])(?:thời +điểm|khi|lúc|hồi|ngày +(?:đầu|mới))(?! +(?:đó|ấy)|[^\W_])(?! +(?:tháng|năm)? *\d)"
)
# `năm trước đó, con số này là 52`: a year before or after the one told last.
_BESIDE_THAT = re.compile(
    r"(?<![^\W_])(?:(?:ở|vào|của) +)*năm +(?:liền +)?(trước|sau|tiếp|kế)(?: +(?:đó|ấy|theo|tiếp))(?![^\W_])"
)
# `tới thời điểm này`: what the closed list of codebook 3.7 writes with `đến`.
_BY_NOW = re.compile(r"(?<![^\W_])(?:(?:tính +)?tới|vào|ở|tại) +thời +điểm +(?:này|hiện +nay)(?![^\W_])")
# One of these words is in all of them; most sentences have none.
_ANY = re.compile(
    r"(?<![^\W_])(?:năm(?! +\d)|tháng +(?:này|trước|tới)|thời +điểm|(?:khi|lúc|hồi) +(?:ấy|đó))(?![^\W_])"
)
_CALENDAR = re.compile(r"(\d{4})(?:-\d{2}){0,2}")
# Sentences back in which the date that `năm ấy` takes up stands.
_BACK = 2


def spoken(doc: Doc, sentence: Sentence) -> Iterator[Mention]:
    """Yield the dates of a sentence that are said without a number, as DATE mentions with the attribute `spoken`.

    Args:
        doc: the article.
        sentence: the sentence.

    Example:
        >>> import tinbai
        >>> doc = tinbai.load()("Ngày 5/3/2023, xã họp. Năm ngoái xã mới có 9 xóm.")
        >>> [(date.start, date.normal, date.attrs["spoken"]) for date in spoken(doc, doc._.view.sentences[1])]
        [(23, '2022', 'article date')]
    """
    folded = view_of(doc).folded
    if not _ANY.search(folded, sentence.start, sentence.end):
        return
    written = tuple(within(doc, "date", sentence.start, sentence.end))
    for start, end, value in _of_article(doc, sentence):
        before = _WORD_BEFORE.search(folded, sentence.start, start)
        beside = any(m.start < end and start <= m.end + 1 for m in written)
        if not beside and not (before and before[1] in _MANY):
            yield Mention("DATE", start, end, value, {"spoken": OF_ARTICLE})
    for now in _BY_NOW.finditer(folded, sentence.start, sentence.end):
        yield Mention("DATE", *now.span(), "article_date", {"spoken": "deictic"})
    for next_to in _BESIDE_THAT.finditer(folded, sentence.start, sentence.end):
        told = told_before(doc, sentence, next_to.start(), year=True)
        if told:
            step = -1 if next_to[1] == "trước" else 1
            yield Mention("DATE", *next_to.span(), f"{int(told) + step}", {"spoken": OF_TEXT})
    for then in _THEN.finditer(folded, sentence.start, sentence.end):
        opens = then.start() == sentence.start or folded[sentence.start : then.start()].rstrip().endswith(
            (",", ";", ":")
        )
        opens = opens and not _OTHER_TIME.search(folded, sentence.start, then.start())
        told = told_before(doc, sentence, then.start(), year=bool(then[1])) if opens else None
        if told:
            yield Mention("DATE", then.start(), then.end(), told, {"spoken": OF_TEXT})


def _of_article(doc: Doc, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Yield span and value of what the article's date gives its value."""
    folded = view_of(doc).folded
    year, month = _now(scope_of(doc).date.value)
    if year is None:
        return
    for found in _YEAR.finditer(folded, sentence.start, sentence.end):
        yield *found.span(), f"{year + _STEPS[found[1]]}"
    for found in _YEAR_END.finditer(folded, sentence.start, sentence.end):
        yield *found.span(), f"{year}"
    for found in _PLANNED_END.finditer(folded, sentence.start, sentence.end):
        if _is_planned(doc, sentence, found):
            yield *found.span(), f"{year}"
    for found in _NEXT.finditer(folded, sentence.start, sentence.end):
        if plan_before(folded, sentence.start, found.start()) >= 0:
            yield *found.span(), f"{year + 1}"
    for early in _EARLY.finditer(folded, sentence.start, sentence.end):
        opens = _OPENS.fullmatch(folded, sentence.start, early.start())
        if opens and told_before(doc, sentence, early.start(), year=True) in (None, f"{year}"):
            yield *early.span(), f"{year}"
    if month is None:
        return
    for found in _SAME_TIME.finditer(folded, sentence.start, sentence.end):
        yield *found.span(), f"{year - 1}-{month:02d}"
    for found in _MONTH.finditer(folded, sentence.start, sentence.end):
        months = 12 * year + month - 1 + _STEPS[found[1]]
        yield *found.span(), f"{months // 12}-{months % 12 + 1:02d}"


def _is_planned(doc: Doc, sentence: Sentence, found: re.Match[str]) -> bool:
    """`Kế hoạch là 40% vào cuối năm`, `Tới cuối năm, huyện phấn đấu …`: a plan governs the words before or behind."""
    folded = view_of(doc).folded
    stops = [m.start for m in within(doc, "figure", sentence.start, found.start())][-1:]
    if any(plan_before(folded, sentence.start, stop) >= 0 for stop in (*stops, found.start())):
        return True
    behind = within(doc, "figure", found.end(), sentence.end)
    clause = re.match(r",? *(?:[^;:.,]{0,50})", folded[found.end() : behind[0].start]) if behind else None
    return clause is not None and plan_before(folded, found.end(), found.end() + clause.end()) >= 0


def _now(value: str | None) -> tuple[int | None, int | None]:
    """Return year and month of the article, None for what its date leaves open."""
    days = re.findall(r"(\d{4})(?:-(\d{2}))?", value or "")
    years, months = {day[0] for day in days}, {day for day in days if day[1]}
    year = int(years.pop()) if len(years) == 1 else None
    return year, int(months.pop()[1]) if year is not None and len(months) == 1 else None


def told_before(doc: Doc, sentence: Sentence, position: int, *, year: bool) -> str | None:
    """Return the last calendar date before `position`, from the sentences right before on, as a year for `năm ấy`."""
    view = view_of(doc)
    at = view.index_of(sentence)
    start = view.sentences[max(at - _BACK, 0)].start
    for date in reversed(starting_in(get(doc, "date"), start, position)):
        match = _CALENDAR.fullmatch(str(date.attrs.get("resolved") or date.normal or ""))
        if match:
            return match[1] if year else match[0]
    return None
