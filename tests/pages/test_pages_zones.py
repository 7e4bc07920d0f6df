"""Zones by codebook 0.3, 0.4 and 9.1 to 9.5, on golden articles and on any text."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinbai.pages.lines import paragraphs
from tinbai.pages.zones import zones
from tinbai.text.normalize import nfc

Golden = tuple[str, str, list[tuple[str, str]]]


def _golden() -> list[Golden]:
    """Read zones.txt strictly: name, text, and (zone, words) of every expected zone."""
    source = (Path(__file__).parent / "zones.txt").read_text(encoding="utf-8")
    articles = []
    for part in re.split(r"^== ", source, flags=re.MULTILINE)[1:]:
        name, _, body = part.partition("\n")
        text, expected = "", []
        for line in body.strip("\n").split("\n"):
            if not line.strip():
                text += "\n"
                continue
            match = re.fullmatch(r"(\w+\+?|~)\| (.*)", line)
            assert match, f"{name}: cannot read {line!r}"
            zone, words = match.groups()
            if zone == "~":
                expected[-1] = (expected[-1][0], f"{expected[-1][1]}\n{words}")
            else:
                expected.append((zone.rstrip("+"), words))
            text = text.rstrip("\n") + " " + words + "\n" if zone.endswith("+") else text + words + "\n"
        articles.append((name, nfc(text), [(zone, nfc(words)) for zone, words in expected]))
    return articles


@pytest.mark.parametrize(("name", "text", "expected"), _golden(), ids=[name for name, *_ in _golden()])
def test_golden_article(name: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(zone.zone, text[zone.start : zone.end]) for zone in zones(text)] == expected


def test_an_appeal_opens_the_boilerplate_behind_a_lost_blank_too() -> None:
    text = nfc("Cây cầu mới\n\nBà con vác đáMọi đóng góp, giúp đỡ xin gửi về: Báo Đồi Chè.\n")
    (*_, last) = zones(text)
    assert (last.zone, text[last.start : last.start + 12]) == ("boilerplate", "Mọi đóng góp")


def _check(text: str) -> None:
    found = zones(text)
    last = 0
    for zone in found:
        assert last <= zone.start < zone.end <= len(text)
        assert not text[last : zone.start].strip("\ufeff\u200b \t\r\n\u001f").strip()
        last = zone.end
    assert not text[last:].strip("\ufeff\u200b \t\r\n\u001f").strip()


_WORDS = st.sampled_from(
    [
        "bản Nà Khoa",
        "Ông Lục",
        "Hà Vy",
        "Tin mới",
        "Ảnh:",
        ".",
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "Mọi đóng góp xin gửi về",
        "chi bộ họp bàn việc xóm",
        "BÌNH LUẬN",
        "05/03/2024",
        "(bên trái)",
        "\r\n",
        "\u2028",
        "\x85",
        "TP.",
        "“",
        "”",
    ]
)


@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=30).map(" ".join), st.lists(_WORDS).map("".join)))
def test_zones_cover_any_text_in_order(text: str) -> None:
    _check(nfc(text))


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"], ids=["empty", "blanks", "mark"])
def test_text_without_words_has_no_zones(text: str) -> None:
    assert zones(text) == ()


def test_given_title_may_be_long() -> None:
    text = " ".join(["dài"] * 40) + "\n\nĐoạn mở.\n\nĐoạn sau."
    assert [zone.zone for zone in zones(text, has_title=True)] == ["title", "lead", "body"]


def test_a_body_whose_line_ends_were_lost_is_no_lead() -> None:
    glued = "Bà con góp công làm đường xóm. " * 80
    assert [zone.zone for zone in zones(f"Đường mới\n\n{glued}", has_title=True)] == ["title", "body"]


def test_text_said_to_have_no_title_begins_with_the_lead() -> None:
    assert [zone.zone for zone in zones("Đoạn mở.\n\nĐoạn sau.", has_title=False)] == ["lead", "body"]


# Wrapped without blank lines, a paragraph whose last line happens to be full cannot be told from a wrapped one;
# the last lines of this text are short at all three widths.
_PROSE = (
    "Mười hai năm nay bác Khánh giữ chìa khóa nhà văn hóa xóm. Sáng bác mở cửa cho các cháu vào đọc sách, chiều bác "
    "quét sân, tối lại thắp đèn cho tổ vần công họp. Hỏi bác có mệt không, bác chỉ cười và bảo việc của xóm thì xóm "
    "làm."
)


def _wrapped(text: str, columns: int, measure: str) -> str:
    size = {
        "characters": len,
        "bytes": lambda s: len(s.encode()),
        "decomposed": lambda s: len(unicodedata.normalize("NFD", s)),
    }[measure]
    out, line = [], ""
    for word in text.split():
        if line and size(f"{line} {word}") > columns:
            out.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*out, line])


@pytest.mark.parametrize("columns", [64, 72, 80])
@pytest.mark.parametrize("measure", ["characters", "bytes", "decomposed"])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank-lines", "no-blank-lines"])
def test_wrapped_lines_are_one_paragraph(columns: int, measure: str, gap: str) -> None:
    parts = ["Chuyện bác Khánh", _PROSE, _PROSE.replace("Khánh", "Thuận")]
    text = gap.join(_wrapped(part, columns, measure) for part in parts)
    assert [" ".join(text[p.start : p.end].split()) for p in paragraphs(text)] == parts


def test_short_lines_are_not_taken_for_wrapped() -> None:
    text = "Bài thơ bản mới\nSuối hát đầu nguồn\nNương ngô lên\nTrẻ cười sau vách\nKhói bay chiều sớm\nMẹ về cùng trăng"
    assert len(paragraphs(text)) == 6


def test_a_name_runs_over_the_break_of_a_ragged_line_but_no_title_or_subheading_does() -> None:
    lines = [
        "Bản Pú Luông có đường mới",
        "Sau gần hai năm góp công, góp đá, bà con bản Pú",
        "Luông đã có con đường bê tông dài hơn một",
        "cây số nối thẳng ra chợ phiên, xe máy đi lại được cả",
        "khi mưa lũ. Ông Lò Văn Nhẫn cho biết, dân bản còn hiến thêm",
        "300 m2 đất vườn để làm rãnh thoát",
        "nước.",
        "Việc còn lại",
        "Bản đang chờ huyện cấp thêm xi măng để làm nốt đoạn cuối, dự tính",
        "xong trước mùa mưa năm tới.",
    ]
    text = "\n".join(lines)
    found = [" ".join(text[p.start : p.end].split()) for p in paragraphs(text)]
    assert found == [lines[0], " ".join(lines[1:7]), lines[7], " ".join(lines[8:])]


def test_zones_of_the_sample_article(shared: Path) -> None:
    text = nfc(next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8"))
    special: dict[str, list[int]] = {}
    for zone in zones(text):
        special.setdefault(zone.zone, []).append(text.count("\n", 0, zone.start))
    assert special.pop("boilerplate")[0] == 33
    body = special.pop("body")
    assert special == {"title": [0], "lead": [2], "caption": [6], "byline": [32]}
    assert min(body) > 6
    assert max(body) < 32


def test_zones_cover_real_articles(shared: Path) -> None:
    with gzip.open(shared / "real" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            _check(nfc("\n\n".join(part for part in (record["title"], record["lead"], record["body"]) if part)))
