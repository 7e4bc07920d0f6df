"""The words that open the gate, each in every spelling that folds to it (codebook 0.2, 1.4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product

from tinbai.errors import LexiconError
from tinbai.lexicon import load
from tinbai.text.normalize import fold

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
_PIECE = re.compile(r"\{(\w+)\}|([\[(])|([\])])|(\|)|([^\[\](|){}]+)")


def expand(form: str, macros: Mapping[str, str]) -> list[str]:
    """Return every phrase that `form` stands for, in the order of its alternatives.

    Args:
        form: `[x]` is optional, `(a|b)` one of several, `{name}` a list of `macros`.
        macros: alternatives by name, separated by `|`.

    Raises:
        LexiconError: an unknown macro or unbalanced brackets.

    Example:
        >>> expand("trưởng [các] {unit}", {"unit": "thôn|bản"})
        ['trưởng các thôn', 'trưởng các bản', 'trưởng thôn', 'trưởng bản']
    """
    pieces = [match.groups() for match in _PIECE.finditer(form)]
    found, rest = _alternatives(pieces, 0, form, macros)
    if rest != len(pieces):
        raise LexiconError(f"gate.toml: brackets do not match in the form '{form}'")
    return list(dict.fromkeys(" ".join(phrase.split()).replace(" ,", ",") for phrase in found))


_Piece = tuple[str | None, ...]


def _alternatives(pieces: list[_Piece], at: int, form: str, macros: Mapping[str, str]) -> tuple[list[str], int]:
    """Return the phrases up to the bracket that closes, and where it is."""
    done: list[str] = []
    here = [""]
    while at < len(pieces):
        macro, opening, closing, bar, words = pieces[at]
        if closing:
            break
        if bar:
            done, here = done + here, [""]
        elif opening:
            inner, at = _alternatives(pieces, at + 1, form, macros)
            if at == len(pieces) or pieces[at][2] != {"[": "]", "(": ")"}[opening]:
                raise LexiconError(f"gate.toml: brackets do not match in the form '{form}'")
            here = [f"{left}{right}" for left, right in product(here, [*inner, ""] if opening == "[" else inner)]
        elif macro:
            if macro not in macros:
                raise LexiconError(f"gate.toml: the form '{form}' names an unknown macro '{macro}'")
            here = [f"{left}{right}" for left, right in product(here, macros[macro].split("|"))]
        else:
            here = [f"{left}{words}" for left in here]
        at += 1
    return done + here, at


@cache
def phrase_words() -> Mapping[str, tuple[str, ...]]:
    """Return the folded words by the id of the phrase in lexicon `model` that they open for."""
    gate = load("gate")
    return {
        phrase: _misspelt(fold(word) for form in forms for word in expand(form, gate["macro"]))
        for phrase, forms in gate["phrases"].items()
    }


@cache
def title_words() -> tuple[str, ...]:
    """Return the folded titles of hamlet heads and cell secretaries, with the misspellings of the lexicon."""
    gate, posts = load("gate"), load("posts")
    macros = dict(posts["macro"]) | {"number": "tổ"}
    found = [fold(word) for form in gate["titles"] for word in expand(form, gate["macro"])]
    for post in posts["post"]:
        if post["group"] in gate["post_groups"] or post["id"] in gate["posts"]:
            # `{number}` ends a title before a digit: the title without it opens the gate already.
            forms = [form for form in post["forms"] if "{number}" not in form]
            found += [fold(surface) for surface in post["surfaces"]]
            found += [fold(word) for form in forms for word in expand(form, macros)]
    wide = {fold(word) for word in gate["too_wide"]}
    return _misspelt(word for word in found if word not in wide)


def _misspelt(words: Iterable[str]) -> tuple[str, ...]:
    """Return each of `words` and each form of it with the misspellings of the lexicon, without doubles."""
    forms = list(dict.fromkeys(words))
    for right, wrongs in load("model")["misspelling"].items():
        wrong = [fold(form) for form in wrongs]
        forms += [form.replace(fold(right), other) for form in forms for other in wrong if fold(right) in form]
    return tuple(dict.fromkeys(forms))


@cache
def words() -> Mapping[str, tuple[str, ...]]:
    """Return every spelling that opens the gate, with the words that take it back if they follow.

    Spellings are lower case with single blanks; all of them fold to a word of the lexicon.

    Example:
        >>> "trưởng bản" in words(), "trưởng ban" in words(), "bí thư chi uỷ" in words()
        (True, False, True)
    """
    folded = [*title_words(), *(word for group in phrase_words().values() for word in group)]
    after = {fold(word): follow for word, follow in load("gate")["not_before"].items()}
    found: dict[str, tuple[str, ...]] = {}
    for word in _shortest(folded, frozenset(after)):
        follow = tuple(f" {form}" for other in after.get(word, ()) for form in spellings(fold(other)))
        for form in spellings(word):
            for printed in _spaced(form):
                found[printed] = follow
    return found


def _shortest(folded: list[str], conditional: frozenset[str]) -> list[str]:
    """Drop words that hold another one: `bí thư chi bộ thôn` opens by `bí thư chi bộ`."""
    sure = frozenset(folded) - conditional
    kept = []
    for word in dict.fromkeys(folded):
        parts = word.replace(",", "").split(" ")
        size = len(parts)
        inner = (" ".join(parts[i:j]) for i in range(size) for j in range(i + 1, size + 1) if j - i < size)
        if not any(part in sure for part in inner):
            kept.append(word)
    return kept


def spellings(folded: str) -> list[str]:
    """Return the lower-case spellings that fold to `folded`: old and new tone placement, final i and y.

    Example:
        >>> spellings("kỉ hòa")
        ['kỉ hòa', 'kỉ hoà', 'kỷ hòa', 'kỷ hoà']
    """
    choices = [_syllable(part) for part in re.split(r"([^\W\d_]+)", folded)]
    return list(dict.fromkeys("".join(parts) for parts in product(*choices)))


def _syllable(part: str) -> list[str]:
    found = [part]
    plain = unicodedata.normalize("NFD", part)
    tone = next((mark for mark in plain if mark in _TONES), "")
    bare = unicodedata.normalize("NFC", plain.replace(tone, "", 1)) if tone else part
    if bare.endswith(("oa", "oe", "uy")) and tone:
        found.append(bare[:-1] + unicodedata.normalize("NFC", bare[-1] + tone))
    if bare.endswith("i"):
        found.append(bare[:-1] + unicodedata.normalize("NFC", "y" + tone))
    return [form for form in found if fold(form) == part]


def _spaced(word: str) -> Iterator[str]:
    """Yield `word` with any blanks around its comma."""
    head, comma, last = word.partition(", ")
    yield from (f"{head}{sign}{last}" for sign in (", ", ",", " ,", " , ")) if comma else [word]
