"""Administrative units through time (codebook 4.3, 5).

Identity is (code, valid_from), never the code alone. `lookup` returns all
candidates with scores; choosing one, or none, is for `relations.hierarchy`.
"""

from __future__ import annotations

from tinbai.gazetteer.dates import Regime, regime
from tinbai.gazetteer.earlier import later_names, names_at
from tinbai.gazetteer.gazetteer import Gazetteer, default, lookup
from tinbai.gazetteer.spelling import key as name_key
from tinbai.gazetteer.units import Change, Match, Unit, UnitLevel
from tinbai.gazetteer.wording import type_word, type_words

__all__ = [
    "Change",
    "Gazetteer",
    "Match",
    "Regime",
    "Unit",
    "UnitLevel",
    "default",
    "later_names",
    "lookup",
    "name_key",
    "names_at",
    "regime",
    "type_word",
    "type_words",
]
