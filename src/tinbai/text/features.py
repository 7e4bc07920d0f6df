"""Features of underthesea's shipped models, built in one pass over a sentence.

The models score strings such as `T[-1,0].lower=bí thư`. Upstream makes them position
by position from the whole sentence; here each feature is one column over all
positions, and rows are read across the columns. The strings, their order in a row
and the marks `BOS` and `EOS` beyond the edges are those that the models learnt.
"""

from __future__ import annotations

from collections.abc import Set

Rows = list[list[str]]


def of_syllables(forms: list[str], dictionary: Set[str]) -> Rows:
    """Return the rows of the word segmenter for the syllables `forms`.

    Args:
        forms: the tokens, in the spelling that the model learnt.
        dictionary: the model's own list of words in lower case.

    Example:
        >>> of_syllables(["bí", "thư"], {"bí thư"})[0][7]
        'T[0,1]=bí thư'
    """
    size = len(forms)
    lower = [form.lower() for form in forms]
    lower_grams = [lower, _grams(lower, 2), _grams(lower, 3)]
    # unlike the taggers' features, a digit or a bracket counts as a capital here
    capital = [all(part[:1].upper() == part[:1] for part in form.split(" ")) for form in forms]
    titles = [[str(all(capital[at : at + width])) for at in range(size - width + 1)] for width in (1, 2, 3)]
    digit = [str(form.isascii() and form.isdigit()) for form in forms]
    columns = _around(forms, size) + _around(_grams(forms, 2), size, 2) + _around(_grams(forms, 3), size, 3)
    columns += _around(lower, size, 1, ".lower") + _around(lower_grams[1], size, 2, ".lower")
    columns += _around(digit, size, 1, ".isdigit")[1:4] + _around(titles[0], size, 1, ".istitle")
    columns += [_around(titles[width - 1], size, width, ".istitle")[2] for width in (2, 3)]
    for width, grams in enumerate(lower_grams, 1):
        columns += _around([str(gram in dictionary) for gram in grams], size, width, ".is_in_dict")
    return _rows(columns)


class WordColumns:
    """The columns that the three taggers of words share.

    Example:
        >>> WordColumns(["Bí thư", "họp"]).for_pos()[1][:3]
        ['T[-2].lower=BOS', 'T[-1].lower=bí thư', 'T[0].lower=họp']
    """

    def __init__(self, words: list[str]) -> None:
        self._size = size = len(words)
        near = _around([str(_is_title(word)) for word in words], size, 1, ".istitle")
        lower = _around([word.lower() for word in words], size, 1, ".lower")
        self._first = [*lower, near[2], near[1], near[3]]
        self._far_titles = [near[0], near[4]]
        self._surface = _around(words, size) + _around(_grams(words, 2), size, 2)

    def for_pos(self) -> Rows:
        """Return the rows of the part-of-speech tagger."""
        pairs = [
            _column(f"T[-{far},-{far - 1}][1]=", ["BOS"] * far + ["X X"] * self._size, self._size) for far in (3, 2)
        ]
        return _rows(self._first + self._surface + self._past(1) + pairs)

    def for_chunk(self, pos: list[str]) -> Rows:
        """Return the rows of the phrase tagger, which looks at the parts of speech `pos`."""
        return _rows(self._first + self._surface + self._context(pos) + self._past(2))

    def for_ner(self, pos: list[str]) -> Rows:
        """Return the rows of the entity tagger, which looks at the parts of speech `pos`."""
        return _rows(self._first + self._far_titles + self._surface + self._context(pos) + self._past(3))

    def _context(self, pos: list[str]) -> Rows:
        return _around(pos, self._size, 1, "[1]") + _around(_grams(pos, 2), self._size, 2, "[1]")

    def _past(self, column: int) -> Rows:
        """Columns of the tags before each word, which the models were never shown: all X."""
        size = self._size
        return [_column(f"T[-{far}][{column}]=", ["BOS"] * far + ["X"] * size, size) for far in (3, 2, 1)]


def _rows(columns: Rows) -> Rows:
    return [list(row) for row in zip(*columns, strict=True)]


def _grams(values: list[str], width: int) -> list[str]:
    return [" ".join(values[at : at + width]) for at in range(len(values) - width + 1)]


def _around(grams: list[str], size: int, width: int = 1, suffix: str = "") -> Rows:
    """Columns of the grams of `width` that lie between two before and two after each of `size` positions."""
    padded = ["BOS", "BOS", *grams, "EOS", "EOS"]
    names = ((at, f"T[{at}]" if width == 1 else f"T[{at},{at + width - 1}]") for at in range(-2, 4 - width))
    return [_column(f"{name}{suffix}=", padded[at + 2 :], size) for at, name in names]


def _column(name: str, values: list[str], size: int) -> list[str]:
    return [name + value for value in values[:size]]


def _is_title(word: str) -> bool:
    """Say whether each syllable starts with a title-case letter."""
    return all(part and part[0].istitle() for part in word.split(" "))
