"""DOCUMENT: a document word with a number of its own, or the bare number code (codebook 3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities import calendar
from tinbai.entities.mention import Mention, longest, put, register_extensions, view_of
from tinbai.entities.quantity import unit_at
from tinbai.lexicon import alternation, load
from tinbai.text.normalize import fold, spell
from tinbai.text.view import Sentence, TextView

# 874-KL/TU, 33/2023/NĐ-CP, 202/2025/QH15, 1686/NQ-UBTVQH15, 08/VBHN-BNV; blanks around the dash occur.
_CODE = (
    r"(?P<code>\d{1,5}[a-z]?(?: ?/ ?(?:19|20)\d{2})?(?: ?[-/] ?|/ ?)[a-zđ][\wđ]*(?:\.[a-zđ]+)?"
    r"(?:[-/&][a-zđ][\wđ.]*[\wđ])*)(?!\w)"
)
_PLAIN = r"(?P<plain>\d{1,4}[a-z]?(?:/(?:19|20)\d{2}(?!\d))?)(?![\w%]|[.,]\d|[/:+-]\w)"


@cache
def _types() -> Mapping[str, str]:
    found = {fold(row["name"]): row["name"] for row in load("documents")["type"]}
    return {**found, **{fold(short): name for short, name in load("documents")["abbreviation"].items()}}


@cache
def _type_codes() -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for row in load("documents")["type"]:
        for code in row["codes"]:
            codes.setdefault(fold(code), row["name"])
    return codes


def _short(key: str) -> list[str]:
    value = load("documents")["short"][key]
    return [fold(word) for word in value]


@cache
def _pattern() -> re.Pattern[str]:
    number_word = alternation(_short("number_word"))
    term = alternation(_short("plenum_term"))
    plenum = (
        rf"(?P<plenum>{alternation(_short('plenum'))} +(?:lần +thứ +)?(?P<session>\d{{1,2}})(?!\w)"
        rf"(?:,? +(?:\( *)?{term} +(?P<term>[ivx]+)(?!\w)(?: *\))?)?)"
    )
    return re.compile(
        rf"(?P<type>{alternation(_types())})(?: *:)? +(?:{plenum}|(?P<so>{number_word} *)?(?:{_CODE}|{_PLAIN}))"
        rf"|(?<![\w/.-])(?P<so2>{number_word} +)?(?P<bare>{_CODE.replace('P<code>', 'P<code2>')})"
    )


@cache
def _next() -> re.Pattern[str]:
    number_word = alternation(_short("number_word"))
    return re.compile(rf"(?: *[,;] *| +và +)(?P<span>(?:{number_word} +)?(?:{_CODE}|{_PLAIN}))")


def find(view: TextView) -> list[Mention]:
    """Return the DOCUMENT mentions of the article in order."""
    found: list[Mention] = []
    for sentence in view.sentences:
        if re.search(r"\d", view.text[sentence.start : sentence.end]):
            found += _in_sentence(view, sentence)
    return longest(found)


def _in_sentence(view: TextView, sentence: Sentence) -> Iterator[Mention]:
    position = sentence.start
    while match := _pattern().search(view.folded, position, sentence.end):
        mention = _first(view, sentence, match)
        position = mention.end if mention else _after_refusal(match)
        while mention:
            yield _with_context(view, sentence, mention)
            mention = _following(view, sentence, mention)
            position = mention.end if mention else position


def _after_refusal(match: re.Match[str]) -> int:
    return match.end("type") if match["type"] else match.end()


def _first(view: TextView, sentence: Sentence, match: re.Match[str]) -> Mention | None:
    folded, text = view.folded, view.text
    glued = match.start() > sentence.start and text[match.start() - 1].isalnum()
    if match["type"] and glued and not (text[match.start()].isupper() and text[match.start() - 1].islower()):
        return None  # inside a word; only a lost blank (`đồngQuyết định 22`) is forgiven
    if not match["type"]:
        code = text[slice(*match.span("code2"))]
        kind = _type_of_code(code)
        if not kind:
            return None
        return Mention("DOCUMENT", match.start(), match.end(), plain_number(code), {"doc_type": kind}, "document:code")
    kind = _types()[re.sub(" +", " ", match["type"])]
    if match["plenum"]:
        return Mention(
            "DOCUMENT", match.start(), match.end(), _plenum(view, match), {"doc_type": kind}, "document:plenum"
        )
    if match["code"]:
        code = text[slice(*match.span("code"))]
        if not _is_code(code):
            return None
        return Mention("DOCUMENT", match.start(), match.end(), plain_number(code), {"doc_type": kind}, "document:code")
    if not _may_be_short(text, match, folded) or _counts(view, sentence, match.end()):
        return None
    return Mention(
        "DOCUMENT", match.start(), match.end(), plain_number(match["plain"]), {"doc_type": kind}, "document:short"
    )


def _may_be_short(text: str, match: re.Match[str], folded: str) -> bool:
    kind = re.sub(" +", " ", match["type"])
    if kind in _short("never"):
        return False
    if match["so"]:
        return True
    if "/" in match["plain"] and kind in _short("any_case") + _short("capital"):
        return True
    if kind in _short("any_case"):
        return True
    return kind in _short("capital") and text[match.start()].isupper()


def _counts(view: TextView, sentence: Sentence, end: int) -> bool:
    """Say whether the number counts what follows (`kế hoạch 5 năm`)."""
    unit = unit_at(view.folded, view.text, end, sentence.end, {})
    if unit is None or not unit.firm:
        return False
    return bool(re.match(r"[ %]", view.folded[end : end + 1]))


def _following(view: TextView, sentence: Sentence, mention: Mention) -> Mention | None:
    """The next number under the same document word (`Nghị quyết số 37, 39`)."""
    match = _next().match(view.folded, mention.end, sentence.end)
    if not match or mention.source == "document:plenum":
        return None
    code = view.text[slice(*match.span("code"))] if match["code"] else ""
    if code and not _is_code(code):
        return None
    if match["plain"] and (mention.source == "document:code" or _counts(view, sentence, match.end())):
        return None
    if match["plain"] and len(match["plain"]) > 3:
        return None
    attrs = {"doc_type": (_type_of_code(code) if code else None) or mention.attrs["doc_type"]}
    number = plain_number(code or match["plain"])
    return Mention("DOCUMENT", *match.span("span"), number, attrs, mention.source)


def _is_code(code: str) -> bool:
    letters = re.split(r"[-/&.\s]+", re.sub(r"^\d+\w?(?: ?/ ?\d{4})?", "", code))
    return any(part[:1].isupper() for part in letters if part)


def _type_of_code(code: str) -> str | None:
    """The document type of a bare code; the last part must be an issuer in capitals."""
    parts = [part for part in re.split(r"[-/\s]+", code) if part and not part.isdigit()]
    if not parts or not all(part[0].isupper() for part in parts if part[0].isalpha()):
        return None
    for part in parts:
        kind = _type_codes().get(fold(part))
        if kind and len(parts) > 1:
            return kind
    return "Nghị quyết" if re.fullmatch(r"\d+/\d{4}/(?:QH\d+|UBTVQH\d+)", code) else None


def plain_number(code: str) -> str:
    """Return a document number with plain hyphens and no blanks.

    Example:
        >>> plain_number("874 \u2013 KL/TU")
        '874-KL/TU'
    """
    return re.sub(r"[\u2010-\u2015\u2212]", "-", re.sub(r"\s+", "", code))


def _plenum(view: TextView, match: re.Match[str]) -> str:
    rules = load("documents")["short"]
    context = view.folded[max(0, match.start() - 200) : match.end() + 200]
    cue = re.search(alternation([fold(word) for word in rules["streamlining"]]), context)
    if cue and match["session"] == "6" and (match["term"] or "xii") == "xii":
        return str(rules["streamlining_number"])
    return spell(view.text[match.start() : match.end()])


def _with_context(view: TextView, sentence: Sentence, mention: Mention) -> Mention:
    """Add date, issuer and year, as far as the text or the code says them."""
    folded, attrs = view.folded, dict[str, Any](mention.attrs)
    end = mention.end
    atom = next(calendar.find(folded, end, min(sentence.end, end + 40)), None)
    if atom and atom.day and re.fullmatch(r"[ ,(]*", folded[end : atom.start]):
        attrs["date"] = atom.edtf()
        end = atom.end + (folded[atom.end : atom.end + 1] == ")")
    issuer = _issuer_in_text(view, end, sentence.end) or _issuer_of_code(mention.normal or "")
    if issuer:
        attrs["issuer"] = issuer
    year = re.search(r"/((?:19|20)\d{2})(?:/|$)", mention.normal or "")
    if year:
        attrs["year"] = int(year[1])
    return Mention("DOCUMENT", mention.start, mention.end, mention.normal, attrs, mention.source)


@cache
def _issuer() -> re.Pattern[str]:
    rules = load("documents")["issued_by"]
    stops = alternation([fold(word) for word in rules["stops"]])
    intro = alternation([fold(word) for word in rules["intro"]])
    return re.compile(rf",? +{intro} +(?P<body>[^,.;:()\"]{{3,80}}?)(?= +{stops}(?!\w)| *[,.;:()\"]|$)")


def _issuer_in_text(view: TextView, start: int, end: int) -> str | None:
    match = _issuer().match(view.folded, start, end)
    if not match:
        return None
    body = view.text[slice(*match.span("body"))]
    return spell(body) if body[0].isupper() else None


def _issuer_of_code(number: str) -> str | None:
    known = {fold(code): name for code, name in load("documents")["issuer"].items()}
    return known.get(fold(re.split(r"[-/]", number)[-1])) if re.search(r"[^\W\d]", number) else None


class DocumentComponent:
    """Fills the layer `document`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the documents of `doc`."""
        put(doc, "document", find(view_of(doc)))
        return doc


@Language.factory("tinbai_document", requires=["doc._.view"], assigns=["doc.spans"])
def make_document(nlp: Language, name: str) -> DocumentComponent:
    """Return the component that spaCy builds under `name`."""
    return DocumentComponent(nlp, name)
