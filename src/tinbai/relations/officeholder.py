"""Component `tinbai_officeholder`: one record per person with a post (codebook 1, 4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import Mention, get, register_extensions, view_of
from tinbai.entities.role_how import how_of, is_before_name
from tinbai.records import Evidence, Officeholder
from tinbai.relations.chosen import Chosen
from tinbai.relations.dual import Decision, decide
from tinbai.relations.gender import form_of_address, gender_of
from tinbai.relations.holder_place import Seat, own_place, seat_of
from tinbai.relations.holding import Held, Holder, aliases, gather
from tinbai.relations.near_miss import is_seconded
from tinbai.relations.nominal import NominalCues, continued, recovered
from tinbai.relations.over import held_now
from tinbai.relations.person_facts import Facts, facts_of
from tinbai.relations.posts import is_deputy_id, is_head, is_secretary
from tinbai.relations.quoted import speaks
from tinbai.relations.scope import Scope, scope_of
from tinbai.relations.tenure import as_of_of, since_of
from tinbai.text.view import TextView


@dataclass(frozen=True, slots=True)
class _Layers:
    """The mention layers that the records draw on."""

    persons: tuple[Mention, ...]
    roles: tuple[Mention, ...]
    titles: tuple[Mention, ...]
    ethnics: tuple[Mention, ...]
    dates: tuple[Mention, ...]
    places: tuple[Mention, ...] = ()


class OfficeholderComponent:
    """Fills `doc._.officeholders` from the layers person, role, title, ethnic, date and `doc._.scope`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        register_extensions()
        if not Doc.has_extension("officeholders"):
            Doc.set_extension("officeholders", default=())

    def __call__(self, doc: Doc) -> Doc:
        """Write the records of `doc`."""
        layers = _Layers(*(get(doc, name) for name in ("person", "role", "title", "ethnic", "date", "place")))
        doc._.officeholders = tuple(officeholders(view_of(doc), scope_of(doc), layers))
        return doc


def officeholders(view: TextView, scope: Scope, layers: _Layers) -> list[Officeholder]:
    """Return one record per person with a post, in order of first naming; ids are O1, O2 and so on."""
    records: list[Officeholder] = []
    nominal = NominalCues(view, layers.persons)
    chosen = Chosen(view, layers.persons, layers.titles, layers.roles, layers.places)
    for holder in gather(view, layers.persons, layers.roles):
        holder.held += chosen.of(holder)
        holder.held += recovered(view, holder, layers.persons, layers.titles)
        holder.held += continued(view, holder, layers.persons, layers.titles)
        if not holder.held:
            continue
        holder.held.sort(key=lambda h: h.role.start)
        records.append(_record(view, scope, holder, layers, nominal).model_copy(update={"id": f"O{len(records) + 1}"}))
    return records


def _record(view: TextView, scope: Scope, holder: Holder, layers: _Layers, nominal: NominalCues) -> Officeholder:
    holder = replace(holder, held=held_now(scope, holder))
    decision = decide(scope.places, holder, nominal)
    if decision.dual == "former":  # `từng vừa làm bí thư vừa làm trưởng thôn`: the posts of the model, given up
        holder.held = [_given_up(held) for held in holder.held]
    seat = seat_of(scope, holder, layers.persons)
    facts = facts_of(view, holder, layers.persons, layers.ethnics)
    gender, cue = gender_of(view, holder, seat.province, facts.ethnicity)
    posts = _posts(holder)
    since = since_of(view, holder, layers.persons, layers.dates, scope.date.value)
    return Officeholder(
        id="",
        person=holder.name,
        aliases=aliases(view, holder),
        honorific=form_of_address(view, holder.mentions),
        posts=tuple(held.post for held in posts),
        posts_surface=tuple(_surface(scope, held) for held in posts),
        post_status=tuple(h.status for h in posts) if any(h.status != "current" for h in posts) else (),
        rank=_rank(view, posts),
        gender=gender,
        gender_cue=cue,
        as_of=as_of_of(view, holder, since),
        since=since,
        previous_posts=tuple(p for p in holder.posts(career=True) if p not in {h.post for h in posts}),
        how=_how(view, holder),
        local_or_seconded="seconded" if is_seconded(view, holder) else ("local" if facts.local else None),
        quoted=any(speaks(view, holder, m, layers.persons) for m in holder.mentions),
        evidence=_evidence(view, scope, holder),
        **_seat_fields(seat),  # type: ignore[arg-type]
        **_decision_fields(view, decision),  # type: ignore[arg-type]
        **_fact_fields(facts),  # type: ignore[arg-type]
    )


def _given_up(held: Held) -> Held:
    of_model = is_secretary(held.post) or is_head(held.post)
    return replace(held, career=False, status="former") if held.career and of_model else held


def _posts(holder: Holder) -> list[Held]:
    """Return one `Held` per post id in text order; a post held now wins over the same post told as former."""
    best: dict[str, Held] = {}
    for held in holder.held:
        if held.career:
            continue
        known = best.get(held.post)
        if known is None or (known.status == "former" and held.status != "former"):
            best[held.post] = held
    return list(best.values())


def _surface(scope: Scope, held: Held) -> str:
    """Return the title as printed, with the name of the unit where it touches the title."""
    end = held.role.end
    for level in ("hamlet", "commune", "district", "province"):
        place = own_place(scope, held, level)
        if place is not None and not scope.places.view.folded[held.role.end : max(held.role.end, place.start)].strip():
            end = max(end, place.end)
    return " ".join(scope.places.view.text[held.role.start : end].split())


def _rank(view: TextView, posts: Sequence[Held]) -> str | None:
    """Return `deputy` for a deputy whose post id is that of the head (codebook 3.4)."""
    for held in posts:
        given = held.role.attrs.get("rank")
        if given:
            return str(given)
        surface = view.folded[held.role.start : held.role.end]
        if surface.startswith("phó ") and not is_deputy_id(held.post) and held.post != "trung_uong":
            return "deputy"
    return None


def _how(view: TextView, holder: Holder) -> str | None:
    """Return how the person came to the posts now held: elected, appointed or seconded; None if not said."""
    for held in holder.held:
        if held.career or held.status == "former":
            continue
        given = held.role.attrs.get("how")
        if given:
            return str(given)
        sentence = view.sentence_at(held.role.start)
        named = is_before_name(view, held.role.end, held.person.start)
        if how := how_of(view, sentence.start if sentence else 0, held.role.start, names=named):
            return how
    return None


def _evidence(view: TextView, scope: Scope, holder: Holder) -> Evidence:
    """Return the clause with the person and most of the posts, with the unit that follows the last title."""
    groups: dict[int, list[Held]] = {}
    for held in holder.held:
        sentence = view.sentence_at(held.role.start)
        groups.setdefault(sentence.start if sentence else held.role.start, []).append(held)
    best = max(groups.values(), key=lambda group: (len({h.post for h in group if not h.career}), -group[0].role.start))
    sentence = view.sentence_at(best[0].role.start)
    edges = [(h.role.start, h.role.end) for h in best]
    for person in holder.mentions:
        if sentence and sentence.start <= person.start < sentence.end:
            edges.append((person.start, person.end))
            break
    end = max(e for _, e in edges)
    for held in best:
        for level in ("hamlet", "commune", "district", "province"):
            place = own_place(scope, held, level)
            end = max(end, place.end) if place else end
    return _span(view, min(s for s, _ in edges), end)


def _span(view: TextView, start: int, end: int) -> Evidence:
    return Evidence(start=start, end=end, text=view.text[start:end])


def _seat_fields(seat: Seat) -> dict[str, object]:
    return {
        "hamlet": seat.hamlet,
        "hamlet_basis": seat.source.get("hamlet"),
        "commune": seat.commune,
        "district": seat.district,
        "province": seat.province,
        "place_former": seat.former,
        "place_source": dict(seat.source),
    }


def _decision_fields(view: TextView, decision: Decision) -> dict[str, object]:
    return {
        "dual": decision.dual,
        "dual_basis": decision.basis,
        "dual_evidence": tuple(_span(view, start, end) for start, end in decision.evidence),
        "other_unification": decision.other_unification,
        "extra_posts": decision.extra_posts,
        "combined_cell": decision.combined_cell,
    }


def _fact_fields(facts: Facts) -> dict[str, object]:
    return {
        name: getattr(facts, name)
        for name in (
            "ethnicity",
            "birth_year",
            "age",
            "education",
            "political_education",
            "party_since",
            "occupation_background",
            "term_index",
        )
    }


@Language.factory("tinbai_officeholder", assigns=["doc._.officeholders"])
def make_officeholder(nlp: Language, name: str) -> OfficeholderComponent:
    """Return the component that spaCy builds under `name`."""
    return OfficeholderComponent(nlp, name)
