"""What must hold inside one gold article, beyond its form (codebook 0 to 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal

from tinbai import lexicon
from tinbai.classify.report_type import ORDER
from tinbai.evaluate import normals
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.source import Problem
from tinbai.records import PLACE_TYPES, Adoption, Officeholder
from tinbai.text.normalize import fold
from tinbai.text.view import SILENT_ZONES

KINDS = ("model_focus", "model_mention", "near_miss", "far")
OTHER_UNIFICATIONS = ("commune", "district", "agency")
TWO_LEVEL_FROM = "2025-07-01"
WORDS = (200, 700)
_CELL_POSTS = frozenset({"bi_thu_chi_bo", "bi_thu_dang_bo_bo_phan", "bi_thu_lien_chi"})
_DIGITS = re.compile(r"\d+(?:[.,/]\d+)*")
Found = Iterator[tuple[Literal["error", "warning"], int, str]]


@cache
def _posts() -> Mapping[str, Any]:
    return {post["id"]: post for post in lexicon.load("posts")["post"]}


@cache
def _ids(subject: str, table: str) -> frozenset[str]:
    return frozenset(entry["id"] for entry in lexicon.load(subject)[table])


def check_article(article: GoldArticle) -> list[Problem]:
    """Return everything that is wrong or doubtful in one article, in order of lines."""
    found = [Problem(article.path, line, level, text) for rule in _RULES for level, line, text in rule(article)]
    return sorted(found)


def _table_line(article: GoldArticle, table: str, index: int) -> int:
    lines = article.source.record_lines.get(table, ())
    return lines[index] if index < len(lines) else 0


def _header(article: GoldArticle) -> Found:
    if article.kind not in KINDS:
        yield "error", 2, f"kind '{article.kind}' is none of {', '.join(KINDS)}"
    for name in ("id", "paper", "province", "region"):
        if not getattr(article, name):
            yield "error", 2, f"header has no {name}"
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?|\d{4}", article.dated):
        yield "error", 2, 'needs published = "YYYY-MM-DD", or published = "" and written = "YYYY" (for the checks only)'
    words = sum(
        len(article.text[zone.start : zone.end].split())
        for zone in article.annotation.article.zones
        if zone.zone not in SILENT_ZONES
    )
    if not WORDS[0] <= words <= WORDS[1]:
        yield "error", 2, f"{words} words outside boilerplate; an article has {WORDS[0]} to {WORDS[1]}"


def _zones(article: GoldArticle) -> Found:
    """Codebook 0.3: the title has at most 30 words, the first paragraph after it is the lead."""
    zones = article.annotation.article.zones
    for zone in zones:
        if zone.zone == "title" and len(article.text[zone.start : zone.end].split()) > 30:
            yield (
                "error",
                article.source.line_of(zone.start),
                "a first line of more than 30 words is the lead, no title",
            )
    names = [zone.zone for zone in zones]
    if "lead" not in names and "body" in names and len(names) > 1:
        line = article.source.line_of(zones[names.index("body")].start)
        yield "warning", line, "no {lead}: the first paragraph is the lead (0.3)"


def _entities(article: GoldArticle) -> Found:
    line_of = article.source.line_of
    two_level = article.dated >= TWO_LEVEL_FROM
    for entity in article.annotation.entities:
        line = line_of(entity.start)
        if article.text[entity.start : entity.end] != entity.text:
            yield "error", line, f"offsets of {entity.type} '{entity.text}' do not give its text"
        if entity.type == "ROLE" and entity.normal not in _posts():
            yield "error", line, f"ROLE '{entity.text}': no post '{entity.normal}' in lexicon posts.toml"
        if entity.type == "ETHNIC" and entity.normal not in _ids("ethnic", "group"):
            yield "error", line, f"ETH '{entity.text}': no group '{entity.normal}' in lexicon ethnic.toml"
        if entity.type in PLACE_TYPES and normals.place(entity.type, entity.normal or "") is None:
            yield "error", line, f"{entity.type} normal '{entity.normal}' has no type word in lower case"
        if two_level and entity.type == "DISTRICT" and not entity.attrs.get("former"):
            yield (
                "error",
                line,
                f"'{entity.text}': no districts from {TWO_LEVEL_FROM} on; former=yes if it is history (5.2)",
            )
        if entity.text[-1] in ",.;:" or entity.text[0] in ",.;:":
            yield "error", line, f"{entity.type} '{entity.text}' has punctuation at its edge"


def _numbers(article: GoldArticle) -> Found:
    """Every number stands in an entity span or is listed as not extracted."""
    covered = bytearray(len(article.text))
    for entity in article.annotation.entities:
        covered[entity.start : entity.end] = b"\1" * (entity.end - entity.start)
    folded = fold(article.text)
    for surface, _ in article.not_extracted:
        for match in re.finditer(re.escape(fold(surface)), folded):
            covered[match.start() : match.end()] = b"\1" * len(match[0])
    for zone in article.annotation.article.zones:
        if zone.zone in SILENT_ZONES:
            continue
        for match in _DIGITS.finditer(folded, zone.start, zone.end):
            if not all(covered[match.start() : match.end()]):
                line = article.source.line_of(match.start())
                yield "error", line, f"number '{match[0]}' is in no span and not listed in not_extracted"
        for match in _spelled().finditer(folded, zone.start, zone.end):
            if not any(covered[match.start() : match.end()]):
                line = article.source.line_of(match.start())
                yield "warning", line, f"'{match[0]}' may be a figure: tag it or list it in not_extracted (3.8)"


@cache
def _spelled() -> re.Pattern[str]:
    """Number words from two up right before a count noun; một and năm alone mean too many other things."""
    numbers = lexicon.load("numbers")
    words = [fold(word) for word, value in numbers["number_words"].items() if value > 1 and word != "năm"]
    nouns = {fold(noun) for group in numbers["count_nouns"].values() for noun in group}
    nouns |= {fold(entry["surface"]) for entry in numbers["money"] if len(entry["surface"]) > 1}
    number = lexicon.alternation(words)
    return re.compile(rf"\b{number}(?: +(?:{number}|{fold('năm')}))* +{lexicon.alternation(nouns)}\b")


def _holders(article: GoldArticle) -> Found:
    roles = {entity.normal for entity in article.annotation.entities if entity.type == "ROLE"}
    known: set[str] = set()
    for index, holder in enumerate(article.annotation.officeholders):
        line = _table_line(article, "officeholder", index)
        posts = set(holder.posts) | set(holder.previous_posts)
        known |= posts
        for post in sorted(posts - set(_posts())):
            yield "error", line, f"{holder.person}: no post '{post}' in lexicon posts.toml"
        for post in sorted(posts & set(_posts()) - roles):
            yield "warning", line, f"{holder.person}: post '{post}' has no ROLE in the text"
        if not posts:
            yield "error", line, f"{holder.person}: an officeholder has at least one post"
        yield from _dual(holder, line)
    people = [holder.person for holder in article.annotation.officeholders]
    for person in sorted({person for person in people if people.count(person) > 1}):
        yield "error", 0, f"{person} has {people.count(person)} records; one a person (4.1)"
    for entity in article.annotation.entities:
        if entity.type == "ROLE" and entity.normal in _posts() and entity.normal not in known:
            line = article.source.line_of(entity.start)
            yield "error", line, f"ROLE '{entity.text}' ({entity.normal}) is a post of no officeholder record"


def _dual(holder: Officeholder, line: int) -> Found:
    status = (*holder.post_status, *["current"] * len(holder.posts))
    held = {post for post, state in zip(holder.posts, status, strict=False) if state != "former"}
    heads = {post for post in _posts() if _posts()[post]["group"] == "head_titles"}
    both = bool(held & _CELL_POSTS) and bool(held & heads)
    ever = bool(set(holder.posts) & _CELL_POSTS) and bool(set(holder.posts) & heads)
    if holder.dual == "yes" and not both:
        yield "error", line, f"{holder.person}: dual=yes needs a cell secretary's and a head's post, both current"
    if holder.dual == "yes" and not holder.dual_basis:
        yield "error", line, f"{holder.person}: dual=yes needs dual_basis (4.1)"
    if holder.dual == "former" and (both or not ever):
        yield "error", line, f"{holder.person}: dual=former needs both posts with post_status former"
    if holder.dual == "no" and both and holder.rank != "deputy":
        yield "warning", line, f"{holder.person} holds both posts and is dual=no: is that meant?"
    if holder.other_unification not in (None, *OTHER_UNIFICATIONS):
        yield "error", line, f"{holder.person}: other_unification is one of {', '.join(OTHER_UNIFICATIONS)}"


def _adoption(article: GoldArticle) -> Found:
    numbers = {
        number
        for figure in article.annotation.figures
        for number in (figure.value, figure.value_max, figure.denominator)
        if number is not None
    }
    failing: set[str] = set()
    records = article.annotation.adoption
    for index, record in enumerate(records):
        line = _table_line(article, "adoption", index)
        for name in ("count", "total", "percent"):
            value = getattr(record, name)
            if value is not None and not record.derived and float(value) not in numbers:
                yield (
                    "error",
                    line,
                    f"{record.id}: {name} {value:g} is no FIG of the text; derived = true if it is not printed",
                )
        if not record.derived and record.level is None:
            yield "error", line, f"{record.id}: level is missing"
        parts = [part.count or 0 for part in records if part.part_of == record.id]
        for check, flag, wrong in (*_arithmetic(record), _sum(record, parts)):
            if wrong:
                failing.add(check)
            if wrong != (flag in record.flags):
                yield (
                    "error",
                    line,
                    f"{record.id}: {check} {'fails' if wrong else 'holds'}, flag '{flag}' says otherwise",
                )
    for index, given in enumerate(article.annotation.checks):
        line = _table_line(article, "check", index)
        if given.id in ("K1", "K3", "K5") and given.ok is not None and given.ok == (given.id in failing):
            yield "error", line, f"check {given.id} says ok={str(given.ok).lower()}, the adoption records say otherwise"
    for check in sorted(failing - {given.id for given in article.annotation.checks if given.ok is False}):
        yield "error", 0, f'{check} fails: add [[check]] id = "{check}", ok = false, detail = …'


def _arithmetic(record: Adoption) -> Iterator[tuple[str, str, bool]]:
    """Yield (check, its flag, whether it fails) for what one record can be checked for (codebook 4.6)."""
    mismatch = False
    if record.count is not None and record.total and record.percent is not None:
        decimals = len(f"{record.percent:g}".partition(".")[2])
        mismatch = abs(100 * record.count / record.total - record.percent) > 0.5 * 10**-decimals + 0.05
    yield "K1", "percent_mismatch", mismatch
    listed = record.members_listed or len(record.members)
    yield "K3", "list_count_mismatch", bool(listed) and record.count is not None and listed != record.count
    over = record.count is not None and record.total is not None and record.count > record.total
    yield "K5", "out_of_range", over or (record.percent or 0) > 100


def _sum(record: Adoption, parts: list[int]) -> tuple[str, str, bool]:
    return "K2", "sum_mismatch", record.count is not None and bool(parts) and sum(parts) > record.count


def _claims(article: GoldArticle) -> Found:
    codes = _ids("aspects", "aspect")
    people = {entity.normal for entity in article.annotation.entities if entity.type == "PERSON"}
    for claim in article.annotation.claims:
        line = article.source.line_of(claim.start)
        for code in sorted(set(claim.aspects) - codes):
            yield "error", line, f"CL: no aspect '{code}'"
        if claim.speaker != "author" and claim.speaker not in people:
            yield "error", line, f"CL: speaker '{claim.speaker}' is neither author nor a PERSON of the text"
        if claim.text != claim.text.strip():
            yield "error", line, "CL: begins or ends with a blank"


def _labels(article: GoldArticle) -> Found:
    labels = article.annotation.labels
    line = _table_line(article, "labels", 0)
    if not line:
        yield "error", 0, "no [labels] table"
        return
    counted = [claim for claim in article.annotation.claims if claim.target in ("dual", "both")]
    holders = [holder for holder in article.annotation.officeholders if holder.dual in ("yes", "former")]
    for code in (labels.report_type, *labels.report_type_secondary):
        if code not in (None, *ORDER):
            yield "error", line, f"labels: no report type '{code}' (2.2)"
    if labels.other_unification not in (None, *OTHER_UNIFICATIONS):
        yield "error", line, f"labels: other_unification is one of {', '.join(OTHER_UNIFICATIONS)}"
    if labels.relevance == "not_model":
        if labels.report_type or labels.report_type_secondary:
            yield "error", line, "labels: a not_model article has no report type (2.1)"
        if counted:
            yield "error", line, "labels: a not_model article has no claims with target dual or both (2.1)"
        if holders:
            yield "error", line, f"labels: not_model, but {holders[0].person} is dual={holders[0].dual} (2.1)"
    elif labels.report_type is None:
        yield "error", line, "labels: report_type is missing (2.2)"
    expected = article.kind if article.kind.startswith("model_") else "not_model"
    if labels.relevance != expected:
        yield "warning", line, f"labels: relevance {labels.relevance} in an article of kind {article.kind}"


_RULES: tuple[Callable[[GoldArticle], Found], ...] = (
    _header,
    _zones,
    _entities,
    _numbers,
    _holders,
    _adoption,
    _claims,
    _labels,
)
