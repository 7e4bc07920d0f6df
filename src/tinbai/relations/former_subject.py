"""When a unit that is gone is the subject of a count (codebook 4.2, 5.2): `địa bàn xã X cũ 17 xóm`."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from tinbai.entities.mention import Mention, view_of
from tinbai.relations.scope import scope_of

# `thuộc huyện X cũ`, `được lập từ ba xã của huyện X cũ`: where something lay.
_LAY = re.compile(
    r"(?<![^\W_])(?:thuộc|của|từ|nằm +trong|tách +khỏi|nhập +với|(?:thành +)?lập +từ|gồm|là|sau +khi +không +còn)"
    r"(?: +(?:địa +bàn|khu +vực|vùng|các|hai|ba|bốn|xã|một +phần|phần))* *$"
)
# A former unit opens what is told of it, after a stop or a word for an area.
_OPENS = re.compile(
    r"(?:^|[,;:.(–-]|(?<![^\W_])(?:khu +vực|địa +bàn|vùng|phía|bên|riêng|và|còn|hai|ba|các|xã|trong +khi|tại|ở|thì"
    r"|chẳng +hạn|như)) *$"
)
_TELLS = re.compile(
    r" *\(? *(?:(?:cũ|trước +đây|trước +kia|khi +xưa|ngày +trước) *\)?)? *,?"
    r"(?: +(?:có|còn|đạt|thêm|mới|chỉ|được|là|với|tăng|giảm|chiếm|đã|hơn|gần|khoảng|đều|cùng))* *:? *"
)
_AREA = 60


def may_govern(doc: Doc, place: Mention, figure: Mention) -> bool:
    """Say whether a unit left of a figure may be the one whose hamlets it counts; one that is gone seldom is.

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
    flagged = bool(place.attrs.get("former"))
    if not flagged and not scope_of(doc).places.is_former(place):
        return True
    folded = view_of(doc).folded
    before = folded[max(0, place.start - _AREA) : place.start]
    if _LAY.search(before):
        return False
    opens = _OPENS.search(before) and _TELLS.fullmatch(folded, place.end, figure.start)
    return not flagged or opens is not None
