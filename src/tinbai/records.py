"""Frozen values that travel between the rooms, and the shape of an annotation.

The field names are the contract (`docs/contract.md`); terms are those of the
codebook, ids those of the lexicon. `null` means that the text does not say;
derived values live in `*_inferred`, `*_computed` and carry a basis.
Offsets are code points into the NFC text, half-open: `text[start:end]`.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ConfigDict, Field

from tinbai.articles import Article as Article
from tinbai.articles import Evidence as Evidence
from tinbai.articles import Failure as Failure
from tinbai.articles import Record as Record
from tinbai.articles import Zone as Zone
from tinbai.articles import ZoneName as ZoneName

SCHEMA_ID = "tinbai.annotation/1"
CODEBOOK_VERSION = "1.1"

EntityType = Literal[
    "HAMLET", "COMMUNE", "DISTRICT", "PROVINCE", "PERSON", "ROLE", "ORG", "DOCUMENT", "DATE", "FIGURE", "ETHNIC",
]  # fmt: skip
ENTITY_TYPES: tuple[EntityType, ...] = EntityType.__args__  # type: ignore[attr-defined]
PLACE_TYPES: tuple[EntityType, ...] = ("HAMLET", "COMMUNE", "DISTRICT", "PROVINCE")
Level = Literal["national", "province", "district", "commune", "hamlet"]


class Entity(Record):
    """A mention of one of the eleven types (codebook 3)."""

    id: str
    type: EntityType
    text: str
    start: int
    end: int
    normal: str | None = None
    zone: ZoneName
    attrs: dict[str, Any] = Field(default_factory=dict)


class Candidate(Record):
    """One administrative unit that a place name may mean."""

    name: str
    code: str
    valid_from: str
    path: str
    score: float


class Place(Record):
    """A distinct place of the article and its link to the units of its date (codebook 4.3, 5.3).

    Attributes:
        codes: codes of the unit and of the units above it, by level, as far as linked.
        place_2025: the units of 2025 that hold its area, all candidates; of a hamlet those of its commune.
        codes_2025: their codes, in the same order.
        additive: True if all of the unit lies in one unit of 2025, so that counts may be summed there.
        basis: the step that gave each parent, by level; under the place's own level the step that gave the place
            itself, where the article does not print it; under `code` how the name met the unit, or why it did not.
    """

    normal: str
    level: Level
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    code: str | None = None
    valid_from: str | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    place_2025: tuple[str, ...] = ()
    codes_2025: tuple[str, ...] = ()
    change: str | None = None
    additive: bool | None = None
    former: bool = False
    basis: dict[str, str] = Field(default_factory=dict)
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()
    gazetteer_version: str | None = None


Dual = Literal["yes", "no", "former", "unclear"]


class Officeholder(Record):
    """A person with at least one post; one record per person and article (codebook 4.1)."""

    id: str
    person: str
    aliases: tuple[str, ...] = ()
    honorific: str | None = None
    posts: tuple[str, ...] = ()
    posts_surface: tuple[str, ...] = ()
    post_status: tuple[str, ...] = ()
    rank: str | None = None
    dual: Dual = "no"
    dual_basis: tuple[str, ...] = ()
    dual_evidence: tuple[Evidence, ...] = ()
    other_unification: str | None = None
    hamlet: str | None = None
    hamlet_basis: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    place_former: str | None = None
    place_source: dict[str, str] = Field(default_factory=dict)
    as_of: str | None = None
    since: str | None = None
    previous_posts: tuple[str, ...] = ()
    how: str | None = None
    term_index: int | None = None
    gender: Literal["male", "female"] | None = None
    gender_cue: str | None = None
    ethnicity: str | None = None
    birth_year: int | None = None
    age: int | None = None
    education: str | None = None
    political_education: str | None = None
    party_since: str | None = None
    occupation_background: str | None = None
    local_or_seconded: str | None = None
    quoted: bool = False
    combined_cell: bool | None = None
    extra_posts: int | None = None
    evidence: Evidence


AdoptionStatus = Literal["achieved", "target", "completed_qualitative", "abandoned", "not_adopted"]


class Adoption(Record):
    """How many units of a place have the model, as printed (codebook 4.2)."""

    id: str
    level: Level | None = None
    place: str | None = None
    place_basis: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    count: int | None = None
    total: int | None = None
    percent: float | None = None
    percent_computed: float | None = None
    comparator: str | None = None
    unit: str | None = None
    count_of: str | None = None
    base: str | None = None
    subset: str | None = None
    status: AdoptionStatus = "achieved"
    as_of: str | None = None
    as_of_text: str | None = None
    as_of_basis: str | None = None
    term: str | None = None
    incremental: bool = False
    change: int | None = None
    part_of: str | None = None
    same_as: str | None = None
    members: tuple[str, ...] = ()
    members_listed: int | None = None
    n_subunits: int | None = None
    subunit: str | None = None
    derived: bool = False
    derived_total: int | None = None
    flags: tuple[str, ...] = ()
    evidence: Evidence


class Figure(Record):
    """One number with its unit and what it counts (codebook 3.8, 4.5)."""

    id: str
    surface: str
    start: int
    end: int
    kind: str
    value: float | None = None
    value_max: float | None = None
    denominator: float | None = None
    unit: str | None = None
    per: str | None = None
    counted: str | None = None
    place: str | None = None
    date: str | None = None
    approx: str | None = None
    comparator: str | None = None
    subset_of: str | None = None
    adoption_ref: str | None = None


class Claim(Record):
    """A clause that praises or faults the model or its holders as holders (codebook 2.3, 4.4)."""

    id: str
    text: str
    start: int
    end: int
    speaker: str
    post: str | None = None
    place: str | None = None
    aspects: tuple[str, ...] = ()
    target: Literal["dual", "both", "other_model"] = "dual"
    stance: Literal["positive", "negative", "mixed", "neutral"]
    resolved: bool = False
    direct: bool = False


class Reason(Record):
    """What speaks for a label: a sentence (`start` and `end`), or a feature of the trained model with its `weight`."""

    label: str
    what: str
    start: int | None = None
    end: int | None = None
    weight: float | None = None


class Labels(Record):
    """Labels of the whole article (codebook 2)."""

    relevance: Literal["model_focus", "model_mention", "not_model"]
    report_type: str | None = None
    report_type_secondary: tuple[str, ...] = ()
    stance: Literal["positive", "mixed", "negative", "neutral"] = "neutral"
    benefits: tuple[str, ...] = ()
    difficulties: tuple[str, ...] = ()
    other_unification: str | None = None
    scores: dict[str, float] = Field(default_factory=dict)
    review: tuple[Literal["relevance"], ...] = ()
    because: tuple[Reason, ...] = ()


class Check(Record):
    """Result of one consistency check (codebook 4.6); `ok` is None for information only."""

    id: str
    ok: bool | None
    detail: str
    evidence: Evidence | None = None


class Annotation(Record):
    """Everything tinbai says about one article; one line of JSON Lines."""

    schema_id: str = Field(default=SCHEMA_ID, alias="schema")
    codebook: str = CODEBOOK_VERSION
    tinbai: str
    article: Article
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    officeholders: tuple[Officeholder, ...] = ()
    adoption: tuple[Adoption, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    labels: Labels
    checks: tuple[Check, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
