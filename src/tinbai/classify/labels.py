"""Component `tinbai_labels`: the labels of the whole article, by the rules of codebook 2 and a trained model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.classify import report_type_model
from tinbai.classify.reasons import reasons
from tinbai.classify.relevance import Shares, other_unification, relevance, shares, speaks_of_model
from tinbai.classify.relevance_features import features
from tinbai.classify.relevance_model import LABELS, likeliest, model, probabilities, settled
from tinbai.classify.report_type import is_answer, secondary_types, sentence_types
from tinbai.classify.report_type_features import features as type_features
from tinbai.classify.stance import aspects, negative_share, stance
from tinbai.entities.mention import register_extensions
from tinbai.records import Labels


class LabelsComponent:
    """Fills `doc._.labels` and `doc.cats`; needs cues, officeholders, adoption and claims."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        report_type_model.model()
        model()  # a missing or changed model is told now, not once for every article
        register_extensions()
        for extension in ("officeholders", "adoption", "claims"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=())
        if not Doc.has_extension("labels"):
            Doc.set_extension("labels", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Label the article; a not_model article has no type, no aspects and neutral stance."""
        found = shares(doc)
        seen = features(doc, found)
        by_rule, by_model = relevance(doc, found), probabilities(seen)
        label = settled(by_rule, by_model, speaks=speaks_of_model(doc, found))
        typed = label != "not_model"
        seen_types = type_features(doc, found, seen, focus=by_rule == "model_focus") if typed else {}
        types = _types(doc, found, label, seen_types)
        claims = doc._.claims if label != "not_model" else ()
        scores = {
            "marked": float(len(found.marked)),
            "about_share": round(found.share(found.about), 4),
            "portrait_share": round(found.share(found.portrait), 4),
            **{f"p_{name}": round(probability, 4) for name, probability in by_model.items()},
            **types.scores,
        }
        share = negative_share(claims)
        if share is not None:
            scores["negative_share"] = round(share, 4)
        labels = Labels(
            relevance=label,
            report_type=types.primary,
            report_type_secondary=types.secondary,
            stance=stance(claims),
            benefits=aspects(claims, "B"),
            difficulties=aspects(claims, "D"),
            other_unification=other_unification(doc, found) if label != "model_focus" else None,
            scores=scores,
            review=("relevance",) if likeliest(by_model) != by_rule else (),
        )
        because = tuple(reasons(doc, found, labels, claims, seen, seen_types))
        doc._.labels = labels.model_copy(update={"because": because})
        doc.cats.update(_cats(labels))
        return doc


@dataclass(frozen=True, slots=True)
class _Types:
    """Report types of one article, and the shares and probabilities behind them."""

    primary: str | None = None
    secondary: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)


def _types(doc: Doc, found: Shares, label: str, seen: Mapping[str, float]) -> _Types:
    """Return the primary type by the trained model, the others by their shares of the sentences."""
    if label == "not_model":
        return _Types()
    focus = label == "model_focus"
    by_model = report_type_model.probabilities(seen)
    # An answer to a reader is `other` whatever it says.
    primary = "other" if is_answer(doc, found) else report_type_model.likeliest(by_model)
    kinds = sentence_types(doc, found, doc._.claims, focus=focus)
    share = {kind: round(found.share(at), 4) for kind, at in kinds.items()}
    scores = {f"p_type_{kind}": round(probability, 4) for kind, probability in by_model.items()}
    scores |= {f"type_{kind}": part for kind, part in share.items()}
    return _Types(primary, secondary_types(found, kinds, primary, focus=focus), scores)


def _cats(labels: Labels) -> dict[str, float]:
    """Return spaCy's view of the labels: 1.0 for each that holds; the probabilities of relevance and type."""
    cats: dict[str, float] = {label: labels.scores[f"p_{label}"] for label in LABELS}
    cats[f"stance_{labels.stance}"] = 1.0
    cats.update(dict.fromkeys((*labels.benefits, *labels.difficulties), 1.0))
    cats.update({name[7:]: p for name, p in labels.scores.items() if name.startswith("p_type_")})
    return cats


@Language.factory("tinbai_labels", requires=["doc._.view"], assigns=["doc._.labels", "doc.cats"])
def make_labels(nlp: Language, name: str) -> LabelsComponent:
    """Return the component that spaCy builds under `name`."""
    return LabelsComponent(nlp, name)
