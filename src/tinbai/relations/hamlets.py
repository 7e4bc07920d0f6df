"""Hamlet-level adoption: lists of hamlets with the model, and hamlets with or without one holder (codebook 4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, view_of, within
from tinbai.lexicon import load
from tinbai.records import Officeholder
from tinbai.relations.date_values import When
from tinbai.relations.draft import Draft
from tinbai.relations.governing import Where
from tinbai.text.view import Sentence

_LEAD = re.compile(
    rf"[\s,:(]*(?:gồm|bao gồm|là|đó là|cụ thể|tại|ở|như|trong đó có)?[\s:]*(?:là )?(?:các|những)?[\s:]*{UNIT}?[\s:]*"
)
_BETWEEN = re.compile(rf"\s*(?:[,;]|\(.{{0,40}}\)|và|,? ?và)?\s*(?:các |những )?{UNIT}?(?: số)?\s*")
_PREDICATE = re.compile(r"(?<![^\W_])(?:đã|đang|sẽ|thực hiện|triển khai|bố trí|có|được|là)(?![^\W_])")
_OPEN_LIST = re.compile(r"(?<![^\W_])(?:như|một số|v\.v|vv|tiêu biểu)|\.\.\.|…")


def hamlets(doc: Doc, sentence: Sentence) -> list[Mention]:
    """Return the hamlet mentions of a sentence, without parts of hamlets."""
    return [
        m
        for m in within(doc, "place", sentence.start, sentence.end)
        if m.type == "HAMLET" and m.attrs.get("level") != "sub"
    ]


def members_after(doc: Doc, figure: Mention, sentence: Sentence) -> list[Mention]:
    """Return the hamlets that are listed right after a count (`5 bản, gồm các bản: A, B`)."""
    listed = [m for m in hamlets(doc, sentence) if m.start >= figure.end]
    if not listed or not _fits(doc, _LEAD, figure.end, listed[0].start):
        return []
    return _run(doc, listed)


def is_closed(doc: Doc, members: Sequence[Mention], figure: Mention) -> bool:
    """Say whether the list claims to be complete: no `như`, no dots (check K2, K3)."""
    folded = view_of(doc).folded
    after = folded[members[-1].end : members[-1].end + 4]
    return not _OPEN_LIST.search(folded[figure.end : members[0].start]) and not _OPEN_LIST.match(after.strip(" ,"))


def listed_with_model(doc: Doc, cues: Sequence[Mention], sentence: Sentence) -> list[Mention]:
    """Return hamlets that a sentence says have the model: its subject, or a list right after the phrase.

    A person between hamlets and phrase means that the phrase is about the person.
    """
    folded = view_of(doc).folded
    found = hamlets(doc, sentence)
    persons = within(doc, "person", sentence.start, sentence.end)
    for cue in cues:
        right = [m for m in found if m.start >= cue.end]
        if right and re.fullmatch(
            rf"\s*(?:tại|ở|gồm)\s*(?:các |những )?{UNIT}?[\s:]*", _gap(folded, cue.end, right[0].start)
        ):
            return _run(doc, right)
        left = [m for m in found if m.end <= cue.start]
        if not left or any(left[0].start <= p.start < cue.end + 30 for p in persons):
            continue
        between = folded[left[-1].end : cue.start]
        if len(between) <= 80 and _PREDICATE.search(between) and not re.search(r"[;:.]", between):
            return _run(doc, left, backwards=True)
    return []


def _gap(folded: str, start: int, end: int) -> str:
    return reduce(folded, start, end).text


def _fits(doc: Doc, pattern: re.Pattern[str], start: int, end: int) -> bool:
    return end - start <= 60 and bool(pattern.fullmatch(_gap(view_of(doc).folded, start, end)))


def _run(doc: Doc, mentions: Sequence[Mention], *, backwards: bool = False) -> list[Mention]:
    """Return the unbroken list that begins (or ends) `mentions`."""
    ordered = list(reversed(mentions)) if backwards else list(mentions)
    kept = ordered[:1]
    for mention in ordered[1:]:
        first, second = (mention, kept[-1]) if backwards else (kept[-1], mention)
        if not _fits(doc, _BETWEEN, first.end, second.start):
            break
        kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def from_holders(holders: Sequence[Officeholder]) -> Iterator[Draft]:
    """Yield a record for each hamlet with a dual holder, and for each with two different persons."""
    heads = {post["id"] for post in load("posts")["post"] if post["group"] == "head_titles"}
    secretaries: dict[tuple[str, str | None], Officeholder] = {}
    chiefs: dict[tuple[str, str | None], Officeholder] = {}
    dual: set[tuple[str, str | None]] = set()
    for holder in holders:
        if not holder.hamlet:
            continue
        key = (holder.hamlet, holder.commune)
        if holder.dual == "yes":
            dual.add(key)
            yield _of_holder(holder, "achieved", 1)
        elif holder.dual == "no":
            current = [p for i, p in enumerate(holder.posts) if _status(holder, i) == "current"]
            if "bi_thu_chi_bo" in current:
                secretaries.setdefault(key, holder)
            elif heads.intersection(current):
                chiefs.setdefault(key, holder)
    for key, holder in secretaries.items():
        if key in chiefs and key not in dual:
            yield _of_holder(chiefs[key], "not_adopted", 0, since=holder)


def _status(holder: Officeholder, index: int) -> str:
    return holder.post_status[index] if index < len(holder.post_status) else "current"


def _of_holder(holder: Officeholder, status: str, count: int, *, since: Officeholder | None = None) -> Draft:
    evidence = (holder.evidence.start, holder.evidence.end)
    if since is not None:
        evidence = (min(evidence[0], since.evidence.start), max(evidence[1], since.evidence.end))
    return Draft(
        start=holder.evidence.start,
        evidence=evidence,
        where=Where("hamlet", holder.hamlet, "officeholder", holder.evidence.start),
        when=_dated(holder),
        count=count,
        total=1,
        status=status,
        unit=unit_word(holder.hamlet or ""),
        count_of="hamlet_units",
        base="hamlet_units",
        derived=True,
    )


def _dated(holder: Officeholder) -> When:
    """Return the date of a holder's statement; when the post was taken dates no state (guideline A6)."""
    if holder.as_of is None or holder.as_of == holder.since:
        return When(None, None, None)
    return When(holder.as_of, None, "officeholder")


def unit_word(normal: str) -> str | None:
    """Return the hamlet word that a normal form begins with, the longest one that fits.

    Example:
        >>> unit_word("tổ dân phố 7")
        'tổ dân phố'
    """
    words = (str(entry["surface"]) for entry in load("units")["unit"] if entry["level"] == "hamlet")
    return max((word for word in words if normal.startswith(f"{word} ")), key=len, default=None)


def of_member(mention: Mention, evidence: tuple[int, int], like: Draft | None, when: When, status: str) -> Draft:
    """Return the hamlet-level record of one hamlet of a list."""
    normal = mention.normal or ""
    return Draft(
        start=mention.start,
        evidence=evidence,
        where=Where("hamlet", normal, "list", mention.start),
        when=when,
        count=1,
        total=1,
        status=status,
        unit=str(mention.attrs.get("unit_type") or unit_word(normal) or "") or None,
        count_of="hamlet_units",
        base="hamlet_units",
        derived=True,
        parent=like,
    )
