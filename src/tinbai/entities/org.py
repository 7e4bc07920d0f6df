"""Bodies with a proper name, and authorities whose level is said (codebook 3.5, 9.15, 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import lexicon
from tinbai.entities.mention import Mention, get, longest, put, register_extensions, view_of
from tinbai.entities.org_named import named_bodies
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_LEVEL = r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tp\.?|tx\.?|tỉnh)"
_WORD = r"(?![^\W\d_])"
_COMMITTEE = r"(?:huyện ủy|thị ủy|thành ủy|quận ủy|tỉnh ủy)"
_INNER = (
    r"(?:ban thường vụ|btv|ban chấp hành|bch|thường trực|ban tổ chức|ban tuyên giáo và dân vận|"
    r"ban tuyên giáo|ban dân vận|ban nội chính|"
    r"ủy ban kiểm tra|ub kiểm tra|ubkt|văn phòng|ban xây dựng đảng|hội đồng giáo dục chính trị)"
)
_STATE = (
    r"(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|thường trực hđnd|văn phòng hđnd và ubnd|văn phòng ubnd"
    r"|đoàn đbqh|đoàn đại biểu quốc hội|hđnd và ubnd)"
)
_FRONT = (
    r"(?:(?:ban thường trực +)?(?:ủy ban|ub|ubnd) +(?:mttq|mặt trận tổ quốc)(?: +(?:việt nam|vn))?|"
    r"ubmttq(?: +(?:việt nam|vn))?|(?:mttq|mặt trận tổ quốc)(?: +(?:việt nam|vn))?)"
)
_FORCE = (
    r"(?:công an|ca|ban chỉ huy quân sự|ban chqs|bộ chỉ huy quân sự|bộ chqs|bộ chỉ huy bộ đội biên phòng|"
    r"bộ chỉ huy bđbp|bộ đội biên phòng|bđbp|tòa án nhân dân|tand|"
    r"viện kiểm sát nhân dân|viện ksnd|vksnd|vks|chi cục thi hành án dân sự|bảo hiểm xã hội|bhxh|"
    r"kho bạc nhà nước|thanh tra|ban quản lí dự án(?: đầu tư xây dựng)?|"
    r"ban chỉ huy (?:phòng,? chống thiên tai|pctt)(?: (?:và|&|-) (?:tìm kiếm cứu nạn|tkcn))?|"
    r"đài (?:khí tượng thủy văn|kttv|phát thanh(?: và |, | - )truyền hình|pt-th|truyền thanh)|chi cục thuế|"
    r"chi cục thống kê)"
)
# Facilities and stations need a proper name, a level word is not enough (codebook 3.5).
_FACILITY = (
    r"(?:đồn biên phòng|đồn bp|đồn công an|hạt kiểm lâm|ban quản lí rừng phòng hộ|"
    r"đội quản lí thị trường|"
    r"trung tâm (?:y tế|chính trị|dịch vụ nông nghiệp|văn hóa|văn hóa - thể thao|bồi dưỡng chính trị|"
    r"khuyến nông|giáo dục nghề nghiệp - giáo dục thường xuyên)|"
    r"trạm (?:y tế|khuyến nông|thú y|kiểm lâm|thủy nông)|đội (?:cảnh sát giao thông|csgt)|"
    r"ban chỉ đạo (?:xây dựng )?nông thôn mới)"
)
_MASS = (
    r"(?:hội nông dân|hnd|hội liên hiệp phụ nữ|hội lhpn|hội phụ nữ|hội cựu chiến binh|hội ccb|"
    r"hội người cao tuổi|hội nct|hội chữ thập đỏ|hội khuyến học|hội cựu thanh niên xung phong|"
    r"hội đông y|hội luật gia|hội nhà báo|hội văn học nghệ thuật|hội liên hiệp thanh niên|hội lhtn|"
    r"đoàn thanh niên cộng sản hồ chí minh|đoàn tncs hồ chí minh|đoàn thanh niên|đoàn tn|liên đoàn lao động"
    r"|lđlđ|hội làm vườn|hội doanh nghiệp|hội bảo trợ)(?: +(?:việt nam|vn))?"
)
_PARTY = r"(?:đảng ủy|đảng bộ|đảng đoàn|ban cán sự đảng)"
_YOUTH = r"(?:huyện đoàn|thị đoàn|thành đoàn|quận đoàn|tỉnh đoàn)"
_HAMLET_BODY = (
    r"(?:chi bộ|chi ủy|ban công tác mặt trận|ban ctmt|ban nhân dân|ban quản lí|ban điều hành|ban tự quản|"
    r"chi hội (?:phụ nữ|nông dân|cựu chiến binh|người cao tuổi)|"
    r"hội (?:phụ nữ|nông dân|cựu chiến binh|người cao tuổi)|chi đoàn(?: thanh niên)?)"
)
_CENTRAL = re.compile(
    r"(?<![^\W_])(?:ban chấp hành trung ương(?: đảng)?|ban (?:tổ chức|tuyên giáo|dân vận|nội chính|kinh tế|"
    r"tuyên giáo và dân vận) trung ương|ủy ban kiểm tra trung ương|"
    r"ủy ban thường vụ quốc hội|ubtvqh|ủy ban trung ương mttq việt nam|mặt trận tổ quốc việt nam|"
    r"trung ương đoàn(?: tncs hồ chí minh)?|trung ương mttq việt nam|"
    r"trung ương hội [^\W\d_]+ [^\W\d_]+(?: việt nam)?|"
    r"bộ chính trị|ban bí thư|quốc hội|chính phủ|văn phòng chính phủ|tổng liên đoàn lao động việt nam|"
    r"ủy ban dân tộc)(?![^\W\d_])"
)
_TRUNG_UONG = re.compile(r"(?<![^\W_])(?:của|do|được) +(trung ương)(?= *(?:[,.;:)]|$|và|ban hành|về|đảng))")
_LIST_MATE = re.compile(
    r"(?<![^\W\d_])(bch|btv|hđnd|ubnd|ủy ban mttq|mttq)(?= *(?:,|và|-) *(?:bch|btv|hđnd|ubnd|ủy ban mttq|"
    r"mttq)(?![^\W\d_]))"
)
_PLURAL_UNITS = re.compile(r" +(?:các|những|nhiều|một số|hai|ba|\d+|cấp|hai cấp|các cấp)(?![^\W\d_])")


def _authority_pattern() -> re.Pattern[str]:
    party = rf"(?:{_INNER} +)?(?:{_COMMITTEE}|{_PARTY}(?= +{_LEVEL}{_WORD}| +(?=\S)))|{_INNER} +(?=đảng)|{_YOUTH}"
    return re.compile(
        rf"(?<![\w-])(?P<head>(?P<party>{party})|(?P<state>{_STATE}|{_FRONT})|(?P<force>{_FORCE})|"
        rf"(?P<facility>{_FACILITY})|(?P<mass>{_MASS})){_WORD}"
        rf"(?P<level> +{_LEVEL}(?:{_WORD}))?"
    )


_AUTHORITY = _authority_pattern()
_HAMLET = re.compile(rf"(?<![\w-]){_HAMLET_BODY}{_WORD} +(?=\S)")


def find_orgs(view: TextView, layers: dict[str, tuple[Mention, ...]]) -> list[Mention]:
    """Return every ORG mention in order.

    Args:
        view: the text view.
        layers: the layers `place`, `title`, `document`, `person` found so far.
    """
    found: list[Mention] = []
    for sentence in view.sentences:
        places = [p for p in layers["place"] if sentence.start <= p.start < sentence.end]
        found += _authorities(view, sentence, places)
        found += _hamlet_bodies(view, sentence, places)
        found += _offices(view, sentence, places)
        found += _central(view, sentence)
        found += named_bodies(view, sentence, places, layers["person"])
    blocked = [*layers["title"], *layers["document"]]
    named = {p.type for p in layers["place"]}
    found = [_with_party(view, m) for m in found if not (m.attrs.get("elided") and _nobody_s(view, m, named))]
    kept = longest(m for m in found if not any(m.overlaps(b) for b in blocked))
    return [_expanded(view, mention, layers["place"]) for mention in kept]


_PARTY_BEFORE = re.compile(
    r"(?<![^\W\d_])(?:chi bộ|đảng ủy|đảng bộ|công đoàn|chi đoàn|ban giám hiệu|ban giám đốc|ban chỉ huy) +$"
)


def _with_party(view: TextView, mention: Mention) -> Mention:
    """Take the Party organisation of a named body into the span: `Chi bộ Trường Tiểu học …`."""
    before = _PARTY_BEFORE.search(view.folded, max(0, mention.start - 20), mention.start)
    if not before or mention.source != "rule:org_named":
        return mention
    return replace(mention, start=before.start(), normal=spell(view.text[before.start() : mention.end]))


def _nobody_s(view: TextView, mention: Mention, named: set[str]) -> bool:
    """`UBND xã` in a text that names units but no commune is any commune's (codebook 3.5)."""
    folded = view.folded[mention.start : mention.end]
    if not named & {"COMMUNE", "DISTRICT", "PROVINCE"} or "COMMUNE" in named:
        return False
    if _LEVEL_WORDS["COMMUNE"].search(folded):
        return True
    return "DISTRICT" not in named and bool(_LEVEL_WORDS["DISTRICT"].search(folded))


_LEVEL_WORDS = {
    "COMMUNE": re.compile(r"(?:xã|phường|thị trấn|đặc khu)$"),
    "DISTRICT": re.compile(r"(?:huyện|quận|thị xã|thành phố|huyện ủy|thị ủy|thành ủy|quận ủy|huyện đoàn|thị đoàn)$"),
    "PROVINCE": re.compile(r"(?:tỉnh|tỉnh ủy|tỉnh đoàn)$"),
}
_COMMITTEE_CASE = re.compile(r"(?<!\w)(huyện|tỉnh|thị|thành|quận)(?= (?:ủy|đoàn))")


def _expanded(view: TextView, mention: Mention, places: tuple[Mention, ...]) -> Mention:
    """Give an elided body the name of the unit it can only mean: the last one named before, else the only one."""
    normal = _COMMITTEE_CASE.sub(lambda m: m[0].capitalize(), str(mention.normal))
    if not mention.attrs.get("elided"):
        return replace(mention, normal=normal)
    folded = view.folded[mention.start : mention.end]
    level = next((level for level, pattern in _LEVEL_WORDS.items() if pattern.search(folded)), None)
    fitting = [p for p in places if p.type == level]
    before = [p for p in fitting if p.end <= mention.start]
    names = {p.normal for p in fitting}
    unit = before[-1].normal if before else names.pop() if len(names) == 1 else None
    if not unit:
        return replace(mention, normal=normal)
    name = unit.split(" ", 2)[-1] if unit.startswith(("thị ", "thành ", "đặc ")) else unit.split(" ", 1)[-1]
    return replace(mention, normal=f"{normal} {name}", attrs={**mention.attrs, "elided": name})


def _authorities(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    for match in _AUTHORITY.finditer(view.folded, sentence.start, sentence.end):
        head_end = match.end("head")
        if _after_member(view, match.start(), sentence):
            continue
        place = _place_at(places, head_end)
        if place:
            yield _org(view, match.start(), place.end, match)
        elif match["level"] and not match["facility"]:
            if not _PLURAL_UNITS.match(view.folded, match.end()) or view.folded[match.end() :].startswith(" ba "):
                yield _org(view, match.start(), match.end(), match, elided=True)
        elif re.search(rf"(?:{_COMMITTEE}|{_YOUTH})$", match["head"]):
            yield _org(view, match.start(), head_end, match, elided=True)
    for match in _LIST_MATE.finditer(view.folded, sentence.start, sentence.end):
        if not _after_member(view, match.start(), sentence):
            yield Mention(
                "ORG",
                match.start(1),
                match.end(1),
                spell(view.text[match.start(1) : match.end(1)]),
                {},
                "rule:org_list",
            )


def _after_member(view: TextView, start: int, sentence: Sentence) -> bool:
    left = view.folded[max(sentence.start, start - 30) : start]
    return bool(
        re.search(
            r"(?:ủy viên|bí thư|chủ tịch|phó|thành viên|đại biểu)(?: +(?:ban thường vụ|btv|bch))?(?: *,)? +$", left
        )
    )


def _place_at(places: list[Mention], position: int) -> Mention | None:
    return next((p for p in places if position <= p.start <= position + 1), None)


def _org(view: TextView, start: int, end: int, match: re.Match[str], *, elided: bool = False) -> Mention:
    kind = next((name for name in ("party", "state", "force", "mass") if match.groupdict().get(name)), "other")
    attrs: dict[str, object] = {"kind": kind} | ({"elided": True} if elided else {})
    return Mention("ORG", start, end, spell(view.text[start:end]), attrs, "rule:org_authority")


def _hamlet_bodies(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    for match in _HAMLET.finditer(view.folded, sentence.start, sentence.end):
        place = _place_at(places, match.end())
        if place and place.type == "HAMLET" and not place.attrs.get("type_inherited"):
            yield Mention(
                "ORG",
                match.start(),
                place.end,
                spell(view.text[match.start() : place.end]),
                {"kind": "hamlet"},
                "rule:org_hamlet",
            )


def _offices_pattern() -> re.Pattern[str]:
    fields = alternation(fold(lexicon.load("posts")["macro"]["field"]).split("|"))
    return re.compile(
        rf"(?<![\w-])(?P<head>sở|phòng|chi cục|cục|tổng cục|bộ|"
        rf"ban) +(?P<field>{fields})(?![^\W\d_])(?P<level> +{_LEVEL}{_WORD})?"
    )


_OFFICES = _offices_pattern()
_MINISTRY_FALSE = re.compile(r"(?:cán|nội|toàn|cục|tiến|đồng|đội|một) +$")


def _offices(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    """Offices named by their field need no level word: `Sở Nội vụ`, `Phòng Tài chính`."""
    for match in _OFFICES.finditer(view.folded, sentence.start, sentence.end):
        written = view.text[match.start()]
        field = view.text[match.start("field")]
        if not written.isupper() and not field.isupper():
            continue
        if match["head"] in {"ban", "bộ", "phòng", "cục"} and not written.isupper() and not field.isupper():
            continue
        if _MINISTRY_FALSE.search(view.folded, max(sentence.start, match.start() - 8), match.start()):
            continue
        end = match.end("field")
        place = _place_at(places, end)
        end = place.end if place else match.end()
        yield Mention(
            "ORG", match.start(), end, spell(view.text[match.start() : end]), {"kind": "state"}, "rule:org_office"
        )


def _central(view: TextView, sentence: Sentence) -> Iterator[Mention]:
    for match in _CENTRAL.finditer(view.folded, sentence.start, sentence.end):
        if view.text[match.start()].isupper() or view.text[match.start() : match.end()].isupper():
            yield Mention(
                "ORG",
                match.start(),
                match.end(),
                spell(view.text[match.start() : match.end()]),
                {"kind": "central"},
                "rule:org_central",
            )
    for match in _TRUNG_UONG.finditer(view.folded, sentence.start, sentence.end):
        if view.text[match.start(1)].isupper():
            yield Mention("ORG", match.start(1), match.end(1), "Trung ương", {"kind": "central"}, "rule:org_central")


class OrgComponent:
    """spaCy component `tinbai_org`: fills the layer `org`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Store the bodies of `doc`; a body inside a title is none."""
        layers = {layer: get(doc, layer) for layer in ("place", "title", "document", "person")}
        put(doc, "org", find_orgs(view_of(doc), layers))
        return doc


@Language.factory("tinbai_org")
def make_org(nlp: Language, name: str) -> OrgComponent:
    """Return the component that spaCy builds under `name`."""
    return OrgComponent(nlp, name)
