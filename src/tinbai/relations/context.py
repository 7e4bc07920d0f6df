"""Counts of the model in sentences that do not name it (codebook 2.1 A, 4.2).

An article that has named the model goes on: `57/98 thôn đã thực hiện`, `xã A 6/6 thôn`,
`nay chỉ còn 21`. What stands right before and behind the figure decides if it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import CELL, HEAD, SHORT, UNIT, reduce
from tinbai.entities.mention import Mention, get, view_of, within
from tinbai.lexicon import alternation, load
from tinbai.relations.counting import Counted
from tinbai.relations.predicates import says_one
from tinbai.relations.wording import two_persons
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

_NAMING = ("explicit", "nominal", "juxtaposition", "idiom")
_OF_UNIT = r"(?: +(?:số|của|ở|tại|thuộc|trong|trên +địa +bàn)(?: +(?:xã|huyện|phường|toàn|cả|thị +xã|tỉnh)){1,2})?"
_UNITS_ON = rf"(?:(?: *[,/]| +và)? +{UNIT})*"
_SOON = r"(?: +(?:đã|đang|mới|được|cùng|đều|sẽ|còn +lại|nữa|này|ấy|phải|hiện|có +thể|cơ +bản|đủ +điều +kiện))*"
_END = r' *(?:$|[,.;:)("]|- |và +|vào +|trong +|từ +|ngay|trước +|cuối +|đến +|tại +|ở +|theo +|sau +)'
_BARE = re.compile(rf"{_UNITS_ON}{_OF_UNIT}{_END}")
_SHARE = re.compile(r" *,? *\(?(?:bằng|đạt|chiếm|tức|tương +đương|tương +ứng|tỉ +lệ)(?![^\W_])")
_LISTED = re.compile(
    r" *(?:\(?cũ\)?)? *[,:]? *(?:(?:thì|đã|hiện|hiện +nay|nay|đến +nay|cũng|đi +đầu|dẫn +đầu|lên +tới|vẫn|đều|cùng"
    r"|trọn|trọn +vẹn|đủ|mỗi +(?:xã|phường|thị +trấn|huyện|nơi|bên|đơn +vị|địa +phương)) *,? *)*"
    r"(?:có|với|đạt|được|mới|chỉ|vỏn +vẹn|mới +có|chỉ +có|mới +được|chỉ +được|làm +được|mới +làm +được|đã +làm)?"
    r"(?: +(?:ở|tại|từ|cả|tới))? *"
)
_FEW = re.compile(
    r"(?<![^\W_])(?:mới|chỉ|chỉ còn|với|(?<!, )mỗi +(?:xã|phường|thị +trấn|huyện|nơi|bên|đơn +vị|địa +phương))"
    r"(?: +(?:có|được|là|ở|cả))? *$"
)
_THAT_NUMBER = re.compile(
    r"(?<![^\W_])(?:con +số|số) +(?:ấy|này|đó|trên)(?: +[^ ,;.:]+){0,6}? +"
    r"(?:là|còn|có|lên|đến|tới)(?: +(?:tới|đến))? *$"
    r"|(?:năm|tháng) +[\d/]+ +(?:mới |đã |chỉ |thì )*(?:là|còn|có) *$"
    r"|(?:nay|kì trước|khóa trước) +(?:mới |đã |chỉ )*(?:là|còn) *$"
)
# `người Khmer chiếm 71%`, `một người chỉ đạt 29,4%`: right before a percent, it is of other things.
OTHER_SHARES = (
    r"(?:hộ|nghèo|phiếu|tín nhiệm|đảng viên|nữ|dân tộc|người +[^ ,;.]+ +chiếm|người +(?:chỉ +)?đạt)(?![^\W_])"
)
# `từ 5/6 khu phố tụt xuống 2/6`: a state that has changed.
_MOVES = re.compile(r" +(?:tụt|giảm|rút|tăng|lên|xuống|còn|thì +nay)(?![^\W_])")
# `xã mới có 38 ấp, nhập từ ba xã`: how many units there are.
_MERGED = re.compile(r" *, *(?:được +)?(?:nhập|hình +thành|sáp +nhập|hợp +nhất|gộp) +(?:từ|bởi|lại)")
_NONE_HERE = re.compile(
    rf"[ ,]*(?:là +(?:những|các|hai|ba|bốn|năm|\d+) +(?:xã|phường|đơn +vị|nơi|địa +phương) +)?"
    rf"(?:thì |vẫn |hiện |đến +nay |nay |đều |cũng |còn )*"
    r"(?:(chưa|không)(?: +(?:có|(?:thực +hiện|làm|bố +trí|triển +khai)(?: +(?:được|ở))?))?|(không +còn))"
    rf" +(?:một +)?(?:{UNIT}|nơi|đơn +vị|chỗ|trường +hợp) +nào"
)
# `Hai xã A và B chưa triển khai.`; `hai xã A, B vẫn ở con số không`
_NOT_HERE = re.compile(
    r" +(?:(?:thì|vẫn|hiện|đều|cũng|còn|đang|là +(?:những|các|hai|ba|bốn|năm|\d+) +xã) +)*(?:chưa +"
    r"(?:triển +khai|thực +hiện|bố +trí|làm|có)(?: +được)?|ở +con +số +(?:không|0)|trắng) *(?:$|[.;,])"
)
_OTHER_TOPIC = re.compile(r"\W*(?:về|việc|đối +với|trong +việc)(?![^\W_])")
_LACKS = re.compile(r"(?<![^\W_])(?:chưa|không)(?![^\W_])")
# `5 xã chưa có thôn nào, gồm A, B`; `4 xã chưa triển khai là A, B`.
_NONE_ARE = re.compile(
    rf"(?:xã|phường|thị +trấn|đơn +vị|nơi|địa +phương) +(?:vẫn +|hiện +)?chưa +(?:(?:có +)?(?:{UNIT}|nơi|đơn +vị) +nào"
    rf"(?: +(?:làm|thực +hiện|triển +khai))?|triển +khai|thực +hiện|bố +trí +được|làm +được)"
    r" *,? *(?:là|gồm|gồm +có|:)(?: +(?:các +)?(?:xã +)?)? *$"
)
# `không còn thôn nào tách`: none is left without the model.
_APART = re.compile(r" *(?:còn +|phải +|để +|bố +trí +)*(?:hai +người|tách|chưa)(?![^\W_])")
# Between the units of a row: `thị trấn A và các xã B, C`.
_ROW = re.compile(
    r" *(?:,|và|, *và|(?:, *)?cùng(?: +với)?|cũng +như)"
    r"(?: +(?:các|hai|ba|bốn|những)(?: +(?:xã|phường|thị +trấn|huyện))?)? *"
)
# Up to here the words behind a count are about it: further units under the same number stay with it.
_CLAUSE_END = re.compile(rf"[;:.]|,(?! *{UNIT})")


@cache
def _listed(key: str) -> str:
    return alternation(fold(word) for word in load("cues")["adoption"][key])


@cache
def _model_verb() -> re.Pattern[str]:
    """A predicate that can only be the model's: `nhất thể`, `do một người`, `bí thư chi bộ …`."""
    sure = _listed("model_predicates")
    return re.compile(
        rf"{_UNITS_ON}{_OF_UNIT}{_SOON} +(?:{sure}(?![^\W_])|(?:do +)?(?:người +)?[{CELL}{SHORT}](?! *[,.;]))"
    )


@cache
def _open_verb() -> re.Pattern[str]:
    """A predicate that takes up what was said: `đã thực hiện`, `làm được`; nothing else may follow it."""
    taken_up = _listed("anaphoric_predicates")
    noun = r"(?:mô +hình|chủ +trương|cách +làm|việc)(?: +(?:này|trên|ấy|đó))?"
    more = rf"(?: +(?:được|xong|rồi|tốt|ngay|luôn|như|vậy|thế|{noun}))*"
    return re.compile(rf"{_UNITS_ON}{_OF_UNIT}{_SOON} +{taken_up}{more}{_END}")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_listed('context_before')}(?: +(?:khoảng|hơn|gần|cả|ở|tại|là|có|tới|đến))* *$")


@cache
def _leads_share() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_listed('share_before')}(?: +(?:ở|tại|cả|mức|tỉ +lệ|tới|là))* *$")


@cache
def _other_things() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_listed('other_counts')}(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Around:
    """The clause of a figure: bounds up to the figures beside it and to semicolons."""

    before: str
    after: str

    @staticmethod
    def of(doc: Doc, figure: Mention, sentence: Sentence) -> Around:
        """Return the words on both sides of `figure`, titles and hamlet words as letters."""
        folded = view_of(doc).folded
        others = [m for m in within(doc, "figure", sentence.start, sentence.end) if m is not figure]
        whole = next((m for m in others if folded[figure.end : m.start].strip() == "/"), None)
        others = [m for m in others if m is not whole]  # `9 thôn/12 thôn đã làm`
        left = max([sentence.start, *(m.end for m in others if m.end <= figure.start)])
        left = max(left, folded.rfind(";", sentence.start, figure.start) + 1)
        right = min([sentence.end, *(m.start for m in others if m.start >= figure.end)])
        semicolon = folded.find(";", figure.end, right)
        right = semicolon if semicolon >= 0 else right
        end = (whole or figure).end
        return Around(reduce(folded, left, figure.start).text, reduce(folded, end, right).text)


class Context:
    """Says of each sentence whether a count in it may be the model's though it does not name it.

    Args:
        doc: the article with its phrases.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc, self.view = doc, view_of(doc)
        cues = [m for m in get(doc, "cue") if m.attrs["confirmed"] and m.attrs["strength"] in _NAMING]
        self.first = min((m.start for m in cues), default=None)
        self.focused = any(self.view.zone_at(m.start) in ("title", "lead") for m in cues) or len(cues) > 2
        self.paragraphs = {s.paragraph for m in cues if (s := self.view.sentence_at(m.start)) is not None}

    def holds(self, sentence: Sentence) -> bool:
        """Say whether the model has been named for this sentence: in its paragraph, or in a text about it."""
        if self.first is None or sentence.zone in ("title", "caption", "byline"):
            return False
        if sentence.paragraph in self.paragraphs:
            return True
        return sentence.end > self.first and (self.focused or self._says_one(sentence))

    def _says_one(self, sentence: Sentence) -> bool:
        """`47 ấp đã giao một người`: a count whose predicate can only be the model's."""
        figures = within(self.doc, "figure", sentence.start, sentence.end)
        behind = [Around.of(self.doc, figure, sentence).after for figure in figures]
        return any(
            says_one(after) or _model_verb().match(after) or two_persons().search(after[:60]) for after in behind
        )


def counts(doc: Doc, counted: Counted, sentence: Sentence, places: Sequence[Mention], *, known: bool) -> bool:
    """Say whether `counted` counts units with the model by what stands around it.

    Args:
        doc: the article.
        counted: a figure of the sentence.
        sentence: the sentence.
        places: its communes, districts and provinces.
        known: the article has given a count before.
    """
    if counted.of not in ("hamlet_units", "cells", "number"):
        return False
    around = Around.of(doc, counted.figure, sentence)
    if _other_things().search(around.before) or _other_things().search(_CLAUSE_END.split(around.after)[0]):
        return False
    if _MERGED.match(around.after):
        return False
    if counted.of == "number" and not counted.figure.attrs.get("denominator"):
        alone = _says_number(around.before, counted) or stands_in_list(doc, counted, sentence, places)
        return known and bool(_BARE.match(around.after)) and alone
    if _model_verb().match(around.after) or _open_verb().match(around.after):
        return True
    if not any(pattern.match(around.after) for pattern in (_BARE, _SHARE, _MOVES)):
        return False
    if counted.figure.attrs.get("denominator"):
        return counted.of != "number" or known
    if _leads().search(around.before) or (known and counted.comparator == "decrease_to"):
        return True
    return known and stands_in_list(doc, counted, sentence, places)


def is_denied(doc: Doc, counted: Counted, sentence: Sentence) -> bool:
    """Say whether the clause of a figure in a list counts other things (`12 thôn, 3 chi bộ chưa đủ người`)."""
    around = Around.of(doc, counted.figure, sentence)
    return bool(_other_things().search(_CLAUSE_END.split(around.after)[0]))


def _says_number(before: str, counted: Counted) -> bool:
    return counted.comparator == "decrease_to" or bool(_THAT_NUMBER.search(before))


def stands_in_list(doc: Doc, counted: Counted, sentence: Sentence, places: Sequence[Mention]) -> bool:
    """`xã A 6 thôn, B 5 thôn`: two or more places with their counts; one alone only after `với`, `chỉ có`."""
    folded = view_of(doc).folded
    beside = [p for p in places if p.end <= counted.figure.start and _is_beside(folded, p.end, counted.figure.start)]
    if not beside:
        return False
    figures = within(doc, "figure", sentence.start, sentence.end)
    pairs = [m for m in figures if any(p.end <= m.start and _is_beside(folded, p.end, m.start) for p in places)]
    return len(pairs) > 1 or bool(_FEW.search(folded, beside[-1].end, counted.figure.start))


def _is_beside(folded: str, place_end: int, figure_start: int) -> bool:
    return figure_start - place_end <= 30 and bool(_LISTED.fullmatch(folded, place_end, figure_start))


def is_share(doc: Doc, share: Counted, sentence: Sentence) -> bool:
    """Say whether a percent is a share of units with the model by what stands around it."""
    around = Around.of(doc, share.figure, sentence)
    if _other_things().search(around.before) or _other_things().search(_CLAUSE_END.split(around.after)[0]):
        return False
    if re.search(OTHER_SHARES, around.before[-40:]):
        return False
    leads = _leads_share().search(around.before)
    behind = re.sub(rf"^(?: +(?:tổng +)?số)?(?:(?: *[,/]| +và)? +[{UNIT}{CELL}{SHORT}{HEAD}])+", "", around.after)
    if share.base and (_model_verb().match(behind) or _open_verb().match(behind)):
        return True
    return bool(leads) and bool(re.match(_END, behind))


def without_any(doc: Doc, sentence: Sentence, places: Sequence[Mention]) -> list[tuple[Mention, str]]:
    """Return (place, status) where a list says that a unit has none: `Mường Lát chưa có bản nào` (not_adopted)."""
    found = []
    for place in places:
        text = reduce(view_of(doc).folded, place.end, sentence.end).text
        match = _NONE_HERE.match(text)
        if place.type == "COMMUNE" and _NONE_ARE.search(reduce(view_of(doc).folded, sentence.start, place.start).text):
            found += [(one, "not_adopted") for one in (place, *joined_behind(doc, place, places))]
        elif place.type == "COMMUNE" and match is None and _NOT_HERE.match(text):
            if not _goes_on_counting(doc, sentence):
                continue
            found += [(one, "not_adopted") for one in (*coordinated(doc, place, places), place)]
        elif match:
            behind = text[match.end() :]
            none_apart = not match[1] and _APART.match(behind)
            status = "completed_qualitative" if none_apart else "not_adopted" if match[1] else "abandoned"
            found += [(one, status) for one in (*coordinated(doc, place, places), place)]
    return found


def _goes_on_counting(doc: Doc, sentence: Sentence) -> bool:
    """Say whether `chưa triển khai` can only mean the model: told here, or right before, beside places that count."""
    if within(doc, "cue", sentence.start, sentence.end):
        return True
    view = view_of(doc)
    at = view.index_of(sentence)
    if not at or _OTHER_TOPIC.match(view.folded, sentence.start):
        return False
    before = view.sentences[at - 1]
    cues, figures, named = (within(doc, layer, before.start, before.end) for layer in ("cue", "figure", "place"))
    return bool(cues or (named and (figures or _LACKS.search(view.folded, before.start, before.end))))


def coordinated(doc: Doc, place: Mention, places: Sequence[Mention]) -> list[Mention]:
    """Return the places of the same type that are joined to `place` on its left (`A và B cùng đạt 100%`)."""
    folded, last, found = view_of(doc).folded, place, []
    for other in reversed([p for p in places if p.end <= place.start]):
        if other.type != last.type or not _ROW.fullmatch(folded, other.end, max(other.end, last.start)):
            break
        found.append(other)
        last = other
    return found[::-1]


def joined_behind(doc: Doc, place: Mention, places: Sequence[Mention]) -> list[Mention]:
    """Return the places of the same type that are joined to `place` on its right (`gồm A, B và C`)."""
    folded, last, found = view_of(doc).folded, place, []
    for other in (p for p in places if p.start >= place.end):
        if other.type != last.type or not _ROW.fullmatch(folded, last.end, other.start):
            break
        found.append(other)
        last = other
    return found
