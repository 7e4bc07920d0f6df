"""Both posts told by pronoun in a paragraph that goes on about somebody named before (codebook 1.2, two elections).

New paragraph: `Giờ thì anh là [bí thư chi bộ] và cũng chính anh là [trưởng thôn].`
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tinbai.entities.mention import Mention, starting_in
from tinbai.relations.posts import level_of
from tinbai.relations.second_post import BREAKS, Clause, fits, goes_on, is_quoted, side, stays, words
from tinbai.text.view import TextView

Pair = tuple[Mention, Mention]  # title, person
_BACK = 2  # paragraphs between a person and the pronoun
_NEAR = 300  # letters between the two posts
_ELDERS = frozenset(("gia_lang", "nguoi_co_uy_tin"))
_YOUNG = frozenset(("anh", "chị", "cô"))


def told_by_pronoun(
    view: TextView, free: Sequence[Mention], roles: Sequence[Mention], people: Sequence[Mention]
) -> Iterator[Pair]:
    """Yield both posts of a paragraph with the one person of the paragraphs before whom its pronoun fits.

    Args:
        view: the text view.
        free: the secretary and head titles that nobody holds, in order.
        roles: the ROLE mentions, in order.
        people: all persons, in order.
    """
    for at, group in groupby(free, key=lambda title: view.index_of_paragraph(title.start)):
        paragraph = view.paragraphs[at]
        named = starting_in(people, paragraph.start, paragraph.end)
        stop = named[0].start if named else paragraph.end
        told: list[tuple[Mention, str | None]] = []
        for title in (t for t in group if t.end <= stop):
            clause = _clause(view, title, told[-1][0] if told else None)
            if clause is not None and (clause.word or told):
                told.append((title, clause.word))
        pair = told[:2]
        if len(pair) < 2 or side(pair[0][0]) == side(pair[1][0]) or pair[1][0].start - pair[0][0].end > _NEAR:
            continue
        said = {word for _, word in pair if word}
        between = view.folded[pair[0][0].end : pair[1][0].start]
        if len(said) != 1 or words("ended").search(between) or words("others").search(between):
            continue
        person = _meant(view, people, roles, next(iter(said)), at)
        if person is not None:
            yield from ((title, person) for title, _ in pair)


def _clause(view: TextView, title: Mention, before: Mention | None) -> Clause | None:
    """Return the clause that gives a title to its pronoun, or to the subject of the title before."""
    sentence = view.sentence_at(title.start)
    if sentence is None or is_quoted(view, title) or not stays(view, title, sentence):
        return None
    floor = max(sentence.start, before.end if before else 0)
    begin = max([floor, *(m.end() for m in BREAKS.finditer(view.folded, floor, title.start))])
    if words("unreal").search(view.folded, floor, title.start):
        return None
    clause = Clause(view.folded, begin, title.start, frozenset())
    if not clause.tells() or len(clause.words) > 1:
        return None
    return clause if clause.word or (before and goes_on(view.folded[before.end : begin])) else None


def _meant(view: TextView, people: Sequence[Mention], roles: Sequence[Mention], word: str, at: int) -> Mention | None:
    """Return the one person of the last paragraphs whom a pronoun fits and who has no office that rules it out."""
    begin, end = view.paragraphs[max(0, at - _BACK)].start, view.paragraphs[at].start
    out = {str(r.attrs.get("person")) for r in roles if _is_other(r, word)}
    near = [p for p in starting_in(people, begin, end) if fits(people, p, word) and str(p.normal) not in out]
    return near[-1] if len({p.normal for p in near}) == 1 else None


def _is_other(role: Mention, word: str) -> bool:
    """Say whether a post belongs to people of whom no hamlet post is told so: officials, an elder called anh."""
    post = role.normal or ""
    if role.attrs.get("career"):
        return False
    return level_of(post) in ("commune", "district", "province") or (post in _ELDERS and word in _YOUNG)
