"""Tables of robots.txt and pace, on a clock that jumps."""

from __future__ import annotations

import pytest

from tinbai.crawl.pace import Pace, retry_after
from tinbai.crawl.robots import Robots, whole_lines
from tinbai.errors import CrawlError
from tinbai.settings import CrawlSettings

HOST = "https://baoxom.vn"


@pytest.mark.parametrize(
    ("content", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a/b", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: tinbai\nAllow: /", "/a", True),
        ("User-agent: tinbai\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: TinBai/3.1\nDisallow: /", "/a", False),
        ("User-agent: tin\nDisallow: /", "/a", True),  # not our name
        ("User-agent: tinbaibot\nDisallow: /", "/a", True),
        ("User-agent: bot\nUser-agent: tinbai\nDisallow: /a", "/a", False),
        ("User-agent: tinbai\nDisallow: /a\n\nUser-agent: tinbai\nDisallow: /b", "/b", False),  # groups are joined
        ("User-agent: *\nDisallow: /a\nAllow: /a/tin", "/a/tin-1", True),  # the longest match
        ("User-agent: *\nDisallow: /*.html$", "/a/tin.html", False),
        ("User-agent: *\nDisallow: /*.html$", "/a/tin.html?x=1", True),
        ("User-agent: *\nDisallow: /*?", "/a?p=2", False),
        ("User-agent: *\nDisallow: /%C4%91%E1%BA%A3ng", "/đảng/tin", False),
        ("User-agent: *\nDisallow: /đảng", "/%C4%91%E1%BA%A3ng/tin", False),
        ("# no group\nDisallow: /", "/a", True),
        ("<html>không có trang này</html>", "/a", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ],
)
def test_rules_of_a_file(content: str, path: str, allowed: bool) -> None:
    assert Robots(200, content.encode()).allows(HOST + path) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(401, True), (403, True), (404, True), (410, True), (429, False), (500, False), (503, False), (None, False)],
)
def test_status_of_robots_decides_without_a_file(status: int | None, allowed: bool) -> None:
    robots = Robots(status, b"User-agent: *\nDisallow: /a")
    assert (robots.allows(f"{HOST}/a"), robots.allows(f"{HOST}/b")) == (allowed, allowed)
    assert robots.crawl_delay is None


@pytest.mark.parametrize(
    ("content", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 10", 10.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nRequest-rate: 1/30", 30.0),
        ("User-agent: *\nCrawl-delay: 5\nRequest-rate: 1/30", 30.0),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: tinbai\nDisallow: /a\n\nUser-agent: *\nCrawl-delay: 9", None),
    ],
)
def test_crawl_delay(content: str, delay: float | None) -> None:
    assert Robots(200, content.encode()).crawl_delay == delay


def test_a_huge_file_is_cut_at_a_line() -> None:
    content = b"User-agent: *\n" + b"Disallow: /x\n" * 50_000 + b"Disallow: /a\n"
    body = whole_lines(content, 512_000)
    assert 511_000 < len(body) <= 512_000
    assert body.endswith(b"\n")
    assert Robots(200, body).allows(f"{HOST}/a")


def pace(**settings: float) -> Pace:
    found = Pace(CrawlSettings(**settings), now=lambda: 1000.0)  # type: ignore[arg-type]
    found.finished(HOST, began=999.0, ended=1000.0, status=200, retry_after=None)
    return found


@pytest.mark.parametrize(
    ("crawl_delay", "pause", "delay", "why"),
    [
        (None, None, 2.0, "own"),
        (1.0, None, 2.0, "own"),
        (10.0, None, 10.0, "crawl-delay"),
        (10.0, 60.0, 60.0, "retry-after"),
        (90.0, 60.0, 90.0, "crawl-delay"),
    ],
)
def test_the_longest_pause_counts(crawl_delay: float | None, pause: float | None, delay: float, why: str) -> None:
    found = pace()
    found.finished(HOST, began=999.0, ended=1000.0, status=200, retry_after=pause)
    turn = found.turn(HOST, crawl_delay)
    assert (turn.at, turn.delay, turn.why) == (1000.0 + delay, delay, why)


def test_the_first_request_waits_for_nothing_and_hosts_do_not_share_a_clock() -> None:
    assert pace().turn("https://baokhac.vn", 10.0).at == 1000.0


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, None])
def test_errors_slow_down_and_good_answers_ease(status: int | None) -> None:
    found = pace(failures_to_rest=99, max_slow_down_seconds=30)
    delays = []
    for answer in (status, status, status, status, status, 200, 200, 200, 200, 200):
        found.finished(HOST, began=1000.0, ended=1000.0, status=answer, retry_after=None)
        delays.append(found.turn(HOST, None).delay)
    assert delays == [4.0, 8.0, 16.0, 30.0, 30.0, 15.0, 7.5, 3.75, 2.0, 2.0]


def test_a_slow_host_gets_as_much_rest_as_it_worked() -> None:
    found = pace()
    found.finished(HOST, began=980.0, ended=1000.0, status=200, retry_after=None)
    assert found.turn(HOST, None).delay == 20.0


def test_the_circuit_breaker_rests_longer_each_time_and_gives_up() -> None:
    found = pace(failures_to_rest=2, rest_seconds=100, max_rests=3)
    rests = []
    for _ in range(4):
        for _ in range(2):
            found.finished(HOST, began=1000.0, ended=1000.0, status=503, retry_after=None)
        rests.append(found.turn(HOST, None).delay)
        gave_up = found.gave_up(HOST)
    assert rests == [100.0, 200.0, 400.0, 800.0]
    assert gave_up == "it failed again after 3 rests"


def test_a_very_long_retry_after_leaves_the_host() -> None:
    found = pace()
    found.finished(HOST, began=1000.0, ended=1000.0, status=503, retry_after=90_000.0)
    assert found.gave_up(HOST) == "it asked for a pause of 90000 seconds"


def test_an_earlier_run_is_remembered() -> None:
    found = Pace(CrawlSettings(), now=lambda: 1000.0)
    found.remember(HOST, own_delay=5.0, last=(998.0, 60.0))
    assert found.turn(HOST, None).at == 1058.0
    found.remember("https://baokhac.vn", own_delay=None, last=(9e9, 0.0))  # the clock was set back
    assert found.turn("https://baokhac.vn", None).at == 1002.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("-5", None),
        ("1.5", None),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 200.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Thursday", None),
        ("", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, 1000.0) == seconds


@pytest.mark.parametrize("options", [{"delay_seconds": 1.9}, {"delay_seconds": 0}, {"robots_seconds": 86_401}])
def test_no_setting_makes_the_crawl_ruder(options: dict[str, float]) -> None:
    with pytest.raises(CrawlError, match="seconds"):
        CrawlSettings(**options)  # type: ignore[arg-type]
