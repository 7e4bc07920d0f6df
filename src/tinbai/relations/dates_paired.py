"""Dates that are paired with numbers: one each in turn, or both ends of a range with both ends of a rise.

`Năm 2019, 2020 và 2021, huyện lần lượt có 20, 35 và 48 thôn`: the first number is that of the first year.
`Từ năm 2018 đến năm 2023, từ 15 lên 69 nơi`: the number before the rise is that of the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT
from tinbai.entities.mention import Mention, view_of, within
from tinbai.text.view import Sentence

_IN_TURN = re.compile(r"(?<![^\W_])(?:lần +lượt|theo +thứ +tự|tương +ứng)(?![^\W_])")
# Between the members of a row of dates, of a row of numbers.
_AND = re.compile(r"(?: *[,;]| *,? +(?:và|rồi|đến))(?: +(?:năm|nhiệm +kì|khóa))* *")
_NEXT = re.compile(rf"(?: *{UNIT})*(?: *[,;]| *,? +(?:và|rồi|đến|lên))(?: +(?:là|có|đạt|còn|lên))* *")
_RISES = re.compile(rf"(?: *{UNIT})*,? +(?:lên|xuống|tăng +lên|giảm +còn|giảm +xuống)(?![^\W_])")
_FROM = re.compile(r"(?<![^\W_])từ(?: +(?:mức|con +số|tỉ +lệ|chỗ|chỉ|có))* *$")
_LEAST = 2


def in_turn(doc: Doc, figure: Mention, sentence: Sentence, dates: Sequence[Mention]) -> Mention | None:
    """Return the date of a row that is as far from its beginning as a figure is in its own row, None without rows.

    Args:
        doc: the article.
        figure: a figure of the sentence.
        sentence: the sentence.
        dates: its dates of state, in text order.

    Example:
        >>> import tinbai
        >>> from tinbai.entities.mention import get
        >>> doc = tinbai.load()("Năm 2019 và năm 2020, huyện lần lượt có 20 và 35 thôn.")
        >>> [in_turn(doc, figure, doc._.view.sentences[0], get(doc, "date")).normal for figure in get(doc, "figure")]
        ['2019', '2020']
    """
    folded = view_of(doc).folded
    if not _IN_TURN.search(folded, sentence.start, sentence.end):
        return None
    row = next((row for row in _rows(folded, dates, _AND) if row[-1].end <= figure.start), None)
    figures = [m for m in within(doc, "figure", sentence.start, sentence.end) if m.start >= (row[-1].end if row else 0)]
    numbers = next((numbers for numbers in _rows(folded, figures, _NEXT) if figure in numbers), None)
    if row is None or numbers is None or len(row) != len(numbers):
        return None
    return row[numbers.index(figure)]


def _rows(folded: str, mentions: Sequence[Mention], link: re.Pattern[str]) -> list[list[Mention]]:
    """Return the rows of at least two mentions that nothing but a link stands between."""
    rows: list[list[Mention]] = []
    for mention in mentions:
        if rows and link.fullmatch(folded, rows[-1][-1].end, max(rows[-1][-1].end, mention.start)):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return [row for row in rows if len(row) >= _LEAST]


def start_of(folded: str, figure: Mention, date: Mention) -> str | None:
    """Return the beginning of a range, if a figure is what a rise over it begins with (`từ 15 lên 69`).

    Example:
        >>> start_of("từ năm 2018 đến năm 2023, từ 15 lên 69 nơi", Mention("FIGURE", 29, 31, "15"),
        ...     Mention("DATE", 0, 24, "2018/2023"))
        '2018'
    """
    span = re.fullmatch(r"(\d{4}(?:-\d\d)?)/(?:\d{4}.*|article_date)", date.normal or "")
    rises = _FROM.search(folded, date.end, max(date.end, figure.start)) and _RISES.match(folded, figure.end)
    return span[1] if span and rises and date.attrs.get("subtype") != "term" else None
