"""Compiles the small pattern language of `lexicon/data/posts.toml`.

`[x]` is optional, `(a|b)` one of several, `{name}` a list from `[macro]`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tinbai.errors import LexiconError
from tinbai.text.normalize import fold

_PIECE = re.compile(r"\{(\w+)\}|[\[\](|)]| +|[^\[\](|){} ]+")
_WORD = r"[^\W\d_]"


def to_regex(form: str, macros: Mapping[str, str]) -> str:
    """Return the regex source of one form; it matches folded text.

    Args:
        form: a form such as `"bí thư đảng ủy [{commune}]"`.
        macros: alternatives by name, separated by `|`.

    Raises:
        LexiconError: an unknown macro or unbalanced brackets.

    Example:
        >>> import re
        >>> bool(re.fullmatch(to_regex("bí thư [đảng ủy] (xã|phường)", {}), "bí thư  xã"))
        True
    """
    out: list[str] = []
    stack: list[str] = []
    for match in _PIECE.finditer(fold(form)):
        piece = match[0]
        if match[1]:
            out.append(_macro(match[1], form, macros))
        elif piece in "[(":
            stack.append(piece)
            out.append("(?:")
        elif piece in "])":
            if not stack or stack.pop() != {"]": "[", ")": "("}[piece]:
                raise LexiconError(f"posts.toml: brackets do not match in the form '{form}'")
            out.append(")?+" if piece == "]" else ")")
        elif piece == "|":
            out.append("|")
        elif piece.isspace():
            out.append(" ")
        else:
            out.append(re.escape(piece))
    if stack:
        raise LexiconError(f"posts.toml: brackets do not match in the form '{form}'")
    return _join(out)


def _macro(name: str, form: str, macros: Mapping[str, str]) -> str:
    if name not in macros:
        raise LexiconError(f"posts.toml: the form '{form}' names an unknown macro '{name}'")
    words = sorted(fold(macros[name]).split("|"), key=len, reverse=True)
    if name == "number":
        return r"(?=\d)"
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " +") for word in words) + ")"


def _join(pieces: list[str]) -> str:
    """Put the blanks where they belong: inside an optional group with the words it holds."""
    out = ""
    pending = False
    opened: list[int] = []
    for piece in pieces:
        if piece == " ":
            pending = True
            continue
        if piece == "(?:":
            opened.append(len(out))
            out += "(?:" if not pending else "(?: +(?:"
            opened[-1] = 1 if pending else 0
            pending = False
        elif piece in (")", ")?+"):
            optional = "?" if piece == ")?+" else ""
            out += ")" + (")" if opened.pop() else "") + optional
        else:
            out += (" +" if pending else "") + piece
            pending = False
    return out


def compile_forms(forms: list[str], macros: Mapping[str, str]) -> re.Pattern[str]:
    """Compile `forms` to one pattern that ends at a word boundary."""
    sources = sorted((to_regex(form, macros) for form in forms), key=len, reverse=True)
    return re.compile("(?:" + "|".join(sources) + rf")(?!{_WORD})")
