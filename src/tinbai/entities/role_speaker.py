"""Who tells of an office in reported speech: `ông A cho biết, ông được bầu làm [trưởng thôn]` (codebook 3.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

_PRONOUN = r"(?:đồng chí|ông|bà|anh|chị|cô|chú|bác|cụ|thầy)"
_PRONOUN_END = re.compile(rf"{_PRONOUN}$")
_PAIRS = r" +(?:con|em|ngoại|nội|chị|bác|cả|bà|cháu|trai|gái|dì|chú)(?![^\W\d_])"  # bà con, anh em, cô bác
_ANY = re.compile(rf"(?<![^\W\d_]){_PRONOUN}(?= +[^\W\d_])(?!{_PAIRS})")
_SAYS = alternation(fold(verb) for verb in load("cues")["cues"]["office_speech_verbs"])
SPEECH = re.compile(rf"(?<![^\W\d_]){_SAYS}(?![^\W\d_])")
_OPENS = re.compile(rf"\W*({_PRONOUN})(?![^\W\d_])")
_TIME = re.compile(r" *[,:]? *(?:kể từ|từ|trước|sau)? *(?:khi|lúc|ngày) +(?:mới +|bắt đầu +)*(?=\S)")
_MAIN = re.compile(rf"[^.;:]{{0,80}}?, *({_PRONOUN}) +(?=[^\W\d_])")
_CAPACITY = re.compile(
    r"\W*(?:với|trên|trong|ở)(?: +cả)? +(?:cương vị|vai trò|trọng trách|tư cách|vị trí|nhiệm vụ)(?: +(?:là|của|một))* +"
)
# Before the pronoun these make it somebody else's: `con trai ông`, `nhờ ông`, `nhà ông`.
_ANOTHER = re.compile(
    r"(?<![^\W\d_])(?:của|trai|gái|dâu|rể|cả|út|vợ|chồng|bố|mẹ|cha|em|anh|chị|con|cháu|nhà|gia đình|bạn|họ|hai|"
    r"các|những|thôn|xóm|bản|ấp|với|cho|giúp|thay|cùng|theo|nhờ|mời|như|hơn) +$"
)


def speaker(view: TextView, title: Mention, named: Sequence[Mention]) -> Mention | None:
    """Who says `tôi là …`: the person right behind the closing mark, else the last one named before."""
    close = view.text.find("”", title.end, title.end + 300)
    after = [p for p in named if close >= 0 and close < p.start <= close + 20]
    before = [p for p in named if p.end <= title.start]
    return after[0] if after else before[-1] if before else None


def own_pronoun(view: TextView, floor: int, stop: int, named: Sequence[Mention]) -> tuple[Mention, int] | None:
    """Return the speaker and where the pronoun ends by which reported speech means the speaker.

    Args:
        view: the text view.
        floor: where the words that hold the verb of speech begin: behind the last name, else the sentence.
        stop: where the title begins.
        named: persons of the paragraph before the title, in order.
    """
    person = named[-1]
    own = called(named, person)
    verbs = list(SPEECH.finditer(view.folded, floor, stop))
    last = _last_pronoun(view, verbs[-1].end(), stop) or _to_come(view, verbs[-1].end(), stop) if verbs else None
    if last is None or (own and own != last[0]):
        return None
    if person.end != floor:  # `Ông kể, khi ông còn làm …`
        opens = _OPENS.match(view.folded, floor, verbs[-1].start())
        if opens is None or opens[1] != last[0]:
            return None
    return person, last[1]


def by_pronoun(view: TextView, floor: int, stop: int, named: Sequence[Mention]) -> tuple[Mention | None, int] | None:
    """Return whom a pronoun means that is not the last named: `Anh A về quê. Nhờ ông B dìu dắt, anh được bầu làm …`.

    Args:
        view: the text view.
        floor: where the last name ends.
        stop: where the title begins.
        named: persons of the paragraph before the title, in order.

    Returns:
        The last person so addressed (None if there is none) and where the pronoun ends; None where
        no pronoun stands there or where it fits the last named.
    """
    own, last = called(named, named[-1]), _last_pronoun(view, floor, stop)
    if last is None or not own or own == last[0]:
        return None
    return next((p for p in reversed(named) if called(named, p) == last[0]), None), last[1]


def in_capacity(view: TextView, floor: int, title: Mention) -> str | None:
    """Return the pronoun that a sentence goes on with: `Với cương vị [Bí thư Chi bộ] 3, ông đề xuất …`.

    Args:
        view: the text view.
        floor: where the sentence begins.
        title: its first title.
    """
    behind = _MAIN.match(view.folded, title.end) if _CAPACITY.fullmatch(view.folded, floor, title.start) else None
    return behind[1] if behind and view.text[behind.end() :][:1].islower() else None


def called(named: Sequence[Mention], person: Mention) -> str | None:
    """Return the form of address of a person as a pronoun: the last one printed among `named`."""
    forms = (fold(str(p.attrs.get("honorific") or "")) for p in reversed(named) if p.normal == person.normal)
    found = _PRONOUN_END.search(next((form for form in forms if form), ""))
    return found[0] if found else None


def _to_come(view: TextView, floor: int, stop: int) -> tuple[str, int] | None:
    """The pronoun of the main clause where a clause of time leaves it out: `từ khi kiêm [trưởng bản], chị …`."""
    time = _TIME.match(view.folded, floor, stop)
    behind = _MAIN.match(view.folded, stop) if time else None
    return (behind[1], time.end()) if time and behind and view.text[behind.end() :][:1].islower() else None


def _last_pronoun(view: TextView, floor: int, stop: int) -> tuple[str, int] | None:
    """The last pronoun of [floor, stop) and its end, unless it is another's kin or stands before a name."""
    found = list(_ANY.finditer(view.folded, floor, stop))
    if not found:
        return None
    behind = view.text[found[-1].end() : stop].lstrip()
    if behind[:1].isupper() or _ANOTHER.search(view.folded[floor : found[-1].start()]):
        return None
    return found[-1][0], found[-1].end()
