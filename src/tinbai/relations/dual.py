"""The dual decision: is one person both secretary and head of one unit? (codebook 1.1 to 1.4).

It rests on pairs of evidence, one secretary title and one head title of the same
person, and on the words between them; co-occurrence in an article decides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tinbai.lexicon import alternation, load
from tinbai.records import Dual
from tinbai.relations.holding import Held, Holder
from tinbai.relations.near_miss import near_misses
from tinbai.relations.nominal import NominalCues
from tinbai.relations.place_chain import Places
from tinbai.relations.posts import COMBINED, is_head, is_secretary, level_of, unification
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import TextView

_VERB = (
    r"(?: +(?:luôn|cả|thêm|còn|cũng|là|làm|giữ|nhiệm|được|bầu|đảm +nhiệm|đảm +nhận|phụ +trách|chức|danh|vụ|vai|trò))*"
)
_KIEM_INSIDE = re.compile(r"\bkiêm\b")
_IS = re.compile(rf"^ *(?:cũng +)?(?:là|làm){_VERB} *$")
_VUA_LEFT = re.compile(rf"\bvừa{_VERB} *$")
_VUA = re.compile(rf"\bvừa{_VERB} *$")
_ELECTED = re.compile(r"\b(?:bầu|trúng +cử|tái +cử|tái +đắc +cử|đắc +cử|tín +nhiệm|chỉ +định|phân +công)\b")
# The verb makes it a step from one post to another; `kiêm`, `đồng thời` add one to the other.
_TO_THE_NEW = re.compile(
    r"(?:(?!(?<![^\W_])(?:kiêm|đồng +thời|thêm|vừa|cùng +lúc)(?![^\W_]))[^.;])*(?<![^\W_])(?:giữ|làm)"
    r"(?: +(?:chức +vụ|chức +danh|chức))? *"
)
_ALTERNATIVE = re.compile(r"\b(?:hoặc|hay)\b")
_DASH = re.compile(r"[-/]")
_PLURAL = re.compile(r"\b(?:các|những|nhiều|số|đội +ngũ)(?: +(?:đồng +chí|vị|cán +bộ))?[: ]*$")
_COMBINED = re.compile(r"chi +bộ +(?:sinh +hoạt +)?(?:ghép|liên +(?:thôn|bản|xóm|ấp))")


@dataclass(frozen=True, slots=True)
class Pair:
    """A secretary title and a head title of one person, with what joins them."""

    first: Held
    second: Held
    basis: str
    open: bool = False

    @property
    def offset(self) -> int:
        """The first title: bases are listed in the order of the text."""
        return min(self.first.role.start, self.second.role.start)

    @property
    def span(self) -> tuple[int, int]:
        """The edges of the evidence, from the person's name if it stands before the titles."""
        start = self.offset
        person = self.first.person
        if person.end <= start and start - person.end < 200:
            start = person.start
        return start, max(self.first.role.end, self.second.role.end)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the evidence says of one person."""

    dual: Dual
    basis: tuple[str, ...] = ()
    evidence: tuple[tuple[int, int], ...] = ()
    other_unification: str | None = None
    extra_posts: int | None = None
    combined_cell: bool | None = None


def decide(places: Places, holder: Holder, nominal: NominalCues) -> Decision:
    """Return the dual decision of `holder` with bases, near misses and evidence spans in text order."""
    view = places.view
    current = frozenset(holder.posts("current", "acting"))
    other = _unified(places, holder, current)
    pairs = find_pairs(places, holder)
    held = [p for p in pairs if _is_now(p.first) and _is_now(p.second)]
    combined = True if _is_combined(view, holder) else None
    if held:
        dual: Dual = "unclear" if all(p.open for p in held) else "yes"
        found = [(p.offset, p.span, p.basis) for p in held]
        if dual == "yes":
            found += [(offset, span, "nominal") for offset, span in nominal.of(holder)]
        found.sort()
        extra = len(current) - 2 if dual == "yes" else 0
        basis = tuple(dict.fromkeys(b for _, _, b in found))
        return Decision(dual, basis, _distinct(found), other, extra if extra > 0 else None, combined)
    gone = [p for p in pairs if not _is_now(p.first) and not _is_now(p.second)]
    if gone:
        found = sorted((p.offset, p.span, p.basis) for p in gone)
        return Decision("former", tuple(dict.fromkeys(b for _, _, b in found)), _distinct(found), other, None, combined)
    missed = [f"near_miss:{code}" for code in near_misses(view, holder)]
    if other:
        missed.append(f"other_unification:{other}")
    return Decision("no", tuple(missed), (), other, None, combined)


def _unified(places: Places, holder: Holder, current: frozenset[str]) -> str | None:
    """Return the code of another unification, unless the titles name two different units."""
    code = unification(current)
    if code == "agency" and unification(current - _left(places.view, holder)) is None:
        return None
    kind = {"commune": "COMMUNE", "district": "DISTRICT"}.get(code or "")
    if code is None or kind is None:
        return code
    units = {
        mention.normal
        for held in holder.held
        if _is_now(held) and level_of(held.post) == code
        for mention in places.between(held.role.start, held.role.end + 2)
        if mention.type == kind and mention.end > held.role.end
    }
    return code if len(units) < 2 else None


def _left(view: TextView, holder: Holder) -> frozenset[str]:
    """Return the posts that a new one follows: `bổ nhiệm ông A, Giám đốc Sở X, giữ chức Trưởng ban Y`."""
    out = set()
    for new in holder.held:
        if new.role.attrs.get("how") != "appointed":
            continue
        for old in holder.held:
            between = new.person.end <= old.role.start < new.role.start and new.person == old.person
            if between and old.role.attrs.get("how") is None and _sentence(view, old) == _sentence(view, new):
                gap = view.folded[old.role.end : new.role.start]
                if _TO_THE_NEW.fullmatch(gap):
                    out.add(old.post)
    return frozenset(out)


def find_pairs(places: Places, holder: Holder) -> list[Pair]:
    """Return the pairs of evidence: in one sentence if there are any, else across sentences."""
    secretary = [h for h in holder.held if is_secretary(h.post)]
    heads = [h for h in holder.held if is_head(h.post)]
    pairs: list[Pair] = []
    for one in secretary:
        near = [h for h in heads if _sentence(places.view, h) == _sentence(places.view, one)]
        near = [h for h in near if _same_unit(places, one, h)]
        if near:
            best = min(near, key=lambda h: (abs(h.role.start - one.role.start), h.role.start))
            pairs.append(_pair(places.view, one, best))
    if pairs or not secretary or not heads:
        return pairs
    apart = [(s, h) for s in secretary for h in heads if _same_unit(places, s, h) and _is_now(s) == _is_now(h)]
    if not apart:
        return []
    first, second = min(apart, key=lambda pair: (abs(pair[0].role.start - pair[1].role.start), pair[0].role.start))
    return [Pair(first, second, "two_elections")]


def _pair(view: TextView, one: Held, other: Held) -> Pair:
    first, second = sorted((one, other), key=lambda h: h.role.start)
    between = view.folded[first.role.end : second.role.start]
    sentence = view.sentence_at(first.role.start)
    before = view.folded[sentence.start if sentence else 0 : first.role.start]
    basis = _basis(before, between) if first.own and second.own else "nominal"
    plural = _PLURAL.search(before) is not None or bool(first.role.attrs.get("plural"))
    loose = basis.startswith("juxtaposition")
    shared = loose and _AND.match(between) is not None and _two_named(view, first)
    return Pair(first, second, basis, open=loose and (plural or shared or _ALTERNATIVE.search(between) is not None))


_AND = re.compile(r"[^,;]{0,40} và *$|^ *và *$")
# Whoever has a title before the name or behind it needs no share: `Chủ tịch xã A và ông B, bí thư và trưởng thôn`.
_OTHER_BEFORE = re.compile(
    rf"(?:^\W*|\b(?i:ông|bà|anh|chị|đồng +chí) +)[{CAPITALS}][\w'’]*(?: +[{CAPITALS}][\w'’]*){{0,4}} +"
    r"và +(?:ông|bà|anh|chị|đồng +chí)? *$"
)


def _two_named(view: TextView, first: Held) -> bool:
    """Say whether two persons share the titles behind them: `ông A và ông B, trưởng thôn và bí thư chi bộ`."""
    sentence = view.sentence_at(first.person.start)
    before = view.text[sentence.start if sentence else 0 : first.person.start]
    return first.person.end <= first.role.start and _OTHER_BEFORE.search(before) is not None


@cache
def _connector(word: str) -> re.Pattern[str]:
    """Match a connector or one of its misprints right before a title, with verbs of holding between."""
    forms = [fold(form) for form in (word, *load("model")["misspelling"][word])]
    return re.compile(rf"\b{alternation(forms)}\.?{_VERB} *(?:nguyên|cựu)? *$")


def _basis(before: str, between: str) -> str:
    """Name what joins two titles of one person, from the words before the first and between the two."""
    if _connector("kiêm").search(between):
        return "explicit_kiem"
    if _connector("đồng thời").search(between) or _IS.match(between):
        return "explicit_dong_thoi"
    if _VUA_LEFT.search(before) and _VUA.search(between):
        return "explicit_vua"
    if opens_list(before):
        return "nominal"
    if _ELECTED.search(between):
        return "two_elections"
    if _KIEM_INSIDE.search(between) and len(between) < 60:
        return "explicit_kiem"
    plain = between.strip()
    if _DASH.search(plain) and "," not in plain:
        return "juxtaposition_dash"
    if len(plain) > 60:  # a clause of its own stands between the titles
        return "two_elections"
    return "juxtaposition_comma"


def opens_list(before: str) -> bool:
    """Say whether the words before a title announce several posts of one person.

    Example:
        >>> opens_list("ông phin giữ cùng lúc ba vai: ")
        True
    """
    return _LIST.search(before) is not None


_LIST = re.compile(
    r"(?:hai|2|02|ba|3|03) +(?:chức +danh|chức +vụ|vai(?: +trò)?|nhiệm +vụ|trọng +trách|vị +trí|cương +vị|việc)"
    r"(?: +(?:là|gồm|như))?[:,]? *(?:vừa +)?(?:là +)?$"
)


def _sentence(view: TextView, held: Held) -> int:
    sentence = view.sentence_at(held.role.start)
    return sentence.start if sentence else -1


def _is_now(held: Held) -> bool:
    return held.status != "former" and not held.career


def _same_unit(places: Places, one: Held, other: Held) -> bool:
    """Two titles with two different hamlets of their own are not the model, unless the cell covers both."""
    if COMBINED in (one.post, other.post):
        return True
    first, second = _unit(places, one), _unit(places, other)
    return first is None or second is None or first == second


def _unit(places: Places, held: Held) -> str | None:
    """Return the hamlet that touches the title: `Trưởng bản Nà X`, `Bí thư Chi bộ thôn Y`."""
    for mention in places.between(held.role.start, held.role.end + 2):
        if mention.type == "HAMLET" and mention.end > held.role.end:
            return mention.normal
    return None


def _is_combined(view: TextView, holder: Holder) -> bool:
    if any(h.post == COMBINED for h in holder.held):
        return True
    return any(
        is_secretary(h.post) and _COMBINED.search(view.folded[max(0, h.role.start - 5) : h.role.end + 40]) is not None
        for h in holder.held
    )


def _distinct(found: list[tuple[int, tuple[int, int], str]]) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(span for _, span, _ in found))
