"""Short mentions linked to the full name (codebook 3.3)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from tinbai.entities.mention import START, Mention
from tinbai.text.normalize import fold, spell
from tinbai.text.view import TextView

# Folded full name, gender, and whether a middle name says that it is a woman's.
_Person: TypeAlias = tuple[str, str | None, bool]


def link_short_names(view: TextView, found: Sequence[Mention]) -> list[Mention]:
    """Give each short mention the full name it can only mean.

    A short name is the last syllables of exactly one longer name of the article; if
    several fit, the nearest earlier one whose gender does not contradict. A short
    name that fits none keeps itself. Two full names an accent apart stay two persons:
    accents are letters.
    """
    full = _Full(found)
    initials = _linked_initials(view, found)
    out = []
    for mention in found:
        name = str(mention.normal)
        written = full.first.get(fold(name)) if len(name.split()) >= 2 else None
        if (opened := full.opened(mention) or full.nicknamed(mention)) is not None:
            known = opened
        elif written is not None:
            known = full.longer(name) or written
        else:
            owner = full.owner(mention) or initials.get(mention.start)
            known = (full.longer(owner) or spell(owner)) if owner else name
        out.append(replace(mention, normal=known))
    return out


class _Full:
    """The full names of an article, by the syllables that they end in."""

    def __init__(self, found: Sequence[Mention]) -> None:
        self.first: dict[str, str] = {}
        self._opening: dict[tuple[str, ...], dict[str, Mention]] = defaultdict(dict)
        self._pairs: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._ending: dict[tuple[str, ...], dict[_Person, list[Mention]]] = defaultdict(lambda: defaultdict(list))
        self._nicknames = _nicknames(found)
        for mention in sorted(found, key=lambda m: m.start):
            name = str(mention.normal)
            parts = tuple(fold(name).split())
            if not mention.normal or len(parts) < 2 or parts in self._nicknames:
                continue
            self.first.setdefault(fold(name), name)
            person = (fold(name), mention.attrs.get("gender"), "thị" in parts[1:-1])
            if len(parts) > 2:
                self._pairs[parts[-2:]].add(name)
            if (own := _given_first(parts)) and len(parts) > len(own):
                self._opening[own].setdefault(name, mention)
            for begin in range(len(parts)):
                self._ending[parts[begin:]][person].append(mention)

    def longer(self, name: str) -> str | None:
        """The one longer name that a name of two syllables ends: `Văn Pản`."""
        names = self._pairs.get(tuple(fold(name).split()), set())
        return next(iter(names)) if len(names) == 1 else None

    def opened(self, short: Mention) -> str | None:
        """The one full name that the given name of a highlander opens: `Y Krăng` of `Y Krăng Niê`, `H'Blen`."""
        parts = tuple(fold(str(short.normal)).split())
        names = self._opening.get(parts, {}) if _given_first(parts) == parts else {}
        name, first = next(iter(names.items()), (None, None))
        if len(names) != 1 or first is None or first.start > short.start:
            return None
        genders = {first.attrs.get("gender"), short.attrs.get("gender")} - {None}
        return name if len(genders) < 2 else None

    def nicknamed(self, short: Mention) -> str | None:
        """The full name of whom a southern nickname means: `chú Tư Phước`, later `chú Tư`, of Lâm Văn Phước."""
        parts = tuple(fold(str(short.normal)).split())
        if parts in self._nicknames:
            return self._nicknames[parts]
        meant = {name for nick, name in self._nicknames.items() if nick[:1] == parts}
        return next(iter(meant)) if len(meant) == 1 else None

    def owner(self, short: Mention) -> str | None:
        """The full name that a short one can only mean, else the nearest earlier one of fitting gender."""
        fitting = self._ending.get(tuple(fold(str(short.normal)).split()), {})
        agreeing = [mentions for person, mentions in fitting.items() if _agree(person, short)]
        if not agreeing:
            return None
        if len({fold(str(mentions[0].normal)) for mentions in agreeing}) == 1:
            return str(min((mentions[0] for mentions in agreeing), key=lambda m: m.start).normal)
        before = [
            mentions[index - 1] for mentions in agreeing if (index := bisect_left(mentions, short.start, key=START))
        ]
        return str(max(before, key=START).normal) if before else None


_BETWEEN_PARTS = re.compile(r"[ .]+")
_FORMS = frozenset({"ông", "bà", "anh", "chị", "cô", "chú", "bác", "cụ", "thầy", "em", "cháu", "bé"})
_CHILD = {"em": "cháu", "bé": "cháu"}
_KIN = re.compile(
    r"(?<![^\W_])(?:cha|bố|ba|mẹ|má|vợ|chồng|con|cháu|anh|chị|em)"
    r"(?: +(?:nội|ngoại|trai|gái|rể|dâu|ruột|họ|đẻ))? +[^\W_]+ *$"
)


def _linked_initials(view: TextView, found: Sequence[Mention]) -> dict[int, str]:
    """Link initials in short (`cháu N.` of `cháu Đ.T.N`), by where they begin.

    A letter is weak evidence: only one name of the article may end in it, and the form
    of address must be that of the full name, once at least not behind its kin (`cha anh
    C.`). A letter without one (`N. kể`) follows the others if they are at one.
    """
    names: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    shorts: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in found:
        parts = _parts(str(mention.normal or ""))
        if not parts or len(parts[-1]) > 1 or mention.attrs.get("byline"):
            continue  # H.T, who signs, is not the N.H.T of the report
        if len(parts) <= 2 and max(map(len, parts)) == 1:
            shorts[parts].append(mention)
        for begin in range(1, len(parts)):
            names[parts[begin:]][str(mention.normal)].add(_form(mention))
    out: dict[int, str] = {}
    for parts, mentions in shorts.items():
        # H.M.A, whom M.A shortens, is one person.
        longer = {name: forms for name, forms in names.get(parts, {}).items() if _parts(name) not in names}
        if len(longer) != 1:
            continue
        ((name, given),) = longer.items()
        same = [m for m in mentions if _form(m) and _form(m) in given]
        if any(not _of_kin(view, m) for m in same):
            bare = [m for m in mentions if not _form(m)]
            alone = len(same) + len(bare) == len(mentions)
            out |= {m.start: name for m in (*same, *(bare if alone else ()))}
    return out


def _form(mention: Mention) -> str:
    words = fold(str(mention.attrs.get("honorific") or "")).split()
    form = next((word for word in reversed(words) if word in _FORMS), "")
    return _CHILD.get(form, form)


def _of_kin(view: TextView, mention: Mention) -> bool:
    return _KIN.search(view.folded, max(0, mention.start - 24), mention.start) is not None


def _parts(name: str) -> tuple[str, ...]:
    """The folded syllables and initials of a name: `Lê N.K`, `Đ.T.N`."""
    return tuple(part for part in _BETWEEN_PARTS.split(fold(name)) if part)


_ORDER = frozenset(("hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "út"))  # place among the children


def _nicknames(found: Sequence[Mention]) -> dict[tuple[str, ...], str]:
    """Return the names of rank and given name that end one full name of the article: `tư phước` → Lâm Văn Phước."""
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # given name → name → genders
    nicks: dict[tuple[str, ...], set[str]] = {}
    told: dict[tuple[str, ...], set[str]] = {}  # full names before its last mention: behind it another may be meant
    for mention in sorted(found, key=START):
        parts = tuple(fold(str(mention.normal)).split())
        gender = {str(mention.attrs["gender"])} if mention.attrs.get("gender") else set()
        if len(parts) == 2 and parts[0] in _ORDER:
            told[parts] = set(names.get(parts[1], ()))
            nicks.setdefault(parts, set()).update(gender)
        elif len(parts) > 2:
            names[parts[-1]][str(mention.normal)] |= gender
    out = {}
    for nick, sexes in nicks.items():
        named = names.get(nick[1], {})
        if len(named) == 1 and told[nick] and len(sexes | next(iter(named.values()))) < 2:
            out[nick] = next(iter(named))
    return out


def _given_first(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The given name of a highlander whose family name stands behind it; empty for other names."""
    if parts and parts[0] == "y":
        return parts[:2] if len(parts) > 1 else ()
    return parts[:1] if parts and parts[0].startswith("h'") and len(parts[0]) > 2 else ()


def _agree(person: _Person, short: Mention) -> bool:
    _, gender, is_woman = person
    other = short.attrs.get("gender")
    return not (gender and other and gender != other) and not (other == "male" and is_woman)
