"""What speaks for each label: the sentences, the cues in them, the shares, and the strongest features of the models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from tinbai.classify import report_type_model
from tinbai.classify.relevance import Shares
from tinbai.classify.relevance_model import model
from tinbai.classify.stance import counted
from tinbai.entities.mention import get, view_of
from tinbai.records import Claim, Labels, Reason
from tinbai.relations.claim_features import word_features
from tinbai.relations.claim_model import strongest

_SENTENCES = 5  # per label; `claims` and `mentions` hold the rest
_FEATURES = 5
_WORDS = 3


def reasons(
    doc: Doc,
    found: Shares,
    labels: Labels,
    claims: Sequence[Claim],
    seen: Mapping[str, float],
    seen_types: Mapping[str, float],
) -> Iterator[Reason]:
    """Yield what speaks for the labels of an annotated `doc`: relevance, then report type, stance and aspects.

    Args:
        doc: with the layers of the components before.
        found: the sentence counts behind relevance.
        labels: the labels to give reasons for.
        claims: the claims that stance and aspects come from.
        seen: features of the model of relevance; its strongest ones are given for the label.
        seen_types: features of the model of report types.
    """
    yield from _relevance(doc, found, labels.relevance)
    for name, weight in model().strongest(seen, labels.relevance, _FEATURES):
        yield Reason(label=labels.relevance, what=name, weight=weight)
    if labels.report_type:
        share = labels.scores.get(f"type_{labels.report_type}", 0.0)
        yield Reason(label=labels.report_type, what=f"{100 * share:.0f} % of the sentences")
        for name, weight in report_type_model.model().strongest(seen_types, labels.report_type, _FEATURES):
            yield Reason(label=labels.report_type, what=name, weight=weight)
    about = counted(claims)
    if "negative_share" in labels.scores:
        what = f"{100 * labels.scores['negative_share']:.0f} % of {len(about)} claims are against and not resolved"
        yield Reason(label=labels.stance, what=what)
    for code in (*labels.benefits, *labels.difficulties):
        yield from _aspect(doc, code, [claim for claim in about if code in claim.aspects])


def _relevance(doc: Doc, found: Shares, label: str) -> Iterator[Reason]:
    view = view_of(doc)
    cues = [cue for cue in get(doc, "cue") if cue.attrs.get("confirmed")]
    for index in sorted(found.marked)[:_SENTENCES]:
        sentence = found.sentences[index]
        said = [view.text[c.start : c.end] for c in cues if sentence.start <= c.start < sentence.end]
        what = ", ".join(dict.fromkeys(said)) or "both posts of one person"
        yield Reason(label=label, what=what, start=sentence.start, end=sentence.end)


def _aspect(doc: Doc, code: str, claims: Sequence[Claim]) -> Iterator[Reason]:
    for claim in claims[:_SENTENCES]:
        words = word_features(view_of(doc).folded[claim.start : claim.end])
        told = ", ".join(name for name, _ in strongest(words, code)[:_WORDS])
        what = f"claim {claim.id}" + (f"; words: {told}" if told else "")
        yield Reason(label=code, what=what, start=claim.start, end=claim.end)
