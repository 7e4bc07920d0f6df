"""What as_of accepts, and the two orders of administration."""

from __future__ import annotations

import pytest

from tinbai.gazetteer import regime
from tinbai.gazetteer.dates import span


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2021-10", ("2021-10-01", "2021-10-31")),
        ("2021-10-12", ("2021-10-12", "2021-10-12")),
        ("2021-10-12T07:30:00+07:00", ("2021-10-12", "2021-10-12")),
        ("2021~", ("2021-01-01", "2021-12-31")),
        ("202X", ("2020-01-01", "2029-12-31")),
        ("2021-35", ("2021-07-01", "2021-09-31")),
        ("2016/2021-03", ("2016-01-01", "2021-03-31")),
        ("../2021", ("0000-01-01", "2021-12-31")),
        ("2021/..", ("2021-01-01", "9999-12-31")),
    ],
)
def test_span_covers_the_whole_expression(as_of: str, days: tuple[str, str]) -> None:
    assert span(as_of) == days


@pytest.mark.parametrize("as_of", ["tháng 10", "12/10/2021", "2021-13", "2021-10-42", "2022/2021", "2021-1"])
def test_other_text_is_an_error(as_of: str) -> None:
    with pytest.raises(ValueError, match="as_of"):
        span(as_of)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2025-06-30", "three_level"), ("2025-07-01", "two_level"), ("2018", "three_level"), ("2026", "two_level")],
)
def test_regime_changes_on_the_day_of_the_reform(as_of: str, expected: str) -> None:
    assert regime(as_of) == expected
