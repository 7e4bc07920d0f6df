"""Component `tinbai_adoption`: how many units of a place have the model (codebook 4.2).

Reads cues, figures, places and dates sentence by sentence, adds the hamlets of dual
holders, joins repeated statements and writes `doc._.adoption` and `doc._.figures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get, register_extensions, starting_in, view_of
from tinbai.records import Adoption, Evidence
from tinbai.relations import count_model
from tinbai.relations.chain import opens_list
from tinbai.relations.context import Context
from tinbai.relations.count_model import Verdict
from tinbai.relations.draft import Draft
from tinbai.relations.figures import figure_records
from tinbai.relations.governing import parents
from tinbai.relations.hamlets import from_holders
from tinbai.relations.hamlets_apart import told_apart
from tinbai.relations.statements import SentenceReader

_SILENT = ("slogan", "weak")


class AdoptionComponent:
    """Fills `doc._.adoption` and `doc._.figures`."""

    def __init__(self, nlp: Language, name: str, *, trained: bool = True) -> None:
        self.name, self.trained = name, trained
        register_extensions()
        for extension in ("adoption", "figures", "officeholders"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=())

    def __call__(self, doc: Doc) -> Doc:
        """Read the statements, then number them in text order."""
        drafts = [*statements(doc, count_model.verdict(doc) if self.trained else Verdict())]
        known = {(d.where.place, d.status) for d in drafts if d.where.level == "hamlet"}
        for draft in from_holders(doc._.officeholders):
            if (draft.where.place, draft.status) not in known:
                known.add((draft.where.place, draft.status))
                drafts.append(draft)
        named = {d.where.place for d in drafts if d.where.level == "hamlet"}
        drafts.extend(draft for draft in told_apart(doc) if draft.where.place not in named)
        drafts = _once(drafts)
        _join(drafts)
        ids = {id(draft): f"A{number}" for number, draft in enumerate(drafts, 1)}
        doc._.adoption = tuple(_record(doc, draft, ids) for draft in drafts)
        refs = {(m.start, m.end): ids[id(draft)] for draft in drafts for m in draft.figures}
        doc._.figures = figure_records(doc, refs, doc._.adoption)
        return doc


def statements(doc: Doc, verdict: Verdict | None = None) -> Iterable[Draft]:
    """Yield the adoption statements of the text in order; captions count like all text.

    Args:
        doc: the article.
        verdict: what the trained reader says of the figures; None if it was not asked.
    """
    verdict = verdict or Verdict()
    view = view_of(doc)
    cues = [m for m in get(doc, "cue") if m.attrs["confirmed"] and m.attrs["strength"] not in _SILENT]
    context = Context(doc)
    earlier: list[Draft] = []
    before: list[Draft] = []
    paragraph = -1
    for sentence in view.sentences:
        if sentence.paragraph != paragraph:
            before, paragraph = [], sentence.paragraph
        here: Sequence[Mention] = starting_in(cues, sentence.start, sentence.end)
        going_on = before if here or opens_list(view.folded, sentence) else []
        in_context = context.holds(sentence)
        if not here and not going_on and not in_context and not verdict.speaks(sentence.start, sentence.end):
            before = []
            continue
        reader = SentenceReader(doc, sentence, here, going_on, earlier=earlier, in_context=in_context, verdict=verdict)
        found = reader.read()
        yield from found
        earlier.extend(draft for draft in found if not draft.derived)
        before = [*before, *found] if found and not here else found


def _once(drafts: list[Draft]) -> list[Draft]:
    """Keep one record per hamlet and status: a second naming of a hamlet adds none."""
    kept: list[Draft] = []
    seen: set[tuple[str | None, str]] = set()
    for draft in drafts:
        key = (draft.where.place, draft.status)
        if draft.derived and draft.where.level == "hamlet":
            if key in seen:
                continue
            seen.add(key)
        kept.append(draft)
    return kept


def _join(drafts: list[Draft]) -> None:
    """Join statements of one fact (codebook 4.2): same place, count, unit and status."""
    alike: dict[tuple[str, float, str | None, str], list[Draft]] = {}
    for draft in drafts:
        if not draft.derived and draft.count is not None and draft.where.place is not None:
            alike.setdefault((draft.where.place, draft.count, draft.unit, draft.status), []).append(draft)
    for same in alike.values():
        for index, draft in enumerate(same):
            for later in islice(same, index + 1, None):
                if draft.total is None or later.total is None or draft.total == later.total:
                    if draft.when.term == later.when.term:
                        draft.same_as = later
                    break


def _record(doc: Doc, draft: Draft, ids: dict[int, str]) -> Adoption:
    start, end = draft.evidence
    above = parents(doc, draft.where)
    return Adoption(
        id=ids[id(draft)],
        level=draft.where.level,
        place=draft.where.place,
        place_basis=draft.where.basis,
        commune=above.get("commune"),
        district=above.get("district"),
        province=above.get("province"),
        count=draft.count,
        total=draft.total,
        percent=draft.percent,
        percent_computed=draft.percent_computed,
        comparator=draft.comparator,
        unit=draft.unit,
        count_of=draft.count_of,
        base=draft.base,
        subset=draft.subset,
        status=draft.status,  # type: ignore[arg-type]
        as_of=draft.when.value,
        as_of_text=draft.when.text,
        as_of_basis=draft.when.basis,
        term=draft.when.term,
        incremental=draft.incremental,
        change=draft.change,
        part_of=ids.get(id(draft.parent)) if draft.parent else None,
        same_as=ids.get(id(draft.same_as)) if draft.same_as else None,
        members=tuple(m.normal or "" for m in draft.members),
        members_listed=len(draft.members) or None,
        n_subunits=draft.n_subunits,
        subunit=draft.subunit,
        derived=draft.derived,
        derived_total=draft.derived_total,
        flags=draft.flags(),
        evidence=Evidence(start=start, end=end, text=view_of(doc).text[start:end]),
    )


@Language.factory(
    "tinbai_adoption",
    default_config={"trained": True},
    requires=["doc._.view"],
    assigns=["doc._.adoption", "doc._.figures"],
)
def make_adoption(nlp: Language, name: str, trained: bool) -> AdoptionComponent:
    """Return the component that spaCy builds under `name`; without `trained`, the rules alone read the counts."""
    return AdoptionComponent(nlp, name, trained=trained)
