"""The examples that the reader of claims learns from: sentences, their clauses, claim spans, and invented clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spacy.language import Language

from tinbai.errors import CorpusError
from tinbai.evaluate.compile import GoldArticle
from tinbai.lexicon import load as lexicon
from tinbai.records import Claim
from tinbai.relations.claim import Reader
from tinbai.relations.claim_features import manner_features, word_features
from tinbai.relations.claim_model import clauses
from tinbai.text.normalize import fold
from tinbai.train.sketches import LAST, Sample, read_sketches, sample_of

_CLAUSE_WEIGHT = 0.5  # nearly all invented clauses are claims, as sentences of articles are not
_PART_WEIGHT = 0.7  # the clauses of a sentence repeat what it says
# A clause says what a claim does that takes up so much of it, or that it holds so much of.
_OF_CLAUSE, _OF_CLAIM = 0.4, 0.5
_NOTE = "Xã có bí thư chi bộ kiêm trưởng thôn. Mô hình này được nhiều nơi làm theo."


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence, clause of a sentence, claim span or invented clause.

    Attributes:
        article: index of its article, None for an invented clause.
        features: what the model sees.
        aspects: codes it names.
        claim: it holds a claim; None where that is not asked (spans, and clauses of a sentence).
        start: offset of the sentence.
        folded: its folded text.
        weight: how much it counts in training.
        part: it is a clause of a sentence that is an example too.
        listed: of a sentence with a claim, the aspects that the word lists name, and where in it.
        clauses: of a sentence, its clauses, where in it, and the aspects that each names.
    """

    article: int | None
    features: Mapping[str, float]
    aspects: frozenset[str]
    claim: bool | None = None
    start: int = 0
    folded: str = ""
    weight: float = 1.0
    part: bool = False
    listed: Mapping[str, int] = field(default_factory=dict)
    clauses: tuple[tuple[tuple[int, int], frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What both readers of claims learn from.

    Attributes:
        samples: gold articles, then all sketches, at the end those that are in the manner of gold articles.
        last: how many these are.
        clauses: the invented clauses.
        settings: counts and digests of clauses and sketches, for the model card.
    """

    samples: Sequence[Sample]
    last: int
    clauses: Sequence[Example]
    settings: Mapping[str, Mapping[str, int | str]]


def material(articles: Sequence[GoldArticle], corpora: Path) -> Material:
    """Return gold `articles`, the sketches and the clauses of the folder `corpora`.

    Raises:
        CorpusError: there are no clauses, or a line is not of its format.
    """
    clauses, digest = read_clauses(corpora / "claims")
    sketches, sketch_digest = read_sketches(corpora / "sketches", rich=True, last=True)
    settings: dict[str, Mapping[str, int | str]] = {
        "clauses": {"lines": len(clauses), "digest": digest},
        "sketches": {"articles": len(sketches), "digest": sketch_digest},
    }
    last = sum(Path(sketch.article.input or "").parent.name == LAST for sketch in sketches)
    return Material([*map(sample_of, articles), *sketches], last, clauses, settings)


def read_clauses(folder: Path) -> tuple[list[Example], str]:
    """Return the invented clauses of `folder` (`CODE,CODE | clause`, `-` for no claim) and their digest.

    Raises:
        CorpusError: there is none, or a line is not of this form.
    """
    known = {entry["id"] for entry in lexicon("aspects")["aspect"]} | {"-"}
    found: list[Example] = []
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        content = path.read_text(encoding="utf-8")
        total.update(content.encode("utf-8"))
        for number, line in enumerate(content.splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            codes, bar, clause = line.partition(" | ")
            aspects = frozenset(codes.split(","))
            if not bar or not clause.strip() or not aspects <= known:
                raise CorpusError(f"{path}:{number}: write 'CODE,CODE | clause' with codes of codebook 2.4, or '-'")
            found.append(_of_clause(fold(clause), aspects - {"-"}))
    if not found:
        raise CorpusError(f"{folder}: holds no clauses (*.txt) to train on")
    return found, total.hexdigest()


def _of_clause(folded: str, aspects: frozenset[str]) -> Example:
    """Return an invented clause: a sentence of an article about the model, a claim if it names aspects."""
    features = word_features(folded) | manner_features(folded)
    return Example(None, features, aspects, bool(aspects), folded=folded, weight=_CLAUSE_WEIGHT)


def placed(invented: Iterable[Example], nlp: Language) -> list[Example]:
    """Put each clause behind a sentence that names the model, as in a note of two sentences."""
    reader = Reader(nlp(nlp.make_doc(_NOTE)))
    place = {name: value for name, value in reader.features(reader.view.sentences[-1]).items() if name[0] == "#"}
    return [replace(clause, features=place | dict(clause.features)) for clause in invented]


def pipeline() -> Language:
    """Return the pipeline up to the claims: what they are read from must not need the model."""
    from tinbai.pipeline import load

    nlp = load()
    for name in ("tinbai_adoption", "tinbai_claim", "tinbai_checks", "tinbai_labels"):
        nlp.disable_pipe(name)
    return nlp


def triggers() -> list[Example]:
    """Return the triggers of codebook 2.4 as clauses: the shortest way to say each aspect."""
    entries = [(entry["id"], words) for entry in lexicon("aspects")["aspect"] for words in entry["triggers"]]
    return [Example(None, word_features(fold(words.replace("...", " "))), frozenset({code})) for code, words in entries]


def of_sample(index: int, sample: Sample, nlp: Language, *, weight: float) -> Iterator[Example]:
    """Yield the sentences of an article that can hold a claim, the clauses of those that do, and the claims.

    Args:
        index: number of the article among all.
        sample: the article and its claims.
        nlp: `pipeline()`.
        weight: how much its sentences count.
    """
    doc = nlp.make_doc(sample.article.text)
    doc._.article = sample.article
    reader = Reader(nlp(doc))
    folded = reader.view.folded
    for sentence in reader.view.sentences:
        if sentence not in reader.candidates or reader.topic.target(sentence) == "other_model":
            continue
        start, end = sentence.start, sentence.end
        inside = [claim for claim in sample.claims if claim.start < end and start < claim.end]
        codes = _codes(inside)
        features = reader.features(sentence)
        listed = {code: at - start for code, at in reader.listed(sentence).items()} if inside else {}
        parts = [((a, b), _codes(_said_in(a, b, inside))) for a, b in clauses(folded, start, end)]
        within = tuple(((a - start, b - start), said) for (a, b), said in parts)
        text = folded[start:end]
        yield Example(index, features, codes, bool(inside), start, text, weight, listed=listed, clauses=within)
        for (a, b), codes in parts if inside and len(parts) > 1 else []:
            said, share = folded[a:b], _PART_WEIGHT * weight
            yield Example(index, word_features(said), codes, folded=said, weight=share, part=True)
    for claim in sample.claims:
        said = folded[claim.start : claim.end]
        yield Example(index, word_features(said), frozenset(claim.aspects), folded=said, weight=weight)


def _codes(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(code for claim in claims for code in claim.aspects)


def _said_in(start: int, end: int, claims: Sequence[Claim]) -> Iterator[Claim]:
    for claim in claims:
        shared = min(claim.end, end) - max(claim.start, start)
        if shared >= min(_OF_CLAUSE * (end - start), _OF_CLAIM * (claim.end - claim.start)) and shared > 0:
            yield claim
