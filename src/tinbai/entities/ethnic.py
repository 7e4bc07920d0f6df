"""ETHNIC: names of the ethnic groups, alone or in lists (codebook 3.9).

An ambiguous name (Thái, Mường, Hoa …) needs a trigger before it or a list with
another accepted name; a place or a person that bears the name is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Mention, put, register_extensions, view_of
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView


@dataclass(frozen=True, slots=True)
class Name:
    """One spelling of a group or subgroup."""

    group: str
    subgroup: str | None
    needs_trigger: bool
    needs_strong: bool
    nation: bool = False


@cache
def _names() -> Mapping[str, Name]:
    found: dict[str, Name] = {}
    for group in load("ethnic")["group"]:
        for spelling in group["subgroups"]:
            alone = " " not in spelling
            found.setdefault(fold(spelling), Name(group["id"], spelling, True, alone))
    for group in load("ethnic")["group"]:
        for spelling in group["variants"]:
            sub = spelling if spelling.startswith(group["label"] + " ") else None
            triggered = group["needs_trigger"] and " " not in spelling
            found[fold(spelling)] = Name(group["id"], sub, triggered, False, bool(group.get("nation")))
    return found


_LIST = 3  # so many group names in a row need no trigger


def _choice(key: str) -> str:
    return alternation([fold(word) for word in load("ethnic")["words"][key]])


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'-])(?P<name>{alternation(_names())})(?![\w'])(?!-\w)")


@cache
def _trigger() -> re.Pattern[str]:
    between = _choice("between")
    return re.compile(rf"(?<!\w){_choice('triggers')}(?: +{between})?(?: *: *| +)\"?$")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_choice('strong')}(?: +{_choice('between')})?(?: *: *| +)\"?$")


@cache
def _of_nation() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_choice('of_nation')}(?: +{_choice('between')})?(?: *: *| +)\"?$")


@cache
def _place() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_choice('place_before')} +$")


@cache
def _area() -> re.Pattern[str]:
    """`khu Khmer`, `làng Ba Na`: no name of a unit where the group's own name has no other meaning."""
    return re.compile(rf"(?<!\w){_choice('area_before')} +$")


@cache
def _link() -> re.Pattern[str]:
    return re.compile(rf" *{_choice('list_links')} *(?:{_choice('list_links')} +)?(?:{_choice('triggers')} +)?")


@cache
def _share_before() -> re.Pattern[str]:
    """`17 hộ Mông`, `30% Tày`."""
    return re.compile(rf"\d(?: *%| +{_choice('counted')}) +$")


@cache
def _share() -> re.Pattern[str]:
    return re.compile(rf"\d(?: *%| +{_choice('counted')}(?!\w))")


@cache
def _share_after() -> re.Pattern[str]:
    """`Nùng 20%`, `Kinh (12 hộ)`, behind a comma or the like."""
    return re.compile(rf"(?: +{_choice('share_links')})? +\(?\d[\d.,]*(?: *%| +{_choice('counted')}(?!\w))")


@cache
def _rest_before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_choice('rest')} +$")


def find_sentence(view: TextView, sentence: Sentence) -> list[Mention]:
    """Return the ETHNIC mentions of one sentence in order."""
    matches = [m for m in _pattern().finditer(view.folded, sentence.start, sentence.end) if _is_name(view, sentence, m)]
    found: list[Mention] = []
    open_runs: list[list[re.Match[str]]] = []
    for run in _runs(view.folded, matches):
        states = [_is_accepted(view.folded, sentence, match) for match in run]
        if len(run) >= _LIST:  # có cả Nùng, Tày, Dao
            found += [_mention(match) for match in run]
        elif any(states):
            first = states.index(True)
            backwards = any(not _names()[_key(m)].needs_trigger or s for m, s in zip(run, states, strict=True))
            found += [_mention(match) for index, match in enumerate(run) if index >= first or backwards]
        else:
            open_runs.append(run)
    return sorted(found + _shares(view.folded, sentence, open_runs, named=bool(found)), key=lambda m: m.start)


def _shares(folded: str, sentence: Sentence, runs: list[list[re.Match[str]]], *, named: bool) -> list[Mention]:
    """Names without a trigger in a sentence that counts by group (`52 hộ dân tộc Dao, 17 hộ Tày, còn lại là Kinh`).

    Args:
        folded: the folded text.
        sentence: the sentence.
        runs: the lists of names that nothing else has made groups.
        named: True if the sentence names a group for sure; without one, two counted groups are asked for.
    """
    counted: list[re.Match[str]] = []
    rest: list[re.Match[str]] = []
    for run in runs:
        before = folded[max(sentence.start, run[0].start() - 20) : run[0].start()]
        if _names()[_key(run[0])].needs_strong:
            continue
        share = _share_after().match(folded, run[0].end(), sentence.end) and re.search(r"[,;:(] *$|và +$", before)
        if _share_before().search(before) or (named and share):
            counted += run
        elif _rest_before().search(before):
            rest += run
    groups = {_names()[_key(match)].group for match in counted}
    if not named and len(groups) < 2:
        return []
    shared = bool(counted) or _share().search(folded, sentence.start, sentence.end)
    return [_mention(match) for match in (counted + rest if shared else counted)]


def _key(match: re.Match[str]) -> str:
    return re.sub(" +", " ", match["name"])


def _runs(folded: str, matches: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Group names that stand in one list."""
    run: list[re.Match[str]] = []
    for match in matches:
        if run and not _link().fullmatch(folded, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _is_name(view: TextView, sentence: Sentence, match: re.Match[str]) -> bool:
    """Refuse small letters and names that go on (`Thái Nguyên`, `Mông Thị Dung`)."""
    text = view.text
    if not text[match.start()].isupper():
        return False
    prefix = view.folded[max(sentence.start, match.start() - 20) : match.start()]
    place = _place().search(prefix)
    if place and not _trigger().search(prefix) and (_names()[_key(match)].needs_trigger or not _area().search(prefix)):
        return False
    before = re.search(r"(\w+) $", text[max(sentence.start, match.start() - 12) : match.start()])
    if before and before[1][0].isupper() and not _trigger().search(prefix):
        return False
    follower = re.match(r" +(\w+)", text[match.end() : match.end() + 12])
    if not follower or not follower[1][0].isupper():
        return True
    goes_on = follower[1] in load("ethnic")["words"]["not_followed_by"]
    if goes_on and " " in match["name"] and _trigger().search(prefix):  # người Chơ Ro + a person's name
        return True
    return not goes_on and bool(_strong().search(prefix) or " " in match["name"])


def _is_accepted(folded: str, sentence: Sentence, match: re.Match[str]) -> bool:
    name = _names()[_key(match)]
    if not name.needs_trigger:
        return True
    prefix = folded[max(sentence.start, match.start() - 44) : match.start()]
    trigger = _strong() if name.needs_strong else _of_nation() if name.nation else _trigger()
    return bool(trigger.search(prefix))


def _mention(match: re.Match[str]) -> Mention:
    name = _names()[_key(match)]
    attrs: dict[str, Any] = {"subgroup": name.subgroup} if name.subgroup else {}
    return Mention("ETHNIC", match.start(), match.end(), name.group, attrs, "ethnic:list")


class EthnicComponent:
    """Fills the layer `ethnic`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the ethnic groups named in `doc`."""
        view = view_of(doc)
        put(doc, "ethnic", [mention for sentence in view.sentences for mention in find_sentence(view, sentence)])
        return doc


@Language.factory("tinbai_ethnic", requires=["doc._.view"], assigns=["doc.spans"])
def make_ethnic(nlp: Language, name: str) -> EthnicComponent:
    """Return the component that spaCy builds under `name`."""
    return EthnicComponent(nlp, name)
