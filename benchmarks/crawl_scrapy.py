"""The same crawl with Scrapy: lists and articles of one section, robots on, no delay. Only for `crawl_speed.py`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess


class Spider(scrapy.Spider):
    """Follows articles and the next page; writes the address of each article when it has it."""

    name = "thu"

    def __init__(self, start: str, seen: str) -> None:
        super().__init__()
        self.start_urls = [start]
        self._seen = open(seen, "a", buffering=1)  # noqa: SIM115, PTH123 - open as long as the spider is

    def parse(self, response: Any) -> Iterator[Any]:
        """Follow the articles of a list and its next page."""
        for link in response.css("h3 a"):
            yield response.follow(link, self.article)
        for link in response.css("a[rel=next]"):
            yield response.follow(link, self.parse)

    def article(self, response: Any) -> None:
        """Note that an article came."""
        self._seen.write(response.url + "\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("start")
    parser.add_argument("seen")
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--jobdir")
    options = parser.parse_args()
    settings: dict[str, Any] = {
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": options.parallel,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "COOKIES_ENABLED": False,
    }
    if options.jobdir:
        settings["JOBDIR"] = options.jobdir
    process = CrawlerProcess(settings)
    process.crawl(Spider, start=options.start, seen=options.seen)
    process.start()


if __name__ == "__main__":
    main()
