"""Places of all four levels: typed names, lists, bodies and bare names (codebook 3.1, 3.2)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.mention import Located, Mention, get, put, register_extensions, view_of
from tinbai.entities.names import run_at
from tinbai.entities.place_address import in_context, is_initial, is_of_people, with_parts
from tinbai.entities.place_bare import bare_places, in_authorities
from tinbai.entities.place_list import PLURAL_BEFORE, Head, inherit, item_at, may_be_person, opening
from tinbai.entities.place_names import name_end
from tinbai.entities.place_overlap import (
    is_governor,
    longest_by_type,
    whole_name,
    with_shared,
    without_foreign,
    without_inner,
    without_person,
)
from tinbai.entities.place_scope import Scope
from tinbai.entities.place_short import short_provinces
from tinbai.entities.place_types import WEAK, TypeWord, city_level, normal_form, opens_word, type_words, with_city_level
from tinbai.entities.place_unlisted import is_unlisted, without_no_hamlets
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView

_TYPE_OF = {"hamlet": "HAMLET", "commune": "COMMUNE", "district": "DISTRICT", "province": "PROVINCE"}
_FOREIGN = re.compile(
    r"[^.;]{0,60}?(?:(?:của|thuộc|bên|phía|[,(]) *(?:nước bạn|nước ngoài|bạn lào|nước lào|nước cộng hòa)|"
    r"chdcnd lào|[,(] *(?:nước +)?"
    r"(?:lào|campuchia|trung quốc|thái lan|myanmar|hàn quốc|nhật bản)(?= *(?:[),.;]|$))|tỉnh hủa phăn)"
)
_HOUSE_LEFT = re.compile(r"(?:số +nhà|số|nhà)(?: +từ)? +\d+(?: *[-–] *\d+)? +$")  # nhà số 40 phố Đồng Vạn
_AT_SCHOOL = re.compile(r"(?<![^\W\d_])(?:học sinh|lớp|môn|tuyển sinh|năm học)(?![^\W\d_])")  # khối 5, 9, 12
_UNIT_IDS = {"thôn": "thon", "bản": "ban", "xóm": "xom", "ấp": "ap", "buôn": "buon", "làng": "lang", "xã": "xa"}
_CELLS_LEFT = re.compile(r"(?<![^\W\d_])(?:các|những|nhiều|\d+) +chi bộ +$")  # các chi bộ bản: A, B
_NUMBER_AND_NAME = re.compile(r"(\D+\d{1,3}[a-zđ]?) (\D+)")


@cache
def _modified_pattern() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("units")["around"]["modifiers"])
    return re.compile(
        rf"(?<![\w-])(xã|huyện|thôn|bản|xóm|ấp|buôn|làng|tỉnh|phường|thị trấn|thị xã)(?: +{words})+ +(?=\S)"
    )


def find_places(view: TextView, titles: tuple[Mention, ...] = ()) -> list[Mention]:
    """Return every place mention of the text in order.

    Args:
        view: the text view.
        titles: the `title` layer; a title beside a weak unit word proves a hamlet.

    Returns:
        Mentions HAMLET, COMMUNE, DISTRICT, PROVINCE; `normal` has the type word.
    """
    found: list[Mention] = []
    doubtful: list[tuple[set[object], Mention]] = []
    for sentence in view.sentences:
        typed, weak = _typed(view, sentence)
        found += typed
        doubtful += weak
    found = [_without_commune(view, m, found) for m in found]
    sure = {mention.normal for mention in found}
    heads = {title.attrs.get("unit") for title in titles}
    kinds = heads | {m.attrs.get("unit") for m in found if m.attrs.get("unit") in WEAK}
    found += [m for units, m in doubtful if m.normal in sure or units & kinds]
    posts, names = Located(titles), {(m.type, m.normal) for m in found}
    found = [without_person(view, m, names, posts) for m in found if not is_governor(m, posts)]
    found = [whole_name(view, m, names) for m in found]
    found += in_authorities(view, found)
    scope = Scope.of(view, found)
    found = without_inner([scope.capitalised(m) for m in found])
    found = [m for m in without_foreign(view, found) if not is_unlisted(view, m)]
    found = without_no_hamlets(view, found, posts)
    found += bare_places(view, found, titles)
    found = [with_shared(m, posts) for m in longest_by_type(without_inner(found))]
    return list(with_parts(view, found))


def _without_commune(view: TextView, hamlet: Mention, found: list[Mention]) -> Mention:
    """Cut the commune off a numbered hamlet: `thôn 6 Xuân Sinh`, where the article has xã Xuân Sinh."""
    match = _NUMBER_AND_NAME.fullmatch(str(hamlet.normal)) if hamlet.attrs.get("numbered") else None
    if match is None or not any(m.type == "COMMUNE" and str(m.normal).endswith(f" {match[2]}") for m in found):
        return hamlet
    rest = view.text[hamlet.start : hamlet.end].rfind(match[2].split()[0])
    end = hamlet.start + len(view.text[hamlet.start : hamlet.start + rest].rstrip())
    return replace(hamlet, end=end, normal=match[1]) if rest > 0 else hamlet


def _typed(view: TextView, sentence: Sentence) -> tuple[list[Mention], list[tuple[set[object], Mention]]]:
    """Typed names and their lists in one sentence; doubtful weak ones apart, with the kinds that bear them out."""
    found: list[Mention] = []
    doubtful: list[tuple[set[object], Mention]] = []
    position = sentence.start
    found += (short := short_provinces(view, sentence.start, sentence.end))
    for match in _modified_pattern().finditer(view.folded, sentence.start, sentence.end):
        found += _modified(view, match, sentence)
    for word in type_words(view, sentence.start, sentence.end):
        if word.start < position or any(m.start <= word.start < m.end for m in short):
            continue
        beside = position > sentence.start and not view.folded[position : word.start].strip()
        mention, rest = _from_word(view, word, sentence, beside=beside)
        if mention is None or is_initial(view, mention):
            continue
        if _FOREIGN.match(view.folded, mention.end, sentence.end) and word.level != "province":
            continue
        if (word.unit in WEAK or is_of_people(view, word, mention)) and not in_context(view, word, mention, sentence):
            doubtful += _doubtful(view, word, (mention, *rest), sentence)
            continue
        found += [mention, *rest]
        position = max([mention.end, *(m.end for m in rest)])
    return found, doubtful


def _doubtful(
    view: TextView, word: TypeWord, items: tuple[Mention, ...], sentence: Sentence
) -> list[tuple[set[object], Mention]]:
    """Return weak names with the kinds of units that bear them out; for a bare item of a list any title will do."""
    if word.unit == "pho" and _HOUSE_LEFT.search(view.folded, sentence.start, word.start):
        return []
    school = word.unit == "khoi" and _AT_SCHOOL.search(view.folded, sentence.start, sentence.end)
    listed: set[object] = {word.unit} if view.folded.endswith(("các ", "những "), 0, word.start) else set()
    return [({item.attrs.get("unit")} - ({None} if school else set()) | listed, item) for item in items]


def _modified(view: TextView, match: re.Match[str], sentence: Sentence) -> list[Mention]:
    """`huyện miền núi Quan X`, `các bản vùng cao A, B`: the type word is not adjacent, the spans are the bare names."""
    word, end = match[1], sentence.end
    if opens_word(view, sentence.start, match.start(), _UNIT_IDS.get(word, word)):
        return []  # nông thôn mới Quỳnh X
    level = {
        "xã": "COMMUNE",
        "phường": "COMMUNE",
        "thị trấn": "COMMUNE",
        "huyện": "DISTRICT",
        "thị xã": "DISTRICT",
        "tỉnh": "PROVINCE",
    }
    plural = PLURAL_BEFORE.search(view.folded, max(sentence.start, match.start() - 45), match.start()) is not None
    head = Head(level.get(word, "HAMLET"), word, word, plural=plural)
    item = item_at(view, head, opening(view, match.end(), end) if plural else match.end(), end)
    if item is None or item.attrs.get("numbered") or may_be_person(view, item.start, item.end):
        return []
    levels = units_known.levels_of(view.text[item.start : item.end])
    if head.type != "PROVINCE" and "province" in levels and not (head.type == "HAMLET" and "commune" in levels):
        return []  # xã miền biển Nghệ An; but bản văn hóa Hòa Bình, a name that hamlets and communes bear too
    head = head.after(view.text[item.start : item.end])
    return [item, *inherit(view, head, item.end, end, _acceptor(view, head, item.end, end))]


def _from_word(
    view: TextView, word: TypeWord, sentence: Sentence, *, beside: bool
) -> tuple[Mention | None, list[Mention]]:
    """Read the name after a type word; `beside`: a place ends right before it (`phường 15 quận X`)."""
    before = view.folded[max(sentence.start, word.start - 45) : word.start]
    plural = (
        not beside
        and bool(PLURAL_BEFORE.search(before))
        and not before.rstrip().endswith(("một số", "ngã ba", "ngã 3"))
    )
    plural = plural or bool(re.search(r"một số +$", before))
    joins = plural and before.endswith("liên ")
    head = Head(_TYPE_OF.get(word.level, "DISTRICT"), word.word, word.unit, plural=plural, joins=joins)
    end = sentence.end
    if plural:
        return _plural(view, word, head, end)
    hit = name_end(view, word, end)
    if hit is None:
        hit_list = re.compile(r" *(?:sau|sau đây|trên|dưới đây)? *: *").match(view.folded, word.stop, end)
        cells = word.level == "hamlet" and _CELLS_LEFT.search(before)
        if hit_list is None or (word.level == "hamlet" and not cells) or _opens_headline(view, hit_list.end(), end):
            return None, []
        return _plural(view, word, replace(head, plural=bool(cells)), end)
    stop, numbered = hit
    if word.level == "district_or_province":
        head = replace(head, type=city_level(view, word.end, stop))
    surface = view.text[word.end : stop]
    if _is_known_name(view, word, stop):
        return None, []
    attrs = {"unit_type": head.word, "unit": head.unit} | ({"numbered": True} if numbered else {})
    normal = normal_form(head.word, word.of_name + surface)
    head = head.after(surface)
    mention = Mention(head.type, word.start, stop, normal, attrs, "rule:place_typed")
    return mention, inherit(view, head, stop, end, _acceptor(view, head, stop, end))


def _opens_headline(view: TextView, start: int, end: int) -> bool:
    """`Bí thư làm chủ tịch xã: Tiên X nhìn lại`: what follows the colon is a district, no list of communes."""
    run = run_at(view.text, start, end)
    return run is not None and "district" in units_known.levels_of(view.text[run.start : run.end])


def _plural(view: TextView, word: TypeWord, head: Head, end: int) -> tuple[Mention | None, list[Mention]]:
    start = opening(view, word.stop, end)
    if head.type == "DISTRICT" and word.level == "district_or_province":
        head = replace(head, type="DISTRICT")
    first = item_at(view, head, start, end)
    if first is None or (not first.attrs.get("numbered") and may_be_person(view, first.start, first.end)):
        return None, []
    if first.attrs.get("numbered") and head.type != "HAMLET" and head.unit not in {"phuong", "quan"}:
        return None, []
    head = head.after(view.text[first.start : first.end])
    rest = inherit(view, head, first.end, end, _acceptor(view, head, first.end, end))
    return with_city_level(view, first), [with_city_level(view, m) for m in rest]


def _is_known_name(view: TextView, word: TypeWord, stop: int) -> bool:
    """`Buôn Ma Thuột` in running text is the city, not a buôn: the word is part of the name."""
    written = view.text[word.start : stop]
    if word.level != "hamlet" or not written[0].isupper():
        return False
    levels = units_known.levels_of(written)
    return bool(levels & {"district", "province"}) and view.folded[max(0, word.start - 2) : word.start].strip() != "."


class _Acceptor:
    """Decides whether a bare list item can be a place of the head's type."""

    def __init__(self, view: TextView, head: Head, end: int) -> None:
        self.view, self.head, self.end = view, head, end

    def __call__(self, name: str, start: int, stop: int) -> bool:
        levels = units_known.levels_of(name)
        wanted = self.head.type.lower()
        person = may_be_person(self.view, start, stop)
        if self.head.type == "HAMLET":
            return self._hamlet(levels, start, stop, person=person)
        if person and wanted not in levels:
            return False
        if self.head.plural:
            return wanted != "province" or wanted in levels
        counted = re.match(r" *\(?(?:có|với|:)? *\d", self.view.folded[stop : stop + 8])
        higher = {"commune": {"district", "province"}, "district": {"province"}, "province": set()}[wanted]
        if (
            re.match(r" *[,(] *(?:tỉnh|huyện|thị xã|tp\.? |thành phố)", self.view.folded[stop : stop + 14])
            and levels & higher
        ):
            return False
        if wanted in levels and not (levels & higher and not counted):
            return True
        return bool(counted) and not levels & higher

    def _hamlet(self, levels: frozenset[str], start: int, stop: int, *, person: bool) -> bool:
        right = self.view.folded[stop : min(self.end, stop + 16)]
        if re.match(r" *[,(] *(?:huyện|tp\.? |thành phố|thị xã|quận|tỉnh)", right):
            return False
        if person:
            return False
        if self.head.plural:
            return True
        if levels & {"district", "province"} or (
            "commune" in levels and not re.match(r" *[,(] *(?:xã|phường|thị trấn)", right)
        ):
            return False
        return bool(re.match(r" *(?:[,;.()]|và|$|xã|đã|có|được|là|đều|cùng|\(?(?:có|với|:)? *\d)", right))


def _acceptor(view: TextView, head: Head, start: int, end: int) -> _Acceptor:
    return _Acceptor(view, head, end)


class PlaceComponent:
    """spaCy component `tinbai_place`: fills the layer `place`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Store the places of `doc`."""
        put(doc, "place", find_places(view_of(doc), get(doc, "title")))
        return doc


@Language.factory("tinbai_place")
def make_place(nlp: Language, name: str) -> PlaceComponent:
    """Return the component that spaCy builds under `name`."""
    return PlaceComponent(nlp, name)
