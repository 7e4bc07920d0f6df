"""Forms of address and callings before a name: `ông`, `bác sĩ`, `vợ chồng anh` (codebook 3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tinbai import lexicon
from tinbai.entities import units_known
from tinbai.entities.names import looks_like_person
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold
from tinbai.text.view import Sentence, TextView


@cache
def _address() -> re.Pattern[str]:
    lists = lexicon.load("names")
    words = alternation(fold(w) for key in ("address", "callings", "any_name_callings") for w in lists[key])
    return re.compile(rf"(?<![\w]){words}(?:(?= *:)|(?![^\W\d_])) *:? *(?=\S)")


_GLUED = re.compile(r"(?<=[^\W\d_])(?:đồng chí|ông|bà|anh|chị|cụ) +(?=\S)")


def addresses(view: TextView, sentence: Sentence) -> Iterator[re.Match[str]]:
    """Yield the forms of address of a sentence, then those that a lost blank glues to a word: `ngoài sânÔng Hà`.

    Args:
        view: the text view.
        sentence: the sentence.
    """
    yield from _address().finditer(view.folded, sentence.start, sentence.end)
    for match in _GLUED.finditer(view.folded, sentence.start, sentence.end):
        start = match.start()
        if view.text[start].isupper() and view.text[start - 1].islower():
            yield match


@cache
def _other_word() -> re.Pattern[str]:
    words = alternation(fold(word) for word in lexicon.load("names")["not_after_address"])
    return re.compile(rf"{words}(?![^\W\d_])")


@cache
def _ends_name() -> re.Pattern[str]:
    """What follows a name and not a post or body that opens with the same word: `bà Quyền gật đầu`."""
    verbs = [*lexicon.load("names")["predicates"], *lexicon.load("cues")["cues"]["speech_verbs"]]
    words = alternation(fold(word) for word in verbs)
    return re.compile(rf" *(?:[,.;!?)\"”-]|$)| +{words}(?![^\W\d_])")


@cache
def bodies() -> frozenset[str]:
    """Return the family names that after a calling open the name of a body."""
    return frozenset(fold(word) for word in lexicon.load("names")["body_or_surname"])


@cache
def peoples() -> frozenset[str]:
    """Return the names of ethnic groups of one word that mean nothing else: `các bà Hrê`."""
    groups = lexicon.load("ethnic")["group"]
    return frozenset(fold(name) for group in groups if not group["needs_trigger"] for name in group["variants"])


@cache
def names_of_peoples() -> frozenset[str]:
    """Return the folded names of all ethnic groups: `ba na`."""
    groups = lexicon.load("ethnic")["group"]
    return frozenset(fold(name) for group in groups for name in (*group["variants"], *group["subgroups"]))


@cache
def _names_people() -> re.Pattern[str]:
    """Names of groups of several words, the rest in small letters: `chàng trai Ba na`."""
    groups = lexicon.load("ethnic")["group"]
    return re.compile(alternation(fold(name) for group in groups for name in group["variants"] if " " in name))


@cache
def _artists() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["any_name_callings"])


@cache
def any_name() -> frozenset[str]:
    """Return the forms of address that stand before any name, also one syllable."""
    return frozenset(fold(word) for word in lexicon.load("names")["address"])


@cache
def _gender() -> dict[str, str]:
    return {fold(h["surface"]): h["gender"] for h in lexicon.load("persons")["honorific"] if h.get("gender")}


@cache
def _couples() -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon.load("names")["plural_address"])


def fits_address(view: TextView, span: tuple[int, int], word: str) -> bool:
    """Say whether a name may follow a form of address.

    A calling needs a full name; one syllable must not open another word (`Thường vụ`).

    Args:
        view: the text view.
        span: the name.
        word: the folded form of address.
    """
    parts = view.folded[span[0] : span[1]].split()
    if word in _artists() and len(parts) in (2, 3):
        return True
    if word not in any_name():  # người dân Lục Ngạn, phóng viên Báo X: no person
        unit = len(parts) == 2 and units_known.levels_of(view.text[slice(*span)])
        return looks_like_person(parts) and not unit and parts[0] not in bodies()
    if len(parts) > 1:
        return True
    if parts[0] in peoples() or _names_people().match(view.folded, span[0]):
        return False
    other = _other_word().match(view.folded, span[0])
    return other is None or (other.end() == span[1] and _ends_name().match(view.folded, span[1]) is not None)


_BOTH = {"bà": re.compile(r"(?<![^\W_])ông +$"), "chị": re.compile(r"(?<![^\W_])anh +$")}


def addressed(view: TextView, match: re.Match[str], word: str) -> dict[str, object]:
    """Return honorific, gender and gender_cue of a name behind the form of address `word`."""
    written = re.sub(r"\s+", " ", view.text[match.start() : match.start() + len(match[0].rstrip(" :"))])
    last = word.split()[-1]
    other = _BOTH[word].search(view.folded, max(0, match.start() - 8), match.start()) if word in _BOTH else None
    if other is not None:
        return {"honorific": other[0] + written}  # `gia đình ông bà [A]`: the name is of one of the two
    single = last in {"ông", "bà", "anh", "chị"} and word not in _couples()
    gender = _gender().get(word) or (_gender().get(last) if single else None)
    attrs: dict[str, object] = {"honorific": written}
    if gender:
        attrs |= {"gender": gender, "gender_cue": f"honorific {written.lower()}"}
    return attrs
