"""Newspapers, agencies and broadcasters named as a source, without a word like báo (codebook 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import Sentence, TextView

_WORD = r"(?![^\W_])"
_OPENING = 3  # a dateline stands in one of the first paragraphs: title, lead, body
# `(BTX) - `, `(baotinxa.vn) – `: letters in capitals or an address, in brackets, before the first sentence.
_IN_BRACKETS = re.compile(
    rf"\((?P<name>[{CAPITALS}][{CAPITALS}&]{{1,7}}(?: (?:Online|News))?|\w[\w-]*(?:\.[A-Za-z]{{2,4}}){{1,2}})\)"
    r" ?[-–—](?= )"
)
_BARE = re.compile(rf"(?P<name>[{CAPITALS}][{CAPITALS}&]{{2,5}}(?: (?:Online|News))?) ?[-–—] (?=[{CAPITALS}“\"])")


@cache
def _press() -> dict[str, list[str]]:
    return {key: [fold(word) for word in words] for key, words in lexicon.load("orgs")["press"].items()}


@cache
def _outlet() -> str:
    return alternation([*_press()["outlets"], *_press()["anywhere"]])


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(rf"(?:\((?P<closed>{_outlet()})\) ?[-–—]?|(?P<open>{_outlet()}) ?[-–—])(?= *\S)")


@cache
def _undashed() -> re.Pattern[str]:
    return re.compile(rf"{alternation(_press()['undashed'])} +(?=\S)")


@cache
def _told() -> re.Pattern[str]:
    """What stands before a source, its name, and the end of it: `theo X,`, `phóng viên X `."""
    before, reporters, tells = (alternation(_press()[key]) for key in ("before", "reporters", "tells"))
    source = rf"{before}(?: *: *| +)(?P<source>{_outlet()})(?= *(?:[,.;)/…]|$|và |{tells}{_WORD}))"
    return re.compile(rf"(?<![^\W_])(?:{source}|{reporters} +(?P<paper>{_outlet()}){_WORD})")


@cache
def _tells() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?P<paper>{_outlet()}) +(?:đã +)?{alternation(_press()['tells'])}{_WORD}")


# Behind another word it is part of a name: `ngành Lao Động cho biết`.
_OPENING_BEFORE = re.compile(r"(?:[,(:“\"] ?|(?<![^\W_])(?:như|do|được|mà) )$")


@cache
def _next() -> re.Pattern[str]:
    return re.compile(rf"(?: *[,/] *| +và +)(?P<next>{_outlet()})(?= *(?:[,.;)/…]|$|và ))")


@cache
def common_letters() -> frozenset[str]:
    """Return the folded letters that name no body of their own: `OCOP`, `BHXH`."""
    return frozenset(_press()["common_letters"])


def press(view: TextView, sentence: Sentence, places: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the outlets that a dateline or a phrase of source names: `(X) - `, `theo X,`, `X đưa tin`."""
    for start, end in sorted({*_datelines(view, sentence, places), *_sources(view, sentence), *_line(view, sentence)}):
        yield Mention("ORG", start, end, spell(view.text[start:end]), {"kind": "newspaper"}, "rule:org_press")


def _datelines(view: TextView, sentence: Sentence, places: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    first = view.paragraphs[sentence.paragraph].start
    if sentence.paragraph >= _OPENING or sentence.start != first or sentence.zone == "title":
        return
    known = _dateline().match(view.folded, sentence.start, sentence.end)
    group = ("closed" if known["closed"] else "open") if known else ""
    if (
        known
        and _capital(view, *known.span(group))
        and (group == "closed" or view.text[known.end() :].lstrip()[:1].isupper())
    ):
        yield known.span(group)
        return
    undashed = _undashed().match(view.folded, sentence.start, sentence.end)
    if undashed and view.text[sentence.start].isupper() and _opens(view, undashed.end(), places):
        yield sentence.start, sentence.start + len(undashed[0].rstrip())
    for pattern in (_IN_BRACKETS, _BARE):
        match = pattern.match(view.text, sentence.start, sentence.end)
        if match and fold(match["name"]) not in common_letters():
            yield match.span("name")


def _opens(view: TextView, start: int, places: Sequence[Mention]) -> bool:
    """Say whether a sentence begins there, not the place whose `dân trí` is spoken of."""
    placed = any(p.start == start and p.attrs.get("type_inherited") for p in places)
    return view.text[start].isupper() and not placed and not view.folded.startswith("việt nam", start)


def _sources(view: TextView, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for match in _told().finditer(view.folded, sentence.start, sentence.end):
        group = "source" if match["source"] else "paper"
        if _capital(view, *match.span(group)):
            yield match.span(group)
            more = _next().match(view.folded, match.end(group), sentence.end)
            while group == "source" and more and _capital(view, *more.span("next")):
                yield more.span("next")
                more = _next().match(view.folded, more.end(), sentence.end)
    for match in _tells().finditer(view.folded, sentence.start, sentence.end):
        before = max(sentence.start, match.start() - 6)
        opens = match.start() == sentence.start or _OPENING_BEFORE.search(view.folded, before, match.start())
        if opens and _capital(view, *match.span("paper")):
            yield match.span("paper")


def _capital(view: TextView, start: int, end: int) -> bool:
    """Say whether it is written as a name: `Thanh Niên đưa tin`, never `Thanh niên đưa tin` of young people.

    Of `Dân trí` and addresses the first letter is enough, or a stop.
    """
    name = view.text[start:end]
    if "." in name or fold(name) in _press()["undashed"]:
        return "." in name or name[0].isupper()
    return all(
        not word[0].isalpha() or word[0].isupper() or word in {"và", "điện", "tử", "xã"} for word in name.split()
    )


@cache
def _source_line() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("orgs")["bodies"]["papers"])
    return re.compile(rf"theo +({words})\.?")


def _line(view: TextView, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The newspaper of a line that only says where the article is from: `Theo Gia đình và Xã hội`."""
    line = view.folded[sentence.start : sentence.end]
    start = sentence.start + len(line) - len(line.lstrip())
    match = _source_line().fullmatch(view.folded, start, sentence.start + len(line.rstrip()))
    if match and view.text[match.start(1)].isupper():
        yield match.span(1)
