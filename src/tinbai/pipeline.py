"""The ordered list of components, and the way from an article to its annotation."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

from tinbai import __version__
from tinbai.entities.mention import get, plain, register_extensions, view_of
from tinbai.errors import TinbaiError
from tinbai.pages.zones import zone_text
from tinbai.pages.zones import zones as find_zones
from tinbai.printed import RECORDS, to_read
from tinbai.records import Annotation, Article, Entity, Failure, Labels, Record
from tinbai.settings import DEFAULT
from tinbai.text.normalize import nfc
from tinbai.text.surfaces import restored
from tinbai.text.view import TextView

COMPONENTS = (
    "tinbai_zone",
    "tinbai_document",
    "tinbai_ethnic",
    "tinbai_title",
    "tinbai_place",
    "tinbai_date",
    "tinbai_figure",
    "tinbai_person",
    "tinbai_role",
    "tinbai_org",
    "tinbai_cue",
    "tinbai_overlap",
    "tinbai_hierarchy",
    "tinbai_officeholder",
    "tinbai_adoption",
    "tinbai_claim",
    "tinbai_checks",
    "tinbai_labels",
    "tinbai_printed",
)
# The layers that become entities; `title` and `cue` only help the components behind them.
ENTITY_LAYERS = ("place", "person", "role", "org", "document", "date", "figure", "ethnic")
_BATCH = 8  # articles per message to a worker: fewer pickles, still short waits
OnFailure = Callable[[Failure], None]
_log = logging.getLogger(__name__)


class ZoneComponent:
    """Makes the text view (`doc._.view`) from the zones of the article, or finds them (codebook 0.3).

    Where blanks follow blanks or something is invisible, the Doc it returns is one of the tidied
    text; `tinbai_printed` gives the Doc that came in back.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._make_doc = nlp.make_doc
        register_extensions()
        for extension in ("article", "given"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.view` unless the caller has set it."""
        if doc._.view is None:
            doc, text = to_read(doc, self._make_doc)
            article: Article | None = doc._.article
            doc._.view = TextView.of(text, article.zones if article and article.zones else find_zones(text))
        return doc


@Language.factory("tinbai_zone", assigns=["doc._.view", "doc._.article"])
def make_zone(nlp: Language, name: str) -> ZoneComponent:
    """Return the component that spaCy builds under `name`."""
    return ZoneComponent(nlp, name)


def load() -> Language:
    """Return the tinbai pipeline as a spaCy `Language`; the text you give it should be NFC.

    Example:
        >>> load().pipe_names[:2]
        ['tinbai_zone', 'tinbai_document']
    """
    import spacy

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def annotate(
    inputs: str | Article | Iterable[str | Article | Failure],
    *,
    nlp: Language | None = None,
    workers: int = 1,
    on_failure: OnFailure | None = None,
) -> Iterator[Annotation]:
    """Stream the annotation of each article, in the order of `inputs`.

    Args:
        inputs: articles, plain texts, or what `tinbai.read` yields; `Failure`
            values are passed on to `on_failure`. Read paths with `tinbai.read`:
            a string here is the text of an article, not a path.
        nlp: a pipeline made by `load`; a new one if None. Only with one worker.
        workers: number of processes. The result is the same for every number.
        on_failure: called with each input that could not be read or annotated;
            without it failures are logged as warnings. The stream goes on.

    Raises:
        ValueError: `workers` is below 1, or `nlp` is given to several workers.
        TypeError: `inputs` is none of these, or one of them is when it is reached: a path, bytes.

    Example:
        >>> [a.article.text for a in annotate("Bản đã có điện.")]
        ['Bản đã có điện.']
    """
    if workers < 1:
        raise ValueError(f"workers must be 1 or more, not {workers}")
    if nlp is not None and workers > 1:
        raise ValueError("give either your own nlp or several workers: each worker loads its own pipeline")
    one = isinstance(inputs, (str, bytes, Article)) or not isinstance(inputs, Iterable)
    stream = _articles([inputs] if one else cast("Iterable[object]", inputs))
    results = _annotate_here(stream, nlp) if workers == 1 else _annotate_in_pool(stream, workers)
    return _annotations(results, on_failure or (lambda failure: _log.warning("%s", failure.message)))


def annotation_of(doc: Doc) -> Annotation:
    """Return the records on a processed `doc` as one annotation (`docs/contract.md`).

    Entities of all layers are numbered in text order: by start, then longest first, then type.

    Raises:
        ValueError: a component reported a span outside the text or in a silent zone.
    """
    view, original = view_of(doc), view_of(doc).printed
    article: Article = doc._.article or article_of(original)
    article = article if article.zones else article.model_copy(update={"zones": view.paragraphs})
    records: dict[str, Any] = {
        name: tuple(restored(record, view.text, original) for record in _extension(doc, name) or ()) for name in RECORDS
    }
    labels = _labels(doc)
    entities = _entities(doc, view, original)
    return Annotation(tinbai=__version__, article=article, entities=entities, labels=labels, **records)


def article_of(text: str, *, where: str = "<text>") -> Article:
    """Return plain `text` as an article with its zones; the id is a hash of the text.

    Example:
        >>> article_of("Bản đã có điện.").zones[0].zone
        'body'
    """
    text = nfc(text)
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
    zones = tuple(find_zones(text))
    title, lead, byline = (zone_text(text, zones, name) for name in ("title", "lead", "byline"))
    return Article(id=digest, input=where, title=title, lead=lead, byline=byline, text=text, zones=zones)


def _labels(doc: Doc) -> Labels:
    labels: Labels | None = _extension(doc, "labels")
    if labels is None and Doc.has_extension("labels"):
        raise ValueError("the article has no labels: 'tinbai_labels' has not run")
    return labels or Labels(relevance="not_model")  # a pipeline without the classifying component


def _extension(doc: Doc, name: str) -> Any:
    return getattr(doc._, name) if Doc.has_extension(name) else None


def _entities(doc: Doc, view: TextView, original: str) -> tuple[Entity, ...]:
    mentions = [mention for layer in ENTITY_LAYERS for mention in get(doc, layer)]
    mentions.sort(key=lambda m: (m.start, -m.end, m.type))
    found = []
    for number, mention in enumerate(mentions, start=1):
        if not 0 <= mention.start < mention.end <= len(view.text) or view.is_silent(mention.start):
            raise ValueError(f"{mention.type} at {mention.start}:{mention.end} is no span of the readable text")
        attrs = plain(mention.attrs) | ({"source": mention.source} if mention.source else {})
        found.append(
            Entity(
                id=f"E{number}",
                type=mention.type,  # type: ignore[arg-type]  # pydantic checks it
                text=original[mention.start : mention.end],
                start=mention.start,
                end=mention.end,
                normal=mention.normal,
                zone=view.zone_at(mention.start),
                attrs=attrs,
            )
        )
    return tuple(found)


def _articles(inputs: Iterable[object]) -> Iterator[Article | Failure]:
    for number, item in enumerate(inputs, start=1):
        if isinstance(item, (Article, Failure)):
            yield item
        elif isinstance(item, str):
            try:
                yield article_of(item, where=(where := f"<text {number}>"))
            except ValueError as error:  # lone surrogates are no text: UnicodeEncodeError is a ValueError
                yield _failure(where, "encoding", f"is not valid Unicode text ({type(error).__name__})")
        else:
            kind = type(item).__name__
            raise TypeError(
                f"input {number}: annotate takes articles and texts, no {kind}; read files with tinbai.read"
            )


def _failure(where: str, reason: str, what: str) -> Failure:
    return Failure(input=where, stage="annotate", reason=reason, message=f"{where}: {what}")


def _annotate_one(nlp: Language, article: Article) -> Annotation | Failure:
    if len(article.text) > DEFAULT.max_article_chars:
        what = f"has {len(article.text)} characters, more than the {DEFAULT.max_article_chars} of one article"
        return _failure(article.input, "too_long", what)
    text = nfc(article.text)
    if text != article.text:  # zones of another normal form have other offsets: they are found anew
        article = article.model_copy(update={"text": text, "zones": ()})
    try:
        doc = nlp.make_doc(text)
        doc._.article = article
        return annotation_of(nlp(doc))
    except Exception as error:  # one bad article must not end a batch; the row names it
        _log.debug("%s could not be annotated", article.input, exc_info=True)
        detail = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return _failure(article.input, "annotation", f"could not be annotated ({detail})")


def _annotate_here(stream: Iterable[Article | Failure], nlp: Language | None) -> Iterator[Annotation | Failure]:
    loaded = nlp or load()
    yield from (_annotate_one(loaded, item) if isinstance(item, Article) else item for item in stream)


def _annotations(results: Iterable[Annotation | Failure], on_failure: OnFailure) -> Iterator[Annotation]:
    for result in results:
        if isinstance(result, Failure):
            on_failure(result)
        else:
            yield result


# --- several processes: spawned, so that no thread or lock of the caller is copied ---
_worker_nlp: Language | None = None


def _annotate_in_pool(stream: Iterator[Article | Failure], workers: int) -> Iterator[Annotation | Failure]:
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start_worker)
    waiting: deque[Future[list[str]]] = deque()
    try:
        while True:
            while len(waiting) < 3 * workers and (batch := [_packed(item) for item in islice(stream, _BATCH)]):
                waiting.append(pool.submit(_work, batch))
            if not waiting:
                return
            yield from map(_unpacked, waiting.popleft().result())
    except BrokenProcessPool as error:
        raise TinbaiError("a worker process died, perhaps out of memory: run again with workers=1") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start_worker() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the pool on Ctrl-C
    global _worker_nlp
    _worker_nlp = load()


def _work(batch: list[str]) -> list[str]:
    """Annotate packed articles; plain strings go back, since spaCy objects pickle slowly."""
    nlp = _worker_nlp or load()
    items = (_unpacked(line) for line in batch)
    return [_packed(_annotate_one(nlp, item) if isinstance(item, Article) else item) for item in items]


def _packed(item: Article | Failure | Annotation) -> str:
    return type(item).__name__ + item.model_dump_json(by_alias=True)


def _unpacked(line: str) -> Any:
    name, brace, rest = line.partition("{")
    kinds: dict[str, type[Record]] = {"Article": Article, "Failure": Failure, "Annotation": Annotation}
    return kinds[name].model_validate_json(brace + rest)
