"""Syllable tokens with exact offsets: a spaCy tokenizer that never changes the text.

The cuts are those of underthesea's own tokenizer pattern, line by line, with
three more that entity edges need: before a capital glued to a small letter
(`HảiCả`), between a number and a glued word (`khu4`), and before a final stop.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from tinbai.text.normalize import nfc

_U = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_L = _U.lower()
_W = _U + _L
# `Th.[Ss]` has a bare dot upstream (it was meant for `Th.S`, master of science); kept, so that cuts agree.
_TOKEN = re.compile(
    rf"""
    ([{_L}]+|(?!Th.[Ss])[{_U}][{_L}]+)(?=[\s,])  # nearly every token; what no other alternative would cut otherwise
    |=>|==>|->|\.{{2,}}|-{{2,}}|>>|\d+x\d+|v\.v\.\.\.|v\.v\.|v\.v|°[CF]
    |[A-ZĐ]+&[A-ZĐ]+|T\.Ư|[{_U}]+(?:\.[{_W}]+)+\.?|[{_W}]+['’][{_W}]+|[A-ZĐ]+\.(?!$)|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|Th.[Ss]|e-mail
    |\d+[A-Z]+\d*-\d+|NĐ-CP
    |(?:ftp|http)s?:[/a-z0-9%][^\s()<>{{}}\[\]]+[^\s`!()\[\]{{}};:'".,<>?«»“”‘’]|[a-zA-Z0-9_.+-]{{1,64}}@[a-zA-Z0-9-]{{1,64}}\.[a-zA-Z0-9-.]+
    |\d{{2,}}-\d{{3,}}-\d{{3,}}
    |\d{{1,2}}/\d{{1,2}}/\d+|\d{{1,2}}/\d{{1,4}}|\d{{1,2}}-\d{{1,2}}-\d+|\d{{1,2}}-\d{{1,4}}|\d{{1,2}}\.\d{{1,2}}\.\d+|\d{{4}}/\d{{1,2}}/\d{{1,2}}
    |\d{{2}}:\d{{2}}:\d{{2}}
    |\d+[A-Z]+\d+|\d+[A-Z]+
    |\d+(?:\.\d+)+,\d+|\d+(?:\.\d+)+|\d+(?:,\d+)+|\d+(?:[.,_]\d+)?
    |<3|(?<=\b)\w+-[\w+-]*\w+|\w+|[^\w\s]
    """,
    re.VERBOSE,
)


_GLUE = re.compile(rf"(?<=[{_L}])(?=[{_U}])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[{_W}])(?=\.$)")
# Codes stay whole: a number, a type and an issuer joined by - or / are one token's business.
_CODE = re.compile(r"^\w*[-/&@:]|\d[A-Z]")


def cuts(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every token of NFC `text`, in order, blanks left out.

    Example:
        >>> text = "Trưởng khu4 HảiCả xóm"
        >>> [text[a:b] for a, b in cuts(text)]
        ['Trưởng', 'khu', '4', 'Hải', 'Cả', 'xóm']
    """
    begin = 0
    for line in text.splitlines(keepends=True):
        stripped = line.rstrip()
        for match in _TOKEN.finditer(stripped):
            if match[1]:
                yield begin + match.start(), begin + match.end()
                continue
            yield from _unglue(text, begin + match.start(), begin + match.end())
        begin += len(line)


def _unglue(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    word = text[start:end]
    if end - start > 1 and not _CODE.search(word):
        begin = start
        for match in _GLUE.finditer(word):
            if 0 < match.start() < len(word):
                yield start, begin + match.start()
                start = begin + match.start()
    yield start, end


class SyllableTokenizer:
    r"""spaCy tokenizer over `cuts`; `doc.text` is the text given, code point for code point.

    Example:
        >>> import spacy
        >>> nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "tinbai.syllables.v1"}}})
        >>> doc = nlp("Bí thư\u00a0chi bộ")
        >>> [token.text for token in doc if not token.is_space]
        ['Bí', 'thư', 'chi', 'bộ']
        >>> doc.text == "Bí thư\u00a0chi bộ"
        True
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the Doc of `text` in NFC; runs of other blanks than one space are tokens."""
        text = nfc(text)
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in cuts(text):
            gap = text[position:start]
            if gap == " " and words and not spaces[-1]:  # nearly always
                spaces[-1] = True
            elif gap:
                self._blank(gap, words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            position = end
        self._blank(text[position:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    @staticmethod
    def _blank(gap: str, words: list[str], spaces: list[bool]) -> None:
        if gap.startswith(" ") and words and not spaces[-1]:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> SyllableTokenizer:
        """Return self: the tokenizer has no state."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> SyllableTokenizer:
        """Return self: the tokenizer has no state."""
        return self


def make_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """Return the factory that spaCy calls with the pipeline; found by the entry point `tinbai.syllables.v1`."""
    return lambda nlp: SyllableTokenizer(nlp.vocab)
