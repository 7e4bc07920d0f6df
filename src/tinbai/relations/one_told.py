"""The one holder of a hamlet that has the model, named behind it (codebook 1.2).

`Thôn X đã nhất thể hóa chức danh [bí thư chi bộ] và [trưởng thôn], người được giao cả hai việc là ông A.`
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tinbai.entities.mention import Mention, starting_in
from tinbai.relations.posts import is_head, is_secretary
from tinbai.text.view import TextView

Pair = tuple[Mention, Mention]  # title, person
_CALLED = r"(?:(?:đồng +chí|đ/c|ông|bà|anh|chị|cô|chú|bác|cụ):? +)?"
_BOTH = (
    r"(?:cả +)?(?:hai|2|02) +(?:chức +danh|chức +vụ|chức|vai(?: +trò)?|nhiệm +vụ|trọng +trách|vị +trí|cương +vị|"
    r"công +việc|phần +việc|việc|ghế|mũ)(?: +(?:này|ấy|đó|nói +trên|kể +trên|trên))?"
)
_NOW = r"(?: +(?:đều|cùng|hiện|nay|hiện +nay|đang|vẫn|được|lúc +này|ở +đây|chính|cũng))*"
_WHO = r"(?: +(?:được|giữ|đảm|gánh|kiêm|vác|làm|nhận|đội|lo|trúng|đang|hiện)(?![^\W\d_])(?: +[^ ,.;:]+){0,7}?)?"
_FALLS_TO = r"(?:do|giao +cho|trao +cho|đặt +lên +vai|dồn +cho|về +tay|thuộc +về)"
_THAT_ONE = r"(?:đó|ấy|này|được +(?:chọn|bầu|giao)|trúng +cử|đảm +nhiệm|đảm +nhận)"
_NAMES = re.compile(
    rf"(?<![^\W\d_])(?:người|cán +bộ){_WHO} +{_BOTH}{_NOW}(?: +(?:của|ở) +(?:thôn|bản|xóm|ấp|làng|buôn|khu))?"
    rf" +là +{_CALLED}$"
    rf"|(?<![^\W\d_]){_BOTH}{_NOW} +{_FALLS_TO}(?: +một +mình)? +{_CALLED}$"
    rf"|(?<![^\W\d_])(?:giao|trao|dồn)(?: +(?:luôn|toàn +bộ))? +{_BOTH} +(?:cho|lên +vai) +{_CALLED}$"
    rf"|(?<![^\W\d_])người +{_THAT_ONE} +(?:chính +)?là +{_CALLED}$"
)
_NOT = re.compile(
    r"(?<![^\W\d_])(?:không|chưa|nguyên|từng|sẽ|sắp|dự +kiến|trước +đây|trước +kia|nếu|hoặc|hay|muốn|định|đề +nghị|"
    r"phản +đối|thôi|nghỉ|hướng +dẫn|theo|mỗi|hai +người|chủ +trương)(?![^\W\d_])"
)
# Both posts told of one: not `bí thư và trưởng thôn mâu thuẫn`.
_ONE = re.compile(
    r"(?<![^\W\d_])(?:nhất +thể(?: +hóa)?|kiêm(?: +nhiệm)?|đồng +thời|một +người|hợp +nhất|gộp|cùng +lúc|"
    r"mô +hình|hai +trong +một|gom|nhập)(?![^\W\d_])"
)
_NEAR = 40


def one_told(view: TextView, free: Sequence[Mention], people: Sequence[Mention]) -> Iterator[Pair]:
    """Yield both posts with the person told to hold them behind the model's name.

    Args:
        view: the text view.
        free: the secretary and head titles that nobody holds, in order.
        people: all persons, in order.
    """
    for first, second in pairwise(free):
        if second.start - first.end > _NEAR or not _makes_pair(first, second):
            continue
        paragraph, sentence = view.paragraph_at(first.start), view.sentence_at(first.start)
        if paragraph is None or sentence is None:
            continue
        person = next(iter(starting_in(people, second.end, paragraph.end)), None)
        here = view.sentence_at(person.start) if person else None
        if person is None or here is None or view.index_of(here) - view.index_of(sentence) > 1:
            continue
        lead = view.folded[second.end : person.start]
        told = view.folded[sentence.start : second.end]
        same = not starting_in(free, second.end, person.start)
        if same and _NAMES.search(lead) and _ONE.search(told) and not _NOT.search(f"{told} {lead}"):
            yield first, person
            yield second, person


def _makes_pair(first: Mention, second: Mention) -> bool:
    one, two = first.normal or "", second.normal or ""
    return (is_secretary(one) and is_head(two)) or (is_head(one) and is_secretary(two))
