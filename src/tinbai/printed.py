"""The way there and back between the text as printed and the text that rules read (`text/tidy.py`).

Where there is something to tidy, the components behind `tinbai_zone` work on a Doc of the
tidied text. `tinbai_printed`, the last, brings what they found to the Doc that was given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from tinbai.entities.mention import layers, put, view_of
from tinbai.records import Article
from tinbai.text.surfaces import moved, restored
from tinbai.text.tidy import Tidied, tidy

RECORDS = ("places", "officeholders", "adoption", "figures", "claims", "checks")


@dataclass(frozen=True, slots=True)
class _Given:
    doc: Doc
    tidied: Tidied


def to_read(doc: Doc, make_doc: Callable[[str], Doc]) -> tuple[Doc, str]:
    r"""Return the Doc of the tidied text, or `doc` itself where there is nothing to tidy, with its text.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
        >>> Doc.set_extension("given", default=None, force=True)
        >>> to_read(nlp("Bản  Nậm\u00ad Cắn"), nlp.make_doc)[1]
        'Bản Nậm Cắn'
    """
    text = doc.text  # spaCy puts it together from all tokens each time
    tidied = tidy(text)
    if tidied is None:
        return doc, text
    read = make_doc(tidied.text)
    read.user_data.update(doc.user_data)
    if doc.has_extension("article") and doc._.article is not None:
        read._.article = tidied.article(doc._.article)
    read._.given = _Given(doc, tidied)
    return read, read.text


class PrintedComponent:
    """Ends the pipeline: offsets and surfaces of all that was found become those of the text that was given."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        if not Doc.has_extension("given"):
            Doc.set_extension("given", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc that was given, with everything on it."""
        given: _Given | None = doc._.given
        view = view_of(doc)
        printed, move = (given.tidied.printed, given.tidied.span) if given else (view.printed, None)
        found = {name: getattr(doc._, name) for name in RECORDS if Doc.has_extension(name)}
        records = {name: tuple(restored(one, view.text, printed, move) for one in found[name] or ()) for name in found}
        labels = doc._.labels if Doc.has_extension("labels") else None
        if given:
            doc = _brought(doc, given)
        for name, value in records.items():
            setattr(doc._, name, value)
        if labels is not None:
            doc._.labels = restored(labels, view.text, printed, move)
        return doc


def _brought(read: Doc, given: _Given) -> Doc:
    """Bring everything but the records from the Doc that was read to the Doc that was given."""
    doc, tidied, view = given.doc, given.tidied, view_of(read)
    article: Article | None = doc._.article
    doc.user_data.update(read.user_data)
    doc._.given = None
    if Doc.has_extension("scope"):
        doc._.scope = None  # the way components see places; its offsets are those of the text that they read
    doc._.view = view.moved(tidied.printed, tidied.span)
    if article is not None:
        doc._.article = read._.article.model_copy(update={"text": article.text, "zones": article.zones})
    doc.cats.update(read.cats)
    for layer, mentions in layers(read).items():
        put(
            doc,
            layer,
            [
                replace(
                    mention,
                    start=tidied.start(mention.start),
                    end=tidied.end(mention.end),
                    attrs=moved(mention.attrs, tidied.span, view.text, tidied.printed),
                )
                for mention in mentions
            ],
        )
    return doc


@Language.factory("tinbai_printed", requires=["doc._.view"])
def make_printed(nlp: Language, name: str) -> PrintedComponent:
    """Return the component that spaCy builds under `name`."""
    return PrintedComponent(nlp, name)
