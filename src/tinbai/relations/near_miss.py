"""Combinations that look like the model and are not (codebook 1.3)."""

from __future__ import annotations

import re
from functools import cache

from tinbai.lexicon import load
from tinbai.relations.holding import Holder
from tinbai.relations.posts import MASS_HAMLET, OFFICE_CELL, is_commune_official, is_head, is_secretary
from tinbai.text.view import TextView

_NEGATED = re.compile(r"\b(?:chưa|không|phải|đều|các|những|vận +động|kết +nạp|số)\b[^,.;]{0,20}$")


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in load("model")["dual"][key]))


def near_misses(view: TextView, holder: Holder) -> list[str]:
    """Return the near-miss codes that the posts now held by one person make, in the order of the codebook."""
    posts = holder.posts("current", "acting")
    secretary, head = any(map(is_secretary, posts)), any(map(is_head, posts))
    found = []
    if head and not secretary:
        found += [code for post, code in _DEPUTIES if post in posts]
    if secretary or head:
        if "truong_ban_ctmt" in posts:
            found.append("kiem_ctmt")
        if MASS_HAMLET & set(posts):
            found.append("kiem_chi_hoi")
    if OFFICE_CELL in posts or (secretary and not head and _heads_office(view, holder)):
        found.append("school_cell")
    elif secretary and not head and _is_sent(view, holder, posts):
        found.append("seconded")
    if head and not secretary and not found:
        if _in_force(view, holder):
            found.append("army_two_roles")
        elif _is_party_member(_said(view, holder)):
            found.append("party_member_head")
    return found


_DEPUTIES = (("pho_bi_thu_chi_bo", "pho_bi_thu"), ("chi_uy_vien", "chi_uy_vien"))


def is_seconded(view: TextView, holder: Holder) -> bool:
    """Say whether a hamlet post is held by somebody sent from the commune or from a force."""
    posts = holder.posts("current", "acting")
    hamlet = any(is_secretary(p) or is_head(p) for p in posts)
    return hamlet and any(code in ("seconded", "army_two_roles") for code in near_misses(view, holder))


def _said(view: TextView, holder: Holder) -> str:
    """Return the folded clauses around name and posts, where what is said is said of this person."""
    parts = []
    for held in holder.held:
        sentence = view.sentence_at(held.role.start)
        if sentence is None:
            continue
        start, end = sentence.start, sentence.end
        if sentence.start <= held.person.start < sentence.end:
            start = max(sentence.start, min(held.person.start, held.role.start) - 60)
        end = min(end, max(held.role.end, min(held.person.end, end)) + 80)
        parts.append(view.folded[start:end])
    return " ".join(dict.fromkeys(parts))


def _is_sent(view: TextView, holder: Holder, posts: list[str]) -> bool:
    if any(map(is_commune_official, posts)):
        return True
    if any(h.role.attrs.get("how") == "seconded" and is_secretary(h.post) for h in holder.held):
        return True
    return _in_force(view, holder)


def _in_force(view: TextView, holder: Holder) -> bool:
    """Say whether a rank stands before the name, or a post in a force beside name or title."""
    post = re.compile(rf"(?:{_words('force_post').pattern})[^,.;]{{0,40}}(?:{_words('force').pattern})")
    for held in holder.held:
        sentence = view.sentence_at(held.role.start)
        begin, stop = (sentence.start, sentence.end) if sentence else (held.role.start, held.role.end)
        person, role = held.person, held.role
        near = begin <= person.start < stop
        if near and re.search(rf"(?:{_words('rank').pattern}) *$", view.folded[begin : person.start]):
            return True
        start = min(person.end, role.start) if near else role.start
        beside = view.folded[start : role.start] + view.folded[role.end : min(stop, role.end + 60)]
        if post.search(beside):
            return True
    return False


def _heads_office(view: TextView, holder: Holder) -> bool:
    """Say whether an office headed by the person stands right beside the cell title: `Bí thư Chi bộ, Hiệu trưởng …`."""
    for held in holder.held:
        if is_secretary(held.post):
            after = view.folded[held.role.end : held.role.end + 30]
            before = view.folded[max(0, held.role.start - 40) : held.role.start]
            if re.match(rf" *(?:,|-|kiêm|đồng +thời +là) *(?:{_words('office_head').pattern})", after):
                return True
            if re.search(rf"(?:{_words('office_head').pattern})[^,.;]{{0,30}}(?:,|-|kiêm) *$", before):
                return True
    return False


def _is_party_member(said: str) -> bool:
    match = _words("party_member").search(said)
    return match is not None and _NEGATED.search(said[: match.start()]) is None
