"""Newspapers, agencies and broadcasters named as a source, without a word like báo (codebook 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    return alternation([*_press()["outlets"], *(fold(word) for word in lexicon.load("orgs")["bodies"]["papers"])])


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


@cache
def _next() -> re.Pattern[str]:
    return re.compile(rf"(?: *[,/] *| +và +)(?P<next>{_outlet()})(?= *(?:[,.;)/…]|$))")


@cache
def _not_press() -> frozenset[str]:
    return frozenset(_press()["no_dateline"])


def press(view: TextView, sentence: Sentence) -> Iterator[Mention]:
    """Yield the outlets that a dateline or a phrase of source names: `(X) - `, `theo X,`, `X đưa tin`."""
    for start, end in sorted({*_datelines(view, sentence), *_sources(view, sentence), *_line(view, sentence)}):
        yield Mention("ORG", start, end, spell(view.text[start:end]), {"kind": "newspaper"}, "rule:org_press")


def _datelines(view: TextView, sentence: Sentence) -> Iterator[tuple[int, int]]:
    if sentence.paragraph >= _OPENING or sentence.start != view.paragraphs[sentence.paragraph].start:
        return
    known = _dateline().match(view.folded, sentence.start, sentence.end)
    if known and (known["closed"] or _capital(view, *known.span("open"))):
        yield known.span("closed" if known["closed"] else "open")
        return
    undashed = _undashed().match(view.folded, sentence.start, sentence.end)
    if undashed and view.text[sentence.start].isupper() and view.text[undashed.end()].isupper():
        yield sentence.start, sentence.start + len(undashed[0].rstrip())
    for pattern in (_IN_BRACKETS, _BARE):
        match = pattern.match(view.text, sentence.start, sentence.end)
        if match and fold(match["name"]) not in _not_press():
            yield match.span("name")


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
        if _capital(view, *match.span("paper")):
            yield match.span("paper")


def _capital(view: TextView, start: int, end: int) -> bool:
    """Say whether it is written as a name: `Thanh Niên đưa tin`, never `Thanh niên đưa tin` of young people."""
    words = view.text[start:end].split()
    return all(not word[0].isalpha() or word[0].isupper() or word in {"và", "điện", "tử"} for word in words) or (
        fold(view.text[start:end]) in _press()["outlets"]
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
