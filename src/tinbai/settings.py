"""All limits and defaults in one frozen value; every number names its unit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits that protect a batch run, and defaults that a caller may change.

    Attributes:
        max_file_bytes: a single-article file above this is a failure, not read.
        max_line_bytes: a JSON Lines line above this is a failure, not parsed.
        max_article_chars: an article above this is a failure.
        min_vietnamese_share: below this share of valid Vietnamese syllables a
            decoded text counts as decoded with the wrong encoding.
        max_sentence_syllables: longer sentences are cut before statistical
            tagging, so that no input can make it slow.

    Example:
        >>> Settings().max_line_bytes
        20000000
    """

    max_file_bytes: int = 20_000_000
    max_line_bytes: int = 20_000_000
    max_article_chars: int = 1_000_000
    min_vietnamese_share: float = 0.55
    max_sentence_syllables: int = 400


DEFAULT = Settings()
