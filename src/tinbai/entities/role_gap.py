"""What may stand between a person and a title, and between two titles of one person."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.entities.role_speaker import SPEECH, by_pronoun, called, in_capacity, own_pronoun, speaker
from tinbai.entities.role_subject import is_no_subject, not_this_one, of_kin
from tinbai.lexicon import alternation
from tinbai.text.normalize import CAPITALS, fold
from tinbai.text.view import Sentence, TextView

# Facts about the person that interrupt the apposition: age, birth year, origin, schooling.
_FACTS = re.compile(
    r"\([^()]{0,80}\)|,? *(?:sn|sinh năm|sinh ngày)[ :]*[\d/.-]+|,? *(?:năm nay +)?(?:đã +|gần +|"
    r"hơn +)?\d{2} tuổi|,? *(?:là +)?(?:người +)?dân tộc +[^\W\d_'-]+(?: [^\W\d_'-]+)?|"
    r",? *(?<![^\W\d_])(?:trú|ngụ|ở|quê)(?![^\W\d_])(?: tại)? *|,? *khóa +[ivxlc]+|,? *nhiệm kì +\d[\d-]*(?: - \d{4})?|"
    r"\"|,? *đảng viên(?: +\d+ năm tuổi đảng)?|,? *(?:một +)?cựu chiến binh|,? *thương binh(?: +\d/\d)?|"
    r",? *(?:vợ|con|mẹ) +liệt sĩ|"
    r"bên (?:trái|phải)|đứng giữa|,? *(?<![^\W\d_])(?:từ|hồi|vào)"
    r"(?: +(?:ngày|tháng|năm|đầu năm|giữa năm|cuối năm|nhiệm kì))+ +\d[\d/.-]*(?: +đến +nay)?"
)
# No link is made of others (`nhận nhiệm vụ`) and no number of two: a gap is then read in one way, not in 2ⁿ.
_LINKS = (
    r"(?:(?:nhiều|các) +(?:vị trí|chức vụ|chức danh|cương vị|trọng trách)(?: +(?:công việc|quan trọng|khác nhau|như))*|"
    rf"{alternation(fold(word) for word in lexicon.load('posts')['beside_names']['links'])})"
)
_NUMBERS = r"(?<!\d)(?:\d{4}|\d{1,2}/\d{4}|(?<![^\W\d_])(?:02|2|3)(?!/\d{4})(?![^\W_]))(?!\d)"
_GAP = re.compile(rf"(?:[\s,;:()/\"-]|{_NUMBERS}|(?<![^\W\d_]){_LINKS}(?![^\W\d_]))*")
_MUST = re.compile(
    r"[,(/:-]|(?<![^\W\d_])(?:là|làm|giữ|kiêm|kiêm nhiệm|đảm nhiệm|đảm nhận|đảm đương|đảm trách|"
    r"phụ trách|gánh|gánh vác|nắm giữ|đồng thời|vừa|chức|bầu|cử|"
    r"trúng cử|tái cử|nguyên|cựu|quyền|nay|hiện|kiểm)(?![^\W\d_])"
)
_JOIN = re.compile(
    r"(?: |,|-|/|\(|\")*(?:(?:và|kiêm|kiểm|kiệm|kiem|đồng thời|"
    r"đông thời|là|làm|vừa|cũng|còn (?:là|kiêm|làm|giữ)|cả|nguyên|cựu|quyền|nay|hiện|chức|"
    r"chức danh|chức vụ|giữ|"
    r"đảm nhiệm|"
    r"đảm nhận|lúc|cùng lúc|luôn|bầu|tiếp tục|rồi|sau đó|sau|được|tín nhiệm|trúng cử|"
    r"tái cử|từng|nhiệm|thêm|lẫn|kể cả|trước đó|trước đây|lại|nữ)(?![^\W\d_])(?: |,|-|/|\")*)*"
)
_NEW_PERSON = re.compile(r"(?<![^\W\d_])(?:ông|bà|anh|chị|cô|chú|đồng chí|đ/c|vợ|chồng|con)(?![^\W\d_])")
_HONORIFIC_END = re.compile(
    r"^[\s,:()\"-]*(?:(?:ấy|này|đó|thuộc|ở đây|đây|nơi đây|của|về tay|thuộc về|"
    r"(?:cô giáo|thầy giáo|giáo viên|bộ đội|cán bộ|"
    r"công nhân)(?: +(?:về hưu|nghỉ hưu|hưu trí|phục viên))?|trẻ|mới|già|cũ|vẫn|đương nhiệm|là|do|có|gồm|"
    r"cùng|tân|nguyên|mới|hiện nay|hiện|ngay +(?:từ +)?(?:vòng|lần) +(?:đầu(?: +tiên)?|một|1)|(?:lần|khóa) +này|"
    r"khóa +[ivxlc]+|nhiệm kì +\d[\d-]*(?: - \d{4})?)[\s,:]*)*(?:(?:các +)?(?:đồng chí|đ/c|ông|bà|anh|chị|cô|chú|bác|"
    r"già|thầy|bác sĩ|thạc sĩ|tiến sĩ|ths\.?|ts\.?|(?:thiếu|trung|thượng|đại) (?:tá|úy|tướng))[\s:]*)*$"
)
_VERBAL = re.compile(
    r"(?:được|tiếp tục|đồng thời|vinh dự|lần lượt|tái cử|trúng cử|đắc cử|bầu|cử|phân công|giao|chỉ định|"
    r"bổ nhiệm|giữ|giữ chức|đảm nhiệm|đảm nhận|đảm đương|làm|là|kiêm|kiêm nhiệm|nhận|trở thành|gánh|"
    r"gánh vác|"
    r"chức|chức danh|chức vụ|cương vị|vai trò|vai|chân|ghế|trọng trách|nhiệm vụ|cả|vừa|cùng lúc|hai|ba|:|,| |"
    r"mang|trên vai|một lúc|"
    r"tín nhiệm|thêm|luôn|nốt|con dấu|làm thêm|với|trên|trong|ở|qua việc|qua|từng|trong vai|vai|xin thôi|"
    r"thôi|chỉ|còn|một|(?:từ +)?(?:phần +|công +)?việc(?: +của(?: +một)?)?|phiếu|vào|cho|một +(?:mình|tay)|lo|trọn|"
    r"trọn +vẹn|hết|cáng +đáng|quán +xuyến|đi|tư +cách)+$"
)
_QUOTED_VERB = re.compile(r'"([^\W\d_]+(?: [^\W\d_]+)?)"')  # được giao “gánh” hai vai; not làm “bí thư đi mượn”
_VERB_NEEDED = re.compile(
    r"(?<![^\W\d_])(?:là|làm|giữ|đảm nhiệm|đảm nhận|đảm đương|kiêm|kiêm nhiệm|trúng cử|trúng|tái cử|đắc cử|"
    r"trở thành|nhận|qua việc|"
    r"từng qua|gánh|cáng +đáng|quán +xuyến|trong vai|mang|lo(?= +(?:cả|trọn|hết|luôn|liền|một lúc|cùng lúc))|"
    r"(?:đi|đến|về|họp|làm)(?= +với +tư +cách)|"
    r"\d+%?(?: +(?:trên|trong|số))?(?: +\d+)? +phiếu +(?:bầu|vào|cho|làm)|"
    r"thôi chức|chỉ giữ|được[^,.;:]{0,40}(?:bầu|cử|phân công|giao|chỉ định|"
    r"bổ nhiệm)|(?:bầu|cử|giao|"
    r"phân công) +(?:ông|bà|anh|chị|cô|tôi|thêm|giữ|luôn|nốt))"
    r"(?![^\W\d_])"
)
_BOTH = re.compile(r" +mà +(?:cũng|còn|lại)(?: +cũng)? +(?:là|kiêm|làm) +")
_SUBJECT = re.compile(r"(?<![^\W\d_])(?:ông|bà|anh|chị|cô|chú|đồng chí|tôi|mình|người|bác|cụ)(?![^\W\d_])")
_GIVEN = re.compile(
    r"(?<![^\W\d_])(?:tăng cường|biệt phái|phân công|điều động|chỉ định|phụ trách|nhận thêm|nhận nhiệm vụ)(?![^\W\d_])"
)
ABOVE = frozenset({"commune", "district", "province"})
_SELF = re.compile(r"(?<![^\W\d_])(?:tôi|mình|bản thân)(?![^\W\d_])")
# The post of somebody unnamed, or of nobody: `nơi bí thư …`, `bầu một người làm …`, `từ chối nhận …`.
_NOBODY = re.compile(
    r"(?:(?<![^\W\d_])(?:nơi|chỗ|một người|ai|người nào|người|từ chối(?: +[^\W\d_]+){0,3}|không +(?:nhận|"
    r"muốn|làm)(?: +[^\W\d_]+){0,2}|khi nào|nếu))"
    r"(?: +(?:làm|được|trúng|trúng cử|là|giữ|đã|nhận|thêm|việc|chức|dân|nhân dân|bà con|chi bộ|bầu|cả|hai|kiêm))* *$"
)
# Somebody else is the subject: `Người chỉ cho bà đường tắt là [trưởng thôn]`.
_OTHER_SUBJECT = re.compile(r"\W*(?:người|kẻ)(?! +(?:dân|ta)(?![^\W\d_])) [^,.;:]*(?<= )(?:chính +)?là +$")
# What is not so: `chưa là bí thư`, `hỏi có muốn làm thêm bí thư không`; but not `không chỉ là bí thư`.
_UNREAL = re.compile(
    r"(?<![^\W\d_])(?:chưa|không(?! +(?:chỉ|những|phải|còn))|chẳng|đâu +có|muốn|dự +kiến|"
    r"sẽ|sắp|kêu|khuyên|mời|đứng +ra|để +(?:[^\W\d_]+ +){0,3}bầu)"
    r"(?: +[^\W\d_]+){0,4} +$"
)
# The predicate first: `ba hôm sau, [trưởng thôn] mới cũng là ông`.
_IS_THAT_ONE = re.compile(
    r" +(?:mới +)?(?:cũng|vẫn|lại|chính)(?: +(?:cũng|vẫn|chính))? +là +(?:chính +)?"
    r"(?:ông|bà|anh|chị|cô|chú|bác|cụ)(?: +(?:ấy|này))?(?= *[,.;:!?”]| *$)"
)
# Somebody else is asked to take the office: `ông A mời bà ra làm [trưởng thôn]`.
_OTHER_ONE = re.compile(
    r"(?<![^\W\d_])(?:mời|khuyên|vận động|thuyết phục|nhờ|giục|động viên) +(?:ông|bà|anh|chị|cô|chú|bác)(?![^\W\d_])"
)
_ONE_OF_MANY = re.compile(
    r"(?<![^\W\d_])(?:(?<!việc của )một|nhiều|vài|(?:chúng|bọn) +(?:tôi|ta|em)(?: +đều)? +(?:là|làm)) +$"
)
_I_AM = re.compile(r"(?<![^\W\d_])(?<!chúng )(?:tôi|mình) +(?:(?:đang|cũng|vẫn|còn|vừa) +)*(?:là|làm) +$")
_CAREER = re.compile(
    r"(?<![^\W\d_])(?:từng(?! +(?:lời|câu|người|em|đứa|con|nhà|hộ|gia đình|ngõ|bước|ngày|thôn|xóm|bản|ấp|xã|khu|"
    r"chi bộ|tổ|đảng viên|cán bộ|hoàn cảnh|trường hợp|việc|phần|đồng|cân|mét|viên|giọt|bữa)(?![^\W\d_]))|"
    r"lần lượt|trước khi(?= +(?:nghỉ|về +hưu|thôi|rời|xuất))|khi đang|"
    r"trước đây|trước đó|trước kia|trước là|"
    r"trước làm|hồi trước|kinh qua|"
    r"trải qua|qua việc|(?:khi|hồi|lúc|thời|dạo|ngày)(?: +(?:ông|bà|anh|chị|cô|chú|bác|cụ|tôi|mình))? +còn|"
    r"từ chức danh|từ vị trí)(?: +[^\W\d_]+){0,6}[ :]*$"
    r"|, *(?:có +)?\d+ năm(?: +liền)? +(?:làm|giữ +chức) *$"
    # `Trước đây, ông A làm …`: the adverb opens the clause; but not `Trước đó, ông A, …, đã báo`.
    r"|(?:^|[,.;] *)(?:trước +(?:đây|đó|kia)|(?:ngày|hồi|lúc) +trước|"
    r"trước +khi +[^,.;:]{2,40}(?=, | (?:ông|bà|anh|chị) )),? [^,.;:]{2,40} "
    r"(?:là|làm|giữ|đảm nhiệm|đảm nhận)(?: +(?:chức|chức vụ|chức danh|vai trò|cương vị|một|cả))* *$"
)
_THEN = re.compile(
    r"\W*(?:(?:khi|lúc|hồi|dạo) +(?:đó|ấy)|(?:lúc +)?bấy +giờ|ngày +ấy)(?![^\W\d_]),?[^,.;:]*(?:là|làm|giữ)(?![^\W\d_])"
)
_LEFT_OFFICE = re.compile(
    r"(?<![^\W\d_])(?:thôi|xin thôi|rời|nghỉ|từ nhiệm|miễn nhiệm|bàn giao|không còn(?= +(?:giữ|làm)))"
    r"(?: +(?:giữ|chức|việc|làm|vai|chức vụ|chức danh))* *$"
)


# `Bí thư Chi bộ Trường Tiểu học X, cô Y`: the office between its secretary's title and the comma.
_OFFICE_BEHIND = re.compile(
    r"^ +(?:trường|trạm|công an|quân sự|cơ quan|sở|phòng|bệnh viện|văn phòng|trung tâm|chi cục|hạt|đồn)"
    r"(?![^\W\d_])[^,;.:()\"]{0,60}(?=, )"
)
# `Chủ tịch UBND xã, kiêm Trưởng Ban quản lý chợ Lê Văn X`: a post without an id right before the name.
_OTHER_BEHIND = re.compile(
    r"^ *(?:,|-|, *kiêm|kiêm) +(?:phó +)?(?:trưởng +(?:tiểu +)?ban|trưởng +đoàn|hiệu +trưởng|"
    r"giám +đốc|chủ +nhiệm|đội +trưởng)(?! +(?:công tác mặt trận|điều hành|nhân dân))(?![^\W\d_])[^,;.:()\"-]{0,60}$"
)
# `Giám đốc HTX Nông nghiệp X, anh Y`: the name of the cooperative between its head's title and the comma.
_COOPERATIVE = re.compile(
    rf"(?: +[^\W\d_]+){{0,4}}? +[{CAPITALS}][^\W\d_]*(?: +[{CAPITALS}\d][^\W_]*)*(?=,| kiêm | ?$)"
)
_TOO_LONG = 800  # no apposition, whatever is left out of it; a run of 150 titles took seconds
_CELL = re.compile(r"^ +(?:số +)?(?:\d{1,3}[a-zđ]?|[ivx]+)(?!\w)")  # Bí thư Chi bộ 4, Bí thư Chi bộ số 1A


def _cleaned(view: TextView, start: int, end: int, places: Sequence[Mention]) -> str:
    """The folded gap without place names, the number of a cell and personal facts."""
    gap = view.folded[start:end]
    if len(gap) > _TOO_LONG:
        return gap
    if cell := _CELL.match(gap) if view.folded.endswith("bộ", 0, start) else None:
        gap = " " * cell.end() + gap[cell.end() :]
    if view.folded.endswith((" htx", "hợp tác xã"), 0, start) and (named := _COOPERATIVE.match(view.text, start, end)):
        gap = " " * len(named[0]) + gap[len(named[0]) :]
    for place in sorted((p for p in places if p.end > start and p.start < end), key=lambda p: -p.start):
        left, right = max(0, place.start - start), min(len(gap), place.end - start)
        gap = gap[:left] + " " + gap[right:]
    return _FACTS.sub(" ", _people().sub(" ", _other_posts().sub(" ", _honoured().sub(" ", gap))))


@cache
def _honoured() -> re.Pattern[str]:
    """`Trưởng bản văn hóa Nà X`: words between the unit of the title and its name."""
    words = alternation(fold(word) for word in lexicon.load("units")["around"]["modifiers"])
    return re.compile(rf"^ +{words}(?= )")


@cache
def _other_posts() -> re.Pattern[str]:
    """Posts without an id between a name and a post: `, Giám đốc Bệnh viện Đa khoa tỉnh,`."""
    lists = lexicon.load("posts")["office_heads"]
    words = alternation(fold(word) for key in ("words", "beside") for word in lists[key])
    return re.compile(rf"(?:(?<=[,;])|(?<= [-–])) *(?:phó +|quyền +)?{words}(?![^\W\d_])[^,;.:()]{{0,60}}(?=,)")


@cache
def _people() -> re.Pattern[str]:
    """`người Raglai`, `dân tộc Dao Đỏ`: the ethnic group of a person between name and title."""
    groups = lexicon.load("ethnic")["group"]
    names = alternation(fold(name) for group in groups for name in (*group["variants"], *group["subgroups"]))
    return re.compile(rf",? *(?:là +)?(?:người(?: +dân tộc)?|dân tộc) +{names}(?![^\W\d_])")


def after_person(view: TextView, start: int, end: int, places: Sequence[Mention]) -> bool:
    """Say whether a title at `end` stands in apposition to the person that ends at `start`."""
    start += view.text.startswith(".", start) and view.text[start - 1].isupper()  # `ông Đ., Trưởng xóm`
    gap = _cleaned(view, start, end, places)
    if len(gap) > 160 or _NEW_PERSON.search(gap):
        return False
    return bool(_GAP.fullmatch(gap)) and bool(_MUST.search(view.folded[start:end]))


def before_person(view: TextView, start: int, end: int, places: Sequence[Mention]) -> bool:
    """Say whether a person at `end` is the holder of the title that ends at `start`."""
    gap = _OTHER_BEHIND.sub(" ", _OFFICE_BEHIND.sub(" ", _cleaned(view, start, end, places)))
    return len(gap) < 120 and bool(_HONORIFIC_END.match(re.sub(r"\s+", " ", gap)))


def between_titles(view: TextView, start: int, end: int, places: Sequence[Mention]) -> bool:
    """Say whether two titles belong to one person: joined without a new person."""
    gap = re.sub(r"\)", " ", _cleaned(view, start, end, places))
    return len(gap) < 160 and not _NEW_PERSON.search(gap) and bool(_JOIN.fullmatch(gap))


def verbal(view: TextView, sentence: Sentence, title: Mention, people: Sequence[Mention]) -> Mention | None:
    """The subject of `được bầu làm`, `giữ chức`, `là`: the last person of the paragraph, if it is one.

    Args:
        view: the text view.
        sentence: the title's sentence.
        title: the title.
        people: persons of the paragraph up to the end of the sentence, in order.
    """
    left = view.folded[sentence.start : title.start]
    named = [p for p in people if p.end <= title.start]
    if named and _IS_THAT_ONE.match(view.folded[title.end : sentence.end]):
        return named[-1] if len({p.normal for p in named[-3:]}) == 1 else None
    if (pronoun := in_capacity(view, sentence.start, title)) is not None:
        fitting = [p for p in named[-3:] if called(named, p) in (None, pronoun)]
        return fitting[-1] if len({p.normal for p in fitting}) == 1 else None
    if _I_AM.search(left):
        return speaker(view, title, people)
    found = _VERBAL.search(_QUOTED_VERB.sub(r" \1 ", left[-70:]))
    if not named or not found or not _verb_beside(left, len(found[0])):
        return None
    if _OTHER_SUBJECT.match(left) or _NOBODY.search(left) or _ONE_OF_MANY.search(left) or _UNREAL.search(left):
        return None
    if not_this_one(left, view.folded[title.end : sentence.end]):
        return None
    here = [p for p in named if p.start >= sentence.start and not is_no_subject(view, sentence, p, title)]
    begin = here[-1].end if here else sentence.start
    if of_kin(view.folded[begin : title.start]) or (not here and named[-1].start >= sentence.start):
        return None
    if here and (other := by_pronoun(view, here[-1].end, title.start, named)) is not None:
        return other[0] if other[0] is not None and after_person(view, other[1], title.start, ()) else None
    if here and _OTHER_ONE.search(view.folded, here[-1].end, title.start):
        return None
    since = view.folded[begin : title.start]
    if SPEECH.search(since) and not _SELF.search(since):
        own = own_pronoun(view, begin, title.start, named)
        return own[0] if own and after_person(view, own[1], title.start, ()) else None
    if here:
        return here[-1] if len({p.normal for p in here}) == 1 else None
    recent = {p.normal for p in named[-3:]}
    return named[-1] if len(recent) == 1 or _SUBJECT.search(left) else None


def _verb_beside(left: str, tail: int) -> bool:
    """Say whether a verb of office stands among or right before the last `tail` characters.

    A verb further left belongs to another clause: `hai chức danh là đỡ phải nhờ vả: ngày xưa [bí thư] …`.
    """
    window = left[-tail - 45 :]
    return any(match.end() >= len(window) - tail for match in _VERB_NEEDED.finditer(window))


def joined_predicate(gap: str) -> bool:
    """Say whether `gap` makes two titles one predicate: `được 96% phiếu, [bí thư] mà cũng là [trưởng thôn]`."""
    return _BOTH.fullmatch(gap) is not None


def speaks_of_it(
    view: TextView, sentence: Sentence, title: Mention, person: Mention, officials: Collection[str]
) -> bool:
    """Say whether an official of the commune or above only speaks of a hamlet post (codebook 1.3).

    Such an official holds none unless it was given: `được phân công làm Bí thư Chi bộ ấp`.
    """
    if title.attrs.get("level") != "hamlet":
        return False
    return person.normal in officials and not _GIVEN.search(view.folded, sentence.start, title.start)


def career(left: str) -> bool:
    """Say whether the words before a title tell a step of the past (codebook 9.14)."""
    return bool(_CAREER.search(left))


def left_office(left: str) -> bool:
    """Say whether the words before a title end the office: `thôi chức trưởng khu phố`."""
    return bool(_LEFT_OFFICE.search(left))


def bygone(left: str) -> bool:
    """Say whether a sentence up to its title tells of another day: `Khi đó ông vừa là [bí thư] …` (codebook 9.14)."""
    return len(left) < 70 and _THEN.match(left) is not None


def chained_career(gap: str) -> bool:
    """Say whether a step of the past goes on over `gap`: a list without `nay`, `hiện`, `giờ`."""
    return len(gap) < 30 and not re.search(
        r"[.;:]|(?<![^\W\d_])(?:nay|hiện|giờ|đang|mới|được|bầu|từ|năm)(?![^\W\d_])", gap
    )
