"""Which place governs a figure (codebook 4.2, 4.3, 4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc

from tinbai.entities.cue_patterns import UNIT, reduce
from tinbai.entities.mention import Mention, get, view_of, within
from tinbai.lexicon import alternation
from tinbai.records import Level
from tinbai.relations.commune_rows import district_of_row, joined
from tinbai.relations.count_subject import may_govern, visits
from tinbai.relations.place_ref import Ref
from tinbai.relations.scope import scope_of
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence

UPPER: dict[str, Level] = {"COMMUNE": "commune", "DISTRICT": "district", "PROVINCE": "province"}
_ELIDED: dict[str, Level] = {
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
    "huyện": "district", "quận": "district", "thị xã": "district", "thành phố": "district",
    "huyện ủy": "district", "thị ủy": "district", "thành ủy": "district",
    "tp": "district", "tx": "district", "tt": "commune",
    "tỉnh": "province", "tỉnh ủy": "province", "cả nước": "national", "toàn quốc": "national",
}  # fmt: skip
# `9/13 thôn của xã đã …`: the bare unit behind the count.
_OF_IT = re.compile(
    rf"(?: +số +(?:{UNIT} *,? *)+)?(?: +(?:làm|thí) +điểm| +còn +lại)? +(?:của|trong) +(?:toàn +)?"
    r"(xã|phường|thị trấn|huyện|thị xã|thành phố)"
    r"(?: +(?:vùng +cao|miền +núi|biên +giới|ven +biển|nghèo))?(?: +(?:này|ấy|đó))?"
    r"(?= *(?:[,.;]|$)| +(?:đã|có|đang|mới|thực|bố|do|kiêm|giao|bầu))"
)
_ASKED = re.compile(r"(?<![^\W_])(?:xin|đề +nghị|kiến +nghị|báo +cáo|trình)(?: +(?:với|lên))? *$")
_ORDER: tuple[Level, ...] = ("commune", "district", "province", "national")
_RANK = {"COMMUNE": 0, "DISTRICT": 1, "PROVINCE": 2}
_MANY_UNITS = (45, 100)  # more than one commune has, and has since the reform of 2025
# `219 nơi, chủ yếu ở thành phố A`, `10 thôn: xã B 4, xã C 3`: where some of them are.
_MAINLY = re.compile(
    r"(?<![^\W_])(?:chủ +yếu|tập +trung|phần +lớn|đa +số|hầu +hết|nhiều +nhất|nhất)"
    r"(?: +[^ ,;.:]+){0,2}? +(?:ở|tại|thuộc) *$"
)
_LISTED = re.compile(r" *(?:\(\d|\d+(?:/\d+)?(?:[^\d\n]{0,20})[,;] )")
# `sớm nhất tỉnh`, `đầu tiên của huyện`: the unit that something is compared in.
_COMPARED = re.compile(
    r"(?<![^\W_])(?:nhất|đầu +tiên|duy +nhất|thứ +(?:hai|ba|tư|năm|nhì)|(?:sớm|muộn|chậm|cao|thấp)(?= +(?:của|trong)))"
    r"(?: +(?:của|trong|ở|cả|toàn))* *$"
    r"|(?<![^\W_])(?:một +trong +(?:những|số) +[^,;.]{1,40}|lá +cờ +đầu|điểm +sáng|điển +hình) +(?:của|trong) *$"
)
# `nhất ở huyện X`, `lần đầu tiên huyện X có …`: X is told of, not ranked in.
_NO_RANK = re.compile(r" (?:ở|trong) $|(?<![^\W_])(?:năm|lần|đợt|kì|khóa|bước) +(?:đầu +tiên|thứ +\w+) *$")
# `tỉnh giao phải đạt 50%`, `xin tỉnh lùi mục tiêu 50%`: who sets the mark is not whose units are counted.
_GIVES = re.compile(r" +(?:đã +|chỉ +)?giao(?: +(?:đến|phải|là|cho|mốc|chỉ +tiêu))?(?![^\W_])")
_APPOSED = re.compile(r"[^,;.]{1,40}, *(?:[^ ,;.\d]+ +){1,7}(?:của|trong) +(?:toàn +|cả +)?")
_AT_LEVEL = re.compile(r"(?<![^\W_])(?:ở|xét|tính|trên) +cấp *$")
_IS_ONE = re.compile(r"(?<![^\W_])là +(?:một +)?$")  # `Bản Ngoại là xã có kết quả cao nhất khi 13/14 xóm …`
_PLURAL = re.compile(
    r"(?<![^\W_])(?:các|những|nhiều|mỗi|từng|một số|cấp|liên|riêng|riêng các|khối|khu vực)"
    r"(?:[ ,]+(?:xã|phường|thị trấn|huyện|quận|thị xã)(?: +và)?)*[ ,]*$"
)


@dataclass(frozen=True, slots=True)
class Where:
    """The unit that a count is about: level, normal form and how it was found."""

    level: Level | None
    place: str | None
    basis: str | None
    offset: int


NOWHERE = Where(None, None, None, -1)


@cache
def _elided() -> re.Pattern[str]:
    bodies = alternation(fold(word) for word in _ELIDED)
    return re.compile(rf"(?<![^\W_]){bodies}(?![^\W_])")


def where(doc: Doc, figure: Mention, sentence: Sentence, fallback: Where = NOWHERE) -> Where:
    """Return the unit that `figure` is about.

    The nearest unit to the left in the sentence, named or elided; else one right behind (`23 bản của huyện X`); else
    `fallback` (the list's head); else the unit of title and lead.
    """
    behind, left = _behind(doc, figure, sentence), _nearest_left(doc, figure, sentence, fallback)
    folded = view_of(doc).folded
    here, this = _HERE.match(folded, figure.end, sentence.end), _THIS.match(folded, sentence.start, figure.start)
    at = _told_before(doc, sentence, gone=True) if left.level is None and (here or this) else None
    if at is not None and at.level == "commune" and (this or _is_part(doc, at)):
        return at
    own = _directly_behind(doc, figure, sentence)
    if own is not None and (left.level != "commune" or _is_taken(doc, left, figure, sentence) or _is_part(doc, own)):
        return own
    if figure.attrs.get("kind") not in (None, "percent"):
        row = [m for m in _named(doc, sentence) if m.end <= figure.start]
        last = left.offset if (left.level, left.basis) == ("commune", "named") else -1
        if (district := district_of_row(doc, row, figure, sentence, last=last)) is not None:
            return Where("district", district, "row", row[-1].start)
    if left.level is not None and (left.place is not None or left.level == "national"):
        return left
    if behind.level is not None:
        return behind
    if fallback.level is not None and left.level in (None, fallback.level):
        return fallback
    scope = article_scope(doc, size=figure.attrs.get("denominator") or figure.attrs.get("value"))
    small = scope.level == "province" and (figure.attrs.get("value") or 0) <= _MANY_UNITS[scope_of(doc).two_level]
    if left.level is None and (scope.level == "commune" or (small and figure.attrs.get("kind") != "percent")):
        scope = _told_before(doc, sentence) or scope
    return scope if left.level in (None, scope.level) else left


# `Xuống xã A cũ, chuyện lại khác. Năm 2023, 7/9 thôn ở đây …`, `Nơi này có 5 thôn`: the text is still at that unit.
_HERE = re.compile(r" +(?:ở|tại) +(?:đây|đó|nơi +này)(?![^\W_])")
_THIS = re.compile(r"(?:(?:hiện|nay|hiện +nay|đến +nay)[ ,]+)?nơi +(?:này|đây) +(?:hiện +|đã +|mới +|chỉ +)*có +")
_UNLIKE = re.compile(r"(?:(?:khác|so) +với|(?:đặt|đóng|nằm) +(?:ở|tại)) +$")
_OF_COMMUNE = re.compile(rf"(?: *[,/]? *{UNIT})* +(?:của|thuộc|ở|tại) +(?:địa +bàn +)?")


def _directly_behind(doc: Doc, figure: Mention, sentence: Sentence) -> Where | None:
    """`huyện làm thêm 14 thôn, trong đó 6 thôn thuộc xã A`: one commune right behind a count, no row of them."""
    folded = view_of(doc).folded
    communes = [m for m in _named(doc, sentence) if m.type == "COMMUNE" and m.start >= figure.end]
    if not communes or communes[0].start - figure.end > 30:
        return None
    place = communes[0]
    if not _OF_COMMUNE.fullmatch(reduce(folded, figure.end, place.start).text):
        return None
    if any(re.fullmatch(r" *(?:,|và|, *và) *", folded[place.end : m.start]) for m in communes[1:2]):
        return None
    return Where("commune", place.normal, "named", place.start)


def _is_part(doc: Doc, place: Where) -> bool:
    """`xã có 5 thôn, gồm 2 thôn của A cũ`: a commune that is gone is part of the one on the left."""
    return any(m.start == place.offset and m.attrs.get("former") for m in get(doc, "place"))


def _is_taken(doc: Doc, place: Where, figure: Mention, sentence: Sentence) -> bool:
    """`11 khối của thị trấn A và 9 khối của thị trấn B`: the unit on the left is that of the figure before it."""
    folded = view_of(doc).folded
    before = [m for m in within(doc, "figure", sentence.start, figure.start) if m.end <= place.offset][-1:]
    return any(_OF_COMMUNE.fullmatch(reduce(folded, m.end, place.offset).text) for m in before)


def _told_before(doc: Doc, sentence: Sentence, *, gone: bool = False) -> Where | None:
    """`Thị xã X có 61 khu phố. Nhiệm kỳ trước mới có 6 …`: the one unit that opens the sentence before."""
    view = view_of(doc)
    at = view.index_of(sentence)
    before = view.sentences[at - 1] if at else None
    if before is None or before.paragraph != sentence.paragraph:
        return None
    places = scope_of(doc).places
    named = [m for m in _named(doc, before) if not _UNLIKE.search(view.folded, before.start, m.start)]
    named = _without_parents(doc, [m for m in named if gone or not places.is_former(m)])
    if len(named) != 1 or named[0].start - before.start > 30:
        return None
    return Where(UPPER[named[0].type], named[0].normal, "paragraph", named[0].start)


def _named(doc: Doc, sentence: Sentence) -> list[Mention]:
    return [m for m in within(doc, "place", sentence.start, sentence.end) if m.type in UPPER]


def _nearest_left(doc: Doc, figure: Mention, sentence: Sentence, fallback: Where) -> Where:
    named = [m for m in _named(doc, sentence) if m.end <= figure.start and may_govern(doc, m, figure)]
    named = _without_parents(doc, [m for m in named if not _sets_or_ranks(doc, m, named)])
    best = Where(UPPER[named[-1].type], named[-1].normal, "named", named[-1].start) if named else NOWHERE
    folded = view_of(doc).folded
    for level, offset in reversed(_elisions(doc, sentence.start, figure.start)):
        if offset < best.offset:
            break
        if _only_gives(doc, level, offset, best, fallback) or _is_of_apposition(folded, best, offset):
            continue
        return _resolved(doc, level, offset)
    return best


def _is_of_apposition(folded: str, best: Where, offset: int) -> bool:
    """`xã A, vùng chè lớn của huyện, cả 7 khu …`: a bare unit in an apposition of the named one."""
    between = folded[max(best.offset, 0) : offset]
    return best.level is not None and bool(
        _APPOSED.fullmatch(between) and re.match(r"[^\W_]+(?: +(?:xã|phố|trấn|ủy))? *,", folded[offset : offset + 14])
    )


def _only_gives(doc: Doc, level: Level, offset: int, named: Where, fallback: Where) -> bool:
    """`Tỉnh giao phải đạt 50%`, in an article about a huyện: the mark is that of the huyện."""
    folded = view_of(doc).folded
    word = _elided().match(folded, offset)
    if word is None or not (_GIVES.match(folded, word.end()) or _ASKED.search(folded, max(0, offset - 16), offset)):
        return False
    if _ASKED.search(folded, max(0, offset - 16), offset) and level != "commune":
        return True
    of = named if named.level else fallback if fallback.level else article_scope(doc)
    return of.level in _ORDER and level in _ORDER and _ORDER.index(of.level) < _ORDER.index(level)


def _sets_or_ranks(doc: Doc, place: Mention, named: Sequence[Mention]) -> bool:
    """`Huyện A được tỉnh B giao 24 thôn`, `A là huyện cao thứ hai tỉnh B: 24`: the number is that of the lower unit."""
    folded = view_of(doc).folded
    before = folded[max(0, place.start - 24) : place.start].removesuffix("tỉnh ")
    compared = not _NO_RANK.search(before) and _COMPARED.search(before)
    lower = (m.end <= place.start and _RANK[m.type] < _RANK[place.type] for m in named)
    return bool(compared or _GIVES.match(folded, place.end)) and any(lower)


def _without_parents(doc: Doc, named: list[Mention]) -> list[Mention]:
    """`xã A (huyện B) có …`, `phường C, tỉnh D`: the parents behind a unit only say where it lies."""
    folded, kept = view_of(doc).folded, named[:1]
    for before, place in pairwise(named):
        link = re.fullmatch(
            r" *[,(] *(?:thuộc +|(?:xã|phường|huyện|thị xã|thành phố)(?: +[^ ,;.]+){0,3} +(?:của|thuộc) +)?"
            r"| +(?:là +(?:một +)?(?:xã|phường|huyện|thị xã)(?: +[^ ,;.]+){0,5} +)?(?:của|thuộc) +",
            folded[before.end : place.start],
        )
        row = len(kept) > 1 and kept[-1] is before and joined(folded, kept[-2], before) and "(" not in (link or " ")[0]
        if row or not (link and _RANK[place.type] > _RANK[before.type]):
            kept.append(place)
    return kept


def _behind(doc: Doc, figure: Mention, sentence: Sentence) -> Where:
    folded = view_of(doc).folded
    near = reduce(folded, figure.end, min(figure.end + 60, sentence.end))
    if own := _OF_IT.match(near.text):
        return _resolved(doc, _ELIDED[own[1]], near.offsets[own.start(1)])
    for place in _named(doc, sentence):
        between = folded[figure.end : place.start]
        if (
            place.start >= figure.end
            and len(between) <= 80
            and re.search(r"(?:của|ở|tại|thuộc|trên địa bàn|:) *$", between)
            and not _MAINLY.search(between)
            and not _LISTED.match(folded, place.end, sentence.end)
        ):
            return Where(UPPER[place.type], place.normal, "named", place.start)
    return NOWHERE


def _elisions(doc: Doc, start: int, end: int) -> list[tuple[Level, int]]:
    """Return (level, offset) of each bare `xã`, `huyện`, `tỉnh` between two offsets: no name, no figure, no plural."""
    folded = view_of(doc).folded
    taken = [*(m for m in within(doc, "place", start, end) if m.type in UPPER), *within(doc, "figure", start, end)]
    found: list[tuple[Level, int]] = []
    for match in _elided().finditer(folded, start, end):
        if any(m.start <= match.start() < m.end for m in taken):
            continue
        far = match[0].startswith("tỉnh") and visits(folded, match.start())
        if (
            far
            or _COMPARED.search(folded, max(start, match.start() - 24), match.start())
            or _IS_ONE.search(folded, max(start, match.start() - 14), match.start())
        ):
            continue
        before = folded[max(start, match.start() - 40) : match.start()]
        if _PLURAL.search(before) and not _AT_LEVEL.search(before):
            continue
        found.append((_ELIDED[" ".join(match[0].split())], match.start()))
    return found


def _resolved(doc: Doc, level: Level, offset: int) -> Where:
    place, basis = (None, "named") if level == "national" else scope_of(doc).unit_at(offset, level) or (None, None)
    return Where(level, place, basis, offset)


def article_scope(doc: Doc, *, size: float | None = None) -> Where:
    """Return the unit that title and lead are about, the lowest first; NOWHERE if they leave it open.

    Args:
        doc: the article.
        size: how many hamlets the unit must hold: too many for a commune rule the communes out.
    """
    scope = scope_of(doc)
    above: tuple[Level, ...] = ("district", "province")
    levels = above if (size or 0) > _MANY_UNITS[scope.two_level] else ("commune", *above)
    for zones in (("title",), ("title", "lead"), ()):
        for level in levels:
            names = scope.places.named(level, zones)
            if len(names) == 1:
                return Where(level, names[0], "article_scope", 0)
    return NOWHERE


def parents(doc: Doc, here: Where) -> dict[str, str | None]:
    """Return the district and province above a unit, None where the text leaves them open."""
    if here.place is None or here.level is None or here.level == "national":
        return {}
    found = scope_of(doc).parents(Ref(here.place, here.level), max(here.offset, 0))
    levels = ("commune", "district", "province")
    above = levels[levels.index(here.level) + 1 :] if here.level in levels else levels
    return {level: found[level] for level in above}  # type: ignore[literal-required]
