"""Turns inline tags into entities, figures and claims, and names what a tag lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from tinbai.evaluate import normals
from tinbai.evaluate.source import Problem, Source, TaggedSpan
from tinbai.records import PLACE_TYPES, Claim, Entity, Figure, Record
from tinbai.text.normalize import fold, spell
from tinbai.text.view import TextView

_R = TypeVar("_R", bound=Record)
_PLACE_KEYS = {"former", "level", "numbered", "merged_from", "merged_into", "stated_of", "note"}
_KEYS: Mapping[str, set[str]] = {
    **dict.fromkeys(PLACE_TYPES, _PLACE_KEYS),
    "PERSON": {"note"},
    "ROLE": {"status", "how", "rank", "holder", "note"},
    "ORG": {"elided", "kind", "note"},
    "DOCUMENT": {"date", "issuer", "doc_type", "note"},
    "DATE": {"subtype", "mod", "resolved", "resolved_basis", "note"},
    "FIGURE": {"kind", "counted", "place", "date", "comparator", "per", "approx", "subset_of", "adoption_ref", "note"},
    "ETHNIC": {"subgroup", "stated_of", "note"},
    "CLAIM": {"aspects", "stance", "target", "resolved", "direct", "post", "place", "note"},
}
_FLAGS = {"yes": True, "no": False}


class SpanCompiler:
    """Compiles the tags of one `Source` and collects what is wrong with them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.folded = fold(source.text)
        self.view = TextView.of(source.text, source.zones)
        self.problems: list[Problem] = []

    def wrong(self, line: int, message: str) -> None:
        """Note an error at `line` of the source file."""
        self.problems.append(Problem(self.source.path, line, "error", message))

    def entity(self, index: int, span: TaggedSpan) -> Entity:
        """Return the entity of `span`; `index` makes its id."""
        surface = self.text[span.start : span.end]
        attrs: dict[str, Any] = {key: _FLAGS.get(value, value) for key, value in span.attrs.items()}
        normal = self._normal(span, surface, attrs)
        return Entity(
            id=f"E{index}",
            type=span.type,  # type: ignore[arg-type]
            text=surface,
            start=span.start,
            end=span.end,
            normal=normal,
            zone=self.view.zone_at(span.start),
            attrs=attrs,
        )

    def _normal(self, span: TaggedSpan, surface: str, attrs: dict[str, Any]) -> str | None:
        """Return the normal form and fill the attributes that follow from it."""
        for key in sorted(set(span.attrs) - _KEYS[span.type]):
            self.wrong(span.line, f"{span.type} '{surface}': unknown key '{key}'")
        normal = span.normal
        if span.type in PLACE_TYPES:
            derived = normals.place(span.type, surface)
            if derived:
                attrs["unit_type"] = derived[1]
            else:
                attrs["type_inherited"] = True
            normal = normal or (derived[0] if derived else None)
        elif span.type == "DOCUMENT":
            number = normals.document(surface)
            if number and number[1]:
                attrs.setdefault("doc_type", number[1])
            normal = normal or (number[0] if number else None)
        elif span.type == "DATE" and normal and normals.is_edtf(normal):
            attrs.setdefault("subtype", normals.date_subtype(normal, surface))
        elif span.type in ("PERSON", "ORG"):
            normal = normal or spell(surface)
        if normal is None:
            self.wrong(span.line, f"{span.type} '{surface}' needs a normal form in its tag")
        elif span.type == "DATE" and not normals.is_edtf(normal):
            self.wrong(span.line, f"DATE '{surface}': '{normal}' is no EDTF form (3.7)")
        return normal

    def figure(self, index: int, span: TaggedSpan) -> Figure | None:
        """Return the figure record of a FIG tag, None if its normal form cannot be read."""
        before = self.text[max(0, span.start - 30) : span.start].rpartition("\n")[2]
        value = normals.figure(span.normal, before) if span.normal else None
        surface = self.text[span.start : span.end]
        if value is None:
            if span.normal:
                self.wrong(span.line, f"FIG '{surface}': cannot read the normal form '{span.normal}' (3.8)")
            return None
        fields: dict[str, Any] = {name: getattr(value, name) for name in value.__slots__}
        fields.update({key: text for key, text in span.attrs.items() if key in _KEYS["FIGURE"] and key != "note"})
        return Figure(id=f"F{index}", surface=surface, start=span.start, end=span.end, **fields)

    def claim(self, index: int, span: TaggedSpan) -> Claim | None:
        """Return the claim of a CL tag, None if a field has a wrong value."""
        attrs = dict(span.attrs)
        for key in sorted(set(attrs) - _KEYS["CLAIM"]):
            self.wrong(span.line, f"CL: unknown key '{key}'")
        if not span.normal:
            self.wrong(span.line, "CL needs its speaker: `author` or a person's full name")
        for flag in ("resolved", "direct"):
            if attrs.get(flag, "no") not in _FLAGS:
                self.wrong(span.line, f"CL: {flag} is yes or no, not '{attrs[flag]}'")
        values = {
            "id": f"CL{index}",
            "text": self.text[span.start : span.end],
            "start": span.start,
            "end": span.end,
            "speaker": span.normal or "author",
            "post": attrs.get("post"),
            "place": attrs.get("place"),
            "aspects": tuple(attrs.get("aspects", "").replace(",", " ").split()),
            "target": attrs.get("target", "dual"),
            "stance": attrs.get("stance"),
            "resolved": _FLAGS.get(attrs.get("resolved", "no"), False),
            "direct": _FLAGS.get(attrs.get("direct", "no"), False),
        }
        return self.record(Claim, values, span.line)

    def record(self, model: type[_R], values: Mapping[str, Any], line: int) -> _R | None:
        """Return `model(**values)`; wrong fields become problems at `line` and give None."""
        try:
            return model(**values)
        except ValidationError as error:
            for item in error.errors():
                place = ".".join(str(part) for part in item["loc"])
                self.wrong(line, f"{model.__name__}.{place}: {item['msg']}")
            return None
