"""Bytes → text: UTF-8, UTF-16 and the encodings before Unicode, and a clear no to everything else.

A legacy encoding is accepted only when its words are spelled like Vietnamese
and the next best guess is clearly worse: nothing is decoded by hope.
"""

from __future__ import annotations

import codecs
import html
from collections.abc import Iterator
from dataclasses import dataclass

from tinbai.errors import InputError
from tinbai.pages.legacy import repaired, tcvn3, viscii, visible, vni
from tinbai.pages.syllables import accented, share, words
from tinbai.settings import DEFAULT, Settings
from tinbai.text.normalize import nfc

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x7fELF")
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1b")
_SAMPLE_BYTES = 200_000
_SURE_SHARE = 0.8  # of the accented words must be possible syllables
_SURE_MARGIN = 0.15  # by which the best encoding beats the next
_TABLES = {"tcvn3": tcvn3, "vni": vni, "viscii": viscii}
_MOST_BAD_SHARE = 0.002  # of a page's bytes may be broken: a letter cut by the site's own program


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what had to be done to get it: `encoding:NAME`, `bytes_replaced`."""

    text: str
    flags: tuple[str, ...] = ()


def decode(data: bytes, *, where: str, settings: Settings = DEFAULT, page: bool = False) -> Decoded:
    """Return the NFC text of `data`, without a byte order mark.

    Args:
        data: the whole file or line.
        where: path, or path and line, for the message.
        settings: `min_vietnamese_share` decides about legacy encodings.
        page: HTML, in which a few broken bytes are replaced by U+FFFD instead of losing the article.

    Returns:
        The text, with a flag `encoding:NAME` if it is from before Unicode (`windows-1258`, `tcvn3`, `vni`,
        `viscii`) or its UTF-8 had been read as Latin letters (`mojibake`).

    Raises:
        InputError: `empty`, `binary`, `encoding` or `nul` (characters that no text holds).

    Example:
        >>> decode("Bản có điện".encode("utf-16"), where="a.txt").text
        'Bản có điện'
    """
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise InputError(f"{where}: the file is empty", where=where, reason="empty")
    found = _decoded(data, where, settings, page)
    text = nfc(found.text)
    if not text.strip("\ufeff\u200b \t\r\n\x0b\x0c\u00a0"):
        raise InputError(f"{where}: the text is empty", where=where, reason="empty")
    return Decoded(text, found.flags)


def mended(text: str) -> Decoded:
    """Return NFC `text` as Vietnamese if its letters are those of an old encoding, and say of which."""
    whole, name = repaired(text)
    return Decoded(whole, (_flag(name),) if name else ())


def _flag(name: str) -> str:
    return "encoding:" + {"utf-8": "mojibake", "cp1258": "windows-1258"}.get(name, name)


def _decoded(data: bytes, where: str, settings: Settings, page: bool) -> Decoded:
    for mark, name in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(_no_nul(data.decode(name), where))
            except UnicodeDecodeError as error:
                message = f"{where}: begins like {name} but breaks at byte {error.start}"
                raise InputError(message, where=where, reason="encoding") from None
    if (wide := _wide(data)) is not None:
        return Decoded(wide)
    if data.startswith(_MAGIC) or _looks_binary(data):
        raise InputError(f"{where}: is a binary file, not text", where=where, reason="binary")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        legacy = _legacy(data, where, settings)
        if legacy is None and page:
            legacy = _with_gaps(data)
        if legacy is None:
            message = f"{where}: byte {error.start} is no UTF-8, and no Vietnamese encoding gives Vietnamese words"
            raise InputError(message, where=where, reason="encoding") from None
        return legacy
    if page and "\x00" in text:
        return Decoded(text.replace("\x00", "\ufffd"), ("bytes_replaced",))
    return mended(nfc(_no_nul(text, where)))


def _with_gaps(data: bytes) -> Decoded | None:
    """Return UTF-8 with a few broken bytes; None if they are many, or if the rest is no Vietnamese."""
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") > max(3, _MOST_BAD_SHARE * len(data)):
        return None
    if share(accented(nfc(visible(text[:_SAMPLE_BYTES])))) < _SURE_SHARE:
        return None
    return Decoded(text.replace("\x00", "\ufffd"), ("bytes_replaced",))


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


def _legacy(data: bytes, where: str, settings: Settings) -> Decoded | None:
    """Return the text of bytes from before Unicode; None if no encoding is clearly right."""
    sample = data[:_SAMPLE_BYTES]
    ranked = sorted(((*_score(text), name) for name, text in _guesses(sample)), reverse=True)
    if not ranked:
        return None
    best, overall, name = ranked[0]
    runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
    if best < _SURE_SHARE or best - runner_up < _SURE_MARGIN or overall < settings.min_vietnamese_share:
        return None
    decoded = dict(_guesses(data, names=(name,))).get(name)
    return None if decoded is None else Decoded(_no_nul(decoded, where), (_flag(name),))


def _guesses(data: bytes, names: tuple[str, ...] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (name, NFC text) of each encoding that decodes `data`."""
    for name in names or ("cp1258", *_TABLES, "cp1252", *_detected(data)):
        try:
            read = _TABLES.get(name)
            yield name, nfc(read(data.decode("latin-1")) if read else data.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue


def _detected(data: bytes) -> tuple[str, ...]:
    """Return what charset-normalizer thinks of the head of `data`, beside what we try anyway."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:4000]).best()
    known = {"cp1258", "cp1252", "utf_8", "ascii"}
    return (best.encoding,) if best is not None and best.encoding not in known else ()


def _score(text: str) -> tuple[float, float]:
    """Return the share of possible syllables among the accented words, and among all; markup does not count."""
    seen = html.unescape(visible(text)) if "<" in text else text
    return share(accented(nfc(seen))), share(words(nfc(seen)))
