"""Which units in a sentence are the subject of a count, and which only stand there (codebook 4.2, 5.2).

A unit that is gone may be one (`địa bàn xã X cũ 17 xóm`); one whose people have come to look is none.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of, within
from tinbai.relations.scope import scope_of

# `được lập từ ba xã của huyện X cũ`, `sau khi không còn huyện X`: what another was made of.
_MADE_OF = re.compile(
    r"(?<![^\W_])(?:(?:thành +)?lập +(?:từ|trên +cơ +sở)|hình +thành +từ|tách +(?:khỏi|từ)|nhập +(?:với|từ)|sáp +nhập"
    r"|sau +khi +không +còn)(?![^\W_])[^,;:.]*$"
)
# `thuộc huyện X cũ`: where something lay.
_LAY_IN = re.compile(
    r"(?<![^\W_])(?:thuộc|của|nằm +trong|từ)(?: +(?:địa +bàn|khu +vực|vùng|các|hai|ba|bốn|xã|một +phần|phần))* *$"
)
# A unit opens what is told of it: after a stop, an area, a word that lists.
_OPENS = re.compile(
    r"(?:^|[,;:.(–-]|(?<![^\W_])(?:khu +vực|địa +bàn|vùng|phía|bên|riêng|và|còn|hai|ba|các|xã|trong +khi|tại|ở|thì"
    r"|gồm|là|chẳng +hạn|như)) *$"
)
_TELLS = re.compile(
    r" *\(? *(?:(?:cũ|trước +đây|trước +kia|khi +xưa|ngày +trước) *\)?)?"
    r"(?: +(?:có|còn|đạt|thêm|mới|chỉ|được|là|với|tăng|giảm|chiếm|đã|hơn|gần|khoảng|đều|cùng))* *:? *"
)
# `gồm xã X cũ và xã Y cũ có 40/57 bản`, but `gồm xã X cũ 17 bản, xã Y cũ 9 bản`; `trụ sở đặt tại xã X cũ có …`.
_WHOLE = re.compile(r"(?<![^\W_])(?:gồm|gộp|nhận +thêm|(?:đặt|đóng|nằm) +(?:ở|tại))(?![^\W_])[^,;:.\d]*$")
_TELLS_OF_ALL = re.compile(r"[^\d]*(?<![^\W_])(?:có|đạt|đã|được)(?![^\W_])")
_AREA = 60


# `đoàn công tác của Ban Tổ chức Tỉnh ủy`: whose people look at the units of others.
_VISITOR = re.compile(
    r"(?<![^\W_])đoàn(?: +(?:công +tác|khảo +sát|kiểm +tra|giám +sát))?(?: +số +\d+)? +(?:của|thuộc|do)"
    r"(?: +[^ ,;:.\d]+){0,6} *$"
)


def visits(folded: str, offset: int) -> bool:
    """Say whether a unit, or its bare word, that starts at `offset` has sent a delegation.

    Example:
        >>> visits("đoàn công tác của ban tổ chức tỉnh ủy ghi nhận 33 ấp", 30)
        True
    """
    return bool(_VISITOR.search(folded, max(0, offset - _AREA), offset))


def may_govern(doc: Doc, place: Mention, figure: Mention) -> bool:
    """Say whether a unit left of a figure may be the one whose hamlets it counts.

    One of today may. A former commune or province may where the number is told of it in the same breath, a former
    district wherever it is not only said that something lay in it.

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
    if visits(view_of(doc).folded, place.start):
        return False
    flagged, places = bool(place.attrs.get("former")), scope_of(doc).places
    if not flagged and not places.is_former(place):
        return True
    folded, start = view_of(doc).folded, places.sentence(place.start)[0]
    before = folded[max(start, place.start - _AREA) : place.start]
    if _MADE_OF.search(before) or (_WHOLE.search(before) and _TELLS_OF_ALL.match(folded, place.end, figure.start)):
        return False
    if _LAY_IN.search(before):
        others = [m for m in within(doc, "place", start, place.start) if m.type != "HAMLET"]
        if flagged or any(not places.is_former(m) for m in others):
            return False
    opens = _OPENS.search(before) and _TELLS.fullmatch(folded, place.end, figure.start)
    return not flagged or opens is not None
