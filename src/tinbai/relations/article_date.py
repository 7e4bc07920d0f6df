"""The date of an article: printed by its source, else inferred from its own dates (codebook 3.7).

The inference keeps two bounds: the latest date told as past, and the earliest
year that is still a plan. Dates of the boilerplate never reach this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation, load
from tinbai.records import Article
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

# From this day there is no district level (codebook 5.1).
TWO_LEVEL_FROM = date(2025, 7, 1)
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|(\d{2})(\d{2}))?(?=$|[Tt ])")
_CALENDAR = re.compile(r"^(\d{4}|XXXX)(?:-(\d{2}))?(?:-(\d{2}))?$")
_YEARS = re.compile(r"^P(\d+)Y$")


@dataclass(frozen=True, slots=True)
class ArticleDate:
    """When an article appeared.

    Attributes:
        value: ISO date if printed, EDTF if inferred, None if nothing can be said.
        as_of: the day to look units up at (the earliest possible one).
        basis: `published` or what the inference rests on.
    """

    value: str | None = None
    as_of: date | None = None
    basis: str | None = None

    @property
    def two_level(self) -> bool | None:
        """Say whether the date lies after the district level ended; None if unknown."""
        return None if self.as_of is None else self.as_of >= TWO_LEVEL_FROM

    @property
    def is_lower_bound(self) -> bool:
        """Say whether only the past that the article tells of gave the date: it may have appeared years later."""
        return self.basis in (None, _PAST)


_PAST = "latest date told as past"


def article_date(view: TextView, dates: Iterable[Mention], article: Article | None) -> ArticleDate:
    """Return the date of the article with its basis.

    Args:
        view: the text view.
        dates: the DATE mentions of the article.
        article: its record, if the caller has one.
    """
    published = _printed(article.published) if article and article.published else None
    if published:
        return ArticleDate(published.isoformat(), published, "published")
    spoken = [mention for mention in dates if not view.is_silent(mention.start)]
    line = _dateline(view, spoken)
    if line:
        return ArticleDate(line.isoformat(), line, "dateline")
    past, plans = _bounds(view, spoken)
    if past is None:
        return ArticleDate()
    low = _raised(view, spoken, past)
    plan = plans if plans and plans > low else None
    if plan is None:
        return ArticleDate(f"{low.year:04d}", low, _PAST)
    last = date(plan.year - 1, 12, 1) if plan.month == 1 else date(plan.year, plan.month - 1, 1)
    if last.year != low.year or last < low.replace(day=1):  # a plan for the very month leaves only the year
        return ArticleDate(f"{low.year:04d}", low, _PAST)
    value = f"{low.year:04d}-{low.month:02d}/{last.year:04d}-{last.month:02d}"
    return ArticleDate(value, low, "between the latest past date and the earliest plan")


_DATELINE_LEFT = re.compile(r"\(?(?:[^\W\d_]+[ -]*){1,8},? *(?:ngày *)?$")
_DATELINE_RIGHT = re.compile(r" *\)? *[-:.]")


def _dateline(view: TextView, dates: Iterable[Mention]) -> date | None:
    """The date at the head of the lead or first body line: `Trà Ôn, 25/2/2019 - …`, `(Báo X, 24-5-2025) - …`."""
    for mention in dates:
        match = _CALENDAR.match(mention.normal or "")
        paragraph = view.paragraph_at(mention.start)
        if not match or match[1] == "XXXX" or not match[3]:
            continue
        if paragraph is None or paragraph.zone not in ("lead", "body"):
            continue
        head = view.folded[paragraph.start : mention.start]
        if len(head) < 60 and _DATELINE_LEFT.fullmatch(head) and _DATELINE_RIGHT.match(view.folded, mention.end):
            return _day(match[1], match[2], match[3])
    return None


def _printed(value: str) -> date | None:
    match = _ISO.match(value)
    if not match:
        return None
    return _day(match[1], match[2] or match[4], match[3] or match[5])


def _day(year: str, month: str | None, day: str | None) -> date | None:
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def _bounds(view: TextView, dates: list[Mention]) -> tuple[date | None, date | None]:
    past: date | None = None
    plan: date | None = None
    for mention in dates:
        match = _CALENDAR.match(mention.normal or "")
        if not match or match[1] == "XXXX":
            continue
        day = _day(match[1], match[2], match[3])
        if day is None:
            continue
        if _is_plan(view, mention):
            plan = day if plan is None else min(plan, day)
        else:
            past = day if past is None else max(past, day)
    return past, plan


def _is_plan(view: TextView, mention: Mention) -> bool:
    """Say whether a target cue governs the date: before it in the sentence, or `sẽ` right after it."""
    sentence = view.sentence_at(mention.start)
    if sentence is None:
        return False
    before = view.folded[sentence.start : mention.start]
    after = view.folded[mention.end : min(sentence.end, mention.end + 40)]
    cues = [fold(cue) for cue in load("cues")["cues"]["target_cues"] if "..." not in cue]
    if re.search(rf"\b{alternation([*cues, 'sẽ'])}\b", before):
        return True
    return bool(re.match(r" *,? *(?:[^\W\d_]+ +){0,3}(?:sẽ|phấn +đấu|tiến +tới|phải)\b", after))


def _raised(view: TextView, dates: list[Mention], low: date) -> date:
    """Raise the lower bound by `sau hơn 1 năm` since the latest full date, then by a month without year."""
    full = [m for m in dates if (match := _CALENDAR.match(m.normal or "")) and match[3] and match[1] != "XXXX"]
    if full:
        known = max(d for m in full if (d := _day(*(m.normal or "").split("-"))))
        for mention in dates:
            years = _YEARS.match(mention.normal or "")
            if years and re.match(r"sau (?:hơn|gần) ", view.folded[mention.start : mention.end]):
                span = int(years[1]) if "hơn" in view.folded[mention.start : mention.end] else int(years[1]) - 1
                if 0 < span < 30:
                    low = max(low, _later(known, span))
    for mention in dates:
        match = _CALENDAR.match(mention.normal or "")
        if match and match[1] == "XXXX" and match[2] and not _is_plan(view, mention):
            month = _day(str(low.year), match[2], match[3])
            if month and month > low:
                low = month
    return low


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
