"""The words around a place name that say what it is to the sentence: parent, sister, former, origin, new scene."""

from __future__ import annotations

import re
from functools import cache

from tinbai.gazetteer.wording import LEVELS
from tinbai.lexicon import load
from tinbai.text.normalize import CAPITALS

_BODY = r"(?:đảng +bộ|đảng +ủy|ubnd|hđnd|ủy +ban +nhân +dân|ủy +ban +mttq)"
PARENT_GAP = re.compile(
    r"^ *\)? *(?:,|\(|-|/)? *\(? *"
    r"(?:(?:nằm|đóng)? *(?:thuộc|ở|của|tại|trên)(?: +địa +bàn)?"
    r"|là +(?:một +)?(?:bản|thôn|xã)[^,.;]{0,25} (?:của|thuộc|ở))?"
    rf" *{_BODY}? *$"
)
SISTER_GAP = re.compile(
    r"^ *\)? *(?:,|;|/|&|-|và|cùng|hoặc|với|, *và)? *(?:(?:các|hai|ba|\d+) +)?"
    r"(?:xã|phường|thị +trấn|thôn|bản|xóm|huyện|khu +phố|số)? *$"
)
_ALIAS = re.compile(
    r" *\( *(?:còn +)?(?:gọi|tên|tên +khác|tên +gọi|hay|tức|thường +gọi|có +tên|quen +gọi|trước +là|trước +đây +là|nay)"
    r"(?: +(?:còn +)?(?:gọi|khác|cũ))?(?: +là)? *"
)
_NOW = re.compile(
    r" *\(?(?:cũ|trước +đây|trước +kia)?\)? *[,;(–-]? *(?:(?:hiện +)?nay +(?:là|thuộc|đã +thành)|(?:nay|hiện)|thuộc)? *"
)
_PART_OF = re.compile(r" *[,(]? *(?:hiện +)?nay +(?:là|thuộc) +(?:một +phần +)?(?:xã|phường|đặc +khu)(?![^\W_])")
_MERGED_FROM = re.compile(
    r"(?:ghép|sáp +nhập|hợp +(?:nhất|lại)|nhập|gộp|thành +lập|chia +tách)[^.;()]{0,15} từ\b[^.;()]*$"
)
_MADE_FROM = re.compile(
    r"(?<![^\W_])(?:hợp +(?:thành|nhất|lại)|sáp +nhập|nhập|thành +lập|hình +thành|ghép|gộp)[^,.;()]{0,25}?"
    r" (?:từ|trên +cơ +sở(?: +(?:hợp +nhất|sáp +nhập|nhập))?)(?![^\W_])"
    r"|(?<![^\W_])lập +từ(?! +năm +\d)(?![^\W_])"
    # `sau khi sáp nhập các xã A, B và thị trấn C`, but not `đề án sáp nhập các xã A, B`
    r"|(?:\(|(?<![^\W_])(?:sau(?: +khi)?|đã|vừa|mới|từ(?: +việc)?|do|được) +)"
    r"(?:sáp +nhập|hợp +nhất|nhập|gộp)(?: +(?:nguyên +trạng|toàn +bộ))?"
    r"(?= +(?:\d+|các|hai|ba|bốn|năm|sáu) +(?:đơn +vị|xã|phường|thị +trấn)(?![^\W_]))"
)
_LIST = re.compile(
    r"(?:[ ,]|(?<![^\W_])(?:và|với|cùng|các|xã|phường|thị +trấn|đơn +vị|toàn +bộ|một +phần|hai|ba|bốn|năm|\d+)"
    r"(?![^\W_]))*"
)
_IN = r"(?:còn|riêng)? *(?:tại|ở|đến +với|đến|về|riêng|với|sang) *(?:đảng +bộ|địa +bàn)? *"
# At the head of a clause only: `đi làm công nhân ở Bắc Ninh` leaves the scene where it is.
_RESET = re.compile(rf'(?:^|[,.;:–—!?“”"] *|(?<![^\W_])(?:còn|riêng|và|nhưng) +){_IN}$')
_OPENING = re.compile(rf'[ “"–-]*(?:{_IN}|theo +)?(?:{_BODY} +)?')
_WHERE = re.compile(
    r"(?<![^\W_])(?:ở|tại|ra|vào|sang|lên|xuống|từ|về|đến|tới|khỏi|trên|dưới|ngoài|trong|mạn)(?: +tận)? *$"
)
_GOING = re.compile(r"(?<![^\W\d_])(?:ra|vào|sang|lên|xuống|khỏi)(?: +tận)? *$")
# A number and a street: in brackets, or the street called one. `xóm 3 Bùi Văn Nam, xã X` is no address.
_HOUSE, _STREET = (
    r"(?:số +)?\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*,? +",
    rf"[{CAPITALS}][^\W\d_]*(?: +[{CAPITALS}][^\W\d_]*){{0,4}}",
)
_ADDRESS = re.compile(rf"(?:\( *{_HOUSE}|(?<![^\W_]){_HOUSE}(?:đường|phố|đại lộ) +){_STREET}, *$")
# Where somebody comes from is not where the sentence is.
_ORIGIN = re.compile(
    r"(?<![^\W_])(?:quê(?: +(?:gốc|quán|cũ|hương))?|nguyên +quán|sinh +ra|lớn +lên|gốc)"
    r"(?: *:)? *(?:(?:ở|tại|từ|thuộc) +)?$"
)
# The unit word that a bare title or body carries: `Chủ tịch UBND xã`, `Bí thư Thị ủy`.
_ELIDED = re.compile(
    r"[^,.;:()]{0,45}?(?<![^\W_])"
    r"(?:(xã|phường|thị +trấn|đặc +khu|huyện|quận|thị +xã|thành +phố|tp)|(huyện|quận|thị|thành) +ủy)(?![^\W_])"
)
_NUMBER = re.compile(r"(?:số +)?\d+[a-zđ]?|[ivx]+", re.IGNORECASE)
_COMMITTEES = {"huyện": "huyện", "quận": "quận", "thị": "thị xã", "thành": "thành phố"}


_BARE_UNIT = re.compile(r" *[,(] *(xã|phường|thị +trấn)(?= *(?:[),.;]|$))")


def bare_unit_after(after: str) -> str | None:
    """Return the type word that stands for the commune of a hamlet (`tiểu khu 4, thị trấn)`), None if none does.

    Example:
        >>> bare_unit_after(", thị trấn) và"), bare_unit_after(", thị trấn Mậu A")
        ('thị trấn', None)
    """
    match = _BARE_UNIT.match(after)
    return " ".join(match[1].split()) if match else None


def says_part_of(after: str) -> bool:
    """Say whether a commune is called a part of another one now.

    Example:
        >>> says_part_of(" (nay thuộc xã Mường La)"), says_part_of(" (nay thuộc tỉnh Sơn La)")
        (True, False)
    """
    return _PART_OF.match(after) is not None


def says_now(gap: str) -> bool:
    """Say whether what stands between a former unit and another makes that one the unit of now.

    Example:
        >>> says_now(" cũ, nay thuộc "), says_now(" cũ ("), says_now(" cũ và ")
        (True, True, False)
    """
    return _NOW.fullmatch(gap) is not None


def is_sister(gap: str) -> bool:
    """Say whether two units are coordinated by what stands between them, with no bracket closed.

    Example:
        >>> is_sister(", "), is_sister("), ")
        (True, False)
    """
    return SISTER_GAP.match(gap) is not None and ")" not in gap


def says_alias(gap: str) -> bool:
    """Say whether a bracket opens between two names that gives another name of the first.

    Example:
        >>> says_alias(" (còn gọi là "), says_alias(" (gần ")
        (True, False)
    """
    return _ALIAS.fullmatch(gap) is not None


def says_merged(before: str) -> bool:
    """Say whether a hamlet is named as one that was merged into another (`ghép từ thôn A và thôn B`)."""
    return bool(_MERGED_FROM.search(before))


def merged_from(before: str) -> int | None:
    """Return where the words end that announce what a unit was made from, None if there are none.

    Example:
        >>> merged_from("xã được hợp thành từ các xã "), merged_from("đề án sáp nhập các xã ")
        (20, None)
    """
    found = list(_MADE_FROM.finditer(before))
    return found[-1].end() if found else None


def is_list(between: str) -> bool:
    """Say whether nothing but words of a list of units stands in a stretch without its names.

    Example:
        >>> is_list("các xã  và "), is_list("năm 2019, cách ")
        (True, False)
    """
    return _LIST.fullmatch(between) is not None


def says_origin(before: str) -> bool:
    """Say whether a unit is named as where somebody comes from (`quê ở tổ 2, phường X`)."""
    return bool(_ORIGIN.search(before))


def says_new_scene(before: str) -> bool:
    """Say whether the words before a unit at the head of a clause move the scene there (`Còn tại xã B`)."""
    return bool(_RESET.search(before))


def says_where(before: str) -> bool:
    """Say whether a preposition of place stands right before a unit."""
    return bool(_WHERE.search(before))


def says_going(before: str) -> bool:
    """Say whether a word of going to a larger or other place stands right before a unit (`vào TP. X chữa bệnh`)."""
    return bool(_GOING.search(before))


def says_address(before: str) -> bool:
    """Say whether the number and street of a house stand right before a unit.

    Args:
        before: text as printed.

    Example:
        >>> says_address("gặp nhau ở quán (12/4 Bà Huyện, "), says_address("xóm 3 Bùi Văn Nam, ")
        (True, False)
    """
    return bool(_ADDRESS.search(before))


def opens(before: str) -> bool:
    """Say whether a paragraph opens with a unit: nothing but `Tại`, `Theo UBND` and the like stands before it.

    Example:
        >>> opens("còn tại "), opens("bà lan, người ")
        (True, False)
    """
    return bool(_OPENING.fullmatch(before))


def elided_type(folded: str, offset: int) -> str | None:
    """Return the type word of the unit that a title at `offset` leaves unnamed, None if it has none.

    Example:
        >>> elided_type("chủ tịch ubnd xã, nói", 0), elided_type("bí thư thị ủy", 0)
        ('xã', 'thị xã')
    """
    match = _ELIDED.match(folded, offset)
    if match is None:
        return None
    word = " ".join((match[1] or _COMMITTEES[match[2]]).split())
    return "thành phố" if word == "tp" else word


def fits_type(normal: str, level: str, kind: str | None) -> bool:
    """Say whether a unit can be the one that a bare `xã` or `Thị ủy` means; another level's word says nothing.

    Example:
        >>> fits_type("thị trấn Mậu A", "commune", "xã"), fits_type("thị trấn Mậu A", "commune", "huyện")
        (False, True)
    """
    return kind is None or level not in LEVELS.get(kind, ()) or normal.startswith(f"{kind} ")


@cache
def _units() -> tuple[tuple[str, bool], ...]:
    found = [(str(unit["surface"]), bool(unit.get("towns_only"))) for unit in load("units")["unit"]]
    return tuple(sorted(found, key=lambda unit: -len(unit[0])))


def is_of_town(hamlet: str) -> bool:
    """Say whether a hamlet's kind belongs to wards and townships, not to rural communes (codebook 1.1).

    Example:
        >>> is_of_town("khu phố 3"), is_of_town("khu 3")
        (True, False)
    """
    return next((town for word, town in _units() if hamlet.startswith(f"{word} ")), False)


def is_number_only(hamlet: str) -> bool:
    """Say whether a hamlet has a number for its name, so that many communes have one (`thôn 3`, not `ấp Bảy Xáng 2`).

    Example:
        >>> is_number_only("tổ dân phố 3B"), is_number_only("ấp Bảy Xáng 2")
        (True, False)
    """
    unit = next((word for word, _ in _units() if hamlet.startswith(f"{word} ")), "")
    return bool(_NUMBER.fullmatch(hamlet[len(unit) :].strip()))
