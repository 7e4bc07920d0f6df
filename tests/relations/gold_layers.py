"""Tagged sentences as gold layers: `[PERSON Lò Văn Kiên]`, `[ROLE:bi_thu_chi_bo Bí thư Chi bộ]`.

Where two mentions overlap (`Trưởng khu` and `khu 7`), the second is given by its words at the end
of the line: `{HAMLET: khu 7}`, with its normal form if that differs: `{HAMLET=khu 8: 8}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from tinbai.entities.mention import Mention, put, register_extensions
from tinbai.lexicon import alternation, load
from tinbai.records import Article, Zone
from tinbai.relations.hierarchy import HierarchyComponent
from tinbai.relations.officeholder import OfficeholderComponent
from tinbai.text.normalize import fold, nfc
from tinbai.text.tokenizer import SyllableTokenizer
from tinbai.text.view import TextView

LAYERS = {
    "PERSON": "person",
    "ROLE": "role",
    "HAMLET": "place",
    "COMMUNE": "place",
    "DISTRICT": "place",
    "PROVINCE": "place",
    "ETHNIC": "ethnic",
    "DATE": "date",
    "ORG": "org",
    "FIGURE": "figure",
    "DOCUMENT": "document",
}
_OPEN = re.compile(r"\[(?P<type>[A-Z]+)(?::(?P<normal>[^\s\]]+))? ")
_EXTRA = re.compile(r"\{(?P<type>[A-Z]+)(?:=(?P<normal>[^:}]+))?: (?P<text>[^}]+)\}")


class TagError(ValueError):
    """A tag that cannot be read: an unknown type, or no closing bracket."""


@dataclass(frozen=True)
class Tagged:
    text: str
    mentions: tuple[Mention, ...]


def read(line: str) -> Tagged:
    """Read `[TYPE:normal words]` tags and trailing `{TYPE=normal: words}` mentions; `_` is a blank in a normal."""
    extras = [(m["type"], m["normal"], m["text"]) for m in _EXTRA.finditer(line)]
    rest = _EXTRA.sub("", line).rstrip()
    text, found = "", []
    while match := _OPEN.search(rest):
        close = rest.find("]", match.end())
        if match["type"] not in LAYERS or close < 0:
            raise TagError(f"unreadable tag in: {line}")
        text += rest[: match.start()]
        words = rest[match.end() : close]
        found.append((match["type"], match["normal"], len(text), len(text) + len(words)))
        text += words
        rest = rest[close + 1 :]
    text += rest
    if "[" in text or "]" in text:
        raise TagError(f"stray bracket in: {line}")
    for kind, normal, words in extras:
        start = text.index(words)
        found.append((kind, normal, start, start + len(words)))
    return Tagged(text, tuple(_mention(text, *item) for item in found))


def _mention(text: str, kind: str, normal: str | None, start: int, end: int) -> Mention:
    if normal and kind != "ROLE":
        normal = normal.replace("_", " ") if kind not in ("DATE", "ETHNIC") else normal
    words = " ".join(text[start:end].split())
    return Mention(kind, start, end, normal or (words[0].lower() + words[1:] if kind in _PLACES else words))


_PLACES = ("HAMLET", "COMMUNE", "DISTRICT", "PROVINCE")


def located(text: str, entities: Iterable[Mapping[str, Any]]) -> list[Mention]:
    """Find entities given by their words, in text order; a repeated text takes the next occurrence."""
    found: list[Mention] = []
    used: dict[tuple[str, str], int] = {}
    cursor = 0
    for entity in entities:
        words = entity["text"]
        key = (entity["type"], words)
        start = text.find(words, used.get(key, max(0, cursor - len(words) - 12)))
        if start < 0:
            start = text.index(words)
        used[key] = start + 1
        cursor = max(cursor, start)
        found.append(Mention(entity["type"], start, start + len(words), entity.get("normal") or words))
    return found


def titles(text: str) -> list[Mention]:
    """Find every lexicon title by its surface: a stand-in for the title component."""
    ids = {fold(s): post["id"] for post in load("posts")["post"] for s in post["surfaces"] if "..." not in s}
    pattern = re.compile(rf"(?<!\w){alternation(ids)}(?!\w)")
    folded = fold(text)
    return [Mention("TITLE", m.start(), m.end(), ids[" ".join(m[0].split())]) for m in pattern.finditer(folded)]


def build(
    text: str, mentions: Iterable[Mention], *, zones: Iterable[Zone] | None = None, article: Article | None = None
) -> Doc:
    """Return a Doc with gold layers on which only the place and holder components have run."""
    text = nfc(text)
    register_extensions()
    doc = SyllableTokenizer(Vocab())(text)
    # the components use nothing of the Language; without it these tests need no other component
    places, holders = HierarchyComponent(None, "tinbai_hierarchy"), OfficeholderComponent(None, "tinbai_officeholder")
    doc._.view = TextView.of(text, zones or lines(text))
    doc._.article = article
    layers: dict[str, list[Mention]] = {layer: [] for layer in LAYERS.values()}
    for mention in mentions:
        layers[LAYERS[mention.type]].append(mention)
    for layer, members in layers.items():
        put(doc, layer, members)
    put(doc, "title", titles(text))
    return holders(places(doc))


def lines(text: str, names: Iterable[str] = ()) -> list[Zone]:
    """Make every line a body zone, or the zones given by `names` for the lines with text."""
    wanted = iter(names)
    zones, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            zones.append(Zone(zone=next(wanted, "body"), start=start, end=start + len(line)))  # type: ignore[arg-type]
        start += len(line) + 1
    return zones
