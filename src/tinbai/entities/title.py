"""Finds every post title of the lexicon, held by somebody or not (codebook 3.4).

The layer `title` serves the model matcher, the person and the role component;
`role` later keeps the titles that a named person holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import lexicon
from tinbai.entities.forms import compile_forms, to_regex
from tinbai.entities.mention import Mention, put, register_extensions, view_of
from tinbai.entities.names import highland_surnames, middles, run_at, sure_surnames, surnames
from tinbai.entities.role_foreign import names_country
from tinbai.entities.title_kept import is_kept_now
from tinbai.entities.title_office import is_no_post, is_of_force, is_of_project, room_at, shared_at
from tinbai.text.normalize import fold
from tinbai.text.view import TextView

# Misprints seen in this genre; none of them is a word of its own.
_MISPRINTS = {"trưởng": "(?:trưởng|truởng|trưỏng|truơng)", "bí": "(?:bí|bi)", "thư": "(?:thư|thu)"}
_UNIT_OUTSIDE = frozenset(
    {"bi_thu_chi_bo", "pho_bi_thu_chi_bo", "bi_thu_dang_bo_bo_phan", "truong_ban_ctmt", "bi_thu_chi_doan"}
)
_AGENCY = re.compile(
    r" +(?:đảng +)?(?:đầu +tiên +)?(?:của|thuộc) +ngành\b|"
    r"(?: *,)? *(?:trường|trạm|công an|quân sự|hội|cơ quan|sở|phòng|công ti|bệnh viện|văn phòng|htx|hợp tác xã|"
    r"đồn|đoàn|ban |"
    r"trung tâm|chi cục|cục|doanh nghiệp|nhà máy|khối (?:cơ quan|đoàn thể|dân|chính|đảng|các|mặt trận|vận|"
    r"doanh nghiệp)|tòa án|viện|ngân hàng|xí nghiệp|"
    r"lâm trường|nông trường|tiểu đoàn|đại đội|hạt|kho bạc|bảo hiểm|thị đoàn|ủy ban|ubnd|đảng ủy|mầm non|"
    r"tiểu học|thcs|thpt|y tế)\b"
)
_BLOCK = re.compile(r"khối$")
_AGENCIES = re.compile(r" +(?:cơ quan|đoàn thể|dân|chính quyền|đảng|các|mặt trận|vận|doanh nghiệp)(?![^\W\d_])")
_PLURAL = re.compile(
    r"(?:các|những|nhiều|một số|mọi|mỗi|từng|đội ngũ|toàn bộ|tất cả|số|hầu hết|phần lớn|đa số|"
    r"chức vụ|vài|mấy|\d+|"
    r"hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|chục|trăm)"
    r"(?: +(?:đồng chí|đ/c|vị|ông|bà|anh|chị|nữ|cán bộ|người|nguyên|cựu|chức danh|chức|các))* *$"
)
_CHAIN = re.compile(r" *(?:,|-|/|và|kiêm|kiêm nhiệm|,? *đồng thời(?: +(?:là|làm))?|là|hoặc) *")
# `chị giữ cả hai chức [bí thư] và [trưởng ấp]`: two posts of one person, not several persons.
_ONE_HOLDS = re.compile(
    r"(?:(?:giữ|kiêm|kiêm +nhiệm|làm|nhận|gánh|gánh +vác|mang|ôm|nắm|đảm +(?:nhiệm|nhận|đương|trách)|"
    r"phụ +trách|hoàn +thành|thực +hiện)(?: +(?:cả|luôn|tốt|tròn|trọn|cùng +lúc|một +lúc|đồng +thời|thêm))*|"
    r"(?:^|[.,;] *)(?:với|trên|trong|ở)(?: +cả)?) +"
    r"(?:hai|2|02) +(?:chức +danh|chức +vụ|chức|các +chức)(?: +(?:danh|vụ))? *:? *$"
)
# `Hai chức danh [bí thư] và [trưởng bản] do anh A đảm nhiệm`: one person, too.
_TWO_POSTS = re.compile(r"(?:hai|2|02) +(?:chức +danh|chức +vụ) *$")
_BY_ONE = re.compile(
    r"[^.;:]{0,70}?(?<![^\W\d_])do +(?:một|ông|bà|anh|chị|cô|đồng +chí)(?! +(?:và|em)(?![^\W\d_]))[^.;:,]{0,30} +"
    r"(?:đảm|giữ|kiêm|nắm|gánh|phụ)(?![^\W\d_])"
)
_BARE = frozenset({"bí thư", "phó bí thư", "tổ trưởng", "tổ phó", "chi hội trưởng"})
_FALSE_NEXT = re.compile(
    r" +(?:đoàn|đảng|ban cán sự|trung ương|thành|tỉnh|huyện|thị|quận|liên|chi đoàn|thứ nhất|công nghiệp|kinh tế|"
    r"chế xuất)(?![^\W\d_])"
)
_HAMLET = "thôn|bản|ấp|xóm|buôn|bon|làng|khóm|khu|tổ"
_OF_OFFICE = {
    "bi_thu_chi_bo": "bi_thu_chi_bo_co_quan",
    "pho_bi_thu_chi_bo": "bi_thu_chi_bo_co_quan",
    "bi_thu_dang_uy_xa": "bi_thu_dang_bo_co_quan",
    "pho_bi_thu_dang_uy_xa": "bi_thu_dang_bo_co_quan",
}
_COMMITTEE_BEFORE = re.compile(r"(?<![^\W\d_])(?<!trưởng )(?<!phó )ban +$")  # Ban Bí thư is a body
_ACTING = re.compile(r"(?:^|[^\w])(quyền|nguyên(?: +là)?|cựu) +$")


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    post: str | None
    attrs: Mapping[str, Any]


@cache
def forms_by_word() -> Mapping[str, tuple[_Form, ...]]:
    """Return the compiled forms of `posts.toml` by their first folded word."""
    posts = lexicon.load("posts")
    macros: Mapping[str, str] = posts["macro"]
    table: dict[str, list[_Form]] = {}
    for post in posts["post"]:
        base = {"level": post["level"], "group": post["group"], "unit": post.get("unit")}
        _add(table, post["forms"], macros, post["id"], base)
        _add(table, post.get("deputy_forms", ()), macros, post["id"], {**base, "rank": "deputy"})
    for post in posts["open"]:
        levels = {key: post[key] for key in ("commune", "district", "province") if key in post}
        base = {"level": "any", "group": "open", "levels": levels, "alone": post.get("alone", False)}
        _add(table, post["forms"], macros, None, base)
        _add(table, post.get("deputy_forms", ()), macros, None, {**base, "rank": "deputy"})
    return {word: tuple(found) for word, found in table.items()}


def _add(
    table: dict[str, list[_Form]],
    forms: tuple[str, ...],
    macros: Mapping[str, str],
    post: str | None,
    attrs: dict[str, Any],
) -> None:
    by_word: dict[str, list[str]] = {}
    for form in forms:
        for word in _first_words(fold(form)):
            by_word.setdefault(word, []).append(form)
    for word, chosen in by_word.items():
        pattern = compile_forms(chosen, macros).pattern
        for right, wrong in _MISPRINTS.items():
            pattern = re.sub(rf"(?<![^\W\d_]){right}(?![^\W\d_])", lambda _, w=wrong: w, pattern)  # type: ignore[misc]
        table.setdefault(word, []).append(_Form(re.compile(pattern), post, attrs))


def _first_words(form: str) -> set[str]:
    if form.startswith("("):
        inside, _, _rest = form[1:].partition(")")
        return {choice.split()[0] for choice in inside.split("|")}
    return {re.split(r"[ \[(]", form)[0]}


@cache
def _starts() -> re.Pattern[str]:
    words = sorted(forms_by_word(), key=len, reverse=True)
    extra = ["truởng", "trưỏng", "truơng", "bi"]
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(w) for w in [*words, *extra]) + r")(?![^\W\d_])")


def find_titles(view: TextView) -> list[Mention]:
    """Return every title of the text in order, longest at each place, none overlapping.

    Args:
        view: the article's text view.

    Returns:
        Mentions of type `TITLE`; `normal` is the post id (codebook ids), None where
        the level is open and only `attrs["levels"]` lists the ids by level.
    """
    found: list[Mention] = []
    for sentence in view.sentences:
        position = sentence.start
        while match := _starts().search(view.folded, position, sentence.end):
            best = _longest_at(view, match, sentence.end)
            if best is None:
                position = match.end()
                continue
            found.append(best)
            position = best.end
    return _mark_plural(view, found)


def _longest_at(view: TextView, match: re.Match[str], end: int) -> Mention | None:
    word = {"truởng": "trưởng", "trưỏng": "trưởng", "truơng": "trưởng", "bi": "bí"}.get(match[0], match[0])
    best: tuple[int, _Form] | None = None
    for form in forms_by_word().get(word, ()):
        hit = form.pattern.match(view.folded, match.start(), end)
        if hit and (best is None or hit.end() > best[0]):
            best = (hit.end(), form)
    room = room_at(view, match.start(), end) if word in {"trưởng", "phó"} else None
    if room is not None:
        return None if is_of_force(view, room.start, room.end, end) else room
    if best is None and (shared := shared_at(view, match.start(), end)) is not None:
        return shared
    if best is None or (
        word == "bí" and _COMMITTEE_BEFORE.search(view.folded, max(0, match.start() - 12), match.start())
    ):
        return None
    stop = match.start() + len(view.folded[match.start() : best[0]].rstrip())
    return _checked(view, match.start(), stop, best[1], end)


def _checked(view: TextView, start: int, stop: int, form: _Form, end: int) -> Mention | None:
    post, attrs = form.post, dict(form.attrs)
    surface = view.folded[start:stop]
    if attrs.pop("alone", False) and not _ends_title().match(view.folded, stop, end):
        return None  # Trưởng ban Tuyên giáo Hội X
    if is_of_force(view, start, stop, end) or is_of_project(view, start, stop, end):
        return None  # codebook 9.6
    if is_no_post(view, start, stop, end):
        return None
    if surface.startswith("thứ trưởng ") and not surface.startswith("thứ trưởng bộ") and names_country(view, stop):
        stop = start + len("thứ trưởng")  # Thứ trưởng Quốc phòng Lào: the field is no part of a post here
        surface = view.folded[start:stop]
    if post in _UNIT_OUTSIDE and re.sub(" +", " ", surface) not in _BARE:
        stop = _without_unit(view, start, stop, end)
        surface = view.folded[start:stop]
        if post in {"bi_thu_chi_bo", "pho_bi_thu_chi_bo"} and _AGENCY.match(view.folded, stop, end):
            attrs = {"level": "other", "group": "party_posts", "unit": None} | (
                {"rank": "deputy"} if post == "pho_bi_thu_chi_bo" else {}
            )
            post = "bi_thu_chi_bo_co_quan"
    if post in _OF_OFFICE and _leads_office().match(view.folded, stop, end):
        deputy = {"rank": "deputy"} if post.startswith("pho_") else {}
        attrs = {"level": "other", "group": "party_posts", "unit": None} | deputy
        post = _OF_OFFICE[post]
    if re.sub(" +", " ", surface) in _BARE:
        if _FALSE_NEXT.match(view.folded, stop, end):
            return None
        attrs["bare"] = True
    elif surface.endswith("khu") and _FALSE_NEXT.match(view.folded, stop, end):
        return None
    before = _ACTING.search(view.folded, max(0, start - 12), start)
    if before:
        attrs["status"] = "acting" if before[1] == "quyền" else "former"
    return Mention("TITLE", start, stop, post, attrs, source="lexicon:posts")


@cache
def _ends_title() -> re.Pattern[str]:
    verbs = lexicon.alternation(fold(verb) for verb in lexicon.load("cues")["cues"]["speech_verbs"])
    return re.compile(rf" *(?:[,;.:)–-]|$)| +(?:kiêm|và|cùng|đồng thời|dự|đến|{verbs})(?![^\W\d_])")


@cache
def _leads_office() -> re.Pattern[str]:
    """The holder also heads an office: `Bí thư Chi bộ, Hiệu trưởng Trường …` (codebook 9.8)."""
    words = lexicon.alternation(fold(word) for word in lexicon.load("posts")["office_heads"]["words"])
    # `kiêm` is also what the secretary of a hamlet does beside: head of the commune's police, of a cooperative.
    school = r"kiêm(?: +nhiệm)? +(?:phó +)?(?:hiệu +trưởng|tổng +giám +đốc)(?![^\W\d_])"
    return re.compile(
        rf" *(?:[,-] *(?:phó +)?{words}(?![^\W\d_])|{school}(?![^.;:]{{0,80}}trưởng +(?:{_HAMLET})(?!\w)))"
    )


@cache
def _unit_tail() -> re.Pattern[str]:
    return re.compile(to_regex("x {unit}", lexicon.load("posts")["macro"])[1:] + "$")


def _without_unit(view: TextView, start: int, stop: int, end: int) -> int:
    """Leave a unit word outside if a name or number follows it (codebook 9.13)."""
    tail = _unit_tail().search(view.folded, start, stop)
    if not tail:
        return stop
    if _BLOCK.search(view.folded, start, stop) and _AGENCIES.match(view.folded, stop, end):
        return tail.start()  # Bí thư Chi bộ khối đoàn thể
    after = view.text[stop : min(end, stop + 6)].lstrip()
    if _person_behind(view, stop, end):
        return stop  # Bí thư chi bộ thôn Nguyễn Văn X: the unit has no name here
    named = after[:1].isupper() or after[:1].isdigit() or fold(after).startswith("số ")
    return tail.start() if named else stop


def _person_behind(view: TextView, stop: int, end: int) -> bool:
    run = run_at(view.text, stop + 1, end)
    parts = [view.folded[a:b] for a, b in run.syllables] if run else []
    if len(parts) > 1 and (parts[0] == "y" or parts[0].startswith("h'")) and parts[-1] in highland_surnames():
        return True  # Bí thư Chi bộ buôn Y Pốt Niê
    if len(parts) not in (3, 4) or parts[0] not in surnames():
        return False
    return parts[1] in {"văn", "thị"} or (parts[0] in sure_surnames() and parts[1] in middles())


def _mark_plural(view: TextView, found: list[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for title in found:
        left = view.folded[max(0, title.start - 40) : title.start]
        plural = bool(_PLURAL.search(left)) and not left.rstrip().endswith(("một số", "số một"))
        plural = plural and not _ONE_HOLDS.search(left) and not is_kept_now(view, title.start)
        plural = plural and not (_TWO_POSTS.search(left) and _BY_ONE.match(view.folded, title.end))
        if not plural and out and out[-1].attrs.get("plural"):
            plural = bool(_CHAIN.fullmatch(view.folded[out[-1].end : title.start]))
        attrs = {**title.attrs, "plural": True} if plural else title.attrs
        out.append(Mention(title.type, title.start, title.end, title.normal, attrs, title.source))
    return out


class TitleComponent:
    """spaCy component `tinbai_title`: fills the helper layer `title`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Store the titles of `doc`."""
        put(doc, "title", find_titles(view_of(doc)))
        return doc


@Language.factory("tinbai_title")
def make_title(nlp: Language, name: str) -> TitleComponent:
    """Return the component that spaCy builds under `name`."""
    return TitleComponent(nlp, name)
