"""What the text says of a person beside the posts: ethnicity, age, schooling, party, background (codebook 4.1).

A fact counts only when it stands in the person's own clause; what is said of a
hamlet or of a group is never copied to a person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tinbai.entities.mention import START, Mention, starting_in
from tinbai.entities.role_subject import of_relative
from tinbai.lexicon import alternation, load
from tinbai.relations.gender import honorific_of
from tinbai.relations.holding import Holder
from tinbai.relations.person_background import background_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_ETHNIC_BEFORE = re.compile(
    r"(?:^|[,(]) *(?:(?:là|vốn +là) +)?(?:(?:một|nữ|nam|đảng +viên|người +con|chàng +trai|cô +gái) +)*"
    r"(?:(?:người|dân +tộc|đồng +bào)(?: +|$))+$"
)
_ETHNIC_AFTER = re.compile(r"^ *(?:[,.;()]|$|ở\b|sinh\b|và\b|năm\b)")
_BORN = re.compile(r"\bsinh +(?:ngày [\d/.-]+ +)?năm +(19\d\d|20[01]\d)|\bsn[: .]*(19\d\d|20[01]\d)|^ *\((19\d\d)\)")
# Only right behind the name: `có cháu nội sinh ngày …`, `nuôi mẹ già hiện 92 tuổi` tell of others.
_BIRTHDAY = re.compile(
    r"(?: *\([^()]{1,40}\))? *[,(]? *sinh +(?:ngày +(?:\d{1,2}[/.-]){2}|ngày +\d{1,2} +tháng +\d{1,2} +năm +|"
    r"tháng +\d{1,2}(?:[/.-]| +năm +))((?:19|20)\d\d)\b"
)
_NOW = re.compile(r" *\( *hiện *$")
_AGE = re.compile(r"(?<![\d.,/-])([1-9]\d) +tuổi\b(?! +(?:đảng|quân|nghề|trở|đời +đảng))")
# `Ông Lợi 58 tuổi, quê ở …`, `Ông 58 tuổi, người Mông`: at the head of the sentence, not `Con ông Lợi 12 tuổi`.
_AGE_BEHIND = re.compile(r"^\W*(?:ông|bà|anh|chị|cô|chú|bác|cụ|đồng +chí) +(?P<name>[^\d,.;:()]*?) *(?:năm +nay +)?$")
_AGE_ENDS = re.compile(r" *(?:[,.;)]|$)| +(?:người|quê|dân +tộc)(?![^\W_])")  # not `20 tuổi đi bộ đội`
_AGE_LOOSE = re.compile(r"\b(?:hơn|trên|gần|dưới|ngoài|khoảng|từ|đến|chưa|qua) *$")
_PARTY = re.compile(
    r"\b(?:vào +đảng|kết +nạp(?: +vào)? +đảng|đứng +(?:vào|trong) +hàng +ngũ(?: +của)? +đảng)"
    r"[^.;,]{0,25}?\b(?:năm|tháng +\d{1,2}[/-])? *((?:19|20)\d\d)"
)
_MEMBER = re.compile(r"\blà +đảng +viên +từ +(?:năm +)?((?:19|20)\d\d)\b")
_PARTY_LEFT = re.compile(r"(?<!sinh )\bnăm +((?:19|20)\d\d),? [^.;]{0,40}?\b(?:vào +đảng|kết +nạp(?: +vào)? +đảng)")
_TERM = re.compile(r"nhiệm +kì +thứ +(\d+|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)")
_ORDINALS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stated of one person; None where the text does not say."""

    ethnicity: str | None = None
    birth_year: int | None = None
    age: int | None = None
    education: str | None = None
    political_education: str | None = None
    party_since: str | None = None
    occupation_background: str | None = None
    term_index: int | None = None
    local: bool = False


def facts_of(view: TextView, holder: Holder, persons: Sequence[Mention], ethnics: Sequence[Mention]) -> Facts:
    """Return the facts stated of `holder` in the sentences that name the person."""
    spans = list(stretches(view, holder, persons))
    texts = [view.folded[start:end] for start, end in spans]
    names = tuple({view.folded[m.start : m.end] for m in holder.mentions})
    born = _first(texts, _BORN) or _birthday(texts, names)
    term = _first(texts, _TERM)
    party = _first(texts, _PARTY) or _member(texts, names) or _first(texts, _PARTY_LEFT)
    return Facts(
        ethnicity=_ethnicity(view, spans, ethnics),
        birth_year=int(born) if born else None,
        age=_age(texts, names),
        education=_schooling(texts, political=False),
        political_education=_schooling(texts, political=True),
        party_since=party,
        occupation_background=background_of(texts, names),
        term_index=(int(term) if term.isdigit() else _ORDINALS.get(term, 10)) if term else None,
        local=any(re.search("|".join(load("persons")["facts"]["local"]), text) for text in texts),
    )


def stretches(view: TextView, holder: Holder, persons: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of what is said of a person: for each mention from the name to the next other person.

    A pronoun sentence right after it in the same paragraph (`Ông sinh năm 1970`) belongs to it too.
    """
    for mention in holder.mentions:
        sentence = view.sentence_at(mention.start)
        if sentence is None:
            continue
        near = persons[
            bisect_left(persons, sentence.start, key=START) : bisect_left(persons, sentence.end + 300, key=START)
        ]
        others = [p.start for p in near if p.start > mention.start and not holder.is_named_by(p)]
        stop = min([sentence.end, *others])
        lead = view.folded[sentence.start : mention.start]
        first = all(not sentence.start <= p.start < mention.start for p in near)
        near_head = len(lead) < 60 or (len(lead) < 120 and _BORN_LEAD.fullmatch(lead) is not None)
        yield (sentence.start if first and near_head else mention.start), stop
        if stop < sentence.end:
            continue
        index = bisect_left(view.sentences, sentence.end, key=lambda s: s.start)
        follow = view.sentences[index] if index < len(view.sentences) else None
        if follow is None or follow.paragraph != sentence.paragraph:
            continue
        end = min([follow.end, *(o for o in others if o >= follow.start)])
        if _PRONOUN.match(view.folded, follow.start) or _is_born(view, (sentence, follow), mention, end):
            yield follow.start, end


# `Sinh năm 1965, ông có 20 năm đi biển`: the person of the sentence before.
_BORN_FIRST = re.compile(r"sinh +năm +\d{4},[^.;:]{0,60}?(?<![^\W_])(?P<who>ông|bà|anh|chị|cô|chú|bác)(?= +[^\W\d_])")
# `Sinh năm 1965 ở vùng biển, ông [A]`: nobody else between.
_BORN_LEAD = re.compile(r"sinh +năm +\d{4}[^.;:]*, *(?:ông|bà|anh|chị|cô|chú|bác) *")
_KIN = re.compile(
    r"(?<![^\W_])(?:bố|cha|mẹ|má|vợ|chồng|con|cháu|ông +(?:nội|ngoại|cụ)|bà +(?:nội|ngoại|cụ|mẹ)|cụ|"
    r"anh +(?:trai|em)|chị +(?:gái|em)|em +(?:trai|gái)|người|nghệ +nhân)(?![^\W_])"
)


def _is_born(view: TextView, sentences: tuple[Sentence, Sentence], mention: Mention, end: int) -> bool:
    """Say whether a sentence that opens with a birth goes on with the pronoun of the person named just before.

    The same word, no name behind it, and nobody else named or told of in the first sentence: `… kể về mẹ.`
    """
    sentence, follow = sentences
    match = _BORN_FIRST.match(view.folded, follow.start, follow.end)
    if match is None or end < follow.end or view.text[match.end() : match.end() + 20].lstrip()[:1].isupper():
        return False
    form = fold(honorific_of(view, mention) or "").rpartition(" ")[2]
    alone = _PRONOUN.match(view.folded, match.start("who")) is not None
    return form == match["who"] and alone and not _KIN.search(view.folded, sentence.start, sentence.end)


# The word alone, not `ông nội`, `bà con`, `anh em`; but `ông cả đời`, `ông con nhà nghèo`, `ông họ [Lò]`.
_PRONOUN = re.compile(
    r"(?:(?:ông|bà|anh|chị|cô|bác)(?! +(?:nội|ngoại|cụ|trai|gái|rể|dâu|em|xã|út|ruột|bà|chị|họ(?= +(?:hàng|ngoại|nội))|"
    r"cả(?! +(?:đời|hai|ba|đêm|ngày|năm|trong|cuộc))|con(?! +(?:nhà|trai|gái +(?:thứ|đầu|út|cả|duy))))(?![^\W_]))|"
    r"đồng +chí|vốn +là|là) +(?=\S)"
)


def _ethnicity(view: TextView, spans: list[tuple[int, int]], ethnics: Sequence[Mention]) -> str | None:
    for start, end in spans:
        for mention in starting_in(ethnics, start, end):
            left = re.split(r"(?<=[,(;])|(?<=\bngười con)", view.folded[start : mention.start])[-1]
            opened = view.folded[: mention.start][-len(left) - 1 : -len(left)] if left else ","
            before = ("," if opened in ",(;" else "") + left
            if _ETHNIC_BEFORE.search(before) and _ETHNIC_AFTER.match(view.folded[mention.end : end] or "."):
                return mention.normal
    return None


def _first(texts: list[str], pattern: re.Pattern[str]) -> str | None:
    for text in texts:
        match = pattern.search(text)
        if match:
            return next((group for group in match.groups() if group), None)
    return None


def _opens(pattern: re.Pattern[str], before: str, names: tuple[str, ...]) -> bool:
    """Say whether a text ends in what `pattern` reads right behind one of the names."""
    match = pattern.search(before)
    return match is not None and before[: match.start()].endswith(names)


def _birthday(texts: list[str], names: tuple[str, ...]) -> str | None:
    for text in texts:
        for match in _BIRTHDAY.finditer(text):
            before = text[: match.start()]
            named = next((before[: -len(name)] for name in names if before.endswith(name)), None)
            if named is not None and not of_relative(named):
                return match[1]
    return None


def _member(texts: list[str], names: tuple[str, ...]) -> str | None:
    """The year from `…, là đảng viên từ năm 1998`, `Ông là đảng viên từ …`: of the person, not `có cha là …`."""
    for text in texts:
        for match in _MEMBER.finditer(text):
            before = text[: match.start()].rstrip()
            named = next((before[: -len(name)] for name in names if before.endswith(name)), None)
            alone = before.endswith(",") and not of_relative(before.rstrip(", ") + " ")
            if alone or _PRONOUN.fullmatch(before + " ") or (named is not None and not of_relative(named)):
                return match[1]
    return None


def _age(texts: list[str], names: tuple[str, ...]) -> int | None:
    for text in texts:
        for match in _AGE.finditer(text):
            before = text[: match.start()]
            plain = re.search(r"(?:[,(]|\bnăm +nay|\bmới|\bđã|\bở +tuổi|\btuổi +đời|\bnay) *$", before)
            behind = _AGE_BEHIND.match(before)
            head = behind is not None and behind["name"] in {"", *names} and _AGE_ENDS.match(text, match.end())
            if (plain or head or _opens(_NOW, before, names)) and not _AGE_LOOSE.search(before):
                return int(match[1])
    return None


@cache
def _terms(political: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = [
        (str(term["norm"]), re.compile(rf"(?<![\w/]){alternation([fold(term['surface'])])}(?![\w/])"))
        for term in load("education")["term"]
        if str(term["norm"]).startswith("political_") == political
    ]
    return tuple(sorted(found, key=lambda item: -len(item[1].pattern)))


def _schooling(texts: list[str], *, political: bool) -> str | None:
    cue = re.compile("|".join(load("persons")["facts"]["schooling"]))
    for text in texts:
        said = re.sub(r"(?:sơ|trung|cao) +cấp +lí +luận +chính +trị|lí +luận +chính +trị", " ", text)
        source = text if political else said
        if not political and not cue.search(source):
            continue
        for norm, pattern in _terms(political):
            if pattern.search(source):
                return norm.removeprefix("political_") if political else norm
    return None
