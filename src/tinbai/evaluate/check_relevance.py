"""Holds the label `relevance` of a gold article against rule 2.1 of the codebook; a difference is a warning."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from spacy.language import Language

from tinbai.entities.cue import CueComponent
from tinbai.entities.mention import Mention, get, put
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.source import Problem
from tinbai.text.tokenizer import SyllableTokenizer
from tinbai.text.view import TextView

_COUNTED = frozenset({"title", "lead", "body", "subheading"})
_STRENGTHS = frozenset({"explicit", "nominal", "juxtaposition"})
_SHORT_PARAGRAPH = 6  # sentences; in a longer one only the neighbours of an M sentence are about the model


def check_relevance(article: GoldArticle) -> Iterator[Problem]:
    """Yield a warning if rule 2.1 gives another label than the writer.

    M sentences are those where the cue component confirms a phrase on the gold persons; a plural
    or generic phrase counts too. Rule c (portrait) is taken from the given report type.
    """
    given = article.annotation.labels.relevance
    expected, why = _expected(article)
    if given != expected:
        line = article.source.record_lines.get("labels", (0,))[0]
        yield Problem(
            article.path, line, "warning", f"labels: relevance {given}, but rule 2.1 gives {expected} ({why})"
        )


def _expected(article: GoldArticle) -> tuple[str, str]:
    view = TextView.of(article.text, article.annotation.article.zones)
    marked = _model_sentences(article, view)
    holders = [holder for holder in article.annotation.officeholders if holder.dual in ("yes", "former")]
    if not marked and not holders:
        return "not_model", "no sentence names the model, no dual holder"
    counted = [index for index, sentence in enumerate(view.sentences) if sentence.zone in _COUNTED]
    about = _about(view, marked)
    share = len(about) / len(counted) if counted else 0.0
    why = f"|M| = {len(marked)}, |M or A| / |S| = {share:.2f}"
    if any(view.sentences[index].zone in ("title", "lead") for index in marked):
        return "model_focus", "named in title or lead"
    if len(marked) >= 3 and share >= 0.30:
        return "model_focus", why
    if marked and holders and article.annotation.labels.report_type == "officeholder_profile":
        return "model_focus", "portrait of a dual holder"
    return "model_mention", why


def _about(view: TextView, marked: set[int]) -> set[int]:
    """M sentences with the stand-in for A: their paragraph if it is short, else their neighbours."""
    about = set(marked)
    for index in marked:
        paragraph = [i for i, s in enumerate(view.sentences) if s.paragraph == view.sentences[index].paragraph]
        near = paragraph if len(paragraph) <= _SHORT_PARAGRAPH else [index - 1, index, index + 1]
        about.update(set(near) & set(paragraph))
    return about


@cache
def _cues() -> CueComponent:
    # the component asks nothing of the Language, and loading one would load the whole pipeline
    return CueComponent(cast(Language, None), "cue")


def _model_sentences(article: GoldArticle, view: TextView) -> set[int]:
    from spacy.vocab import Vocab

    cues = _cues()
    doc = SyllableTokenizer(Vocab())(article.text)
    doc._.view = view
    people = (e for e in article.annotation.entities if e.type == "PERSON")
    put(doc, "person", (Mention("PERSON", e.start, e.end, e.normal) for e in people))
    starts = {
        cue.start for cue in get(cues(doc), "cue") if cue.attrs["confirmed"] and cue.attrs["strength"] in _STRENGTHS
    }
    return {
        index
        for index, sentence in enumerate(view.sentences)
        if sentence.zone in _COUNTED and any(sentence.start <= start < sentence.end for start in starts)
    }
