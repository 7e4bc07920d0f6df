"""Fixtures that more than one room's tests use."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

import tinbai

# One profile for every machine: the same examples each time, and no limit on the clock of a busy one.
settings.register_profile("tinbai", deadline=None, derandomize=True)
settings.load_profile("tinbai")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles and codebook cases beside the checkout; tests skip without it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared (real articles, codebook cases) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def nlp() -> Language:
    return tinbai.load()
