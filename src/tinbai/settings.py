"""All limits and defaults in one frozen value; every number names its unit."""

from __future__ import annotations

from dataclasses import dataclass

from tinbai.errors import CrawlError


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


LEAST_DELAY_SECONDS = 2.0
MOST_ROBOTS_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How patient and how careful the crawler is; nothing here turns robots.txt off.

    Attributes:
        delay_seconds: pause on a host after each request; sites may ask for more, never for less.
        connect_seconds, read_seconds: how long a connection and a single read may take.
        request_seconds: how long a whole request may take, however slowly bytes drip.
        max_page_bytes: a larger page, unpacked, is a failure.
        max_list_bytes: the same for sitemaps and feeds.
        max_robots_bytes: of a robots.txt this much is read.
        robots_seconds: after that the robots.txt is fetched anew.
        max_redirects: hops of one address.
        max_attempts: tries of one address before it is a failure.
        backoff_seconds: pause before the second try; doubles with each.
        slow_seconds: an answer slower than that makes the crawler slower.
        max_slow_down_seconds: the longest pause that slow answers and errors lead to.
        max_retry_after_seconds: if a host asks for a longer pause, it is left for another day.
        failures_to_rest: failures in a row after which a host gets a rest.
        rest_seconds: the first rest; doubles with each.
        max_rests: after that many the host is left for another day.
        max_listing_pages: pages of one section's list in one run.
        max_sitemaps: sitemaps of one host in one run.
        max_archive_bytes: size after which the archive goes on in a new file.
        parallel_hosts: hosts that are read at the same time, one request each.
        common_crawl_index, common_crawl_data: where Common Crawl is asked for captures and their bytes.
        private_hosts: hosts (with port) that may be on a private or loopback address.
    """

    delay_seconds: float = 2.0
    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    request_seconds: float = 120.0
    max_page_bytes: int = 10_000_000
    max_list_bytes: int = 52_428_800
    max_robots_bytes: int = 512_000
    robots_seconds: float = 86_400.0
    max_redirects: int = 5
    max_attempts: int = 4
    backoff_seconds: float = 30.0
    slow_seconds: float = 5.0
    max_slow_down_seconds: float = 300.0
    max_retry_after_seconds: float = 3600.0
    failures_to_rest: int = 5
    rest_seconds: float = 300.0
    max_rests: int = 3
    max_listing_pages: int = 1000
    max_sitemaps: int = 2000
    max_archive_bytes: int = 1_000_000_000
    parallel_hosts: int = 8
    common_crawl_index: str = "https://index.commoncrawl.org"
    common_crawl_data: str = "https://data.commoncrawl.org"
    private_hosts: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse what would harm a newspaper.

        Raises:
            CrawlError: a pause below two seconds, or a robots.txt that is trusted for more than a day.
        """
        if self.delay_seconds < LEAST_DELAY_SECONDS:
            raise CrawlError(f"delay_seconds: {LEAST_DELAY_SECONDS:g} seconds are the least for a public host")
        if self.robots_seconds > MOST_ROBOTS_SECONDS:
            raise CrawlError(f"robots_seconds: a robots.txt holds for {MOST_ROBOTS_SECONDS:.0f} seconds at most")


DEFAULT = Settings()
