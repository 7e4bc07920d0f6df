"""The Party organisation and the police office before the name of a body belong to it (codebook 3.5)."""

from __future__ import annotations

import re
from dataclasses import replace

from tinbai import lexicon
from tinbai.entities.mention import Mention
from tinbai.lexicon import alternation
from tinbai.text.normalize import fold, spell
from tinbai.text.view import TextView


def _words(key: str) -> str:
    return alternation(fold(word) for word in lexicon.load("orgs")["bodies"][key])


_PARTY_BEFORE = re.compile(
    r"(?<![^\W\d_])(?<!thư )(?<!viên )(?:(?:cục +chính +trị +)?bộ +tư +lệnh|thanh +tra|"
    r"chi bộ|đảng ủy|đảng bộ|công đoàn|chi đoàn|ban giám hiệu|"
    r"ban giám đốc|ban chỉ huy) +$"
)


_BOARD_BEFORE = re.compile(rf"(?<![^\W\d_])ban +{_words('council_boards')} +$")
_NAMED_SOURCES = frozenset({"rule:org_named", "rule:org_office", "rule:org_field"})
_POLICE_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?:{_words('police_offices')}|(?:phòng|đội|cục) +{_words('police_fields')})(?: *\([^()]*\))? +$"
)


def _proper_field(view: TextView, police: re.Match[str]) -> bool:
    """`phòng Cảnh sát hình sự`: the small word before a field in capitals."""
    space = view.text.find(" ", police.start(), police.end())
    return view.folded.startswith(("phòng ", "đội "), police.start()) and view.text[space + 1].isupper()


def with_party(view: TextView, mention: Mention) -> Mention:
    """Take the Party organisation of a named body into the span: `Chi bộ Trường Tiểu học …`."""
    police = _POLICE_BEFORE.search(view.folded, max(0, mention.start - 70), mention.start)
    of_police = mention.attrs.get("kind") == "force" or fold(str(mention.normal)) == "bộ công an"
    if police and of_police and (view.text[police.start()].isupper() or _proper_field(view, police)):
        return replace(mention, start=police.start(), normal=spell(view.text[police.start() : mention.end]))
    board = _BOARD_BEFORE.search(view.folded, max(0, mention.start - 34), mention.start)
    if (
        board
        and view.folded.startswith(("hđnd", "hội đồng nhân dân"), mention.start)
        and view.text[board.start()].isupper()
    ):
        return replace(mention, start=board.start(), normal=spell(view.text[board.start() : mention.end]))
    before = _PARTY_BEFORE.search(view.folded, max(0, mention.start - 34), mention.start)
    if not before or mention.source not in _NAMED_SOURCES or not view.text[before.start()].isupper():
        return mention
    return replace(mention, start=before.start(), normal=spell(view.text[before.start() : mention.end]))
