"""tinbai turns Vietnamese provincial Party newspapers into a research dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "load": "tinbai.pipeline",
    "annotate": "tinbai.pipeline",
    "read": "tinbai.dataset.inputs",
    "build": "tinbai.dataset.build",
    "gate": "tinbai.classify.gate",
    "lookup": "tinbai.gazetteer",
    "Annotation": "tinbai.records",
    "Article": "tinbai.records",
    "Settings": "tinbai.settings",
    "InputError": "tinbai.errors",
    "TinbaiError": "tinbai.errors",
}
# written out, because type checkers read it
__all__ = [
    "Annotation",
    "Article",
    "InputError",
    "Settings",
    "TinbaiError",
    "__version__",
    "annotate",
    "build",
    "gate",
    "load",
    "lookup",
    "read",
]

if TYPE_CHECKING:
    from tinbai.classify.gate import gate
    from tinbai.dataset.build import build
    from tinbai.dataset.inputs import read
    from tinbai.errors import InputError, TinbaiError
    from tinbai.gazetteer import lookup
    from tinbai.pipeline import annotate, load
    from tinbai.records import Annotation, Article
    from tinbai.settings import Settings


def __getattr__(name: str) -> Any:
    """Import the public name on first use, so that `import tinbai` stays quick and silent."""
    if name not in _WHERE:
        raise AttributeError(f"module 'tinbai' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
