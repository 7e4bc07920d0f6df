"""Trains the reader of claims (`relations/claim_model.py`): is a sentence a claim, and which aspects does it name.

One logistic regression a decision over syllables, pairs of syllables, and place in the
article. Both learn from gold articles and from sketches (`corpora/sketches`). Aspects also learn
from the claim spans alone, from the triggers of the codebook and from invented clauses
(`corpora/claims`): the same thoughts in other words. Among the clauses are sentences that
are no claims, of kinds that newspapers are full of (directives, goals, steps, background).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from tinbai.entities.mention import view_of
from tinbai.errors import CorpusError
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.matching import overlapping
from tinbai.lexicon import load as lexicon
from tinbai.models.linear import Linear, linear_files
from tinbai.records import Claim
from tinbai.relations.claim import Reader
from tinbai.relations.claim_features import manner_features, word_features
from tinbai.relations.claim_model import ASPECT_AT_LEAST, AT_LEAST, CLAIM, Reading
from tinbai.text.normalize import fold
from tinbai.train.run import Trained
from tinbai.train.sketches import Sample, read_sketches, sample_of

# Inverse strength of the penalty, for aspects and for claim or not; chosen among 1, 2 and 5 on train.
_ASPECTS_C, _CLAIM_C = 5.0, 2.0
_FOLDS = 3
_LEAST = 2  # articles or clauses that a feature occurs in
# Gold articles were annotated whole and read again, sketches once and quickly.
_GOLD_WEIGHT = 3.0
_CLAUSE_WEIGHT = 0.5  # nearly all of them are claims, as sentences of articles are not
_NOTE = "Xã có bí thư chi bộ kiêm trưởng thôn. Mô hình này được nhiều nơi làm theo."
_RARE = ("B99", "D99")  # what fits no other code has no words of its own


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence, claim span or invented clause.

    Attributes:
        article: index of its article, None for a clause.
        features: what the model sees.
        aspects: codes it names.
        claim: it holds a claim; None where that is not asked (spans and clauses).
        start: offset of the sentence; `end` likewise.
        weight: how much it counts in training.
    """

    article: int | None
    features: Mapping[str, float]
    aspects: frozenset[str]
    claim: bool | None = None
    start: int = 0
    end: int = 0
    weight: float = 1.0


def train(articles: Sequence[GoldArticle], *, corpora: Path) -> Trained:
    """Return the trained model; its figures are cross-validated over articles and sketches."""
    clauses, digest = read_clauses(corpora / "claims")
    sketches, sketch_digest = read_sketches(corpora / "sketches")
    samples = [*map(sample_of, articles), *sketches]
    nlp = _nlp()
    examples = [
        replace(example, weight=_GOLD_WEIGHT if index < len(articles) else 1.0)
        for index, sample in enumerate(samples)
        for example in _of_sample(index, sample, nlp)
    ]
    clauses = [*_placed(clauses, nlp), *_triggers()]
    model = fitted([*examples, *clauses])
    return Trained(
        task="says of a sentence in an article about the model whether it holds a claim, and which aspects it names",
        files=linear_files(model.labels, model.vocabulary, model.weights, model.bias),
        settings={
            "penalty": {"aspects": _ASPECTS_C, CLAIM: _CLAIM_C},
            "weight of a gold article": _GOLD_WEIGHT,
            "at_least": {"aspects": ASPECT_AT_LEAST, CLAIM: AT_LEAST},
            "clauses": {"lines": len(clauses), "digest": digest},
            "sketches": {"articles": len(sketches), "digest": sketch_digest},
        },
        figures=cross_validated(samples, examples, clauses),
        limits=(
            "Trained on invented articles: shares of claims in real newspapers may differ.",
            "B99 and D99 are never found; B03, B06, B14, D13 and D14 rest on few gold claims.",
            "A probability is that of the sentence, not of the clause.",
        ),
    )


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
    return Example(None, features, aspects, claim=bool(aspects), weight=_CLAUSE_WEIGHT)


def _placed(clauses: Iterable[Example], nlp: Language) -> list[Example]:
    """Put each clause behind a sentence that names the model, as in a note of two sentences."""
    reader = Reader(nlp(nlp.make_doc(_NOTE)))
    place = {name: value for name, value in reader.features(reader.view.sentences[-1]).items() if name[0] == "#"}
    return [replace(clause, features=place | dict(clause.features)) for clause in clauses]


def _nlp() -> Language:
    """Return the pipeline up to the claims: what they are read from must not need the model."""
    from tinbai.pipeline import load

    nlp = load()
    for name in ("tinbai_claim", "tinbai_checks", "tinbai_labels"):
        nlp.disable_pipe(name)
    return nlp


def _triggers() -> list[Example]:
    """Return the triggers of codebook 2.4 as clauses: the shortest way to say each aspect."""
    entries = [(entry["id"], words) for entry in lexicon("aspects")["aspect"] for words in entry["triggers"]]
    return [Example(None, word_features(fold(words.replace("...", " "))), frozenset({code})) for code, words in entries]


def _of_sample(index: int, sample: Sample, nlp: Language) -> Iterable[Example]:
    doc = nlp.make_doc(sample.article.text)
    doc._.article = sample.article
    reader, folded = Reader(nlp(doc)), view_of(doc).folded
    for sentence in reader.view.sentences:
        if sentence not in reader.candidates or reader.topic.target(sentence) == "other_model":
            continue
        inside = [claim for claim in sample.claims if claim.start < sentence.end and sentence.start < claim.end]
        codes = frozenset(code for claim in inside for code in claim.aspects)
        yield Example(index, reader.features(sentence), codes, bool(inside), sentence.start, sentence.end)
    for claim in sample.claims:
        yield Example(index, word_features(folded[claim.start : claim.end]), frozenset(claim.aspects))


def fitted(examples: Sequence[Example]) -> Linear:
    """Fit one regression a label. Aspects see words only; `claim` sees words and place, of whole sentences."""
    counts = Counter(name for example in examples for name in example.features)
    vocabulary = sorted(name for name, count in counts.items() if count >= _LEAST)
    whole = [example for example in examples if example.claim is not None]
    words = [column for column, name in enumerate(vocabulary) if not name.startswith("#")]
    every = _matrix(examples, vocabulary)[:, words]
    labels = sorted({code for example in examples for code in example.aspects} - set(_RARE))
    weights = np.zeros((len(vocabulary), len(labels) + 1))
    bias = np.zeros(len(labels) + 1)
    for row, code in enumerate(labels):
        weights[words, row], bias[row] = _regression(every, [code in e.aspects for e in examples], examples, _ASPECTS_C)
    weights[:, -1], bias[-1] = _regression(_matrix(whole, vocabulary), [bool(e.claim) for e in whole], whole, _CLAIM_C)
    # Rounded as the file will be, so that the figures are those of what is shipped.
    rounded = weights.astype(np.float16).astype(np.float32)
    return Linear((*labels, CLAIM), tuple(vocabulary), rounded, bias.astype(np.float32))


def _matrix(examples: Sequence[Example], vocabulary: Sequence[str]) -> Any:
    """Return a sparse matrix (examples, vocabulary); features outside the vocabulary are passed over."""
    from scipy.sparse import csr_matrix

    columns = {name: column for column, name in enumerate(vocabulary)}
    cells = [
        (row, columns[name], value)
        for row, example in enumerate(examples)
        for name, value in example.features.items()
        if name in columns
    ]
    rows, places, values = zip(*cells, strict=True)
    return csr_matrix((values, (rows, places)), shape=(len(examples), len(columns)))


def _regression(
    matrix: Any, truth: Sequence[bool], examples: Sequence[Example], strength: float
) -> tuple[npt.NDArray[np.float64], float]:
    from sklearn.linear_model import LogisticRegression

    if len(set(truth)) < 2:  # a small corpus without this aspect
        return np.zeros(matrix.shape[1]), -9.0
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=1000).fit(
        matrix, np.array(truth), sample_weight=[example.weight for example in examples]
    )
    return model.coef_[0], float(model.intercept_[0])


def cross_validated(
    samples: Sequence[Sample], examples: Sequence[Example], clauses: Sequence[Example]
) -> dict[str, Any]:
    """Return F1 with counts of claims, their aspects and the articles' aspects; no model has seen what it reads."""
    totals = {name: np.zeros(3, int) for name in ("claims overlap", "claims aspects", "article aspects")}
    for fold_ in range(min(_FOLDS, len(samples))):
        held = {index for index in range(len(samples)) if index % _FOLDS == fold_}
        model = fitted([*(e for e in examples if e.article not in held), *clauses])
        for index in sorted(held):
            found = _claims(model, [e for e in examples if e.article == index and e.claim is not None])
            gold = samples[index].claims
            pairs = overlapping(gold, found)
            sides = [{code for claim in side for code in claim.aspects} for side in (gold, found)]
            totals["claims overlap"] += (len(pairs), len(found), len(gold))
            totals["claims aspects"] += (
                sum(len({*a.aspects} & {*b.aspects}) for a, b in pairs),
                *(sum(len(claim.aspects) for claim in side) for side in (found, gold)),
            )
            totals["article aspects"] += (len(sides[0] & sides[1]), len(sides[1]), len(sides[0]))
    return {f"{name} F1, model alone, cross-validated": _f1(*counts) for name, counts in totals.items()}


def _claims(model: Linear, sentences: Sequence[Example]) -> list[Claim]:
    found = []
    for sentence in sentences:
        said = model.probabilities(sentence.features)
        for codes in Reading(said.pop(CLAIM), said).sides():
            stance = "positive" if codes[0].startswith("B") else "negative"
            found.append(
                Claim(
                    id="",
                    text="",
                    start=sentence.start,
                    end=sentence.end,
                    speaker="",
                    aspects=codes,
                    stance=stance,  # type: ignore[arg-type]
                )
            )
    return found


def _f1(right: int, found: int, gold: int) -> dict[str, float | int]:
    share = 2 * right / (found + gold) if found + gold else 0.0
    return {"f1": round(float(share), 4), "right": int(right), "found": int(found), "gold": int(gold)}
