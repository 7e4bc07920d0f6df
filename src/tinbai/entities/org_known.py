"""Bodies whose name is no place: schools and courts of the country, numbered police teams (codebook 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Mention
from tinbai.entities.names import SYLLABLES, run_at
from tinbai.entities.org_field import START, known_place
from tinbai.text.normalize import CAPITALS, fold, spell
from tinbai.text.view import Sentence, TextView

_WORD = r"(?![^\W_])"
_CENTRE = re.compile(r"(?<!\w)trung ương(?!\w)")
_SHORT_CENTRE = re.compile(r"(?<!\w)(?:tư|tw)(?!\w)(?! +(?:lệnh|pháp))")
LETTERS = ("đh", "đhqg", "bv", "ctcp")
_CONGRESS = re.compile(r"(?<![^\W\d_])(?:khóa +[ivx]+|lần +thứ|nhiệm +kì)(?![^\W\d_])")
_OF_SCHOOL = re.compile(r"(?<![^\W\d_])(?:giám +đốc|hiệu +trưởng|hiệu +phó|hội +đồng|trường) +$")
_LEVEL_WORD = re.compile(r" (?:xã(?! +hội)|phường|huyện|quận|tỉnh)(?![^\W\d_])")
# Committees of the National Assembly that other states, provinces and societies have as well.
_ANYBODY_S = re.compile(r"ủy +ban +(?:kinh +tế|đối +ngoại|tư +pháp|pháp +luật)$")
_GOES_ON = re.compile(r" *[-–] *[^\W\d_]|(?: +của)? +(?:thượng|hạ|nghị) +viện|(?: +xã +hội)? +châu +(?:á|âu|phi)")
_NEXT_CAPITALS = re.compile(rf" [{CAPITALS}]{{2}}")
_ASSEMBLY = re.compile(r" +(?:quốc +hội|qh)(?![^\W\d_])")


def with_short_centre(names: list[str]) -> list[str]:
    """Return folded names, those of the centre in each way that papers write it: `Trung ương`, `T.Ư`, `TƯ`, `TW`."""
    return [_CENTRE.sub(way, name) for name in names for way in ("trung ương", "t.ư", "tư", "tw")]


def is_central(view: TextView, match: re.Match[str]) -> bool:
    """Say whether a name of the centre ends there and is no other body's or a common word.

    Args:
        view: the text view.
        match: the folded name.
    """
    start, end = match.span()
    if any(not view.text[slice(*m.span())].isupper() for m in _SHORT_CENTRE.finditer(view.folded, start, end)):
        return False  # Ban Tổ chức tư vấn
    after = view.text[end : end + 3]
    if (
        view.folded.endswith((" tư", " tw"), start, end)
        and view.text[start:end].isupper()
        and _NEXT_CAPITALS.match(after)
    ):
        return False  # BAN TỔ CHỨC TƯ VẤN in a heading
    if view.folded.startswith("ngân", start):
        return _SEVERAL.match(view.folded, end) is None
    if _ANYBODY_S.fullmatch(view.folded, start, end):
        other = after[:1] == " " and after[1:2].isupper() and not _ASSEMBLY.match(view.folded, end)
        return not other and _GOES_ON.match(view.folded, end) is None
    return True


@cache
def _letters_of() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    congress, cared, carers = (_words(key) for key in ("congress_of", "protected", "protectors"))
    titles = r"(?:ông|bà|anh|chị|cô|chú|bác +sĩ|bs|thầy|em|gs|ts|pgs)"
    return (
        re.compile(rf" +(?:{congress}|{titles}|[ivx]+){_WORD}"),
        re.compile(rf" +(?:{cared}{_WORD}|{titles}{_WORD}|(?P<level>tỉnh|huyện|thành phố|tp){_WORD})"),
        re.compile(rf"(?<![^\W\d_]){carers} +$"),
    )


def written_as_head(view: TextView, start: int, end: int) -> bool:
    """Say whether a head word is none that is only letters, or these are capitals and stand for nothing else here."""
    letters = view.folded[start:end]
    if letters not in LETTERS:
        return True
    if not view.text[start:end].isupper():
        return False
    congress, cared, carers = _letters_of()
    if letters == "đh":  # Đại hội; đào tạo sau ĐH khu vực X
        return view.text[end + 1 : end + 2].isupper() and not congress.match(view.folded, end)
    if letters == "bv":  # bảo vệ
        after = cared.match(view.folded, end)
        if after and not (after["level"] and view.text[after.end() + 1 : after.end() + 2].isupper()):
            return False  # BV huyện Mai Sơn is one
        return not carers.search(view.folded, max(0, start - 12), start)
    return True


def is_congress(view: TextView, start: int, end: int, stop: int) -> bool:
    """Say whether a name behind `ĐH` is that of a congress: a level is in it, or its number follows.

    Args:
        view: the text view.
        start: where `ĐH` begins.
        end: where the name ends.
        stop: where the sentence ends.
    """
    if not view.folded.startswith("đh ", start):
        return False
    if _LEVEL_WORD.search(view.folded, start, end):
        return True
    number = _CONGRESS.search(view.folded, end, min(stop, end + 60))
    return number is not None and not _OF_SCHOOL.search(view.folded, max(0, start - 12), start)


_AFTER_NAME = re.compile(r"(?:năm|tháng|ngày) +\d")
_DASHED = re.compile(rf"[-–] +(?!Nhi )[{CAPITALS}][^\W\d_]* +[^\W\d_]")


def ends_before(view: TextView, position: int, *, letters: bool) -> bool:
    """Say whether no name of letters goes on there: a date, or behind `ĐH X - ` a clause in small letters.

    Args:
        view: the text view.
        position: where the next word of the name would begin.
        letters: whether the head word is only letters.
    """
    if not letters:
        return False
    if _AFTER_NAME.match(view.folded, position):
        return True
    dash = _DASHED.match(view.text, position)
    return dash is not None and dash[0][-1].islower()


_BRANCH = re.compile(r" +(?:khu vực +[ivx]+(?![^\W_])|(?P<branch>chi nhánh)(?: +tỉnh)? +)")


def branch_end(view: TextView, end: int, sentence: Sentence) -> int:
    """Return the end with the branch: `Ngân hàng Nhà nước chi nhánh Nghệ An`, `Kiểm toán Nhà nước khu vực VII`."""
    branch = _BRANCH.match(view.folded, end, sentence.end)
    if branch is None or not branch["branch"]:
        return branch.end() if branch else end
    run = run_at(view.text, branch.end(), sentence.end)
    return run.end if run and units_known.levels_of(view.text[run.start : run.end]) else end


# A name of two words in capitals ends before `và`, and so does one that is no Vietnamese word (Oxford), …
_TWO_WORDS = re.compile(rf"(?<![^\W_])[{CAPITALS}][^\W\d_]* [{CAPITALS}][^\W\d_]*$")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_NOT_VIETNAMESE = re.compile(r"[fwz]|(?<=\w)[bcdđghklmnpqrstvx]{3}|[bdđqsvx]$")  # Lắk, Jút are
# … if a name of two words is behind it.
_NAME_AFTER = re.compile(rf" +(?P<first>[{CAPITALS}][^\W\d_]*)(?:-[{CAPITALS}][^\W\d_]*)? [{CAPITALS}]")


def another_name(view: TextView, last: int, position: int, common: frozenset[str]) -> bool:
    """Say whether the name of a body ends before `và`, since a name follows and no trade: `CLB Bình An và Yên Hộ`.

    Args:
        view: the text view.
        last: where the name so far ends.
        position: where `và` ends.
        common: folded words that are no proper name.
    """
    after = _NAME_AFTER.match(view.text, position)
    if after is None or position - last != len(" và") or view.folded[slice(*after.span("first"))] in common:
        return False
    word = _LAST_WORD.search(view.text, max(0, last - 30), last)
    if word is not None and _is_foreign(word[0]):
        return True
    if _TWO_WORDS.search(view.text, max(0, last - 30), last) is None:
        return False
    return _is_foreign(after["first"]) or known_place(view, position + 1, position + 40) is not None


def _is_foreign(word: str) -> bool:
    return SYLLABLES.fullmatch(word) is None or _NOT_VIETNAMESE.search(fold(word)) is not None


@cache
def phrases() -> re.Pattern[str]:
    """Return the trades of several words inside the names of companies."""
    words = lexicon.alternation(fold(word) for word in lexicon.load("orgs")["name"]["phrases"])
    return re.compile(rf"{words}{_WORD}")


_OF_REGION = re.compile(rf"miền +(?:bắc|trung|nam){_WORD}")


def region_at(view: TextView, start: int, end: int) -> int | None:
    """Return the end of the part of the country that ends a name there: `Tổng Công ty Điện lực miền Bắc`.

    The caller knows that a trade stands before it; a `bệnh viện miền Bắc` is any.
    """
    region = _OF_REGION.match(view.folded, start, end)
    return region.end() if region and view.text[region.end() - 4 : region.end()].split()[-1][0].isupper() else None


def _words(key: str) -> str:
    return lexicon.alternation(fold(word) for word in lexicon.load("orgs")["known"][key])


@cache
def _schools() -> re.Pattern[str]:
    university = rf"(?:trường +)?(?:đại học|đh) +(?P<u>{_words('universities')})"
    return re.compile(
        rf"{START}(?:{university}|học viện +(?P<a>{_words('academies')})){_WORD}"
        rf"(?! +miền)(?! *[-–] *[^\W\d_]| +(?:quốc +gia|việt +nam){_WORD})"
    )


@cache
def _courts() -> re.Pattern[str]:
    courts = r"tòa án nhân dân|tand|viện kiểm sát nhân dân|viện ksnd|vksnd"
    return re.compile(rf"{START}(?:{courts}) +cấp cao tại +{_words('seats')}{_WORD}")


_SEVERAL = re.compile(rf" +(?:các|những|nhiều|mỗi|từng|một số){_WORD}")
_REGION = re.compile(rf"{START}(?:bộ tư lệnh +)?vùng +(?:[1-5] +hải quân|cảnh sát biển +[1-4]){_WORD}")


# Departments of the police by their codes: `Phòng PC06`, `Cục C06`; a `phòng C12` is a room.
_CODE = re.compile(rf"{START}(?:phòng +(?P<room>(?:pc|pa|pk|px)\d\d|p[vh]0\d)|cục +(?P<code>[achkvx]\d\d)){_WORD}")


@cache
def _posts() -> re.Pattern[str]:
    return re.compile(rf"{START}{_words('posts')}{_WORD} +(?P<number>số +\d+{_WORD})?")


def known_bodies(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    """Yield the bodies of closed lists: national schools, high courts, naval regions, police teams with a number."""
    ends = {p.start: p.end for p in places}
    for match in _schools().finditer(view.folded, sentence.start, sentence.end):
        named = view.text[match.start("u") if match["u"] else match.start("a")].isupper()
        if is_congress(view, *match.span(), sentence.end) or (
            view.folded.startswith("đh", match.start())
            and not written_as_head(view, match.start(), match.start() + len("đh"))
        ):
            continue  # ĐH Công đoàn
        if named and _capital(view, match.start()):
            end = known_place(view, match.end() + 1, sentence.end) if match["u"] else None
            yield _body(view, match.start(), end or match.end(), "school")
    for pattern in (_courts(), _REGION):
        for match in pattern.finditer(view.folded, sentence.start, sentence.end):
            if _capital(view, match.start()):
                yield _body(view, match.start(), match.end(), "force")
    for match in _CODE.finditer(view.folded, sentence.start, sentence.end):
        code = view.text[slice(*match.span("room" if match["room"] else "code"))]
        if code.isupper() and (match["room"] or _capital(view, match.start())):
            yield _body(view, match.start(), match.end(), "force")
    for match in _posts().finditer(view.folded, sentence.start, sentence.end):
        end = match.end() if match["number"] else ends.get(match.end()) or known_place(view, match.end(), sentence.end)
        if end and _capital(view, match.start()):
            yield _body(view, match.start(), end, "force")


def _capital(view: TextView, start: int) -> bool:
    return view.text[start].isupper() or view.folded.startswith("trường", start)


def _body(view: TextView, start: int, end: int, kind: str) -> Mention:
    return Mention("ORG", start, end, spell(view.text[start:end]), {"kind": kind}, "rule:org_known")
