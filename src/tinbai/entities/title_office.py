"""Titles that no list of forms holds: of rooms in offices, of police and army, and of a body named once for two."""

from __future__ import annotations

import re
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

# No word of a room's name: `Trưởng phòng Nội vụ huyện X giữ chức Giám đốc Sở Y` are two posts.
# A room may be for them: `Phòng Quản lý huyện, thị xã thuộc Sở Nội vụ`.
_LEVELS = r"(?:huyện|quận|thị +xã)(?![^\W\d_])"
_NO_ROOM = (
    r"(?!(?:giữ(?= +(?:chức|vụ))|được|thôi(?= +(?:giữ|chức))|giám +đốc|phó(?= +(?:giám|trưởng|chánh|chủ)))(?![^\W\d_])|"
    rf"{_LEVELS}(?! *,? *(?:{_LEVELS}|(?:thuộc|của) +(?:sở|cục|chi))))"
)
_ROOM = re.compile(
    rf"(?:phó +)?(?:trưởng +)?phòng +"
    rf"(?P<name>{_NO_ROOM}[^\W\d_]+(?:(?: +|, +| *[-–] *| *& *){_NO_ROOM}[^\W\d_]+){{0,9}}?)"
    r"(?= *[,(-]? *(?:thuộc +|của +)?(?P<body>sở|chi cục|cục)(?![^\W\d_]))"
)
# The body of both titles follows the second one.
_SHARED = re.compile(
    r"(?:phó +)?chủ +tịch(?= *(?:,|-|–|,? *kiêm|và) *tổng +thư +kí +(?:ủy +ban|ub) +"
    r"(?:trung +ương|t\.?ư|tw) +(?:mttq|mặt +trận)(?![^\W\d_]))"
)
_FORCES = (
    r"(?:công +an|an +ninh|cảnh +sát|quân +(?:đội|khu|chủng|lực|y|nhu|huấn)|quốc +phòng|bộ +tư +lệnh|bộ +đội|"
    r"biên +phòng)(?![^\W\d_])"
)
_LINK = r"(?: *\(| *[-–]| +(?:của|thuộc))? *"
_DEPARTMENT = re.compile(r"(?:phó +)?vụ +trưởng(?![^\W\d_])")
_OF_HEAD = re.compile(r"(?:phó +)?(?:cục +trưởng|(?:trưởng +)?phòng)(?![^\W\d_])")
# `Cục Cảnh sát …`, `Cục X (Bộ Công an)`; without a mark between a verb may stand there: `Cục X đề nghị công an …`.
_BODY = re.compile(
    rf"{_LINK}cục +(?:{_FORCES}|[^\W\d_]+(?: +[^\W\d_]+){{0,5}}(?: *\( *| *[-–] *| +thuộc +)"
    r"bộ +(?:công +an|quốc +phòng)(?![^\W\d_]))"
)
_OFFICE_OF_FORCE = re.compile(rf"{_LINK}(?:bộ +|(?:ban|bộ) +chỉ +huy +)?{_FORCES}")
_DEPARTMENT_OF_FORCE = re.compile(
    r"(?: +vụ(?: +[^\W\d_]+){1,6}?)?(?: *\(| *[-–,]| +(?:của|thuộc))? *"
    r"(?:bộ +(?:công +an|quốc +phòng)|viện +kiểm +sát|vks|tòa +án|tand)(?![^\W\d_])"
)
_RANK = re.compile(
    r"(?<![^\W\d_])(?:thiếu|trung|thượng|đại) +(?:tá|úy|tướng)"
    r"(?: *,? *(?:tiến +sĩ|ts|bác +sĩ|bs|ông|bà|đồng +chí)\.?)* *$"
)
_BESIDE_RANK = re.compile(r"(?:phó +)?(?:cục +trưởng|vụ +trưởng|trưởng +phòng|phòng +)")

# `Trưởng Ban quản lý Dự án Trung tâm thương mại X`: of one building, not of a province.
_OF_PROJECT = re.compile(
    r" *(?:(?:của|thuộc) +|\( *)?(?:công +ti|tập +đoàn|tổng +công +ti|trung +tâm|"
    r"khu +(?:đô +thị|du +lịch|dân +cư|nhà|nghỉ|chung)|nhà +(?:máy|ở|hát)|thủy +điện|nhiệt +điện|điện +gió|cầu|"
    r"đường|cao +tốc|khách +sạn|chợ|chung +cư|trường|bệnh +viện|công +trình|tòa +nhà|siêu +thị|"
    r"sân +(?:bay|gôn|golf)|cảng)(?![^\W\d_])"
)

# Rooms of schools, hospitals and companies are named by the fields of a district's, too. No comma and no dash: in a
# list the next office stands behind it (`Phòng Y tế, Bệnh viện huyện X`).
_ROOM_HEAD = re.compile(r"(?:phó +)?(?:trưởng +)?phòng +")
_NO_DISTRICT = re.compile(
    r" +(?:(?:trường +)?(?:đại +học|đh|cao +đẳng|học +viện|bệnh +viện|bv|tập +đoàn|tổng +công +ti)|"
    r"công +ti|cty|ngân +hàng|nhà +máy|xí +nghiệp|"
    r"(?:của|thuộc) +(?:trường|bệnh +viện|bv|công +ti|ngân +hàng|học +viện|đại +học|đh))(?![^\W\d_])"
)
# What no room of a district is named by, unless it says so: companies and institutes have these, too.
_OF_COMPANY = re.compile(
    r"(?:kế +hoạch|khoa +học|thông +tin)(?: *[-–&] *| +)(?:đầu +tư|công +nghệ|truyền +thông)|"
    r"(?:kh|tt)(?: +(?:và|&) +| *- *| *)(?:đt|cn|tt)"
)
_LEVEL_END = re.compile(r" (?:huyện|quận|thị +xã|thành +phố|tp|tỉnh)$")
# `văn bản Phó Chủ tịch …`: no deputy of a hamlet; an `ấp phó Chánh Hội` is one.
_DOCUMENT_BEFORE = re.compile(r"(?<![^\W\d_])văn +$")
_POST_NEXT = re.compile(
    r" +(?:chủ +tịch|bí +thư|(?:tổng +)?giám +đốc|chánh +(?:văn +phòng|án|thanh +tra)|thủ +tướng|hiệu +trưởng|"
    r"trưởng +(?:ban|phòng|đoàn)|cục +trưởng|viện +trưởng|vụ +trưởng)(?![^\W\d_])"
)


def is_room_elsewhere(view: TextView, stop: int, end: int) -> bool:
    """Say whether a room whose name ends at `stop` is one of a school, hospital or company, not of a district."""
    return _NO_DISTRICT.match(view.folded, stop, end) is not None


def is_company_field(view: TextView, start: int, stop: int) -> bool:
    """Say whether a room without level is named by what no room of a district is: `phòng Kế hoạch đầu tư`."""
    return _OF_COMPANY.fullmatch(view.folded, start, stop) is not None


def is_no_post(view: TextView, start: int, stop: int, end: int) -> bool:
    """Say whether a title is of a room in a school, hospital or company, or half of another title.

    Args:
        view: the text view.
        start: where the title begins.
        stop: where it ends.
        end: where the sentence ends.
    """
    if room := _ROOM_HEAD.match(view.folded, start, stop):
        elsewhere = is_room_elsewhere(view, stop, end) and not _LEVEL_END.search(view.folded, start, stop)
        return elsewhere or is_company_field(view, room.end(), stop)
    if not view.folded.startswith("bản", start) or not view.folded.endswith("phó", start, stop):
        return False
    document = _DOCUMENT_BEFORE.search(view.folded, max(0, start - 8), start)
    return document is not None and _POST_NEXT.match(view.folded, stop, end) is not None


def is_of_project(view: TextView, start: int, stop: int, end: int) -> bool:
    """Say whether a title heads one project only, as that of a company: no post of a province (codebook 9.7).

    Args:
        view: the text view.
        start: where the title begins.
        stop: where it ends.
        end: where the sentence ends.
    """
    words = " ".join(view.folded[start:stop].split())
    return words.endswith("ban quản lí dự án") and _OF_PROJECT.match(view.folded, stop, end) is not None


def room_at(view: TextView, start: int, end: int) -> Mention | None:
    """Return the head of a room inside a Sở, Cục or Chi cục, whatever the room's field (codebook 9.7).

    Args:
        view: the text view.
        start: where the title begins.
        end: where the sentence ends.
    """
    room = _ROOM.match(view.folded, start, end)
    if room is None or not view.text[room.start("name")].isupper() or not view.text[room.start("body")].isupper():
        return None
    deputy = {"rank": "deputy"} if room[0].startswith("phó") else {}
    attrs = {"level": "province", "group": "state_posts", "unit": None} | deputy
    return Mention("TITLE", start, room.end("name"), "truong_phong_so", attrs, source="lexicon:posts")


def shared_at(view: TextView, start: int, end: int) -> Mention | None:
    """Return a title whose body is named behind the next one: `[Phó Chủ tịch] kiêm Tổng Thư ký Ủy ban Trung ương …`.

    Args:
        view: the text view.
        start: where the title begins.
        end: where the sentence ends.
    """
    match = _SHARED.match(view.folded, start, end)
    if match is None:
        return None
    deputy = {"rank": "deputy"} if match[0].startswith("phó") else {}
    attrs = {"level": "central", "group": "party_posts", "unit": None} | deputy
    return Mention("TITLE", start, match.end(), "trung_uong", attrs, source="lexicon:posts")


def is_of_force(view: TextView, start: int, stop: int, end: int) -> bool:
    """Say whether the words behind a title make it one of police or army, which are no posts (codebook 9.6).

    Args:
        view: the text view.
        start: where the title begins.
        stop: where it ends.
        end: where the sentence ends.
    """
    if _DEPARTMENT.match(view.folded, start, stop):
        return _DEPARTMENT_OF_FORCE.match(view.folded, stop, end) is not None
    if _OF_HEAD.match(view.folded, start, stop) is None:
        return False
    if "cục trưởng" in " ".join(view.folded[start:stop].split()) and (
        _BODY.match(view.folded, stop, end) or _army_office().match(view.folded, stop, end)
    ):
        return True
    return _OFFICE_OF_FORCE.match(view.folded, stop, end) is not None


def is_of_ranked(view: TextView, title: Mention, person: Mention) -> bool:
    """Say whether a rank stands before the holder of a post that the forces have too: `Đại tá A, [Phó Cục trưởng]`.

    The head of a named hamlet or council may be a retired officer, the head of a Cục with a rank is none.

    Args:
        view: the text view.
        title: the title.
        person: its holder.
    """
    if _BESIDE_RANK.match(view.folded, title.start, title.end) is None:
        return False
    if title.normal == "truong_phong_huyen" and title.attrs.get("level") == "district":
        return False  # the title says whose room it is
    return _RANK.search(view.folded, max(0, person.start - 30), person.start) is not None


@cache
def _army_office() -> re.Pattern[str]:
    words = lexicon.alternation(fold(word) for word in lexicon.load("posts")["office_heads"]["of_army_or_police"])
    return re.compile(rf" +{words}(?![^\W\d_])")
