"""Bodies with a proper name, and authorities whose level is said (codebook 3.5, 9.15, 9.16)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import lexicon
from tinbai.entities.mention import Located, Mention, get, longest, put, register_extensions, starting_in, view_of
from tinbai.entities.org_brands import branded
from tinbai.entities.org_centre import departments
from tinbai.entities.org_elided import Units, expanded, level_said
from tinbai.entities.org_field import START, bodies_by_field, own_start
from tinbai.entities.org_known import branch_end, is_central, known_bodies, with_short_centre
from tinbai.entities.org_mates import mates
from tinbai.entities.org_named import named_bodies
from tinbai.entities.org_office import offices
from tinbai.entities.org_party import with_party
from tinbai.entities.org_press import press
from tinbai.entities.org_short import short_forms
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

_WORD = r"(?![^\W\d_])"


def _words(key: str) -> str:
    return alternation(fold(word) for word in lexicon.load("orgs")["bodies"][key])


_LEVEL = _words("levels")
_COMMITTEE = _words("committees")
_YOUTH = _words("youth")
_VIETNAM = r"(?: +(?:việt nam|vn))?"
_CENTRES = alternation(with_short_centre([fold(word) for word in lexicon.load("orgs")["bodies"]["central"]]))
_CENTRAL = re.compile(
    rf"(?<![^\W_])(?:{_CENTRES}|trung ương (?:{_words('mass')}|hội [^\W\d_]+ [^\W\d_]+)(?: việt nam)?){_WORD}"
)
_TRUNG_UONG = re.compile(r"(?<![^\W_])(?:của|do|được) +(trung ương)(?= *(?:[,.;:)]|$|và|ban hành|về|đảng))")
_FOREIGN = re.compile(rf"(?: +[^\W\d_]+){{0,3}}? +{_words('countries')}{_WORD}")
_ANY_UNIT = re.compile(r" *, *(?:thành phố|huyện|quận|phường|thị trấn|thị xã) +(?:trực thuộc|thuộc)")  # of a law
_PLURAL_UNITS = re.compile(r" +(?:các|những|nhiều|một số|hai|ba|\d+|cấp|hai cấp|các cấp)(?![^\W\d_])")


def _authority_pattern() -> re.Pattern[str]:
    inner, bodies = _words("inner"), _words("party")
    committee = rf"(?:{inner} +)?(?:{_COMMITTEE}|{bodies}(?= +{_LEVEL}{_WORD}| +(?=\S)))"
    party = rf"{_words('blocks')}|{committee}|{inner} +(?=đảng)|{_YOUTH}"
    return re.compile(
        rf"{START}(?P<head>(?P<party>{party})|(?P<state>{_words('state')}|ủy ban(?= +{_LEVEL}{_WORD})|"
        rf"{_words('front')}{_VIETNAM})|"
        rf"(?P<force>{_words('force')}|(?P<office>{_words('offices')}))|(?P<facility>{_words('facilities')})|"
        rf"(?P<mass>{_words('mass')}{_VIETNAM})){_WORD}"
        rf"(?P<level> +{_LEVEL}{_WORD}(?! +ủy(?! +(?:quyền|thác|nhiệm|lạo))))?"
    )


_AUTHORITY = _authority_pattern()
_TYPED = re.compile(rf"{_LEVEL}{_WORD}")
_HAMLET = re.compile(rf"{START}{_words('hamlet')}{_WORD} +(?=\S)")


def find_orgs(view: TextView, layers: dict[str, tuple[Mention, ...]]) -> list[Mention]:
    """Return every ORG mention in order.

    Args:
        view: the text view.
        layers: the layers `place`, `title`, `document`, `person` found so far.
    """
    found: list[Mention] = []
    for sentence in view.sentences:
        places = list(starting_in(layers["place"], sentence.start, sentence.end))
        persons = starting_in(layers["person"], sentence.start, sentence.end)
        authorities = [*_authorities(view, sentence, places)]
        shared = mates(view, sentence, [m.start for m in authorities])
        found += authorities
        found += [m for m in shared if not _after_member(view, m.start, sentence)]
        found += _hamlet_bodies(view, sentence, places)
        found += offices(view, sentence, places)
        found += departments(view, sentence)
        found += _central(view, sentence)
        found += named_bodies(view, sentence, places, tuple(persons))
        found += bodies_by_field(view, sentence, places)
        found += branded(view, sentence, places)
        found += known_bodies(view, sentence, places)
        found += press(view, sentence, places)
    blocked = Located([*layers["title"], *layers["document"]])
    named = {"CITY" if str(p.normal).startswith("thành phố ") else p.type for p in layers["place"]}
    named |= {p.type for p in layers["place"]}
    found = [
        with_party(view, m)
        for m in found
        if own_start(view, m.start)
        and not (view.folded.startswith(_GENERAL, m.start) and view.folded.endswith("tổng ", 0, m.start))
        and not (m.source == _AUTHORITIES and m.attrs.get("elided") and _nobody_s(view, m, named))
    ]
    people = Located(layers["person"])
    found = [m for m in found if all(p.start >= m.start for p in people.touching(m.start, m.start + 1))]  # Hà Văn Báo
    kept = longest(m for m in found if not blocked.touching(m.start, m.end))
    others = [m for layer in ("title", "document", "place", "person") for m in layers[layer]]
    kept = sorted([*kept, *short_forms(view, kept, others)], key=lambda m: m.start)
    units = Units(view, layers["place"])
    return [expanded(view, mention, units) for mention in kept]


_OF_CITY = ("thành phố", "thành ủy", "thành đoàn", " tp", " tp.")
_GENERAL = ("liên đoàn", "kiểm toán", "thanh tra")  # Phó Tổng Kiểm toán Nhà nước
_AUTHORITIES = "rule:org_authority"


def _nobody_s(view: TextView, mention: Mention, named: set[str]) -> bool:
    """`UBND xã` in a text that names units but no commune is any commune's (codebook 3.5)."""
    folded = view.folded[mention.start : mention.end]
    if not named & {"COMMUNE", "DISTRICT", "PROVINCE"} or "COMMUNE" in named:
        return False
    levels = (level_said(folded) or ((), ""))[0]
    if levels == ("COMMUNE",):
        return True
    if "CITY" in named and folded.endswith(_OF_CITY):
        return False
    return "DISTRICT" not in named and "DISTRICT" in levels


def _authorities(view: TextView, sentence: Sentence, places: list[Mention]) -> Iterator[Mention]:
    for match in _AUTHORITY.finditer(view.folded, sentence.start, sentence.end):
        head_end = match.end("head")
        deputy = match["force"] and view.folded.endswith("phó ", 0, match.start())  # phó công an xã
        if _after_member(view, match.start(), sentence) and not deputy:
            continue
        place = _place_at(places, head_end) or (_bare_at(view, places, match.end()) if match["level"] else None)
        if match["office"] and not place and not view.text[match.start()].isupper():
            continue
        if place:
            yield _org(view, match.start(), place.end, match)
        elif match["level"] and not match["facility"]:
            if _ANY_UNIT.match(view.folded, match.end(), sentence.end):
                continue
            if not _PLURAL_UNITS.match(view.folded, match.end()) or view.folded[match.end() :].startswith(" ba "):
                yield _org(view, match.start(), match.end(), match, elided=True)
        elif re.search(rf"(?:{_COMMITTEE}|{_YOUTH})$", match["head"]):
            yield _org(view, match.start(), head_end, match, elided=True)


def _after_member(view: TextView, start: int, sentence: Sentence) -> bool:
    left = view.folded[max(sentence.start, start - 30) : start]
    return bool(
        re.search(
            r"(?:ủy viên|bí thư|chủ tịch|phó|thành viên|đại biểu)(?: +(?:ban thường vụ|btv|bch))?(?: *,)? +$", left
        )
    )


_DEPUTY = re.compile(
    r"(?<![^\W\d_])(?:đại biểu|ứng cử|ủy viên(?: +(?:ban chấp hành|bch|ban thường vụ|thường vụ|ban thường trực))?) +$"
)


def _after_deputy(view: TextView, start: int, sentence: Sentence) -> bool:
    return _DEPUTY.search(view.folded, max(sentence.start, start - 30), start) is not None


def _place_at(places: list[Mention], position: int) -> Mention | None:
    return next((p for p in places if position <= p.start <= position + 1), None)


def _bare_at(view: TextView, places: list[Mention], position: int) -> Mention | None:
    """Return the place behind a level word, if none of its own opens it: not `UBND xã thôn X có …`."""
    place = _place_at(places, position)
    if place is None or place.type == "HAMLET" or _TYPED.match(view.folded, place.start):
        return None
    return place


def _org(view: TextView, start: int, end: int, match: re.Match[str], *, elided: bool = False) -> Mention:
    kind = next((name for name in ("party", "state", "force", "mass") if match.groupdict().get(name)), "other")
    attrs: dict[str, object] = {"kind": kind} | ({"elided": True} if elided else {})
    return Mention("ORG", start, end, spell(view.text[start:end]), attrs, _AUTHORITIES)


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


def _central(view: TextView, sentence: Sentence) -> Iterator[Mention]:
    for match in _CENTRAL.finditer(view.folded, sentence.start, sentence.end):
        foreign = _FOREIGN.match(view.folded, match.end(), sentence.end)  # Quốc hội Lào
        member = _after_deputy(view, match.start(), sentence)  # đại biểu Quốc hội, ủy viên BCH Tổng liên đoàn
        if view.text[match.start()].isupper() and not foreign and not member and is_central(view, match):
            end = branch_end(view, match.end(), sentence)
            yield Mention(
                "ORG",
                match.start(),
                end,
                spell(view.text[match.start() : end]),
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
        """Store the bodies of `doc`, none inside a title."""
        layers = {layer: get(doc, layer) for layer in ("place", "title", "document", "person")}
        put(doc, "org", find_orgs(view_of(doc), layers))
        return doc


@Language.factory("tinbai_org")
def make_org(nlp: Language, name: str) -> OrgComponent:
    """Return the component that spaCy builds under `name`."""
    return OrgComponent(nlp, name)
