"""Titles cut short where their holder is named again: `Chủ tịch Huề`, `Bí thư Tám` (codebook 9.10)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tinbai.entities.mention import Located, Mention
from tinbai.text.view import TextView

_SHORT = re.compile(
    r"(?<![^\W\d_])(?P<title>(?:phó +)?(?:chủ +tịch|bí +thư|giám +đốc|trưởng +ban|trưởng +phòng)) +"
    r"(?:(?:ông|bà|anh|chị|đồng chí) +)?$"
)
_CELL = frozenset({"bi_thu_chi_bo", "pho_bi_thu_chi_bo"})
_NEAR = 32  # letters of the longest short title with a form of address


def cut_short(
    view: TextView, roles: Sequence[Mention], persons: Sequence[Mention], titles: Sequence[Mention]
) -> Iterator[Mention]:
    """Yield short titles right before the name of somebody whose whole title stands earlier.

    Args:
        view: the text view.
        roles: the ROLE mentions found so far, in order.
        persons: the persons who may hold a post, in order.
        titles: all titles; what is inside one is no title cut short.
    """
    held = _by_person(roles)
    taken = Located(titles)
    for person in persons:
        match = _SHORT.search(view.folded, max(0, person.start - _NEAR), person.start)
        if match is None or taken.touching(*match.span("title")):
            continue
        whole = _whole(view, held.get(str(person.normal), []), match.start("title"), match["title"])
        if whole is not None:
            attrs = {**whole.attrs, "holder": person.start, "elided": True, "status": "current"}
            yield replace(whole, start=match.start("title"), end=match.end("title"), attrs=attrs)


def settled(view: TextView, roles: Sequence[Mention], titles: Sequence[Mention]) -> list[Mention]:
    """Give a bare `Bí thư` the post that its holder was named with: `Bí thư Đảng ủy xã …` before `Bí thư Tám`."""
    bare = {title.start for title in titles if title.attrs.get("bare")}
    held = _by_person([role for role in roles if role.start not in bare])
    out = []
    for role in roles:
        mine = held.get(str(role.attrs["person"]), [])
        if role.start in bare and role.normal in _CELL and not any(r.normal in _CELL for r in mine):
            whole = _whole(view, mine, role.start, view.folded[role.start : role.end])
            if whole is not None:
                role = replace(role, normal=whole.normal, attrs={**role.attrs, "level": whole.attrs.get("level")})
        out.append(role)
    return out


_BESIDE_COUNCIL = re.compile(r" *(?:[,/–-] *)?(?:kiêm +)?")
_COUNCILS = re.compile(r"(?:pho_)?chu_tich_(?:ubnd|hdnd|mttq)_(xa|huyen|tinh)")
_COMMITTEES = {
    ("bi_thu_chi_bo", "xa"): ("bi_thu_dang_uy_xa", "commune"),
    ("bi_thu_chi_bo", "huyen"): ("bi_thu_huyen_uy", "district"),
    ("bi_thu_chi_bo", "tinh"): ("bi_thu_tinh_uy", "province"),
    ("pho_bi_thu_chi_bo", "xa"): ("pho_bi_thu_dang_uy_xa", "commune"),
    ("pho_bi_thu_chi_bo", "huyen"): ("pho_bi_thu_huyen_uy", "district"),
    ("pho_bi_thu_chi_bo", "tinh"): ("pho_bi_thu_tinh_uy", "province"),
}


def of_committee(view: TextView, role: Mention, after: Mention | None, titles: Sequence[Mention]) -> Mention:
    """Give a bare `Phó Bí thư` before `Chủ tịch UBND xã` the committee of the council's level: it is no cell's.

    Args:
        view: the text view.
        role: the ROLE mention.
        after: the next one, None behind the last.
        titles: all titles.
    """
    if after is None or after.attrs["holder"] != role.attrs["holder"]:
        return role
    if role.normal in _CELL and _heads_office(view, role, after):
        deputy = {"rank": "deputy"} if role.normal.startswith("pho_") else {}
        attrs = {**role.attrs, "level": "other", "unit": None, **deputy}
        return replace(role, normal="bi_thu_chi_bo_co_quan", attrs=attrs)
    council = _COUNCILS.fullmatch(after.normal or "")
    if council is None:
        return role
    bare = any(t.start == role.start and t.attrs.get("bare") for t in titles)
    post = _COMMITTEES.get((role.normal or "", council[1]))
    if not bare or post is None or not _BESIDE_COUNCIL.fullmatch(view.folded, role.end, after.start):
        return role
    return replace(role, normal=post[0], attrs={**role.attrs, "level": post[1]})


_OFFICES_ABOVE = ("chu_tich_hoi_", "truong_phong_", "truong_ban_", "truong_nganh_", "giam_doc_so")


def _heads_office(view: TextView, cell: Mention, after: Mention) -> bool:
    """Say whether a cell's secretary heads an office above the commune: `Bí thư Chi bộ, Chủ tịch Hội Phụ nữ huyện`."""
    above = after.attrs.get("level") in {"district", "province"} and str(after.normal).startswith(_OFFICES_ABOVE)
    words = " ".join(view.folded[cell.start : cell.end].split())
    return above and words.endswith("chi bộ") and bool(_BESIDE_COUNCIL.fullmatch(view.folded, cell.end, after.start))


# `Trước đây, ông A làm bí thư, năm 2020 kiêm luôn [trưởng thôn]`: the first post is held on.
_AND_NOW = re.compile(
    r"[^.;:]{0,60}(?<![^\W\d_])(?:nay|hiện|giờ|được|rồi|sau đó|từ|năm \d{4})(?![^\W\d_])[^.;:]{0,40}(?<![^\W\d_])"
    r"kiêm(?: +(?:nhiệm|luôn|thêm|cả))*(?: +(?:chức +danh|chức +vụ|chức|vai))? *$"
)


def held_on(view: TextView, roles: Sequence[Mention]) -> list[Mention]:
    """Take a step told of the past for a post still held, where the next post of the person is added to it.

    Args:
        view: the text view.
        roles: the ROLE mentions, in order.
    """
    out = list(roles)
    for index, role in enumerate(out[:-1]):
        after = out[index + 1]
        mine = role.attrs.get("career") and after.attrs["holder"] == role.attrs["holder"]
        if mine and not after.attrs.get("career") and _AND_NOW.match(view.folded, role.end, after.start):
            attrs = {key: value for key, value in role.attrs.items() if key != "career"}
            out[index] = replace(role, attrs={**attrs, "status": "current"})
    return out


def _by_person(roles: Sequence[Mention]) -> dict[str, list[Mention]]:
    table: dict[str, list[Mention]] = defaultdict(list)
    for role in roles:
        table[str(role.attrs["person"])].append(role)
    return table


def _whole(view: TextView, mine: Sequence[Mention], before: int, words: str) -> Mention | None:
    """The last title of a person before an offset that opens with `words`, now held."""
    short = " ".join(words.split()) + " "
    fitting = (r for r in reversed(mine) if r.end <= before and r.attrs.get("status") != "former")
    return next((r for r in fitting if " ".join(view.folded[r.start : r.end].split()).startswith(short)), None)
