"""Other names that the text gives a person in brackets: `anh Mạc Văn Kiểm (thường gọi Tư Ghe)` (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import Run, run_at
from tinbai.entities.person_address import names_of_peoples
from tinbai.text.normalize import fold, spell
from tinbai.text.view import TextView

_CALLED = re.compile(
    r" *[(,] *(?:(?:tên +)?(?:thường|hay|quen|còn)(?: +được)? +gọi|bí +danh|biệt +danh|tức)(?: +là| +thân +mật +là)? +"
    r"(?:ông|bà|anh|chị|cô|chú|bác)? *(?=\S)"
)
_BRACKET = re.compile(r" *\( *(?=\S)")
_CLOSED = re.compile(r" *(?:[),.;”\"–-]|$)")  # what goes on in small letters is a post: `tức Trưởng bản`


def called(view: TextView, found: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the other names right behind the persons `found`; `normal` is the full name, `alias` the folded other."""
    for person in found:
        match = _CALLED.match(view.folded, person.end)
        run = run_at(view.text, match.end(), len(view.text)) if match else _by_rank(view, person)
        if run is None or not person.normal or len(str(person.normal).split()) < 2 or len(run.syllables) > 4:
            continue
        if not _CLOSED.match(view.text, run.end):
            continue
        alias = fold(spell(view.text[run.start : run.end]))
        yield Mention("PERSON", run.start, run.end, person.normal, {"alias": alias}, "rule:alias")


@cache
def _ranks() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["birth_ranks"])


def _by_rank(view: TextView, person: Mention) -> Run | None:
    """What a person of the south is called by the rank among the children: `ông Lê Văn Tốt (Bảy Ghe)`."""
    opened = _BRACKET.match(view.text, person.end)
    run = run_at(view.text, opened.end(), len(view.text)) if opened else None
    if run is None or len(run.syllables) != 2 or not view.text.startswith(")", run.end):
        return None
    called = view.text[run.start : run.end]
    known = units_known.levels_of(called) or fold(called) in names_of_peoples()
    return None if known or view.folded[slice(*run.syllables[0])] not in _ranks() else run


def renamed(found: Iterable[Mention], aliases: Iterable[Mention]) -> list[Mention]:
    """Give the later mentions of an alias of several syllables the full name."""
    full = {str(m.attrs["alias"]): m.normal for m in aliases if " " in str(m.attrs["alias"])}
    return [replace(m, normal=full[fold(str(m.normal))]) if fold(str(m.normal)) in full else m for m in found]
