"""Which units in a sentence are the subject of a count, and which only stand there (codebook 4.2, 5.2).

A unit that is gone may be one (`địa bàn xã X cũ 17 xóm`); one whose people have come to look is none.
"""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Doc

from tinbai.entities.former import says_lay_in
from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations.place_words import is_sister, merged_from
from tinbai.relations.scope import scope_of

# `được lập từ ba xã của huyện X cũ`, `sau khi không còn huyện X`: what another was made of.
_MADE_OF = re.compile(
    r"(?<![^\W_])(?:(?:(?:thành +)?lập +(?:từ|trên +cơ +sở)|hình +thành +từ|tách +(?:khỏi|từ)|nhập +(?:với|từ)"
    r"|sáp +nhập|sau +khi +không +còn)(?![^\W_])[^,;:.]*"
    r"|(?:hợp +(?:nhất|thành|lại)|lập|nhập) +(?:từ|với|trên +cơ +sở)(?![^\W_])"
    r"(?:(?!trong +đó|riêng|cụ +thể|gồm |còn |nhất )[^;:.\d])*)$"
)
# `thuộc huyện X cũ`: where something lay.
_LAY_IN = re.compile(
    r"(?<![^\W_])(?:thuộc|của|nằm +trong|từ)(?: +(?:địa +bàn|khu +vực|vùng|các|hai|ba|bốn|xã|một +phần|phần))* *$"
)
# A unit opens what is told of it: after a stop, an area, a word that lists.
_OPENS = re.compile(
    r"(?:^|[,;:.(–-]|(?<![^\W_])(?:khu +vực|địa +bàn|vùng|phía|bên|riêng|và|còn|hai|ba|các|xã|trong +khi|tại|ở|thì"
    r"|gồm|là|chẳng +hạn|như|trong +đó|kế +đó|kế +đến|tiếp +đến|nhiều +nhất"
    r"|(?:tôi|đoàn) +(?:lên|về|đến|xuống|sang|ra|vào))) *$"
)
_TELLS = re.compile(
    r" *\(? *(?:(?:cũ|trước +đây|trước +kia|khi +xưa|ngày +trước) *\)?)?"
    r"(?: +(?:(?:nhiều|ít|cao|thấp) +nhất|dẫn +đầu|đứng +(?:đầu|cuối)))?"
    r"(?:,? +nơi(?: +có)?(?= )(?: +\d+(?: +[^\W\d_]+){1,5}?(?= +(?:mới|chỉ|đã)(?![^\W_])))?)?"
    r"(?: +(?:tính +)?(?:đến|tới) +(?:nay|(?:hết +|cuối +|đầu +)?(?:ngày|tháng|quí|năm)? ?[\d/]+),?)?"
    r"(?: +(?:có|còn|đạt|thêm|mới|chỉ|được|là|với|tăng|giảm|chiếm|đã|hơn|gần|khoảng|đều|cùng|xong|làm|bố +trí|cả))*"
    r" *:? *"
)
# `gồm xã X cũ và xã Y cũ có 40/57 bản`, but `gồm xã X cũ 17 bản, xã Y cũ 9 bản`; `trụ sở đặt tại xã X cũ có …`.
_WHOLE = re.compile(
    r"(?<![^\W_])(?:(?:gồm|gộp)(?![^\W_])[^;:.\d]*"
    r"|(?:nhận +thêm|(?:đặt|đóng|nằm) +(?:ở|tại))(?![^\W_])[^,;:.\d]*)$"
)
_TELLS_OF_ALL = re.compile(r"[^\d]*(?<![^\W_])(?:có|đạt|đã|được)(?![^\W_])")
_AREA = 60
# `đoàn công tác của Ban Tổ chức Tỉnh ủy`: whose people look at the units of others.
_VISITOR = re.compile(
    r"(?<![^\W_])đoàn +(?:công +tác|khảo +sát|kiểm +tra|giám +sát)(?: +số +\d+)? +(?:của|thuộc|do)"
    r"(?: +(?!(?:tại|về|đến|thì|ở|sang|xuống|lên|làm|ghi|đã|có)(?![^\W_]))[^ ,;:.\d]+){0,6} *$"
)
# `Ba xã A, B, C cộng lại chỉ được 6 bản`: the number is of none of them.
_SUM = re.compile(r"[^;:.\d]{0,80}?(?<![^\W_])(?:cộng +lại|tổng +cộng|gộp +lại)(?![^\W_])")
# `dẫn đầu miền núi Thanh Hóa`: the named unit that another one leads.
_LED = re.compile(r"(?<![^\W_])(?:dẫn|đứng) +đầu(?: +(?:của|trong|cả|toàn|miền +núi|vùng +núi|khu +vực))* *$")
# Opens what a unit was made of or was before.
_ASIDE = re.compile(
    r"\((?:được +)?(?:thuộc|trước|nay|cũ|sáp +nhập|hình +thành|hợp +nhất|nhập|gộp|thành +lập|gồm|trên +cơ +sở)[^()]*$"
)
_LONGEST_ASIDE = 200


def visits(folded: str, offset: int) -> bool:
    """Say whether a province, or its bare word, that starts at `offset` has sent a delegation.

    Example:
        >>> visits("đoàn công tác của ban tổ chức tỉnh ủy ghi nhận 33 ấp", 30)
        True
    """
    return bool(_VISITOR.search(folded, max(0, offset - _AREA), offset))


def is_summed(doc: Doc, place: Mention, figure: Mention) -> bool:
    """Say whether a unit left of a figure ends a row that is counted together (`xã A, B cộng lại có 6 thôn`)."""
    summed = _SUM.match(view_of(doc).folded, place.end, figure.start)
    return summed is not None and _is_in_row(doc, place)


def _is_aside(doc: Doc, place: Mention) -> bool:
    """`xã (thuộc huyện X trước đây) có …`: what the parenthesis names is not what the sentence is about."""
    before = view_of(doc).folded[max(0, place.start - _LONGEST_ASIDE) : place.start]
    return bool(_LED.search(before[-40:]) or _ASIDE.search(before)) or says_lay_in(before)


def _is_in_row(doc: Doc, place: Mention) -> bool:
    """Say whether a unit is joined to another of its level (`xã A, B và C`)."""
    folded, (start, end) = view_of(doc).folded, scope_of(doc).places.sentence(place.start)
    row = [m for m in within(doc, "place", start, end) if m.type == place.type]
    pairs = ((a, b) for a, b in pairwise(row) if place in (a, b))
    return any(is_sister(folded[a.end : b.start]) for a, b in pairs)


def _made_another(doc: Doc, place: Mention, start: int) -> bool:
    """Say whether a commune is one of those that the subject of its sentence was made from (`xã X, lập từ xã A, B`)."""
    places = scope_of(doc).places
    if place.type != "COMMUNE" or not places.is_merged(place):
        return False
    made = merged_from(view_of(doc).folded[start : place.start]) or 0
    return any(m.type == "COMMUNE" for m in within(doc, "place", start, start + made))


def may_govern(doc: Doc, place: Mention, figure: Mention) -> bool:
    """Say whether a unit left of a figure may be the one whose hamlets it counts.

    One of today may, unless it stands in an aside, is summed with others, or has sent people to look. A former commune
    or province may where the number is told of it in the same breath, a former district wherever it is not only said
    that something lay in it.

    Args:
        doc: the article.
        place: a commune, district or province that ends before the figure.
        figure: the figure.

    Example:
        >>> import tinbai
        >>> from tinbai.entities.mention import get
        >>> doc = tinbai.load()("Địa bàn xã Nà Mo cũ 17 xóm.")
        >>> may_govern(doc, get(doc, "place")[0], get(doc, "figure")[0])
        True
    """
    flagged, places = bool(place.attrs.get("former")), scope_of(doc).places
    folded, start = view_of(doc).folded, places.sentence(place.start)[0]
    if (
        is_summed(doc, place, figure)
        or _is_aside(doc, place)
        or (place.type == "PROVINCE" and visits(folded, place.start))
    ):
        return False
    if not flagged and not places.is_former(place):
        return True
    before = folded[max(start, place.start - _AREA) : place.start]
    # `vùng X cũ 603 nơi (44,4%)`: a share is told of the same unit as the count before it
    first = next(iter(within(doc, "figure", place.end, figure.end)), figure)
    same = figure.attrs.get("kind") == "percent" and not re.search(r"[,;:](?!\d)", folded[first.end : figure.start])
    tells = _TELLS.fullmatch(folded, place.end, first.start if same else figure.start)
    if not tells and _made_another(doc, place, start):
        return False
    if _MADE_OF.search(before) or (_WHOLE.search(before) and _TELLS_OF_ALL.match(folded, place.end, figure.start)):
        return False
    if _LAY_IN.search(before):
        others = [m for m in within(doc, "place", start, place.start) if m.type != "HAMLET"]
        if flagged or any(not places.is_former(m) for m in others):
            return False
    return not flagged or bool(_OPENS.search(before) and tells)
