"""Names and clauses whose subject is somebody else: kin, who was replaced, what is only planned (codebook 3.4)."""

from __future__ import annotations

import re
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_PRONOUN = r"(?:ông|bà|anh|chị|cô|chú|bác|cụ|tôi|mình)"
_CLAUSE = r"(?:(?:^|[,;:.] *|[–-] +)\W*(?:(?:còn|và|nhưng|song|nay|hiện|khi|do|nhờ|có) +)*)"


@cache
def _kin() -> str:
    words = alternation(fold(word) for word in lexicon.load("posts")["beside_names"]["kin"])
    return rf"{words}(?: +(?:đầu|cả|út|lớn))?(?: +của)?"


@cache
def _of_pronoun() -> re.Pattern[str]:
    """A clause on somebody's kin that does not come back: `vợ anh mất sớm, anh được bầu làm …` does."""
    back = rf"(?:,| (?:nên|nhưng|song|còn|và|thì))(?: +(?:một +mình|bản +thân|riêng|chỉ +còn))? +(?P=whose){_NO_SPEECH}"
    return re.compile(rf"{_CLAUSE}{_kin()} +(?P<whose>{_PRONOUN})(?![^\W\d_])(?:(?!{back})[^.;:])*$")


_NO_SPEECH = r"(?! +(?:kể|nói|bảo|cho))(?![^\W\d_])"


@cache
def _of_name() -> re.Pattern[str]:
    return re.compile(rf"{_CLAUSE}{_kin()} +(?:{_PRONOUN}|đồng +chí|đ/c) *$")


@cache
def _replaced() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("posts")["beside_names"]["replaces"])
    return re.compile(rf"(?<![^\W\d_]){words}(?: +(?:{_PRONOUN}|đồng +chí|đ/c))? *$")


def of_kin(clause: str) -> bool:
    """Say whether the folded words before a title give it to the kin of whom they speak of.

    Args:
        clause: the words from the last name, or from where the sentence begins, to the title.

    Example:
        >>> of_kin(" làm bí thư, còn chồng bà là ")
        True
        >>> of_kin(", vợ anh mất sớm, anh làm ")
        False
    """
    return _of_pronoun().search(clause) is not None


@cache
def _of_relative() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_kin()}|(?:con|cháu|em)(?: +của)?)(?: +(?:{_PRONOUN}|đồng +chí|đ/c))? *$")


def of_relative(before: str) -> bool:
    """Say whether the folded words before a name make it stand for its kin: `vợ ông [A] sinh năm …`.

    Example:
        >>> of_relative("nhà có mẹ anh "), of_relative("theo lời anh ")
        (True, False)
    """
    return _of_relative().search(before) is not None


def is_no_subject(view: TextView, sentence: Sentence, person: Mention, title: Mention) -> bool:
    """Say whether the verb between a name and a title behind it has another subject.

    The name stands for its kin (`Em trai ông A làm [trưởng bản]`) or is the one before
    (`được bầu thay ông A làm [trưởng bản]`). In apposition (`thay ông A, [trưởng bản]`) the post is the name's.

    Args:
        view: the text view.
        sentence: the sentence of both.
        person: the name.
        title: the title.
    """
    left, gap = view.folded[sentence.start : person.start], view.folded[person.end : title.start]
    of_kin = _of_name().search(left)
    if gap.lstrip(" ")[:1] in tuple(",(-–:"):  # `Anh A, con trai ông B, làm [trưởng bản]`
        return of_kin is not None and of_kin[0].startswith(",") and _VERB_BEHIND.match(gap) is not None
    return of_kin is not None or _replaced().search(left) is not None


_VERB_BEHIND = re.compile(r" *, *(?:(?:hiện|nay|đang|vừa|mới|cũng|đã|lại) +)*(?:là|làm|giữ|được|đảm)(?![^\W\d_])")
# `Nếu được bầu làm [trưởng thôn], ông A sẽ …`: a title in a condition, the name behind its comma.
_CONDITION = re.compile(
    r"(?<![^\W\d_])(?:nếu|giả +sử|giá +như|lỡ|(?:không|chưa|chẳng) +ai +(?:chịu|muốn|dám|nhận|làm|giữ|đảm)"
    r"(?! [^,.;:]*(?<![^\W\d_])(?:biết|như|hơn|bằng|khác)(?![^\W\d_])))(?![^\W\d_])[^,.;:]*$"
)


# `Anh A họp với tư cách [trưởng bản], chị B …`: the guise of the one before.
_GUISE = re.compile(
    r"(?:^\W*|[ ,;])(?:ông|bà|anh|chị|cô|chú|bác|đồng +chí) +[^,.;:]{1,60} +"
    r"(?:với|trong|trên)(?: +cả)? +(?:tư +cách|vai(?: +trò)?|cương +vị)(?: +(?:là|của|một|người))* +$"
)


_CLOSED = re.compile(r"[^\w“”]{0,3}”")


def not_the_next(view: TextView, sentence: Sentence, title: Mention) -> bool:
    """Say whether a title before a comma and a name is only supposed or another's.

    `Nếu được bầu làm [trưởng thôn], ông A …`, `Con trai ông làm [trưởng thôn], ông A …`.

    Args:
        view: the text view.
        sentence: the title's sentence.
        title: the title.
    """
    left = view.folded[sentence.start : title.start]
    if _CLOSED.match(view.text, title.end) and not view.text[: title.start].rstrip().endswith(("“", '"')):
        return True  # “… báo cáo đồng chí [bí thư]”, anh A nói: the end of what he says
    return any(clause.search(left) for clause in (_CONDITION, _GUISE)) or of_kin(left)


# `Nếu năm tới chị được bầu làm [trưởng xóm] …`, `Một đảng viên trẻ được bầu làm [bí thư]`,
# `làm việc cùng bà là [bí thư]`: supposed, somebody without a name, somebody beside the one named.
_SOMEBODY = re.compile(
    r"^\W*(?:[^,.;:]{0,30}, *)?(?:một|có|vài|nhiều) +"
    r"(?:đảng +viên|thanh +niên|cán +bộ|cựu|giáo +viên|nông +dân|phụ +nữ|cô|chàng)"
    rf"(?![^\W\d_])(?:(?!(?<![^\W\d_]){_PRONOUN}(?![^\W\d_]))[^,.;:])*$"
)
_COMPANION = re.compile(
    rf"(?<![^\W\d_])(?:cùng|với|bên +cạnh|bên|giúp|đỡ +đần) +{_PRONOUN} +(?:(?:hiện|nay|còn) +)*(?:là|có) +$"
)
_DECLINED = re.compile(
    r"[^.;:?!]{0,30}(?<![^\W\d_])(?:nhưng|song)(?: +(?:ông|bà|anh|chị|cô|chú|bác))?"
    r"(?: +(?:đã|đều|một +mực|kiên +quyết|lại))*"
    r" +(?:từ +chối|không +nhận|chối|xin +rút)(?! +(?:nhận|thêm|làm|việc|chức))(?![^\W\d_])"
)


def not_this_one(left: str, behind: str) -> bool:
    """Say whether a clause gives its post to nobody yet, or to somebody else than the last one named.

    Args:
        left: the folded sentence up to the title.
        behind: the folded sentence behind it.

    Example:
        >>> not_this_one("một đảng viên trẻ được bầu làm ", ""), not_this_one("năm 2019, chị được bầu làm ", "")
        (True, False)
    """
    return any(p.search(left) for p in (_CONDITION, _SOMEBODY, _COMPANION)) or _DECLINED.match(behind) is not None
