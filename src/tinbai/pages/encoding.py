"""Bytes → text: UTF-8, UTF-16, windows-1258 and TCVN3, and a clear no to everything else.

A legacy encoding is accepted only when its words are spelled like Vietnamese
and the next best guess is clearly worse: nothing is decoded by hope.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from tinbai.errors import InputError
from tinbai.pages.syllables import accented, share, words
from tinbai.settings import DEFAULT, Settings
from tinbai.text.normalize import nfc

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x7fELF")
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1b")
_SAMPLE_BYTES = 200_000
_SURE_SHARE = 0.8  # of the accented words must be possible syllables
_SURE_MARGIN = 0.15  # by which the best encoding beats the next
# Ranges of the code table that hold letters, in the order of the string below.
_TCVN3_RANGES = (
    (0xA1, 0xAF),
    (0xB5, 0xBA),
    (0xBB, 0xBF),
    (0xC6, 0xCD),
    (0xCE, 0xD9),
    (0xDC, 0xE0),
    (0xE1, 0xF0),
    (0xF1, 0xFF),
)
_TCVN3_BYTES = [code for first, last in _TCVN3_RANGES for code in range(first, last)]
_TCVN3_CHARS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = dict(zip(_TCVN3_BYTES, _TCVN3_CHARS, strict=True))


def decode(data: bytes, *, where: str, settings: Settings = DEFAULT) -> str:
    """Return the NFC text of `data`, without a byte order mark.

    Args:
        data: the whole file or line.
        where: path, or path and line, for the message.
        settings: `min_vietnamese_share` decides about legacy encodings.

    Raises:
        InputError: `empty`, `binary`, `encoding` or `nul` (characters that no text holds).

    Example:
        >>> decode("Bản có điện".encode("utf-16"), where="a.txt")
        'Bản có điện'
    """
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise InputError(f"{where}: the file is empty", where=where, reason="empty")
    text = nfc(_decoded(data, where, settings))
    if not text.strip("\ufeff\u200b \t\r\n\x0b\x0c\u00a0"):
        raise InputError(f"{where}: the text is empty", where=where, reason="empty")
    return text


def _decoded(data: bytes, where: str, settings: Settings) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return _no_nul(data.decode(name), where)
            except UnicodeDecodeError as error:
                message = f"{where}: begins like {name} but breaks at byte {error.start}"
                raise InputError(message, where=where, reason="encoding") from None
    if (wide := _wide(data)) is not None:
        return wide
    if data.startswith(_MAGIC) or _looks_binary(data):
        raise InputError(f"{where}: is a binary file, not text", where=where, reason="binary")
    try:
        return _no_nul(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        return _legacy(data, where, settings, error.start)


def _no_nul(text: str, where: str) -> str:
    if (place := text.find("\x00")) >= 0:
        raise InputError(f"{where}: character {place} is NUL, which no text holds", where=where, reason="nul")
    return text


def _wide(data: bytes) -> str | None:
    """Return UTF-16 text that lost its byte order mark, None if it is no such text."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 8 or sample.count(0) < len(sample) // 5:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and share(words(nfc(text[:_SAMPLE_BYTES]))) >= _SURE_SHARE:
            return text
    return None


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    strange = sum(sample.count(code) for code in _CONTROL)
    return strange > max(4, len(sample) // 50)


def _legacy(data: bytes, where: str, settings: Settings, broken_at: int) -> str:
    sample = data[:_SAMPLE_BYTES]
    ranked = sorted(((*_score(text), name) for name, text in _guesses(sample)), reverse=True)
    if ranked:
        best, overall, name = ranked[0]
        runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
        sure = best >= _SURE_SHARE and best - runner_up >= _SURE_MARGIN
        if sure and overall >= settings.min_vietnamese_share:
            decoded = dict(_guesses(data, names=(name,))).get(name)
            if decoded is not None:
                return _no_nul(decoded, where)
    message = f"{where}: byte {broken_at} is no UTF-8, and no Vietnamese encoding gives Vietnamese words"
    raise InputError(message, where=where, reason="encoding")


def _guesses(data: bytes, names: tuple[str, ...] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (name, NFC text) of each encoding that decodes `data`."""
    for name in names or ("windows-1258", "tcvn3", *_detected(data)):
        try:
            yield name, _tcvn3(data) if name == "tcvn3" else nfc(data.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue


def _detected(data: bytes) -> tuple[str, ...]:
    """Return what charset-normalizer thinks of the head of `data`, beside what we try anyway."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:4000]).best()
    known = {"cp1258", "utf_8", "ascii"}
    return (best.encoding,) if best is not None and best.encoding not in known else ()


def _score(text: str) -> tuple[float, float]:
    """Return the share of possible syllables among the accented words, and among all."""
    return share(accented(text)), share(words(text))


def _tcvn3(data: bytes) -> str:
    """Decode TCVN 5712 (fonts `.VnTime`), whose capitals with tone are a matter of the font."""
    return data.decode("latin-1").translate(_TCVN3)
