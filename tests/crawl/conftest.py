"""The test newspaper as a fixture."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from newspaper import Newspaper, serving


@pytest.fixture
def site() -> Iterator[Newspaper]:
    with serving() as paper:
        yield paper
