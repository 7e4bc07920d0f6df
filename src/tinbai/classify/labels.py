"""Component `tinbai_labels`: the labels of the whole article, by the rules of codebook 2 and a trained model."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.classify.reasons import reasons
from tinbai.classify.relevance import other_unification, relevance, shares
from tinbai.classify.relevance_features import features
from tinbai.classify.relevance_model import LABELS, likeliest, model, probabilities, settled
from tinbai.classify.report_type import report_type
from tinbai.classify.stance import aspects, negative_share, stance
from tinbai.entities.mention import register_extensions
from tinbai.records import Labels


class LabelsComponent:
    """Fills `doc._.labels` and `doc.cats`; needs cues, officeholders, adoption and claims."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
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
        label = settled(by_rule, by_model)
        primary, secondary, by_type = report_type(doc, found, label)
        claims = doc._.claims if label != "not_model" else ()
        scores = {
            "marked": float(len(found.marked)),
            "about_share": round(found.share(found.about), 4),
            "portrait_share": round(found.share(found.portrait), 4),
            **{f"p_{name}": round(probability, 4) for name, probability in by_model.items()},
            **{f"type_{kind}": share for kind, share in by_type.items()},
        }
        share = negative_share(claims)
        if share is not None:
            scores["negative_share"] = round(share, 4)
        labels = Labels(
            relevance=label,
            report_type=primary,
            report_type_secondary=secondary,
            stance=stance(claims),
            benefits=aspects(claims, "B"),
            difficulties=aspects(claims, "D"),
            other_unification=other_unification(doc, found) if label != "model_focus" else None,
            scores=scores,
            review=("relevance",) if likeliest(by_model) != by_rule else (),
        )
        because = tuple(reasons(doc, found, labels, claims, seen))
        doc._.labels = labels.model_copy(update={"because": because})
        doc.cats.update(_cats(labels))
        return doc


def _cats(labels: Labels) -> dict[str, float]:
    """Return spaCy's view of the labels: 1.0 for each that holds; the probabilities of the relevance labels."""
    cats: dict[str, float] = {label: labels.scores[f"p_{label}"] for label in LABELS}
    cats[f"stance_{labels.stance}"] = 1.0
    cats.update(dict.fromkeys((*labels.benefits, *labels.difficulties), 1.0))
    if labels.report_type:
        cats[labels.report_type] = 1.0
    return cats


@Language.factory("tinbai_labels", requires=["doc._.view"], assigns=["doc._.labels", "doc.cats"])
def make_labels(nlp: Language, name: str) -> LabelsComponent:
    """Return the component that spaCy builds under `name`."""
    return LabelsComponent(nlp, name)
