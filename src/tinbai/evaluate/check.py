"""`tinbai corpus check`: all mistakes of gold articles at once, each with file and line."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tinbai.evaluate.check_article import check_article
from tinbai.evaluate.check_dates import check_dates
from tinbai.evaluate.check_places import check_places
from tinbai.evaluate.check_relevance import check_relevance
from tinbai.evaluate.check_spans import check_spans
from tinbai.evaluate.compile import GoldArticle
from tinbai.evaluate.corpus import compile_file, source_files
from tinbai.evaluate.source import Problem
from tinbai.text import sentences
from tinbai.text.normalize import fold, nfc
from tinbai.text.view import SILENT_ZONES

MAX_JACCARD = 0.25
_SHINGLE = 5  # syllables
_MIN_SHARED_WORDS = 6  # shorter sentences are common property


@dataclass(frozen=True, slots=True)
class CorpusReport:
    """What the check found.

    Attributes:
        articles: number of files read.
        problems: all findings, sorted by file and line.
        counts: (split, kind) → number of articles.
        notes: what could not be checked here, and why.
    """

    articles: int
    problems: tuple[Problem, ...]
    counts: Mapping[tuple[str, str], int]
    notes: tuple[str, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make the corpus invalid."""
        return tuple(problem for problem in self.problems if problem.level == "error")


def check_corpus(paths: Iterable[str | Path], *, shared: str | Path | None = None) -> CorpusReport:
    """Check gold articles one by one and against each other.

    Args:
        paths: source files or folders.
        shared: folder with real articles whose sentences must not occur; not compared if None or absent.

    Raises:
        NothingToReadError: no source file.
    """
    problems: list[Problem] = []
    notes: list[str] = []
    articles: list[GoldArticle] = []
    files = source_files(paths)
    for path in files:
        article, found = compile_file(path)
        problems += found
        if article is not None:
            articles.append(article)
            problems += [*check_article(article), *check_dates(article), *check_places(article)]
            problems += [*check_spans(article), *check_relevance(article)]
    problems += [*_same_ids(articles), *_crossing(articles), *_near_duplicates(articles)]
    if shared is not None and Path(shared).is_dir():
        problems += _shared_sentences(articles, real_sentences(Path(shared)))
    else:
        notes.append("sentences were not compared with real articles: no folder given")
    counts = Counter((article.split or "-", article.kind) for article in articles)
    return CorpusReport(len(files), tuple(sorted(set(problems))), dict(sorted(counts.items())), tuple(notes))


def _same_ids(articles: Sequence[GoldArticle]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for article in articles:
        if article.id in seen:
            yield Problem(article.path, 2, "error", f"id '{article.id}' is also in {seen[article.id]}")
        seen.setdefault(article.id, article.path)


def _identities(article: GoldArticle) -> Iterator[str]:
    """Yield the persons, and the hamlets with their commune, that may not be in two splits."""
    annotation = article.annotation
    communes = sorted({entity.normal or "" for entity in annotation.entities if entity.type == "COMMUNE"})
    parent: dict[str | None, str | None] = {
        holder.hamlet: holder.commune for holder in annotation.officeholders if holder.hamlet
    }
    parent.update({record.place: record.commune for record in annotation.adoption if record.level == "hamlet"})
    for entity in annotation.entities:
        if entity.type == "PERSON" and entity.normal and " " in entity.normal:
            yield f"person {entity.normal}"
        elif entity.type == "HAMLET":
            commune = parent.get(entity.normal) or (communes[0] if len(communes) == 1 else None)
            if commune:
                yield f"hamlet {entity.normal}, {commune}, {article.province}"


def _crossing(articles: Sequence[GoldArticle]) -> Iterator[Problem]:
    seen: dict[str, GoldArticle] = {}
    for article in articles:
        for identity in sorted(set(_identities(article))):
            first = seen.setdefault(identity, article)
            if first.split != article.split:
                yield Problem(article.path, 0, "error", f"{identity} is also in {first.path} ({first.split})")


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return frozenset(tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))


def extracted_text(article: GoldArticle) -> str:
    """Return the text outside silent zones, lines joined."""
    zones = article.annotation.article.zones
    return "\n".join(article.text[zone.start : zone.end] for zone in zones if zone.zone not in SILENT_ZONES)


def _near_duplicates(articles: Sequence[GoldArticle]) -> Iterator[Problem]:
    """Exact Jaccard on syllable 5-grams over every pair that shares one."""
    sets = [_shingles(extracted_text(article)) for article in articles]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, shingles in enumerate(sets):
        for shingle in shingles:
            holders[shingle].append(index)
    common: Counter[tuple[int, int]] = Counter()
    for indices in holders.values():
        common.update((a, b) for i, a in enumerate(indices) for b in indices[i + 1 :])
    for (a, b), shared in sorted(common.items()):
        jaccard = shared / (len(sets[a]) + len(sets[b]) - shared)
        if jaccard > MAX_JACCARD:
            message = f"near-duplicate of {articles[a].path}: Jaccard {jaccard:.2f} > {MAX_JACCARD} on syllable 5-grams"
            yield Problem(articles[b].path, 0, "error", message)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, words only) of every sentence long enough to belong to somebody."""
    begin = 0
    for line in text.split("\n"):
        for start, end in sentences.split(text, begin, begin + len(line)):
            words = "".join(c if c.isalnum() else " " for c in fold(text[start:end])).split()
            if len(words) >= _MIN_SHARED_WORDS:
                yield start, " ".join(words)
        begin += len(line) + 1


def real_sentences(shared: Path) -> frozenset[str]:
    """Return the sentences of every real article and codebook case below `shared`, as words."""
    found: set[str] = set()
    for path in sorted(shared.rglob("*")):
        if path.suffix == ".txt":
            texts = [path.read_text(encoding="utf-8")]
        elif path.name.endswith((".jsonl.gz", ".jsonl")):
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8") as lines:
                texts = [_strings(json.loads(line)) for line in lines if line.strip()]
        elif path.name == "edge_cases.json":
            texts = [_strings(json.loads(path.read_text(encoding="utf-8")))]
        else:
            continue
        found.update(words for text in texts for _, words in _sentences(nfc(text)))
    return frozenset(found)


def real_folder(path: str | Path) -> Path | None:
    """Return the folder `shared` with real articles beside or above `path`, None if there is none."""
    for parent in Path(path).resolve().parents:
        if (parent / "shared" / "real").is_dir():
            return parent / "shared"
    return None


def _strings(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(_strings(item) for item in value.values())
    return "\n".join(_strings(item) for item in value) if isinstance(value, list) else ""


def _shared_sentences(articles: Sequence[GoldArticle], known: frozenset[str]) -> Iterator[Problem]:
    for article in articles:
        silent = [z for z in article.annotation.article.zones if z.zone in SILENT_ZONES]
        for start, words in _sentences(article.text):
            if words in known and not any(zone.start <= start < zone.end for zone in silent):
                line = article.source.line_of(start)
                yield Problem(
                    article.path, line, "error", f"a sentence of a real article or codebook case: '{words[:60]}'"
                )
