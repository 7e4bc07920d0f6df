"""Whom a title without a name beside it belongs to: the subject, the speaker, or the person named before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from tinbai.entities.mention import Mention, starting_in
from tinbai.entities.role_gap import between_titles, joined_predicate, speaks_of_it, verbal
from tinbai.text.view import Sentence, TextView

Pair = tuple[Mention, Mention]  # title, person
_NEAR = 900  # code points; further away a bare title speaks of the office, not of the person
# Ids of many offices: only the same words, longer or shorter, mean the same one.
_OF_MANY = frozenset({"trung_uong", "truong_nganh_tinh"})
_GENERIC_RIGHT = re.compile(
    r" +(?:là +(?:hai +)?người|(?:nói|làm|họp|bàn|hứa) +(?:trước|sau|một)|"
    r"phải|cần|nào|hoặc|được phép|có quyền|không được|,? *(?:được|do) +(?:nhân dân|dân) +bầu)"
)
_GENERIC_LEFT = re.compile(
    r"(?:phụ cấp|lương|mức|nhiệm kì|chế độ|công việc|suất|định suất|hỗ trợ|thù lao|tiền|khoán|bồi dưỡng|chi trả|"
    r"gồm *:?|như *:|là *:|hồi trước,?|ngày xưa,?|trước kia,?|lúc trước,?|"
    r"một|mỗi|làm|có|bầu|chức|chức danh|người|là|không|hoặc|hay|cho|với tư cách|để|gặp|của|theo|do|cùng|và|"
    r"với|được|từ|như) +$"
)


def by_antecedent(
    view: TextView,
    sentence: Sentence,
    titles: Sequence[Mention],
    persons: Sequence[Mention],
    roles: Sequence[Mention],
    places: tuple[Mention, ...],
    officials: Collection[str],
) -> list[Pair]:
    """Return the titles of `sentence` that somebody named elsewhere holds, in order, with that PERSON mention.

    Args:
        view: the text view.
        sentence: the sentence of `titles`.
        titles: titles that no apposition gives to a person.
        persons: all persons of the article, without the byline.
        roles: the ROLE mentions of the paragraph found so far, those of this sentence among them.
        places: the places of the sentence.
        officials: normal forms of the persons with a post of the commune or above found so far.
    """
    paragraph = view.paragraphs[sentence.paragraph]
    people = list(starting_in(persons, paragraph.start, sentence.end))
    found: list[Pair] = []
    repeated: list[Pair] = []
    joined: list[Pair] = []
    for title in (t for t in titles if not t.attrs.get("plural")):
        chained = next((p for t, p in found if between_titles(view, t.end, title.start, places)), None)
        if chained is not None:
            found.append((title, chained))
            continue
        if repeated and joined_predicate(view.folded[repeated[-1][0].end : title.start]):
            joined.append((title, repeated[-1][1]))
            continue
        if any(t.end <= title.start and between_titles(view, t.end, title.start, places) for t in titles):
            continue  # the second half of a generic pair: `bí thư kiêm trưởng thôn thì …`
        named = [p for p in people if p.end <= title.start]
        held = {r.start for r in roles} | {t.start for t, _ in found}
        if named and any(named[-1].end <= t.start and t.end <= title.start and t.start not in held for t in titles):
            continue  # another post, not a person, is the subject: `bí thư chỉ làm bí thư`
        holder = verbal(view, sentence, title, people)
        if holder is not None and not speaks_of_it(view, sentence, title, holder, officials):
            found.append((title, holder))
            continue
        again = _bare_again(view, title, [r for r in roles if paragraph.start <= r.start < title.start])
        if again is not None:
            start = again.attrs["holder"]
            repeated.append((title, starting_in(persons, start, start + 1)[0]))
    if len({title.normal for title, _ in repeated}) == 1:  # two posts apart in one sentence are two offices, no person
        found += [*repeated, *joined]
    return found


def _bare_again(view: TextView, title: Mention, earlier: Sequence[Mention]) -> Mention | None:
    """After the naming in the same line a bare title that can only mean that person (codebook 9.10)."""
    same = [r for r in earlier if r.normal == title.normal or (title.normal is None and r.normal in _ids(title))]
    if title.normal in _OF_MANY:
        same = [r for r in same if _cut(view, title, r)]
    holders = {r.attrs["person"] for r in same}
    left = view.folded[max(0, title.start - 16) : title.start]
    if len(holders) != 1 or _GENERIC_LEFT.search(left) or title.start - same[-1].end > _NEAR:
        return None
    if (
        _in_quote(view, title)
        or _GENERIC_RIGHT.match(view.folded, title.end)
        or (title.attrs.get("bare") and title.normal == "to_truong_tdp")
    ):
        return None
    return same[-1]


def _cut(view: TextView, title: Mention, role: Mention) -> bool:
    """Say whether one of two titles is the other cut short: `Bộ trưởng` of `Bộ trưởng Bộ X`."""
    words, whole = (" ".join(view.folded[m.start : m.end].split()) + " " for m in (title, role))
    return whole.startswith(words) or words.startswith(whole)


def _in_quote(view: TextView, title: Mention) -> bool:
    """Inside quotation marks a bare post is the office that is spoken of."""
    paragraph = view.paragraph_at(title.start)
    before = view.text[paragraph.start if paragraph else 0 : title.start]
    return before.count("“") > before.count("”")


def _ids(title: Mention) -> tuple[str, ...]:
    levels: Mapping[str, str] = title.attrs.get("levels", {})
    return tuple(levels.values())
