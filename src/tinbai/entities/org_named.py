"""Schools, hospitals, companies, newspapers and other bodies with a proper name (codebook 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tinbai.entities.mention import Mention
from tinbai.entities.names import SYLLABLES
from tinbai.text.normalize import spell
from tinbai.text.view import Sentence, TextView

_HEAD = re.compile(
    r"(?<![\w-])(?:trường|bệnh viện|bvđk|phòng khám đa khoa|trung tâm|công ty|cty|tổng công ty|tập đoàn|ngân hàng|hợp tác xã|htx|doanh nghiệp tư nhân|dntn|xí nghiệp|"
    r"báo|tạp chí|đài phát thanh|đài truyền hình|đài pt-th|đài pt|đài tiếng nói|thông tấn xã|đại học|trường đại học|cao đẳng|học viện|viện|trạm y tế|đồn biên phòng|đoàn kinh tế|"
    r"đoàn kt-qp|trung đoàn|sư đoàn|tiểu đoàn|lữ đoàn|quân khu|quân đoàn|đội sản xuất|chi nhánh|quỹ tín dụng nhân dân|nhà xuất bản|nxb|agribank|lâm trường|nông trường|"
    r"câu lạc bộ|clb|tòa soạn báo|bưu điện|điện lực|ban quản lý (?:rừng|khu|dự án|vườn|cảng|chợ)|vườn quốc gia|nhà máy)(?![^\W\d_])"
)
_NOT_ORG = frozenset({"vườn quốc gia", "nhà máy"})
_GENERIC = frozenset(
    "cổ phần tnhh trách nhiệm hữu hạn một thành viên mtv dịch vụ thương mại sản xuất xây dựng và & - tiểu học mầm non trung phổ thông dân tộc nội trú bán cơ sở "
    "đa khoa khu vực nông nghiệp du lịch y tế đầu tư phát triển quốc tế công nghệ nghề cao đẳng đại thcs thpt ptdt ptdtbt ptdtnt th&thcs thcs&thpt cp xnk xuất nhập khẩu "
    "lâm nghiệp nước sạch cấp môi trường đô thị tổng hợp chế biến thực phẩm kinh doanh vận tải số i ii iii ngoại nhà việt nam chính sách xã hội nông thôn công thương "
    "thủy điện chăn nuôi trồng trọt bò sữa chè cà phê mía đường gỗ giấy may điện lực viễn thông khai thác thủy lợi thông kỹ thuật khoa học sư phạm văn hóa nghệ thuật chính trị hành "
    "giáo dục thường xuyên hướng nghiệp bảo trợ hỗ trợ phòng chống chữa bệnh khuyến nông giống cây vật nuôi truyền hình phát thanh biên kinh quốc".split()
)
_CAP_GENERIC = _GENERIC | frozenset({"mầm", "tiểu", "trung", "y", "đa", "phổ", "dân", "đại", "cao", "liên"})
_LEVEL = frozenset({"xã", "phường", "huyện", "quận", "tỉnh", "thị", "thành", "tp", "tp.", "tx", "tx.", "trấn", "phố", "thôn", "bản", "buôn", "ấp", "xóm", "khu"})
_TOKEN = re.compile(r"[^\W_]+(?:[-&.'’][^\W_]+)*|[&-]|[“\"]")
_BLANK = re.compile(r" *")


def named_bodies(
    view: TextView, sentence: Sentence, places: list[Mention], persons: tuple[Mention, ...]
) -> Iterator[Mention]:
    """Yield bodies whose head word is followed by a proper name, span to the end of the name."""
    for match in _HEAD.finditer(view.folded, sentence.start, sentence.end):
        head = re.sub(" +", " ", match[0])
        if head in _NOT_ORG or (not view.text[match.start()].isupper() and head not in {"báo", "công ty", "htx"}):
            continue
        end = _name_end(view, match.end(), sentence.end, places, persons)
        if end is None:
            continue
        yield Mention("ORG", match.start(), end, spell(view.text[match.start() : end]), {"kind": _kind(head)}, "rule:org_named")


def _kind(head: str) -> str:
    if head.startswith(("trường", "đại học", "cao đẳng", "học viện")):
        return "school"
    if head.startswith(("báo", "tạp chí", "đài", "thông tấn", "tòa soạn")):
        return "newspaper"
    return "other"


def _name_end(
    view: TextView, position: int, end: int, places: list[Mention], persons: tuple[Mention, ...]
) -> int | None:
    """Walk over generic words and capitals; the last proper part ends the name."""
    last: int | None = None
    steps = 0
    while position < end and steps < 16:
        steps += 1
        position = _BLANK.match(view.folded, position).end()  # type: ignore[union-attr]
        place = next((p for p in places if p.start == position and p.end > position), None)
        if place:
            last = position = place.end
            continue
        if any(p.start == position for p in persons) and last is None and steps == 1:
            return None
        token = _TOKEN.match(view.text, position, end)
        if not token:
            break
        folded = view.folded[token.start() : token.end()]
        proper = bool(SYLLABLES.match(view.text, token.start())) or (folded.isdigit() and last is not None) or folded[:1].isdigit()
        if token[0][0].isupper():
            if folded not in _CAP_GENERIC or (last is not None and proper):
                last = token.end()
        elif folded.isdigit() and (last is not None or folded in view.folded[position : position + 4]):
            last = token.end()
        elif folded not in _GENERIC and folded not in _LEVEL:
            break
        position = token.end()
        if view.text[position : position + 1] in {",", ".", ";", ":", ")", "(", "”", "…"}:
            break
    return last
