"""A second post told of the same subject in a later clause (codebook 1.2, two elections).

`Anh A được chi bộ bầu làm bí thư. Đến năm 2019 dân bản lại bỏ phiếu cho anh đảm nhận thêm chức trưởng bản.`
A clause counts only if all its words are of closed classes, so that no other subject can stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from tinbai.entities.mention import Mention, starting_in
from tinbai.entities.role_speaker import called
from tinbai.lexicon import alternation, load
from tinbai.relations.posts import is_head, is_secretary, level_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

Pair = tuple[Mention, Mention]  # title, person
_PRONOUN = r"(?:ông|bà|anh|chị|cô|chú|bác|đồng +chí)"
_SUBJECT = re.compile(rf"(?<![^\W\d_])(?P<word>{_PRONOUN})(?: +(?:ấy|này|ta))?(?![^\W\d_])")
_MALE, _FEMALE = frozenset(("ông", "anh", "chú")), frozenset(("bà", "chị", "cô"))
BREAKS = re.compile(r"[,;:–“”\"()]|(?<![^\W_])- ")
_LONGEST = 140  # letters of a clause before the title
_REACH = 3  # sentences behind the first post
_NEVER_BEHIND = re.compile(
    r" *(?:,? *(?:là|do|của +(?:ông|bà|anh|chị))(?![^\W\d_])|"
    r"(?:phải|cần|khác|nào|cũ|mới|hoặc|hay|kế|thì +(?:chưa|không|do))(?![^\W\d_]))"
)
_BARELY = re.compile(r"chưa +(?:đầy|tới|đến)(?= +(?:[^ ,]+ +)?(?:năm|tháng|nhiệm))")
_POLL = re.compile(r"bầu +cử(?! +(?:ông|bà|anh|chị|làm))")
_BESIDE_HIM = re.compile(r"(?<![^ ])(?:cùng|với|ở|tại|qua) +<he>")  # `làm việc cùng bà là [bí thư]`
_WON = re.compile(r"(?<![^\W\d_])(?:trúng|tái +đắc|tái|đắc) +cử(?![^\W\d_])")  # not a choice of others (`cử`)
_OF_CELL = re.compile(r"(?<![^\W\d_])(?:chi +bộ|đảng +viên|đại +hội)(?![^\W\d_])")


@cache
def _syllables() -> frozenset[str]:
    lists = load("second_post")
    keys = ("elector_syllables", "time", "adverbs", "verbs", "duties")
    return frozenset(syllable for key in keys for word in lists[key] for syllable in fold(word).split())


@cache
def words(key: str) -> re.Pattern[str]:
    """Return a pattern of the words of the list `key`."""
    return re.compile(rf"(?<![^\W\d_]){alternation(fold(word) for word in load('second_post')[key])}(?![^\W\d_])")


@cache
def _chosen() -> re.Pattern[str]:
    """The object or the passive of a choice: `được dân bầu`, `bỏ phiếu cho chị`."""
    choice = alternation(fold(word) for word in load("second_post")["choices"])
    return re.compile(
        rf"(?<![^\W\d_])được(?: +[^ ]+){{0,7}}? +{choice}(?![^\W\d_])"
        rf"|(?<![^\W\d_]){choice}(?: +(?:để|cho|lại|tiếp|thêm|luôn|nhiệm))* +<he>"
    )


class Clause:
    """What stands between the last comma and a title, with the subject's pronoun, if any, as `<he>`."""

    def __init__(self, folded: str, start: int, end: int, names: frozenset[str]) -> None:
        """Read `folded[start:end]`; `names` are given names that stand behind a pronoun."""
        text = _WON.sub("trúng", _POLL.sub("đợt", _BARELY.sub("gần", folded[start:end])))
        found = list(_SUBJECT.finditer(words("electors").sub(lambda m: "#" * len(m[0]), text)))
        self.word = " ".join(found[-1]["word"].split()) if found else None
        self.words = {" ".join(m["word"].split()) for m in found}
        for match in reversed(found):
            behind = re.match(r" +([^\W\d_]+)", text[match.end() :])
            named = behind is not None and behind[1] in names
            stop = match.end() + (behind.end() if named and behind else 0)
            text = f"{text[: match.start()]}<he>{text[stop:]}"
        self.text = words("electors").sub("<they>", text)

    def tells(self) -> bool:
        """Say whether the clause gives the title behind it to its subject, in words of closed classes only."""
        tokens = self.text.split()
        known = _syllables()
        if not tokens or any(t not in known and t not in ("<he>", "<they>") and not _is_number(t) for t in tokens):
            return False
        if _BESIDE_HIM.search(self.text):
            return False
        if words("choices").search(self.text):
            return _chosen().search(self.text) is not None
        verb = words("holding").search(self.text)
        return verb is not None and "<they>" not in self.text[: verb.start()]


def _is_number(token: str) -> bool:
    return re.fullmatch(r"[\d][\d/.,%-]*", token) is not None


def second_posts(
    view: TextView, free: Sequence[Mention], roles: Sequence[Mention], people: Sequence[Mention]
) -> Iterator[Pair]:
    """Yield the titles that later clauses tell of whoever holds the other post of the model.

    Args:
        view: the text view.
        free: the secretary and head titles that nobody holds, in order.
        roles: the ROLE mentions, in order.
        people: all persons, in order.
    """
    of_model = [r for r in roles if side(r) and not r.attrs.get("plural") and r.attrs.get("holder") is not None]
    levels = ("commune", "district", "province")
    above = {r.attrs.get("person") for r in roles if level_of(r.normal or "") in levels and _is_current(r)}
    for title in free:
        sentence = view.sentence_at(title.start)
        if sentence is None or is_quoted(view, title):
            continue
        first = _first_post(view, of_model, title, sentence)
        if first is None or first.attrs.get("person") in above or not _is_current(first):
            continue
        holder = next(iter(starting_in(people, first.attrs["holder"], first.attrs["holder"] + 1)), None)
        if holder is None:
            continue
        if _is_told(view, first, title, sentence, holder, people) or set_beside(view, first, title, holder, people):
            yield title, holder


def side(title: Mention) -> Literal["a", "b"] | None:
    """Return which of the two posts of the model a title is: (a) secretary or (b) head."""
    return "a" if is_secretary(title.normal or "") else "b" if is_head(title.normal or "") else None


def _is_current(role: Mention) -> bool:
    return not role.attrs.get("career") and role.attrs.get("status", "current") == "current"


def _first_post(view: TextView, roles: Sequence[Mention], title: Mention, sentence: Sentence) -> Mention | None:
    """Return the last post of the model held before `title`, if it is of the other side and near."""
    index = view.index_of(sentence)
    begin = view.sentences[max(0, index - _REACH)]
    paragraph = view.paragraphs[sentence.paragraph]
    before = [r for r in starting_in(roles, max(begin.start, paragraph.start), title.start) if r.end <= title.start]
    return before[-1] if before and side(before[-1]) != side(title) else None


def is_quoted(view: TextView, title: Mention) -> bool:
    """Say whether a title stands between quotation marks: whose post it is depends on who speaks."""
    paragraph = view.paragraph_at(title.start)
    before = view.text[paragraph.start if paragraph else 0 : title.start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_told(
    view: TextView, first: Mention, title: Mention, sentence: Sentence, holder: Mention, people: Sequence[Mention]
) -> bool:
    folded = view.folded
    floor = max(sentence.start, first.end)
    breaks = [m.end() for m in BREAKS.finditer(folded, floor, title.start)]
    begin = max([floor, *breaks])
    if title.start - begin > _LONGEST or not stays(view, title, sentence):
        return False
    if title.attrs.get("bare") and side(title) == "a" and not _OF_CELL.search(folded, sentence.start, title.start):
        return False
    names = frozenset(fold(str(p.normal)).split()[-1] for p in people if p.normal == holder.normal)
    clause = Clause(folded, begin, title.start, names)
    if not clause.tells() or words("unreal").search(folded, floor, title.start):
        return False
    between = folded[first.end : begin]
    if words("ended").search(between) and not words("more").search(clause.text):
        return False
    if clause.word is None:
        alone = not [p for p in starting_in(people, first.end, title.start) if p.normal != holder.normal]
        return alone and not words("others").search(between) and goes_on(between)
    return _is_meant(view, clause, holder, people, first.end, title.start)


def set_beside(view: TextView, first: Mention, title: Mention, holder: Mention, people: Sequence[Mention]) -> bool:
    """Say whether a title is a topic told of the holder or stands beside the first post in one sentence.

    `làm [trưởng bản] …, riêng chức [bí thư chi bộ] thì mới nhận`, `kiêm chức [trưởng ban] bên cạnh nhiệm vụ [bí thư]`.
    """
    sentence = view.sentence_at(title.start)
    if sentence is None or title.attrs.get("bare"):
        return False
    near = sentence.start <= first.start and title.start - first.end <= _BESIDE
    others = [p for p in starting_in(people, first.end, sentence.end) if p.normal != holder.normal]
    if near and _beside().fullmatch(view.folded, first.end, title.start):
        return not [p for p in others if p.start < title.end + 3]
    lead = _topic().search(view.folded, max(first.end, title.start - 40), title.start)
    stop = _CLAUSE_END.search(view.folded, title.end, sentence.end)
    end = stop.start() if stop else sentence.end
    if lead is None or [p for p in others if p.start < end] or _is_over(view.folded, title.end, end):
        return False
    clause = Clause(view.folded, title.end, end, frozenset())
    if not clause.tells() or (clause.word is None and not near):
        return False
    if clause.word is None:
        return not words("others").search(view.folded, first.end, title.start)
    return _is_meant(view, clause, holder, people, first.end, title.start)


def _is_over(folded: str, start: int, end: int) -> bool:
    """Say whether words tell of what is not so or of a term that has ended (`giữ từ năm 2010 đến năm 2015`)."""
    return bool(words("unreal").search(folded, start, end) or _TERM.search(folded, start, end))


_TERM = re.compile(r"(?<![^\W\d_])từ +[^,;.]{0,30} +(?:đến|tới) +(?:năm|tháng|cuối|đầu|hết) +\d")
_BESIDE = 160
_CLAUSE_END = re.compile(r"[,;:.]")
_DUTY = (
    r"(?:chức(?: +(?:danh|vụ))?|vai(?: +trò)?|nhiệm +vụ|cương +vị|vị +trí|trọng +trách|(?:cái +|chiếc +)?ghế|"
    r"công +việc|việc)"
)


@cache
def _beside() -> re.Pattern[str]:
    words = alternation(fold(word) for word in load("second_post")["beside"])
    return re.compile(rf"[^,;.:]{{0,40}}?(?: *,)? +{words} +(?:{_DUTY} +)+")


@cache
def _topic() -> re.Pattern[str]:
    return re.compile(rf"(?:[,;.–-] *|(?<![^\W\d_])và +)(?:(?:còn|riêng|cả|thêm|nay|rồi) +)*(?:{_DUTY} +)+$")


def goes_on(between: str) -> bool:
    """Say whether a clause without subject may go on with the one before: not behind two full stops."""
    return len(re.findall(r"[.;!?](?= |$)", between)) <= 1


def stays(view: TextView, title: Mention, sentence: Sentence) -> bool:
    """Say whether nothing behind the title takes it back or gives it to somebody else."""
    behind = view.folded[title.end : sentence.end]
    if _NEVER_BEHIND.match(behind):
        return False
    left = words("refused").search(behind)
    return left is None or re.search(r"(?<![^\W\d_])(?:không|chưa)(?: +hề)? +$", behind[: left.start()]) is not None


def _is_meant(view: TextView, clause: Clause, holder: Mention, people: Sequence[Mention], start: int, end: int) -> bool:
    """Say whether the pronouns of a clause mean the holder and none of the others named in between."""
    if len(clause.words) > 1:
        return False
    word = str(clause.word)
    others = {p.normal: p for p in starting_in(people, start, end) if p.normal != holder.normal}
    return fits(people, holder, word) and not any(
        called(people, p) in (None, word) or word == "đồng chí" for p in others.values()
    )


def fits(people: Sequence[Mention], person: Mention, word: str) -> bool:
    """Say whether a pronoun agrees with how a person is called and with the gender."""
    own = called(people, person)
    genders = _genders(people, person)
    said = "male" if word in _MALE else "female" if word in _FEMALE else None
    if word == "đồng chí" or own == "đồng chí":
        return said is None or not genders or genders == {said}
    return own in (None, word) and (said is None or not genders or genders == {said})


def _genders(people: Iterable[Mention], person: Mention) -> set[str]:
    return {str(p.attrs["gender"]) for p in people if p.normal == person.normal and p.attrs.get("gender")}
