"""Vietnamese before Unicode: TCVN3, VISCII and VNI, and text whose UTF-8 was read as Latin letters.

Python knows none of these encodings. The tables are facts: TCVN 5712 (VN3, fonts `.VnTime`),
RFC 1456 (VISCII), and the VNI fonts, which print a tone as a letter after the vowel.
"""

from __future__ import annotations

import re

from tinbai.pages.syllables import accented, share
from tinbai.text.normalize import nfc

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
TCVN3 = dict(zip(_TCVN3_BYTES, _TCVN3_CHARS, strict=True))
_VISCII_CHARS = (  # bytes 0x80 to 0xFF
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII = {
    **dict(zip(range(0x80, 0x100), _VISCII_CHARS, strict=True)),
    **{0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"},
}
# VNI: a vowel, then a letter that stands for its tone or its hat; ô is ơ, ö is ư.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {
    **{
        "â": "\u0302",
        "á": "\u0302\u0301",
        "à": "\u0302\u0300",
        "å": "\u0302\u0309",
        "ã": "\u0302\u0303",
        "ä": "\u0302\u0323",
    },
    **{
        "ê": "\u0306",
        "é": "\u0306\u0301",
        "è": "\u0306\u0300",
        "ú": "\u0306\u0309",
        "ü": "\u0306\u0303",
        "ë": "\u0306\u0323",
    },
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "í": "í", "ì": "ì"}
_VNI_PAIR = re.compile(
    "[aeiouyôöAEIOUYÔÖ][" + "".join((*_VNI_TONES, *_VNI_HATS)) + "".join((*_VNI_TONES, *_VNI_HATS)).upper() + "]"
)
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9]")  # letters that Vietnamese alone has: every real text is full of them
_FEWEST_WORDS = 5
_SURE_SHARE = 0.85  # of the accented words must be possible syllables after the repair,
_LEAST_GAIN = 0.3  # and the share must rise by this much
_SAMPLE_CHARS = 20_000
_TAGS = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]{0,2000}>", re.DOTALL | re.IGNORECASE)


def tcvn3(text: str) -> str:
    """Read Latin-1 letters as TCVN3, whose capitals with tone are a matter of the font.

    Example:
        >>> tcvn3("b¶n cã ®iÖn")
        'bản có điện'
    """
    return text.translate(TCVN3)


def viscii(text: str) -> str:
    """Read Latin-1 letters as VISCII."""
    return text.translate(VISCII)


def vni(text: str) -> str:
    """Read Latin-1 letters as those of the VNI fonts.

    Example:
        >>> vni("baûn coù ñieän")
        'bản có điện'
    """
    return "".join(_VNI_ALONE.get(letter) or _capital(letter) for letter in _VNI_PAIR.sub(_vni_pair, text))


def _vni_pair(match: re.Match[str]) -> str:
    vowel, mark = match[0][0], match[0][1].lower()
    base = _VNI_ALONE.get(vowel.lower(), vowel.lower())
    if mark in _VNI_HATS and base not in "aeo":
        return match[0]
    made = nfc(base + (_VNI_TONES.get(mark) or _VNI_HATS[mark]))
    if len(made) > 1:
        return match[0]
    # Letters that the second step would read again are kept apart from it by what they are now.
    return _KEPT.get(made.upper() if vowel.isupper() else made, made.upper() if vowel.isupper() else made)


_KEPT = {letter: chr(0xE000 + number) for number, letter in enumerate("ôöæóòîñíìÔÖÆÓÒÎÑÍÌ")}
_BACK = {kept: letter for letter, kept in _KEPT.items()}


def _capital(letter: str) -> str:
    if letter in _BACK:
        return _BACK[letter]
    alone = _VNI_ALONE.get(letter.lower())
    return alone.upper() if alone and letter.isupper() else letter


def _reread(text: str) -> str | None:
    """Return UTF-8 that was read as windows-1252, None if it is none; unreadable bytes had kept their numbers."""
    data = bytearray()
    for letter in text:
        try:
            data += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 0xFF:
                return None
            data.append(ord(letter))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def visible(text: str) -> str:
    """Return `text` without tags, scripts and styles, if it seems to be a page."""
    return _TAGS.sub(" ", text) if "<" in text else text


def repaired(text: str) -> tuple[str, str | None]:
    """Return `text` as Vietnamese if its letters are those of an old encoding, and the name of that.

    Text with any letter that Vietnamese alone has is left alone, and so is everything that does not
    become clearly better spelled: nothing is decoded by hope.

    Example:
        >>> repaired("B¶n cã ®iÖn, bµ con phÊn khëi l¾m.")
        ('Bản có điện, bà con phấn khởi lắm.', 'tcvn3')
        >>> repaired("Château, forêt, été, élève, fenêtre et clé.")
        ('Château, forêt, été, élève, fenêtre et clé.', None)
    """
    if text.isascii() or _VIETNAMESE.search(text):
        return text, None
    sample = visible(text)[:_SAMPLE_CHARS]
    now = share(accented(sample))
    best, name = now + _LEAST_GAIN, None
    for candidate, read in (("utf-8", _reread), ("tcvn3", tcvn3), ("vni", vni), ("viscii", viscii)):
        whole = read(sample)
        words = accented(nfc(whole)) if whole else []
        if len(words) >= _FEWEST_WORDS and share(words) >= max(_SURE_SHARE, best):
            best, name = share(words), candidate
    if name is None:
        return text, None
    whole = {"utf-8": _reread, "tcvn3": tcvn3, "vni": vni, "viscii": viscii}[name](text)
    return (nfc(whole), name) if whole is not None else (text, None)
